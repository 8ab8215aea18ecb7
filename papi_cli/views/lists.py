"""Lists of obligations: arranged, grouped for readers, one by one for spreadsheets."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import count_text
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, reader_cell, sort_verdicts, spreadsheet_cell
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import Selection, binding_only, count_line
from papi_cli.views.page import Heading, Page, Paragraph, Row, Table
from papi_cli.views.words import STATE_WORDS, UNCONFIRMED_NOTE, flag_facts, state_facts

BY_LAST_DAY = (SortKey(ObligationColumn.LAST), SortKey(ObligationColumn.ITEM), SortKey(ObligationColumn.AGENCY))
LIST_COLUMNS = (
    ObligationColumn.LAST,
    ObligationColumn.ITEM,
    ObligationColumn.PRODUCT,
    ObligationColumn.AGENCY,
    ObligationColumn.STATE,
)


class Arrangement(NamedTuple):
    """How a list is to look: its columns and its order (empty: those of the list itself).

    `spread` gives every agency a row of its own.
    """

    columns: tuple[ObligationColumn, ...] = ()
    sort_keys: tuple[SortKey, ...] = ()
    spread: bool = False

    def in_chosen_order(
        self, plan: Plan, verdicts: Iterable[Verdict], otherwise: Sequence[SortKey] = ()
    ) -> tuple[Verdict, ...]:
        """Return verdicts in the order asked for, else by `otherwise`, else as they come."""
        return sort_verdicts(plan, verdicts, self.sort_keys or otherwise)


def obligations_table(
    plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement, columns: Sequence[ObligationColumn]
) -> Table:
    """Return the table of obligations in the order given, with the columns asked for, else `columns`.

    Unless spread, obligations of one item that differ in nothing shown but their agency stand in one row per kind of
    agency, where the first of them stood.
    """
    chosen = arrangement.columns or tuple(columns)
    groups = [[verdict] for verdict in verdicts] if arrangement.spread else _row_groups(plan, verdicts, chosen)
    rows = tuple(
        Row(tuple(reader_cell(plan, group, field) for field in chosen), STATE_WORDS[group[0].state].tone)
        for group in groups
    )
    toned = chosen.index(ObligationColumn.STATE) if ObligationColumn.STATE in chosen else None
    return Table(tuple(COLUMN_SPECS[field].column for field in chosen), rows, tone_column=toned)


def _row_groups(plan: Plan, verdicts: Sequence[Verdict], chosen: Sequence[ObligationColumn]) -> list[list[Verdict]]:
    """Return the verdicts that share a row: alike in the columns shown, in the last day, the state and its flags."""
    compared = [COLUMN_SPECS[column] for column in chosen if column not in _COMPARED_OTHERWISE]

    def facts(verdict: Verdict) -> Hashable:
        return (
            verdict.obligation.item.code,
            verdict.obligation.agency.kind,
            verdict.last,
            state_facts(verdict),
            flag_facts(verdict),
            ObligationColumn.REMARKS in chosen and Flag.UNCONFIRMED in verdict.flags,
            *(spec.value(plan, verdict) for spec in compared),
        )

    return list(group_by(verdicts, facts).values())


# The agency is what a row collects, and who cooperates differs only where an agency of the row is named among those who
# cooperate with it; state and remarks are compared by their facts.
_COMPARED_OTHERWISE = (
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
    ObligationColumn.REMARKS,
)


def obligation_rows(plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement) -> Table:
    """Return one row per obligation for spreadsheets, with all columns unless some are asked for."""
    chosen = arrangement.columns or tuple(ObligationColumn)
    rows = tuple(Row(tuple(spreadsheet_cell(plan, verdict, field) for field in chosen)) for verdict in verdicts)
    return Table(tuple(COLUMN_SPECS[field].column for field in chosen), rows)


def obligation_list_page(
    states: States, selection: Selection, found: Sequence[Verdict], arrangement: Arrangement, *, nothing: Paragraph
) -> Page:
    """Return the blocks of a list: what was ordered (or `nothing`), apart what was only asked for, what was counted."""
    plan = states.plan
    ordered = binding_only(found)
    asked = [verdict for verdict in found if Flag.REQUESTED in verdict.flags]
    page: Page = (obligations_table(plan, ordered, arrangement, LIST_COLUMNS) if ordered else nothing,)
    if asked:
        page += (Heading(REQUESTED_HEADING), obligations_table(plan, asked, arrangement, LIST_COLUMNS))
    return page + footnotes(found) + (Paragraph(_list_count_line(states, selection, ordered, asked), quiet=True),)


REQUESTED_HEADING = "Đề nghị phối hợp (liệt kê riêng, không tính quá hạn, không tính tỷ lệ)"


def _list_count_line(states: States, selection: Selection, ordered: Sequence[Verdict], asked: Sequence[Verdict]) -> str:
    agencies = len({verdict.obligation.agency.id for verdict in ordered})
    apart = f"; ngoài ra có {count_text(len(asked))} việc đề nghị phối hợp" if asked else ""
    who = f" của {count_text(agencies)} cơ quan, đơn vị{apart}" if ordered or asked else ""
    return count_line(states, selection, f"{count_text(len(ordered))} trách nhiệm{who}")


def footnotes(verdicts: Iterable[Verdict]) -> Page:
    """Return the note that explains the mark of unconfirmed readings, where one of the rows carries it."""
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts)
    return (Paragraph(UNCONFIRMED_NOTE, quiet=True),) if unconfirmed else ()
