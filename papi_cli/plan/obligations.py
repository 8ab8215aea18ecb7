"""What is owed: every item by each of its accountable agencies."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.model import Agency, Interpretation, Item, Plan


class Obligation(NamedTuple):
    """An item owed by one agency; the id reads `II.5/ke-hoach@so-nong-nghiep-va-moi-truong`."""

    id: str
    item: Item
    agency: Agency

    @property
    def unconfirmed_interpretations(self) -> tuple[Interpretation, ...]:
        """Return the readings on which it rests and which the office has not confirmed."""
        return tuple(reading for reading in self.item.interpretations_for(self.agency.id) if not reading.is_confirmed)


def all_obligations(plan: Plan) -> tuple[Obligation, ...]:
    """Return all obligations in the decision's order, each item's agencies in official order."""
    return tuple(
        Obligation(f"{item.code}@{agency}", item, plan.agencies[agency])
        for item in plan.items.values()
        for agency in item.agencies
    )
