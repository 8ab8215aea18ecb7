"""The resolved plan: references followed, groups spread to their members, due phrases read. All values are frozen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from papi_cli.deadlines.anchored import deadline_from
from papi_cli.deadlines.model import Calendar, Deadline, Occurrence, Roll, Span
from papi_cli.plan.amendments import Amendment, EarlierDue, Handover, Joining, Successor
from papi_cli.plan.choices import Counts, Does, FulfilledBy
from papi_cli.plan.earlier import EarlierPlan, Origin
from papi_cli.plan.quotation import Annex, Cited, ComponentQuote, Document, Erratum, Meaning, Section, Words
from papi_cli.text import TYPO_CUTOFF, match_key, nearest, spelling_key

if TYPE_CHECKING:
    from papi_cli.plan.tenures import Tenure  # imported only for agencies that take over from one another


class AgencyKind(StrEnum):
    """The kinds of agencies, by the list of agencies.yaml in which they stand.

    An open group that is accountable («Các trường đại học trên địa bàn») owes as one: nobody can be told apart in it, so
    the coordinator follows its work, and no letter goes to it.
    """

    DEPARTMENT = "department"
    BODY = "body"
    COMMUNE = "commune"
    OPEN_GROUP = "open_group"


class ItemKind(StrEnum):
    """The kinds of items: a milestone of a task, a duty, or what an earlier plan left unfinished."""

    TASK = "task"
    DUTY = "duty"
    CARRIED = "carried"


class Agency(NamedTuple):
    """Somebody who can be accountable; `order` is the official order, that of agencies.yaml.

    `short_name` is the name in a list of its kind: a commune's without «UBND». The head of its documents has
    `superior_line` ("" for none) over `issuer_lines`, that of those below it `as_superior`; `on_behalf` stands above the head's title where the head signs
    for a whole committee («TM. ỦY BAN NHÂN DÂN»). `signer` is the head's name, `deputy_signer` that of the deputy who
    signs in the head's place, `unit` the drafting unit («Lưu: VT, CCHC»), `letter_symbol` the symbol of letters where it is
    not that of the agency with the unit («SNV-CCHC»), `contact` whom a letter names for questions; "" for what is not known. It exists from the day `since` up to
    and including `until`, None for what is not limited; then the `successors` take over, `by` a document.
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
    as_superior: str
    on_behalf: str
    signer: str
    unit: str
    contact: str
    deputy_signer: str = ""
    letter_symbol: str = ""
    since: date | None = None
    until: date | None = None
    successors: tuple[Successor, ...] = ()
    by: str = ""

    def exists_on(self, day: date) -> bool:
        """Return whether the agency is there on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: id, name, short name, aliases, official code."""
        return tuple(filter(None, (self.id, self.name, self.short_name, *self.aliases, self.code)))

    @property
    def label(self) -> str:
        """The name with the official code in brackets, of an agency without one the id: «UBND xã Tân Thành (25123)»."""
        return f"{self.name} ({self.code or self.id})"

    @property
    def is_open_group(self) -> bool:
        """Whether it is an open group, which nobody can write to."""
        return self.kind is AgencyKind.OPEN_GROUP


class KindWords(NamedTuple):
    """What several agencies of a kind are called: «sở, ban, ngành», «xã, phường», and what stands before communes."""

    departments: str
    communes: str
    commune_prefix: str


class Interpretation(NamedTuple):
    """How the coordinating office understands a passage that the document leaves open.

    `belongs_to` is the item, task or group; `concerns` the agencies that it decides on, () for all of them.
    """

    belongs_to: str
    text: str
    confirmed_by: str
    concerns: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether a document of the office confirms it."""
        return bool(self.confirmed_by)


class Group(NamedTuple):
    """A named set of agencies, `members` in official order; an open group ("cơ quan có liên quan") has none.

    An open group that is accountable is an agency of the plan too, under the same id. `members` are those of the day,
    `former` those that ended before it.
    """

    id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    open: bool
    interpretations: tuple[Interpretation, ...]
    former: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: id, name, aliases."""
        return (self.id, self.name, *self.aliases)

    def interpretations_for(self, agency: str) -> tuple[Interpretation, ...]:
        """Return the interpretations on which the membership of `agency` rests."""
        return tuple(entry for entry in self.interpretations if not entry.concerns or agency in entry.concerns)


class Period(NamedTuple):
    """A reporting period: its data window, both days inclusive, and the deadline of its report.

    Where the document names no window, `has_data` is false and the days are those up to the deadline that follow the
    periods of earlier years, from 1 January if there are none.
    """

    id: str
    name: str
    first: date
    last: date
    due: Deadline
    has_data: bool = True


class ReportSection(NamedTuple):
    """A section that people write in the summaries of this plan; `about` tells them of what."""

    id: str
    title: str
    about: str


# The key of what goes on once the dated half of a two-phase phrase is done, and what people call it.
AFTERWARDS = "tiep-theo"
AFTERWARDS_NAME = "sau khi hoàn thành"


class Item(NamedTuple):
    """A milestone or a duty: what events of the log are about.

    One that recurs within the span of the plan is an item for each of its due days, with its `occurrence` and the code
    `<series>@<key>`; one that is built and then runs is two, the second `<series>@tiep-theo`. The files know only the
    series, and no code in them has an @.

    `source` holds the code of its task, or of the provisions behind a duty, if any are known. `product` is "" where the task is itself
    what is to be done. `due` is None if no phrase dates it,
    `row_last_due` the latest last day among the milestones of its task, None if none has one. `roll` is its own policy
    for days off, else the plan's. `others` are cooperating parties that are no agency, as written. `period` is the
    reporting period whose report a duty is, None for any other item. `anchor` is the code of the item from whose delivery
    the term of its phrase counts, None where no item is named. `member_interpretations` gives, by agency, the
    interpretations on which its membership of an accountable group rests. `does` is what a duty is, None for a task.

    `origin` is where an item comes from that an earlier plan left unfinished.

    `agencies` are those that owe it in this version of the plan, `former` those that did before, in the order in which
    they ended. The `heirs` among the agencies owe it only if something that one of them left open passed on to them.
    Those that `joined` them owe it of their own accord, from a later day on.
    `earlier_dues` are the deadlines before the one in force, in order. `since` is the first day on which the item is in
    the plan, `dropped_on` the first on which it is no more, with all its agencies among the `former`; None for what no
    amendment did, and `added_by`, `dropped_by` are the codes of those that did it. What is carried over and taken up is
    dropped on that day too, by no amendment.
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
    anchor: str | None
    interpretations: tuple[Interpretation, ...]
    member_interpretations: Mapping[str, tuple[Interpretation, ...]]
    does: Does | None = None
    occurrence: Occurrence | None = None
    earlier_dues: tuple[EarlierDue, ...] = ()
    former: tuple[Handover, ...] = ()
    heirs: tuple[str, ...] = ()
    since: date | None = None
    dropped_on: date | None = None
    added_by: str = ""
    dropped_by: str = ""
    origin: Origin | None = None
    joined: tuple[Joining, ...] = ()

    def due_on(self, day: date) -> Deadline | None:
        """Return the deadline that is, or was, in force on a day."""
        return next((earlier.due for earlier in self.earlier_dues if day < earlier.until), self.due)

    def on(self, day: date) -> Item:
        """Return the item with the deadline that is, or was, in force on a day."""
        due = self.due_on(day)
        return self if due is self.due else self._replace(due=due)

    def tenures_of(self, agency: str) -> tuple[Tenure, ...]:
        """Return the times in which an agency owes the item, or did."""
        from papi_cli.plan.tenures import tenures_of

        return tenures_of(self.former, self.heirs, self.joined, agency)

    @property
    def ended_with(self) -> tuple[str, ...]:
        """The agencies that owed it up to the day before it was dropped, () for what is in the plan."""
        if self.dropped_on is None:
            return ()
        last = self.dropped_on - timedelta(days=1)
        return tuple(handover.agency for handover in self.former if handover.last == last and not handover.to)

    @property
    def series(self) -> str:
        """The code in the files, which all that one record came to has in common."""
        return self.code.partition("@")[0]

    @property
    def occurrence_key(self) -> str:
        """What its code has behind that of its series, "" for nothing."""
        return self.code.partition("@")[2]

    @property
    def occurrence_name(self) -> str:
        """What people call it among its series: «tháng 7/2026», «sau khi hoàn thành»; "" for an item like any other."""
        if self.occurrence is not None:
            return self.occurrence.name
        return AFTERWARDS_NAME if self.occurrence_key == AFTERWARDS else ""

    @property
    def name(self) -> str:
        """What is to be delivered: the product, else the task itself, with the occurrence in brackets."""
        return self.with_occurrence(self.product or self.title)

    @property
    def title_cell(self) -> str:
        """The title beside `product_cell`; with the occurrence in brackets where it is itself what is to be done."""
        return self.title if self.product else self.name

    @property
    def product_cell(self) -> str:
        """The product with the occurrence in brackets, "" where there is none."""
        return self.product and self.name

    def with_occurrence(self, words: str) -> str:
        """Return the words with the name of the occurrence in brackets, where there is one, in place of a closing sign."""
        return f"{words.rstrip(' .;')} ({self.occurrence_name})" if self.occurrence_name else words

    @property
    def is_ongoing(self) -> bool:
        """Whether the item goes on without a last day: all the time, on request, or recurring."""
        return self.due is not None and self.due.kind.goes_on

    @property
    def follows(self) -> str | None:
        """The code of the item that is to be delivered before this one begins, None for one that waits for nothing."""
        return self.series if self.occurrence_key == AFTERWARDS else None

    @property
    def awaits_anchor(self) -> bool:
        """Whether its last day depends on a day that the phrase does not tell: of an event, or that its term counts from."""
        return self.due is not None and self.due.kind.awaits_anchor

    @property
    def takes_anchor(self) -> bool:
        """Whether events of its own tell that day: it depends on one, and the plan names no item for it."""
        return self.anchor is None and self.awaits_anchor

    def last_day_from(self, anchor: date, calendar: Calendar) -> date | None:
        """Return the last on-time day if the term of its phrase counts from `anchor`; None for a phrase without a term."""
        if self.due is None or self.due.term is None:
            return None
        return deadline_from(self.due, anchor, self.roll, calendar).last

    @property
    def is_shared(self) -> bool:
        """Whether one delivery discharges all accountable agencies."""
        return self.fulfilled_by is FulfilledBy.ANY

    def interpretations_for(self, agency: str) -> tuple[Interpretation, ...]:
        """Return the interpretations on which the obligation of `agency` rests."""
        return self.interpretations + self.member_interpretations.get(agency, ())


class References(NamedTuple):
    """Whom a row of an annex names: ids of agencies and groups, not spread, and phrases that are no agency."""

    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    others: tuple[str, ...] = ()


class Component(NamedTuple):
    """An index, component or sub-item (levels 1 to 3), and who follows it.

    `parent` is the code of the row that it belongs to, None for an index. `lead` and `cooperating` are spread to
    agencies; a lead is never among the cooperating.
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
    """A task; `number` is what is printed before its row, `cells` the words of each column of its annex, in order.

    `section` is the section in which it stands, `lead` and `cooperating` are spread as in `Component`, `roles` are the
    agencies of every other role by the id of its column, `items` the codes of its milestones, or its own where it has
    none. From the day `dropped_on` it is no row of its annex any more, None for one that nothing took out.
    """

    code: str
    number: str
    index: str | None  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    section: Section
    cells: Mapping[str, str]
    references: References
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    items: tuple[str, ...]
    dropped_on: date | None = None

    @property
    def words(self) -> str:
        """What is to be done, word by word."""
        return self.cells[Meaning.TASK]

    @property
    def due_words(self) -> str:
        """The words of its due cell, "" where the annex has no such column."""
        return self.cells.get(Meaning.DUE, "")


# A number or one letter, as it is printed before the text of a provision: «10.», «đ)».
_LABEL = r"(?:\d+|[^\W\d_])[.)](?=\s)"


class Provision(NamedTuple):
    """A part, item or point of the plan's text.

    `part` is the code of the part that it stands in, `citation` how letters cite it, `index` the index that it is about,
    None for none. `binds` is spread to agencies, open groups left out. `asked`: they are requested to act, not ordered
    to. `has_duty`: a duty rests on it. `is_leaf`: no points stand below it.
    """

    code: str
    part: str
    citation: str
    heading: str
    text: str
    binds: tuple[str, ...]
    asked: bool
    has_duty: bool
    is_leaf: bool
    index: str | None = None  # type: ignore[assignment]  # hides tuple.index, which nobody wants here

    @property
    def is_part(self) -> bool:
        """Whether it is a whole part, not an item or point of one."""
        return self.code == self.part

    @property
    def number(self) -> str:
        """The number or letter under which its code has it: 1 of part-4/1, b of part-4/1.b."""
        return self.code.rpartition("/")[2].rpartition(".")[2]

    @property
    def label(self) -> str:
        """The number or letter printed before its text: «1.», «b)»; "" where none is."""
        match = re.match(_LABEL, self.text)
        return match[0] if match else ""

    @property
    def text_without_label(self) -> str:
        """The text behind the label."""
        return self.text.removeprefix(self.label).lstrip()


class YearScores(NamedTuple):
    """The scores of one year with their source: `total` (None if unknown) and by index."""

    year: int
    source: str
    total: Decimal | None
    indices: Mapping[str, Decimal]


@dataclass(frozen=True)
class Plan:
    """All that the document says, with the policies of the office, as of one version of the files, and of one day.

    `amendments` are those in force on that day, in the order in which they took effect, `coming` those that are known and
    not in force yet. `agencies` has those too that are `absent`: those that have `ended`, and those yet to come.

    `short_name` is the title where the plan has no other; `span` is the time that the plan is for, `score_name` what its
    `scores` are called, "" for nothing.
    """

    title: str
    short_name: str
    span: Span
    province: str
    time_zone: str
    coordinator: str
    addressee: str
    words: Words
    document: Document
    cited: Cited
    due_soon_days: int
    backdated_days: int
    roll: Roll
    calendar: Calendar
    agencies: Mapping[str, Agency]
    kind_words: KindWords
    groups: Mapping[str, Group]
    index_annex: Annex | None
    task_annexes: Mapping[str, Annex]
    sections: tuple[Section, ...]
    components: tuple[Component, ...]
    tasks: Mapping[str, Task]
    items: Mapping[str, Item]
    provisions: Mapping[str, Provision]
    periods: tuple[Period, ...]
    report_sections: tuple[ReportSection, ...]
    errata: tuple[Erratum, ...]
    score_name: str
    scores: tuple[YearScores, ...]
    fingerprint: str
    amendments: tuple[Amendment, ...] = ()
    coming: tuple[Amendment, ...] = ()
    absent: frozenset[str] = frozenset()
    earlier_plans: tuple[EarlierPlan, ...] = ()
    ended: frozenset[str] = frozenset()

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the plan's days begin and end."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """What tells the plan from every other one and stays when its files are edited.

        The number and day of the document are not in it: they are filled in once it is signed.
        """
        years = "-".join(dict.fromkeys((str(self.span.first.year), str(self.span.last.year))))
        return match_key(self.province), self.document.issuer, years, match_key(self.title)

    @cached_property
    def indices(self) -> tuple[Component, ...]:
        """The components of level 1, in order."""
        return tuple(row for row in self.components if row.level == 1)

    @cached_property
    def annexes(self) -> Mapping[str, Annex]:
        """All annexes by their codes, that of the indices first."""
        of_indices = {self.index_annex.code: self.index_annex} if self.index_annex else {}
        return {**of_indices, **self.task_annexes}

    @cached_property
    def accountable_agencies(self) -> Mapping[str, frozenset[str]]:
        """The ids of the agencies that owe each item, or did before another took over, by its code."""
        return {
            code: frozenset(item.agencies).union(handover.agency for handover in item.former)
            for code, item in self.items.items()
        }

    @cached_property
    def lineages(self) -> Mapping[str, Mapping[str, str]]:
        """The agencies that took over from one another, each with the first of them, by the code of their item."""
        followed = [item for item in self.items.values() if item.former]
        if not followed:
            return {}
        from papi_cli.plan.tenures import lineages

        return {item.code: lineages(item.former) for item in followed}

    @cached_property
    def closings(self) -> tuple[date, ...]:
        """The last days of the data windows of the periods, in order."""
        return tuple(sorted(period.last for period in self.periods))

    def tasks_on(self, day: date) -> tuple[Task, ...]:
        """Return the tasks that are, or were, rows of their annexes on a day up to that of this version."""
        return tuple(
            task
            for task in self.tasks.values()
            if (task.dropped_on is None or day < task.dropped_on)
            and any((self.items[code].since or day) <= day for code in task.items)
        )

    @cached_property
    def annexes_with_repeats(self) -> frozenset[str]:
        """The codes of the annexes in which rows, or sections, of different sections have the same number."""
        rows = {
            (task.section.annex, task.section.path, f"row {task.number}")
            for task in self.tasks.values()
            if task.number and task.dropped_on is None
        }
        sections = {(one.annex, one.path, one.number) for one in self.sections if one.number}
        times = Counter((annex, number) for annex, _, number in rows | sections)
        return frozenset(annex for (annex, _), count in times.items() if count > 1)

    @cached_property
    def stages(self) -> Mapping[str, tuple[Item, ...]]:
        """The items whose deadlines changed, by code: each with one deadline after the other, the one in force last.

        The log is folded through them for every obligation.
        """
        return {
            item.code: (*(item._replace(due=earlier.due) for earlier in item.earlier_dues), item)
            for item in self.items.values()
            if item.earlier_dues
        }

    @cached_property
    def counting_from(self) -> Mapping[str, tuple[Item, ...]]:
        """The items whose terms count from the delivery of another one, by the code of that one."""
        anchored = [item for item in self.items.values() if item.anchor is not None]
        codes = dict.fromkeys(item.anchor for item in anchored)
        return {code: tuple(item for item in anchored if item.anchor == code) for code in codes if code is not None}

    @cached_property
    def agency_counts(self) -> Mapping[AgencyKind, int]:
        """The number of agencies of each kind that are there."""
        return Counter(agency.kind for agency in self.agencies.values() if agency.id not in self.absent)

    @cached_property
    def item_order(self) -> Mapping[str, int]:
        """The place of each item in the order of the plan: duties first, then milestones."""
        return {code: position for position, code in enumerate(self.items)}

    @cached_property
    def series(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of the items by the code of their series, most of which have one item."""
        series: dict[str, list[str]] = {}
        for item in self.items.values():
            series.setdefault(item.series, []).append(item.code)
        return {code: tuple(codes) for code, codes in series.items()}

    @cached_property
    def _ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of agencies and groups by the match keys of their names, ids and official codes among them."""
        names: dict[str, dict[str, None]] = {}
        records: list[Agency | Group] = [*self.agencies.values(), *self.groups.values()]
        for record in records:
            for name in record.names:
                names.setdefault(match_key(name), {})[record.id] = None
        return {name: tuple(ids) for name, ids in names.items()}

    def earlier_plan_of(self, item: Item) -> EarlierPlan | None:
        """Return the plan from which an item is carried over, None for one of this plan."""
        return next((one for one in self.earlier_plans if item.origin is not None and one.id == item.origin.plan), None)

    def find_agency_or_group(self, words: str) -> tuple[str, ...]:
        """Return the ids of the agencies and groups that `words` names (id, name, alias or official code).

        Case and marks do not matter, unless they alone tell names apart: «Tân Thành» is one agency, «tan thanh» that and
        «Tân Thạnh». A code in brackets behind a name tells them apart too, «xa tan thanh (25123)». A name that agencies
        have one after the other is that of the one that is there.
        """
        ids = self._ids_by_name.get(match_key(words), ())
        if len(ids) > 1 and not self.absent.issuperset(ids):
            ids = tuple(id_ for id_ in ids if id_ not in self.absent)
        if not ids and (coded := re.fullmatch(_NAME_WITH_CODE, words.strip())):
            return tuple(
                id_ for id_ in self.find_agency_or_group(coded[2]) if id_ in self.find_agency_or_group(coded[1])
            )
        if len(ids) > 1 and not words.isascii():
            key = spelling_key(words)
            spelled = [id_ for id_ in ids if key in map(spelling_key, self._named(id_).names)]
            return tuple(spelled) or ids
        return ids

    def _ids_called(self, name: str) -> tuple[str, ...]:
        return self._ids_by_name.get(match_key(name), ())

    def _named(self, id_: str) -> Agency | Group:
        return self.agencies[id_] if id_ in self.agencies else self.groups[id_]

    def name_of(self, id_: str) -> str:
        """Return the name of the agency or group `id_`; raises KeyError for any other id."""
        return self._named(id_).name

    def label_of(self, id_: str) -> str:
        """Return the name of an agency, with its code in brackets if the name of another one differs in marks only."""
        agency = self.agencies[id_]
        return agency.label if len(self._ids_called(agency.name)) > 1 else agency.name

    def nearest_agencies(self, words: str) -> tuple[Agency, ...]:
        """Return up to three agencies that `words` may mean.

        Those whose names share the longest run of words with it ("văn hóa thể thao" finds "Sở Văn hóa, Thể thao và Du
        lịch"), else those whose names resemble it. Where more than three share it («ubnd xã»), three of them would be
        chance: then only those of which `words` is probably a slip, if they are few.
        """
        key = match_key(words)
        names: dict[str, list[Agency]] = {}
        for agency in self.agencies.values():
            for name in agency.names:
                names.setdefault(match_key(name), []).append(agency)
        shared = _with_longest_shared_run(key.split(), names)
        sharing = {agency for name in shared for agency in names[name]}
        if len(sharing) > _FEW:
            candidates = nearest(key, shared, _FEW + 1, cutoff=TYPO_CUTOFF)
        else:
            candidates = [*nearest(key, shared), *shared] or nearest(key, names)
        found = tuple(dict.fromkeys(agency for name in candidates for agency in names[name]))
        return () if len(sharing) > _FEW and len(found) > _FEW else found[:_FEW]

    @cached_property
    def _items_by_name(self) -> Mapping[str, tuple[Item, ...]]:
        """The items by the match keys of their codes, of those of their series and of their tasks."""
        names: dict[str, dict[str, Item]] = {}
        for item in self.items.values():
            above = [item.series]
            if item.kind is ItemKind.TASK:
                task = item.source[0]
                above += [task, f"{task}@{item.occurrence_key}"] if item.occurrence_key else [task]
            for name in dict.fromkeys((item.code, *above)):
                names.setdefault(match_key(name), {})[item.code] = item
        return {name: tuple(items.values()) for name, items in names.items()}

    def find_items(self, words: str) -> tuple[Item, ...]:
        """Return the items that `words` names.

        They are one by its own code, all occurrences of a series by the code before the @, all milestones of a task by
        the task's, and their occurrences of one key by the task's with that key.
        """
        return self._items_by_name.get(match_key(words), ())

    def nearest_occurrence(self, code: str) -> str:
        """Return the code of the occurrence nearest in time to one that the plan does not have, "" without its series.

        Behind the @ may stand what people call the occurrence, or a month as they write it.
        """
        series, _, key = code.partition("@")
        items = [item for item in self.find_items(series) if item.occurrence]
        if not items:
            return ""
        called = [item for item in items if match_key(item.occurrence_name) == match_key(key)]
        wanted = _day_of_key(key) or _day_of_month(key)
        if called or not wanted:
            return (called or items)[0].code
        return min(items, key=lambda item: abs(_day_of_key(item.occurrence_key) - wanted)).code

    def find_items_to_record(self, words: str) -> tuple[Item, ...]:
        """Return the items that an event about `words` may be of: the one whose own code that is, else `find_items`.

        They differ for the dated half of what is two-phase, whose code is that of the series.
        """
        items = self.find_items(words)
        own = [item for item in items if match_key(item.code) == match_key(words)]
        return tuple(own) or items

    def citation_of(self, code: str) -> str:
        """Return how letters cite the provision or part of the document `code`; "" for any other code."""
        if code in self.provisions:
            return self.provisions[code].citation
        return next((part.name for part in self.document.quote if part.code == code), "")

    def leaf_provisions(self) -> Iterator[Provision]:
        """Yield the provisions without points below them, in order."""
        return (provision for provision in self.provisions.values() if provision.is_leaf)

    def undated_points(self, agency: str) -> tuple[Provision, ...]:
        """Return the points that bind `agency` (an id) and that no dated duty rests on, in order."""
        return tuple(point for point in self.leaf_provisions() if agency in point.binds and not point.has_duty)

    def in_official_order(self, agencies: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of agencies in official order, without repetitions."""
        return tuple(sorted(set(agencies), key=lambda id_: self.agencies[id_].order))


_KEY_OF_OCCURRENCE = r"(20\d\d)-(\d\d)(?:-(\d\d))?"


def _day_of_key(key: str) -> int:
    """Return a number that grows with the day or month of an occurrence, 0 for what is no key of one."""
    match = re.fullmatch(_KEY_OF_OCCURRENCE, key, re.ASCII)
    return (int(match[1]) * 12 + int(match[2])) * 31 + int(match[3] or 1) if match else 0


_MONTH = r"(?<!\d)(\d\d?) ?[/.-] ?(20\d\d)(?!\d)"


def _day_of_month(words: str) -> int:
    """Return that number for the month in «tháng 5/2026», 0 where none is."""
    match = re.search(_MONTH, words, re.ASCII)
    return _day_of_key(f"{match[2]}-{match[1]:0>2}") if match else 0


# A name with a code behind it in brackets, as an answer that lists several agencies has it.
_NAME_WITH_CODE = r"(.+?)\s*\(([^()]+)\)"

# How many agencies somebody who named none of them may have meant.
_FEW = 3

# Words by which somebody may name an agency; the work of looking for a name in them grows with their number.
_LONGEST_NAMING = 100


def _with_longest_shared_run(words: Sequence[str], names: Iterable[str]) -> list[str]:
    """Return the names that contain the longest run of `words` found in any of them.

    A run has at least two words, or one if there is only one word. Of a text that is far longer than any name, only the
    beginning is looked at.
    """
    candidates = list(names)
    words = words[:_LONGEST_NAMING]
    most = max((name.count(" ") + 1 for name in candidates), default=0)
    for size in range(min(len(words), most), min(len(words), 2) - 1, -1):
        runs = [" ".join(words[start : start + size]) for start in range(len(words) - size + 1)]
        if sharing := [name for name in candidates if any(run and run in name for run in runs)]:
            return sharing
    return []
