"""Rules on what does not fit the time of the plan: names and days of another year, a calendar without its days off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.next_years import years_words
from papi_cli.plan.model import Period
from papi_cli.plan.quotation import DOCUMENT
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, number_text

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d|/[^\W\d])")
# The days off that have the same day in every year (Labour Code 2019 art. 112), as (month, day).
_YEARLY_DAYS_OFF = ((1, 1), (4, 30), (5, 1), (9, 2))
# As many days off has the list of any year that somebody took from its notice.
_FEWEST_DAYS_OFF = 10
_MOST_NAMED = 6


def names_of_another_year(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a title or short name that names years, but none of the plan, and about a document of another time.

    A plan may be issued in the year before it begins.
    """
    span, head = context.plan.span, context.records.plan
    named: tuple[tuple[KeyPath, str], ...] = (
        (("title",), head.title),
        (("short_name",), head.short_name or ""),
        ((DOCUMENT, "title"), head.document.title),
    )
    for keys, words in named:
        years = {int(year) for year in _YEAR.findall(words)}
        if years and not any(span.first.year <= year <= span.last.year for year in years):
            yield _of_another_year(context, keys, f"«{words}»")
    day, month = head.document.day, head.document.month
    issued = day.year if day is not None else int(month.rpartition("/")[2]) if month else span.first.year
    if not span.first.year - 1 <= issued <= span.last.year:
        yield _of_another_year(
            context, (DOCUMENT, "day" if day is not None else "month"), f"văn bản ban hành năm {issued}"
        )


def _of_another_year(context: CheckContext, keys: KeyPath, what: str) -> CheckWarning:
    message = f"{what} nhưng thời gian thực hiện kế hoạch là {years_words(context.plan.span)}."
    hint = "Sửa năm ở đây, hoặc sửa «year», «span» nếu thời gian thực hiện ghi sai."
    return context.warning_at("plan.yaml", keys, (DOCUMENT,), (ProblemCode.ANOTHER_YEAR, message, hint))


def periods_outside_span(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a reporting period whose data end before the plan begins or begin after its end, or that is due before."""
    span = context.plan.span
    for position, record in enumerate(context.records.plan.periods):
        period = next(one for one in context.plan.periods if one.id == record.id)
        key = "due" if record.data is None else "data"
        if period.last < span.first or period.first > span.last:
            yield _period_outside(context, ("periods", position, key), period)
        elif period.due.last is not None and period.due.last < span.first:
            yield _period_outside(context, ("periods", position, "due"), period)


def _period_outside(context: CheckContext, keys: KeyPath, period: Period) -> CheckWarning:
    due = f", hạn gửi báo cáo {day_text(period.due.last)}" if period.due.last is not None else ""
    data = (
        f"số liệu từ ngày {day_text(period.first)} đến ngày {day_text(period.last)}"
        if period.has_data
        else "không ghi khoảng số liệu"
    )
    message = f"kỳ báo cáo {period.name} ({data}{due}) nằm ngoài thời gian thực hiện kế hoạch, {years_words(context.plan.span)}."
    finding = (ProblemCode.DUE_OUTSIDE_SPAN, message, "Đối chiếu năm với bản gốc.")
    return context.warning_at("plan.yaml", keys, (), finding)


def calendar_of_another_year(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a calendar that has days, and none in the time of the plan: that of another year."""
    span, file = context.plan.span, context.records.calendar
    days = [record.day for record in (*file.holidays, *file.workdays)]
    if days and not any(span.first <= day <= span.last for day in days):
        years = ", ".join(map(str, sorted({day.year for day in days})))
        message = f"lịch chỉ có ngày của năm {years}, không có ngày nào của kế hoạch, {years_words(span)}."
        key = "holidays" if file.holidays else "workdays"
        finding = (ProblemCode.CALENDAR_OF_ANOTHER_YEAR, message, f"Ghi ngày nghỉ, ngày làm bù {years_words(span)}.")
        yield _of_calendar(context, key, finding)


def days_off_missing(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about years of the plan whose calendar lacks days that are off in every year.

    Of a year after the next nobody can know the days off, and a plan without any has another warning. Which days
    around Tết and the National Day are off as well, a notice decides: nothing is said of them.
    """
    span = context.plan.span
    if not any(span.first <= day <= span.last for day in context.plan.calendar.holidays):
        return
    from papi_cli.plan.founding.proposed_days import last_year_known

    for year in range(span.first.year, min(span.last.year, last_year_known(context.today)) + 1):
        if missing := _missing_days(context, year):
            named = ", ".join(missing[:_MOST_NAMED])
            more = f" và {number_text(len(missing) - _MOST_NAMED)} ngày khác" if len(missing) > _MOST_NAMED else ""
            message = f"lịch năm {year} chưa có ngày nghỉ: {named}{more}."
            hint = (
                "Ghi ngày nghỉ, ngày làm bù theo thông báo nghỉ lễ, Tết của năm ấy; đến khi ấy các ngày này được tính như "
                "ngày làm việc."
            )
            finding = (ProblemCode.DAYS_OFF_MISSING, message, hint)
            yield _of_calendar(context, "holidays", finding)


def _of_calendar(context: CheckContext, key: str, finding: tuple[ProblemCode, str, str]) -> CheckWarning:
    return CheckWarning(context.documents["calendar.yaml"].problem((key,), *finding, at_key=True).as_warning, ())


def _missing_days(context: CheckContext, year: int) -> list[str]:
    """Return the days that are off for certain, are no weekend and are not in the calendar, with their names."""
    known = {day for day in context.plan.calendar.holidays if day.year == year}
    if len(known) >= _FEWEST_DAYS_OFF and known.issuperset(
        day for day in (date(year, *yearly) for yearly in _YEARLY_DAYS_OFF) if day.weekday() < _SATURDAY
    ):
        return []
    from papi_cli.plan.founding.proposed_days import proposed_days_off

    span = context.plan.span
    return [
        f"{proposed.name} ({day_text(proposed.day)})"
        for proposed in proposed_days_off(year)
        if proposed.certain
        and proposed.day.weekday() < _SATURDAY
        and proposed.day not in known
        and span.first <= proposed.day <= span.last
    ]


_SATURDAY = 5
