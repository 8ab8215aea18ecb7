"""The decision word by word, as the plan holds it: its own text, the heads and cells of its annexes, its known flaws."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papi_cli.plan.choices import ErratumKind


class DecisionQuote(NamedTuple):
    """The decision's own words, in its order."""

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
    """Who decided what; `number` is "" and `day` None until the signed document is known."""

    number: str
    symbol: str
    day: date | None
    month: str
    issuer: str
    proposal: str
    quote: DecisionQuote


class Annex(NamedTuple):
    """The heading of an annex, the heads of its columns and their numbers, () where it has none."""

    label: str
    title: str
    note: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...]


class ComponentQuote(NamedTuple):
    """The cells of a row of Annex I; `merged_with` is the code of the row whose lead cell stretches to this one, or ""."""

    label: str
    name: str
    lead: str
    merged_with: str
    cooperating: str


class TaskQuote(NamedTuple):
    """The cells of a row of Annex II after its number."""

    task: str
    products: str
    lead: str
    cooperating: str
    due: str


class Section(NamedTuple):
    """A heading of Annex II, the index that it is about, and the codes of the tasks under it."""

    number: str
    index: str  # type: ignore[assignment]  # hides tuple.index, which nobody wants here
    heading: str
    tasks: tuple[str, ...]


class Erratum(NamedTuple):
    """A known flaw of the source at `places`: the words that are wrong, as what they are read, a note; "" for none."""

    kind: ErratumKind
    places: tuple[str, ...]
    quote: str
    reads: str
    note: str
