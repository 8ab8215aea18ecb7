"""How an agency tells of itself: what nothing is recorded of is for it to fill in, not «chưa ghi nhận»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papi_cli.plan.model import Plan, Task
from papi_cli.plan.quotation import Section
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import PLACEHOLDER, count_text
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Row, Table
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.plan_words import has_numbered_rows
from papi_cli.views.reports.since_cutoff import since_words
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import grouped_table, result_and_state, text_table
from papi_cli.views.reports.task_tables import headings_of
from papi_cli.views.reports.wording import corrected_text
from papi_cli.views.source_words import printed_number
from papi_cli.views.words import state_and_request_words


def own_result_and_state(basis: ReportBasis, plan: Plan, group: Sequence[Verdict]) -> tuple[str, str]:
    """Return the cells «Kết quả» and «Tình trạng» of a row as the agency itself writes them.

    Of what `is_to_fill_in` the result is a place to fill in, unless there is time left, and the state only says what the
    deadline does: whether it was delivered, the agency knows. What was delivered after the cut-off is told as such.
    """
    verdict = group[0]
    since = since_words(basis, group)
    if verdict.state is State.IN_TIME:
        left = f"còn {count_text(verdict.days_left)} ngày" if verdict.days_left else "đến ngày cuối của thời hạn"
        return "", since or f"trong hạn, {left}"
    if since and Flag.UNRECORDED in verdict.flags:
        return "", since
    if not is_to_fill_in(basis, verdict):
        return result_and_state(plan, told_of(basis, group))
    match verdict.state:
        case State.OVERDUE:
            return PLACEHOLDER, f"quá hạn {count_text(verdict.days_late or 0)} ngày nếu chưa hoàn thành"
        case State.ONGOING:
            return PLACEHOLDER, "thực hiện thường xuyên"
        case _:
            return PLACEHOLDER, ""


def own_state_words(basis: ReportBasis, verdict: Verdict) -> str:
    """Return the state of an obligation as the agency itself says it, where there is no cell for the result."""
    if Flag.UNRECORDED in verdict.flags:
        result, state = own_result_and_state(basis, basis.plan, [verdict])
        return state or result
    return state_and_request_words(verdict, count_text)


def is_to_fill_in(basis: ReportBasis, verdict: Verdict) -> bool:
    """Return whether nothing is recorded of an obligation by the day of writing: how it stands, the agency has to say.

    Of what was put off since the cut-off, without any other record, the new deadline says enough.
    """
    silent = Flag.UNRECORDED in verdict.flags and all(Flag.UNRECORDED in now.flags for now in basis.at_writing(verdict))
    return silent and not since_words(basis, [verdict])


def told_of(basis: ReportBasis, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return those of which something is recorded, without the flag that nothing was by the cut-off."""
    told = (verdict for verdict in verdicts if not is_to_fill_in(basis, verdict))
    return tuple(verdict._replace(flags=verdict.flags - {Flag.UNRECORDED}) for verdict in told)


def overdue_to_fill_in(basis: ReportBasis, verdicts: Iterable[Verdict]) -> int:
    """Return how many overdue obligations the agency has to fill in."""
    return sum(verdict.state is State.OVERDUE and is_to_fill_in(basis, verdict) for verdict in verdicts)


def cooperation_table(basis: ReportBasis, agency: str) -> Table:
    """Return the tasks in which an agency (id) cooperates under their headings: who leads them, and a column for what it did."""
    plan = basis.tasks_plan
    rows: list[Row] = []
    above: tuple[Section, ...] = ()
    for task in _helped(basis, agency):
        headings = headings_of(plan, task.section)
        opened = (one for one in headings if one.path and one not in above)
        rows += [Row((one.number, one.heading, "", ""), is_heading=True) for one in opened]
        above = headings
        leads = full_agencies_phrase(plan, [plan.agencies[id_] for id_ in task.lead])
        rows.append(Row((printed_number(task), corrected_text(plan, task.code, task.words), leads, PLACEHOLDER)))
    heads = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Nội dung, kết quả phối hợp")
    without = () if has_numbered_rows(plan) else ("TT",)
    return grouped_table(heads, rows, without=without)._replace(form=heads)


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
    heads = (plan.words.section, "Nội dung", f"Nhiệm vụ phối hợp{' (số thứ tự)' if has_numbered_rows(plan) else ''}")
    without = [head for index, head in enumerate(heads[:2]) if not any(row[index] for row in rows)]
    return text_table(heads, rows, without=without)._replace(form=heads)


def _helped(basis: ReportBasis, agency: str) -> list[Task]:
    return [task for task in basis.tasks_plan.tasks_on(basis.cutoff) if agency in task.cooperating]
