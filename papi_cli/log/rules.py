"""What may be recorded: which events the fold would ignore, and which count but are worth a second look.

`papi record` does not write a refused event, nor a doubtful one that nobody confirmed; found in the log (two branches can
make them together), each is a warning. What is merely remarkable is written and said. The answers are reasons with the
facts behind them; `views.refusals` has the sentences of the first, `views.oddities` those of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from papi_cli.log.corrections import find_disputed, find_doubts, find_replaced
from papi_cli.log.course import Change
from papi_cli.log.doubts import DOUBT_RULES
from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event
from papi_cli.log.fold import IgnoredEvent
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.recalled import recalled_events
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import group_by_obligation, refusal_by_itself, retracted_ids, retraction_refusal
from papi_cli.log.succession import ignored_in
from papi_cli.plan.model import Plan
from papi_cli.plan.periods import current_period


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that cannot count, and why.

    `missing` is the first need that it does not say (None unless the reason is NEEDS_MISSING), `last_day` the last
    on-time day in force when it happened (None unless the reason is NO_LATER_DAY, and for an item without a day), `anchor`
    the event from whose day the term counts already (None unless the reason is ANCHORED_BEFORE), `ahead`
    the event of its obligation that the clock has not reached, and `file` the path of that one's file (None and ""
    unless the reason is CLOCK_BEHIND).
    """

    event: Event
    reason: RefusalReason
    missing: Need | None = None
    last_day: date | None = None
    anchor: Event | None = None
    ahead: Event | None = None
    file: str = ""


def examine_candidate(plan: Plan, index: LogIndex, candidate: Event) -> RefusedEvent | tuple[OddEvent, ...]:
    """Return why `candidate` must not be added to the events of `index`, or what is odd about it.

    It overturns an earlier event if that one counts without it and not with it. A `returned` of 10/6, recorded late,
    does so with the `supplement-requested` of 12/6: by then nothing is delivered any more.
    """
    change = _change(plan, index, candidate)
    if change.refused is not None:
        return _refused_event(change.refused)
    return (
        *_oddities(plan, index, candidate, index.find_replaced(candidate)),
        *(OddEvent(candidate, Oddity.OVERTURNS, other=event) for event in change.overturned),
    )


def _change(plan: Plan, index: LogIndex, candidate: Event) -> Change:
    """Return what adding `candidate` would do to the story that it belongs to."""
    if candidate.kind is EventKind.RETRACTED:
        target = index.find(candidate.target)
        if reason := retraction_refusal(candidate, target, plan.zone):
            return Change(IgnoredEvent(candidate, reason))
        if target is None or target.item not in plan.items:
            return Change()
        return index.course_of(target.item, target.agency, target.date).removing(target)
    if index.is_retracted_in_advance(candidate):
        return Change()
    if reason := refusal_by_itself(plan, candidate):
        return Change(IgnoredEvent(candidate, reason))
    if candidate.kind is EventKind.EXTENDED and candidate.until is not None:
        # In a log such a day counts and moves nothing: what others deliver decides about no event of this obligation.
        last_day = index.anchored_day(candidate.item, candidate.agency, candidate.date)
        if last_day is not None and candidate.until <= last_day:
            return Change(IgnoredEvent(candidate, RefusalReason.NO_LATER_DAY, last_day))
    if candidate.kind is EventKind.REMINDED and plan.agencies[candidate.agency].is_open_group:
        return Change(IgnoredEvent(candidate, RefusalReason.NO_ADDRESSEE))
    change = index.course_of(candidate.item, candidate.agency, candidate.date).adding(candidate)
    if candidate.kind is EventKind.ANCHORED and (
        earlier := next((event for event in change.overturned if event.kind is EventKind.ANCHORED), None)
    ):
        # In a log the anchor of the earlier day counts, whoever recorded it first.
        return Change(IgnoredEvent(candidate, RefusalReason.ANCHORED_BEFORE, anchor=earlier))
    return change


def review_log(plan: Plan, events: Sequence[Event]) -> tuple[RefusedEvent | OddEvent, ...]:
    """Return what is refused or odd in a whole log, whose `events` come once each, in the order of the fold.

    A refused event counts for nothing, and a retracted one is not odd. Any other event is compared only with those
    recorded before it that are neither: if «done» stands twice with the same content, the second is odd, not the first.
    That is what `papi record` asked about; left out are the doubts that were confirmed then. Of an event that was replaced
    by two that differ, the one recorded later is doubtful, whether or not it counts.
    """
    ignored, replaced_twice = _ignored(plan, events), _replaced_twice(plan, events)
    odd_events = _odd_events(plan, [event for event in events if event.id not in ignored], events)
    findings: list[RefusedEvent | OddEvent] = []
    for event in events:
        if event.id in ignored:
            findings.append(_refused_event(ignored[event.id]))
        doubt = replaced_twice.get(event.id)
        # Once one of two replacements is retracted, what contradicts the other is gone with it.
        findings.extend(odd for odd in odd_events.get(event.id, ()) if doubt is None or not odd.oddity.is_doubtful)
        if doubt is not None:
            findings.append(doubt)
    return tuple(findings)


def _odd_events(plan: Plan, counting: Sequence[Event], events: Sequence[Event]) -> dict[str, list[OddEvent]]:
    """Return by id what is odd about the `counting` events among all `events`, as they were recorded one by one."""
    retracted, replaced = retracted_ids(events, plan.zone, []), find_replaced(events, plan.zone)
    earlier = LogIndex(plan, all_sound=True)
    found: dict[str, list[OddEvent]] = {}
    for event in sorted(counting, key=attrgetter("recorded", "id")):
        if event.id not in retracted:
            for odd in _oddities(plan, earlier, event, replaced.get(event.id)):
                if odd.oddity not in event.confirmed:
                    found.setdefault(event.id, []).append(odd)
            earlier.add([event])
    return found


def _replaced_twice(plan: Plan, events: Sequence[Event]) -> dict[str, OddEvent]:
    """Return by id each event that corrects another otherwise than one recorded before it, or that is retracted."""
    disputed = {
        entry.replacement.id: OddEvent(
            entry.replacement, Oddity.RETRACTED_TOO, other=entry.retraction, replaced=entry.replaced
        )
        for entry in find_disputed(events, plan.zone)
    }
    return disputed | {
        event.id: OddEvent(event, Oddity.REPLACED_TWICE, other=doubt.replacements[0], replaced=doubt.replaced)
        for doubt in find_doubts(events, plan.zone)
        for event in doubt.contradictions()
    }


def _ignored(plan: Plan, events: Sequence[Event]) -> dict[str, IgnoredEvent]:
    """Return by id the events that the fold ignores as of the last possible day."""
    ignored: list[IgnoredEvent] = []
    told_of = (*recalled_events(plan), *events)
    for story in group_by_obligation(plan, told_of, date.max, plan.zone, ignored).values():
        ignored.extend(ignored_in(plan, story))
    return {entry.event.id: entry for entry in ignored}


def _refused_event(ignored: IgnoredEvent) -> RefusedEvent:
    event, reason, last_day, anchor = ignored
    missing = _missing_need(event) if reason is RefusalReason.NEEDS_MISSING else None
    return RefusedEvent(event, reason, missing, last_day, anchor)


def _missing_need(event: Event) -> Need:
    needs = KIND_SPECS[event.kind].needs
    return next(need for need in needs if not any(getattr(event, field) for field in need.words))


# What is odd


def _oddities(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> Iterator[OddEvent]:
    """Yield what is odd about `event` given the `earlier` ones: remarks, then doubts, in the order of the rules.

    `replaced` is the event that it replaces as a correction, None if it does not.
    """
    if event.kind is EventKind.RETRACTED:
        return
    for remark_rule in _REMARK_RULES:
        if odd := remark_rule(plan, earlier, event):
            yield odd
    for doubt_rule in DOUBT_RULES:
        if odd := doubt_rule(plan, earlier, event, replaced):
            yield odd


def _before_data(plan: Plan, _earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find a day before the plan's first data window: last year's business, or a mistyped year."""
    first = min((period.first for period in plan.periods), default=date.min)
    return OddEvent(event, Oddity.BEFORE_DATA, data_from=first) if event.date < first else None


def _other_subject(_plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find one document (number, day, agency) with two subjects: one of the two is mistyped."""
    other = earlier.find_other_subject(event)
    return OddEvent(event, Oddity.OTHER_SUBJECT, other=other) if other else None


def _asked_reminded(plan: Plan, _earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find a reminder sent to an agency that is only asked to cooperate."""
    is_odd = event.kind is EventKind.REMINDED and plan.items[event.item].asked
    return OddEvent(event, Oddity.ASKED_REMINDED) if is_odd else None


def _doubled(_plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find the same event recorded twice: by two people, or on two branches."""
    other = earlier.find_same(draft_from_event(event))
    return OddEvent(event, Oddity.DOUBLED, other=other) if other else None


def _nothing_beside_result(plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find that there is nothing to report in a period of which a result is recorded, which outweighs it.

    The period is the one that is current on the day, from the day after the one before it has closed.
    """
    if event.kind is not EventKind.NOTHING_TO_REPORT:
        return None
    period = current_period(plan.periods, event.date)
    if period is None or event.date > period.last:
        return None
    closed = max((other.last for other in plan.periods if other.last < event.date), default=date.min)
    timeline = earlier.course_of(event.item, event.agency, event.date).timeline
    other = timeline.delivery_within(max(period.first, closed + timedelta(days=1)), period.last)
    return OddEvent(event, Oddity.NOTHING_BESIDE_RESULT, other=other) if other else None


def _handed_on(plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find an event that names an agency after an amendment gave the item to others, for whom it counts."""
    former = plan.items[event.item].former
    given = (one for one in former if one.agency == event.agency and one.last < event.date and one.amendment and one.to)
    if not any(given):
        return None
    holders = earlier.holders_of(event.item, event.agency, event.date)
    return OddEvent(event, Oddity.HANDED_ON, held_by=holders) if holders and event.agency not in holders else None


_REMARK_RULES: tuple[Callable[[Plan, LogIndex, Event], OddEvent | None], ...] = (
    _before_data,
    _other_subject,
    _asked_reminded,
    _doubled,
    _nothing_beside_result,
    _handed_on,
)
