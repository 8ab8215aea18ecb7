"""The words for what is known of items that are carried over, where two plans differ in it."""

from __future__ import annotations

from collections.abc import Iterable

from papi_cli.comparison import Comparison
from papi_cli.comparison.carried_facts import known_key
from papi_cli.log.kinds import EventKind
from papi_cli.plan.earlier import KnownFact
from papi_cli.text import day_text
from papi_cli.views.agency_phrases import agencies_in_either_plan


def known_facts(comparison: Comparison, code: str, keys: Iterable[str]) -> str:
    """Return in words the facts known of an item that have these keys: «đang thực hiện, ngày 20/8/2025 (5/BC)»."""
    items = (plan.items[code] for plan in comparison.plans if code in plan.items)
    found = {known_key(fact): fact for item in items if item.origin is not None for fact in item.origin.known}
    return "; ".join(_words(comparison, found[key]) for key in keys)


def _words(comparison: Comparison, fact: KnownFact) -> str:
    until = f" đến {day_text(fact.until)}" if fact.until else ""
    whose = f", {agencies_in_either_plan(comparison.plans, fact.agencies)}" if fact.agencies else ""
    said = ", ".join(filter(None, (fact.document, fact.note)))
    return f"{EventKind(fact.event.value).label}{until}, ngày {day_text(fact.day)}{whose}{f' ({said})' if said else ''}"
