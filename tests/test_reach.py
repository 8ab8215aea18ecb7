"""Which plan answers: one that was chosen by name or by where one stands, else the program's own, and that is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from papi_cli.cli.completion import shells
from papi_cli.cli.program.door import main
from papi_cli.store import locations
from tests.repositories import commit, git
from tests.test_files import contents
from tests.tree import CHECKOUT, PLAN, planted

Capture = pytest.CaptureFixture[str]

REMARK = (
    "Không có kế hoạch nào ở thư mục này và các thư mục bên trên: trả lời theo kế hoạch đi kèm chương trình. Để dùng kế "
    "hoạch của mình, thêm --plan THƯ_MỤC, hoặc tạo một kho bằng papi init.\n"
)
READ_ONLY = "Kế hoạch đi kèm chương trình chỉ để đọc. Chạy «papi init THƯ_MỤC» để có bản của mình"
DAY = ["--as-of", "2026-06-10"]
READING = [
    ["overdue", *DAY],
    ["status", *DAY, "--format", "json"],
    ["show", "II.5", *DAY],
    ["log"],
    ["calendar", *DAY],
    ["report", "semiannual", *DAY],
    ["remind", *DAY],
    ["check"],
    ["diff", "HEAD"],
]
WRITING = [
    ["record", "II.2/ke-hoach", "--agency", "so-tu-phap", "--progress", "--date", "9/6/2026", "--note", "làm"],
    ["record", "--from", "a.csv"],
    ["retract", "9c41f0ab12d35e77", "--note", "nhầm"],
    ["correct", "9c41f0ab12d35e77", "--note", "nhầm"],
    ["report", "annual", "--agency", "so-tu-phap", "--narrative"],
    ["schema"],
]


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder without a plan in reach, as the current one."""
    monkeypatch.delenv("PAPI_PLAN", raising=False)
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    folder = tmp_path / "nơi khác"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program lie in no checkout, with a copy of the plan beside its modules, as a wheel has it."""
    package = tmp_path / "site-packages/papi_cli"
    planted(package / "shipped")
    shutil.copytree(CHECKOUT / "templates", package / "shipped/templates")
    monkeypatch.setattr(locations, "_PACKAGE", package)
    monkeypatch.setattr(locations, "_SHIPPED", package / "shipped")
    return package / "shipped"


@pytest.mark.parametrize("argv", READING, ids=" ".join)
def test_without_a_plan_in_reach_the_answer_says_whose_it_is(outside: Path, capfd: Capture, argv: list[str]) -> None:
    code = main([*argv, "--plan", str(CHECKOUT)])
    out, err = capfd.readouterr()
    err = err.replace(f" --plan {CHECKOUT}", "")  # in the command that a letter is recorded with
    assert (main(argv), *capfd.readouterr()) == (code, out, REMARK + err)
    assert not list(outside.iterdir())


def test_json_stays_clean(outside: Path, capfd: Capture) -> None:
    assert main(["overdue", *DAY, "--format", "json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["schema"] == "papi.overdue/2"
    assert err == REMARK
    assert not list(outside.iterdir())


@pytest.mark.parametrize("argv", WRITING, ids=" ".join)
def test_without_a_plan_in_reach_nothing_is_written(outside: Path, capfd: Capture, argv: list[str]) -> None:
    (outside / "a.csv").touch()
    before = contents(PLAN)
    assert main(argv) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.removeprefix(REMARK).startswith(READ_ONLY)
    assert contents(PLAN) == before


@pytest.mark.parametrize("argv", [["overdue", *DAY], ["check"], *WRITING[:1], *WRITING[-2:]], ids=" ".join)
def test_a_wheel_answers_as_a_checkout_does(
    outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture, argv: list[str]
) -> None:
    shipped = in_a_wheel(tmp_path, monkeypatch)
    before = contents(shipped)
    code = main(argv)
    _, err = capfd.readouterr()
    if argv in WRITING:
        assert (code, err.removeprefix(REMARK).startswith(READ_ONLY)) == (3, True)
    else:
        assert (code, err.startswith(REMARK)) == (0, True)
    # Named, it is still only read; but then it was chosen.
    assert main([*argv, "--plan", str(shipped)]) == code
    assert REMARK not in capfd.readouterr().err
    assert contents(shipped) == before
    assert not list(outside.iterdir())


def test_the_copy_in_a_wheel_has_no_history_even_inside_a_repository(
    outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    in_a_wheel(tmp_path, monkeypatch)
    for argv in (["overdue", "--at", "HEAD"], ["diff", "HEAD"]):
        assert main(argv) == 3
        assert (
            capfd.readouterr().err.removeprefix(REMARK).startswith("Kế hoạch đi kèm chương trình không có lịch sử git.")
        )
    assert not list(outside.iterdir())


def test_a_plan_in_reach_needs_no_remark(outside: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    planted(outside.parent)
    assert main(["overdue", *DAY]) == 0  # above
    monkeypatch.setenv("PAPI_PLAN", str(outside.parent))
    monkeypatch.chdir("/")
    assert main(["overdue", *DAY]) == 0  # named
    monkeypatch.delenv("PAPI_PLAN")
    monkeypatch.chdir(CHECKOUT / "tests")
    assert main(["overdue", *DAY]) == 0  # the checkout, for who stands in it
    assert capfd.readouterr().err == ""


def test_standing_in_the_checkout_its_plan_is_one_like_any_other(
    outside: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    checkout = planted(outside.parent)
    monkeypatch.setattr(locations, "_PACKAGE", checkout / "papi_cli")
    assert main(WRITING[0]) == 0, capfd.readouterr().err
    assert list((checkout / "plan/status").rglob("*.jsonl"))


def test_two_folders_compared_need_no_plan_in_reach(outside: Path, capfd: Capture) -> None:
    one, two = planted(outside.parent / "một"), planted(outside.parent / "hai")
    assert main(["diff", str(one), str(two)]) == 0
    assert capfd.readouterr().err == ""


def test_completion_says_nothing_of_it(outside: Path, capfd: Capture) -> None:
    assert shells.completion_lines(["overdue", "--agency", "so-tu"]) == ["word\tso-tu-phap\tSở Tư pháp"]
    assert capfd.readouterr() == ("", "")
    assert not list(outside.iterdir())


def test_a_current_folder_that_is_gone_is_a_sentence(outside: Path, capfd: Capture) -> None:
    outside.rmdir()
    for argv in (["overdue", *DAY], WRITING[0], ["check"], ["schema"]):
        assert main(argv) == 3
        assert capfd.readouterr() == (
            "",
            "Không vào được thư mục hiện tại: không có tệp hoặc thư mục này. Chuyển sang thư mục khác.\n",
        )


@pytest.mark.slow
def test_the_plan_of_the_program_may_be_laid_out_as_links(tmp_path: Path) -> None:
    package, stock = tmp_path / "site-packages/papi_cli", tmp_path / "kho"
    shutil.copytree(CHECKOUT / "papi_cli", package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("plan", "templates"):
        shutil.copytree(CHECKOUT / folder, package / "shipped" / folder)
    stock.mkdir()
    files = [path for path in package.rglob("*") if path.is_file()]
    for number, path in enumerate(files):
        path.rename(stock / str(number))
        path.symlink_to(stock / str(number))
    for argv in (["overdue"], ["check"], ["report", "semiannual", "-o", "kq.docx"], ["init", "mới"]):
        ended = subprocess.run(
            [sys.executable, "-m", "papi_cli", *argv],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(package.parent), "PYTHONSAFEPATH": "1"},
        )
        assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "mới/plan/tasks.yaml").is_file()
    assert not (tmp_path / "mới/plan/tasks.yaml").is_symlink()
