"""The answer of `papi tasks`: the work of the plan, of one agency or of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import ItemKind, Plan
from papi_cli.states import States, Verdict
from papi_cli.text import count_text, day_text, join_words
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.json_parts import envelope, obligation_json, state_counts
from papi_cli.views.lists import REQUESTED_HEADING, Arrangement, footnotes, obligation_rows, obligations_table
from papi_cli.views.obligations import Selection, binding_only, count_line, requested_only, role_title, select_verdicts
from papi_cli.views.occurrences import SHOW_ALL, near_unless_named
from papi_cli.views.own_columns import filled_columns, own_columns, roles_first
from papi_cli.views.page import Heading, Page, Paragraph, Table
from papi_cli.views.parts import by_part, duties_heading
from papi_cli.views.roles import names_cooperating
from papi_cli.views.words import span_words

_COLUMNS = (
    ObligationColumn.LAST,
    ObligationColumn.WEEKDAY,
    ObligationColumn.ITEM,
    ObligationColumn.PRODUCT,
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
)


class TasksAnswer(NamedTuple):
    """The answer of `papi tasks`: the verdicts that the selection takes, in the order of the list."""

    states: States
    selection: Selection
    arrangement: Arrangement
    verdicts: tuple[Verdict, ...]

    def page(self) -> Page:
        """Return the work list for readers: the duties, then a table for each part."""
        plan = self.states.plan
        agencies = [plan.agencies[id_].name for id_ in self.selection.owing]
        whose = f" của {join_words(agencies)}" if agencies else role_title(plan, self.selection)
        title = f"Danh mục công việc {span_words(plan.span)}{whose}, tính đến ngày {day_text(self.states.as_of)}"
        page: Page = (Heading(title, level=1),)
        near = near_unless_named(self.verdicts, self.selection, spread=self.arrangement.spread)
        for head, verdicts in _sections(plan, near.shown, self.arrangement):
            columns = _informative_columns(plan, verdicts, one_agency=len(agencies) == 1)
            own = roles_first(filled_columns(plan, verdicts), self.selection.roles)
            table = obligations_table(plan, verdicts, self.arrangement, columns, own=own)
            page += (Heading(head), table) if head else (table,)
        if not self.verdicts:
            page += (Paragraph("Không có trách nhiệm nào."),)
        counted = count_line(self.states, self.selection, f"{count_text(len(self.verdicts))} trách nhiệm")
        return (*page, *footnotes(near.shown), *near.note(SHOW_ALL), Paragraph(counted, quiet=True))

    def rows(self) -> Table:
        """Return one row per obligation."""
        plan = self.states.plan
        return obligation_rows(plan, self.verdicts, self.arrangement, own=own_columns(plan))

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.tasks/2`."""
        return {
            **envelope(self.states, "papi.tasks/2", self.selection),
            "summary": state_counts(self.verdicts),
            "obligations": [obligation_json(self.states.plan, verdict) for verdict in self.verdicts],
        }


def find_tasks(states: States, selection: Selection, arrangement: Arrangement) -> TasksAnswer:
    """Return the obligations that the selection takes, in the document's order unless arranged otherwise."""
    ordered = arrangement.in_chosen_order(states.plan, select_verdicts(states, selection))
    return TasksAnswer(states, selection, arrangement, ordered)


def _informative_columns(plan: Plan, verdicts: Sequence[Verdict], *, one_agency: bool) -> tuple[ObligationColumn, ...]:
    """Return the columns that tell something here: no agency in one agency's list, no cooperators of a duty.

    Where the plan has no column of cooperating agencies, neither has the list.
    """
    left_out = {ObligationColumn.AGENCY} if one_agency else set()
    if not names_cooperating(plan) or all(verdict.obligation.item.kind is ItemKind.DUTY for verdict in verdicts):
        left_out.add(ObligationColumn.COOPERATING)
    return tuple(column for column in _COLUMNS if column not in left_out)


def _sections(plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement) -> list[tuple[str, Sequence[Verdict]]]:
    """Return the obligations under their headings, by part of the document; under "" if another order was asked for."""
    if arrangement.sort_keys:
        return [("", verdicts)] if verdicts else []
    duties = [verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY]
    sections = [
        (duties_heading(plan), binding_only(duties)),
        (REQUESTED_HEADING, requested_only(duties)),
        *by_part(plan, verdicts, index_words=plan.words.index),
    ]
    return [(heading, members) for heading, members in sections if members]
