"""The words of calendar entries."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from papi_cli.plan.model import Item, ItemKind, Plan
from papi_cli.states import States, Verdict
from papi_cli.text import day_text, upper_first, weekday_text
from papi_cli.views.agency_phrases import agencies_phrase, kind_noun
from papi_cli.views.amended import amendment_name
from papi_cli.views.grouping import group_by
from papi_cli.views.source_words import place_words
from papi_cli.views.words import (
    UNCONFIRMED_MARK,
    UNCONFIRMED_NOTE,
    flag_facts,
    state_and_flag_words,
    state_facts,
)

_TITLE_WIDTH = 60  # of a task in a title: products such as «Báo cáo» occur many times


def who_words(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return the only agency by name, or how many of the kind there are."""
    first = group[0].obligation.agency
    return first.name if len(group) == 1 else f"{len(group)} {kind_noun(plan, first.kind)}"


def item_words(item: Item) -> str:
    """Return the product, of a task with the beginning of what it is about."""
    product = upper_first(item.product_cell)
    if item.kind is ItemKind.DUTY:
        return product
    if not product:
        return item.with_occurrence(textwrap.shorten(item.title.lstrip("- "), _TITLE_WIDTH, placeholder=" …"))
    return f"{product} – {textwrap.shorten(item.title.lstrip('- '), _TITLE_WIDTH, placeholder=' …')}"


def text_lines(states: States, group: Sequence[Verdict], day: date, words: Sequence[str]) -> Iterator[str]:
    """Yield what an entry says: the item with its place and phrase, its last day, and the `words` about who has to do it."""
    item = group[0].obligation.item
    unconfirmed = any(verdict.obligation.unconfirmed_interpretations for verdict in group)
    yield item.title_cell
    if item.product:
        yield f"Sản phẩm: {item.product_cell}{UNCONFIRMED_MARK if unconfirmed else ''}"
    source = place_words(states.plan, item, [verdict.obligation.agency.id for verdict in group])
    yield f"Mã: {item.code} ({source})" if source else f"Mã: {item.code}"
    if item.due:
        yield f"Thời hạn ghi trong {_due_document(states.plan, item)}: {item.due.phrase}"
    yield f"Ngày cuối cùng đúng hạn: {weekday_text(day)}, {day_text(day)}"
    yield from words
    yield f"(tính đến ngày {day_text(states.as_of)})"
    if unconfirmed:
        yield UNCONFIRMED_NOTE


def _due_document(plan: Plan, item: Item) -> str:
    """Return the document that says the deadline in force: that of the plan, or an amendment by its number and day."""
    if (earlier_plan := plan.earlier_plan_of(item)) is not None:
        return earlier_plan.short_name
    changed_by = item.earlier_dues[-1].amendment if item.earlier_dues else item.added_by
    return amendment_name(plan, changed_by) or plan.document.kind


def state_lines(states: States, group: Sequence[Verdict]) -> list[str]:
    """Return a line for each state that occurs, with who is in it."""
    alike = group_by(group, lambda verdict: (state_facts(verdict), flag_facts(verdict)))
    requested = " (đề nghị)" if group[0].obligation.item.asked else ""
    return [
        f"{agencies_phrase(states.plan, [verdict.obligation.agency for verdict in verdicts])}{requested}: "
        f"{state_and_flag_words(verdicts[0])}"
        for verdicts in alike.values()
    ]
