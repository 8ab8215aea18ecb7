"""What of an item passes on when agencies end, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from papi_cli.plan.amendments import Handover, Successor
from papi_cli.plan.model import Agency, Item
from papi_cli.plan.succession import takers


def codes_of(item: Item) -> tuple[str, ...]:
    """Return the codes under which a successor may take an item, the most telling first: its series, then its task."""
    return tuple(dict.fromkeys((item.series, *item.source[:1])))


def passed_on(
    before: Item, after: Item, day: date, agencies: Mapping[str, Agency]
) -> tuple[tuple[Handover, ...], frozenset[str]]:
    """Return what passed on because agencies ended the day before `day`, and the agencies that are heirs by it.

    `before` and `after` are the item before that day and from it on. Heirs are those that owe it since, and only because
    one that ended did. So is a successor to whom nothing of this item passes, as when a department is divided, each part
    owes the reports of departments, and one part alone takes over the unfinished one.
    """
    last = day - timedelta(days=1)
    ended = [agencies[id_] for id_ in before.agencies if agencies[id_].until == last]
    new = [id_ for id_ in after.agencies if id_ not in before.agencies]
    handovers: list[Handover] = []
    heirs: set[str] = set()
    for agency in ended:
        successors = [successor.agency for successor in agency.successors]
        to = _receivers(agency, codes_of(after), after.agencies, new)
        handovers.append(Handover(agency.id, last, to, "", agency.by))
        heirs.update(id_ for id_ in new if id_ in successors)
    return tuple(handovers), frozenset(heirs)


def _receivers(agency: Agency, codes: Sequence[str], owing: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return the successors that go on with an item: those that take its code, else those of the rest and new members."""
    named = [successor for successor in agency.successors if not set(codes).isdisjoint(successor.takes)]
    taking = takers(agency, codes, as_member=False)

    def receives(successor: Successor) -> bool:
        return successor.agency in taking or (not named and successor.agency in new)

    return tuple(id_ for id_ in owing if any(one.agency == id_ and receives(one) for one in agency.successors))
