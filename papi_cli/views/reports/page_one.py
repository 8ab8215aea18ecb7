"""What stands in a frame before the body of a summary, for who reads nothing else: facts of `views.highlights`, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from papi_cli.plan.choices import Does
from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.agency_phrases import communes_phrase, counted_agencies
from papi_cli.views.grouping import group_by
from papi_cli.views.highlights import Standing, Unsent, change_between, longest_overdue, standings, unsent
from papi_cli.views.page import Table
from papi_cli.views.reports.context import without_own_report
from papi_cli.views.reports.figures import extension_requests
from papi_cli.views.reports.phrases import agency_list, short_agencies_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import item_words, product_in_sentence

_FEW = 3
_MOST_NAMED = 12


class UnsentWords(NamedTuple):
    """A plan or report that is overdue: what is known of it, what it is, which times or day ("" if they differ), who owes it.

    `also` is the same of those of whom something else is known; its `when` is "" where it is no other.
    """

    state: str
    product: str
    when: str
    who: str
    also: tuple[UnsentWords, ...] = ()


class PageOne(NamedTuple):
    """The frame before the body.

    `longest` is what is overdue longest, a phrase each, late as of the cut-off like all tasks in the paper; `requests` how
    many extensions wait for an answer; `since` the day from which `changes` are counted up to the cut-off, "" where there
    is none. Both ends are judged alike, plans and reports too, so that the changes of periods that follow add up.
    """

    unsent: tuple[UnsentWords, ...]
    longest: tuple[str, ...]
    requests: int
    since: str
    changes: tuple[str, ...]
    chart: Table


def page_one(basis: ReportBasis, counted: Sequence[Verdict]) -> PageOne:
    """Return the frame of a summary; `counted` are the verdicts that it counts."""
    since = _earlier_day(basis)
    changes = () if since is None else _changes(basis, since)
    # What was delivered since the cut-off is nothing to press for.
    still = [verdict for verdict in counted if any(now.state is State.OVERDUE for now in basis.at_writing(verdict))]
    return PageOne(
        unsent=_unsent(basis.plan, unsent(counted)),
        longest=tuple(_longest(basis.plan, group) for group in longest_overdue(still)),
        requests=len(extension_requests(basis, counted)),
        since=day_text(since) if since and changes else "",
        changes=changes,
        chart=_chart(basis.plan, standings(counted)),
    )


def _changes(basis: ReportBasis, since: date) -> tuple[str, ...]:
    assert basis.period is not None
    ends = (basis.judged_on(since), basis.verdicts_at_cutoff)
    before, after = (without_own_report(basis.plan, verdicts, basis.period) for verdicts in ends)
    return change_between(before, after).words(count_text)


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


def _unsent(plan: Plan, all_: Sequence[Unsent]) -> tuple[UnsentWords, ...]:
    together = group_by(all_, lambda one: one.items[0].series).values()
    told = (list(_unsent_words(plan, group)) for group in together)
    return tuple(
        first._replace(also=tuple(one._replace(when="" if one.when == first.when else one.when) for one in others))
        for first, *others in told
    )


def _unsent_words(plan: Plan, group: Sequence[Unsent]) -> Iterator[UnsentWords]:
    """Yield what is known of a plan or report, by whom it is owed.

    Of what nothing is recorded nobody knows whether it was sent; and nobody waits to receive what is one's own.
    """
    item = group[0].items[0]
    sent = "ban hành" if item.does is Does.PLAN else "gửi"
    by_state: dict[str, list[Verdict]] = {"Chưa nhận được": [], f"Chưa {sent}": [], f"Chưa ghi nhận đã {sent}": []}
    not_received, not_sent, own = by_state.values()
    for one in group:
        for verdict in one.verdicts:
            is_own = verdict.obligation.agency.id == plan.coordinator
            (not_sent if not one.is_silent else own if is_own else not_received).append(verdict)
    recurs = sum(len(one.items) for one in group) > len(group)
    product = product_in_sentence(plan, item._replace(occurrence=None) if recurs else item)
    for state, verdicts in by_state.items():
        if verdicts:
            part = Unsent(tuple(verdicts), is_silent=verdicts is not not_sent)
            yield UnsentWords(state, product, part.when(count_text), _who(plan, part))


def _who(plan: Plan, one: Unsent) -> str:
    """Return who owes it: a few all by name, of many the communes counted, and the others where they are many too."""
    if len(one.agencies) <= _FEW:
        return agency_list(plan, one.agencies).names
    others = [agency for agency in one.agencies if agency.kind is not AgencyKind.COMMUNE]
    if len(others) <= _MOST_NAMED:
        return short_agencies_phrase(plan, one.agencies)
    communes = [agency for agency in one.agencies if agency.kind is AgencyKind.COMMUNE]
    return "; ".join(filter(None, (counted_agencies(others), short_agencies_phrase(plan, communes))))


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
