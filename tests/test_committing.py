"""`--commit` and PAPI_COMMIT: exactly the files that were written, and a recording stands whatever git says."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir
from threading import Thread

import pytest

from papi_cli.cli.program.door import main
from papi_cli.store import commits
from papi_cli.store.commits import commit_files
from tests.children import by_a_stranger
from tests.repositories import commit, git, use_settings
from tests.tree import minimal

Capture = pytest.CaptureFixture[str]

ITEM = ("I.1/ke-hoach", "--agency", "SNV")
DONE = ("record", *ITEM, "--done", "--date", "9/6/2026", "--document", "45/KH-UBND")
REMINDED = ("record", *ITEM, "--reminded", "--date", "8/6/2026", "--document", "7/CV")
MESSAGE = "Ghi nhận: I.1/ke-hoach, Sở Nội vụ: đã hoàn thành (45/KH-UBND)"


@pytest.fixture(autouse=True)
def _day_and_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T08:00:00+07:00")
    monkeypatch.delenv("PAPI_COMMIT", raising=False)
    use_settings(tmp_path, monkeypatch)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan in a folder of a larger repository, whose names have spaces and marks."""
    top = tmp_path / "kho chung"
    folder = minimal(top / "Sở Nội vụ")
    (top / "khác.txt").write_text("một\n", encoding="utf-8")
    (top / ".gitignore").write_text(".lock\n", encoding="utf-8")
    git(top, "init", "-q")
    commit(top)
    monkeypatch.chdir(folder)
    return folder


def changes(root: Path, revision: str = "HEAD") -> list[str]:
    """Return what a commit changed: a letter and a path of each file."""
    listing = git(root, "-c", "core.quotePath=false", "show", "--format=", "--name-status", revision)
    return listing.replace("\t", " ").splitlines()


def logged(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / "plan/status").glob("*/*.jsonl"))


def state(root: Path) -> tuple[str, ...]:
    """Return what git shows of the index and the work tree."""
    return git(root, "status", "--porcelain"), git(root, "diff", "--cached"), git(root, "diff")


def test_a_commit_has_the_recording_and_nothing_else(root: Path, capfd: Capture) -> None:
    top = root.parent
    (top / "khác.txt").write_text("hai\n", encoding="utf-8")
    (top / "mới.txt").write_text("mới\n", encoding="utf-8")
    git(top, "add", "-A")
    (top / "khác.txt").write_text("ba\n", encoding="utf-8")
    (top / "lạ.txt").touch()
    (root / "plan/README.md").unlink()
    before = state(top)
    assert main([*DONE, "--commit"]) == 0
    (path,) = logged(root)
    assert changes(root) == [f"A Sở Nội vụ/{path}"]
    assert git(root, "log", "-1", "--format=%an: %B") == f"Thử: {MESSAGE}"
    assert state(top) == before
    assert f"Đã lưu vào git, nhánh main: «{MESSAGE}»." in capfd.readouterr().err


def test_every_command_that_writes_into_the_plans_folder_commits_what_it_wrote(root: Path, capfd: Capture) -> None:
    assert main(["schema"]) == 0
    (root / "plan/schema/plan.json").unlink()
    commit(root.parent)

    def committed(*words: str) -> tuple[str, list[str]]:
        count = git(root, "rev-list", "--count", "HEAD")
        assert main([*words, "--commit"]) == 0
        assert int(git(root, "rev-list", "--count", "HEAD")) == int(count) + 1
        assert git(root, "status", "--porcelain") == ""
        files = [line.replace("Sở Nội vụ/plan/", "") for line in changes(root)]
        return git(root, "log", "-1", "--format=%s"), files

    assert committed(*DONE)[0] == MESSAGE
    event = capfd.readouterr().out.partition("mã ")[2][:16]
    corrected, files = committed("correct", event, "--document", "46/KH-UBND")
    assert corrected == "Sửa ghi nhận: I.1/ke-hoach, Sở Nội vụ: đã hoàn thành (46/KH-UBND)"
    assert [file[:17] for file in files] == ["A status/2026-06/"]
    event = capfd.readouterr().out.partition("mã ")[2][:16]
    table = "item,agency,event,date,note\nI.1/ke-hoach,SNV,progress,9/6/2026,a\nI.1/ke-hoach,SNV,progress,8/6/2026,b\n"
    sheet = root.parent.parent / "bảng.csv"
    sheet.write_text(table, encoding="utf-8")
    assert committed("record", "--from", str(sheet))[0] == "Ghi nhận: 2 sự kiện (đang thực hiện 2)"
    several = [root.parent.parent / f"{name}.csv" for name in ("một", "hai")]
    for path in several:
        path.write_text(
            table.replace(",a\n", f",{path.stem} a\n").replace(",b\n", f",{path.stem} b\n"), encoding="utf-8"
        )
    message, files = committed("record", *(word for path in several for word in ("--from", str(path))))
    assert (message, len(files)) == ("Ghi nhận: 4 sự kiện (đang thực hiện 4)", 2)
    newest = logged(root)[-1]
    event = (root / newest).read_text(encoding="utf-8").partition('"id": "')[2][:16]
    assert committed("retract", event, "--note", "sai")[0] == f"Hủy ghi nhận {event}: I.1/ke-hoach, Sở Nội vụ"
    assert committed("schema") == ("Cập nhật lược đồ của các tệp kế hoạch", ["A schema/plan.json"])
    message, files = committed("report", "semiannual", "--narrative")
    assert message == f"Tạo {len(files)} tệp để viết phần lời"
    assert all(file.startswith("A narrative/semiannual/so-noi-vu/") for file in files)
    capfd.readouterr()
    assert main(["schema", "--commit"]) == 0
    assert "không có gì mới để lưu vào git" in capfd.readouterr().err


@pytest.mark.parametrize(("value", "count"), [("1", 2), ("0", 1), ("", 1), (" ", 1)])
def test_the_variable_asks_for_it_as_the_option_does(
    value: str, count: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_COMMIT", value)
    assert main([*DONE, "--dry-run"]) == 0
    assert main(["schema", "-o", "x"]) == 0
    assert main(["report", "semiannual", "-o", "x.md"]) == 0
    assert git(root, "rev-list", "--count", "HEAD") == "1"
    assert main([*DONE]) == 0
    assert git(root, "rev-list", "--count", "HEAD") == str(count)


@pytest.mark.parametrize(
    ("words", "variable", "told"),
    [
        (DONE, "yes", "PAPI_COMMIT phải là 1"),
        (("schema",), "2", "PAPI_COMMIT phải là 1"),
        (("report", "semiannual", "--narrative"), "true", "PAPI_COMMIT phải là 1"),
        (("schema", "-o", "x", "--commit"), "", "Bỏ một trong hai"),
        (("report", "semiannual", "-o", "x.md", "--commit"), "", "Bỏ --commit"),
    ],
)
def test_what_asks_for_it_wrongly_writes_nothing(
    *, words: tuple[str, ...], variable: str, told: str, root: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setenv("PAPI_COMMIT", variable)
    assert main([*words]) == 2
    assert told in capfd.readouterr().err
    assert git(root, "status", "--porcelain") == ""


def test_a_dry_run_commits_nothing(root: Path) -> None:
    assert main([*DONE, "--dry-run", "--commit"]) == 0
    assert git(root, "rev-list", "--count", "HEAD") == "1"
    assert git(root, "status", "--porcelain") == ""


def test_evidence_is_left_to_the_user_and_told(root: Path, capfd: Capture) -> None:
    for name in ("đã lưu.pdf", "văn bản.pdf"):
        (root / name).write_text(name, encoding="utf-8")
        commit(root.parent) if name.startswith("đã") else None
    evidence = ("--evidence", "đã lưu.pdf", "--evidence", "văn bản.pdf", "--evidence", "https://example.org/x")
    assert main([*DONE, *evidence, "--commit"]) == 0
    assert len(changes(root)) == 1
    told = capfd.readouterr().err
    assert "Minh chứng chưa lưu vào git: văn bản.pdf." in told
    assert "git add 'văn bản.pdf', rồi git commit -m 'Minh chứng'" in told


def merging(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "khác")
    commit(root.parent, "khác")
    git(root, "checkout", "-q", "main")
    commit(root.parent, "ở đây")
    git(root, "merge", "--no-commit", "khác")


def ignoring(root: Path) -> None:
    (root / ".gitignore").write_text("plan/status/\n", encoding="utf-8")
    commit(root.parent)


def nameless(root: Path) -> None:
    git(root, "config", "user.useConfigOnly", "true")
    git(root, "config", "--global", "--remove-section", "user")


OBSTACLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no repository": (lambda root: (root.parent / ".git").rename(root.parent / "x"), "không nằm trong một kho git"),
    "no git": (lambda _: os.environ.__setitem__("PATH", "/khong-co"), "Cần có git để lưu, nhưng máy này chưa cài git."),
    "no name": (nameless, "git chưa biết tên và địa chỉ thư của người lưu"),
    "a merge": (merging, "đang dở một lần gộp (merge)"),
    "no branch": (lambda root: git(root, "checkout", "-q", "--detach"), "không đứng trên nhánh nào"),
    "ignored": (ignoring, "Kho git được dặn bỏ qua plan/status/"),
    "a lock": (lambda root: (root.parent / ".git/index.lock").touch(), "Một chương trình git khác đang ghi vào kho"),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_what_cannot_be_committed_is_recorded(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setattr(commits, "_TRIES", 1)
    make, told = OBSTACLES[name]
    make(root)
    assert main([*DONE, "--commit"]) == 0
    (path,) = logged(root)
    words = capfd.readouterr()
    assert f"vào {path}:" in words.out
    assert "Đã ghi, nhưng chưa lưu vào git. " in words.err
    assert told in words.err
    assert f"Sau đó lưu bằng: git add {path}, rồi git commit -m 'Ghi kết quả'" in words.err


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's own")
def test_a_repository_that_may_only_be_read(root: Path, capfd: Capture) -> None:
    git(root, "config", "--global", "safe.directory", "*")
    for path in (root / "plan/status", *(root / "plan/status").iterdir()):
        path.chmod(0o777)
    for path in takewhile(lambda path: path != Path(gettempdir()), root.parents):
        path.chmod(path.stat().st_mode | 0o055)
    assert by_a_stranger([*DONE, "--commit"]) == 0
    assert len(logged(root)) == 1
    told = capfd.readouterr().err
    assert "Đã ghi, nhưng chưa lưu vào git. Không có quyền ghi vào kho git" in told


def test_before_the_first_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = minimal(tmp_path / "kho")
    git(root, "init", "-q")
    git(root, "add", "plan/plan.yaml")
    monkeypatch.chdir(root)
    assert main([*DONE, "--commit"]) == 0
    assert changes(root) == [f"A {logged(root)[0]}"]
    assert git(root, "diff", "--cached", "--name-only") == "plan/plan.yaml"


def test_commits_that_meet_are_all_made(root: Path) -> None:
    """Each is made on the last one, whoever was faster; none is lost."""
    names = [f"{number}.txt" for number in range(8)]
    for name in names:
        (root / name).write_text(name, encoding="utf-8")
    threads = [Thread(target=commit_files, args=(root, (name,), name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert git(root, "rev-list", "--count", "HEAD") == "9"
    assert sorted(git(root, "log", "--format=%s", "-8").splitlines()) == names
    assert git(root, "status", "--porcelain") == ""
