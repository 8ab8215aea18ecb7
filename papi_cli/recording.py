"""Recording: what becomes of a batch of drafts, and the one way by which a batch gets into the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from papi_cli.drafts import Draft, draft_of, stamp
from papi_cli.journal import Journal
from papi_cli.log import Event, EventKind
from papi_cli.plan import Plan
from papi_cli.rules import Odd, Refused, examine, ledger_of

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a batch: events to write, drafts already in the log, refusals by place in the batch, remarks."""

    events: tuple[Event, ...]
    already: tuple[Draft, ...]
    refused: tuple[tuple[int, Refused], ...]
    odd: tuple[Odd, ...]


def decide(plan: Plan, events: Sequence[Event], drafts: Iterable[Draft], *, now: datetime) -> Decision:
    """Return what becomes of `drafts` beside the `events` of the log; each sees those before it in the batch.

    Every event is stamped 1 µs after the one before, and after the newest event of its obligation: a clock that runs
    behind puts nothing before what it follows. The instants carry the offset of the plan's time zone.
    """
    ledger = ledger_of(plan, events)
    written: list[Event] = []
    already: list[Draft] = []
    refused: list[tuple[int, Refused]] = []
    odd: list[Odd] = []
    instant = now.astimezone(ZoneInfo(plan.time_zone))
    for place, draft in enumerate(drafts):
        beside = ledger.beside(plan, draft.item, draft.agency)
        if _is_recorded(draft, beside, ledger.gone):
            already.append(draft)
            continue
        instant = max([instant, *(event.recorded + _TICK for event in beside)]).astimezone(instant.tzinfo)
        event = stamp(draft, instant)
        instant += _TICK
        found = examine(plan, ledger, event)
        if isinstance(found, Refused):
            refused.append((place, found))
            continue
        ledger.add(event)
        written.append(event)
        odd.extend(found)
    return Decision(tuple(written), tuple(already), tuple(refused), tuple(odd))


def _is_recorded(draft: Draft, beside: Iterable[Event], gone: set[str]) -> bool:
    """Whether the log says it already: the same event, not retracted; of a retraction, that its target is."""
    if draft.kind is EventKind.RETRACTED:
        return draft.target in gone and any(event.id == draft.target for event in beside)
    return any(event.id not in gone and draft_of(event).said == draft.said for event in beside)


def record(journal: Journal, plan: Plan, drafts: Sequence[Draft], *, now: datetime) -> tuple[Decision, str]:
    """Record `drafts` all or nothing; return what became of them, and the path of the file ("" when none was written).

    Raises Failure when the folder cannot be written, BrokenFiles when the log cannot be read.
    """
    with journal.locked():
        decision = decide(plan, journal.events(), drafts, now=now)
        written = decision.events and not decision.refused
        return decision, journal.append(decision.events) if written else ""
