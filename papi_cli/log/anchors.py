"""The deliveries from which the terms of other items count, or after which other items begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from papi_cli.log.events import Event, fold_position
from papi_cli.log.fold import Fold
from papi_cli.log.stories import fold_key
from papi_cli.plan.model import Item, Plan


def deliver_for(plan: Plan, code: str, item: Item, agency: str) -> Sequence[str]:
    """Return the agencies of whose deliveries of the item with this `code` the first counts for `item`, owed by `agency`.

    That is the agency itself if it owes both, else anybody. One that only took the item over counts as those did from
    whom it has it. Where one delivery of `item` is for all, it has one last day for all: then the agencies that owe both
    stand for each other.
    """
    owing = plan.accountable_agencies[code]
    own = [other for other in _counting_as(item, agency) if other in owing]
    return own or _all_owing(plan.items[code])


def _counting_as(item: Item, agency: str) -> Sequence[str]:
    """Return the agencies whose own deliveries of what an item counts from are looked for first, as an agency owes it."""
    if item.is_shared:
        return _all_owing(item)
    if not item.former:
        return (agency,)
    from papi_cli.plan.tenures import origins

    return origins(item.former, item.heirs, agency)


def _all_owing(item: Item) -> Sequence[str]:
    """Return the agencies that owe an item, and those that did."""
    return (*item.agencies, *(handover.agency for handover in item.former)) if item.former else item.agencies


class AnchorDeliveries:
    """The first delivery that stands of each item that others count from or follow; every story is folded once, when asked for."""

    def __init__(self, plan: Plan, stories: Mapping[str, Sequence[Event]], as_of: date) -> None:
        """Take the stories of the plan's obligations by `fold_key`, up to the day `as_of`."""
        self._plan = plan
        self._stories = stories
        self._as_of = as_of
        self._found: dict[str, tuple[Callable[[str], Event | None], Event | None]] = {}
        # Of an item of which one delivery is for all, the one for all who owe it.
        self._for_all: dict[str, Event | None] = {}

    def awaited(self, item: Item, agency: str) -> Event | None:
        """Return the delivery from which the term of an item counts, or after which it begins, as an agency owes it."""
        code = item.follows or item.anchor
        return self._find(code, item, agency) if code is not None else None

    def _find(self, code: str, item: Item, agency: str) -> Event | None:
        """Return the first delivery of the item with this `code` that counts for `item`, owed by `agency`; None without any.

        It is one of those who `deliver_for` it. One that was returned or retracted stands no more.
        """
        if code not in self._found:
            other = self._plan.items[code]
            delivery_by = self._followed(other) if other.former and not other.is_shared else self._apart(other)
            self._found[code] = delivery_by, _first(map(delivery_by, _all_owing(other)))
        delivery_by, first = self._found[code]
        if not item.is_shared:
            own = [other for other in _counting_as(item, agency) if other in self._plan.accountable_agencies[code]]
            return _first(map(delivery_by, own)) if own else first
        if item.code not in self._for_all:
            self._for_all[item.code] = _first(map(delivery_by, deliver_for(self._plan, code, item, agency)))
        return self._for_all[item.code]

    def _apart(self, item: Item) -> Callable[[str], Event | None]:
        """Return the function that gives the first delivery that stands of each agency that owes an item."""
        found = dict[str, Event]()
        for agency in _all_owing(item):
            fold = Fold(item, self._plan)
            fold.apply(self._stories.get(fold_key(self._plan, item, agency), ()), [])
            fold.come_to(self._as_of)
            if fold.first_delivery is not None:
                found[agency] = fold.first_delivery
        return found.get

    def _followed(self, item: Item) -> Callable[[str], Event | None]:
        """Return the same function for agencies that took over from one another: of each its own, or that of those before."""
        from papi_cli.log.succession import successions

        lineages = successions(self._plan, item, self._stories, self._as_of)
        apart = self._apart(item)

        def delivery_by(agency: str) -> Event | None:
            if agency not in self._plan.lineages[item.code]:
                return apart(agency)
            holdings = lineages[fold_key(self._plan, item, agency)].holdings_of(agency)
            return _first(holding.fold.first_delivery for holding in holdings)

        return delivery_by


def _first(deliveries: Iterable[Event | None]) -> Event | None:
    return min(filter(None, deliveries), key=fold_position, default=None)
