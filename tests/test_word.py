"""Word files against the layout rules of Nghị định 30/2020/NĐ-CP, Annex I, and against what Word asks of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from lxml import etree

from papi_cli.render.document import read_document
from papi_cli.render.styles import Style
from papi_cli.render.word import render
from tests import base_document, documents
from tests.documents import CARRIED
from tests.wordfile import MM, NAMES, Look, R, W, WordFile, attribute, cells, relationships, room, text_of

BASE = base_document.BASE.read_bytes()
# The motto, bold, of 14 points: the sum of the advance widths that Times New Roman has for its letters, in twips.
MOTTO_WIDTH = 171.4 * 20


def made(text: str) -> WordFile:
    return WordFile(render(read_document(text), BASE, CARRIED))


REPORT = made(documents.report())
LETTER = made(documents.LETTER)
COMMUNE = made(documents.COMMUNE)
BOTH = pytest.mark.parametrize("file", [REPORT, LETTER, COMMUNE], ids=["report", "letter", "commune"])


# The rule as the decree's Annex I has it, the file and the line that show it, and the numbers: sizes in points.
LINES: list[tuple[str, WordFile, str, tuple[float, float], dict[str, object]]] = [
    (
        "Quốc hiệu: in hoa, cỡ chữ 12-13, đứng, đậm",
        REPORT,
        "CỘNG HÒA XÃ HỘI",
        (12, 13),
        {"bold": True, "italic": False, "caps": True, "align": "center"},
    ),
    (
        "Tiêu ngữ: in thường, cỡ chữ 13-14, đứng, đậm, canh giữa dưới Quốc hiệu",
        REPORT,
        "Độc lập - Tự do",
        (13, 14),
        {"bold": True, "italic": False, "caps": False, "align": "center"},
    ),
    (
        "Cơ quan chủ quản trực tiếp: in hoa, cỡ chữ 12-13, đứng (không đậm)",
        REPORT,
        "UBND TỈNH SƠN LA",
        (12, 13),
        {"bold": False, "italic": False, "caps": True, "align": "center"},
    ),
    (
        "Cơ quan ban hành: in hoa, cỡ chữ 12-13, đứng, đậm, canh giữa dưới cơ quan chủ quản",
        REPORT,
        "SỞ NỘI VỤ",
        (12, 13),
        {"bold": True, "italic": False, "caps": True, "align": "center"},
    ),
    ("Ủy ban nhân dân: in hoa, đậm, hai dòng", COMMUNE, "ỦY BAN NHÂN DÂN", (12, 13), {"bold": True, "caps": True}),
    ("Ủy ban nhân dân: in hoa, đậm, hai dòng", COMMUNE, "PHƯỜNG TÔ HIỆU", (12, 13), {"bold": True, "caps": True}),
    ("Số: cỡ chữ 13, đứng", REPORT, "Số:", (13, 13), {"bold": False, "italic": False, "align": "center"}),
    ("Địa danh và thời gian: cỡ chữ 13-14, nghiêng", REPORT, "Sơn La, ngày", (13, 14), {"bold": False, "italic": True}),
    (
        "Tên loại văn bản: in hoa, cỡ chữ 13-14, đứng, đậm, canh giữa",
        REPORT,
        "BÁO CÁO",
        (13, 14),
        {"bold": True, "italic": False, "caps": True, "align": "center"},
    ),
    (
        "Trích yếu: in thường, cỡ chữ 13-14, đứng, đậm, canh giữa dưới tên loại",
        REPORT,
        "Kết quả thực hiện Kế hoạch",
        (13, 14),
        {"bold": True, "italic": False, "caps": False, "align": "center"},
    ),
    (
        "Trích yếu công văn: sau chữ V/v, cỡ chữ 12-13, đứng, canh giữa dưới số",
        LETTER,
        "V/v đôn đốc",
        (12, 13),
        {"bold": False, "italic": False, "align": "center"},
    ),
    ("Kính gửi: cỡ chữ 13-14, đứng", REPORT, "Kính gửi: Ủy ban", (13, 14), {"bold": False, "italic": False}),
    ("Kính gửi: cỡ chữ 13-14, đứng", LETTER, "Kính gửi:", (13, 14), {"bold": False, "italic": False}),
    ("Kính gửi nhiều nơi: mỗi nơi một dòng", LETTER, "- Sở Nông nghiệp và Môi trường;", (13, 14), {"italic": False}),
    (
        "Nội dung: cỡ chữ 13-14, canh đều hai lề",
        REPORT,
        "Thực hiện Quyết định",
        (13, 14),
        {"bold": False, "italic": False, "align": "both"},
    ),
    ("Dòng liệt kê như nội dung", REPORT, "- 62 cơ quan", (13, 14), {"bold": False, "align": "both"}),
    (
        "Mục I: in hoa, cỡ chữ 13-14, đứng, đậm",
        REPORT,
        "I. CÔNG TÁC",
        (13, 14),
        {"bold": True, "italic": False, "caps": True},
    ),
    (
        "Khoản 1: in thường, cỡ chữ 13-14, đứng, đậm",
        REPORT,
        "1. Ban hành",
        (13, 14),
        {"bold": True, "italic": False, "caps": False},
    ),
    (
        "Điểm a: in thường, cỡ chữ 13-14, đứng",
        REPORT,
        "a) Nội dung",
        (13, 14),
        {"bold": False, "italic": False, "caps": False},
    ),
    (
        "Nơi nhận: in thường, cỡ chữ 12, nghiêng, đậm",
        REPORT,
        "Nơi nhận:",
        (12, 12),
        {"bold": True, "italic": True, "align": "left"},
    ),
    (
        "Tên nơi nhận: cỡ chữ 11, đứng",
        REPORT,
        "- Như trên;",
        (11, 11),
        {"bold": False, "italic": False, "align": "left"},
    ),
    ("Dòng Lưu cuối cùng, kết thúc bằng dấu chấm", REPORT, "- Lưu: VT, CCHC.", (11, 11), {"bold": False}),
    (
        "Chức vụ người ký: in hoa, cỡ chữ 13-14, đứng, đậm",
        REPORT,
        "KT. GIÁM ĐỐC",
        (13, 14),
        {"bold": True, "italic": False, "caps": True, "align": "center"},
    ),
    (
        "Phụ lục: in thường, cỡ chữ 14, đứng, đậm, canh giữa",
        REPORT,
        "Phụ lục II",
        (14, 14),
        {"bold": True, "align": "center"},
    ),
    (
        "Tên phụ lục: in hoa, cỡ chữ 13-14, đứng, đậm, canh giữa",
        REPORT,
        "Tổng hợp kết quả theo",
        (13, 14),
        {"bold": True, "italic": False, "caps": True, "align": "center"},
    ),
    (
        "Kèm theo: in thường, cỡ chữ 13-14, nghiêng, canh giữa",
        LETTER,
        "(Kèm theo",
        (13, 14),
        {"bold": False, "italic": True, "align": "center"},
    ),
]


@pytest.mark.parametrize(("rule", "file", "start", "sizes", "looks"), LINES, ids=[line[2] for line in LINES])
def test_a_line_looks_as_the_decree_says(
    rule: str, file: WordFile, start: str, sizes: tuple[float, float], looks: dict[str, object]
) -> None:
    look = file.one(start)
    assert sizes[0] <= look.size <= sizes[1], rule
    assert {name: getattr(look, name) for name in looks} == looks, rule


def body_lines(file: WordFile) -> list[Look]:
    roles = {Style.BODY, Style.ITEM, Style.HEADING_1, Style.HEADING_2, Style.HEADING_3}
    return [look for look in file.looks if look.style in roles]


@BOTH
def test_the_body_is_set_as_the_decree_says(file: WordFile) -> None:
    lines = body_lines(file)
    assert lines
    for above, below in pairwise(lines):
        assert above.after + below.before >= 6 * 20  # khoảng cách giữa các đoạn văn tối thiểu là 6pt
    for look in lines:
        assert 10 * MM - 1 <= look.first <= 12.7 * MM + 1  # lùi đầu dòng 1 cm hoặc 1,27 cm
        assert look.line_rule == "auto"
        assert 240 <= look.line <= 360  # khoảng cách giữa các dòng từ dòng đơn đến 1,5 lines
        assert look.align == "both"


def test_headings_stand_in_the_navigation_pane() -> None:
    shown = [(look.style, look.outline) for look in REPORT.looks if look.outline]
    assert {("heading 1", "0"), ("heading 2", "1"), ("heading 3", "2"), ("Phụ lục", "0"), ("Tên phụ lục", "1")} == set(
        shown
    )
    assert next(look.text for look in REPORT.looks if look.style == "heading 1") == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    assert all(look.keep_next for look in REPORT.looks if look.outline)


@BOTH
def test_pages_are_a4_with_the_decrees_margins(file: WordFile) -> None:
    for section in file.sections:
        size, margins = section.find("w:pgSz", NAMES), section.find("w:pgMar", NAMES)
        sides = sorted(round(int(attribute(size, side)) / MM) for side in ("w", "h"))
        assert sides == [210, 297]  # khổ A4
        edges = {side: int(attribute(margins, side)) / MM for side in ("top", "bottom", "left", "right", "header")}
        assert 19.99 <= edges["top"] <= 25.01  # cách mép trên và mép dưới 20-25 mm
        assert 19.99 <= edges["bottom"] <= 25.01
        assert 29.99 <= edges["left"] <= 35.01  # cách mép trái 30-35 mm
        assert 14.99 <= edges["right"] <= 20.01  # cách mép phải 15-20 mm
        assert 0 < edges["header"] < edges["top"] - 14 * 20 / MM  # số trang trong phần lề trên


@BOTH
def test_pages_are_numbered_in_the_top_margin_but_the_first(file: WordFile) -> None:
    targets = relationships(file, "word/document.xml")
    for section in file.sections:
        headers = {
            attribute(one, "type"): file.xml(targets[one.get(f"{R}id") or ""])
            for one in section.findall("w:headerReference", NAMES)
        }
        assert section.find("w:titlePg", NAMES) is not None  # không hiển thị số trang thứ nhất
        assert attribute(section.find("w:pgNumType", NAMES), "start") == "1"  # phụ lục đánh số riêng
        assert list(headers) == ["default", "first"]
        assert not list(headers["first"].iter(f"{W}fldSimple", f"{W}t"))
        (paragraph,) = headers["default"].findall("w:p", NAMES)
        (field,) = paragraph.findall("w:fldSimple", NAMES)
        assert attribute(field, "instr").strip() == "PAGE"
        look = file.look(paragraph)
        assert 13 <= look.size <= 14  # cỡ chữ 13-14, đứng, canh giữa
        assert (look.italic, look.align) == (False, "center")


def test_each_annex_has_pages_of_its_own() -> None:
    turned = [attribute(section.find("w:pgSz", NAMES), "orient") for section in REPORT.sections]
    assert turned == ["", "landscape", ""]
    wide, high = (int(attribute(REPORT.sections[1].find("w:pgSz", NAMES), side)) for side in ("w", "h"))
    assert wide > high
    assert len(LETTER.sections) == 2
    assert len(COMMUNE.sections) == 1
    labels = [look.element for look in REPORT.looks if look.style == Style.ANNEX_LABEL]
    for label in labels:
        above = label.getprevious()
        assert above is not None
        assert above.find("w:pPr/w:sectPr", NAMES) is not None


def ruled(file: WordFile) -> list[tuple[str, float]]:
    """Return each ruled line as the text above it and its length, measured between its indents."""
    found: list[tuple[str, float]] = []
    for look in file.looks:
        if file.style_name(attribute(look.element.find("w:pPr/w:pStyle", NAMES), "val")) in {
            Style.RULE,
            Style.SUBJECT_RULE,
        }:
            cell = look.element.getparent()
            assert cell is not None
            wide = attribute(cell.find("w:tcPr/w:tcW", NAMES), "w")
            above = look.element.getprevious()
            assert above is not None
            found.append((text_of(above), int(wide or room(file.sections[0])) - look.left - look.right))
            assert look.left == look.right
    return found


def test_lines_stand_under_the_heads_parts() -> None:
    (issuer, short), (motto, long), (subject, under) = ruled(REPORT)
    assert motto == "Độc lập - Tự do - Hạnh phúc"
    assert abs(long / MOTTO_WIDTH - 1) < 0.02  # đường kẻ có độ dài bằng độ dài của dòng chữ
    assert issuer == "SỞ NỘI VỤ"
    # The advance widths of its letters in Times New Roman bold, of 13 points.
    assert 1 / 3 < short / ((556 + 778 + 250 + 722 + 778 + 389 + 250 + 722 + 722) / 1000 * 13 * 20) < 1 / 2
    assert subject.startswith("Kết quả thực hiện")
    assert 0 < under < room(REPORT.sections[0]) / 2
    assert [text for text, _ in ruled(LETTER)] == ["SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"]
    assert next(text for text, _ in ruled(COMMUNE)) == "PHƯỜNG TÔ HIỆU"


@BOTH
def test_the_head_sets_agency_and_nation_side_by_side(file: WordFile) -> None:
    head = file.tables[0]
    upper, lower = head.findall("w:tr", NAMES)
    left, right = (int(attribute(cell.find("w:tcPr/w:tcW", NAMES), "w")) for cell in cells(upper))
    assert left + right / 2 > (left + right) / 2  # Quốc hiệu ở phía trên, bên phải trang đầu
    assert right > MOTTO_WIDTH
    assert text_of(cells(upper)[1]).startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    number, dateline = (text_of(cell) for cell in cells(lower))
    assert number.startswith("Số:     ")
    assert "ngày      tháng      năm 2026" in dateline  # cùng một dòng với số, ký hiệu


@BOTH
def test_the_signature_ends_the_text_and_stays_with_it(file: WordFile) -> None:
    foot = next(table for table in file.tables if "Nơi nhận:" in text_of(table))
    last = foot.getprevious()
    assert last is not None
    assert text_of(last).endswith("./.")
    assert file.look(last).keep_next
    (row,) = foot.findall("w:tr", NAMES)
    assert row.find("w:trPr/w:cantSplit", NAMES) is not None
    recipients, signer = (cell.findall("w:p", NAMES) for cell in cells(row))
    assert text_of(recipients[1]) == "- Như trên;"
    assert text_of(recipients[-1]).startswith("- Lưu: VT")
    assert file.look(signer[-1]).bold  # họ tên người ký: đậm
    assert file.look(signer[-1]).before >= 4 * 14 * 20  # chỗ cho chữ ký và dấu


@BOTH
def test_tables_fit_the_page_and_repeat_their_heads(file: WordFile) -> None:
    tables = [(table, section_of(table)) for table in file.tables]
    assert tables
    for table, section in tables:
        grid = [int(attribute(column, "w")) for column in table.findall("w:tblGrid/w:gridCol", NAMES)]
        assert sum(grid) == int(attribute(table.find("w:tblPr/w:tblW", NAMES), "w")) == room(section)
        assert attribute(table.find("w:tblPr/w:tblLayout", NAMES), "type") == "fixed"
        for row in table.findall("w:tr", NAMES):
            assert [int(attribute(cell.find("w:tcPr/w:tcW", NAMES), "w")) for cell in cells(row)] == grid
            assert row.find("w:trPr/w:cantSplit", NAMES) is not None
    for table in file.data_tables:
        first, *others = table.findall("w:tr", NAMES)
        assert first.find("w:trPr/w:tblHeader", NAMES) is not None
        assert not [row for row in others if row.find("w:trPr/w:tblHeader", NAMES) is not None]


def section_of(element: etree._Element) -> etree._Element:
    """Return the section whose pages an element stands on: the first that ends below it."""
    later = element.xpath("following::w:sectPr", namespaces=NAMES)
    assert isinstance(later, list)
    found = later[0]
    assert isinstance(found, etree._Element)
    return found


def test_a_note_stays_with_its_table() -> None:
    notes = [look.element for look in REPORT.looks if look.style == Style.NOTE]
    assert len(notes) == 2
    for note in notes:
        table = note.getprevious()
        assert table is not None
        last = table.findall("w:tr", NAMES)[-1]
        assert all(REPORT.look(paragraph).keep_next for paragraph in last.iter(f"{W}p"))


def test_cells_stand_as_the_dashes_say() -> None:
    row = REPORT.data_tables[1].findall("w:tr", NAMES)[1]
    looks = [REPORT.look(cell.findall("w:p", NAMES)[0]) for cell in cells(row)]
    assert [look.align for look in looks] == ["center", "left", *["right"] * 10]


def test_columns_follow_the_dashes_but_break_no_short_word() -> None:
    grids = [[int(attribute(one, "w")) for one in table.iter(f"{W}gridCol")] for table in REPORT.data_tables]
    for grid in grids:
        assert min(grid) >= 400  # «TT» of 11 points with its cell's edges
    submissions = grids[2]
    assert abs(submissions[1] / submissions[2] - 16 / 9) < 0.01


def test_places_to_fill_in_are_yellow() -> None:
    marked = [
        text_of(run)
        for run in REPORT.document.iter(f"{W}r")
        if attribute(run.find("w:rPr/w:highlight", NAMES), "val") == "yellow"
    ]
    assert marked == [
        "[…]",
        "[…]",
        "[… nêu hình thức tuyên truyền, số cuộc kiểm tra và kết quả xử lý]",
        "[… nguyên nhân khách quan]",
        "[… nguyên nhân chủ quan]",
        "[…]",
    ]


def test_the_provenance_is_the_small_last_line() -> None:
    look = [look for look in REPORT.looks if look.text][-1]
    assert look.text.startswith("Lập từ kế hoạch")
    assert look.size < 11
    text, foot = read_document(documents.COMMUNE), "\n::: provenance\nLập tự động\n:::\n"
    assert not text.annexes
    assert [look.text for look in made(documents.COMMUNE + foot).looks if look.text][-1] == "Lập tự động"


def test_times_new_roman_is_the_only_font_and_vietnamese_the_language() -> None:
    for name, content in REPORT.parts.items():
        assert b"Theme=" not in content, name
        assert "theme" not in name
    fonts = list(REPORT.xml("word/styles.xml").iter(f"{W}rFonts"))
    assert fonts
    for font in fonts:
        assert [attribute(font, side) for side in ("ascii", "hAnsi", "cs", "eastAsia")] == ["Times New Roman"] * 4
    language = REPORT.xml("word/styles.xml").find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NAMES)
    assert attribute(language, "val") == "vi-VN"
    spacing = REPORT.xml("word/styles.xml").find("w:docDefaults/w:pPrDefault/w:pPr/w:spacing", NAMES)
    assert (attribute(spacing, "after"), attribute(spacing, "line")) == ("0", "240")
    (color,) = REPORT.xml("word/styles.xml").iter(f"{W}color")
    assert attribute(color, "val") == "000000"


@BOTH
def test_the_text_sets_no_look_that_a_style_can_carry(file: WordFile) -> None:
    assert not list(
        file.document.iter(*(f"{W}{name}" for name in ("rFonts", "sz", "szCs", "lang", "color", "spacing")))
    )


def test_the_properties_name_title_and_agency_and_no_present_day() -> None:
    about = docx.Document(BytesIO(render(read_document(documents.report()), BASE, CARRIED))).core_properties
    assert about.title.startswith("BÁO CÁO Kết quả thực hiện Kế hoạch")
    assert (about.author, about.last_modified_by, about.language) == ("SỞ NỘI VỤ", "SỞ NỘI VỤ", "vi-VN")
    assert about.created == about.modified == datetime(2026, 6, 9, tzinfo=UTC)
