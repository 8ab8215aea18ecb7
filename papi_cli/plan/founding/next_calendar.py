"""The calendar of a new plan: the days off that are known, and those that are proposed until a notice confirms them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from papi_cli.deadlines.model import Span
from papi_cli.plan.founding.editing import YamlEdits, scalar
from papi_cli.plan.founding.proposed_days import ProposedDay
from papi_cli.plan.model import Plan
from papi_cli.text import iso_day


def calendar_lines(
    earlier: Plan, text: str, span: Span, off: tuple[ProposedDay, ...], worked: tuple[date, ...]
) -> Iterator[str]:
    """Yield the lines of the calendar: the days that the `text` of the earlier one has within the new time, then proposals.

    Of a day that both have the earlier one tells the source.
    """
    known = set(earlier.calendar.holidays) | earlier.calendar.workdays
    for key, proposed in (
        (
            "holidays",
            [_row(day) for day in off if day.day not in known and _lies(span, day.day)],
        ),
        ("workdays", [_row(_worked(day)) for day in worked if day not in known and _lies(span, day)]),
    ):
        rows = sorted([*_kept_rows(YamlEdits(text), key, span), *proposed])
        yield f"{key}:" if rows else f"{key}: []"
        yield from rows
        if key == "holidays":
            yield ""


def _lies(span: Span, day: date) -> bool:
    return span.first <= day <= span.last


def _kept_rows(edits: YamlEdits, key: str, span: Span) -> Iterator[str]:
    for keys in edits.entries((key,)) if (key,) in edits else ():
        day, name, source = (edits.value((*keys, field)) for field in ("day", "name", "source"))
        if _lies(span, date.fromisoformat(day)):
            yield f"  - {{day: {day}, name: {scalar(name)}, source: {scalar(source)}}}"


def _worked(day: date) -> ProposedDay:
    return ProposedDay(day, "làm bù", "", certain=False)


def _row(day: ProposedDay) -> str:
    """Return a day as an entry; one that only a notice decides has its source in brackets, and is a working day until then."""
    basis = day.basis or "thông báo nghỉ lễ, Tết"
    source = basis if day.certain else f"[{basis}]"
    return f"  - {{day: {iso_day(day.day)}, name: {scalar(day.name)}, source: {scalar(source)}}}"
