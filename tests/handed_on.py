"""Who holds what agencies took over from one another, reckoned a second time: with lists of events, and nothing folded.

The program looks back from an event to those who hold it; here it is kept, for every name, where events that say it go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from papi_cli.log.events import Event, fold_position
from papi_cli.plan.amendments import Handover
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.states import States, judge
from tests import reckoning
from tests.reckoning import Reckoned


@dataclass
class Tale:
    """What one agency holds: the events in order; whether the agency is no more and what it delivered stays with it."""

    agency: str
    events: list[Event]
    stays: bool = False
    # Something is known of it that is among the events no more.
    is_known: bool = False


class Holders:
    """The tales of an item as of a day, by the agency that holds each."""

    def __init__(self, plan: Plan, item: Item, log: Sequence[Event], day: date) -> None:
        self.plan, self.item, self.day = plan, item, day
        owing = dict.fromkeys([*item.agencies, *(one.agency for one in item.former)])
        own = [one for one in owing if one not in item.heirs or self._gave_before_it_took(one)]
        self.tales = {agency: Tale(agency, []) for agency in own}
        # Where events go that say a name, and who is there in the place of an agency.
        self.goes_to = {agency: {agency} for agency in own}
        self.there = set(own)
        self.in_place = {agency: [agency] for agency in [*owing, *(to for one in item.former for to in one.to)]}
        self.unowned: list[Event] = []
        events = reckoning.sound(item, log, day)
        due = [one for one in item.former if one.last < day]
        steps: list[tuple[tuple[object, ...], Event | Handover]] = [
            ((event.date, 0, *fold_position(event)), event) for event in events
        ]
        steps += [((one.last, 1, place), one) for place, one in enumerate(due)]
        for _, step in sorted(steps, key=lambda step: step[0]):
            if isinstance(step, Handover):
                self._hand_over(step)
            else:
                self._tell(step)

    def _gave_before_it_took(self, agency: str) -> bool:
        said = [agency in one.to for one in self.item.former if agency in (one.agency, *one.to)]
        return not said[0]

    def _tell(self, event: Event) -> None:
        holders = sorted(self.goes_to.get(event.agency, ()))
        if not holders:
            self.unowned.append(event)
        for holder in holders:
            tale = self.tales[holder]
            tale.events.append(event)
            if tale.stays and not self._is_settled(tale, event.date):
                self._give(tale, self.in_place[holder], event.date)

    def _hand_over(self, handover: Handover) -> None:
        agency = handover.agency
        self._put_in_place(agency, handover.to)
        self.there.discard(agency)
        for to in handover.to:
            self.in_place[to] = [to]
            if to in self.tales:
                self.tales[to].stays = False
            elif to not in self.there:
                self.goes_to[to] = set()
            self.there.add(to)
        tale = self.tales.get(agency)
        if tale is not None and not self._is_settled(tale, handover.last):
            self._give(tale, handover.to, handover.last)
            return
        if tale is not None and agency not in handover.to:
            tale.stays = True
        for to in handover.to:
            if to not in self.tales:
                self.goes_to[to] = self.goes_to.get(to, set()) | self.goes_to.get(agency, set())
        if tale is None:
            self.goes_to[agency] = {holder for to in handover.to for holder in self.goes_to[to]}

    def _put_in_place(self, agency: str, takers: Sequence[str]) -> None:
        for name, there in self.in_place.items():
            if agency in there and (name == agency or name not in takers):
                self.in_place[name] = [*dict.fromkeys(b for a in there for b in (takers if a == agency else (a,)))]

    def _give(self, tale: Tale, takers: Sequence[str], day: date) -> None:
        del self.tales[tale.agency]
        for taker in takers:
            if taker not in self.tales:
                self.tales[taker] = Tale(taker, list(tale.events), is_known=tale.is_known)
            else:
                both = self.tales[taker], tale
                # What is settled waits for no answer, and is judged by no day that somebody else was granted.
                silent = ("extended", "extension-requested", "done") if self._is_settled(self.tales[taker], day) else ()
                taken = [event for event in self._net(tale, day) if event.kind.value not in silent]
                merged = sorted([*self._net(self.tales[taker], day), *taken], key=fold_position)
                is_known = any("unrecorded" not in self.reckon(one, day).flags for one in both)
                self.tales[taker] = Tale(taker, merged, is_known=is_known)
            self.goes_to[taker] = {taker}
        for name, holders in self.goes_to.items():
            if tale.agency in holders and name not in self.tales:
                instead = set(self.in_place[name]) & set(takers) or set(takers)
                self.goes_to[name] = (holders - {tale.agency}) | instead

    def _is_settled(self, tale: Tale, day: date) -> bool:
        goes = reckoning.going_on(self.item, tale.events, day)
        is_waived = any(event.kind.value == "waived" for event in tale.events)
        return is_waived or (not goes[-1] and bool(reckoning.standing_dones(self.item, tale.events, day)))

    def _net(self, tale: Tale, day: date) -> list[Event]:
        """Return the events without what came to nothing before stories come together."""
        reckoned = self.reckon(tale, day)
        standing = {tale.events[at].id for at in reckoning.standing_dones(self.item, tale.events, day)}
        if reckoning.going_on(self.item, tale.events, day)[-1]:
            ends = [period.last for period in self.plan.periods]
            standing = {event.id for event in reckoning.standing_results(tale.events, ends)}
        keeps: Mapping[str, Callable[[Event], bool]] = {
            "done": lambda event: event.id in standing,
            "returned": lambda _: False,
            "supplement-requested": lambda _: "incomplete" in reckoned.flags,
            "submitted": lambda _: "submitted" in reckoned.flags,
            "extension-requested": lambda event: event == reckoned.asked,
            "extension-refused": lambda _: False,
        }
        kept = [event for event in tale.events if event.kind.value not in keeps or keeps[event.kind.value](event)]
        # A request that waits is answered by nothing that another agency was told before.
        return [
            msgspec.structs.replace(event, date=day, recorded=event.recorded.replace(year=2027))
            if event.kind.value == "extension-requested"
            else event
            for event in kept
        ]

    def reckon(self, tale: Tale, day: date) -> Reckoned:
        obligation = Obligation(f"{self.item.code}@{tale.agency}", self.item, self.plan.agencies[tale.agency])
        found = reckoning.reckon(self.plan, obligation, (), day, {}, story=tale.events)
        return found._replace(flags=found.flags - {"unrecorded"}) if tale.is_known else found


def assert_all_the_same(plan: Plan, log: Sequence[Event], day: date) -> list[Holders]:
    """Compare the verdicts on all items that were handed on, each owed by every agency apart."""
    answer = judge(plan, log, as_of=day, known_at=None)
    items = [item for item in plan.items.values() if item.former and not item.is_shared]
    return [
        _same(plan, item, [event for event in log if event.item == item.code], answer)
        for item in items
        if item.anchor is None and item.follows is None
    ]


def assert_the_same(plan: Plan, item: Item, log: Sequence[Event], day: date) -> Holders:
    """Compare the verdicts on an item with the reckoned ones, who owes it with who does, and what nobody holds."""
    return _same(plan, item, log, judge(plan, log, as_of=day, known_at=None))


def _same(plan: Plan, item: Item, log: Sequence[Event], answer: States) -> Holders:
    day = answer.as_of
    holders = Holders(plan, item, log, day)
    verdicts = {one.obligation.agency.id: one for one in answer.verdicts if one.obligation.item.code == item.code}
    assert set(verdicts) == set(holders.tales)
    for agency, verdict in verdicts.items():
        ours = reckoning.reckoned_of(verdict)
        # What is known of periods that were over before goes under the names of those who held it then.
        theirs = holders.reckon(holders.tales[agency], day)
        assert (ours.asked and ours.asked.id) == (theirs.asked and theirs.asked.id), agency
        assert ours._replace(activities=(), asked=None) == theirs._replace(activities=(), asked=None), agency
    return holders
