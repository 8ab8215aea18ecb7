"""The table of a report on a period that was closed before: what was recorded since."""

from __future__ import annotations

from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Plan
from papi_cli.states import Verdict
from papi_cli.text import day_text, minute_text
from papi_cli.views.later_events import LaterChange, later_changes
from papi_cli.views.page import Table
from papi_cli.views.recording import event_words
from papi_cli.views.refusals import agency_name
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import item_words
from papi_cli.views.words import document_words, words_of_judgement


def later_table(basis: ReportBasis, *, agency: str | None = None) -> Table:
    """Return what came after the closing of the period, of an agency (id) or of all; no rows for an open period."""
    plan, since = basis.plan, basis.closed_before
    heads = ("TT", agency_head(plan), "Nội dung", "Sự kiện", "Ghi nhận", "Tình trạng thay đổi")
    without = () if agency is None else (agency_head(plan),)
    if since is None or basis.period is None or not since.later:
        return text_table(heads, (), without=without)
    changes = later_changes(plan, basis.period, basis.events, since.closing, since.later)
    rows = [
        (str(number), *_cells(plan, change))
        for number, change in enumerate((one for one in changes if agency in (None, one.event.agency)), 1)
    ]
    return text_table(heads, rows, without=without)


def _cells(plan: Plan, change: LaterChange) -> tuple[str, ...]:
    event = change.event
    item = plan.items.get(event.item)
    # The id of what is retracted says nothing on paper.
    deed = event.kind.label if event.kind is EventKind.RETRACTED else event_words(event)
    recorded = minute_text(event.recorded.astimezone(plan.zone))
    return (
        agency_name(plan, event.agency),
        item_words(plan, item) if item else event.item,
        ", ".join(filter(None, (deed, document_words(event), f"ngày {day_text(event.date)}"))),
        ", ".join(filter(None, (recorded, event.by))),
        _change_words(change.before, change.after),
    )


def _change_words(before: Verdict | None, after: Verdict | None) -> str:
    """Return the state before and after, with the last on-time days if these differ; how many days are left says nothing."""
    with_days = before is not None and after is not None and before.last != after.last
    old, new = (_state_words(verdict, with_day=with_days) for verdict in (before, after))
    return "không đổi" if old == new else f"{old} → {new}"


def _state_words(verdict: Verdict | None, *, with_day: bool) -> str:
    if verdict is None:
        return "không có"
    label = words_of_judgement(verdict.state, awaits_anchor=verdict.obligation.item.awaits_anchor).label
    return f"{label} (hạn {day_text(verdict.last)})" if with_day and verdict.last else label
