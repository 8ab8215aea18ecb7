"""Amendments: documents that change the plan from a day on, and the marks that they and agencies that end leave on items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.quotation import Document, Meaning

# The column of an annex in which that is printed which a change of the kind is about.
COLUMN_OF: Mapping[AmendmentKind, Meaning] = {
    AmendmentKind.DUE: Meaning.DUE,
    AmendmentKind.PRODUCT: Meaning.PRODUCTS,
    AmendmentKind.LEAD: Meaning.LEAD,
    AmendmentKind.COOPERATING: Meaning.COOPERATING,
}


class AmendedPart(NamedTuple):
    """One change of an amendment: its kind, what it is about, and the words before and after.

    `code` is that of the item, task, duty or reporting period that changes; of what is added, its own. `was` and
    `becomes` are a due phrase, a product, words of a cell, a printed number, or ids of agencies; "" and () where there are
    none. `codes` are those of the tasks that one is split into. `source` is the code of the part of the document's text
    that makes the change, "" where its file does not say; `column` is that of the annex whose words change, "" otherwise.
    """

    kind: AmendmentKind
    code: str
    was: str | tuple[str, ...] = ""
    becomes: str | tuple[str, ...] = ""
    codes: tuple[str, ...] = ()
    source: str = ""
    column: str = ""


class Amendment(NamedTuple):
    """A document that changes the plan from the day `effective` on, which is the first day of the new state.

    `code` is the name of its file without the ending. `recorded` is the instant at which the office took it in, None
    where its file does not say.
    """

    code: str
    document: Document
    effective: date
    recorded: datetime | None
    changes: tuple[AmendedPart, ...]


class EarlierDue(NamedTuple):
    """The deadline that was in force up to the day before `until`, on which the amendment of this code changed it."""

    until: date
    due: Deadline | None
    amendment: str


class Handover(NamedTuple):
    """An agency that owed an item up to and including the day `last`, and who took over what was still open then.

    What it had delivered by then stays with it. `to` is () where nobody took over: the item was dropped, or the agency
    left without another in its place. `amendment` is the code of the one that did it, "" where the agency itself ended;
    `document` names, in words, the document by which it ended, "" for an amendment.
    """

    agency: str
    last: date
    to: tuple[str, ...]
    amendment: str
    document: str


class Joining(NamedTuple):
    """An agency that owes an item of its own accord from the day `first` on, beside those who owed it before."""

    agency: str
    first: date


class Successor(NamedTuple):
    """An agency that takes over from one that ends; of several each `takes` items, tasks or series, () all the rest."""

    agency: str
    takes: tuple[str, ...]
