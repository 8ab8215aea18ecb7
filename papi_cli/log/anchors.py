"""The deliveries from which the terms of other items count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from papi_cli.log.events import Event, fold_position
from papi_cli.log.fold import Fold, fold_key
from papi_cli.plan.model import Plan


class AnchorDeliveries:
    """The first delivery that stands of each item that others count from; every story is folded once, when asked for."""

    def __init__(self, plan: Plan, stories: Mapping[str, Sequence[Event]]) -> None:
        """Take the stories of the plan's obligations by `fold_key`."""
        self._plan = plan
        self._stories = stories
        self._found: dict[str, tuple[Mapping[str, Event], Event | None]] = {}

    def find(self, item: str, agency: str) -> Event | None:
        """Return the first delivery of `item` that counts for a term of `agency`; None without any.

        That is its own delivery if it owes the item too, else the first one of anybody. One that was returned or
        retracted stands no more.
        """
        if item not in self._found:
            deliveries = self._deliveries(item)
            self._found[item] = deliveries, min(deliveries.values(), key=fold_position, default=None)
        by_agency, first = self._found[item]
        return by_agency.get(agency) if agency in self._plan.accountable_agencies[item] else first

    def _deliveries(self, code: str) -> Mapping[str, Event]:
        """Return the first delivery that stands of each agency that owes an item."""
        item, found = self._plan.items[code], dict[str, Event]()
        for agency in item.agencies:
            fold = Fold(item, self._plan)
            fold.apply(self._stories.get(fold_key(item, agency), ()), [])
            if fold.first_delivery is not None:
                found[agency] = fold.first_delivery
        return found
