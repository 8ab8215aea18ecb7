"""The columns that a list of obligations can have: their words, their cells, and how they sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import collation_key, day_text, match_key
from papi_cli.views.layout import Column
from papi_cli.views.words import (
    SIGNS,
    UNCONFIRMED_MARK,
    agency_words,
    cooperating_names,
    last_day_words,
    remarks,
    short_weekday,
    state_words,
)


class Field(StrEnum):
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


COLUMNS: Mapping[Field, Column] = {
    Field.ID: Column("Mã trách nhiệm"),
    Field.ITEM: Column("Mã"),
    Field.AGENCY_ID: Column("Mã cơ quan"),
    Field.AGENCY: Column("Cơ quan", wraps=True),
    Field.INDEX: Column("Chỉ số"),
    Field.TITLE: Column("Nhiệm vụ", wraps=True),
    Field.PRODUCT: Column("Sản phẩm", wraps=True),
    Field.DUE: Column("Thời hạn (nguyên văn)", wraps=True),
    Field.LAST: Column("Hạn cuối", right=True),
    Field.WEEKDAY: Column("Thứ"),
    Field.STATE: Column("Tình trạng", wraps=True),
    Field.REMARKS: Column("Ghi chú", wraps=True),
    Field.DAYS_LEFT: Column("Còn lại (ngày)", right=True),
    Field.DAYS_LATE: Column("Quá hạn (ngày)", right=True),
    Field.DONE_ON: Column("Ngày hoàn thành", right=True),
    Field.DOCUMENT: Column("Văn bản", wraps=True),
    Field.WITHIN: Column("Lồng ghép trong", wraps=True),
    Field.EVIDENCE: Column("Minh chứng", wraps=True),
    Field.COOPERATING: Column("Phối hợp", wraps=True),
}


def find_field(word: str) -> Field | None:
    """Return the column called `word` (its key or its Vietnamese head, folded), None when there is none."""
    key = match_key(word)
    return next((field for field in Field if key in (field.value, match_key(COLUMNS[field].head))), None)


Cell = str | int | date | None

_VALUES: Mapping[Field, Callable[[Plan, Verdict], Cell]] = {
    Field.ID: lambda _, verdict: verdict.obligation.id,
    Field.ITEM: lambda _, verdict: verdict.obligation.item.code,
    Field.AGENCY_ID: lambda _, verdict: verdict.obligation.agency.id,
    Field.AGENCY: lambda _, verdict: verdict.obligation.agency.name,
    Field.INDEX: lambda _, verdict: verdict.obligation.item.index,
    Field.TITLE: lambda _, verdict: verdict.obligation.item.title,
    Field.PRODUCT: lambda _, verdict: verdict.obligation.item.product,
    Field.DUE: lambda _, verdict: verdict.obligation.item.due.phrase if verdict.obligation.item.due else None,
    Field.LAST: lambda _, verdict: verdict.last,
    Field.WEEKDAY: lambda _, verdict: short_weekday(verdict.last) if verdict.last else None,
    Field.STATE: lambda _, verdict: state_words(verdict),
    Field.REMARKS: lambda _, verdict: _all_remarks(verdict),
    Field.DAYS_LEFT: lambda _, verdict: verdict.days_left,
    Field.DAYS_LATE: lambda _, verdict: verdict.days_late,
    Field.DONE_ON: lambda _, verdict: verdict.done_on,
    Field.DOCUMENT: lambda _, verdict: verdict.document,
    Field.WITHIN: lambda _, verdict: verdict.within,
    Field.EVIDENCE: lambda _, verdict: "; ".join(evidence.url or evidence.path for evidence in verdict.evidence),
    Field.COOPERATING: lambda plan, verdict: "; ".join(cooperating_names(plan, verdict.obligation)),
}


def _all_remarks(verdict: Verdict) -> str:
    said = [remarks(verdict)]
    if Flag.REQUESTED in verdict.flags:
        said.append("đề nghị, không tính tỷ lệ")
    if Flag.UNCONFIRMED in verdict.flags:
        said.append("theo cách hiểu chưa được xác nhận")
    return "; ".join(filter(None, said))


def value(plan: Plan, verdict: Verdict, field: Field) -> str:
    """Return the cell of one obligation for spreadsheets: days as 2026-06-10, "" for nothing."""
    cell = _VALUES[field](plan, verdict)
    return "" if cell is None else str(cell)


def shown(plan: Plan, group: Sequence[Verdict], field: Field) -> str:
    """Return the cell of obligations that share a row, for readers; they differ in nothing but the agency."""
    verdict = group[0]
    match field:
        case Field.AGENCY:
            return agency_words(plan, [one.obligation.agency for one in group])
        case Field.LAST:
            return last_day_words(verdict)
        case Field.PRODUCT:
            unconfirmed = any(Flag.UNCONFIRMED in one.flags for one in group)
            return verdict.obligation.item.product + (UNCONFIRMED_MARK if unconfirmed else "")
        case Field.STATE:
            return "; ".join(filter(None, (f"{SIGNS[verdict.state]} {state_words(verdict)}", remarks(verdict))))
        case Field.COOPERATING:
            return "; ".join(cooperating_names(plan, verdict.obligation, short=True))
        case _:
            cell = _VALUES[field](plan, verdict)
            return day_text(cell) if isinstance(cell, date) else "" if cell is None else str(cell)


class Order(NamedTuple):
    """A column to sort by."""

    field: Field
    descending: bool = False


def in_order(plan: Plan, verdicts: Iterable[Verdict], orders: Sequence[Order]) -> tuple[Verdict, ...]:
    """Return verdicts by the first of `orders`, then the next; what has no value comes last either way."""
    found = list(verdicts)
    for order in reversed(orders):
        keyed = [(_sort_key(plan, verdict, order.field), verdict) for verdict in found]
        present = [pair for pair in keyed if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=order.descending)
        found = [verdict for _, verdict in present] + [verdict for key, verdict in keyed if key is None]
    return tuple(found)


def _sort_key(plan: Plan, verdict: Verdict, field: Field) -> Any:  # noqa: ANN401  # of one type within a column
    obligation = verdict.obligation
    match field:
        case Field.ID:
            return plan.item_order[obligation.item.code], obligation.agency.order
        case Field.ITEM:
            return plan.item_order[obligation.item.code]
        case Field.AGENCY | Field.AGENCY_ID:
            return obligation.agency.order
        case Field.STATE:
            return tuple(State).index(verdict.state), verdict.days_late or 0, verdict.days_left or 0
        case Field.WEEKDAY:
            return verdict.last.weekday() if verdict.last else None
        case _:
            cell = _VALUES[field](plan, verdict)
            return (collation_key(cell) if cell else None) if isinstance(cell, str) else cell
