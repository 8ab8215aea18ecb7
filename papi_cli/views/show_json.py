"""A citable as the JSON contract papi.show/2 has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Period, Plan
from papi_cli.plan.quotation import Erratum
from papi_cli.states import States
from papi_cli.text import iso_instant
from papi_cli.views.amended import changes_json
from papi_cli.views.annexes import index_annex_json, task_annex_json
from papi_cli.views.asked import Asked
from papi_cli.views.citations import Citable, CitableKind
from papi_cli.views.explain import interpretation_json
from papi_cli.views.json_parts import (
    day_off_json,
    deadline_json,
    envelope,
    obligation_json,
    occurrence_json,
    references_json,
    state_counts,
    taken_up_json,
)
from papi_cli.views.log import event_json
from papi_cli.views.quotations import component_rows, quotations
from papi_cli.views.show_facts import (
    ShownClosing,
    assignment_of,
    changed_codes_of,
    errata_of,
    interpretations_of,
    log_entries_under,
    period_of,
    selection_of,
    verdicts_under,
)


def show_json(
    states: States, citable: Citable, events: Sequence[Event], closed: ShownClosing | None = None
) -> dict[str, Any]:
    """Return the contract `papi.show/2`; all kinds of citables have all keys."""
    plan, verdicts = states.plan, verdicts_under(states, citable)
    return {
        **envelope([Asked(states, selection_of(citable))], "papi.show"),
        "kind": citable.kind.value,
        "code": citable.code,
        "name": citable.name,
        "quotation": [
            {"place": quotation.place, "column": quotation.column_head or None, "text": quotation.text}
            for quotation in quotations(plan, citable)
        ],
        **_period_json(period_of(plan, citable), closed),
        "table": _table_json(plan, citable),
        "who": _who_json(plan, citable),
        "items": [_item_json(plan, item) for item in citable.items],
        "readings": [
            {"place": interpretation.belongs_to, **interpretation_json(interpretation, members)}
            for interpretation, members in interpretations_of(citable, plan)
        ],
        "errata": [_erratum_json(erratum) for erratum in errata_of(plan, citable)],
        **_changes_json(plan, citable),
        "summary": state_counts(verdicts),
        "obligations": [obligation_json(plan, verdict) for verdict in verdicts],
        "events": [event_json(plan, entry) for entry in log_entries_under(states, events, citable)],
    }


def _changes_json(plan: Plan, citable: Citable) -> dict[str, Any]:
    """Return what amendments changed about the citable; nothing where none did."""
    changes = changes_json(plan, changed_codes_of(citable))
    return {"changes": changes} if changes else {}


def _period_json(period: Period | None, closed: ShownClosing | None) -> dict[str, Any]:
    """Return what is known of a reporting period; nothing for anything else."""
    if period is None:
        return {}
    closing = closed and {
        "as_of": closed.closing.as_of.isoformat(),
        "closed_at": iso_instant(closed.closing.closed_at),
        "by": closed.closing.closed_by or None,
        "tag": closed.closing.tag or None,
        "later": closed.later,
    }
    window = {"first": period.first.isoformat(), "last": period.last.isoformat(), "has_data": period.has_data}
    return {"period": {**window, "due": deadline_json(period.due), "closed": closing}}


def _table_json(plan: Plan, citable: Citable) -> dict[str, Any] | None:
    if citable.code in plan.task_annexes:
        return task_annex_json(plan, plan.task_annexes[citable.code])
    if citable.kind in (CitableKind.ANNEX, CitableKind.INDEX, CitableKind.COMPONENT):
        assert plan.index_annex is not None  # all three stand in it
        return index_annex_json(plan.index_annex, component_rows(plan, citable))
    return None


def _who_json(plan: Plan, citable: Citable) -> dict[str, Any]:
    assignment = assignment_of(plan, citable)
    return {
        "lead": references_json(plan, assignment.lead),
        "cooperating": references_json(plan, assignment.cooperating, assignment.others),
        "asked": assignment.asked,
        "roles": [
            {"column": head, "agencies": references_json(plan, agencies)} for head, agencies in assignment.roles.items()
        ],
    }


def _item_json(plan: Plan, item: Item) -> dict[str, Any]:
    return {
        "item": item.code,
        "product": item.product or None,
        "occurrence": occurrence_json(item),
        "issuer": {"id": item.issuer, "name": plan.name_of(item.issuer)} if item.issuer else None,
        "fulfilled_by": item.fulfilled_by.value,
        "counts": item.counts.value,
        **deadline_json(item.due),
        **day_off_json(plan, item.due),
        **taken_up_json(item),
    }


def _erratum_json(erratum: Erratum) -> dict[str, Any]:
    return {
        "kind": erratum.kind.value,
        "places": list(erratum.places),
        "quote": erratum.quote or None,
        "reads": erratum.reads or None,
        "note": erratum.note or None,
    }
