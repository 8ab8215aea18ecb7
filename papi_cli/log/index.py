"""The log as the rules look into it; it grows by what is new, at the cost of what is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from papi_cli.log.events import Event
from papi_cli.log.fold import fold_key, retracted_ids
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan


class LogIndex:
    """Events where a rule looks for them: by what they are folded with, and by agency and day; each id once.

    A ledger may lie on one below, which it reads and never changes: a batch is tried on a leaf of its own.
    """

    def __init__(self, plan: Plan, events: Iterable[Event] = (), *, below: LogIndex | None = None) -> None:
        """Enter `events`; a retraction of nothing strikes nothing."""
        self._plan = plan
        self._base = below
        self._ids: set[str] = set()
        self._retracted: set[str] = set()
        self._keys_with_retraction: set[str] = set()
        self._stories: dict[str, list[Event]] = {}
        self._days: dict[tuple[str, date], list[Event]] = {}
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Enter more events; the cost is that of the stories they belong to, whatever else is in the log."""
        changed: dict[str, Event] = {}
        for event in events:
            if self.__contains__(event.id):
                continue
            self._ids.add(event.id)
            key = _story_key(self._plan, event.item, event.agency)
            self._stories.setdefault(key, []).append(event)
            self._days.setdefault((event.agency, event.date), []).append(event)
            changed[key] = event
            if event.kind is EventKind.RETRACTED:
                self._keys_with_retraction.add(key)
        for event in changed.values():
            if self.has_retraction(event.item, event.agency):
                self._retracted |= retracted_ids(self.story_of(event.item, event.agency), self._plan.zone, [])

    def story_of(self, item: str, agency: str) -> list[Event]:
        """Return what is recorded of the same obligation, or of the item where one delivery discharges all."""
        below = self._base.story_of(item, agency) if self._base else []
        return below + self._stories.get(_story_key(self._plan, item, agency), [])

    def on_day(self, agency: str, day: date) -> list[Event]:
        """Return what happened to the agency on that day."""
        below = self._base.on_day(agency, day) if self._base else []
        return below + self._days.get((agency, day), [])

    def is_retracted(self, id_: str) -> bool:
        """Whether the event of this id is retracted."""
        return id_ in self._retracted or (self._base is not None and self._base.is_retracted(id_))

    def __contains__(self, id_: str) -> bool:
        """Whether the event of this id is entered."""
        return id_ in self._ids or (self._base is not None and self._base.__contains__(id_))

    def has_retraction(self, item: str, agency: str) -> bool:
        """Whether something recorded beside these is a retraction."""
        below = self._base is not None and self._base.has_retraction(item, agency)
        return below or _story_key(self._plan, item, agency) in self._keys_with_retraction


def _story_key(plan: Plan, item: str, agency: str) -> str:
    record = plan.items.get(item)
    return fold_key(record, agency) if record else f"{item}@{agency}"
