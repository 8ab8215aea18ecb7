"""Due days that make little sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from papi_cli.checks.context import CheckContext, CheckWarning, single_line
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, Period, Plan
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, match_key


class _DatedItem(NamedTuple):
    """A dated item, and where its due phrase stands."""

    item: Item
    last: date
    file: str
    keys: KeyPath
    places: tuple[str, ...]


def due_before_decision(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of what was due before the decision: nobody can be asked to have done it."""
    issued = _decision_day(subject)
    for dated in _dated_items(subject):
        if issued is not None and dated.last < issued:
            message = (
                f"{dated.item.code}: thời hạn đến hết ngày {day_text(dated.last)}, trước khi Quyết định được ban hành."
            )
            said = (ProblemCode.DUE_BEFORE_DECISION, message, "Đối chiếu với bản gốc.")
            yield subject.warning_at(dated.file, dated.keys, dated.places, said)


def due_after_report(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of what is due after the report of its period: that report cannot tell of it."""
    for dated in _dated_items(subject):
        report = _report_period(subject.plan, dated.item)
        # What belongs to the report as its duty has its day.
        if report is None or report.due.last is None or dated.last <= report.due.last:
            continue
        message = (
            f"{dated.item.code}: thời hạn đến hết ngày {day_text(dated.last)}, "
            f"sau ngày cuối cùng gửi báo cáo {report.name} ({day_text(report.due.last)})."
        )
        said = (ProblemCode.DUE_AFTER_REPORT, message, "Đối chiếu với bản gốc.")
        yield subject.warning_at(dated.file, dated.keys, dated.places, said)


def due_on_day_off(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a day named by the decision itself on which nobody works (the end of a month is nobody's choice)."""
    for dated in _dated_items(subject):
        due = dated.item.due
        reason = subject.plan.calendar.off_reason(dated.last)
        if due is None or due.strict or due.first is not None or not reason:
            continue
        message = f"{dated.item.code}: ngày cuối cùng {day_text(dated.last)} là ngày nghỉ ({reason})."
        said = (
            ProblemCode.DUE_ON_DAY_OFF,
            message,
            "Đối chiếu với bản gốc, hoặc đặt khóa «roll» (cách xử lý khi rơi vào ngày nghỉ).",
        )
        yield subject.warning_at(dated.file, dated.keys, dated.places, said)


def due_not_quoted(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a due phrase that is not in the words quoted beside it, and of quoted ones that no product has."""
    for above, task in subject.tasks():
        quoted, places = single_line(task.quote.due), (task.code, "annex-2")
        phrases = [(milestone.due, (*above, "milestones", m, "due")) for m, milestone in enumerate(task.milestones)]
        said = [(single_line(due), keys) for due, keys in [(task.due, (*above, "due")), *phrases] if due]
        strange = [(due, keys) for due, keys in said if due not in quoted]
        for due, keys in strange:
            yield subject.warning_at("tasks.yaml", keys, places, _quote_mismatch(task.code, due, f"ghi «{quoted}»"))
        left = quoted
        for due, _ in sorted(said, key=lambda one: len(one[0]), reverse=True):
            left = left.replace(due, ";")
        if not strange and re.search(r"\w", left):
            message = f"{task.code}: không sản phẩm nào có thời hạn «{left.strip(' -;.,')}» của nguyên văn."
            hint = "Ghi cụm từ ấy vào khóa «due» của nhiệm vụ, hoặc của sản phẩm."
            yield subject.warning_at(
                "tasks.yaml", (*above, "quote", "due"), places, (ProblemCode.DUE_NOT_QUOTED, message, hint)
            )
    for d, duty in enumerate(subject.records.duties.duties):
        points = (subject.plan.provisions[code] for code in duty.source if code in subject.plan.provisions)
        if not any(single_line(duty.due) in single_line(f"{point.heading} {point.text}") for point in points):
            said_of_it = _quote_mismatch(duty.code, single_line(duty.due), "không có cụm từ ấy")
            yield subject.warning_at("duties.yaml", ("duties", d, "due"), (duty.code, *duty.source), said_of_it)


def _quote_mismatch(code: str, due: str, instead: str) -> tuple[ProblemCode, str, str]:
    message = f"{code}: thời hạn «{due}» không đúng nguyên văn: nguyên văn {instead}."
    return ProblemCode.DUE_NOT_QUOTED, message, "Ghi lại đúng cụm từ của nguyên văn."


def _decision_day(subject: CheckContext) -> date | None:
    """Return the day of the decision, else the first day of the month that the annexes print."""
    decision = subject.records.plan.decision
    if decision.day is not None:
        return decision.day
    found = re.fullmatch(r"(0?[1-9]|1[0-2])/(20[0-9]{2})", decision.month)
    return date(int(found[2]), int(found[1]), 1) if found else None


_SIX_MONTHS = re.compile(r"\b0?6 thang\b")


def _report_period(plan: Plan, item: Item) -> Period | None:
    """Return the period that the item belongs to or is tied to, else the one that its phrase names or that ends last."""
    id_ = item.period or (item.due and item.due.period)
    periods = sorted(plan.periods, key=lambda period: period.last)
    if id_:
        return next((period for period in periods if period.id == id_), None)
    if item.due is not None and _SIX_MONTHS.search(match_key(item.due.phrase)):
        periods = [period for period in periods if _SIX_MONTHS.search(match_key(period.name))]
    return periods[-1] if periods else None


def _dated_items(subject: CheckContext) -> Iterator[_DatedItem]:
    items = subject.plan.items
    for above, task in subject.tasks():
        for m, milestone in enumerate(task.milestones):
            item = items[f"{task.code}/{milestone.code}"]
            if item.due is not None and item.due.last is not None:
                keys: KeyPath = (*above, "milestones", m, "due") if milestone.due else (*above, "due")
                yield _DatedItem(item, item.due.last, "tasks.yaml", keys, (task.code, "annex-2"))
    for d, duty in enumerate(subject.records.duties.duties):
        item = items[duty.code]
        if item.due is not None and item.due.last is not None:
            yield _DatedItem(item, item.due.last, "duties.yaml", ("duties", d, "due"), (duty.code, *duty.source))
