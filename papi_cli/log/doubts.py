"""The rules that find an event doubtful: a verdict never improves, and a fact never contradicts another, unseen.

Each takes the plan, the events recorded before, the event, and the one that it replaces as a correction (None if it does
not). It returns what is doubtful, None if nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event, fold_position, recorded_on
from papi_cli.log.fold import later_of
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.moved_anchors import delivery_moved
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.subjects import document_key
from papi_cli.plan.model import Plan

_YEARS_OF_EXTENSION = 2
_GRANTS = (EventKind.EXTENDED, EventKind.WAIVED)
_OF_PERIODS = (EventKind.DONE, EventKind.NOTHING_TO_REPORT)


def _before_window_closed(plan: Plan, _earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find a period's report that is dated before the last day of its data: a mistyped month.

    Where the plan itself wants the report before its data are complete, no day is too early.
    """
    if event.kind is not EventKind.DONE or not (period_id := plan.items[event.item].period):
        return None
    closes = next(period.last for period in plan.periods if period.id == period_id)
    due = plan.items[event.item].due_on(event.date)
    wanted_earlier = due is not None and due.last is not None and due.last <= closes
    if event.date >= closes or wanted_earlier:
        return None
    return OddEvent(event, Oddity.BEFORE_WINDOW_CLOSED, limit=closes)


def _other_day(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find a document recorded once more with another day, or a delivery before the one that counts.

    A document is known by number, agency and year; its days are of one sense only where the items count the same day. It
    may come twice after it was sent back. Results of an ongoing item may come in any order.
    """
    if event.kind is not EventKind.DONE:
        return None
    if other := _same_number_on_other_day(plan, earlier, event):
        return OddEvent(event, Oddity.OTHER_DAY, other=other)
    if plan.items[event.item].on(event.date).is_ongoing:
        return None
    later = earlier.course_of(event.item, event.agency, event.date).outlook(event).later
    # A correction of the first delivery itself leaves its day to whoever corrects it.
    if later is None or later.date == event.date or (replaced is not None and replaced.date <= later.date):
        return None
    return OddEvent(event, Oddity.EARLIER_DONE, other=later)


def _same_number_on_other_day(plan: Plan, earlier: LogIndex, event: Event) -> Event | None:
    number = document_key(event.document).number
    if not number:
        return None
    deliveries = earlier.documents.under(event.kind, number)
    counts = plan.items[event.item].counts
    for other in deliveries.on_other_days(event, earlier.is_retracted):
        days = sorted((event.date, other.date))
        items = {event.item, other.item}
        is_sent_back = any(
            earlier.course_of(item, event.agency, event.date).timeline.is_sent_back(*days) for item in items
        )
        if plan.items[other.item].counts is counts and not is_sent_back:
            return other
    return None


def _turns_on_time(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find a delivery recorded after the due day and dated far back that turns late or overdue into on time."""
    recorded = recorded_on(event, plan.zone)
    is_far_back = (recorded - event.date).days > plan.backdated_days
    if event.kind is not EventKind.DONE or not is_far_back or plan.items[event.item].on(event.date).is_ongoing:
        return None
    course = earlier.course_of(event.item, event.agency, event.date)
    outlook, anchored = course.outlook(event), earlier.anchored_day(event.item, event.agency, event.date)
    last_day = later_of(outlook.last_day, anchored)
    if last_day is None or event.date > last_day or outlook.earlier is not None or outlook.is_returned:
        return None
    if replaced is not None and replaced.date <= last_day:
        return None
    if outlook.later is None:
        due, day = later_of(course.last_day, anchored), recorded
    else:
        due, day = later_of(outlook.last_day_of_later, anchored), outlook.later.date
    was_late = due is not None and day > due
    return OddEvent(event, Oddity.TURNS_ON_TIME, other=outlook.later, limit=last_day) if was_late else None


def _excused_later(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find an extension or a waiver recorded far after its day that turns late or overdue into on time, or off the list."""
    recorded = recorded_on(event, plan.zone)
    is_far_back = (recorded - event.date).days > plan.backdated_days
    if event.kind not in _GRANTS or not is_far_back or plan.items[event.item].on(event.date).is_ongoing:
        return None
    course = earlier.course_of(event.item, event.agency, event.date)
    delivery = course.timeline.delivery()
    in_force = course.last_day_at(delivery) if delivery else course.last_day
    day = delivery.date if delivery else recorded
    last_day = later_of(in_force, earlier.anchored_day(event.item, event.agency, day))
    if last_day is None or day <= last_day or earlier.find_waiver(event.item, event.agency, event.date):
        return None
    if replaced is not None and (replaced.until is None or replaced.until >= day):
        return None
    if event.until is None:
        is_excused = delivery is None
    else:
        is_excused = event.until >= day and (delivery is None or fold_position(event) < fold_position(delivery))
    return OddEvent(event, Oddity.EXCUSED_LATER, other=delivery, limit=last_day) if is_excused else None


def _anchor_moved(plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find an anchor that is corrected far after its day, by which late or overdue turns into on time."""
    recorded = recorded_on(event, plan.zone)
    is_far_back = (recorded - event.date).days > plan.backdated_days
    if event.kind is not EventKind.ANCHORED or replaced is None or not is_far_back:
        return None
    item, delivery = plan.items[event.item], earlier.course_of(event.item, event.agency, event.date).timeline.delivery()
    day = delivery.date if delivery else recorded
    in_force = item.on(day)
    before, after = (entry.until or in_force.last_day_from(entry.date, plan.calendar) for entry in (replaced, event))
    was_late = before is not None and after is not None and before < day <= after
    return OddEvent(event, Oddity.EXCUSED_LATER, other=delivery, limit=before) if was_late else None


def _shared_number(_plan: Plan, earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find one document that several agencies have as their own (see `Issuers.is_own`).

    Where the symbol means one agency, no other can have the number in the same year. Where it means many (`UBND`) or none,
    each of them may: then it is one document if item and day are the same too.
    """
    number = document_key(event.document).number
    if not number or not earlier.issuers.is_own(event, number):
        return None
    deliveries = earlier.documents.under(event.kind, number)
    if len(earlier.issuers.named_by(number)) == 1:
        other = deliveries.by_others(event, earlier.is_retracted)
    else:
        other = deliveries.by_others_that_day(event, earlier.is_retracted)
    return OddEvent(event, Oddity.SHARED_NUMBER, other=other) if other else None


def _done_and_waived(plan: Plan, earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find a delivery of what was taken off the list, or the other way round; ongoing items may have results before."""
    if plan.items[event.item].on(event.date).is_ongoing:
        return None
    if event.kind is EventKind.WAIVED:
        other = earlier.course_of(event.item, event.agency, event.date).timeline.delivery()
    elif event.kind is EventKind.DONE:
        other = earlier.find_waiver(event.item, event.agency, event.date)
    else:
        other = None
    return OddEvent(event, Oddity.DONE_AND_WAIVED, other=other) if other else None


def _extended_too_far(plan: Plan, _earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find an extension, granted or asked for, beyond the year after next once the plan has ended: a mistyped year."""
    limit = date(plan.span.last.year + _YEARS_OF_EXTENSION, 12, 31)
    is_odd = event.until is not None and event.until > limit and KIND_SPECS[event.kind].carries_until
    return OddEvent(event, Oddity.EXTENDED_TOO_FAR, limit=limit) if is_odd else None


def _delivered_reminded(plan: Plan, earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find a reminder dated after the delivery, as in a group of which some had delivered; a supplement may be missing."""
    if event.kind is not EventKind.REMINDED or plan.items[event.item].on(event.date).is_ongoing:
        return None
    timeline = earlier.course_of(event.item, event.agency, event.date).timeline
    other = None if timeline.is_incomplete((event.date,)) else timeline.delivery((event.date,))
    return OddEvent(event, Oddity.DELIVERED_REMINDED, other=other) if other else None


def _self_granted(_plan: Plan, earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find an agency that grants itself an extension or drops its own item.

    The symbol means it and no other, or the document is the very one of that day by which it asked for an extension.
    """
    if event.kind not in _GRANTS:
        return None
    number = document_key(event.document).number
    if earlier.issuers.named_by(number) == {event.agency}:
        return OddEvent(event, Oddity.SELF_GRANTED)
    requests = earlier.documents.under(EventKind.EXTENSION_REQUESTED, number) if number else None
    request = requests.that_day(event, earlier.is_retracted) if requests else None
    return OddEvent(event, Oddity.SELF_GRANTED, other=request) if request else None


def _not_begun(plan: Plan, earlier: LogIndex, event: Event, _replaced: Event | None) -> OddEvent | None:
    """Find a result, or none, of what goes on only once another item is delivered, which it was not by that day."""
    followed = plan.items[event.item].follows
    if followed is None or event.kind not in _OF_PERIODS:
        return None
    delivery = earlier.course_of(followed, event.agency, event.date).timeline.delivery(
        (event.date + timedelta(days=1),)
    )
    return None if delivery else OddEvent(event, Oddity.NOT_BEGUN)


def _taken_back(_plan: Plan, earlier: LogIndex, event: Event, replaced: Event | None) -> OddEvent | None:
    """Find an event that was retracted or corrected, recorded as it was: a sheet read again, slip and all.

    `papi check` looks at nothing that was retracted, and so never finds one.
    """
    other = None if replaced is not None else earlier.find_taken_back(draft_from_event(event))
    return OddEvent(event, Oddity.TAKEN_BACK, other=other) if other else None


DOUBT_RULES: tuple[Callable[[Plan, LogIndex, Event, Event | None], OddEvent | None], ...] = (
    _before_window_closed,
    _other_day,
    _turns_on_time,
    _excused_later,
    _anchor_moved,
    delivery_moved,
    _shared_number,
    _done_and_waived,
    _extended_too_far,
    _delivered_reminded,
    _self_granted,
    _not_begun,
    _taken_back,
)
