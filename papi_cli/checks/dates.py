"""Rules on due days, and on due phrases against the words quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.checks.context import CheckContext, CheckWarning, single_line
from papi_cli.plan.choices import Does
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, Period, Plan
from papi_cli.plan.quotation import Document
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, is_proposed, match_key, number_text, without_brackets
from papi_cli.views.grouping import group_by


class _DatedItem(NamedTuple):
    """A dated item, the place of its due phrase, and the codes by which errata name that place."""

    item: Item
    last: date
    file: str
    keys: KeyPath
    codes: tuple[str, ...]


def due_before_document(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about an item due before the document was issued: nobody could have delivered it."""
    issued = _day_of_issue(context.plan.document)
    if issued is None:
        return
    for dated, more in _first_of_series(dated for dated in _dated_items(context) if dated.last < issued):
        message = f"{dated.item.code}: thời hạn đến hết ngày {day_text(dated.last)}, trước khi {context.plan.document.kind} được ban hành.{more}"
        finding = (ProblemCode.DUE_BEFORE_DOCUMENT, message, "Đối chiếu với bản gốc.")
        yield context.warning_at(dated.file, dated.keys, dated.codes, finding)


def due_after_report(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about an item due after the report of its period, which therefore cannot cover it.

    Of what recurs some occurrences always are.
    """
    for dated in (dated for dated in _dated_items(context) if dated.item.occurrence is None):
        report = _report_period(context.plan, dated.item)
        if report is None or report.due.last is None or dated.last <= report.due.last:
            continue
        message = (
            f"{dated.item.code}: thời hạn đến hết ngày {day_text(dated.last)}, "
            f"sau ngày cuối cùng gửi báo cáo {report.name} ({day_text(report.due.last)})."
        )
        finding = (ProblemCode.DUE_AFTER_REPORT, message, "Đối chiếu với bản gốc.")
        yield context.warning_at(dated.file, dated.keys, dated.codes, finding)


def due_outside_span(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about an item due before or after the time of the plan: a slip in its year, or in that of the plan.

    Reports are often due once their time is over, and so is what is tied to one or moved there from a day off. What recurs
    was looked for within that time.
    """
    span = context.plan.span
    for dated in (dated for dated in _dated_items(context) if dated.item.occurrence is None):
        is_before, is_after = dated.last < span.first, dated.last > _last_day_allowed(context.plan, dated.item)
        if not (is_before or is_after):
            continue
        edge = f"trước ngày đầu ({day_text(span.first)})" if is_before else f"sau ngày cuối ({day_text(span.last)})"
        message = (
            f"{dated.item.code}: thời hạn đến hết ngày {day_text(dated.last)}, {edge} của thời gian thực hiện kế hoạch."
        )
        finding = (ProblemCode.DUE_OUTSIDE_SPAN, message, "Đối chiếu năm với bản gốc.")
        yield context.warning_at(dated.file, dated.keys, dated.codes, finding)


def _last_day_allowed(plan: Plan, item: Item) -> date:
    """Return the last day on which an item may be due without a warning."""
    if item.does is Does.REPORT or item.period is not None or (item.due is not None and item.due.period is not None):
        return date.max
    last = plan.span.last
    return last if plan.calendar.is_working(last) else plan.calendar.working_day_after(last)


def due_on_day_off(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a due day on a day off that the plan itself names; ends of months do not count."""
    off = (dated for dated in _dated_items(context) if _names_day_off(context.plan, dated))
    for dated, more in _first_of_series(off):
        reason = context.plan.calendar.off_reason(dated.last)
        message = f"{dated.item.code}: ngày cuối cùng {day_text(dated.last)} là ngày nghỉ ({reason}).{more}"
        finding = (
            ProblemCode.DUE_ON_DAY_OFF,
            message,
            "Đối chiếu với bản gốc, hoặc đặt khóa «roll» (cách xử lý khi rơi vào ngày nghỉ).",
        )
        yield context.warning_at(dated.file, dated.keys, dated.codes, finding)


def _names_day_off(plan: Plan, dated: _DatedItem) -> bool:
    due, occurrence = dated.item.due, dated.item.occurrence
    ends_month = occurrence is not None and (occurrence.last + timedelta(days=1)).day == 1
    names_day = due is not None and not due.strict and due.first is None and not ends_month
    return names_day and not plan.calendar.is_working(dated.last)


def due_not_quoted(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a due phrase that is not in the quotation beside it, and of quoted words that no due phrase has.

    What cannot be read as it is quoted may have how often it recurs added.
    """
    for above, task in context.tasks():
        row = context.plan.tasks[task.code]
        if is_proposed(row.due_words):
            continue  # told as such, until both are confirmed
        quoted, codes = single_line(row.due_words), (task.code, row.section.annex)
        phrases = [(milestone.due, (*above, "milestones", m, "due")) for m, milestone in enumerate(task.milestones)]
        written = [(task.due, (*above, "due")), *phrases]
        due_phrases = [(single_line(without_brackets(due)), keys) for due, keys in written if due]
        dues = [(_as_quoted(due, quoted), keys) for due, keys in due_phrases]
        unquoted = [(due, keys) for due, keys in dues if due not in quoted]
        for due, keys in unquoted:
            finding = _quote_mismatch(task.code, due, f"ghi «{quoted}»")
            if context.is_amended("tasks.yaml", keys):
                message = f"{task.code}: thời hạn đã sửa là «{due}», ô của bảng vẫn ghi «{quoted}»."
                hint = "Thêm «cell»: toàn bộ chữ của ô từ ngày hiệu lực."
                finding = (ProblemCode.DUE_NOT_QUOTED, message, hint)
            yield context.warning_at("tasks.yaml", keys, codes, finding)
        # In a cell that gives each product its day, the products' own words are no due phrase.
        names = [single_line(milestone.product or milestone.phase) for milestone in task.milestones if milestone.due]
        if not unquoted and (unmatched := _left_over(quoted, [*(due for due, _ in dues), *names])):
            message = f"{task.code}: không sản phẩm nào có thời hạn «{unmatched}» của nguyên văn."
            hint = "Ghi cụm từ ấy vào khóa «due» của nhiệm vụ, hoặc của sản phẩm."
            yield context.warning_at(
                "tasks.yaml", (*above, "quote", "due"), codes, (ProblemCode.DUE_NOT_QUOTED, message, hint)
            )
    for d, duty in enumerate(context.records.duties.duties):
        points = [context.plan.provisions[code] for code in duty.source]
        texts = [single_line(f"{point.heading} {point.text}") for point in points]
        if context.is_amended("duties.yaml", ("duties", d, "due")):
            continue  # the words are those of another document
        if texts and not any(_as_quoted(single_line(duty.due), text) in text for text in texts):
            finding = _quote_mismatch(duty.code, single_line(duty.due), "không có cụm từ ấy")
            yield context.warning_at("duties.yaml", ("duties", d, "due"), (duty.code, *duty.source), finding)


_HOW_OFTEN = re.compile(r"^(?:hằng|hàng) (?:tháng|quý|năm),? +|,? +(?:hằng|hàng) (?:tháng|quý|năm)$", re.IGNORECASE)
_NEXT_TIME = re.compile(r"(?:tháng|quý|năm) (?:sau|tiếp theo|kế tiếp|liền kề)", re.IGNORECASE)


def _as_quoted(due: str, quoted: str) -> str:
    """Return the due phrase without how often it recurs, where only that was added and no day is told without it.

    «trước ngày 05 của tháng sau» tells a day only beside «hằng tháng»; «trước ngày 10/6» tells one alone, and another
    than with «hằng năm».
    """
    bare = _HOW_OFTEN.sub("", due, count=1)
    return bare if due not in quoted and bare in quoted and _NEXT_TIME.search(bare) else due


def _left_over(quoted: str, words: Sequence[str]) -> str:
    """Return what remains of a cell without `words`, "" if that has no word of its own."""
    # Longest first: "tháng 11/2026" must not leave the "1" of "tháng 1".
    found = re.compile(
        "|".join(map(re.escape, sorted(filter(None, words), key=len, reverse=True))) or "$^", re.IGNORECASE
    )
    pieces = (piece.strip(" -:;.,") for piece in found.split(quoted))
    return "; ".join(piece for piece in pieces if re.search(r"\w", piece))


def _quote_mismatch(code: str, due: str, instead: str) -> tuple[ProblemCode, str, str]:
    message = f"{code}: thời hạn «{due}» không đúng nguyên văn: nguyên văn {instead}."
    return ProblemCode.DUE_NOT_QUOTED, message, "Ghi lại đúng cụm từ của nguyên văn."


def _day_of_issue(document: Document) -> date | None:
    """Return the day of the document, else the first day of its month, None if that is unknown too."""
    if document.day is not None or not document.month:
        return document.day
    month, year = map(int, document.month.split("/"))
    return date(year, month, 1)


_SIX_MONTHS = re.compile(r"\b0?6 thang\b")


def _report_period(plan: Plan, item: Item) -> Period | None:
    """Return the period of the item or of its deadline, else the one that its phrase names or that ends last.

    In a plan of several years no period is the last one that an item can be reported in.
    """
    id_ = item.period or (item.due and item.due.period)
    periods = sorted(plan.periods, key=lambda period: period.last)
    if id_:
        return next((period for period in periods if period.id == id_), None)
    if plan.span.year is None:
        return None
    if item.due is not None and _SIX_MONTHS.search(match_key(item.due.phrase)):
        periods = [period for period in periods if _SIX_MONTHS.search(match_key(period.name))]
    return periods[-1] if periods else None


def _dated_items(context: CheckContext) -> Iterator[_DatedItem]:
    for above, task in context.tasks():
        row = context.plan.tasks[task.code]
        own_keys = [
            (*above, "milestones", m) if milestone.due else above for m, milestone in enumerate(task.milestones)
        ]
        series = [f"{task.code}/{milestone.code}" for milestone in task.milestones]
        for code, keys in zip(series or [task.code], own_keys or [above], strict=True):
            yield from _dated_in_series(
                context.plan, code, "tasks.yaml", (*keys, "due"), (task.code, row.section.annex)
            )
    for d, duty in enumerate(context.records.duties.duties):
        keys = ("duties", d, "due")
        yield from _dated_in_series(context.plan, duty.code, "duties.yaml", keys, (duty.code, *duty.source))


def _dated_in_series(plan: Plan, series: str, file: str, keys: KeyPath, codes: tuple[str, ...]) -> Iterator[_DatedItem]:
    for item in (plan.items[code] for code in plan.series[series]):
        if item.due is not None and item.due.last is not None:
            yield _DatedItem(item, item.due.last, file, keys, codes)


def _first_of_series(found: Iterable[_DatedItem]) -> Iterator[tuple[_DatedItem, str]]:
    """Yield the first of each series, with a sentence on how many more of it there are, "" for none."""
    for first, *others in group_by(found, lambda dated: dated.item.series).values():
        yield first, f" Còn {number_text(len(others))} lần khác của việc này cũng vậy." if others else ""
