"""From which day a term counts, by which document, and until when: a line for those of whom the same is true."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from papi_cli.deadlines.anchored import deadline_from
from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Plan
from papi_cli.states import States, Verdict
from papi_cli.text import day_text, day_text_or, iso_day, join_words, upper_first, weekday_and_day_text
from papi_cli.views.agency_phrases import phrases_by_kind
from papi_cli.views.days_off import day_off_lines
from papi_cli.views.grouping import group_by
from papi_cli.views.words import NO_ANCHOR_YET, document_words

_NO_DAY_YET = f"{NO_ANCHOR_YET}, nên chưa có ngày cuối cùng và chưa tính quá hạn"


def anchor_lines(states: States, item: Item) -> tuple[str, ...]:
    """Return from which day the term of an item counts for whom; () for an item whose phrase tells its last day."""
    if not item.awaits_anchor:
        return ()
    verdicts = [verdict for verdict in states.verdicts if verdict.obligation.item is item]
    groups = group_by(verdicts, _facts).values()
    source = _source_line(item)
    return (*source, *(_line(states.plan, group, alone=len(groups) == 1) for group in groups))


def phrase_lines(due: Deadline) -> tuple[str, ...]:
    """Return what is said of a phrase that no item has: that its anchor is not known."""
    return (f"{upper_first(_NO_DAY_YET)}.",) if due.kind.awaits_anchor else ()


def anchors_json(states: States, item: Item) -> list[dict[str, Any]]:
    """Return the anchor of each agency that has one, with the last on-time day that follows from it."""
    return [
        {
            "agency": verdict.obligation.agency.id,
            "item": verdict.anchor.item,
            "on": verdict.anchor.date.isoformat(),
            "document": verdict.anchor.document or None,
            "last": iso_day(verdict.original),
        }
        for verdict in states.verdicts
        if verdict.obligation.item is item and verdict.anchor is not None
    ]


def _source_line(item: Item) -> tuple[str, ...]:
    return (f"Mốc tính theo kế hoạch: khi hoàn thành {item.anchor}.",) if item.anchor else ()


def _facts(verdict: Verdict) -> Hashable:
    anchor = verdict.anchor
    if anchor is None:
        return ()
    whose = anchor.agency if anchor.item != verdict.obligation.item.code else ""
    return anchor.date, anchor.item, whose, document_words(anchor), verdict.original


def _line(plan: Plan, group: Sequence[Verdict], *, alone: bool) -> str:
    """Return the line of obligations with equal facts; `alone`: there are no others of the item."""
    anchor, last = group[0].anchor, group[0].original
    who = "" if alone else join_words(phrases_by_kind(plan, [verdict.obligation.agency for verdict in group]))
    if anchor is None:
        return f"{who}: {_NO_DAY_YET}." if who else f"{upper_first(_NO_DAY_YET)}."
    from_day = f"tính từ ngày {day_text(anchor.date)}"
    if anchor.item != group[0].obligation.item.code:
        from_day += f", khi {plan.agencies[anchor.agency].name} hoàn thành {anchor.item}"
    document = f" ({words})" if (words := document_words(anchor)) else ""
    until = f"; ngày cuối cùng đúng hạn: {weekday_and_day_text(last)}" if last else ""
    line = f"{who}: {from_day}{document}{until}." if who else f"{upper_first(from_day)}{document}{until}."
    return " ".join((line, *_moved_or_off(plan, group[0].obligation.item, anchor)))


def _moved_or_off(plan: Plan, item: Item, anchor: Event) -> tuple[str, ...]:
    """Return how a term that ends on a day off was moved, or why it was not; of a day that a document sets, that it is off."""
    if item.due is None:
        return ()
    if item.due.term is None:
        reason = plan.calendar.off_reason(anchor.until) if anchor.until else ""
        return (f"Ngày {day_text_or(anchor.until, '')} là ngày nghỉ ({reason}).",) if reason else ()
    steps = len(item.due.steps) + 1
    due = deadline_from(item.due, anchor.date, item.roll, plan.calendar)
    return (*(step.sentence for step in due.steps[steps:]), *day_off_lines(plan, due))
