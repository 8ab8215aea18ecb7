"""What a document is made of, once its text is read: frozen values that Word and HTML are written from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from papi_cli.problems import ExitCode, Failure

# What heads every document: the nation's name and its motto.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class DialectError(Failure):
    """The text of a document says something that documents have no form for: the line (from 1) and a sentence."""

    exit_code = ExitCode.FOUND

    def __init__(self, line: int, sentence: str) -> None:
        """Take the place and what is wrong there."""
        self.line = line
        self.sentence = sentence
        super().__init__(f"Dòng {line} của văn bản: {sentence}")


class Run(NamedTuple):
    """Characters that look alike. A line end among them is a forced one; `marked` is a place that a person fills in."""

    text: str
    bold: bool = False
    italic: bool = False
    is_placeholder: bool = False


Runs = tuple[Run, ...]


def runs_text(text: Runs) -> str:
    """Return the characters alone."""
    return "".join(run.text for run in text)


class Layout(StrEnum):
    """The two forms of a document: under a title of its own, or a letter (công văn)."""

    REPORT = "report"
    LETTER = "letter"


class Align(StrEnum):
    """How a column's cells stand, by the colons of the row of dashes; without any they start at the left."""

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
    """A line of a list, without the dash that it is shown with."""

    text: Runs


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its head, how its cells stand, its share of the width in relation to the other columns."""

    head: Runs
    align: Align
    share: int


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table; each row has one cell a column."""

    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class TableNote:
    """A paragraph of small type under a table."""

    text: Runs


Block = Heading | Paragraph | Bullet | DataTable | TableNote


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """An annex, on pages of its own: `Phụ lục I`, its title, the line `(Kèm theo …)` (empty for none), the rest."""

    landscape: bool
    label: Runs
    title: Runs
    attachment_line: Runs
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter, each line as it is to be printed.

    `title` is empty in a letter, whose `subject` starts with `V/v`. `salutation` is the line `Kính gửi: …`, or
    `Kính gửi:` and a line for each addressee, or empty; `recipients` are the lines under `Nơi nhận:`.
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
    """A document: the signature follows the body, the annexes follow the signature, the provenance ends it all."""

    front: FrontMatter
    body: tuple[Block, ...]
    annexes: tuple[AnnexPart, ...]
    provenance: tuple[Runs, ...]
