"""Due days that moved, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from papi_cli.comparison.model import DeadlineChange, DeadlineChangeCause
from papi_cli.deadlines.model import (
    Calendar,
    Deadline,
    DueKind,
    Occurrence,
    Roll,
    Span,
    UnreadablePhrase,
    roll_deadline,
)
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.model import Item, Plan


def find_deadline_changes(old: Plan, new: Plan, renamed: Mapping[str, str]) -> Iterator[DeadlineChange]:
    """Yield a change for each item of both plans whose last on-time day, phrase or kind of deadline differs.

    `renamed` gives the new code of each renamed series by its old one. A series of both plans that have no occurrence of
    it in common changes as a whole, by its first days; which occurrences came and went, the obligations tell.
    """
    for series, codes in old.series.items():
        now = renamed.get(series, series)
        pairs = [
            (old.items[code], new.items[other])
            for code in codes
            if (other := now + code.removeprefix(series)) in new.items
        ]
        for item, new_item in pairs:
            if _comparison_key(item.due) != _comparison_key(new_item.due):
                yield _deadline_change(old, new, item, new_item)
        if not pairs and now in new.series:
            first, new_first = old.items[codes[0]], new.items[new.series[now][0]]
            whole, new_whole = first._replace(occurrence=None), new_first._replace(occurrence=None)
            yield _deadline_change(old, new, whole, new_whole)._replace(item=now)


def _comparison_key(due: Deadline | None) -> Hashable:
    return due and (due.last, due.phrase, due.kind)


def _deadline_change(old: Plan, new: Plan, item: Item, other: Item) -> DeadlineChange:
    before, after = _amended_phrases(item), _amended_phrases(other)
    amended_by = tuple(dict.fromkeys(one.amendment for one in after if one not in before))
    restored_by = tuple(
        dict.fromkeys(one.amendment for one in before if one not in after and one.amendment not in amended_by)
    )
    causes = tuple(_causes(old, new, item, other))
    if amended_by or restored_by:
        is_edited = _phrase(_first_due(item)) != _phrase(_first_due(other))
        kept = [cause for cause in causes if cause is not DeadlineChangeCause.PHRASE or is_edited]
        causes = (*kept, DeadlineChangeCause.AMENDMENT)
    return DeadlineChange(other.code, item.due, other.due, causes, amended_by, restored_by)


class _AmendedPhrase(NamedTuple):
    """A phrase that an amendment put in the place of another one, "" for none, and from which day on."""

    amendment: str
    effective: date
    phrase: str


def _amended_phrases(item: Item) -> tuple[_AmendedPhrase, ...]:
    later = [*(earlier.due for earlier in item.earlier_dues), item.due][1:]
    return tuple(
        _AmendedPhrase(earlier.amendment, earlier.until, _phrase(due))
        for earlier, due in zip(item.earlier_dues, later, strict=True)
        if earlier.amendment
    )


def _first_due(item: Item) -> Deadline | None:
    """Return the deadline that the files of the plan give an item, before any amendment."""
    return item.earlier_dues[0].due if item.earlier_dues else item.due


def _phrase(due: Deadline | None) -> str:
    return due.phrase if due is not None else ""


class _Ingredients(NamedTuple):
    """All that the last on-time day of an item depends on, unless an interpretation ties the item to a period.

    Without `occurrence`, an item is all of its series.
    """

    phrase: str
    span: Span
    roll: Roll
    calendar: Calendar
    occurrence: Occurrence | None = None

    def last_days(self) -> tuple[date | None, ...]:
        """Return the last on-time days, None for a phrase that names none; () for one that cannot be read."""
        if self.occurrence is not None:
            return (self._last_day_of(self.occurrence),)
        due = read_due(self.phrase, span=self.span)
        if isinstance(due, UnreadablePhrase):
            return ()
        if due.occurrences:
            return tuple(self._last_day_of(occurrence) for occurrence in due.occurrences)
        return (roll_deadline(due, self.roll, self.calendar).last,)

    def _last_day_of(self, occurrence: Occurrence) -> date | None:
        own = Deadline(self.phrase, DueKind.DATED, None, occurrence.last, strict=occurrence.strict, steps=())
        return roll_deadline(own, self.roll, self.calendar).last


_CAUSE_BY_INGREDIENT: Mapping[str, DeadlineChangeCause] = {
    "span": DeadlineChangeCause.SPAN,
    "calendar": DeadlineChangeCause.CALENDAR,
    "roll": DeadlineChangeCause.ROLL,
}


def _causes(old: Plan, new: Plan, item: Item, other: Item) -> Iterator[DeadlineChangeCause]:
    """Yield why the deadlines of `item` (in `old`) and `other` (in `new`) differ.

    A changed phrase is always a cause. Besides, a deadline that an interpretation ties to a reporting period moves
    with the interpretation or with that period. Any other moves with the plan's span, the calendar and the item's roll.
    """
    before, after = item.due, other.due
    if before is None or after is None:
        yield DeadlineChangeCause.PHRASE
        return
    if before.phrase != after.phrase:
        yield DeadlineChangeCause.PHRASE
    if before.period != after.period:
        yield DeadlineChangeCause.INTERPRETATION
    elif before.period is not None:
        if before.last != after.last:
            yield DeadlineChangeCause.PERIOD
    else:
        made_of = _Ingredients(before.phrase, old.span, item.roll, old.calendar, item.occurrence)
        made_of_after = _Ingredients(after.phrase, new.span, other.roll, new.calendar, other.occurrence)
        yield from (cause for name, cause in _CAUSE_BY_INGREDIENT.items() if _bears(name, made_of, made_of_after))


def _bears(name: str, before: _Ingredients, after: _Ingredients) -> bool:
    """Return whether a change of the ingredient `name` matters: swapping it alone, on either side, gives other days.

    A new holiday in November moves no deadline of March, a roll policy only a day off, the plan's span only a phrase
    without a year.
    """
    old, new = getattr(before, name), getattr(after, name)
    return (
        before._replace(**{name: new}).last_days() != before.last_days()
        or after._replace(**{name: old}).last_days() != after.last_days()
    )
