"""The annex of all tasks in a summary: each task is a heading over the rows of its products, so that it takes few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.quotation import Section
from papi_cli.states import Verdict
from papi_cli.text import upper_first
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import Near, near_only
from papi_cli.views.own_columns import OwnColumn, filled_columns, heads_beside
from papi_cli.views.page import Row, Table
from papi_cli.views.reports.amended_rows import amended_words
from papi_cli.views.reports.day_notes import DayNotes
from papi_cli.views.reports.tables import (
    ToldResult,
    agencies_cell,
    group_alike,
    grouped_table,
    product_cell,
    result_and_state,
)
from papi_cli.views.reports.task_tables import (
    TASK_HEADS,
    headings_of,
    heads_without_cells,
    share_of,
    tasks_table,
)
from papi_cli.views.reports.wording import first_words, last_day_and_source, product_of, report_flag_words, title_of
from papi_cli.views.source_words import printed_number
from papi_cli.views.words import cooperating_names

_NUMBER, _TASK, _PRODUCT, _LEAD, _COOPERATING, _DUE, _RESULT, _STATE, _NOTE = TASK_HEADS
_GATHERED = "Nhiệm vụ, sản phẩm"
# Of a product's name, which several rows are about, in those behind the first one: two lines, which they have anyway.
_OF_NAME = 4


def gathered_tasks_table(
    plan: Plan,
    verdicts: Sequence[Verdict],
    days: DayNotes | None = None,
    *,
    told: ToldResult = result_and_state,
    with_agencies: bool = True,
) -> Table:
    """Return the tasks of the annexes under their headings, each a heading itself, with a row for each of its products.

    Behind a task stands who cooperates; a task without products is a row. The columns are those of `tasks_table` besides,
    which a plan without any products has; there is one of notes only where there is a note, and of those in the lead only
    `with_agencies`. `told` gives result and state of a row. With `days` notes below the table say whose days these are.
    """
    tasks = [verdict for verdict in binding_only(verdicts) if verdict.obligation.item.kind is ItemKind.TASK]
    near = near_only(tasks)
    missing = heads_without_cells(plan, near.shown)
    if _PRODUCT in missing:
        return tasks_table(plan, verdicts, days, told=told, with_agencies=with_agencies)
    own = filled_columns(plan, near.shown)
    heads = (_NUMBER, _GATHERED, _LEAD, _DUE, *heads_beside(own, TASK_HEADS), _RESULT, _STATE, _NOTE)
    rows = list(_Annex(plan, near, own, days, told).rows())
    missing += [_NOTE] if not any(row.cells[-1] for row in rows) else []
    missing += [] if with_agencies else [_LEAD]
    table = grouped_table(heads, rows, without=missing)
    shares = {head: share_of(plan, near.shown, column) for head, column in zip(heads[4:], own, strict=False)}
    columns = tuple(column._replace(share=shares.get(column.head, 0)) for column in table.columns)
    return table._replace(columns=columns, form=tuple(_GATHERED if head == _TASK else head for head in TASK_HEADS))


class _Annex(NamedTuple):
    """What the rows are made of: the plan, the verdicts shown and what follows them, own columns, the words of results."""

    plan: Plan
    near: Near
    own: Sequence[OwnColumn]
    days: DayNotes | None
    told: ToldResult

    def rows(self) -> Iterator[Row]:
        above: tuple[Section, ...] = ()
        blank = ("",) * (len(self.own) + 5)
        for code, owed in group_by(self.near.shown, lambda verdict: verdict.obligation.item.source[0]).items():
            task = self.plan.tasks[code]
            if not above or task.section != above[-1]:
                headings = headings_of(self.plan, task.section)
                for section in headings:
                    if section.path and section not in above:
                        yield Row((section.number, section.heading, *blank), is_heading=True)
                above = headings
            first = (printed_number(task), self._title(owed[0]))
            if any(verdict.obligation.item.product for verdict in owed):
                yield Row((*first, *blank), is_heading=True)
                first = ("", "")
            yield from self._of_task(owed, first)

    def _title(self, verdict: Verdict) -> str:
        """Return the task, and behind it who cooperates."""
        title = title_of(self.plan, verdict.obligation.item)
        cooperating = "; ".join(cooperating_names(self.plan, verdict.obligation, short=True))
        return f"{title.rstrip('.;')}. Phối hợp: {cooperating}" if cooperating else title

    def _of_task(self, owed: Sequence[Verdict], first: tuple[str, str]) -> Iterator[Row]:
        """Yield the rows of one task; `first` are the first cells of the first one, unless it names a product."""
        above = ""
        for place, group in enumerate(group_alike(owed)):
            item = group[0].obligation.item
            task = self.plan.tasks[item.source[0]]
            is_new = item.code != above
            above = item.code
            number, words = first if place == 0 else ("", "")
            if item.product:
                words = product_cell(self.plan, group) if is_new else _continued(self.plan, item)
            elif is_new and item.occurrence:
                words = item.with_occurrence(words) if words else upper_first(item.occurrence_name)
            amended = amended_words(self.plan, item, with_number=False) if is_new else ""
            cells = (
                number,
                words,
                agencies_cell(self.plan, group),
                self.days.cell(group[0]) if self.days else last_day_and_source(self.plan, group[0]),
                *(column.words(task) if place == 0 else "" for column in self.own),
                *self.told(self.plan, group),
                "; ".join(filter(None, (report_flag_words(group[0]), self.near.words_beside(group), amended))),
            )
            yield Row(cells)


def _continued(plan: Plan, item: Item) -> str:
    """Return the start of a product's name, which fits beside the rest of any row: it may be the first on its page."""
    return f"{first_words(product_of(plan, item), _OF_NAME)} (tiếp)"
