"""Templates: every value is escaped, nothing but the context is accessible, mistakes are reported with their line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.documents.dialect import read_document
from papi_cli.documents.template import (
    FilledTemplate,
    NarrativeSection,
    TemplateFillError,
    Templates,
    escape_markdown,
    pipe_table,
)
from papi_cli.documents.tree import Bullet, Heading, Paragraph, runs_text
from papi_cli.views.page import Column, Row, Table

FRONT = """---
layout: report
issuer: "{{ who }}"
number: ""
dateline: ""
title: BÁO CÁO
subject: "{{ who }}"
recipients: []
signer: []
signer_name: ""
---
"""
HOSTILE = (
    "a|b", "# đề mục", "- mục", "1. mục", "12) mục", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% for x in y %}",
    "]]>", "*đậm*", "_nghiêng_", "`mã`", "[…]", "[x](http://a.b)", "![x](y)", "&lt;", "&amp;", "\\", "\\|", "a\\",
    "::: annex", ":::", "---", "===", "> trích", "~~x~~", "+ x", "    thụt dòng", "\tx", "hai\ndòng", "hai\r\n\r\nđoạn",
    '"nháy"', "' nháy", "a: b", "a #b", "\u202eđảo\u202c", "😀", "e\u0302\u0301", "x" * 10_000, "|", "||", "a | b | c",
)  # fmt: skip


def fill(body: str, **context: object) -> FilledTemplate:
    return Templates({"a.md.j2": FRONT + body}).fill("a.md.j2", {"who": "Sở Nội vụ", **context}, {})


def shown(text: str) -> str:
    """Return the text as documents show it: on one line, with U+FFFD for a bidirectional control."""
    return re.sub("[\u202a-\u202e]", "\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("body", ["{{ x }}", "Đầu {{ x }} cuối", "{{ x }}{{ x }}"])
def test_a_value_is_plain_text_in_a_paragraph(body: str, text: str) -> None:
    document = read_document(fill(f"{body}\n", x=text, who=text).text)
    (paragraph,) = document.body
    assert isinstance(paragraph, Paragraph)
    expected = body.replace("{{ x }}", shown(text))
    assert runs_text(paragraph.text) == shown(expected)
    assert not any(run.bold or run.italic or run.is_placeholder for run in paragraph.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_plain_text_in_a_heading_an_item_and_a_cell(text: str) -> None:
    table = Table((Column("A"), Column("B")), (Row((text, "x")), Row(("y", text))))
    document = read_document(fill("# {{ x }}\n\n- {{ x }}\n\n{{ table(t, '1 2r') }}\n", x=text, t=table).text)
    heading, item, data = document.body
    assert isinstance(heading, Heading)
    assert isinstance(item, Bullet)
    assert runs_text(heading.text) == runs_text(item.text) == shown(text)
    assert [[runs_text(cell) for cell in row] for row in data.rows] == [[shown(text), "x"], ["y", shown(text)]]  # type: ignore[union-attr]  # the third block is the table


@given(st.text(max_size=80))
def test_any_text_keeps_its_letters_and_digits(text: str) -> None:
    document = read_document(fill("a {{ x }} b\n", x=text).text)
    (paragraph,) = document.body
    assert isinstance(paragraph, Paragraph)
    assert [c for c in runs_text(paragraph.text) if c.isalnum()] == [c for c in f"a {text} b" if c.isalnum()]


def test_narrative_is_put_in_as_it_is_and_a_missing_section_is_a_placeholder() -> None:
    source = "{{ written('ket-qua', 'kết quả [chung]') }}\n"
    filled = fill(source)
    assert "[… kết quả (chung)]" in filled.text
    assert filled.narrative_sections == (NarrativeSection("ket-qua", "kết quả [chung]"),)
    templates = Templates({"a.md.j2": FRONT + source})
    again = templates.fill("a.md.j2", {"who": ""}, {"ket-qua": "**Tốt**.\n\n- một\n"})
    assert again.text.endswith("**Tốt**.\n\n- một\n")
    assert again.narrative_sections == filled.narrative_sections
    blank = templates.fill("a.md.j2", {"who": ""}, {"ket-qua": " \n"})
    assert "[… kết quả" in blank.text


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("{{ khong_co }}", 12, "«khong_co»"),
        ("\n\n{{ who.khong_co }}", 14, "«khong_co»"),
        ("{{ t.rows[9] }}", 12, "«9»"),
        ("{{ t.rows | first }}", 12, "không lập được dòng này"),
        ("{% if %}", 12, "sai cú pháp"),
        ("{{ who | safe }}", 12, "không có bộ lọc «safe»"),
        ("\n{{ 1 / 0 }}", 13, "không tính được"),
        ("{{ who.__class__ }}", 12, "không được phép"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", 12, "không được phép"),
        ("{% include '/etc/passwd' %}", 12, "không có mẫu «/etc/passwd»"),
        ("{% for i in range(10 ** 9) %}x{% endfor %}", 12, "không"),
        ("{{ table(t, '1') }}", 12, "bảng có 2 cột"),
    ],
)
def test_a_mistake_in_a_template_is_reported_with_its_line(body: str, line: int, words: str) -> None:
    with pytest.raises(TemplateFillError) as raised:
        fill(body, t=Table((Column("A"), Column("B")), ()))
    assert (raised.value.name, raised.value.line) == ("a.md.j2", line)
    assert words in raised.value.sentence


def test_mistakes_in_front_matter_and_in_imported_templates_are_located() -> None:
    with pytest.raises(TemplateFillError) as raised:
        Templates({"a.md.j2": FRONT.replace("{{ who }}", "{{ ai }}")}).fill("a.md.j2", {"who": ""}, {})
    assert raised.value.line == 3
    shared = {
        "a.md.j2": FRONT + "{% from 'b.md.j2' import m %}\n{{ m() }}",
        "b.md.j2": "\n{% macro m() %}\n{{ x }}{% endmacro %}",
    }
    with pytest.raises(TemplateFillError) as raised:
        Templates(shared).fill("a.md.j2", {"who": ""}, {})
    assert (raised.value.name, raised.value.line) == ("b.md.j2", 3)


def test_a_bug_of_the_program_is_not_reported_as_a_mistake_in_the_template() -> None:
    class Broken:
        def __str__(self) -> str:
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        fill("{{ x }}", x=Broken())


def test_the_delimiter_row_of_a_table_has_widths_and_alignments() -> None:
    markdown = pipe_table(Table((Column("A"), Column("B"), Column("C")), (Row(("1", "2", "3")),)), "3c 5 2r")
    assert markdown.splitlines()[1] == "|:---:|-----|--:|"


def test_numbers_and_dates_are_not_escaped() -> None:
    for text in ("45/KH-UBND", "ngày 09/6/2026", "94,4%", "II.5", "Sở Văn hóa, Thể thao và Du lịch", "a (b) c; d: e"):
        assert escape_markdown(text) == text
