"""What earlier plans recorded of items that they left unfinished, as events of these items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from papi_cli.log.events import TICK, Event, event_id
from papi_cli.log.kinds import EventKind
from papi_cli.plan.earlier import KnownFact
from papi_cli.plan.model import Item, Plan


def recalled_events(plan: Plan) -> tuple[Event, ...]:
    """Return what is known of all items that are carried over.

    It stands in no log: each counts as recorded on its day, in the order of the file.
    """
    if not plan.earlier_plans:
        return ()
    return tuple(event for item in plan.items.values() if item.origin is not None for event in recalled_of(plan, item))


def recalled_of(plan: Plan, item: Item) -> Iterator[Event]:
    """Yield what is known of an item, for each agency that it is about; nothing for one that is not carried over."""
    for place, fact in enumerate(item.origin.known if item.origin is not None else ()):
        owing = plan.accountable_agencies[item.code]
        for agency in fact.agencies or plan.in_official_order(owing.difference(item.heirs)):
            if agency in owing:
                yield _event(plan, item, agency, fact, place)


def _event(plan: Plan, item: Item, agency: str, fact: KnownFact, place: int) -> Event:
    earlier = plan.earlier_plan_of(item)
    noon = datetime.combine(fact.day, time(12), plan.zone)
    return Event(
        id=event_id(
            {
                "item": item.code,
                "agency": agency,
                "date": fact.day.isoformat(),
                "event": fact.event.value,
                "place": str(place),
            }
        ),
        date=fact.day,
        item=item.code,
        agency=agency,
        kind=EventKind(fact.event.value),
        recorded=noon + place * TICK,
        document=fact.document,
        note=fact.note,
        by=earlier.short_name if earlier is not None else "",
        until=fact.until,
    )
