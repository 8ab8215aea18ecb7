"""The work of the year: an agency's list, or everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papi_cli.plan.model import ItemKind
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import count_text, day_text, join_words
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.lists import REQUESTED_HEADING, Arrangement, footnotes, obligations_table
from papi_cli.views.obligations import Selection, binding_only, count_line, envelope, obligation_json, state_counts
from papi_cli.views.page import Heading, Page, Paragraph

_COLUMNS = (
    ObligationColumn.LAST,
    ObligationColumn.WEEKDAY,
    ObligationColumn.ITEM,
    ObligationColumn.PRODUCT,
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
)


def tasks_page(states: States, selection: Selection, found: Sequence[Verdict], arrangement: Arrangement) -> Page:
    """Return the work list `found` for readers: duties of Part IV, then a table for each index."""
    plan = states.plan
    agencies = [plan.agencies[id_].name for id_ in selection.agencies]
    whose = f" của {join_words(agencies)}" if agencies else ""
    page: Page = (
        Heading(f"Danh mục công việc năm {plan.year}{whose}, tính đến ngày {day_text(states.as_of)}", level=1),
    )
    for head, verdicts in _sections(states, found, arrangement):
        columns = _informative_columns(verdicts, one_agency=len(agencies) == 1)
        page += (*((Heading(head),) if head else ()), obligations_table(plan, verdicts, arrangement, columns))
    if not found:
        page += (Paragraph("Không có trách nhiệm nào."),)
    counted = count_line(states, selection, f"{count_text(len(found))} trách nhiệm")
    return page + footnotes(found) + (Paragraph(counted, quiet=True),)


def _informative_columns(verdicts: Sequence[Verdict], *, one_agency: bool) -> tuple[ObligationColumn, ...]:
    """Return the columns that say something about these obligations: duties have no cooperating agencies."""
    duties = all(verdict.obligation.item.kind is ItemKind.DUTY for verdict in verdicts)
    mute = {ObligationColumn.AGENCY} if one_agency else set()
    return tuple(
        field for field in _COLUMNS if field not in mute | ({ObligationColumn.COOPERATING} if duties else set())
    )


def _sections(
    states: States, found: Sequence[Verdict], arrangement: Arrangement
) -> list[tuple[str, Sequence[Verdict]]]:
    """Return heads and rows: by part of the decision, or in one piece when another order was asked for."""
    if arrangement.sort_keys:
        return [("", found)] if found else []
    sections: list[tuple[str, Sequence[Verdict]]] = []
    duties = [verdict for verdict in found if verdict.obligation.item.index is None]
    ordered, asked = binding_only(duties), [verdict for verdict in duties if Flag.REQUESTED in verdict.flags]
    if ordered:
        sections.append(("Trách nhiệm tại Mục IV", ordered))
    if asked:
        sections.append((REQUESTED_HEADING, asked))
    for index in states.plan.indices:
        own = [verdict for verdict in found if verdict.obligation.item.index == index.code]
        if own:
            sections.append((f"Chỉ số nội dung {index.code}. {index.quote.name}", own))
    return sections


def tasks_json(states: States, selection: Selection, found: Sequence[Verdict]) -> dict[str, Any]:
    """Return the JSON contract `papi.tasks/1`."""
    return {
        **envelope(states, "papi.tasks/1", selection),
        "summary": state_counts(found),
        "obligations": [obligation_json(states.plan, verdict) for verdict in found],
    }
