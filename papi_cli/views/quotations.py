"""The decision's own words about one thing, as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papi_cli.plan.model import Component, Plan
from papi_cli.plan.quotation import DecisionQuote
from papi_cli.views.annexes import lead_quote, task_cells
from papi_cli.views.citations import Citable, CitableKind, codes_below, is_duty
from papi_cli.views.page import Block, Bullets, Column, Heading, Page, Paragraph, Row, Table


class Quotation(NamedTuple):
    """Some words of the decision: the code of the place, the head of the column where they are a cell, the words."""

    place: str
    column_head: str
    text: str


def quotations(plan: Plan, thing: Citable) -> tuple[Quotation, ...]:
    """Return what the decision says of the thing, in its order; of an annex its heading, the rows are its table."""
    match thing.kind:
        case CitableKind.DECISION:
            return tuple(Quotation(thing.code, "", text) for text in _decision_texts(plan.decision.quote))
        case CitableKind.PART | CitableKind.PROVISION:
            return tuple(_provision_texts(plan, codes_below(plan, thing.code)))
        case CitableKind.ANNEX:
            annex = plan.annex_1 if thing.code == "annex-1" else plan.annex_2
            return tuple(Quotation(thing.code, "", text) for text in (annex.label, annex.title, annex.note))
        case CitableKind.INDEX | CitableKind.COMPONENT:
            return tuple(_row_texts(plan, component_rows(plan, thing)[0]))
        case CitableKind.ITEM if is_duty(thing):
            return tuple(_provision_texts(plan, thing.items[0].source))
        case CitableKind.ITEM | CitableKind.TASK:
            (code,) = thing.places
            cells = zip(plan.annex_2.columns[1:], task_cells(plan.tasks[code]), strict=False)
            return tuple(Quotation(code, head, text) for head, text in cells)
        case CitableKind.GROUP:
            return ()


def _decision_texts(quote: DecisionQuote) -> Iterator[str]:
    yield from (quote.heading, quote.title, quote.authority, *quote.basis, quote.enacting, *quote.articles)
    yield from (quote.closing, *quote.recipients, *quote.signer, *quote.plan_head)


def _provision_texts(plan: Plan, codes: tuple[str, ...]) -> Iterator[Quotation]:
    for code in codes:
        provision = plan.provisions[code]
        yield from (Quotation(code, "", text) for text in (provision.heading, provision.text) if text)


def _row_texts(plan: Plan, row: Component) -> Iterator[Quotation]:
    cells = (row.quote.label, row.quote.name, lead_quote(plan, row), row.quote.cooperating)
    for head, cell in zip(plan.annex_1.columns, cells, strict=False):
        if cell:
            yield Quotation(row.code, head, cell)


def component_rows(plan: Plan, thing: Citable) -> tuple[Component, ...]:
    """Return the rows of Annex I that are the thing: its own first, then those below it."""
    return tuple(row for row in plan.components if row.code in thing.places)


def quotation_blocks(plan: Plan, thing: Citable) -> Page:
    """Return the words for readers: the cells of a row beside their heads, else headings and paragraphs."""
    said = quotations(plan, thing)
    if any(one.column_head for one in said):
        return (
            Table((Column("Cột"), Column("Nguyên văn", wraps=True)), tuple(Row((q.column_head, q.text)) for q in said)),
        )
    if thing.kind is CitableKind.DECISION:
        return tuple(_decision_blocks(plan.decision.quote))
    return tuple(_provision_block(plan, one) for one in said)


def _decision_blocks(quote: DecisionQuote) -> Iterator[Block]:
    yield from (Heading(quote.heading), Paragraph(quote.title), Heading(quote.authority, level=3))
    yield from map(Paragraph, quote.basis)
    yield Heading(quote.enacting, level=3)
    yield from map(Paragraph, (*quote.articles, quote.closing))
    head, *recipients = quote.recipients or ("",)
    yield Paragraph(head)
    yield Bullets(tuple(line.removeprefix("- ") for line in recipients))
    yield from map(Paragraph, (*quote.signer, *quote.plan_head))


def _provision_block(plan: Plan, said: Quotation) -> Block:
    """Return a heading as one, one level lower inside a part; what is said as a paragraph."""
    if said.text != plan.provisions[said.place].heading:
        return Paragraph(said.text)
    return Heading(said.text, level=3 if "/" in said.place else 2)
