"""The log as the rules look into it; it grows by what is new, at the cost of what is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from papi_cli.log.events import Event, EventKind
from papi_cli.log.fold import fold_key, struck
from papi_cli.plan.model import Plan


class Ledger:
    """Events where a rule looks for them: by what they are folded with, and by agency and day; each id once.

    A ledger may lie on one below, which it reads and never changes: a batch is tried on a leaf of its own.
    """

    def __init__(self, plan: Plan, events: Iterable[Event] = (), *, below: Ledger | None = None) -> None:
        """Enter `events`; a retraction of nothing strikes nothing."""
        self._plan = plan
        self._below = below
        self._ids: set[str] = set()
        self._gone: set[str] = set()
        self._retracting: set[str] = set()
        self._stories: dict[str, list[Event]] = {}
        self._days: dict[tuple[str, date], list[Event]] = {}
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Enter more events; the cost is that of the stories they belong to, whatever else is in the log."""
        changed: dict[str, Event] = {}
        for event in events:
            if self.holds(event.id):
                continue
            self._ids.add(event.id)
            key = _story_key(self._plan, event.item, event.agency)
            self._stories.setdefault(key, []).append(event)
            self._days.setdefault((event.agency, event.date), []).append(event)
            changed[key] = event
            if event.kind is EventKind.RETRACTED:
                self._retracting.add(key)
        zone = ZoneInfo(self._plan.time_zone)
        for event in changed.values():
            if self.retracts(event.item, event.agency):
                self._gone |= struck(self.beside(event.item, event.agency), zone, [])

    def beside(self, item: str, agency: str) -> list[Event]:
        """Return what is recorded of the same obligation, or of the item where one delivery discharges all."""
        below = self._below.beside(item, agency) if self._below else []
        return below + self._stories.get(_story_key(self._plan, item, agency), [])

    def on_day(self, agency: str, day: date) -> list[Event]:
        """Return what happened to the agency on that day."""
        below = self._below.on_day(agency, day) if self._below else []
        return below + self._days.get((agency, day), [])

    def is_gone(self, id_: str) -> bool:
        """Whether the event of this id is retracted."""
        return id_ in self._gone or (self._below is not None and self._below.is_gone(id_))

    def holds(self, id_: str) -> bool:
        """Whether the event of this id is entered."""
        return id_ in self._ids or (self._below is not None and self._below.holds(id_))

    def retracts(self, item: str, agency: str) -> bool:
        """Whether something recorded beside these is a retraction."""
        below = self._below is not None and self._below.retracts(item, agency)
        return below or _story_key(self._plan, item, agency) in self._retracting


def _story_key(plan: Plan, item: str, agency: str) -> str:
    record = plan.items.get(item)
    return fold_key(record, agency) if record else f"{item}@{agency}"
