"""The lists in the body of an agency's report: what is overdue and what falls due next, a row for what recurs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from papi_cli.plan.model import Plan
from papi_cli.states import State, Verdict
from papi_cli.text import count_text
from papi_cli.views.grouping import group_by
from papi_cli.views.occurrences import near_only
from papi_cli.views.page import Table
from papi_cli.views.reports.since_cutoff import since_words
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import by_last_day, product_head, state_of_group, text_table, titled_source
from papi_cli.views.reports.time_words import product_words
from papi_cli.views.reports.wording import last_day_and_source, report_flag_facts, report_flag_words


def own_overdue_table(basis: ReportBasis, verdicts: Sequence[Verdict]) -> Table:
    """Return what an agency owes that is overdue, the oldest first, with what became of it since the cut-off."""
    rows = []
    for number, group in enumerate(_by_series(by_last_day(basis.plan, verdicts, State.OVERDUE)), 1):
        last, state = last_day_and_source(basis.plan, group[0]), state_of_group(group)
        if len(group) > 1:
            most = max(verdict.days_late or 0 for verdict in group)
            last, state = f"sớm nhất {last}", f"chưa hoàn thành, quá hạn nhiều nhất {count_text(most)} ngày"
        state = "; ".join(filter(None, (state, report_flag_words(group[0]), since_words(basis, group))))
        rows.append((str(number), _product(basis.plan, group), last, state))
    return text_table(("TT", f"{product_head(verdicts)}, báo cáo", "Thời hạn", "Tình trạng"), rows)


def _by_series(overdue: Sequence[Verdict]) -> Iterable[Sequence[Verdict]]:
    """Return the verdicts that share a row: the times of a series that are alike."""

    def facts(verdict: Verdict) -> Hashable:
        item = verdict.obligation.item
        return item.series, verdict.obligation.agency.id, report_flag_facts(verdict), item.occurrence is None

    return group_by(overdue, facts).values()


def own_coming_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return what an agency can still deliver in time, the next first; a column of notes only where there is a note."""
    near = near_only(by_last_day(plan, verdicts, State.IN_TIME))
    rows = []
    for number, verdict in enumerate(near.shown, 1):
        note = "; ".join(filter(None, (report_flag_words(verdict), near.words_beside([verdict]))))
        rows.append((str(number), last_day_and_source(plan, verdict), _product(plan, [verdict]), note))
    heads = ("TT", "Thời hạn", f"{product_head(verdicts)}, báo cáo", "Ghi chú")
    without = () if any(note for *_, note in rows) else ("Ghi chú",)
    return text_table(heads, rows, without=without)._replace(form=heads)


def _product(plan: Plan, group: Sequence[Verdict]) -> str:
    return product_words(plan, group) + titled_source(plan, group[0].obligation.item)
