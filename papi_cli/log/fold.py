"""The fold: the events of each obligation in order, which of them count, and where they leave the obligation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from papi_cli.log.events import Event, in_fold_order, recorded_on
from papi_cli.log.kinds import KIND_SPECS, Effect, EventKind, Need
from papi_cli.plan.model import Item, Plan
from papi_cli.text import FIRST_DAY, LAST_DAY, is_in_years


class RefusalReason(StrEnum):
    """Why the fold ignores an event; CLOCK_BEHIND, for which only a recording is refused, since a fold has no clock."""

    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_AGENCY = "unknown_agency"
    NOT_OWED = "not_owed"
    OUTSIDE_YEARS = "outside_years"
    FUTURE = "future"
    NEEDS_MISSING = "needs_missing"
    NO_LATER_DAY = "no_later_day"
    NOT_DONE = "not_done"
    NOT_ASKED = "not_asked"
    NOT_ONGOING = "not_ongoing"
    NO_TARGET = "no_target"
    BEFORE_TARGET = "before_target"
    CLOCK_BEHIND = "clock_behind"


# Looked up once: the loops below meet every event of the log.
_RETRACTED = EventKind.RETRACTED
_BEFORE_ALL_RECORDS = datetime.min.replace(tzinfo=UTC)


class IgnoredEvent(NamedTuple):
    """An event that does not count, and why.

    `last_day` is the last on-time day in force when it happened (None unless the reason is NO_LATER_DAY, and for an item
    without a day).
    """

    event: Event
    reason: RefusalReason
    last_day: date | None = None


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
    known: dict[tuple[str, str], tuple[list[Event], _Checks]] = {}
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
            known[pair] = story_or_reason, _CHECKS if plan.items[event.item].is_ongoing else _CHECKS_UNLESS_ONGOING
        story, checks = known[pair]
        if day > until or event.recorded < since or day < FIRST_DAY:
            local_day = recorded_on(event, zone)
            if reason := _day_refusal(day, local_day):
                ignored.append(IgnoredEvent(event, reason))
                continue
            since, until = event.recorded, min(local_day, LAST_DAY)
        if checks[kind](event):
            story.append(event)
        else:
            ignored.append(IgnoredEvent(event, _content_refusal(event)))
    return {key: story for key, story in stories.items() if story}


def _day_refusal(day: date, recorded: date) -> RefusalReason | None:
    """Return why an event of `day` cannot have been recorded on the day `recorded`, None if it can."""
    if not is_in_years(day):
        return RefusalReason.OUTSIDE_YEARS
    return RefusalReason.FUTURE if day > recorded else None


def _content_refusal(event: Event) -> RefusalReason:
    """Return why an event that fails the check of its kind does not count."""
    if _CHECKS[event.kind](event):
        return RefusalReason.NOT_ONGOING
    return RefusalReason.OUTSIDE_YEARS if event.until and not is_in_years(event.until) else RefusalReason.NEEDS_MISSING


def fold_key(item: Item, agency: str) -> str:
    """Return the key of the events that are folded together: `item@agency`, or the item if one delivery is for all."""
    return item.code if item.is_shared else f"{item.code}@{agency}"


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
    if not _CHECKS[_RETRACTED](retraction):
        return RefusalReason.NEEDS_MISSING
    return _day_refusal(retraction.date, recorded_on(retraction, zone))


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
    return stories.setdefault(fold_key(plan.items[item], agency), [])


def _says_all(needs: Sequence[Need]) -> Callable[[Event], object]:
    """Return a fast predicate: the event has every needed field."""
    if not needs:
        return lambda _: True
    first = _says_any(list(needs[0].words))
    if len(needs) == 1:
        return first
    others = _says_all(needs[1:])
    return lambda event: first(event) and others(event)


def _says_any(fields: Sequence[str]) -> Callable[[Event], object]:
    first = attrgetter(fields[0])
    if len(fields) == 1:
        return first
    others = _says_any(fields[1:])
    return lambda event: first(event) or others(event)


_Checks = Mapping[EventKind, Callable[[Event], object]]


def _with_sound_until(check: Callable[[Event], object]) -> Callable[[Event], object]:
    return lambda event: check(event) and event.until is not None and is_in_years(event.until)


# For each kind, a function that is true of the events that say all that the kind needs, in days of the years that there
# are; then the same for items that are not ongoing, for which some kinds never count.
_CHECKS: _Checks = {
    kind: _with_sound_until(_says_all(spec.needs)) if spec.carries_until else _says_all(spec.needs)
    for kind, spec in KIND_SPECS.items()
}
_CHECKS_UNLESS_ONGOING: _Checks = {
    kind: (lambda _: False) if KIND_SPECS[kind].only_ongoing else check for kind, check in _CHECKS.items()
}


class Fold:
    """Where one obligation stands after some of its events.

    - `last_day`: the last on-time day in force, None without one; `last_day_at_delivery`: the one that was in force at
      the first delivery.
    - `delivery_events`: what was delivered since the last return, `first_delivery` the first of them.
    - `extension_asked`: the newest request for an extension, None once it was granted (be it for less), refused, or
      settled by a delivery or a waiver.
    - `ongoing`: the item is never overdue; `waived`: taken off the list; `submitted`: a draft is with its issuer;
      `incomplete`: a supplement to the delivery is still missing.
    - `has_counting_record`: something is known of the delivery, be it that there is none yet.
    """

    def __init__(self, last: date | None, *, ongoing: bool) -> None:
        self.last_day = last
        self.last_day_at_delivery: date | None = None
        self.first_delivery: Event | None = None
        self.delivery_events: list[Event] = []
        self.extension_asked: Event | None = None
        self.ongoing = ongoing
        self.waived = self.submitted = self.incomplete = self.has_counting_record = False

    @classmethod
    def of_item(cls, item: Item) -> Fold:
        """Return the fold of an obligation to deliver `item`, before any event."""
        return cls(item.due.last if item.due else None, ongoing=item.is_ongoing)

    def apply(self, events: Iterable[Event], ignored: list[IgnoredEvent]) -> list[Event]:
        """Fold all events of the obligation and return those that count, in order; the others go to `ignored`.

        `events` are the story that `group_by_obligation` returns, in any order; they are folded by day, then instant of
        recording, then id. With a last day of 30/11, `done` 5/12, `extended` 6/12 until 10/12, `returned` 7/12 and
        `done` 10/12 leave a delivery of 10/12 that was on time: the return takes back the delivery of 5/12, not the day
        granted.
        """
        counted: list[Event] = []
        for event in in_fold_order(events):
            effect = _EFFECTS[event.kind]
            if effect is not None and (reason := effect(self, event)):
                last_day = self.last_day if reason is RefusalReason.NO_LATER_DAY else None
                ignored.append(IgnoredEvent(event, reason, last_day))
            else:
                counted.append(event)
        self.has_counting_record = any(event.kind in _TELLING_KINDS for event in counted)
        return counted

    def take(self, event: Event) -> RefusalReason | None:
        """Fold one event that comes after all others, or return why it does not count."""
        effect = _EFFECTS[event.kind]
        return effect(self, event) if effect is not None else None

    # The effects: each changes the fold, or returns why the event does not count.

    def deliver(self, event: Event) -> None:
        """Add a delivery; the first one freezes the last on-time day. A return does not renew the request it settles."""
        if self.first_delivery is None:
            self.first_delivery, self.last_day_at_delivery = event, self.last_day
        self.delivery_events.append(event)
        self.incomplete, self.extension_asked = False, None

    def undo_delivery(self, _: Event) -> RefusalReason | None:
        """Take back all deliveries; refused where there is none."""
        if self.first_delivery is None:
            return RefusalReason.NOT_DONE
        self.first_delivery, self.delivery_events, self.submitted, self.incomplete = None, [], False, False
        return None

    def mark_incomplete(self, _: Event) -> RefusalReason | None:
        """Mark the delivery as incomplete until the next one; refused where there is none."""
        if self.first_delivery is None:
            return RefusalReason.NOT_DONE
        self.incomplete = True
        return None

    def extend(self, event: Event) -> RefusalReason | None:
        """Move the last on-time day; refused for an earlier or equal day, and for an ongoing item, which has none."""
        assert event.until is not None
        if self.ongoing or (self.last_day is not None and event.until <= self.last_day):
            return RefusalReason.NO_LATER_DAY
        self.last_day, self.extension_asked = event.until, None
        return None

    def ask_extension(self, event: Event) -> None:
        """Note that an extension was asked for; a later request replaces an earlier one."""
        self.extension_asked = event

    def refuse_extension(self, _: Event) -> RefusalReason | None:
        """Answer the request for an extension with no; refused where none waits for an answer."""
        if self.extension_asked is None:
            return RefusalReason.NOT_ASKED
        self.extension_asked = None
        return None

    def waive(self, _: Event) -> None:
        """Take the obligation off the list."""
        self.waived, self.extension_asked = True, None

    def submit(self, _: Event) -> None:
        """Note that a draft is with its issuer."""
        self.submitted = True


_METHODS: Mapping[Effect, Callable[[Fold, Event], RefusalReason | None] | None] = {
    Effect.NONE: None,
    Effect.SUBMIT: Fold.submit,
    Effect.DELIVER: Fold.deliver,
    Effect.MARK_INCOMPLETE: Fold.mark_incomplete,
    Effect.UNDO_DELIVERY: Fold.undo_delivery,
    Effect.EXTEND: Fold.extend,
    Effect.ASK_EXTENSION: Fold.ask_extension,
    Effect.REFUSE_EXTENSION: Fold.refuse_extension,
    Effect.WAIVE: Fold.waive,
}
# By kind, and not by a `match`: that looks up a member of the enum at every case, which costs more than all the rest.
_EFFECTS = {kind: _METHODS[spec.effect] for kind, spec in KIND_SPECS.items()}
_TELLING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.tells_of_delivery)


def has_effect(event: Event) -> bool:
    """Return whether an event of this kind changes the fold, or can be refused by it."""
    return _EFFECTS[event.kind] is not None
