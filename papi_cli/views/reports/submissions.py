"""The annex of who has sent what: the duties agency by agency, a column for each; what recurs often has one for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text, join_words
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
    plan: Plan, verdicts: Sequence[Verdict], *, merged: Collection[str], since: date | None = None
) -> Table:
    """Return the dated duties agency by agency, one column per duty.

    The coordinator's own duties among the item codes `merged` are part of the report that has this table. A duty that
    recurs often has one column, which counts what was due of it from the day `since` on.
    """
    duties = binding_only(verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY)
    often = frequent_series(duty_items(duties))
    columns = _columns(duty_items(duties), often, since)
    rows = [
        (
            str(number),
            marked_agency_name(by_item),
            *(_cell(plan, agency, by_item, items, merged) for items in columns.values()),
        )
        for number, (agency, by_item) in enumerate(duties_by_agency(duties).items(), 1)
    ]
    return text_table(("TT", agency_head(plan), *columns), rows)


def _columns(
    items: Sequence[Item], often: Mapping[str, Sequence[Item]], since: date | None
) -> dict[str, Sequence[Item]]:
    """Return the items of each column by its head."""
    columns: dict[str, Sequence[Item]] = {}
    for item in items:
        if item.series not in often:
            day = f"thời hạn {day_text(item.due.last)}" if item.due and item.due.last else ""
            inside = "; ".join(filter(None, (item.occurrence_name, day)))
            columns[f"{item.product} ({inside})" if inside else item.product] = [item]
            continue
        members = [
            one for one in often[item.series] if one.due and one.due.last and (not since or one.due.last >= since)
        ]
        if members:
            columns[f"{item.product} (định kỳ, {count_text(len(members))} lần{_since_words(since)})"] = members
    return columns


def _since_words(since: date | None) -> str:
    return f" từ {day_text(since)}" if since else ""


def _cell(
    plan: Plan, agency: str, by_item: Mapping[str, Verdict], items: Sequence[Item], merged: Collection[str]
) -> str:
    owed = [by_item[item.code] for item in items if item.code in by_item]
    if not owed:
        return ""
    if len(items) > 1:
        return _series_cell(owed, dict(zip((item.code for item in items), short_heads(items), strict=True)))
    return _duty_cell(owed[0], merged=agency == plan.coordinator and items[0].code in merged)


def _duty_cell(verdict: Verdict, *, merged: bool) -> str:
    if merged and verdict.state.is_pending:
        return "lồng ghép trong Báo cáo này"
    words = duty_state_words(verdict)
    # Under the original day in the column's head, «đúng hạn» alone would look wrong.
    if Flag.EXTENDED in verdict.flags and verdict.state is not State.WAIVED and verdict.last:
        words = f"{words}, được gia hạn đến {day_text(verdict.last)}"
    delivered = delivery_words(verdict)
    return f"{words} ({delivered})" if delivered else words


def _series_cell(verdicts: Sequence[Verdict], heads: Mapping[str, str]) -> str:
    """Return how many of the occurrences that were due were sent, how many late, and which are missing, by their heads."""

    def named(missing: Sequence[Verdict]) -> str:
        return join_words([heads[verdict.obligation.item.code] for verdict in missing])

    due = [verdict for verdict in verdicts if verdict.state not in (State.IN_TIME, State.WAIVED)]
    if not due:
        return "chưa đến hạn"
    sent = [verdict for verdict in due if verdict.state.is_done]
    late = sum(verdict.state is State.DONE_LATE for verdict in sent)
    overdue = [verdict for verdict in due if verdict.state is State.OVERDUE]
    unrecorded = [verdict for verdict in overdue if Flag.UNRECORDED in verdict.flags]
    missing = [verdict for verdict in overdue if Flag.UNRECORDED not in verdict.flags]
    parts = (
        f"{count_text(len(sent))}/{count_text(len(due))} lần" + (f", {count_text(late)} lần quá hạn" if late else ""),
        f"chưa gửi: {named(missing)}" if missing else "",
        f"chưa ghi nhận: {named(unrecorded)}" if unrecorded else "",
    )
    return "; ".join(filter(None, parts))
