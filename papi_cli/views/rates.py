"""The on-time rate, which counts only what is known: of what nothing is recorded, nobody is said to be late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from papi_cli.states import Flag, State, Verdict
from papi_cli.text import percent_text


class OnTimeRate(NamedTuple):
    """What the on-time rate rests on: obligations delivered `on_time`, delivered `late`, and known to be `overdue`.

    `silent` are the overdue ones of which nothing is recorded. They are no part of the rate and are told beside it.
    """

    on_time: int
    late: int
    overdue: int
    silent: int

    @property
    def known(self) -> int:
        """The whole of the rate: the obligations with a last day whose result is known."""
        return self.on_time + self.late + self.overdue

    @property
    def percent(self) -> str:
        """The rate as text: «72,2%»; «-» where no result is known."""
        return percent_text(self.on_time, self.known) or "-"


def on_time_rate(verdicts: Iterable[Verdict]) -> OnTimeRate:
    """Count what the on-time rate rests on, without what is only requested (papi_cli/README.md, States, In time).

    Example: of five obligations one was delivered on time and one late, one was returned and is overdue again, one is
    overdue without any record and one is still in time. The rate is 1 of 3, and one is silent.
    """
    on_time = late = overdue = silent = 0
    for verdict in verdicts:
        if Flag.REQUESTED in verdict.flags:
            continue
        match verdict.state:
            case State.DONE_ON_TIME:
                on_time += 1
            case State.DONE_LATE:
                late += 1
            case State.OVERDUE if Flag.UNRECORDED in verdict.flags:
                silent += 1
            case State.OVERDUE:
                overdue += 1
            case _:
                pass
    return OnTimeRate(on_time, late, overdue, silent)
