"""The columns that a list of obligations can have: their heads, their cells, and how they sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.plan.model import Item
from papi_cli.states import Flag, State
from papi_cli.text import collation_key, day_text, match_key, short_weekday_text
from papi_cli.views.agency_phrases import agencies_phrase
from papi_cli.views.asked import Owed
from papi_cli.views.page import Column
from papi_cli.views.words import (
    STATE_WORDS,
    UNCONFIRMED_MARK,
    cooperating_names,
    last_day_words,
    remark_words,
    state_and_flag_words,
    state_words,
)


class ObligationColumn(StrEnum):
    """A column of a list of obligations, in the order of spreadsheets; PLAN is among them only of several plans."""

    PLAN = "plan"
    ID = "id"
    ITEM = "item"
    AGENCY_ID = "agency_id"
    AGENCY = "agency"
    INDEX = "index"
    TITLE = "title"
    PRODUCT = "product"
    DUE = "due"
    LAST = "last"
    WEEKDAY = "weekday"
    STATE = "state"
    REMARKS = "remarks"
    DAYS_LEFT = "days_left"
    DAYS_LATE = "days_late"
    DONE_ON = "done_on"
    DOCUMENT = "document"
    WITHIN = "within"
    EVIDENCE = "evidence"
    COOPERATING = "cooperating"


CellValue = str | int | date | None


class ColumnSpec(NamedTuple):
    """A column: its head and layout, and how to compute its cells.

    `value` returns the cell of one obligation for spreadsheets. `words` returns the cell for readers of obligations of
    one plan that share a row and so differ only in the agency; without it, the cell is the value as text. `rank` returns
    the sort key, None to sort last; without it, the value is the key.

    Example: for STATE, the value is «chưa hoàn thành, quá hạn 71 ngày», the words add the sign and the flags, and the
    rank follows the order of State.
    """

    column: Column
    value: Callable[[Owed], CellValue]
    words: Callable[[Sequence[Owed]], str] | None = None
    rank: Callable[[Owed], Any] | None = None


def _item(owed: Owed) -> Item:
    return owed.verdict.obligation.item


def _due_phrase(owed: Owed) -> str | None:
    due = _item(owed).due
    return due.phrase if due else None


def _product_words(group: Sequence[Owed]) -> str:
    unconfirmed = any(Flag.UNCONFIRMED in owed.verdict.flags for owed in group)
    return _item(group[0]).name + (UNCONFIRMED_MARK if unconfirmed else "")


def _agency_words(group: Sequence[Owed]) -> str:
    return agencies_phrase(group[0].plan, [owed.verdict.obligation.agency for owed in group])


def _state_rank(owed: Owed) -> tuple[int, int, int]:
    verdict = owed.verdict
    return tuple(State).index(verdict.state), verdict.days_late or 0, verdict.days_left or 0


def _item_rank(owed: Owed) -> tuple[int, int]:
    """Return the plan's place, then the item's in the order of its plan."""
    return owed.asked.place, owed.plan.item_order[_item(owed).code]


COLUMN_SPECS: Mapping[ObligationColumn, ColumnSpec] = {
    ObligationColumn.PLAN: ColumnSpec(
        Column("Kế hoạch", wraps=True),
        value=lambda owed: owed.asked.name or owed.plan.short_name,
        rank=lambda owed: owed.asked.place,
    ),
    ObligationColumn.ID: ColumnSpec(
        Column("Mã đầu việc"),
        value=lambda owed: owed.verdict.obligation.id,
        rank=lambda owed: (*_item_rank(owed), owed.verdict.obligation.agency.order),
    ),
    ObligationColumn.ITEM: ColumnSpec(Column("Mã"), value=lambda owed: _item(owed).code, rank=_item_rank),
    ObligationColumn.AGENCY_ID: ColumnSpec(
        Column("Mã cơ quan"),
        value=lambda owed: owed.verdict.obligation.agency.id,
        rank=lambda owed: owed.agency.order,
    ),
    ObligationColumn.AGENCY: ColumnSpec(
        Column("Cơ quan", wraps=True),
        value=lambda owed: owed.verdict.obligation.agency.name,
        words=_agency_words,
        rank=lambda owed: owed.agency.order,
    ),
    ObligationColumn.INDEX: ColumnSpec(Column("Mã nội dung"), value=lambda owed: _item(owed).index),
    ObligationColumn.TITLE: ColumnSpec(Column("Nhiệm vụ", wraps=True), value=lambda owed: _item(owed).title_cell),
    ObligationColumn.PRODUCT: ColumnSpec(
        Column("Sản phẩm", wraps=True), value=lambda owed: _item(owed).product_cell, words=_product_words
    ),
    ObligationColumn.DUE: ColumnSpec(Column("Thời hạn (nguyên văn)", wraps=True), value=_due_phrase),
    ObligationColumn.LAST: ColumnSpec(
        Column("Hạn cuối", right=True),
        value=lambda owed: owed.verdict.last,
        words=lambda group: last_day_words(group[0].verdict),
    ),
    ObligationColumn.WEEKDAY: ColumnSpec(
        Column("Thứ"),
        value=lambda owed: short_weekday_text(owed.verdict.last) if owed.verdict.last else None,
        rank=lambda owed: owed.verdict.last.weekday() if owed.verdict.last else None,
    ),
    ObligationColumn.STATE: ColumnSpec(
        Column("Tình trạng", wraps=True),
        value=lambda owed: state_words(owed.verdict),
        words=lambda group: f"{STATE_WORDS[group[0].verdict.state].sign} {state_and_flag_words(group[0].verdict)}",
        rank=_state_rank,
    ),
    ObligationColumn.REMARKS: ColumnSpec(Column("Ghi chú", wraps=True), value=lambda owed: remark_words(owed.verdict)),
    ObligationColumn.DAYS_LEFT: ColumnSpec(
        Column("Còn lại (ngày)", right=True), value=lambda owed: owed.verdict.days_left
    ),
    ObligationColumn.DAYS_LATE: ColumnSpec(
        Column("Quá hạn (ngày)", right=True), value=lambda owed: owed.verdict.days_late
    ),
    ObligationColumn.DONE_ON: ColumnSpec(
        Column("Ngày hoàn thành", right=True), value=lambda owed: owed.verdict.done_on
    ),
    ObligationColumn.DOCUMENT: ColumnSpec(Column("Văn bản", wraps=True), value=lambda owed: owed.verdict.document),
    ObligationColumn.WITHIN: ColumnSpec(Column("Lồng ghép trong", wraps=True), value=lambda owed: owed.verdict.within),
    ObligationColumn.EVIDENCE: ColumnSpec(
        Column("Minh chứng", wraps=True),
        value=lambda owed: "; ".join(evidence.address for evidence in owed.verdict.evidence),
    ),
    ObligationColumn.COOPERATING: ColumnSpec(
        Column("Phối hợp", wraps=True),
        value=lambda owed: "; ".join(cooperating_names(owed.plan, owed.verdict.obligation)),
        words=lambda group: "; ".join(cooperating_names(group[0].plan, group[0].verdict.obligation, short=True)),
    ),
}


def find_column(word: str) -> ObligationColumn | None:
    """Return the column with the key or head `word`, whatever its case and marks; None if there is none."""
    key = match_key(word)
    for column, spec in COLUMN_SPECS.items():
        if key in (column.value, match_key(spec.column.head)):
            return column
    return None


def spreadsheet_cell(owed: Owed, column: ObligationColumn) -> str:
    """Return the cell of one obligation for spreadsheets: days as 2026-06-10, "" for no value."""
    value = COLUMN_SPECS[column].value(owed)
    return "" if value is None else str(value)


def reader_cell(group: Sequence[Owed], column: ObligationColumn) -> str:
    """Return the cell of obligations that share a row, for readers: days as 10/6/2026, "" for no value."""
    spec = COLUMN_SPECS[column]
    if spec.words is not None:
        return spec.words(group)
    value = spec.value(group[0])
    return day_text(value) if isinstance(value, date) else "" if value is None else str(value)


class SortKey(NamedTuple):
    """A column to sort by."""

    column: ObligationColumn
    descending: bool = False


def sort_owed(owed: Iterable[Owed], sort_keys: Sequence[SortKey]) -> tuple[Owed, ...]:
    """Return what is owed sorted by the first key, then the next; what has no value comes last either way."""
    ordered = list(owed)
    # Sorting is stable: the last key first, the first key last.
    for sort_key in reversed(sort_keys):
        ranked = [(_rank(one, sort_key.column), one) for one in ordered]
        present = [pair for pair in ranked if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=sort_key.descending)
        ordered = [one for _, one in present] + [one for rank, one in ranked if rank is None]
    return tuple(ordered)


def _rank(owed: Owed, column: ObligationColumn) -> Any:  # noqa: ANN401  # of one type within a column
    spec = COLUMN_SPECS[column]
    if spec.rank is not None:
        return spec.rank(owed)
    value = spec.value(owed)
    return (collation_key(value) if value else None) if isinstance(value, str) else value
