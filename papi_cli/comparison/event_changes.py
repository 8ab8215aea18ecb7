"""Events that were added, are missing, or say something else under the id that they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from papi_cli.comparison.model import EventChange
from papi_cli.log.events import Event, canonical_line, event_to_dict, in_fold_order


class EventChanges(NamedTuple):
    """The events of the newer side that were added or changed, and those of the older side that are missing."""

    added: tuple[Event, ...]
    changed: tuple[EventChange, ...]
    missing: tuple[Event, ...]


def find_event_changes(before: Iterable[Event], after: Iterable[Event]) -> EventChanges:
    """Return how two logs differ, each part in the order of the fold; neither log has an id twice.

    Events are the same only if their contents are: an id is what a line claims.
    """
    old, new = ({event.id: event for event in events} for events in (before, after))
    return EventChanges(
        added=tuple(in_fold_order(event for id_, event in new.items() if id_ not in old)),
        changed=tuple(
            EventChange(old[event.id], event, tuple(_changed_keys(old[event.id], event)))
            for event in in_fold_order(event for id_, event in new.items() if id_ in old)
            if canonical_line(old[event.id]) != canonical_line(event)
        ),
        missing=tuple(in_fold_order(event for id_, event in old.items() if id_ not in new)),
    )


def _changed_keys(before: Event, after: Event) -> Iterator[str]:
    """Yield the keys that differ between two events, in the order of a line."""
    old, new = (msgspec.json.decode(canonical_line(event)) for event in (before, after))
    keys = dict.fromkeys((*event_to_dict(after), *event_to_dict(before)))
    yield from (key for key in keys if old.get(key) != new.get(key))
