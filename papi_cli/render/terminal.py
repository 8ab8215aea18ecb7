"""Pages that fit a terminal, drawn with Rich."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from papi_cli.render.fitting import TIE, fit_columns, tie_cells, tie_numbers
from papi_cli.text import printable
from papi_cli.views.page import Block, Bullets, Heading, Page, Paragraph, Row, Table, Tone

# Colours of the 256-colour cube with a contrast of about 4.5 to 1 on white and on black alike. The sixteen basic
# colours look as the terminal's palette has them: yellow and green are unreadable on a light background, faint text on
# any.
_QUIET = "color(243)"
_STYLES = {
    Tone.PLAIN: "",
    Tone.GOOD: "color(28)",
    Tone.LATE: "color(130)",
    Tone.BAD: "bold color(196)",
    Tone.QUIET: _QUIET,
}
_HEAD = "bold"


def render(page: Page, *, width: int, color: bool) -> str:
    """Return the page in lines of at most `width` character cells, coloured if `color`."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="256" if color else None,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    left_out: dict[str, dict[str, None]] = {}
    for index, block in enumerate(map(_printable, page)):
        if index:
            console.print()
        match block:
            case Heading():
                console.print(Text(tie_numbers(block.text), style=_HEAD), overflow="fold")
            case Paragraph():
                console.print(Text(tie_numbers(block.text), style=_QUIET if block.quiet else ""), overflow="fold")
            case Bullets():
                for line in block.lines:
                    console.print(_bullet_line("-", Text(tie_numbers(line))))
            case Table():
                heads = _print_table(console, tie_cells(block), width)
                if heads:
                    left_out.setdefault(block.too_narrow, {}).update(dict.fromkeys(heads))
    for sentence, names in left_out.items():
        words = sentence.format(heads=", ".join(f"«{name}»" for name in names))
        console.print()
        console.print(Text(tie_numbers(words), style=_QUIET), overflow="fold")
    return "\n".join(line.rstrip() for line in out.getvalue().replace(TIE, " ").rstrip().split("\n")) + "\n"


def _printable(block: Block) -> Block:
    """Return the block with texts that are safe to print; Rich's own codes, which colour them, come later."""
    match block:
        case Heading() | Paragraph():
            return block._replace(text=printable(block.text))
        case Bullets():
            return Bullets(tuple(map(printable, block.lines)))
        case Table():
            columns = tuple(column._replace(head=printable(column.head)) for column in block.columns)
            rows = tuple(row._replace(cells=tuple(map(printable, row.cells))) for row in block.rows)
            return block._replace(columns=columns, rows=rows)


def _bullet_line(sign: str, text: Text) -> RichTable:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style=_QUIET)
    grid.add_column(overflow="fold")
    grid.add_row(sign, text)
    return grid


def _print_table(console: Console, table: Table, width: int) -> list[str]:
    """Print a table as a grid, else row by row; return the heads of the optional columns that a grid has no room for."""
    for shown in table.narrowed():
        widths = fit_columns(shown, width)
        if widths is not None:
            console.print(_grid(shown, widths))
            return [column.head for column in table.columns[len(shown.columns) :]]
    for index, row in enumerate(table.rows):
        if index:
            console.print()
        _print_card(console, table, row)
    return []


def _grid(table: Table, widths: Sequence[int]) -> RichTable:
    # Padding on the right and the space that the box draws: together they are GAP.
    grid = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=_HEAD)
    for column, size in zip(table.columns, widths, strict=True):
        grid.add_column(column.head, justify="right" if column.right else "left", overflow="fold", width=size)
    for row in table.rows:
        grid.add_row(*(Text(cell, style=_style(table, row, index)) for index, cell in enumerate(row.cells)))
    return grid


def _print_card(console: Console, table: Table, row: Row) -> None:
    """Print one row as a card: a title, then a line of numbers, then each other cell beside the head of its column."""
    texts = [Text(cell, style=_style(table, row, index)) for index, cell in enumerate(row.cells)]
    titles = [index for index in _title_columns(table, row) if row.cells[index]]
    if titles:
        console.print(Text("  ").join(_emphasized(texts[index]) for index in titles), overflow="fold")
    other_cells = [index for index in range(len(row.cells)) if index not in titles and row.cells[index]]
    numbers = [f"{table.columns[index].head} {row.cells[index]}" for index in other_cells if table.columns[index].right]
    if numbers:
        line = ", ".join(number.replace(" ", TIE) for number in numbers)
        console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 2)))
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style=_QUIET)
    grid.add_column(overflow="fold")
    for index in other_cells:
        if not table.columns[index].right:
            grid.add_row(table.columns[index].head, texts[index])
    if grid.row_count:
        console.print(Padding(grid, (0, 0, 0, 2)))


def _title_columns(table: Table, row: Row) -> list[int]:
    """Return the positions of the cells that make up a row's title.

    They are the first cell where it is a name or prose, else all that do not wrap, which are days and codes. A bare
    number says nothing without the head of its column.
    """
    if table.columns[0].wraps or table.prose:
        return [0]
    return [index for index, column in enumerate(table.columns) if not (column.wraps or row.cells[index].isdecimal())]


def _emphasized(text: Text) -> Text:
    return text if text.style else Text(text.plain, style=_HEAD)


def _style(table: Table, row: Row, index: int) -> str:
    if row.tones:
        return _STYLES[row.tones[index]]
    return _STYLES[row.tone] if index == table.tone_column else ""
