"""Which agencies stand in the place of others that are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.amendments import Handover
from papi_cli.plan.model import Agency, Item, Plan


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


def spoken_for(plan: Plan, id_: str) -> tuple[str, ...]:
    """Return an agency with those that ended and that it alone follows: whose results are asked for by its name too."""
    return (id_, *(old for old in plan.ended if old != id_ and standing_in(plan, old) == (id_,)))


class Told(NamedTuple):
    """What somebody tells of an agency, by its id: about which item, of which day; and whether about what was delivered.

    That is a return, or a request for a supplement.
    """

    item: Item
    agency: str
    day: date
    is_about_delivery: bool


def owners_of(plan: Plan, told: Told, owes: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Return under which agency an event stands that somebody tells of an agency.

    What happened while an agency owed the item is its own, and so is later what concerns what it had delivered: that is
    all that it `owes` (by code of the item and id of the agency, as the log stands), and of what goes on what is about a
    delivery. Anything else is that of whoever took over, which may be several. What is told of an agency before it was there, or of what its predecessors had delivered, is theirs: that
    of the one whose name it took, if it did.
    """
    item, id_, day, is_about_delivery = told
    left = {handover.agency: handover for handover in item.former if not handover.amendment}
    if id_ in left and id_ in plan.ended:
        keeps = (is_about_delivery or not item.is_ongoing) and owes(item.code, id_)
        return (id_,) if day <= left[id_].last or keeps else tuple(dict.fromkeys(_receivers(id_, left))) or (id_,)
    before = [former for former in left if id_ in _receivers(former, left)]
    since = plan.agencies[id_].since
    if before and since is not None and day < since:
        there = tuple(former for former in before if plan.agencies[former].exists_on(day))
        namesakes = tuple(former for former in there if plan.agencies[id_].name in plan.agencies[former].names)
        return namesakes or there or (id_,)
    if before and not owes(item.code, id_):
        return tuple(former for former in before if owes(item.code, former)) or (id_,)
    return (id_,)


def _receivers(id_: str, left: Mapping[str, Handover]) -> Iterator[str]:
    """Yield who goes on, in the end, with what an agency left."""
    for other in left[id_].to:
        if other in left and left[other].last > left[id_].last:
            yield from _receivers(other, left)
        else:
            yield other


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
