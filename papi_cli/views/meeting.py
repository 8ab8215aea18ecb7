"""Where several plans meet: by what name each is told from the others, and which of their agencies are one.

Two agencies of two plans are one if they share a name (name, short name, alias or official code, spelled alike) and
nothing tells them apart: another province, another place in the heads of their documents, another official code. An id
is no name: it is what the people of a plan call an agency in its files, and two plans may call two agencies so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from papi_cli.plan.model import Agency, Plan
from papi_cli.text import spelling_key
from papi_cli.views.words import span_words


def names_of_plans(plans: Sequence[Plan], folders: Sequence[str]) -> tuple[str, ...]:
    """Return the short name of each plan; of those that share one, with what is true of each and tells them apart.

    That is the time of the plan, else its province, its issuer, or the folder in which it lies, which no two share.
    """
    shared = Counter(spelling_key(plan.short_name) for plan in plans)
    names = []
    for plan in plans:
        key = spelling_key(plan.short_name)
        alike = [
            (other, folder)
            for other, folder in zip(plans, folders, strict=True)
            if key == spelling_key(other.short_name)
        ]
        names.append(plan.short_name if shared[key] == 1 else f"{plan.short_name} ({_apart(plan, alike)})")
    return tuple(names)


def _apart(plan: Plan, alike: Sequence[tuple[Plan, str]]) -> str:
    """Return what tells a plan from those of the same short name, given with their folders."""
    place = next(place for place, (other, _) in enumerate(alike) if other is plan)
    features = (
        [span_words(other.span) for other, _ in alike],
        [other.province for other, _ in alike],
        [other.name_of(other.document.issuer) for other, _ in alike],
    )
    for feature in features:
        if all(feature) and len(set(map(spelling_key, feature))) == len(alike):
            return feature[place]
    return alike[place][1]


def meet_agencies(plans: Sequence[Plan]) -> tuple[Mapping[str, Agency], ...]:
    """Return for each plan, by the ids of its agencies, what each is among the agencies of all plans.

    That is the agency of the first plan that has it, with a place in the official order of all: the order of the first
    plan, then what only the second has, and so on. Of one name in several plans that is two agencies, each says by its
    name which. Where one plan says that an agency has ended and who took all of it over, what it still is in another plan
    is that successor.
    """
    register = _Register()
    places = [register.enter(plan) for plan in plans]
    _follow_successors(plans, places)
    everyone = tuple(_named_apart(register.everyone))
    return tuple({id_: everyone[place] for id_, place in mine.items()} for mine in places)


class _Register:
    """The agencies of all plans so far, each with the plan that has it first, found by the names that any plan gives."""

    def __init__(self) -> None:
        self.everyone: list[tuple[Plan, Agency]] = []
        self._places: dict[tuple[str, str], set[int]] = {}

    def enter(self, plan: Plan) -> dict[str, int]:
        """Enter the agencies of a plan; return the place of each by its id, no two of which are the same."""
        mine: dict[str, int] = {}
        for kind in _KINDS_OF_NAMES:
            for agency in plan.agencies.values():
                found = self._found(kind, plan, agency) - set(mine.values())
                if agency.id not in mine and len(found) == 1:
                    mine[agency.id] = found.pop()
        for agency in plan.agencies.values():
            if agency.id not in mine:
                mine[agency.id] = len(self.everyone)
                self.everyone.append((plan, agency))
            for kind in _KINDS_OF_NAMES:
                for key in _keys(kind, agency):
                    self._places.setdefault((kind, key), set()).add(mine[agency.id])
        return mine

    def _found(self, kind: str, plan: Plan, agency: Agency) -> set[int]:
        """Return the places of those that share a name of this kind with an agency and that nothing tells from it."""
        places = {place for key in _keys(kind, agency) for place in self._places.get((kind, key), ())}
        return {place for place in places if not _is_other(*self.everyone[place], plan, agency)}


# By what agencies are found to be one, what is certain first.
_KINDS_OF_NAMES = ("code", "name", "any")


def _keys(kind: str, agency: Agency) -> Iterator[str]:
    names = {"code": (agency.code,), "name": (agency.name,)}.get(
        kind, (agency.name, agency.short_name, *agency.aliases)
    )
    return (spelling_key(name) for name in names if name)


def _is_other(known_by: Plan, known: Agency, plan: Plan, agency: Agency) -> bool:
    """Return whether two agencies that share a name are two all the same."""
    return (
        _differ(known_by.province, plan.province)
        or _differ(known.place, agency.place)
        or _differ(known.code or "", agency.code or "")
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and _bare_place(one) != _bare_place(other)


# What may stand before the name of a place: the office of «phường Tô Hiệu» dates its letters at «Tô Hiệu» too.
_UNITS = tuple(f"{spelling_key(unit)} " for unit in ("tỉnh", "thành phố", "xã", "phường", "đặc khu"))


def _bare_place(place: str) -> str:
    key = spelling_key(place)
    return next((key.removeprefix(unit) for unit in _UNITS if key.startswith(unit)), key)


def _follow_successors(plans: Sequence[Plan], places: Sequence[dict[str, int]]) -> None:
    """Put the successor in the place of an agency that one plan knows to have ended and another still has."""
    taken_over: dict[int, int] = {}
    for plan, mine in zip(plans, places, strict=True):
        for agency in (plan.agencies[id_] for id_ in plan.absent):
            if agency.until is not None and len(agency.successors) == 1 and not agency.successors[0].takes:
                taken_over[mine[agency.id]] = mine[agency.successors[0].agency]
    for plan, mine in zip(plans, places, strict=True):
        for id_ in plan.agencies.keys() - plan.absent:
            followed = {mine[id_]}
            while mine[id_] in taken_over and taken_over[mine[id_]] not in followed:
                mine[id_] = taken_over[mine[id_]]
                followed.add(mine[id_])


def _named_apart(everyone: Sequence[tuple[Plan, Agency]]) -> Iterator[Agency]:
    """Yield the agencies in the order of all, each with an id and a name that no other has."""
    names = Counter(spelling_key(agency.name) for _, agency in everyone)
    ids = Counter(agency.id for _, agency in everyone)
    for order, (plan, agency) in enumerate(everyone):
        key = spelling_key(agency.name)
        name = agency.name
        if names[key] > 1:
            alike = [(other, one) for other, one in everyone if spelling_key(one.name) == key]
            provinces = {spelling_key(other.province) for other, _ in alike}
            where = plan.province if len(provinces) == len(alike) else agency.place or plan.short_name
            name = f"{name} ({where})"
        yield agency._replace(id=agency.id if ids[agency.id] == 1 else f"{agency.id}@{order}", order=order, name=name)
