"""How wide the columns of a table become on a screen of a given width."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from papi_cli.views.page import Column, Table

GAP = 2

# A column that wraps is not squeezed below this, or below its longest word: the rows are set out one by one instead.
_COMFORT = 10


# Stands for a space at which no line breaks: Rich and str.split break at every kind of space that Unicode has.
TIE = "\ue000"
_TIED = re.compile(r"(?<=\d) (?=(?:ngày|tháng)\b)")


def tie_numbers(text: str) -> str:
    """Return the text with every number tied to its unit (115 ngày, 06 tháng); TIE is a space again on the screen."""
    return _TIED.sub(TIE, text)


def tie_cells(table: Table) -> Table:
    """Return the table with the text of every cell `tied`."""
    rows = (row._replace(cells=tuple(map(tie_numbers, row.cells))) for row in table.rows)
    return table._replace(rows=tuple(rows))


def fit_columns(table: Table, width: int) -> list[int] | None:
    """Return a width for each column so that the table fits in `width`, None where it cannot be read so narrow.

    A column that does not wrap gets its longest cell (its head may wrap); what is left goes where it is needed most.
    """
    cells = [[row.cells[place] for row in table.rows] for place in range(len(table.columns))]
    least = [_least_width(column, under) for column, under in zip(table.columns, cells, strict=True)]
    most = [
        max(cell_len(column.head), _longest_line(under)) for column, under in zip(table.columns, cells, strict=True)
    ]
    usual = [sum(map(cell_len, under)) / max(len(under), 1) for under in cells]
    spare = width - sum(least) - GAP * (len(least) - 1)
    if spare < 0:
        return None
    return _share_out(least, most, usual, spare)


def _least_width(column: Column, cells: Sequence[str]) -> int:
    head = max(map(cell_len, column.head.split()), default=0)
    if not column.wraps:
        return max(head, _longest_line(cells))
    word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
    return max(head, word, min(_COMFORT, _longest_line([column.head, *cells])))


def _longest_line(cells: Sequence[str]) -> int:
    return max((cell_len(line) for cell in cells for line in cell.splitlines()), default=0)


def _share_out(least: Sequence[int], most: Sequence[int], usual: Sequence[float], spare: int) -> list[int]:
    """Return `least` with `spare` given away one by one, to the column whose usual cell takes the most lines."""
    widths = list(least)
    for _ in range(spare):
        short = [place for place in range(len(widths)) if widths[place] < most[place]]
        if not short:
            break
        widths[max(short, key=lambda place: usual[place] / widths[place])] += 1
    return widths
