"""How the cells of a workbook look, and what may stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from papi_cli.text import printable

FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = PatternFill("solid", fgColor="D9E2F3")
ANSWER = PatternFill("solid", fgColor="FFF8DC")
UNLOCKED = Protection(locked=False)
CENTERED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LINE_HEIGHT = 14.5  # points, of 11-point type
LETTERS_PER_FIGURE = 1.05  # letters of running text that take the width of a figure, in which columns are measured
# The format of a cell whose text is no number and no day, whatever it looks like.
TEXT = "@"


def put_text(cell: Cell | MergedCell, text: str, *, size: int = 11, bold: bool = False) -> None:
    """Write a text that stays a text, even if it looks like a formula; a workbook can hold no control characters."""
    assert isinstance(cell, Cell)  # this sheet merges none, whose order openpyxl would leave to chance
    cell.value = printable(text) or None
    cell.font = Font(name=FONT, size=size, bold=bold)
    if text:
        cell.data_type = "s"


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height in points at which every cell of the row is whole; Excel does not adjust rows on opening."""
    lines = max(len(wrap(text, int(width * LETTERS_PER_FIGURE))) for text, width in zip(texts, widths, strict=True))
    return LINE_HEIGHT * max(lines, 1) + 2
