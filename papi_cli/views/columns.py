"""The columns that a list of obligations can have: their words, their cells, and how they sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import collation_key, day_text, match_key
from papi_cli.views.agency_phrases import agencies_phrase
from papi_cli.views.page import Column
from papi_cli.views.words import (
    STATE_SIGNS,
    UNCONFIRMED_MARK,
    cooperating_names,
    flag_words,
    last_day_words,
    short_weekday,
    state_words,
)


class ObligationColumn(StrEnum):
    """A column; the order is that of spreadsheets."""

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


COLUMN_SPECS: Mapping[ObligationColumn, Column] = {
    ObligationColumn.ID: Column("Mã trách nhiệm"),
    ObligationColumn.ITEM: Column("Mã"),
    ObligationColumn.AGENCY_ID: Column("Mã cơ quan"),
    ObligationColumn.AGENCY: Column("Cơ quan", wraps=True),
    ObligationColumn.INDEX: Column("Chỉ số"),
    ObligationColumn.TITLE: Column("Nhiệm vụ", wraps=True),
    ObligationColumn.PRODUCT: Column("Sản phẩm", wraps=True),
    ObligationColumn.DUE: Column("Thời hạn (nguyên văn)", wraps=True),
    ObligationColumn.LAST: Column("Hạn cuối", right=True),
    ObligationColumn.WEEKDAY: Column("Thứ"),
    ObligationColumn.STATE: Column("Tình trạng", wraps=True),
    ObligationColumn.REMARKS: Column("Ghi chú", wraps=True),
    ObligationColumn.DAYS_LEFT: Column("Còn lại (ngày)", right=True),
    ObligationColumn.DAYS_LATE: Column("Quá hạn (ngày)", right=True),
    ObligationColumn.DONE_ON: Column("Ngày hoàn thành", right=True),
    ObligationColumn.DOCUMENT: Column("Văn bản", wraps=True),
    ObligationColumn.WITHIN: Column("Lồng ghép trong", wraps=True),
    ObligationColumn.EVIDENCE: Column("Minh chứng", wraps=True),
    ObligationColumn.COOPERATING: Column("Phối hợp", wraps=True),
}


def find_column(word: str) -> ObligationColumn | None:
    """Return the column called `word` (its key or its Vietnamese head, folded), None when there is none."""
    key = match_key(word)
    return next(
        (field for field in ObligationColumn if key in (field.value, match_key(COLUMN_SPECS[field].head))), None
    )


CellValue = str | int | date | None

_VALUES: Mapping[ObligationColumn, Callable[[Plan, Verdict], CellValue]] = {
    ObligationColumn.ID: lambda _, verdict: verdict.obligation.id,
    ObligationColumn.ITEM: lambda _, verdict: verdict.obligation.item.code,
    ObligationColumn.AGENCY_ID: lambda _, verdict: verdict.obligation.agency.id,
    ObligationColumn.AGENCY: lambda _, verdict: verdict.obligation.agency.name,
    ObligationColumn.INDEX: lambda _, verdict: verdict.obligation.item.index,
    ObligationColumn.TITLE: lambda _, verdict: verdict.obligation.item.title,
    ObligationColumn.PRODUCT: lambda _, verdict: verdict.obligation.item.product,
    ObligationColumn.DUE: lambda _, verdict: (
        verdict.obligation.item.due.phrase if verdict.obligation.item.due else None
    ),
    ObligationColumn.LAST: lambda _, verdict: verdict.last,
    ObligationColumn.WEEKDAY: lambda _, verdict: short_weekday(verdict.last) if verdict.last else None,
    ObligationColumn.STATE: lambda _, verdict: state_words(verdict),
    ObligationColumn.REMARKS: lambda _, verdict: _all_remarks(verdict),
    ObligationColumn.DAYS_LEFT: lambda _, verdict: verdict.days_left,
    ObligationColumn.DAYS_LATE: lambda _, verdict: verdict.days_late,
    ObligationColumn.DONE_ON: lambda _, verdict: verdict.done_on,
    ObligationColumn.DOCUMENT: lambda _, verdict: verdict.document,
    ObligationColumn.WITHIN: lambda _, verdict: verdict.within,
    ObligationColumn.EVIDENCE: lambda _, verdict: "; ".join(
        evidence.url or evidence.path for evidence in verdict.evidence
    ),
    ObligationColumn.COOPERATING: lambda plan, verdict: "; ".join(cooperating_names(plan, verdict.obligation)),
}


def _all_remarks(verdict: Verdict) -> str:
    said = [flag_words(verdict)]
    if Flag.REQUESTED in verdict.flags:
        said.append("đề nghị, không tính tỷ lệ")
    if Flag.UNCONFIRMED in verdict.flags:
        said.append("theo cách hiểu chưa được xác nhận")
    return "; ".join(filter(None, said))


def spreadsheet_cell(plan: Plan, verdict: Verdict, field: ObligationColumn) -> str:
    """Return the cell of one obligation for spreadsheets: days as 2026-06-10, "" for nothing."""
    cell = _VALUES[field](plan, verdict)
    return "" if cell is None else str(cell)


def reader_cell(plan: Plan, group: Sequence[Verdict], field: ObligationColumn) -> str:
    """Return the cell of obligations that share a row, for readers; they differ in nothing but the agency."""
    verdict = group[0]
    match field:
        case ObligationColumn.AGENCY:
            return agencies_phrase(plan, [one.obligation.agency for one in group])
        case ObligationColumn.LAST:
            return last_day_words(verdict)
        case ObligationColumn.PRODUCT:
            unconfirmed = any(Flag.UNCONFIRMED in one.flags for one in group)
            return verdict.obligation.item.product + (UNCONFIRMED_MARK if unconfirmed else "")
        case ObligationColumn.STATE:
            return "; ".join(
                filter(None, (f"{STATE_SIGNS[verdict.state]} {state_words(verdict)}", flag_words(verdict)))
            )
        case ObligationColumn.COOPERATING:
            return "; ".join(cooperating_names(plan, verdict.obligation, short=True))
        case _:
            cell = _VALUES[field](plan, verdict)
            return day_text(cell) if isinstance(cell, date) else "" if cell is None else str(cell)


class SortKey(NamedTuple):
    """A column to sort by."""

    column: ObligationColumn
    descending: bool = False


def sort_verdicts(plan: Plan, verdicts: Iterable[Verdict], orders: Sequence[SortKey]) -> tuple[Verdict, ...]:
    """Return verdicts by the first of `orders`, then the next; what has no value comes last either way."""
    found = list(verdicts)
    for order in reversed(orders):
        keyed = [(_sort_key(plan, verdict, order.column), verdict) for verdict in found]
        present = [pair for pair in keyed if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=order.descending)
        found = [verdict for _, verdict in present] + [verdict for key, verdict in keyed if key is None]
    return tuple(found)


def _sort_key(plan: Plan, verdict: Verdict, field: ObligationColumn) -> Any:  # noqa: ANN401  # of one type within a column
    obligation = verdict.obligation
    match field:
        case ObligationColumn.ID:
            return plan.item_order[obligation.item.code], obligation.agency.order
        case ObligationColumn.ITEM:
            return plan.item_order[obligation.item.code]
        case ObligationColumn.AGENCY | ObligationColumn.AGENCY_ID:
            return obligation.agency.order
        case ObligationColumn.STATE:
            return tuple(State).index(verdict.state), verdict.days_late or 0, verdict.days_left or 0
        case ObligationColumn.WEEKDAY:
            return verdict.last.weekday() if verdict.last else None
        case _:
            cell = _VALUES[field](plan, verdict)
            return (collation_key(cell) if cell else None) if isinstance(cell, str) else cell
