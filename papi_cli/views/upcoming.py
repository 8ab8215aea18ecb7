"""What falls due soon: the list, and apart from it what was only asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from papi_cli.states import State, States, Verdict
from papi_cli.text import count_text, day_text, weekday_text
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


def upcoming_verdicts(
    states: States, selection: Selection, arrangement: Arrangement, *, within: int
) -> tuple[Verdict, ...]:
    """Return the wanted verdicts in time with at most `within` days left, unless arranged otherwise the next first."""
    soon = [verdict for verdict in _in_time_verdicts(states, selection) if (verdict.days_left or 0) <= within]
    return arrangement.in_chosen_order(states.plan, soon, BY_LAST_DAY)


def _in_time_verdicts(states: States, selection: Selection) -> list[Verdict]:
    return [verdict for verdict in select_verdicts(states, selection) if verdict.state is State.IN_TIME]


def upcoming_page(
    states: States, selection: Selection, found: Sequence[Verdict], arrangement: Arrangement, *, within: int
) -> Page:
    """Return the list `found` for readers; when it is empty, the next day on which something falls due."""
    until = day_text(states.as_of + timedelta(days=within))
    title = Heading(f"Đến hạn trong {count_text(within)} ngày tới (từ {day_text(states.as_of)} đến {until})", level=1)
    nothing = Paragraph(f"Không có trách nhiệm nào đến hạn. {_next_deadline_sentence(states, selection)}")
    return (title, *obligation_list_page(states, selection, found, arrangement, nothing=nothing))


def _next_deadline_sentence(states: States, selection: Selection) -> str:
    days = [verdict.last for verdict in _in_time_verdicts(states, selection) if verdict.last is not None]
    if not days:
        return "Không còn trách nhiệm nào trong hạn."
    day = min(days)
    return f"Hạn gần nhất: {weekday_text(day)}, ngày {day_text(day)} ({count_text(days.count(day))} trách nhiệm)."


def upcoming_json(states: States, selection: Selection, found: Sequence[Verdict], *, within: int) -> dict[str, Any]:
    """Return the JSON contract `papi.upcoming/1`; what was only asked for comes last, flagged."""
    return {
        **envelope(states, "papi.upcoming/1", selection),
        "within": within,
        "until": (states.as_of + timedelta(days=within)).isoformat(),
        "summary": state_counts(found),
        "obligations": [obligation_json(states.plan, verdict) for verdict in requested_last(found)],
    }
