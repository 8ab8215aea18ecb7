"""Lists of obligations: grouped for readers, one by one for spreadsheets."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papi_cli.states import Flag
from papi_cli.text import number_text
from papi_cli.views.agency_phrases import counted_agencies
from papi_cli.views.amended import days_notes
from papi_cli.views.asked import Asked, Owed, binding_owed, count_line, requested_owed, verdicts_of
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, reader_cell, sort_owed, spreadsheet_cell
from papi_cli.views.grouping import group_by
from papi_cli.views.own_columns import OwnColumn, heads_beside, numbered_by_head, task_of
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

    def in_chosen_order(self, owed: Iterable[Owed], default: Sequence[SortKey] = ()) -> tuple[Owed, ...]:
        """Return what is owed in the order asked for, else sorted by `default`, else as it comes."""
        return sort_owed(owed, self.sort_keys or default)


# Said where a screen is too narrow for columns of the plan's own.
_TOO_NARROW = "Màn hình hẹp nên chưa hiện cột {heads} của văn bản. Xem đủ: thêm --format markdown hoặc csv."


def obligations_table(
    owed: Sequence[Owed],
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
    groups = [[one] for one in owed] if arrangement.spread else _row_groups(owed, chosen)
    rows = tuple(
        Row(
            (*(reader_cell(group, column) for column in chosen), *own_cells(group[0], beside)),
            STATE_WORDS[group[0].verdict.state].tone,
        )
        for group in groups
    )
    shown = tuple(COLUMN_SPECS[column].column for column in chosen)
    heads = heads_beside(beside, [column.head for column in shown])
    tone_column = chosen.index(ObligationColumn.STATE) if ObligationColumn.STATE in chosen else None
    return Table(
        (*_named_for(owed, shown), *(Column(head, wraps=True, optional=True) for head in heads)),
        rows,
        tone_column=tone_column,
        too_narrow=_TOO_NARROW if beside else "",
    )


def list_columns(asked: Sequence[Asked]) -> tuple[ObligationColumn, ...]:
    """Return the columns of a list for readers; of several plans the first says which."""
    return (ObligationColumn.PLAN, *LIST_COLUMNS) if len(asked) > 1 else LIST_COLUMNS


def own_cells(owed: Owed, columns: Iterable[OwnColumn]) -> tuple[str, ...]:
    """Return the cells of an obligation in its plan's own columns, word by word."""
    task = task_of(owed.plan, owed.verdict)
    return tuple(column.words(task) for column in columns)


_PRODUCT = COLUMN_SPECS[ObligationColumn.PRODUCT].column


def _named_for(owed: Iterable[Owed], columns: Iterable[Column]) -> Iterator[Column]:
    """Yield the columns; that of products is one of tasks where these have none."""
    has_product = {bool(one.verdict.obligation.item.product) for one in owed}
    head = "Nhiệm vụ, sản phẩm" if len(has_product) > 1 else "Nhiệm vụ" if has_product == {False} else _PRODUCT.head
    return (column._replace(head=head) if column == _PRODUCT else column for column in columns)


def _row_groups(owed: Sequence[Owed], chosen: Sequence[ObligationColumn]) -> list[list[Owed]]:
    """Return what shares a row: of one plan, alike in the last day, the state, its flags and the columns shown."""
    compared = [COLUMN_SPECS[column] for column in chosen if column not in _COMPARED_OTHERWISE]

    def facts(one: Owed) -> Hashable:
        verdict = one.verdict
        return (
            one.asked.place,
            verdict.obligation.item.code,
            verdict.obligation.agency.kind,
            verdict.last,
            state_facts(verdict),
            flag_facts(verdict),
            ObligationColumn.REMARKS in chosen and Flag.UNCONFIRMED in verdict.flags,
            *(spec.value(one) for spec in compared),
        )

    return list(group_by(owed, facts).values())


# Agencies may differ within a row. So may cooperators, as none cooperates with itself. State and remarks are compared
# by their facts.
_COMPARED_OTHERWISE = (
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
    ObligationColumn.REMARKS,
)


def obligation_rows(
    asked: Sequence[Asked], owed: Sequence[Owed], arrangement: Arrangement, *, own: Sequence[Sequence[OwnColumn]] = ()
) -> Table:
    """Return one row per obligation for spreadsheets, with the columns asked for, else all and then `own`.

    `own` has the own columns of each of the plans asked; those of equal heads are one, the n-th with the n-th.
    """
    every = tuple(ObligationColumn) if len(asked) > 1 else tuple(ObligationColumn)[1:]
    chosen = arrangement.columns or every
    beside = () if arrangement.columns else tuple(map(numbered_by_head, own))
    merged = {key: column for columns in reversed(beside) for key, column in columns.items()}
    keys = tuple(dict.fromkeys(key for columns in beside for key in columns))
    shown = tuple(COLUMN_SPECS[column].column for column in chosen)
    heads = heads_beside((merged[key] for key in keys), [column.head for column in shown])
    rows = tuple(
        Row((*(spreadsheet_cell(one, column) for column in chosen), *_cells_under(keys, one, beside))) for one in owed
    )
    return Table((*shown, *map(Column, heads)), rows)


def _cells_under(
    keys: Sequence[tuple[str, int]], owed: Owed, beside: Sequence[Mapping[tuple[str, int], OwnColumn]]
) -> Iterator[str]:
    """Yield the cell of an obligation under each head of own columns of all plans."""
    task = task_of(owed.plan, owed.verdict) if keys else None
    for key in keys:
        column = beside[owed.asked.place].get(key)
        yield column.words(task) if column else ""


REQUESTED_HEADING = "Đề nghị phối hợp (liệt kê riêng, không tính quá hạn, không tính tỷ lệ)"


def obligation_list_page(
    asked: Sequence[Asked], owed: Sequence[Owed], arrangement: Arrangement, *, empty: Paragraph
) -> Page:
    """Return the blocks of a list: binding obligations (`empty` for none), requested ones, footnotes, counts.

    What is carried over stands under the heading of its plan, behind the rest, unless the list is about one item alone.
    """
    binding, requested, columns = binding_owed(owed), requested_owed(owed), list_columns(asked)
    carried = _carried(binding) if len({one.verdict.obligation.item.code for one in binding}) > 1 else {}
    own = [one for one in binding if one.verdict.obligation.item.origin is None] if carried else binding
    page: Page = (obligations_table(own, arrangement, columns),) if own else () if carried else (empty,)
    for heading, rows in carried.items():
        page += (Heading(heading), obligations_table(rows, arrangement, columns))
    if requested:
        page += (Heading(REQUESTED_HEADING), obligations_table(requested, arrangement, columns))
    counted = count_line(asked, _counted_words(binding, requested))
    return (*page, *footnotes(owed), Paragraph(counted, quiet=True))


def _carried(owed: Iterable[Owed]) -> Mapping[str, Sequence[Owed]]:
    """Return what is carried over under the headings of the plans that it comes from, as the list is arranged."""
    earlier = [(one.plan.earlier_plan_of(one.verdict.obligation.item), one) for one in owed]
    groups = group_by(((plan.heading, one) for plan, one in earlier if plan is not None), lambda pair: pair[0])
    return {heading: [one for _, one in pairs] for heading, pairs in groups.items()}


def _counted_words(binding: Sequence[Owed], requested: Sequence[Owed]) -> str:
    agencies = counted_agencies(one.agency for one in binding)
    carried = sum(one.verdict.obligation.item.origin is not None for one in binding)
    among = f", trong đó {number_text(carried)} chuyển tiếp từ kế hoạch trước" if carried else ""
    apart = f"; ngoài ra có {number_text(len(requested))} việc đề nghị phối hợp" if requested else ""
    whose = f" của {agencies}{among}{apart}" if binding or requested else ""
    return f"{number_text(len(binding))} đầu việc{whose}"


def footnotes(owed: Sequence[Owed]) -> Page:
    """Return the notes below a list: what the mark of unconfirmed interpretations means, and whose days it has."""
    unconfirmed = any(Flag.UNCONFIRMED in one.verdict.flags for one in owed)
    plans = group_by(owed, lambda one: one.asked.place)
    days = [note for own in plans.values() for note in days_notes(own[0].plan, verdicts_of(own))]
    notes = ([UNCONFIRMED_NOTE] if unconfirmed else []) + days
    return tuple(Paragraph(note, quiet=True) for note in notes)
