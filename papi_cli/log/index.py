"""An index of the log for the rules; adding events costs only as much as the stories that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from papi_cli.log.events import Event
from papi_cli.log.fold import fold_key, retracted_ids
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan


class LogIndex:
    """Events by story (what is folded together), and by agency and day; each id once.

    An index may extend another one, `base`, which it reads and never changes: a batch that may come to nothing is added
    to an index of its own.
    """

    def __init__(self, plan: Plan, events: Iterable[Event] = (), *, base: LogIndex | None = None) -> None:
        """Add `events`; a retraction that names no event of its obligation retracts nothing."""
        self._plan = plan
        self._base = base
        self._ids: set[str] = set()
        self._retracted: set[str] = set()
        self._keys_with_retraction: set[str] = set()
        self._stories: dict[str, list[Event]] = {}
        self._days: dict[tuple[str, date], list[Event]] = {}
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Add events; those whose id is there already are skipped."""
        changed: dict[str, Event] = {}  # the last new event of each story
        for event in events:
            if event.id in self:
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
        """Return the events of an obligation in the order added; of a shared item, those of all its agencies."""
        earlier = self._base.story_of(item, agency) if self._base else []
        return earlier + self._stories.get(_story_key(self._plan, item, agency), [])

    def on_day(self, agency: str, day: date) -> list[Event]:
        """Return the events of the agency that are dated `day`."""
        earlier = self._base.on_day(agency, day) if self._base else []
        return earlier + self._days.get((agency, day), [])

    def is_retracted(self, id_: str) -> bool:
        """Return whether the event of this id is retracted."""
        return id_ in self._retracted or (self._base is not None and self._base.is_retracted(id_))

    def __contains__(self, id_: str) -> bool:
        """Return whether there is an event of this id."""
        return id_ in self._ids or (self._base is not None and id_ in self._base)

    def has_retraction(self, item: str, agency: str) -> bool:
        """Return whether the story of this item and agency holds a retraction."""
        in_base = self._base is not None and self._base.has_retraction(item, agency)
        return in_base or _story_key(self._plan, item, agency) in self._keys_with_retraction


def _story_key(plan: Plan, item: str, agency: str) -> str:
    record = plan.items.get(item)
    return fold_key(record, agency) if record else f"{item}@{agency}"
