"""Events that were added, are missing, or say something else under the id that they had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec

from papi_cli.comparison.model import EventChange
from papi_cli.log.events import Event, canonical_lines, fold_position, in_fold_order


class EventChanges(NamedTuple):
    """The events of the newer side that were added or changed, and those of the older side that are missing."""

    added: tuple[Event, ...]
    changed: tuple[EventChange, ...]
    missing: tuple[Event, ...]


def find_event_changes(before: Sequence[Event], after: Sequence[Event]) -> EventChanges:
    """Return how two logs differ, each part in the order of the fold; neither log has an id twice.

    Events are the same only if their contents are: an id is what a line claims.
    """
    old, new = ({event.id: event for event in events} for events in (before, after))
    pairs = ((old[event.id], event) for event in after if event.id in old)
    changes = (EventChange(*pair, tuple(_changed_keys(*pair))) for pair in pairs if not _are_equal(*pair))
    return EventChanges(
        added=tuple(in_fold_order(event for event in after if event.id not in old)),
        changed=tuple(sorted(filter(attrgetter("keys"), changes), key=lambda change: fold_position(change.after))),
        missing=tuple(in_fold_order(event for event in before if event.id not in new)),
    )


def _are_equal(before: Event, after: Event) -> bool:
    """Return whether two events are the same to the letter; equal instants may be written in two time zones."""
    return before == after and before.recorded.utcoffset() == after.recorded.utcoffset()


def _changed_keys(before: Event, after: Event) -> Iterator[str]:
    """Yield the keys in which the contents of two events differ, none if only the Unicode form of a text does."""
    old, new = map(msgspec.json.decode, canonical_lines((before, after)))
    yield from (key for key in sorted({*old, *new}) if old.get(key) != new.get(key))
