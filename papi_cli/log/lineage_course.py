"""The course of an item that agencies took over from one another: what one event more or less would change in it.

Which obligation an event belongs to depends on the others there: so what comes after a change is folded anew, from a
place shortly before it. Events are mostly recorded in about the order of their days, so that is little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from papi_cli.log.course import Change, Course, Outlook
from papi_cli.log.events import Event, fold_position, in_fold_order
from papi_cli.log.succession import Holding, Succession
from papi_cli.log.timeline import Timeline
from papi_cli.plan.model import Item, Plan

# So many events lie between two places from which a lineage can be folded on.
_APART = 32


class _Folding:
    """Where the events of a lineage leave its agencies, with the handovers that happened before the day `handed_by`."""

    def __init__(self, begun: Succession, handed_by: date) -> None:
        """Begin before any event."""
        self._handed_by = handed_by
        # After none of the events, after _APART of them, after twice as many.
        self._places = [begun]
        self._end: Succession | None = None

    def forget(self, count: int) -> None:
        """Keep only what the first `count` events decide, since others come after them now."""
        del self._places[count // _APART + 1 :]
        self._end = None

    def end(self, events: Sequence[Event]) -> Succession:
        """Return where all events leave the agencies."""
        if self._end is None:
            self._end = self.end_with(events, len(events), ())
        return self._end

    def end_with(self, events: Sequence[Event], count: int, others: Iterable[Event]) -> Succession:
        """Return where the first `count` events leave the agencies if the `others` come after them."""
        while len(self._places) <= count // _APART:
            start = len(self._places) * _APART
            self._places.append(self._folded_on(events[start - _APART : start]))
        succession = self._folded_on(events[count // _APART * _APART : count], count // _APART)
        for event in others:
            succession.take(event, self._handed_by)
        succession.come_to_end(date.max, self._handed_by)
        return succession

    def _folded_on(self, events: Iterable[Event], place: int = -1) -> Succession:
        succession = self._places[place].copy()
        for event in events:
            succession.take(event, self._handed_by)
        return succession


class LineageStory:
    """The events of a lineage that break no rule by themselves, with where they leave its agencies."""

    def __init__(self, plan: Plan, item: Item, agency: str, events: Iterable[Event]) -> None:
        """Take the events of the lineage to which an agency belongs, in any order."""
        self.plan, self.item = plan, item
        self._agency = agency
        self._events = in_fold_order(events)
        # By the number of handovers that are seen.
        self._foldings: dict[int, _Folding] = {}
        # With the story that each is the course of.
        self._courses: dict[tuple[str, int], tuple[Course, list[Event]]] = {}

    def copy(self) -> LineageStory:
        """Return a story of its own with the same events."""
        return LineageStory(self.plan, self.item, self._agency, self._events)

    def add(self, event: Event) -> None:
        """Add an event that breaks no rule by itself."""
        place = self._place_of(event)
        self._events.insert(place, event)
        for folding in self._foldings.values():
            folding.forget(place)

    def remove(self, event: Event) -> None:
        """Remove an event; one that is not there makes no difference."""
        place = self._place_of(event)
        if self._events[place : place + 1] == [event]:
            del self._events[place]
            for folding in self._foldings.values():
                folding.forget(place)

    def _place_of(self, event: Event) -> int:
        return bisect_left(self._events, fold_position(event), key=fold_position)

    def folded(self, day: date) -> Succession:
        """Return where all events leave the agencies, with the handovers that happened before a day."""
        return self._folding(day).end(self._events)

    def _folding(self, day: date) -> _Folding:
        count = self._handovers_before(day)
        if count not in self._foldings:
            lineage = self.plan.lineages[self.item.code][self._agency]
            self._foldings[count] = _Folding(Succession(self.plan, self.item, lineage), day)
        return self._foldings[count]

    def _handovers_before(self, day: date) -> int:
        return sum(handover.last < day for handover in self.item.former)

    def with_(self, event: Event) -> Succession:
        """Return where the agencies would be with one event more."""
        place = self._place_of(event)
        return self._folding(date.max).end_with(self._events, place, [event, *self._events[place:]])

    def without(self, event: Event) -> Succession:
        """Return where the agencies would be without an event."""
        place = self._place_of(event)
        later = [other for other in self._events[place:] if other.id != event.id]
        return self._folding(date.max).end_with(self._events, place, later)

    def holding_of(self, agency: str, day: date) -> Holding | None:
        """Return what an event of a day is about that names an agency, None if there is nothing."""
        return next(iter(self.folded(day).holdings_of(agency)), None)

    def course_of(self, agency: str, day: date) -> Course:
        """Return the course of what an event of a day is about that names an agency."""
        holding = self.holding_of(agency, day)
        story = holding.story if holding else []
        key = agency, self._handovers_before(day)
        course, known = self._courses.get(key, (None, []))
        if course is None or not _follows(course, known, story):
            course = Course(self.item, self.plan, story)
        self._courses[key] = course, story
        return course


def _follows(course: Course, known: Sequence[Event], story: Sequence[Event]) -> bool:
    """Bring the course of a `known` story to another that has an event more or less; return whether it has no more than that."""
    longer, shorter = (story, known) if len(story) > len(known) else (known, story)
    place = bisect_left(range(len(shorter)), x=True, key=lambda n: longer[n] is not shorter[n])
    if [*longer[:place], *longer[place + 1 :]] != [*shorter]:
        return False
    for event in longer[place : place + 1]:
        (course.add if longer is story else course.remove)(event)
    return True


class LineageCourse:
    """The course of a lineage as events of a day see it that name one of its agencies; the answers are those of `Course`."""

    def __init__(self, story: LineageStory, agency: str, day: date) -> None:
        """Take the story of the lineage of an agency."""
        self._story = story
        self._agency = agency
        self._day = day

    def adding(self, event: Event) -> Change:
        """Return what adding an event would do that breaks no rule by itself."""
        after = self._story.with_(event)
        refused = next((entry for entry in after.ignored if entry.event.id == event.id), None)
        return Change(refused, self._overturned(after, event))

    def removing(self, event: Event) -> Change:
        """Return what removing an event would do."""
        return Change(overturned=self._overturned(self._story.without(event), event))

    def _overturned(self, after: Succession, changed: Event) -> tuple[Event, ...]:
        known = {changed.id, *(entry.event.id for entry in self._story.folded(date.max).ignored)}
        return tuple(in_fold_order(entry.event for entry in after.ignored if entry.event.id not in known))

    @property
    def timeline(self) -> Timeline:
        """When something was delivered and sent back."""
        return self._course.timeline

    @property
    def last_day(self) -> date | None:
        """The last on-time day in force after all events."""
        return self._course.last_day

    def last_day_at(self, event: Event) -> date | None:
        """Return the last on-time day that holds for an event that is among the events."""
        return self._course.last_day_at(event)

    def outlook(self, event: Event) -> Outlook:
        """Return what a delivery meets that is not among the events yet."""
        return self._course.outlook(event)

    @property
    def _course(self) -> Course:
        return self._story.course_of(self._agency, self._day)
