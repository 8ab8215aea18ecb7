"""Plain aligned text, for pipes and files."""

from __future__ import annotations

from papi_cli.views.layout import Bullets, Column, Heading, Page, Paragraph, Table

_GAP = "  "


def render(page: Page) -> str:
    """Return the page as lines of any length, columns aligned."""
    return "\n\n".join(_block(block) for block in page) + "\n"


def _block(block: Heading | Paragraph | Bullets | Table) -> str:
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return block.text
        case Bullets():
            return "\n".join(f"- {_flat(line)}" for line in block.lines)
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
