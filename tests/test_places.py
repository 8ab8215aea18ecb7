"""Where the names of files in problems lead: for people from the current folder, for CI from the top of the work tree."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from tests.repositories import git
from tests.sample import keys_of, line_of
from tests.tree import planted

Capture = pytest.CaptureFixture[str]

TYPO = ("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi")
LOG_FILE = "plan/status/2026-03/a.jsonl"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PAPI_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A repository that holds a plan in a folder of its own, `năm 2026`."""
    top = tmp_path / "kho"
    root = planted(top / "năm 2026")
    path = root / LOG_FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(line_of(keys_of("done", "2026-03-12", item="II.2/ke-hoach", document="45/KH-UBND")))
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "x")
    return top


# From the plan's folder, from inside of it, from above, from beside it: with what --plan names it there.
SEATS: dict[str, tuple[str, Callable[[Path], Sequence[str]]]] = {
    "at": ("kho/năm 2026", lambda _: ()),
    "inside": ("kho/năm 2026/plan/schema", lambda _: ()),
    "above": ("kho", lambda _: ("--plan", "năm 2026")),
    "above, by its whole name": ("kho", lambda top: ("--plan", str(top / "năm 2026"))),
    "beside": ("bên", lambda _: ("--plan", "../kho/năm 2026")),
    "beside, by its whole name": ("bên", lambda top: ("--plan", str(top / "năm 2026"))),
}


@pytest.fixture(params=SEATS)
def seat(request: pytest.FixtureRequest, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[str]:
    """Stand somewhere and return the options that name the plan from there."""
    folder, options = SEATS[request.param]
    place = kept.parent / folder
    place.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(place)
    return options(kept)


def files_named(text: str) -> list[str]:
    return re.findall(r"^(\S.*?):\d+:\d+: lỗi \[P\d+\]", text, re.MULTILINE)


COMMANDS = [
    ("check",),
    ("status",),
    ("report", "semiannual"),
    ("record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--document", "1"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_text_names_files_from_the_current_folder(
    command: Sequence[str], kept: Path, seat: Sequence[str], capfd: Capture
) -> None:
    root = kept / "năm 2026"
    plan = root / "plan" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace(*TYPO[1:]), encoding="utf-8")
    assert main([*command, *seat]) == 1
    named = files_named("".join(capfd.readouterr()))
    assert named
    assert all(Path(name).samefile(plan) for name in named), named


def test_text_names_other_places_from_the_current_folder(kept: Path, seat: Sequence[str], capfd: Capture) -> None:
    root = kept / "năm 2026"
    plan = root / "plan" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace(*TYPO[1:]), encoding="utf-8")
    copy = root / "plan" / "status" / "b.jsonl"
    copy.write_bytes((root / LOG_FILE).read_bytes().replace(b"45/KH", b"46/KH"))
    assert main(["check", *seat]) == 1
    out = capfd.readouterr().out
    (agencies,) = re.findall(r"Có phải là «so-noi-vu» \((.*?):\d+\)\?", out)
    assert Path(agencies).samefile(root / "plan" / "agencies.yaml")
    (other,) = re.findall(r"có nội dung khác ở (.*?):1\.", out)
    assert Path(other).samefile(root / LOG_FILE)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_way_back_works_from_the_current_folder(
    command: Sequence[str], kept: Path, seat: Sequence[str], capfd: Capture
) -> None:
    path = kept / "năm 2026" / LOG_FILE
    before = path.read_bytes()
    path.write_bytes(before.replace(b"45/KH", b"46/KH"))
    assert main([*command, *seat]) == 1
    text = "".join(capfd.readouterr())
    assert all(Path(name).samefile(path) for name in files_named(text))
    ways = re.findall(r"\bgit .*?checkout [^»;\n]*", text)
    assert ways
    for way in ways:
        path.write_bytes(b"")
        subprocess.run(way, shell=True, check=True, capture_output=True)
        assert path.read_bytes() == before, way


def test_a_way_back_takes_no_file_for_a_place(kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    odd = kept / "năm 2026" / "plan" / "status" / "x:1.jsonl"
    odd.write_bytes(line_of(keys_of("done", "2026-05-12", item="II.2/ke-hoach", document="45/KH-UBND")))
    git(kept, "add", "-A")
    git(kept, "commit", "-q", "-m", "x")
    odd.unlink()
    monkeypatch.chdir(kept)
    assert main(["check", "--plan", "năm 2026"]) == 1
    assert "«git -C 'năm 2026' checkout HEAD -- plan/status/x:1.jsonl»" in capfd.readouterr().out


def test_diff_names_the_files_of_both_sides_from_the_current_folder(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    planted(tmp_path / "cũ", TYPO)
    monkeypatch.chdir(kept)
    shutil.copy(tmp_path / "cũ" / "plan" / "plan.yaml", kept / "năm 2026" / "plan" / "plan.yaml")
    assert main(["diff", "../cũ", "--plan", "năm 2026"]) == 1
    assert files_named(capfd.readouterr().err) == ["../cũ/plan/plan.yaml", "năm 2026/plan/plan.yaml"]


def test_a_revision_has_no_files(kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    plan = kept / "năm 2026" / "plan" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace(*TYPO[1:]), encoding="utf-8")
    git(kept, "commit", "-q", "-a", "-m", "x")
    monkeypatch.chdir(kept)
    assert main(["status", "--plan", "năm 2026", "--at", "HEAD"]) == 1
    assert files_named(capfd.readouterr().err) == ["plan/plan.yaml"]


def places(out: str, format_: str) -> Iterator[str]:
    """Yield the file of each problem in an answer of `papi check`."""
    match format_:
        case "github":
            yield from re.findall(r"^::(?:error|warning) file=([^,]*),", out, re.MULTILINE)
        case "gitlab":
            yield from (problem["location"]["path"] for problem in json.loads(out))
        case "json":
            yield from (problem["file"] for problem in json.loads(out)["problems"])


@pytest.mark.parametrize("format_", ["github", "gitlab", "json"])
def test_ci_names_files_from_the_top_of_the_work_tree(
    format_: str, kept: Path, seat: Sequence[str], capfd: Capture
) -> None:
    assert main(["check", "--format", format_, *seat]) == 0
    top = kept / "năm 2026" if format_ == "json" else kept
    named = list(places(capfd.readouterr().out, format_))
    assert named
    assert all((top / name).is_file() for name in named), named


@pytest.mark.parametrize("format_", ["github", "gitlab"])
def test_a_second_work_tree_has_a_top_of_its_own(format_: str, kept: Path, tmp_path: Path, capfd: Capture) -> None:
    git(kept, "worktree", "add", "-q", "--detach", str(tmp_path / "thứ hai"))
    assert main(["check", "--format", format_, "--plan", str(tmp_path / "thứ hai" / "năm 2026")]) == 0
    assert "năm 2026/plan/plan.yaml" in places(capfd.readouterr().out, format_)


@pytest.mark.parametrize("format_", ["github", "gitlab"])
def test_without_git_files_are_named_from_the_plan(
    format_: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    shutil.rmtree(kept / ".git")
    monkeypatch.chdir(kept)
    assert main(["check", "--format", format_, "--plan", "năm 2026"]) == 0
    assert "plan/plan.yaml" in places(capfd.readouterr().out, format_)
