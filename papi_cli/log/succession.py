"""Agencies that follow one another: who holds an obligation, what it has the story of, and what stays with those before."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from papi_cli.log.activity import Activity, OngoingStory, PeriodActivity
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.fold import TELLING_KINDS, Fold, IgnoredEvent
from papi_cli.log.kinds import EventKind
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import fold_key
from papi_cli.plan.amendments import Handover
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.periods import in_order_of_closing
from papi_cli.plan.tenures import owes_itself

_OF_DELIVERY = frozenset({EventKind.DONE, EventKind.RETURNED, EventKind.SUPPLEMENT_REQUESTED})


class Holding:
    """What one agency owes of an item: where it stands, and after which events, whomever they name.

    - `agency` holds it; once the agency ended with what it delivered, or was waived of, `kept` is the handover of that day.
    - `story`: the events that count, in order, without what was taken back before stories came together.
    - `named`: the agencies under whose names its events stand, its own first.
    - `past`: of what goes on, what is known of the periods that were over by the day `told_until`, on which stories came
      together or into other hands.
    """

    def __init__(self, agency: str, item: Item, plan: Plan) -> None:
        """Begin before any event."""
        self.agency = agency
        self.fold = Fold(item, plan)
        self.kept: Handover | None = None
        self._stayed: tuple[Handover, ...] = ()
        self.story: list[Event] = []
        self.named: tuple[str, ...] = (agency,)
        self.past: tuple[PeriodActivity, ...] = ()
        self.told_until = date.min
        self._item = item
        self._plan = plan

    def copy(self) -> Holding:
        """Return a holding of its own that stands at the same place."""
        other = copy.copy(self)
        other.fold, other.story = self.fold.copy(), self.story.copy()
        return other

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is open: it is delivered once and for all, or taken off the list."""
        return self.fold.waived or (self.fold.first_delivery is not None and not self.fold.ongoing)

    def take(self, event: Event) -> IgnoredEvent | None:
        """Fold an event that comes after all others, or return why it does not count."""
        if event.agency not in self.named:
            self.named = (*self.named, event.agency)
        if reason := self.fold.take(event):
            return self.fold.ignored(event, reason)
        self.story.append(event)
        self.fold.has_counting_record |= event.kind in TELLING_KINDS
        return None

    def stay(self, handover: Handover) -> None:
        """Stay with an agency that ended."""
        self.kept, self._stayed = handover, (*self._stayed, handover)

    def has_stayed(self, handover: Handover) -> bool:
        """Return whether it stayed with its agency on a handover."""
        return handover in self._stayed

    def passed_to(self, agency: str) -> Holding:
        """Return the same holding in the hands of another agency."""
        other = Holding(agency, self._item, self._plan)
        other.fold, other.story = self.fold.copy(), self.story.copy()
        other.named = _merged((agency,), self.named)
        return other

    def absorb(self, other: Holding) -> None:
        """Take over what another agency left open of the same item, with its story; what it took back stays taken back."""
        self.story = in_fold_order([*self._standing_story(), *other._standing_story()])
        self.fold.absorb(other.fold)
        self.named = _merged(self.named, other.named)

    def _ongoing(self) -> OngoingStory:
        return OngoingStory(self.fold.since_it_goes_on(self.story), in_order_of_closing(self._plan.periods))

    def _standing_story(self) -> list[Event]:
        results = self._ongoing().results
        standing = {event.id for event in (results if self.fold.ongoing else self.fold.delivery_events)}
        return [event for event in self.story if event.kind not in _OF_DELIVERY or event.id in standing]

    def past_now(self, agency: str) -> tuple[PeriodActivity, ...]:
        """Return what is known of the periods before stories came together, without the results returned since."""
        standing = {event.id for event in self._ongoing().results}
        return tuple(_as_told(entry, standing, agency) for entry in self.past)

    def activities_until(self, day: date) -> tuple[PeriodActivity, ...]:
        """Return what is known, under the names of those who held it, of each period that was over by a day."""
        if not self.fold.ongoing:
            return ()
        ongoing = self._ongoing()
        first = min((event.date for event in ongoing.results), default=date.max) if self._item.follows else None
        begun = ongoing.in_periods_begun(
            day, first or self.fold.ongoing_since or (self._item.due and self._item.due.first)
        )
        own = [entry for entry in begun if self.told_until < entry.period.last <= day]
        return (*self.past, *(entry._replace(agency=self.agency) for entry in own))


def _as_told(entry: PeriodActivity, standing: AbstractSet[str], agency: str) -> PeriodActivity:
    """Return an entry with the results that stand, without the name of the agency that holds the item itself."""
    results = tuple(event for event in entry.results if event.id in standing)
    is_empty = entry.activity is Activity.RESULT and not results
    named = "" if entry.agency == agency else entry.agency
    return PeriodActivity(entry.period, Activity.NONE if is_empty else entry.activity, results, named)


def _merged(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *others)))


class Succession:
    """The holdings of agencies that took over an item from one another (a lineage), event after event.

    On the last day of an agency, what it delivered or was waived of stays its own, for as long as that stands; what is
    open goes, with its story, to each of those who take over, and ends where nobody does. An event that names an agency
    that handed on counts for those who hold it now; one that names an heir to whom nothing passed is about what those
    before it delivered.
    """

    def __init__(self, plan: Plan, item: Item, lineage: str) -> None:
        """Begin before any event and handover; `lineage` is the first agency of it (see `Plan.lineages`)."""
        self._about = plan, item, lineage
        members = [agency for agency, first in plan.lineages[item.code].items() if first == lineage]
        self._handovers = [handover for handover in item.former if handover.agency in members]
        self._happened = 0
        self._held = {
            agency: Holding(agency, item, plan) for agency in members if owes_itself(item.former, item.heirs, agency)
        }
        self.ignored: list[IgnoredEvent] = []

    def copy(self) -> Succession:
        """Return a succession of its own that stands at the same place."""
        other = Succession(*self._about)
        other._held = {agency: holding.copy() for agency, holding in self._held.items()}
        other._happened, other.ignored = self._happened, self.ignored.copy()
        return other

    def apply(self, events: Iterable[Event], day: date, handed_by: date) -> None:
        """Fold events, in any order, up to a day, and let the handovers happen whose last day is before `handed_by`."""
        for event in in_fold_order(events):
            self.take(event, handed_by)
        self.come_to_end(day, handed_by)

    def take(self, event: Event, handed_by: date) -> None:
        """Fold an event that comes after all others, with the handovers that were to happen before."""
        self._come_to(min(event.date, handed_by))
        refused = [self._take(holding, event) for holding in self.holdings_of(event.agency)]
        # One event may be of several holdings, after a split, and counts if it does in any of them.
        if None not in refused:
            self.ignored.append(next(filter(None, refused), IgnoredEvent(event, RefusalReason.NO_LONGER_OWED)))

    def come_to_end(self, day: date, handed_by: date) -> None:
        """Let all pass that a day and the handovers bring, once every event was taken."""
        self._come_to(handed_by)
        for holding in self._held.values():
            holding.fold.come_to(day)

    def _take(self, holding: Holding, event: Event) -> IgnoredEvent | None:
        refused = holding.take(event)
        if holding.kept is not None and not holding.is_settled:
            del self._held[holding.agency]
            self._pass_on(holding, self._handovers.index(holding.kept), event.date)
        return refused

    def _come_to(self, day: date) -> None:
        """Let the handovers happen whose last day is before a day."""
        while self._happened < len(self._handovers) and self._handovers[self._happened].last < day:
            place = self._happened
            self._happened += 1
            handover = self._handovers[place]
            holding = self._held.get(handover.agency)
            # What stayed with an agency before is its own again once the item comes back to it.
            for agency in handover.to:
                if agency in self._held:
                    self._held[agency].kept = None
            if holding is None:
                continue
            holding.fold.come_to(handover.last)
            if holding.is_settled:
                holding.stay(handover)
            else:
                del self._held[handover.agency]
                self._pass_on(holding, place, handover.last)

    def _pass_on(self, holding: Holding, place: int, day: date) -> None:
        """Give what is open, as it stands on a day, to those who are there in the place of who handed on at a place."""
        last = self._handovers[place].last
        past = holding.activities_until(last)
        for agency in self._takers(place):
            if agency in self._held:
                taker = self._held[agency]
                taker.past = (*taker.activities_until(last), *past)
                taker.fold.come_to(day)
                taker.absorb(holding)
            else:
                taker = self._held[agency] = holding.passed_to(agency)
                taker.past = past
            # Of several takers the first one tells of what was before: nothing is told twice.
            taker.told_until, past = last, ()

    def _takers(self, place: int) -> tuple[str, ...]:
        """Return those who are there now in the place of an agency that handed on at a place."""
        takers: dict[str, None] = {}
        for agency in self._handovers[place].to:
            later = self._given(agency, place + 1)
            takers.update(dict.fromkeys((agency,) if later is None else self._takers(later)))
        return tuple(takers)

    def _given(self, agency: str, start: int) -> int | None:
        """Return the place at which an agency handed on first from a place on, None if it has not yet."""
        return next((n for n in range(start, self._happened) if self._handovers[n].agency == agency), None)

    def holdings_of(self, agency: str) -> Sequence[Holding]:
        """Return the holdings that an event which names this agency is about, those of others among them; () for none."""
        if agency in self._held:
            return (self._held[agency],)
        happened = list(enumerate(self._handovers[: self._happened]))
        given = max((n for n, one in happened if one.agency == agency), default=None)
        taken = max((n for n, one in happened if agency in one.to), default=-1)
        found = self._there(agency) if given is None or given < taken else self._gone_to(given)
        return tuple({holding.agency: holding for holding in found}.values())

    def _there(self, agency: str) -> Iterator[Holding]:
        """Yield what an agency holds, else what those hold from whom it took over, or will."""
        if agency in self._held:
            yield self._held[agency]
            return
        has_taken = any(agency in one.to for one in self._handovers[: self._happened])
        yield from self._before(agency, self._happened if has_taken else len(self._handovers))

    def _gone_to(self, place: int) -> Iterator[Holding]:
        """Yield what those hold who took over at a place, and those after them."""
        for agency in self._handovers[place].to:
            later = self._given(agency, place + 1)
            held = self._held.get(agency)
            if later is None or (held is not None and held.has_stayed(self._handovers[later])):
                yield from self._there(agency)
            else:
                yield from self._gone_to(later)

    def _before(self, agency: str, end: int) -> Iterator[Holding]:
        """Yield the holdings of those from whom an agency, which holds nothing, took over last before the place `end`."""
        given = [n for n in range(min(end, self._happened)) if self._handovers[n].agency == agency]
        for place in range(given[-1] + 1 if given else 0, end):
            handover = self._handovers[place]
            if agency in handover.to and handover.agency in self._held:
                yield self._held[handover.agency]
            elif agency in handover.to:
                yield from self._before(handover.agency, place)

    def end_of(self, agency: str) -> date:
        """Return the last day of an agency that has not handed on yet, the last possible one without any."""
        return next((one.last for one in self._handovers[self._happened :] if one.agency == agency), date.max)

    @property
    def holdings(self) -> Iterable[Holding]:
        """All holdings, those that ended agencies kept among them."""
        return self._held.values()


def successions(
    plan: Plan, item: Item, stories: Mapping[str, Sequence[Event]], day: date, handed_by: date | None = None
) -> Mapping[str, Succession]:
    """Return the lineages of an item at the end of a day by `fold_key`, with the `stories` by the same.

    `handed_by` is the day before which the last handovers happened that are to be seen, the day itself if it is None.
    """
    found: dict[str, Succession] = {}
    for lineage in dict.fromkeys(plan.lineages[item.code].values()):
        key = fold_key(plan, item, lineage)
        found[key] = Succession(plan, item, lineage)
        found[key].apply(stories.get(key, ()), day, handed_by or day)
    return found


def ignored_in(plan: Plan, story: Sequence[Event]) -> Sequence[IgnoredEvent]:
    """Return what does not count among the events of one `fold_key`, as of the last possible day."""
    item, agency = plan.items[story[0].item], story[0].agency
    if item.former and not item.is_shared and agency in plan.lineages[item.code]:
        succession = Succession(plan, item, plan.lineages[item.code][agency])
        succession.apply(story, date.max, date.max)
        return succession.ignored
    ignored: list[IgnoredEvent] = []
    Fold(item, plan).apply(story, ignored)
    return ignored
