"""The plan resolved: every reference led home, every group known, every due phrase read; frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from papi_cli.deadlines.model import Calendar, Deadline, DueKind, Roll
from papi_cli.plan.choices import Counts, FulfilledBy
from papi_cli.plan.quotation import Annex, ComponentQuote, Decision, Erratum, Section, TaskQuote
from papi_cli.text import match_key, nearest


class AgencyKind(StrEnum):
    """Where an agency stands in agencies.yaml."""

    DEPARTMENT = "department"
    BODY = "body"
    COMMUNE = "commune"


class ItemKind(StrEnum):
    """A task's milestone or a duty of Part IV."""

    TASK = "task"
    DUTY = "duty"


class Agency(NamedTuple):
    """Who can be accountable; `order` is its place in agencies.yaml.

    `short_name` is the name in a list of its kind: a commune's without «UBND». The head of its documents has
    `superior_line` ("" for none) over `issuer_lines`, in capitals; `signs_collectively` where the head signs for the
    whole People's Committee.
    """

    id: str
    name: str
    kind: AgencyKind
    order: int
    code: str | None
    aliases: tuple[str, ...]
    superior: str | None
    place: str
    symbol: str
    head: str
    deputy: str
    short_name: str
    superior_line: str
    issuer_lines: tuple[str, ...]
    signs_collectively: bool


class Interpretation(NamedTuple):
    """How an open place of the decision is read; `place` is the item, task or group it belongs to."""

    belongs_to: str
    text: str
    confirmed_by: str
    concerns: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether a document of the office confirms it."""
        return bool(self.confirmed_by)


class Group(NamedTuple):
    """A named set of agencies, spread to `members` in official order; an open one has none and never spreads."""

    id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    open: bool
    interpretations: tuple[Interpretation, ...]

    def interpretations_for(self, agency: str) -> tuple[Interpretation, ...]:
        """Return the readings on which the membership of `agency` rests."""
        return tuple(reading for reading in self.interpretations if not reading.concerns or agency in reading.concerns)


class Period(NamedTuple):
    """A reporting period: data window (both days inclusive) and the deadline of its report."""

    id: str
    name: str
    first: date
    last: date
    due: Deadline


class Item(NamedTuple):
    """A milestone or duty: what a log event is about.

    `due` is None where no phrase dates it; `row_last` is the last due day of its row of Annex II, None where no
    product of the row has one. `roll` says where a last day that is not worked moves: the item's own policy, else the
    plan's. `period` is the id of the reporting period whose report a duty is, None for all else.
    """

    code: str
    kind: ItemKind
    source: tuple[str, ...]
    index: str | None  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    title: str
    product: str
    due: Deadline | None
    row_last_due: date | None
    roll: Roll
    counts: Counts
    agencies: tuple[str, ...]
    cooperating: tuple[str, ...]
    others: tuple[str, ...]
    issuer: str | None
    fulfilled_by: FulfilledBy
    asked: bool
    period: str | None
    interpretations: tuple[Interpretation, ...]
    member_interpretations: Mapping[str, tuple[Interpretation, ...]]

    @property
    def is_ongoing(self) -> bool:
        """Whether the item is never overdue: done all the time, on request, or again and again."""
        return self.due is not None and self.due.kind in (DueKind.ONGOING, DueKind.RECURRING)

    @property
    def is_shared(self) -> bool:
        """Whether one delivery discharges all who owe the item."""
        return self.fulfilled_by is FulfilledBy.ANY

    def interpretations_for(self, agency: str) -> tuple[Interpretation, ...]:
        """Return the readings on which the obligation of `agency` rests."""
        return self.interpretations + self.member_interpretations.get(agency, ())


class References(NamedTuple):
    """Whom a row of an annex names: ids of agencies and groups as they are written, and phrases that are no agency."""

    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    others: tuple[str, ...] = ()


class Component(NamedTuple):
    """An index, component or sub-item of Annex I (levels 1 to 3), and who follows it.

    `above` is the code of the row that it belongs to, None for an index; `lead` and `cooperating` are spread, a lead
    never cooperates.
    """

    code: str
    index: str  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    level: int
    parent: str | None
    quote: ComponentQuote
    references: References
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]


class Task(NamedTuple):
    """A row of Annex II; `lead` and `cooperating` are spread, a lead never cooperates with itself."""

    code: str
    index: str  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    quote: TaskQuote
    references: References
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    items: tuple[str, ...]


class Provision(NamedTuple):
    """A point, item or part.

    `part` is the code of the part that it stands in. `binds` is spread (open groups excepted); `dated` when a duty rests on it, `leaf` when no points stand below it.
    """

    code: str
    part: str
    heading: str
    text: str
    binds: tuple[str, ...]
    asked: bool
    has_duty: bool
    is_leaf: bool


class YearScores(NamedTuple):
    """The points of one year, of the whole (None where not known) and by index, with their source."""

    year: int
    source: str
    total: Decimal | None
    indices: Mapping[str, Decimal]


@dataclass(frozen=True)
class Plan:
    """All that the decision says."""

    title: str
    year: int
    province: str
    time_zone: str
    coordinator: str
    addressee: str
    decision: Decision
    due_soon_days: int
    roll: Roll
    calendar: Calendar
    agencies: Mapping[str, Agency]
    groups: Mapping[str, Group]
    annex_1: Annex
    annex_2: Annex
    sections: tuple[Section, ...]
    components: tuple[Component, ...]
    tasks: Mapping[str, Task]
    items: Mapping[str, Item]
    provisions: Mapping[str, Provision]
    periods: tuple[Period, ...]
    errata: tuple[Erratum, ...]
    scores: tuple[YearScores, ...]
    fingerprint: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the plan's days begin and end."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def indices(self) -> tuple[Component, ...]:
        """Return the indices themselves, in order."""
        return tuple(row for row in self.components if row.level == 1)

    @cached_property
    def accountable_agencies(self) -> Mapping[str, frozenset[str]]:
        """Return who owes each item, by the item's code."""
        return {code: frozenset(item.agencies) for code, item in self.items.items()}

    @cached_property
    def agency_counts(self) -> Mapping[AgencyKind, int]:
        """Return how many agencies there are of each kind."""
        return Counter(agency.kind for agency in self.agencies.values())

    @cached_property
    def item_order(self) -> Mapping[str, int]:
        """Return each item's place in the decision: duties of Part IV first, then Annex II."""
        return {code: place for place, code in enumerate(self.items)}

    @cached_property
    def _ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of agencies and groups by every folded id, name and alias."""
        names: dict[str, dict[str, None]] = {}
        records: list[Agency | Group] = [*self.agencies.values(), *self.groups.values()]
        for record in records:
            for name in (record.id, record.name, *record.aliases):
                names.setdefault(match_key(name), {})[record.id] = None
        return {name: tuple(ids) for name, ids in names.items()}

    def find_agency_or_group(self, words: str) -> tuple[str, ...]:
        """Return the ids of the agencies and groups called `words` by id, name, alias or abbreviation, folded."""
        return self._ids_by_name.get(match_key(words), ())

    def name_of(self, id_: str) -> str:
        """Return the name of the agency or group `id_`; raises KeyError for any other id."""
        return self.agencies[id_].name if id_ in self.agencies else self.groups[id_].name

    def nearest_agencies(self, words: str) -> tuple[Agency, ...]:
        """Return up to three agencies whose names share most words in a row with `words`, else look like them."""
        key = match_key(words)
        names = {
            match_key(name): agency
            for agency in self.agencies.values()
            for name in (agency.name, agency.id, *agency.aliases)
        }
        shared = _with_longest_shared_run(key.split(), names)
        found = [*nearest(key, shared), *shared] or nearest(key, names)
        return tuple(dict.fromkeys(names[name] for name in found))[:3]

    def find_items(self, words: str) -> tuple[Item, ...]:
        """Return the items that `words` (an item's code, or a task's) names, in the decision's order."""
        key = match_key(words)
        return tuple(
            item
            for item in self.items.values()
            if key == match_key(item.code) or (item.kind is ItemKind.TASK and key == match_key(item.source[0]))
        )

    def leaf_provisions(self) -> Iterator[Provision]:
        """Yield the provisions that have no points below them, in order."""
        return (provision for provision in self.provisions.values() if provision.is_leaf)

    def undated_points(self, agency: str) -> tuple[Provision, ...]:
        """Return the points of Part IV that bind the agency `agency` (an id) and that no dated duty rests on, in order."""
        return tuple(
            point
            for point in self.leaf_provisions()
            if point.part == "part-4" and agency in point.binds and not point.has_duty
        )

    def in_official_order(self, agencies: Iterable[str]) -> tuple[str, ...]:
        """Return agency ids once each, in official order."""
        return tuple(sorted(set(agencies), key=lambda id_: self.agencies[id_].order))


def _with_longest_shared_run(words: Sequence[str], names: Iterable[str]) -> list[str]:
    """Return the names that hold the longest run of `words` that any name holds, of at least two unless there is one."""
    known = list(names)
    for size in range(len(words), min(len(words), 2) - 1, -1):
        runs = [" ".join(words[start : start + size]) for start in range(len(words) - size + 1)]
        if found := [name for name in known if any(run and run in name for run in runs)]:
            return found
    return []
