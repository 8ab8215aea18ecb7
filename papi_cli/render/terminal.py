"""Tables that fit a terminal, with Rich."""

from __future__ import annotations

from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from papi_cli.views.layout import Bullets, Heading, Page, Paragraph, Table, Tone

# Colours of the terminal's own palette, so that they hold on light and dark grounds alike.
_STYLES = {
    Tone.PLAIN: "",
    Tone.GOOD: "green",
    Tone.LATE: "yellow",
    Tone.BAD: "bold red",
    Tone.WAITING: "cyan",
    Tone.QUIET: "dim",
}


def render(page: Page, *, width: int, color: bool) -> str:
    """Return the page in lines of at most `width` columns, with colours where `color`."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for block in page:
        match block:
            case Heading():
                console.print(Text(block.text, style="bold"))
            case Paragraph():
                console.print(Text(block.text, style="dim" if block.quiet else ""))
            case Bullets():
                for line in block.lines:
                    console.print(_bullet(line))
            case Table():
                console.print(_table(block))
        if not isinstance(block, (Heading, Table)):
            console.print()
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n")) + "\n"


def _bullet(line: str) -> RichTable:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_row("-", Text(line))
    return grid


def _table(table: Table) -> RichTable:
    shown = RichTable(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    for column in table.columns:
        shown.add_column(
            column.head,
            justify="right" if column.right else "left",
            vertical="top",
            overflow="fold",
            no_wrap=not column.wraps and not column.right,
        )
    for row in table.rows:
        style = _STYLES[row.tone]
        shown.add_row(
            *(Text(cell, style=style if place == table.toned else "") for place, cell in enumerate(row.cells))
        )
    return shown
