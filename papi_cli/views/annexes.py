"""The annexes as tables like those of the decision: same heads, same section rows, cells quoted word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from papi_cli.plan.model import Component, Plan, Task
from papi_cli.plan.quotation import Annex, Section
from papi_cli.views.page import Block, Column, Heading, Page, Paragraph, Row, Table

MERGED_MARK = "″"
_MERGED_NOTE = f"{MERGED_MARK} Trong bản gốc, ô này gộp chung với ô ngay bên trên."

_ANNEX_1_WIDTH = 4
_ANNEX_2_WIDTH = 6


def annex_1_page(plan: Plan) -> Page:
    """Return Annex I: the agencies that follow each index and component."""
    return (*_head(plan.annex_1), *component_blocks(plan, plan.components))


def component_blocks(plan: Plan, rows: Iterable[Component]) -> tuple[Block, ...]:
    """Return rows of Annex I as a table; a merged cell has a mark instead of its words when they stand above it."""
    written: set[str] = set()
    cells: list[Row] = []
    for row in rows:
        merged = row.quote.merged_with in written
        lead = MERGED_MARK if merged else lead_quote(plan, row)
        cells.append(Row((row.quote.label, row.quote.name, lead, row.quote.cooperating)))
        written.add(row.code)
    table = Table(_annex_columns(plan.annex_1, _ANNEX_1_WIDTH), tuple(cells), prose=True)
    noted = any(MERGED_MARK in row.cells for row in cells)
    return (table, Paragraph(_MERGED_NOTE, quiet=True)) if noted else (table,)


def lead_quote(plan: Plan, row: Component) -> str:
    """Return the words of the cell «Cơ quan chủ trì» of a row, or of the cell that it is merged with."""
    if not row.quote.merged_with:
        return row.quote.lead
    return next((other.quote.lead for other in plan.components if other.code == row.quote.merged_with), "")


def annex_2_page(plan: Plan) -> Page:
    """Return Annex II: the tasks under their section rows."""
    numbers = (Row(_padded(plan.annex_2.numbers, _ANNEX_2_WIDTH)),) if plan.annex_2.numbers else ()
    rows = (row for section in plan.sections for row in _section_rows(plan, section))
    return (*_head(plan.annex_2), Table(_annex_columns(plan.annex_2, _ANNEX_2_WIDTH), (*numbers, *rows), prose=True))


def section_table(plan: Plan, index: str) -> Table:
    """Return the rows of Annex II that belong to the index with this code."""
    rows = (row for section in plan.sections if section.index == index for row in _section_rows(plan, section))
    return Table(_annex_columns(plan.annex_2, _ANNEX_2_WIDTH), tuple(rows), prose=True)


def _section_rows(plan: Plan, section: Section) -> Iterator[Row]:
    yield Row((section.number, section.heading, "", "", "", ""))
    yield from (Row((task.number, *task_cells(task))) for task in _tasks(plan, section))


def _tasks(plan: Plan, section: Section) -> Iterator[Task]:
    return (plan.tasks[code] for code in section.tasks)


def task_cells(task: Task) -> tuple[str, ...]:
    """Return the quoted cells of a task, in the order of the columns after «TT»."""
    quote = task.quote
    return quote.task, quote.products, quote.lead, quote.cooperating, quote.due


def _head(annex: Annex) -> tuple[Block, ...]:
    return Heading(annex.label, level=1), Heading(annex.title), Paragraph(annex.note)


def _annex_columns(annex: Annex, size: int) -> tuple[Column, ...]:
    # All columns wrap but «TT», the first of Annex II.
    heads = _padded(annex.columns, size)
    return tuple(Column(head, wraps=size != _ANNEX_2_WIDTH or index > 0) for index, head in enumerate(heads))


def _padded(heads: tuple[str, ...], size: int) -> tuple[str, ...]:
    """Return as many heads as the rows have cells; the plan's file may have fewer or more."""
    return (*heads, *[""] * size)[:size]


def annex_1_rows(plan: Plan, rows: Iterable[Component]) -> Table:
    """Return rows of Annex I for spreadsheets: codes first, every lead cell filled in."""
    heads = ("Mã", *_padded(plan.annex_1.columns, _ANNEX_1_WIDTH), "Gộp ô với")
    cells = (
        (row.code, row.quote.label, row.quote.name, lead_quote(plan, row), row.quote.cooperating, row.quote.merged_with)
        for row in rows
    )
    return Table(tuple(Column(head) for head in heads), tuple(map(Row, cells)))


def annex_2_rows(plan: Plan) -> Table:
    """Return the rows of Annex II for spreadsheets, each with its code and section."""
    heads = ("Mã", "Mục", *_padded(plan.annex_2.columns, _ANNEX_2_WIDTH))
    cells = (
        (task.code, section.heading, task.number, *task_cells(task))
        for section in plan.sections
        for task in _tasks(plan, section)
    )
    return Table(tuple(Column(head) for head in heads), tuple(map(Row, cells)))


def annex_1_json(plan: Plan, rows: Iterable[Component]) -> dict[str, Any]:
    """Return rows of Annex I as a table of the contract papi.show/1."""
    return {
        "columns": list(plan.annex_1.columns),
        "rows": [
            {
                "code": row.code,
                "cells": [row.quote.label, row.quote.name, row.quote.lead, row.quote.cooperating],
                "merged_with": row.quote.merged_with or None,
            }
            for row in rows
        ],
    }


def annex_2_json(plan: Plan) -> dict[str, Any]:
    """Return Annex II as a table of the contract papi.show/1; the code of a section's row is its number."""
    rows = [
        row
        for section in plan.sections
        for row in (
            (section.number, (section.number, section.heading, "", "", "", "")),
            *((task.code, (task.number, *task_cells(task))) for task in _tasks(plan, section)),
        )
    ]
    return {
        "columns": list(plan.annex_2.columns),
        "rows": [{"code": code, "cells": list(cells), "merged_with": None} for code, cells in rows],
    }
