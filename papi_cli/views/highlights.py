"""What a leader asks first: who has not sent what, what is overdue longest, how agencies stand, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.plan.choices import Does
from papi_cli.plan.model import Agency, AgencyKind, Item
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.rates import OnTimeRate, on_time_rate

# Rows of the chart: those that stand worst alone, the others of their kind together.
_MOST_ALONE = 8
_LONGEST = 3
# So many occurrences are named, more are counted.
_NAMED = 3


class Unsent(NamedTuple):
    """A plan or report that agencies owe and that is overdue, all occurrences of what recurs, by last day.

    `is_silent` tells whether nothing is recorded of it, so that nobody knows whether it was sent.
    """

    verdicts: tuple[Verdict, ...]
    is_silent: bool

    @property
    def items(self) -> tuple[Item, ...]:
        """The item, or the occurrences of it that are missing, by last day."""
        return tuple({verdict.obligation.item.code: verdict.obligation.item for verdict in self.verdicts}.values())

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Who owes it, in the official order."""
        agencies = {verdict.obligation.agency.id: verdict.obligation.agency for verdict in self.verdicts}
        return tuple(sorted(agencies.values(), key=lambda agency: agency.order))

    def when(self, count: Callable[[int], str]) -> str:
        """Return by which day it was due, of several occurrences which: up to three by name, of more the latest.

        Where not every agency owes all of them, the number of obligations follows. «thời hạn 09/6/2026»,
        «tháng 7/2026, tháng 8/2026», «11 lần, gần nhất tháng 11/2026; 30 đầu việc»; "" for days that differ.
        """
        items, days = self.items, {verdict.last for verdict in self.verdicts}
        if len(items) == 1:
            day = days.pop()
            return f"thời hạn {day_text(day)}" if day and not days else ""
        names = [item.occurrence_name for item in items]
        told = ", ".join(names) if len(names) <= _NAMED else f"{count(len(names))} lần, gần nhất {names[-1]}"
        owed = len(self.verdicts)
        return f"{told}; {count(owed)} đầu việc" if owed < len(items) * len(self.agencies) else told


def unsent(verdicts: Iterable[Verdict]) -> tuple[Unsent, ...]:
    """Return the plans and reports that are overdue, in the order of the plan, what is silent apart from the rest."""
    overdue = [
        verdict
        for verdict in binding_only(verdicts)
        if verdict.state is State.OVERDUE and verdict.obligation.item.does in {Does.PLAN, Does.REPORT}
    ]
    groups = group_by(overdue, lambda verdict: (verdict.obligation.item.series, Flag.UNRECORDED in verdict.flags))
    return tuple(
        Unsent(tuple(sorted(group, key=lambda verdict: verdict.last or date.max)), is_silent)
        for (_, is_silent), group in groups.items()
    )


def longest_overdue(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], ...]:
    """Return what is overdue longest but for plans and reports, at most three rows of one item and day, the longest first."""
    overdue = [
        verdict
        for verdict in binding_only(verdicts)
        if verdict.state is State.OVERDUE and verdict.obligation.item.does not in {Does.PLAN, Does.REPORT}
    ]
    # Sorting keeps the order of the plan among those of a day.
    overdue.sort(key=lambda verdict: -(verdict.days_late or 0))
    rows = group_by(overdue, lambda verdict: (verdict.obligation.item.code, verdict.days_late))
    return tuple(tuple(row) for row in list(rows.values())[:_LONGEST])


class Standing(NamedTuple):
    """How agencies of a kind stand that share a row of the chart: what fell due by outcome, and what is still in time."""

    agencies: tuple[Agency, ...]
    outcome: OnTimeRate
    in_time: int

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Delivered on time, delivered late, overdue, overdue without a record, in time."""
        return (*self.outcome, self.in_time)


def standings(verdicts: Iterable[Verdict]) -> tuple[Standing, ...]:
    """Return how agencies stand with what has a last day, the worst first, by kind.

    Communes share a row, and so do those agencies of another kind that are not among the eight worst in all. Worse is
    who has more overdue, of as many who has more of which nothing is recorded; the plan's order decides the rest.
    """
    by_agency = group_by(binding_only(verdicts), lambda verdict: verdict.obligation.agency)
    alone = {agency: _standing((agency,), owed) for agency, owed in by_agency.items() if agency.kind is not _TOGETHER}
    ordered = sorted(alone.values(), key=_badness)
    worst, others = ordered[:_MOST_ALONE], ordered[_MOST_ALONE:]
    if len(others) == 1:
        worst, others = ordered, []
    shared = [{standing.agencies[0] for standing in others}, {one for one in by_agency if one.kind is _TOGETHER}]
    rows = [*worst, *(_together(by_agency, agencies) for agencies in shared if agencies)]
    return tuple(row for row in rows if any(row.counts))


_TOGETHER = AgencyKind.COMMUNE


def _badness(standing: Standing) -> tuple[int, int, int]:
    return -standing.outcome.overdue, -standing.outcome.silent, standing.agencies[0].order


def _together(by_agency: Mapping[Agency, Sequence[Verdict]], agencies: set[Agency]) -> Standing:
    members = tuple(sorted(agencies, key=lambda agency: agency.order))
    return _standing(members, [verdict for agency in members for verdict in by_agency[agency]])


def _standing(agencies: tuple[Agency, ...], owed: Sequence[Verdict]) -> Standing:
    return Standing(agencies, on_time_rate(owed), sum(verdict.state is State.IN_TIME for verdict in owed))


class Change(NamedTuple):
    """What changed between two days: more (or less, below 0) that is done, overdue with a record, overdue without one."""

    done: int
    overdue: int
    silent: int

    def words(self, count: Callable[[int], str]) -> tuple[str, ...]:
        """Return what changed, numbers as `count` writes them: «hoàn thành thêm 12 đầu việc»."""
        done = "hoàn thành thêm" if self.done > 0 else "số hoàn thành giảm"
        told = [f"{done} {count(abs(self.done))} đầu việc"] if self.done else []
        for more, what in ((self.overdue, "quá hạn đã có ghi nhận"), (self.silent, "quá hạn chưa ghi nhận kết quả")):
            if more:
                told.append(f"số {what} {'tăng' if more > 0 else 'giảm'} {count(abs(more))}")
        return tuple(told)


def change_between(earlier: Iterable[Verdict], later: Iterable[Verdict]) -> Change:
    """Return what changed from the verdicts of one day to those of a later one, without what is only requested."""
    before, after = _tally(earlier), _tally(later)
    return Change(*(now - then for then, now in zip(before, after, strict=True)))


def _tally(verdicts: Iterable[Verdict]) -> tuple[int, int, int]:
    binding = binding_only(verdicts)
    outcome = on_time_rate(binding)
    return sum(verdict.state.is_done for verdict in binding), outcome.overdue, outcome.silent
