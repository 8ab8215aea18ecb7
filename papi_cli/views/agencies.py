"""The answer of `papi agencies`: agencies and groups, their other names, and how many obligations each has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.states import State, States, count_by_state
from papi_cli.text import count_text, day_text, match_key, spelling_key
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import envelope
from papi_cli.views.obligations import Selection, binding_only
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.words import interpretation_words


class AgenciesAnswer(NamedTuple):
    """The answer of `papi agencies`: the agencies and groups found, in official order."""

    states: States
    selection: Selection
    agencies: tuple[Agency, ...]
    groups: tuple[Group, ...]

    def page(self) -> Page:
        """Return agencies and groups for readers; of a single group its members and interpretations too."""
        page: Page = (Heading(f"Cơ quan, đơn vị và nhóm, tính đến ngày {day_text(self.states.as_of)}", level=1),)
        agencies = [agency for agency in self.agencies if not agency.is_open_group]
        if agencies:
            page += (_agencies(self.states, agencies),)
        if open_groups := [agency for agency in self.agencies if agency.is_open_group]:
            page += (Heading("Nhóm không nêu rõ thành viên mà được giao việc"), _agencies(self.states, open_groups))
        if self.groups:
            page += (Heading("Nhóm cơ quan"), _groups(self.groups))
        if len(self.groups) == 1:
            page += _members(self.states.plan, self.groups[0])
        counted = f"{count_text(len(agencies))} cơ quan, đơn vị; {count_text(len(self.groups))} nhóm."
        return (*page, Paragraph(counted, quiet=True))

    def rows(self) -> Table:
        """Return a row per agency, then a row per group."""
        heads = ("Loại", "Mã", "Tên", "Tên khác", "Trách nhiệm", "Quá hạn", "Thành viên")
        plan, workloads = self.states.plan, _workloads(self.states)
        rows = (*(_agency_row(plan, agency, workloads) for agency in self.agencies), *map(_group_row, self.groups))
        return Table(tuple(Column(head) for head in heads), rows)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.agencies/2`."""
        plan, workloads = self.states.plan, _workloads(self.states)
        return {
            **envelope(self.states, "papi.agencies/2", self.selection),
            "agencies": [_agency_json(plan, agency, workloads) for agency in self.agencies],
            "groups": [_group_json(group) for group in self.groups],
        }


def search_agencies(states: States, words: str, selection: Selection) -> AgenciesAnswer:
    """Return the agencies and groups with `words` in an id, name, alias or code ("": all), within the selection's groups.

    Case does not matter, and marks only where some name has them as the words do.
    """
    plan, matches = states.plan, _matching(states.plan, words)
    members = {member for group in selection.groups for member in plan.groups[group].members}
    agencies = [
        agency
        for agency in plan.agencies.values()
        if matches(agency) and (not selection.groups or agency.id in members)
    ]
    groups = [
        group
        for group in plan.groups.values()
        if matches(group) and (not selection.groups or group.id in selection.groups)
    ]
    return AgenciesAnswer(states, selection, tuple(agencies), tuple(groups))


def _matching(plan: Plan, words: str) -> Callable[[Agency | Group], bool]:
    """Return whether a name of a record has the words in it: as they are spelled if any has, else whatever the marks."""
    records: list[Agency | Group] = [*plan.agencies.values(), *plan.groups.values()]
    for key_of in (spelling_key, match_key):
        found = {record.id for record in records if any(key_of(words) in key_of(name) for name in record.names)}
        if found:
            break
    return lambda record: record.id in found


def _agencies(states: States, agencies: Sequence[Agency]) -> Table:
    columns = (
        Column("Mã"),
        Column("Tên", wraps=True),
        Column("Tên khác", wraps=True),
        Column("Trách nhiệm", right=True),
        Column("Quá hạn", right=True),
    )
    workloads = _workloads(states)
    rows = [
        Row((agency.id, agency.name, "; ".join(agency.aliases), *map(str, workloads.get(agency.id, _NO_WORKLOAD))))
        for agency in agencies
    ]
    return Table(columns, tuple(rows))


class Workload(NamedTuple):
    """How many obligations an agency has, and how many of them are overdue; requested cooperation does not count."""

    obligations: int
    overdue: int


_NO_WORKLOAD = Workload(0, 0)


def _workloads(states: States) -> dict[str, Workload]:
    """Return the workload of each agency that has obligations, by its id."""
    by_agency = group_by(binding_only(states.verdicts), lambda verdict: verdict.obligation.agency.id)
    return {
        id_: Workload(len(verdicts), count_by_state(verdicts)[State.OVERDUE]) for id_, verdicts in by_agency.items()
    }


def _groups(groups: Sequence[Group]) -> Table:
    columns = (
        Column("Mã"),
        Column("Tên", wraps=True),
        Column("Tên khác", wraps=True),
        Column("Thành viên", right=True),
    )
    rows = [Row((group.id, group.name, "; ".join(group.aliases), _size(group))) for group in groups]
    return Table(columns, tuple(rows))


def _size(group: Group) -> str:
    return "nhóm mở" if group.open else str(len(group.members)) if group.members else "chưa biết"


def _members(plan: Plan, group: Group) -> Page:
    page: Page = ()
    if group.members:
        page += (Heading("Thành viên"), Bullets(tuple(plan.agencies[id_].name for id_ in group.members)))
    if group.interpretations:
        page += (Bullets(tuple(map(interpretation_words, group.interpretations))),)
    return page


def _agency_row(plan: Plan, agency: Agency, workloads: Mapping[str, Workload]) -> Row:
    names = (kind_noun(plan, agency.kind), agency.id, agency.name, "; ".join(agency.aliases))
    return Row((*names, *map(str, workloads.get(agency.id, _NO_WORKLOAD)), ""))


def _group_row(group: Group) -> Row:
    return Row(("nhóm cơ quan", group.id, group.name, "; ".join(group.aliases), "", "", "; ".join(group.members)))


def _agency_json(plan: Plan, agency: Agency, workloads: Mapping[str, Workload]) -> dict[str, Any]:
    workload = workloads.get(agency.id, _NO_WORKLOAD)
    return {
        "id": agency.id,
        "name": agency.name,
        "kind": agency.kind.value,
        "code": agency.code,
        "aliases": list(agency.aliases),
        "groups": [group.id for group in plan.groups.values() if agency.id in group.members],
        "obligations": workload.obligations,
        "overdue": workload.overdue,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "aliases": list(group.aliases),
        "open": group.open,
        "members": list(group.members),
    }
