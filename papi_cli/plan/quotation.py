"""The words of the decision, verbatim: its own text, the heads and cells of its annexes, its known flaws."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papi_cli.plan.choices import ErratumKind


class DecisionQuote(NamedTuple):
    """The parts of the decision's own text, in its order."""

    heading: str
    title: str
    authority: str
    basis: tuple[str, ...]
    enacting: str
    articles: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    signer: tuple[str, ...]
    plan_head: tuple[str, ...]


class Decision(NamedTuple):
    """The document that the plan rests on; `number` is "" and `day` None until the signed document is known."""

    number: str
    symbol: str
    day: date | None
    month: str
    issuer: str
    proposal: str
    quote: DecisionQuote


class Annex(NamedTuple):
    """An annex: its heading, the heads of its columns, and the numbers printed below them (() for none)."""

    label: str
    title: str
    note: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...]


class ComponentQuote(NamedTuple):
    """The cells of a row of components; `merged_with` is the row whose lead cell stretches down to this one, or ""."""

    label: str
    name: str
    lead: str
    merged_with: str
    cooperating: str


class TaskQuote(NamedTuple):
    """The cells of a task's row, after its number."""

    task: str
    products: str
    lead: str
    cooperating: str
    due: str


class Section(NamedTuple):
    """A heading among the tasks, the index that it is about, and the codes of the tasks under it."""

    number: str
    index: str  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    heading: str
    tasks: tuple[str, ...]


class Erratum(NamedTuple):
    """A known flaw of the source: the wrong words `quote` at `places`, how they are read, a note; "" for none."""

    kind: ErratumKind
    places: tuple[str, ...]
    quote: str
    reads: str
    note: str
