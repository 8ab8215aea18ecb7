"""A grid of cells, and what may be wrong with a cell or a file. Nothing here knows what the cells mean."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto
from typing import NamedTuple


class CellFault(StrEnum):
    """Why a cell is rejected."""

    # As the spreadsheet stores it
    UNCOMPUTED_FORMULA = auto()
    ERROR_VALUE = auto()
    TOO_LONG = auto()
    DOCUMENT_AS_DAY = auto()
    TEXT_AS_DAY = auto()
    # By where it stands
    OUTSIDE_COLUMNS = auto()
    NO_ITEM = auto()
    # By what stands in it
    BLANK = auto()
    SEVERAL_ITEMS = auto()
    SEVERAL_OCCURRENCES = auto()
    UNKNOWN_ITEM = auto()
    GROUP = auto()
    SEVERAL_AGENCIES = auto()
    SEVERAL_SUCCESSORS = auto()
    UNKNOWN_AGENCY = auto()
    UNKNOWN_KIND = auto()
    NOT_YET = auto()
    NOT_A_DAY = auto()
    YEAR_BEYOND = auto()
    DAY_NUMBER = auto()
    MONTH_FIRST = auto()
    TWO_READINGS = auto()
    UNTIL_NOT_TAKEN = auto()
    FORBIDDEN_CHARACTER = auto()
    PLACEHOLDER = auto()


class FileFault(StrEnum):
    """Why bytes are rejected as a sheet; `views.bad_cells` has the sentences."""

    TOO_LARGE = auto()
    OLD_OR_LOCKED_WORKBOOK = auto()
    BINARY_WORKBOOK = auto()
    OPEN_DOCUMENT = auto()
    NUMBERS_DOCUMENT = auto()
    WEB_PAGE = auto()
    OTHER_ENCODING = auto()
    NEITHER_CSV_NOR_WORKBOOK = auto()
    DAMAGED_CSV = auto()
    DAMAGED_WORKBOOK = auto()
    UNPACKED_TOO_LARGE = auto()
    TOO_MANY_CELLS = auto()


class Cell(NamedTuple):
    """A cell as text (days as 2026-06-10), and why it is rejected, if it is.

    `is_day` is true of a cell that holds a day itself, not the text of one. `merged_from` is the number of the row above
    that a merged cell begins in, whose text this is; 0 for a text of its own. `link` is where the cell leads if it is
    clicked, "" if nowhere out of the file.
    """

    text: str
    fault: CellFault | None = None
    is_day: bool = False
    merged_from: int = 0
    link: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text or self.fault)


Grid = Sequence[tuple[int, Sequence[Cell]]]


class Tab(NamedTuple):
    """A worksheet: its name, its rows by number, what of it the spreadsheet does not show. CSV is one without a name."""

    name: str
    grid: Grid
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


EMPTY_CELL = Cell("")
# What a cell of Excel can hold, in characters.
_MAX_TEXT = 32_767
# A sheet of Excel has 1,048,576 rows; each counts once and once more for each column up to its last, filled or not.
_MAX_CELLS = 2_000_000


class TooManyCells(Exception):
    """The file has more cells than one of ours can have."""


class CellCount:
    """Counts the cells of a file, so that a few bytes cannot ask for more than one of ours can have."""

    def __init__(self) -> None:
        """Begin with none."""
        self._count = 0

    def add(self, cells: int) -> None:
        """Count some more; raises TooManyCells."""
        self._count += cells
        if self._count > _MAX_CELLS:
            raise TooManyCells


def text_cell(text: str) -> Cell:
    """Return a cell of text, rejected if it is longer than a spreadsheet can hold."""
    return Cell(text) if len(text) <= _MAX_TEXT else Cell("", CellFault.TOO_LONG)
