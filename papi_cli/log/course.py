"""The course of a story: where each of its events leaves the fold, so that one event more or less is soon worked out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from papi_cli.log.events import Event, fold_position, in_fold_order
from papi_cli.log.fold import Fold, FoldMark, IgnoredEvent, has_effect
from papi_cli.log.timeline import Timeline
from papi_cli.plan.model import Item, Plan


class Change(NamedTuple):
    """What adding or removing an event would do.

    `refused` is the added event with the reason why it would not count, None if it would. `overturned` are the events that count without the change and not with it, in the order of the fold.
    """

    refused: IgnoredEvent | None = None
    overturned: tuple[Event, ...] = ()


class Outlook(NamedTuple):
    """What a delivery meets that is not among the events of a story yet.

    `last_day` is the last on-time day in force on its day, `earlier` the delivery that stands then. `later` is the one
    that would come first without it, with the last day in force then. If a return comes later (`is_returned`), both are
    None: nothing that happened before matters then.
    """

    last_day: date | None
    earlier: Event | None
    later: Event | None
    last_day_of_later: date | None
    is_returned: bool


class _Step(NamedTuple):
    """An event, why it does not count (None if it does), and where it leaves the fold."""

    event: Event
    refused: IgnoredEvent | None
    mark: FoldMark


class Course:
    """The events of one story that have an effect, in the order of the fold, with what becomes of each.

    A change is folded from its place on, and only until the fold stands as it stood without it: from there on nothing
    can be different.
    """

    def __init__(self, item: Item, plan: Plan, events: Iterable[Event]) -> None:
        """Take a story of an item of the plan as `group_by_obligation` returns it, in any order."""
        self._item = item
        self._plan = plan
        fold = Fold(item, plan)
        self._steps = [_step(fold, event) for event in in_fold_order(filter(has_effect, events))]
        self.timeline = Timeline(step.event for step in self._steps)

    def copy(self) -> Course:
        """Return a course of its own with the same events."""
        other = Course(self._item, self._plan, ())
        other._steps, other.timeline = self._steps.copy(), self.timeline.copy()
        return other

    def adding(self, event: Event) -> Change:
        """Return what adding an event would do that breaks no rule by itself."""
        if not has_effect(event):
            return Change()
        place = self._place_of(event)
        (added, *others), end = self._refolded(place, [event], place)
        return Change(added.refused, self._overturned(others, end))

    def removing(self, event: Event) -> Change:
        """Return what removing an event would do."""
        place = self._place_of(event)
        if not self._has(event, place):
            return Change()
        steps, end = self._refolded(place, [], place + 1)
        return Change(overturned=self._overturned(steps, end))

    def outlook(self, event: Event) -> Outlook:
        """Return what a delivery meets that is not among the events yet."""
        place = self._place_of(event)
        position, last_day = fold_position(event), self._last_day_after(place, event.date)
        earlier, is_returned = self.timeline.delivery(position), self.timeline.is_returned_after(position)
        later = None if earlier or is_returned else self.timeline.delivery_after(position)
        last_day_of_later = self.last_day_at(later) if later else None
        return Outlook(last_day, earlier, later, last_day_of_later, is_returned)

    @property
    def last_day(self) -> date | None:
        """The last on-time day in force after all events."""
        return self._last_day_after(len(self._steps), date.max)

    def last_day_at(self, event: Event) -> date | None:
        """Return the last on-time day that holds for an event that is among the events."""
        return self._last_day_after(self._place_of(event) + 1, event.date)

    def _last_day_after(self, count: int, day: date) -> date | None:
        """Return the last on-time day of a day, after the first `count` events; an anchor counts even if it is known later."""
        fold = self._standing(count)
        fold.come_to(day)
        if self._steps and (anchor := self._steps[-1].mark.anchor) is not None:
            fold.count_from(anchor)
        return fold.last_day

    def _standing(self, count: int) -> Fold:
        """Return the fold after the first `count` events, as far as steps know it."""
        fold = Fold(self._item, self._plan)
        if count:
            fold.resume(self._steps[count - 1].mark)
        return fold

    def add(self, event: Event) -> None:
        """Add an event that breaks no rule by itself."""
        if has_effect(event):
            place = self._place_of(event)
            steps, end = self._refolded(place, [event], place)
            self._steps[place:end] = steps
            self.timeline.add(event)

    def remove(self, event: Event) -> None:
        """Remove an event; one that is not there makes no difference."""
        place = self._place_of(event)
        if self._has(event, place):
            steps, end = self._refolded(place, [], place + 1)
            self._steps[place:end] = steps
            self.timeline.remove(event)

    def _place_of(self, event: Event) -> int:
        return bisect_left(self._steps, fold_position(event), key=lambda step: fold_position(step.event))

    def _has(self, event: Event, place: int) -> bool:
        return place < len(self._steps) and self._steps[place].event.id == event.id

    def _refolded(self, start: int, added: Iterable[Event], end: int) -> tuple[list[_Step], int]:
        """Return new steps for `added` in place of those from `start` to `end`, and how far they replace the old ones."""
        fold = self._standing(start)
        steps = [_step(fold, event) for event in added]
        while end < len(self._steps) and not self._stands_after(end, fold):
            steps.append(_step(fold, self._steps[end].event))
            end += 1
        return steps, end

    def _stands_after(self, count: int, fold: Fold) -> bool:
        """Return whether the first `count` events of today leave the fold where `fold` is, for all that later ones ask."""
        before, now = self._standing(count).mark, fold.mark
        return (
            before[:-2] == now[:-2]
            and (before.anchor and before.anchor.id) == (now.anchor and now.anchor.id)
            and (before.extension_asked is None) == (now.extension_asked is None)
        )

    def _overturned(self, steps: list[_Step], end: int) -> tuple[Event, ...]:
        """Return the events that do not count any more in `steps`, which replace those before `end`."""
        old = self._steps[end - len(steps) : end]
        return tuple(new.event for new, known in zip(steps, old, strict=True) if new.refused and not known.refused)


def _step(fold: Fold, event: Event) -> _Step:
    reason = fold.take(event)
    refused = fold.ignored(event, reason) if reason else None
    return _Step(event, refused, fold.mark)
