"""Letters and work lists as they go out: what they rest on is told to who writes them, not by marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from tests.tree import planted

DAY = ("--as-of", "2026-06-10")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted(tmp_path_factory.mktemp("shipped"))


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[str, str]:
    """Return what a command that succeeds says on stdout and stderr."""
    assert main(list(argv)) == 0
    out, err = capsys.readouterr()
    return out, err


def test_papers_that_go_out_carry_no_mark_and_stderr_names_the_readings(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--plan", str(shipped), *DAY)
    for argv, paper in (
        (("remind", "--agency", "phuong-to-hieu"), "Công văn"),
        (("report", "tasks", "--agency", "phuong-to-hieu"), "Danh mục công việc"),
    ):
        text, remarks = said(capsys, *argv, *at)
        assert "Công văn triển khai, thực hiện" in text, "a row that rests on a reading"
        assert "\\*" not in text
        assert "cách hiểu" not in text
        assert f"{paper} dựa vào" in remarks
        assert "- IV.7 (" in remarks
        assert "Sở Xây dựng và từng UBND xã, phường cùng chủ trì" in remarks


def test_only_confirmed_leaves_out_what_rests_on_a_reading(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, remarks = said(
        capsys, "remind", "--agency", "phuong-to-hieu", "--only-confirmed", "--plan", str(shipped), *DAY
    )
    assert "Công văn triển khai, thực hiện" not in text
    assert "Báo cáo 06 tháng đầu năm" in text
    assert "bỏ 01 đầu việc theo cách hiểu chưa có văn bản xác nhận (IV.7)" in remarks
    _, remarks = said(capsys, "remind", "--item", "IV.7", "--only-confirmed", "--plan", str(shipped), *DAY)
    assert "Không có cơ quan nào phải đôn đốc" in remarks


def test_a_letter_that_rests_on_no_reading_says_nothing_of_them(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, remarks = said(
        capsys, "remind", "--agency", "phuong-to-hieu", "--item", "bao-cao-6-thang", "--plan", str(shipped), *DAY
    )
    assert "cách hiểu" not in remarks


def test_checked_mail_is_not_asked_for_again(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("remind", "--agency", "phuong-to-hieu", "--plan", str(shipped), *DAY)
    assert "rà soát công văn đến" in said(capsys, *argv)[0]
    assert "rà soát" not in said(capsys, *argv, "--checked")[0]
    assert main([*argv, "--checked", "--soon"]) == 2
    assert "bỏ --checked" in capsys.readouterr().err


def test_a_day_of_issue_before_the_day_of_the_figures_is_remarked(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (("remind", "--agency", "phuong-to-hieu"), ("report", "semiannual", "--agency", "phuong-to-hieu")):
        at = (*argv, "--plan", str(shipped), *DAY, "--date")
        assert "ngày ban hành 09/6/2026 trước ngày tính tình trạng 10/6/2026" in said(capsys, *at, "9/6/2026")[1]
        assert "ngày ban hành" not in said(capsys, *at, "10/6/2026")[1]
