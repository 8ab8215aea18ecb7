"""Tests of charts: a table whose last column is drawn, in Markdown, Word and HTML."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from struct import unpack
from zipfile import ZipFile

import lxml.html
import pytest
from lxml import etree

from papi_cli.documents import html, word
from papi_cli.documents.bars import FILLS, WIDTH, bar_png, bar_svg
from papi_cli.documents.dialect import DialectError, read_document
from tests.documents import LETTER, METADATA
from tests.tree import CHECKOUT

BASE = (CHECKOUT / "templates" / "document.docx").read_bytes()
CHART = """::: chart
| Cơ quan | Đúng hạn | Quá hạn | Chưa ghi nhận | |
|---------|:-----:|:-----:|:-----:|----------|
| Sở “A” & \\<B> | 12 | 03 | 0 | |
| Sở C | 0 | 0 | 0 | |
| UBND 75 xã, phường | 1.140 | 0 | 60 | |
:::
"""
WORDS = ("Sở “A” & <B>: đúng hạn 12, quá hạn 03", "UBND 75 xã, phường: đúng hạn 1.140, chưa ghi nhận 60")
PICTURES = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}


def letter(*blocks: str) -> str:
    """Return a letter with the blocks before its body."""
    front, body = LETTER.split("\n---\n", 1)
    return "\n".join((front, "---", "", *blocks, body))


def pixels(png: bytes) -> list[list[bytes]]:
    """Return the pixels of a PNG in true colour whose lines have no filter, read by the standard alone."""
    width, height, depth, kind = unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 2)
    data = b"".join(
        png[at + 4 : at + 4 + unpack(">I", png[at - 4 : at])[0]]
        for at in (m.start() for m in re.finditer(b"IDAT", png))
    )
    raw = zlib.decompress(data)
    lines = [raw[start : start + 1 + 3 * width] for start in range(0, len(raw), 1 + 3 * width)]
    assert len(lines) == height
    assert all(line[0] == 0 for line in lines)
    return [[line[at : at + 3] for at in range(1, len(line), 3)] for line in lines]


def test_a_bar_is_divided_by_its_counts() -> None:
    green, red = (bytes.fromhex(FILLS[number].colour) for number in (0, 2))
    middle = pixels(bar_png((12, 0, 3)))[20]
    # Four fifths, but for the pixel of the edge at both ends.
    assert middle.count(green) == len(middle) * 4 // 5 - 1
    assert middle.count(red) == len(middle) // 5 - 1
    assert middle.index(red) == len(middle) * 4 // 5


def test_fills_are_told_apart_without_colour() -> None:
    grey = [bytes([sum(pixel) // 3]) for pixel in pixels(bar_png((0, 1)))[20]]
    assert len(set(grey)) > 2, "striped"
    assert len({*pixels(bar_png((1,)))[20]}) == 2, "one fill and the edge"


def test_an_svg_bar_has_parts_as_wide_as_its_counts() -> None:
    svg = bar_svg((12, 0, 3), "lời")
    widths: dict[str, int] = {}
    for width, colour in re.findall(r'width="(\d+)" height="10" fill="#(\w+)"/>', svg):
        widths[colour] = widths.get(colour, 0) + int(width)
    assert widths == {FILLS[0].colour: WIDTH * 4 // 5, FILLS[2].colour: WIDTH // 5}
    assert 'aria-label="lời"' in svg


def test_word_draws_a_picture_with_words_in_the_last_cell_of_each_row() -> None:
    document = read_document(letter(CHART))
    raw = word.render(document, BASE, METADATA)
    assert raw == word.render(document, BASE, METADATA)
    with ZipFile(BytesIO(raw)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    described = [node.get("descr") for node in body.iterfind(".//wp:docPr", PICTURES)]
    # A square for each of the three fills in the head, then a bar for each row that counts anything.
    assert described == ["", "", "", *WORDS]
    assert len({node.get("id") for node in body.iterfind(".//wp:docPr", PICTURES)}) == len(described)
    assert {bar_png((12, 3, 0)), bar_png((1140, 0, 60))} < set(media)
    assert len(media) == 5
    rows = [row for row in body.iterfind(".//w:tr", PICTURES) if "Sở C" in "".join(row.itertext())]
    assert [row.findall(".//w:drawing", PICTURES) for row in rows] == [[]]


def test_html_draws_the_bars_as_svg_with_words() -> None:
    text = html.render(read_document(letter(CHART)), METADATA).decode()
    table = lxml.html.fromstring(text).findall(".//table")[0]
    bars = list(table.iterfind("tbody//svg"))
    assert [bar.get("aria-label") for bar in bars] == list(WORDS)
    assert len(table.findall("thead//svg[@aria-hidden='true']")) == 3


@pytest.mark.parametrize(
    ("chart", "sentence"),
    [
        (CHART.replace("| 12 |", "| mười |"), "hàng của khối «chart» phải là tên, các số đếm, và ô cuối để trống"),
        (
            CHART.replace("| 12 |", f"| {'9' * 5_000} |"),
            "hàng của khối «chart» phải là tên, các số đếm, và ô cuối để trống",
        ),
        (CHART.replace("| 60 | |", "| 60 | x |"), "hàng của khối «chart» phải là tên, các số đếm, và ô cuối để trống"),
        ("::: chart\nchữ\n:::\n", "khối «chart» chứa đúng một bảng"),
        ("::: chart\n| A | B | |\n|---|---|---|\n| a | 1 | |\n:::\n", "từ hai đến năm cột số đếm"),
        ("::: box\n- một\n:::\n", "khối «box» chỉ chứa đoạn văn"),
    ],
)
def test_what_cannot_be_drawn_is_told(chart: str, sentence: str) -> None:
    with pytest.raises(DialectError, match=re.escape(sentence)):
        read_document(letter(chart))


def test_paragraphs_of_a_box_share_one_frame() -> None:
    document = read_document(letter("::: box\nMột.\n\nHai.\n:::\n"))
    text = html.render(document, METADATA).decode()
    assert '<div class="box">\n<p>Một.</p>\n<p>Hai.</p>\n</div>' in text
    with ZipFile(BytesIO(word.render(document, BASE, METADATA))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    framed = [
        [etree.tostring(node) for node in (frame, *paragraph.iterfind(".//w:ind", PICTURES))]
        for paragraph in body.iterfind(".//w:p", PICTURES)
        if (frame := paragraph.find(".//w:pBdr", PICTURES)) is not None
        and "".join(paragraph.itertext()) in ("Một.", "Hai.")
    ]
    assert len(framed) == 2
    assert framed[0] == framed[1], "Word draws one frame around paragraphs of the same borders and indents"
