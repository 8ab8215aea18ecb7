"""Word documents against the layout rules of Nghị định 30/2020/NĐ-CP (Annex I), measured in the XML of whole documents.

Each rule is quoted beside its numbers. Lengths are millimetres, sizes points.
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
from papi_cli.problems import Failure
from tests.base_document import packed
from tests.documents import CARRIED, COMMUNE, LETTER, report
from tests.tree import CHECKOUT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W}
BASE = (CHECKOUT / "templates" / "document.docx").read_bytes()
TEXTS = {"report": report(), "letter": LETTER, "commune": COMMUNE}
MADE = {name: render(read_document(text), BASE, CARRIED) for name, text in TEXTS.items()}
TWIPS_A_MM = 1440 / 25.4


def parts(raw: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(raw: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(raw)[name])


def find(element: etree._Element, path: str) -> list[etree._Element]:
    found = element.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, etree._Element)]


def attribute(element: etree._Element, path: str, name: str = "val") -> str | None:
    found = find(element, path)
    return found[0].get(f"{{{W}}}{name}") if found else None


class Look:
    """How a paragraph style looks in the end: its own say, else that of the style it is based on, else the defaults."""

    def __init__(self, raw: bytes, role: Style) -> None:
        styles = tree(raw, "word/styles.xml")
        by_id = {one.get(f"{{{W}}}styleId"): one for one in find(styles, "w:style")}
        named = {(attribute(one, "w:name") or "").casefold(): one for one in by_id.values()}
        chain, style = [], named.get(role.casefold())
        while style is not None:
            chain.append(style)
            style = by_id.get(attribute(style, "w:basedOn"))
        self.chain = [*chain, *find(styles, "w:docDefaults/w:rPrDefault"), *find(styles, "w:docDefaults/w:pPrDefault")]

    def value(self, path: str, name: str = "val") -> str | None:
        return next((v for one in self.chain if (v := attribute(one, path, name)) is not None), None)

    def on(self, mark: str) -> bool:
        for one in self.chain:
            if found := find(one, f"w:rPr/w:{mark}"):
                return found[0].get(f"{{{W}}}val") not in ("0", "false", "none")
        return False

    @property
    def size(self) -> float:
        return int(self.value("w:rPr/w:sz") or 0) / 2

    @property
    def align(self) -> str | None:
        return self.value("w:pPr/w:jc")

    def mm(self, path: str, name: str) -> float:
        return int(self.value(path, name) or 0) / TWIPS_A_MM


class Rule(NamedTuple):
    """A rule in its words; sizes, and alignments that keep it (None: the style does not tell)."""

    words: str
    role: Style
    least: float
    most: float
    marks: str
    aligns: tuple[str | None, ...]


LOOKS = (
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


@pytest.mark.parametrize("rule", LOOKS, ids=[one.words for one in LOOKS])
def test_how_each_component_looks(rule: Rule) -> None:
    look = Look(MADE["report"], rule.role)
    assert rule.least <= look.size <= rule.most
    assert [mark for mark, tag in (("bold", "b"), ("italic", "i")) if look.on(tag)] == rule.marks.split()
    assert look.align in rule.aligns
    assert {look.value("w:rPr/w:rFonts", font) for font in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert look.value("w:rPr/w:color") in (None, "auto", "000000"), "black"
    assert look.value("w:rPr/w:lang") == "vi-VN"


@pytest.mark.parametrize("role", [Style.ANNEX_TITLE, Style.HEADING_1])
def test_capitals_are_capitals(role: Style) -> None:
    """The issuer's own lines come in capitals; what a template writes as a sentence is set in them by its style."""
    made = tree(MADE["report"])
    said = [one for one in paragraphs(made) if role_of(MADE["report"], one) == role]
    assert said
    assert all(Look(MADE["report"], role).on("caps") or text_of(one) == text_of(one).upper() for one in said)


def test_the_bodys_paragraphs() -> None:
    """«first-line indent 1 or 1.27 cm, at least 6 pt between paragraphs, spacing single to 1.5»."""
    for role in (Style.BODY, Style.ITEM):
        look = Look(MADE["report"], role)
        assert any(abs(look.mm("w:pPr/w:ind", "firstLine") - mm) < 0.1 for mm in (10, 12.7))
        between = int(look.value("w:pPr/w:spacing", "after") or 0) + int(look.value("w:pPr/w:spacing", "before") or 0)
        assert between >= 120
        assert look.value("w:pPr/w:spacing", "lineRule") in (None, "auto")
        assert 240 <= int(look.value("w:pPr/w:spacing", "line") or 240) <= 360


@pytest.mark.parametrize("name", MADE)
def test_the_page(name: str) -> None:
    """«A4; margins top/bottom 20-25, left 30-35, right 15-20 mm»; annexes may lie on landscape pages."""
    for section in find(tree(MADE[name]), "//w:sectPr"):
        wide, high = (int(attribute(section, "w:pgSz", side) or 0) / TWIPS_A_MM for side in ("w", "h"))
        landscape = attribute(section, "w:pgSz", "orient") == "landscape"
        sheet = (high, wide) if landscape else (wide, high)
        assert [round(side) for side in sheet] == [210, 297]
        margins = {
            side: int(attribute(section, "w:pgMar", side) or 0) / TWIPS_A_MM
            for side in ("top", "bottom", "left", "right")
        }
        assert 20 <= round(margins["top"], 1) <= 25
        assert 20 <= round(margins["bottom"], 1) <= 25
        assert 30 <= round(margins["left"], 1) <= 35
        assert 15 <= round(margins["right"], 1) <= 20


@pytest.mark.parametrize("name", MADE)
def test_page_numbers_begin_anew_in_each_annex_and_are_hidden_on_its_first_page(name: str) -> None:
    """«page number centred in the top margin, hidden on page 1»; «own page numbering» of annexes."""
    raw = MADE[name]
    related = {one.get("Id"): one.get("Target") for one in etree.fromstring(parts(raw)["word/_rels/document.xml.rels"])}
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sections = find(tree(raw), "//w:sectPr")
    headers: dict[str, str] = {}
    for section in sections:
        assert find(section, "w:titlePg")
        assert attribute(section, "w:pgNumType", "start") == "1"
        headers |= {
            one.get(f"{{{W}}}type") or "": related[one.get(link)] or "" for one in find(section, "w:headerReference")
        }
    numbered = etree.fromstring(parts(raw)[f"word/{headers['default']}"])
    assert "PAGE" in "".join(str(text) for text in numbered.itertext()) + etree.tostring(numbered, encoding="unicode")
    assert [role_of(raw, one) for one in find(numbered, "w:p")] == [Style.PAGE_NUMBER]
    if "first" in headers:
        first = etree.fromstring(parts(raw)[f"word/{headers['first']}"])
        assert "PAGE" not in etree.tostring(first, encoding="unicode")


def paragraphs(element: etree._Element) -> list[etree._Element]:
    return find(element, ".//w:p")


def text_of(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in find(paragraph, ".//w:t"))


@cache
def style_names(raw: bytes) -> Mapping[str | None, str]:
    styles = tree(raw, "word/styles.xml")
    return {style.get(f"{{{W}}}styleId"): attribute(style, "w:name") or "" for style in find(styles, "w:style")}


def role_of(raw: bytes, paragraph: etree._Element) -> Style | None:
    name = style_names(raw).get(attribute(paragraph, "w:pPr/w:pStyle"), "").casefold()
    return next((role for role in Style if role.casefold() == name), None)


def said_in_order(name: str) -> list[tuple[Style | None, str]]:
    raw = MADE[name]
    return [(role_of(raw, one), text_of(one)) for one in paragraphs(tree(raw))]


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
def test_the_components_stand_in_their_order(name: str, order: list[Style]) -> None:
    found = iter([role for role, _ in said_in_order(name)])
    assert all(role in found for role in order), "each behind the one before it"


def test_what_the_components_say() -> None:
    said = dict(said_in_order("report"))
    assert said[Style.NATION] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert said[Style.MOTTO] == "Độc lập - Tự do - Hạnh phúc"
    recipients = [text for role, text in said_in_order("report") if role is Style.RECIPIENT]
    assert recipients[0] == "- Như trên;"
    assert recipients[-1] == "- Lưu: VT, CCHC."
    assert all(text.endswith(";") for text in recipients[:-1])
    letter = dict(said_in_order("letter"))
    assert letter[Style.LETTER_SUBJECT].replace("\n", " ").startswith("V/v đôn đốc")
    assert Style.TITLE not in letter
    commune = said_in_order("commune")
    assert [text for role, text in commune if role is Style.ISSUER] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TÔ HIỆU"]
    assert Style.SUPERIOR not in dict(commune)
    body = [text for role, text in said_in_order("report") if role is Style.BODY]
    assert body[-1].endswith("./.")


@pytest.mark.parametrize("name", MADE)
def test_tables(name: str) -> None:
    """«header row repeats, rows don't split»; fixed widths in every cell, never wider than between the margins."""
    made = tree(MADE[name])
    body = find(made, "w:body")[0]
    rooms = list(_rooms(body))
    for table, room in rooms:
        grid = [int(one.get(f"{{{W}}}w") or 0) for one in find(table, "w:tblGrid/w:gridCol")]
        assert sum(grid) <= room
        assert attribute(table, "w:tblPr/w:tblLayout", "type") == "fixed"
        for row in find(table, "w:tr"):
            assert find(row, "w:trPr/w:cantSplit")
            assert [int(attribute(cell, "w:tcPr/w:tcW", "w") or 0) for cell in find(row, "w:tc")] == grid
        if attribute(table, "w:tblPr/w:tblStyle") and find(table, "w:tr[1]/w:trPr/w:tblHeader"):
            assert not find(table, "w:tr[position() > 1]/w:trPr/w:tblHeader")
    headed = [table for table, _ in rooms if find(table, "w:tr/w:trPr/w:tblHeader")]
    assert len(headed) == TEXTS[name].count("|:--:|"), "each table of data has a head that repeats"


def _rooms(body: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """Yield each table with the room between the margins of its section."""
    waiting: list[etree._Element] = []
    for child in body:
        waiting += [child] if child.tag == f"{{{W}}}tbl" else []
        for section in [child] if child.tag == f"{{{W}}}sectPr" else find(child, "w:pPr/w:sectPr"):
            sides = [
                attribute(section, "w:pgSz", "w"),
                *(attribute(section, "w:pgMar", one) for one in ("left", "right")),
            ]
            wide, left, right = (int(side or 0) for side in sides)
            yield from ((table, wide - left - right) for table in waiting)
            waiting = []


def test_headings_make_the_navigation_pane() -> None:
    for level, role in enumerate((Style.HEADING_1, Style.HEADING_2, Style.HEADING_3)):
        assert Look(MADE["report"], role).value("w:pPr/w:outlineLvl") == str(level)
        assert find(Look(MADE["report"], role).chain[0], "w:pPr/w:keepNext"), "a heading stays with what it heads"


def test_the_signature_stays_with_the_last_words() -> None:
    raw = MADE["report"]
    body = find(tree(raw), "w:body")[0]
    tables = [child for child in body if child.tag == f"{{{W}}}tbl"]
    (signature,) = [one for one in tables if any(role_of(raw, p) is Style.SIGNER for p in paragraphs(one))]
    last = signature.getprevious()
    assert last is not None
    assert text_of(last).endswith("./.")
    assert find(last, "w:pPr/w:keepNext")


def test_what_heads_a_table_stays_with_it() -> None:
    text = COMMUNE.replace(
        "báo cáo kết quả như sau./.",
        "báo cáo.\n\n*Kết quả đến ngày 31/5/2026*\n\n| A | B |\n|--|--|\n| 1 | 2 |\n\nHết./.",
    )
    made = tree(render(read_document(text), BASE, CARRIED))
    (caption,) = [one for one in paragraphs(made) if text_of(one).startswith("Kết quả đến ngày")]
    assert find(caption, "w:pPr/w:keepNext")


@pytest.mark.parametrize("name", MADE)
def test_no_theme_and_no_look_beside_the_styles(name: str) -> None:
    """What a person changes in a style of the base shows everywhere: no paragraph has a font, size or colour of its own."""
    found = parts(MADE[name])
    for part in ("word/document.xml", "word/styles.xml"):
        assert not re.search(rb"(ascii|hAnsi|cs|eastAsia)Theme=|themeColor=", found[part])
    assert not find(etree.fromstring(found["word/document.xml"]), ".//w:rFonts | .//w:sz | .//w:color | .//w:spacing")


def test_marked_places_are_highlighted() -> None:
    runs = find(tree(MADE["report"]), ".//w:r[w:rPr/w:highlight]")
    assert {"yellow"} == {attribute(one, "w:rPr/w:highlight") for one in runs}
    said = "".join(text_of(one) for one in runs)
    assert "[… nguyên nhân khách quan]" in said
    assert said.count("[…") == TEXTS["report"].count("[…")


@pytest.mark.parametrize("name", MADE)
def test_properties_name_the_document_and_the_day_it_is_computed_for(name: str) -> None:
    core = parts(MADE[name])["docProps/core.xml"].decode()
    assert "2013-12-23" not in core, "python-docx's own"
    assert "python-docx" not in core
    assert core.count("2026-06-09T00:00:00Z") == 2
    title = re.search(r"<dc:title>(.*?)</dc:title>", core)
    assert title
    assert title[1]
    assert re.search(r"<dc:language>vi-VN</dc:language>", core)


@pytest.mark.parametrize("name", MADE)
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    assert render(read_document(TEXTS[name]), BASE, CARRIED) == MADE[name]
    with ZipFile(BytesIO(MADE[name])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


# ISO/IEC 29500 has the children of these elements in one order; Word refuses a file that has another.
ORDERS = {
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "spacing", "kern", "sz", "szCs", "highlight", "u", "lang"),
    "tblPr": ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    "trPr": ("cantSplit", "tblHeader"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"),
    "sectPr": ("headerReference", "footerReference", "type", "pgSz", "pgMar", "pgBorders", "pgNumType", "cols", "titlePg", "docGrid"),
    "tbl": ("tblPr", "tblGrid", "tr"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_elements_stand_in_the_order_of_the_standard(name: str, part: str) -> None:
    root = etree.fromstring(parts(MADE[name])[part])
    for tag, order in ORDERS.items():
        for element in find(root, f".//w:{tag}"):
            children = [etree.QName(child).localname for child in element]
            assert set(children) <= set(order), (tag, children)
            assert [order.index(child) for child in children] == sorted(order.index(child) for child in children), tag
    assert all(element[-1].tag == f"{{{W}}}p" for element in find(root, ".//w:tc")), "a cell ends with a paragraph"


@pytest.mark.parametrize("name", MADE)
def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(name: str) -> None:
    found = parts(MADE[name])
    types = etree.fromstring(found["[Content_Types].xml"])
    named = {one.get("PartName") for one in types}
    endings = {one.get("Extension") for one in types}
    for part, raw in found.items():
        assert f"/{part}" in named or part.rpartition(".")[2] in endings or part == "[Content_Types].xml"
        if part.endswith(".rels"):
            folder = part.partition("_rels/")[0]
            for one in etree.fromstring(raw):
                target = str(one.get("Target"))
                path = target.lstrip("/") if target.startswith("/") else f"{folder}{target}"
                while "/../" in f"/{path}":
                    path = re.sub(r"[^/]+/\.\./", "", path, count=1)
                assert one.get("TargetMode") == "External" or path in found, (part, target)


@pytest.mark.parametrize("base", [b"", b"x", b"PK\x03\x04x"])
def test_a_base_that_is_no_word_file_is_told(base: bytes) -> None:
    with pytest.raises(Failure, match=r"không phải là tệp \.docx"):
        render(read_document(COMMUNE), base, CARRIED)


def test_a_base_without_a_style_is_told() -> None:
    found = dict(parts(BASE))
    found["word/styles.xml"] = found["word/styles.xml"].replace("Nội dung".encode(), b"Noi dung khac")
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, raw in found.items():
            archive.writestr(name, raw)
    with pytest.raises(Failure, match="thiếu kiểu trình bày «Nội dung»"):
        render(read_document(COMMUNE), out.getvalue(), CARRIED)


def test_the_committed_base_is_what_its_script_makes() -> None:
    assert parts(packed()) == parts(BASE)


def test_tables_that_follow_one_another_stay_apart() -> None:
    """Word joins tables that nothing parts: below each stands a paragraph that takes no room."""
    table = "| A | B |\n|--|--|\n| 1 | 2 |\n"
    text = COMMUNE.replace("UBND phường Tô Hiệu báo cáo kết quả như sau./.", f"{table}\n{table}")
    raw = render(read_document(text), BASE, CARRIED)
    tables = find(tree(raw), "//w:tbl")
    assert len(tables) == 4
    for one in tables:
        below = one.getnext()
        assert below is not None
        assert role_of(raw, below) is Style.SPACER
    # Where the text ends with a table, it is its last row that stays with the signature.
    assert all(find(one, "w:pPr/w:keepNext") for one in paragraphs(find(tables[2], "w:tr[last()]")[0]))
