"""The row of a tab that names its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum, auto
from typing import NamedTuple

from papi_cli.log.fields import FIELD_SPECS
from papi_cli.sheets.grid import EMPTY_CELL, Cell, Grid
from papi_cli.text import match_key

# By the key of the event.
COLUMN_HEADS: Mapping[str, str] = {key: spec.head for key, spec in FIELD_SPECS.items()}
# Why a row was not recorded, in the sheet of what is left to correct.
REASON_HEAD = "Cần sửa"
# What a sheet shows of the plan and of the state; of products where the plan has some.
SHOWN_HEADS = TASK_HEAD, PRODUCT_HEAD, STATE_HEAD = ("Nhiệm vụ", "Sản phẩm", "Tình trạng")
DAY_HEAD = "Ngày được tính"
# Beside each other only in a sheet of ours.
_HEADS_OF_OURS = frozenset(map(match_key, (TASK_HEAD, STATE_HEAD, DAY_HEAD)))
# Columns that are skipped: what the sheet shows beside the answers, what offices number rows with, and what a recording
# sets itself.
_READ_ONLY_HEADS = frozenset(
    match_key(head)
    for head in (
        *("TT", "STT", "Số TT", *SHOWN_HEADS, "Thời hạn", DAY_HEAD, REASON_HEAD),
        *("id", "recorded", "by"),
    )
)
# Above the table of a sheet that its agency fills in and sends back: it may say there what agencies say (`AGENCY_KINDS`).
SENT_BACK = "gửi lại tệp này"
# The same where rows of such sheets were put together.
FROM_SENT_BACK = "dòng chép từ bảng của cơ quan gửi lại"
_REQUIRED_COLUMNS = ("item", "agency", "event", "date")
# The rows from the first one on among which the header is looked for.
SEARCH_ROWS = 20
_LONGEST_ITEM_HEAD = 12  # characters, of «Mã» with spaces and signs that do not show
_KEYS: Mapping[str, str] = {
    **{match_key(name): key for key, head in COLUMN_HEADS.items() for name in (key, head)},
    match_key("Mã cơ quan"): "agency",
}


class HeaderFault(StrEnum):
    """Why no row is the header."""

    ABSENT = auto()
    UNKNOWN_COLUMN = auto()
    MISSING_COLUMNS = auto()


class BadHeader(NamedTuple):
    """What is wrong with the header: its row (0 if absent), the first unknown head, or all missing ones; its tab.

    `tab` is "" where the file has only one.
    """

    fault: HeaderFault
    row: int = 0
    heads: tuple[str, ...] = ()
    tab: str = ""


class Header(NamedTuple):
    """The number of the row; head as written and column (from 0) by key; the heads of the columns to be read only."""

    row: int
    heads: Mapping[str, str]
    columns: Mapping[str, int]
    read_only: Mapping[int, str]

    @property
    def shown(self) -> Mapping[int, str]:
        """The columns of SHOWN_HEADS with their heads, of a sheet that `papi sheet` made; none of any other."""
        keys = set(map(match_key, SHOWN_HEADS))
        if not _HEADS_OF_OURS.issubset(map(match_key, self.read_only.values())):
            return {}
        return {column: head for column, head in self.read_only.items() if match_key(head) in keys}

    def own_cells(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return the cells of a row below, those blank that a merged head or title covers."""
        return [EMPTY_CELL if 0 < cell.merged_from <= self.row else cell for cell in cells]


def find_header(grid: Grid, tab: str) -> Header | BadHeader:
    """Return the first row that names item and event, and what is wrong with it if its columns are not the sheet's."""
    for number, cells in grid[:SEARCH_ROWS]:
        if header := read_header(number, cells, tab):
            return header
    return BadHeader(HeaderFault.ABSENT)


def is_sent_back(grid: Grid, header: Header) -> bool:
    """Return whether the table says of itself, above its header, that an agency fills it in and sends it back."""
    marks = [match_key(mark) for mark in (SENT_BACK, FROM_SENT_BACK)]
    above = [match_key(cell.text) for number, cells in grid[:SEARCH_ROWS] if number < header.row for cell in cells]
    return any(mark in text for mark in marks for text in above)


def names_columns(heads: Iterable[str]) -> bool:
    """Return whether item and event are among the heads, as only those of a header are."""
    return {"item", "event"} <= {_KEYS.get(match_key(head)) for head in heads}


def read_header(number: int, cells: Sequence[Cell], tab: str) -> Header | BadHeader | None:
    """Return the row as a header, or what is wrong with it; None if it does not name item and event."""
    # Every row of a table is asked, so that most must be known by the few short cells that they have.
    if "item" not in {_KEYS.get(match_key(cell.text)) for cell in cells if 0 < len(cell.text) <= _LONGEST_ITEM_HEAD}:
        return None
    columns: dict[str, int] = {}
    for column, cell in enumerate(cells):
        if key := _KEYS.get(match_key(cell.text)):
            columns.setdefault(key, column)
    if not {"item", "event"} <= columns.keys():
        return None
    unknown = [cell.text for cell in cells if cell.text and match_key(cell.text) not in {*_KEYS, *_READ_ONLY_HEADS}]
    missing = [COLUMN_HEADS[key] for key in _REQUIRED_COLUMNS if key not in columns]
    if unknown:
        return BadHeader(HeaderFault.UNKNOWN_COLUMN, number, (unknown[0],), tab)
    if missing:
        return BadHeader(HeaderFault.MISSING_COLUMNS, number, tuple(missing), tab)
    read_only = {column: cell.text for column, cell in enumerate(cells) if match_key(cell.text) in _READ_ONLY_HEADS}
    return Header(number, {key: cells[column].text for key, column in columns.items()}, columns, read_only)
