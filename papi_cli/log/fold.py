"""The fold: the events of each obligation in order, which of them count, and where they leave the obligation."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from papi_cli.log.events import Event, fold_position, in_fold_order
from papi_cli.log.kinds import KIND_SPECS, Effect, EventKind
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.amendments import EarlierDue
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.periods import periods_over

# Looked up once: the loops below meet every event of the log.
_NO_LATER_DAY, _ANCHORED_BEFORE = RefusalReason.NO_LATER_DAY, RefusalReason.ANCHORED_BEFORE


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


class FoldMark(NamedTuple):
    """What of a fold decides about later events: where to go on from without folding all events before again."""

    changes: int
    own_day: date | None
    granted: date | None
    is_grant_old: bool
    standing: tuple[int, ...]
    is_ongoing: bool
    anchor: Event | None
    extension_asked: Event | None


class Fold:
    """Where one obligation stands after some of its events.

    - `own_day`: the last on-time day by the plan itself, None without one; it follows from its phrase or, once it is
      known, from the `anchor`, the event by whose day the term counts. `granted`: the newest day granted beyond it.
    - `changes`: how many of the item's earlier deadlines were changed by now.
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
        # The item with the deadline in force, and with the one that was so at the first delivery.
        self._stages = plan.stages[item.code] if item.earlier_dues else (item,)
        self._now = self._then = self._stages[0]
        self.changes = self._changes_at_delivery = 0
        self.own_day = self._now.due.last if self._now.due else None
        self.anchor: Event | None = None
        self.granted: date | None = None
        # The day was granted when another deadline was in force.
        self._is_grant_old = False
        self._granted_at_delivery: tuple[date | None, bool] = (None, False)
        self.first_delivery: Event | None = None
        self.delivery_events: list[Event] = []
        self.standing: tuple[int, ...] = ()
        self.extension_asked: Event | None = None
        self.ongoing = self._now.is_ongoing
        self.ongoing_since: date | None = None
        # The place in the order of the fold from which events tell of work that an amendment had go on.
        self._goes_on_from: tuple[Any, ...] = ()
        self.waived = self.submitted = self.incomplete = self.has_counting_record = False

    @property
    def last_day(self) -> date | None:
        """The last on-time day in force, None without one.

        What was granted beyond an earlier deadline is no day to keep to once the plan itself has none any more.
        """
        return later_of(self.own_day, self._granted_now)

    @property
    def _granted_now(self) -> date | None:
        return None if self._is_grant_old and self.own_day is None else self.granted

    @property
    def last_day_at_delivery(self) -> date | None:
        """The last on-time day that holds for the first delivery.

        It is that by the deadline in force on its day. A day granted later does not count, and an anchor does even if it
        is known only later: what was delivered before the term began was on time.
        """
        own, (granted, is_old) = self.judged_own_day, self._granted_at_delivery
        return later_of(own, None if is_old and own is None else granted)

    @property
    def judged_own_day(self) -> date | None:
        """The last on-time day by the plan itself that decides: of what is delivered that by the plan as it was then."""
        is_changed = self.first_delivery is not None and self.changes != self._changes_at_delivery
        return self._day_by(self._then) if is_changed else self.own_day

    @property
    def judged_item(self) -> Item:
        """The item with the deadline that decides: of what is delivered the one in force then, else the one in force now."""
        return self._now if self.first_delivery is None else self._then

    def day_before_change(self) -> tuple[EarlierDue, date | None] | None:
        """Return the deadline that the one that decides took the place of, with its last day; None if none was changed."""
        changes = self.changes if self.first_delivery is None else self._changes_at_delivery
        if not changes:
            return None
        return self._item.earlier_dues[changes - 1], self._day_by(self._stages[changes - 1])

    def _day_by(self, item: Item) -> date | None:
        """Return the last on-time day by a deadline of the item, with the anchor as it is known."""
        if self.anchor is None or not item.awaits_anchor:
            return item.due.last if item.due else None
        return item.last_day_from(self.anchor.date, self._plan.calendar) or self.anchor.until

    def since_it_goes_on(self, counted: Sequence[Event]) -> Sequence[Event]:
        """Return the events that tell of work that goes on: those since an amendment had it go on, and a waiver."""
        if not self._goes_on_from:
            return counted
        return [
            event for event in counted if fold_position(event) >= self._goes_on_from or event.kind is EventKind.WAIVED
        ]

    def come_to(self, day: date) -> None:
        """Put the deadline in force that is so on a day, which is not before any event that was folded."""
        earlier = self._item.earlier_dues
        while self.changes < len(earlier) and earlier[self.changes].until <= day:
            self.changes += 1
            self._change_due(self._stages[self.changes], earlier[self.changes - 1].until)

    def _change_due(self, item: Item, day: date) -> None:
        """Put another deadline in force from a day on.

        Results of what went on deliver nothing of what now has a day. What was delivered while it had one stays delivered,
        and goes on only once that is returned.
        """
        has_gone_on = self._now.is_ongoing
        self._now, self.own_day = item, self._day_by(item)
        self._is_grant_old = self.granted is not None
        if item.is_ongoing and not has_gone_on:
            self.ongoing, self.ongoing_since, self._goes_on_from = not self.standing, day, (day,)
        elif self.ongoing and not item.is_ongoing:
            self.ongoing = self.incomplete = False
            self.first_delivery, self.delivery_events, self.standing = None, [], ()

    def apply(self, events: Iterable[Event], ignored: list[IgnoredEvent]) -> list[Event]:
        """Fold all events of the obligation and return those that count, in order; the others go to `ignored`.

        `events` are the story that `group_by_obligation` returns, in any order; they are folded by day, then instant of
        recording, then id. With a last day of 30/11, `done` 5/12, `extended` 6/12 until 10/12, `returned` 7/12 and
        `done` 10/12 leave a delivery of 10/12 that was on time: the return takes back the delivery of 5/12, not the day
        granted.
        """
        counted: list[Event] = []
        is_amended = bool(self._item.earlier_dues)
        for event in in_fold_order(events):
            if is_amended:
                self.come_to(event.date)
            effect = _EFFECTS[event.kind]
            if effect is not None and (reason := effect(self, event)):
                ignored.append(self.ignored(event, reason))
            else:
                counted.append(event)
        self.has_counting_record = any(event.kind in TELLING_KINDS for event in counted)
        return counted

    def ignored(self, event: Event, reason: RefusalReason) -> IgnoredEvent:
        """Return an event that was refused with the facts behind the reason, as the fold stands where it was refused."""
        if reason is _NO_LATER_DAY:
            return IgnoredEvent(event, reason, last_day=self.last_day)
        return IgnoredEvent(event, reason, anchor=self.anchor if reason is _ANCHORED_BEFORE else None)

    def take(self, event: Event) -> RefusalReason | None:
        """Fold one event that comes after all others, or return why it does not count."""
        if self._item.earlier_dues:
            self.come_to(event.date)
        effect = _EFFECTS[event.kind]
        return effect(self, event) if effect is not None else None

    @property
    def mark(self) -> FoldMark:
        """Where the fold stands."""
        return FoldMark(
            self.changes,
            self.own_day,
            self.granted,
            self._is_grant_old,
            self.standing,
            self.ongoing,
            self.anchor,
            self.extension_asked,
        )

    def resume(self, mark: FoldMark) -> None:
        """Stand where another fold of the same item stood, for all that later events ask."""
        self.changes, self.own_day, self.granted, self._is_grant_old = mark[:4]
        self.standing, self.ongoing, self.anchor, self.extension_asked = mark[4:]
        self._now = self._stages[self.changes]

    def copy(self) -> Fold:
        """Return a fold of its own that stands at the same place."""
        other = copy.copy(self)
        other.delivery_events = self.delivery_events.copy()
        return other

    def absorb(self, other: Fold) -> None:
        """Take over what another agency left open of the same item: its anchor, what it was granted and asked for.

        Both stand at the end of the same day. What is settled is judged by its own days; what either delivered of work that
        goes on stays delivered.
        """
        if not self.waived and (self.ongoing or self.first_delivery is None):
            if self.ongoing:
                self._absorb_results(other)
            anchors = filter(None, (self.anchor, other.anchor))
            if (anchor := min(anchors, key=fold_position, default=None)) is not None:
                self.count_from(anchor)
            mine, theirs = self._granted_now, other._granted_now
            if theirs is not None and (mine is None or theirs > mine):
                self.granted, self._is_grant_old = other.granted, other._is_grant_old
            requests = filter(None, (self.extension_asked, other.extension_asked))
            self.extension_asked = max(requests, key=fold_position, default=None)
        self.submitted, self.incomplete = self.submitted or other.submitted, self.incomplete or other.incomplete
        self.has_counting_record |= other.has_counting_record

    def _absorb_results(self, other: Fold) -> None:
        self.delivery_events = in_fold_order([*self.delivery_events, *other.delivery_events])
        self.standing = tuple(sorted({*self.standing, *other.standing}))
        first = self.delivery_events[0] if self.delivery_events else None
        if first is not self.first_delivery:
            self.first_delivery, self._then = first, other._then
            self._changes_at_delivery, self._granted_at_delivery = (
                other._changes_at_delivery,
                other._granted_at_delivery,
            )

    # The effects: each changes the fold, or returns why the event does not count.

    def deliver(self, event: Event) -> None:
        """Add a delivery; the first one freezes the day granted. A return does not renew the request it settles."""
        if self.first_delivery is None:
            self.first_delivery, self._granted_at_delivery = event, (self.granted, self._is_grant_old)
            self._changes_at_delivery, self._then = self.changes, self._now
        self.delivery_events.append(event)
        over = periods_over(self._plan.closings, event.date) if self.ongoing else 0
        if self.standing[-1:] != (over,):
            self.standing += (over,)
        self.incomplete, self.extension_asked = False, None

    def undo_delivery(self, event: Event) -> RefusalReason | None:
        """Take back all deliveries, of an ongoing item those since the newest one's period began; refused where none stands."""
        if not self.standing:
            return RefusalReason.NOT_DONE
        self.standing = self.standing[:-1]
        self.first_delivery, self.delivery_events, self.submitted, self.incomplete = None, [], False, False
        if self._now.is_ongoing and not self.ongoing:
            self.ongoing, self._goes_on_from = True, fold_position(event)
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
        is_anchor_new = self.anchor is not None and self.anchor.recorded > event.recorded and self._now.awaits_anchor
        own, granted = None if is_anchor_new else self.own_day, self._granted_now
        if self.ongoing or (own and event.until <= own) or (granted and event.until <= granted):
            return _NO_LATER_DAY
        self.granted, self._is_grant_old, self.extension_asked = event.until, False, None
        return None

    def anchored(self, event: Event) -> RefusalReason | None:
        """Count from the day of an anchor; refused where there is one: the first stands until somebody corrects it.

        One that tells no day of the deadline in force, as it told one of an earlier one, leaves room for another.
        """
        if self.anchor is not None and self.own_day is not None:
            return _ANCHORED_BEFORE
        self.count_from(event)
        return None

    def count_from(self, anchor: Event) -> None:
        """Count the term of the phrase from the day of an event; where the phrase has none, the event says the day."""
        self.anchor = anchor
        self.own_day = self._day_by(self._now)

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
TELLING_KINDS = frozenset(kind for kind, spec in KIND_SPECS.items() if spec.tells_of_delivery)


def later_of(day: date | None, other: date | None) -> date | None:
    """Return the later of two days, of which either may be missing."""
    if day is None or other is None:
        return other if day is None else day
    return max(day, other)


def has_effect(event: Event) -> bool:
    """Return whether an event of this kind changes the fold, or can be refused by it."""
    return _EFFECTS[event.kind] is not None
