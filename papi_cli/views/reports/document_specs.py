"""The documents: the template, the issuer and the context of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, ItemKind
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text_or, join_words
from papi_cli.views.agency_phrases import everyone_noun
from papi_cli.views.obligations import binding_only, requested_only
from papi_cli.views.readings import readings_note, unmarked
from papi_cli.views.reports import context, tables
from papi_cli.views.reports.brief_lists import brief_coming, brief_overdue_table
from papi_cli.views.reports.earlier_work import earlier_work
from papi_cli.views.reports.figure_table import agencies_table, parts_table
from papi_cli.views.reports.figures import (
    assigned,
    extension_requests,
    figures,
    reminders_by_day,
    sent_reminders,
)
from papi_cli.views.reports.gathered_tasks import gathered_tasks_table
from papi_cli.views.reports.later_table import later_table
from papi_cli.views.reports.letter_parts import DocumentPart, fewest_reminders, parts_context
from papi_cli.views.reports.letterhead import IssueDetails, Letterhead, letterhead
from papi_cli.views.reports.page_one import page_one
from papi_cli.views.reports.phrases import addressee_lines, addressee_list, agency_list, heads_phrase
from papi_cli.views.reports.plan_words import cited_context
from papi_cli.views.reports.result_parts import result_parts
from papi_cli.views.reports.since_cutoff import between_table, delivered_since, since_words
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.submissions import duty_matrix_table
from papi_cli.views.source_words import source_words


class DocumentSpec(NamedTuple):
    """A document to be rendered.

    `kind` is summary, agency, tasks or reminder; `name` names its file (a slug); `agency` issues it; `verdicts` are
    those that it rests on. `parts` are those of a letter, one for each plan that it is about.
    """

    kind: str
    name: str
    template: str
    agency: Agency
    context: Mapping[str, Any]
    verdicts: tuple[Verdict, ...]
    parts: tuple[DocumentPart, ...] = ()

    @property
    def head(self) -> Letterhead:
        """The head and foot of the document, which every context has."""
        head = self.context["head"]
        assert isinstance(head, Letterhead)
        return head


def summary_report(basis: ReportBasis, issue: IssueDetails) -> DocumentSpec:
    """Return the coordinator's summary of a period for the People's Committee of the province."""
    plan, period = basis.plan, basis.period
    assert period is not None
    agency = plan.agencies[plan.coordinator]
    head = letterhead(agency, issue, kind="BC", year=basis.as_of.year)
    verdicts = basis.verdicts
    counted = context.without_own_report(plan, verdicts, period)
    now = context.without_own_report(plan, basis.verdicts_at_writing, period)
    tasks = basis.verdicts_of(kind=ItemKind.TASK)
    asked = requested_only(verdicts)
    letters, parts = sent_reminders(basis), result_parts(basis.tasks_plan, tasks)
    asked_items = {verdict.obligation.item.code: verdict.obligation.item for verdict in asked}.values()
    return DocumentSpec(
        kind="summary",
        name="tong-hop",
        template="summary.md.j2",
        agency=agency,
        context={
            **context.base_context(basis, agency, head, verdicts),
            **_duty_context(basis, verdicts),
            **_result_context(basis, counted, now),
            "page_one": page_one(basis, counted),
            "recorded_later": later_table(basis),
            "earlier": earlier_work(plan, basis.carried, with_agencies=True),
            "letters": letters,
            "letter_days": reminders_by_day(letters),
            "parts": parts,
            "part_figures": parts_table(parts),
            "by_index": bool(plan.indices),
            "task_figures": figures(tasks),
            "tasks": len(basis.tasks_plan.tasks_on(basis.cutoff)),
            "products": assigned(tasks).products,
            "split": assigned(tasks).split,
            "leads": agency_list(plan, (verdict.obligation.agency for verdict in binding_only(tasks))),
            "asked": tables.requested_table(plan, asked),
            "asked_bodies": agency_list(plan, (verdict.obligation.agency for verdict in asked)),
            "asked_cited": join_words(
                list(dict.fromkeys(filter(None, (source_words(plan, item) for item in asked_items))))
            ),
            "sections": plan.report_sections,
            "score_name": plan.score_name,
            "scores": tables.scores_table(plan),
            "score_sources": tuple(scores.source for scores in plan.scores),
            "annex_agencies": agencies_table(plan, counted),
            "annex_tasks": gathered_tasks_table(basis.tasks_plan, tasks),
            "unconfirmed": readings_note(basis.tasks_plan, binding_only(tasks)),
            "unconfirmed_duties": readings_note(plan, binding_only(basis.verdicts_of(kind=ItemKind.DUTY))),
        },
        verdicts=(*verdicts, *basis.carried),
    )


def _duty_context(basis: ReportBasis, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return the outcome of the duties to issue a plan and to report; the coordinator's own report is left out."""
    plan, period = basis.plan, basis.period
    assert period is not None
    reports = context.report_duty_codes(plan, period)
    others = [verdict for verdict in verdicts if verdict.obligation.agency.id != plan.coordinator]
    left = duty_matrix_table(plan, verdicts, merged=reports, window=(period.first, basis.as_of))
    return {
        "plan_duties": context.duty_outcomes(plan, verdicts, context.plan_duty_codes(plan, period)),
        "report_duties": context.duty_outcomes(plan, others, reports),
        "own_report": any(plan.coordinator in plan.items[code].agencies for code in reports),
        "annex_submissions": left.table,
        "submissions_in_order": left.in_order,
    }


def _result_context(basis: ReportBasis, verdicts: Sequence[Verdict], now: Sequence[Verdict]) -> dict[str, Any]:
    """Return what a summary assesses: figures, what is overdue, due next, requested and delivered after the window.

    The cut-off rules results (`verdicts`); what is still to be done is told from the day of writing on (`now`).
    """
    plan, period = basis.plan, basis.period
    assert period is not None
    overdue = [verdict for verdict in binding_only(verdicts) if verdict.state is State.OVERDUE]
    coming = brief_coming(plan, period, now)
    return {
        "figures": figures(verdicts),
        "figures_now": figures(now),
        "overdue": brief_overdue_table(plan, verdicts, since=partial(since_words, basis)),
        "delivered_since": delivered_since(basis, verdicts),
        "between": between_table(basis, verdicts, now, with_agencies=True),
        "overdue_agencies": agency_list(plan, (verdict.obligation.agency for verdict in overdue)),
        "coming": coming.table,
        "coming_until": day_text_or(coming.until, ""),
        "coming_after": coming.after,
        "requests": tables.extension_requests_table(plan, extension_requests(basis, verdicts), with_agencies=True),
        "after_window": context.after_window_days(basis),
        "later": context.after_window_words(basis, verdicts),
    }


@dataclass(frozen=True, slots=True)
class ReminderOptions:
    """What a letter is about: work due `soon`, else overdue work; `reply_by` is the last day to answer, or None.

    `head_of` is the agency under whose head it goes out, None for the coordinator as the plan itself has it. `checked`:
    the mail that came in was looked through, so that nothing asks for it.
    """

    soon: bool
    reply_by: date | None
    head_of: Agency | None = None
    checked: bool = False


def verdicts_to_remind(basis: ReportBasis, *, soon: bool) -> tuple[Verdict, ...]:
    """Return the verdicts for letters: overdue (or due `soon`), binding, not submitted, of agencies to write to."""
    return tuple(
        verdict
        for verdict in pressing_verdicts(basis, soon=soon)
        if verdict.obligation.agency.id != basis.plan.coordinator and not verdict.obligation.agency.is_open_group
    )


def pressing_verdicts(basis: ReportBasis, *, soon: bool) -> tuple[Verdict, ...]:
    """Return the verdicts that are overdue (or due `soon`), binding and not submitted, whoever owes them."""
    return tuple(
        verdict
        for verdict in binding_only(basis.verdicts)
        if Flag.SUBMITTED not in verdict.flags
        and (Flag.DUE_SOON in verdict.flags if soon else verdict.state is State.OVERDUE)
    )


def reminder_letter(parts: Sequence[DocumentPart], options: ReminderOptions, issue: IssueDetails) -> DocumentSpec:
    """Return the letter about some of `verdicts_to_remind` of each plan to the agencies that owe them.

    There is a part for each plan, with at least one of them. All have one coordinator; the words of the letter are those
    of the first.
    """
    basis, verdicts = parts[0].basis, [verdict for part in parts for verdict in part.verdicts]
    plan = basis.plan
    agency = plan.agencies[plan.coordinator]
    head = letterhead(options.head_of or agency, issue, kind="", year=basis.as_of.year)
    everyone = [(part.addressed(verdict), verdict) for part in parts for verdict in part.verdicts]
    owing = sorted({addressed for addressed, _ in everyone}, key=lambda addressed: addressed.order)
    return DocumentSpec(
        kind="reminder",
        name=owing[0].id if len(owing) == 1 else "cong-van",
        template="reminder.md.j2",
        agency=agency,
        context={
            **context.base_context(basis, agency, head, unmarked(verdicts)),
            "cited": cited_context(plan, {verdict.obligation.agency.id for verdict in parts[0].verdicts}),
            "soon": options.soon,
            "reply_by": day_text_or(options.reply_by, ""),
            "due_soon_days": max(part.basis.plan.due_soon_days for part in parts),
            "number_of_letter": min(map(fewest_reminders, parts)) + 1,
            "everyone": everyone_noun(owing),
            "heads": heads_phrase(plan, owing),
            "whom": addressee_list(plan, owing),
            "addressees": addressee_lines(plan, owing),
            "figures": figures(verdicts),
            "silent": agency_list(
                plan, (addressed for addressed, verdict in everyone if Flag.UNRECORDED in verdict.flags)
            ),
            "checked": options.checked,
            **parts_context(parts, agency, head),
        },
        verdicts=tuple(verdicts),
        parts=tuple(parts),
    )
