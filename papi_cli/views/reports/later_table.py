"""The table of a report on a period that was closed before: what was recorded since."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import Verdict
from papi_cli.text import day_text, minute_text
from papi_cli.views.agency_phrases import kind_noun
from papi_cli.views.grouping import group_by
from papi_cli.views.later_events import LaterChange, later_changes
from papi_cli.views.page import Table
from papi_cli.views.recording import event_words
from papi_cli.views.refusals import agency_name
from papi_cli.views.reports.phrases import full_agencies_phrase
from papi_cli.views.reports.snapshot import ReportBasis
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.reports.wording import day_range_words, item_words
from papi_cli.views.words import document_words, words_of_judgement


def later_table(basis: ReportBasis, *, agency: str | None = None) -> Table:
    """Return what came after the closing of the period, of an agency (id) or of all; no rows for an open period.

    Events of agencies of one kind about one item that changed the same share a row; those of communes whatever document
    each of them has.
    """
    plan, since = basis.plan, basis.closed_before
    heads = ("TT", agency_head(plan), "Nội dung", "Sự kiện", "Ghi nhận", "Tình trạng thay đổi")
    without = () if agency is None else (agency_head(plan),)
    if since is None or basis.period is None or not since.later:
        return text_table(heads, (), without=without)
    changes = later_changes(plan, basis.period, basis.events, since.closing, since.later)
    groups = group_by(
        (one for one in changes if agency in (None, one.event.agency)), lambda change: _facts(plan, change)
    )
    rows = [(str(number), *_cells(plan, group)) for number, group in enumerate(groups.values(), 1)]
    return text_table(heads, rows, without=without)


def _facts(plan: Plan, change: LaterChange) -> Hashable:
    """Return the facts of a row: changes with equal facts, and no others, share it."""
    event, target = change.event, change.target
    kind = plan.agencies[event.agency].kind if event.agency in plan.agencies else event.agency
    own = () if kind is AgencyKind.COMMUNE else (event.document, event.within, event.date, event.recorded.date())
    undone = (target.kind, target.date) if target else ()
    return event.item, kind, event.kind, event.until, undone, own, _change_words(change)


def _cells(plan: Plan, group: Sequence[LaterChange]) -> tuple[str, ...]:
    events = [change.event for change in group]
    first = events[0]
    agencies = [plan.agencies[event.agency] for event in events if event.agency in plan.agencies]
    item = plan.items.get(first.item)
    recorded = sorted(event.recorded.astimezone(plan.zone) for event in events)
    moments = dict.fromkeys(minute_text(moment) for moment in recorded)
    when = next(iter(moments)) if len(moments) == 1 else day_range_words(recorded[0].date(), recorded[-1].date())
    writers = {event.by for event in events}
    return (
        full_agencies_phrase(plan, agencies, item) if agencies else agency_name(plan, first.agency),
        item_words(plan, item) if item else first.item,
        _deed_words(plan, group),
        ", ".join(filter(None, (when, writers.pop() if len(writers) == 1 else ""))),
        _change_words(group[0]),
    )


def _deed_words(plan: Plan, group: Sequence[LaterChange]) -> str:
    """Return what a row records; of a retraction what it takes back, as an id says nothing on paper."""
    change, events = group[0], [change.event for change in group]
    if change.event.kind is EventKind.RETRACTED:
        undone = f" «{event_words(change.target)}», ngày {day_text(change.target.date)}" if change.target else ""
        return f"{change.event.kind.label}{undone}"
    documents = {document_words(event) for event in events}
    kind = plan.agencies[change.event.agency].kind if change.event.agency in plan.agencies else AgencyKind.BODY
    document = documents.pop() if len(documents) == 1 else f"văn bản của từng {kind_noun(plan, kind)}"
    days = sorted(event.date for event in events)
    return ", ".join(filter(None, (event_words(change.event), document, day_range_words(days[0], days[-1]))))


def _change_words(change: LaterChange) -> str:
    """Return the state before and after, with the last on-time days if these differ; how many days are left says nothing."""
    before, after = change.before, change.after
    with_days = before is not None and after is not None and before.last != after.last
    old, new = (_state_words(verdict, with_day=with_days) for verdict in (before, after))
    return "không đổi" if old == new else f"{old} → {new}"


def _state_words(verdict: Verdict | None, *, with_day: bool) -> str:
    if verdict is None:
        return "không có"
    label = words_of_judgement(verdict.state, awaits_anchor=verdict.obligation.item.awaits_anchor).label
    return f"{label} (hạn {day_text(verdict.last)})" if with_day and verdict.last else label
