"""The annex of who has sent what: the duties agency by agency, a column for each; what recurs often has one for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text, join_words
from papi_cli.views.grouping import group_by
from papi_cli.views.matrix import (
    duties_by_agency,
    duty_items,
    duty_state_words,
    frequent_series,
    marked_agency_name,
    short_heads,
)
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import delivery_words


def duty_matrix_table(
    plan: Plan, verdicts: Sequence[Verdict], *, merged: Collection[str], window: tuple[date, date]
) -> Table:
    """Return the dated duties agency by agency, one column per duty, by its last day.

    The coordinator's own duties among the item codes `merged` are part of the report that has this table. Of a duty that
    recurs there are the occurrences due up to the end of `window` and the next one. If it recurs often, one column counts
    those that fall due within the days of `window`, both inclusive.
    """
    duties = binding_only(verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY)
    columns = _columns(duty_items(duties), window)
    rows = [
        (
            str(number),
            marked_agency_name(by_item),
            *(column.cell(by_item, merged=merged if agency == plan.coordinator else ()) for column in columns),
        )
        for number, (agency, by_item) in enumerate(duties_by_agency(duties).items(), 1)
    ]
    return text_table(("TT", agency_head(plan), *(column.head for column in columns)), rows)


class _Submissions(NamedTuple):
    """A column: its head, and the item that it is about, or all occurrences that it counts."""

    head: str
    items: Sequence[Item]
    is_counted: bool = False

    @property
    def last(self) -> date:
        """The last day of its last item; that of the calendar if none has one."""
        due = self.items[-1].due
        return (due and due.last) or date.max

    def cell(self, by_item: Mapping[str, Verdict], *, merged: Collection[str]) -> str:
        """Return the cell of an agency that owes these items of those, and sends `merged` with the report: "" if none."""
        owed = [by_item[item.code] for item in self.items if item.code in by_item]
        if not owed:
            return ""
        if not self.is_counted:
            return _duty_cell(owed[0], merged=owed[0].obligation.item.code in merged)
        codes = (item.code for item in self.items)
        return _series_cell(owed, dict(zip(codes, short_heads(self.items), strict=True)), merged)


def _columns(items: Sequence[Item], window: tuple[date, date]) -> list[_Submissions]:
    often = frequent_series(items)
    first, last = window
    columns: list[_Submissions] = []
    for series, members in group_by(items, lambda item: item.series).items():
        times = [(item.due.last, item) for item in members if item.occurrence and item.due and item.due.last]
        times.sort(key=lambda time: time[0])
        due = [item for day, item in times if day <= last and (series not in often or first <= day)]
        if series in often and len(due) > 1:
            columns.append(_Submissions(f"{due[0].product} ({count_text(len(due))} lần đến hạn)", due, is_counted=True))
            continue
        once = [item for item in members if not item.occurrence]
        following = [item for day, item in times if day > last][:1]
        columns += [_Submissions(_head(item), [item]) for item in (*once, *due, *following)]
    return sorted(columns, key=lambda column: column.last)


def _head(item: Item) -> str:
    day = f"thời hạn {day_text(item.due.last)}" if item.due and item.due.last else ""
    inside = "; ".join(filter(None, (item.occurrence_name, day)))
    return f"{item.product} ({inside})" if inside else item.product


_WITHIN_THIS = "lồng ghép trong Báo cáo này"


def _duty_cell(verdict: Verdict, *, merged: bool) -> str:
    if merged and verdict.state.is_pending:
        return _WITHIN_THIS
    words = duty_state_words(verdict)
    # Under the original day in the column's head, «đúng hạn» alone would look wrong.
    if Flag.EXTENDED in verdict.flags and verdict.state is not State.WAIVED and verdict.last:
        words = f"{words}, được gia hạn đến {day_text(verdict.last)}"
    delivered = delivery_words(verdict)
    return f"{words} ({delivered})" if delivered else words


# Of more occurrences than these, a cell tells the number only.
_MOST_NAMED = 3


def _series_cell(verdicts: Sequence[Verdict], heads: Mapping[str, str], merged: Collection[str]) -> str:
    """Return how many of the occurrences were sent, how many late, and which are missing, by their `heads`."""

    def is_within(verdict: Verdict) -> bool:
        return verdict.state.is_pending and verdict.obligation.item.code in merged

    def counted(words: str, missing: Sequence[Verdict]) -> str:
        if len(missing) > _MOST_NAMED:
            return f"{words} {count_text(len(missing))} lần"
        return f"{words}: {join_words([heads[verdict.obligation.item.code] for verdict in missing])}" if missing else ""

    owed = [verdict for verdict in verdicts if verdict.state is not State.WAIVED and not is_within(verdict)]
    sent = sum(verdict.state.is_done for verdict in owed)
    late = sum(verdict.state is State.DONE_LATE for verdict in owed)
    overdue = [verdict for verdict in owed if verdict.state is State.OVERDUE]
    parts = (
        f"đã gửi {count_text(sent)}/{count_text(len(owed))} lần" if sent else "",
        f"{count_text(late)} lần quá hạn" if late else "",
        counted("chưa gửi", [verdict for verdict in overdue if Flag.UNRECORDED not in verdict.flags]),
        counted("chưa ghi nhận", [verdict for verdict in overdue if Flag.UNRECORDED in verdict.flags]),
        *(f"{heads[verdict.obligation.item.code]}: {_WITHIN_THIS}" for verdict in filter(is_within, verdicts)),
    )
    return "; ".join(filter(None, parts))
