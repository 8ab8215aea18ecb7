"""The doubt about a delivery that is corrected far back: what counts from it turns from late into on time, unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.log.anchors import deliver_for
from papi_cli.log.events import Event, fold_position, recorded_on
from papi_cli.log.fold import later_of
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.stories import fold_key
from papi_cli.plan.model import Item, Plan


def delivery_moved(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find a delivery corrected far after its day by which the late or overdue item that counts from it is on time.

    Each of those items is looked at as its agency owes it. The correction is asked about once: told are the first of them
    and the number of the others. What was taken off the list, and what an extension excused, was not late.
    """
    items = plan.counting_from.get(event.item, ())
    if not items or event.kind is not EventKind.DONE or replaced is None:
        return None
    recorded = recorded_on(event, plan.zone)
    if (recorded - event.date).days <= plan.backdated_days:
        return None
    excused = [each for item in items for each in _excused(plan, earlier, item, (replaced, event), recorded)]
    if not excused:
        return None
    first, *others = excused
    return OddEvent(
        event,
        Oddity.EXCUSED_LATER,
        other=first.delivery,
        limit=first.limit,
        excused=((first.item, first.agency), *((each.item, each.agency) for each in others)),
    )


class _Excused(NamedTuple):
    """An obligation that was late on the last day `limit`, with the delivery that was, None if there is none yet."""

    item: str
    agency: str
    limit: date
    delivery: Event | None


def _excused(
    plan: Plan, earlier: LogIndex, item: Item, anchors: tuple[Event, Event], recorded: date
) -> Iterator[_Excused]:
    """Yield the obligations of an item that are late with the first of two anchors and on time with the second."""
    anchor = plan.items[anchors[0].item]
    story = fold_key(plan, anchor, anchors[0].agency)
    # All who do not deliver the anchor themselves count from the same ones.
    known: dict[Sequence[str], tuple[date | None, ...]] = {}
    told: set[str] = set()
    for agency in _owing(item):
        whose = tuple(deliver_for(plan, anchor.code, item, agency))
        if all(fold_key(plan, anchor, other) != story for other in whose):
            continue
        if whose not in known:
            known[whose] = tuple(_last_day(plan, earlier, item, whose, replacement) for replacement in anchors)
        course = earlier.course_of(item.code, agency, date.max)
        delivery = course.timeline.delivery()
        if delivery is None and earlier.find_waiver(item.code, agency, date.max):
            continue
        if item.former and not item.is_shared:
            # What an agency that is no more delivered stays its own, and is told of it alone.
            if not _owes(item, agency, delivery) or (delivery is not None and delivery.id in told):
                continue
            told.update({delivery.id} if delivery else ())
        granted = course.last_day_at(delivery) if delivery else course.last_day
        before, after = (later_of(day, granted) for day in known[whose])
        if before and after and before < (delivery.date if delivery else recorded) <= after:
            yield _Excused(item.code, agency, before, delivery)


def _owing(item: Item) -> Sequence[str]:
    """Return the agencies that may owe an item, those that did first; of what one delivers for all, one of them."""
    if item.is_shared:
        return item.agencies[:1]
    return (*dict.fromkeys(handover.agency for handover in item.former), *item.agencies)


def _owes(item: Item, agency: str, delivery: Event | None) -> bool:
    """Return whether an agency owes an item: it did on the day of the delivery, or does now if there is none."""
    day = delivery.date if delivery else date.max
    return any(first <= day <= last for first, last, _ in item.tenures_of(agency))


def _last_day(plan: Plan, earlier: LogIndex, item: Item, agencies: Sequence[str], delivery: Event) -> date | None:
    """Return the last day of an item that counts from the first delivery by `agencies`, with one `delivery` more."""
    anchor = plan.items[delivery.item]
    story = fold_key(plan, anchor, delivery.agency)
    timelines = (
        (fold_key(plan, anchor, other), earlier.course_of(anchor.code, other, date.max).timeline) for other in agencies
    )
    deliveries = (
        timeline.delivery_with(delivery) if key == story else timeline.delivery() for key, timeline in timelines
    )
    first = min(filter(None, deliveries), key=fold_position, default=None)
    return item.last_day_from(first.date, plan.calendar) if first else None
