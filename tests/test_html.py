"""The HTML of a document: one file that needs nothing beside it, says what it is to every reader, and prints as pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from papi_cli.documents.dialect import read_document
from papi_cli.documents.html import render
from papi_cli.documents.metadata import DocumentMetadata
from papi_cli.documents.tree import MOTTO, NATION
from tests.documents import CARRIED, COMMUNE, LETTER, REPORT_FRONT, report

TEXTS = {"report": report(rows=8), "letter": LETTER, "commune": COMMUNE}

_VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """A page read by another reader: elements with their attributes and text, what is open at each piece of text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        self._open: list[int] = []
        self.feed(raw.decode())
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in _VOID:
            self._open.append(len(self.elements) - 1)
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        opened = [self.elements[place] for place in self._open]
        for _, _, text in opened:
            text.append(data)
        names = (f"{tag}.{attrs.get('class', '')}".rstrip(".") for tag, attrs, _ in opened)
        self.pieces.append((tuple(names), data))

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], str]]:
        return [(tag, attrs, "".join(text)) for tag, attrs, text in self.elements if tag in tags]

    def texts(self, *tags: str) -> list[str]:
        return [" ".join(text.split()) for _, _, text in self.all(*tags)]

    def text(self, *, without: tuple[str, ...]) -> str:
        return "".join(text for names, text in self.pieces if not set(without) & set(names))


def page(text: str, carried: DocumentMetadata = CARRIED) -> Page:
    return Page(render(read_document(text), carried))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_one_file_that_needs_nothing_and_runs_nothing(text: str) -> None:
    raw = render(read_document(text), CARRIED)
    found = Page(raw)
    assert raw.startswith(b"<!DOCTYPE html>\n")
    assert raw == render(read_document(text), CARRIED)
    ((_, attrs, data),) = found.all("script")
    assert attrs == {"type": "application/json", "id": "papi"}
    assert json.loads(data) == CARRIED.data
    # Of elements and attributes only these: no link, no image, no frame, no form, no handler.
    sections = {"html", "head", "body", "main", "header", "footer", "section", "div"}
    lines = {"h1", "h2", "h3", "h4", "p", "ul", "li", "br", "span", "strong", "em", "mark"}
    tables = {"table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _, _ in found.elements} <= {*sections, *lines, *tables, "meta", "title", "style", "script"}
    names = {name for _, attrs, _ in found.elements for name in attrs}
    assert names <= {
        "lang",
        "charset",
        "name",
        "content",
        "type",
        "id",
        "class",
        "scope",
        "style",
        "tabindex",
        "aria-labelledby",
    }
    ((_, _, style),) = found.all("style")
    assert not re.search(r"url\(|@import|src:", style)


@pytest.mark.parametrize(
    ("said", "language"), [("", "vi"), ("language: en-GB\n", "en"), ('language: "a\\"b"\n', 'a"b')]
)
def test_the_language(said: str, language: str) -> None:
    ((_, attrs, _),) = page(REPORT_FRONT.replace("layout:", f"{said}layout:")).all("html")
    assert attrs == {"lang": language}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (COMMUNE, "BÁO CÁO Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026"),
        (LETTER, "đôn đốc thực hiện Kế hoạch cải thiện, nâng cao Chỉ số PAPI năm 2026 (lần thứ 02)"),
        (COMMUNE.replace("layout:", "description: 'A </title> & <b>'\nlayout:"), "A </title> & <b>"),
    ],
)
def test_the_title(text: str, title: str) -> None:
    assert page(text).texts("title") == [title]


def test_headings_of_a_report() -> None:
    found = page(
        REPORT_FRONT
        + "\n# I. A\n\n## 1. B\n\n### a) C\n\n::: annex\n# Phụ lục\n## Tên\n\n# I. D\n\n## 1. E\n\n### a) F\n:::\n"
    )
    assert [(tag, attrs.get("class", "")) for tag, attrs, _ in found.all("h1", "h2", "h3", "h4", "h5", "h6")] == [
        ("h1", "title"),
        *(("h2", "level-1"), ("h3", "level-2"), ("h4", "level-3")),
        # In an annex its own title stands above them.
        ("h2", ""),
        *(("h3", "level-1"), ("h3", "level-2"), ("h4", "level-3")),
    ]
    assert found.texts("h2", "h3", "h4") == ["I. A", "1. B", "a) C", "Phụ lục Tên", "I. D", "1. E", "a) F"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_one_first_heading_and_no_level_left_out(text: str) -> None:
    levels = [int(tag[1]) for tag, _, _ in page(text).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(level <= above + 1 for above, level in zip([0, *levels], levels, strict=False)), levels


def test_the_first_heading_of_a_letter_is_what_it_is_about() -> None:
    (heading,) = page(LETTER).texts("h1")
    assert heading.startswith("V/v đôn đốc ")


@pytest.mark.parametrize("text", [TEXTS["report"], TEXTS["letter"]], ids=["report", "letter"])
def test_tables_say_what_their_cells_are(text: str) -> None:
    found = page(text)
    ids = [attrs["id"] for _, attrs, _ in found.elements if "id" in attrs]
    assert len(set(ids)) == len(ids)
    tables = text.count("\n|:--:|")
    assert len(found.all("table")) == len(found.all("thead")) == tables
    assert all(attrs == {"scope": "col"} for _, attrs, _ in found.all("th"))
    # Heads stand in the head alone, so that it can be repeated on each page.
    assert all("thead" in names for names, _ in found.pieces if "th" in names)
    named = [attrs["aria-labelledby"] for _, attrs, _ in found.all("table", "section") if "aria-labelledby" in attrs]
    assert named
    assert set(named) <= set(ids)


def test_columns_have_their_width_and_alignment() -> None:
    found = page(f"{REPORT_FRONT}\n| A | B | C |\n|:--:|----|--:|\n| a | b | c |\n| d | e | f |\n")
    widths = [float(attrs["style"].removeprefix("width:").removesuffix("%")) for _, attrs, _ in found.all("col")]
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[0] == pytest.approx(widths[2], abs=0.1)
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)
    assert [(attrs["class"], text) for _, attrs, text in found.all("td")] == [
        *(("center", "a"), ("left", "b"), ("right", "c")),
        *(("center", "d"), ("left", "e"), ("right", "f")),
    ]
    assert found.texts("th") == ["A", "B", "C"]


def test_list_lines_stand_in_lists() -> None:
    found = page(f"{REPORT_FRONT}\n- a\n- b\n\nc\n\n- d\n")
    assert [text.split() for _, attrs, text in found.all("ul") if attrs.get("class") == "items"] == [["a", "b"], ["d"]]


def test_how_text_looks() -> None:
    raw = render(read_document(f"{REPORT_FRONT}\n**a** *b* ***c*** [… d **e**] f<br>g &lt;\n"), CARRIED).decode()
    expected = (
        "<p><strong>a</strong> <em>b</em> <em><strong>c</strong></em> "
        "<mark>[… d </mark><mark><strong>e</strong></mark><mark>]</mark> f<br>g &lt;</p>\n"
    )
    assert expected in raw


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_stands_in_the_order_of_the_markdown(text: str) -> None:
    body = text.split("\n---\n", 1)[1]
    written = re.sub(r"^:::.*$|<br>", "", body, flags=re.MULTILINE)
    # What the front matter says stands around it.
    around = ("head", "header.letterhead", "h1.title", "div.salutation", "div.salutation several", "footer.signature")
    assert letters(page(text).text(without=around)) == letters(written)


def test_head_and_foot_stand_where_they_belong() -> None:
    found = page(COMMUNE)
    said = "".join(text for names, text in found.pieces if "body" in names)
    assert " ".join(said.split()) == (
        f"ỦY BAN NHÂN DÂN PHƯỜNG TÔ HIỆU {NATION}{MOTTO} Số: /BC-UBND Phường Tô Hiệu, ngày tháng năm 2026 "
        "BÁO CÁO Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026 Kính gửi: UBND tỉnh (qua Sở Nội vụ) "
        "UBND phường Tô Hiệu báo cáo kết quả như sau./. "
        "Nơi nhận:- Như trên;- Lưu: VT. TM. ỦY BAN NHÂN DÂN CHỦ TỊCH[…]"
    )


@pytest.mark.parametrize(("body", "sheet"), [("a", "main.sheet"), ("::: annex\n# A\n## B\n:::", "section.sheet annex")])
def test_the_provenance_is_the_last_line_of_the_last_sheet(body: str, sheet: str) -> None:
    found = page(f"{REPORT_FRONT}\n{body}\n\n::: provenance\nLập tự động.\n:::\n")
    ((names, text),) = [(names, text) for names, text in found.pieces if "footer.provenance" in names]
    assert (text, names[2]) == ("Lập tự động.", sheet)
    *_, last = [text for names, text in found.pieces if "body" in names and text.strip()]
    assert last == text


def block(style: str, head: str) -> str:
    """Return what stands in the braces behind `head`."""
    start = re.search(rf"^\s*{re.escape(head)}\s*{{", style, re.MULTILINE)
    assert start, head
    depth, place = 1, start.end()
    while depth:
        depth += {"{": 1, "}": -1}.get(style[place], 0)
        place += 1
    return style[start.end() : place - 1]


def test_it_prints_as_pages() -> None:
    found = page(report(rows=4))
    ((_, _, style),) = found.all("style")
    sheet = block(style, "@page")
    assert "size: A4;" in sheet
    # Nghị định 30/2020/NĐ-CP, Annex I: above and below 20-25 mm, left 30-35, right 15-20; the number centred above.
    margins = re.search(r"margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm;", sheet)
    assert margins
    top, right, bottom, left = map(int, margins.groups())
    assert (20 <= top <= 25, 15 <= right <= 20, 20 <= bottom <= 25, 30 <= left <= 35) == (True,) * 4
    assert re.search(r"@top-center {[^}]*content: counter\(page\);", sheet)
    assert "content: none" in block(style, "@page :first")
    assert "size: A4 landscape;" in block(style, "@page landscape")
    paper = block(style, "@media print")
    assert "page: landscape;" in block(paper, ".landscape")
    assert "break-before: page;" in block(paper, ".annex")
    assert "display: table-header-group;" in block(paper, "thead")
    assert "break-inside: avoid;" in block(paper, "tr")
    # The classes that these rules are for.
    assert [attrs["class"] for _, attrs, _ in found.all("section")] == ["sheet annex landscape", "sheet annex"]
