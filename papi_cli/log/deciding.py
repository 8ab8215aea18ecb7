"""Recording: what becomes of a batch of drafts, and the one way by which a batch gets into the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from papi_cli.log.drafts import Draft, draft_from_event, stamp
from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.rules import OddEvent, RefusedEvent, examine_candidate
from papi_cli.plan.model import Plan

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What becomes of a batch: events to write, drafts already in the log, refusals by place in the batch, remarks."""

    events: tuple[Event, ...]
    already_recorded: tuple[Draft, ...]
    refusals: tuple[tuple[int, RefusedEvent], ...]
    odd_events: tuple[OddEvent, ...]


def decide_batch(ledger: LogIndex, drafts: Iterable[Draft], *, now: datetime, plan: Plan) -> BatchOutcome:
    """Return what becomes of `drafts` beside the log in `ledger`, which stays as it is; each sees those before it.

    Every event is stamped 1 µs after the one before, and after the newest event of its obligation: a clock that runs
    behind puts nothing before what it follows. The instants carry the offset of the plan's time zone.
    """
    leaf = LogIndex(plan, below=ledger)
    written: list[Event] = []
    already: list[Draft] = []
    refused: list[tuple[int, RefusedEvent]] = []
    odd: list[OddEvent] = []
    instant = now.astimezone(plan.zone)
    for place, draft in enumerate(drafts):
        beside = leaf.story_of(draft.item, draft.agency)
        if _is_recorded(draft, beside, leaf):
            already.append(draft)
            continue
        instant = max([instant, *(event.recorded + _TICK for event in beside)]).astimezone(instant.tzinfo)
        event = stamp(draft, instant)
        instant += _TICK
        found = examine_candidate(plan, leaf, event)
        if isinstance(found, RefusedEvent):
            refused.append((place, found))
            continue
        leaf.add([event])
        written.append(event)
        odd.extend(found)
    return BatchOutcome(tuple(written), tuple(already), tuple(refused), tuple(odd))


def _is_recorded(draft: Draft, beside: Iterable[Event], ledger: LogIndex) -> bool:
    """Whether the log says it already: the same event, not retracted; of a retraction, that its target is."""
    if draft.kind is EventKind.RETRACTED:
        return ledger.is_retracted(draft.target) and any(event.id == draft.target for event in beside)
    return any(
        draft_from_event(event).content == draft.content and not ledger.is_retracted(event.id) for event in beside
    )
