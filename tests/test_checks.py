"""The rules of `papi check` on days: the day before, the day, the day after, and days that no rule is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from papi_cli.checks import dates
from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.checks.events import future_recording_warnings
from papi_cli.checks.names import spelling_variants
from papi_cli.checks.unfinished import placeholders_left
from papi_cli.checks.years import (
    calendar_of_another_year,
    days_off_missing,
    names_of_another_year,
    periods_outside_span,
)
from papi_cli.log.reading import read_lines
from papi_cli.plan.resolve.resolver import resolve_leniently
from tests.sample import keys_of, line_of
from tests.tree import DAY, Edit, documents_after

Rule = Callable[[CheckContext], Iterator[CheckWarning]]


def warned(rule: Rule, *edits: Edit, today: date = DAY) -> set[str]:
    """Return the codes of the items that the rule warns about in the shipped plan after `edits`."""
    return {message.partition(":")[0] for message in messages(rule, *edits, today=today)}


def messages(rule: Rule, *edits: Edit, today: date = DAY) -> list[str]:
    resolution = resolve_leniently(documents_after(*edits), fingerprint="0", day=DAY, known_at=None)
    context = CheckContext.of(resolution, today)
    return [warning.problem.message for warning in rule(context)]


def plan_due(phrase: str) -> Edit:
    return ("tasks.yaml", "due: Kế hoạch tháng 3/2026", f"due: {phrase}")


ISSUED = ("plan.yaml", "  day:\n", "  day: 2026-02-10\n")
PLAN = "II.2/ke-hoach"


@pytest.mark.parametrize(
    ("phrase", "is_warned"),
    [
        ("ngày 09/02/2026", True),
        ("ngày 10/02/2026", False),
        ("ngày 11/02/2026", False),
        ("trước ngày 10/02/2026", True),
        ("trước ngày 11/02/2026", False),
        ("Thường xuyên", False),
    ],
)
def test_due_before_the_document(phrase: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (PLAN in warned(dates.due_before_document, ISSUED, plan_due(phrase))) is is_warned


@pytest.mark.parametrize(("month", "is_warned"), [("", False), ("01/2026", False), ("02/2026", True), ("3/2026", True)])
def test_a_document_without_a_day_is_of_the_first_of_its_month(month: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    edits = (("plan.yaml", "month: 02/2026", f"month: {month}"), plan_due("ngày 31/01/2026"))
    assert (PLAN in warned(dates.due_before_document, *edits)) is is_warned


@pytest.mark.parametrize(
    ("phrase", "is_warned"),
    [
        ("ngày 08/12/2026", False),
        ("ngày 09/12/2026", False),
        ("ngày 10/12/2026", True),
        # What names the six months belongs to their report, due on 09/6.
        ("Báo cáo 6 tháng trước ngày 09/6/2026", False),
        ("Báo cáo 6 tháng trước ngày 10/6/2026", False),
        ("Báo cáo 6 tháng trước ngày 11/6/2026", True),
        ("Báo cáo năm trước ngày 11/6/2026", False),
        ("Thường xuyên", False),
    ],
)
def test_due_after_the_report_of_its_period(phrase: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (PLAN in warned(dates.due_after_report, plan_due(phrase))) is is_warned


def test_what_is_tied_to_a_period_is_due_with_its_report() -> None:
    # Its phrase, «Báo cáo kết quả 6 tháng, năm», names both periods.
    assert not {"VI.8/bao-cao-6-thang", "VI.8/bao-cao-nam"} & warned(dates.due_after_report)


def test_a_report_of_a_period_is_due_after_it_only_if_its_own_phrase_is() -> None:
    annual = ("duties.yaml", "due: báo cáo năm trước ngày 10/12/2026", "due: báo cáo năm trước ngày 11/12/2026")
    assert "bao-cao-nam" not in warned(dates.due_after_report)
    assert "bao-cao-nam" in warned(dates.due_after_report, annual)


@pytest.mark.parametrize(
    ("phrase", "is_warned"),
    [
        ("tháng 12/2025", True),
        ("ngày 01/01/2026", False),
        ("ngày 31/12/2026", False),
        ("ngày 01/01/2027", True),
        ("tháng 12/2029", True),
        ("Thường xuyên", False),
    ],
)
def test_due_outside_the_time_of_the_plan(phrase: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (PLAN in warned(dates.due_outside_span, plan_due(phrase))) is is_warned


def test_a_report_may_be_due_once_its_time_is_over() -> None:
    late = "due: trước ngày 16/01/2027"
    report = ("duties.yaml", "due: báo cáo năm trước ngày 10/12/2026", late)
    assert not warned(dates.due_outside_span, report)
    assert warned(dates.due_outside_span, report, ("duties.yaml", "    period: annual\n", "")) == set()
    plan = ("duties.yaml", "due: Thời điểm ban hành chậm nhất ngày 15/02/2026", late)
    assert warned(dates.due_outside_span, plan) == {"ke-hoach"}


def test_a_last_day_moved_on_from_the_end_of_the_plan_is_within_it() -> None:
    moved = (
        ("plan.yaml", "year: 2026", "span: {first: 2026-01-01, last: 2026-02-28}"),
        ("plan.yaml", "roll: none", "roll: next"),
    )
    phrases = {"tháng 02/2026": False, "ngày 02/3/2026": False, "ngày 03/3/2026": True}
    assert {phrase: PLAN in warned(dates.due_outside_span, *moved, plan_due(phrase)) for phrase in phrases} == phrases


@pytest.mark.parametrize(
    ("quoted", "due", "is_warned"),
    [
        ("trước ngày 05 của tháng sau", "hằng tháng, trước ngày 05 của tháng sau", False),
        ("trước ngày 05 của tháng sau", "Hằng tháng, trước ngày 05 của tháng sau", False),
        ("trước ngày 05 của tháng sau", "hằng tháng, trước ngày 06 của tháng sau", True),
        # It tells a day of its own, and only one.
        ("trước ngày 10/6", "trước ngày 10/6 hằng năm", True),
        ("trước ngày 10/6", "hằng năm, trước ngày 10/6", True),
    ],
)
def test_how_often_may_be_added_to_a_phrase_that_cannot_be_read_without(quoted: str, due: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    cell = ("tasks.yaml", "due: Tháng 01/2026\n", f"due: {quoted}\n")
    row = (
        "tasks.yaml",
        "            due: Tháng 01/2026\n            milestones",
        f"            due: {due}\n            milestones",
    )
    assert len(warned(dates.due_not_quoted, row, cell)) == is_warned
    named = ("duties.yaml", "due: báo cáo năm trước ngày 10/12/2026", f"due: {due}")
    text = ("provisions.yaml", "báo cáo năm trước ngày 10/12/2026", quoted)
    assert ("bao-cao-nam" in warned(dates.due_not_quoted, named, text)) is is_warned


@pytest.mark.parametrize(
    ("phrase", "is_warned"),
    [
        ("ngày 13/3/2026", False),  # a Friday
        ("ngày 14/3/2026", True),
        ("ngày 15/3/2026", True),
        ("ngày 16/3/2026", False),
        ("chậm nhất ngày 01/5/2026", True),  # a holiday
        ("ngày 22/8/2026", False),  # a Saturday worked in a swap
        ("trước ngày 16/3/2026", False),  # "trước" names a day that is not the last one
        ("tháng 5/2026", False),  # the end of a month is nobody's choice: 31/5 is a Sunday
    ],
)
def test_due_on_a_day_off(phrase: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (PLAN in warned(dates.due_on_day_off, plan_due(phrase))) is is_warned


@pytest.mark.parametrize(
    ("now", "is_warned"),
    [
        ("2026-03-13T08:54:59.999999+07:00", True),
        ("2026-03-13T01:55:00+00:00", False),  # as far as the clocks of those who record may be apart
        ("2026-03-13T09:00:00.000001+07:00", False),
    ],
)
def test_recorded_in_the_future(now: str, is_warned: bool) -> None:  # noqa: FBT001  # a column of the table
    raw = line_of(keys_of("done", "2026-03-12", recorded="2026-03-13T09:00:00.000000+07:00"))
    lines, _ = read_lines("plan/status/2026-03/a.jsonl", raw)
    warnings = list(future_recording_warnings(lines, datetime.fromisoformat(now)))
    assert ["09:00 ngày 13/3/2026" in warning.message for warning in warnings] == [True] * is_warned


def test_a_name_written_out_in_two_ways_is_a_variant_and_an_abbreviation_is_none() -> None:
    cells = warned(spelling_variants)
    assert {"V.4", "VI.7", "VI.9"} <= cells, "«Môi Trường», «UBND cấp xã, phường», «UBND các xã, phường»"
    assert "8.1" not in cells, "«VP UBND tỉnh»"
    assert "II.1" not in warned(spelling_variants, ("tasks.yaml", "lead: Sở Tư pháp\n", "lead: Sở GD&ĐT\n"))


def test_the_calendar_has_the_days_off_of_the_years_that_anybody_knows() -> None:
    span = ("plan.yaml", "year: 2026", "span: {first: 2025-11-20, last: 2028-12-31}")
    for today, years in ((date(2025, 12, 31), []), (date(2026, 1, 1), ["2027"]), (date(2027, 1, 1), ["2027", "2028"])):
        found = messages(days_off_missing, span, today=today)
        assert [message.split()[2] for message in found] == years, today
    # Of a year with days those are missed that are certain and no weekend; 10/3 by the moon was a Sunday in 2026.
    gone = [("calendar.yaml", f"  - {{day: {day}, name: {name}, ", "  # ") for day, name in (
        ("2026-02-17", "Tết Bính Ngọ"), ("2026-02-20", "Tết Bính Ngọ"), ("2026-04-26", "Giỗ Tổ Hùng Vương"),
        ("2026-05-01", "Ngày Quốc tế lao động"),
    )]  # fmt: skip
    assert messages(days_off_missing) == []
    assert messages(days_off_missing, *gone) == [
        "lịch năm 2026 chưa có ngày nghỉ: Tết Nguyên Đán (17/02/2026), Ngày Quốc tế Lao động (01/5/2026)."
    ]


def test_names_days_and_periods_of_last_year_are_told() -> None:
    year = ("plan.yaml", "year: 2026", "year: 2027")
    assert len(messages(names_of_another_year, year)) == 3  # title, short name, title of the document
    assert not messages(names_of_another_year)
    for month, told in (("12/2025", 0), ("11/2024", 1), ("01/2027", 1)):
        edit = ("plan.yaml", "month: 02/2026", f"month: {month}")
        assert len(messages(names_of_another_year, edit)) == told, month
    several = ("plan.yaml", "chính công năm 2026", "chính công giai đoạn 2021 - 2026, theo Nghị quyết số 28/2020/QH14")
    assert not messages(names_of_another_year, several)
    assert len(messages(periods_outside_span, year)) == 2
    assert not messages(periods_outside_span)
    begins = ("plan.yaml", "year: 2026", "span: {first: 2026-06-01, last: 2026-12-31}")
    assert len(messages(periods_outside_span, begins)) == 1
    assert len(messages(calendar_of_another_year, year)) == 1
    assert not messages(calendar_of_another_year)
    assert not messages(days_off_missing, year), "told once, as a calendar of another year"


def test_a_place_that_is_marked_to_be_filled_in_is_told_in_every_file() -> None:
    marked = [
        ("plan.yaml", "title: Kế hoạch cải thiện", 'title: "[…] Kế hoạch cải thiện"  #'),
        ("tasks.yaml", "due: Tháng 12/2026\n            lead", 'due: "[…]"\n            lead'),
        ("calendar.yaml", "Thông báo của Bộ Nội vụ ngày 25/12/2025: hoán", "[…] hoán"),
    ]
    assert len(messages(placeholders_left, *marked)) == 3
    assert not messages(placeholders_left)
