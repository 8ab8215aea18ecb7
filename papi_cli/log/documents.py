"""Whose document it is, and which events name it: for the rules about one number taken for several.

Numbers are match keys as `subjects.document_key` returns them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from papi_cli.log.events import Event
from papi_cli.log.kinds import AGENCY_KINDS, EventKind
from papi_cli.log.subjects import LEADING_ZEROS, document_key
from papi_cli.plan.model import Plan
from papi_cli.text import match_key

_DIGITS = re.compile(rf"{LEADING_ZEROS}(\d+)")


class Issuers:
    """The agencies of a plan by what stands for them in the symbols of documents."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan."""
        self._plan = plan

    @cached_property
    def _ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of the agencies by the match keys of their symbols and aliases: `UBND` is that of many."""
        ids: dict[str, set[str]] = {}
        for agency in self._plan.agencies.values():
            for name in filter(None, (agency.symbol, *agency.aliases)):
                ids.setdefault("".join(match_key(name).split()), set()).add(agency.id)
        return {name: frozenset(agencies) for name, agencies in ids.items()}

    def named_by(self, number: str) -> frozenset[str]:
        """Return the agencies that the symbol may mean by its first part that means any: 412/snnmt-vp, 45/kh-ubnd, 5/2026/nq-hdnd."""
        parts = re.split("[/-]", number)[1:]
        return next((self._ids[part] for part in parts if part in self._ids), frozenset())

    def is_own(self, event: Event, number: str) -> bool:
        """Return whether the document of this number is one that the agency of the event issues itself, or should.

        It is another's if the event is none of those that agencies tell of their own work: who reminds, grants, refuses,
        waives, returns or asks for a supplement writes to many with one document. It is another's also if one delivery
        is for all, if the plan says that another body issues the product, or if the symbol names a body above the agency
        and not the agency: the coordinator, whom the plan reports to, who issued it, the superior.
        """
        item, agency = self._plan.items[event.item], self._plan.agencies[event.agency]
        if event.kind not in AGENCY_KINDS or item.is_shared:
            return False
        if event.kind is EventKind.DONE and item.issuer not in (None, agency.id):
            return False
        plan, named = self._plan, self.named_by(number)
        above = {plan.coordinator, plan.addressee, plan.document.issuer, agency.superior}
        return agency.id in named or named.isdisjoint(above)


class Deliveries:
    """The events of one kind with one number, in the order added, without those that are retracted when asked for."""

    def __init__(self) -> None:
        """Begin without events."""
        self._days: dict[str, dict[date, deque[Event]]] = {}
        # Of documents that the agency itself issues: by agency and year, and by item, day and agency.
        self._own: dict[tuple[str, int], deque[Event]] = {}
        self._own_that_day: dict[tuple[str, date], dict[str, deque[Event]]] = {}

    def add(self, event: Event, *, is_own: bool) -> None:
        """Add an event, whose document the agency itself issues or not."""
        self._days.setdefault(event.agency, {}).setdefault(event.date, deque()).append(event)
        if is_own:
            self._own.setdefault((event.agency, event.date.year), deque()).append(event)
            self._own_that_day.setdefault((event.item, event.date), {}).setdefault(event.agency, deque()).append(event)

    def on_other_days(self, event: Event, is_retracted: Callable[[str], bool]) -> Iterator[Event]:
        """Yield the first event of each other day of the same year and agency; none if one is of the same day."""
        days = self._days.get(event.agency, {})
        if _first(days, event.date, is_retracted) is None:
            for day in list(days):
                if day.year == event.date.year and (other := _first(days, day, is_retracted)):
                    yield other

    def that_day(self, event: Event, is_retracted: Callable[[str], bool]) -> Event | None:
        """Return the first event of the same agency and day, None without any."""
        return _first(self._days.get(event.agency, {}), event.date, is_retracted)

    def by_others(self, event: Event, is_retracted: Callable[[str], bool]) -> Event | None:
        """Return the first event of another agency with its own document in the same year, None without any."""
        for agency, year in list(self._own):
            is_other = agency != event.agency and year == event.date.year
            if is_other and (other := _first(self._own, (agency, year), is_retracted)):
                return other
        return None

    def by_others_that_day(self, event: Event, is_retracted: Callable[[str], bool]) -> Event | None:
        """Return the same if it is about the same item and of the same day."""
        agencies = self._own_that_day.get((event.item, event.date), {})
        for agency in list(agencies):
            if agency != event.agency and (other := _first(agencies, agency, is_retracted)):
                return other
        return None


_Key = TypeVar("_Key", bound=Hashable)


def _first(events: dict[_Key, deque[Event]], key: _Key, is_retracted: Callable[[str], bool]) -> Event | None:
    """Return the first event under `key` that is not retracted; what is retracted never needs to be looked at again."""
    found = events.get(key)
    while found and is_retracted(found[0].id):
        found.popleft()
    # A key stays without events: taken up again, it would come behind others that were added after it.
    return found[0] if found else None


class Documents:
    """The events of the kinds whose documents agencies issue, by kind and number of the document.

    Adding one costs next to nothing: they are sorted by the first digits of their documents when somebody asks, and only
    documents with the digits asked for are read. One may extend another, `base`, which it reads and never changes.
    """

    def __init__(self, issuers: Issuers, is_sound: Callable[[Event], bool], base: Documents | None = None) -> None:
        """Begin without events of its own; those that are not sound count for nothing."""
        self._issuers = issuers
        self._is_sound = is_sound
        self._base = base
        self._unsorted: list[Event] = []
        self._by_digits: dict[str, _Numbers] = {}
        self._deliveries: dict[tuple[EventKind, str], tuple[Deliveries, int]] = {}

    def add(self, event: Event) -> None:
        """Add an event."""
        if event.document and event.kind in AGENCY_KINDS:
            self._unsorted.append(event)

    def under(self, kind: EventKind, number: str) -> Deliveries:
        """Return the events of this kind with this number; not to be kept, since what is added later is not in it."""
        found, taken = self._deliveries.get((kind, number), (None, 0))
        if found is None:
            found = Deliveries()
            for event in self._base.all_under(kind, number) if self._base else ():
                self._file(found, event, number)
        own = self._own_under(kind, number)
        for event in own[taken:]:
            self._file(found, event, number)
        self._deliveries[kind, number] = found, len(own)
        return found

    def _file(self, deliveries: Deliveries, event: Event, number: str) -> None:
        if self._is_sound(event):
            deliveries.add(event, is_own=self._issuers.is_own(event, number))

    def all_under(self, kind: EventKind, number: str) -> Iterable[Event]:
        """Return the events of this kind with this number, those of the base first."""
        return [*(self._base.all_under(kind, number) if self._base else ()), *self._own_under(kind, number)]

    def _own_under(self, kind: EventKind, number: str) -> list[Event]:
        for event in self._unsorted:
            if digits := _DIGITS.search(event.document):
                self._by_digits.setdefault(digits[1], _Numbers()).unread.append(event)
        self._unsorted.clear()
        digits = _DIGITS.match(number)
        numbers = self._by_digits.get(digits[1]) if digits else None
        return numbers.read().get((kind, number), []) if numbers else []


class _Numbers:
    """The events whose documents begin with the same digits, by kind and number once asked for."""

    def __init__(self) -> None:
        self.unread: list[Event] = []
        self._read: dict[tuple[EventKind, str], list[Event]] = {}

    def read(self) -> dict[tuple[EventKind, str], list[Event]]:
        for event in self.unread:
            if number := document_key(event.document).number:
                self._read.setdefault((event.kind, number), []).append(event)
        self.unread.clear()
        return self._read
