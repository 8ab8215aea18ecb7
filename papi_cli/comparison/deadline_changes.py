"""Due days that moved, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date

from papi_cli.comparison.model import DeadlineChange, DeadlineChangeCause
from papi_cli.deadlines.model import Deadline, UnreadablePhrase
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.model import Item, Period, Plan


def find_deadline_changes(old: Plan, new: Plan, renamed: Mapping[str, str]) -> Iterator[DeadlineChange]:
    """Yield each item of both plans whose last on-time day or phrase is another."""
    for code, item in old.items.items():
        other = new.items.get(renamed.get(code, code))
        if other is not None and _deadline_key(item.due) != _deadline_key(other.due):
            yield DeadlineChange(other.code, item.due, other.due, tuple(_causes(old, new, item, other)))


def _deadline_key(due: Deadline | None) -> Hashable:
    return due and (due.last, due.phrase, due.kind)


def _causes(old: Plan, new: Plan, item: Item, other: Item) -> Iterator[DeadlineChangeCause]:
    """Yield why the deadline is another: each ingredient that is not the same and bears on the day."""
    before, after = item.due, other.due
    if before is None or after is None or before.phrase != after.phrase:
        yield DeadlineChangeCause.PHRASE
    if before is None or after is None:
        return
    tie, tie_after = _tied_period(old, before), _tied_period(new, after)
    if tie or tie_after:
        if (tie and tie.id) != (tie_after and tie_after.id):
            yield DeadlineChangeCause.READING
        elif before.last != after.last:
            yield DeadlineChangeCause.PERIOD
        return
    natural, natural_after = _unrolled_day(before, old.year), _unrolled_day(after, new.year)
    if _unrolled_day(before, new.year) != natural:
        yield DeadlineChangeCause.YEAR
    shifted = (before.last != natural, after.last != natural_after)
    if before.last != after.last and any(shifted) and (natural == natural_after or shifted[0] != shifted[1]):
        if old.calendar != new.calendar:
            yield DeadlineChangeCause.CALENDAR
        if old.roll is not new.roll or old.calendar == new.calendar:
            yield DeadlineChangeCause.ROLL


def _tied_period(plan: Plan, due: Deadline) -> Period | None:
    """Return the period that a reading ties the deadline to: its steps are those of the period after one of its own."""
    return next((one for one in plan.periods if due.steps[1:] == one.due.steps), None)


def _unrolled_day(due: Deadline, year: int) -> date | None:
    """Return the day that the phrase itself says in a plan of `year`."""
    read = read_due(due.phrase, year=year)
    return None if isinstance(read, UnreadablePhrase) else read.last
