"""The head and foot of documents, by the rules of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from datetime import date

import pytest

from papi_cli.plan.model import Plan
from papi_cli.views.reports.letterhead import IssueDetails, Letterhead, letterhead
from tests.tree import Edit, resolved, shipped_plan


def head(agency: str, *edits: Edit, kind: str = "BC", **issue: object) -> Letterhead:
    plan = resolved(*edits) if edits else shipped_plan()
    assert isinstance(plan, Plan), plan
    return letterhead(plan.agencies[agency], IssueDetails(**issue), kind=kind, year=2026)  # type: ignore[arg-type]  # the fields of Issue


@pytest.mark.parametrize(
    ("agency", "superior", "issuer"),
    [
        ("so-noi-vu", "UBND TỈNH SƠN LA", ("SỞ NỘI VỤ",)),
        ("van-phong-ubnd-tinh", "UBND TỈNH SƠN LA", ("VĂN PHÒNG",)),
        ("cong-an-tinh", "BỘ CÔNG AN", ("CÔNG AN TỈNH SƠN LA",)),
        ("thanh-tra-tinh", "UBND TỈNH SƠN LA", ("THANH TRA TỈNH SƠN LA",)),
        ("phuong-to-hieu", "", ("ỦY BAN NHÂN DÂN", "PHƯỜNG TÔ HIỆU")),
        ("xa-muong-e", "", ("ỦY BAN NHÂN DÂN", "XÃ MƯỜNG É")),
        ("trung-tam-thong-tin", "VĂN PHÒNG UBND TỈNH SƠN LA", ("TRUNG TÂM THÔNG TIN",)),
    ],
)
def test_the_superior_and_the_issuer(agency: str, superior: str, issuer: tuple[str, ...]) -> None:
    lines = head(agency)
    assert (lines.superior, lines.issuer) == (superior, issuer)


@pytest.mark.parametrize(
    ("given", "kind", "printed"),
    [
        ("15", "BC", "Số: 15/BC-SNV"),
        ("5", "BC", "Số: 05/BC-SNV"),
        ("05", "BC", "Số: 05/BC-SNV"),
        ("²", "BC", "Số: ²/BC-SNV"),  # a digit to Unicode, no number to Python
        ("", "BC", "Số: " + "\N{NO-BREAK SPACE}" * 8 + "/BC-SNV"),
        ("5", "", "Số: 05/SNV-[…]"),
        ("05/SNV-CCHC", "", "Số: 05/SNV-CCHC"),
    ],
)
def test_a_number_is_blank_until_given_and_padded_below_ten(given: str, kind: str, printed: str) -> None:
    assert head("so-noi-vu", kind=kind, number=given).number == printed


def test_an_unknown_symbol_is_a_placeholder() -> None:
    assert head("cong-an-tinh", number="7").number == "Số: 07/BC-[…]"


@pytest.mark.parametrize(
    ("agency", "day", "printed"),
    [
        ("so-noi-vu", date(2026, 6, 9), "Sơn La, ngày 09 tháng 6 năm 2026"),
        ("so-noi-vu", date(2026, 2, 10), "Sơn La, ngày 10 tháng 02 năm 2026"),
        ("phuong-to-hieu", date(2026, 12, 31), "Phường Tô Hiệu, ngày 31 tháng 12 năm 2026"),
        ("xa-muong-e", date(2027, 1, 1), "Mường É, ngày 01 tháng 01 năm 2027"),
    ],
)
def test_place_and_day(agency: str, day: date, printed: str) -> None:
    assert head(agency, day=day).dateline == printed


def test_the_day_is_blank_until_given() -> None:
    assert head("so-noi-vu").dateline.replace("\N{NO-BREAK SPACE}", "_") == "Sơn La, ngày ____ tháng ____ năm 2026"


def test_an_annex_cites_number_and_day_of_its_document() -> None:
    assert head("so-noi-vu", number="5", day=date(2026, 6, 9)).cited == "số 05/BC-SNV ngày 09 tháng 6 năm 2026"
    blank = head("so-noi-vu").cited.replace("\N{NO-BREAK SPACE}", "_")
    assert blank == "số ________/BC-SNV ngày ____ tháng ____ năm 2026"


@pytest.mark.parametrize(
    ("agency", "deputy", "signer"),
    [
        ("so-noi-vu", False, ("GIÁM ĐỐC",)),
        ("so-noi-vu", True, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("thanh-tra-tinh", True, ("KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA")),
        ("van-phong-ubnd-tinh", False, ("CHÁNH VĂN PHÒNG",)),
        ("phuong-to-hieu", False, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("phuong-to-hieu", True, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_the_lines_of_the_signer(agency: str, deputy: bool, signer: tuple[str, ...]) -> None:  # noqa: FBT001  # a column of the table
    assert head(agency, deputy=deputy).signer == signer


def in_agencies(old: str, new: str) -> Edit:
    return "agencies.yaml", old, new


def test_nothing_of_a_letterhead_is_guessed_from_words_of_the_name() -> None:
    renamed = in_agencies("name: Sở Y tế", "name: Sở Y tế UBND tỉnh")
    symbol = in_agencies("symbol: SYT", "symbol: UBND")
    lines = head("so-y-te", renamed, symbol)
    assert lines.issuer == ("SỞ Y TẾ UBND TỈNH",)
    assert lines.signer == ("GIÁM ĐỐC",)
    ward = in_agencies(
        "name: UBND phường Tô Hiệu, place", "name: UBND phường Tô Hiệu, letterhead: [PHƯỜNG TÔ HIỆU], place"
    )
    assert head("phuong-to-hieu", ward).issuer == ("PHƯỜNG TÔ HIỆU",)
    bare = in_agencies("  letterhead: [ỦY BAN NHÂN DÂN]\n  on_behalf: TM. ỦY BAN NHÂN DÂN\n", "")
    assert head("phuong-to-hieu", bare).issuer == ("UBND PHƯỜNG TÔ HIỆU",)
    assert head("phuong-to-hieu", bare).signer == ("CHỦ TỊCH",)


def test_the_line_of_the_superior_is_its_own_letterhead_on_one_line() -> None:
    two_lines = in_agencies("letterhead: [UBND TỈNH SƠN LA]", "letterhead: [ỦY BAN NHÂN DÂN, TỈNH SƠN LA]")
    assert head("ubnd-tinh", two_lines).issuer == ("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA")
    assert head("so-y-te", two_lines).superior == "ỦY BAN NHÂN DÂN TỈNH SƠN LA"
    short = in_agencies("TỈNH SƠN LA]\n    on_behalf", "TỈNH SƠN LA]\n    as_superior: UBND TỈNH SƠN LA\n    on_behalf")
    assert head("so-y-te", two_lines, short).superior == "UBND TỈNH SƠN LA"
    below_the_ward = in_agencies(
        "name: Sở Y tế\n    aliases: [SYT]\n    superior: ubnd-tinh", "name: Trạm Y tế\n    superior: phuong-to-hieu"
    )
    assert head("so-y-te", below_the_ward).superior == "ỦY BAN NHÂN DÂN PHƯỜNG TÔ HIỆU"


def test_what_is_known_of_who_signs_and_drafts_is_printed() -> None:
    known = in_agencies(
        "symbol: SNV\n", "symbol: SNV\n    signer: Lò Thị Mai\n    unit: CCHC\n    contact: ông Vàng A Páo\n"
    )
    lines = head("so-noi-vu", known, kind="", number="5")
    assert (lines.signer_name, lines.unit, lines.contact) == ("Lò Thị Mai", "CCHC", "ông Vàng A Páo")
    assert lines.number == "Số: 05/SNV-CCHC"
    assert head("so-noi-vu", known, deputy=True).signer_name == "[…]"  # the name is the head's
    unknown = head("so-noi-vu", kind="")
    assert (unknown.signer_name, unknown.unit, unknown.contact) == ("[…]", "[…]", "")


def test_the_deputy_who_signs_and_the_symbol_of_letters_are_data_of_the_office() -> None:
    known = in_agencies(
        "symbol: SNV\n",
        "symbol: SNV\n    signer: Lò Thị Mai\n    deputy_signer: Vàng A Páo\n    unit: CCHC\n    letter_symbol: SNV-CCHC&VTLT\n",
    )
    assert head("so-noi-vu", known).signer_name == "Lò Thị Mai"
    assert head("so-noi-vu", known, deputy=True).signer_name == "Vàng A Páo"
    assert head("so-noi-vu", known, kind="", number="5").number == "Số: 05/SNV-CCHC&VTLT"
    assert head("so-noi-vu", known, kind="BC", number="5").number == "Số: 05/BC-SNV"
    assert head("so-noi-vu", known, kind="", number="5", unit="VP").number == "Số: 05/SNV-VP"


def test_what_is_said_of_one_document_goes_before_what_the_plan_knows() -> None:
    known = in_agencies("symbol: SNV\n", "symbol: SNV\n    signer: Lò Thị Mai\n    contact: bà Mai\n")
    said = {"signer": "Hà Văn Sơn", "symbol": "SNV-TCBM", "unit": "TCBM", "place": "Tô Hiệu", "contact": "ông Sơn"}
    lines = head("so-noi-vu", known, kind="", number="5", **said)
    assert (lines.signer_name, lines.unit, lines.contact) == ("Hà Văn Sơn", "TCBM", "ông Sơn")
    assert lines.number == "Số: 05/SNV-TCBM"
    assert lines.dateline.startswith("Tô Hiệu, ngày ")
    assert head("so-noi-vu", known, deputy=True, signer="Hà Văn Sơn").signer_name == "Hà Văn Sơn"


def test_what_a_commune_says_of_itself_goes_before_what_all_share() -> None:
    own = in_agencies(
        "name: UBND phường Tô Hiệu, place", "name: UBND phường Tô Hiệu, symbol: UBNDTH, head: Quyền Chủ tịch, place"
    )
    assert head("phuong-to-hieu", own, number="7").number == "Số: 07/BC-UBNDTH"
    assert head("phuong-to-hieu", own).signer == ("TM. ỦY BAN NHÂN DÂN", "QUYỀN CHỦ TỊCH")
