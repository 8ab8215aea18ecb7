"""How the cells of a workbook look, and what may stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cache
from textwrap import wrap

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.text import printable

FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = PatternFill("solid", fgColor="D9E2F3")
ANSWER = PatternFill("solid", fgColor="FFF8DC")
UNLOCKED = Protection(locked=False)
WRAPPED = Alignment(vertical="top", wrap_text=True)
CENTERED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LINE_HEIGHT = 14.5  # points, of 11-point type
LETTERS_PER_FIGURE = 1.05  # letters of running text that take the width of a figure, in which columns are measured
# The format of a cell whose text is no number and no day, whatever it looks like.
TEXT = "@"


def put_text(cell: Cell | MergedCell, text: str, *, size: int = 11, bold: bool = False) -> Cell:
    """Write a text that stays a text, even if it looks like a formula; a workbook can hold no control characters."""
    assert isinstance(cell, Cell)  # this sheet merges none, whose order openpyxl would leave to chance
    cell.font = _font(size, bold=bold)
    _write(cell, text)
    return cell


def put_row_like(page: Worksheet, patterns: Sequence[Cell], texts: Sequence[str]) -> None:
    """Write texts as `put_text` does into a row below the last one that looks as that of the patterns, now and later.

    For each property that a cell is given openpyxl compares all fields of it with those in the workbook; a copy of a
    cell shares what was found.
    """
    cells = [copy(pattern) for pattern in patterns]
    for cell, text in zip(cells, texts, strict=True):
        _write(cell, text)
    page.append(cells)


@cache
def _font(size: int, *, bold: bool) -> Font:
    return Font(name=FONT, size=size, bold=bold)


def _write(cell: Cell, text: str) -> None:
    cell.value = printable(text) or None
    if text:
        cell.data_type = "s"


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height in points at which every cell of the row is whole; Excel does not adjust rows on opening."""
    letters = (int(width * LETTERS_PER_FIGURE) for width in widths)
    # Most texts fit into one line, and wrapping takes longest of all that is done for a row.
    lines = max(1 if len(text) <= most else len(wrap(text, most)) for text, most in zip(texts, letters, strict=True))
    return LINE_HEIGHT * max(lines, 1) + 2
