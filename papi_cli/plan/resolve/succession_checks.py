"""What may be wrong with agencies that begin or end: their days and their successors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from papi_cli.plan.files import schema
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.text import day_text

_FILE = "agencies.yaml"

Listed = Mapping[str, tuple[schema.AgencyRecord, KeyPath]]


def check_successions(listed: Listed, problems: ProblemCollector) -> None:
    """Note what is wrong with the days and successors of the agencies, which are there by id with their places.

    A successor that is no agency is told of elsewhere.
    """
    for id_, (record, keys) in listed.items():
        if record.since and record.until and record.until < record.since:
            message = f"ngày cuối cùng ({day_text(record.until)}) trước ngày đầu tiên ({day_text(record.since)})."
            hint = "Sửa lại «since» hoặc «until»."
            problems.add(_FILE, (*keys, "until"), ProblemCode.AGENCY_DAYS, message, hint)
        if record.successor and record.until is None:
            message = "có cơ quan kế thừa nhưng chưa ghi ngày cuối cùng hoạt động."
            hint = f"Ghi «until» là ngày cuối cùng của «{id_}», dạng 2026-06-30."
            problems.add(_FILE, (*keys, "successor"), ProblemCode.AGENCY_DAYS, message, hint)
        circle = _circle(id_, listed)
        if circle and id_ == min(circle):
            _report_circle(id_, circle, keys, problems)
        named: set[str] = set()
        for position, entry in enumerate(record.successor):
            # One that is written without a list falls back on the place of the key.
            place: KeyPath = (*keys, "successor", position, "agency")
            if entry.agency in named:
                message, hint = f"«{entry.agency}» đã có trong danh sách này.", "Ghi mỗi cơ quan kế thừa một lần."
                problems.add(_FILE, place, ProblemCode.DUPLICATE_ID, message, hint)
            named.add(entry.agency)
            if record.until and not circle and entry.agency in listed:
                _check_days(record.until, entry.agency, listed, place, problems)


def _circle(start: str, listed: Listed) -> tuple[str, ...]:
    """Return the ids of a circle of successors that begins at an agency and comes back to it, () if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for entry in listed[way[-1]][0].successor:
            if entry.agency == start:
                return way
            if entry.agency in listed and entry.agency not in seen:
                seen.add(entry.agency)
                ways.append((*way, entry.agency))
    return ()


def _report_circle(id_: str, circle: tuple[str, ...], keys: KeyPath, problems: ProblemCollector) -> None:
    if len(circle) == 1:
        message, hint = "cơ quan kế thừa là chính cơ quan này.", "Ghi mã của cơ quan kế thừa, hoặc bỏ khóa."
    else:
        message = f"các cơ quan kế thừa nhau thành vòng: {' → '.join((*circle, id_))}."
        hint = "Bỏ một cơ quan kế thừa trong vòng ấy."
    problems.add(_FILE, (*keys, "successor"), ProblemCode.SUCCESSOR_CIRCLE, message, hint)


def _check_days(until: date, successor: str, listed: Listed, place: KeyPath, problems: ProblemCollector) -> None:
    """Note a successor that is not there on the day after the last one of the agency that it takes over from."""
    record, keys = listed[successor]
    first = until + timedelta(days=1)
    line = problems.location(_FILE, keys)
    if record.since and record.since > first:
        message = (
            f"«{successor}» hoạt động từ ngày {day_text(record.since)}, sau ngày phải tiếp nhận ({day_text(first)})."
        )
        hint = f"Sửa «since» của «{successor}» ({line}) hoặc «until» ở đây, để không có ngày nào bị hở."
        problems.add(_FILE, place, ProblemCode.AGENCY_DAYS, message, hint)
    elif record.until and record.until < first:
        message = (
            f"«{successor}» kết thúc ngày {day_text(record.until)}, trước ngày phải tiếp nhận ({day_text(first)})."
        )
        hint = f"Ghi cơ quan còn hoạt động vào ngày ấy, hoặc sửa «until» của «{successor}» ({line})."
        problems.add(_FILE, place, ProblemCode.AGENCY_DAYS, message, hint)


def check_office(key: str, id_: str, listed: Listed, *, problems: ProblemCollector) -> None:
    """Note that who stands at a key of plan.yaml ends, and nobody takes over."""
    seen: set[str] = set()
    while id_ in listed and id_ not in seen:
        seen.add(id_)
        record, keys = listed[id_]
        if record.until and not record.successor:
            message = f"«{id_}» chỉ hoạt động đến ngày {day_text(record.until)} và không có cơ quan kế thừa."
            hint = f"Ghi «successor» của «{id_}» ({problems.location(_FILE, keys)}), hoặc sửa «until» ở đó."
            problems.add("plan.yaml", (key,), ProblemCode.OFFICE_GONE, message, hint)
        id_ = next((entry.agency for entry in record.successor), "")
