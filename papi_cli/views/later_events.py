"""What was recorded of a reporting period after it was closed, and what that changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.closings import Closing, closed_over
from papi_cli.plan.model import Period, Plan
from papi_cli.states import Verdict, judge
from papi_cli.text import day_text, join_words, number_text, upper_first
from papi_cli.views.closings import closed_period_name, closed_words


def later_events(
    events: Sequence[Event], closing: Closing, frozen: Collection[str], *, until: date | None = None
) -> tuple[Event, ...]:
    """Return the `events` of a closed period that its closing does not have, in the order in which they were recorded.

    They are those dated up to its day (inclusive), or `until` an earlier one, and retractions of such, whatever their own
    day, that are not among the `frozen` ids. When they were recorded says nothing: a merge brings what another machine recorded before the closing.
    """
    days = {event.id: event.date for event in events}
    last = closing.as_of if until is None else min(until, closing.as_of)
    later = (event for event in events if event.id not in frozen)
    of_period = (event for event in later if days.get(event.target, event.date) <= last)
    return tuple(sorted(of_period, key=lambda event: (event.recorded, event.id)))


class LaterChange(NamedTuple):
    """An event that came after the closing, and the verdicts on its obligation as of the closing's day without and with all.

    A verdict is None where the plan does not have the obligation. `target` is the event that a retraction takes back.
    """

    event: Event
    target: Event | None
    before: Verdict | None
    after: Verdict | None


def later_changes(
    plan: Plan, period: Period, events: Sequence[Event], closing: Closing, later: Sequence[Event]
) -> tuple[LaterChange, ...]:
    """Return the `later` events of the `events` that count, each with what they change together.

    One that was retracted again later is left out, with its retraction, and so is one that breaks a rule.
    """
    ids = {event.id for event in later}
    gone = {event.target for event in later if event.kind is EventKind.RETRACTED}
    earlier = [event for event in events if event.id not in ids]
    before = judge(plan, earlier, as_of=closing.as_of, known_at=None, period=period)
    after = judge(plan, events, as_of=closing.as_of, known_at=None, period=period)
    left_out = gone | {entry.event.id for entry in after.ignored}
    old, new = _by_obligation(before.verdicts), _by_obligation(after.verdicts)
    targets = {event.target for event in later if event.target}
    by_id = {event.id: event for event in earlier if event.id in targets}
    return tuple(
        LaterChange(
            event,
            by_id.get(event.target),
            old.get((event.item, event.agency)),
            new.get((event.item, event.agency)),
        )
        for event in later
        if event.id not in left_out and event.target not in ids
    )


def _by_obligation(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts by item and each agency under whose name their events stand."""
    return {(verdict.obligation.item.code, agency): verdict for verdict in verdicts for agency in verdict.named}


def later_sentence(period: Period, closing: Closing, later: Sequence[Event]) -> str:
    """Return that a period is closed, how many events came later, and where both are to be had."""
    closed = f"{upper_first(closed_words(period, closing))}."
    at_closing = f"Theo số liệu đã chốt: papi report {closing.period} --closed."
    if not later:
        return f"{closed} {at_closing}"
    return (
        f"{closed} Sau khi chốt có thêm {number_text(len(later))} sự kiện của kỳ (xem: papi log --after-closing "
        f"{closing.period}), nên số liệu ở đây có thể khác lúc chốt. {at_closing}"
    )


def into_closed_sentence(plan: Plan, closings: Sequence[Closing], days: Sequence[date]) -> str:
    """Return which closed periods new events of these days fall into, "" for none.

    The day of a retraction is that of its target. Such events count today and in no report with --closed.
    """
    found = [closing for day in days if (closing := closed_over(closings, day))]
    names = [
        f"kỳ {closed_period_name(plan, closing)} đã chốt ngày {day_text(closing.closed_at.date())}"
        for closing in dict.fromkeys(found)
    ]
    if not names:
        return ""
    return (
        f"{number_text(len(found))} sự kiện thuộc {join_words(names)}: tính vào tình trạng từ nay, không vào báo cáo lập "
        "bằng --closed, và được nêu là ghi nhận sau khi chốt."
    )
