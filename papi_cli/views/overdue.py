"""What is overdue: the list, and apart from it what was only asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papi_cli.states import State, States, Verdict
from papi_cli.text import day_text
from papi_cli.views.lists import BY_LAST_DAY, Arrangement, obligation_list_page
from papi_cli.views.obligations import (
    Selection,
    envelope,
    obligation_json,
    requested_last,
    select_verdicts,
    state_counts,
)
from papi_cli.views.page import Heading, Page, Paragraph


def overdue_verdicts(states: States, selection: Selection, arrangement: Arrangement) -> tuple[Verdict, ...]:
    """Return the wanted verdicts that are overdue, unless arranged otherwise the oldest last day first."""
    late = [verdict for verdict in select_verdicts(states, selection) if verdict.state is State.OVERDUE]
    return arrangement.in_chosen_order(states.plan, late, BY_LAST_DAY)


def overdue_page(states: States, selection: Selection, found: Sequence[Verdict], arrangement: Arrangement) -> Page:
    """Return the list `found` for readers."""
    title = Heading(f"Quá thời hạn tính đến ngày {day_text(states.as_of)}", level=1)
    nothing = Paragraph("Không có trách nhiệm nào quá thời hạn.")
    return (title, *obligation_list_page(states, selection, found, arrangement, nothing=nothing))


def overdue_json(states: States, selection: Selection, found: Sequence[Verdict]) -> dict[str, Any]:
    """Return the JSON contract `papi.overdue/1`; what was only asked for comes last, flagged."""
    return {
        **envelope(states, "papi.overdue/1", selection),
        "summary": state_counts(found),
        "obligations": [obligation_json(states.plan, verdict) for verdict in requested_last(found)],
    }
