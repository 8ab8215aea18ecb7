"""What may be recorded: which events the fold would ignore, and which count but are worth a second look.

`papi record` does not write a refused event; one found in the log (two branches can make it together) is a warning.
The answers are reasons with the facts behind them; `views.refusals` has their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from papi_cli.log.corrections import find_doubts
from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event, fold_position
from papi_cli.log.fold import Fold, IgnoredEvent, RefusalReason, group_by_obligation
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.plan.model import Plan
from papi_cli.text import match_key


class Oddity(StrEnum):
    """Why an event that counts is worth a second look."""

    BEFORE_DATA = "before_data"
    OTHER_SUBJECT = "other_subject"
    ASKED_REMINDED = "asked_reminded"
    DOUBLED = "doubled"
    OVERTURNS = "overturns"
    REPLACED_TWICE = "replaced_twice"

    @property
    def is_doubtful(self) -> bool:
        """Whether the event waits for a decision; it counts meanwhile."""
        return self is Oddity.REPLACED_TWICE


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that cannot count, and why.

    `missing` is the first need that it does not say (None unless the reason is NEEDS_MISSING), `last_day` the last
    on-time day in force when it happened (None unless the reason is NO_LATER_DAY, and for an item without a day).
    """

    event: Event
    reason: RefusalReason
    missing: Need | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class OddEvent:
    """An event that counts and is worth a second look, and why.

    `other` is the event that it contradicts, repeats or overturns, `replaced` the one that it corrects, `data_from` the
    day that it should not precede; each is None where the oddity has nothing to do with it.
    """

    event: Event
    oddity: Oddity
    other: Event | None = None
    replaced: Event | None = None
    data_from: date | None = None


def examine_candidate(plan: Plan, index: LogIndex, candidate: Event) -> RefusedEvent | tuple[OddEvent, ...]:
    """Return why `candidate` must not be added to the events of `index`, or what is odd about it.

    It overturns an earlier event if that one counts without it and not with it. A `returned` of 10/6, recorded late,
    does so with the `supplement-requested` of 12/6: by then nothing is delivered any more.
    """
    others = index.story_of(candidate.item, candidate.agency)
    ignored_before = _ignored(plan, others)
    ignored_after = _ignored(plan, [*others, candidate])
    if reason := ignored_after.get(candidate.id):
        return _refused_event(plan, others, candidate, reason)
    overturned = [event for event in others if event.id in ignored_after and event.id not in ignored_before]
    return (
        *_oddities(plan, index, candidate),
        *(OddEvent(candidate, Oddity.OVERTURNS, other=event) for event in overturned),
    )


def review_log(plan: Plan, events: Sequence[Event]) -> tuple[RefusedEvent | OddEvent, ...]:
    """Return what is refused or odd in a whole log, whose `events` come once each, in the order of the fold.

    A refused event counts for nothing, and a retracted one is not odd. Any other event is compared only with those
    before it that are neither: if «done» stands twice with the same content, the second is odd, not the first. Of an
    event that was replaced by two that differ, the one recorded later is doubtful, whether or not it counts.
    """
    ignored = _ignored(plan, events)
    whole, earlier = LogIndex(plan, events), LogIndex(plan)
    doubtful = _doubtful_events(plan, events)
    findings: list[RefusedEvent | OddEvent] = []
    for event in events:
        if reason := ignored.get(event.id):
            findings.append(_refused_event(plan, whole.story_of(event.item, event.agency), event, reason))
        elif not whole.is_retracted(event.id):
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


def _ignored(plan: Plan, events: Sequence[Event]) -> dict[str, RefusalReason]:
    """Return the events that the fold ignores as of the last possible day, with the reason, by id."""
    ignored: list[IgnoredEvent] = []
    for story in group_by_obligation(plan, events, date.max, plan.zone, ignored).values():
        Fold.of_item(plan.items[story[0].item]).apply(story, ignored)
    return {entry.event.id: entry.reason for entry in ignored}


def _refused_event(plan: Plan, others: Iterable[Event], event: Event, reason: RefusalReason) -> RefusedEvent:
    match reason:
        case RefusalReason.NEEDS_MISSING:
            return RefusedEvent(event, reason, missing=_missing_need(event))
        case RefusalReason.NO_LATER_DAY:
            return RefusedEvent(event, reason, last_day=_last_day_before(plan, others, event))
        case _:
            return RefusedEvent(event, reason)


def _missing_need(event: Event) -> Need:
    needs = KIND_SPECS[event.kind].needs
    return next(need for need in needs if not any(getattr(event, field) for field in need.words))


def _last_day_before(plan: Plan, others: Iterable[Event], event: Event) -> date | None:
    """Return the last on-time day in force once those of `others` that come before `event` are folded."""
    earlier = [other for other in others if fold_position(other) < fold_position(event)]
    fold = Fold.of_item(plan.items[event.item])
    for story in group_by_obligation(plan, earlier, event.date, plan.zone, []).values():
        fold.apply(story, [])
    return fold.last_day


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


_DOCUMENT_PATTERN = re.compile(
    r"\s*(?:số\s*)?(?P<number>\d+\w?\s*/\s*[\w&.-]+)[\s,;:.-]*(?P<subject>.*)", re.IGNORECASE
)


def _other_subject(_plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find one document (number, day, agency) with two subjects: one of the two is mistyped."""
    number, subject = _number_and_subject(event.document)
    if not subject:
        return None
    for other in earlier.on_day(event.agency, event.date):
        other_number, other_subject = _number_and_subject(other.document)
        contradicts = other_number == number and other_subject not in ("", subject)
        if contradicts and not earlier.is_retracted(other.id):
            return OddEvent(event, Oddity.OTHER_SUBJECT, other=other)
    return None


def _number_and_subject(document: str) -> tuple[str, str]:
    """Split a document as people write it into match keys of number and subject; two "" for any other text.

    `Số 45/KH-UBND về việc rà soát` → `45/kh-ubnd`, `ve viec ra soat`.
    """
    parts = _DOCUMENT_PATTERN.fullmatch(document)
    return ("".join(match_key(parts["number"]).split()), match_key(parts["subject"])) if parts else ("", "")


def _asked_reminded(plan: Plan, _earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find a reminder sent to an agency that is only asked to cooperate."""
    is_odd = event.kind is EventKind.REMINDED and plan.items[event.item].asked
    return OddEvent(event, Oddity.ASKED_REMINDED) if is_odd else None


def _doubled(_plan: Plan, earlier: LogIndex, event: Event) -> OddEvent | None:
    """Find the same event recorded twice: by two people, or on two branches."""
    content = draft_from_event(event).content
    for other in earlier.on_day(event.agency, event.date):
        alike = (other.item, other.kind) == (event.item, event.kind)
        if alike and not earlier.is_retracted(other.id) and draft_from_event(other).content == content:
            return OddEvent(event, Oddity.DOUBLED, other=other)
    return None


_ODDITY_RULES: tuple[Callable[[Plan, LogIndex, Event], OddEvent | None], ...] = (
    _before_data,
    _other_subject,
    _asked_reminded,
    _doubled,
)
