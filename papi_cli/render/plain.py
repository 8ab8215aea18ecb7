"""Pages as plain aligned text, for pipes and files."""

from __future__ import annotations

from papi_cli.text import screen_text, wrap_line
from papi_cli.views.page import Block, Bullets, Column, Heading, Page, Paragraph, Row, Table

_GAP = "  "

# The cells of a table in prose wrap at this width.
_PROSE_WIDTH = 100


def render(page: Page) -> str:
    """Return the page as text.

    A row takes one line of whatever length, so that grep finds whole rows; a row of a table in prose takes a line or
    more for each cell.
    """
    return screen_text("\n\n".join(_block(block) for block in page) + "\n")


def _block(block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return block.text
        case Bullets():
            return "\n".join(f"- {_one_line(line)}" for line in block.lines)
        case Table(prose=True):
            return "\n\n".join(_record_text(block.columns, row) for row in block.rows)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    rows = [tuple(column.head for column in table.columns), *(row.cells for row in table.rows)]
    lines = [tuple(_one_line(cell) for cell in cells) for cells in rows]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join(_line(cells, table.columns, widths) for cells in lines)


def _line(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> str:
    aligned = (
        cell.rjust(width) if column.right else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(aligned).rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _record_text(columns: tuple[Column, ...], row: Row) -> str:
    """Return one row as a block: each cell that is not empty, wrapped, beside the head of its column."""
    indent = max(len(column.head) for column in columns) + len(_GAP)
    lines = []
    for column, cell in zip(columns, row.cells, strict=True):
        wrapped = [part for line in cell.splitlines() for part in wrap_line(line, _PROSE_WIDTH - indent)]
        heads = [column.head, *[""] * (len(wrapped) - 1)]
        lines += [f"{head:<{indent}}{part}" for head, part in zip(heads, wrapped, strict=False)]
    return "\n".join(lines)
