"""Plain aligned text, for pipes and files."""

from __future__ import annotations

from papi_cli.text import wrap_line
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table

_GAP = "  "

# Where the cells of a table in prose break: no line that a search finds is longer than a page is wide.
_PROSE_WIDTH = 100


def render(page: Page) -> str:
    """Return the page as lines: a row in a line of any length, columns aligned; of a table in prose a cell after another."""
    return "\n\n".join(_block(block) for block in page) + "\n"


def _block(block: Heading | Paragraph | Bullets | Table) -> str:
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return block.text
        case Bullets():
            return "\n".join(f"- {_flat(line)}" for line in block.lines)
        case Table(prose=True):
            return "\n\n".join(_record_text(block.columns, row) for row in block.rows)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    lines = [tuple(column.head for column in table.columns), *(row.cells for row in table.rows)]
    flat = [tuple(_flat(cell) for cell in line) for line in lines]
    widths = [max(map(len, cells)) for cells in zip(*flat, strict=True)]
    return "\n".join(_line(line, table.columns, widths) for line in flat)


def _line(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> str:
    aligned = (
        cell.rjust(width) if column.right else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(aligned).rstrip()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _record_text(columns: tuple[Column, ...], row: Row) -> str:
    """Return one row on its own: each cell that is not empty after its head."""
    indent = max(len(column.head) for column in columns) + len(_GAP)
    return "\n".join(
        f"{column.head if place == 0 else '':<{indent}}{line}"
        for column, cell in zip(columns, row.cells, strict=True)
        for place, line in enumerate(
            part for line in cell.splitlines() for part in wrap_line(line, _PROSE_WIDTH - indent)
        )
    )
