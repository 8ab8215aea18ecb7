"""A report to check, and what the checks share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from papi_cli.plan.model import AgencyKind
from tests.figures.expected import MANY, Row, World, day, number
from tests.figures.reader import Paper

PLACES = "cơ quan, đơn vị, địa phương"
WHO = "Cơ quan, đơn vị, địa phương"
RESULT = "Kết quả (số, ký hiệu, ngày)"

_BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Case:
    """A report to check; `agency` is the id of the agency that it is of, "" for the summary."""

    paper: Paper
    world: World
    agency: str = ""
    number: str = _BLANK * 8
    issued: str = f"ngày {_BLANK * 4} tháng {_BLANK * 4} năm 2026"

    @property
    def issuer(self) -> str:
        """The id of the agency that issues it."""
        return self.agency or self.world.plan.coordinator

    @property
    def name(self) -> str:
        return self.world.plan.agencies[self.issuer].name

    @property
    def signed(self) -> str:
        """Number and symbol."""
        return f"{self.number}/BC-{self.world.plan.agencies[self.issuer].symbol or '[…]'}"

    @cached_property
    def rows(self) -> list[Row]:
        """The binding obligations that it assesses, without the issuer's report on the period; in an agency's its own."""
        return [self.told(row) for row in self.world.ordered if self._is_assessed(row)]

    @cached_property
    def rows_now(self) -> list[Row]:
        """The same obligations as of the day of writing."""
        return [self.told(row) for row in self.world.written if self._is_assessed(row)]

    def _is_assessed(self, row: Row) -> bool:
        is_own_report = row.agency == self.issuer and row.obligation.item.period == self.world.period.id
        return self.agency in ("", row.agency) and not is_own_report

    @cached_property
    def tasks(self) -> list[Row]:
        return [self.told(row) for row in self.world.tasks if self.agency in ("", row.agency)]

    def told(self, row: Row) -> Row:
        """Return a row as the report has it: a paper of an agency carries no marks of interpretations."""
        return row._replace(product=row.product.rstrip("*"), label=row.label.replace("*", "")) if self.agency else row

    def is_silent(self, row: Row) -> bool:
        """Return whether nothing is recorded of a row by the day of writing, not even that it was put off."""
        now = {other.obligation.id: other for other in self.rows_now}
        return row.silent and now.get(row.obligation.id, row).silent and not self._since(row)

    def _since(self, row: Row) -> str:
        """Return what became since the cut-off of what was open then."""
        if row.reckoned.state not in ("overdue", "in_time", "undated") or "/" not in row.obligation.item.code:
            return ""
        for now in (other.reckoned for other in self.rows_now if other.obligation.id == row.obligation.id):
            if now.done_on:
                return f"đã hoàn thành ngày {day(now.done_on)}, sau ngày chốt số liệu"
            if now.state == "waived":
                return "đưa ra khỏi danh mục theo dõi, sau ngày chốt số liệu"
            if row.reckoned.state == "overdue" and now.state == "in_time" and now.last:
                return f"được gia hạn đến ngày {day(now.last)}, sau ngày chốt số liệu"
        return ""

    def of_itself(self, row: Row) -> tuple[str, str]:
        """Return result and state as an agency tells them of itself."""
        ours, since = row.reckoned, self._since(row)
        if ours.state == "in_time":
            left = f"còn {number(ours.days_left)} ngày" if ours.days_left else "đến ngày cuối của thời hạn"
            return "", since or f"trong hạn, {left}"
        if since and row.silent:
            return "", since
        if not self.is_silent(row):
            known = row.state.replace("chưa ghi nhận,", "chưa hoàn thành,")
            return row.result, re.sub("^thường xuyên: chưa ghi nhận", "thực hiện thường xuyên: chưa có", known)
        return {
            "overdue": ("[…]", f"quá hạn {number(ours.days_late or 0)} ngày nếu chưa hoàn thành"),
            "ongoing": ("[…]", "thực hiện thường xuyên"),
        }.get(ours.state, ("[…]", ""))

    @property
    def is_of_commune(self) -> bool:
        return self.agency != "" and self.world.plan.agencies[self.agency].kind is AgencyKind.COMMUNE

    @property
    def both_days(self) -> str:
        world = self.world
        return f"nhiệm vụ tính đến hết ngày {day(world.cutoff)}; kế hoạch, báo cáo tính đến hết ngày {day(world.as_of)}"

    def duty(self, code: str) -> list[Row]:
        return [row for row in self.world.ordered if row.obligation.item.code == code]


Check = Callable[[Case], None]


def last_of(rows: Sequence[Row]) -> str:
    """Return the last on-time day of a duty by the decision."""
    due = rows[0].obligation.item.due
    assert due is not None
    assert due.last is not None
    return day(due.last)


def communes(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.obligation.agency.kind is AgencyKind.COMMUNE]


def bare(state: str) -> str:
    """Return a state without the number of days late, which may differ between the obligations of a row."""
    return re.sub(r"^(đã hoàn thành quá hạn).*", r"\1", state)


def check_result_and_state(group: Sequence[Row], result: str, state: str) -> None:
    """Compare the result and the state in a row with all obligations in it."""
    assert group
    results, states = {row.result for row in group}, {row.state for row in group}
    if result == MANY:
        assert len(results) > 1
        assert all(results)
        assert all(row.obligation.agency.kind is AgencyKind.COMMUNE for row in group)
    else:
        assert results == {result}, (results, result)
    if len(states) > 1:
        most = max(row.reckoned.days_late or 0 for row in group)
        assert state == f"đã hoàn thành quá hạn nhiều nhất {number(most)} ngày"
    else:
        assert states == {state}, (states, state)
