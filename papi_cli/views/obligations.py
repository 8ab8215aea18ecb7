"""The obligations that an answer is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papi_cli.plan.model import ItemKind, Plan, Task
from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import lower_first
from papi_cli.views.roles import agencies_in_role, roles_of
from papi_cli.views.words import STATE_WORDS


class Selection(NamedTuple):
    """The filters of an answer, as resolved ids; an empty part selects everything.

    With `roles`, `agencies` and `groups` are not those who owe: they have one of the roles in the task (None named: any
    agency has).
    """

    agencies: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    states: tuple[State, ...] = ()

    @property
    def owing(self) -> tuple[str, ...]:
        """The agencies whose own obligations are asked for."""
        return () if self.roles else self.agencies


def filter_verdicts(plan: Plan, selection: Selection, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts that match every part of the selection, and within a part any of its ids.

    An agency is asked for with those that it alone follows, a group with its former members: what these had delivered.
    """
    members = {id_ for group in selection.groups for id_ in (*plan.groups[group].members, *plan.groups[group].former)}
    agencies = set(selection.agencies)
    if plan.ended:
        from papi_cli.plan.succession import spoken_for

        agencies = {id_ for named in selection.agencies for id_ in spoken_for(plan, named)}
    shared = {code for code, task in plan.tasks.items() if _cooperates(task, selection)}

    def is_named(agency: str) -> bool:
        return (not selection.agencies or agency in agencies) and (not selection.groups or agency in members)

    in_role = {
        code
        for code, task in plan.tasks.items()
        if any(is_named(agency) for role in selection.roles for agency in agencies_in_role(task, role))
    }

    def matches(verdict: Verdict) -> bool:
        item = verdict.obligation.item
        task = item.source[0] if item.kind is ItemKind.TASK else ""
        return (
            (task in in_role if selection.roles else is_named(verdict.obligation.agency.id))
            and (not selection.cooperating or task in shared)
            and (not selection.indices or item.index in selection.indices)
            and (not selection.items or item.code in selection.items)
            and (not selection.states or verdict.state in selection.states)
        )

    return tuple(filter(matches, verdicts)) if any(selection) else tuple(verdicts)


def _cooperates(task: Task, selection: Selection) -> bool:
    return any(agency in task.cooperating for agency in selection.cooperating)


def role_title(plan: Plan, selection: Selection) -> str:
    """Return what the title of a list says of the roles asked for, with a space before it; "" for none.

    « có Sở Tư pháp ở cột «Cơ quan thẩm tra» (đầu việc của cơ quan chủ trì)»
    """
    if not selection.roles:
        return ""
    who = [plan.agencies[id_].name for id_ in selection.agencies]
    who += [f"cơ quan thuộc nhóm {plan.groups[id_].name}" for id_ in selection.groups]
    return f" có {' hoặc '.join(who) or 'cơ quan'} ở cột {_role_heads(plan, selection)} (đầu việc của cơ quan chủ trì)"


def _role_heads(plan: Plan, selection: Selection) -> str:
    heads = roles_of(plan)
    return " hoặc ".join(dict.fromkeys(f"«{heads[role]}»" for role in selection.roles))


def select_verdicts(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the verdicts that the selection takes, in the document's order."""
    return filter_verdicts(states.plan, selection, states.verdicts)


def binding_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts on what the document orders."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED not in verdict.flags)


def requested_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts on what the document only requests (of agencies that it cannot bind)."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED in verdict.flags)


def filter_words(plan: Plan, selection: Selection) -> list[str]:
    """Return what each filter asks for, in the words of the plan."""
    return [
        *(plan.agencies[id_].name for id_ in selection.agencies),
        *(f"nhóm {plan.groups[id_].name}" for id_ in selection.groups),
        *(f"{plan.agencies[id_].name} phối hợp" for id_ in selection.cooperating),
        *([f"cột {_role_heads(plan, selection)}"] if selection.roles else []),
        *(f"{lower_first(plan.words.index)} {code}" for code in selection.indices),
        *_shortest_codes(plan, selection.items),
        *(f"tình trạng «{STATE_WORDS[state].label}»" for state in selection.states),
    ]


def _shortest_codes(plan: Plan, codes: Sequence[str]) -> list[str]:
    """Return the codes of items, with that of a series in place of all of its items."""
    if not codes:
        return []
    asked = set(codes)
    whole = {series for series, members in plan.series.items() if asked.issuperset(members)}
    series_of = ((code, plan.items[code].series) for code in codes)
    return list(dict.fromkeys(series if series in whole else code for code, series in series_of))
