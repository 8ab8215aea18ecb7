"""The widths of a table's columns on a terminal of a given width, in character cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from papi_cli.views.page import Column, Table

# Between two columns.
GAP = 2

# A column that wraps is never narrower than this (unless its content is) nor than its longest word; where that does not
# fit, the rows are printed one by one instead.
_LEAST_WRAPPING_WIDTH = 10

# Stands for a space where a line must not break. A no-break space will not do: Rich and str.split break there too.
TIE = "\ue000"
_SPACE_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:ngày|tháng)\b)")


def tie_numbers(text: str) -> str:
    """Return the text with each number tied to its unit (115 ngày, 06 tháng); print each TIE as a space again."""
    return _SPACE_BEFORE_UNIT.sub(TIE, text)


def tie_cells(table: Table) -> Table:
    """Return the table with the numbers in its cells tied to their units."""
    rows = (row._replace(cells=tuple(map(tie_numbers, row.cells))) for row in table.rows)
    return table._replace(rows=tuple(rows))


def fit_columns(table: Table, width: int) -> list[int] | None:
    """Return a width for each column so that the table fits in `width`, None where it would be too narrow to read.

    Each column starts at its least width: a column that wraps holds its longest word, another its longest cell (its
    head may wrap all the same). What is left of `width` is shared out.
    """
    columns = [[row.cells[index] for row in table.rows] for index in range(len(table.columns))]
    least = [_least_width(column, cells) for column, cells in zip(table.columns, columns, strict=True)]
    most = [
        max(cell_len(column.head), _longest_line(cells)) for column, cells in zip(table.columns, columns, strict=True)
    ]
    average = [sum(map(cell_len, cells)) / max(len(cells), 1) for cells in columns]
    spare = width - sum(least) - GAP * (len(least) - 1)
    if spare < 0:
        return None
    return _share_out(least, most, average, spare)


def _least_width(column: Column, cells: Sequence[str]) -> int:
    head = max(map(cell_len, column.head.split()), default=0)
    if not column.wraps:
        return max(head, _longest_line(cells))
    word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
    return max(head, word, min(_LEAST_WRAPPING_WIDTH, _longest_line([column.head, *cells])))


def _longest_line(cells: Sequence[str]) -> int:
    return max((cell_len(line) for cell in cells for line in cell.splitlines()), default=0)


def _share_out(least: Sequence[int], most: Sequence[int], average: Sequence[float], spare: int) -> list[int]:
    """Return the widths after `spare` columns of the screen are shared out.

    One at a time, they go to the column whose average cell now takes the most lines (average length / width), until no
    column is narrower than its longest line (`most`).
    """
    widths = list(least)
    for _ in range(spare):
        narrow = [index for index in range(len(widths)) if widths[index] < most[index]]
        if not narrow:
            break
        widths[max(narrow, key=lambda index: average[index] / widths[index])] += 1
    return widths
