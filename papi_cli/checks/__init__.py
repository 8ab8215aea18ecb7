"""The rules that span records: what a plan or a log that can be read may still have wrong. All are warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from papi_cli.checks import dates, errata, events, names, office
from papi_cli.checks.subject import Remark, Subject
from papi_cli.log.reading import Line
from papi_cli.plan.files.records import FILES
from papi_cli.plan.files.validation import unquoted
from papi_cli.plan.files.yamltext import Document
from papi_cli.plan.resolve.resolver import Resolved
from papi_cli.problems import Problem

__all__ = ["Subject", "check", "inspect"]

# Each is told the subject and yields what it finds, at its place; the docstring of each is the rule.
SENSE: tuple[Callable[[Subject], Iterator[Remark]], ...] = (
    dates.due_before_decision,
    dates.due_after_report,
    dates.due_on_day_off,
    dates.due_not_quoted,
    names.equal_tasks,
    names.other_spelling,
    office.component_unserved,
    office.group_without_members,
    office.decision_blank,
    office.readings_unconfirmed,
)


def check(subject: Subject) -> tuple[Problem, ...]:
    """Return every warning about plan and log, sorted by place; errata silence what is known of the source."""
    remarks = [remark for rule in SENSE for remark in rule(subject)]
    heard = [remark.problem for remark in remarks if not errata.silenced(subject, remark)]
    stale = errata.stale(subject, remarks)
    return tuple(sorted({*heard, *stale, *events.reviewed(subject)}))


def inspect(
    resolved: Resolved,
    documents: Mapping[str, Document],
    lines: tuple[Line, ...],
    evidence: Mapping[str, str | None],
) -> tuple[Problem, ...]:
    """Return all that is wrong with what `documents` and the log say, and, once there is a plan, with their sense.

    `evidence` gives the checksum of each file that an event names, None for one that is not there.
    """
    unquoted_ones = (problem for name, document in documents.items() for problem in unquoted(FILES[name], document))
    plain = (*resolved.problems, *unquoted_ones, *events.altered(lines), *events.evidence(lines, evidence))
    if resolved.plan is None:
        return plain
    return (*plain, *check(Subject(resolved.plan, resolved.records, resolved.documents, lines)))
