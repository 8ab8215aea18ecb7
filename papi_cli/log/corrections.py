"""Corrections: which event replaces which, and the events that were replaced by two that differ.

`papi correct` writes a retraction and, one microsecond later in the same batch, the event that replaces its target. The
line does not name the one in the other: that microsecond does, with item, agency, kind and author, which a correction
leaves as they are. It is reliable because a recording comes after the newest event of its obligation, so that nothing
else of it is written at either instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import TICK, Event
from papi_cli.log.kinds import EventKind
from papi_cli.log.stories import counting_retractions


class Doubt(NamedTuple):
    """An event that was replaced by several that differ, on branches that did not know of each other.

    `replacements` are those that still stand, in the order of recording. All of them count until one is retracted.
    """

    replaced: Event
    replacements: tuple[Event, ...]

    def contradictions(self) -> Iterable[Event]:
        """Yield the replacements after the first that say something new; a repetition of an earlier one does not."""
        contents = {draft_from_event(self.replacements[0]).content}
        for event in self.replacements[1:]:
            content = draft_from_event(event).content
            if content not in contents:
                contents.add(content)
                yield event


def find_doubts(events: Sequence[Event], zone: tzinfo) -> tuple[Doubt, ...]:
    """Return the doubts about the `events`, which come once each, in the order of recording of the first replacement.

    A replacement that was itself corrected stands no more, and what replaces it stands for it.
    """
    corrected = counting_retractions(events, zone, [])
    if not corrected:
        return ()
    retracted = {target.id for _, target in corrected}
    origins: dict[str, Event] = {}
    standing: dict[str, list[Event]] = {}
    for event, target in _replacements(events, corrected):
        origin = origins[event.id] = origins.get(target.id, target)
        if event.id not in retracted:
            standing.setdefault(origin.id, []).append(event)
    doubts = (Doubt(origins[several[0].id], tuple(several)) for several in standing.values() if len(several) > 1)
    return tuple(doubt for doubt in doubts if any(doubt.contradictions()))


class Disputed(NamedTuple):
    """An event that replaces another, which somebody retracted without putting anything in its place."""

    replacement: Event
    replaced: Event
    retraction: Event


def find_disputed(events: Sequence[Event], zone: tzinfo) -> tuple[Disputed, ...]:
    """Return the replacements that stand although what they replace was retracted on a branch that did not know of them.

    What replaces such a replacement later is how somebody who knew of both keeps it.
    """
    corrected = counting_retractions(events, zone, [])
    if not corrected:
        return ()
    retracted = {target.id for _, target in corrected}
    replacements = _replacements(events, corrected)
    made_by_correction = {(target.id, event.recorded, event.by) for event, target in replacements}
    bare: dict[str, Event] = {}
    for retraction, target in corrected:
        if (target.id, retraction.recorded + TICK, retraction.by) not in made_by_correction:
            bare[target.id] = max(bare.get(target.id, retraction), retraction, key=lambda event: event.recorded)
    found: list[Disputed] = []
    origins: dict[str, Event] = {}
    for event, target in replacements:
        origin = origins[event.id] = origins.get(target.id, target)
        other = bare.get(target.id) or bare.get(origin.id)
        if other is None or event.id in retracted:
            continue
        is_kept = other.target != target.id and other.recorded < event.recorded
        if not is_kept:
            found.append(Disputed(event, origin, other))
    return tuple(found)


def is_replacement(event: Event, retraction: Event, target: Event) -> bool:
    """Return whether `event` is what `papi correct` writes after the `retraction` of `target`."""
    return (
        retraction.kind is EventKind.RETRACTED
        and retraction.recorded + TICK == event.recorded
        and retraction.target == target.id
        and _link(target, retraction.by) == _link(event, event.by)
    )


def find_replaced(events: Sequence[Event], zone: tzinfo) -> dict[str, Event]:
    """Return by its id what each event replaces that replaces another."""
    corrected = counting_retractions(events, zone, [])
    return {event.id: target for event, target in _replacements(events, corrected)} if corrected else {}


def _replacements(events: Iterable[Event], corrected: Iterable[tuple[Event, Event]]) -> list[tuple[Event, Event]]:
    """Return each event that replaces another, with that one, in the order of recording."""
    targets: dict[datetime, dict[tuple[str, ...], list[Event]]] = {}
    for retraction, target in sorted(corrected, key=lambda pair: pair[1].id):
        if target.recorded < retraction.recorded:
            fitting = targets.setdefault(retraction.recorded + TICK, {}).setdefault(_link(target, retraction.by), [])
            # One for each branch that recorded at the same microsecond: more cannot be, unless a log was made by hand.
            if len(fitting) < _MOST_AT_ONE_INSTANT:
                fitting.append(target)
    found: list[tuple[Event, Event]] = []
    for event in events:
        if event.recorded in targets and event.kind is not EventKind.RETRACTED:
            fitting = targets[event.recorded].get(_link(event, event.by), [])
            if fitting:
                found.append((event, max(fitting, key=lambda target: _likeness(event, target))))
    return sorted(found, key=lambda pair: (pair[0].recorded, pair[0].id))


_MOST_AT_ONE_INSTANT = 16


def _link(event: Event, by: str) -> tuple[str, ...]:
    """Return what an event and the one that it replaces have in common."""
    return event.item, event.agency, event.kind, by


def _likeness(event: Event, target: Event) -> tuple[int, str]:
    """Return a key that is largest for what `event` replaces, should several branches have recorded at one instant."""
    same = map(lambda ours, theirs: ours == theirs, draft_from_event(event), draft_from_event(target))
    return sum(same), target.id
