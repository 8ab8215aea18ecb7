"""What is overdue: the list, and separately what was only requested."""

from __future__ import annotations

from typing import Any, NamedTuple

from papi_cli.states import State, States, Verdict
from papi_cli.text import day_text
from papi_cli.views.json_parts import envelope, obligation_json, state_counts
from papi_cli.views.lists import BY_LAST_DAY, Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.obligations import Selection, requested_last, role_title, select_verdicts
from papi_cli.views.page import Heading, Page, Paragraph, Table


class OverdueAnswer(NamedTuple):
    """The answer of `papi overdue`: the overdue verdicts that the selection takes, in the order of the list."""

    states: States
    selection: Selection
    arrangement: Arrangement
    verdicts: tuple[Verdict, ...]

    def page(self) -> Page:
        """Return the list for readers."""
        roles = role_title(self.states.plan, self.selection)
        title = Heading(f"Quá thời hạn tính đến ngày {day_text(self.states.as_of)}{roles and f',{roles}'}", level=1)
        empty = Paragraph("Không có trách nhiệm nào quá thời hạn.")
        blocks = obligation_list_page(self.states, self.selection, self.verdicts, self.arrangement, empty=empty)
        return (title, *blocks)

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.states.plan, self.verdicts, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.overdue/2`; cooperation that is only requested comes last, flagged."""
        return {
            **envelope(self.states, "papi.overdue/2", self.selection),
            "summary": state_counts(self.verdicts),
            "obligations": [obligation_json(self.states.plan, verdict) for verdict in requested_last(self.verdicts)],
        }


def find_overdue(states: States, selection: Selection, arrangement: Arrangement) -> OverdueAnswer:
    """Return what is overdue of the selection, by last day (the oldest first) unless arranged otherwise."""
    late = [verdict for verdict in select_verdicts(states, selection) if verdict.state is State.OVERDUE]
    ordered = arrangement.in_chosen_order(states.plan, late, BY_LAST_DAY)
    return OverdueAnswer(states, selection, arrangement, ordered)
