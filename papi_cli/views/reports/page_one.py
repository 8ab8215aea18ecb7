"""What stands in a frame before the body of a summary, for who reads nothing else: facts of `views.highlights`, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import Flag, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.agency_phrases import communes_phrase, counted_agencies
from papi_cli.views.highlights import Standing, change_between, longest_overdue, standings, unsent
from papi_cli.views.page import Table
from papi_cli.views.reports.context import without_own_report
from papi_cli.views.reports.figures import extension_requests
from papi_cli.views.reports.phrases import AgencyList, agency_list, short_agencies_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import item_words, product_in_sentence


class Unsent(NamedTuple):
    """A plan or report that agencies owe and have not sent in time: what it is, its last day "" if they differ, who."""

    product: str
    last: str
    agencies: AgencyList


class PageOne(NamedTuple):
    """The frame before the body.

    `longest` is what is overdue longest, a phrase each; `requests` how many extensions wait for an answer; `since` the day
    from which `changes` are counted, "" where there is none. Who has not sent and what is longest overdue is told as of
    the day of writing, `changes` are those of the figures, up to the end of the data window.
    """

    unsent: tuple[Unsent, ...]
    longest: tuple[str, ...]
    requests: int
    since: str
    changes: tuple[str, ...]
    chart: Table


def page_one(basis: ReportBasis, counted: Sequence[Verdict], now: Sequence[Verdict]) -> PageOne:
    """Return the frame of a summary; `counted` are the verdicts that it counts, `now` the same of the day of writing."""
    since = _earlier_day(basis)
    changes = () if since is None else change_between(_counted_on(basis, since), counted).words(count_text)
    return PageOne(
        unsent=tuple(_unsent(basis.plan, group) for group in unsent(now)),
        longest=tuple(_longest(basis.plan, group) for group in longest_overdue(now)),
        requests=len(extension_requests(basis, counted)),
        since=day_text(since) if since and changes else "",
        changes=changes,
        chart=_chart(basis.plan, standings(counted)),
    )


def _counted_on(basis: ReportBasis, day: date) -> tuple[Verdict, ...]:
    assert basis.period is not None
    return without_own_report(basis.plan, basis.judged_on(day), basis.period)


def _earlier_day(basis: ReportBasis) -> date | None:
    """Return the last day of the period before, else the same day a month earlier; None before the plan's time."""
    assert basis.period is not None
    ends = [
        period.last
        for period in basis.plan.periods
        if period.has_data and period.last < basis.cutoff and period.id != basis.period.id
    ]
    day = max(ends, default=basis.cutoff - relativedelta(months=1))
    return day if day >= basis.plan.span.first else None


def _unsent(plan: Plan, group: Sequence[Verdict]) -> Unsent:
    days = {verdict.last for verdict in group}
    last = day_text(day) if len(days) == 1 and (day := days.pop()) else ""
    agencies = agency_list(plan, (verdict.obligation.agency for verdict in group))
    return Unsent(product_in_sentence(plan, group[0].obligation.item), last, agencies)


def _longest(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return a row of what is overdue longest: «Báo cáo kết quả (…), Sở Tư pháp: quá hạn 71 ngày, chưa ghi nhận kết quả»."""
    agencies = short_agencies_phrase(plan, (verdict.obligation.agency for verdict in group))
    # Of a row of which something is known of some, this is told in the body.
    silent = all(Flag.UNRECORDED in verdict.flags for verdict in group)
    late = f"quá hạn {count_text(group[0].days_late or 0)} ngày"
    state = f"{late}, chưa ghi nhận kết quả" if silent else late
    return f"{item_words(plan, group[0].obligation.item)}, {agencies}: {state}"


def _chart(plan: Plan, rows: Sequence[Standing]) -> Table:
    """Return the table that a chart is drawn from; its last column is empty."""
    heads = ("Đúng hạn", "Hoàn thành quá hạn", "Quá hạn", "Chưa ghi nhận", "Trong hạn", "Tỷ trọng")
    cells = ((_name(plan, row), *map(count_text, row.counts), "") for row in rows)
    return text_table((agency_head(plan), *heads), cells)


def _name(plan: Plan, row: Standing) -> str:
    if len(row.agencies) == 1:
        return row.agencies[0].name
    if row.agencies[0].kind is AgencyKind.COMMUNE:
        return communes_phrase(plan, count_text(len(row.agencies)))
    return f"{counted_agencies(row.agencies, count=count_text)} khác"
