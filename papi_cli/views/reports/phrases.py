"""Agencies written as a phrase in documents: departments and bodies by name, several communes by their number.

The three forms differ only in the names behind the number: all of them (`agency_list`), the shorter of all of them and
all that are left out (`full_agencies_phrase`), none (`short_agencies_phrase`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, Item, Plan
from papi_cli.text import count_text, upper_first
from papi_cli.views.agency_phrases import (
    are_all,
    commune_heads_phrase,
    communes_phrase,
    counted_agencies,
    everyone_noun,
    named_or_counted,
)

_MOST_ADDRESSEES = 8


class AgencyList(NamedTuple):
    """Agencies in a sentence: how many, their names, and the number as words, in which open groups are no agencies.

    «05 cơ quan, đơn vị, địa phương», «05 cơ quan, đơn vị và 01 nhóm không nêu rõ thành viên».
    """

    size: int
    names: str
    counted: str


def agency_list(plan: Plan, agencies: Iterable[Agency]) -> AgencyList:
    """Return agencies with the names of all communes, unless all communes of the plan are among them.

    «Sở Nội vụ, Công an tỉnh; UBND 02 xã, phường: xã Mường É, phường Tô Hiệu», «UBND 75 xã, phường».
    """
    unique = set(agencies)

    def all_names(communes: Sequence[Agency]) -> str:
        return "" if are_all(plan, communes) else f": {_short_names(communes)}"

    return AgencyList(len(unique), _phrase(plan, unique, all_names), counted_phrase(plan, unique))


def counted_phrase(plan: Plan, agencies: Iterable[Agency]) -> str:
    """Return how many different agencies there are, open groups apart; «0 cơ quan, đơn vị, địa phương» for none."""
    return counted_agencies(agencies, everyone_noun(plan.agencies.values()), count_text)


def addressee_list(plan: Plan, agencies: Iterable[Agency]) -> AgencyList:
    """Return the agencies that a letter goes to, as `agency_list` does, but counted as what they are themselves.

    «02 cơ quan, đơn vị» where no commune is among them, «02 địa phương» where all are communes.
    """
    addressed = tuple(agencies)
    return agency_list(plan, addressed)._replace(
        counted=counted_agencies(addressed, everyone_noun(addressed), count_text)
    )


def heads_phrase(plan: Plan, agencies: Sequence[Agency]) -> str:
    """Return who heads the agencies of a letter: «thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các xã, phường».

    Communes whose heads have no common title are «các địa phương» where nobody else is addressed.
    """
    communes = commune_heads_phrase(plan, agencies)
    if all(agency.kind is AgencyKind.COMMUNE for agency in agencies):
        return communes or f"các {everyone_noun(agencies)}"
    return "; ".join(filter(None, ("thủ trưởng các cơ quan, đơn vị", communes)))


def full_agencies_phrase(plan: Plan, agencies: Iterable[Agency], item: Item | None = None) -> str:
    """Return the agencies of one row of a table so that every commune can be identified.

    Where fewer communes are left out than stand there, the phrase names those: «UBND 73 xã, phường (trừ xã Mường É,
    phường Tô Hiệu)». Left out of those that owe `item`, or without an item of all communes.
    """
    accountable = (id_ for id_ in plan.agencies if id_ not in plan.absent) if item is None else item.agencies
    everyone = [plan.agencies[id_] for id_ in accountable if plan.agencies[id_].kind is AgencyKind.COMMUNE]

    def fewest_names(communes: Sequence[Agency]) -> str:
        present = {agency.id for agency in communes}
        left_out = [agency for agency in everyone if agency.id not in present]
        if not left_out:
            return ""
        return f" (trừ {_short_names(left_out)})" if len(left_out) < len(communes) else f": {_short_names(communes)}"

    return _phrase(plan, agencies, fewest_names)


def short_agencies_phrase(plan: Plan, agencies: Iterable[Agency]) -> str:
    """Return the agencies of one row in short: several communes as «UBND 05 xã, phường»."""
    return _phrase(plan, agencies, lambda _: "")


def _phrase(plan: Plan, agencies: Iterable[Agency], names: Callable[[Sequence[Agency]], str]) -> str:
    """Return the agencies once each, in official order, communes last; `names` of several communes follow them."""
    ordered = sorted(set(agencies), key=lambda agency: agency.order)
    others = ", ".join(agency.name for agency in ordered if agency.kind is not AgencyKind.COMMUNE)
    communes = [agency for agency in ordered if agency.kind is AgencyKind.COMMUNE]
    counted = named_or_counted(communes, communes_phrase(plan, count_text(len(communes))), names) if communes else ""
    return "; ".join(filter(None, (others, counted)))


def _short_names(agencies: Iterable[Agency]) -> str:
    return ", ".join(agency.short_name for agency in agencies)


def addressee_lines(plan: Plan, agencies: Sequence[Agency]) -> tuple[str, ...]:
    """Return the lines of «Kính gửi»: up to 8 agencies one by one.

    Of more, the communes keep lines of their own up to 8; beyond that one line refers to the annex that lists them.
    """
    if len(agencies) <= _MOST_ADDRESSEES:
        return tuple(agency.name for agency in agencies)
    communes = [agency.name for agency in agencies if agency.kind is AgencyKind.COMMUNE]
    others = [agency.name for agency in agencies if agency.kind is not AgencyKind.COMMUNE]
    listed = (
        communes
        if len(communes) <= _MOST_ADDRESSEES
        else [f"{upper_first(communes_phrase(plan))} có tên tại Phụ lục kèm theo"]
    )
    return ("; ".join(others), *listed) if others else tuple(listed)
