"""The annexes of documents about tasks: all of them with the columns of the plan, and what was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.quotation import Meaning, Section
from papi_cli.states import Verdict
from papi_cli.text import upper_first
from papi_cli.views.obligations import binding_only
from papi_cli.views.occurrences import Near, near_only
from papi_cli.views.own_columns import OwnColumn, filled_columns, heads_beside, task_of
from papi_cli.views.page import Row, Table
from papi_cli.views.reports.amended_rows import amended_words
from papi_cli.views.reports.day_notes import DayNotes
from papi_cli.views.reports.plan_words import has_numbered_rows
from papi_cli.views.reports.tables import (
    ToldResult,
    agencies_cell,
    group_alike,
    grouped_table,
    product_cell,
    result_and_state,
    text_table,
)
from papi_cli.views.reports.wording import delivery_words, last_day_and_source, report_flag_words, title_of
from papi_cli.views.source_words import printed_number
from papi_cli.views.words import cooperating_names

_NUMBER_HEAD, _PRODUCT_HEAD, _LEAD_HEAD, _COOPERATING_HEAD = "TT", "Sản phẩm", "Chủ trì", "Phối hợp"
_NOTE_HEAD = "Ghi chú"
_BEFORE_OWN = (_NUMBER_HEAD, "Nhiệm vụ", _PRODUCT_HEAD, _LEAD_HEAD, _COOPERATING_HEAD, "Thời hạn")
_BEHIND_OWN = ("Kết quả (số, ký hiệu, ngày)", "Tình trạng", _NOTE_HEAD)
TASK_HEADS = (*_BEFORE_OWN, *_BEHIND_OWN)

# An own column is as wide as its longest cell wants, within bounds that leave room for the others on a landscape page.
_LEAST_SHARE, _MOST_SHARE = 12, 22


def tasks_table(
    plan: Plan,
    verdicts: Sequence[Verdict],
    days: DayNotes | None = None,
    *,
    told: ToldResult = result_and_state,
    with_agencies: bool = True,
) -> Table:
    """Return the tasks of the annexes under their headings, numbered as the document numbers them.

    The columns are those of the usual form, without numbers, products and cooperating agencies where the plan has none,
    and behind the deadline the plan's own columns in which something stands, word by word. Of what recurs, the row of the
    next occurrence says how many follow. With `days` notes below the table say whose days these are, else their cells.
    `told` gives result and state of a row; there is a column of notes only where there is a note, and of those in the lead
    only `with_agencies`.
    """
    near = near_only([verdict for verdict in binding_only(verdicts) if verdict.obligation.item.kind is ItemKind.TASK])
    owed = near.shown
    own = filled_columns(plan, owed)
    heads = heads_beside(own, TASK_HEADS)
    rows = list(_task_rows(plan, near, own, days, told))
    without = heads_without_cells(plan, owed)
    without += [] if with_agencies else [_LEAD_HEAD]
    without += [] if any(row.cells[-1] for row in rows) else [_NOTE_HEAD]
    table = grouped_table((*_BEFORE_OWN, *heads, *_BEHIND_OWN), rows, without=without)
    shares = {head: share_of(plan, owed, column) for head, column in zip(heads, own, strict=True)}
    shown = (column._replace(share=shares.get(column.head, 0)) for column in table.columns)
    return table._replace(columns=tuple(shown), form=TASK_HEADS)


def heads_without_cells(plan: Plan, verdicts: Sequence[Verdict]) -> list[str]:
    """Return the heads under which nothing stands: the plan numbers nothing, the annexes have no such column."""
    annexes = {task.section.annex for verdict in verdicts if (task := task_of(plan, verdict))}
    ids = {column.id for code in annexes for column in plan.task_annexes[code].columns}
    items = [verdict.obligation.item for verdict in verdicts]
    has_products = Meaning.PRODUCTS in ids or any(item.product for item in items)
    has_cooperating = Meaning.COOPERATING in ids or any(item.cooperating or item.others for item in items)
    has_numbers = has_numbered_rows(plan) or any(section.number for section in plan.sections)
    filled = {_NUMBER_HEAD: has_numbers, _PRODUCT_HEAD: has_products, _COOPERATING_HEAD: has_cooperating}
    return [head for head, is_filled in filled.items() if not is_filled]


def share_of(plan: Plan, verdicts: Iterable[Verdict], column: OwnColumn) -> int:
    """Return the width of an own column in a document, relative to those that a template gives."""
    longest = max(len(column.words(task_of(plan, verdict))) for verdict in verdicts)
    return min(max(longest, _LEAST_SHARE), _MOST_SHARE)


def _task_rows(
    plan: Plan, near: Near, own: Sequence[OwnColumn], days: DayNotes | None, told: ToldResult
) -> Iterator[Row]:
    above: tuple[Section, ...] = ()
    code, item = "", ""
    for group in group_alike(near.shown):
        obligation = group[0].obligation
        task = plan.tasks[obligation.item.source[0]]
        if not above or task.section != above[-1]:
            headings = headings_of(plan, task.section)
            for section in headings:
                if section.path and section not in above:
                    blank = [""] * (len(TASK_HEADS) + len(own) - 2)
                    yield Row((section.number, section.heading, *blank), is_heading=True)
            above = headings
        result, state = told(plan, group)
        first = task.code != code
        amended = amended_words(plan, obligation.item, with_number=False) if obligation.item.code != item else ""
        code = task.code
        cells = (
            printed_number(task) if first else "",
            _title_cell(plan, obligation.item, first=first),
            product_cell(plan, group) if obligation.item.product and obligation.item.code != item else "",
            agencies_cell(plan, group),
            "; ".join(cooperating_names(plan, obligation, short=True)) if first else "",
            days.cell(group[0]) if days else last_day_and_source(plan, group[0]),
            *(column.words(task) if first else "" for column in own),
            result,
            state,
            "; ".join(filter(None, (report_flag_words(group[0]), near.words_beside(group), amended))),
        )
        yield Row(cells)
        item = obligation.item.code


def _title_cell(plan: Plan, item: Item, *, first: bool) -> str:
    """Return the task in its `first` row; of one that recurs and has no products, each row names its occurrence."""
    if not first:
        return "" if item.product else upper_first(item.occurrence_name)
    title = title_of(plan, item)
    return title if item.product else item.with_occurrence(title)


def headings_of(plan: Plan, section: Section) -> tuple[Section, ...]:
    """Return the headings under which a section stands in its annex, the outermost first, and the section itself."""
    before = plan.sections[: plan.sections.index(section)]
    headings = []
    for depth in range(1, len(section.path)):
        # Numbers may repeat, so of equal paths the one printed last before the section is above it.
        outer = (
            other for other in reversed(before) if (other.annex, other.path) == (section.annex, section.path[:depth])
        )
        headings.append(next(outer))
    return (*headings, section)


def evidence_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return the tasks delivered, with their products if they have some and the evidence that a report has to enclose."""
    heads = ("TT", "Nhiệm vụ", _PRODUCT_HEAD, "Văn bản, ngày", "Minh chứng")
    rows: list[tuple[str, ...]] = []
    for verdict in binding_only(verdicts):
        item = verdict.obligation.item
        if verdict.done_on is not None and item.kind is ItemKind.TASK:
            product = product_cell(plan, [verdict]) if item.product else ""
            proof = "; ".join(dict.fromkeys(evidence.address for evidence in verdict.evidence))
            rows.append((str(len(rows) + 1), title_of(plan, item), product, delivery_words(verdict), proof))
    without = () if any(product for _, _, product, *_ in rows) else (_PRODUCT_HEAD,)
    return text_table(heads, rows, without=without)._replace(form=heads)
