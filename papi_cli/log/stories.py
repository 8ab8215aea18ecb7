"""The stories of the log: the events that are folded together, without what breaks a rule by itself or was retracted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo

from papi_cli.log.events import Event, recorded_on
from papi_cli.log.fold import IgnoredEvent
from papi_cli.log.kinds import EventKind
from papi_cli.log.soundness import Checks, RefusalReason, checks_of, content_refusal, day_refusal
from papi_cli.plan.model import Item, Plan
from papi_cli.text import FIRST_DAY, LAST_DAY

# Looked up once: the loops below meet every event of the log.
_RETRACTED = EventKind.RETRACTED
_BEFORE_ALL_RECORDS = datetime.min.replace(tzinfo=UTC)


def group_by_obligation(
    plan: Plan, events: Sequence[Event], as_of: date, zone: tzinfo, ignored: list[IgnoredEvent]
) -> Mapping[str, list[Event]]:
    """Return the events of each obligation dated up to and including `as_of`, by `fold_key`, in the order given.

    `events` come once each, in any order. Left out are retractions and what they retract (whatever the day of the
    retraction), and what breaks a rule without a look at other events, which goes to `ignored`. What breaks a rule
    because of earlier events is for `Fold.apply` to find.
    """
    retracted = retracted_ids(events, zone, ignored)
    stories: dict[str, list[Event]] = {}
    # For each pair of item and agency met so far its story (agencies of a shared item have one between them), and what
    # an event must pass, by kind, to be added to it.
    known: dict[tuple[str, str], tuple[list[Event], Checks]] = {}
    # An event is in the future if it is dated after the local day on which it was recorded. Converting every instant to
    # the plan's zone would cost more than all the rest, and time does not run backwards: once an event recorded on
    # 13 March at 09:00 has passed, whatever is recorded from then on and dated up to 13 March passes too. Only an event
    # outside this window (recorded before `since`, or dated after `until`) is converted, and if it passes the window
    # moves to it. A log in the order of recording, as its files are, takes about one conversion a day.
    since, until = _BEFORE_ALL_RECORDS, date.min
    for event in events:
        kind, day = event.kind, event.date
        if day > as_of or kind is _RETRACTED or (retracted and event.id in retracted):
            continue
        pair = event.item, event.agency
        if pair not in known:
            story_or_reason = _story_for(plan, *pair, stories)
            if isinstance(story_or_reason, RefusalReason):
                ignored.append(IgnoredEvent(event, story_or_reason))
                continue
            known[pair] = story_or_reason, checks_of(plan, plan.items[event.item], plan.agencies[event.agency])
        story, checks = known[pair]
        if day > until or event.recorded < since or day < FIRST_DAY:
            local_day = recorded_on(event, zone)
            if reason := day_refusal(day, local_day):
                ignored.append(IgnoredEvent(event, reason))
                continue
            since, until = event.recorded, min(local_day, LAST_DAY)
        if checks[kind](event):
            story.append(event)
        else:
            reason = content_refusal(plan.items[event.item], plan.agencies[event.agency], event)
            ignored.append(IgnoredEvent(event, reason))
    return {key: story for key, story in stories.items() if story}


def fold_key(plan: Plan, item: Item, agency: str) -> str:
    """Return the key of the events that are folded together: `item@agency`, or the item if one delivery is for all.

    Agencies that took over from one another have one key, that of the first of them.
    """
    if item.is_shared:
        return item.code
    return f"{item.code}@{plan.lineages[item.code].get(agency, agency) if item.former else agency}"


def retracted_ids(events: Sequence[Event], zone: tzinfo, ignored: list[IgnoredEvent]) -> frozenset[str]:
    """Return the ids of the events that are retracted; retractions against the rules go to `ignored`."""
    return frozenset([target.id for _, target in counting_retractions(events, zone, ignored)])


def counting_retractions(
    events: Sequence[Event], zone: tzinfo, ignored: list[IgnoredEvent]
) -> list[tuple[Event, Event]]:
    """Return each retraction among `events` with its target, in their order; those against the rules go to `ignored`."""
    retractions = [event for event in events if event.kind is _RETRACTED]
    target_ids = {event.target for event in retractions}
    by_id = {event.id: event for event in events if event.id in target_ids} if target_ids else {}
    counting: list[tuple[Event, Event]] = []
    for event in retractions:
        target = by_id.get(event.target)
        if reason := retraction_refusal(event, target, zone):
            ignored.append(IgnoredEvent(event, reason))
        elif target is not None:
            counting.append((event, target))
    return counting


def retraction_refusal(retraction: Event, target: Event | None, zone: tzinfo) -> RefusalReason | None:
    """Return why a retraction does not count, given the event that its `target` names, None if there is none.

    It must name another event of its item and agency that is none itself and was not recorded after it, give a reason,
    and not be dated after the day on which it was recorded. No version of papi wrote one that was recorded before its
    target: it would name an id that was not there yet.
    """
    same_obligation = target is not None and (target.item, target.agency) == (retraction.item, retraction.agency)
    if target is None or target.kind is _RETRACTED or not same_obligation:
        return RefusalReason.NO_TARGET
    if retraction.recorded < target.recorded:
        return RefusalReason.BEFORE_TARGET
    if not retraction.note:
        return RefusalReason.NEEDS_MISSING
    return day_refusal(retraction.date, recorded_on(retraction, zone))


def refusal_by_itself(plan: Plan, event: Event) -> RefusalReason | None:
    """Return why an event that is no retraction breaks a rule without a look at other events, None if it breaks none."""
    ignored: list[IgnoredEvent] = []
    group_by_obligation(plan, [event], date.max, plan.zone, ignored)
    return ignored[0].reason if ignored else None


def _story_for(plan: Plan, item: str, agency: str, stories: dict[str, list[Event]]) -> list[Event] | RefusalReason:
    """Return the list in `stories` that takes the events of this item and agency, or why they cannot count."""
    accountable = plan.accountable_agencies.get(item)
    if accountable is None:
        return RefusalReason.UNKNOWN_ITEM
    if agency not in accountable:
        return RefusalReason.NOT_OWED if agency in plan.agencies else RefusalReason.UNKNOWN_AGENCY
    return stories.setdefault(fold_key(plan, plan.items[item], agency), [])
