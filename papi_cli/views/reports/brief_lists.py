"""The lists in the body of a summary: a row for each product, however many agencies owe it; its annexes name them all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, Item, ItemKind, Period, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.agency_phrases import are_all, kind_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.occurrences import Near, near_only
from papi_cli.views.page import Table
from papi_cli.views.reports.phrases import short_agencies_phrase
from papi_cli.views.reports.tables import (
    agency_head,
    by_last_day,
    product_cell,
    product_head,
    text_table,
    titled_source,
)
from papi_cli.views.reports.time_words import product_words
from papi_cli.views.reports.wording import last_day_and_source


def brief_overdue_table(
    plan: Plan, verdicts: Sequence[Verdict], *, since: Callable[[Sequence[Verdict]], str] = lambda _: ""
) -> Table:
    """Return what is overdue, the oldest first: product, agencies in short, the earliest last day, how many are how late.

    `since` says behind the state what became of a row after the cut-off.
    """
    rows = []
    for number, group in enumerate(_by_product(by_last_day(plan, verdicts, State.OVERDUE)), 1):
        last = last_day_and_source(plan, group[0])
        is_one = len({verdict.last for verdict in group}) == 1
        rows.append(
            (
                str(number),
                f"{product_words(plan, group)}{titled_source(plan, group[0].obligation.item)}",
                brief_agencies(plan, group),
                last if is_one else f"sớm nhất {last}",
                "; ".join(filter(None, (_lateness(group), since(group)))),
            )
        )
    return text_table(("TT", f"{product_head(verdicts)}, báo cáo", agency_head(plan), "Thời hạn", "Tình trạng"), rows)


def _by_product(overdue: Sequence[Verdict]) -> Iterable[Sequence[Verdict]]:
    """Return the verdicts that share a row: on one item, or on the times of a series that the same agencies owe."""
    times: dict[tuple[str, str], list[str]] = {}
    for verdict in overdue:
        item = verdict.obligation.item
        times.setdefault((item.series, verdict.obligation.agency.id), []).append(item.code)

    def facts(verdict: Verdict) -> Hashable:
        item = verdict.obligation.item
        return (item.series, *times[item.series, verdict.obligation.agency.id]) if item.occurrence else item.code

    return group_by(overdue, facts).values()


def _lateness(group: Sequence[Verdict]) -> str:
    """Return how late a row is at most, and of how many obligations nothing is recorded."""
    days = {verdict.days_late or 0 for verdict in group}
    late = f"quá hạn {'nhiều nhất ' if len(days) > 1 else ''}{count_text(max(days))} ngày"
    silent = sum(Flag.UNRECORDED in verdict.flags for verdict in group)
    if silent in (0, len(group)):
        return f"{'chưa ghi nhận' if silent else 'chưa hoàn thành'}, {late}"
    return f"{late}: {count_text(silent)} chưa ghi nhận, {count_text(len(group) - silent)} chưa hoàn thành"


class _Due(NamedTuple):
    """What falls due on one day for the same agencies: of one task, or one duty."""

    place: str
    last: Hashable
    agencies: frozenset[str]


class Coming(NamedTuple):
    """What can still be delivered in time: a table, and how many tasks' obligations fall due after the day `until`.

    These are not in the table; `until` is None where all are.
    """

    table: Table
    until: date | None
    after: int


def brief_coming(plan: Plan, period: Period, verdicts: Sequence[Verdict]) -> Coming:
    """Return what can still be delivered in time, the next first: last on-time day, products, agencies in short.

    Products of one task that the same agencies owe by one day share a row. Tasks are listed up to the day on which the
    report of the period after `period` is due, if there is one.
    """
    near = near_only(by_last_day(plan, verdicts, State.IN_TIME))
    following = sorted((other for other in plan.periods if other.last > period.last), key=lambda other: other.last)
    until = (following[0].due.last or following[0].last) if following else None
    after = [verdict for verdict in near.shown if _is_later(verdict, until)]
    table = _coming_table(
        plan, near._replace(shown=tuple(one for one in near.shown if not _is_later(one, until))), verdicts
    )
    return Coming(table, until if after else None, len(after))


def _is_later(verdict: Verdict, until: date | None) -> bool:
    is_task = verdict.obligation.item.kind is ItemKind.TASK
    return is_task and until is not None and verdict.last is not None and verdict.last > until


def _coming_table(plan: Plan, near: Near, verdicts: Sequence[Verdict]) -> Table:
    by_item = group_by(near.shown, lambda verdict: (verdict.obligation.item.code, verdict.last))
    rows = []
    for number, groups in enumerate(group_by(by_item.values(), _due).values(), 1):
        first = groups[0][0]
        products = "; ".join(product_cell(plan, group) for group in groups)
        note = "; ".join(filter(None, dict.fromkeys(near.words_beside(group) for group in groups)))
        rows.append(
            (
                str(number),
                day_text(first.last) if first.last else "",
                f"{products}{titled_source(plan, first.obligation.item)}",
                brief_agencies(plan, groups[0]),
                note,
            )
        )
    heads = ("TT", "Thời hạn", f"{product_head(verdicts)}, báo cáo", agency_head(plan), "Ghi chú")
    return text_table(heads, rows, without=() if any(note for *_, note in rows) else ("Ghi chú",))._replace(form=heads)


def _due(group: Sequence[Verdict]) -> _Due:
    item = group[0].obligation.item
    return _Due(_place(item), group[0].last, frozenset(verdict.obligation.agency.id for verdict in group))


def _place(item: Item) -> str:
    return item.source[0] if item.kind is ItemKind.TASK else item.code


# So many departments are named even if they are all.
_NAMED = 4


def brief_agencies(plan: Plan, verdicts: Iterable[Verdict]) -> str:
    """Return who owes a row: several communes by their number, and most departments of the plan by theirs if they are many.

    «14 sở, ban, ngành; UBND 57 xã, phường», «11 sở, ban, ngành (trừ Sở Y tế, Thanh tra tỉnh)»; a few of the departments,
    or no more than are left out, by their names.
    """
    agencies = sorted({verdict.obligation.agency for verdict in verdicts}, key=lambda agency: agency.order)
    departments = [agency for agency in agencies if agency.kind is AgencyKind.DEPARTMENT]
    if len(departments) <= _NAMED:
        return short_agencies_phrase(plan, agencies)
    left_out = [] if are_all(plan, departments) else _left_out(plan, departments)
    if len(left_out) >= len(departments):
        return short_agencies_phrase(plan, agencies)
    counted = f"{count_text(len(departments))} {kind_noun(plan, AgencyKind.DEPARTMENT)}"
    if left_out:
        counted += f" (trừ {short_agencies_phrase(plan, left_out)})"
    others = short_agencies_phrase(plan, (agency for agency in agencies if agency not in departments))
    return "; ".join(filter(None, (counted, others)))


def _left_out(plan: Plan, departments: Sequence[Agency]) -> list[Agency]:
    """Return the departments that there are besides `departments`; these themselves if one of them is there no more."""
    there = [
        agency
        for agency in plan.agencies.values()
        if agency.kind is AgencyKind.DEPARTMENT and agency.id not in plan.absent
    ]
    if not {agency.id for agency in departments} <= {agency.id for agency in there}:
        return list(departments)
    return [agency for agency in there if agency not in departments]
