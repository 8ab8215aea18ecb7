"""Templates: every value is escaped, nothing but the context is accessible, mistakes are reported with their line."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.documents.dialect import DialectError, read_blocks, read_document
from papi_cli.documents.sandbox import TemplateCallError
from papi_cli.documents.template import (
    FilledTemplate,
    NarrativeSection,
    TemplateFillError,
    Templates,
)
from papi_cli.documents.tree import Bullet, DataTable, Heading, Paragraph, runs_text
from papi_cli.documents.vocabulary import escape_markdown, pipe_table
from papi_cli.views.page import Column, Row, Table
from tests.tree import CHECKOUT

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


# Each of them ends in a mistake with its place, at once and in little memory.
ENDLESS = {
    "a loop": "{% for i in range(10 ** 9) %}x{% endfor %}",
    "loops in loops": "{% for i in range(9999) %}{% for j in range(9999) %}{% set x = i %}{% endfor %}{% endfor %}",
    "loops in a macro": "{% macro m() %}{% for i in range(9999) %}{{ i }}{% endfor %}{% endmacro %}{% for i in range(9999) %}{% set x = m() %}{% endfor %}",
    "a text in a loop": "{% for i in range(99999) %}" + "x" * 10_000 + "{% endfor %}",
    "a loop of its own": "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "loops of their own": "{% for i in [9] recursive %}{% if i %}{{ loop([i, i, i, i]) }}{% endif %}{% endfor %}",
    "a wide loop of its own": "{% for i in [9] recursive %}{% if i == 9 %}{{ loop(range(99999)) }}{% endif %}{% endfor %}" * 9,
    "a macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "an include": "{% include 'a.md.j2' %}",
    "includes": "{% set n = (n if n is defined else 40) - 1 %}{% if n %}{% include 'a.md.j2' %}{% include 'a.md.j2' %}{% endif %}",
    "an import": "{% import 'a.md.j2' as a %}",
    "an inheritance": "{% extends 'a.md.j2' %}",
    "a text times a number": "{{ 'a' * 10 ** 9 }}",
    "a number times a text": "{% set x = 10 ** 9 * 'a' %}",
    "a list times a number": "{% set x = [1] * 10 ** 9 %}",
    "a power": "{{ 2 ** (10 ** 9) }}",
    "powers": "{% set x = 9 ** 300 %}{{ x ** 300 }}",
    "products": "{% set x = 9 %}" + "{% set x = x * x %}" * 40 + "{{ x }}",
    "a width": "{{ '%1000000000d' % 1 }}",
    "a width in a filter": "{{ '%1000000000d' | format(1) }}",
    "a width in a method": "{{ '{:1000000000}'.format(1) }}",
    "a width in a mapping": "{{ '{a:1000000000}'.format_map({'a': 1}) }}",
    "a width in another method": "{{ 'a'.rjust(10 ** 9) }}",
    "zeros": "{{ '1'.zfill(10 ** 9) }}",
    "spaces": "{{ '\t'.expandtabs(10 ** 9) }}",
    "bytes": "{{ (1).to_bytes(10 ** 9) }}",
    "a centre": "{{ 'a' | center(10 ** 9) }}",
    "an indent": "{{ 'a' | indent(10 ** 9, true) }}",
    "a batch": "{{ [1] | batch(10 ** 9, 1) | list | length }}",
    "slices": "{{ [1] | slice(10 ** 9) | list | length }}",
    "decimals": "{{ 1 | round(-10 ** 9) }}",
    "texts twice": "{% set x = who %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "texts added": "{% set x = who %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
    "lists twice": "{% set x = [1] %}" + "{% set x = [x, x] %}" * 40 + "{{ x | string }}",
    "tuples twice": "{% set x = (1,) %}" + "{% set x = (x, x) %}" * 40 + "{{ x | join }}",
    "mappings twice": "{% set x = {} %}" + "{% set x = {'a': x, 'b': x} %}" * 40 + "{{ x ~ '' }}",
    "a replacement": "{% set x = 'a' * 10 ** 6 %}{{ x | replace('a', x) }}",
    "a replacement by a method": "{% set x = 'a' * 10 ** 6 %}{{ x.replace('a', x) }}",
    "a join": "{% set x = 'a' * 10 ** 5 %}{{ range(99999) | join(x) }}",
    "a join by a method": "{% set x = 'a' * 10 ** 5 %}{{ x.join(x) }}",
    "a join of what a filter makes": "{% set x = 'a' * 10 ** 5 %}{{ x | map('upper') | join(x) }}",
    "filters": "{% for i in range(9999) %}{% set x = range(99999) | map('string') | list %}{% endfor %}",
    "sections": "{% for i in range(99999) %}{{ written('a', who * 999) }}{% endfor %}",
    "a long text": "{{ 'a' * 10 ** 7 }}",
    "many lines": "{% for i in range(99999) %}\n\n\n{% endfor %}",
}  # fmt: skip


# They come to the bound by so many small steps that it takes seconds. They get a tenth of the work, in a tenth of the memory.
LONG = {"loops in a macro", "macros", "includes", "lists twice", "tuples twice", "mappings twice"}
_LIMITED = """
import resource
from pathlib import Path
from papi_cli.documents import sandbox
from papi_cli.documents.template import TemplateFillError
from tests.test_template import ENDLESS, LONG, fill
statm, work = Path("/proc/self/statm"), sandbox.MAX_WORK
for name, body in ENDLESS.items():
    # Where nothing tells the memory in use, that counts, too.
    in_use = int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0
    part = 10 if in_use and name in LONG else 1
    sandbox.MAX_WORK = work // part
    resource.setrlimit(resource.RLIMIT_AS, (in_use + 600_000_000 // part, resource.RLIM_INFINITY))
    try:
        fill(body)
    except TemplateFillError as error:
        print(f"{name}: {error.name}:{error.line}: {error.sentence}")
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a limit of memory as POSIX has it")
def test_a_template_without_end_is_ended_in_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", _LIMITED], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(ENDLESS)
    assert all(re.fullmatch(r"[^:]+: a\.md\.j2:(1|12): .+\.", line) for line in lines), lines


@pytest.mark.parametrize(
    "body",
    [
        "{{ letter('a') }}",
        "{{ letter() }}",
        "{{ letter(1, 2) }}",
        "{{ letter(none) }}",
        "{{ place(1) }}",
        "{{ place(t) }}",
        "{{ table(1, '1') }}",
        "{{ table(t, 1) }}",
        "{{ table(t, '5c xx') }}",
        "{{ table(t, '5c 1000000000') }}",
        "{{ table(t, '5c -1') }}",
        "{{ table(t, '5c ٣') }}",
        "{{ table(t) }}",
        "{{ written(1, 'a') }}",
        "{{ written('a', 1) }}",
        "{{ written('a') }}",
        "{{ who | number }}",
        "{{ 1.5 | number }}",
        "{{ 1 | lower_first }}",
        "{{ t }}",
        "{{ [1] }}",
        "{{ {'a': 1} }}",
        "{{ who | replace }}",
        "{{ who | dictsort }}",
        "{{ 1 | items }}",
        "{{ who | round }}",
        "{{ 1 | groupby('a') }}",
        "{{ who() }}",
        "{{ 1 + who }}",
        "{{ [1, who] | sort }}",
        "{{ [1, who] | sum }}",
        "{{ who.split(1) }}",
        "{{ range(who) }}",
        "{{ range(1, 2, 0) }}",
        "{{ loop.index }}",
        "{% for a, b in [1] %}{% endfor %}",
        "{% for a in 1 %}{% endfor %}",
        "{% include 1 %}",
        "{% include [] %}",
        "{% from 'a.md.j2' import x %}{{ x() }}",
        "{{ 9" + "9" * 5_000 + " }}",
        "{{ (-1) ** 0.5 < 1 }}",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "{{ 'a' if }}",
        "{% set t.x = 1 %}",
        "{{ caller() }}",
        "{{ super() }}",
        "{{ self.x() }}",
        "{% do 1 %}",
    ],
)
def test_a_slip_in_a_template_is_a_mistake_and_no_bug(body: str) -> None:
    with pytest.raises(TemplateFillError) as raised:
        fill(body, t=Table((Column("A"), Column("B")), ()))
    assert raised.value.name == "a.md.j2"
    assert re.match(
        "không|mẫu|giá trị|bảng|bộ lọc|sai|độ rộng|(letter|place|table|written) nhận", raised.value.sentence
    )


def test_what_templates_use_is_still_there() -> None:
    body = (
        "{{ who.replace('Sở', 'Ban').upper() }} {{ 7 % 4 }} {{ 2 ** 10 }} {{ 3 * 4 }} {{ 2.56 | round(1) }} {{ 'a' * 3 }}"
        "{% for key, value in {'a': 1}.items() %} {{ loop.last }} {{ loop.length }} {{ key }}{{ value }}{% endfor %}"
        " {{ ['b', 'a'] | sort | join('-') }} {{ [1, 2] | map('string') | first }} {{ 20260610 | default(1) }}"
        " {{ none | default(99999999, true) }} {{ 'x' in ['x'] }} {{ (1, 2) | length }} {{ 120000000 | abs }}\n"
    )
    assert fill(body).text.endswith("BAN NỘI VỤ 3 1024 12 2.6 aaa True 1 a1 a-b 1 20260610 99999999 True 2 120000000\n")


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


def test_headings_among_the_rows_are_read_back_as_such() -> None:
    heads = (Column("TT"), Column("Việc"), Column("Hạn"))
    rows = (Row(("", "Mục một", ""), is_heading=True), Row(("1", "Họp", "10/6")), Row(("Mục", "", ""), is_heading=True))
    for of, headings in ((rows, {0, 2}), (rows[1:2], ()), ((Row(("1", "Họp", "")),), ())):
        (table,) = read_blocks(pipe_table(Table(heads, of), "3c 5 5"))
        assert isinstance(table, DataTable)
        assert table.headings == {*headings}
    # Without a third column nothing stands behind the words.
    (table,) = read_blocks("::: grouped\n| TT | Việc |\n|---|---|\n| 1 | Họp |\n| | |\n| Mục | |\n:::\n")
    assert isinstance(table, DataTable)
    assert table.headings == {2}
    for text in ("::: grouped\nHọp\n:::\n", "::: grouped\n:::\n"):
        with pytest.raises(DialectError, match="khối «grouped» chứa đúng một bảng"):
            read_blocks(text)


def test_a_table_without_rows_is_not_printed_and_its_widths_still_hold() -> None:
    assert pipe_table(Table((Column("A"), Column("B")), ()), "3c 5") == ""
    for widths, words in (("3c", "bảng có 2 cột"), ("3c x", "độ rộng cột «x» không đúng")):
        with pytest.raises(TemplateCallError, match=words):
            pipe_table(Table((Column("A"), Column("B")), ()), widths)


def test_numbers_and_dates_are_not_escaped() -> None:
    for text in ("45/KH-UBND", "ngày 09/6/2026", "94,4%", "II.5", "Sở Văn hóa, Thể thao và Du lịch", "a (b) c; d: e"):
        assert escape_markdown(text) == text
