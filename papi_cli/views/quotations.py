"""The document's own words, citable by citable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from papi_cli.plan.model import Component, Plan, Task
from papi_cli.plan.quotation import DocumentPart, Meaning
from papi_cli.text import day_text
from papi_cli.views.amended import amendment_facts, amendment_of
from papi_cli.views.annexes import component_cells, lead_quote
from papi_cli.views.citations import Citable, CitableKind, codes_below, is_duty
from papi_cli.views.page import Block, Bullets, Column, Heading, Page, Paragraph, Row, Table


class Quotation(NamedTuple):
    """A passage of the document: the code of its place, the head of its column if it is a cell (else ""), the words.

    `is_heading` is whether it stands above a provision, as its heading.
    """

    place: str
    column_head: str
    text: str
    is_heading: bool = False


def quotations(plan: Plan, citable: Citable) -> tuple[Quotation, ...]:
    """Return the citable's passages in their order; of an annex only the heading, its rows are a table."""
    match citable.kind:
        case CitableKind.DOCUMENT | CitableKind.DOCUMENT_PART:
            return tuple(
                Quotation(part.code, "", line) for part in document_parts(plan, citable) for line in part.lines
            )
        case CitableKind.PART | CitableKind.PROVISION:
            return tuple(_provision_texts(plan, codes_below(plan, citable.code)))
        case CitableKind.ANNEX:
            annex = plan.annexes[citable.code]
            texts = filter(None, (annex.label, annex.title, annex.note))
            return tuple(Quotation(citable.code, "", text) for text in texts)
        case CitableKind.INDEX | CitableKind.COMPONENT:
            return tuple(_row_texts(plan, component_rows(plan, citable)[0]))
        case CitableKind.ITEM if is_duty(citable):
            return tuple(_provision_texts(plan, citable.items[0].source))
        case CitableKind.ITEM | CitableKind.TASK:
            (code,) = citable.places
            return tuple(_task_texts(plan, plan.tasks[code]))
        case CitableKind.AMENDMENT:
            quote = amendment_of(plan, citable.code).document.quote
            return tuple(Quotation(f"{citable.code}/{part.code}", "", line) for part in quote for line in part.lines)
        case CitableKind.GROUP | CitableKind.PERIOD:
            return ()


def document_parts(plan: Plan, citable: Citable) -> tuple[DocumentPart, ...]:
    """Return the parts of the document's own text under the citable: all of them, or the one that it is."""
    return tuple(part for part in plan.document.quote if part.code in citable.places)


def _provision_texts(plan: Plan, codes: tuple[str, ...]) -> Iterator[Quotation]:
    for code in codes:
        provision = plan.provisions[code]
        if provision.heading:
            yield Quotation(code, "", provision.heading, is_heading=True)
        if provision.text:
            yield Quotation(code, "", provision.text)


def _task_texts(plan: Plan, task: Task) -> Iterator[Quotation]:
    """Yield the cells of a row but its number, empty ones too, under the heads of their columns."""
    for column in plan.task_annexes[task.section.annex].columns:
        if column.id != Meaning.NUMBER:
            yield Quotation(task.code, column.head, task.cells[column.id])


def _row_texts(plan: Plan, row: Component) -> Iterator[Quotation]:
    assert plan.index_annex is not None  # components stand in it
    cells = component_cells(plan.index_annex, row, lead=lead_quote(plan, row))
    for head, cell in zip(plan.index_annex.heads, cells, strict=True):
        if cell:
            yield Quotation(row.code, head, cell)


def component_rows(plan: Plan, citable: Citable) -> tuple[Component, ...]:
    """Return the rows of the annex of indices under the citable: its own first, then those below it."""
    return tuple(row for row in plan.components if row.code in citable.places)


def quotation_blocks(plan: Plan, citable: Citable) -> Page:
    """Return the citable's passages for readers: the cells of a row beside their heads, or headings and paragraphs."""
    passages = quotations(plan, citable)
    if any(passage.column_head for passage in passages):
        return (
            Table(
                (Column("Cột"), Column("Nguyên văn", wraps=True)),
                tuple(Row((passage.column_head, passage.text)) for passage in passages),
            ),
        )
    if citable.kind in (CitableKind.DOCUMENT, CitableKind.DOCUMENT_PART):
        parts = document_parts(plan, citable)
        return tuple(block for part in parts for block in _document_blocks(part)) or (Bullets(_document_facts(plan)),)
    if citable.kind is CitableKind.AMENDMENT:
        amendment = amendment_of(plan, citable.code)
        lines = (block for part in amendment.document.quote for block in _document_blocks(part))
        return (Bullets(amendment_facts(plan, amendment)), *lines)
    return tuple(_provision_block(plan, passage) for passage in passages)


def _document_facts(plan: Plan) -> tuple[str, ...]:
    """Return what is known of the document: a number or day that is not yet known has no line."""
    document = plan.document
    month = f"tháng {document.month}" if document.month else ""
    facts = {
        "Số": f"{document.number}{document.joined_symbol}" if document.number else "",
        "Ngày ban hành": day_text(document.day) if document.day else month,
        "Nơi ban hành": plan.name_of(document.issuer),
        "Trích yếu": document.title,
    }
    return tuple(f"{name}: {fact}" for name, fact in facts.items() if fact)


def _document_blocks(part: DocumentPart) -> Iterator[Block]:
    """Yield the lines of a part: a single one in capitals as a heading, those behind dashes as a list."""
    if len(part.lines) == 1 and part.lines[0].isupper():
        yield Heading(part.lines[0], level=3)
        return
    for is_list, lines in groupby(part.lines, lambda line: line.startswith("- ")):
        if is_list:
            yield Bullets(tuple(line.removeprefix("- ") for line in lines))
        else:
            yield from map(Paragraph, lines)


def _provision_block(plan: Plan, passage: Quotation) -> Block:
    """Return a passage as a paragraph, or as a heading (level 3 inside a part)."""
    if not passage.is_heading:
        return Paragraph(passage.text)
    return Heading(passage.text, level=2 if plan.provisions[passage.place].is_part else 3)
