"""How an agency tells of itself: what nothing is recorded of is for it to fill in, not «chưa ghi nhận»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papi_cli.plan.model import Plan, Task
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import PLACEHOLDER, count_text
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Table
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.plan_words import has_numbered_rows
from papi_cli.views.reports.since_cutoff import since_words
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import result_and_state, text_table
from papi_cli.views.reports.wording import corrected_text
from papi_cli.views.source_words import printed_number


def own_result_and_state(basis: ReportBasis, plan: Plan, group: Sequence[Verdict]) -> tuple[str, str]:
    """Return the cells «Kết quả» and «Tình trạng» of a row as the agency itself writes them.

    Of what nothing is recorded the result is a place to fill in, unless there is time left, and the state only says what
    the deadline does: whether it was delivered, the agency knows. What was delivered after the cut-off is told as such.
    """
    verdict = group[0]
    if Flag.UNRECORDED not in verdict.flags:
        return result_and_state(plan, group)
    if since := since_words(basis, group):
        return "", since
    match verdict.state:
        case State.OVERDUE:
            return PLACEHOLDER, f"quá hạn {count_text(verdict.days_late or 0)} ngày nếu chưa hoàn thành"
        case State.IN_TIME:
            left = f"còn {count_text(verdict.days_left)} ngày" if verdict.days_left else "đến ngày cuối của thời hạn"
            return "", f"trong hạn, {left}"
        case State.ONGOING:
            return PLACEHOLDER, "thực hiện thường xuyên"
        case _:
            return PLACEHOLDER, ""


def told_of(basis: ReportBasis, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return those of which something is recorded, by the day of writing: an agency reproaches itself with nothing else."""
    told = (verdict for verdict in verdicts if not _is_silent(basis, verdict))
    return tuple(verdict._replace(flags=verdict.flags - {Flag.UNRECORDED}) for verdict in told)


def to_fill_in(basis: ReportBasis, verdicts: Iterable[Verdict]) -> int:
    """Return of how many overdue obligations nothing is recorded by the day of writing: for the agency to fill in."""
    return sum(verdict.state is State.OVERDUE and _is_silent(basis, verdict) for verdict in verdicts)


def _is_silent(basis: ReportBasis, verdict: Verdict) -> bool:
    return Flag.UNRECORDED in verdict.flags and all(Flag.UNRECORDED in now.flags for now in basis.at_writing(verdict))


def cooperation_table(basis: ReportBasis, agency: str) -> Table:
    """Return the tasks in which an agency (id) cooperates, with who leads them, and a column for what it did."""
    plan = basis.tasks_plan
    rows = [
        (
            printed_number(task),
            corrected_text(plan, task.code, task.words),
            full_agencies_phrase(plan, [plan.agencies[id_] for id_ in task.lead]),
            PLACEHOLDER,
        )
        for task in _helped(basis, agency)
    ]
    heads = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Nội dung, kết quả phối hợp")
    without = () if has_numbered_rows(plan) else ("TT",)
    return text_table(heads, rows, without=without)._replace(form=heads)


def cooperation_numbers(basis: ReportBasis, agency: str) -> Table:
    """Return the same tasks in short, by section: their numbers, of one without a number its words."""
    plan = basis.tasks_plan
    by_section = group_by(_helped(basis, agency), lambda task: task.section)
    rows = [
        (
            section.number,
            section.heading,
            "; ".join(printed_number(task) or corrected_text(plan, task.code, task.words) for task in tasks),
        )
        for section, tasks in by_section.items()
    ]
    heads = (plan.words.section, "Nội dung", "Nhiệm vụ phối hợp (số thứ tự)")
    without = [head for index, head in enumerate(heads[:2]) if not any(row[index] for row in rows)]
    return text_table(heads, rows, without=without)._replace(form=heads)


def _helped(basis: ReportBasis, agency: str) -> list[Task]:
    return [task for task in basis.tasks_plan.tasks_on(basis.cutoff) if agency in task.cooperating]
