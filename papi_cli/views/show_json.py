"""One thing of the decision as the JSON contract papi.show/1 has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.quotation import Erratum
from papi_cli.states import States
from papi_cli.views.annexes import annex_1_json, annex_2_json
from papi_cli.views.citations import Citable, CitableKind
from papi_cli.views.contract import (
    day_off_json,
    deadline_json,
    envelope,
    obligation_json,
    references_json,
    state_counts,
)
from papi_cli.views.explain import reading_json
from papi_cli.views.log import event_json
from papi_cli.views.quotations import component_rows, quotations
from papi_cli.views.show_facts import (
    assignment_of,
    errata_of,
    log_entries_under,
    readings_of,
    selection_of,
    verdicts_under,
)


def show_json(states: States, thing: Citable, events: Sequence[Event]) -> dict[str, Any]:
    """Return the JSON contract `papi.show/1`; every kind of thing has every key."""
    plan, found = states.plan, verdicts_under(states, thing)
    return {
        **envelope(states, "papi.show/1", selection_of(thing)),
        "kind": thing.kind.value,
        "code": thing.code,
        "name": thing.name,
        "quotation": [
            {"place": one.place, "column": one.column_head or None, "text": one.text} for one in quotations(plan, thing)
        ],
        "table": _table_json(plan, thing),
        "who": _who_json(plan, thing),
        "items": [_item_json(plan, item) for item in thing.items],
        "readings": [
            {"place": reading.belongs_to, **reading_json(reading, members)}
            for reading, members in readings_of(thing, plan)
        ],
        "errata": [_erratum_json(one) for one in errata_of(plan, thing)],
        "summary": state_counts(found),
        "obligations": [obligation_json(plan, verdict) for verdict in found],
        "events": [event_json(plan, entry) for entry in log_entries_under(states, events, thing)],
    }


def _table_json(plan: Plan, thing: Citable) -> dict[str, Any] | None:
    if thing.code == "annex-2":
        return annex_2_json(plan)
    if thing.kind in (CitableKind.ANNEX, CitableKind.INDEX, CitableKind.COMPONENT):
        return annex_1_json(plan, component_rows(plan, thing))
    return None


def _who_json(plan: Plan, thing: Citable) -> dict[str, Any]:
    named = assignment_of(plan, thing)
    return {
        "lead": references_json(plan, named.lead),
        "cooperating": references_json(plan, named.cooperating, named.others),
        "asked": named.asked,
    }


def _item_json(plan: Plan, item: Item) -> dict[str, Any]:
    return {
        "item": item.code,
        "product": item.product,
        "issuer": {"id": item.issuer, "name": plan.name_of(item.issuer)} if item.issuer else None,
        "fulfilled_by": item.fulfilled_by.value,
        "counts": item.counts.value,
        **deadline_json(item.due),
        **day_off_json(plan, item.due),
    }


def _erratum_json(erratum: Erratum) -> dict[str, Any]:
    return {
        "kind": erratum.kind.value,
        "places": list(erratum.places),
        "quote": erratum.quote or None,
        "reads": erratum.reads or None,
        "note": erratum.note or None,
    }
