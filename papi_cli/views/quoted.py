"""The decision's own words about one thing, as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papi_cli.plan.model import Component, Plan
from papi_cli.plan.quotation import DecisionQuote
from papi_cli.views.annexes import lead_quote, task_cells
from papi_cli.views.citations import Thing, ThingKind, codes_below, is_duty
from papi_cli.views.layout import Block, Bullets, Column, Heading, Page, Paragraph, Row, Table


class Quoted(NamedTuple):
    """Some words of the decision: the code of the place, the head of the column where they are a cell, the words."""

    place: str
    head: str
    text: str


def quotations(plan: Plan, thing: Thing) -> tuple[Quoted, ...]:
    """Return what the decision says of the thing, in its order; of an annex its heading, the rows are its table."""
    match thing.kind:
        case ThingKind.DECISION:
            return tuple(Quoted(thing.code, "", text) for text in _decision_texts(plan.decision.quote))
        case ThingKind.PART | ThingKind.PROVISION:
            return tuple(_provision_texts(plan, codes_below(plan, thing.code)))
        case ThingKind.ANNEX:
            annex = plan.annex_1 if thing.code == "annex-1" else plan.annex_2
            return tuple(Quoted(thing.code, "", text) for text in (annex.label, annex.title, annex.note))
        case ThingKind.INDEX | ThingKind.COMPONENT:
            return tuple(_row_texts(plan, followed(plan, thing)[0]))
        case ThingKind.ITEM if is_duty(thing):
            return tuple(_provision_texts(plan, thing.items[0].source))
        case ThingKind.ITEM | ThingKind.TASK:
            (code,) = thing.places
            cells = zip(plan.annex_2.columns[1:], task_cells(plan.tasks[code]), strict=False)
            return tuple(Quoted(code, head, text) for head, text in cells)
        case ThingKind.GROUP:
            return ()


def _decision_texts(quote: DecisionQuote) -> Iterator[str]:
    yield from (quote.heading, quote.title, quote.authority, *quote.basis, quote.enacting, *quote.articles)
    yield from (quote.closing, *quote.recipients, *quote.signer, *quote.plan_head)


def _provision_texts(plan: Plan, codes: tuple[str, ...]) -> Iterator[Quoted]:
    for code in codes:
        provision = plan.provisions[code]
        yield from (Quoted(code, "", text) for text in (provision.heading, provision.text) if text)


def _row_texts(plan: Plan, row: Component) -> Iterator[Quoted]:
    cells = (row.quote.label, row.quote.name, lead_quote(plan, row), row.quote.cooperating)
    for head, cell in zip(plan.annex_1.columns, cells, strict=False):
        if cell:
            yield Quoted(row.code, head, cell)


def followed(plan: Plan, thing: Thing) -> tuple[Component, ...]:
    """Return the rows of Annex I that are the thing: its own first, then those below it."""
    return tuple(row for row in plan.components if row.code in thing.places)


def quotation_blocks(plan: Plan, thing: Thing) -> Page:
    """Return the words for readers: the cells of a row beside their heads, else headings and paragraphs."""
    said = quotations(plan, thing)
    if any(one.head for one in said):
        return (Table((Column("Cột"), Column("Nguyên văn", wraps=True)), tuple(Row((q.head, q.text)) for q in said)),)
    if thing.kind is ThingKind.DECISION:
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


def _provision_block(plan: Plan, said: Quoted) -> Block:
    """Return a heading as one, one level lower inside a part; what is said as a paragraph."""
    if said.text != plan.provisions[said.place].heading:
        return Paragraph(said.text)
    return Heading(said.text, level=3 if "/" in said.place else 2)
