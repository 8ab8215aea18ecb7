"""The rule on what a new plan still waits for, beside the blanks of its document (`checks.completeness`)."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.problems import ProblemCode
from papi_cli.text import join_words

_BLANK = {"symbol": "ký hiệu (symbol)", "head": "chức danh người đứng đầu (head)", "place": "địa danh (place)"}


def plan_unfinished(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a plan that obliges nobody or has no day of its calendar, and of a coordinator who cannot sign a paper."""
    for file, keys, message, hint in (
        *_without_items(context),
        *_without_days_off(context),
        *_coordinator_blanks(context),
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


def _path_of(context: CheckContext, id_: str) -> KeyPath:
    agencies = context.records.agencies
    lists = {
        ("departments",): agencies.departments,
        ("bodies",): agencies.bodies,
        ("communes", "list"): agencies.communes.list,
    }
    return next((*keys, n) for keys, records in lists.items() for n, record in enumerate(records) if record.id == id_)
