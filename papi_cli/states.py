"""The state of each obligation as of a day, from the fold of its events (papi_cli/README.md, States)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.log.activity import Activity, OngoingStory, PeriodActivity
from papi_cli.log.anchors import AnchorDeliveries
from papi_cli.log.events import Event, Evidence, events_known_at, in_fold_order, newest_recorded
from papi_cli.log.fold import Fold, IgnoredEvent
from papi_cli.log.kinds import EventKind
from papi_cli.log.recalled import recalled_events
from papi_cli.log.stories import fold_key, group_by_obligation
from papi_cli.plan.amendments import EarlierDue
from papi_cli.plan.model import Item, ItemKind, Period, Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.plan.periods import current_period, in_order_of_closing

if TYPE_CHECKING:
    from papi_cli.log.succession import Holding  # imported only for agencies that take over from one another


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
    UNANCHORED = "unanchored"
    NOT_BEGUN = "not_begun"


class EarlierDay(NamedTuple):
    """The deadline that an amendment put another one in the place of, and the last on-time day by it, None without one.

    `changed` has its phrase, the code of the amendment, and in `until` the first day of the deadline that took its place.
    """

    changed: EarlierDue
    last: date | None


class Verdict(NamedTuple):
    """The judgement on an obligation as of a day.

    `last` is the last on-time day in force, of what is delivered the one in force at the delivery; `original` is that
    of the plan itself, as it was on that day: of a term, the one that follows from `anchor`, the event from whose day it
    counts, an `anchored` of the obligation or the delivery of another item. `earlier` is the deadline in whose place an
    amendment put the one that decides, None where none did. Of an ongoing item `activity` is what is known in the current
    period, None without one, and `activities` that in each period begun by the day; both are empty of work that has not
    begun. `done_on`, `document` and `within` are those of the first delivery that counts, `evidence` is that of all.
    `extension_asked` is the request for an extension that waits for its answer. `days_left` is 0 on the last
    day, `days_late` at least 1; both are None where they do not apply. `named` are the agencies under whose names its
    events stand, that of the obligation first.
    """

    obligation: Obligation
    state: State
    flags: frozenset[Flag]
    activity: Activity | None
    activities: tuple[PeriodActivity, ...]
    last: date | None
    original: date | None
    anchor: Event | None
    days_left: int | None
    days_late: int | None
    done_on: date | None
    document: str
    within: str
    evidence: tuple[Evidence, ...]
    extension_asked: Event | None
    earlier: EarlierDay | None = None
    named: tuple[str, ...] = ()

    @property
    def takes_results(self) -> bool:
        """Whether a result is still to come: it is pending, or goes on and has begun."""
        return self.state.is_pending or (self.state is State.ONGOING and Flag.NOT_BEGUN not in self.flags)


class States(NamedTuple):
    """All verdicts, in the order of the obligations, and the ignored events, in the order of the fold."""

    plan: Plan
    as_of: date
    known_at: datetime | None
    verdicts: tuple[Verdict, ...]
    ignored: tuple[IgnoredEvent, ...]


def judge(
    plan: Plan, events: Sequence[Event], *, as_of: date, known_at: datetime | None, period: Period | None = None
) -> States:
    """Return the state of every obligation of `plan` at the end of the day `as_of`.

    `plan` is that of the day `as_of`. `events` come once each (see `deduplicated`), in any order; those recorded after the
    instant `known_at` do not count. Of ongoing items they tell the `period`, the current one if none is given, and of one
    that is given under the names of those who held them when it was over. The answer's own `known_at` is that instant; if it is None, the newest instant of recording, in the plan's
    time zone, and None for an empty log.
    """
    counted = events_known_at(events, known_at)
    ignored: list[IgnoredEvent] = []
    told_of = (*recalled_events(plan), *counted) if plan.earlier_plans else counted
    stories = group_by_obligation(plan, told_of, as_of, plan.zone, ignored)
    periods = in_order_of_closing(plan.periods)
    anchors = AnchorDeliveries(plan, stories, as_of)
    told = period or current_period(periods, as_of)
    held_on = min(as_of, period.last) if period else as_of
    context = _JudgingContext(plan, stories, as_of, periods, told, held_on, anchors, ignored)
    verdicts = tuple(_judge_all(context))
    # A story that agencies share may have been folded more than once.
    unique = {entry.event.id: entry for entry in ignored}
    ordered = tuple(unique[event.id] for event in in_fold_order(entry.event for entry in unique.values()))
    latest = newest_recorded(counted)
    return States(plan, as_of, known_at or (latest and latest.astimezone(plan.zone)), verdicts, ordered)


class _JudgingContext(NamedTuple):
    """What all verdicts of one call have in common; `stories` are by `fold_key`, `periods` in the order of closing.

    Of what goes on those are told who held it on the day `held_on`. `anchors` finds the deliveries from which the terms of other items count, or after which other items begin.
    """

    plan: Plan
    stories: Mapping[str, list[Event]]
    as_of: date
    periods: Sequence[Period]
    period: Period | None
    held_on: date
    anchors: AnchorDeliveries
    ignored: list[IgnoredEvent]


def _judge_all(context: _JudgingContext) -> Iterator[Verdict]:
    """Yield the verdict on every obligation, in the order of the plan."""
    for item in context.plan.items.values():
        if item.since is not None and context.as_of < item.since:
            continue
        if item.former and not item.is_shared:
            yield from _judge_followed(context, item)
        else:
            yield from _judge_owing(
                context, item, _sharing(context, item) if item.former or item.joined else item.agencies
            )


def _judge_owing(context: _JudgingContext, item: Item, agencies: Iterable[str]) -> Iterator[Verdict]:
    """Yield the verdicts on agencies that owe an item; those that share a story, or have none, are judged once."""
    # Apart from the events, a verdict depends on the obligation only by the flag for unconfirmed interpretations, and by
    # the delivery of another item, from which its term counts or after which it begins.
    shared: dict[tuple[bool, str], Verdict] = {}
    for agency in agencies:
        obligation = Obligation(f"{item.code}@{agency}", item, context.plan.agencies[agency])
        events = context.stories.get(fold_key(context.plan, item, agency), ())
        awaited = context.anchors.awaited(item, agency)
        if events and not item.is_shared:
            yield _judge_one(context, obligation, events, awaited)
            continue
        key = bool(obligation.unconfirmed_interpretations), awaited.id if awaited else ""
        if key not in shared:
            shared[key] = _judge_one(context, obligation, events, awaited)
        yield shared[key]._replace(obligation=obligation, named=(agency,))


def _judge_followed(context: _JudgingContext, item: Item) -> Iterator[Verdict]:
    """Yield the verdicts on an item that agencies took over from one another: who owes it depends on what is recorded."""
    from papi_cli.log.succession import successions

    on_its_day = item.on(context.as_of)
    handed_by = context.held_on if on_its_day.is_ongoing else context.as_of
    plan = context.plan
    held: dict[str, tuple[Holding, date]] = {}
    for succession in successions(plan, item, context.stories, context.as_of, handed_by).values():
        context.ignored.extend(succession.ignored)
        held |= {one.agency: (one, succession.end_of(one.agency)) for one in succession.holdings}
    apart = [agency for agency in item.agencies if agency not in plan.lineages[item.code]]
    alone = {verdict.obligation.agency.id: verdict for verdict in _judge_owing(context, item, apart)}
    for agency in plan.in_official_order((*held, *alone)):
        if agency in alone:
            yield alone[agency]
            continue
        holding, ends = held[agency]
        obligation = Obligation(f"{item.code}@{agency}", item, plan.agencies[agency])
        verdict = _verdict(context, obligation, holding.fold, holding.story, context.anchors.awaited(item, agency))
        until = ends if ends < context.as_of else date.max
        own = [entry for entry in verdict.activities if holding.told_until < entry.period.last <= until]
        past = holding.past_now(agency) if verdict.state is State.ONGOING else ()
        yield verdict._replace(activities=(*past, *own), named=holding.named)


def _sharing(context: _JudgingContext, item: Item) -> Sequence[str]:
    """Return the agencies that owe an item of which one delivery is for all: those on the day of it, else those of today."""
    plan, fold = context.plan, Fold(item, context.plan)
    counted = fold.apply(context.stories.get(item.code, ()), [])
    fold.come_to(context.as_of)
    day = context.held_on if fold.ongoing else context.as_of
    waived = next((event.date for event in counted if event.kind is EventKind.WAIVED), None)
    delivered = None if fold.first_delivery is None or fold.ongoing else fold.first_delivery.date
    day = min(filter(None, (delivered, waived)), default=day)
    owing = plan.accountable_agencies[item.code]
    return plan.in_official_order(
        agency for agency in owing if any(first <= day <= last for first, last, _ in item.tenures_of(agency))
    )


def _judge_one(
    context: _JudgingContext, obligation: Obligation, events: Sequence[Event], awaited: Event | None
) -> Verdict:
    """Return the verdict on an obligation from its events and the delivery of the item that it counts from or follows."""
    fold = Fold(obligation.item, context.plan)
    counted = fold.apply(events, context.ignored)
    fold.come_to(context.as_of)
    return _verdict(context, obligation, fold, counted, awaited)


def _verdict(
    context: _JudgingContext, obligation: Obligation, fold: Fold, counted: Sequence[Event], awaited: Event | None
) -> Verdict:
    """Return the verdict on an obligation from where its fold stands, the events that count, and what it waits for."""
    item, as_of = obligation.item, context.as_of
    if awaited is not None and item.follows is None:
        fold.count_from(awaited)
    ongoing = OngoingStory(fold.since_it_goes_on(counted), context.periods) if fold.ongoing else None
    begun_on = _begun_on(fold, item, ongoing, awaited) if ongoing else None
    is_begun = item.follows is None or begun_on is not None
    deliveries: Sequence[Event] = fold.delivery_events
    current = None
    if ongoing is not None and is_begun and not fold.waived:
        current = ongoing.in_period(context.period) if context.period else None
        deliveries = current.results if current else ongoing.results
    first = deliveries[0] if deliveries else None
    last = fold.last_day_at_delivery if fold.first_delivery else fold.last_day
    state = _state(fold, last, as_of)
    days_left = (last - as_of).days if state is State.IN_TIME and last else None
    due_soon = days_left is not None and days_left <= context.plan.due_soon_days
    flags = _flags(obligation, fold, deliveries, last=last, due_soon=due_soon)
    changed = fold.day_before_change()
    return Verdict(
        obligation=obligation,
        state=state,
        flags=flags if is_begun or fold.waived else (flags - {_UNRECORDED}) | {_NOT_BEGUN},
        activity=current.activity if current else None,
        activities=ongoing.in_periods_begun(as_of, begun_on) if ongoing and is_begun else (),
        last=last,
        original=fold.judged_own_day,
        anchor=fold.anchor if fold.judged_item.awaits_anchor else None,
        days_left=days_left,
        days_late=_days_late(state, last, first.date if first else as_of),
        done_on=first.date if first else None,
        document=first.document if first else "",
        within=first.within if first else "",
        evidence=tuple(evidence for event in deliveries for evidence in event.evidence),
        extension_asked=fold.extension_asked,
        earlier=EarlierDay(*changed) if changed else None,
        named=(obligation.agency.id,),
    )


def _begun_on(fold: Fold, item: Item, ongoing: OngoingStory, awaited: Event | None) -> date | None:
    """Return the day on which ongoing work began: of what follows another item, that of its delivery or of a first result.

    None if it has not begun yet, and for work of no known first day.
    """
    if item.follows is None:
        return fold.ongoing_since or (item.due and item.due.first)
    return min((event.date for event in (awaited, *ongoing.results[:1]) if event), default=None)


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
    obligation: Obligation,
    fold: Fold,
    deliveries: Sequence[Event],
    *,
    last: date | None,
    due_soon: bool,
) -> frozenset[Flag]:
    delivered_task = bool(deliveries) and obligation.item.kind is ItemKind.TASK
    dropped = fold.waived and fold.first_delivery is None
    unanchored = last is None and fold.judged_item.awaits_anchor and not dropped
    flags = (
        (_DUE_SOON, due_soon),
        (_UNRECORDED, not fold.has_counting_record),
        (_SUBMITTED, fold.submitted and fold.first_delivery is None),
        (_INCOMPLETE, fold.incomplete),
        (_NO_EVIDENCE, delivered_task and not any(event.evidence for event in deliveries)),
        (_EXTENDED, last != fold.judged_own_day),
        (_EXTENSION_ASKED, fold.extension_asked is not None),
        (_REQUESTED, obligation.item.asked),
        (_UNCONFIRMED, bool(obligation.unconfirmed_interpretations)),
        (_UNANCHORED, unanchored),
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
_UNANCHORED = Flag.UNANCHORED
_NOT_BEGUN = Flag.NOT_BEGUN


def count_by_state(verdicts: Iterable[Verdict]) -> dict[State, int]:
    """Return how many verdicts are in each state, in the order of reports, with 0 for states without any."""
    tally = dict.fromkeys(State, 0)
    for verdict in verdicts:
        tally[verdict.state] += 1
    return tally
