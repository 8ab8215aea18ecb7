"""The citables of the document (what can be shown by itself) and the names by which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from papi_cli.plan.amendments import Amendment
from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.plan.quotation import DOCUMENT, Document
from papi_cli.text import match_key, nearest, nfc, visible_text
from papi_cli.views.amended import changed_codes, document_name
from papi_cli.views.reports.wording import period_words
from papi_cli.views.shortening import shorten_text
from papi_cli.views.source_words import task_words


class CitableKind(StrEnum):
    """The kinds of citables."""

    DOCUMENT = "document"
    DOCUMENT_PART = "document-part"
    PART = "part"
    PROVISION = "provision"
    ANNEX = "annex"
    INDEX = "index"
    COMPONENT = "component"
    TASK = "task"
    ITEM = "item"
    GROUP = "group"
    AMENDMENT = "amendment"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Citable:
    """A piece of the document that has a code: its name, and how letters cite it ("" if only by the code).

    `short` is how people may cite it besides, "" for in no other way; it may fit several.

    `items` are the items that are owed under it, none for a part or annex as a whole; an erratum at one of the `places`
    (codes) concerns it.
    """

    kind: CitableKind
    code: str
    name: str
    citation: str = ""
    items: tuple[Item, ...] = ()
    places: frozenset[str] = frozenset()
    short: str = ""


def find_citable(plan: Plan, words: str) -> Citable | None:
    """Return the citable that `words` name by its code or as letters cite it, None when there is none.

    Names are compared with their marks first and without them afterwards: «điểm đ» and «điểm d» differ in nothing else.
    A citation without the sections above its own is taken where it fits one row only.
    """
    candidates = list(citables(plan))
    for key in (_plain_key, _folded_key):
        for citable in candidates:
            if key(words) in (key(citable.code), key(citable.citation or citable.code)):
                return citable
    for key in (_plain_key, _folded_key):
        found = [citable for citable in candidates if citable.short and key(citable.short) == key(words)]
        if len(found) == 1:
            return found[0]
    return None


def _plain_key(words: str) -> str:
    """Return the words in one spelling, annexes and parts with Roman numbers: «PL2» → «phụ lục ii»."""
    return _NUMBERED.sub(
        lambda match: f"{'mục' if match[1].startswith('m') else 'phụ lục'} {_ROMAN.get(match[2], match[2])}",
        visible_text(nfc(words)).casefold(),
    )


_NUMBERED = re.compile(r"\b(ph[ụu] ?l[ụu]c|pl|m[ụu]c)[ .-]*([1-8]|[iv]+)\b")
_ROMAN = dict(zip("12345678", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), strict=True))


def _folded_key(words: str) -> str:
    return match_key(_plain_key(words))


def nearest_citables(plan: Plan, words: str) -> tuple[str, ...]:
    """Return up to three codes that resemble `words` themselves or in their citation, the best first."""
    codes = {name: citable.code for citable in citables(plan) for name in (citable.citation, citable.code) if name}
    return tuple(dict.fromkeys(codes[name] for name in nearest(words, codes)))[:3]


def citables(plan: Plan) -> Iterator[Citable]:
    """Yield all citables in the document's order, each code once."""
    yield from _document(plan.document)
    yield from _provisions(plan)
    yield from _index_annex(plan)
    yield from _task_annexes(plan)
    yield from _items(plan)
    for group in plan.groups.values():
        if group.interpretations:
            yield Citable(CitableKind.GROUP, group.id, group.name)
    for amendment in (*plan.amendments, *plan.coming):
        cited = document_name(amendment.document)
        items = tuple(item for item in plan.items.values() if _is_changed(item, amendment))
        yield Citable(CitableKind.AMENDMENT, amendment.code, cited, cited, items, frozenset({amendment.code}))
    for period in plan.periods:
        items = tuple(item for item in plan.items.values() if item.period == period.id)
        yield Citable(CitableKind.PERIOD, period.id, period_words(period), period_words(period), items)


def _is_changed(item: Item, amendment: Amendment) -> bool:
    codes = changed_codes([item])
    return any(part.code in codes or not codes.isdisjoint(part.codes) for part in amendment.changes)


def _items(plan: Plan) -> Iterator[Citable]:
    """Yield the items that are no task's own; all occurrences of a series together, and each by itself."""
    for series, codes in plan.series.items():
        items = tuple(plan.items[code] for code in codes)
        first = items[0]
        if len(items) > 1 and series not in plan.tasks:
            yield Citable(CitableKind.ITEM, series, first.product or first.title, "", items, frozenset(first.source))
        for item in items:
            if item.code not in plan.tasks and (item.code != series or len(items) == 1):
                yield Citable(CitableKind.ITEM, item.code, item.name, "", (item,), frozenset(item.source))


def _document(document: Document) -> Iterator[Citable]:
    places = frozenset({DOCUMENT, *(part.code for part in document.quote)})
    yield Citable(CitableKind.DOCUMENT, DOCUMENT, document.kind, document.kind, places=places)
    for part in document.quote:
        name = part.name or shorten_text(part.lines[0] if part.lines else part.code)
        yield Citable(CitableKind.DOCUMENT_PART, part.code, name, part.name, places=frozenset({part.code}))


def _provisions(plan: Plan) -> Iterator[Citable]:
    for code in plan.provisions:
        below = frozenset(codes_below(plan, code))
        cited = plan.provisions[code].citation
        if "/" not in code:
            yield Citable(CitableKind.PART, code, cited, cited, places=below)
            continue
        items = tuple(item for item in plan.items.values() if below & set(item.source))
        yield Citable(CitableKind.PROVISION, code, cited, cited, items, below)


def codes_below(plan: Plan, code: str) -> tuple[str, ...]:
    """Return the code of the provision and those of all points below it, in order."""
    return tuple(other for other in plan.provisions if other == code or other.startswith((f"{code}/", f"{code}.")))


def _index_annex(plan: Plan) -> Iterator[Citable]:
    if plan.index_annex is None:
        return
    annex = plan.index_annex
    rows = frozenset(component.code for component in plan.components)
    yield Citable(CitableKind.ANNEX, annex.code, annex.name, annex.name, places=rows | {annex.code})
    for index in plan.indices:
        items = tuple(item for item in plan.items.values() if item.index == index.code)
        tasks = {source for item in items for source in item.source}
        below = [row for row in plan.components if row.index == index.code and row.level > 1]
        places = frozenset({index.code, *(row.code for row in below)} | tasks)
        yield Citable(CitableKind.INDEX, index.code, index.quote.name, index.quote.label, items, places)
        for row in below:
            codes = frozenset({row.code, *(other.code for other in below if other.parent == row.code)})
            yield Citable(CitableKind.COMPONENT, row.code, row.quote.name, places=codes)


def _task_annexes(plan: Plan) -> Iterator[Citable]:
    for annex in plan.task_annexes.values():
        tasks = [task for task in plan.tasks.values() if task.section.annex == annex.code]
        places = frozenset({annex.code, *(task.code for task in tasks)})
        yield Citable(CitableKind.ANNEX, annex.code, annex.name, annex.name, places=places)
        for task in tasks:
            items = tuple(plan.items[code] for code in task.items)
            cited, short = task_words(plan, task), task_words(plan, task, short=True)
            places = frozenset({task.code})
            yield Citable(CitableKind.TASK, task.code, cited, cited, items, places, short if short != cited else "")


def is_duty(citable: Citable) -> bool:
    """Return whether the citable is a dated duty, or carried over from an earlier plan: no row of an annex."""
    return citable.kind is CitableKind.ITEM and citable.items[0].kind is not ItemKind.TASK
