"""The blocks that a page is made of: what views return and renderers draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Tone(StrEnum):
    """The mood of a cell. A renderer may colour it; the words say the same without the colour."""

    PLAIN = "plain"
    GOOD = "good"
    LATE = "late"
    BAD = "bad"
    QUIET = "quiet"


class Column(NamedTuple):
    """A column: its head, whether its cells are aligned right, whether they may wrap.

    An `optional` one is left out where a screen is too narrow for it. `share` is its width in documents beside the
    columns for which a template gives widths, 0 for one of these.
    """

    head: str
    right: bool = False
    wraps: bool = False
    optional: bool = False
    share: int = 0


class Row(NamedTuple):
    """The cells of a row, one for each column; a cell has one or more lines.

    `tone` is that of the cell in the table's `tone_column`; a row in which several cells show a state has `tones`, one
    for each cell, instead. A row that `is_heading` names those below it: words in its first cell or in the second one, with
    a number or nothing before them, and blank cells behind.
    """

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    tones: tuple[Tone, ...] = ()
    is_heading: bool = False


class Table(NamedTuple):
    """Columns and rows; `tone_column` is the place of the column that carries the tone of a row, None for none.

    The cells of a table in `prose` are whole sentences: a row of it does not fit in one line of text. `too_narrow` is
    what is said where optional columns do not fit, with {heads} for them. `form` are the heads for which a template
    gives widths, where the table may lack some of them.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tone_column: int | None = None
    prose: bool = False
    too_narrow: str = ""
    form: tuple[str, ...] = ()

    def narrowed(self) -> Iterator[Table]:
        """Yield the table, then without one optional column after the other, from the last, which they are."""
        yield self
        for end in range(len(self.columns) - 1, -1, -1):
            if not self.columns[end].optional:
                return
            rows = tuple(row._replace(cells=row.cells[:end], tones=row.tones[:end]) for row in self.rows)
            yield self._replace(columns=self.columns[:end], rows=rows)


class Heading(NamedTuple):
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """One or more sentences; `quiet` ones (counts, footnotes) may be drawn less prominently."""

    text: str
    quiet: bool = False


class Bullets(NamedTuple):
    """A bulleted list."""

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
