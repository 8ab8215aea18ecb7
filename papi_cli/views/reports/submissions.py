"""The annex of who has not sent what in time: duties agency by agency, a column for each or for what recurs often."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, Item, ItemKind, Plan
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
    unconfirmed_mark,
)
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import delivery_words


class SubmissionsLeft(NamedTuple):
    """What of the duties is late, missing or otherwise to be told, and how many agencies have nothing of the kind."""

    table: Table
    in_order: int


def duty_matrix_table(
    plan: Plan, verdicts: Sequence[Verdict], *, merged: Collection[str], window: tuple[date, date]
) -> SubmissionsLeft:
    """Return the dated duties of which not all is in order, agency by agency, one column per duty, by its last day.

    Agencies and columns in which all was sent on time or is not due yet are left out; communes with equal cells share a
    row with their names, whatever documents they have. The coordinator's own duties among the item codes `merged` are part
    of the report that has this table. Of a duty that recurs there are the occurrences due up to the end of `window` and
    the next one. If it recurs often, one column counts those that fall due within the days of `window`, both inclusive.
    """
    duties = binding_only(verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY)
    lines = [
        _Line(by_item, merged if agency == plan.coordinator else ())
        for agency, by_item in duties_by_agency(duties).items()
    ]
    columns = [
        column for column in _columns(duty_items(duties), window) if any(not column.is_in_order(line) for line in lines)
    ]
    told = [line for line in lines if not all(column.is_in_order(line) for column in columns)]
    rows = [
        (str(number), _names(plan, group), *(column.cell(group) for column in columns))
        for number, group in enumerate(_alike(told, columns), 1)
    ]
    table = text_table(("TT", agency_head(plan), *(column.head for column in columns)), rows)
    return SubmissionsLeft(table, len(lines) - len(told))


class _Line(NamedTuple):
    """What an agency owes, by item, at least one; `merged` of it is part of the report that has the table."""

    by_item: Mapping[str, Verdict]
    merged: Collection[str]

    @property
    def agency(self) -> Agency:
        return next(iter(self.by_item.values())).obligation.agency


def _alike(lines: Sequence[_Line], columns: Sequence[_Submissions]) -> list[Sequence[_Line]]:
    """Return the lines that share a row: communes whose cells are equal but for the documents."""

    def facts(line: _Line) -> Hashable:
        if line.agency.kind is not AgencyKind.COMMUNE:
            return line.agency.id
        is_marked = any(Flag.UNCONFIRMED in verdict.flags for verdict in line.by_item.values())
        return (is_marked, *(column.words(line, with_documents=False) for column in columns))

    return list(group_by(lines, facts).values())


def _names(plan: Plan, group: Sequence[_Line]) -> str:
    if len(group) == 1:
        return marked_agency_name(group[0].by_item)
    return full_agencies_phrase(plan, [line.agency for line in group]) + unconfirmed_mark(group[0].by_item)


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

    def cell(self, group: Sequence[_Line]) -> str:
        """Return the cell of a row of agencies; documents that differ are not in it."""
        cells = {self.words(line, with_documents=True) for line in group}
        return cells.pop() if len(cells) == 1 else self.words(group[0], with_documents=False)

    def words(self, line: _Line, *, with_documents: bool) -> str:
        """Return the cell of an agency: "" if it owes none of the items."""
        owed = [line.by_item[item.code] for item in self.items if item.code in line.by_item]
        if not owed:
            return ""
        if not self.is_counted:
            merged = owed[0].obligation.item.code in line.merged
            return _duty_cell(owed[0], merged=merged, with_document=with_documents)
        codes = (item.code for item in self.items)
        return _series_cell(owed, dict(zip(codes, short_heads(self.items), strict=True)), line.merged)

    def is_in_order(self, line: _Line) -> bool:
        """Return whether nothing of an agency's is late or missing, or is so for a reason."""
        owed = (line.by_item[item.code] for item in self.items if item.code in line.by_item)
        return all(verdict.obligation.item.code in line.merged or _is_in_order(verdict) for verdict in owed)


_TOLD_STATES = frozenset({State.OVERDUE, State.DONE_LATE, State.WAIVED})
_TOLD_FLAGS = frozenset({Flag.INCOMPLETE, Flag.EXTENDED, Flag.EXTENSION_ASKED})


def _is_in_order(verdict: Verdict) -> bool:
    return verdict.state not in _TOLD_STATES and not _TOLD_FLAGS & verdict.flags


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


def _duty_cell(verdict: Verdict, *, merged: bool, with_document: bool) -> str:
    """Return the state of a duty; the document of what is in order is no news."""
    if merged and verdict.state.is_pending:
        return _WITHIN_THIS
    words = duty_state_words(verdict, count_text)
    # Under the original day in the column's head, «đúng hạn» alone would look wrong.
    if Flag.EXTENDED in verdict.flags and verdict.state is not State.WAIVED and verdict.last:
        words = f"{words}, được gia hạn đến {day_text(verdict.last)}"
    delivered = delivery_words(verdict) if with_document and not _is_in_order(verdict) else ""
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
