"""What became of an obligation between the two sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from papi_cli.comparison.model import Act, Aspect, Turn
from papi_cli.states import Activity, Flag, State, Verdict


def find_turns(before: Verdict, after: Verdict) -> Iterator[Turn]:
    """Yield what newly holds, or no longer, of one obligation."""
    old, new = _aspects(before), _aspects(after)
    # A delivery or its return, a waiver or its end say by themselves whether anything is overdue or late.
    settled = {Aspect.DONE, Aspect.WAIVED} & (old.keys() ^ new.keys())
    for aspect in Aspect:
        if settled and aspect in (Aspect.OVERDUE, Aspect.LATE):
            continue
        if (aspect in old) != (aspect in new) or old.get(aspect) != new.get(aspect):
            act = Act.ADDED if aspect not in old else Act.DROPPED if aspect not in new else Act.CHANGED
            yield Turn(aspect, act, before, after)


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
