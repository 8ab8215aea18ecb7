"""Line ends that git turns on Windows: in a founded repository in no file, in older ones told once for all evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from tests.amended import NUMBER_CHANGE, amendment_text
from tests.repositories import commit, git
from tests.tree import CHECKOUT, NEW_PLAN, minimal

Capture = pytest.CaptureFixture[str]

# Wherever evidence may lie, with the line ends of Unix, of Windows, and both.
EVIDENCE: Mapping[str, bytes] = {
    "cong-van.txt": b"a\nb\n",
    "minh-chung/2026/bang diem.csv": b"a;b\r\n1;2\r\n",
    "plan/minh-chung/thư.eml": b"From: a\r\n\r\nb\n",
    "plan/status/2026-03/trang.html": b"<p>\n</p>\n",
    "plan/narrative/a.md.txt": b"a\r\n",
    "templates/new/README.md": b"a\r\n",
}
WINDOWS = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf")


def kept(folder: Path) -> Mapping[str, bytes]:
    """Return all that git keeps of the folder, but what people write and what says how git keeps it."""
    names = git(folder, "ls-files", "-z", "--", ":!/plan/*.yaml", ":!*.j2", ":!.gitattributes").strip("\0").split("\0")
    return {name: (folder / name).read_bytes() for name in names}


def problems_of(folder: Path, capfd: Capture) -> list[dict[str, str]]:
    capfd.readouterr()
    assert main(["check", "--plan", str(folder), "--format", "json"]) == 0
    problems = json.loads(capfd.readouterr().out)["problems"]
    return [
        problem for problem in problems if problem["code"] in {"P019", *(f"P4{number:02}" for number in range(100))}
    ]


def recorded(kho: Path) -> None:
    """Record all the evidence in `kho`, a repository of git as it is set up on Windows."""
    git(kho, "config", "core.autocrlf", "true")
    git(kho, "config", "core.eol", "crlf")
    for name, content in EVIDENCE.items():
        (kho / name).parent.mkdir(parents=True, exist_ok=True)
        (kho / name).write_bytes(content)
    words = ["record", "I.1/ke-hoach", "--agency", "so-noi-vu", "--progress", "--note", "x", "--date", "12/3/2026"]
    assert main([*words, *(word for name in EVIDENCE for word in ("--evidence", name)), "--plan", str(kho)]) == 0


@pytest.mark.parametrize("attributes", ["founded", "of the checkout"])
def test_git_on_windows_turns_no_line_end(
    attributes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    kho, clone = tmp_path / "kho", tmp_path / "bản sao"
    assert main(["init", *NEW_PLAN, str(kho)]) == 0
    minimal(kho)
    if attributes != "founded":
        (kho / ".gitattributes").write_bytes((CHECKOUT / ".gitattributes").read_bytes())
    monkeypatch.chdir(kho)
    monkeypatch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
    recorded(kho)
    with (kho / "plan" / "plan.yaml").open("ab") as file:  # an editor on Windows
        file.write(b"# a\r\n")
    (kho / "plan" / "amendments").mkdir()
    amendment = amendment_text(NUMBER_CHANGE).encode()
    (kho / "plan" / "amendments" / "qd-1.yaml").write_bytes(amendment.replace(b"\n", b"\r\n"))
    commit(kho)
    git(tmp_path, "clone", "-q", *WINDOWS, str(kho), str(clone))
    files = kept(clone)
    assert files == kept(kho)
    assert {*EVIDENCE} < {*files}
    assert sum(name.endswith(".jsonl") for name in files) == 1
    assert (clone / "plan" / "plan.yaml").read_bytes() == (kho / "plan" / "plan.yaml").read_bytes().replace(b"\r", b"")
    assert (clone / "plan" / "amendments" / "qd-1.yaml").read_bytes() == amendment
    assert git(clone, *WINDOWS, "status", "--porcelain") == ""
    assert problems_of(kho, capfd) == problems_of(clone, capfd) == []


def test_turned_line_ends_of_evidence_are_told_once_with_the_way_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    kho, clone = tmp_path / "kho", tmp_path / "sao"
    assert main(["init", *NEW_PLAN, str(kho)]) == 0
    minimal(kho)
    (kho / ".gitattributes").unlink()
    monkeypatch.chdir(kho)
    monkeypatch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
    recorded(kho)
    commit(kho)
    git(tmp_path, "clone", "-q", *WINDOWS, str(kho), str(clone))
    told = problems_of(clone, capfd)
    # Of a file with both kinds of line ends nobody can tell what became of it.
    assert [problem["code"] for problem in told] == ["P019", "P405"]
    assert "«cong-van.txt» (và 1 tệp khác) chỉ khác lúc ghi nhận ở ký tự xuống dòng" in told[0]["message"]
    assert "«plan/minh-chung/thư.eml» đã thay đổi" in told[1]["message"]
    # What the hint says, where the original is, and where it is not.
    (kho / ".gitattributes").write_bytes(b"* -text\n")
    for name in EVIDENCE:
        git(kho, "rm", "-q", "--cached", name)
        git(kho, "add", name)
    commit(kho)
    git(clone, "pull", "-q")
    for name in EVIDENCE:
        (clone / name).unlink()
        git(clone, "checkout", "-q", "--", name)
    assert problems_of(clone, capfd) == []
    assert {name: (clone / name).read_bytes() for name in EVIDENCE} == EVIDENCE


def test_evidence_in_which_more_than_line_ends_changed_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    assert main(["init", *NEW_PLAN, str(tmp_path)]) == 0
    minimal(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
    recorded(tmp_path)
    turned = {"cong-van.txt": b"a\r\nb\r\n", "minh-chung/2026/bang diem.csv": b"a;b\n1;3\n"}
    for name, content in turned.items():
        (tmp_path / name).write_bytes(content)
    assert [problem["code"] for problem in problems_of(tmp_path, capfd)] == ["P019", "P405"]
