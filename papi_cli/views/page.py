"""The few shapes that a view is made of; a renderer takes them and phrases nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Tone(StrEnum):
    """How a row looks beside its words: renderers may colour it, readers never need the colour."""

    PLAIN = "plain"
    GOOD = "good"
    LATE = "late"
    BAD = "bad"
    QUIET = "quiet"


class Column(NamedTuple):
    """A column: head, whether it is read from the right, whether its cells may break over lines."""

    head: str
    right: bool = False
    wraps: bool = False


class Row(NamedTuple):
    """A row's cells, one a column, each of one line or more.

    The tone belongs to the cell of the state; where several cells tell a state, `tones` has one for every cell.
    """

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    tones: tuple[Tone, ...] = ()


class Table(NamedTuple):
    """Columns and rows; `toned` is the place of the column that carries the tone, None for none.

    The cells of a table in `prose` are whole sentences, of which no line of text holds a row.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tone_column: int | None = None
    prose: bool = False


class Heading(NamedTuple):
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A sentence or more; `quiet` ones (what was counted, footnotes) step back."""

    text: str
    quiet: bool = False


class Bullets(NamedTuple):
    """A list of lines."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Table
Page = tuple[Block, ...]


class Answer(Protocol):
    """The facts that answer a command, and the three forms in which it can be given; each is built when asked for."""

    def page(self) -> Page:
        """Return the answer for readers."""
        ...

    def rows(self) -> Table:
        """Return the answer for spreadsheets."""
        ...

    def json(self) -> Mapping[str, Any]:
        """Return the answer for programs, by the contract that its `schema` names."""
        ...
