"""Pages as GitHub-flavoured Markdown."""

from __future__ import annotations

import re

from papi_cli.text import printable
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Table

# Characters that can start markup inside a line of text, and the first of `::`, which is a command to GitHub's runner
# where it starts a line (`text.screen_text`).
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~]|^:(?=:))")


def render(page: Page) -> str:
    """Return the page as Markdown; markup in its texts is escaped."""
    return "\n\n".join(_block(block) for block in page) + "\n"


def _block(block: Heading | Paragraph | Bullets | Table) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_text(block.text)}"
        case Paragraph():
            return _text(block.text)
        case Bullets():
            return "\n".join(f"- {_text(line)}" for line in block.lines)
        case Table():
            rows = [_row(tuple(column.head for column in block.columns)), _rule(block.columns)]
            return "\n".join([*rows, *(_row(row.cells) for row in block.rows)])


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(cell: str) -> str:
    """Return a cell as one line; only the tag `<br>` can break a line inside a Markdown table."""
    return "<br>".join(_text(line) for line in cell.splitlines() if line.strip())


def _rule(columns: tuple[Column, ...]) -> str:
    return f"| {' | '.join('--:' if column.right else '---' for column in columns)} |"


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(printable(text).split()))
