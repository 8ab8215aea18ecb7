"""Whether what is carried over is taken up by an item that this plan has on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from papi_cli.deadlines.model import Span
from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Item, ItemKind
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text, likely_slip_of

_FILE = "carried.yaml"


def days_of_taking_up(file: schema.CarriedFile) -> set[date]:
    """Return the days from which on items are taken up."""
    return {record.taken_up.since for record in file.items if record.taken_up is not None}


def check_taking_up(
    file: schema.CarriedFile, items: Mapping[str, Item], span: Span | None, problems: ProblemCollector
) -> None:
    """Note each day outside the time of the plan, and each code of what the plan does not have on that day.

    `items` are those of the last stretch of days, with what amendments dropped.
    """
    by_code: dict[str, list[Item]] = {}
    for item in items.values():
        for code in {item.code, item.series} if item.kind is not ItemKind.CARRIED else ():
            by_code.setdefault(code, []).append(item)
    for position, record in enumerate(file.items):
        if record.taken_up is not None:
            keys: KeyPath = ("items", position, "taken_up")
            _check_code(record.taken_up, keys, by_code, problems)
            if span is not None and not span.first <= record.taken_up.since <= span.last:
                message = f"ngày {day_text(record.taken_up.since)} ở ngoài thời gian thực hiện của kế hoạch này."
                hint = f"Ghi ngày từ {day_text(span.first)} đến {day_text(span.last)}."
                problems.add(_FILE, (*keys, "since"), ProblemCode.WRONG_VALUE, message, hint)


def _check_code(
    record: schema.TakenUpRecord, keys: KeyPath, by_code: Mapping[str, Sequence[Item]], problems: ProblemCollector
) -> None:
    taking = by_code.get(record.by, ())
    if not taking:
        _note_unknown(record.by, (*keys, "by"), by_code, problems)
        return
    first = min(item.since or date.min for item in taking)
    last = max(item.dropped_on or date.max for item in taking)
    if record.since < first:
        message = f"kế hoạch này có «{record.by}» từ ngày {day_text(first)}, sau ngày tiếp nhận."
        problems.add(
            _FILE, (*keys, "since"), ProblemCode.WRONG_VALUE, message, f"Ghi từ ngày {day_text(first)} trở đi."
        )
    elif last <= record.since:
        message = f"«{record.by}» không còn trong kế hoạch này từ ngày {day_text(last)}, nên không tiếp nhận được."
        problems.add(_FILE, (*keys, "by"), ProblemCode.WRONG_VALUE, message, "Ghi mã của việc thay cho việc ấy.")


def _note_unknown(code: str, keys: KeyPath, known: Mapping[str, object], problems: ProblemCollector) -> None:
    if any(problems.may_have_defined(file, code) for file in ("tasks.yaml", "duties.yaml")):
        return
    near = likely_slip_of(code, sorted(known))
    hint = f"Có phải là «{near}»?" if near else "Ghi mã của việc trong kế hoạch này, như A-2/ke-hoach."
    message = f"kế hoạch này không có việc nào mang mã «{code}»."
    problems.add(_FILE, keys, ProblemCode.UNKNOWN_REFERENCE, message, hint)
