"""The annexes as tables like those of the document: same heads, same section rows, cells quoted word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from papi_cli.plan.model import Component, Plan, Task
from papi_cli.plan.quotation import Annex, Meaning, Section
from papi_cli.views.page import Block, Column, Heading, Page, Paragraph, Row, Table

MERGED_MARK = "″"
_MERGED_NOTE = f"{MERGED_MARK} Trong bản gốc, ô này gộp chung với ô ngay bên trên."


def index_annex_page(plan: Plan, annex: Annex) -> Page:
    """Return the annex of indices: the agencies that follow each index and component."""
    return (*_head(annex), *component_blocks(plan, annex, plan.components))


def component_blocks(plan: Plan, annex: Annex, rows: Iterable[Component]) -> tuple[Block, ...]:
    """Return rows of the annex of indices; a merged cell has a mark instead of its words when they stand above it."""
    written: set[str] = set()
    cells: list[Row] = []
    for row in rows:
        merged = row.quote.merged_with in written
        lead = MERGED_MARK if merged else lead_quote(plan, row)
        cells.append(Row(component_cells(annex, row, lead=lead)))
        written.add(row.code)
    table = Table(_columns(annex), tuple(cells), prose=True)
    noted = any(MERGED_MARK in row.cells for row in cells)
    return (table, Paragraph(_MERGED_NOTE, quiet=True)) if noted else (table,)


def component_cells(annex: Annex, row: Component, *, lead: str) -> tuple[str, ...]:
    """Return the cells of a row of the annex of indices, in the order of its columns, with `lead` for its lead."""
    cells = {**row.quote._asdict(), Meaning.LEAD: lead}
    return tuple(cells[column.id] for column in annex.columns)


def lead_quote(plan: Plan, row: Component) -> str:
    """Return the words of the cell of the lead of a row, or of the cell that it is merged with."""
    if not row.quote.merged_with:
        return row.quote.lead
    return next((other.quote.lead for other in plan.components if other.code == row.quote.merged_with), "")


def task_annex_page(plan: Plan, annex: Annex) -> Page:
    """Return an annex of tasks: its rows under their headings."""
    numbers = (Row(annex.numbers),) if annex.numbers else ()
    return (
        *_head(annex),
        Table(_columns(annex), (*numbers, *_rows(plan, annex, sections_of(plan, annex))), prose=True),
    )


def sections_of(plan: Plan, annex: Annex) -> tuple[Section, ...]:
    """Return the sections of an annex, in its order."""
    return tuple(section for section in plan.sections if section.annex == annex.code)


def section_tables(plan: Plan, index: str) -> Iterator[tuple[Annex, Table]]:
    """Yield the rows that belong to the index with this code, a table for each annex that has some."""
    for annex in plan.task_annexes.values():
        if sections := [section for section in sections_of(plan, annex) if section.index == index]:
            yield annex, Table(_columns(annex), tuple(_rows(plan, annex, sections)), prose=True)


def _rows(plan: Plan, annex: Annex, sections: Iterable[Section]) -> Iterator[Row]:
    for section in sections:
        if section.path:
            yield Row(_heading_cells(annex, section))
        yield from (Row(task_cells(task)) for task in tasks_of(plan, section))


def _heading_cells(annex: Annex, section: Section) -> tuple[str, ...]:
    """Return the cells of a heading row: its number in the column of numbers, if there is one, its words beside it."""
    words = {Meaning.NUMBER: section.number, Meaning.TASK: section.heading}
    if not any(column.id == Meaning.NUMBER for column in annex.columns):
        words = {Meaning.TASK: " ".join(filter(None, (section.number, section.heading)))}
    return tuple(next((text for id_, text in words.items() if id_ == column.id), "") for column in annex.columns)


def tasks_of(plan: Plan, section: Section) -> Iterator[Task]:
    """Return the tasks that stand right under the heading of a section."""
    return (plan.tasks[code] for code in section.tasks)


def task_cells(task: Task) -> tuple[str, ...]:
    """Return the cells of a task, in the order of the columns of its annex."""
    return tuple(task.cells.values())


def _head(annex: Annex) -> tuple[Block, ...]:
    title = Heading(annex.title) if annex.label else Heading(annex.title, level=1)
    blocks = (Heading(annex.label, level=1) if annex.label else None, title if annex.title else None)
    return (*filter(None, blocks), *([Paragraph(annex.note)] if annex.note else []))


def _columns(annex: Annex) -> tuple[Column, ...]:
    """Return the columns of an annex; all wrap but that of numbers."""
    return tuple(Column(column.head, wraps=column.id != Meaning.NUMBER) for column in annex.columns)


def index_annex_rows(plan: Plan, annex: Annex, rows: Iterable[Component]) -> Table:
    """Return rows of the annex of indices for spreadsheets: codes first, every lead cell filled in."""
    heads = ("Mã", *annex.heads, "Gộp ô với")
    cells = (
        (row.code, *component_cells(annex, row, lead=lead_quote(plan, row)), row.quote.merged_with) for row in rows
    )
    return Table(tuple(Column(head) for head in heads), tuple(map(Row, cells)))


def task_annex_rows(plan: Plan, annex: Annex) -> Table:
    """Return the rows of an annex of tasks for spreadsheets, each with its code and section."""
    heads = ("Mã", "Mục", *annex.heads)
    cells = (
        (task.code, section.heading, *task_cells(task))
        for section in sections_of(plan, annex)
        for task in tasks_of(plan, section)
    )
    return Table(tuple(Column(head) for head in heads), tuple(map(Row, cells)))


def index_annex_json(annex: Annex, rows: Iterable[Component]) -> dict[str, Any]:
    """Return rows of the annex of indices as a table of the contract papi.show/2."""
    return {
        "columns": list(annex.heads),
        "rows": [
            {
                "code": row.code,
                "cells": list(component_cells(annex, row, lead=row.quote.lead)),
                "merged_with": row.quote.merged_with or None,
            }
            for row in rows
        ],
    }


def task_annex_json(plan: Plan, annex: Annex) -> dict[str, Any]:
    """Return an annex of tasks as a table of the contract papi.show/2; a heading's code is what stands before it."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for section in sections_of(plan, annex):
        if section.path:
            rows.append((section.path[-1], _heading_cells(annex, section)))
        rows.extend((task.code, task_cells(task)) for task in tasks_of(plan, section))
    return {
        "columns": list(annex.heads),
        "rows": [{"code": code, "cells": list(cells), "merged_with": None} for code, cells in rows],
    }
