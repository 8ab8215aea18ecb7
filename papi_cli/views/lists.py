"""Lists of obligations: grouped for readers, one by one for spreadsheets."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Flag, States, Verdict
from papi_cli.text import count_text
from papi_cli.views.agency_phrases import counted_agencies
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, reader_cell, sort_verdicts, spreadsheet_cell
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import Selection, binding_only, count_line, requested_only
from papi_cli.views.own_columns import OwnColumn, heads_beside, task_of
from papi_cli.views.page import Column, Heading, Page, Paragraph, Row, Table
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
    """The columns and the order asked for (empty: those of the list itself).

    `spread` gives each agency a row of its own instead of collecting agencies that differ in nothing else.
    """

    columns: tuple[ObligationColumn, ...] = ()
    sort_keys: tuple[SortKey, ...] = ()
    spread: bool = False

    def in_chosen_order(
        self, plan: Plan, verdicts: Iterable[Verdict], default: Sequence[SortKey] = ()
    ) -> tuple[Verdict, ...]:
        """Return the verdicts in the order asked for, else sorted by `default`, else as they come."""
        return sort_verdicts(plan, verdicts, self.sort_keys or default)


# Said where a screen is too narrow for columns of the plan's own.
_TOO_NARROW = "Màn hình hẹp nên chưa hiện cột {heads} của văn bản. Xem đủ: thêm --format markdown hoặc csv."


def obligations_table(
    plan: Plan,
    verdicts: Sequence[Verdict],
    arrangement: Arrangement,
    columns: Sequence[ObligationColumn],
    *,
    own: Sequence[OwnColumn] = (),
) -> Table:
    """Return the table of obligations in the order given, with the columns asked for, else `columns` and then `own`.

    Unless the list is spread, obligations of an item that look alike share a row for each kind of agency, in the place
    of the first of them: «Kế hoạch | 3 sở, ban, ngành (A, B, C) | trong hạn».
    """
    chosen = arrangement.columns or tuple(columns)
    beside = () if arrangement.columns else tuple(own)
    groups = [[verdict] for verdict in verdicts] if arrangement.spread else _row_groups(plan, verdicts, chosen)
    rows = tuple(
        Row(
            (*(reader_cell(plan, group, column) for column in chosen), *own_cells(plan, group[0], beside)),
            STATE_WORDS[group[0].state].tone,
        )
        for group in groups
    )
    shown = tuple(COLUMN_SPECS[column].column for column in chosen)
    heads = heads_beside(beside, [column.head for column in shown])
    tone_column = chosen.index(ObligationColumn.STATE) if ObligationColumn.STATE in chosen else None
    return Table(
        (*_named_for(verdicts, shown), *(Column(head, wraps=True, optional=True) for head in heads)),
        rows,
        tone_column=tone_column,
        too_narrow=_TOO_NARROW if beside else "",
    )


def own_cells(plan: Plan, verdict: Verdict, columns: Iterable[OwnColumn]) -> tuple[str, ...]:
    """Return the cells of an obligation in the plan's own columns, word by word."""
    task = task_of(plan, verdict)
    return tuple(column.words(task) for column in columns)


_PRODUCT = COLUMN_SPECS[ObligationColumn.PRODUCT].column


def _named_for(verdicts: Iterable[Verdict], columns: Iterable[Column]) -> Iterator[Column]:
    """Yield the columns; that of products is one of tasks where these have none."""
    has_product = {bool(verdict.obligation.item.product) for verdict in verdicts}
    head = "Nhiệm vụ, sản phẩm" if len(has_product) > 1 else "Nhiệm vụ" if has_product == {False} else _PRODUCT.head
    return (column._replace(head=head) if column == _PRODUCT else column for column in columns)


def _row_groups(plan: Plan, verdicts: Sequence[Verdict], chosen: Sequence[ObligationColumn]) -> list[list[Verdict]]:
    """Return the verdicts that share a row: alike in the last day, the state, its flags and the columns shown."""
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


# Agencies may differ within a row. So may cooperators, as none cooperates with itself. State and remarks are compared
# by their facts.
_COMPARED_OTHERWISE = (
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
    ObligationColumn.REMARKS,
)


def obligation_rows(
    plan: Plan, verdicts: Sequence[Verdict], arrangement: Arrangement, *, own: Sequence[OwnColumn] = ()
) -> Table:
    """Return one row per obligation for spreadsheets, with the columns asked for, else all and then `own`."""
    chosen = arrangement.columns or tuple(ObligationColumn)
    beside = () if arrangement.columns else tuple(own)
    shown = tuple(COLUMN_SPECS[column].column for column in chosen)
    heads = heads_beside(beside, [column.head for column in shown])
    rows = tuple(
        Row((*(spreadsheet_cell(plan, verdict, column) for column in chosen), *own_cells(plan, verdict, beside)))
        for verdict in verdicts
    )
    return Table((*shown, *map(Column, heads)), rows)


REQUESTED_HEADING = "Đề nghị phối hợp (liệt kê riêng, không tính quá hạn, không tính tỷ lệ)"


def obligation_list_page(
    states: States, selection: Selection, verdicts: Sequence[Verdict], arrangement: Arrangement, *, empty: Paragraph
) -> Page:
    """Return the blocks of a list: binding obligations (`empty` for none), requested ones, footnotes, counts."""
    binding, requested = binding_only(verdicts), requested_only(verdicts)
    page: Page = (obligations_table(states.plan, binding, arrangement, LIST_COLUMNS) if binding else empty,)
    if requested:
        page += (Heading(REQUESTED_HEADING), obligations_table(states.plan, requested, arrangement, LIST_COLUMNS))
    counted = count_line(states, selection, _counted_words(binding, requested))
    return (*page, *footnotes(verdicts), Paragraph(counted, quiet=True))


def _counted_words(binding: Sequence[Verdict], requested: Sequence[Verdict]) -> str:
    agencies = counted_agencies(verdict.obligation.agency for verdict in binding)
    apart = f"; ngoài ra có {count_text(len(requested))} việc đề nghị phối hợp" if requested else ""
    whose = f" của {agencies}{apart}" if binding or requested else ""
    return f"{count_text(len(binding))} trách nhiệm{whose}"


def footnotes(verdicts: Iterable[Verdict]) -> Page:
    """Return the note that explains the mark of unconfirmed interpretations, where a row has the mark."""
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in verdicts)
    return (Paragraph(UNCONFIRMED_NOTE, quiet=True),) if unconfirmed else ()
