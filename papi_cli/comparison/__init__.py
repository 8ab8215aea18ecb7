"""Compare two plans with their logs: records, deadlines, states and events that changed."""

from __future__ import annotations

from papi_cli.comparison.deadline_changes import find_deadline_changes
from papi_cli.comparison.event_changes import find_event_changes
from papi_cli.comparison.model import (
    Aspect,
    ChangeKind,
    Comparison,
    ComparisonSide,
    DeadlineChange,
    DeadlineChangeCause,
    EventChange,
    RecordChange,
    RecordKind,
    StateChange,
)
from papi_cli.comparison.record_changes import find_record_changes, find_renamed_records
from papi_cli.comparison.state_changes import find_state_changes

__all__ = [
    "Aspect",
    "ChangeKind",
    "Comparison",
    "ComparisonSide",
    "DeadlineChange",
    "DeadlineChangeCause",
    "EventChange",
    "RecordChange",
    "RecordKind",
    "StateChange",
    "compare",
]


def compare(before: ComparisonSide, after: ComparisonSide) -> Comparison:
    """Return all changes from `before` to `after`, whose states must be as of the same day."""
    assert before.states.as_of == after.states.as_of
    old, new = before.states.plan, after.states.plan
    renamed = {kind: find_renamed_records(kind, old, new) for kind in RecordKind}
    owed_before = {verdict.obligation.id: verdict for verdict in before.states.verdicts}
    owed_after = {verdict.obligation.id: verdict for verdict in after.states.verdicts}
    events = find_event_changes(before.events, after.events)
    return Comparison(
        before=before.states,
        after=after.states,
        record_changes=tuple(change for kind in RecordKind for change in find_record_changes(kind, old, new, renamed)),
        deadline_changes=tuple(find_deadline_changes(old, new, renamed[RecordKind.ITEM])),
        state_changes=tuple(
            change
            for id_, verdict in owed_after.items()
            if id_ in owed_before
            for change in find_state_changes(owed_before[id_], verdict)
        ),
        obligations_added=tuple(verdict.obligation for id_, verdict in owed_after.items() if id_ not in owed_before),
        obligations_dropped=tuple(verdict.obligation for id_, verdict in owed_before.items() if id_ not in owed_after),
        events_added=events.added,
        events_changed=events.changed,
        events_missing=events.missing,
    )
