"""git: a hostile repository cannot run anything, and each failure of git has its own sentence.

Each attack is a repository or a setting of git that names a program; the program leaves a mark. Each test ends with
plain git, which does leave the mark: an attack that git has learnt to ignore would prove nothing.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.store import git as runner
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.repositories import reference_names, writer_name
from papi_cli.store.sources import RevisionSource
from tests.repositories import commit, git, use_settings
from tests.sample import keys_of, line_of
from tests.tree import CHECKOUT, NEW_PLAN, copied, planted

GIT = shutil.which("git")
if GIT is None:  # as under Wine
    pytest.skip("there is no git", allow_module_level=True)

Capture = pytest.CaptureFixture[str]

DAY = ("--as-of", "2026-06-10")
DONE = keys_of("done", "2026-04-12", item="II.2/ke-hoach")


@pytest.fixture(autouse=True)
def _settings_of_each_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(tmp_path, monkeypatch)  # some change them


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits, the second of which records an event, and a document of it."""
    folder = tmp_path_factory.mktemp("models")
    repository = planted(folder / "kho")
    copied(CHECKOUT / "templates", repository / "templates")
    git(repository, "init", "-q")
    commit(repository)
    month = repository / "plan" / "status" / "2026-04"
    month.mkdir(parents=True)
    (month / f"20260412T100000.000000Z-{DONE['id']}.jsonl").write_bytes(line_of(DONE))
    commit(repository)
    document = ["report", "semiannual", "--plan", str(repository), *DAY]
    assert main([*document, "-o", str(folder / "bao-cao.docx")]) == 0
    return folder


@pytest.fixture
def repository(models: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(models / "kho", tmp_path / "kho"))


def reading_commands(repository: Path, models: Path, out: Path) -> list[list[str]]:
    """Return a call of every command that looks into a repository."""
    lists = ("status", "overdue", "upcoming", "tasks", "matrix", "agencies")
    at = ("--at", "HEAD", "--plan", str(repository))
    return [
        *([name, *at, *DAY] for name in lists),
        ["log", *at],
        ["show", "II.2", *at, *DAY],
        ["explain", "II.2", *at, *DAY],
        ["report", "semiannual", *at, *DAY, "-o", str(out / "x.md")],
        ["remind", "--agency", "so-tu-phap", *at, *DAY, "-o", str(out / "nhac.md")],
        ["calendar", *at, "-o", str(out / "x.ics")],
        ["verify", str(models / "bao-cao.docx"), *at],
        ["diff", "HEAD~1", "HEAD", "--plan", str(repository), *DAY],
        ["diff", "HEAD~1", "--plan", str(repository), *DAY],
        ["check", "--plan", str(repository)],
        ["check", "--since", "HEAD~1", "--plan", str(repository)],
    ]


# What runs nothing


class Traps(NamedTuple):
    """Programs that leave a mark when they run."""

    folder: Path

    def program(self, name: str, script: str = "exit 1") -> str:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n: > '{path}.ran'\n{script}\n")
        path.chmod(0o755)
        return str(path)

    def clear(self) -> None:
        for path in self.folder.glob("*.ran"):
            path.unlink()

    def marks(self) -> set[str]:
        return {path.stem for path in self.folder.glob("*.ran")}


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    (tmp_path / "traps").mkdir()
    return Traps(tmp_path / "traps")


class Attack(NamedTuple):
    """What an attacker puts into the git folder and sets, and how plain git, as `control`, falls for it."""

    settings: Callable[[Traps, Path], dict[str, str]]
    control: Callable[[Path], object]
    marks: set[str]


def calls(*commands: str) -> Callable[[Path], object]:
    """Return a control that runs these git commands, whether they succeed or not."""
    return lambda folder: [git(folder, *command.split(), check=False) for command in commands]


def changed(*commands: str) -> Callable[[Path], object]:
    """Return a control that changes a file before it runs these git commands."""

    def run(folder: Path) -> None:
        append(folder / "plan" / "plan.yaml", "# đổi\n")
        calls(*commands)(folder)

    return run


def at_a_terminal(*args: str) -> Callable[[Path], object]:
    def run(folder: Path) -> None:
        import pty  # not on Windows

        leader, follower = pty.openpty()
        subprocess.run([GIT or "", *args], cwd=folder, stdout=follower, stderr=follower, check=False)
        os.close(follower)
        os.close(leader)

    return run


def asking_for_credentials(folder: Path) -> None:
    asked = b"protocol=https\nhost=example.invalid\n\n"
    command = [GIT or "", "credential", "fill"]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    subprocess.run(command, cwd=folder, input=asked, check=False, capture_output=True, env=environment)


def signed(traps: Traps, git_folder: Path) -> dict[str, str]:
    """Make the last commit one that somebody has signed."""
    head, _, message = git(git_folder, "cat-file", "commit", "HEAD").partition("\n\n")
    text = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    write = [GIT or "", "hash-object", "-t", "commit", "-w", "--stdin"]
    name = subprocess.run(write, cwd=git_folder, input=text.encode(), check=True, capture_output=True).stdout.decode()
    git(git_folder, "update-ref", "refs/heads/main", name.strip())
    return {"gpg.program": traps.program("program"), "log.showSignature": "true"}


def attributes(git_folder: Path, text: str) -> None:
    (git_folder / "info").mkdir(exist_ok=True)
    with (git_folder / "info" / "attributes").open("a") as file:
        file.write(text)


def hooks(traps: Traps, git_folder: Path) -> dict[str, str]:
    (git_folder / "hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(traps.program(name, "exit 0"), git_folder / "hooks" / name)
    return {}


def filters(traps: Traps, git_folder: Path) -> dict[str, str]:
    attributes(git_folder, "* filter=evil\n")
    return {f"filter.evil.{name}": traps.program(name, "cat") for name in ("smudge", "clean")}


def process_filter(traps: Traps, git_folder: Path) -> dict[str, str]:
    attributes(git_folder, "* filter=evil\n")
    return {"filter.evil.process": traps.program("process"), "filter.evil.required": "true"}


def user_attributes(traps: Traps, git_folder: Path) -> dict[str, str]:
    (git_folder / "evil-attributes").write_text("* filter=evil\n")
    settings = {f"filter.evil.{name}": traps.program(name, "cat") for name in ("smudge", "clean")}
    return {**settings, "core.attributesFile": str(git_folder / "evil-attributes")}


def diff_driver(traps: Traps, git_folder: Path) -> dict[str, str]:
    attributes(git_folder, "* diff=evil\n")
    return {"diff.evil.command": traps.program("driver")}


def textconv(traps: Traps, git_folder: Path) -> dict[str, str]:
    attributes(git_folder, "* diff=evil\n")
    return {"diff.evil.textconv": traps.program("textconv", 'cat "$1"')}


def included(traps: Traps, git_folder: Path) -> dict[str, str]:
    (git_folder / "evil-config").write_text(f"[core]\nfsmonitor = {traps.program('fsmonitor')}\n")
    return {"include.path": str(git_folder / "evil-config")}


def of_the_worktree(traps: Traps, git_folder: Path) -> dict[str, str]:
    (git_folder / "config.worktree").write_text(f"[core]\nfsmonitor = {traps.program('fsmonitor')}\n")
    return {"core.repositoryFormatVersion": "1", "extensions.worktreeConfig": "true"}


def aliases(traps: Traps, _: Path) -> dict[str, str]:
    names = ("evil", "add", "cat-file", "commit", "config", "init", "ls-tree", "merge-base", "rev-parse")
    return {f"alias.{name}": f"!{traps.program('alias')}" for name in names}


def alternate_refs(traps: Traps, git_folder: Path) -> dict[str, str]:
    subprocess.run([GIT or "", "init", "-q", "--bare", git_folder / "other"], check=True)
    (git_folder / "objects" / "info").mkdir(parents=True, exist_ok=True)
    (git_folder / "objects" / "info" / "alternates").write_text(f"{git_folder / 'other' / 'objects'}\n")
    return {"core.alternateRefsCommand": traps.program("alternates")}


def named(setting: str, script: str = "exit 1", **more: str) -> Callable[[Traps, Path], dict[str, str]]:
    """Return the setting that names a program, and more settings ("a__b" for "a.b")."""
    others = {name.replace("__", "."): value for name, value in more.items()}
    return lambda traps, _: {setting: traps.program("program", script), **others}


HOOKS = ("pre-commit", "commit-msg", "post-commit", "post-index-change", "reference-transaction", "post-checkout")
PROGRAM = {"program"}
COMMIT = "commit -q --allow-empty -m x"
ATTACKS = {
    "hooks": Attack(hooks, changed("commit -qam x", "checkout -q -b x"), set(HOOKS)),
    "fsmonitor": Attack(named("core.fsmonitor"), calls("status"), PROGRAM),
    "an included file": Attack(included, calls("status"), {"fsmonitor"}),
    "settings of the worktree": Attack(of_the_worktree, calls("status"), {"fsmonitor"}),
    "filters": Attack(filters, changed("add -A", "checkout -f HEAD plan"), {"smudge", "clean"}),
    "a filter that stays": Attack(process_filter, changed("add -A"), {"process"}),
    "filters by core.attributesFile": Attack(
        user_attributes, changed("add -A", "checkout -f HEAD plan"), {"smudge", "clean"}
    ),
    "external diff": Attack(named("diff.external"), calls("diff HEAD~1"), PROGRAM),
    "a diff driver": Attack(diff_driver, calls("diff HEAD~1"), {"driver"}),
    "textconv": Attack(textconv, calls("diff HEAD~1"), {"textconv"}),
    "pager": Attack(named("core.pager"), at_a_terminal("log"), PROGRAM),
    "editor": Attack(named("core.editor"), calls("commit --allow-empty"), PROGRAM),
    "signing": Attack(named("gpg.program", commit__gpgSign="true"), calls(COMMIT), PROGRAM),
    "signatures": Attack(signed, calls("log"), PROGRAM),
    "credentials": Attack(named("credential.helper"), asking_for_credentials, PROGRAM),
    "a program that asks": Attack(named("core.askPass"), asking_for_credentials, PROGRAM),
    "alias": Attack(aliases, calls("evil"), {"alias"}),
    "alternates": Attack(alternate_refs, calls("fetch -q ."), {"alternates"}),
    "proxy": Attack(named("core.gitProxy"), calls("fetch git://example.invalid/x"), PROGRAM),
    "ssh": Attack(named("core.sshCommand"), calls("fetch ssh://example.invalid/x"), PROGRAM),
}


def help_of(command: str) -> str:
    with io.StringIO() as out, redirect_stdout(out):
        main([command, "--help"])
        return out.getvalue()


def set_all(folder: Path, settings: dict[str, str], *where: str) -> None:
    for name, value in settings.items():
        git(folder, "config", *where, name, value)


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_reading_a_revision_runs_nothing_of_the_repository(name: str, repository: Path, traps: Traps) -> None:
    attack = ATTACKS[name]
    set_all(repository, attack.settings(traps, repository / ".git"))
    assert main(["status", "--at", "HEAD~1", "--plan", str(repository)]) == 0
    assert main(["diff", "HEAD~1", "HEAD", "--plan", str(repository)]) == 0
    assert main(["check", "--since", "HEAD~1", "--plan", str(repository)]) == 0
    assert writer_name(repository, environment={}) == "Thử"
    assert reference_names(repository)
    assert traps.marks() == set()
    attack.control(repository)
    assert traps.marks() == attack.marks


@pytest.mark.slow
def test_no_command_that_looks_runs_anything(repository: Path, models: Path, tmp_path: Path, traps: Traps) -> None:
    """All attacks at once, and every command; that each of them would leave a mark is shown above."""
    for attack in ATTACKS.values():
        set_all(repository, attack.settings(traps, repository / ".git"))
    traps.clear()
    looking = reading_commands(repository, models, tmp_path)
    assert {argv[0] for argv in looking} >= {name for name in COMMANDS if "--at" in help_of(name)}
    for argv in looking:
        assert main(argv) == 0, argv
        assert traps.marks() == set(), argv
    calls("status", "diff HEAD~1")(repository)
    assert traps.marks() >= {"fsmonitor", "process"}


def racy(repository: Path) -> None:
    """Change a file as old as the index: git reads such a file, through its filters, before it writes the index."""
    set_all(repository, {"core.trustctime": "false", "core.checkStat": "minimal"})
    file, index = repository / "plan" / "plan.yaml", repository / ".git" / "index"
    append(file, "# x\n")
    os.utime(file, (1, 1))
    git(repository, "add", "-A")
    file.write_text(file.read_text(encoding="utf-8")[:-2] + "y\n", encoding="utf-8")
    for place in (file, index):
        os.utime(place, (1, 1))


@pytest.mark.slow
def test_committing_a_recording_runs_nothing_of_the_repository(
    repository: Path, traps: Traps, monkeypatch: pytest.MonkeyPatch
) -> None:
    racy(repository)
    for attack in ATTACKS.values():
        set_all(repository, attack.settings(traps, repository / ".git"))
    head = git(repository, "rev-parse", "HEAD")
    shutil.copytree(repository, traps.folder / "kho")
    traps.clear()
    monkeypatch.setenv("PAPI_COMMIT", "1")
    monkeypatch.setenv("GIT_INDEX_FILE", str(traps.folder / "index"))
    words = ("II.2/ke-hoach", "--agency", "STP", "--progress", "--date", "2026-06-10", "--note", "x")
    assert main(["record", *words, "--plan", str(repository)]) == 0
    assert main(["schema", "--plan", str(repository)]) == 0
    assert traps.marks() == set()
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert git(repository, "rev-parse", "main~1") == head
    git(traps.folder / "kho", "update-index", "--add", "--cacheinfo", f"100644,{head},x", check=False)
    assert traps.marks() >= {"fsmonitor", "process"}


def missing_blob(repository: Path, path: str = "plan/plan.yaml") -> str:
    """Take the contents of a committed file out of the repository and return its name."""
    name = git(repository, "rev-parse", f"HEAD:{path}")
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    return name


def promised(repository: Path, address: str) -> str:
    """Make the repository a partial clone of `address` that lacks a file; return the name of its blob."""
    set_all(repository, {"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin"})
    set_all(repository, {"remote.origin.url": address, "remote.origin.promisor": "true"})
    return missing_blob(repository)


# What stands for a git that lacks one of the two guards against fetching.
GUARDS = {"both": "", "no GIT_NO_LAZY_FETCH": "GIT_NO_LAZY_FETCH", "no GIT_ALLOW_PROTOCOL": "GIT_ALLOW_PROTOCOL"}
FETCHES = {
    "ssh": ("ssh://example.invalid/x", "core.sshCommand"),
    "upload-pack": ("{repository}", "remote.origin.uploadpack"),
    "ext": ("ext::{program}", "protocol.ext.allow"),
    "proxy": ("git://example.invalid/x", "core.gitProxy"),
}


@pytest.mark.slow
@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("name", FETCHES)
def test_a_missing_blob_is_not_fetched(
    *,
    name: str,
    guard: str,
    repository: Path,
    tmp_path: Path,
    traps: Traps,
    monkeypatch: pytest.MonkeyPatch,
    capfd: Capture,
) -> None:
    address, setting = FETCHES[name]
    program = traps.program("program")
    blob = promised(repository, address.format(program=program, repository=repository))
    set_all(repository, {setting: "always" if name == "ext" else program, "protocol.allow": "always"})
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{wrapper(tmp_path, f'unset {GUARDS[guard]}')}:{os.environ['PATH']}")
        words = refusal(repository, capfd)
        assert main(["report", "semiannual", "--at", "HEAD", "--plan", str(repository)]) == 3
    assert words.startswith(
        f"Không đọc được tệp plan/plan.yaml của phiên bản «HEAD». Kho git ở {repository} là bản sao "
        "một phần (partial clone), "
        "thiếu dữ liệu của phiên bản cần đọc, mà papi không tải gì từ máy khác. Lấy một bản đầy đủ: git clone không có "
        "--filter. git báo: "
    )
    assert traps.marks() == set()
    git(repository, "cat-file", "blob", blob, check=False)
    assert traps.marks() == PROGRAM


def wrapper(folder: Path, first: str) -> Path:
    """Return a folder with a git that does something first."""
    (folder / "bin").mkdir()
    (folder / "bin" / "git").write_text(f'#!/bin/sh\n{first}\nexec {GIT} "$@"\n')
    (folder / "bin" / "git").chmod(0o755)
    return folder / "bin"


def plain_repository(folder: Path) -> None:
    """Do with plain git what `papi init` does."""
    copied(CHECKOUT / "plan", folder / "plan")
    calls("init -q", "add --all", "commit -q -m x")(folder)


def templates_with(make: Callable[[Traps, Path], dict[str, str]]) -> Callable[[Traps, Path], dict[str, str]]:
    """Return an attack that lies in the user's template for repositories."""

    def settings(traps: Traps, folder: Path) -> dict[str, str]:
        (folder / "template").mkdir()
        return {**make(traps, folder / "template"), "init.templateDir": str(folder / "template")}

    return settings


WHILE_COMMITTING = {"pre-commit", "commit-msg", "post-commit", "post-index-change", "reference-transaction"}
NEW = {
    "hooks of the template": Attack(templates_with(hooks), plain_repository, WHILE_COMMITTING),
    "hooks of the user": Attack(
        lambda traps, folder: {**hooks(traps, folder), "core.hooksPath": str(folder / "hooks")},
        plain_repository,
        WHILE_COMMITTING,
    ),
    "filters of the template": Attack(templates_with(filters), plain_repository, {"clean"}),
    "a filter that stays": Attack(templates_with(process_filter), plain_repository, {"process"}),
    "filters by core.attributesFile": Attack(user_attributes, plain_repository, {"clean"}),
    "fsmonitor": Attack(named("core.fsmonitor"), plain_repository, PROGRAM),
    "signing": Attack(named("gpg.program", commit__gpgSign="true"), plain_repository, PROGRAM),
    "alias": Attack(aliases, calls("evil"), {"alias"}),
    "editor": Attack(named("core.editor"), calls("init -q", "commit --allow-empty"), PROGRAM),
    "packs": Attack(named("uploadpack.packObjectsHook"), calls("init -q", COMMIT, "clone -q --no-local . x"), PROGRAM),
}


@pytest.mark.parametrize("name", NEW)
def test_a_new_repository_runs_nothing(name: str, tmp_path: Path, traps: Traps) -> None:
    attack = NEW[name]
    set_all(tmp_path, attack.settings(traps, tmp_path), "--global")
    assert main(["init", *NEW_PLAN, str(tmp_path / "moi")]) == 0
    assert traps.marks() == set()
    assert git(tmp_path / "moi", "cat-file", "-t", "main") == "commit"
    (tmp_path / "plain").mkdir()
    attack.control(tmp_path / "plain")
    assert traps.marks() == attack.marks


def test_a_new_repository_takes_over_the_users_template_afterwards(tmp_path: Path) -> None:
    (tmp_path / "template" / "hooks").mkdir(parents=True)
    (tmp_path / "template" / "hooks" / "pre-commit").write_text("#!/bin/sh\n")
    set_all(tmp_path, {"init.templateDir": str(tmp_path / "template")}, "--global")
    assert main(["init", *NEW_PLAN, str(tmp_path / "moi")]) == 0
    assert (tmp_path / "moi" / ".git" / "hooks" / "pre-commit").read_text() == "#!/bin/sh\n"


def test_nothing_of_the_repository_around_a_new_one_runs(repository: Path, traps: Traps) -> None:
    settings = ATTACKS["fsmonitor"].settings(traps, repository / ".git")
    set_all(repository, {**settings, **templates_with(hooks)(traps, repository / ".git")})
    assert main(["init", *NEW_PLAN, str(repository / "moi")]) == 0
    assert traps.marks() == set()
    git(repository, "status")
    assert traps.marks() == PROGRAM


# What the environment says


HOSTILE = {
    "GIT_DIR": "{other}/.git",
    "GIT_WORK_TREE": "{other}",
    "GIT_INDEX_FILE": "{other}/.git/index",
    "GIT_OBJECT_DIRECTORY": "{other}/.git/objects",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "{other}/.git/objects",
    "GIT_COMMON_DIR": "{other}/.git",
    "GIT_NAMESPACE": "x",
    "GIT_CEILING_DIRECTORIES": "{repository}/..",
    "GIT_PREFIX": "plan/",
    "GIT_QUARANTINE_PATH": "{other}",
    "GIT_SHALLOW_FILE": "{other}/plan/plan.yaml",
    "GIT_GRAFT_FILE": "{other}/plan/plan.yaml",
    "GIT_REPLACE_REF_BASE": "refs/heads",
    "GIT_EXEC_PATH": "{traps}",
    "GIT_TEMPLATE_DIR": "{traps}",
    "GIT_SSH": "{program}",
    "GIT_SSH_COMMAND": "{program}",
    "GIT_PROXY_COMMAND": "{program}",
    "GIT_EXTERNAL_DIFF": "{program}",
    "GIT_PAGER": "{program}",
    "GIT_EDITOR": "{program}",
    "GIT_SEQUENCE_EDITOR": "{program}",
    "GIT_ASKPASS": "{program}",
    "GIT_CONFIG": "{other}/.git/config",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.fsmonitor",
    "GIT_CONFIG_VALUE_0": "{program}",
    "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='{program}'",
    "GIT_TRACE": "{traps}/trace",
    "GIT_TRACE2_EVENT": "{traps}/trace2",
    "GIT_TRACE_SETUP": "{traps}/trace3",
    "GIT_ALLOW_PROTOCOL": "ext:ssh:file",
    "GIT_NO_LAZY_FETCH": "0",
    "GIT_PROTOCOL_FROM_USER": "1",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_SOMETHING_NEW": "{program}",
}
PASSED_ON = {"GIT_AUTHOR_NAME": "Người khác", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z"}


@pytest.fixture
def other(models: Path, tmp_path: Path) -> Path:
    """Another repository, whose plan says something else."""
    folder = Path(shutil.copytree(models / "kho", tmp_path / "kho khac"))
    append(folder / "plan" / "plan.yaml", "# khác\n")
    git(folder, "commit", "-q", "-a", "-m", "khác")
    return folder


def fingerprint(capfd: Capture, repository: Path) -> str:
    capfd.readouterr()
    assert main(["status", "--plan", str(repository), "--at", "HEAD", "--format", "json", *DAY]) == 0
    return str(json.loads(capfd.readouterr().out)["plan"]["fingerprint"])


def plan_file(repository: Path) -> bytes:
    return dict(RevisionSource(repository, "HEAD").read("plan", ".yaml", deep=False))["plan/plan.yaml"]


def test_no_variable_leads_into_another_repository(
    *,
    repository: Path,
    other: Path,
    tmp_path: Path,
    traps: Traps,
    monkeypatch: pytest.MonkeyPatch,
    capfd: Capture,
) -> None:
    before, elsewhere = fingerprint(capfd, repository), fingerprint(capfd, other)
    heads = [git(folder, "rev-parse", "HEAD") for folder in (repository, other)]
    assert before != elsewhere
    committed = plan_file(repository)
    assert committed != plan_file(other)
    values = {"other": other, "repository": repository, "traps": traps.folder, "program": traps.program("program")}
    for name, value in HOSTILE.items():
        with monkeypatch.context() as patch:
            patch.setenv(name, value.format(**values))
            assert plan_file(repository) == committed, name
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, HOSTILE[name].format(**values))
    assert fingerprint(capfd, repository) == before
    assert main(["init", *NEW_PLAN, str(tmp_path / "moi")]) == 0
    assert git(repository, "rev-parse", "HEAD") == heads[1], "plain git answers from the other one"
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name)
    assert [git(folder, "rev-parse", "HEAD") for folder in (repository, other)] == heads
    assert git(other, "status", "--porcelain") == ""
    assert git(tmp_path / "moi", "log", "--format=%s %an") == "Kế hoạch ban đầu Thử"
    assert traps.marks() == set()


def test_only_named_variables_reach_git(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    spied = tmp_path / "spied"
    folders = f"{wrapper(tmp_path, f'env >> {spied}')}:{os.environ['PATH']}"
    monkeypatch.setenv("PATH", f".:bin::{folders}")
    for name, value in {**HOSTILE, **PASSED_ON}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    fingerprint(capfd, repository)
    seen = {tuple(line.split("=", 1)) for line in spied.read_text().splitlines() if line.startswith(("GIT_", "LC_ALL"))}
    assert {line for line in spied.read_text().splitlines() if line.startswith("PATH=")} == {f"PATH={folders}"}
    assert seen == {
        *PASSED_ON.items(),
        ("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig")),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("LC_ALL", "C"),
    }


def test_a_hook_of_another_repository_reads_the_plan_it_names(
    repository: Path, other: Path, tmp_path: Path, capfd: Capture
) -> None:
    before = fingerprint(capfd, repository)
    command = f"{sys.executable} -m papi_cli status --plan '{repository}' --at HEAD --format json --as-of 2026-06-10"
    hook = other / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexport PYTHONPATH='{CHECKOUT}'\n{command} > '{tmp_path}/answer'\n")
    hook.chmod(0o755)
    git(other, "commit", "-q", "--allow-empty", "-m", "x")
    assert json.loads((tmp_path / "answer").read_text())["plan"]["fingerprint"] == before


def test_a_replaced_object_is_read_as_it_was(repository: Path, other: Path, capfd: Capture) -> None:
    before = fingerprint(capfd, repository)
    git(repository, "fetch", "-q", str(other))
    git(repository, "replace", "HEAD", "FETCH_HEAD")
    assert git(repository, "log", "-1", "--format=%s") == "khác"
    assert fingerprint(capfd, repository) == before


# Which git


@pytest.mark.parametrize("path", ["", ".", "bin", ":", "./bin:"])
def test_no_git_of_the_current_folder_is_run(
    path: str, repository: Path, traps: Traps, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    (repository / "bin").mkdir()
    for file in (repository / "git", repository / "bin" / "git"):
        shutil.copy(traps.program("program", f'exec {GIT} "$@"'), file)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", path)
    assert main(["status", "--at", "HEAD", *DAY]) == 3
    assert capfd.readouterr().err == "Cần có git để đọc một phiên bản đã lưu, nhưng máy này chưa cài git.\n"
    monkeypatch.setenv("PATH", f"{path}:{Path(GIT or '').parent}")
    assert main(["status", "--at", "HEAD", *DAY]) == 0
    assert traps.marks() == set()
    subprocess.run(["git", "--version"], check=True, env={"PATH": path or ":"}, capture_output=True)
    assert traps.marks() == PROGRAM


def test_a_file_that_is_no_program_is_passed_over(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper(tmp_path, "")
    (tmp_path / "bin" / "git").chmod(0o644)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert main(["status", "--plan", str(repository), "--at", "HEAD"]) == 0


def test_without_git_the_login_name_records(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writer_name(repository, environment={"USER": "thu"}) == "Thử"
    monkeypatch.setenv("PATH", str(repository))
    assert writer_name(repository, environment={"USER": "thu"}) == "thu"
    assert writer_name(repository, environment={"USERNAME": "thu"}) == "thu"  # on Windows


def test_a_git_that_does_not_start(repository: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    (repository / "git").write_text("#!/no/such/shell\n")
    (repository / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(repository))
    assert main(["status", "--plan", str(repository), "--at", "HEAD"]) == 3
    program = repository / "git"
    assert capfd.readouterr().err == f"Không chạy được git ({program}): không có tệp hoặc thư mục này.\n"


# What git cannot read


@pytest.mark.skipif(sys.platform == "darwin", reason="the system takes no such names")
def test_a_name_that_is_not_utf8(repository: Path, capfd: Capture) -> None:
    month = "plan/status/2026-04"
    Path(os.fsdecode(os.fsencode(repository / month) + b"/\xff.jsonl")).write_bytes(b"")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "tên")
    for at in ((), ("--at", "HEAD")):
        capfd.readouterr()
        assert main(["status", "--plan", str(repository), *at]) == 3
        words = f"Tên tệp {month}/?.jsonl không viết bằng UTF-8: đổi tên tệp rồi chạy lại.\n"
        assert capfd.readouterr() == ("", words)


def refusal(repository: Path, capfd: Capture, revision: str = "HEAD") -> str:
    """Return the refusal that `--at` prints; assert that `papi diff` prints the same."""
    answers = []
    for argv in (["status", "--at", revision], ["diff", revision]):
        capfd.readouterr()
        assert main([*argv, "--plan", str(repository)]) == 3
        answers.append(capfd.readouterr())
    assert answers[0] == answers[1]
    assert answers[0].out == ""
    return answers[0].err.removesuffix("\n")


def broken(repository: Path, name: str) -> None:
    """Empty the file of an object."""
    path = repository / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(b"")


def test_no_repository(tmp_path: Path, capfd: Capture) -> None:
    planted(tmp_path / "kho")
    assert refusal(tmp_path / "kho", capfd) == (
        f"Thư mục {tmp_path / 'kho'} không nằm trong một kho git đọc được (cần để đọc một phiên bản)."
    )


def test_the_repository_of_another_user(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    other_owner = wrapper(tmp_path, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
    monkeypatch.setenv("PATH", f"{other_owner}:{os.environ['PATH']}")
    assert refusal(repository, capfd) == (
        f"git không mở kho ở {repository} vì kho thuộc về một người dùng khác của máy này. Nếu tin kho đó, thêm nó vào "
        "safe.directory (git config --global --add safe.directory THƯ_MỤC). git báo: fatal: detected "
        "dubious ownership in "
        f"repository at '{repository}'"
    )
    set_all(tmp_path, {"safe.directory": str(repository)}, "--global")
    assert main(["status", "--plan", str(repository), "--at", "HEAD"]) == 0


def test_a_repository_that_came_as_files(repository: Path, other: Path, capfd: Capture) -> None:
    folder = planted(repository / "trong")
    for name in ("HEAD", "config", "objects", "refs"):
        (shutil.copytree if (other / ".git" / name).is_dir() else shutil.copy)(other / ".git" / name, folder / name)
    git(folder, "config", "core.bare", "true")
    assert refusal(folder, capfd) == (
        f"Thư mục {folder} chứa các tệp của một kho git không có thư mục làm việc (bare); papi không "
        "đọc kho như vậy. git báo: "
        f"fatal: cannot use bare repository '{folder}' (safe.bareRepository is 'explicit')"
    )
    assert git(folder, "rev-parse", "HEAD") == git(other, "rev-parse", "HEAD")


def test_a_shallow_clone(repository: Path, tmp_path: Path, capfd: Capture) -> None:
    shallow = tmp_path / "nông"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    assert main(["status", "--plan", str(shallow), "--at", "HEAD"]) == 0
    for revision in ("HEAD~1", "v1", git(repository, "rev-parse", "HEAD~1")):
        assert refusal(shallow, capfd, revision) == (
            f"Không có phiên bản git «{revision}» trong kho của kế hoạch: kho là bản sao nông "
            "(shallow clone), chỉ có các phiên "
            "bản gần nhất. Lấy đủ bằng «git fetch --unshallow --tags» rồi chạy lại (chạy tự động thì đặt fetch-depth: 0 "
            "trên GitHub, GIT_DEPTH: 0 trên GitLab)."
        )


@pytest.mark.parametrize(
    "words",
    [
        "status --at v1",
        "overdue --at main~1",
        "log --at v1",
        "show 4 --at v1",
        "report semiannual --at v1",
        "report due --as-of 2026-06-10 --at v1",
        "calendar --at v1",
        "diff v1",
        "diff HEAD~1 HEAD",
        "diff HEAD v1",
        "check --since v1",
        "check --since v1^{tree}",
        "check --since origin/khác",
    ],
)
def test_every_command_that_needs_history_says_how_ci_gets_it(
    words: str, repository: Path, tmp_path: Path, capfd: Capture
) -> None:
    shallow = tmp_path / "nông"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    assert main([*words.split(), "--plan", str(shallow)]) == 3
    assert "«git fetch --unshallow --tags»" in (told := capfd.readouterr().err)
    assert "fetch-depth: 0 trên GitHub, GIT_DEPTH: 0 trên GitLab" in told


@pytest.mark.parametrize("kept", ["blob:none", "tree:0"])
def test_a_partial_clone(kept: str, repository: Path, tmp_path: Path, capfd: Capture) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "phần"
    git(tmp_path, "clone", "-q", f"--filter={kept}", repository.as_uri(), str(partial))
    assert main(["status", "--plan", str(partial), "--at", "HEAD"]) == 0
    append(partial / "plan" / "plan.yaml", "# mới\n")
    git(partial, "commit", "-qam", "v3")
    git(repository, "commit", "-q", "--allow-empty", "-m", "x")
    words = f"Kho git ở {partial} là bản sao một phần (partial clone), thiếu dữ liệu của phiên bản cần đọc"
    fresh = tmp_path / "mới"
    git(tmp_path, "clone", "-q", "--no-checkout", f"--filter={kept}", repository.as_uri(), str(fresh))
    copied(CHECKOUT / "plan", fresh / "plan")
    assert words.replace(str(partial), str(fresh)) in refusal(fresh, capfd)
    count = len(list((fresh / ".git" / "objects").rglob("*")))
    assert words.replace(str(partial), str(fresh)) in refusal(fresh, capfd)
    assert len(list((fresh / ".git" / "objects").rglob("*"))) == count
    assert main(["status", "--plan", str(partial), "--at", "HEAD"]) == 0


def test_a_missing_file(repository: Path, capfd: Capture) -> None:
    missing_blob(repository, "plan/tasks.yaml")
    assert refusal(repository, capfd) == (
        f"Không đọc được tệp plan/tasks.yaml của phiên bản «HEAD». Kho git ở {repository} thiếu dữ "
        "liệu của phiên bản cần đọc; "
        "chạy thử «git fsck» ở đó để biết còn thiếu gì."
    )


def test_a_broken_file(repository: Path, capfd: Capture) -> None:
    name = git(repository, "rev-parse", "HEAD:plan/tasks.yaml")
    broken(repository, name)
    assert refusal(repository, capfd) == (
        "Không đọc được tệp plan/tasks.yaml của phiên bản «HEAD». git không đọc được kho ở "
        f"{repository}; có thể kho bị hỏng, "
        "chạy thử «git fsck» ở đó để biết chỗ hỏng. git báo: error: object file "
        f".git/objects/{name[:2]}/{name[2:]} is empty"
    )


def test_a_file_that_is_cut(repository: Path, capfd: Capture) -> None:
    name = git(repository, "rev-parse", "HEAD:plan/tasks.yaml")
    path = repository / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:2000])
    assert refusal(repository, capfd).startswith(
        "Không đọc được tệp plan/tasks.yaml của phiên bản «HEAD». git không đọc"
    )


BEFORE_THE_REFLOG = "trước lúc kho này bắt đầu ghi nhật ký"


@pytest.mark.parametrize(
    ("revision", "part"),
    [
        ("^HEAD", "bỏ dấu «^» ở đầu"),
        ("^HEAD^", "bỏ dấu «^» ở đầu"),
        ("HEAD@{99}", BEFORE_THE_REFLOG),
        ("main@{99}~1", BEFORE_THE_REFLOG),
        ("main@{1990-01-01}", BEFORE_THE_REFLOG),
        ("HEAD@{30.years.ago}", BEFORE_THE_REFLOG),
        ("khong-co@{1}", "phiên bản git"),
        ("HEAD@{0}", ""),
        ("main@{1}", ""),
    ],
)
def test_a_revision_that_is_none_and_one_before_the_reflog_are_told(
    revision: str, part: str, repository: Path, capfd: Capture
) -> None:
    git(repository, "branch", "-M", "main")
    append(repository / "plan" / "plan.yaml", "\n")
    commit(repository)
    for command in (
        ["status", *DAY, "--at", revision],
        ["check", "--since", revision],
        ["diff", revision, "HEAD", *DAY],
    ):
        assert main([*command, "--plan", str(repository)]) == (2 if part else 0), command
        answer = capfd.readouterr()
        assert (part in answer.err) if part else answer.out
        assert "git fsck" not in answer.err


@pytest.mark.parametrize("what", ["HEAD^{commit}", "HEAD^{tree}", "HEAD:plan"])
@pytest.mark.parametrize("revision", ["HEAD", "main"])
def test_a_broken_revision(what: str, revision: str, repository: Path, capfd: Capture) -> None:
    name = git(repository, "rev-parse", what)
    broken(repository, name)
    words = refusal(repository, capfd, revision)
    assert words.startswith(f"git không đọc được kho ở {repository}; có thể kho bị hỏng")
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    words = refusal(repository, capfd, revision)
    assert words.startswith((f"git không đọc được kho ở {repository}; có thể", f"Kho git ở {repository} thiếu dữ liệu"))


@pytest.mark.parametrize(
    ("text", "last_line"),
    [
        ("[core\n", "fatal: bad config line 1 in file .git/config"),
        (
            "[core]\nrepositoryformatversion = 1\n[extensions]\nmoi = x\n",
            "fatal: unknown repository extension found: moi",
        ),
    ],
)
def test_a_config_that_git_cannot_read(text: str, last_line: str, repository: Path, capfd: Capture) -> None:
    (repository / ".git" / "config").write_text(text)
    assert refusal(repository, capfd).endswith(f"để biết chỗ hỏng. git báo: {last_line}")


def test_the_messages_of_git_cannot_control_a_terminal(repository: Path, capfd: Capture) -> None:
    (repository / ".git" / "config").write_text('[include]\npath = "\\u"\n')
    (repository / ".git" / "config").write_bytes("[include]\npath = \u202e\x9b.cfg\n".encode())
    (repository / ".git" / "\u202e\x9b.cfg").write_text("[core\n")
    assert refusal(repository, capfd).endswith("in file .git/\ufffd\ufffd.cfg")


def test_more_than_papi_reads(repository: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    (repository / "plan" / "scores.yaml").write_bytes(b"#" * (3 << 20))
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "to")
    monkeypatch.setattr(runner, "MAX_OUTPUT", 1 << 20)
    assert refusal(repository, capfd) == f"git trả về hơn 1 MB khi đọc kho ở {repository}: nhiều hơn mức papi nhận đọc."


def test_a_git_that_ends_early(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{wrapper(tmp_path, 'echo sai >&2; exit 7')}:{os.environ['PATH']}")
    answer = runner.run_git(repository, "cat-file", "--batch", purpose="", stdin=b"x" * (1 << 20))
    assert answer == (7, b"", "sai\n")


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        (
            "fatal: unsafe repository ('/a' is owned by someone else)\nTo add an exception\n",
            "thuộc về một người dùng khác",
        ),
        ("fatal: detected dubious ownership in repository at '/a'\n", "thuộc về một người dùng khác"),
        ("fatal: could not fetch 8c13 from promisor remote\n", "bản sao một phần"),
        ("warning: lazy fetching disabled; some objects may not be available\n", "bản sao một phần"),
        ("fatal: transport 'ssh' not allowed\n", "bản sao một phần"),
        ("fatal: something new\n", "có thể kho bị hỏng"),
        ("", "thiếu dữ liệu"),
    ],
)
def test_words_for_what_git_says_in_any_version(complaint: str, words: str) -> None:
    failure = str(GitAnswer(128, b"", complaint).failure(Path("/a")))
    assert words in failure
    assert failure.endswith(complaint.partition("\n")[0])


@pytest.mark.slow
def test_more_files_than_a_pipe_holds(repository: Path) -> None:
    (repository / "nhieu").mkdir()
    contents = {f"nhieu/{number:05}.txt": f"{number} {'x' * 100}\n".encode() for number in range(3000)}
    for name, content in contents.items():
        (repository / name).write_bytes(content)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "nhiều")
    assert dict(RevisionSource(repository, "HEAD").read("nhieu", ".txt", deep=True)) == contents
