"""When something was delivered and sent back: asked about any day of a story without a walk over its events."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from papi_cli.log.events import Event, fold_position
from papi_cli.log.kinds import EventKind

_DONE, _RETURNED, _SUPPLEMENT = EventKind.DONE, EventKind.RETURNED, EventKind.SUPPLEMENT_REQUESTED

# A place in the order of the fold: `fold_position` of an event, or the beginning of it: (day,) comes before all of a day.
_Position = tuple[Any, ...]


class Timeline:
    """The deliveries, returns and requests for a supplement of a story, each kind in the order of the fold.

    Whether a return counts does not matter here: one that does not has nothing before it to take back.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        """Take events of any kind, in any order."""
        self._events: dict[EventKind, list[Event]] = {_DONE: [], _RETURNED: [], _SUPPLEMENT: []}
        for event in events:
            self.add(event)

    def copy(self) -> Timeline:
        """Return a timeline of its own with the same events."""
        other = Timeline()
        other._events = {kind: events.copy() for kind, events in self._events.items()}
        return other

    def add(self, event: Event) -> None:
        """Add an event; one of another kind makes no difference."""
        if event.kind in self._events:
            insort(self._events[event.kind], event, key=fold_position)

    def remove(self, event: Event) -> None:
        """Remove an event that is there, or one of another kind."""
        if event.kind in self._events:
            del self._events[event.kind][self._count(event.kind, fold_position(event))]

    def delivery(self, before: _Position | None = None) -> Event | None:
        """Return the first delivery that stands at a position, or at the end; None if none does."""
        returned = self._last(_RETURNED, before)
        deliveries = self._events[_DONE]
        place = self._count(_DONE, fold_position(returned)) if returned else 0
        is_there = place < (len(deliveries) if before is None else self._count(_DONE, before))
        return deliveries[place] if is_there else None

    def delivery_with(self, event: Event) -> Event | None:
        """Return the first delivery that would stand at the end with one more, `event`."""
        standing = self.delivery()
        if self.is_returned_after(fold_position(event)):
            return standing
        return min((event, standing), key=fold_position) if standing else event

    def delivery_after(self, position: _Position) -> Event | None:
        """Return the first delivery after a position, None without any."""
        deliveries, place = self._events[_DONE], self._count(_DONE, position)
        return deliveries[place] if place < len(deliveries) else None

    def delivery_within(self, first: date, last: date) -> Event | None:
        """Return the first delivery from one day up to another that nothing returned within these days."""
        end = (last + timedelta(days=1),)
        returned = self._last(_RETURNED, end)
        found = self.delivery_after(max((first,), fold_position(returned)) if returned else (first,))
        return found if found is not None and found.date <= last else None

    def is_returned_after(self, position: _Position) -> bool:
        """Return whether a return comes after a position."""
        return self._count(_RETURNED, position) < len(self._events[_RETURNED])

    def is_incomplete(self, before: _Position) -> bool:
        """Return whether a supplement was asked for at a position after the last delivery."""
        delivered, asked = self._last(_DONE, before), self._last(_SUPPLEMENT, before)
        return asked is not None and (delivered is None or fold_position(delivered) < fold_position(asked))

    def is_sent_back(self, first: date, last: date) -> bool:
        """Return whether something was returned, or a supplement asked for, from one day up to another."""
        begin, end = (first,), (last + timedelta(days=1),)
        return any(self._count(kind, begin) < self._count(kind, end) for kind in (_RETURNED, _SUPPLEMENT))

    def _count(self, kind: EventKind, before: _Position) -> int:
        return bisect_left(self._events[kind], before, key=fold_position)

    def _last(self, kind: EventKind, before: _Position | None) -> Event | None:
        events = self._events[kind]
        place = len(events) if before is None else self._count(kind, before)
        return events[place - 1] if place else None
