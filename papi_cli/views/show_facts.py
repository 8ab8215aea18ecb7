"""The facts about a citable that its page and its JSON share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.recalled import recalled_of
from papi_cli.plan.closings import Closing
from papi_cli.plan.model import Interpretation, Period, Plan
from papi_cli.plan.quotation import Erratum
from papi_cli.states import States, Verdict
from papi_cli.views.amended import changed_codes
from papi_cli.views.citations import Citable, CitableKind, is_duty
from papi_cli.views.explain import interpretations_with_agencies
from papi_cli.views.log import EventFilter, LogEntry, log_entries
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.quotations import component_rows


def selection_of(citable: Citable) -> Selection:
    """Return the selection of the obligations under the citable."""
    if citable.kind is CitableKind.INDEX:
        return Selection(indices=(citable.code,))
    return Selection(items=tuple(item.code for item in citable.items))


def verdicts_under(states: States, citable: Citable) -> tuple[Verdict, ...]:
    """Return the verdicts on the obligations under the citable; a part or an annex as a whole has none."""
    return select_verdicts(states, selection_of(citable)) if citable.items else ()


def log_entries_under(states: States, events: Sequence[Event], citable: Citable) -> tuple[LogEntry, ...]:
    """Return the events of the citable's obligations up to the day of the states, the newest first.

    `events` are those known by then; with them stands what earlier plans recorded of what is carried over.
    """
    if not citable.items:
        return ()
    told_of = (*(event for item in citable.items for event in recalled_of(states.plan, item)), *events)
    return log_entries(states, told_of, EventFilter(selection_of(citable), last_day=states.as_of))


def changed_codes_of(citable: Citable) -> frozenset[str]:
    """Return the codes under which amendments may have changed the citable: its own and those of its items."""
    return changed_codes(citable.items) | {citable.code}


class ShownClosing(NamedTuple):
    """The closing of the period that is shown, and how many of its events came later."""

    closing: Closing
    later: int


def period_of(plan: Plan, citable: Citable) -> Period | None:
    """Return the reporting period that the citable is, None for anything else."""
    if citable.kind is not CitableKind.PERIOD:
        return None
    return next(period for period in plan.periods if period.id == citable.code)


class Assignment(NamedTuple):
    """The ids of the agencies and groups that are named, and open phrases (`others`).

    `role` is the word for what the `lead` does, `roles` are the agencies of every other role by the head of its column;
    `asked` is whether they are only requested to.
    """

    role: str = ""
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    asked: bool = False
    roles: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def assignment_of(plan: Plan, citable: Citable) -> Assignment:
    """Return the agencies of a row of an annex, of a duty or a provision, or the members of a group."""
    match citable.kind:
        case CitableKind.INDEX | CitableKind.COMPONENT:
            return Assignment("Chủ trì", *component_rows(plan, citable)[0].references)
        case CitableKind.ITEM if is_duty(citable):
            item = citable.items[0]
            return Assignment("Được đề nghị" if item.asked else "Thực hiện", item.agencies, asked=item.asked)
        case CitableKind.TASK | CitableKind.ITEM:
            task = plan.tasks[citable.items[0].source[0] if citable.kind is CitableKind.ITEM else citable.code]
            annex = plan.task_annexes[task.section.annex]
            roles = {annex.head_of(role): agencies for role, agencies in task.roles.items() if agencies}
            return Assignment("Chủ trì", *task.references, roles=roles)
        case CitableKind.PROVISION:
            bound = plan.provisions[citable.code]
            return Assignment("Đề nghị" if bound.asked else "Giao", bound.binds, asked=bound.asked)
        case CitableKind.GROUP:
            return Assignment("Thành viên", plan.groups[citable.code].members)
        case CitableKind.PERIOD:
            agencies = plan.in_official_order(id_ for item in citable.items for id_ in item.agencies)
            return Assignment("Gửi báo cáo", agencies)
        case (
            CitableKind.DOCUMENT
            | CitableKind.DOCUMENT_PART
            | CitableKind.PART
            | CitableKind.ANNEX
            | CitableKind.AMENDMENT
        ):
            return Assignment()


def interpretations_of(citable: Citable, plan: Plan) -> list[tuple[Interpretation, tuple[str, ...]]]:
    """Return the citable's interpretations, once each, with the ids of the agencies concerned (none: all)."""
    if citable.kind is CitableKind.GROUP:
        return [
            (interpretation, interpretation.concerns) for interpretation in plan.groups[citable.code].interpretations
        ]
    return list(dict(pair for item in citable.items for pair in interpretations_with_agencies(item)).items())


def errata_of(plan: Plan, citable: Citable) -> tuple[Erratum, ...]:
    """Return the errata of the citable and of all below it."""
    return tuple(erratum for erratum in plan.errata if not citable.places.isdisjoint(erratum.places))
