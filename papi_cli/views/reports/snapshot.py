"""The basis of a document: tasks judged at the end of the data window, duties on the day of writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from papi_cli.log.events import Event, events_known_at, in_fold_order, log_fingerprint
from papi_cli.log.stories import retracted_ids
from papi_cli.plan.closings import Closing
from papi_cli.plan.model import ItemKind, Period, Plan
from papi_cli.plan.succession import spoken_for
from papi_cli.states import States, Verdict, judge
from papi_cli.views.grouping import group_by


class ClosedBefore(NamedTuple):
    """The closing of the period on which a document tells what there is today, and the events that came later."""

    closing: Closing
    later: tuple[Event, ...]


@dataclass(frozen=True)
class ReportBasis:
    """All that a document rests on.

    `as_of` is the day of writing. `cutoff` is the earlier of `as_of` and the last day of the data window of `period`;
    in a document without a period (a letter, a work list) it is `as_of`. Of ongoing items the verdicts tell that period. In `verdicts` tasks are judged as of `cutoff`
    and duties as of `as_of`; what is `carried` over from earlier plans stands apart in a document on a period, judged as tasks
    are, and among `verdicts` in any other. In `verdicts_at_cutoff` what the plan itself says is judged as of `cutoff`, and in
    `verdicts_at_writing`, for proposals, all as of `as_of`. `known_until` is the instant
    up to which records count, None for all, and `known_at` the newest record's. `tasks_plan` is the plan of the day
    `cutoff`, which the `verdicts` on tasks are of, and `plan` that of the day of writing; `plan_on` gives that of any day. `events` are the records that count,
    `ignored_ids` those among them that break a rule. `closing` is that of the period whose frozen plan and log these are,
    None for a document on what there is today: that has `closed_before`, if the period is closed.
    """

    plan: Plan
    tasks_plan: Plan
    period: Period | None
    as_of: date
    cutoff: date
    known_until: datetime | None
    known_at: datetime | None
    verdicts: tuple[Verdict, ...]
    verdicts_at_cutoff: tuple[Verdict, ...]
    verdicts_at_writing: tuple[Verdict, ...]
    events: tuple[Event, ...]
    ignored_ids: frozenset[str]
    plan_on: Callable[[date], Plan]
    carried: tuple[Verdict, ...] = ()
    closing: Closing | None = None
    closed_before: ClosedBefore | None = None

    @cached_property
    def log_fingerprint(self) -> str:
        """The fingerprint of `events`."""
        return log_fingerprint(self.events)

    def verdicts_of(self, *, agency: str | None = None, kind: ItemKind | None = None) -> tuple[Verdict, ...]:
        """Return the verdicts of an agency (id), on a kind of item, or both, in the document's order.

        Those of agencies that ended and that it alone follows are among them, under their names.
        """
        verdicts = self.verdicts if agency is None else self._verdicts_told_by(agency)
        return tuple(verdict for verdict in verdicts if kind is None or verdict.obligation.item.kind is kind)

    def verdicts_at_writing_of(self, agency: str) -> tuple[Verdict, ...]:
        """Return the verdicts of the day of writing on what `verdicts_of` tells of an agency (id)."""
        told = set(spoken_for(self.plan, agency))
        return tuple(verdict for verdict in self.verdicts_at_writing if verdict.obligation.agency.id in told)

    def counted_events_of(self, agencies: Iterable[str]) -> Iterator[Event]:
        """Yield `counted_events` of agencies, by their ids, agency by agency."""
        for agency in agencies:
            yield from self._events_by_agency.get(agency, ())

    def judged_on(self, day: date) -> tuple[Verdict, ...]:
        """Return the verdicts of an earlier day on what the plan itself says, by the records that count in this document."""
        return _own_of(judge(self.plan_on(day), self.events, as_of=day, known_at=self.known_until, period=self.period))

    @cached_property
    def counted_events(self) -> tuple[Event, ...]:
        """The events up to the day of writing, neither retracted nor ignored, in the order of the fold."""
        excluded = retracted_ids(self.events, self.plan.zone, []) | self.ignored_ids
        return tuple(
            in_fold_order(event for event in self.events if event.date <= self.as_of and event.id not in excluded)
        )

    def at_writing(self, judged: Verdict) -> tuple[Verdict, ...]:
        """Return the verdict of the day of writing on an obligation; of one that passed on since, of those who took over."""
        own = self._verdicts_at_writing_by_id.get(judged.obligation.id)
        return (own,) if own is not None else tuple(self._taken_over.get(judged.obligation.id, ()))

    @cached_property
    def _verdicts_at_writing_by_id(self) -> Mapping[str, Verdict]:
        return {verdict.obligation.id: verdict for verdict in self.verdicts_at_writing}

    @cached_property
    def _taken_over(self) -> Mapping[str, Sequence[Verdict]]:
        """The verdicts of the day of writing by the ids of the obligations that went over into theirs."""
        found: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts_at_writing:
            for agency in verdict.named if len(verdict.named) > 1 else ():
                found.setdefault(f"{verdict.obligation.item.code}@{agency}", []).append(verdict)
        return found

    # `report --all-agencies` writes 88 reports on one basis: these are computed once for all of them.

    @cached_property
    def _verdicts_by_agency(self) -> Mapping[str, Sequence[Verdict]]:
        return group_by(self.verdicts, lambda verdict: verdict.obligation.agency.id)

    def _verdicts_told_by(self, agency: str) -> Sequence[Verdict]:
        own = self._verdicts_by_agency.get(agency, ())
        if not self.plan.ended:
            return own
        told = set(spoken_for(self.plan, agency))
        return [verdict for verdict in self.verdicts if verdict.obligation.agency.id in told]

    @cached_property
    def _events_by_agency(self) -> Mapping[str, Sequence[Event]]:
        return group_by(self.counted_events, lambda event: event.agency)


def build_report_basis(
    plan_on: Callable[[date], Plan],
    events: Sequence[Event],
    *,
    as_of: date,
    known_at: datetime | None,
    period: Period | None,
) -> ReportBasis:
    """Judge the plan for a document as of `as_of`; `events` are free of duplicates, as `states.judge` requires.

    `plan_on` gives the plan of a day: what was to be done by the end of the window, and by whom, is told by that of then.
    """
    plan, cutoff = plan_on(as_of), as_of if period is None else min(as_of, period.last)
    tasks_plan = plan_on(cutoff)
    at_writing = at_cutoff = judge(plan, events, as_of=as_of, known_at=known_at, period=period)
    if cutoff != as_of:
        at_cutoff = judge(tasks_plan, events, as_of=cutoff, known_at=known_at, period=period)
    return ReportBasis(
        plan=plan,
        tasks_plan=tasks_plan,
        period=period,
        as_of=as_of,
        cutoff=cutoff,
        known_until=known_at,
        known_at=at_writing.known_at,
        verdicts=(*_combine_verdicts(at_writing, at_cutoff), *(_carried_over(at_writing) if period is None else ())),
        verdicts_at_cutoff=_own_of(at_cutoff),
        verdicts_at_writing=at_writing.verdicts if period is None else _own_of(at_writing),
        events=events_known_at(events, known_at),
        ignored_ids=frozenset(entry.event.id for entry in at_writing.ignored),
        plan_on=plan_on,
        carried=() if period is None else _carried_over(at_cutoff),
    )


def _own_of(states: States) -> tuple[Verdict, ...]:
    """Return the verdicts on what the plan itself says: of this its periods tell, not of what is carried over."""
    return tuple(verdict for verdict in states.verdicts if verdict.obligation.item.origin is None)


def _carried_over(states: States) -> tuple[Verdict, ...]:
    """Return the verdicts on what is carried over: letters are about it too."""
    return tuple(verdict for verdict in states.verdicts if verdict.obligation.item.origin is not None)


def _combine_verdicts(at_writing: States, at_cutoff: States) -> Iterable[Verdict]:
    # In the order of the plan, which has all duties before the tasks.
    yield from (verdict for verdict in at_writing.verdicts if verdict.obligation.item.kind is ItemKind.DUTY)
    yield from (verdict for verdict in at_cutoff.verdicts if verdict.obligation.item.kind is ItemKind.TASK)
