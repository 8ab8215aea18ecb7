"""The rules that span records: what a plan or a log that can be read may still have wrong. All are warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from papi_cli.checks import completeness, dates, errata, events, names
from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.log.reading import LogLine
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.validation import unquoted_scalars
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.plan.resolve.resolver import Resolution
from papi_cli.problems import Problem

__all__ = ["all_problems"]

# Each is told the subject and yields what it finds, at its place; the docstring of each is the rule.
RULES: tuple[Callable[[CheckContext], Iterator[CheckWarning]], ...] = (
    dates.due_before_decision,
    dates.due_after_report,
    dates.due_on_day_off,
    dates.due_not_quoted,
    names.duplicate_tasks,
    names.spelling_variants,
    completeness.components_without_task,
    completeness.groups_without_members,
    completeness.decision_incomplete,
    completeness.interpretations_unconfirmed,
)


def all_warnings(subject: CheckContext) -> tuple[Problem, ...]:
    """Return every warning about plan and log, sorted by place; errata silence what is known of the source."""
    remarks = [remark for rule in RULES for remark in rule(subject)]
    heard = [remark.problem for remark in remarks if not errata.is_silenced(subject, remark)]
    stale = errata.stale_erratum_warnings(subject, remarks)
    return tuple(sorted({*heard, *stale, *events.event_warnings(subject)}))


def all_problems(
    resolved: Resolution,
    documents: Mapping[str, YamlDocument],
    lines: tuple[LogLine, ...],
    evidence: Mapping[str, str | None],
) -> tuple[Problem, ...]:
    """Return all that is wrong with what `documents` and the log say, and, once there is a plan, with their sense.

    `evidence` gives the checksum of each file that an event names, None for one that is not there.
    """
    unquoted_ones = (
        problem for name, document in documents.items() for problem in unquoted_scalars(FILE_MODELS[name], document)
    )
    plain = (
        *resolved.problems,
        *unquoted_ones,
        *events.altered_line_warnings(lines),
        *events.evidence_warnings(lines, evidence),
    )
    if resolved.plan is None:
        return plain
    return (*plain, *all_warnings(CheckContext(resolved.plan, resolved.records, resolved.documents, lines)))
