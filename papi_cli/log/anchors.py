"""The deliveries from which the terms of other items count, or after which other items begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from papi_cli.log.events import Event, fold_position
from papi_cli.log.fold import Fold, fold_key
from papi_cli.plan.model import Item, Plan


def deliver_for(plan: Plan, code: str, item: Item, agency: str) -> Sequence[str]:
    """Return the agencies of whose deliveries of the item with this `code` the first counts for `item`, owed by `agency`.

    That is the agency itself if it owes both, else anybody. Where one delivery of `item` is for all, it has one last day
    for all: then the agencies that owe both stand for each other.
    """
    owing = plan.accountable_agencies[code]
    own = [other for other in (item.agencies if item.is_shared else (agency,)) if other in owing]
    return own or plan.items[code].agencies


class AnchorDeliveries:
    """The first delivery that stands of each item that others count from or follow; every story is folded once, when asked for."""

    def __init__(self, plan: Plan, stories: Mapping[str, Sequence[Event]]) -> None:
        """Take the stories of the plan's obligations by `fold_key`."""
        self._plan = plan
        self._stories = stories
        self._found: dict[str, tuple[Mapping[str, Event], Event | None]] = {}
        # Of an item of which one delivery is for all, the one for all who owe it.
        self._for_all: dict[str, Event | None] = {}

    def find(self, code: str, item: Item, agency: str) -> Event | None:
        """Return the first delivery of the item with this `code` that counts for `item`, owed by `agency`; None without any.

        It is one of those who `deliver_for` it. One that was returned or retracted stands no more.
        """
        if code not in self._found:
            deliveries = self._deliveries(code)
            self._found[code] = deliveries, min(deliveries.values(), key=fold_position, default=None)
        by_agency, first = self._found[code]
        if not item.is_shared:
            return by_agency.get(agency) if agency in self._plan.accountable_agencies[code] else first
        if item.code not in self._for_all:
            found = (by_agency.get(other) for other in deliver_for(self._plan, code, item, agency))
            self._for_all[item.code] = min(filter(None, found), key=fold_position, default=None)
        return self._for_all[item.code]

    def _deliveries(self, code: str) -> Mapping[str, Event]:
        """Return the first delivery that stands of each agency that owes an item."""
        item, found = self._plan.items[code], dict[str, Event]()
        for agency in item.agencies:
            fold = Fold(item, self._plan)
            fold.apply(self._stories.get(fold_key(item, agency), ()), [])
            if fold.first_delivery is not None:
                found[agency] = fold.first_delivery
        return found
