"""Who is who: agencies and groups, their other names, and how much each owes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.states import State, States, count_by_state
from papi_cli.text import count_text, day_text, match_key
from papi_cli.views.obligations import Selection, binding_only, envelope
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.words import AGENCY_KIND_LABELS, reading_words


class AgencyMatches(NamedTuple):
    """Agencies and groups, in official order."""

    agencies: tuple[Agency, ...]
    groups: tuple[Group, ...]


def search_agencies(plan: Plan, words: str, groups: Sequence[str]) -> AgencyMatches:
    """Return who is called `words` in an id, name or alias (folded; "" is everybody), within `groups` when named."""
    key = match_key(words)
    members = {member for group in groups for member in plan.groups[group].members}
    agencies = [one for one in plan.agencies.values() if _matches(one, key) and (not groups or one.id in members)]
    named = [one for one in plan.groups.values() if _matches(one, key) and (not groups or one.id in groups)]
    return AgencyMatches(tuple(agencies), tuple(named))


def _matches(record: Agency | Group, key: str) -> bool:
    return any(key in match_key(name) for name in (record.id, record.name, *record.aliases))


def agencies_page(states: States, found: AgencyMatches) -> Page:
    """Return agencies and groups for readers; of a single group its members and readings too."""
    page: Page = (Heading(f"Cơ quan, đơn vị và nhóm, tính đến ngày {day_text(states.as_of)}", level=1),)
    if found.agencies:
        page += (_agencies(states, found.agencies),)
    if found.groups:
        page += (Heading("Nhóm cơ quan"), _groups(found.groups))
    if len(found.groups) == 1:
        page += _members(states.plan, found.groups[0])
    counted = f"{count_text(len(found.agencies))} cơ quan, đơn vị; {count_text(len(found.groups))} nhóm."
    return (*page, Paragraph(counted, quiet=True))


def _agencies(states: States, agencies: Sequence[Agency]) -> Table:
    columns = (
        Column("Mã"),
        Column("Tên", wraps=True),
        Column("Tên khác", wraps=True),
        Column("Trách nhiệm", right=True),
        Column("Quá hạn", right=True),
    )
    tallies = _tallies(states)
    rows = [Row((one.id, one.name, "; ".join(one.aliases), *map(str, tallies.get(one.id, (0, 0))))) for one in agencies]
    return Table(columns, tuple(rows))


def _tallies(states: States) -> dict[str, tuple[int, int]]:
    """Return by agency how many obligations it has and how many of them are overdue; what is only asked is none."""
    own: dict[str, list[Any]] = {}
    for verdict in binding_only(states.verdicts):
        own.setdefault(verdict.obligation.agency.id, []).append(verdict)
    return {id_: (len(verdicts), count_by_state(verdicts)[State.OVERDUE]) for id_, verdicts in own.items()}


def _groups(groups: Sequence[Group]) -> Table:
    columns = (
        Column("Mã"),
        Column("Tên", wraps=True),
        Column("Tên khác", wraps=True),
        Column("Thành viên", right=True),
    )
    rows = [Row((one.id, one.name, "; ".join(one.aliases), _size(one))) for one in groups]
    return Table(columns, tuple(rows))


def _size(group: Group) -> str:
    return "nhóm mở" if group.open else str(len(group.members)) if group.members else "chưa biết"


def _members(plan: Plan, group: Group) -> Page:
    page: Page = ()
    if group.members:
        page += (Heading("Thành viên"), Bullets(tuple(plan.agencies[id_].name for id_ in group.members)))
    if group.interpretations:
        page += (Bullets(tuple(map(reading_words, group.interpretations))),)
    return page


def agencies_rows(states: States, found: AgencyMatches) -> Table:
    """Return the agencies, then the groups, for spreadsheets."""
    heads = ("Loại", "Mã", "Tên", "Tên khác", "Trách nhiệm", "Quá hạn", "Thành viên")
    tallies = _tallies(states)
    agencies = [
        Row(
            (
                AGENCY_KIND_LABELS[one.kind],
                one.id,
                one.name,
                "; ".join(one.aliases),
                *map(str, tallies.get(one.id, (0, 0))),
                "",
            )
        )
        for one in found.agencies
    ]
    groups = [
        Row(("nhóm cơ quan", one.id, one.name, "; ".join(one.aliases), "", "", "; ".join(one.members)))
        for one in found.groups
    ]
    return Table(tuple(Column(head) for head in heads), (*agencies, *groups))


def agencies_json(states: States, selection: Selection, found: AgencyMatches) -> dict[str, Any]:
    """Return the JSON contract `papi.agencies/1`."""
    plan, tallies = states.plan, _tallies(states)
    return {
        **envelope(states, "papi.agencies/1", selection),
        "agencies": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.value,
                "code": one.code,
                "aliases": list(one.aliases),
                "groups": [group.id for group in plan.groups.values() if one.id in group.members],
                "obligations": tallies.get(one.id, (0, 0))[0],
                "overdue": tallies.get(one.id, (0, 0))[1],
            }
            for one in found.agencies
        ],
        "groups": [
            {
                "id": one.id,
                "name": one.name,
                "aliases": list(one.aliases),
                "open": one.open,
                "members": list(one.members),
            }
            for one in found.groups
        ],
    }
