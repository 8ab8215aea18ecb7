"""The annexes of a letter: agency by agency what is owed, by its day, and how things stand; what recurs has one row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text, day_text_or, upper_first
from papi_cli.views.agency_phrases import everyone_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Row, Table
from papi_cli.views.reports import tables
from papi_cli.views.reports.day_notes import DayNotes, day_notes
from papi_cli.views.reports.time_words import product_words
from papi_cli.views.reports.wording import reminder_state_words, titled_product
from papi_cli.views.words import document_words, extension_asked_words

_EARLIER_LETTERS = "Đã đôn đốc"


def letter_tables(plan: Plan, verdicts: Sequence[Verdict], reminders: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return the annexes of a letter about `verdicts`, and as `jobs` the number of rows that it shows.

    `owed` has everything, `asked` that for which an extension is asked, `not_asked` the rest; `day_notes` stand below
    them. `reminders` are the numbers of earlier letters, by item and agency.
    """
    days = day_notes(plan, (group[0] for group in _rows_of(plan, verdicts)))
    asked = [verdict for verdict in verdicts if verdict.extension_asked is not None]
    others = [verdict for verdict in verdicts if verdict.extension_asked is None]
    cells = _reminder_cells(reminders)
    head = upper_first(everyone_noun(verdict.obligation.agency for verdict in verdicts))
    not_asked = _letter_table(days, head, others, cells)
    requests = _letter_table(days, head, asked, _REQUEST_CELLS)
    return {
        "owed": _letter_table(days, head, verdicts, cells),
        "not_asked": not_asked,
        "asked": requests,
        "day_notes": days.lines,
        "jobs": len(_rows_of(plan, others)) + len(_rows_of(plan, asked)),
    }


class _LetterCells(NamedTuple):
    """The last columns of an annex of a letter, which say how things stand: their heads, and their cells."""

    heads: tuple[str, ...]
    cells: Callable[[Sequence[Verdict]], tuple[str, ...]]


def _reminder_cells(reminders: Mapping[tuple[str, str], int]) -> _LetterCells:
    """Return the state with the extension asked for, and the number of earlier reminders."""

    def cells(group: Sequence[Verdict]) -> tuple[str, ...]:
        state = "; ".join(filter(None, (_state_words(group), extension_asked_words(group[0]))))
        earlier = {reminders.get((verdict.obligation.item.code, verdict.obligation.agency.id), 0) for verdict in group}
        at_most = "nhiều nhất " if len(earlier) > 1 else ""
        return state, f"{at_most}{count_text(max(earlier))} lần" if any(earlier) else ""

    return _LetterCells(("Tình trạng", _EARLIER_LETTERS), cells)


def _cells_of_request(group: Sequence[Verdict]) -> tuple[str, ...]:
    request = group[0].extension_asked
    assert request is not None
    letter = ", ".join(filter(None, (document_words(request), f"ngày {day_text(request.date)}")))
    return _state_words(group), day_text_or(request.until, ""), letter


_REQUEST_CELLS = _LetterCells(("Tình trạng", "Đề nghị gia hạn đến", "Văn bản đề nghị"), _cells_of_request)


def _letter_table(days: DayNotes, agency_head: str, verdicts: Sequence[Verdict], last_columns: _LetterCells) -> Table:
    """Return an annex; what is carried over stands behind the plan's own rows, under a heading row where there are both."""
    plan, groups = days.plan, _rows_of(days.plan, verdicts)
    rows: list[Row] = []
    headings = {_heading_of(plan, group) for group in groups}
    agency, number, heading = "", 0, headings.pop() if len(headings) == 1 else ""
    for group in groups:
        obligation = group[0].obligation
        if heading != (heading := _heading_of(plan, group)):
            rows.append(Row(("", heading, *[""] * (3 + len(last_columns.heads))), is_heading=True))
            agency, number = "", 0
        first = obligation.agency.id != agency
        agency = obligation.agency.id
        number += first
        cells = (
            str(number) if first else "",
            obligation.agency.name if first else "",
            titled_product(plan, obligation.item) if obligation.item.origin else product_words(plan, group),
            tables.citation_words(plan, obligation.item, (obligation.agency.id,)),
            days.cell(group[0]) if len(group) == 1 else f"sớm nhất {days.cell(group[0])}",
            *last_columns.cells(group),
        )
        rows.append(Row(cells))
    heads = ("TT", agency_head, "Sản phẩm, báo cáo", "Căn cứ", "Thời hạn", *last_columns.heads)
    # Before the first reminder there is nothing to say of earlier ones.
    told = any(row.cells[-1] for row in rows if not row.is_heading)
    without = [_EARLIER_LETTERS] if _EARLIER_LETTERS in heads and not told else []
    return tables.grouped_table(heads, rows, without=without)._replace(form=heads)


def _heading_of(plan: Plan, group: Sequence[Verdict]) -> str:
    earlier = plan.earlier_plan_of(group[0].obligation.item)
    return earlier.heading if earlier is not None else ""


def _rows_of(plan: Plan, verdicts: Sequence[Verdict]) -> Sequence[Sequence[Verdict]]:
    """Return the verdicts that share a row, by agency and day: the occurrences of a series of which one request asks.

    What is carried over stands last, plan by plan.

    Example: of 10 monthly reports two are asked to wait in one letter, and a plan is due in March. That makes three rows,
    of 8 reports, of 2 reports and of the plan.
    """
    ordered = sorted(
        verdicts,
        key=lambda verdict: (
            _place_of_origin(plan, verdict),
            verdict.obligation.agency.order,
            verdict.last or date.max,
            plan.item_order[verdict.obligation.item.code],
        ),
    )
    return tuple(group_by(ordered, _facts_of_row).values())


def _place_of_origin(plan: Plan, verdict: Verdict) -> int:
    earlier = plan.earlier_plan_of(verdict.obligation.item)
    return plan.earlier_plans.index(earlier) + 1 if earlier is not None else 0


def _facts_of_row(verdict: Verdict) -> Hashable:
    item, request = verdict.obligation.item, verdict.extension_asked
    asked = (request.until, request.document, request.within, request.date) if request else ()
    return verdict.obligation.agency.id, item.series if item.occurrence else item.code, asked


def _state_words(group: Sequence[Verdict]) -> str:
    """Return the state of a row; of several occurrences how many are how, and that of the one that presses most."""
    if len(group) == 1:
        return reminder_state_words(group[0])
    if group[0].state is State.IN_TIME:
        return f"lần gần nhất {reminder_state_words(group[0])}"
    silent = sum(Flag.UNRECORDED in verdict.flags for verdict in group)
    known = len(group) - silent
    parts = [words for words, count in (("chưa nhận được", silent), ("chưa hoàn thành", known)) if count]
    if silent and known:
        parts = [f"chưa nhận được {count_text(silent)} lần", f"chưa hoàn thành {count_text(known)} lần"]
    return f"{', '.join(parts)}, quá hạn nhiều nhất {count_text(max(verdict.days_late or 0 for verdict in group))} ngày"
