"""A new plan repository: what is in it, that it works, and that nothing is ever overwritten."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.plan.files.names import OPTIONAL_FILES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import read_plan_files
from papi_cli.store.scaffold import scaffold_files
from papi_cli.store.sources import FolderSource
from tests.repositories import git
from tests.tree import DAY, NEW_PLAN

ROOT = Path(__file__).resolve().parents[1]


def _files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def _plan(folder: Path) -> Plan:
    files = read_plan_files(FolderSource(folder))
    plan = resolve(
        parse_files(files, FILE_MODELS, optional=OPTIONAL_FILES).by_name,
        fingerprint=files.fingerprint,
        day=DAY,
        known_at=None,
    )
    assert isinstance(plan, Plan)
    return plan


def test_the_plan_is_copied_byte_for_byte_without_its_log(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "kho")]) == 0
    copies = _files(tmp_path / "kho")
    for path in (ROOT / "plan").glob("*.yaml"):
        assert copies[f"plan/{path.name}"] == path.read_bytes()
    assert _plan(tmp_path / "kho") == _plan(ROOT)
    assert [name for name in copies if name.startswith("plan/status/")] == ["plan/status/.gitkeep"]
    assert copies["plan/README.md"] == (ROOT / "plan" / "README.md").read_bytes()
    assert {"README.md", ".gitignore", ".gitlab-ci.yml", ".github/workflows/papi.yml", "templates/README.md"} <= set(
        copies
    )
    assert not [name for name in copies if name.startswith("templates/new")]


def test_a_log_in_the_packaged_copy_stays_there() -> None:
    packaged = {"plan/plan.yaml": b"p", "plan/status/2026-03/x.jsonl": b"e", "plan/schema/plan.json": b"s"}
    assert scaffold_files(packaged, new=None) == {
        "plan/plan.yaml": b"p",
        "plan/schema/plan.json": b"s",
        "plan/status/.gitkeep": b"",
    }


@pytest.mark.parametrize("argv", [["init"], ["init", *NEW_PLAN]], ids=["copy", "new"])
def test_every_link_of_the_pages_leads_somewhere(tmp_path: Path, argv: list[str]) -> None:
    assert main([*argv, str(tmp_path)]) == 0
    for page in ("README.md", "plan/README.md", "templates/README.md"):
        for link in re.findall(r"\]\(([^)#]+)", (tmp_path / page).read_text()):
            assert ((tmp_path / page).parent / link).exists(), (page, link)


def test_everything_is_committed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert "Các tệp ấy đã được lưu vào git." in capsys.readouterr().out
    assert git(tmp_path, "log", "--format=%s", "main") == "Kế hoạch ban đầu"
    assert git(tmp_path, "status", "--porcelain") == ""
    tracked = git(tmp_path, "ls-tree", "-r", "-z", "--name-only", "HEAD").rstrip("\0").split("\0")
    assert sorted(tracked) == sorted(_files(tmp_path))
    assert main(["status", "--plan", str(tmp_path), "--at", "HEAD", "-o", str(tmp_path / "x")]) == 0


@pytest.mark.parametrize("argv", [["init"], ["init", *NEW_PLAN]], ids=["copy", "new"])
def test_the_files_named_to_be_changed_first_exist(
    tmp_path: Path, argv: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([*argv, str(tmp_path)]) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    lines = [line[2:].partition(":")[0] for line in out.decode().splitlines() if line.startswith("- ")]
    assert lines[0] == "plan/plan.yaml"
    assert lines[-1] == ".github/workflows/papi.yml và .gitlab-ci.yml"
    for path in (tmp_path / "plan").glob("*.yaml"):
        assert path.name in out.decode()
        assert path.name in (tmp_path / "README.md").read_text()


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / ".an").write_text("giữ nguyên")
    assert main(["init", str(tmp_path)]) == 3
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.decode() == f"Thư mục {tmp_path} không trống: chọn một thư mục mới hoặc thư mục trống.\n"
    assert _files(tmp_path) == {".an": "giữ nguyên".encode()}


def test_a_file_in_the_way_is_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "tep").write_text("x")
    for name in ("tep", "tep/kho"):
        assert main(["init", str(tmp_path / name)]) == 3
    assert capfdbinary.readouterr().out == b""
    assert _files(tmp_path) == {"tep": b"x"}


@pytest.mark.parametrize("before", ["absent", "empty"])
def test_without_git_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], before: str
) -> None:
    folder = tmp_path / "kho"
    if before == "empty":
        folder.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["init", str(folder)]) == 3
    assert capfdbinary.readouterr() == (b"", "Cần có git để tạo kho, nhưng máy này chưa cài git.\n".encode())
    assert folder.exists() == (before == "empty")
    assert _files(tmp_path) == {}


def test_git_that_knows_nobody_leaves_the_files_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    kho = tmp_path / "kho"
    assert main(["init", str(kho)]) == 0
    assert "chưa ghi phiên bản đầu tiên" in capfdbinary.readouterr().out.decode()
    staged = git(kho, "status", "--porcelain").splitlines()
    assert staged
    assert len(staged) == len(_files(kho))
    assert all(line.startswith("A ") for line in staged)


def _calls(text: str, day: str) -> list[list[str]]:
    """Return the words of each `papi` line of a CI file as the shell splits them, with `day` as DAY ("" for none)."""
    lines = [line.strip().removeprefix("- ").removeprefix("run: ") for line in text.splitlines()]
    shell = {"PERIOD": "due", "DAY": day, "since": "HEAD", "PATH": os.environ["PATH"]}
    calls = []
    for line in lines:
        if line.startswith("papi "):
            script = f"printf '%s\\0' {line.removeprefix('papi ')}"
            words = subprocess.run(("bash", "-c", script), env=shell, check=True, capture_output=True).stdout.decode()
            calls.append(words.split("\0")[:-1])
    return calls


@pytest.mark.slow
@pytest.mark.parametrize("day", ["", "2026-06-10"])
@pytest.mark.parametrize("name", [".github/workflows/papi.yml", ".gitlab-ci.yml"])
def test_the_ci_files_run_commands_that_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, day: str
) -> None:
    assert main(["init", str(tmp_path)]) == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPI_NOW", "2026-07-01T09:00:00+07:00")
    text = (tmp_path / name).read_text()
    assert YAML(typ="safe", pure=True).load(text)
    assert "schedule" in text
    calls = _calls(text, day)
    assert ["overdue", "--fail"] in calls
    Path("bao-cao").mkdir()
    for call in calls:
        assert call[0] in COMMANDS
        assert main(call) == ("--fail" in call), call
    assert {path.name for path in Path("bao-cao").iterdir()} == {"bao-cao.md", "bao-cao.docx"}
    report = Path("bao-cao/bao-cao.md").read_text()
    assert ("tính đến hết ngày 10/6/2026" in report) == bool(day)
