"""The answer of `papi matrix`: which agency has sent which plan or report, by dated duties of Part IV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Item, ItemKind
from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.json_parts import envelope, obligation_json, state_counts
from papi_cli.views.lists import REQUESTED_HEADING, footnotes
from papi_cli.views.obligations import Selection, binding_only, count_line, requested_only, select_verdicts
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table, Tone
from papi_cli.views.words import STATE_WORDS, UNCONFIRMED_MARK, extension_asked_words


class MatrixAnswer(NamedTuple):
    """The answer of `papi matrix`: the verdicts on duties, agencies in official order, duties in the decision's."""

    states: States
    selection: Selection
    verdicts: tuple[Verdict, ...]

    def page(self) -> Page:
        """Return the matrix for readers; duties that are only requested stand in a matrix of their own."""
        ordered, requested = binding_only(self.verdicts), requested_only(self.verdicts)
        title = Heading(f"Kế hoạch và báo cáo đã gửi, tính đến ngày {day_text(self.states.as_of)}", level=1)
        empty = Paragraph("Không có kế hoạch, báo cáo nào; bảng này chỉ gồm các trách nhiệm ngoài bảng nhiệm vụ.")
        page: Page = (title, _matrix(ordered) if ordered else empty)
        if requested:
            page += (Heading(REQUESTED_HEADING), _matrix(requested))
        agencies = f"{count_text(len(duties_by_agency(ordered)))} cơ quan, đơn vị"
        counted = count_line(self.states, self.selection, agencies)
        return (*page, *footnotes(self.verdicts), Paragraph(counted, quiet=True))

    def rows(self) -> Table:
        """Return one row per agency and one column per duty."""
        items = duty_items(self.verdicts)
        heads = ("Mã cơ quan", "Cơ quan", *(item.product for item in items))
        rows = [
            Row(
                (
                    id_,
                    _agency_name(by_item),
                    *(duty_state_words(by_item[item.code]) if item.code in by_item else "" for item in items),
                )
            )
            for id_, by_item in duties_by_agency(self.verdicts).items()
        ]
        return Table(tuple(Column(head) for head in heads), tuple(rows))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.matrix/1`: each agency with its obligations by item."""
        plan = self.states.plan
        return {
            **envelope(self.states, "papi.matrix/1", self.selection),
            "summary": {
                item.code: state_counts(verdict for verdict in self.verdicts if verdict.obligation.item is item)
                for item in duty_items(self.verdicts)
            },
            "agencies": [
                {
                    "id": id_,
                    "name": _agency_name(by_item),
                    "obligations": {code: obligation_json(plan, verdict) for code, verdict in by_item.items()},
                }
                for id_, by_item in duties_by_agency(self.verdicts).items()
            ],
        }


def find_duties(states: States, selection: Selection) -> MatrixAnswer:
    """Return the verdicts on duties that the selection takes."""
    duties = [
        verdict for verdict in select_verdicts(states, selection) if verdict.obligation.item.kind is ItemKind.DUTY
    ]
    ordered = sorted(duties, key=lambda verdict: verdict.obligation.agency.order)
    return MatrixAnswer(states, selection, tuple(ordered))


def _matrix(verdicts: Sequence[Verdict]) -> Table:
    items = duty_items(verdicts)
    columns = (Column("Cơ quan", wraps=True), *(Column(_head(item), wraps=True) for item in items))
    rows = [_row(by_item, items) for by_item in duties_by_agency(verdicts).values()]
    return Table(columns, tuple(rows))


def _head(item: Item) -> str:
    return f"{item.product} ({day_text(item.due.last)})" if item.due and item.due.last else item.product


def _row(by_item: Mapping[str, Verdict], items: Sequence[Item]) -> Row:
    cells, tones = [marked_agency_name(by_item)], [Tone.PLAIN]
    for item in items:
        verdict = by_item.get(item.code)
        cells.append(f"{STATE_WORDS[verdict.state].sign} {duty_state_words(verdict)}" if verdict else "")
        tones.append(STATE_WORDS[verdict.state].tone if verdict else Tone.PLAIN)
    return Row(tuple(cells), tones=tuple(tones))


def duty_state_words(verdict: Verdict) -> str:
    """Return the state of a plan or report in a few words, and what it waits for.

    Where nothing is recorded, they claim nothing.
    """
    if verdict.state is State.OVERDUE and Flag.UNRECORDED in verdict.flags:
        state = "chưa ghi nhận"
    else:
        state = STATE_WORDS[verdict.state].in_matrix.format(days_late=verdict.days_late)
    supplement = "yêu cầu bổ sung" if verdict.state.is_done and Flag.INCOMPLETE in verdict.flags else ""
    return ", ".join(filter(None, (state, supplement, extension_asked_words(verdict))))


def duty_items(verdicts: Iterable[Verdict]) -> list[Item]:
    """Return the items of the verdicts, once each, in their order."""
    return list({verdict.obligation.item.code: verdict.obligation.item for verdict in verdicts}.values())


def duties_by_agency(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Verdict]]:
    """Return the verdicts by agency id, agencies in official order, then by item code."""
    agencies: dict[str, dict[str, Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.obligation.agency.order):
        agencies.setdefault(verdict.obligation.agency.id, {})[verdict.obligation.item.code] = verdict
    return agencies


def marked_agency_name(by_item: Mapping[str, Verdict]) -> str:
    """Return the agency's name, marked where one of its duties rests on an unconfirmed interpretation."""
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in by_item.values())
    return _agency_name(by_item) + (UNCONFIRMED_MARK if unconfirmed else "")


def _agency_name(by_item: Mapping[str, Verdict]) -> str:
    return next(iter(by_item.values())).obligation.agency.name
