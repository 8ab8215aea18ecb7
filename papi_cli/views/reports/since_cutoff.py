"""What became of work between the end of the data window and the day of writing: no figure counts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papi_cli.plan.model import Agency, ItemKind
from papi_cli.states import State, Verdict
from papi_cli.text import day_text
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import (
    ToldResult,
    agencies_cell,
    agency_head,
    group_alike,
    product_head,
    product_with_source,
    result_and_state,
    text_table,
)
from papi_cli.views.reports.wording import last_day_and_source


def between_table(
    basis: ReportBasis,
    judged: Iterable[Verdict],
    now: Iterable[Verdict],
    *,
    with_agencies: bool,
    told: ToldResult = result_and_state,
) -> Table:
    """Return the tasks whose last on-time day is after the cut-off and not after the day of writing, by that day.

    `judged` are the verdicts of the cut-off and `now` those of the day of writing, whose states the table tells. What was
    delivered or taken off the list by the cut-off is a result of the window and left out. `told` gives result and state of
    a row.
    """
    settled = {verdict.obligation.id for verdict in judged if not verdict.state.is_pending}
    due = [
        verdict
        for verdict in binding_only(now)
        if verdict.obligation.item.kind is ItemKind.TASK and verdict.obligation.id not in settled
        if verdict.last and basis.cutoff < verdict.last <= basis.as_of
    ]
    due.sort(key=lambda verdict: (verdict.last, basis.plan.item_order[verdict.obligation.item.code]))
    rows = [
        (
            str(number),
            last_day_and_source(basis.plan, group[0]),
            product_with_source(basis.plan, group),
            agencies_cell(basis.plan, group),
            *told(basis.plan, group),
        )
        for number, group in enumerate(group_alike(due, noted=False), 1)
    ]
    head = agency_head(basis.plan)
    result = "Kết quả (số, ký hiệu, ngày)"
    heads = ("TT", "Thời hạn", product_head(due), head, result, "Tình trạng")
    form = heads if with_agencies else tuple(one for one in heads if one != head)
    empty = set() if any(row[4] for row in rows) else {result}
    return text_table(heads, rows, without={*heads} - {*form} | empty)._replace(form=form)


def delivered_since(basis: ReportBasis, verdicts: Iterable[Verdict]) -> int:
    """Return how many of the verdicts of the cut-off are overdue and were delivered by the day of writing."""
    overdue = (verdict for verdict in binding_only(verdicts) if verdict.state is State.OVERDUE)
    return sum(any(now.state.is_done for now in basis.at_writing(verdict)) for verdict in overdue)


def since_words(basis: ReportBasis, group: Sequence[Verdict]) -> str:
    """Return what became since the cut-off of what was open then and shares a row; "" for nothing.

    «đã hoàn thành ngày 10/6/2026, sau ngày chốt số liệu»; where it is not the same for all agencies of the row, who they
    are: «sau ngày chốt số liệu: đã hoàn thành ngày 10/6/2026 (UBND xã Mường É)».
    """
    by_deed = group_by(
        ((deed, verdict.obligation.agency) for verdict in group if (deed := _deed(basis, verdict))),
        lambda told: told[0],
    )
    told: dict[str, list[Agency]] = {deed: [agency for _, agency in pairs] for deed, pairs in by_deed.items()}
    if not told:
        return ""
    (first, agencies), *others = told.items()
    if not others and len(agencies) == len(group):
        return f"{first}, sau ngày chốt số liệu"
    item = group[0].obligation.item
    named = (f"{deed} ({full_agencies_phrase(basis.plan, those, item)})" for deed, those in told.items())
    return f"sau ngày chốt số liệu: {', '.join(named)}"


def _deed(basis: ReportBasis, judged: Verdict) -> str:
    """Return what an obligation that was open at the cut-off is by now; "" for still open by the same day."""
    if not judged.state.is_pending or judged.obligation.item.kind is not ItemKind.TASK:
        return ""
    for now in basis.at_writing(judged):
        if now.state.is_done and now.done_on:
            return f"đã hoàn thành ngày {day_text(now.done_on)}"
        if now.state is State.WAIVED:
            return "đưa ra khỏi danh mục theo dõi"
        if now.state is State.IN_TIME and judged.state is State.OVERDUE and now.last:
            return f"được gia hạn đến ngày {day_text(now.last)}"
    return ""
