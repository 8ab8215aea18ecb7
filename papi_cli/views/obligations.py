"""The obligations that an answer is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from papi_cli.plan.model import Plan, Task
from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import day_text, lower_first
from papi_cli.views.words import STATE_WORDS


class Selection(NamedTuple):
    """The filters of an answer, as resolved ids; an empty part selects everything."""

    agencies: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


def filter_verdicts(plan: Plan, selection: Selection, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts that match every part of the selection, and within a part any of its ids."""
    members = {agency for group in selection.groups for agency in plan.groups[group].members}
    shared = {code for task in plan.tasks.values() if _cooperates(task, selection) for code in task.items}

    def matches(verdict: Verdict) -> bool:
        item, agency = verdict.obligation.item, verdict.obligation.agency.id
        return (
            (not selection.agencies or agency in selection.agencies)
            and (not selection.groups or agency in members)
            and (not selection.cooperating or item.code in shared)
            and (not selection.indices or item.index in selection.indices)
            and (not selection.items or item.code in selection.items)
            and (not selection.states or verdict.state in selection.states)
        )

    return tuple(filter(matches, verdicts)) if any(selection) else tuple(verdicts)


def _cooperates(task: Task, selection: Selection) -> bool:
    return any(agency in task.cooperating for agency in selection.cooperating)


def select_verdicts(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the verdicts that the selection takes, in the decision's order."""
    return filter_verdicts(states.plan, selection, states.verdicts)


def binding_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts on what the decision orders."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED not in verdict.flags)


def requested_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts on what the decision only requests (of agencies that it cannot bind)."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED in verdict.flags)


def requested_last(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts with requested cooperation after all that is binding, otherwise in their order."""
    return sorted(verdicts, key=lambda verdict: Flag.REQUESTED in verdict.flags)


def count_line(states: States, selection: Selection, counted: str) -> str:
    """Return the last line of a list: what was `counted`, as of which day, by which filters."""
    plan = states.plan
    filters = [
        *(plan.agencies[id_].name for id_ in selection.agencies),
        *(f"nhóm {plan.groups[id_].name}" for id_ in selection.groups),
        *(f"{plan.agencies[id_].name} phối hợp" for id_ in selection.cooperating),
        *(f"{lower_first(plan.words.index)} {code}" for code in selection.indices),
        *selection.items,
        *(f"tình trạng «{STATE_WORDS[state].label}»" for state in selection.states),
    ]
    filtered = f"; lọc theo: {', '.join(filters)}" if filters else ""
    return f"{counted}, tính đến ngày {day_text(states.as_of)}{filtered}."
