"""Obligations: each item, owed by each of its accountable agencies."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.model import Agency, Interpretation, Item, Plan


class Obligation(NamedTuple):
    """An item owed by one agency; its id is `<item>@<agency>`: `II.5/ke-hoach@so-nong-nghiep-va-moi-truong`."""

    id: str
    item: Item
    agency: Agency

    @property
    def unconfirmed_interpretations(self) -> tuple[Interpretation, ...]:
        """The interpretations that it rests on and the office has not confirmed."""
        return tuple(entry for entry in self.item.interpretations_for(self.agency.id) if not entry.is_confirmed)


def all_obligations(plan: Plan) -> tuple[Obligation, ...]:
    """Return all obligations, items in the order of the plan, the agencies of each in official order."""
    return tuple(
        Obligation(f"{item.code}@{agency}", item, plan.agencies[agency])
        for item in plan.items.values()
        for agency in item.agencies
    )
