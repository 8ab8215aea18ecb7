"""Whether an event is sound by itself: it says all that its kind needs, in days that there are, for an item that takes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

from papi_cli.log.events import Event
from papi_cli.log.kinds import KIND_SPECS, EventKind, Need
from papi_cli.plan.model import Agency, Item, Plan
from papi_cli.text import is_in_years


class RefusalReason(StrEnum):
    """Why the fold ignores an event; CLOCK_BEHIND, for which only a recording is refused, since a fold has no clock, and NO_ADDRESSEE, which changes no state."""

    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_AGENCY = "unknown_agency"
    NOT_OWED = "not_owed"
    OUTSIDE_YEARS = "outside_years"
    FUTURE = "future"
    NEEDS_MISSING = "needs_missing"
    NO_LATER_DAY = "no_later_day"
    NOT_DONE = "not_done"
    NOT_ASKED = "not_asked"
    NOT_ONGOING = "not_ongoing"
    NO_ANCHOR_TAKEN = "no_anchor_taken"
    ANCHORED_BY_ITEM = "anchored_by_item"
    DAY_MISSING = "day_missing"
    DAY_FROM_TERM = "day_from_term"
    ANCHORED_BEFORE = "anchored_before"
    NO_TARGET = "no_target"
    BEFORE_TARGET = "before_target"
    CLOCK_BEHIND = "clock_behind"
    NO_ADDRESSEE = "no_addressee"
    NOT_YET_OWED = "not_yet_owed"
    NO_LONGER_OWED = "no_longer_owed"
    DROPPED = "dropped"


# For each kind, what is true of the events that are sound.
Checks = Mapping[EventKind, Callable[[Event], object]]
_ANCHORED = EventKind.ANCHORED
_KINDS = tuple(EventKind)


def _says_all(needs: Sequence[Need]) -> Callable[[Event], object]:
    """Return a fast predicate: the event has every needed field."""
    if not needs:
        return lambda _: True
    first = _says_any(list(needs[0].words))
    if len(needs) == 1:
        return first
    others = _says_all(needs[1:])
    return lambda event: first(event) and others(event)


def _says_any(fields: Sequence[str]) -> Callable[[Event], object]:
    first = attrgetter(fields[0])
    if len(fields) == 1:
        return first
    others = _says_any(fields[1:])
    return lambda event: first(event) or others(event)


def _with_sound_until(check: Callable[[Event], object]) -> Callable[[Event], object]:
    return lambda event: check(event) and event.until is not None and is_in_years(event.until)


def _without_until(check: Callable[[Event], object]) -> Callable[[Event], object]:
    return lambda event: check(event) and event.until is None


_SAYS_ITS_NEEDS: Checks = {kind: _says_all(spec.needs) for kind, spec in KIND_SPECS.items()}
# Of items that go on, of those without a term to count, and of those with one; the last two take an anchor from events.
_OF_ONGOING: Checks = {
    kind: _with_sound_until(check)
    if KIND_SPECS[kind].requires("until")
    else (lambda _: False)
    if kind is _ANCHORED
    else check
    for kind, check in _SAYS_ITS_NEEDS.items()
}
_OF_OTHERS: Checks = {
    kind: (lambda _: False) if KIND_SPECS[kind].only_ongoing else check for kind, check in _OF_ONGOING.items()
}
_OF_UNDATED: Checks = {**_OF_OTHERS, _ANCHORED: _with_sound_until(_SAYS_ITS_NEEDS[_ANCHORED])}
_OF_RELATIVE: Checks = {**_OF_OTHERS, _ANCHORED: _without_until(_SAYS_ITS_NEEDS[_ANCHORED])}


def checks_of(plan: Plan, item: Item, agency: Agency) -> Checks:
    """Return for each kind the function that is true of the sound events of an item that name an agency."""
    if not (item.earlier_dues or item.former or item.joined or item.since or item.dropped_on or agency.since):
        return _checks_by_due(item)
    first, last = owed_between(item, agency)
    if item.dropped_on is not None:
        last = min(last, item.dropped_on - timedelta(days=1))
    until = [earlier.until for earlier in item.earlier_dues]
    stages = plan.stages[item.code] if until else (item,)

    def is_sound(event: Event) -> bool:
        stage = stages[bisect_right(until, event.date)]
        return first <= event.date <= last and bool(_checks_by_due(stage)[event.kind](event))

    return dict.fromkeys(_KINDS, is_sound)


def _checks_by_due(item: Item) -> Checks:
    if item.is_ongoing:
        return _OF_ONGOING
    if not item.takes_anchor:
        return _OF_OTHERS
    return _OF_UNDATED if item.due is None or item.due.term is None else _OF_RELATIVE


def time_refusal(item: Item, agency: Agency, day: date) -> RefusalReason | None:
    """Return why nothing of a day can be recorded about an item for an agency, None if something can.

    Neither before the item was in the plan, or before the agency took it over or began to be, nor from the day on which
    it was dropped, or after the last day of an agency in whose place nobody came.
    """
    if item.dropped_on is not None and item.dropped_on <= day:
        return RefusalReason.DROPPED
    first, last = owed_between(item, agency)
    if day < first:
        return RefusalReason.NOT_YET_OWED
    return RefusalReason.NO_LONGER_OWED if last < day else None


def owed_between(item: Item, agency: Agency) -> tuple[date, date]:
    """Return the first and last day, both inclusive, on which an event of an item may name an agency.

    An event may name one that handed on, whenever it was.
    """
    tenures = item.tenures_of(agency.id) if item.former or item.joined else ()
    # What is carried over is told of who owes it now, also where somebody before it did what is told.
    begun = agency.since if item.origin is None else None
    begins = tenures[0].first if tenures and tenures[0].first > date.min else begun
    ended = tenures[-1].ended if tenures else None
    last = ended.last if ended is not None and not ended.to else date.max
    return max(filter(None, (item.since, begins)), default=date.min), last


def takes_kind(item: Item, kind: EventKind) -> bool:
    """Return whether an event of this kind can count for the item at all."""
    return item.takes_anchor if kind is _ANCHORED else item.is_ongoing or not KIND_SPECS[kind].only_ongoing


def content_refusal(item: Item, agency: Agency, event: Event) -> RefusalReason:
    """Return why an event of `item` that names an agency and fails the check of its kind does not count."""
    if reason := time_refusal(item, agency, event.date):
        return reason
    item = item.on(event.date)
    is_anchor = event.kind is _ANCHORED
    if is_anchor and not item.takes_anchor:
        return RefusalReason.ANCHORED_BY_ITEM if item.awaits_anchor else RefusalReason.NO_ANCHOR_TAKEN
    if KIND_SPECS[event.kind].only_ongoing and not item.is_ongoing:
        return RefusalReason.NOT_ONGOING
    if event.until and not is_in_years(event.until):
        return RefusalReason.OUTSIDE_YEARS
    if is_anchor and _SAYS_ITS_NEEDS[_ANCHORED](event):
        return RefusalReason.DAY_FROM_TERM if event.until else RefusalReason.DAY_MISSING
    return RefusalReason.NEEDS_MISSING


def day_refusal(day: date, recorded: date) -> RefusalReason | None:
    """Return why an event of `day` cannot have been recorded on the day `recorded`, None if it can."""
    if not is_in_years(day):
        return RefusalReason.OUTSIDE_YEARS
    return RefusalReason.FUTURE if day > recorded else None
