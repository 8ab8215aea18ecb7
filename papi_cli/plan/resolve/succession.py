"""What of an item passes on when agencies end, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from papi_cli.plan.amendments import Handover
from papi_cli.plan.model import Agency, Item
from papi_cli.plan.succession import takers


def codes_of(item: Item) -> tuple[str, ...]:
    """Return the codes under which a successor may take an item, the most telling first: its series, then its task."""
    return tuple(dict.fromkeys((item.series, *item.source[:1])))


def passed_on(
    before: Item, after: Item, day: date, agencies: Mapping[str, Agency]
) -> tuple[tuple[Handover, ...], frozenset[str]]:
    """Return what passed on because agencies ended the day before `day`, and the agencies that are heirs by it.

    `before` and `after` are the item before that day and from it on. It passes to the successors that take its code, else
    to those of the rest. These are heirs if they owe it only since, and so is, where some take its code, any other
    successor: nothing of it is theirs. Where nobody does, another one that owes it since (a part of a divided department,
    as a member of all departments) is no heir: it owes it of its own accord.
    """
    last = day - timedelta(days=1)
    new = [id_ for id_ in after.agencies if id_ not in before.agencies]
    handovers: list[Handover] = []
    heirs: set[str] = set()
    # An open group that is accountable itself is no agency, and never ends.
    for agency in (agencies[id_] for id_ in before.agencies if id_ in agencies and agencies[id_].until == last):
        codes = codes_of(after)
        taking = takers(agency, codes, as_member=False)
        to = tuple(id_ for id_ in after.agencies if id_ in taking)
        is_named = any(not set(codes).isdisjoint(successor.takes) for successor in agency.successors)
        handovers.append(Handover(agency.id, last, to, "", agency.by))
        successors = {successor.agency for successor in agency.successors} if is_named else to
        heirs.update(id_ for id_ in new if id_ in successors)
    return tuple(handovers), frozenset(heirs)
