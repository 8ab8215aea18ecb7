"""`papi check`: rules that span records; their findings are warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from papi_cli.checks import (
    amendments,
    completeness,
    dates,
    errata,
    events,
    left_over,
    names,
    proofs,
    signs,
    unfinished,
    years,
)
from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.log.evidence import EvidenceFiles
from papi_cli.log.reading import LogLine
from papi_cli.plan.files.records import model_of
from papi_cli.plan.files.validation import unquoted_scalars
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.plan.resolve.resolver import Resolution
from papi_cli.problems import Problem

__all__ = ["all_problems"]

# Each rule's docstring states the rule.
RULES: tuple[Callable[[CheckContext], Iterator[CheckWarning]], ...] = (
    dates.due_before_document,
    dates.due_after_report,
    dates.due_outside_span,
    dates.due_on_day_off,
    dates.due_not_quoted,
    names.duplicate_tasks,
    names.spelling_variants,
    completeness.components_without_task,
    completeness.groups_without_members,
    completeness.document_incomplete,
    completeness.interpretations_unconfirmed,
    unfinished.plan_unfinished,
    unfinished.placeholders_left,
    left_over.dues_left_blank,
    left_over.words_of_an_earlier_plan,
    years.names_of_another_year,
    years.periods_outside_span,
    years.calendar_of_another_year,
    years.days_off_missing,
    amendments.days_of_amendments,
    amendments.amendments_resting_on_later,
)


def all_warnings(context: CheckContext) -> tuple[Problem, ...]:
    """Return all warnings about plan and log, sorted by place, without those that errata silence."""
    warnings = [warning for rule in RULES for warning in rule(context)]
    unsilenced = [warning.problem for warning in warnings if not errata.is_silenced(context, warning)]
    stale = errata.stale_erratum_warnings(context, warnings)
    return tuple(sorted({*unsilenced, *stale, *events.event_warnings(context)}))


def all_problems(
    resolved: Resolution,
    documents: Mapping[str, YamlDocument],
    lines: tuple[LogLine, ...],
    evidence: EvidenceFiles,
    *,
    now: datetime,
) -> tuple[Problem, ...]:
    """Return the problems of the documents and the log, and the warnings of all rules if there is a plan.

    `evidence` are the files that the events of the log name; what was recorded after `now` has another clock.
    """
    unquoted = (
        problem for name, document in documents.items() for problem in unquoted_scalars(model_of(name), document)
    )
    problems = (
        *resolved.problems,
        *unquoted,
        *proofs.evidence_warnings(lines, evidence),
        *proofs.line_end_warnings(lines, evidence),
        *events.future_recording_warnings(lines, now),
        *signs.forbidden_sign_warnings(lines),
        *signs.misleading_sign_warnings(documents.values()),
    )
    if resolved.plan is None:
        return problems
    today = now.astimezone(resolved.plan.zone).date()
    return (*problems, *all_warnings(CheckContext.of(resolved, today, lines)))
