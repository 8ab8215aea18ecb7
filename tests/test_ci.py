"""The steps of CI that check the log, as the founded repository and this one have them, run as both services do.

`origin` is the repository of the service; a job runs in a clone with all of the history, as the files ask for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from papi_cli.cli.program.door import main
from tests.repositories import git
from tests.sample import keys_of, line_of
from tests.tree import CHECKOUT, planted

NONE = "0" * 40
FIRST, SECOND, THIRD = (
    keys_of("progress", f"2026-0{month}-12", item="II.2/ke-hoach", note=f"bước {month}") for month in (3, 4, 5)
)


@pytest.fixture(autouse=True)
def _no_settings_of_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("CI_", "PAPI_"))]:
        monkeypatch.delenv(name)


class Event(NamedTuple):
    """What happened at the service: the commit before the push ("" where the service names none), and the target."""

    before: str = ""
    target: str = ""


def values_of_github(event: Event) -> Mapping[str, str]:
    return {
        "github.event.pull_request.base.sha": event.target,
        "github.event.before": event.before,
        "github.event.repository.default_branch": "main",
    }


def variables_of_gitlab(event: Event) -> Mapping[str, str]:
    target = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": event.target} if event.target else {}
    before = NONE if event.target else event.before or NONE
    return {**target, "CI_COMMIT_BEFORE_SHA": before, "CI_DEFAULT_BRANCH": "main"}


def loaded(path: str) -> dict[str, Any]:
    file = YAML(typ="safe", pure=True).load((CHECKOUT / path).read_text(encoding="utf-8"))
    assert isinstance(file, dict)
    return file


def of_github(path: str, event: Event) -> tuple[str, Mapping[str, str]]:
    """Return the script of the step that checks, and its variables; assert that the job has all of the history."""
    steps = next(job["steps"] for job in loaded(path)["jobs"].values() if "papi check" in str(job))
    (checkout,) = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["fetch-depth"] == 0
    (step,) = [step for step in steps if "papi check" in step.get("run", "")]
    values = values_of_github(event)
    expression = re.compile(r"\$\{\{ ([\w.]+) \}\}")
    return step["run"], {
        name: expression.sub(lambda found: values[found[1]], value) for name, value in step["env"].items()
    }


def of_gitlab(path: str, event: Event) -> tuple[str, Mapping[str, str]]:
    """The same for GitLab; its image has git."""
    file = loaded(path)
    (job,) = [job for job in file.values() if isinstance(job, dict) and "papi check" in str(job.get("script"))]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job.get("image", file.get("default", {}).get("image")) == "python:3.13"
    script = [line for line in job["script"] if "pip install" not in line]
    return "\n".join(script), variables_of_gitlab(event)


FILES = {"templates/new/github.yml": of_github, "templates/new/gitlab-ci.yml": of_gitlab}
OWN_FILES = {".github/workflows/ci.yml": of_github, ".gitlab-ci.yml": of_gitlab}


class Service(NamedTuple):
    """The repository of the service, somebody's clone of it, and the folder for those of its jobs."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def clone(self) -> Path:
        return self.folder / "kho"

    def push(self, *options: str) -> str:
        """Commit all, push the branch, and return the commit."""
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-q", "--allow-empty", "-m", "x")
        git(self.clone, "push", "-q", *options, "origin", "HEAD")
        return git(self.clone, "rev-parse", "HEAD")

    def run(self, path: str, commit: str, event: Event) -> subprocess.CompletedProcess[str]:
        """Run the step in a fresh clone of all branches, at the commit."""
        script, variables = FILES[path](path, event)
        job = self.folder / "job"
        git(self.folder, "clone", "-q", self.origin.as_uri(), str(job))
        git(job, "fetch", "-q", "origin", commit)
        git(job, "checkout", "-q", "--detach", commit)
        program = self.folder / "bin" / "papi"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m papi_cli "$@"\n')
        program.chmod(0o755)
        folders = f"{program.parent}:{os.environ['PATH']}"
        environment = {**os.environ, **variables, "PATH": folders, "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(
            ("sh", "-e", "-c", script), cwd=job, env=environment, text=True, capture_output=True, check=False
        )
        if (job / "gl-code-quality.json").exists():
            return subprocess.CompletedProcess(
                done.args, done.returncode, (job / "gl-code-quality.json").read_text(), done.stderr
            )
        return done


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A repository whose main branch has two recordings."""
    git(tmp_path, "init", "-q", "--bare", "origin.git")
    git(tmp_path, "clone", "-q", str(tmp_path / "origin.git"), "kho")
    service = Service(tmp_path)
    planted(service.clone)
    record(service, FIRST)
    record(service, SECOND)
    service.push()
    return service


def record(service: Service, event: Mapping[str, Any]) -> None:
    path = log_file(service, event)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(line_of(dict(event)))


def log_file(service: Service, event: Mapping[str, Any]) -> Path:
    day = str(event["date"])
    return service.clone / "plan" / "status" / day[:7] / f"{day}.jsonl"


def assert_told(done: subprocess.CompletedProcess[str], *events: Mapping[str, Any]) -> None:
    """Assert that the files of these events, and no others, were removed."""
    found = set(re.findall(r"plan/status/2026-\d\d/(2026-\d\d-12)\.jsonl[\"',]", done.stdout))
    assert found == {event["date"] for event in events}, done
    assert done.returncode == bool(events), done
    assert ("P411" in done.stdout) == bool(events)


every_file = pytest.mark.parametrize("path", FILES)


def test_this_repository_checks_itself_as_a_founded_one() -> None:
    event = Event(before="1", target="2")
    for (own, step), founded in zip(OWN_FILES.items(), FILES, strict=True):
        script, variables = step(own, event)
        assert (script.replace(".venv/bin/papi", "papi"), variables) == step(founded, event)


@pytest.mark.slow
@every_file
def test_a_push(path: str, service: Service) -> None:
    before = git(service.clone, "rev-parse", "HEAD")
    record(service, THIRD)
    service.push()
    log_file(service, FIRST).unlink()
    service.push()
    after = service.push()
    assert_told(service.run(path, after, Event(before)), FIRST)


@pytest.mark.slow
@every_file
def test_a_push_that_adds(path: str, service: Service) -> None:
    before = git(service.clone, "rev-parse", "HEAD")
    record(service, THIRD)
    assert_told(service.run(path, service.push(), Event(before)))


@pytest.mark.slow
@every_file
def test_a_request_to_merge(path: str, service: Service) -> None:
    """The target has gained a recording since; what the branch removed is told, what it lacks is not."""
    git(service.clone, "checkout", "-q", "-b", "nhánh")
    log_file(service, FIRST).unlink()
    head = service.push()
    git(service.clone, "checkout", "-q", "main")
    record(service, THIRD)
    target = service.push()
    if FILES[path] is of_github:
        # GitHub checks out the merge of both; `before` is that of a push to the branch.
        git(service.clone, "merge", "-q", "--no-edit", "nhánh")
        merged = git(service.clone, "rev-parse", "HEAD")
        git(service.clone, "push", "-q", "origin", "HEAD:refs/pull/1/merge")
        event = Event(before=head, target=target)
    else:
        merged = head
        event = Event(target=git(service.clone, "merge-base", head, target))
    assert_told(service.run(path, merged, event), FIRST)


@pytest.mark.slow
@every_file
def test_the_first_push_of_a_branch(path: str, service: Service) -> None:
    git(service.clone, "checkout", "-q", "-b", "nhánh")
    log_file(service, FIRST).unlink()
    service.push()
    head = service.push()
    git(service.clone, "checkout", "-q", "main")
    record(service, THIRD)
    service.push()
    assert_told(service.run(path, head, Event(before=NONE)), FIRST)


@pytest.mark.slow
@every_file
def test_the_first_push_of_all(path: str, service: Service) -> None:
    head = git(service.clone, "rev-parse", "HEAD")
    assert_told(service.run(path, head, Event(before=NONE)))


@pytest.mark.slow
@every_file
def test_a_forced_push_that_loses_a_recording(path: str, service: Service) -> None:
    record(service, THIRD)
    before = service.push()
    git(service.clone, "reset", "-q", "--hard", "HEAD~1")
    (service.clone / "x").touch()
    after = service.push("--force")
    assert_told(service.run(path, after, Event(before)), THIRD)


@pytest.mark.slow
@every_file
def test_a_forced_push_after_a_rebase(path: str, service: Service) -> None:
    git(service.clone, "checkout", "-q", "-b", "nhánh")
    record(service, THIRD)
    before = service.push()
    git(service.clone, "checkout", "-q", "main")
    (service.clone / "x").touch()
    service.push()
    git(service.clone, "checkout", "-q", "nhánh")
    git(service.clone, "rebase", "-q", "main")
    assert_told(service.run(path, service.push("--force"), Event(before)))


@pytest.mark.slow
@every_file
def test_a_schedule(path: str, service: Service) -> None:
    head = git(service.clone, "rev-parse", "HEAD")
    assert_told(service.run(path, head, Event()))


# The summary by schedule


def report_of_github(path: str) -> tuple[str, Mapping[str, str]]:
    """Return the script of the step that makes reports, and its variables when it runs by schedule."""
    ((job, step),) = [
        (job, step)
        for job in loaded(path)["jobs"].values()
        for step in job["steps"]
        if "papi report" in step.get("run", "")
    ]
    defaults = {name: default or "" for name, _, default in map(_input, {**job["env"], **step.get("env", {})}.items())}
    return step["run"], {name: value for name, value in defaults.items() if name in {"PERIOD", "DAY"}}


def _input(variable: tuple[str, str]) -> tuple[str, str, str | None]:
    """Return name, input and default of a variable that takes an input of the workflow, which a schedule lacks."""
    name, value = variable
    found = re.fullmatch(r"\$\{\{ inputs\.(\w+)(?: \|\| '(\w+)')? \}\}", value)
    return (name, found[1], found[2]) if found else (name, "", None)


def report_of_gitlab(path: str) -> tuple[str, Mapping[str, str]]:
    (job,) = [job for job in loaded(path).values() if isinstance(job, dict) and "papi report" in str(job.get("script"))]
    variables = {name: value for name, value in job["variables"].items() if name != "GIT_DEPTH"}
    return "\n".join(line for line in job["script"] if "pip install" not in line), variables


REPORTS = {
    "templates/new/github.yml": report_of_github,
    "templates/new/gitlab-ci.yml": report_of_gitlab,
    ".github/workflows/report.yml": report_of_github,
    ".gitlab-ci.yml": report_of_gitlab,
}


def _summary_script() -> str:
    """Return what makes the summary, the same in all four: what it does is tried once for each day."""
    return report_of_github("templates/new/github.yml")[0].strip()


def test_no_workflow_names_a_period_or_a_month() -> None:
    for path, step in REPORTS.items():
        script, variables = step(path)
        assert variables == {"PERIOD": "due", "DAY": ""}, path
        assert not re.search(r"annual|date \+", script), path
        assert script.strip() == _summary_script(), path
    for path in ("templates/new/github.yml", ".github/workflows/report.yml"):
        file = loaded(path)["on"]
        assert [trigger["cron"] for trigger in file["schedule"]] == ["30 23 * * 0-4"]
        assert {name: entry["default"] for name, entry in file["workflow_dispatch"]["inputs"].items()} == {
            "period": "due",
            "day": "",
        }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "period"),
    [
        ("2026-05-31T06:30:00+07:00", ""),
        ("2026-06-10T06:30:00+07:00", "06 tháng đầu năm 2026"),
        ("2026-09-01T06:30:00+07:00", ""),
        ("2026-11-30T23:30:00+00:00", "năm 2026"),  # already the first of December
        ("2027-01-09T06:30:00+07:00", ""),
    ],
)
def test_the_schedule_makes_the_summary_of_the_period_that_is_due(
    now: str, period: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the day on which the first half of the year is closed the summary rests on that."""
    root = planted(tmp_path / "kho")
    is_closed = period == "06 tháng đầu năm 2026"
    if is_closed:
        monkeypatch.setenv("PAPI_NOW", now)
        assert main(["close", "semiannual", "--plan", str(root)]) == 0
    program = tmp_path / "bin" / "papi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m papi_cli "$@"\n')
    program.chmod(0o755)
    folders = f"{program.parent}:{os.environ['PATH']}"
    settings = {"PERIOD": "due", "DAY": "", "PATH": folders, "PYTHONPATH": str(CHECKOUT), "PAPI_NOW": now}
    environment = {**os.environ, **settings}
    done = subprocess.run(
        ("sh", "-e", "-c", _summary_script()), cwd=root, env=environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {file.name for file in (root / "bao-cao").iterdir()} == ({"bao-cao.md", "bao-cao.docx"} if period else set())
    if period:
        text = (root / "bao-cao" / "bao-cao.md").read_text(encoding="utf-8")
        assert f"báo cáo {period}".casefold() in text.casefold()
        assert ('<!-- papi.closed "2026-06-10T06:30' in text) is is_closed
    else:
        assert "không có kỳ báo cáo nào đến hạn" in done.stderr


# The recipe for pre-commit


def recipe() -> Mapping[str, Any]:
    text = (CHECKOUT / "templates" / "new" / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^    repos:\n(?:    .*\n)+", text, re.MULTILINE)
    (repo,) = YAML(typ="safe", pure=True).load(block)["repos"]
    (hook,) = repo["hooks"]
    assert isinstance(hook, dict)
    return hook


@pytest.mark.slow
def test_the_recipe_for_pre_commit_stops_a_commit_that_only_deletes(service: Service) -> None:
    hook = recipe()
    # pre-commit does not ask a hook about files that a commit removes, and passes over a hook without files.
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert hook["language"] == "system"
    name, *options = hook["entry"].split()
    assert name == "papi"
    script = service.clone / ".git" / "hooks" / "pre-commit"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        f"#!/bin/sh\nexport PYTHONPATH='{CHECKOUT}'\nexec {sys.executable} -m papi_cli {' '.join(options)}\n"
    )
    script.chmod(0o755)
    record(service, THIRD)
    git(service.clone, "add", "-A")
    git(service.clone, "commit", "-q", "-m", "ghi")
    git(service.clone, "rm", "-q", str(log_file(service, FIRST)))
    done = subprocess.run(
        ("git", "commit", "-m", "xóa"), cwd=service.clone, text=True, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "[P411]" in done.stdout + done.stderr
