"""The events of each obligation, taken in order: which of them count, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from papi_cli.log.events import Event, in_fold_order, recorded_on
from papi_cli.log.kinds import KIND_SPECS, Effect, EventKind, Need
from papi_cli.plan.model import Item, Plan


class RefusalReason(StrEnum):
    """Why the fold ignores an event."""

    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_AGENCY = "unknown_agency"
    NOT_OWED = "not_owed"
    FUTURE = "future"
    NEEDS_MISSING = "needs_missing"
    NO_LATER_DAY = "no_later_day"
    NOT_DONE = "not_done"
    NOT_ONGOING = "not_ongoing"
    NO_TARGET = "no_target"


# Members of an enum, looked up once: the loops below meet every event of the log.
_RETRACTED = EventKind.RETRACTED
_ONLY_ONGOING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.only_ongoing)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class IgnoredEvent(NamedTuple):
    """An event that does not count, and why."""

    event: Event
    reason: RefusalReason


def group_by_obligation(
    plan: Plan, events: Sequence[Event], as_of: date, zone: tzinfo, ignored: list[IgnoredEvent]
) -> Mapping[str, list[Event]]:
    """Return the events up to `as_of` that reach a fold, by obligation (by item where one delivery discharges all).

    `events` come once each, in any order; a retraction strikes whatever its own day.
    """
    struck_out = retracted_ids(events, zone, ignored)
    sorted_out: dict[str, list[Event]] = {}
    homes: dict[tuple[str, str], list[Event]] = {}
    # What was recorded at `since` or later may be dated up to `reached` (a clock's day does not go back): of a log in the
    # order of recording, as its files are, few events need a look at the local day.
    since, reached = _LONG_AGO, date.min
    for event in events:
        kind, day = event.kind, event.date
        if day > as_of or kind is _RETRACTED or (struck_out and event.id in struck_out):
            continue
        place = event.item, event.agency
        home = homes.get(place)
        if home is None:
            found = _bucket(plan, *place, sorted_out)
            if isinstance(found, RefusalReason):
                ignored.append(IgnoredEvent(event, found))
                continue
            home = homes[place] = found
        if day > reached or event.recorded < since:
            written = recorded_on(event, zone)
            if day > written:
                ignored.append(IgnoredEvent(event, RefusalReason.FUTURE))
                continue
            since, reached = event.recorded, written
        if not _NEEDS_CHECKS[kind](event):
            ignored.append(IgnoredEvent(event, RefusalReason.NEEDS_MISSING))
        elif kind in _ONLY_ONGOING_KINDS and not plan.items[event.item].is_ongoing:
            ignored.append(IgnoredEvent(event, RefusalReason.NOT_ONGOING))
        else:
            home.append(event)
    return {key: story for key, story in sorted_out.items() if story}


def fold_key(item: Item, agency: str) -> str:
    """Return what an event is folded by: the obligation, or the item where one delivery discharges all."""
    return item.code if item.is_shared else f"{item.code}@{agency}"


def retracted_ids(events: Sequence[Event], zone: tzinfo, ignored: list[IgnoredEvent]) -> frozenset[str]:
    """Return the ids that a retraction names; one of nothing, or dated in the future, goes to `ignored`."""
    retractions = [event for event in events if event.kind is _RETRACTED]
    named = {event.target for event in retractions}
    by_id = {event.id: event for event in events if event.id in named} if named else {}
    targets = set()
    for event in retractions:
        target = by_id.get(event.target)
        same_obligation = target is not None and (target.item, target.agency) == (event.item, event.agency)
        if target is None or target.kind is _RETRACTED or not same_obligation:
            ignored.append(IgnoredEvent(event, RefusalReason.NO_TARGET))
        elif not event.note:
            ignored.append(IgnoredEvent(event, RefusalReason.NEEDS_MISSING))
        elif event.date > recorded_on(event, zone):
            ignored.append(IgnoredEvent(event, RefusalReason.FUTURE))
        else:
            targets.add(event.target)
    return frozenset(targets)


def _bucket(plan: Plan, item: str, agency: str, stories: dict[str, list[Event]]) -> list[Event] | RefusalReason:
    """Return the one of `stories` to which an event of this item and agency belongs, or why none of them counts."""
    accountable = plan.accountable_agencies.get(item)
    if accountable is None:
        return RefusalReason.UNKNOWN_ITEM
    if agency not in accountable:
        return RefusalReason.NOT_OWED if agency in plan.agencies else RefusalReason.UNKNOWN_AGENCY
    return stories.setdefault(fold_key(plan.items[item], agency), [])


def _says_all(needs: Sequence[Need]) -> Callable[[Event], object]:
    """Return a function that is true of the events that say all of `needs`."""
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


# Functions made once, since the fold asks them of every event of the log.
_NEEDS_CHECKS = {kind: _says_all(spec.needs) for kind, spec in KIND_SPECS.items()}


class Fold:
    """The events of one obligation, taken in the order of day, instant of recording, id."""

    def __init__(self, last: date | None, *, ongoing: bool) -> None:
        self.last_day = last
        self.last_day_at_delivery: date | None = None
        self.first_delivery: Event | None = None
        self.delivery_events: list[Event] = []
        self.ongoing = ongoing
        self.waived = self.submitted = self.incomplete = self.has_counting_record = False

    @classmethod
    def of_item(cls, item: Item) -> Fold:
        """Return the fold of an obligation to deliver `item`, before any event."""
        return cls(item.due.last if item.due else None, ongoing=item.is_ongoing)

    def apply(self, events: Iterable[Event], ignored: list[IgnoredEvent]) -> list[Event]:
        """Take all events of the obligation in and return those that count, in order; the others go to `ignored`."""
        counted: list[Event] = []
        for event in in_fold_order(events):
            effect = _EFFECTS[event.kind]
            if effect is not None and (reason := effect(self, event)):
                ignored.append(IgnoredEvent(event, reason))
            else:
                counted.append(event)
        self.has_counting_record = self.has_counting_record or any(event.kind in _TELLING_KINDS for event in counted)
        return counted

    def deliver(self, event: Event) -> None:
        """Take a delivery: the first one freezes the day in force."""
        if self.first_delivery is None:
            self.first_delivery, self.last_day_at_delivery = event, self.last_day
        self.delivery_events.append(event)
        self.incomplete = False

    def undo_delivery(self, _: Event) -> RefusalReason | None:
        """Undo all that was delivered."""
        if self.first_delivery is None:
            return RefusalReason.NOT_DONE
        self.first_delivery, self.delivery_events, self.submitted, self.incomplete = None, [], False, False
        return None

    def mark_incomplete(self, _: Event) -> RefusalReason | None:
        """Mark what was delivered as incomplete."""
        if self.first_delivery is None:
            return RefusalReason.NOT_DONE
        self.incomplete = True
        return None

    def extend(self, event: Event) -> RefusalReason | None:
        """Move the day in force to a later one."""
        assert event.until is not None
        if self.ongoing or (self.last_day is not None and event.until <= self.last_day):
            return RefusalReason.NO_LATER_DAY
        self.last_day = event.until
        return None

    def waive(self, _: Event) -> None:
        """Take the obligation off the list."""
        self.waived = True

    def submit(self, _: Event) -> None:
        """Mark the draft as with its issuer."""
        self.submitted = True


_METHODS: Mapping[Effect, Callable[[Fold, Event], RefusalReason | None] | None] = {
    Effect.NONE: None,
    Effect.SUBMIT: Fold.submit,
    Effect.DELIVER: Fold.deliver,
    Effect.MARK_INCOMPLETE: Fold.mark_incomplete,
    Effect.UNDO_DELIVERY: Fold.undo_delivery,
    Effect.EXTEND: Fold.extend,
    Effect.WAIVE: Fold.waive,
}
# Looked up by kind: asking an enum for its members, as a `match` does at every case, costs more than all the rest of the
# fold.
_EFFECTS = {kind: _METHODS[spec.effect] for kind, spec in KIND_SPECS.items()}
_TELLING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.tells_of_delivery)
