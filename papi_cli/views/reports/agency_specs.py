"""The documents of an agency about its own work: its report on a period, and the list of its work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from papi_cli.plan.model import Agency, AgencyKind, ItemKind, Plan
from papi_cli.plan.succession import spoken_for
from papi_cli.states import Verdict
from papi_cli.text import join_words
from papi_cli.views.readings import unmarked
from papi_cli.views.reports import context, tables, task_tables
from papi_cli.views.reports.day_notes import day_notes
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.earlier_work import earlier_work
from papi_cli.views.reports.figures import ExtensionRequest, assigned, extension_requests, figures
from papi_cli.views.reports.gathered_tasks import gathered_tasks_table
from papi_cli.views.reports.later_table import later_table
from papi_cli.views.reports.letterhead import IssueDetails, letterhead
from papi_cli.views.reports.own_lists import own_coming_table, own_overdue_table
from papi_cli.views.reports.own_voice import (
    cooperation_numbers,
    cooperation_table,
    overdue_to_fill_in,
    own_result_and_state,
    own_state_words,
    told_of,
)
from papi_cli.views.reports.plan_words import cited_context, cited_words
from papi_cli.views.reports.result_parts import ResultPart, followed_component, result_parts
from papi_cli.views.reports.since_cutoff import between_table
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.roles import names_cooperating


def agency_report(basis: ReportBasis, agency: Agency, issue: IssueDetails) -> DocumentSpec:
    """Return the report on a period of an `agency` that owes one, in its own voice; the report does not cover itself.

    A commune has a short form of its own.
    """
    plan, period = basis.plan, basis.period
    assert period is not None
    head = letterhead(agency, issue, kind="BC", year=basis.as_of.year)
    owed = basis.verdicts_of(agency=agency.id)
    told = spoken_for(plan, agency.id)
    carried = [verdict for verdict in basis.carried if verdict.obligation.agency.id in told]
    is_commune = agency.kind is AgencyKind.COMMUNE
    return DocumentSpec(
        kind="agency",
        name=agency.id,
        template="commune.md.j2" if is_commune else "agency.md.j2",
        agency=agency,
        context={
            **context.base_context(basis, agency, head, ()),
            "cited": cited_context(plan, (agency.id,)),
            "recorded_later": later_table(basis, agency=agency.id),
            "earlier": earlier_work(plan, carried, with_agencies=False),
            "own_plan": context.own_duties(plan, owed, context.plan_duty_codes(plan, period)),
            "hint": context.undated_cited(plan, agency.id),
            **_assessment(basis, agency, owed),
            **_task_context(basis, agency),
            **_cooperation(basis, agency),
            **({} if is_commune else _components(plan, agency)),
        },
        verdicts=(*owed, *carried),
    )


def _assessment(basis: ReportBasis, agency: Agency, owed: Sequence[Verdict]) -> dict[str, Any]:
    """Return how all that an agency owes stands, but for the report itself: what is overdue, due next, requested."""
    plan, period = basis.plan, basis.period
    assert period is not None
    reports = context.report_duty_codes(plan, period)
    written = basis.verdicts_at_writing_of(agency.id)
    assessed, now = (
        unmarked(verdict for verdict in verdicts if verdict.obligation.item.code not in reports)
        for verdicts in (owed, written)
    )
    known = told_of(basis, assessed)
    requests = [_unmarked_request(one) for one in extension_requests(basis, assessed)]
    return {
        "figures": figures(assessed),
        "figures_now": figures(now),
        "overdue": own_overdue_table(basis, known),
        "overdue_known": figures(known).overdue,
        "between": between_table(basis, assessed, now, with_agencies=False, told=partial(own_result_and_state, basis)),
        "coming": own_coming_table(plan, now),
        "requests": tables.extension_requests_table(plan, requests, with_agencies=False),
        "after_window": context.after_window_days(basis),
        "later": context.after_window_words(basis, assessed),
    }


def _task_context(basis: ReportBasis, agency: Agency) -> dict[str, Any]:
    """Return what an agency leads: its parts, figures and annexes."""
    plan, tasks = basis.tasks_plan, unmarked(basis.verdicts_of(agency=agency.id, kind=ItemKind.TASK))
    fill_in = overdue_to_fill_in(basis, tasks)
    owed = assigned(tasks)
    return {
        "parts": _own_parts(basis, agency, tasks),
        "task_figures": figures(tasks),
        "to_fill_in": fill_in,
        "products": owed.products,
        "assigned": owed,
        "annex_tasks": gathered_tasks_table(
            plan, tasks, told=partial(own_result_and_state, basis), with_agencies=False
        ),
        "annex_proofs": task_tables.evidence_table(plan, tasks),
    }


def _cooperation(basis: ReportBasis, agency: Agency) -> dict[str, Any]:
    """Return the tasks in which an agency cooperates; a commune's short form has their numbers only."""
    tasks = basis.tasks_plan.tasks_on(basis.cutoff)
    told = (
        {"cooperation_numbers": cooperation_numbers(basis, agency.id)}
        if agency.kind is AgencyKind.COMMUNE
        else {"annex_cooperation": cooperation_table(basis, agency.id)}
    )
    return {
        "cooperates": names_cooperating(basis.plan),
        "helps": sum(agency.id in task.cooperating for task in tasks),
        **told,
    }


def _components(plan: Plan, agency: Agency) -> dict[str, Any]:
    """Return the rows of the annex of indices that an agency follows, with their indices."""
    names = {index.code: index.quote.name for index in plan.indices}
    followed = [row for row in plan.components if agency.id in row.lead]
    reports = cited_words(plan, plan.cited.reports, (agency.id,)).plan
    return {
        "components": tuple((names[row.index], followed_component(plan, row)) for row in followed),
        "components_cited": join_words([*filter(None, (reports, plan.index_annex and plan.index_annex.label))]),
    }


def _unmarked_request(request: ExtensionRequest) -> ExtensionRequest:
    (verdict,) = unmarked([request.verdict])
    return request._replace(verdict=verdict)


def _own_parts(basis: ReportBasis, agency: Agency, tasks: Sequence[Verdict]) -> tuple[ResultPart, ...]:
    """Return the parts in which an agency leads something; of a commune also those of all indices."""
    parts = result_parts(basis.tasks_plan, tasks, agency.id)
    in_all = agency.kind is AgencyKind.COMMUNE
    return tuple(part for part in parts if part.figures.total or (part.components and in_all))


def work_list(basis: ReportBasis, agency: Agency, issue: IssueDetails) -> DocumentSpec:
    """Return the list of an agency's work in the plan's time."""
    plan = basis.plan
    owed = basis.verdicts_of(agency=agency.id)
    told = unmarked(owed)
    duties = [verdict for verdict in told if verdict.obligation.item.kind is ItemKind.DUTY]
    ours = [verdict for verdict in told if verdict.obligation.item.origin is None]
    days = day_notes(plan, ours)
    head = letterhead(agency, issue, kind="", year=basis.as_of.year)
    return DocumentSpec(
        kind="tasks",
        name=agency.id,
        template="tasks.md.j2",
        agency=agency,
        context={
            **context.base_context(basis, agency, head, told),
            "figures": figures(ours),
            "earlier": earlier_work(plan, told, with_agencies=False),
            "to_fill_in": overdue_to_fill_in(basis, ours),
            "duties": tables.duties_table(plan, duties, days, partial(own_state_words, basis)),
            "tasks": gathered_tasks_table(
                plan, told, days, told=partial(own_result_and_state, basis), with_agencies=False
            ),
            "annex_cooperation": cooperation_table(basis, agency.id),
            "day_notes": days.lines,
        },
        verdicts=owed,
    )
