"""The few shapes that a view is made of; a renderer takes them and phrases nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a row looks beside its words: renderers may colour it, readers never need the colour."""

    PLAIN = "plain"
    GOOD = "good"
    LATE = "late"
    BAD = "bad"
    WAITING = "waiting"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: head, whether it is read from the right, whether its cells may break over lines."""

    head: str
    right: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, one a column, each of one line or more.

    The tone belongs to the cell of the state; where several cells tell a state, `tones` has one for every cell.
    """

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; `toned` is the place of the column that carries the tone, None for none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    toned: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; `quiet` ones (what was counted, footnotes) step back."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of lines."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Table
Page = tuple[Block, ...]
