"""From one stretch of days of a plan to the next: what items and tasks keep of before a turn, and what is marked on them.

A turn is a day on which an amendment takes effect, or an agency begins or comes after one that ended. On both sides of it
the plan is read as a whole; items and tasks of the two sides are the same if they have the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from papi_cli.plan.amendments import EarlierDue, Handover, Joining
from papi_cli.plan.model import Agency, Item, ItemKind, Task
from papi_cli.plan.quotation import Section
from papi_cli.plan.resolve.succession import passed_on

T = TypeVar("T")


class Contents(NamedTuple):
    """The items, tasks and sections of a stretch, as the records tell them."""

    items: Mapping[str, Item]
    tasks: Mapping[str, Task]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Stretch:
    """The contents of a stretch of days with all that was carried on to it; `read` is what its records tell."""

    read: Contents
    items: Mapping[str, Item]
    tasks: Mapping[str, Task]

    @classmethod
    def first(cls, read: Contents) -> Stretch:
        """Return the stretch before which there is none."""
        return cls(read, read.items, read.tasks)


class PassedOn(NamedTuple):
    """What a turn does to an item: who hands it over, who has it only by that, and who owes it afterwards, in all."""

    handovers: tuple[Handover, ...]
    heirs: tuple[str, ...]
    agencies: tuple[str, ...]


class Turn(NamedTuple):
    """A day on which the plan turns; `amendment` is the code of what does it, "" for agencies that begin and end.

    `passed_on` tells who takes over from whom, of an item as it was and as it is told, and as it was told before: that
    names also those who did not owe it, since it had fallen due before they came.
    """

    day: date
    amendment: str
    passed_on: Callable[[Item, Item, Item], PassedOn]


def amended(day: date, code: str) -> Turn:
    """Return the turn by an amendment: what those who left the lead have open goes to each of those who came to it."""

    def passed(before: Item, after: Item, told: Item) -> PassedOn:
        removed = [id_ for id_ in before.agencies if id_ not in after.agencies]
        added = tuple(id_ for id_ in after.agencies if id_ not in before.agencies)
        if _fell_due_before(after, day) and len(added) < len(after.agencies):
            added = tuple(id_ for id_ in added if id_ not in told.agencies)
        last = day - timedelta(days=1)
        handovers = tuple(Handover(id_, last, added, code, "") for id_ in removed)
        return PassedOn(handovers, added if removed else (), _in_order_of(after, (*before.agencies, *added)))

    return Turn(day, code, passed)


def succeeded(day: date, agencies: Mapping[str, Agency]) -> Turn:
    """Return the turn by which agencies are there from a day on, or are no more.

    Who is there newly owes what falls due from that day on, and of what fell due before, or is carried over, only what
    passes on to it.
    """

    def passed(before: Item, after: Item, _told: Item) -> PassedOn:
        handovers, heirs = passed_on(before, after, day, agencies)
        # One that stood in for another which was to come gives way to it without ending.
        ended = {handover.agency for handover in handovers}
        gone = [id_ for id_ in before.agencies if id_ not in after.agencies and id_ not in ended]
        added = tuple(id_ for id_ in after.agencies if id_ not in before.agencies)
        last = day - timedelta(days=1)
        gave_way = tuple(Handover(id_, last, added, "", "") for id_ in gone)
        taken = heirs.union(added if gone else ())
        is_closed = after.kind is ItemKind.CARRIED or _fell_due_before(after, day)
        owing = taken.union(before.agencies, () if is_closed else added)
        return PassedOn(
            (*handovers, *gave_way),
            tuple(id_ for id_ in after.agencies if id_ in taken),
            _in_order_of(after, owing),
        )

    return Turn(day, "", passed)


def _in_order_of(item: Item, agencies: Collection[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in item.agencies if id_ in agencies)


def _fell_due_before(item: Item, day: date) -> bool:
    return item.due is not None and item.due.last is not None and item.due.last < day


def carried_on(before: Stretch, after: Contents, turn: Turn) -> Stretch:
    """Return the stretch that begins on the day of a turn, whose records tell `after`.

    What is told no more stays: an occurrence that ended before the turn as it was, anything else as dropped. An
    occurrence that would have ended before the turn is not owed afterwards; one that runs keeps its day instead.
    """
    items = dict(before.items)
    touched: set[tuple[str, ...]] = set()
    for code, item in after.items.items():
        told = before.read.items.get(code)
        # As before: also if it is left out, or was kept as it had been.
        if told is item or told == item or (turned := _turned(before, after, item, turn)) is None:
            continue
        items[code] = turned
        touched.add(item.source[:1])
    for code in before.items.keys() - after.items.keys():
        items[code] = _left(before, after, before.items[code], turn)
        touched.add(items[code].source[:1])
    ordered = _in_order(items, before.items, after.items)
    rows = _rows(ordered, touched)
    tasks = {code: _with_items(before, task, rows) for code, task in after.tasks.items()}
    for code, gone in before.tasks.items():
        if code not in tasks:
            section = _same_section(gone.section, after.sections)
            tasks[code] = gone._replace(section=section, dropped_on=gone.dropped_on or turn.day)
    return Stretch(after, _with_last_days(ordered, rows), _in_order(tasks, before.tasks, after.tasks))


def _with_items(before: Stretch, task: Task, rows: Mapping[str, Sequence[str]]) -> Task:
    """Return a task with the items that are left of its row; only what a turn touched has other ones."""
    if task.code in rows:
        return task._replace(items=tuple(rows[task.code]))
    known = before.tasks[task.code]
    return known if task is before.read.tasks.get(task.code) else task._replace(items=known.items)


def _same_section(old: Section, sections: Sequence[Section]) -> Section:
    """Return the section of `sections` in which a task stood, which has other tasks now; what was before if it is gone."""
    alike = [one for one in sections if one[:-1] == old[:-1]]
    # Numbers and headings may repeat: the tasks that are left tell which of them it was.
    return max(alike, key=lambda one: len({*one.tasks} & {*old.tasks}), default=old)


def _turned(before: Stretch, after: Contents, item: Item, turn: Turn) -> Item | None:
    """Return an item that the records tell anew or otherwise as it is after a turn, None if nobody owes it then."""
    old = before.items.get(item.code)
    if old is not None and old.dropped_on is None:
        return _continued(old, item, turn, _of_series(before.read, item.series) or item)
    if _ended_before(item, turn.day) and not _all_ended_before(after.items, item.series, turn.day):
        return old
    if old is not None:
        return _continued(_restored(old), item, turn, _of_series(before.read, item.series) or item)
    return item._replace(since=turn.day, added_by=turn.amendment)


def _of_series(told: Contents, series: str) -> Item | None:
    """Return an item of a series as the records tell it, whichever it is: its agencies and words are those of all."""
    return told.items.get(series) or next((item for item in told.items.values() if item.series == series), None)


def _continued(old: Item, new: Item, turn: Turn, told: Item) -> Item:
    """Return an item of both sides of a turn; `told` is one of its series as the records told it before."""
    earlier = old.earlier_dues
    if new.due != old.due:
        if _ended_before(old, turn.day) or _ended_before(new, turn.day):
            new = _with_time_of(old, new)
        elif not (earlier and earlier[-1].until == turn.day):
            earlier = (*earlier, EarlierDue(turn.day, old.due, turn.amendment))
    is_same = old.agencies == new.agencies
    passed = PassedOn((), (), new.agencies) if is_same else turn.passed_on(old, new, told)
    known = {*old.agencies, *passed.heirs, *(handover.agency for handover in old.former)}
    joined = tuple(Joining(id_, turn.day) for id_ in passed.agencies if id_ not in known)
    return new._replace(
        agencies=passed.agencies,
        earlier_dues=earlier,
        former=(*old.former, *passed.handovers),
        heirs=(*old.heirs, *(id_ for id_ in passed.heirs if id_ not in old.heirs)),
        joined=(*old.joined, *joined),
        since=old.since,
        added_by=old.added_by,
    )


def _with_time_of(old: Item, new: Item) -> Item:
    """Return an occurrence as it is told anew, by the day that it had: one that is over, or would be late from the start."""
    return new._replace(due=old.due, occurrence=old.occurrence, period=old.period, anchor=old.anchor)


def _left(before: Stretch, after: Contents, old: Item, turn: Turn) -> Item:
    """Return an item that the records tell no more."""
    if old.dropped_on is not None:
        return old
    if _ended_before(old, turn.day) and (sibling := _of_series(after, old.series)) is not None:
        told = _of_series(before.read, old.series) or old
        return _continued(old, _with_time_of(old, sibling._replace(code=old.code)), turn, told)
    last = turn.day - timedelta(days=1)
    ended = tuple(Handover(id_, last, (), turn.amendment, "") for id_ in old.agencies)
    return old._replace(agencies=(), former=(*old.former, *ended), dropped_on=turn.day, dropped_by=turn.amendment)


def _restored(dropped: Item) -> Item:
    """Return an item that was dropped and is told again as though it had gone on: to those who had it then it was not over."""
    assert dropped.dropped_on is not None, dropped.code
    return dropped._replace(
        agencies=dropped.ended_with,
        former=dropped.former[: len(dropped.former) - len(dropped.ended_with)],
        dropped_on=None,
        dropped_by="",
    )


def _ended_before(item: Item, day: date) -> bool:
    """Return whether an occurrence ended before a day; nothing else does."""
    return item.occurrence is not None and _fell_due_before(item, day)


def _all_ended_before(items: Mapping[str, Item], series: str, day: date) -> bool:
    return all(_ended_before(item, day) for item in items.values() if item.series == series)


def _rows(items: Mapping[str, Item], touched: Collection[tuple[str, ...]]) -> Mapping[str, list[str]]:
    """Return the codes of the items of each task that is touched, in order, without what was dropped."""
    rows: dict[str, list[str]] = {}
    for code, item in items.items():
        if item.source[:1] in touched and item.kind is ItemKind.TASK and item.dropped_on is None:
            rows.setdefault(item.source[0], []).append(code)
    return rows


def _with_last_days(items: dict[str, Item], rows: Mapping[str, Sequence[str]]) -> Mapping[str, Item]:
    """Return the items with the latest last day of those that are left in each of the rows."""
    for codes in rows.values():
        dues = (items[code].due for code in codes)
        last = max((due.last for due in dues if due is not None and due.last is not None), default=None)
        for code in codes:
            if items[code].row_last_due != last:
                items[code] = items[code]._replace(row_last_due=last)
    return items


def _in_order(entries: Mapping[str, T], before: Mapping[str, T], told: Mapping[str, T]) -> dict[str, T]:
    """Return entries in the order in which they are told; what was there only before stays behind what it stood behind."""
    if all(code in told for code in before):
        return {code: entries[code] for code in told if code in entries}
    followers: dict[str, list[str]] = {"": []}
    leader = ""
    for code in before:
        if code in told:
            leader = code
        else:
            followers.setdefault(leader, []).append(code)
    order = [*followers[""], *(own for code in told for own in (code, *followers.get(code, ())))]
    return {code: entries[code] for code in order if code in entries}
