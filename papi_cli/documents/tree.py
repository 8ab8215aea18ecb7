"""The document tree: frozen values that Word and HTML files are rendered from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from papi_cli.problems import ExitCode, Failure
from papi_cli.text import lower_first

# Every document is headed by the nation's name and motto.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class DialectError(Failure):
    """Raised for text outside the dialect, with the line (from 1) and a sentence that says why."""

    exit_code = ExitCode.FOUND

    def __init__(self, line: int, sentence: str) -> None:
        """Compose the message from the two."""
        self.line = line
        self.sentence = sentence
        super().__init__(f"Dòng {line} của văn bản: {sentence}")


class Run(NamedTuple):
    """Text in one style, in which LF is a forced line break; a placeholder is for a person to fill in."""

    text: str
    bold: bool = False
    italic: bool = False
    is_placeholder: bool = False


Runs = tuple[Run, ...]


def runs_text(text: Runs) -> str:
    """Return the text without its styles."""
    return "".join(run.text for run in text)


class Layout(StrEnum):
    """The layout of the first page: a report has a title, a letter (công văn) has none."""

    REPORT = "report"
    LETTER = "letter"


class Align(StrEnum):
    """The alignment of a column's cells, which the colons in a table's delimiter row set; left by default."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is `I.`, 2 is `1.`, 3 is `a)`."""

    level: int
    text: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: Runs


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list, without its dash."""

    text: Runs


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of a table; `share` is its width relative to the other columns."""

    head: Runs
    align: Align
    share: int


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table; every row has one cell per column. `caption` is the line above that names it, () for none.

    Rows at the places `headings` (from 0) name those below them: their words go over all columns behind.
    Of a chart, `bars` are the counts of each row, in the order of the columns between the first one and the last, in whose
    empty cells they are drawn.
    """

    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: Runs = ()
    bars: tuple[tuple[int, ...], ...] = ()
    headings: frozenset[int] = frozenset()

    def cells_of(self, number: int) -> tuple[Runs, ...]:
        """Return the cells of the row `number` (from 0): the last one of a heading goes over all columns that are left."""
        row = self.rows[number]
        return row[: heading_length(row)] if number in self.headings else row

    def bar_words(self, number: int) -> str:
        """Return the text alternative of the bar in the row `number` (from 0): «Sở A: đúng hạn 03, quá hạn 01»."""
        name, *cells, _ = map(runs_text, self.rows[number])
        heads = (lower_first(runs_text(column.head)) for column in self.columns[1:-1])
        told = (f"{head} {cell}" for head, cell, count in zip(heads, cells, self.bars[number], strict=True) if count)
        return f"{name}: {', '.join(told)}"


def heading_length(row: Sequence[Runs]) -> int:
    """Return how many cells a row has as a heading, two with a number or blank before its words; 0 where it is none.

    Asked only of a table that says that it has headings.
    """
    filled = max((place for place, cell in enumerate(row, 1) if runs_text(cell)), default=0)
    return filled if filled <= min(2, len(row) - 1) else 0


@dataclass(frozen=True, slots=True)
class TableNote:
    """A paragraph in small type below a table."""

    text: Runs


@dataclass(frozen=True, slots=True)
class Boxed:
    """A paragraph in a frame, which those that follow each other share."""

    text: Runs


Block = Heading | Paragraph | Bullet | DataTable | TableNote | Boxed


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """An annex, which starts a page: its label `Phụ lục I`, its title, the line `(Kèm theo …)` or (), its content."""

    landscape: bool
    label: Runs
    title: Runs
    attachment_line: Runs
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head and foot of a document, each line as it is printed.

    `title` is empty in a letter, whose `subject` starts with `V/v`. `salutation` is empty, or the line `Kính gửi: …`,
    or `Kính gửi:` and a line per addressee; `recipients` are the lines below `Nơi nhận:`. `language` is a BCP 47 tag,
    `description` the title that programs show.
    """

    layout: Layout
    superior: Runs
    issuer: tuple[Runs, ...]
    number: Runs
    dateline: Runs
    title: Runs
    subject: Runs
    salutation: tuple[Runs, ...]
    recipients: tuple[Runs, ...]
    signer: tuple[Runs, ...]
    signer_name: Runs
    language: str
    description: str


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """A document in printed order: letterhead and body, then the signature (both of `front`), annexes, provenance."""

    front: FrontMatter
    body: tuple[Block, ...]
    annexes: tuple[AnnexPart, ...]
    provenance: tuple[Runs, ...]
