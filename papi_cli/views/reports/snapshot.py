"""What a report is judged by: tasks at the end of the data window, duties on the day of writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from papi_cli.log.events import Event, events_known_at, in_fold_order, log_fingerprint
from papi_cli.log.fold import retracted_ids
from papi_cli.plan.model import ItemKind, Period, Plan
from papi_cli.states import States, Verdict, judge


@dataclass(frozen=True)
class ReportBasis:
    """All obligations as a document has them.

    Tasks are judged as of `cutoff`, the earlier of `as_of` and the last day of the data window of `period`; duties as
    of `as_of`; `written` has all as of `as_of`, for what is proposed. Without a period (a letter, a work list) both are
    `as_of`. `events` are those that count; `limit` is the instant up to which records were wanted, None for all of
    them; `ignored` are the ids of events against the rules.
    """

    plan: Plan
    period: Period | None
    as_of: date
    cutoff: date
    known_until: datetime | None
    known_at: datetime | None
    verdicts: tuple[Verdict, ...]
    verdicts_at_writing: tuple[Verdict, ...]
    events: tuple[Event, ...]
    ignored_ids: frozenset[str]

    @cached_property
    def log_fingerprint(self) -> str:
        """The fingerprint of the events that count."""
        return log_fingerprint(self.events)

    def verdicts_of(self, *, agency: str | None = None, kind: ItemKind | None = None) -> tuple[Verdict, ...]:
        """Return the verdicts of an agency, or of a kind of item, in the decision's order."""
        own = self.verdicts if agency is None else self._verdicts_by_agency.get(agency, ())
        return tuple(one for one in own if kind is None or one.obligation.item.kind is kind)

    def counted_events_of(self, verdicts: Iterable[Verdict]) -> Iterator[Event]:
        """Yield the `counted` events of the agencies of `verdicts`, one agency's after the other's."""
        for agency in dict.fromkeys(one.obligation.agency.id for one in verdicts):
            yield from self._events_by_agency.get(agency, ())

    @cached_property
    def counted_events(self) -> tuple[Event, ...]:
        """The events up to the day of writing that are not taken back and not against the rules, as they happened."""
        gone = retracted_ids(self.events, self.plan.zone, []) | self.ignored_ids
        return tuple(in_fold_order(one for one in self.events if one.date <= self.as_of and one.id not in gone))

    @cached_property
    def verdicts_at_writing_by_id(self) -> Mapping[str, Verdict]:
        """Every verdict as of the day of writing, by the obligation's id."""
        return {one.obligation.id: one for one in self.verdicts_at_writing}

    # Every agency has a report of its own: what is its own is found once for all of them.

    @cached_property
    def _verdicts_by_agency(self) -> Mapping[str, Sequence[Verdict]]:
        found: dict[str, list[Verdict]] = {}
        for one in self.verdicts:
            found.setdefault(one.obligation.agency.id, []).append(one)
        return found

    @cached_property
    def _events_by_agency(self) -> Mapping[str, Sequence[Event]]:
        found: dict[str, list[Event]] = {}
        for event in self.counted_events:
            found.setdefault(event.agency, []).append(event)
        return found


def build_report_basis(
    plan: Plan, events: Sequence[Event], *, as_of: date, known_at: datetime | None, period: Period | None
) -> ReportBasis:
    """Judge the plan for a document; `events` come once each, as for `states.judge`."""
    written = judge(plan, events, as_of=as_of, known_at=known_at)
    cutoff = as_of if period is None else min(as_of, period.last)
    closed = written if cutoff == as_of else judge(plan, events, as_of=cutoff, known_at=known_at)
    return ReportBasis(
        plan=plan,
        period=period,
        as_of=as_of,
        cutoff=cutoff,
        known_until=known_at,
        known_at=written.known_at,
        verdicts=tuple(_combined_verdicts(written, closed)),
        verdicts_at_writing=written.verdicts,
        events=events_known_at(events, known_at),
        ignored_ids=frozenset(entry.event.id for entry in written.ignored),
    )


def _combined_verdicts(written: States, closed: States) -> Iterable[Verdict]:
    for now, then in zip(written.verdicts, closed.verdicts, strict=True):
        yield then if now.obligation.item.kind is ItemKind.TASK else now
