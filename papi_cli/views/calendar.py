"""The last on-time days as calendar entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from papi_cli.log.events import Event, newest_recorded
from papi_cli.log.kinds import KIND_SPECS, Effect, EventKind
from papi_cli.log.stories import fold_key
from papi_cli.plan.amendments import EarlierDue
from papi_cli.plan.model import Item, Plan
from papi_cli.states import State, States, Verdict
from papi_cli.views.amended import amendment_name, amendment_of
from papi_cli.views.asked import Asked
from papi_cli.views.calendar_turns import states_before_turns, turn_days, turned_words
from papi_cli.views.calendar_words import item_words, state_lines, text_lines, who_words
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import Selection, select_verdicts

# Days before the last one on which there is a reminder.
_REMINDERS = (7, 1)

# What can change the last day of an obligation, or end and reopen it.
_MOVING_EFFECTS = frozenset({Effect.DELIVER, Effect.UNDO_DELIVERY, Effect.EXTEND, Effect.ANCHOR, Effect.WAIVE})
_MOVING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.effect in _MOVING_EFFECTS) | {
    EventKind.RETRACTED
}


# What gives an obligation its day; and what does so by happening to the item from whose delivery its term counts.
_DAY_KINDS = frozenset({EventKind.EXTENDED, EventKind.ANCHORED})
_ANCHORING_KINDS = frozenset({EventKind.DONE, EventKind.RETURNED})
_NO_DAY_ANY_MORE = ("Không còn hạn", "Nay không có thời hạn.")


class CalendarEntry(NamedTuple):
    """An all-day entry.

    `identity` names plan, item and who, and stays when the day moves. `revision` is a number that grows with each event
    that may have moved the day or changed the state, each amendment that changed the deadline, and each day from which on
    others owe the item, or nobody; `revised` is the instant of the newest of them. A cancelled entry stays, so that calendars which have it already hear of it. `reminders` are the days before `day` on which one is due.
    """

    identity: tuple[str, ...]
    day: date
    title: str
    text: str
    revision: int
    revised: datetime
    cancelled: bool = False
    reminders: tuple[int, ...] = ()


def calendar_entries(states: States, selection: Selection, events: Sequence[Event]) -> tuple[CalendarEntry, ...]:
    """Return the entries of what the selection takes, in order of days; `events` are those that `states` was judged by.

    Agencies of one kind share an entry for an item. One whose day was moved away from the others' has an entry apart,
    which is cancelled when it comes back to them. So is an entry of what was dropped, taken up or given to others since.
    States select entries and leave them whole: what has the same identity says the same.
    """
    calendar = _Calendar(states, selection, _stories(states, events), states.plan.identity)
    entries = {entry.identity: entry for entry in _of_all(calendar, select_verdicts(states, calendar.whole))}
    for before, codes in states_before_turns(states, events):
        then = calendar._replace(states=before, stories=_stories(before, events), now=states)
        turned = [
            verdict for verdict in select_verdicts(before, calendar.whole) if verdict.obligation.item.code in codes
        ]
        entries = {entry.identity: entry for entry in _of_all(then, turned)} | entries
    return tuple(sorted(entries.values(), key=lambda entry: entry.day))


def _of_all(calendar: _Calendar, verdicts: Sequence[Verdict]) -> Iterator[CalendarEntry]:
    groups = group_by(verdicts, lambda verdict: (verdict.obligation.item.code, verdict.obligation.agency.kind))
    for members in groups.values():
        yield from calendar.entries(members)


def calendar_of(asked: Sequence[Asked], events: Sequence[Sequence[Event]]) -> tuple[CalendarEntry, ...]:
    """Return the entries of one or more plans in order of days; `events` are those that each was judged by.

    They are those of each plan alone, with the same identities; among several plans each ends with the name of its own.
    """
    entries = [
        entry._replace(text=f"{entry.text}\nTheo {one.name}") if one.name else entry
        for one, of_plan in zip(asked, events, strict=True)
        if one.takes_part
        for entry in calendar_entries(one.states, one.selection, of_plan)
    ]
    return tuple(sorted(entries, key=lambda entry: entry.day))


def _stories(states: States, events: Sequence[Event]) -> Mapping[str, list[Event]]:
    """Return the events of each obligation by `fold_key`, also those that were taken back or do not count.

    So their number never falls while the log grows. A retraction counts whatever its day, as it does for the states.
    """
    stories: dict[str, list[Event]] = {}
    for event in events:
        item = states.plan.items.get(event.item)
        if item is not None and (event.date <= states.as_of or event.kind is EventKind.RETRACTED):
            stories.setdefault(fold_key(states.plan, item, event.agency), []).append(event)
    return stories


class _Part(NamedTuple):
    """What an entry is about: who as its identity has it, the day, the obligations in it.

    `concerned` are the obligations that are in it or may have been: what happens to one of them changes the entry.
    """

    who: tuple[str, ...]
    day: date
    group: Sequence[Verdict]
    concerned: Sequence[Verdict]


class _Calendar(NamedTuple):
    """What all entries of a calendar have in common; `stories` are by `fold_key`.

    The states are those of today, or of the day before a turn, with those of today as `now`: such entries are over.
    """

    states: States
    selection: Selection
    stories: Mapping[str, list[Event]]
    plan_identity: tuple[str, ...]
    now: States | None = None

    @property
    def whole(self) -> Selection:
        """What was asked about, whatever its state."""
        return self.selection._replace(states=())

    def entries(self, members: Sequence[Verdict]) -> Iterator[CalendarEntry]:
        """Yield the entries for those of one kind that owe an item and were asked about."""
        if len(members) == 1:
            (verdict,) = members
            yield from self._entries_of_one(verdict)
            return
        who, common = self._who(members), _common_day(members)
        moved_alike = len({self._moves(verdict) for verdict in members}) == 1
        if common is not None and (together := [verdict for verdict in members if verdict.last == common]):
            yield from self._live(_Part((who,), common, together, members))
        elif common is not None:
            words = "Từng cơ quan nay có thời hạn riêng."
            yield from self._ended(_Part((who,), common, members, members), "Không còn hạn chung", words)
        elif (day := self._day_taken_back(members)) is not None:
            yield from self._ended(_Part((who,), day, members, members), *_NO_DAY_ANY_MORE)
        for verdict in members:
            identity, alone = (who, verdict.obligation.agency.id), [verdict]
            # Where the plan tells no day, which one is that of most depends on all of them.
            concerned = alone if _has_day(verdict.obligation.item) else members
            if verdict.last is not None and verdict.last != common:
                yield from self._live(_Part(identity, verdict.last, alone, concerned))
            elif not moved_alike and self._moves(verdict):
                yield from self._ended_alone(_Part(identity, common or date.min, alone, concerned), members)

    def _ended_alone(self, part: _Part, members: Sequence[Verdict]) -> Iterator[CalendarEntry]:
        """Yield the entry that an agency had apart, if it had one, which ends with the others' or has no day any more."""
        (verdict,) = part.group
        if verdict.last is not None:
            words = f"Thời hạn hiện nay chung với {who_words(self.states.plan, members)}."
            yield from self._ended(part, "Không còn hạn riêng", words)
        elif (day := self._day_taken_back(part.group)) is not None:
            yield from self._ended(part._replace(day=day), *_NO_DAY_ANY_MORE)

    def _entries_of_one(self, verdict: Verdict) -> Iterator[CalendarEntry]:
        who, group = (verdict.obligation.agency.id,), [verdict]
        if verdict.last is not None:
            yield from self._live(_Part(who, verdict.last, group, group))
        elif (day := self._day_taken_back(group)) is not None:
            yield from self._ended(_Part(who, day, group, group), *_NO_DAY_ANY_MORE)

    def _who(self, members: Sequence[Verdict]) -> str:
        """Return the kind of the agencies, or their ids if not all of it that owe the item were asked about."""
        first = members[0].obligation
        kind, agencies = first.agency.kind, self.states.plan.agencies
        every = [id_ for id_ in first.item.agencies if agencies[id_].kind is kind]
        if first.item.former:
            owed = (verdict.obligation for verdict in self.states.verdicts if verdict.obligation.item is first.item)
            every = [obligation.agency.id for obligation in owed if obligation.agency.kind is kind]
        return kind.value if len(members) == len(every) else "+".join(v.obligation.agency.id for v in members)

    def _story(self, verdicts: Sequence[Verdict]) -> list[Event]:
        """Return the events of these obligations, one story after the other, and those that their terms count from."""
        keys = dict.fromkeys(key for verdict in verdicts for key in self._keys(verdict))
        return [event for key in keys for event in self.stories.get(key, ())]

    def _own_story(self, verdicts: Sequence[Verdict]) -> list[Event]:
        """Return that story without the events of agencies whose work passed on to others: their days are not these."""
        item = verdicts[0].obligation.item
        if not item.former or item.is_shared:
            return self._story(verdicts)
        named = {id_ for verdict in verdicts for id_ in (verdict.obligation.agency.id, *verdict.named)}
        return [event for event in self._story(verdicts) if event.item != item.code or event.agency in named]

    def _keys(self, verdict: Verdict) -> Iterator[str]:
        """Yield the key of the events of an obligation, then those of the deliveries from which its term may count."""
        item, agency, plan = verdict.obligation.item, verdict.obligation.agency.id, self.states.plan
        yield fold_key(plan, item, agency)
        if item.anchor is not None:
            owing = plan.items[item.anchor].agencies
            for other in (agency,) if agency in owing else owing:
                yield fold_key(plan, plan.items[item.anchor], other)

    def _moves(self, verdict: Verdict) -> tuple[tuple[str, ...], ...]:
        """Return what moved the day of an obligation, taken back or not: those that have the same moved together."""
        story, item = self._own_story([verdict]), verdict.obligation.item.code
        taken_back = {event.target for event in story}
        moving = (event for event in story if event.kind in (_DAY_KINDS if event.item == item else _ANCHORING_KINDS))
        return tuple(
            sorted((str(event.date), str(event.until), event.document, str(event.id in taken_back)) for event in moving)
        )

    def _day_taken_back(self, verdicts: Sequence[Verdict]) -> date | None:
        """Return the newest day that was granted or followed from an anchor, of obligations that have none any more."""
        item, calendar = verdicts[0].obligation.item, self.states.plan.calendar
        if item.is_ongoing:  # never had one
            return None
        days = [
            event.until or item.last_day_from(event.date, calendar)
            for event in self._own_story(verdicts)
            if event.kind in (_DAY_KINDS if event.item == item.code else {EventKind.DONE})
        ]
        return next((day for day in reversed(days) if day is not None), None)

    def _live(self, part: _Part) -> Iterator[CalendarEntry]:
        """Yield the entry of obligations that end on a day, if the states asked about take one of them."""
        group, asked = part.group, self.selection.states
        if self.now is not None:
            turned = self.states.as_of + timedelta(days=1)
            yield from self._ended(part, *turned_words(self.now, group[0].obligation.item, turned))
            return
        if asked and not any(verdict.state in asked for verdict in group):
            return
        pending = any(verdict.state.is_pending for verdict in group)
        waived = all(verdict.state is State.WAIVED for verdict in group)
        head = "Hạn cuối" if pending else "Đưa ra khỏi danh mục" if waived else "Đã hoàn thành"
        left = (part.day - self.states.as_of).days
        yield self._entry(part, head, state_lines(self.states, group))._replace(
            cancelled=waived,
            reminders=tuple(days for days in _REMINDERS if days <= left) if pending else (),
        )

    def _ended(self, part: _Part, head: str, words: str) -> Iterator[CalendarEntry]:
        """Yield an entry that nobody is in any more, unless certain states were asked about: it has none."""
        if not self.selection.states:
            yield self._entry(part, head, [words])._replace(cancelled=True)

    def _entry(self, part: _Part, head: str, words: Sequence[str]) -> CalendarEntry:
        item, story, now = part.group[0].obligation.item, self._story(part.concerned), self.now or self.states
        turns = [day for day in turn_days(item) if day <= now.as_of] if item.former or item.joined else []
        is_of_one_agency = len(self.selection.owing) == 1 and not self.selection.groups
        whom = "" if is_of_one_agency else f" ({who_words(self.states.plan, part.group)})"
        return CalendarEntry(
            identity=(*self.plan_identity, item.code, *part.who),
            day=part.day,
            title=f"{head}: {item_words(item)}{whom}",
            text="\n".join(text_lines(now, part.group, part.day, words)),
            revision=sum(event.kind in _MOVING_KINDS for event in story) + len(item.earlier_dues) + len(turns),
            revised=_revised(self.states.plan, item, story, turns),
        )


def _has_day(item: Item) -> bool:
    """Return whether the plan itself tells the last on-time day."""
    return item.due is not None and item.due.last is not None


def _common_day(members: Sequence[Verdict]) -> date | None:
    """Return the day on which all end, else the plan's own: who ends on another one was moved there.

    Of a term that counts from a day of each agency's own it is the day of most.
    """
    days = {verdict.last for verdict in members}
    if len(days) == 1:
        return days.pop()
    if not members[0].obligation.item.awaits_anchor:
        return members[0].original
    counted = Counter(sorted(verdict.last for verdict in members if verdict.last is not None))
    return counted.most_common(1)[0][0]


def _revised(plan: Plan, item: Item, story: Sequence[Event], turns: Sequence[date]) -> datetime:
    """Return the newest instant of recording, or at which an amendment changed the day, or others came to owe the item.

    Where there is neither, it is the day of the document, else the plan's first: no instant of this run, so that the
    same plan and log give the same bytes.
    """
    newest = newest_recorded(story)
    moved = [_moved_at(plan, earlier) for earlier in item.earlier_dues]
    moved += [datetime.combine(day, time(), plan.zone) for day in turns]
    if newest is not None or moved:
        return max([*moved, *([newest] if newest is not None else [])]).astimezone(UTC)
    return datetime.combine(plan.document.day or plan.span.first, time(), UTC)


def _moved_at(plan: Plan, earlier: EarlierDue) -> datetime:
    """Return the instant from which on calendars tell the day of an amendment: it is in force, and the office has it."""
    recorded = amendment_of(plan, earlier.amendment).recorded if amendment_name(plan, earlier.amendment) else None
    in_force = datetime.combine(earlier.until, time(), plan.zone)
    return in_force if recorded is None else max(recorded, in_force)
