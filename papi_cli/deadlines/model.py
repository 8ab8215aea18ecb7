"""Parsed deadlines, what they are made of, the calendar of working days, and the move of a last day on a day off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from papi_cli.text import day_text, weekday_text

_ONE_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


class DueKind(StrEnum):
    """The kinds of due phrase; only a dated one can become overdue, and of NONE the cell is blank or a dash."""

    DATED = "dated"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    EVENT = "event"
    RELATIVE = "relative"
    NONE = "none"

    @property
    def goes_on(self) -> bool:
        """Whether the work goes on without a last day: all the time, on request, or recurring."""
        return self is DueKind.ONGOING or self is DueKind.RECURRING

    @property
    def awaits_anchor(self) -> bool:
        """Whether the last day depends on a day that the phrase does not tell: of an event, or that its term counts from."""
        return self is DueKind.EVENT or self is DueKind.RELATIVE


class Roll(StrEnum):
    """The policies for a last day that falls on a day off."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class Step(NamedTuple):
    """One Vietnamese sentence of an explanation; `rule` is the provision that it rests on, "" if none."""

    text: str
    rule: str = ""

    @property
    def sentence(self) -> str:
        """The text with the rule, if any, in brackets before its full stop."""
        return f"{self.text.removesuffix('.')} ({self.rule})." if self.rule else self.text


class Span(NamedTuple):
    """The time that a plan runs, `first` to `last`, both inclusive."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Span:
        """Return the whole of a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def year(self) -> int | None:
        """The calendar year that all of it lies in; None over several years."""
        return self.first.year if self.first.year == self.last.year else None


class Occurrence(NamedTuple):
    """One due day of a recurring phrase; `last` is the last on-time day, `strict` as in `Deadline`.

    `key` is the month of the day that the phrase names, `2026-06` for "trước ngày 01/6", or that day itself,
    `2026-06-15`, where two fall into one month; of what is due after the time it reports on, the month reported on. No two occurrences
    of a phrase share one. `name` is what people call it: "tháng 7/2026", "quý III/2026", "06 tháng đầu năm 2026", "năm 2026". `short` is what a narrow column calls it within
    its year, "Q.III", "" where the month or day of the key will do.
    """

    key: str
    name: str
    last: date
    strict: bool
    short: str = ""

    @property
    def year(self) -> int:
        """The year of the day that the phrase names."""
        return int(self.key[:4])


class TermUnit(StrEnum):
    """The units that a term is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Term:
    """The length of a relative deadline; `working` (of days only) if days off are not counted."""

    count: int
    unit: TermUnit
    working: bool

    def last_day(self, anchor: date, calendar: Calendar) -> date:
        """Return the last day of the term that starts with what happened on `anchor`.

        That day is not counted (Civil Code 2015 art. 147.3): 10 days from 01/6 end on 11/6. Weeks, months and years end
        on the corresponding day, or on the last of a month that has none (art. 148.2 to 148.4): a month from 31/01/2026
        ends on 28/02/2026. Not rolled: that is `roll_deadline`. Raises OverflowError beyond what `date` can hold.
        """
        if self.working:
            day = anchor
            for _ in range(self.count):
                day = calendar.working_day_after(day)
            return day
        # Not at the top: a plan from the cache has its deadlines read and needs no dateutil.
        from dateutil.relativedelta import relativedelta

        match self.unit:
            case TermUnit.DAY:
                return anchor + timedelta(days=self.count)
            case TermUnit.WEEK:
                return anchor + timedelta(weeks=self.count)
            case TermUnit.MONTH:
                return anchor + relativedelta(months=self.count)
            case TermUnit.YEAR:
                return anchor + relativedelta(years=self.count)


class Deadline(NamedTuple):
    """The meaning of a due phrase; all days are inclusive.

    `first` is the first day of the span that the phrase names, None if it names only an end. `last` is the last
    on-time day, None for every kind but DATED. `strict` marks a phrase with "trước" (before), which is never rolled.
    `period` is the id of the reporting period whose deadline an interpretation lends to the phrase, None otherwise.
    `occurrences`, two or more in order, are the due days of a RECURRING phrase that names some within the plan's span.
    `goes_on` marks a phrase that is DATED, or will be by its anchor, and whose work goes on without a last day afterwards. `term` is the length of a RELATIVE
    phrase that is counted forward from a day yet to be known, None if the phrase tells no such length.

    "tháng 3/2026" is 01/3 to 31/3; "chậm nhất ngày 15/02/2026" has no first day and ends on 15/02; "trước ngày
    10/6/2026" has none either, ends on 09/6 and is strict.
    """

    phrase: str
    kind: DueKind
    first: date | None
    last: date | None
    strict: bool
    steps: tuple[Step, ...]
    period: str | None = None
    occurrences: tuple[Occurrence, ...] = ()
    goes_on: bool = False
    term: Term | None = None

    @property
    def explanation(self) -> str:
        """The steps as one paragraph."""
        return " ".join(step.sentence for step in self.steps)


class UnreadablePhrase(NamedTuple):
    """A phrase that cannot be read; `reason` is a Vietnamese sentence: what is wrong and what to write instead."""

    phrase: str
    reason: str


class UnreadablePhraseError(ValueError):
    """Raised inside this package with the reason; `read_due` turns it into an `UnreadablePhrase`."""


class Calendar(NamedTuple):
    """The working days: Monday to Friday without `holidays` (name by day), and the weekend days in `workdays`."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Return whether the day is a working day."""
        return not self.off_reason(day)

    def off_reason(self, day: date) -> str:
        """Return why nobody works on the day (`nghỉ lễ Quốc khánh`, `Chủ nhật`), "" for a working day."""
        if name := self.holidays.get(day):
            return name if name.startswith("nghỉ") else f"nghỉ lễ {name}"
        if day.weekday() in _WEEKEND and day not in self.workdays:
            return weekday_text(day)
        return ""

    def working_day_before(self, day: date) -> date:
        """Return the last working day strictly before the day."""
        return self._working_day(day, -_ONE_DAY)

    def working_day_after(self, day: date) -> date:
        """Return the first working day strictly after the day."""
        return self._working_day(day, _ONE_DAY)

    def _working_day(self, day: date, stride: timedelta) -> date:
        day += stride
        while not self.is_working(day):
            day += stride
        return day


def roll_deadline(deadline: Deadline, roll: Roll, calendar: Calendar) -> Deadline:
    """Return the deadline with a last day on a day off moved to a working day, and a step that explains the move.

    NEXT applies Civil Code 2015 art. 148.5, PREVIOUS is a plan's own policy. Returned unchanged: a strict deadline, one
    without a last day, and one that would end before its own first day (14 to 15/02/2026, a weekend, with PREVIOUS).
    """
    last = deadline.last
    if roll is Roll.NONE or last is None or deadline.strict or calendar.is_working(last):
        return deadline
    move, wording, rule = _ROLL_RULES[roll]
    moved = move(calendar, last)
    if deadline.first is not None and moved < deadline.first:
        return deadline
    step = Step(
        f"Ngày {day_text(last)} là ngày nghỉ ({calendar.off_reason(last)}): ngày cuối cùng đúng "
        f"hạn {wording} {day_text(moved)}.",
        rule,
    )
    return deadline._replace(last=moved, steps=(*deadline.steps, step))


_ROLL_RULES: Mapping[Roll, tuple[Callable[[Calendar, date], date], str, str]] = {
    Roll.NEXT: (
        Calendar.working_day_after,
        "chuyển sang ngày làm việc tiếp theo,",
        "khoản 5 Điều 148 Bộ luật Dân sự 2015",
    ),
    Roll.PREVIOUS: (
        Calendar.working_day_before,
        "lùi về ngày làm việc liền trước,",
        "quy định riêng của kế hoạch về ngày nghỉ",
    ),
}
