"""A report to check, and what its checks share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from papi_cli.plan.model import AgencyKind
from tests.figures.reader import Paper
from tests.figures.told import MANY, Row, World, day

PLACES = "cơ quan, đơn vị, địa phương"
WHO = "Cơ quan, đơn vị, địa phương"
RESULT = "Kết quả (số, ký hiệu, ngày)"

_BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Case:
    """A report to check: the agency that reports of itself ("" for the summary), number and day of issue if given."""

    paper: Paper
    world: World
    agency: str = ""
    number: str = _BLANK * 8
    issued: str = f"ngày {_BLANK * 4} tháng {_BLANK * 4} năm 2026"

    @property
    def issuer(self) -> str:
        """Return the id of who issues it."""
        return self.agency or self.world.plan.coordinator

    @property
    def name(self) -> str:
        return self.world.plan.agencies[self.issuer].name

    @property
    def signed(self) -> str:
        """Return number and symbol."""
        return f"{self.number}/BC-{self.world.plan.agencies[self.issuer].symbol or '[…]'}"

    @cached_property
    def rows(self) -> list[Row]:
        """Return what is assessed: all that was ordered; of an agency its own, but for the report that this is."""
        own = [one for one in self.world.ordered if one.agency == self.agency]
        this = self.world.period.id
        return [one for one in own if one.obligation.item.period != this] if self.agency else self.world.ordered

    @cached_property
    def tasks(self) -> list[Row]:
        return [one for one in self.world.tasks if self.agency in ("", one.agency)]

    @property
    def both_days(self) -> str:
        world = self.world
        return f"nhiệm vụ tính đến hết ngày {day(world.cutoff)}; kế hoạch, báo cáo tính đến hết ngày {day(world.as_of)}"

    def duty(self, code: str) -> list[Row]:
        return [one for one in self.world.ordered if one.obligation.item.code == code]


Check = Callable[[Case], None]


def last_of(rows: Sequence[Row]) -> str:
    """Return the last day that the decision gives for a duty."""
    due = rows[0].obligation.item.due
    assert due is not None
    assert due.last is not None
    return day(due.last)


def communes(rows: Iterable[Row]) -> list[Row]:
    return [one for one in rows if one.obligation.agency.kind is AgencyKind.COMMUNE]


def bare(state: str) -> str:
    """Return a state without the days by which deliveries that share a row were late."""
    return re.sub(r"^(đã hoàn thành quá hạn).*", r"\1", state)


def fits(group: Sequence[Row], result: str, state: str) -> None:
    """Compare result and state of a row with each obligation in it."""
    assert group
    results, states = {one.result for one in group}, {one.state for one in group}
    if result == MANY:
        assert len(results) > 1
        assert all(results)
        assert all(one.obligation.agency.kind is AgencyKind.COMMUNE for one in group)
    else:
        assert results == {result}, (results, result)
    if len(states) > 1:
        most = max(one.reckoned.days_late or 0 for one in group)
        assert state == f"đã hoàn thành quá hạn nhiều nhất {most} ngày"
    else:
        assert states == {state}, (states, state)
