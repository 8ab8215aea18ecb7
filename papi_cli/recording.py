"""Recording: what becomes of a batch of drafts, and the one way by which a batch gets into the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from papi_cli.drafts import Draft, draft_of, stamp
from papi_cli.journal import Journal
from papi_cli.ledger import Ledger
from papi_cli.log import Event, EventKind
from papi_cli.plan.model import Plan
from papi_cli.rules import Odd, Refused, examine

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a batch: events to write, drafts already in the log, refusals by place in the batch, remarks."""

    events: tuple[Event, ...]
    already: tuple[Draft, ...]
    refused: tuple[tuple[int, Refused], ...]
    odd: tuple[Odd, ...]


def decide(ledger: Ledger, drafts: Iterable[Draft], *, now: datetime, plan: Plan) -> Decision:
    """Return what becomes of `drafts` beside the log in `ledger`, which stays as it is; each sees those before it.

    Every event is stamped 1 µs after the one before, and after the newest event of its obligation: a clock that runs
    behind puts nothing before what it follows. The instants carry the offset of the plan's time zone.
    """
    leaf = Ledger(plan, below=ledger)
    written: list[Event] = []
    already: list[Draft] = []
    refused: list[tuple[int, Refused]] = []
    odd: list[Odd] = []
    instant = now.astimezone(ZoneInfo(plan.time_zone))
    for place, draft in enumerate(drafts):
        beside = leaf.beside(draft.item, draft.agency)
        if _is_recorded(draft, beside, leaf):
            already.append(draft)
            continue
        instant = max([instant, *(event.recorded + _TICK for event in beside)]).astimezone(instant.tzinfo)
        event = stamp(draft, instant)
        instant += _TICK
        found = examine(plan, leaf, event)
        if isinstance(found, Refused):
            refused.append((place, found))
            continue
        leaf.add([event])
        written.append(event)
        odd.extend(found)
    return Decision(tuple(written), tuple(already), tuple(refused), tuple(odd))


def _is_recorded(draft: Draft, beside: Iterable[Event], ledger: Ledger) -> bool:
    """Whether the log says it already: the same event, not retracted; of a retraction, that its target is."""
    if draft.kind is EventKind.RETRACTED:
        return ledger.is_gone(draft.target) and any(event.id == draft.target for event in beside)
    return any(draft_of(event).said == draft.said and not ledger.is_gone(event.id) for event in beside)


class Book:
    """A journal and its ledger, which takes in only what is new: a recording does not read the year again.

    Not to be shared between threads.
    """

    def __init__(self, journal: Journal, plan: Plan) -> None:
        """Take the journal; nothing is read yet."""
        self.journal = journal
        self.plan = plan
        self._ledger = Ledger(plan)
        self._entered = 0

    def decide(self, drafts: Sequence[Draft], *, now: datetime) -> Decision:
        """Return what would become of `drafts` beside the log as it is now; raises as `Journal.read` does."""
        read = self.journal.read()
        self._ledger.add(read[self._entered :])
        self._entered = len(read)
        return decide(self._ledger, drafts, now=now, plan=self.plan)

    def record(self, drafts: Sequence[Draft], *, now: datetime) -> tuple[Decision, str]:
        """Record `drafts` all or nothing; return what became of them, and the path of their file ("": none written).

        Raises Failure when the folder cannot be written, BrokenFiles when the log cannot be read.
        """
        with self.journal.locked():
            decision = self.decide(drafts, now=now)
            written = decision.events and not decision.refused
            return decision, self.journal.append(decision.events) if written else ""
