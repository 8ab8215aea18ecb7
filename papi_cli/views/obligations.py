"""Which obligations an answer is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from papi_cli.plan.model import Plan, Task
from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import day_text
from papi_cli.views.words import STATE_WORDS


class Selection(NamedTuple):
    """Which obligations are wanted, by resolved ids; an empty part selects all."""

    agencies: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


def filter_verdicts(plan: Plan, selection: Selection, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return those of `verdicts` that are wanted: by every part, and within a part by any of its ids."""
    members = {agency for group in selection.groups for agency in plan.groups[group].members}
    helped = {code for task in plan.tasks.values() if _cooperates(task, selection) for code in task.items}

    def takes(verdict: Verdict) -> bool:
        item, agency = verdict.obligation.item, verdict.obligation.agency.id
        return (
            (not selection.agencies or agency in selection.agencies)
            and (not selection.groups or agency in members)
            and (not selection.cooperating or item.code in helped)
            and (not selection.indices or item.index in selection.indices)
            and (not selection.items or item.code in selection.items)
            and (not selection.states or verdict.state in selection.states)
        )

    return tuple(filter(takes, verdicts)) if any(selection) else tuple(verdicts)


def _cooperates(task: Task, selection: Selection) -> bool:
    return any(agency in task.cooperating for agency in selection.cooperating)


def select_verdicts(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the wanted verdicts in the decision's order."""
    return filter_verdicts(states.plan, selection, states.verdicts)


def binding_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return what was ordered, without what was only asked for."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED not in verdict.flags)


def requested_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts on what is only asked for."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED in verdict.flags)


def requested_last(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return verdicts in their order, but what was only asked for after all that was ordered."""
    return sorted(verdicts, key=lambda verdict: Flag.REQUESTED in verdict.flags)


def count_line(states: States, selection: Selection, counted: str) -> str:
    """Return the last line of every list: what was `counted`, as of which day, which filters were on."""
    plan = states.plan
    filters = [
        *(plan.agencies[id_].name for id_ in selection.agencies),
        *(f"nhóm {plan.groups[id_].name}" for id_ in selection.groups),
        *(f"{plan.agencies[id_].name} phối hợp" for id_ in selection.cooperating),
        *(f"chỉ số nội dung {code}" for code in selection.indices),
        *selection.items,
        *(f"tình trạng «{STATE_WORDS[state].label}»" for state in selection.states),
    ]
    chosen = f"; lọc theo: {', '.join(filters)}" if filters else ""
    return f"{counted}, tính đến ngày {day_text(states.as_of)}{chosen}."
