"""The answer of `papi agencies`: agencies and groups, their other names, and how many obligations each has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.states import State, count_by_state
from papi_cli.text import iso_day, match_key, number_text, spelling_key
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.asked import Asked, as_of_words
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import envelope, name_json
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.successions import agency_lines
from papi_cli.views.words import interpretation_words


class FoundIn(NamedTuple):
    """The agencies and groups found in a plan, in official order."""

    asked: Asked
    agencies: tuple[Agency, ...]
    groups: tuple[Group, ...]


class AgenciesAnswer(NamedTuple):
    """The answer of `papi agencies`: what was found in each plan asked."""

    found: tuple[FoundIn, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The plans asked."""
        return tuple(one.asked for one in self.found)

    def page(self) -> Page:
        """Return agencies and groups for readers; of a single group its members and interpretations too."""
        page: Page = (Heading(f"Cơ quan, đơn vị và nhóm, tính đến ngày {as_of_words(self.asked)}", level=1),)
        everyone = [(one, agency) for one in self.found for agency in one.agencies]
        absent = [(one, agency) for one, agency in everyone if agency.id in one.asked.plan.absent]
        agencies = [
            (one, agency)
            for one, agency in everyone
            if not agency.is_open_group and agency.id not in one.asked.plan.absent
        ]
        if agencies:
            page += (_agencies(agencies),)
        if open_groups := [(one, agency) for one, agency in everyone if agency.is_open_group]:
            page += (Heading("Nhóm không nêu rõ thành viên mà được giao việc"), _agencies(open_groups))
        if absent:
            page += (Heading("Cơ quan không hoạt động vào ngày này"), _agencies(absent))
        told = [*absent, *(agencies if len(agencies) == 1 else ())]
        if lines := [line for one, agency in told for line in agency_lines(one.asked.plan, agency.id)]:
            page += (Bullets(tuple(lines)),)
        groups = [(one, group) for one in self.found for group in one.groups]
        for one in self.found:
            if one.groups:
                apart = f" ({one.asked.name})" if one.asked.name else ""
                page += (Heading(f"Nhóm cơ quan{apart}"), _groups(one.groups))
        if len(groups) == 1:
            page += _members(groups[0][0].asked.plan, groups[0][1])
        unique = {one.asked.agency_among_all(agency).order for one, agency in agencies}
        counted = f"{number_text(len(unique))} cơ quan, đơn vị; {number_text(len(groups))} nhóm."
        return (*page, Paragraph(counted, quiet=True))

    def rows(self) -> Table:
        """Return a row per agency, then a row per group; of several plans those of each."""
        heads = ("Loại", "Mã", "Tên", "Tên khác", "Đầu việc", "Quá hạn", "Thành viên")
        rows: list[Row] = []
        for one in self.found:
            plan, workloads = one.asked.plan, _workloads(one.asked)
            named = [_agency_row(plan, agency, workloads) for agency in one.agencies]
            rows += [_with_plan(one.asked, row) for row in (*named, *map(_group_row, one.groups))]
        shown = ("Kế hoạch", *heads) if len(self.found) > 1 else heads
        return Table(tuple(Column(head) for head in shown), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.agencies/2`, of several plans `papi.agencies/3`."""
        return {
            **envelope(self.asked, "papi.agencies"),
            "agencies": [
                {**name_json(one.asked), **_agency_json(one.asked.plan, agency, workloads)}
                for one, workloads in [(one, _workloads(one.asked)) for one in self.found]
                for agency in one.agencies
            ],
            "groups": [{**name_json(one.asked), **_group_json(group)} for one in self.found for group in one.groups],
        }


def _with_plan(asked: Asked, row: Row) -> Row:
    return row._replace(cells=(asked.name, *row.cells)) if asked.name else row


def search_agencies(asked: Sequence[Asked], words: str) -> AgenciesAnswer:
    """Return the agencies and groups with `words` in an id, name, alias or code ("": all), within the groups asked for.

    Case does not matter, and marks only where some name has them as the words do.
    """
    return AgenciesAnswer(tuple(_search_in(one, words) for one in asked))


def _search_in(asked: Asked, words: str) -> FoundIn:
    plan, selection = asked.plan, asked.selection
    if not asked.takes_part:
        return FoundIn(asked, (), ())
    matches = _matching(plan, words)
    members = {id_ for group in selection.groups for id_ in (*plan.groups[group].members, *plan.groups[group].former)}
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
    return FoundIn(asked, tuple(agencies), tuple(groups))


def _matching(plan: Plan, words: str) -> Callable[[Agency | Group], bool]:
    """Return whether a name of a record has the words in it: as they are spelled if any has, else whatever the marks."""
    records: list[Agency | Group] = [*plan.agencies.values(), *plan.groups.values()]
    for key_of in (spelling_key, match_key):
        found = {record.id for record in records if any(key_of(words) in key_of(name) for name in record.names)}
        if found:
            break
    return lambda record: record.id in found


def _agencies(found: Sequence[tuple[FoundIn, Agency]]) -> Table:
    """Return the agencies found, those that meet in one row, with the plans that have them where there are several."""
    several = any(one.asked.name for one, _ in found)
    workloads = {one.asked.place: _workloads(one.asked) for one, _ in found}
    columns = (
        Column("Mã"),
        Column("Tên", wraps=True),
        Column("Tên khác", wraps=True),
        *((Column("Kế hoạch", wraps=True),) if several else ()),
        Column("Đầu việc", right=True),
        Column("Quá hạn", right=True),
    )
    met = group_by(found, lambda pair: pair[0].asked.agency_among_all(pair[1]).order)
    rows: list[Row] = []
    for order in sorted(met):
        members = met[order]
        agency = members[0][0].asked.agency_among_all(members[0][1])
        ids = "; ".join(dict.fromkeys(one.id for _, one in members))
        aliases = "; ".join(dict.fromkeys(alias for _, one in members for alias in one.aliases))
        plans = (("; ".join(dict.fromkeys(one.asked.name for one, _ in members))),) if several else ()
        loads = [workloads[one.asked.place].get(own.id, _NO_WORKLOAD) for one, own in members]
        totals = (sum(load.obligations for load in loads), sum(load.overdue for load in loads))
        rows.append(Row((ids, agency.name, aliases, *plans, *map(str, totals))))
    return Table(columns, tuple(rows))


class Workload(NamedTuple):
    """How many obligations an agency has, and how many of them are overdue; requested cooperation does not count."""

    obligations: int
    overdue: int


_NO_WORKLOAD = Workload(0, 0)


def _workloads(asked: Asked) -> dict[str, Workload]:
    """Return the workload of each agency that has obligations, by its id."""
    by_agency = group_by(binding_only(asked.states.verdicts), lambda verdict: verdict.obligation.agency.id)
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
        **_succession_json(agency),
    }


def _succession_json(agency: Agency) -> dict[str, Any]:
    """Return the days and successors of an agency that begins or ends, nothing of any other."""
    if agency.since is None and agency.until is None:
        return {}
    return {
        "since": iso_day(agency.since),
        "until": iso_day(agency.until),
        "successors": [{"agency": entry.agency, "takes": list(entry.takes)} for entry in agency.successors],
        "by": agency.by,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "aliases": list(group.aliases),
        "open": group.open,
        "members": list(group.members),
    }
