"""An index of the log for the rules: what they ask of each event needs no walk over those of its obligation or day.

Adding events costs little. What only some questions need is worked out for the stories and days that they are about, and
kept up from then on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime

from papi_cli.log.anchors import deliver_for
from papi_cli.log.corrections import is_replacement
from papi_cli.log.course import Course
from papi_cli.log.documents import Documents, Issuers
from papi_cli.log.drafts import Draft, draft_from_event
from papi_cli.log.events import Event, fold_position, newest_recorded
from papi_cli.log.kinds import EventKind
from papi_cli.log.lineage_course import LineageCourse, LineageStory
from papi_cli.log.recalled import recalled_of
from papi_cli.log.stories import fold_key, group_by_obligation, refusal_by_itself, retraction_refusal
from papi_cli.log.subjects import Subjects, document_key
from papi_cli.plan.model import Plan

_RETRACTED = EventKind.RETRACTED


class LogIndex:
    """Events by id, by story (what is folded together), and by agency and day; each id once.

    An index may extend another one, `base`, which it reads and never changes: a batch that may come to nothing is added
    to an index of its own, which copies the stories and days that it meets.
    """

    def __init__(
        self, plan: Plan, events: Iterable[Event] = (), *, base: LogIndex | None = None, all_sound: bool = False
    ) -> None:
        """Add `events`; a retraction that names no event of its obligation retracts nothing.

        `all_sound`: whoever adds events has looked that none breaks a rule by itself.
        """
        self._all_sound = all_sound
        self._plan = plan
        self._base = base
        self._events: dict[str, Event] = {}
        self._retracted: set[str] = set()
        # Retractions of events that are not there, by the id of these.
        self._awaiting: dict[str, list[Event]] = {}
        self._stories: dict[str, _Story] = {}
        self._days: dict[tuple[str, date], _Day] = {}
        self.issuers: Issuers = base.issuers if base is not None else Issuers(plan)
        self.documents: Documents = Documents(
            self.issuers, self._is_sound, base.documents if base is not None else None
        )
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Add events; those whose id is there already are skipped."""
        for event in events:
            if event.id in self:
                continue
            self._events[event.id] = event
            story = self._story(event.item, event.agency)
            story.events.append(event)
            self._day(event.agency, event.date).events.append(event)
            self.documents.add(event)
            if event.kind is EventKind.WAIVED:
                story.waivers.append(event)
            if event.kind is _RETRACTED:
                self._take_back(event)
            elif self.is_retracted_in_advance(event):
                self._retracted.add(event.id)
            elif story.course is not None and self._is_sound(event):
                story.course.add(event)

    def _take_back(self, retraction: Event) -> None:
        target = self.find(retraction.target)
        if target is None:
            self._awaiting.setdefault(retraction.target, []).append(retraction)
        elif retraction_refusal(retraction, target, self._plan.zone) is None and not self.is_retracted(target.id):
            self._retracted.add(target.id)
            if (course := self._story(target.item, target.agency).course) is not None:
                course.remove(target)

    def find(self, id_: str) -> Event | None:
        """Return the event of this id, None if there is none."""
        return self._events.get(id_) or (self._base.find(id_) if self._base is not None else None)

    def __contains__(self, id_: str) -> bool:
        """Return whether there is an event of this id."""
        return id_ in self._events or (self._base is not None and id_ in self._base)

    def is_new(self, event: Event | None) -> bool:
        """Return whether the event is there, and not in the base."""
        return event is not None and event.id in self._events

    def is_retracted(self, id_: str) -> bool:
        """Return whether the event of this id is retracted."""
        return id_ in self._retracted or (self._base is not None and self._base.is_retracted(id_))

    def is_retracted_in_advance(self, event: Event) -> bool:
        """Return whether an event that is not there yet is retracted already, as a merge can bring it."""
        retractions = self._awaiting.get(event.id, ())
        if any(retraction_refusal(retraction, event, self._plan.zone) is None for retraction in retractions):
            return True
        return self._base is not None and self._base.is_retracted_in_advance(event)

    def has_in_story(self, id_: str, item: str, agency: str) -> bool:
        """Return whether the event of this id belongs to the story of this item and agency."""
        event = self.find(id_)
        return event is not None and self._story_key(event.item, event.agency) == self._story_key(item, agency)

    def newest_recorded(self, item: str, agency: str) -> datetime | None:
        """Return the newest instant of recording in a story; of a shared item, that of all its agencies."""
        return self._story(item, agency).newest_recorded()

    def first_recorded_after(self, instant: datetime, item: str, agency: str) -> Event | None:
        """Return the first of the events of a story that were recorded after an instant, None if there is none."""
        later = (event for event in self._story(item, agency).events if event.recorded > instant)
        return min(later, key=lambda event: (event.recorded, event.id), default=None)

    def find_same(self, draft: Draft) -> Event | None:
        """Return the first event with the content of `draft` that is not retracted, None without any."""
        return self._day(draft.agency, draft.date).find_same(draft.content, self.is_retracted)

    def find_taken_back(self, draft: Draft) -> Event | None:
        """Return the last event with the content of `draft` if it is retracted, and so are all before it."""
        return self._day(draft.agency, draft.date).find_taken_back(draft.content, self.is_retracted)

    def find_other_subject(self, event: Event) -> Event | None:
        """Return the first event not retracted that gives the document of `event` another subject, None without any.

        A document is known by number, day and agency.
        """
        return self._day(event.agency, event.date).find_other_subject(event.document, self.is_retracted)

    def holders_of(self, item: str, agency: str, day: date) -> tuple[str, ...]:
        """Return for which agencies an event of a day counts that names one which handed the item on, or took it over."""
        holdings = (
            self._lineage(item, agency).folded(day).holdings_of(agency) if self._is_followed(item, agency) else ()
        )
        return tuple(holding.agency for holding in holdings)

    def find_waiver(self, item: str, agency: str, day: date) -> Event | None:
        """Return the first event that takes off the list what an event of a day would be about, None without any."""
        if self._is_followed(item, agency):
            holding = self._lineage(item, agency).holding_of(agency, day)
            story = holding.story if holding else ()
            return next((event for event in story if event.kind is EventKind.WAIVED), None)
        waivers = self._story(item, agency).waivers
        # What does not count, or not any more, never needs to be looked at again.
        while waivers and (self.is_retracted(waivers[0].id) or not self._is_sound(waivers[0])):
            waivers.popleft()
        return waivers[0] if waivers else None

    def _is_sound(self, event: Event) -> bool:
        return self._all_sound or refusal_by_itself(self._plan, event) is None

    def find_replaced(self, event: Event) -> Event | None:
        """Return the event that `event`, not added yet, replaces if the retraction of that one was added last."""
        events = self._story(event.item, event.agency).events
        retraction = events[-1] if events else None
        if retraction is None or not self.is_retracted(retraction.target):
            return None
        target = self.find(retraction.target)
        return target if target is not None and is_replacement(event, retraction, target) else None

    def course_of(self, item: str, agency: str, day: date) -> Course | LineageCourse:
        """Return the course of the story of the plan that events of this item, agency and day belong to."""
        if self._is_followed(item, agency):
            return LineageCourse(self._lineage(item, agency), agency, day)
        story = self._story(item, agency)
        if not isinstance(story.course, Course):
            story.course = Course(self._plan.items[item], self._plan, self._sound_events(story, item, agency))
        return story.course

    def _is_followed(self, item: str, agency: str) -> bool:
        """Return whether the agency took over the item from another one, or handed it on."""
        record = self._plan.items[item]
        return bool(record.former) and not record.is_shared and agency in self._plan.lineages[item]

    def _lineage(self, item: str, agency: str) -> LineageStory:
        story = self._story(item, agency)
        if not isinstance(story.course, LineageStory):
            story.course = LineageStory(
                self._plan, self._plan.items[item], agency, self._sound_events(story, item, agency)
            )
        return story.course

    def _sound_events(self, story: _Story, item: str, agency: str) -> list[Event]:
        """Return the events of a story that are sound, with what an earlier plan recorded of it."""
        key = self._story_key(item, agency)
        recalled = recalled_of(self._plan, self._plan.items[item])
        told_of = (*(event for event in recalled if self._story_key(item, event.agency) == key), *story.events)
        (events,) = group_by_obligation(self._plan, told_of, date.max, self._plan.zone, []).values() or ([],)
        return events

    def anchored_day(self, item: str, agency: str, day: date) -> date | None:
        """Return the last on-time day that follows from the delivery of the item from which the term counts, if any stands.

        The phrase is that in force on a day.
        """
        record = self._plan.items[item].on(day)
        if record.anchor is None:
            return None
        others = deliver_for(self._plan, record.anchor, record, agency)
        courses = (self.course_of(record.anchor, other, date.max) for other in others)
        deliveries = filter(None, (course.timeline.delivery() for course in courses))
        first = min(deliveries, key=fold_position, default=None)
        return record.last_day_from(first.date, self._plan.calendar) if first else None

    def _story_key(self, item: str, agency: str) -> str:
        record = self._plan.items.get(item)
        return fold_key(self._plan, record, agency) if record else f"{item}@{agency}"

    def _story(self, item: str, agency: str) -> _Story:
        key = self._story_key(item, agency)
        story = self._stories.get(key)
        if story is None:
            known = self._base.known_story(key) if self._base is not None else None
            story = self._stories[key] = known.copy() if known else _Story()
        return story

    def known_story(self, key: str) -> _Story | None:
        """Return the story of this key to an index that extends this one."""
        return self._stories.get(key) or (self._base.known_story(key) if self._base is not None else None)

    def _day(self, agency: str, day: date) -> _Day:
        key = agency, day
        found = self._days.get(key)
        if found is None:
            known = self._base.known_day(key) if self._base is not None else None
            found = self._days[key] = _Day(known.events) if known else _Day()
        return found

    def known_day(self, key: tuple[str, date]) -> _Day | None:
        """Return the day of an agency to an index that extends this one."""
        return self._days.get(key) or (self._base.known_day(key) if self._base is not None else None)


class _Story:
    """The events that are folded together, in the order added; their course once it was asked for."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events = list(events)
        self.waivers: deque[Event] = deque()
        self.course: Course | LineageStory | None = None
        self._newest: datetime | None = None
        self._looked_at = 0

    def copy(self) -> _Story:
        other = _Story(self.events)
        other.waivers = self.waivers.copy()
        other.course = self.course.copy() if self.course else None
        return other

    def newest_recorded(self) -> datetime | None:
        if newest := newest_recorded(self.events[self._looked_at :]):
            self._newest = max(self._newest, newest) if self._newest else newest
            self._looked_at = len(self.events)
        return self._newest


class _Day:
    """The events of an agency that are dated one day, in the order added; by content and document once asked for."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events = list(events)
        self._by_content: dict[Draft, deque[Event]] = {}
        self._taken_back: dict[Draft, Event] = {}
        self._with_content = 0
        self._by_number: dict[str, Subjects] = {}
        self._with_number = 0

    def find_same(self, content: Draft, is_retracted: Callable[[str], bool]) -> Event | None:
        for event in self.events[self._with_content :]:
            self._by_content.setdefault(draft_from_event(event).content, deque()).append(event)
        self._with_content = len(self.events)
        same = self._by_content.get(content)
        # No retraction is undone, so that what is retracted never needs to be looked at again.
        while same and is_retracted(same[0].id):
            self._taken_back[content] = same.popleft()
        return same[0] if same else None

    def find_taken_back(self, content: Draft, is_retracted: Callable[[str], bool]) -> Event | None:
        return None if self.find_same(content, is_retracted) else self._taken_back.get(content)

    def find_other_subject(self, document: str, is_retracted: Callable[[str], bool]) -> Event | None:
        number, subject = document_key(document)
        if not subject:
            return None
        for event in self.events[self._with_number :]:
            other_number, other_subject = document_key(event.document)
            if other_subject:
                self._by_number.setdefault(other_number, Subjects()).add(other_subject, event)
        self._with_number = len(self.events)
        subjects = self._by_number.get(number)
        return subjects.find_other(subject, is_retracted) if subjects else None
