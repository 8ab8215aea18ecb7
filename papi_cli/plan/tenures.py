"""When each agency owes an item: agencies that follow one another, and which of them have to do with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.plan.amendments import Handover, Joining

_DAY = timedelta(days=1)


class Tenure(NamedTuple):
    """The days from `first` to `last`, both inclusive, on which an agency owes an item, or would if something is open.

    `ended` is the handover on its last day, None for a tenure that goes on.
    """

    first: date
    last: date
    ended: Handover | None


def owes_itself(former: Sequence[Handover], heirs: Sequence[str], agency: str) -> bool:
    """Return whether an agency owes an item of its own accord, and not only what another one left open.

    One that gave the item away and got it back is among the heirs, and did owe it itself at first.
    """
    if agency not in heirs:
        return True
    for handover in former:
        if agency in handover.to:
            return False
        if agency == handover.agency:
            return True
    return False


def tenures_of(
    former: Sequence[Handover], heirs: Sequence[str], joined: Sequence[Joining], agency: str
) -> tuple[Tenure, ...]:
    """Return the tenures of an agency, in order; `former` are the handovers of the item, in the order of their days.

    One that `joined` those who owed it begins on the day of that, any other that owes it of its own accord with the item.

    Of A, whose item went to B on 30/6 and came back on 30/9: up to 30/6, and from 01/10.
    """
    found: list[Tenure] = []
    first = None
    if owes_itself(former, heirs, agency):
        first = next((one.first for one in joined if one.agency == agency), date.min)
    for handover in former:
        if handover.agency == agency and first is not None:
            found.append(Tenure(first, handover.last, handover))
            first = None
        if agency in handover.to and first is None:
            first = handover.last + _DAY
    if first is not None:
        found.append(Tenure(first, date.max, None))
    return tuple(found)


def origins(former: Sequence[Handover], heirs: Sequence[str], agency: str) -> tuple[str, ...]:
    """Return the agencies that owed an item of their own accord and from whom an agency has it; itself if it did so.

    Of handovers from A to B and from B and X to C these are of C, if it had owed nothing, A and X.
    """
    found: dict[str, None] = {}
    looked_at: set[str] = set()
    waiting = [agency]
    while waiting:
        one = waiting.pop()
        if one in looked_at:
            continue
        looked_at.add(one)
        if owes_itself(former, heirs, one):
            found[one] = None
        else:
            waiting.extend(handover.agency for handover in former if one in handover.to)
    return tuple(found)


def lineages(former: Sequence[Handover]) -> Mapping[str, str]:
    """Return, for each agency that took over an item or handed it on, the first of those that it is connected with.

    Of handovers from A to B, from B to C and from X to Y these are A, A, A and X, X.
    """
    firsts: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for handover in former:
        names = (handover.agency, *handover.to)
        known = list(dict.fromkeys(firsts[name] for name in names if name in firsts)) or [handover.agency]
        every = dict.fromkeys([*(each for first in known for each in members.get(first, ())), *names])
        members[known[0]] = list(every)
        firsts.update(dict.fromkeys(every, known[0]))
    return firsts
