"""The layout of Word documents by Nghị định 30/2020/NĐ-CP, Annex I, measured in the XML of whole documents.

Each rule is quoted beside its numbers. Lengths are millimetres, font sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from lxml import etree

from papi_cli.documents.dialect import read_document
from papi_cli.documents.styles import Style
from papi_cli.documents.word import render
from tests.documents import COMMUNE, LETTER, METADATA, report
from tests.tree import CHECKOUT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W}
BASE = (CHECKOUT / "templates" / "document.docx").read_bytes()
TEXTS = {"report": report(), "letter": LETTER, "commune": COMMUNE}
RENDERED = {name: render(read_document(text), BASE, METADATA) for name, text in TEXTS.items()}
TWIPS_PER_MM = 1440 / 25.4


def parts(raw: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(raw: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(raw)[name])


def find(element: etree._Element, path: str) -> list[etree._Element]:
    nodes = element.xpath(path, namespaces=NAMES)
    assert isinstance(nodes, list)
    return [node for node in nodes if isinstance(node, etree._Element)]


def attribute(element: etree._Element, path: str, name: str = "val") -> str | None:
    elements = find(element, path)
    return elements[0].get(f"{{{W}}}{name}") if elements else None


class ResolvedStyle:
    """The effective properties of a paragraph style: its own, else those of its base style, else the defaults."""

    def __init__(self, raw: bytes, role: Style) -> None:
        styles = tree(raw, "word/styles.xml")
        by_id = {style.get(f"{{{W}}}styleId"): style for style in find(styles, "w:style")}
        by_name = {(attribute(style, "w:name") or "").casefold(): style for style in by_id.values()}
        chain, style = [], by_name.get(role.casefold())
        while style is not None:
            chain.append(style)
            style = by_id.get(attribute(style, "w:basedOn"))
        self.chain = [*chain, *find(styles, "w:docDefaults/w:rPrDefault"), *find(styles, "w:docDefaults/w:pPrDefault")]

    def value(self, path: str, name: str = "val") -> str | None:
        return next((v for style in self.chain if (v := attribute(style, path, name)) is not None), None)

    def on(self, mark: str) -> bool:
        for style in self.chain:
            if marks := find(style, f"w:rPr/w:{mark}"):
                return marks[0].get(f"{{{W}}}val") not in ("0", "false", "none")
        return False

    @property
    def size(self) -> float:
        return int(self.value("w:rPr/w:sz") or 0) / 2

    @property
    def align(self) -> str | None:
        return self.value("w:pPr/w:jc")

    def mm(self, path: str, name: str) -> float:
        return int(self.value(path, name) or 0) / TWIPS_PER_MM


class Rule(NamedTuple):
    """A rule: its words, and the sizes (`least` to `most`) and alignments that satisfy it (None: not set)."""

    words: str
    role: Style
    least: float
    most: float
    marks: str
    aligns: tuple[str | None, ...]


RULES = (
    Rule("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM: 12-13, bold caps", Style.NATION, 12, 13, "bold", ("center",)),
    Rule("Độc lập - Tự do - Hạnh phúc: 13-14, bold, centred", Style.MOTTO, 13, 14, "bold", ("center",)),
    Rule("agency above: 12-13 caps, not bold", Style.SUPERIOR, 12, 13, "", ("center",)),
    Rule("issuing agency: 12-13 caps bold", Style.ISSUER, 12, 13, "bold", ("center",)),
    Rule("Số: …/BC-SNV: 13", Style.NUMBER, 13, 13, "", ("center",)),
    Rule("place and day: 13-14 italic", Style.DATELINE, 13, 14, "italic", ("center",)),
    Rule("V/v …: 12-13 under the number", Style.LETTER_SUBJECT, 12, 13, "", ("center",)),
    Rule("BÁO CÁO: 13-14 bold centred", Style.TITLE, 13, 14, "bold", ("center",)),
    Rule("subject: 13-14 bold centred", Style.SUBJECT, 13, 14, "bold", ("center",)),
    Rule("body 13-14, justified", Style.BODY, 13, 14, "", ("both",)),
    Rule("an item of the body like it", Style.ITEM, 13, 14, "", ("both",)),
    Rule("I. caps bold", Style.HEADING_1, 13, 14, "bold", ("both", "left", None)),
    Rule("1. bold", Style.HEADING_2, 13, 14, "bold", ("both", "left", None)),
    Rule("a) plain", Style.HEADING_3, 13, 14, "", ("both", "left", None)),
    Rule("Nơi nhận: 12 bold italic", Style.RECIPIENTS, 12, 12, "bold italic", ("left", None)),
    Rule("recipients 11", Style.RECIPIENT, 11, 11, "", ("left", None)),
    Rule("signature: 13-14 bold caps", Style.SIGNER, 13, 14, "bold", ("center",)),
    Rule("name bold", Style.SIGNER_NAME, 13, 14, "bold", ("center",)),
    Rule("Phụ lục: 13-14 bold, centred", Style.ANNEX_LABEL, 13, 14, "bold", ("center",)),
    Rule("title of an annex: 13-14 caps bold", Style.ANNEX_TITLE, 13, 14, "bold", ("center",)),
    Rule("(Kèm theo …): italic", Style.ANNEX_LINE, 13, 14, "italic", ("center",)),
    Rule("page number 13-14, centred", Style.PAGE_NUMBER, 13, 14, "", ("center",)),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=[rule.words for rule in RULES])
def test_each_component_keeps_its_rule(rule: Rule) -> None:
    style = ResolvedStyle(RENDERED["report"], rule.role)
    assert rule.least <= style.size <= rule.most
    assert [mark for mark, tag in (("bold", "b"), ("italic", "i")) if style.on(tag)] == rule.marks.split()
    assert style.align in rule.aligns
    assert {style.value("w:rPr/w:rFonts", font) for font in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert style.value("w:rPr/w:color") in (None, "auto", "000000"), "black"
    assert style.value("w:rPr/w:lang") == "vi-VN"


@pytest.mark.parametrize("role", [Style.ANNEX_TITLE, Style.HEADING_1])
def test_headings_are_set_in_capitals(role: Style) -> None:
    """Templates write them as sentences; the style sets them in capitals."""
    raw = RENDERED["report"]
    headings = [text_of(paragraph) for paragraph in paragraphs(tree(raw)) if role_of(raw, paragraph) == role]
    assert headings
    assert ResolvedStyle(raw, role).on("caps") or all(text == text.upper() for text in headings)


def test_the_paragraphs_of_the_body() -> None:
    """«first-line indent 1 or 1.27 cm, at least 6 pt between paragraphs, spacing single to 1.5»."""
    for role in (Style.BODY, Style.ITEM):
        style = ResolvedStyle(RENDERED["report"], role)
        assert any(abs(style.mm("w:pPr/w:ind", "firstLine") - mm) < 0.1 for mm in (10, 12.7))
        spacing = int(style.value("w:pPr/w:spacing", "after") or 0) + int(style.value("w:pPr/w:spacing", "before") or 0)
        assert spacing >= 120
        assert style.value("w:pPr/w:spacing", "lineRule") in (None, "auto")
        assert 240 <= int(style.value("w:pPr/w:spacing", "line") or 240) <= 360


@pytest.mark.parametrize("name", RENDERED)
def test_the_page(name: str) -> None:
    """«A4; margins top/bottom 20-25, left 30-35, right 15-20 mm»; annexes may lie on landscape pages."""
    sections = find(tree(RENDERED[name]), "//w:sectPr")
    assert sections
    for section in sections:
        width, height = (int(attribute(section, "w:pgSz", side) or 0) / TWIPS_PER_MM for side in ("w", "h"))
        landscape = attribute(section, "w:pgSz", "orient") == "landscape"
        sheet = (height, width) if landscape else (width, height)
        assert [round(side) for side in sheet] == [210, 297]
        margins = {
            side: int(attribute(section, "w:pgMar", side) or 0) / TWIPS_PER_MM
            for side in ("top", "bottom", "left", "right")
        }
        assert 20 <= round(margins["top"], 1) <= 25
        assert 20 <= round(margins["bottom"], 1) <= 25
        assert 30 <= round(margins["left"], 1) <= 35
        assert 15 <= round(margins["right"], 1) <= 20


@pytest.mark.parametrize("name", RENDERED)
def test_page_numbers_begin_anew_in_each_annex_and_are_hidden_on_its_first_page(name: str) -> None:
    """«page number centred in the top margin, hidden on page 1»; «own page numbering» of annexes."""
    raw = RENDERED[name]
    relations = etree.fromstring(parts(raw)["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sections = find(tree(raw), "//w:sectPr")
    headers: dict[str, str] = {}
    for section in sections:
        assert find(section, "w:titlePg")
        assert attribute(section, "w:pgNumType", "start") == "1"
        headers |= {
            reference.get(f"{{{W}}}type") or "": targets[reference.get(link)] or ""
            for reference in find(section, "w:headerReference")
        }
    numbered = etree.fromstring(parts(raw)[f"word/{headers['default']}"])
    assert "PAGE" in "".join(str(text) for text in numbered.itertext()) + etree.tostring(numbered, encoding="unicode")
    assert [role_of(raw, paragraph) for paragraph in find(numbered, "w:p")] == [Style.PAGE_NUMBER]
    if "first" in headers:
        first = etree.fromstring(parts(raw)[f"word/{headers['first']}"])
        assert "PAGE" not in etree.tostring(first, encoding="unicode")


def paragraphs(element: etree._Element) -> list[etree._Element]:
    return find(element, ".//w:p")


def text_of(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in find(paragraph, ".//w:t"))


@cache
def style_names(raw: bytes) -> Mapping[str | None, str]:
    styles = tree(raw, "word/styles.xml")
    return {style.get(f"{{{W}}}styleId"): attribute(style, "w:name") or "" for style in find(styles, "w:style")}


def role_of(raw: bytes, paragraph: etree._Element) -> Style | None:
    name = style_names(raw).get(attribute(paragraph, "w:pPr/w:pStyle"), "").casefold()
    return next((role for role in Style if role.casefold() == name), None)


def texts_by_role(name: str) -> list[tuple[Style | None, str]]:
    raw = RENDERED[name]
    return [(role_of(raw, paragraph), text_of(paragraph)) for paragraph in paragraphs(tree(raw))]


@pytest.mark.parametrize(
    ("name", "order"),
    [
        (
            "report",
            [
                Style.SUPERIOR, Style.ISSUER, Style.NATION, Style.MOTTO, Style.NUMBER, Style.DATELINE, Style.TITLE, Style.SUBJECT,
                Style.SALUTATION, Style.BODY, Style.HEADING_1, Style.HEADING_2, Style.RECIPIENTS, Style.RECIPIENT, Style.SIGNER,
                Style.SIGNER_NAME, Style.ANNEX_LABEL, Style.ANNEX_TITLE, Style.ANNEX_LINE, Style.PROVENANCE,
            ],
        ),
        (
            "letter",
            [
                Style.SUPERIOR, Style.ISSUER, Style.NATION, Style.MOTTO, Style.NUMBER, Style.LETTER_SUBJECT, Style.DATELINE,
                Style.SALUTATION_HEAD, Style.ADDRESSEE, Style.BODY, Style.RECIPIENTS, Style.SIGNER, Style.ANNEX_LABEL,
            ],
        ),
        ("commune", [Style.ISSUER, Style.NATION, Style.NUMBER, Style.TITLE, Style.BODY, Style.SIGNER]),
    ],
)  # fmt: skip
def test_the_order_of_the_components(name: str, order: list[Style]) -> None:
    roles = iter([role for role, _ in texts_by_role(name)])
    assert all(role in roles for role in order), "each role comes after the one before it"


def test_the_texts_of_the_components() -> None:
    texts = dict(texts_by_role("report"))
    assert texts[Style.NATION] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert texts[Style.MOTTO] == "Độc lập - Tự do - Hạnh phúc"
    recipients = [text for role, text in texts_by_role("report") if role is Style.RECIPIENT]
    assert recipients[0] == "- Như trên;"
    assert recipients[-1] == "- Lưu: VT, CCHC."
    assert all(text.endswith(";") for text in recipients[:-1])
    letter = dict(texts_by_role("letter"))
    assert letter[Style.LETTER_SUBJECT].replace("\n", " ").startswith("V/v đôn đốc")
    assert Style.TITLE not in letter
    commune = texts_by_role("commune")
    assert [text for role, text in commune if role is Style.ISSUER] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TÔ HIỆU"]
    assert Style.SUPERIOR not in dict(commune)
    body = [text for role, text in texts_by_role("report") if role is Style.BODY]
    assert body[-1].endswith("./.")


@pytest.mark.parametrize("name", RENDERED)
def test_tables(name: str) -> None:
    """«header row repeats, rows don't split»; fixed widths in every cell, never wider than between the margins."""
    rooms = list(_rooms(find(tree(RENDERED[name]), "w:body")[0]))
    for table, room in rooms:
        grid = [int(column.get(f"{{{W}}}w") or 0) for column in find(table, "w:tblGrid/w:gridCol")]
        assert sum(grid) <= room
        assert attribute(table, "w:tblPr/w:tblLayout", "type") == "fixed"
        for row in find(table, "w:tr"):
            assert find(row, "w:trPr/w:cantSplit")
            assert [int(attribute(cell, "w:tcPr/w:tcW", "w") or 0) for cell in find(row, "w:tc")] == grid
        if attribute(table, "w:tblPr/w:tblStyle") and find(table, "w:tr[1]/w:trPr/w:tblHeader"):
            assert not find(table, "w:tr[position() > 1]/w:trPr/w:tblHeader")
    tables_with_head = [table for table, _ in rooms if find(table, "w:tr/w:trPr/w:tblHeader")]
    assert len(tables_with_head) == TEXTS[name].count("|:--:|"), "each table of data has a repeating head"


def test_a_heading_among_the_rows_of_a_table_stays_with_the_row_below() -> None:
    rows = ("| I | CHỈ ĐẠO | | |", "| 1 | Ban hành | Sở Nội vụ | |", "| | Mạng lưới | | |", "| 2 | Khảo sát | | 10/6 |")
    table = "\n".join(("::: grouped", "| TT | Nhiệm vụ | Chủ trì | Hạn |", "|:--:|---|---|---|", *rows, ":::"))
    raw = render(read_document(LETTER.replace("\n---\n", f"\n---\n\n{table}\n\n", 1)), BASE, METADATA)
    (found,) = (table for table in find(tree(raw), "w:body/w:tbl") if len(find(table, "w:tr")) == 5)
    kept = [
        [bool(find(line, "w:pPr/w:keepNext")) for line in find(row, "w:tc/w:p")]
        for row in find(found, "w:tr[position() > 1]")
    ]
    assert [set(cells) for cells in kept] == [{True}, {False}, {True}, {False}]


def test_a_heading_among_the_rows_goes_over_all_columns_but_the_first() -> None:
    table = "| TT | Nhiệm vụ | Chủ trì | Hạn |\n|:--:|---|---|---|\n| I | CHỈ ĐẠO | | |\n| 1 | Ban hành | Sở Nội vụ | |"

    def written(text: str) -> etree._Element:
        raw = render(read_document(LETTER.replace("\n---\n", f"\n---\n\n{text}\n\n", 1)), BASE, METADATA)
        (found,) = (table for table in find(tree(raw), "w:body/w:tbl") if len(find(table, "w:tr")) == 3)
        return found

    # A table that people type says of none of its rows that it is a heading.
    typed = written(table)
    assert [len(find(row, "w:tc")) for row in find(typed, "w:tr")] == [4, 4, 4]
    assert not find(typed, "w:tr[position() > 1]//w:keepNext")
    found = written(f"::: grouped\n{table}\n:::")
    grid = [int(column.get(f"{{{W}}}w") or 0) for column in find(found, "w:tblGrid/w:gridCol")]
    cells = find(find(found, "w:tr[2]")[0], "w:tc")
    assert [text_of(cell) for cell in cells] == ["I", "CHỈ ĐẠO"]
    assert [attribute(cell, "w:tcPr/w:gridSpan", "val") for cell in cells] == [None, "3"]
    assert [attribute(cell, "w:tcPr/w:tcW", "w") for cell in cells] == [str(grid[0]), str(sum(grid[1:]))]
    assert len(find(find(found, "w:tr[3]")[0], "w:tc")) == 4


def test_only_a_row_longer_than_a_third_of_a_page_may_be_split() -> None:
    """On a portrait page a third are some nineteen lines of a table; columns of equal shares have about 22 letters a line."""
    names = ", ".join(["xã Mường Chanh"] * 60)
    few = ", ".join(["xã Mường Chanh"] * 8)
    table = f"| A | B | C |\n|---|---|---|\n| {names} | {names} | {names} |\n| {few} | {few} | {few} |"
    raw = render(read_document(LETTER.replace("\n---\n", f"\n---\n\n{table}\n\n", 1)), BASE, METADATA)
    (found,) = (table for table in find(tree(raw), "w:body/w:tbl") if len(find(table, "w:tr")) == 3)
    assert [bool(find(row, "w:trPr/w:cantSplit")) for row in find(found, "w:tr")] == [True, False, True]


def _rooms(body: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """Yield each table with the room between the margins of its section, which is declared after it."""
    tables: list[etree._Element] = []
    for child in body:
        tables += [child] if child.tag == f"{{{W}}}tbl" else []
        for section in [child] if child.tag == f"{{{W}}}sectPr" else find(child, "w:pPr/w:sectPr"):
            sides = [
                attribute(section, "w:pgSz", "w"),
                *(attribute(section, "w:pgMar", side) for side in ("left", "right")),
            ]
            width, left, right = (int(side or 0) for side in sides)
            yield from ((table, width - left - right) for table in tables)
            tables = []


def test_headings_have_outline_levels_and_stay_with_their_text() -> None:
    for level, role in enumerate((Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)):
        assert ResolvedStyle(RENDERED["report"], role).value("w:pPr/w:outlineLvl") == str(level)
        assert find(ResolvedStyle(RENDERED["report"], role).chain[0], "w:pPr/w:keepNext"), (
            "a heading stays with the next paragraph"
        )


def test_the_signature_stays_with_the_last_words() -> None:
    raw = RENDERED["report"]
    body = find(tree(raw), "w:body")[0]
    tables = [child for child in body if child.tag == f"{{{W}}}tbl"]
    (signature,) = [table for table in tables if any(role_of(raw, p) is Style.SIGNER for p in paragraphs(table))]
    last = signature.getprevious()
    assert last is not None
    assert text_of(last).endswith("./.")
    assert find(last, "w:pPr/w:keepNext")


def test_a_caption_stays_with_its_table() -> None:
    text = COMMUNE.replace(
        "báo cáo kết quả như sau./.",
        "báo cáo.\n\n*Kết quả đến ngày 31/5/2026*\n\n| A | B |\n|--|--|\n| 1 | 2 |\n\nHết./.",
    )
    document = tree(render(read_document(text), BASE, METADATA))
    (caption,) = [paragraph for paragraph in paragraphs(document) if text_of(paragraph).startswith("Kết quả đến ngày")]
    assert find(caption, "w:pPr/w:keepNext")


def test_a_caption_has_the_style_that_programs_know_and_looks_like_text() -> None:
    text = COMMUNE.replace("như sau./.", "như sau:\n\n**Danh sách**\n\n| A |\n|---|\n| 1 |\n\nHết./.")
    raw = render(read_document(text), BASE, METADATA)
    (caption,) = [paragraph for paragraph in paragraphs(tree(raw)) if text_of(paragraph) == "Danh sách"]
    assert role_of(raw, caption) is Style.CAPTION
    assert attribute(caption, "w:pPr/w:pStyle") in style_names(raw)
    assert style_names(raw)[attribute(caption, "w:pPr/w:pStyle")] == "Caption"
    for path, name in (
        ("w:pPr/w:ind", "firstLine"),
        ("w:pPr/w:spacing", "line"),
        ("w:pPr/w:jc", "val"),
        ("w:rPr/w:sz", "val"),
    ):
        own, of_text = (ResolvedStyle(raw, role).value(path, name) for role in (Style.CAPTION, Style.BODY))
        assert own == of_text


def names_of_tables(raw: bytes) -> list[tuple[str | None, str | None, str | None]]:
    """Return the caption, the description and whether the look tells the first row apart, for each table."""
    return [
        (
            attribute(table, "w:tblPr/w:tblCaption"),
            attribute(table, "w:tblPr/w:tblDescription"),
            attribute(table, "w:tblPr/w:tblLook", "firstRow"),
        )
        for table in find(tree(raw), "//w:tbl")
    ]


def test_screen_readers_are_told_what_each_table_is() -> None:
    """A table of data has the name that its caption, its annex or the heading above gives; a layout table has none."""
    text = COMMUNE.replace(
        "như sau./.",
        "như sau:\n\n| A |\n|---|\n| 1 |\n\n# I. KẾT QUẢ «CHUNG»\n\n| A |\n|---|\n| 1 |\n\nDanh sách:\n\n"
        "**Danh sách & ghi chú**\n\n| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n\nHết./.\n\n"
        "::: annex\n# Phụ lục\n## Danh mục\n*(Kèm theo Báo cáo)*\n\n| A |\n|---|\n| 1 |\n:::\n",
    )
    layout = (None, "Bảng dàn trang, không có số liệu", "0")
    assert names_of_tables(render(read_document(text), BASE, METADATA)) == [
        layout,
        (None, None, "1"),
        ("I. KẾT QUẢ «CHUNG»", None, "1"),
        ("Danh sách & ghi chú", None, "1"),
        ("I. KẾT QUẢ «CHUNG»", None, "1"),
        layout,
        ("Danh mục", None, "1"),
    ]


@pytest.mark.parametrize("name", RENDERED)
def test_only_styles_set_fonts_sizes_and_colours(name: str) -> None:
    """A change of a style in the base document therefore shows everywhere."""
    package = parts(RENDERED[name])
    for part in ("word/document.xml", "word/styles.xml"):
        assert not re.search(rb"(ascii|hAnsi|cs|eastAsia)Theme=|themeColor=", package[part])
    assert not find(etree.fromstring(package["word/document.xml"]), ".//w:rFonts | .//w:sz | .//w:color | .//w:spacing")


def test_placeholders_are_highlighted() -> None:
    runs = find(tree(RENDERED["report"]), ".//w:r[w:rPr/w:highlight]")
    assert {"yellow"} == {attribute(run, "w:rPr/w:highlight") for run in runs}
    text = "".join(text_of(run) for run in runs)
    assert "[… nguyên nhân khách quan]" in text
    assert text.count("[…") == TEXTS["report"].count("[…")


@pytest.mark.parametrize("name", RENDERED)
def test_core_properties_have_the_title_and_the_day_of_the_document(name: str) -> None:
    core = parts(RENDERED[name])["docProps/core.xml"].decode()
    assert "2013-12-23" not in core, "the day of python-docx's template"
    assert "python-docx" not in core
    assert core.count("2026-06-09T00:00:00Z") == 2
    title = re.search(r"<dc:title>(.*?)</dc:title>", core)
    assert title
    assert title[1]
    assert re.search(r"<dc:language>vi-VN</dc:language>", core)


@pytest.mark.parametrize("name", RENDERED)
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    assert render(read_document(TEXTS[name]), BASE, METADATA) == RENDERED[name]
    with ZipFile(BytesIO(RENDERED[name])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_consecutive_tables_stay_apart() -> None:
    """Word joins adjacent tables, so each has a tiny paragraph below it."""
    table = "| A | B |\n|--|--|\n| 1 | 2 |\n"
    text = COMMUNE.replace("UBND phường Tô Hiệu báo cáo kết quả như sau./.", f"{table}\n{table}")
    raw = render(read_document(text), BASE, METADATA)
    tables = find(tree(raw), "//w:tbl")
    assert len(tables) == 4
    for element in tables:
        below = element.getnext()
        assert below is not None
        assert role_of(raw, below) is Style.SPACER
    # Where the text ends with a table, its last row stays with the signature.
    assert all(find(paragraph, "w:pPr/w:keepNext") for paragraph in paragraphs(find(tables[2], "w:tr[last()]")[0]))
