"""The plan's calendar of days off, compared with a second source."""

from __future__ import annotations

from datetime import date

import holidays

from papi_cli.deadlines.model import Calendar
from tests.sample import shipped_plan

# Days off in the plan's calendar that the package `holidays` does not have, and why.
ONLY_IN_PLAN = {
    date(2026, 1, 2): "swapped with 10/01/2026 by the government, which the library does not have",
    date(2026, 11, 24): "Nghị quyết 28/2026/QH16 is younger than some releases of the library",
}


def test_days_off_agree_with_the_library() -> None:
    library = {day for day in holidays.country_holidays("VN", years=2026) if day.year == 2026}
    ours = set(shipped_plan().calendar.holidays)
    assert library - ours == set()
    assert ours - library <= set(ONLY_IN_PLAN)


def test_a_making_up_day_is_worked_and_the_day_off_is_not() -> None:
    calendar = shipped_plan().calendar
    for worked, off in ((date(2026, 1, 10), date(2026, 1, 2)), (date(2026, 8, 22), date(2026, 8, 31))):
        assert worked.weekday() == 5
        assert calendar.is_working(worked)
        assert not calendar.is_working(off)


def test_every_day_lies_in_the_year() -> None:
    plan = shipped_plan()
    assert isinstance(plan.calendar, Calendar)
    assert {day.year for day in (*plan.calendar.holidays, *plan.calendar.workdays)} == {2026}


def test_the_first_duty_is_due_on_a_sunday() -> None:
    calendar = shipped_plan().calendar
    assert calendar.off_reason(date(2026, 2, 15)) == "Chủ nhật"
    assert calendar.working_day_before(date(2026, 2, 15)) == date(2026, 2, 13)
