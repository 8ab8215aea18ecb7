"""How wide the columns of a table become on a screen of a given width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from papi_cli.views.layout import Column, Table

GAP = 2

# A column that wraps is not squeezed below this, or below its longest word: the rows are set out one by one instead.
_COMFORT = 12


def fitted(table: Table, width: int) -> list[int] | None:
    """Return a width for each column so that the table fits in `width`, None where it cannot be read so narrow.

    A column that does not wrap gets its longest cell (its head may wrap); what is left goes where it is needed most.
    """
    cells = [[row.cells[place] for row in table.rows] for place in range(len(table.columns))]
    least = [_least(column, under) for column, under in zip(table.columns, cells, strict=True)]
    most = [
        max(_longest_line([column.head]), _longest_line(under))
        for column, under in zip(table.columns, cells, strict=True)
    ]
    spare = width - sum(least) - GAP * (len(least) - 1)
    if spare < 0:
        return None
    return _shared_out(least, most, spare)


def _least(column: Column, cells: Sequence[str]) -> int:
    head = max(map(cell_len, column.head.split()), default=0)
    if not column.wraps:
        return max(head, _longest_line(cells))
    word = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
    return max(head, word, min(_COMFORT, _longest_line([column.head, *cells])))


def _longest_line(cells: Sequence[str]) -> int:
    return max((cell_len(line) for cell in cells for line in cell.splitlines()), default=0)


def _shared_out(least: Sequence[int], most: Sequence[int], spare: int) -> list[int]:
    """Return `least` with `spare` given away, cell by cell, to the column that is short of the largest part."""
    widths = list(least)
    for _ in range(spare):
        place = max(range(len(widths)), key=lambda place: most[place] / max(widths[place], 1))
        if widths[place] >= most[place]:
            break
        widths[place] += 1
    return widths
