"""The facts by which what is carried over from earlier plans is compared."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.comparison.model import Scalar
from papi_cli.plan.earlier import EarlierPlan, KnownFact, Origin
from papi_cli.text import day_text


def origin_fields(origin: Origin) -> Mapping[str, Scalar | tuple[str, ...]]:
    """Return what the file says of an item that is carried over, beside what it says of any item."""
    taken_up = origin.taken_up
    return {
        "cited": origin.cited,
        "known": tuple(map(known_key, origin.known)),
        "taken_up": taken_up.by if taken_up is not None else "",
        "taken_up_since": taken_up.since if taken_up is not None else None,
        "note": origin.note,
    }


def known_key(fact: KnownFact) -> str:
    """Return what tells a known fact from every other one of its item: «submitted 20/8/2026 5/TTr»."""
    until = f"→ {day_text(fact.until)}" if fact.until else ""
    words = (fact.event.value, day_text(fact.day), fact.document, until, ", ".join(fact.agencies), fact.note)
    return " ".join(filter(None, words))


def earlier_plan_fields(plan: EarlierPlan) -> Mapping[str, Scalar | tuple[str, ...]]:
    """Return what the file says of a plan from which something is carried over, but for its time."""
    return {
        "title": plan.title,
        "short_name": plan.short_name if plan.short_name != plan.title else "",
        "earlier_document": plan.document,
    }
