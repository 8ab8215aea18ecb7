"""Due phrases to deadlines, and the reporting periods on which they may rest."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.deadlines.model import Calendar, Deadline, Roll, Step, UnreadablePhrase, roll_deadline
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Period
from papi_cli.plan.resolve.problem_collector import PERIOD, ProblemCollector
from papi_cli.problems import ProblemCode


class DueResolver:
    """The calendar and the periods of a plan, and the reading of its due phrases; what is wrong goes to the findings."""

    def __init__(self, plan: schema.PlanFile, calendar: schema.CalendarFile, findings: ProblemCollector) -> None:
        self._plan = plan
        self._findings = findings
        self.roll = plan.policy.roll
        self.calendar = self._read_calendar(calendar)
        self.periods = {period.id: period for period in self._read_periods()}
        self._period_paths: dict[str, KeyPath] = {
            record.id: ("periods", place, "id") for place, record in enumerate(plan.periods)
        }

    def _read_calendar(self, record: schema.CalendarFile) -> Calendar:
        holidays = {day.day: day.name for day in record.holidays}
        for place, day in enumerate(record.workdays):
            if day.day in holidays:
                message = f"ngày này vừa là ngày nghỉ («{holidays[day.day]}») vừa là ngày làm việc."
                keys: KeyPath = ("workdays", place, "day")
                self._findings.add("calendar.yaml", keys, ProblemCode.WRONG_VALUE, message, "Giữ lại một nơi.")
        return Calendar(holidays=holidays, workdays=frozenset(day.day for day in record.workdays))

    def _read_periods(self) -> Iterator[Period]:
        seen: set[str] = set()
        for place, record in enumerate(self._plan.periods):
            if record.id in seen:
                self._findings.add_duplicate("plan.yaml", ("periods", place, "id"), record.id)
            seen.add(record.id)
            if record.data.first > record.data.last:
                message = "khoảng chốt số liệu bị ngược: ngày đầu sau ngày cuối."
                self._findings.add(
                    "plan.yaml", ("periods", place, "data"), ProblemCode.WRONG_VALUE, message, "Sửa lại hai ngày."
                )
            due = self.deadline("plan.yaml", ("periods", place, "due"), record.due, None)
            if due is not None:
                yield Period(record.id, record.name, record.data.first, record.data.last, due)

    def deadline(self, file: str, keys: KeyPath, phrase: str, roll: Roll | None) -> Deadline | None:
        """Return the deadline that a phrase means, rolled as told, else as the plan has it; None for one not understood."""
        due = read_due(phrase, year=self._plan.year)
        if isinstance(due, UnreadablePhrase):
            if self._findings.could_read("plan.yaml"):  # without it the year is not the plan's
                self._findings.add(
                    file, keys, ProblemCode.DUE_PHRASE, f"không đọc được thời hạn «{phrase}».", due.reason
                )
            return None
        return roll_deadline(due, roll or self.roll, self.calendar)

    def find_period(self, file: str, keys: KeyPath, id_: str) -> Period | None:
        """Return the reporting period of that id; None where there is none, or none whose due phrase was understood."""
        if id_ not in self._period_paths:
            self._findings.add_unknown_reference(file, keys, PERIOD, id_, self._period_paths)
        return self.periods.get(id_)

    def milestone_deadline(
        self, task: schema.TaskRecord, record: schema.MilestoneRecord, keys: KeyPath
    ) -> Deadline | None:
        """Return the deadline of the milestone's own phrase, else of its row's; None where no phrase dates it."""
        phrase = record.due or task.due
        if not phrase:
            return None
        if record.interpretation is not None and record.interpretation.period is not None:
            place: KeyPath = (*keys, "interpretation", "period")
            period = self.find_period("tasks.yaml", place, record.interpretation.period)
            return None if period is None else _period_deadline(phrase, period)
        place = (*keys, "due") if record.due else (*keys[:-2], "due")
        return self.deadline("tasks.yaml", place, phrase, record.roll)


def _period_deadline(phrase: str, period: Period) -> Deadline:
    """Return the deadline of a reporting period for a phrase that names no day of its own."""
    step = Step(f"Theo cách hiểu: gắn với thời hạn của kỳ báo cáo {period.name}, «{period.due.phrase}».")
    return period.due._replace(phrase=phrase, steps=(step, *period.due.steps), period=period.id)
