"""Who has sent what: agencies by dated duties of Part IV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from papi_cli.plan.model import Item, ItemKind
from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.lists import REQUESTED_HEADING, footnotes
from papi_cli.views.obligations import (
    Selection,
    binding_only,
    count_line,
    envelope,
    obligation_json,
    select_verdicts,
    state_counts,
)
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table, Tone
from papi_cli.views.words import STATE_SIGNS, STATE_TONES, UNCONFIRMED_MARK


def duty_verdicts(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the wanted verdicts on duties, agencies in official order, each one's duties in the decision's."""
    duties = [one for one in select_verdicts(states, selection) if one.obligation.item.kind is ItemKind.DUTY]
    return tuple(sorted(duties, key=lambda one: one.obligation.agency.order))


def matrix_page(states: States, selection: Selection, found: Sequence[Verdict]) -> Page:
    """Return the matrix for readers; what was only asked for stands in one of its own."""
    ordered, asked = binding_only(found), [one for one in found if Flag.REQUESTED in one.flags]
    page: Page = (Heading(f"Kế hoạch và báo cáo đã gửi, tính đến ngày {day_text(states.as_of)}", level=1),)
    page += (
        _matrix(ordered)
        if ordered
        else Paragraph("Không có kế hoạch, báo cáo nào; bảng này chỉ gồm các trách nhiệm tại Mục IV."),
    )
    if asked:
        page += (Heading(REQUESTED_HEADING), _matrix(asked))
    counted = count_line(states, selection, f"{count_text(len(_by_agency(ordered)))} cơ quan, đơn vị")
    return (*page, *footnotes(found), Paragraph(counted, quiet=True))


def _matrix(verdicts: Sequence[Verdict]) -> Table:
    items = _items(verdicts)
    columns = (Column("Cơ quan", wraps=True), *(Column(_head(item), wraps=True) for item in items))
    rows = [_row(found, items) for found in _by_agency(verdicts).values()]
    return Table(columns, tuple(rows))


def _head(item: Item) -> str:
    return f"{item.product} ({day_text(item.due.last)})" if item.due and item.due.last else item.product


def _row(found: Mapping[str, Verdict], items: Sequence[Item]) -> Row:
    cells, tones = [""], [Tone.PLAIN]
    for item in items:
        verdict = found.get(item.code)
        cells.append(f"{STATE_SIGNS[verdict.state]} {duty_state_words(verdict)}" if verdict else "")
        tones.append(STATE_TONES[verdict.state] if verdict else Tone.PLAIN)
    unconfirmed = any(Flag.UNCONFIRMED in one.flags for one in found.values())
    cells[0] = next(iter(found.values())).obligation.agency.name + (UNCONFIRMED_MARK if unconfirmed else "")
    return Row(tuple(cells), tones=tuple(tones))


def duty_state_words(verdict: Verdict) -> str:
    """Return what became of a plan or report, in a few words; where nothing is recorded, nothing is claimed."""
    supplement = ", yêu cầu bổ sung" if Flag.INCOMPLETE in verdict.flags else ""
    match verdict.state:
        case State.DONE_ON_TIME:
            return f"đúng hạn{supplement}"
        case State.DONE_LATE:
            return f"chậm {verdict.days_late} ngày{supplement}"
        case State.DONE_UNDATED:
            return f"đã gửi{supplement}"
        case State.IN_TIME:
            return "chưa đến hạn"
        case State.WAIVED:
            return "đưa ra khỏi danh mục"
        case State.OVERDUE if Flag.UNRECORDED not in verdict.flags:
            return f"chưa hoàn thành, quá hạn {verdict.days_late} ngày"
        case State.OVERDUE | State.UNDATED | State.ONGOING:
            return "chưa ghi nhận"


def _items(verdicts: Sequence[Verdict]) -> list[Item]:
    return list({one.obligation.item.code: one.obligation.item for one in verdicts}.values())


def _by_agency(verdicts: Sequence[Verdict]) -> dict[str, dict[str, Verdict]]:
    found: dict[str, dict[str, Verdict]] = {}
    for one in verdicts:
        found.setdefault(one.obligation.agency.id, {})[one.obligation.item.code] = one
    return found


def matrix_rows(found: Sequence[Verdict]) -> Table:
    """Return one row per agency and one column per duty, for spreadsheets."""
    items = _items(found)
    heads = ("Mã cơ quan", "Cơ quan", *(item.product for item in items))
    rows = [
        Row(
            (
                agency,
                next(iter(own.values())).obligation.agency.name,
                *(duty_state_words(own[item.code]) if item.code in own else "" for item in items),
            )
        )
        for agency, own in _by_agency(found).items()
    ]
    return Table(tuple(Column(head) for head in heads), tuple(rows))


def matrix_json(states: States, selection: Selection, found: Sequence[Verdict]) -> dict[str, Any]:
    """Return the JSON contract `papi.matrix/1`: each agency with its obligations by item."""
    return {
        **envelope(states, "papi.matrix/1", selection),
        "summary": {
            item.code: state_counts(one for one in found if one.obligation.item is item) for item in _items(found)
        },
        "agencies": [
            {
                "id": agency,
                "name": next(iter(own.values())).obligation.agency.name,
                "obligations": {code: obligation_json(states.plan, verdict) for code, verdict in own.items()},
            }
            for agency, own in _by_agency(found).items()
        ],
    }
