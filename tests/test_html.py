"""HTML documents: self-contained, accessible, printed as pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from papi_cli.documents.dialect import read_document
from papi_cli.documents.html import render
from papi_cli.documents.metadata import DocumentMetadata
from papi_cli.documents.tree import MOTTO, NATION
from tests.documents import COMMUNE, LETTER, METADATA, REPORT_FRONT, report

TEXTS = {"report": report(rows=8), "letter": LETTER, "commune": COMMUNE}

_VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """A page as the standard library parses it: elements with attributes and text, and what encloses each text."""

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
        enclosing = [self.elements[index] for index in self._open]
        for _, _, text in enclosing:
            text.append(data)
        names = (f"{tag}.{attrs.get('class', '')}".rstrip(".") for tag, attrs, _ in enclosing)
        self.pieces.append((tuple(names), data))

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], str]]:
        return [(tag, attrs, "".join(text)) for tag, attrs, text in self.elements if tag in tags]

    def texts(self, *tags: str) -> list[str]:
        return [" ".join(text.split()) for _, _, text in self.all(*tags)]

    def text(self, *, without: tuple[str, ...]) -> str:
        return "".join(text for names, text in self.pieces if not set(without) & set(names))


def page(text: str, metadata: DocumentMetadata = METADATA) -> Page:
    return Page(render(read_document(text), metadata))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_page_is_self_contained_and_runs_no_script(text: str) -> None:
    raw = render(read_document(text), METADATA)
    parsed = Page(raw)
    assert raw.startswith(b"<!DOCTYPE html>\n")
    assert raw == render(read_document(text), METADATA)
    ((_, attrs, data),) = parsed.all("script")
    assert attrs == {"type": "application/json", "id": "papi"}
    assert json.loads(data) == METADATA.data
    # These elements and attributes only: no image, frame, form or event handler, no link that leaves the page.
    sections = {"html", "head", "body", "nav", "main", "header", "footer", "section", "div"}
    lines = {"h1", "h2", "h3", "h4", "p", "ul", "li", "br", "span", "strong", "em", "mark", "a"}
    tables = {"table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _, _ in parsed.elements} <= {*sections, *lines, *tables, "meta", "title", "style", "script"}
    names = {name for _, attrs, _ in parsed.elements for name in attrs}
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
        "aria-label",
        "aria-labelledby",
        "href",
    }
    ids = {attrs["id"] for _, attrs, _ in parsed.elements if "id" in attrs}
    assert {attrs["href"] for _, attrs, _ in parsed.all("a")} <= {f"#{name}" for name in ids}
    ((_, _, style),) = parsed.all("style")
    assert not re.search(r"url\(|@import|src:", style)


@pytest.mark.parametrize(
    ("line", "language"), [("", "vi"), ("language: en-GB\n", "en"), ('language: "a\\"b"\n', 'a"b')]
)
def test_the_language(line: str, language: str) -> None:
    ((_, attrs, _),) = page(REPORT_FRONT.replace("layout:", f"{line}layout:")).all("html")
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
    parsed = page(
        REPORT_FRONT
        + "\n# I. A\n\n## 1. B\n\n### a) C\n\n::: annex\n# Phụ lục\n## Tên\n\n# I. D\n\n## 1. E\n\n### a) F\n:::\n"
    )
    assert [(tag, attrs.get("class", "")) for tag, attrs, _ in parsed.all("h1", "h2", "h3", "h4", "h5", "h6")] == [
        ("h1", "title"),
        *(("h2", "level-1"), ("h3", "level-2"), ("h4", "level-3")),
        # In an annex the title of the annex is one level above them.
        ("h2", ""),
        *(("h3", "level-1"), ("h3", "level-2"), ("h4", "level-3")),
    ]
    assert parsed.texts("h2", "h3", "h4") == ["I. A", "1. B", "a) C", "Phụ lục Tên", "I. D", "1. E", "a) F"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_there_is_one_first_heading_and_no_level_is_skipped(text: str) -> None:
    levels = [int(tag[1]) for tag, _, _ in page(text).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(level <= above + 1 for above, level in zip([0, *levels], levels, strict=False)), levels


def test_a_text_that_leaves_a_level_of_headings_out_does_not_break_their_order() -> None:
    parsed = page(f"{REPORT_FRONT}\n## 1. B\n\n### a) C\n\n# I. A\n\n### a) D\n\n## 2. E\n")
    assert [(tag, attrs.get("class")) for tag, attrs, _ in parsed.all("h2", "h3", "h4")] == [
        *(("h2", "level-2"), ("h3", "level-3")),
        *(("h2", "level-1"), ("h3", "level-3"), ("h3", "level-2")),
    ]


ANNEXES = "::: annex\n# Phụ lục I\n## DANH MỤC\n\n# A\n:::\n\n::: annex\n# Phụ lục II\n## BIỂU <1>\n:::\n"


def test_the_list_of_contents_leads_to_sections_and_annexes() -> None:
    parsed = page(f"{REPORT_FRONT}\n# I. A\n\n## 1. B\n\n# II. C & D\n\nE\n\n{ANNEXES}")
    lines = {attrs["href"]: " ".join(text.split()) for _, attrs, text in parsed.all("a")}
    assert [*lines.values()] == ["I. A", "II. C & D", "Phụ lục I. DANH MỤC", "Phụ lục II. BIỂU <1>"]
    headings = {f"#{attrs['id']}": " ".join(text.split()) for _, attrs, text in parsed.all("h2")}
    assert [*headings] == [*lines]
    assert [*headings.values()] == ["I. A", "II. C & D", "Phụ lục I DANH MỤC", "Phụ lục II BIỂU <1>"]
    ((_, attrs, _),) = parsed.all("nav")
    assert attrs == {"class": "contents", "aria-label": "Mục lục"}
    ((_, _, style),) = parsed.all("style")
    assert "display: none;" in block(block(style, "@media print"), ".contents")
    # A list of one line leads nowhere that the reader is not.
    assert not page(f"{REPORT_FRONT}\n# I. A\n\nB\n").all("nav", "a")


def test_mentions_of_its_own_annexes_lead_there_and_those_of_the_plan_nowhere() -> None:
    for sentence, target in (
        ("Chi tiết tại Phụ lục II kèm theo Báo cáo này.", "#annex-2"),
        ("(chi tiết tại Phụ lục II kèm theo)", "#annex-2"),
        ("- Danh mục tại Phụ lục I kèm theo", "#annex-1"),
        ("Nêu tại *Phụ lục I kèm theo* và **Phụ lục I** kèm theo.", "#annex-1"),
        ("Nhiệm vụ tại Phụ lục II của Kế hoạch.", ""),
        ("Phụ lục I kèm theo Quyết định số 01/QĐ-UBND.", ""),
        ("Phụ lục I kèm theo Quyết định số 01/QĐ-UBND, không phải Báo cáo này.", ""),
        ("Phụ lục I kèm theo Quyết định nêu tại Báo cáo này.", ""),
        ("Số thứ tự 2 Mục I Phụ lục II.", ""),
        ("Phụ lục III kèm theo Báo cáo này.", ""),
    ):
        links = [link for link in page(f"{REPORT_FRONT}\n{sentence}\n\n{ANNEXES}").all("a") if "." not in link[2]]
        assert {attrs["href"]: text for _, attrs, text in links} == (
            {target: f"Phụ lục {'I' * int(target[-1])}"} if target else {}
        ), sentence
    # Of two annexes under one label none is meant.
    twins = ANNEXES.replace("Phụ lục II", "Phụ lục I")
    parsed = page(f"{REPORT_FRONT}\nChi tiết tại Phụ lục I kèm theo Báo cáo này.\n\n{twins}")
    assert [text for _, _, text in parsed.all("a") if "." not in text] == []


def test_cells_name_their_columns_where_these_become_lines() -> None:
    table = '| A "b" | **C**<br>\\\\d |  |\n|:--:|----|--|\n| a | b | c |\n| I | Nhóm |  |\n'
    parsed = page(f"{REPORT_FRONT}\n::: grouped\n{table}:::\n")
    ((_, attrs, _),) = parsed.all("table")
    assert attrs["style"] == r'--h1:"A \"b\"";--h2:"C \\d"'
    ((_, _, style),) = parsed.all("style")
    telephone = block(style, "@media screen and (max-width: 140mm)")
    for number in (1, 2, 3):
        assert block(telephone, f"td:nth-child({number})::before") == f' content: var(--h{number}) ": "; '
    assert "nth-child(4)" not in telephone
    assert "display: block;" in block(telephone, "table, caption, thead, tbody, tr, td")
    # A heading among the rows stands under no column.
    assert [attrs.get("class") for _, attrs, _ in parsed.all("tr")] == [None, None, "heading"]
    assert [attrs.get("colspan") for _, attrs, _ in parsed.all("td")] == [None, None, None, None, "2"]
    # A table that people type says of none of its rows that it is a heading.
    typed = page(f"{REPORT_FRONT}\n{table}")
    assert [attrs.get("class") for _, attrs, _ in typed.all("tr")] == [None, None, None]
    assert [attrs.get("colspan") for _, attrs, _ in typed.all("td")] == [None] * 6


def test_the_first_heading_of_a_letter_is_its_subject() -> None:
    (heading,) = page(LETTER).texts("h1")
    assert heading.startswith("V/v đôn đốc ")


@pytest.mark.parametrize("text", [TEXTS["report"], TEXTS["letter"]], ids=["report", "letter"])
def test_tables_have_heads_and_labels(text: str) -> None:
    parsed = page(text)
    ids = [attrs["id"] for _, attrs, _ in parsed.elements if "id" in attrs]
    assert len(set(ids)) == len(ids)
    tables = text.count("\n|:--:|")
    assert len(parsed.all("table")) == len(parsed.all("thead")) == tables > 0
    assert all(attrs == {"scope": "col"} for _, attrs, _ in parsed.all("th"))
    # All heads are in <thead>, which is repeated on each page.
    assert all("thead" in names for names, _ in parsed.pieces if "th" in names)
    labels = [attrs["aria-labelledby"] for _, attrs, _ in parsed.all("table", "section") if "aria-labelledby" in attrs]
    assert labels
    assert set(labels) <= set(ids)


def test_a_caption_is_part_of_its_table() -> None:
    annex = "::: annex\n# Phụ lục\n## Danh mục\n\n*Danh sách*\n\n| A |\n|---|\n| a |\n\n| B |\n|---|\n| b |\n:::\n"
    parsed = page(f"{REPORT_FRONT}\n**Kết quả**\n\n| A |\n|---|\n| a |\n\n{annex}")
    assert parsed.texts("caption") == ["Kết quả", "Danh sách"]
    named = ["aria-labelledby" in attrs for _, attrs, _ in parsed.all("table")]
    assert named == [False, False, True], "a table has one name"


def test_columns_have_widths_and_alignments() -> None:
    parsed = page(f"{REPORT_FRONT}\n| A | B | C |\n|:--:|----|--:|\n| a | b | c |\n| d | e | f |\n")
    widths = [float(attrs["style"].removeprefix("width:").removesuffix("%")) for _, attrs, _ in parsed.all("col")]
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[0] == pytest.approx(widths[2], abs=0.1)
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)
    assert [(attrs["class"], text) for _, attrs, text in parsed.all("td")] == [
        *(("center", "a"), ("left", "b"), ("right", "c")),
        *(("center", "d"), ("left", "e"), ("right", "f")),
    ]
    assert parsed.texts("th") == ["A", "B", "C"]


def test_columns_are_fitted_to_the_width_of_their_page() -> None:
    table = f"| {'A' * 12} | B |\n|-|{'-' * 40}|\n| a | {'b ' * 400}|\n"
    upright, landscape = (
        float(page(f"{REPORT_FRONT}\n::: {kind}\n# Phụ lục\n## Tên\n\n{table}:::\n").all("col")[0][1]["style"][6:-1])
        for kind in ("annex", "annex landscape")
    )
    # The first column is as wide as its head, on either page.
    assert landscape * (297 - 45) == pytest.approx(upright * (210 - 45), rel=0.01)


def test_only_rows_longer_than_a_third_of_a_page_are_split_by_its_end() -> None:
    # A line of the type of tables holds about so many words on a page of either kind.
    for kind, words, split in (("annex landscape", 57, [False, True, True]), ("annex", 37, [False, False, True])):
        rows = "".join(f"| {'aa ' * words * lines}|\n" for lines in (5, 14, 25))
        parsed = page(f"{REPORT_FRONT}\n::: {kind}\n# Phụ lục\n## Tên\n\n| A |\n|---|\n{rows}:::\n")
        assert [attrs.get("class") == "long" for _, attrs, _ in parsed.all("tr")[1:]] == split, kind
    ((_, _, style),) = parsed.all("style")
    assert "break-inside: auto;" in block(block(style, "@media print"), "tr.long")


def test_consecutive_items_are_one_list() -> None:
    parsed = page(f"{REPORT_FRONT}\n- a\n- b\n\nc\n\n- d\n")
    assert [text.split() for _, attrs, text in parsed.all("ul") if attrs.get("class") == "items"] == [["a", "b"], ["d"]]


def test_inline_markup() -> None:
    raw = render(read_document(f"{REPORT_FRONT}\n**a** *b* ***c*** [… d **e**] f<br>g &lt;\n"), METADATA).decode()
    expected = (
        "<p><strong>a</strong> <em>b</em> <em><strong>c</strong></em> "
        "<mark>[… d </mark><mark><strong>e</strong></mark><mark>]</mark> f<br>g &lt;</p>\n"
    )
    assert expected in raw


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_text_is_complete_and_in_order(text: str) -> None:
    body = text.split("\n---\n", 1)[1]
    expected = re.sub(r"^:::.*$|<br>", "", body, flags=re.MULTILINE)
    # The texts of the front matter stand around it.
    around = (
        "head",
        "nav.contents",
        "header.letterhead",
        "h1.title",
        "div.salutation",
        "div.salutation several",
        "footer.signature",
    )
    assert letters(page(text).text(without=around)) == letters(expected)


def test_the_order_of_head_and_foot() -> None:
    parsed = page(COMMUNE)
    text = "".join(text for names, text in parsed.pieces if "body" in names)
    assert " ".join(text.split()) == (
        f"ỦY BAN NHÂN DÂN PHƯỜNG TÔ HIỆU {NATION}{MOTTO} Số: /BC-UBND Phường Tô Hiệu, ngày tháng năm 2026 "
        "BÁO CÁO Kết quả thực hiện Kế hoạch PAPI 6 tháng đầu năm 2026 Kính gửi: UBND tỉnh (qua Sở Nội vụ) "
        "UBND phường Tô Hiệu báo cáo kết quả như sau./. "
        "Nơi nhận:- Như trên;- Lưu: VT. TM. ỦY BAN NHÂN DÂN CHỦ TỊCH[…]"
    )


@pytest.mark.parametrize(("body", "sheet"), [("a", "main.sheet"), ("::: annex\n# A\n## B\n:::", "section.sheet annex")])
def test_the_provenance_is_the_last_line_of_the_last_sheet(body: str, sheet: str) -> None:
    parsed = page(f"{REPORT_FRONT}\n{body}\n\n::: provenance\nLập tự động.\n:::\n")
    ((names, text),) = [(names, text) for names, text in parsed.pieces if "footer.provenance" in names]
    assert (text, names[2]) == ("Lập tự động.", sheet)
    *_, last = [text for names, text in parsed.pieces if "body" in names and text.strip()]
    assert last == text


def block(style: str, head: str) -> str:
    """Return the content of the braces after `head`."""
    start = re.search(rf"^\s*{re.escape(head)}\s*{{", style, re.MULTILINE)
    assert start, head
    depth, end = 1, start.end()
    while depth:
        depth += {"{": 1, "}": -1}.get(style[end], 0)
        end += 1
    return style[start.end() : end - 1]


def test_a_page_prints_like_the_word_file() -> None:
    parsed = page(report(rows=4))
    ((_, _, style),) = parsed.all("style")
    sheet = block(style, "@page")
    assert "size: A4;" in sheet
    # Nghị định 30/2020/NĐ-CP, Annex I: margins top and bottom 20-25 mm, left 30-35, right 15-20; page number top
    # centre.
    margins = re.search(r"margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm;", sheet)
    assert margins
    top, right, bottom, left = map(int, margins.groups())
    assert (20 <= top <= 25, 15 <= right <= 20, 20 <= bottom <= 25, 30 <= left <= 35) == (True,) * 4
    assert re.search(r"@top-center {[^}]*content: counter\(page\);", sheet)
    assert "content: none" in block(style, "@page :first")
    assert "size: A4 landscape;" in block(style, "@page landscape")
    paper = block(style, "@media print")
    assert "page: landscape;" in block(paper, ".annex.landscape")
    assert {"break-before: page;", "page: annex;"} <= set(re.findall(r"\w[^;]*;", block(paper, ".annex")))
    # Each annex is numbered by itself, which no browser can do: the numbers of the text end with the text.
    assert all("@top-center { content: none; }" in block(style, f"@page {name}") for name in ("annex", "landscape"))
    assert "display: table-header-group;" in block(paper, "thead")
    assert "break-inside: avoid;" in block(paper, "tr")
    # No heading among rows stands at the end of a page.
    assert "break-after: avoid;" in block(paper, "tr.heading")
    # These classes occur.
    assert [attrs["class"] for _, attrs, _ in parsed.all("section")] == ["sheet annex landscape", "sheet annex"]
