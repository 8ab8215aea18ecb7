"""The changes between two plans with their logs as the JSON contract papi.diff/2 has them, one by one."""

from __future__ import annotations

from typing import Any

from papi_cli.comparison import ChangeKind, Comparison, DeadlineChange, EventChange, RecordChange, StateChange
from papi_cli.comparison.model import Scalar
from papi_cli.log.events import Event, event_to_dict
from papi_cli.plan.obligations import Obligation
from papi_cli.states import States, Verdict
from papi_cli.text import iso_day, iso_instant
from papi_cli.views.json_parts import plan_json


def changes_json(both: Comparison) -> dict[str, list[dict[str, Any]]]:
    """Return the changes by the key of the part that they belong to."""
    return {
        "changes": [_record_change_json(change) for change in both.record_changes],
        "deadlines": [_deadline_change_json(change) for change in both.deadline_changes],
        "obligations": [
            *(_aspect_json(obligation, "obligation", ChangeKind.ADDED) for obligation in both.obligations_added),
            *(_aspect_json(obligation, "obligation", ChangeKind.DROPPED) for obligation in both.obligations_dropped),
            *(_state_change_json(change) for change in both.state_changes),
        ],
        "events": [
            *(_event_json(event, ChangeKind.ADDED) for event in both.events_added),
            *(_event_change_json(change) for change in both.events_changed),
            *(_event_json(event, ChangeKind.DROPPED) for event in both.events_missing),
        ],
    }


def side_json(side: States, name: str) -> dict[str, Any]:
    """Return which side is meant: what it is called, up to when its log is known, its plan."""
    return {"name": name, "known_at": iso_instant(side.known_at), "plan": plan_json(side.plan)}


def _record_change_json(change: RecordChange) -> dict[str, Any]:
    return {
        "area": change.record_kind.value,
        "change": change.kind.value,
        "place": change.code or None,
        "field": change.field or None,
        "old": _scalar_json(change.old),
        "new": _scalar_json(change.new),
        "members": list(change.members),
    }


def _scalar_json(value: Scalar) -> str | None:
    """Return a value as the files spell it, null for none."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value) or None


def _deadline_change_json(change: DeadlineChange) -> dict[str, Any]:
    return {
        "item": change.item,
        "old": iso_day(change.before.last) if change.before else None,
        "new": iso_day(change.after.last) if change.after else None,
        "old_text": change.before.phrase if change.before else None,
        "new_text": change.after.phrase if change.after else None,
        "causes": [cause.value for cause in change.causes],
        "amendments": [*change.amended_by, *change.restored_by],
    }


def _aspect_json(obligation: Obligation, aspect: str, kind: ChangeKind) -> dict[str, Any]:
    return {
        "id": obligation.id,
        "item": obligation.item.code,
        "agency": obligation.agency.id,
        "agency_name": obligation.agency.name,
        "aspect": aspect,
        "change": kind.value,
        "old": None,
        "new": None,
    }


def _state_change_json(change: StateChange) -> dict[str, Any]:
    states = {"old": _verdict_json(change.before), "new": _verdict_json(change.after)}
    return _aspect_json(change.after.obligation, change.aspect.value, change.kind) | states


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {"state": verdict.state.value, "last": iso_day(verdict.last), "done_on": iso_day(verdict.done_on)}


def _event_change_json(change: EventChange) -> dict[str, Any]:
    """Return the event as it is, with the keys of its line that were otherwise, as the files spell their values."""
    old, new = event_to_dict(change.before), event_to_dict(change.after)
    fields = [{"field": key, "old": old.get(key), "new": new.get(key)} for key in change.keys]
    return _event_json(change.after, ChangeKind.CHANGED) | {"fields": fields}


def _event_json(event: Event, kind: ChangeKind) -> dict[str, Any]:
    return {
        "id": event.id,
        "change": kind.value,
        "event": event.kind.value,
        "item": event.item,
        "agency": event.agency,
        "date": event.date.isoformat(),
        "document": event.document or None,
        "until": iso_day(event.until),
        "fields": [],
    }
