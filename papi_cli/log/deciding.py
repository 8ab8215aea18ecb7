"""Decide on a batch of drafts: which are written, which are refused, which the log already has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from papi_cli.log.drafts import Draft, stamp
from papi_cli.log.events import TICK, Event
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent, examine_candidate
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The outcome of a batch: new events, duplicates, refusals, remarks, doubts; some with their positions in the batch.

    If there is a refusal, nothing of the batch may be written, not even `events`; nor while one of the `doubtful` events,
    which are among `events`, was not confirmed. `odd_events` are the remarks.
    """

    events: tuple[Event, ...]
    already_recorded: tuple[Draft, ...]
    refusals: tuple[tuple[int, RefusedEvent], ...]
    odd_events: tuple[OddEvent, ...]
    doubtful: tuple[tuple[int, OddEvent], ...]


def decide_batch(
    index: LogIndex,
    drafts: Iterable[Draft],
    *,
    now: datetime,
    plan: Plan,
    is_confirmed: Callable[[int, OddEvent], bool] = lambda _position, _odd: False,
) -> BatchOutcome:
    """Return the outcome of recording `drafts` in the log of `index`, which is not changed.

    Each draft is examined together with the log and the accepted drafts before it. Every event is stamped 1 µs after
    the one before it in the batch, and after the newest event of its obligation, so that a slow clock puts no event
    before one that it follows; but none is stamped more than MOST_AHEAD after `now`, the clock. Whether a day is in the
    future, the clock says and not the stamp. The instants are in the plan's time zone. `is_confirmed` is asked about each
    doubt, with the position of its draft; the event says which were confirmed.
    """
    batch = LogIndex(plan, base=index)
    events: list[Event] = []
    already_recorded: list[Draft] = []
    refusals: list[tuple[int, RefusedEvent]] = []
    odd_events: list[OddEvent] = []
    doubtful: list[tuple[int, OddEvent]] = []
    instant = clock = now.astimezone(plan.zone)
    for position, draft in enumerate(drafts):
        if _is_recorded(draft, batch):
            already_recorded.append(draft)
            continue
        newest = batch.newest_recorded(draft.item, draft.agency)
        if newest and newest > max(instant, clock + MOST_AHEAD):
            refusals.append((position, _clock_refusal(batch, draft, clock)))
            continue
        if newest:
            instant = max(instant, newest + TICK).astimezone(plan.zone)
        candidate = stamp(draft, instant)
        instant += TICK
        finding = examine_candidate(plan, batch, candidate)
        if not isinstance(finding, RefusedEvent) and draft.date > clock.date():
            finding = RefusedEvent(stamp(draft, clock), RefusalReason.FUTURE)
        if isinstance(finding, RefusedEvent):
            refusals.append((position, finding))
            continue
        finding = tuple(replace(odd, is_other_new=batch.is_new(odd.other)) for odd in finding)
        doubts = [odd for odd in finding if odd.oddity.is_doubtful]
        if confirmed := {odd.oddity.value for odd in doubts if is_confirmed(position, odd)}:
            candidate = stamp(draft, candidate.recorded, tuple(sorted(confirmed)))
        batch.add([candidate])
        events.append(candidate)
        odd_events += [odd for odd in finding if not odd.oddity.is_doubtful]
        doubtful += [(position, replace(odd, event=candidate)) for odd in doubts]
    return BatchOutcome(tuple(events), tuple(already_recorded), tuple(refusals), tuple(odd_events), tuple(doubtful))


# How far the clocks of those who record one obligation may be apart. An event stamped years ahead would take along all that
# come after it. It concerns its own obligation only: one bad line is no reason to keep an office from recording the rest.
MOST_AHEAD = timedelta(minutes=5)


def _clock_refusal(index: LogIndex, draft: Draft, clock: datetime) -> RefusedEvent:
    """Return the refusal of a draft whose obligation has an event that was recorded more than MOST_AHEAD after the clock."""
    ahead = index.first_recorded_after(clock + MOST_AHEAD, draft.item, draft.agency)
    return RefusedEvent(stamp(draft, clock), RefusalReason.CLOCK_BEHIND, ahead=ahead)


def _is_recorded(draft: Draft, index: LogIndex) -> bool:
    """Return whether the log has the same event, not retracted; for a retraction, its target, retracted."""
    if draft.kind is EventKind.RETRACTED:
        return index.is_retracted(draft.target) and index.has_in_story(draft.target, draft.item, draft.agency)
    return index.find_same(draft) is not None
