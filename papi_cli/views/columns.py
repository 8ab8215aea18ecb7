"""The columns that a list of obligations can have: their heads, their cells, and how they sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import collation_key, day_text, match_key, short_weekday_text
from papi_cli.views.agency_phrases import agencies_phrase
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
    """A column of a list of obligations, in the order of spreadsheets."""

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

    `value` returns the cell of one obligation for spreadsheets. `words` returns the cell for readers of obligations
    that share a row and so differ only in the agency; without it, the cell is the value as text. `rank` returns the
    sort key, None to sort last; without it, the value is the key.

    Example: for STATE, the value is «chưa hoàn thành, quá hạn 71 ngày», the words add the sign and the flags, and the
    rank follows the order of State.
    """

    column: Column
    value: Callable[[Plan, Verdict], CellValue]
    words: Callable[[Plan, Sequence[Verdict]], str] | None = None
    rank: Callable[[Plan, Verdict], Any] | None = None


def _due_phrase(verdict: Verdict) -> str | None:
    due = verdict.obligation.item.due
    return due.phrase if due else None


def _product_words(group: Sequence[Verdict]) -> str:
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in group)
    return group[0].obligation.item.name + (UNCONFIRMED_MARK if unconfirmed else "")


def _state_rank(verdict: Verdict) -> tuple[int, int, int]:
    return tuple(State).index(verdict.state), verdict.days_late or 0, verdict.days_left or 0


COLUMN_SPECS: Mapping[ObligationColumn, ColumnSpec] = {
    ObligationColumn.ID: ColumnSpec(
        Column("Mã trách nhiệm"),
        value=lambda _, verdict: verdict.obligation.id,
        rank=lambda plan, verdict: (
            plan.item_order[verdict.obligation.item.code],
            verdict.obligation.agency.order,
        ),
    ),
    ObligationColumn.ITEM: ColumnSpec(
        Column("Mã"),
        value=lambda _, verdict: verdict.obligation.item.code,
        rank=lambda plan, verdict: plan.item_order[verdict.obligation.item.code],
    ),
    ObligationColumn.AGENCY_ID: ColumnSpec(
        Column("Mã cơ quan"),
        value=lambda _, verdict: verdict.obligation.agency.id,
        rank=lambda _, verdict: verdict.obligation.agency.order,
    ),
    ObligationColumn.AGENCY: ColumnSpec(
        Column("Cơ quan", wraps=True),
        value=lambda _, verdict: verdict.obligation.agency.name,
        words=lambda plan, group: agencies_phrase(plan, [verdict.obligation.agency for verdict in group]),
        rank=lambda _, verdict: verdict.obligation.agency.order,
    ),
    ObligationColumn.INDEX: ColumnSpec(Column("Mã nội dung"), value=lambda _, verdict: verdict.obligation.item.index),
    ObligationColumn.TITLE: ColumnSpec(
        Column("Nhiệm vụ", wraps=True), value=lambda _, verdict: verdict.obligation.item.title_cell
    ),
    ObligationColumn.PRODUCT: ColumnSpec(
        Column("Sản phẩm", wraps=True),
        value=lambda _, verdict: verdict.obligation.item.product_cell,
        words=lambda _, group: _product_words(group),
    ),
    ObligationColumn.DUE: ColumnSpec(
        Column("Thời hạn (nguyên văn)", wraps=True), value=lambda _, verdict: _due_phrase(verdict)
    ),
    ObligationColumn.LAST: ColumnSpec(
        Column("Hạn cuối", right=True),
        value=lambda _, verdict: verdict.last,
        words=lambda _, group: last_day_words(group[0]),
    ),
    ObligationColumn.WEEKDAY: ColumnSpec(
        Column("Thứ"),
        value=lambda _, verdict: short_weekday_text(verdict.last) if verdict.last else None,
        rank=lambda _, verdict: verdict.last.weekday() if verdict.last else None,
    ),
    ObligationColumn.STATE: ColumnSpec(
        Column("Tình trạng", wraps=True),
        value=lambda _, verdict: state_words(verdict),
        words=lambda _, group: f"{STATE_WORDS[group[0].state].sign} {state_and_flag_words(group[0])}",
        rank=lambda _, verdict: _state_rank(verdict),
    ),
    ObligationColumn.REMARKS: ColumnSpec(Column("Ghi chú", wraps=True), value=lambda _, verdict: remark_words(verdict)),
    ObligationColumn.DAYS_LEFT: ColumnSpec(
        Column("Còn lại (ngày)", right=True), value=lambda _, verdict: verdict.days_left
    ),
    ObligationColumn.DAYS_LATE: ColumnSpec(
        Column("Quá hạn (ngày)", right=True), value=lambda _, verdict: verdict.days_late
    ),
    ObligationColumn.DONE_ON: ColumnSpec(
        Column("Ngày hoàn thành", right=True), value=lambda _, verdict: verdict.done_on
    ),
    ObligationColumn.DOCUMENT: ColumnSpec(Column("Văn bản", wraps=True), value=lambda _, verdict: verdict.document),
    ObligationColumn.WITHIN: ColumnSpec(Column("Lồng ghép trong", wraps=True), value=lambda _, verdict: verdict.within),
    ObligationColumn.EVIDENCE: ColumnSpec(
        Column("Minh chứng", wraps=True),
        value=lambda _, verdict: "; ".join(evidence.address for evidence in verdict.evidence),
    ),
    ObligationColumn.COOPERATING: ColumnSpec(
        Column("Phối hợp", wraps=True),
        value=lambda plan, verdict: "; ".join(cooperating_names(plan, verdict.obligation)),
        words=lambda plan, group: "; ".join(cooperating_names(plan, group[0].obligation, short=True)),
    ),
}


def find_column(word: str) -> ObligationColumn | None:
    """Return the column with the key or head `word`, whatever its case and marks; None if there is none."""
    key = match_key(word)
    for column, spec in COLUMN_SPECS.items():
        if key in (column.value, match_key(spec.column.head)):
            return column
    return None


def spreadsheet_cell(plan: Plan, verdict: Verdict, column: ObligationColumn) -> str:
    """Return the cell of one obligation for spreadsheets: days as 2026-06-10, "" for no value."""
    value = COLUMN_SPECS[column].value(plan, verdict)
    return "" if value is None else str(value)


def reader_cell(plan: Plan, group: Sequence[Verdict], column: ObligationColumn) -> str:
    """Return the cell of obligations that share a row, for readers: days as 10/6/2026, "" for no value."""
    spec = COLUMN_SPECS[column]
    if spec.words is not None:
        return spec.words(plan, group)
    value = spec.value(plan, group[0])
    return day_text(value) if isinstance(value, date) else "" if value is None else str(value)


class SortKey(NamedTuple):
    """A column to sort by."""

    column: ObligationColumn
    descending: bool = False


def sort_verdicts(plan: Plan, verdicts: Iterable[Verdict], sort_keys: Sequence[SortKey]) -> tuple[Verdict, ...]:
    """Return the verdicts sorted by the first key, then the next; verdicts without a value come last either way."""
    ordered = list(verdicts)
    # Sorting is stable: the last key first, the first key last.
    for sort_key in reversed(sort_keys):
        ranked = [(_rank(plan, verdict, sort_key.column), verdict) for verdict in ordered]
        present = [pair for pair in ranked if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=sort_key.descending)
        ordered = [verdict for _, verdict in present] + [verdict for rank, verdict in ranked if rank is None]
    return tuple(ordered)


def _rank(plan: Plan, verdict: Verdict, column: ObligationColumn) -> Any:  # noqa: ANN401  # of one type within a column
    spec = COLUMN_SPECS[column]
    if spec.rank is not None:
        return spec.rank(plan, verdict)
    value = spec.value(plan, verdict)
    return (collation_key(value) if value else None) if isinstance(value, str) else value
