"""Changes in the state of an obligation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from papi_cli.comparison.model import Aspect, ChangeKind, StateChange
from papi_cli.log.activity import Activity
from papi_cli.states import Flag, State, Verdict


def find_state_changes(before: Verdict, after: Verdict) -> Iterator[StateChange]:
    """Yield each aspect of an obligation that became true, became false, or got another day."""
    old, new = _aspects(before), _aspects(after)
    # A delivery or waiver that came or went already implies what is overdue or late.
    settled = {Aspect.DONE, Aspect.WAIVED} & (old.keys() ^ new.keys())
    for aspect in Aspect:
        if settled and aspect in (Aspect.OVERDUE, Aspect.LATE):
            continue
        if (aspect in old) != (aspect in new) or old.get(aspect) != new.get(aspect):
            kind = (
                ChangeKind.ADDED
                if aspect not in old
                else ChangeKind.DROPPED
                if aspect not in new
                else ChangeKind.CHANGED
            )
            yield StateChange(aspect, kind, before, after)


def _aspects(verdict: Verdict) -> Mapping[Aspect, date | None]:
    """Return the aspects that are true, each with the day whose change matters, None if no day does."""
    candidates: dict[Aspect, tuple[bool, date | None]] = {
        Aspect.DONE: (verdict.state.is_done, verdict.done_on),
        Aspect.RESULT: (verdict.activity is Activity.RESULT, None),
        Aspect.WAIVED: (verdict.state is State.WAIVED, None),
        Aspect.ANCHORED: (verdict.anchor is not None, verdict.original),
        Aspect.EXTENDED: (Flag.EXTENDED in verdict.flags, verdict.last),
        Aspect.LATE: (verdict.state is State.DONE_LATE, None),
        Aspect.OVERDUE: (verdict.state is State.OVERDUE, None),
    }
    return {aspect: day for aspect, (holds, day) in candidates.items() if holds}
