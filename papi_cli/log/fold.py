"""The fold: the events of each obligation in order, which of them count, and where they leave the obligation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from papi_cli.log.events import Event, in_fold_order, recorded_on
from papi_cli.log.kinds import KIND_SPECS, Effect, EventKind
from papi_cli.log.soundness import Checks, RefusalReason, checks_of, content_refusal, day_refusal
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.periods import periods_over
from papi_cli.text import FIRST_DAY, LAST_DAY

# Looked up once: the loops below meet every event of the log.
_RETRACTED = EventKind.RETRACTED
_NO_LATER_DAY, _ANCHORED_BEFORE = RefusalReason.NO_LATER_DAY, RefusalReason.ANCHORED_BEFORE
_BEFORE_ALL_RECORDS = datetime.min.replace(tzinfo=UTC)


class IgnoredEvent(NamedTuple):
    """An event that does not count, and why.

    `last_day` is the last on-time day in force when it happened (None unless the reason is NO_LATER_DAY, and for an item
    without a day), `anchor` the event by which the day was known from which the term counts (None unless the reason is
    ANCHORED_BEFORE).
    """

    event: Event
    reason: RefusalReason
    last_day: date | None = None
    anchor: Event | None = None


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
            known[pair] = story_or_reason, checks_of(plan.items[event.item])
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
            ignored.append(IgnoredEvent(event, content_refusal(plan.items[event.item], event)))
    return {key: story for key, story in stories.items() if story}


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
    return stories.setdefault(fold_key(plan.items[item], agency), [])


class Fold:
    """Where one obligation stands after some of its events.

    - `own_day`: the last on-time day by the plan itself, None without one; it follows from its phrase or, once it is
      known, from the `anchor`, the event by whose day the term counts. `granted`: the newest day granted beyond it.
    - `delivery_events`: what was delivered since the last return, `first_delivery` the first of them.
    - `standing`: of each delivery that stands how many periods were over before its day, every number once; of an item
      that is no ongoing one always 0. What was delivered in a period that is over stays when a later one is returned.
    - `extension_asked`: the newest request for an extension, None once it was granted (be it for less), refused, or
      settled by a delivery or a waiver.
    - `ongoing`: the item is never overdue; `waived`: taken off the list; `submitted`: a draft is with its issuer;
      `incomplete`: a supplement to the delivery is still missing.
    - `has_counting_record`: something is known of the delivery, be it that there is none yet.
    """

    def __init__(self, item: Item, plan: Plan) -> None:
        """Begin before any event, with an obligation to deliver an item of the plan."""
        self._item = item
        self._plan = plan
        self.own_day = item.due.last if item.due else None
        self.anchor: Event | None = None
        self.granted: date | None = None
        self._granted_at_delivery: date | None = None
        self.first_delivery: Event | None = None
        self.delivery_events: list[Event] = []
        self.standing: tuple[int, ...] = ()
        self.extension_asked: Event | None = None
        self.ongoing = item.is_ongoing
        self.waived = self.submitted = self.incomplete = self.has_counting_record = False

    @property
    def last_day(self) -> date | None:
        """The last on-time day in force, None without one."""
        return later_of(self.own_day, self.granted)

    @property
    def last_day_at_delivery(self) -> date | None:
        """The last on-time day that holds for the first delivery.

        A day granted later does not count, and an anchor does even if it is known only later: what was delivered before
        the term began was on time.
        """
        return later_of(self.own_day, self._granted_at_delivery)

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
                ignored.append(self.ignored(event, reason))
            else:
                counted.append(event)
        self.has_counting_record = any(event.kind in _TELLING_KINDS for event in counted)
        return counted

    def ignored(self, event: Event, reason: RefusalReason) -> IgnoredEvent:
        """Return an event that was refused with the facts behind the reason, as the fold stands where it was refused."""
        if reason is _NO_LATER_DAY:
            return IgnoredEvent(event, reason, last_day=self.last_day)
        return IgnoredEvent(event, reason, anchor=self.anchor if reason is _ANCHORED_BEFORE else None)

    def take(self, event: Event) -> RefusalReason | None:
        """Fold one event that comes after all others, or return why it does not count."""
        effect = _EFFECTS[event.kind]
        return effect(self, event) if effect is not None else None

    # The effects: each changes the fold, or returns why the event does not count.

    def deliver(self, event: Event) -> None:
        """Add a delivery; the first one freezes the day granted. A return does not renew the request it settles."""
        if self.first_delivery is None:
            self.first_delivery, self._granted_at_delivery = event, self.granted
        self.delivery_events.append(event)
        over = periods_over(self._plan.closings, event.date) if self.ongoing else 0
        if self.standing[-1:] != (over,):
            self.standing += (over,)
        self.incomplete, self.extension_asked = False, None

    def undo_delivery(self, _: Event) -> RefusalReason | None:
        """Take back all deliveries, of an ongoing item those since the newest one's period began; refused where none stands."""
        if not self.standing:
            return RefusalReason.NOT_DONE
        self.standing = self.standing[:-1]
        self.first_delivery, self.delivery_events, self.submitted, self.incomplete = None, [], False, False
        return None

    def mark_incomplete(self, _: Event) -> RefusalReason | None:
        """Mark the delivery as incomplete until the next one; refused where none stands."""
        if not self.standing:
            return RefusalReason.NOT_DONE
        self.incomplete = True
        return None

    def extend(self, event: Event) -> RefusalReason | None:
        """Move the last on-time day; refused for an earlier or equal day, and for an ongoing item, which has none.

        What was granted before anybody recorded the anchor was right then: beside a later day that follows from it, it
        counts and moves nothing.
        """
        assert event.until is not None
        is_anchor_new = self.anchor is not None and self.anchor.recorded > event.recorded
        own, granted = None if is_anchor_new else self.own_day, self.granted
        if self.ongoing or (own and event.until <= own) or (granted and event.until <= granted):
            return _NO_LATER_DAY
        self.granted, self.extension_asked = event.until, None
        return None

    def anchored(self, event: Event) -> RefusalReason | None:
        """Count from the day of an anchor; refused where there is one: the first stands until somebody corrects it."""
        if self.anchor is not None:
            return _ANCHORED_BEFORE
        self.count_from(event)
        return None

    def count_from(self, anchor: Event) -> None:
        """Count the term of the phrase from the day of an event; where the phrase has none, the event says the day."""
        self.anchor = anchor
        self.own_day = self._item.last_day_from(anchor.date, self._plan.calendar) or anchor.until

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
    Effect.ANCHOR: Fold.anchored,
    Effect.WAIVE: Fold.waive,
}
# By kind, and not by a `match`: that looks up a member of the enum at every case, which costs more than all the rest.
_EFFECTS = {kind: _METHODS[spec.effect] for kind, spec in KIND_SPECS.items()}
_TELLING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.tells_of_delivery)


def later_of(day: date | None, other: date | None) -> date | None:
    """Return the later of two days, of which either may be missing."""
    if day is None or other is None:
        return other if day is None else day
    return max(day, other)


def has_effect(event: Event) -> bool:
    """Return whether an event of this kind changes the fold, or can be refused by it."""
    return _EFFECTS[event.kind] is not None
