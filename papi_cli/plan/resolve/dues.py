"""Due phrases to deadlines, and the reporting periods on which they may rest."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.deadlines.model import Calendar, Deadline, Misread, Roll, Step, roll_due
from papi_cli.deadlines.phrases import read_due
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import Keys
from papi_cli.plan.model import Period
from papi_cli.plan.resolve.findings import PERIOD, Findings
from papi_cli.problems import Code


class Dues:
    """The calendar and the periods of a plan, and the reading of its due phrases; what is wrong goes to the findings."""

    def __init__(self, plan: schema.PlanFile, calendar: schema.CalendarFile, findings: Findings) -> None:
        self._plan = plan
        self._findings = findings
        self.roll = plan.policy.roll
        self.calendar = self._read_calendar(calendar)
        self.periods = {period.id: period for period in self._read_periods()}
        self._places: dict[str, Keys] = {
            record.id: ("periods", place, "id") for place, record in enumerate(plan.periods)
        }

    def _read_calendar(self, record: schema.CalendarFile) -> Calendar:
        holidays = {day.day: day.name for day in record.holidays}
        for place, day in enumerate(record.workdays):
            if day.day in holidays:
                message = f"ngày này vừa là ngày nghỉ («{holidays[day.day]}») vừa là ngày làm việc."
                keys: Keys = ("workdays", place, "day")
                self._findings.add("calendar.yaml", keys, Code.WRONG_VALUE, message, "Giữ lại một nơi.")
        return Calendar(holidays=holidays, workdays=frozenset(day.day for day in record.workdays))

    def _read_periods(self) -> Iterator[Period]:
        seen: set[str] = set()
        for place, record in enumerate(self._plan.periods):
            if record.id in seen:
                self._findings.twice("plan.yaml", ("periods", place, "id"), record.id)
            seen.add(record.id)
            if record.data.first > record.data.last:
                message = "khoảng chốt số liệu bị ngược: ngày đầu sau ngày cuối."
                self._findings.add(
                    "plan.yaml", ("periods", place, "data"), Code.WRONG_VALUE, message, "Sửa lại hai ngày."
                )
            due = self.read("plan.yaml", ("periods", place, "due"), record.due, None)
            if due is not None:
                yield Period(record.id, record.name, record.data.first, record.data.last, due)

    def read(self, file: str, keys: Keys, phrase: str, roll: Roll | None) -> Deadline | None:
        """Return the deadline that a phrase means, rolled as told, else as the plan has it; None for one not understood."""
        due = read_due(phrase, year=self._plan.year)
        if isinstance(due, Misread):
            if self._findings.has_read("plan.yaml"):  # without it the year is not the plan's
                self._findings.add(file, keys, Code.DUE_PHRASE, f"không đọc được thời hạn «{phrase}».", due.reason)
            return None
        return roll_due(due, roll or self.roll, self.calendar)

    def period(self, file: str, keys: Keys, id_: str) -> Period | None:
        """Return the reporting period of that id; None where there is none, or none whose due phrase was understood."""
        if id_ not in self._places:
            self._findings.unknown(file, keys, PERIOD, id_, self._places)
        return self.periods.get(id_)

    def of_milestone(self, task: schema.Task, record: schema.Milestone, keys: Keys) -> Deadline | None:
        """Return the deadline of the milestone's own phrase, else of its row's; None where no phrase dates it."""
        phrase = record.due or task.due
        if not phrase:
            return None
        if record.interpretation is not None and record.interpretation.period is not None:
            place: Keys = (*keys, "interpretation", "period")
            period = self.period("tasks.yaml", place, record.interpretation.period)
            return None if period is None else _read_as(phrase, period)
        place = (*keys, "due") if record.due else (*keys[:-2], "due")
        return self.read("tasks.yaml", place, phrase, record.roll)


def _read_as(phrase: str, period: Period) -> Deadline:
    """Return the deadline of a reporting period for a phrase that names no day of its own."""
    step = Step(f"Theo cách hiểu: gắn với thời hạn của kỳ báo cáo {period.name}, «{period.due.text}».")
    return period.due._replace(text=phrase, steps=(step, *period.due.steps))
