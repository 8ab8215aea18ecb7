"""The state of each obligation as of a day, from the fold of its events (papi_cli/README.md, States)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from papi_cli.log.events import Event, Evidence, events_known_at, in_fold_order, newest_recorded
from papi_cli.log.fold import Fold, IgnoredEvent, fold_key, group_by_obligation
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import ItemKind, Period, Plan
from papi_cli.plan.obligations import Obligation, all_obligations


class State(StrEnum):
    """The state of an obligation, in the order of reports."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_UNDATED = "done_undated"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    UNDATED = "undated"
    ONGOING = "ongoing"
    WAIVED = "waived"

    @property
    def is_done(self) -> bool:
        """Whether the obligation is discharged by a delivery."""
        return self in _DONE_STATES

    @property
    def is_pending(self) -> bool:
        """Whether a delivery is still to come that would discharge the obligation."""
        return self in _PENDING_STATES

    @property
    def is_late(self) -> bool:
        """Whether the last on-time day passed before any delivery."""
        return self in _LATE_STATES


_DONE_STATES = frozenset({State.DONE_ON_TIME, State.DONE_LATE, State.DONE_UNDATED})
_PENDING_STATES = frozenset({State.IN_TIME, State.OVERDUE, State.UNDATED})
_LATE_STATES = frozenset({State.DONE_LATE, State.OVERDUE})


class Flag(StrEnum):
    """What is said about an obligation in addition to its state."""

    DUE_SOON = "due_soon"
    UNRECORDED = "unrecorded"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    NO_EVIDENCE = "no_evidence"
    EXTENDED = "extended"
    EXTENSION_ASKED = "extension_asked"
    REQUESTED = "requested"
    UNCONFIRMED = "unconfirmed"


class Activity(StrEnum):
    """What is known of an ongoing item in its reporting period."""

    RESULT = "result"
    NOTHING_TO_REPORT = "nothing_to_report"
    NONE = "none"


class Verdict(NamedTuple):
    """The judgement on an obligation as of a day.

    `last` is the last on-time day in force, of what is delivered the one in force at the delivery; `original` is that
    of the plan itself. `done_on`, `document` and `within` are those of the first delivery that counts, `evidence` is
    that of all. `extension_asked` is the request for an extension that waits for its answer. `days_left` is 0 on the last day, `days_late` at least 1; both are None where they do not apply.
    """

    obligation: Obligation
    state: State
    flags: frozenset[Flag]
    activity: Activity | None
    last: date | None
    original: date | None
    days_left: int | None
    days_late: int | None
    done_on: date | None
    document: str
    within: str
    evidence: tuple[Evidence, ...]
    extension_asked: Event | None


class States(NamedTuple):
    """All verdicts, in the order of the obligations, and the ignored events, in the order of the fold."""

    plan: Plan
    as_of: date
    known_at: datetime | None
    verdicts: tuple[Verdict, ...]
    ignored: tuple[IgnoredEvent, ...]


def judge(plan: Plan, events: Sequence[Event], *, as_of: date, known_at: datetime | None) -> States:
    """Return the state of every obligation of `plan` at the end of the day `as_of`.

    `events` come once each (see `deduplicated`), in any order; those recorded after the instant `known_at` do not
    count. The answer's own `known_at` is that instant; if it is None, the newest instant of recording, in the plan's
    time zone, and None for an empty log.
    """
    counted = events_known_at(events, known_at)
    ignored: list[IgnoredEvent] = []
    stories = group_by_obligation(plan, counted, as_of, plan.zone, ignored)
    context = _JudgingContext(plan, stories, as_of, current_period(plan.periods, as_of), ignored)
    verdicts = tuple(_judge_all(context))
    # A story that agencies share may have been folded more than once.
    unique = {entry.event.id: entry for entry in ignored}
    ordered = tuple(unique[event.id] for event in in_fold_order(entry.event for entry in unique.values()))
    latest = newest_recorded(counted)
    return States(plan, as_of, known_at or (latest and latest.astimezone(plan.zone)), verdicts, ordered)


class _JudgingContext(NamedTuple):
    """What all verdicts of one call have in common; `stories` are by `fold_key`."""

    plan: Plan
    stories: Mapping[str, list[Event]]
    as_of: date
    period: Period | None
    ignored: list[IgnoredEvent]


def _judge_all(context: _JudgingContext) -> Iterator[Verdict]:
    """Yield the verdict on every obligation, judging the agencies of an item that share a story, or have none, once."""
    # Apart from the events, a verdict depends on the obligation only by the flag for unconfirmed interpretations.
    shared: dict[tuple[str, bool], Verdict] = {}
    for obligation in all_obligations(context.plan):
        item = obligation.item
        events = context.stories.get(fold_key(item, obligation.agency.id), ())
        if events and not item.is_shared:
            yield _judge_one(context, obligation, events)
            continue
        key = item.code, bool(obligation.unconfirmed_interpretations)
        if key not in shared:
            shared[key] = _judge_one(context, obligation, events)
        yield shared[key]._replace(obligation=obligation)


def _judge_one(context: _JudgingContext, obligation: Obligation, events: Sequence[Event]) -> Verdict:
    item, as_of, period = obligation.item, context.as_of, context.period
    fold = Fold.of_item(item)
    original = fold.last_day
    counted = fold.apply(events, context.ignored)
    deliveries = _results(counted, period) if fold.ongoing and not fold.waived else fold.delivery_events
    first = deliveries[0] if deliveries else None
    last = fold.last_day_at_delivery if fold.first_delivery else fold.last_day
    state = _state(fold, last, as_of)
    days_left = (last - as_of).days if state is State.IN_TIME and last else None
    due_soon = days_left is not None and days_left <= context.plan.due_soon_days
    return Verdict(
        obligation=obligation,
        state=state,
        flags=_flags(obligation, fold, deliveries, last=last, due_soon=due_soon),
        activity=_activity(counted, deliveries, period) if state is State.ONGOING else None,
        last=last,
        original=original,
        days_left=days_left,
        days_late=_days_late(state, last, first.date if first else as_of),
        done_on=first.date if first else None,
        document=first.document if first else "",
        within=first.within if first else "",
        evidence=tuple(evidence for event in deliveries for evidence in event.evidence),
        extension_asked=fold.extension_asked,
    )


def _state(fold: Fold, last: date | None, as_of: date) -> State:
    """Return the first state that applies (papi_cli/README.md, States)."""
    if fold.ongoing and not fold.waived:
        return State.ONGOING
    if fold.first_delivery is not None:
        if last is None:
            return State.DONE_UNDATED
        return State.DONE_ON_TIME if fold.first_delivery.date <= last else State.DONE_LATE
    if fold.waived:
        return State.WAIVED
    if last is None:
        return State.UNDATED
    return State.IN_TIME if as_of <= last else State.OVERDUE


def _days_late(state: State, last: date | None, delivered: date) -> int | None:
    return (delivered - last).days if state.is_late and last else None


def _flags(
    obligation: Obligation, fold: Fold, deliveries: Sequence[Event], *, last: date | None, due_soon: bool
) -> frozenset[Flag]:
    delivered_task = bool(deliveries) and obligation.item.kind is ItemKind.TASK
    original = obligation.item.due.last if obligation.item.due else None
    flags = (
        (_DUE_SOON, due_soon),
        (_UNRECORDED, not fold.has_counting_record),
        (_SUBMITTED, fold.submitted and fold.first_delivery is None),
        (_INCOMPLETE, fold.incomplete),
        (_NO_EVIDENCE, delivered_task and not any(event.evidence for event in deliveries)),
        (_EXTENDED, last != original),
        (_EXTENSION_ASKED, fold.extension_asked is not None),
        (_REQUESTED, obligation.item.asked),
        (_UNCONFIRMED, bool(obligation.unconfirmed_interpretations)),
    )
    return frozenset([flag for flag, is_set in flags if is_set])


# Members of enums, looked up once: every obligation and every event of a country meets them.
_DUE_SOON = Flag.DUE_SOON
_UNRECORDED = Flag.UNRECORDED
_SUBMITTED = Flag.SUBMITTED
_INCOMPLETE = Flag.INCOMPLETE
_NO_EVIDENCE = Flag.NO_EVIDENCE
_EXTENDED = Flag.EXTENDED
_EXTENSION_ASKED = Flag.EXTENSION_ASKED
_REQUESTED = Flag.REQUESTED
_UNCONFIRMED = Flag.UNCONFIRMED
_DONE = EventKind.DONE
_RETURNED = EventKind.RETURNED


def current_period(periods: Iterable[Period], as_of: date) -> Period | None:
    """Return the first period whose data window ends on or after `as_of`, else the last one."""
    ordered = sorted(periods, key=lambda period: period.last)
    return next((period for period in ordered if as_of <= period.last), ordered[-1] if ordered else None)


# How many days after the last day of its reports a period is still due: late ones come in, and the summary is written.
DUE_PERIOD_DAYS = 30


def due_period(periods: Iterable[Period], as_of: date) -> Period | None:
    """Return the period that is to be summed up as of a day, the one that closed last if there are several.

    A period is due from the day after its data window ends or, if that is earlier, after the last on-time day of its
    reports, until DUE_PERIOD_DAYS after the later of the two.
    """
    due = [period for period in periods if _is_due(period, as_of)]
    return max(due, key=lambda period: period.last, default=None)


def _is_due(period: Period, as_of: date) -> bool:
    ends = (period.last, period.due.last or period.last)
    return min(ends) < as_of <= max(ends) + timedelta(days=DUE_PERIOD_DAYS)


def _in_window(event: Event, period: Period | None) -> bool:
    return period is not None and period.first <= event.date <= period.last


def _results(counted: Sequence[Event], period: Period | None) -> list[Event]:
    """Return the deliveries of an ongoing item since its last return that lie in the data window of `period`."""
    results: list[Event] = []
    for event in counted:
        if event.kind is _RETURNED:
            results.clear()
        elif event.kind is _DONE and _in_window(event, period):
            results.append(event)
    return results


def _activity(counted: Sequence[Event], results: Sequence[Event], period: Period | None) -> Activity:
    """Return what is known of an ongoing item in `period`; a result outweighs "nothing to report"."""
    if results:
        return Activity.RESULT
    nothing = any(event.kind is EventKind.NOTHING_TO_REPORT and _in_window(event, period) for event in counted)
    return Activity.NOTHING_TO_REPORT if nothing else Activity.NONE


def count_by_state(verdicts: Iterable[Verdict]) -> dict[State, int]:
    """Return how many verdicts are in each state, in the order of reports, with 0 for states without any."""
    tally = dict.fromkeys(State, 0)
    for verdict in verdicts:
        tally[verdict.state] += 1
    return tally


def on_time_rate(tally: Mapping[State, int]) -> tuple[int, int]:
    """Return part and whole of the on-time rate: done on time, and with it done late and overdue."""
    on_time = tally[State.DONE_ON_TIME]
    return on_time, on_time + tally[State.DONE_LATE] + tally[State.OVERDUE]
