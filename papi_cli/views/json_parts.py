"""The parts that the JSON answers share (papi_cli/README.md, JSON)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event, Evidence
from papi_cli.plan.model import Item, Plan
from papi_cli.states import States, Verdict, count_by_state
from papi_cli.text import iso_day, iso_instant, weekday_text
from papi_cli.views.amended import earlier_json
from papi_cli.views.asked import Asked, Owed
from papi_cli.views.obligations import Selection
from papi_cli.views.own_columns import task_of


def envelope(asked: Sequence[Asked], contract: str) -> dict[str, Any]:
    """Return what every answer about states starts with; `contract` is what its schema is called, without the number.

    Of one plan it is number 2. Of several it is number 3, which has all that is of one plan under `plans`.
    """
    if len(asked) > 1:
        return {
            "schema": f"{contract}/3",
            "plans": [
                {"name": one.name, **plan_json(one.plan), **_judged_json(one.states), "filters": _filters_json(one)}
                for one in asked
            ],
        }
    (only,) = asked
    return {
        "schema": f"{contract}/2",
        **_judged_json(only.states),
        "plan": plan_json(only.plan),
        "filters": selection_json(only.selection),
    }


def _judged_json(states: States) -> dict[str, Any]:
    return {"as_of": states.as_of.isoformat(), "known_at": iso_instant(states.known_at)}


def _filters_json(one: Asked) -> dict[str, Any] | None:
    """Return the filters as they are in one of several plans, None where one of them names nothing that it has."""
    return selection_json(one.selection) if one.takes_part else None


def selection_json(selection: Selection) -> dict[str, Any]:
    """Return the filters of an answer."""
    return {
        "agencies": list(selection.agencies),
        "groups": list(selection.groups),
        "cooperating": list(selection.cooperating),
        "roles": list(selection.roles),
        "indices": list(selection.indices),
        "items": list(selection.items),
        "states": [state.value for state in selection.states],
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return what an answer says of its plan."""
    span = {"first": plan.span.first.isoformat(), "last": plan.span.last.isoformat()}
    return {"title": plan.title, "span": span, "fingerprint": plan.fingerprint}


def name_json(one: Asked) -> dict[str, str]:
    """Return the key that says of which plan a row is, where several were asked."""
    return {"plan": one.name} if one.name else {}


def owed_json(owed: Owed) -> dict[str, Any]:
    """Return one obligation with its verdict and, of several plans, the name of its own."""
    return {**name_json(owed.asked), **obligation_json(owed.plan, owed.verdict)}


def state_counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return the count of every state."""
    return {state.value: count for state, count in count_by_state(verdicts).items()}


def obligation_json(plan: Plan, verdict: Verdict) -> dict[str, Any]:
    """Return one obligation with its verdict."""
    obligation, item = verdict.obligation, verdict.obligation.item
    partners = [id_ for id_ in item.cooperating if id_ != obligation.agency.id]
    return {
        "id": obligation.id,
        "item": item.code,
        "kind": item.kind.value,
        "source": list(item.source),
        "index": item.index,
        "agency": obligation.agency.id,
        "agency_name": obligation.agency.name,
        "title": item.title,
        "product": item.product or None,
        "occurrence": occurrence_json(item),
        "due": _due_json(plan, verdict),
        "state": verdict.state.value,
        "flags": sorted(flag.value for flag in verdict.flags),
        "activity": verdict.activity,
        "activities": [{"period": known.period.id, "activity": known.activity} for known in verdict.activities],
        "anchor": _anchor_json(verdict.anchor),
        "days_left": verdict.days_left,
        "days_late": verdict.days_late,
        "done_on": iso_day(verdict.done_on),
        "document": verdict.document or None,
        "within": verdict.within or None,
        "evidence": evidence_json(verdict.evidence),
        "extension_asked": _request_json(verdict.extension_asked),
        "cooperating": references_json(plan, partners, item.others),
        "cells": _own_cells_json(plan, verdict),
    }


def occurrence_json(item: Item) -> dict[str, str] | None:
    """Return which of its series an item is, None for one that is alone."""
    if not item.occurrence_key:
        return None
    return {"series": item.series, "key": item.occurrence_key, "name": item.occurrence_name}


def taken_up_json(item: Item) -> dict[str, Any]:
    """Return which item takes up one that is carried over, and from when on; nothing where none does."""
    taken_up = item.origin.taken_up if item.origin is not None else None
    return {"taken_up": {"item": taken_up.by, "since": taken_up.since.isoformat()}} if taken_up is not None else {}


def _own_cells_json(plan: Plan, verdict: Verdict) -> list[dict[str, str]]:
    """Return what stands in the plan's own columns of the row that an obligation comes from, in their order."""
    task = task_of(plan, verdict)
    if task is None:
        return []
    columns = plan.task_annexes[task.section.annex].own_columns
    return [{"column": column.id, "head": column.head, "text": task.cells[column.id]} for column in columns]


def _request_json(asked: Event | None) -> dict[str, str | None] | None:
    if asked is None:
        return None
    return {"until": iso_day(asked.until), "document": asked.document or None, "on": asked.date.isoformat()}


def _anchor_json(anchor: Event | None) -> dict[str, str | None] | None:
    """Return the event from whose day a term counts: `anchored` of the obligation, or the delivery of another item."""
    if anchor is None:
        return None
    document = anchor.document or None
    return {"item": anchor.item, "agency": anchor.agency, "on": anchor.date.isoformat(), "document": document}


def _due_json(plan: Plan, verdict: Verdict) -> dict[str, Any] | None:
    due = verdict.obligation.item.due
    if due is None and verdict.last is None:
        return None
    return {
        "text": due.phrase if due else None,
        "kind": due.kind.value if due else None,
        "first": iso_day(due.first) if due else None,
        "last": iso_day(verdict.last),
        "original": iso_day(verdict.original),
        "explanation": due.explanation if due else None,
        **({"earlier": earlier_json(plan, verdict)} if verdict.earlier else {}),
    }


def evidence_json(evidence: Iterable[Evidence]) -> list[dict[str, str]]:
    """Return each piece of evidence: its address, or its path and checksum."""
    return [{"url": piece.url} if piece.url else {"path": piece.path, "sha256": piece.sha256} for piece in evidence]


def references_json(plan: Plan, ids: Iterable[str], phrases: Iterable[str] = ()) -> list[dict[str, str | None]]:
    """Return agencies and groups by id and name, then open phrases ("các cơ quan liên quan"), which have no id."""
    references: list[dict[str, str | None]] = [{"id": id_, "name": plan.name_of(id_)} for id_ in ids]
    return [*references, *({"id": None, "name": phrase} for phrase in phrases)]


def deadline_json(due: Deadline | None) -> dict[str, str | None]:
    """Return what the document's phrase comes to, all null for none."""
    last = due.last if due else None
    return {
        "text": due.phrase if due else None,
        "kind": due.kind.value if due else None,
        "first": iso_day(due.first) if due else None,
        "last": iso_day(last),
        "weekday": weekday_text(last) if last else None,
    }


def day_off_json(plan: Plan, due: Deadline | None) -> dict[str, str | None]:
    """Return why the last on-time day is not worked and the working day before it, both null when it is worked."""
    last = due.last if due else None
    reason = plan.calendar.off_reason(last) if last else ""
    return {
        "day_off": reason or None,
        "working_day_before": iso_day(plan.calendar.working_day_before(last)) if last and reason else None,
    }
