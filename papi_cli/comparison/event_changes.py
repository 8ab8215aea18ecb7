"""Events that were added, are missing, or say something else under the id that they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from papi_cli.comparison.model import EventChange
from papi_cli.log.events import Event, canonical_lines, in_fold_order


class EventChanges(NamedTuple):
    """The events of the newer side that were added or changed, and those of the older side that are missing."""

    added: tuple[Event, ...]
    changed: tuple[EventChange, ...]
    missing: tuple[Event, ...]


def find_event_changes(before: Sequence[Event], after: Sequence[Event]) -> EventChanges:
    """Return how two logs differ, each part in the order of the fold; neither log has an id twice.

    Events are the same only if their contents are: an id is what a line claims.
    """
    old, new = _lines_by_id(before), _lines_by_id(after)
    events_before = {event.id: event for event in before}
    changed = (event for event in after if event.id in old and old[event.id] != new[event.id])
    return EventChanges(
        added=tuple(in_fold_order(event for event in after if event.id not in old)),
        changed=tuple(
            EventChange(events_before[event.id], event, tuple(_changed_keys(old[event.id], new[event.id])))
            for event in in_fold_order(changed)
        ),
        missing=tuple(in_fold_order(event for event in before if event.id not in new)),
    )


def _lines_by_id(events: Sequence[Event]) -> Mapping[str, bytes]:
    return dict(zip((event.id for event in events), canonical_lines(events), strict=True))


def _changed_keys(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the keys that differ between two canonical lines."""
    old, new = msgspec.json.decode(before), msgspec.json.decode(after)
    yield from (key for key in sorted({*old, *new}) if old.get(key) != new.get(key))
