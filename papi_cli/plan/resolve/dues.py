"""From due phrases to deadlines, by way of the calendar and the reporting periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from papi_cli.deadlines.model import Calendar, Deadline, DueKind, Roll, Span, Step, UnreadablePhrase, roll_deadline
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, Period
from papi_cli.plan.quotation import Meaning
from papi_cli.plan.resolve.occurrences import look_at_every_year, spread_over_time
from papi_cli.plan.resolve.problem_collector import PERIOD, ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import is_proposed

_PROPOSED = Step("Cụm từ trong dấu [ ] chỉ là dự kiến, chưa đối chiếu với văn bản, nên chưa cho ngày nào.")


class DueResolver:
    """The calendar and the reporting periods of a plan, and the deadlines of its due phrases.

    `span` is the time of the plan, None where its file does not say it: then no phrase is read.
    """

    def __init__(
        self, plan: schema.PlanFile, span: Span | None, calendar: schema.CalendarFile, problems: ProblemCollector
    ) -> None:
        self._plan = plan
        self._span = span
        self._problems = problems
        self.roll = plan.policy.roll
        self._issued = plan.document.day
        self.calendar = self._read_calendar(calendar)
        self.periods = {period.id: period for period in self._with_first_days([*self._read_periods()])}
        self._period_paths: dict[str, KeyPath] = {
            record.id: ("periods", position, "id") for position, record in enumerate(plan.periods)
        }

    def _read_calendar(self, record: schema.CalendarFile) -> Calendar:
        holidays = {day.day: day.name for day in record.holidays if not is_proposed(day.source)}
        for position, day in enumerate(record.workdays):
            if day.day in holidays:
                message = f"ngày này vừa là ngày nghỉ («{holidays[day.day]}») vừa là ngày làm việc."
                keys: KeyPath = ("workdays", position, "day")
                self._problems.add("calendar.yaml", keys, ProblemCode.WRONG_VALUE, message, "Giữ lại một nơi.")
        return Calendar(
            holidays=holidays, workdays=frozenset(day.day for day in record.workdays if not is_proposed(day.source))
        )

    def _read_periods(self) -> Iterator[Period]:
        seen: dict[str, KeyPath] = {}
        for position, record in enumerate(self._plan.periods):
            keys: KeyPath = ("periods", position, "id")
            if record.id in seen:
                self._problems.add_duplicate("plan.yaml", keys, record.id, seen[record.id])
            seen.setdefault(record.id, keys)
            if record.data is not None and record.data.first > record.data.last:
                message = "khoảng chốt số liệu bị ngược: ngày đầu sau ngày cuối."
                self._problems.add(
                    "plan.yaml", ("periods", position, "data"), ProblemCode.WRONG_VALUE, message, "Sửa lại hai ngày."
                )
            due = self.deadline("plan.yaml", ("periods", position, "due"), record.due, None)
            if due is not None and due.occurrences:
                message = f"thời hạn «{record.due}» có nhiều ngày; một kỳ báo cáo chỉ có một."
                hint = "Ghi thời hạn của riêng kỳ này, đủ ngày, tháng, năm."
                self._problems.add("plan.yaml", ("periods", position, "due"), ProblemCode.DUE_PHRASE, message, hint)
            elif due is not None:
                yield self._period(record, due)

    def _period(self, record: schema.PeriodRecord, due: Deadline) -> Period:
        """Return a period with its window, else with the days from the plan's first to the deadline."""
        if record.data is not None:
            return Period(record.id, record.name, record.data.first, record.data.last, due)
        assert self._span is not None  # a phrase was read within it
        last = due.last or self._span.last
        return Period(record.id, record.name, min(self._span.first, last), last, due, has_data=False)

    def _with_first_days(self, periods: Sequence[Period]) -> Iterator[Period]:
        """Yield the periods, those without a window from the day on which they begin among the others.

        It is the day after the last one of an earlier year, since reports within a year are of the year so far; else
        1 January of its own year, if that is in the plan's time; else the plan's first day.
        """
        for period in periods:
            if period.has_data or self._span is None:
                yield period
                continue
            year = _year_told(period)
            before = max((other.last for other in periods if _year_told(other) < year), default=None)
            first = before + timedelta(days=1) if before is not None else date(year, 1, 1)
            if before is None and not self._span.first <= first <= self._span.last:
                first = self._span.first
            yield period._replace(first=min(first, period.last))

    def deadline(
        self, file: str, keys: KeyPath, phrase: str, roll: Roll | None, *, yearly: bool = False
    ) -> Deadline | None:
        """Return the deadline of a phrase, rolled by `roll`, else by the plan's policy; None if it cannot be read.

        One that is proposed (`is_proposed`) tells no day. What is to be looked at `yearly` must name a span of years.
        """
        if self._span is None:
            return None
        if is_proposed(phrase):
            return Deadline(phrase, DueKind.NONE, None, None, strict=False, steps=(_PROPOSED,))
        due = read_due(phrase, span=self._span)
        if isinstance(due, UnreadablePhrase):
            self._problems.add(file, keys, ProblemCode.DUE_PHRASE, f"không đọc được thời hạn «{phrase}».", due.reason)
            return None
        if yearly:
            return self._yearly(file, keys, due)
        return roll_deadline(due, roll or self.roll, self.calendar)

    def _yearly(self, file: str, keys: KeyPath, due: Deadline) -> Deadline | None:
        every_year = look_at_every_year(due)
        if every_year is None:
            message = f"«yearly: true» chỉ dùng khi thời hạn là một khoảng nhiều năm; «{due.phrase}» không phải."
            hint = "Bỏ khóa «yearly», hoặc ghi cụm từ như «giai đoạn 2026-2030»."
            self._problems.add(file, keys, ProblemCode.WRONG_VALUE, message, hint)
        return every_year

    def spread(self, item: Item) -> tuple[Item, ...]:
        """Return the items that a record comes to (see `spread_over_time`)."""
        return spread_over_time(item, self.calendar, issued=self._issued)

    def find_period(self, file: str, keys: KeyPath, id_: str) -> Period | None:
        """Return the reporting period `id_`; None if there is none, or its own due phrase cannot be read."""
        if id_ not in self._period_paths:
            self._problems.add_unknown_reference(file, keys, PERIOD, id_, self._period_paths)
        return self.periods.get(id_)

    def check_interpretation(self, file: str, keys: KeyPath, record: schema.InterpretationRecord | None) -> None:
        """Note a period, named by the interpretation of what stands at `keys`, that does not exist."""
        if record is not None and record.period is not None:
            self.find_period(file, (*keys, "interpretation", "period"), record.period)

    def milestone_deadline(
        self, task: schema.TaskRecord, record: schema.MilestoneRecord, keys: KeyPath
    ) -> Deadline | None:
        """Return the deadline of a milestone, None if no phrase dates it.

        The phrase is its own, else that of its task. An interpretation may tie it to a reporting period: then the
        period lends the day.
        """
        phrase = phrase_of(task, record)
        if not phrase:
            return None
        if is_proposed(phrase):
            return self.deadline("tasks.yaml", keys, phrase, record.roll)
        if record.interpretation is not None and record.interpretation.period is not None:
            path: KeyPath = (*keys, "interpretation", "period")
            period = self.find_period("tasks.yaml", path, record.interpretation.period)
            return None if period is None else _period_deadline(phrase, period)
        path = (*keys, "due") if record.due else (*keys[:-2], "due")
        yearly = record.yearly or (task.yearly and not record.due)
        return self.deadline("tasks.yaml", path, phrase, record.roll, yearly=yearly)


def phrase_of(task: schema.TaskRecord, milestone: schema.MilestoneRecord | None = None) -> str:
    """Return the due phrase of a task, or of one of its milestones, which is the task's where it has none of its own.

    It is in brackets as long as the cell of the row is: what the cell proposes is confirmed there, once for all phrases.
    """
    phrase = (milestone.due if milestone is not None else "") or task.due
    is_open = phrase and is_proposed(task.quote.get(Meaning.DUE, "")) and not is_proposed(phrase)
    return f"[{phrase}]" if is_open else phrase


def _year_told(period: Period) -> int:
    """Return the year that the report of a period is about: what is due in January tells the year before."""
    return (period.last - timedelta(days=31)).year


def _period_deadline(phrase: str, period: Period) -> Deadline:
    """Return the deadline that `period` lends to a phrase, with the steps that led to it."""
    step = Step(f"Theo cách hiểu: gắn với thời hạn của kỳ báo cáo {period.name}, «{period.due.phrase}».")
    return period.due._replace(phrase=phrase, steps=(step, *period.due.steps), period=period.id)
