"""Which agencies stand in the place of others that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Agency, Plan


class Presence(NamedTuple):
    """The agencies of a plan by id, and which of them are not there: those that have `ended`, and those yet to come."""

    agencies: Mapping[str, Agency]
    absent: frozenset[str]
    ended: frozenset[str]


def presence_on(agencies: Mapping[str, Agency], day: date | None) -> Presence:
    """Return who is there on a day; on None all are."""
    absent = frozenset(id_ for id_, agency in agencies.items() if day is not None and not agency.exists_on(day))
    untils = {id_: agencies[id_].until for id_ in absent}
    ended = frozenset(id_ for id_, until in untils.items() if day is not None and until is not None and until < day)
    return Presence(agencies, absent, ended)


def standing_in(plan: Plan, id_: str) -> tuple[str, ...]:
    """Return who is there, in this version of the plan, in the place of an agency, as `in_place_of` does for a member."""
    return in_place_of(id_, Presence(plan.agencies, plan.absent, plan.ended), as_member=True)


def in_place_of(id_: str, presence: Presence, codes: Sequence[str] = (), *, as_member: bool = False) -> tuple[str, ...]:
    """Return who is there in the place of an agency.

    It is itself if it is there; if it ended, whoever took over from it; if it is yet to come, whoever it will take over
    from. Of several successors those count that take one of the `codes`, the first of them that any takes; else those
    that take the rest. As a member of a group an agency is followed by all of them.
    """
    agencies, absent, ended = presence

    def standing(id_: str, met: frozenset[str]) -> Iterator[str]:
        if id_ not in absent:
            yield id_
            return
        if id_ in ended:
            others = takers(agencies[id_], codes, as_member=as_member)
        else:
            others = tuple(one.id for one in agencies.values() if id_ in takers(one, codes, as_member=as_member))
        for other in others:
            if other in agencies and other not in met:
                yield from standing(other, met | {id_})

    return tuple(dict.fromkeys(standing(id_, frozenset())))


def takers(agency: Agency, codes: Sequence[str], *, as_member: bool) -> tuple[str, ...]:
    """Return which of the successors of an agency take over what has one of the codes, the most telling code first."""
    for code in codes:
        if named := [successor.agency for successor in agency.successors if code in successor.takes]:
            return tuple(named)
    rest = [successor.agency for successor in agency.successors if not successor.takes]
    return tuple(successor.agency for successor in agency.successors) if as_member or not rest else tuple(rest)
