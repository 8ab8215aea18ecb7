"""What a leader asks first: who has not sent what, what is overdue longest, how agencies stand, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.choices import Does
from papi_cli.plan.model import Agency, AgencyKind
from papi_cli.states import State, Verdict
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.rates import OnTimeRate, on_time_rate

# Rows of the chart: those that stand worst alone, the others of their kind together.
_MOST_ALONE = 8
_LONGEST = 3


def unsent(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], ...]:
    """Return the plans and reports that are overdue, those of one duty together, in the order of the plan."""
    overdue = (
        verdict
        for verdict in binding_only(verdicts)
        if verdict.state is State.OVERDUE and verdict.obligation.item.does in {Does.PLAN, Does.REPORT}
    )
    return tuple(tuple(group) for group in group_by(overdue, lambda verdict: verdict.obligation.item.code).values())


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
