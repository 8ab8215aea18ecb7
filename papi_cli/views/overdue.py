"""What is overdue: the list, and apart from it what was only asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papi_cli.states import Flag, State, States, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.layout import Heading, Page, Paragraph
from papi_cli.views.obligations import (
    Selection,
    as_json,
    by_last_day,
    counted_line,
    envelope,
    owed_rows,
    select,
    summary,
)
from papi_cli.views.words import UNCONFIRMED_NOTE


def overdue(states: States, selection: Selection) -> tuple[Verdict, ...]:
    """Return the wanted verdicts that are overdue, the oldest last day first."""
    late = [verdict for verdict in select(states, selection) if verdict.state is State.OVERDUE]
    return by_last_day(states.plan, late)


def owing(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Return what was ordered, without what was only asked for."""
    return tuple(verdict for verdict in verdicts if Flag.REQUESTED not in verdict.flags)


def overdue_page(states: States, selection: Selection, *, spread: bool) -> Page:
    """Return the list for readers; `spread` gives every agency a row of its own."""
    plan = states.plan
    found = overdue(states, selection)
    ordered = owing(found)
    asked = [verdict for verdict in found if Flag.REQUESTED in verdict.flags]
    page: Page = (Heading(f"Quá thời hạn tính đến ngày {day_text(states.as_of)}", level=1),)
    if ordered:
        page += (owed_rows(plan, ordered, spread=spread, with_agency=True),)
    else:
        page += (Paragraph("Không có trách nhiệm nào quá thời hạn."),)
    if asked:
        page += (
            Heading("Đề nghị phối hợp (liệt kê riêng, không tính là quá hạn)"),
            owed_rows(plan, asked, spread=spread, with_agency=True),
        )
    return page + _footnotes(found) + (Paragraph(_counted(states, selection, ordered, asked), quiet=True),)


def _counted(states: States, selection: Selection, ordered: Sequence[Verdict], asked: Sequence[Verdict]) -> str:
    agencies = len({verdict.obligation.agency.id for verdict in ordered})
    apart = f"; {count_text(len(asked))} việc đề nghị ở ngoài" if asked else ""
    who = f" của {count_text(agencies)} cơ quan, đơn vị{apart}" if ordered or asked else ""
    return counted_line(states, selection, len(ordered)).replace(" trách nhiệm,", f" trách nhiệm{who},", 1)


def _footnotes(verdicts: Sequence[Verdict]) -> Page:
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts)
    return (Paragraph(UNCONFIRMED_NOTE, quiet=True),) if unconfirmed else ()


def overdue_json(states: States, selection: Selection) -> dict[str, Any]:
    """Return the JSON contract `papi.overdue/1`; what was only asked for comes last, flagged."""
    found = overdue(states, selection)
    ordered = sorted(found, key=lambda verdict: Flag.REQUESTED in verdict.flags)
    return {
        **envelope(states, "papi.overdue/1", selection),
        "summary": summary(found),
        "obligations": [as_json(states.plan, verdict) for verdict in ordered],
    }
