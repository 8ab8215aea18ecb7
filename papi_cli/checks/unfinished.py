"""The rule on what a new plan still waits for, beside the blanks of its document (`checks.completeness`)."""

from __future__ import annotations

from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath, YamlValue
from papi_cli.plan.founding.open_places import open_mark
from papi_cli.problems import ProblemCode
from papi_cli.text import PLACEHOLDER, join_words

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
    if all(item.origin is not None for item in context.plan.items.values()):
        message = "kế hoạch chưa có nhiệm vụ, đầu việc nào."
        yield "tasks.yaml", ("annexes",), message, "Ghi bảng nhiệm vụ của văn bản vào tệp này, theo mẫu ở đầu tệp."


def _without_days_off(context: CheckContext) -> Iterator[_Gap]:
    calendar = context.records.calendar
    if not (calendar.holidays or calendar.workdays):
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


def placeholders_left(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about each value of a file in which a place to fill in is marked, or something proposed is not confirmed yet."""
    for file, document in context.documents.items():
        for keys, mark in _marked(document.tree, ()):
            message, hint = f"còn chỗ chưa điền «{mark}».", "Điền, hoặc xóa dấu ấy khi đã đối chiếu và đúng."
            if mark != PLACEHOLDER:
                message = f"còn chỗ dự kiến, chưa đối chiếu: «{_shortened(mark)}»."
                hint = "Đúng thì xóa hai dấu ngoặc vuông; khác thì sửa theo văn bản."
            yield context.warning_at(file, keys, (), (ProblemCode.PLACEHOLDER_LEFT, message, hint))


def _marked(tree: YamlValue, keys: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(tree, str):
        if mark := open_mark(keys, tree):
            yield keys, mark
        return
    for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _marked(inner, (*keys, key))


def _shortened(mark: str) -> str:
    return mark if len(mark) <= _MOST_SIGNS else f"{mark[:_MOST_SIGNS].rsplit(' ', 1)[0]} …]"


_MOST_SIGNS = 70


def _path_of(context: CheckContext, id_: str) -> KeyPath:
    agencies = context.records.agencies
    lists = {
        ("departments",): agencies.departments,
        ("bodies",): agencies.bodies,
        ("communes", "list"): agencies.communes.list,
    }
    return next((*keys, n) for keys, records in lists.items() for n, record in enumerate(records) if record.id == id_)
