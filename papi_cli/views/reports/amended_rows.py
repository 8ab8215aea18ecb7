"""What documents say of rows that amendments added, renumbered or gave to others: who opens the plan finds them otherwise."""

from __future__ import annotations

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.text import join_words
from papi_cli.views.amended import document_name
from papi_cli.views.source_words import place_words

_BY_AMENDMENT = {
    AmendmentKind.ADD: "bổ sung",
    AmendmentKind.SPLIT: "bổ sung",
    AmendmentKind.NUMBER: "số thứ tự",
    AmendmentKind.LEAD: "cơ quan chủ trì",
    AmendmentKind.PRODUCT: "sản phẩm",
}


def amended_words(plan: Plan, item: Item, *, with_number: bool = True) -> str:
    """Return what of an item the amendments in force say, and not the plan as it was issued: "" for nothing.

    «bổ sung theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026», «số thứ tự, cơ quan chủ trì theo Quyết định số …»; of what
    several changed, the last one. Deadlines are left out: `last_day_note` stands beside the day; and without `with_number`
    the number, of which a note below the table tells.
    """
    codes = {item.code, item.series, *(item.source if item.kind is ItemKind.TASK else ())}
    decided = {
        _BY_AMENDMENT[part.kind]: amendment
        for amendment in plan.amendments
        for part in amendment.changes
        if part.kind in _BY_AMENDMENT
        and (with_number or part.kind is not AmendmentKind.NUMBER)
        and (not codes.isdisjoint(part.codes) if part.kind is AmendmentKind.SPLIT else part.code in codes)
    }
    by_amendment = {
        amendment.code: (amendment, [what for what, decider in decided.items() if decider == amendment])
        for amendment in decided.values()
    }
    told = (f"{', '.join(what)} theo {document_name(one.document)}" for one, what in by_amendment.values())
    return "; ".join(told)


def cited_place(plan: Plan, item: Item) -> str:
    """Return where an item stands, as `place_words` does, and for words in brackets what amendments say of it."""
    return ", ".join(filter(None, (place_words(plan, item), amended_words(plan, item))))


def rows_note(plan: Plan) -> str:
    """Return the amendments in force that added, dropped or renumbered rows of the tables of tasks; "" for none.

    «Quyết định số 1234/QĐ-UBND ngày 10/7/2026 và Quyết định số …»
    """
    rows = {AmendmentKind.ADD, AmendmentKind.DROP, AmendmentKind.SPLIT, AmendmentKind.NUMBER}
    return join_words(
        [
            document_name(amendment.document)
            for amendment in plan.amendments
            if any(part.kind in rows and {part.code, *part.codes} & plan.tasks.keys() for part in amendment.changes)
        ]
    )
