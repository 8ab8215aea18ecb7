"""Word files as packages: complete, schema-valid, reproducible, safe with hostile text and unusable base documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from papi_cli.documents.dialect import read_document
from papi_cli.documents.styles import Style
from papi_cli.documents.word import render
from papi_cli.problems import Failure
from papi_cli.text import slug
from tests import base_document, documents
from tests.documents import HOSTILE, METADATA, as_shown, escaped
from tests.wordfile import NAMES, R, W, WordFile, attribute, cells, relationships, room, text_of

BASE = base_document.BASE.read_bytes()


def rendered(text: str) -> WordFile:
    return WordFile(render(read_document(text), BASE, METADATA))


REPORT = rendered(documents.report())
LETTER = rendered(documents.LETTER)
COMMUNE = rendered(documents.COMMUNE)
EACH_FILE = pytest.mark.parametrize(
    "file", [REPORT, LETTER, COMMUNE, WordFile(BASE)], ids=["report", "letter", "commune", "base"]
)


def test_the_base_document_is_what_its_script_makes() -> None:
    with ZipFile(BytesIO(BASE)) as archive:
        assert archive.namelist() == list(base_document.PARTS)
        for name, content in base_document.PARTS.items():
            assert archive.read(name).decode() == content, name


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = (render(read_document(documents.report()), BASE, METADATA) for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


# The order of child elements by ISO/IEC 29500, for the elements in use. Word refuses a file with another order.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p tbl",
    "p": "pPr r fldSimple",
    "styles": "docDefaults latentStyles style",
    "document": "body",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
}


@EACH_FILE
def test_elements_stand_in_the_order_of_the_schema(file: WordFile) -> None:
    seen = set()
    for name, content in file.parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            for element in etree.fromstring(content).iter():
                kind = etree.QName(element).localname
                if kind in ORDERS:
                    seen.add(kind)
                    below = [etree.QName(child).localname for child in element]
                    places = [ORDERS[kind].split().index(child) for child in below]
                    assert places == sorted(places), (name, kind, below)
    assert seen == set(ORDERS) - (set() if file.tables else {"tbl", "tr", "tc", "tcPr"})


@EACH_FILE
def test_every_cell_and_the_body_end_with_a_paragraph(file: WordFile) -> None:
    for cell in file.document.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    (body,) = file.document
    assert [etree.QName(child).localname for child in body][-2:] == ["p", "sectPr"]


@EACH_FILE
def test_every_part_has_a_type_and_is_reached_and_every_reference_leads_somewhere(file: WordFile) -> None:
    types = file.xml("[Content_Types].xml")
    overrides = {type_.get("PartName") for type_ in types if type_.get("PartName")}
    extensions = {type_.get("Extension") for type_ in types if type_.get("Extension")}
    assert overrides <= {f"/{name}" for name in file.parts}
    assert {name.rpartition(".")[2] for name in file.parts} <= extensions
    reached = {"[Content_Types].xml"}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for target in relationships(file, part).values():
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    assert {name for name in file.parts if not name.endswith(".rels")} == reached
    styles = [attribute(style, "styleId") for style in file.xml("word/styles.xml").iter(f"{W}style")]
    assert len(set(styles)) == len(styles)
    used = {attribute(element, "val") for element in file.document.iter(f"{W}pStyle", f"{W}tblStyle")}
    assert used <= set(styles)
    ids = {reference.get(f"{R}id") for reference in file.document.iter(f"{W}headerReference")}
    assert ids <= set(relationships(file, "word/document.xml"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text: str) -> None:
    markdown, shown = escaped(text), as_shown(text)
    quoted = as_shown(text).replace("'", "''")
    front = documents.COMMUNE.replace("CHỦ TỊCH]", f"'{quoted}']").replace(
        "Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026", f"'{quoted}'"
    )
    file = rendered(f"{front}\n{markdown}\n\n| a | b |\n|---|---|\n| {markdown} | {markdown} |\n")
    (table,) = file.data_tables
    assert [text_of(cell) for cell in cells(table.findall("w:tr", NAMES)[1])] == [shown, shown]
    assert [look.text for look in file.looks if look.style == Style.BODY][1] == shown
    # The YAML reader composes the front matter (NFC).
    (signer,) = [look.text for look in file.looks if look.style == Style.SIGNER][1:]
    assert signer == as_shown(unicodedata.normalize("NFC", quoted.replace("''", "'")))
    (subject,) = [look.text for look in file.looks if look.style == Style.SUBJECT]
    assert subject.replace("\n", " ") == signer


def test_a_base_that_is_not_a_word_file_is_refused() -> None:
    document = read_document(documents.COMMUNE)
    with ZipFile(BytesIO(), "w") as empty:
        empty.writestr("a", "b")
    damaged = BASE[:400] + bytes(100) + BASE[500:]
    for base in (
        damaged,
        b"",
        b"PK\x03\x04",
        b"chu",
        base_without("word/document.xml"),
        base_without("[Content_Types].xml"),
    ):
        with pytest.raises(Failure, match=r"không phải là tệp \.docx đọc được"):
            render(document, base, METADATA)


def base_without(part: str) -> bytes:
    return changed_base(lambda name, content: None if name == part else content)


def changed_base(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return the base document with each part as `change` returns it for its name and content; None drops the part."""
    out = BytesIO()
    with ZipFile(BytesIO(BASE)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return out.getvalue()


def test_a_base_without_a_style_is_refused_with_its_name() -> None:
    base = changed_base(lambda _, content: content.replace("Trích yếu công văn".encode(), "Kiểu khác".encode()))
    with pytest.raises(Failure, match="thiếu kiểu trình bày «Trích yếu công văn»"):
        render(read_document(documents.COMMUNE), base, METADATA)


def test_a_base_older_than_captions_sets_them_as_text() -> None:
    """Plans have such a base beside them: `papi init` put it there."""
    base = changed_base(lambda _, content: re.sub(rb"<w:style [^>]*w:styleId=\"caption\">.*?</w:style>", b"", content))
    captioned = documents.COMMUNE.replace("như sau./.", "như sau:\n\n*Kết quả*\n\n| A |\n|---|\n| 1 |\n")
    raw = render(read_document(captioned), base, METADATA)
    (caption,) = [line for line in WordFile(raw).document.iter(f"{W}p") if text_of(line) == "Kết quả"]
    assert attribute(caption.find("w:pPr/w:pStyle", NAMES), "val") == slug(Style.BODY)


def test_a_document_without_an_issuer_is_rendered() -> None:
    front = documents.COMMUNE.replace("issuer: |\n  ỦY BAN NHÂN DÂN\n  PHƯỜNG TÔ HIỆU\n", "issuer: []\n")
    assert front != documents.COMMUNE
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text_of(rendered(front).document)


@pytest.mark.parametrize("change", [(b"<w:pgSz", b"<w:type"), (b'w:left="1701"', b'w:left="12000"')])
def test_a_base_without_room_on_its_page_is_refused(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(Failure, match="không có khổ giấy, hoặc lề không chừa chỗ"):
        render(read_document(documents.COMMUNE), changed_base(lambda _, content: content.replace(*change)), METADATA)


def test_changes_of_the_base_show_in_the_document() -> None:
    # Word gives styles ids of its own; margins, sizes and fonts are the user's to change.
    base = changed_base(
        lambda _, content: (
            content.replace(b"noi-dung", b"Ndung")
            .replace(b'w:left="1701"', b'w:left="1984"')
            .replace(
                b'<w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="28"/>',
                b'<w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="26"/>',
            )
        )
    )
    file = WordFile(render(read_document(documents.report()), base, METADATA))
    look = file.paragraph("Thực hiện Quyết định")
    assert (look.style, look.size) == (Style.BODY, 13)
    assert room(file.sections[0]) == room(REPORT.sections[0]) - (1984 - 1701)
    assert {attribute(table.find("w:tblPr/w:tblW", NAMES), "w") for table in file.tables[:2]} == {
        str(room(file.sections[0]))
    }
