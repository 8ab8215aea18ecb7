"""What may be recorded: which events the fold would ignore, and which count but are worth a second look.

`papi record` does not write a refused event, nor a doubtful one that nobody confirmed; found in the log (two branches can
make them together), each is a warning. What is merely remarkable is written and said. The answers are reasons with the
facts behind them; `views.refusals` has their sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from papi_cli.log.corrections import find_doubts
from papi_cli.log.course import Change
from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event
from papi_cli.log.fold import (
    Fold,
    IgnoredEvent,
    RefusalReason,
    group_by_obligation,
    refusal_by_itself,
    retracted_ids,
    retraction_refusal,
)
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.plan.model import Plan


class Oddity(StrEnum):
    """Why an event that counts is worth a second look."""

    BEFORE_DATA = "before_data"
    OTHER_SUBJECT = "other_subject"
    ASKED_REMINDED = "asked_reminded"
    DOUBLED = "doubled"
    OVERTURNS = "overturns"
    REPLACED_TWICE = "replaced_twice"
    BEFORE_WINDOW_CLOSED = "before_window_closed"
    EXTENDED_TOO_FAR = "extended_too_far"

    @property
    def is_doubtful(self) -> bool:
        """Whether the event is written only if somebody confirms it; any other oddity is a remark."""
        return self not in _REMARKS

    @property
    def field(self) -> str:
        """The field of the event to look at first."""
        return _FIELDS.get(self, "date")


_REMARKS = frozenset(
    {Oddity.BEFORE_DATA, Oddity.OTHER_SUBJECT, Oddity.ASKED_REMINDED, Oddity.DOUBLED, Oddity.OVERTURNS}
)


_FIELDS: Mapping[Oddity, str] = {Oddity.EXTENDED_TOO_FAR: "until"}


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that cannot count, and why.

    `missing` is the first need that it does not say (None unless the reason is NEEDS_MISSING), `last_day` the last
    on-time day in force when it happened (None unless the reason is NO_LATER_DAY, and for an item without a day), `ahead`
    the event of its obligation that the clock has not reached, and `file` the path of that one's file (None and ""
    unless the reason is CLOCK_BEHIND).
    """

    event: Event
    reason: RefusalReason
    missing: Need | None = None
    last_day: date | None = None
    ahead: Event | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class OddEvent:
    """An event that counts and is worth a second look, and why.

    `other` is the event that it contradicts, repeats or overturns, `replaced` the one that it corrects, `data_from` the
    day that it should not precede, `limit` the day that it should not precede, or its `until` not pass; each is None
    where the oddity has nothing to do with it.
    """

    event: Event
    oddity: Oddity
    other: Event | None = None
    replaced: Event | None = None
    data_from: date | None = None
    limit: date | None = None

    @property
    def question(self) -> Hashable:
        """What somebody is asked who confirms it: equal for the same doubt about the same draft, whenever it is recorded."""
        other = draft_from_event(self.other) if self.other else None
        return draft_from_event(self.event), self.oddity, other, self.limit


def examine_candidate(plan: Plan, index: LogIndex, candidate: Event) -> RefusedEvent | tuple[OddEvent, ...]:
    """Return why `candidate` must not be added to the events of `index`, or what is odd about it.

    It overturns an earlier event if that one counts without it and not with it. A `returned` of 10/6, recorded late,
    does so with the `supplement-requested` of 12/6: by then nothing is delivered any more.
    """
    change = _change(plan, index, candidate)
    if change.reason is not None:
        return _refused_event(IgnoredEvent(candidate, change.reason, change.last_day))
    return (
        *_oddities(plan, index, candidate),
        *(OddEvent(candidate, Oddity.OVERTURNS, other=event) for event in change.overturned),
    )


def _change(plan: Plan, index: LogIndex, candidate: Event) -> Change:
    """Return what adding `candidate` would do to the story that it belongs to."""
    if candidate.kind is EventKind.RETRACTED:
        target = index.find(candidate.target)
        if reason := retraction_refusal(candidate, target, plan.zone):
            return Change(reason)
        if target is None or target.item not in plan.items:
            return Change()
        return index.course_of(target.item, target.agency).removing(target)
    if index.is_retracted_in_advance(candidate):
        return Change()
    if reason := refusal_by_itself(plan, candidate):
        return Change(reason)
    return index.course_of(candidate.item, candidate.agency).adding(candidate)


def review_log(plan: Plan, events: Sequence[Event]) -> tuple[RefusedEvent | OddEvent, ...]:
    """Return what is refused or odd in a whole log, whose `events` come once each, in the order of the fold.

    A refused event counts for nothing, and a retracted one is not odd. Any other event is compared only with those
    before it that are neither: if «done» stands twice with the same content, the second is odd, not the first. Of an
    event that was replaced by two that differ, the one recorded later is doubtful, whether or not it counts.
    """
    ignored, doubtful = _ignored(plan, events), _doubtful_events(plan, events)
    retracted, earlier = retracted_ids(events, plan.zone, []), LogIndex(plan)
    findings: list[RefusedEvent | OddEvent] = []
    for event in events:
        if event.id in ignored:
            findings.append(_refused_event(ignored[event.id]))
        elif event.id not in retracted:
            findings.extend(_oddities(plan, earlier, event))
            earlier.add([event])
        if event.id in doubtful:
            findings.append(doubtful[event.id])
    return tuple(findings)


def _doubtful_events(plan: Plan, events: Sequence[Event]) -> dict[str, OddEvent]:
    """Return by id each event that corrects another otherwise than one recorded before it."""
    return {
        event.id: OddEvent(event, Oddity.REPLACED_TWICE, other=doubt.replacements[0], replaced=doubt.replaced)
        for doubt in find_doubts(events, plan.zone)
        for event in doubt.contradictions()
    }


def _ignored(plan: Plan, events: Sequence[Event]) -> dict[str, IgnoredEvent]:
    """Return by id the events that the fold ignores as of the last possible day."""
    ignored: list[IgnoredEvent] = []
    for story in group_by_obligation(plan, events, date.max, plan.zone, ignored).values():
        Fold.of_item(plan.items[story[0].item]).apply(story, ignored)
    return {entry.event.id: entry for entry in ignored}


def _refused_event(ignored: IgnoredEvent) -> RefusedEvent:
    event, reason, last_day = ignored
    match reason:
        case RefusalReason.NEEDS_MISSING:
            return RefusedEvent(event, reason, missing=_missing_need(event))
        case RefusalReason.NO_LATER_DAY:
            return RefusedEvent(event, reason, last_day=last_day)
        case _:
            return RefusedEvent(event, reason)


def _missing_need(event: Event) -> Need:
    needs = KIND_SPECS[event.kind].needs
    return next(need for need in needs if not any(getattr(event, field) for field in need.words))


# What is merely odd


def _oddities(plan: Plan, earlier: LogIndex, event: Event) -> Iterator[OddEvent]:
    """Yield what is odd about `event` given the `earlier` ones, in the order of the rules below."""
    if event.kind is EventKind.RETRACTED:
        return
    for rule in _ODDITY_RULES:
        if odd := rule(plan, earlier, event):
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


# What is doubtful


def _before_window_closed(plan: Plan, _earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find a period's report that is dated before the last day of its data: a mistyped month.

    Where the plan itself wants the report before its data are complete, no day is too early.
    """
    if event.kind is not EventKind.DONE or not (period_id := plan.items[event.item].period):
        return None
    closes = next(period.last for period in plan.periods if period.id == period_id)
    due = plan.items[event.item].due
    wanted_earlier = due is not None and due.last is not None and due.last <= closes
    if event.date >= closes or wanted_earlier:
        return None
    return OddEvent(event, Oddity.BEFORE_WINDOW_CLOSED, limit=closes)


def _extended_too_far(plan: Plan, _earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find an extension, granted or asked for, beyond the year after next of the plan: a mistyped year."""
    limit = date(plan.year + _YEARS_OF_EXTENSION, 12, 31)
    is_odd = event.until is not None and event.until > limit and KIND_SPECS[event.kind].carries_until
    return OddEvent(event, Oddity.EXTENDED_TOO_FAR, limit=limit) if is_odd else None


_YEARS_OF_EXTENSION = 2


_ODDITY_RULES: tuple[Callable[[Plan, LogIndex, Event], OddEvent | None], ...] = (
    _before_data,
    _other_subject,
    _asked_reminded,
    _doubled,
    _before_window_closed,
    _extended_too_far,
)
