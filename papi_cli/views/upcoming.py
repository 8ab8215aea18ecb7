"""What falls due soon: the list, and separately what was only requested."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from papi_cli.states import State, States, Verdict
from papi_cli.text import count_text, day_text, weekday_and_day_text
from papi_cli.views.json_parts import envelope, obligation_json, state_counts
from papi_cli.views.lists import BY_LAST_DAY, Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.obligations import Selection, requested_last, role_title, select_verdicts
from papi_cli.views.page import Heading, Page, Paragraph, Table


class UpcomingAnswer(NamedTuple):
    """The answer of `papi upcoming`: the verdicts in time with at most `within` days left, in the order of the list."""

    states: States
    selection: Selection
    arrangement: Arrangement
    within: int
    verdicts: tuple[Verdict, ...]

    @property
    def until(self) -> date:
        """The last day that the list covers."""
        return self.states.as_of + timedelta(days=self.within)

    def page(self) -> Page:
        """Return the list for readers; when it is empty, the next day on which something falls due."""
        span = f"từ {day_text(self.states.as_of)} đến {day_text(self.until)}"
        roles = role_title(self.states.plan, self.selection)
        title = Heading(f"Đến hạn trong {count_text(self.within)} ngày tới ({span}){roles and f',{roles}'}", level=1)
        next_deadline = _next_deadline_sentence(self.states, self.selection)
        empty = Paragraph(f"Không có trách nhiệm nào đến hạn. {next_deadline}")
        blocks = obligation_list_page(self.states, self.selection, self.verdicts, self.arrangement, empty=empty)
        return (title, *blocks)

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.states.plan, self.verdicts, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.upcoming/2`; cooperation that is only requested comes last, flagged."""
        return {
            **envelope(self.states, "papi.upcoming/2", self.selection),
            "within": self.within,
            "until": self.until.isoformat(),
            "summary": state_counts(self.verdicts),
            "obligations": [obligation_json(self.states.plan, verdict) for verdict in requested_last(self.verdicts)],
        }


def find_upcoming(states: States, selection: Selection, arrangement: Arrangement, *, within: int) -> UpcomingAnswer:
    """Return what falls due in the next `within` days, by last day (the next first) unless arranged otherwise."""
    soon = [verdict for verdict in _in_time_verdicts(states, selection) if (verdict.days_left or 0) <= within]
    ordered = arrangement.in_chosen_order(states.plan, soon, BY_LAST_DAY)
    return UpcomingAnswer(states, selection, arrangement, within, ordered)


def _in_time_verdicts(states: States, selection: Selection) -> list[Verdict]:
    return [verdict for verdict in select_verdicts(states, selection) if verdict.state is State.IN_TIME]


def _next_deadline_sentence(states: States, selection: Selection) -> str:
    days = [verdict.last for verdict in _in_time_verdicts(states, selection) if verdict.last is not None]
    if not days:
        return "Không còn trách nhiệm nào trong hạn."
    day = min(days)
    return f"Hạn gần nhất: {weekday_and_day_text(day)} ({count_text(days.count(day))} trách nhiệm)."
