"""The rule on what a new plan still waits for, beside the blanks of its document (`checks.completeness`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Plan
from papi_cli.problems import ProblemCode
from papi_cli.text import join_words

_BLANK = {"symbol": "ký hiệu (symbol)", "head": "chức danh người đứng đầu (head)", "place": "địa danh (place)"}


def plan_unfinished(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a plan that obliges nobody or has no day of its calendar, and of papers with a gap for their place."""
    for file, keys, message, hint in (
        *_without_items(context),
        *_without_days_off(context),
        *_coordinator_blanks(context),
        *_communes_without_place(context),
    ):
        yield context.warning_at(file, keys, (), (ProblemCode.PLAN_UNFINISHED, message, hint))


_Gap = tuple[str, KeyPath, str, str]


def _without_items(context: CheckContext) -> Iterator[_Gap]:
    if not context.plan.items:
        message = "kế hoạch chưa có nhiệm vụ, trách nhiệm nào."
        yield "tasks.yaml", ("annexes",), message, "Ghi bảng nhiệm vụ của văn bản vào tệp này, theo mẫu ở đầu tệp."


def _without_days_off(context: CheckContext) -> Iterator[_Gap]:
    span, holidays = context.plan.span, context.records.calendar.holidays
    if not any(span.first <= holiday.day <= span.last for holiday in holidays):
        message = "lịch chưa có ngày nghỉ nào trong thời gian thực hiện kế hoạch."
        yield "calendar.yaml", ("holidays",), message, "Ghi ngày nghỉ, ngày làm bù khi có thông báo."
    elif years := _years_without_days_off(context.plan):
        message = f"lịch chưa có ngày nghỉ của năm {', '.join(map(str, years))}."
        hint = (
            "Ghi ngày nghỉ, ngày làm bù khi có thông báo; đến khi ấy, ngày lễ các năm này được tính như ngày làm việc."
        )
        yield "calendar.yaml", ("holidays",), message, hint


# The days off that have the same day in every year (Labour Code 2019 art. 112), as (month, day).
_YEARLY_DAYS_OFF = ((1, 1), (4, 30), (5, 1), (9, 2))


def _years_without_days_off(plan: Plan) -> list[int]:
    """Return the years of the plan that its calendar has no day off of, but for those of which its span holds none."""
    span = plan.span

    def expected(year: int) -> bool:
        return any(span.first <= date(year, *day) <= span.last for day in _YEARLY_DAYS_OFF)

    known = {day.year for day in plan.calendar.holidays}
    return [year for year in range(span.first.year, span.last.year + 1) if year not in known and expected(year)]


def _coordinator_blanks(context: CheckContext) -> Iterator[_Gap]:
    coordinator = context.plan.agencies[context.plan.coordinator]
    blank = [words for key, words in _BLANK.items() if not getattr(coordinator, key)]
    if blank:
        message = f"cơ quan theo dõi {coordinator.name} chưa có {join_words(blank)}."
        yield (
            "agencies.yaml",
            _path_of(context, coordinator.id),
            message,
            "Điền để công văn, báo cáo không còn chỗ trống ấy.",
        )


def _communes_without_place(context: CheckContext) -> Iterator[_Gap]:
    communes = context.records.agencies.communes
    without = [position for position, record in enumerate(communes.list) if not record.place]
    if without:
        message = f"{len(without)} {communes.noun} chưa có địa danh (place); đây là nơi đầu tiên."
        hint = (
            "Ghi tên của nơi ấy, để báo cáo của chính nơi ấy không còn chỗ trống; mang tên người, chữ số hay sự kiện lịch sử "
            "thì ghi đủ: Phường …"
        )
        yield "agencies.yaml", ("communes", "list", without[0]), message, hint


def _path_of(context: CheckContext, id_: str) -> KeyPath:
    agencies = context.records.agencies
    lists = {
        ("departments",): agencies.departments,
        ("bodies",): agencies.bodies,
        ("communes", "list"): agencies.communes.list,
    }
    return next((*keys, n) for keys, records in lists.items() for n, record in enumerate(records) if record.id == id_)
