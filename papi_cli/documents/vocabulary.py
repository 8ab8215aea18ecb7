"""What templates say things with: their functions and filters, and the escaping of every value that they print."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from jinja2 import StrictUndefined
from markupsafe import Markup

from papi_cli.documents.characters import replace_forbidden
from papi_cli.documents.sandbox import TemplateCallError
from papi_cli.text import PLACEHOLDER, count_text, lower_first, upper_first
from papi_cli.views.page import Table


def escape_yaml(text: str) -> str:
    """Escape text for the inside of a double-quoted YAML scalar; `##[`, a command to CI systems, is escaped too."""
    return re.sub(r"#(?=#\w*\[)", r"\\u0023", json.dumps(_one_line(text), ensure_ascii=False)[1:-1])


# White space except the no-break space, which is meant to stay.
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~])")
_AT_START = re.compile(r"([#:=+.)-]|\d+[.)])")


def _one_line(text: str) -> str:
    """Return text on one line, without forbidden characters."""
    return replace_forbidden(_SPACES.sub(" ", text).strip(" "))


def escape_markdown(text: str) -> str:
    """Escape text for the inside of a line of Markdown.

    The template may print it at the start of a line, so its start is escaped too where it could begin a block (a
    heading, a list item, a rule).
    """
    escaped = _SPECIAL.sub(r"\\\1", _one_line(text))
    if start := _AT_START.match(escaped):
        sign = start.end() - 1
        return f"{escaped[:sign]}\\{escaped[sign:]}"
    return escaped


_ESCAPED_PLACEHOLDER = escape_markdown(PLACEHOLDER)
_Expected = TypeVar("_Expected")
_TABLE = 'table nhận một bảng và các độ rộng, ví dụ table(overdue, "5c 48 13c 34").'
_WIDTH = re.compile(r"([1-9][0-9]{0,2})([cr]?)", re.ASCII)


def expect(value: object, kind: type[_Expected], sentence: str) -> _Expected:
    """Return a value that a template gives; raises an error of the template, with `sentence`, for one of another kind."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises the error that names it
    if not isinstance(value, kind):
        raise TemplateCallError(sentence)
    return value


def _number(count: int) -> str:
    """Return a count in figures, 06 for 6."""
    return count_text(expect(count, int, "bộ lọc number nhận một số."))


def _lower_first(text: str) -> str:
    return lower_first(expect(text, str, "bộ lọc lower_first nhận một đoạn chữ."))


def _upper_first(text: str) -> str:
    return upper_first(expect(text, str, "bộ lọc upper_first nhận một đoạn chữ."))


# Nghị định 30/2020/NĐ-CP numbers points in the Vietnamese alphabet.
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def point_letter(number: int) -> str:
    """Return the letter of a point: 1 is a, 5 is đ; raises an error of the template beyond 23."""
    number = expect(number, int, "letter nhận một số, ví dụ letter(3).")
    if not 1 <= number <= len(_LETTERS):
        raise TemplateCallError(f"không có chữ cái thứ {number} để đánh số điểm.")
    return _LETTERS[number - 1]


# Annexes are numbered in Roman numerals; no document has forty.
_MOST_ANNEXES = 40
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman_numeral(number: int) -> str:
    """Return a number from 1 to 39 in Roman numerals, as annexes have it; raises an error of the template beyond."""
    number = expect(number, int, "roman nhận một số, ví dụ roman(3).")
    if not 0 < number < _MOST_ANNEXES:
        raise TemplateCallError(f"không viết được số La Mã của {number}: roman nhận số từ 1 đến 39.")
    tens, ones = divmod(number, 10)
    return "X" * tens + _ROMAN[ones]


def placeholder(hint: str = "") -> Markup:
    """Return a placeholder for a person to fill in, with a hint at what belongs there: `[… hint]` or `[…]`."""
    hint = (
        expect(hint, str, 'place nhận một gợi ý bằng chữ, ví dụ place("ngày, tháng").')
        .replace("[", "(")
        .replace("]", ")")
    )
    return Markup(f"[… {escape_markdown(hint)}]" if hint else "[…]")  # noqa: S704  # escaped here


def pipe_table(table: Table, widths: str) -> Markup:
    """Return a pipe table, nothing for one without rows; `widths` are relative column widths, each with c, r or nothing (left) for its alignment.

    `5c 30 12r` becomes `|:-----:|------------------------------|------------:|`, the line below the heads. For a table
    with a form the widths are those of the form's columns: one that the table lacks is passed over, and columns of the
    plan's own have the widths that they bring along. A table with headings among its rows stands in a div that says so.
    """
    table, columns = expect(table, Table, _TABLE), expect(widths, str, _TABLE).split()
    form = table.form or tuple(column.head for column in table.columns)
    if len(columns) != len(form):
        raise TemplateCallError(f"bảng có {len(form)} cột, mẫu ghi {len(columns)} độ rộng.")
    if table.form:
        by_head = dict(zip(form, columns, strict=True))
        columns = [str(column.share) if column.share else by_head[column.head] for column in table.columns]
    cells = [[column.head for column in table.columns], *(row.cells for row in table.rows)]
    delimiters = f"|{'|'.join(map(_delimiter, columns))}|"
    if not table.rows:
        return Markup()
    lines = [f"| {' | '.join(map(_cell, line))} |" for line in cells]
    lines.insert(1, delimiters)
    rows = "\n".join(lines)
    return Markup(_div("grouped", rows) if any(row.is_heading for row in table.rows) else rows)  # noqa: S704  # escaped cell by cell


def _div(kind: str, rows: str) -> str:
    """Return a table in a fenced div; without the blank lines other readers of Markdown take its end for a row."""
    return f"::: {kind}\n\n{rows}\n\n:::"


def _cell(text: str) -> str:
    """Return a cell of a pipe table: places to fill in stay such, all other text is escaped."""
    return escape_markdown(text).replace(_ESCAPED_PLACEHOLDER, PLACEHOLDER)


def chart(table: Table, widths: str) -> Markup:
    """Return `pipe_table` in a fenced div that asks for bars in its last column; nothing for a table without rows."""
    rows = pipe_table(table, widths)
    return Markup(_div("chart", rows)) if rows else rows  # noqa: S704  # escaped cell by cell


def _delimiter(column: str) -> str:
    width = _WIDTH.fullmatch(column)
    if width is None:
        raise TemplateCallError(
            f"độ rộng cột «{column[:20]}» không đúng: viết một số từ 1 đến 999, kèm c hoặc r nếu cần."
        )
    dashes = "-" * int(width[1])
    match width[2]:
        case "c":
            return f":{dashes}:"
        case "r":
            return f"{dashes}:"
        case _:
            return dashes


# Those of Jinja2 besides: its filters, as the sandbox counts them, and `range`; `written` is of one document.
FUNCTIONS: Mapping[str, Callable[..., str]] = {
    "table": pipe_table,
    "chart": chart,
    "place": placeholder,
    "letter": point_letter,
    "roman": roman_numeral,
}
FILTERS: Mapping[str, Callable[..., str]] = {
    "number": _number,
    "lower_first": _lower_first,
    "upper_first": _upper_first,
}
