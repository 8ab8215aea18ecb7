"""Which obligations an answer is about, and how the JSON contract has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan, Task
from papi_cli.states import Flag, State, States, Verdict, count_by_state
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


def envelope(states: States, schema: str, selection: Selection) -> dict[str, Any]:
    """Return what every JSON answer starts with (papi_cli/README.md, JSON)."""
    plan = states.plan
    return {
        "schema": schema,
        "as_of": states.as_of.isoformat(),
        "known_at": _instant(states.known_at),
        "plan": {"title": plan.title, "year": plan.year, "fingerprint": plan.fingerprint},
        "filters": {
            "agencies": list(selection.agencies),
            "groups": list(selection.groups),
            "cooperating": list(selection.cooperating),
            "indices": list(selection.indices),
            "items": list(selection.items),
            "states": [state.value for state in selection.states],
        },
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="microseconds")


def state_counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return the count of every state."""
    return {state.value: count for state, count in count_by_state(verdicts).items()}


def obligation_json(plan: Plan, verdict: Verdict) -> dict[str, Any]:
    """Return one obligation as the JSON contract has it."""
    obligation, item = verdict.obligation, verdict.obligation.item
    return {
        "id": obligation.id,
        "item": item.code,
        "kind": item.kind.value,
        "source": list(item.source),
        "index": item.index,
        "agency": obligation.agency.id,
        "agency_name": obligation.agency.name,
        "title": item.title,
        "product": item.product,
        "due": _due_json(verdict),
        "state": verdict.state.value,
        "flags": sorted(flag.value for flag in verdict.flags),
        "activity": verdict.activity,
        "days_left": verdict.days_left,
        "days_late": verdict.days_late,
        "done_on": _day(verdict.done_on),
        "document": verdict.document or None,
        "within": verdict.within or None,
        "evidence": [
            {"url": evidence.url} if evidence.url else {"path": evidence.path, "sha256": evidence.sha256}
            for evidence in verdict.evidence
        ],
        "cooperating": [
            *({"id": id_, "name": plan.name_of(id_)} for id_ in item.cooperating if id_ != obligation.agency.id),
            *({"id": None, "name": phrase} for phrase in item.others),
        ],
    }


def _due_json(verdict: Verdict) -> dict[str, Any] | None:
    due = verdict.obligation.item.due
    if due is None and verdict.last is None:
        return None
    return {
        "text": due.phrase if due else None,
        "kind": due.kind.value if due else None,
        "first": _day(due.first) if due else None,
        "last": _day(verdict.last),
        "original": _day(verdict.original),
        "explanation": due.explanation if due else None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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
