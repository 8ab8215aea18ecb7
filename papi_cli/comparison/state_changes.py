"""What became of an obligation between the two sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from papi_cli.comparison.model import Aspect, ChangeKind, StateChange
from papi_cli.states import Activity, Flag, State, Verdict


def find_state_changes(before: Verdict, after: Verdict) -> Iterator[StateChange]:
    """Yield what newly holds, or no longer, of one obligation."""
    old, new = _aspects(before), _aspects(after)
    # A delivery or its return, a waiver or its end say by themselves whether anything is overdue or late.
    settled = {Aspect.DONE, Aspect.WAIVED} & (old.keys() ^ new.keys())
    for aspect in Aspect:
        if settled and aspect in (Aspect.OVERDUE, Aspect.LATE):
            continue
        if (aspect in old) != (aspect in new) or old.get(aspect) != new.get(aspect):
            act = (
                ChangeKind.ADDED
                if aspect not in old
                else ChangeKind.DROPPED
                if aspect not in new
                else ChangeKind.CHANGED
            )
            yield StateChange(aspect, act, before, after)


_DONE = (State.DONE_ON_TIME, State.DONE_LATE, State.DONE_UNDATED)


def _aspects(verdict: Verdict) -> Mapping[Aspect, date | None]:
    """Return what holds of the verdict, each with the day that makes it another where that can change."""
    holds: dict[Aspect, tuple[bool, date | None]] = {
        Aspect.DONE: (verdict.state in _DONE, verdict.done_on),
        Aspect.RESULT: (verdict.activity is Activity.RESULT, None),
        Aspect.WAIVED: (verdict.state is State.WAIVED, None),
        Aspect.EXTENDED: (Flag.EXTENDED in verdict.flags, verdict.last),
        Aspect.LATE: (verdict.state is State.DONE_LATE, None),
        Aspect.OVERDUE: (verdict.state is State.OVERDUE, None),
    }
    return {aspect: mark for aspect, (held, mark) in holds.items() if held}
