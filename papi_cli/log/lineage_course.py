"""The course of an item that agencies took over from one another: what one event more or less would change in it.

Which obligation an event belongs to depends on the others there: so all events of a lineage are folded anew for each
question. They are those of a few agencies about one item.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from papi_cli.log.course import Change, Course, Outlook
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.succession import Holding, Succession
from papi_cli.log.timeline import Timeline
from papi_cli.plan.model import Item, Plan


class LineageStory:
    """The events of a lineage that break no rule by themselves, with where they leave its agencies."""

    def __init__(self, plan: Plan, item: Item, agency: str, events: Iterable[Event]) -> None:
        """Take the events of the lineage to which an agency belongs, in any order."""
        self.plan, self.item = plan, item
        self._agency = agency
        self._events = {event.id: event for event in events}
        # By the number of handovers that are seen.
        self._folded: dict[int, Succession] = {}
        self._courses: dict[tuple[str, int], Course] = {}

    def copy(self) -> LineageStory:
        """Return a story of its own with the same events."""
        other = LineageStory(self.plan, self.item, self._agency, self._events.values())
        other._folded, other._courses = self._folded.copy(), self._courses.copy()
        return other

    def add(self, event: Event) -> None:
        """Add an event that breaks no rule by itself."""
        self._events[event.id] = event
        self._folded, self._courses = {}, {}

    def remove(self, event: Event) -> None:
        """Remove an event; one that is not there makes no difference."""
        self._events.pop(event.id, None)
        self._folded, self._courses = {}, {}

    def folded(self, day: date) -> Succession:
        """Return where all events leave the agencies, with the handovers that happened before a day."""
        count = self._handovers_before(day)
        if count not in self._folded:
            self._folded[count] = self._fold(self._events.values(), day)
        return self._folded[count]

    def _handovers_before(self, day: date) -> int:
        return sum(handover.last < day for handover in self.item.former)

    def _fold(self, events: Iterable[Event], day: date) -> Succession:
        succession = Succession(self.plan, self.item, self.plan.lineages[self.item.code][self._agency])
        succession.apply(events, date.max, day)
        return succession

    def with_(self, event: Event) -> Succession:
        """Return where the agencies would be with one event more."""
        return self._fold([*self._events.values(), event], date.max)

    def without(self, event: Event) -> Succession:
        """Return where the agencies would be without an event."""
        return self._fold((other for other in self._events.values() if other.id != event.id), date.max)

    def holding_of(self, agency: str, day: date) -> Holding | None:
        """Return what an event of a day is about that names an agency, None if there is nothing."""
        return next(iter(self.folded(day).holdings_of(agency)), None)

    def course_of(self, agency: str, day: date) -> Course:
        """Return the course of what an event of a day is about that names an agency."""
        key = agency, self._handovers_before(day)
        if key not in self._courses:
            holding = self.holding_of(agency, day)
            self._courses[key] = Course(self.item, self.plan, holding.story if holding else ())
        return self._courses[key]


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
