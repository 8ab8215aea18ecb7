"""The facts about one citable thing of the decision that its page and its JSON share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.model import Interpretation, Plan
from papi_cli.plan.quotation import Erratum
from papi_cli.states import States, Verdict
from papi_cli.views.citations import Citable, CitableKind, is_duty
from papi_cli.views.explain import interpretations_with_agencies
from papi_cli.views.log import EventFilter, LogEntry, log_entries
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.quotations import component_rows


def selection_of(thing: Citable) -> Selection:
    """Return which obligations are the thing's own."""
    if thing.kind is CitableKind.INDEX:
        return Selection(indices=(thing.code,))
    return Selection(items=tuple(item.code for item in thing.items))


def verdicts_under(states: States, thing: Citable) -> tuple[Verdict, ...]:
    """Return the verdicts on what is owed under the thing, none for a part or an annex as a whole."""
    return select_verdicts(states, selection_of(thing)) if thing.items else ()


def log_entries_under(states: States, events: Sequence[Event], thing: Citable) -> tuple[LogEntry, ...]:
    """Return the thing's events up to the day of the states, newest first; `events` are those known by then."""
    return log_entries(states, events, EventFilter(selection_of(thing), last_day=states.as_of)) if thing.items else ()


class Assignment(NamedTuple):
    """Who is named, ids of agencies and groups; `role` is what those in the `lead` are to do."""

    role: str = ""
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    asked: bool = False


def assignment_of(plan: Plan, thing: Citable) -> Assignment:
    """Return whom a row of an annex names, else whom the duty or the point binds or asks, or who is in the group."""
    match thing.kind:
        case CitableKind.INDEX | CitableKind.COMPONENT:
            return Assignment("Chủ trì", *component_rows(plan, thing)[0].references)
        case CitableKind.ITEM if is_duty(thing):
            item = thing.items[0]
            return Assignment("Được đề nghị" if item.asked else "Thực hiện", item.agencies, asked=item.asked)
        case CitableKind.TASK | CitableKind.ITEM:
            task = plan.tasks[thing.items[0].source[0] if thing.kind is CitableKind.ITEM else thing.code]
            return Assignment("Chủ trì", *task.references)
        case CitableKind.PROVISION:
            bound = plan.provisions[thing.code]
            return Assignment("Đề nghị" if bound.asked else "Giao", bound.binds, asked=bound.asked)
        case CitableKind.GROUP:
            return Assignment("Thành viên", plan.groups[thing.code].members)
        case CitableKind.DECISION | CitableKind.PART | CitableKind.ANNEX:
            return Assignment()


def readings_of(thing: Citable, plan: Plan) -> list[tuple[Interpretation, tuple[str, ...]]]:
    """Return the readings that the thing rests on, once each, with the agencies concerned (none: all)."""
    if thing.kind is CitableKind.GROUP:
        return [(reading, reading.concerns) for reading in plan.groups[thing.code].interpretations]
    return list(dict(pair for item in thing.items for pair in interpretations_with_agencies(item)).items())


def errata_of(plan: Plan, thing: Citable) -> tuple[Erratum, ...]:
    """Return the known flaws of the source at the thing and below it."""
    return tuple(one for one in plan.errata if thing.places & set(one.places))
