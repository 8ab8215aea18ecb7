"""What an answer is asked about: one plan, or several, each with its own states and filters, and whose rows are whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from papi_cli.plan.model import Agency, Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import day_text
from papi_cli.views.obligations import Selection, filter_words, role_title, select_verdicts
from papi_cli.views.page import Heading, Page


class Asked(NamedTuple):
    """A plan as an answer takes it: its states, and what the filters come to in it.

    Among several plans it has a `name`, by which it is told from the others, and a `place`; of the only one they are ""
    and 0. `met` gives, by the ids of its agencies, the agencies of all plans together that they are
    (`meeting.meet_agencies`). It `takes_part` unless a filter names nothing that it has.
    """

    states: States
    selection: Selection
    name: str = ""
    place: int = 0
    met: Mapping[str, Agency] = MappingProxyType({})
    takes_part: bool = True

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.states.plan

    def agency_among_all(self, agency: Agency) -> Agency:
        """Return what one of its agencies is among those of all plans; of the only plan, the agency itself."""
        return self.met.get(agency.id, agency)

    def owing_among_all(self, verdict: Verdict) -> Agency:
        """Return who owes, as `agency_among_all`."""
        return self.agency_among_all(verdict.obligation.agency)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return the verdicts that the filters take, in the document's order."""
        return select_verdicts(self.states, self.selection) if self.takes_part else ()


class Owed(NamedTuple):
    """A verdict, and the plan that it is of."""

    asked: Asked
    verdict: Verdict

    @property
    def plan(self) -> Plan:
        """The plan that it is of."""
        return self.asked.plan

    @property
    def agency(self) -> Agency:
        """Who owes it, as `Asked.agency_among_all`."""
        agency = self.verdict.obligation.agency
        return self.asked.met.get(agency.id, agency)


def owed_in(asked: Iterable[Asked]) -> tuple[Owed, ...]:
    """Return all that the filters take, plan by plan, each in its document's order."""
    return tuple(Owed(one, verdict) for one in asked for verdict in one.verdicts())


def verdicts_of(owed: Iterable[Owed]) -> tuple[Verdict, ...]:
    """Return the verdicts alone."""
    return tuple(one.verdict for one in owed)


def by_plan(asked: Sequence[Asked], owed: Iterable[Owed]) -> Iterator[tuple[Asked, tuple[Verdict, ...]]]:
    """Yield each plan with the verdicts on it, in their order; a plan without any has none."""
    verdicts: dict[int, list[Verdict]] = {one.place: [] for one in asked}
    for entry in owed:
        verdicts[entry.asked.place].append(entry.verdict)
    return ((one, tuple(verdicts[one.place])) for one in asked)


def owed_of(one: Asked, verdicts: Iterable[Verdict]) -> tuple[Owed, ...]:
    """Return verdicts of a plan as what is owed by it."""
    return tuple(Owed(one, verdict) for verdict in verdicts)


def agencies_asked(asked: Iterable[Asked]) -> tuple[Agency, ...]:
    """Return the agencies whose own obligations are asked for, each once, as they are among those of all plans."""
    named = [
        one.agency_among_all(one.plan.agencies[id_]) for one in asked if one.takes_part for id_ in one.selection.owing
    ]
    return tuple({agency.order: agency for agency in named}.values())


def binding_owed(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return what is ordered, as `binding_only`."""
    return tuple(one for one in owed if Flag.REQUESTED not in one.verdict.flags)


def requested_owed(owed: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return what is only requested, as `requested_only`."""
    return tuple(one for one in owed if Flag.REQUESTED in one.verdict.flags)


def requested_last(owed: Iterable[Owed]) -> list[Owed]:
    """Return what is owed with requested cooperation after all that is binding, otherwise in its order."""
    return sorted(owed, key=lambda one: Flag.REQUESTED in one.verdict.flags)


def as_of_words(asked: Sequence[Asked]) -> str:
    """Return the day as of which all is judged; of plans whose days differ, as their time zones do, each with its plan."""
    return shared_or_each(asked, [day_text(one.states.as_of) for one in asked])


def shared_or_each(asked: Sequence[Asked], words: Sequence[str]) -> str:
    """Return words that are of each plan: once if they are the same, else each with the plan's name."""
    if len(set(words)) == 1:
        return words[0]
    return ", ".join(f"{each} ({one.name})" for one, each in zip(asked, words, strict=True))


def count_line(asked: Sequence[Asked], counted: str) -> str:
    """Return the last line of a list: what was `counted`, as of which day, by which filters."""
    filters = dict.fromkeys(words for one in asked if one.takes_part for words in filter_words(one.plan, one.selection))
    filtered = f"; lọc theo: {', '.join(filters)}" if filters else ""
    return f"{counted}, tính đến ngày {as_of_words(asked)}{filtered}."


def shared_words(words: Iterable[str]) -> str:
    """Return what holds for all plans alike: the words that are the same of each, else ""."""
    different = set(words)
    return different.pop() if len(different) == 1 else ""


def roles_in_title(asked: Sequence[Asked]) -> str:
    """Return what the title of a list says of the roles asked for, with a space before it, if it holds for all plans."""
    return shared_words(role_title(one.plan, one.selection) for one in asked if one.takes_part)


def part_of(one: Asked, page: Page) -> Page:
    """Return what a page says of one of several plans, under the plan's name; of the only plan, as it is."""
    if not one.name:
        return page
    lowered = (block._replace(level=block.level + 1) if isinstance(block, Heading) else block for block in page)
    return (Heading(one.name), *lowered)
