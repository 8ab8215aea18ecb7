"""The events of each obligation, taken in order: which of them count, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from papi_cli.log.events import Event, EventKind, in_order
from papi_cli.plan.model import Item, Plan


class Refusal(StrEnum):
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
_RETRACTED, _NOTHING_TO_REPORT = EventKind.RETRACTED, EventKind.NOTHING_TO_REPORT
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Ignored(NamedTuple):
    """An event that does not count, and why."""

    event: Event
    reason: Refusal


def sort_out(
    plan: Plan, events: Sequence[Event], as_of: date, zone: tzinfo, ignored: list[Ignored]
) -> Mapping[str, list[Event]]:
    """Return the events up to `as_of` that reach a fold, by obligation (by item where one delivery discharges all).

    `events` come once each, in any order; a retraction strikes whatever its own day.
    """
    struck_out = struck(events, zone, ignored)
    sorted_out: dict[str, list[Event]] = {}
    homes: dict[tuple[str, str], list[Event]] = {}
    # What was recorded at `since` or later may be dated up to `reached` (a clock's day does not go back): of a log in the
    # order of recording, as its files are, few events need a look at the local day.
    since, reached = _LONG_AGO, date.min
    for event in events:
        kind = event.kind
        if event.date > as_of or kind is _RETRACTED or (struck_out and event.id in struck_out):
            continue
        place = event.item, event.agency
        home = homes.get(place)
        if home is None:
            found = _home(plan, *place, sorted_out)
            if isinstance(found, Refusal):
                ignored.append(Ignored(event, found))
                continue
            home = homes[place] = found
        if event.date > reached or event.recorded < since:
            written = _day_of_recording(event, zone)
            if event.date > written:
                ignored.append(Ignored(event, Refusal.FUTURE))
                continue
            since, reached = event.recorded, written
        if not NEEDS[kind](event):
            ignored.append(Ignored(event, Refusal.NEEDS_MISSING))
        elif kind is _NOTHING_TO_REPORT and not plan.items[event.item].is_ongoing:
            ignored.append(Ignored(event, Refusal.NOT_ONGOING))
        else:
            home.append(event)
    return {key: story for key, story in sorted_out.items() if story}


def fold_key(item: Item, agency: str) -> str:
    """Return what an event is folded by: the obligation, or the item where one delivery discharges all."""
    return item.code if item.is_shared else f"{item.code}@{agency}"


def struck(events: Sequence[Event], zone: tzinfo, ignored: list[Ignored]) -> frozenset[str]:
    """Return the ids that a retraction names; one of nothing, or dated in the future, goes to `ignored`."""
    retractions = [event for event in events if event.kind is _RETRACTED]
    named = {event.target for event in retractions}
    by_id = {event.id: event for event in events if event.id in named} if named else {}
    targets = set()
    for event in retractions:
        target = by_id.get(event.target)
        same_obligation = target is not None and (target.item, target.agency) == (event.item, event.agency)
        if target is None or target.kind is _RETRACTED or not same_obligation:
            ignored.append(Ignored(event, Refusal.NO_TARGET))
        elif not event.note:
            ignored.append(Ignored(event, Refusal.NEEDS_MISSING))
        elif event.date > _day_of_recording(event, zone):
            ignored.append(Ignored(event, Refusal.FUTURE))
        else:
            targets.add(event.target)
    return frozenset(targets)


def _home(plan: Plan, item: str, agency: str, stories: dict[str, list[Event]]) -> list[Event] | Refusal:
    """Return the one of `stories` to which an event of this item and agency belongs, or why none of them counts."""
    accountable = plan.accountable_agencies.get(item)
    if accountable is None:
        return Refusal.UNKNOWN_ITEM
    if agency not in accountable:
        return Refusal.NOT_OWED if agency in plan.agencies else Refusal.UNKNOWN_AGENCY
    return stories.setdefault(fold_key(plan.items[item], agency), [])


def _day_of_recording(event: Event, zone: tzinfo) -> date:
    """Return the day on which the event was recorded; one that is dated later is of the future."""
    return event.recorded.astimezone(zone).date()


# What every kind of event needs in order to count (the table of DESIGN.md section 2).
NEEDS: Mapping[EventKind, Callable[[Event], object]] = {
    EventKind.PROGRESS: attrgetter("note"),
    EventKind.SUBMITTED: attrgetter("document"),
    EventKind.DONE: lambda event: event.document or event.evidence or event.note,
    EventKind.SUPPLEMENT_REQUESTED: attrgetter("note"),
    EventKind.RETURNED: attrgetter("note"),
    EventKind.EXTENDED: lambda event: event.document and event.until,
    EventKind.EXTENSION_REQUESTED: attrgetter("until"),
    EventKind.NOTHING_TO_REPORT: lambda _: True,
    EventKind.WAIVED: attrgetter("document"),
    EventKind.REMINDED: attrgetter("document"),
    EventKind.RETRACTED: lambda event: event.target and event.note,
}


class Fold:
    """The events of one obligation, taken in the order of day, instant of recording, id."""

    def __init__(self, last: date | None, *, ongoing: bool) -> None:
        self.last = last
        self.frozen: date | None = None
        self.done: Event | None = None
        self.dones: list[Event] = []
        self.ongoing = ongoing
        self.waived = self.submitted = self.incomplete = self.recorded = False

    def take(self, events: Iterable[Event], ignored: list[Ignored]) -> list[Event]:
        """Take all events of the obligation in and return those that count, in order; the others go to `ignored`."""
        counted: list[Event] = []
        for event in in_order(events):
            effect = EFFECTS[event.kind]
            if effect is not None and (reason := effect(self, event)):
                ignored.append(Ignored(event, reason))
            else:
                counted.append(event)
        self.recorded = self.recorded or any(event.kind not in _NOTHING_DELIVERED for event in counted)
        return counted

    def deliver(self, event: Event) -> None:
        """Take a delivery: the first one freezes the day in force."""
        if self.done is None:
            self.done, self.frozen = event, self.last
        self.dones.append(event)
        self.incomplete = False

    def give_back(self, _: Event) -> Refusal | None:
        """Undo all that was delivered."""
        if self.done is None:
            return Refusal.NOT_DONE
        self.done, self.dones, self.submitted, self.incomplete = None, [], False, False
        return None

    def ask_for_more(self, _: Event) -> Refusal | None:
        """Mark what was delivered as incomplete."""
        if self.done is None:
            return Refusal.NOT_DONE
        self.incomplete = True
        return None

    def extend(self, event: Event) -> Refusal | None:
        """Move the day in force to a later one."""
        assert event.until is not None
        if self.ongoing or (self.last is not None and event.until <= self.last):
            return Refusal.NO_LATER_DAY
        self.last = event.until
        return None

    def waive(self, _: Event) -> None:
        """Take the obligation off the list."""
        self.waived = True

    def submit(self, _: Event) -> None:
        """Mark the draft as with its issuer."""
        self.submitted = True


# What every kind of event does to an obligation; None moves nothing. (Asking an enum for its members, as a match does
# at every case, costs more than all the rest of the fold.)
EFFECTS: Mapping[EventKind, Callable[[Fold, Event], Refusal | None] | None] = {
    EventKind.PROGRESS: None,
    EventKind.SUBMITTED: Fold.submit,
    EventKind.DONE: Fold.deliver,
    EventKind.SUPPLEMENT_REQUESTED: Fold.ask_for_more,
    EventKind.RETURNED: Fold.give_back,
    EventKind.EXTENDED: Fold.extend,
    EventKind.EXTENSION_REQUESTED: None,
    EventKind.NOTHING_TO_REPORT: None,
    EventKind.WAIVED: Fold.waive,
    EventKind.REMINDED: None,
    EventKind.RETRACTED: None,
}
_NOTHING_DELIVERED = frozenset({EventKind.REMINDED, EventKind.EXTENDED})
