"""A day, or some, of each month, quarter, half-year or year: when it falls due while a plan runs, and why then."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline, Span, Step
from papi_cli.deadlines.occurrences import (
    AFTER_ITS_PERIOD,
    BEFORE_AN_HOUR,
    NOT_THE_TIME_NAMED,
    THE_DAY_NAMED,
    DueTime,
    deadline_of,
    is_within,
)
from papi_cli.deadlines.units import ROMAN
from papi_cli.text import month_text

# Stands for the last day of any month.
LAST_DAY_OF_MONTH = 32

_ONE_DAY = timedelta(days=1)
_QUARTER = 3
_RHYTHMS = {1: "hằng tháng", 3: "hằng quý", 6: "06 tháng một lần", 12: "hằng năm"}


class Slot(NamedTuple):
    """A day of each period, `offset` months after the period's first month; in the next period if that is long enough.

    `day` is its number as written, or LAST_DAY_OF_MONTH; a shorter month has its last day instead. `strict` is "before",
    `whole_day` with an hour of that day. `months` is the length of the time that ends with it, 0 if only the day is named.
    """

    offset: int
    day: int
    strict: bool = False
    whole_day: bool = False
    months: int = 0

    @property
    def last_number(self) -> int:
        """The number of the last on-time day in its month, 0 for the day before the month begins."""
        return self.day - 1 if self.strict and not self.whole_day else self.day


class Cycle(NamedTuple):
    """What a phrase says that recurs: the length of its periods in months, the days in each, ascending, and why those."""

    months: int
    slots: tuple[Slot, ...]
    rules: tuple[Step, ...] = ()

    def deadline(self, phrase: str, plan_span: Span) -> Deadline:
        """Return the deadline of the phrase; raises UnreadablePhraseError if nothing falls due while the plan runs."""
        times = list(self._times(plan_span))
        rules = (*self.rules, *self._rules(times))
        return deadline_of(phrase, times, plan_span, f"Lặp lại {_RHYTHMS[self.months]}", rules)

    def _times(self, plan_span: Span) -> Iterator[DueTime]:
        """Yield the times of the plan in order: their last day lies in its span, or their period if they come after it."""
        for year in range(plan_span.first.year, plan_span.last.year + 2):
            for month in range(1, 13, self.months):
                begins, ends = date(year, month, 1), _day(year, month + self.months - 1, LAST_DAY_OF_MONTH)
                for slot in self.slots:
                    time = self._time(year, month, slot)
                    if slot.offset < self.months:
                        belongs = is_within(time.last, plan_span)
                    else:
                        belongs = begins <= plan_span.last and ends >= plan_span.first
                    if belongs:
                        yield time

    def _time(self, year: int, month: int, slot: Slot) -> DueTime:
        """Return when the slot falls due in the period that begins with the month."""
        month_due = month + slot.offset
        first = _day(year, month_due - slot.months + 1, 1) if slot.months else None
        # Before the 31st of a shorter month is until its last day.
        last = _day(year, month_due, slot.last_number) if slot.last_number else _day(year, month_due, 1) - _ONE_DAY
        named = _day(year, min(month_due, month + self.months - 1), slot.day)
        short = f"Q.{ROMAN[month // 3]}" if self.months == _QUARTER else ""
        return DueTime(named, self._name(year, month), first, last, slot.strict, short)

    def _name(self, year: int, month: int) -> str:
        match self.months:
            case 1:
                return f"tháng {month_text(month)}/{year}"
            case 3:
                return f"quý {ROMAN[month // 3]}/{year}"
            case 6:
                return f"06 tháng {'đầu' if month == 1 else 'cuối'} năm {year}"
            case _:
                return f"năm {year}"

    def _rules(self, times: list[DueTime]) -> Iterator[Step]:
        """Yield how the last days follow from what is written; all slots are alike but for their day."""
        slot = self.slots[-1]
        if slot.whole_day:
            yield BEFORE_AN_HOUR
        elif slot.strict:
            yield NOT_THE_TIME_NAMED
        elif slot.day != LAST_DAY_OF_MONTH and not self.rules:
            yield THE_DAY_NAMED
        number = slot.last_number
        if number != LAST_DAY_OF_MONTH and any(number > _month_length(time.last) for time in times):
            yield Step(f"Tháng không có ngày {number} thì lấy ngày cuối cùng của tháng ấy.")
        if slot.offset >= self.months:
            yield AFTER_ITS_PERIOD


def _day(year: int, month: int, number: int) -> date:
    """Return a day of a month that is counted on beyond the year; its last day if it is shorter."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return first.replace(day=min(number, _month_length(first)))


def _month_length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
