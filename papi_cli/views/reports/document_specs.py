"""The documents: which template, issued by whom, told what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, AgencyKind, ItemKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text_or
from papi_cli.views.obligations import binding_only, requested_only
from papi_cli.views.page import Table
from papi_cli.views.reports import context, tables
from papi_cli.views.reports.figures import extension_requests, figures, reminder_counts, sent_reminders
from papi_cli.views.reports.letterhead import IssueDetails, letterhead
from papi_cli.views.reports.phrases import addressee_lines, agency_list
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.wording import product_of, reminder_state_words
from papi_cli.views.words import UNCONFIRMED_MARK, last_day_words


class DocumentSpec(NamedTuple):
    """A document to be made.

    Its kind, the name of its file (a slug), its template, who issues it, what the template is told, and the obligations
    that it rests on.
    """

    kind: str
    name: str
    template: str
    agency: Agency
    context: Mapping[str, Any]
    verdicts: tuple[Verdict, ...]


def summary_report(standing: ReportBasis, issue: IssueDetails) -> DocumentSpec:
    """Return the coordinator's summary of a period for the People's Committee of the province."""
    plan = standing.plan
    agency = plan.agencies[plan.coordinator]
    head = letterhead(agency, issue, kind="BC", year=standing.as_of.year)
    found = standing.verdicts
    tasks = standing.verdicts_of(kind=ItemKind.TASK)
    return DocumentSpec(
        kind="summary",
        name="tong-hop",
        template="summary.md.j2",
        agency=agency,
        context={
            **context.base_context(standing, agency, head, found),
            **_duty_context(standing, found),
            **_result_context(standing, found, own=False),
            "letters": sent_reminders(standing),
            "indices": context.index_parts(plan, tasks),
            "task_figures": figures(tasks),
            "tasks": len(plan.tasks),
            "products": len({one.obligation.item.code for one in tasks}),
            "leads": len({one.obligation.agency.id for one in binding_only(tasks)}),
            "asked": tables.requested_table(plan, requested_only(found)),
            "scores": tables.scores_table(plan),
            "score_sources": tuple(one.source for one in plan.scores),
            "annex_agencies": tables.agencies_table(found),
            "annex_tasks": tables.tasks_table(plan, tasks),
        },
        verdicts=found,
    )


def agency_report(standing: ReportBasis, agency: Agency, issue: IssueDetails) -> DocumentSpec:
    """Return an agency's own report of a period; `agency` owes that report, which is not told of in itself."""
    plan, period = standing.plan, standing.period
    assert period is not None
    head = letterhead(agency, issue, kind="BC", year=standing.as_of.year)
    own = standing.verdicts_of(agency=agency.id)
    tasks = standing.verdicts_of(agency=agency.id, kind=ItemKind.TASK)
    followed = [one for one in plan.components if agency.id in one.lead and agency.kind is not AgencyKind.COMMUNE]
    names = {index.code: index.quote.name for index in plan.indices}
    parts = context.index_parts(plan, tasks, agency.id)
    this = context.report_duty_codes(plan, period)
    return DocumentSpec(
        kind="agency",
        name=agency.id,
        template="agency.md.j2",
        agency=agency,
        context={
            **context.base_context(standing, agency, head, own),
            "own_plan": context.own_duties(plan, own, context.plan_duty_codes(plan)),
            **_result_context(standing, [one for one in own if one.obligation.item.code not in this], own=True),
            "indices": tuple(one for one in parts if one.figures.total or agency.kind is AgencyKind.COMMUNE),
            "task_figures": figures(tasks),
            "components": tuple((names[one.index], context.followed_component(plan, one)) for one in followed),
            "helps": sum(agency.id in task.cooperating for task in plan.tasks.values()),
            "hint": context.undated_hint(plan, agency.id),
            "annex_tasks": tables.tasks_table(plan, tasks),
            "annex_proofs": tables.evidence_table(plan, tasks),
        },
        verdicts=own,
    )


def work_list(standing: ReportBasis, agency: Agency, issue: IssueDetails) -> DocumentSpec:
    """Return the work of the year of one agency."""
    plan = standing.plan
    own = standing.verdicts_of(agency=agency.id)
    head = letterhead(agency, issue, kind="", year=standing.as_of.year)
    return DocumentSpec(
        kind="tasks",
        name=agency.id,
        template="tasks.md.j2",
        agency=agency,
        context={
            **context.base_context(standing, agency, head, own),
            "figures": figures(own),
            "duties": tables.duties_table(plan, [one for one in own if one.obligation.item.kind is ItemKind.DUTY]),
            "tasks": tables.tasks_table(plan, own),
        },
        verdicts=own,
    )


def _duty_context(standing: ReportBasis, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return what became of the plan, and of the reports of the period but the coordinator's, which is in the summary."""
    plan, period = standing.plan, standing.period
    assert period is not None
    reports = context.report_duty_codes(plan, period)
    others = [one for one in verdicts if one.obligation.agency.id != plan.coordinator]
    return {
        "plan_duty": context.outcome_of_duty(standing, verdicts, context.plan_duty_codes(plan)),
        "report_duty": context.outcome_of_duty(standing, others, reports),
        "annex_submissions": tables.duty_matrix_table(plan, verdicts, merged=reports),
    }


def _result_context(standing: ReportBasis, verdicts: Sequence[Verdict], *, own: bool) -> dict[str, Any]:
    """Return what is assessed: figures, what is overdue, what comes next, what was asked for; `own` of one agency."""
    plan = standing.plan
    late = [one for one in binding_only(verdicts) if one.state is State.OVERDUE]
    return {
        "figures": figures(verdicts),
        "overdue": tables.overdue_table(plan, verdicts, own=own),
        "overdue_agencies": agency_list(plan, (one.obligation.agency for one in late)),
        "coming": tables.coming_table(plan, verdicts, own=own),
        "requests": tables.extension_requests_table(plan, extension_requests(standing, verdicts), own=own),
        "after_window": context.after_window_days(standing),
        "later": context.after_window_words(standing, verdicts),
    }


@dataclass(frozen=True, slots=True)
class ReminderOptions:
    """What a letter is about: what is overdue, or what is due soon; and by when to answer, None where not said."""

    soon: bool
    reply_by: date | None


def verdicts_to_remind(standing: ReportBasis, *, soon: bool) -> tuple[Verdict, ...]:
    """Return what a letter may be about: ordered, of others, not submitted; overdue, or due soon."""
    return tuple(
        one
        for one in binding_only(standing.verdicts)
        if one.obligation.agency.id != standing.plan.coordinator
        and Flag.SUBMITTED not in one.flags
        and (Flag.DUE_SOON in one.flags if soon else one.state is State.OVERDUE)
    )


def reminder_letter(
    standing: ReportBasis, verdicts: Sequence[Verdict], about: ReminderOptions, issue: IssueDetails
) -> DocumentSpec:
    """Return the letter about `verdicts` (of to_remind, at least one) to all agencies that owe them."""
    plan = standing.plan
    agency = plan.agencies[plan.coordinator]
    head = letterhead(agency, issue, kind="", year=standing.as_of.year)
    times = reminder_counts(standing)
    sent = [times.get((one.obligation.item.code, one.obligation.agency.id), 0) for one in verdicts]
    owing = tuple(
        dict.fromkeys(one.obligation.agency for one in sorted(verdicts, key=lambda one: one.obligation.agency.order))
    )
    return DocumentSpec(
        kind="reminder",
        name=owing[0].id if len(owing) == 1 else "cong-van",
        template="reminder.md.j2",
        agency=agency,
        context={
            **context.base_context(standing, agency, head, verdicts),
            "soon": about.soon,
            "reply_by": day_text_or(about.reply_by, ""),
            "due_soon_days": plan.due_soon_days,
            "number_of_letter": min(sent) + 1,
            "whom": agency_list(plan, owing),
            "addressees": addressee_lines(owing),
            "figures": figures(verdicts),
            "silent": agency_list(plan, (one.obligation.agency for one in verdicts if Flag.UNRECORDED in one.flags)),
            "owed": _letter_table(plan, verdicts, times),
        },
        verdicts=tuple(verdicts),
    )


def _letter_table(plan: Plan, verdicts: Sequence[Verdict], times: Mapping[tuple[str, str], int]) -> Table:
    """Return the annex of a letter: agency by agency, what is owed, since when, how often reminded before."""
    rows: list[tuple[str, ...]] = []
    ordered = sorted(verdicts, key=lambda one: one.obligation.agency.order)
    agency = ""
    number = 0
    for one in ordered:
        first = one.obligation.agency.id != agency
        agency = one.obligation.agency.id
        number += first
        before = times.get((one.obligation.item.code, agency), 0)
        mark = UNCONFIRMED_MARK if Flag.UNCONFIRMED in one.flags else ""
        rows.append(
            (
                str(number) if first else "",
                one.obligation.agency.name if first else "",
                product_of(plan, one.obligation.item) + mark,
                tables.citation_words(one.obligation.item),
                last_day_words(one),
                reminder_state_words(one),
                f"{count_text(before)} lần" if before else "",
            )
        )
    heads = ("TT", "Cơ quan, đơn vị, địa phương", "Sản phẩm, báo cáo", "Căn cứ", "Thời hạn", "Tình trạng", "Đã đôn đốc")
    return tables.text_table(heads, rows)
