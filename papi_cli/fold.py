"""The events of each obligation, taken in order: which of them count, and what they leave behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from enum import StrEnum
from typing import NamedTuple

from papi_cli.deadlines import DueKind
from papi_cli.log import Event, EventKind
from papi_cli.plan import Item, Plan
from papi_cli.schema import FulfilledBy


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


class Ignored(NamedTuple):
    """An event that does not count, and why."""

    event: Event
    reason: Refusal


def sort_out(
    plan: Plan, events: Sequence[Event], as_of: date, zone: tzinfo, ignored: list[Ignored]
) -> Mapping[str, list[Event]]:
    """Return the events that reach a fold, by obligation (by item where one delivery discharges all)."""
    struck_out = struck(events, zone, ignored)
    sorted_out: dict[str, list[Event]] = {}
    for event in events:
        if event.date > as_of or event.id in struck_out or event.kind is EventKind.RETRACTED:
            continue
        if reason := _refusal(plan, event, zone):
            ignored.append(Ignored(event, reason))
            continue
        sorted_out.setdefault(fold_key(plan.items[event.item], event.agency), []).append(event)
    return sorted_out


def fold_key(item: Item, agency: str) -> str:
    """Return what an event is folded by: the obligation, or the item where one delivery discharges all."""
    return item.code if item.fulfilled_by is FulfilledBy.ANY else f"{item.code}@{agency}"


def struck(events: Sequence[Event], zone: tzinfo, ignored: list[Ignored]) -> frozenset[str]:
    """Return the ids that a retraction names; one of nothing, or dated in the future, goes to `ignored`."""
    by_id = {event.id: event for event in events}
    targets = set()
    for event in events:
        if event.kind is not EventKind.RETRACTED:
            continue
        target = by_id.get(event.target)
        same_obligation = target is not None and (target.item, target.agency) == (event.item, event.agency)
        if target is None or target.kind is EventKind.RETRACTED or not same_obligation:
            ignored.append(Ignored(event, Refusal.NO_TARGET))
        elif not event.note:
            ignored.append(Ignored(event, Refusal.NEEDS_MISSING))
        elif _is_future(event, zone):
            ignored.append(Ignored(event, Refusal.FUTURE))
        else:
            targets.add(event.target)
    return frozenset(targets)


def _refusal(plan: Plan, event: Event, zone: tzinfo) -> Refusal | None:
    """Return why an event cannot count whatever came before it."""
    item = plan.items.get(event.item)
    if item is None:
        return Refusal.UNKNOWN_ITEM
    if event.agency not in plan.agencies:
        return Refusal.UNKNOWN_AGENCY
    if event.agency not in item.agencies:
        return Refusal.NOT_OWED
    if _is_future(event, zone):
        return Refusal.FUTURE
    if not _has_needs(event):
        return Refusal.NEEDS_MISSING
    if event.kind is EventKind.NOTHING_TO_REPORT and not is_ongoing(item):
        return Refusal.NOT_ONGOING
    return None


def _is_future(event: Event, zone: tzinfo) -> bool:
    """Whether the event is dated after the day on which it was recorded."""
    return event.date > event.recorded.astimezone(zone).date()


def _has_needs(event: Event) -> bool:
    """Whether the event says what its kind needs (the table of DESIGN.md section 2)."""
    match event.kind:
        case EventKind.DONE:
            return bool(event.document or event.evidence or event.note)
        case EventKind.PROGRESS | EventKind.SUPPLEMENT_REQUESTED | EventKind.RETURNED:
            return bool(event.note)
        case EventKind.SUBMITTED | EventKind.WAIVED | EventKind.REMINDED:
            return bool(event.document)
        case EventKind.EXTENDED:
            return bool(event.document and event.until)
        case EventKind.EXTENSION_REQUESTED:
            return event.until is not None
        case EventKind.NOTHING_TO_REPORT:
            return True
        case EventKind.RETRACTED:
            return bool(event.target and event.note)


def is_ongoing(item: Item) -> bool:
    """Whether the item is never overdue: done all the time, on request, or again and again."""
    return item.due is not None and item.due.kind in (DueKind.ONGOING, DueKind.RECURRING)


class Fold:
    """The events of one obligation, taken one by one in order."""

    def __init__(self, last: date | None, *, ongoing: bool) -> None:
        self.last = last
        self.frozen: date | None = None
        self.done: Event | None = None
        self.dones: list[Event] = []
        self.ongoing = ongoing
        self.waived = self.submitted = self.incomplete = self.recorded = False

    def take(self, event: Event) -> Refusal | None:
        """Take one event in, or say why it does not count here."""
        match event.kind:
            case EventKind.DONE:
                self._deliver(event)
            case EventKind.RETURNED | EventKind.SUPPLEMENT_REQUESTED if self.done is None:
                return Refusal.NOT_DONE
            case EventKind.RETURNED:
                self.done, self.dones, self.submitted, self.incomplete = None, [], False, False
            case EventKind.SUPPLEMENT_REQUESTED:
                self.incomplete = True
            case EventKind.EXTENDED:
                assert event.until is not None
                if self.ongoing or (self.last is not None and event.until <= self.last):
                    return Refusal.NO_LATER_DAY
                self.last = event.until
            case EventKind.WAIVED:
                self.waived = True
            case EventKind.SUBMITTED:
                self.submitted = True
            case _:
                pass  # progress, extension-requested, nothing-to-report and reminded move nothing
        self.recorded |= event.kind not in (EventKind.REMINDED, EventKind.EXTENDED)
        return None

    def _deliver(self, event: Event) -> None:
        if self.done is None:
            self.done, self.frozen = event, self.last
        self.dones.append(event)
        self.incomplete = False
