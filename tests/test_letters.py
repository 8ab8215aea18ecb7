"""Letters and work lists as they go out: what they rest on is told to who writes them, not by marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.plan.model import Plan
from papi_cli.views.reports.context import undated_cited
from papi_cli.views.source_words import binding_codes
from tests.amended import amended
from tests.tree import planted, resolved, shipped_plan

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
    assert "bỏ 1 đầu việc theo cách hiểu chưa có văn bản xác nhận (IV.7)" in remarks
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


def test_papers_cite_what_binds_the_agency_that_they_are_about(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--plan", str(shipped), *DAY)
    both = "điểm b khoản 1 Mục IV và điểm b khoản 2 Mục IV Kế hoạch"
    for argv in (("remind", "--item", "bao-cao-6-thang"), ("report", "tasks")):
        for agency, cited in (
            ("so-xay-dung", both),
            ("phuong-to-hieu", "| điểm b khoản 1 Mục IV Kế hoạch |"),
            ("so-dan-toc-va-ton-giao", "| điểm b khoản 1 Mục IV Kế hoạch |"),
        ):
            text = said(capsys, *argv, "--agency", agency, *at)[0]
            assert cited in text, (argv, agency)
            assert ("khoản 2 Mục IV" in text) is (agency == "so-xay-dung")
    entries = said(capsys, "calendar", "--agency", "phuong-to-hieu", *at)[0].replace("\r\n ", "")
    assert "bao-cao-6-thang (điểm b khoản 1 Mục IV)" in entries


def test_a_letter_says_where_difficulties_go_only_to_whom_that_binds(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--plan", str(shipped), "--as-of", "2027-01-15")
    through = "phản ánh kịp thời qua Sở Nội vụ (theo đoạn cuối Mục IV Kế hoạch) để"
    assert through in said(capsys, "remind", "--agency", "phuong-to-hieu", *at)[0]
    for agencies in (["bao-hiem-xa-hoi-tinh"], ["bao-hiem-xa-hoi-tinh", "phuong-to-hieu"]):
        chosen = [word for agency in agencies for word in ("--agency", agency)]
        assert "phản ánh kịp thời qua Sở Nội vụ để" in said(capsys, "remind", *chosen, *at)[0]


def test_whom_a_provision_binds_is_asked_of_who_stands_in_the_place_of_an_agency() -> None:
    plan = shipped_plan()
    sources = ("part-4/1.b", "part-4/2.b", "part-1/1.a", "article-2")
    assert binding_codes(plan, sources, ()) == sources
    assert binding_codes(plan, sources, ["xa-van-ho"]) == ("part-4/1.b", "part-1/1.a", "article-2")
    assert binding_codes(plan, sources, ["so-y-te"]) == sources
    assert binding_codes(plan, sources, ["so-y-te", "xa-van-ho"]) == ("part-4/1.b", "part-1/1.a", "article-2")
    assert binding_codes(plan, sources, ["bao-hiem-xa-hoi-tinh"]) == ("part-1/1.a", "article-2")
    ended = ("agencies.yaml", "name: Sở Y tế\n", "name: Sở Y tế\n    until: 2026-03-31\n    successor: so-noi-vu\n")
    later = resolved(ended)
    assert isinstance(later, Plan), later
    assert "so-y-te" in later.ended
    assert binding_codes(later, sources, ["so-y-te"]) == sources


OFFICE = """\
    signer: Lò Thị Mai
    deputy_signer: Vàng A Páo
    unit: CCHC
    letter_symbol: SNV-CCHC
    contact: bà Hà Thị Thu, chuyên viên, điện thoại 0212 3 850 000
"""
ISSUED = (
    ("plan.yaml", "  number:\n  symbol: QĐ-UBND\n  day:\n", '  number: "268"\n  symbol: QĐ-UBND\n  day: 2026-02-05\n'),
)


def test_a_letter_has_no_blank_where_the_office_data_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ("agencies.yaml", "    symbol: SNV\n", f"    symbol: SNV\n{OFFICE}")
    folder = planted(tmp_path / "office", known, *ISSUED)
    target = tmp_path / "letters"
    argv = ("remind", "--each", "--checked", "--reply-by", "20/6/2026", "--plan", str(folder), *DAY, "-o", str(target))
    for deputy, signer in (((), "Lò Thị Mai"), (("--deputy",), "Vàng A Páo")):
        assert main([*argv, *deputy]) == 0
        letters = sorted(target.glob("*.md"))
        assert len(letters) > 80
        for letter in letters:
            text = letter.read_text(encoding="utf-8").partition("<!-- papi")[0]
            assert "[…" not in text, letter.name
            assert f'signer_name: "{signer}"' in text
            assert "/SNV-CCHC" in text
            assert "bà Hà Thị Thu" in text
    capsys.readouterr()
    once = {"signer": "Hà Văn Sơn", "unit": "TCBM", "symbol": "SNV-TCBM", "place": "Tô Hiệu", "contact": "ông Sơn"}
    options = [f"--{option}={words}" for option, words in once.items()]
    text = said(capsys, "remind", "--agency", "phuong-to-hieu", *options, "--plan", str(folder), *DAY)[0]
    for words in ('signer_name: "Hà Văn Sơn"', "Lưu: VT, TCBM", "/SNV-TCBM", "Tô Hiệu, ngày", "liên hệ: ông Sơn"):
        assert words in text
    for bad in (("--signer", "hai\ndòng"), ("--contact", "a" * 301)):
        assert main(["remind", "--plan", str(folder), *bad]) == 2
        assert f"{bad[0]}: phải là một dòng chữ" in capsys.readouterr().err
    many = [
        "report",
        "semiannual",
        "--all-agencies",
        "-o",
        str(target),
        "--signer",
        "Hà Văn Sơn",
        "--plan",
        str(folder),
    ]
    assert main(many) == 2
    assert "không dùng --signer" in capsys.readouterr().err


def test_a_day_of_issue_before_the_day_of_the_figures_is_remarked(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (("remind", "--agency", "phuong-to-hieu"), ("report", "semiannual", "--agency", "phuong-to-hieu")):
        at = (*argv, "--plan", str(shipped), *DAY, "--date")
        assert "ngày ban hành 09/6/2026 trước ngày tính tình trạng 10/6/2026" in said(capsys, *at, "9/6/2026")[1]
        assert "ngày ban hành" not in said(capsys, *at, "10/6/2026")[1]


def test_days_are_of_two_digits_and_zeros_are_not_told(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("report", "tasks", "--agency", "so-xay-dung", "--plan", str(shipped))
    body = said(capsys, *at, "--as-of", "2026-06-10")[0].partition(":::: annex")
    assert "Sở Xây dựng có 15 đầu việc" in body[0]
    assert "đã hoàn thành" not in body[0], "none is"
    assert "đưa ra khỏi danh mục" not in body[0]
    assert " 0 " not in body[0]
    assert "quá hạn 01 ngày nếu chưa hoàn thành |" in body[2]
    assert "quá hạn 1 ngày" not in body[2]
    assert "còn 09 ngày |" in said(capsys, *at, "--as-of", "2026-05-31")[0]
    assert "quá hạn 1 ngày" in said(capsys, "overdue", "--agency", "so-xay-dung", "--plan", str(shipped), *DAY)[0]


def test_the_line_that_names_the_letter_stands_alone(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("remind", "--agency", "phuong-to-hieu", "--number", "5/SNV-CCHC", "--date", "10/6/2026")
    text = said(capsys, *argv, "--plan", str(shipped), *DAY)[0]
    assert "\n\n*(Kèm theo Công văn số 5/SNV-CCHC ngày 10 tháng 6 năm 2026 của Sở Nội vụ)*\n\n" in text
    assert "## DANH MỤC ĐẦU VIỆC QUÁ HẠN (TÍNH ĐẾN HẾT NGÀY 10/6/2026)" in text
    assert "quá thời hạn" not in text


def test_whose_day_it_is_stands_below_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = amended(
        planted(tmp_path),
        "qd-1234",
        "due: {of: IV.7/cong-van, was: Công văn tháng 3/2026, is: Tháng 7/2026}",
        "due: {of: bao-cao-6-thang, was: báo cáo 06 tháng đầu năm trước ngày 10/6/2026, is: trước ngày 20/7/2026}",
    )
    at = ("--agency", "so-xay-dung", "--plan", str(folder), "--as-of", "2026-08-10")
    for argv in (("remind",), ("report", "tasks")):
        text = said(capsys, *argv, *at)[0].partition("<!-- papi")[0]
        assert "| 19/7/2026\N{NO-BREAK SPACE}(1) |" in text
        assert "| 31/7/2026\N{NO-BREAK SPACE}(1) |" in text
        note = "::: note\n(1) Thời hạn theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026.\n:::"
        assert text.replace("\\", "").count(note) == 1
        assert "(thời hạn theo" not in text


def test_points_of_one_item_are_cited_together() -> None:
    assert undated_cited(shipped_plan(), "so-tu-phap") == (
        "các điểm c, d, đ, e, g, h khoản 1 Mục IV; các điểm a, c khoản 2 Mục IV"
    )
