"""The words of the document, verbatim: its own text, the heads and cells of its annexes, its known flaws."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from papi_cli.plan.choices import ErratumKind


class DocumentPart(NamedTuple):
    """A part of the document's own text, line by line; `name` is how letters cite it («Điều 2»), "" if they do not."""

    code: str
    name: str
    lines: tuple[str, ...]


# The code under which `papi show` and errata have the document as a whole.
DOCUMENT = "document"


class Document(NamedTuple):
    """The document that issues the plan; `number` is "" and `day` None until the signed one is known.

    `month` is printed while the day is unknown, "" if it is unknown too. `title` are the words that follow its issuer
    where it is cited, "" for none. `quote` is its own text, in its order.
    """

    kind: str
    number: str
    symbol: str
    day: date | None
    month: str
    issuer: str
    title: str
    proposal: str
    quote: tuple[DocumentPart, ...]

    @property
    def joined_symbol(self) -> str:
        """The symbol with the sign that joins it to a number: «/QĐ-UBND», of bodies of the Party «-QĐ/TU»."""
        return self.symbol if self.symbol.startswith("-") else f"/{self.symbol}"


class Cited(NamedTuple):
    """The codes of the provisions, and of the parts of the document, on which letters and reports rest.

    They are about who follows the work up, what is to be reported, where difficulties go, and who supports the work.
    """

    follow_up: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


class Meaning(StrEnum):
    """The columns of an annex of tasks of which the program knows what they hold, by the id under which rows quote them.

    Any other column (the cost, who answers for it, remarks) is quoted and shown, and means nothing to the program.
    """

    NUMBER = "number"
    TASK = "task"
    PRODUCTS = "products"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DUE = "due"


_UNDERSTOOD = frozenset(Meaning)

# What a column is called whose head the document does not have: those of annexes of tasks, then those of indices.
COLUMN_HEADS: Mapping[str, str] = {
    Meaning.NUMBER: "TT",
    Meaning.TASK: "Nhiệm vụ",
    Meaning.PRODUCTS: "Sản phẩm",
    Meaning.LEAD: "Chủ trì",
    Meaning.COOPERATING: "Phối hợp",
    Meaning.DUE: "Thời hạn",
    "label": "TT",
    "name": "Nội dung",
}


class AnnexColumn(NamedTuple):
    """A column of an annex: its id, its head as printed, or what it holds where nothing is, and whether it is a role's."""

    id: str
    head: str
    is_role: bool = False


class Annex(NamedTuple):
    """An annex: its code, its heading ("" where it has none), its columns, the numbers printed below their heads.

    `label` is what it is called («Phụ lục II»), `note` the line below its title. There are as many numbers as columns,
    or none.
    """

    code: str
    label: str
    title: str
    note: str
    columns: tuple[AnnexColumn, ...]
    numbers: tuple[str, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns."""
        return tuple(column.head for column in self.columns)

    @property
    def own_columns(self) -> tuple[AnnexColumn, ...]:
        """The columns of which the program does not know what they hold, and those of roles."""
        return tuple(column for column in self.columns if column.id not in _UNDERSTOOD)

    @property
    def name(self) -> str:
        """What it is called, else its title."""
        return self.label or self.title

    def head_of(self, id_: str) -> str:
        """Return the head of the column with this id, "" if there is none."""
        return next((column.head for column in self.columns if column.id == id_), "")


class ComponentQuote(NamedTuple):
    """The cells of a row of components; `merged_with` is the row whose lead cell stretches down to this one, or ""."""

    label: str
    name: str
    lead: str
    merged_with: str
    cooperating: str


class Section(NamedTuple):
    """A heading among the rows of an annex, the index that it is about, and the tasks right under it.

    `annex` is the code of the annex, `path` what is printed before the headings from the outermost to this one (the
    heading itself where nothing is). Rows under no heading are a section without `path`, `number` and `heading`.
    """

    annex: str
    path: tuple[str, ...]
    number: str
    index: str | None  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    heading: str
    tasks: tuple[str, ...]


class Words(NamedTuple):
    """What the plan and all of its area are called in sentences, and what the document calls its parts.

    They are a part of its text, a section of an annex of tasks, an index.
    """

    plan: str
    part: str
    section: str
    index: str  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    area: str


# What a document calls a part of its text, unless the plan says otherwise.
PART_WORD = "Mục"

# What is printed before the heading of a part: «IV. TỔ CHỨC THỰC HIỆN», «Phần II: …», «B) …».
_PART_NUMBER = r"(?:phần|mục|chương)?\s*([IVXLC]+|[A-ZĐ]|\d+)\s*[.:)]"


def provision_citation(code: str, part_heading: str, part_word: str) -> str:
    """Return a provision as letters cite it: part-4/1.b below «IV. TỔ CHỨC THỰC HIỆN» is «điểm b khoản 1 Mục IV».

    `part_word` is what the document calls a part. A part without a number is cited by its heading.
    """
    numbered = re.match(_PART_NUMBER, part_heading, re.IGNORECASE)
    part = f"{part_word} {numbered[1]}" if numbered else f"phần «{part_heading}»"
    _, _, path = code.partition("/")
    item, _, point = path.partition(".")
    if path == "closing":
        return f"đoạn cuối {part}"
    words = (f"điểm {point}" if point else "", f"khoản {item}" if item else "", part)
    return " ".join(filter(None, words))


class Erratum(NamedTuple):
    """A known flaw of the source: the wrong words `quote` at `places`, how they are read, a note; "" for none."""

    kind: ErratumKind
    places: tuple[str, ...]
    quote: str
    reads: str
    note: str
