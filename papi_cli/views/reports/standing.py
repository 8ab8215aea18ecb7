"""What a report is judged by: tasks at the end of the data window, duties on the day of writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from papi_cli.fold import struck
from papi_cli.log import Event, fingerprint, known
from papi_cli.plan import ItemKind, Period, Plan
from papi_cli.states import Flag, States, Verdict, judge


class Standing(NamedTuple):
    """All obligations as a document has them.

    Tasks are judged as of `cutoff`, the earlier of `as_of` and the last day of the data window of `period`; duties as
    of `as_of`; `written` has all as of `as_of`, for what is proposed. Without a period (a letter, a work list) both are
    `as_of`. `events` are those that count, merged;
    `limit` is the instant up to which records were wanted, None for all of them; `ignored` are the ids of
    events against the rules.
    """

    plan: Plan
    period: Period | None
    as_of: date
    cutoff: date
    limit: datetime | None
    known_at: datetime | None
    verdicts: tuple[Verdict, ...]
    written: tuple[Verdict, ...]
    events: tuple[Event, ...]
    ignored: frozenset[str]

    @property
    def log(self) -> str:
        """The fingerprint of the events that count."""
        return fingerprint(self.events)

    def of(self, *, agency: str | None = None, kind: ItemKind | None = None) -> tuple[Verdict, ...]:
        """Return the verdicts of an agency, or of a kind of item, in the decision's order."""
        return tuple(
            one
            for one in self.verdicts
            if (agency is None or one.obligation.agency.id == agency)
            and (kind is None or one.obligation.item.kind is kind)
        )


def stand(
    plan: Plan, events: Sequence[Event], *, as_of: date, known_at: datetime | None, period: Period | None
) -> Standing:
    """Judge the plan for a document; `events` come merged (log.merge), as for `states.judge`."""
    written = judge(plan, events, as_of=as_of, known_at=known_at)
    cutoff = as_of if period is None else min(as_of, period.last)
    closed = written if cutoff == as_of else judge(plan, events, as_of=cutoff, known_at=known_at)
    return Standing(
        plan=plan,
        period=period,
        as_of=as_of,
        cutoff=cutoff,
        limit=known_at,
        known_at=written.known_at,
        verdicts=tuple(_joined(written, closed)),
        written=written.verdicts,
        events=known(events, known_at),
        ignored=frozenset(entry.event.id for entry in written.ignored),
    )


def _joined(written: States, closed: States) -> Iterable[Verdict]:
    for now, then in zip(written.verdicts, closed.verdicts, strict=True):
        yield then if now.obligation.item.kind is ItemKind.TASK else now


def counting(standing: Standing) -> tuple[Event, ...]:
    """Return the events up to the day of writing that count: not taken back, not against the rules; as they happened."""
    gone = struck(standing.events, ZoneInfo(standing.plan.time_zone), []) | standing.ignored
    return tuple(event for event in standing.events if event.date <= standing.as_of and event.id not in gone)


def ordered_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return what was ordered, without what was only asked for."""
    return tuple(one for one in verdicts if Flag.REQUESTED not in one.flags)


def asked_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return what was only asked for."""
    return tuple(one for one in verdicts if Flag.REQUESTED in one.flags)
