"""What a due phrase comes to (days, with the steps that led there), the calendar, and rolling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from papi_cli.text import day_text, weekday_text

_ONE_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})


class DueKind(StrEnum):
    """What sort of time a phrase names; only a dated one can be overdue."""

    DATED = "dated"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    EVENT = "event"
    RELATIVE = "relative"


class Roll(StrEnum):
    """Where a last day that is not worked moves to."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class Step(NamedTuple):
    """A Vietnamese sentence of an explanation; `rule` is its legal basis or source, or empty."""

    text: str
    rule: str = ""

    @property
    def sentence(self) -> str:
        """The text with the rule, if any, in brackets before its full stop."""
        return f"{self.text.removesuffix('.')} ({self.rule})." if self.rule else self.text


class Deadline(NamedTuple):
    """What a due phrase says; all days are inclusive.

    `first` is the first day of the span that the phrase names (tháng 3 → 01/3), None where it
    names only an end (ngày D, trước …, chậm nhất …, đến …, giữa năm). `last` is the last on-time
    day, None for every kind but DATED. `strict`: said with "trước", so never rolled. `period` is the
    id of the reporting period whose deadline an interpretation lends to the phrase, None otherwise.
    """

    phrase: str
    kind: DueKind
    first: date | None
    last: date | None
    strict: bool
    steps: tuple[Step, ...]
    period: str | None = None

    @property
    def explanation(self) -> str:
        """The steps as one paragraph."""
        return " ".join(step.sentence for step in self.steps)


class UnreadablePhrase(NamedTuple):
    """A phrase that was not understood; `reason` says what is wrong and what to write instead."""

    phrase: str
    reason: str


class UnreadablePhraseError(ValueError):
    """Why a phrase can't be read, for its reader; `read_due` turns it into a Misread."""


class Calendar(NamedTuple):
    """Which days are worked: `holidays` by name; `workdays` are weekend days worked in a swap."""

    holidays: Mapping[date, str]
    workdays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Tell whether the day is worked; a holiday never is, a weekend day only in a swap."""
        return not self.off_reason(day)

    def off_reason(self, day: date) -> str:
        """Return why the day is not worked (`nghỉ lễ Quốc khánh`, `Chủ nhật`); empty when it is."""
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
    """Move a last day that is not worked to a working day, with a step that says so.

    NEXT is Civil Code 2015 art. 148.5, PREVIOUS the plan's own policy. Strict and undated ones
    come back unchanged, as does one that would move to before its own first day.
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
