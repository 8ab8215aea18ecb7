"""Two plans with their logs, held against each other: what changed, as values."""

from __future__ import annotations

from papi_cli.comparison.changes import find_changes, find_renamed
from papi_cli.comparison.model import (
    Act,
    Area,
    Aspect,
    Cause,
    Change,
    Comparison,
    Move,
    Side,
    Turn,
)
from papi_cli.comparison.moves import find_moves
from papi_cli.comparison.turns import find_turns
from papi_cli.log.events import in_order

__all__ = ["Act", "Area", "Aspect", "Cause", "Change", "Comparison", "Move", "Side", "Turn", "compare"]


def compare(before: Side, after: Side) -> Comparison:
    """Return what changed from `before` to `after`, whose states are as of the same day."""
    assert before.states.as_of == after.states.as_of
    old, new = before.states.plan, after.states.plan
    renamed = {area: find_renamed(area, old, new) for area in Area}
    owed_before = {verdict.obligation.id: verdict for verdict in before.states.verdicts}
    owed_after = {verdict.obligation.id: verdict for verdict in after.states.verdicts}
    ids_before, ids_after = ({event.id for event in side.events} for side in (before, after))
    return Comparison(
        before=before.states,
        after=after.states,
        changes=tuple(change for area in Area for change in find_changes(area, old, new, renamed)),
        moves=tuple(find_moves(old, new, renamed[Area.ITEM])),
        turns=tuple(
            turn
            for id_, verdict in owed_after.items()
            if id_ in owed_before
            for turn in find_turns(owed_before[id_], verdict)
        ),
        gained=tuple(verdict.obligation for id_, verdict in owed_after.items() if id_ not in owed_before),
        lost=tuple(verdict.obligation for id_, verdict in owed_before.items() if id_ not in owed_after),
        recorded=tuple(in_order(event for event in after.events if event.id not in ids_before)),
        missing=tuple(in_order(event for event in before.events if event.id not in ids_after)),
    )
