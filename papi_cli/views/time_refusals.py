"""Sentences about events of a day on which the item was not owed: not yet, not any more, or not by that agency."""

from __future__ import annotations

from datetime import date, timedelta

from papi_cli.log.rules import RefusedEvent
from papi_cli.log.soundness import RefusalReason, owed_between
from papi_cli.plan.model import Item, Plan
from papi_cli.text import day_text, join_words
from papi_cli.views.amended import amendment_name

_DAY = timedelta(days=1)
UNTIMELY = frozenset({RefusalReason.DROPPED, RefusalReason.NOT_YET_OWED, RefusalReason.NO_LONGER_OWED})


def untimely_words(plan: Plan, refused: RefusedEvent) -> tuple[str, str]:
    """Return what is wrong and what to do about an event of a day on which the agency did not owe the item."""
    event = refused.event
    item, agency = plan.items[event.item], plan.agencies[event.agency]
    if refused.reason is RefusalReason.DROPPED:
        return _dropped_words(plan, item)
    first, last = owed_between(item, agency)
    if refused.reason is RefusalReason.NO_LONGER_OWED:
        until = f" sau ngày {day_text(last)}" if last != date.max else ""
        return (
            f"{agency.name} không còn chịu trách nhiệm về {item.code}{until} và không có cơ quan nào tiếp nhận việc này.",
            "Việc xảy ra đến hết ngày ấy thì ghi với ngày của nó.",
        )
    if item.since is not None and event.date < item.since:
        return (
            f"{item.code} có trong kế hoạch từ ngày {day_text(item.since)}{_by(amendment_name(plan, item.added_by))}.",
            "Sửa lại ngày, hoặc ghi theo mã của nhiệm vụ mà việc ấy thuộc về.",
        )
    since = f" từ ngày {day_text(first)}" if first != date.min else ""
    before = _before(plan, item, agency.id, first)
    return (
        f"{agency.name} chịu trách nhiệm về {item.code}{since}, nên chưa có việc gì của ngày {day_text(event.date)}.",
        f"Việc trước đó thì ghi cho {before}." if before else "Sửa lại ngày hoặc cơ quan.",
    )


def _dropped_words(plan: Plan, item: Item) -> tuple[str, str]:
    since = f" từ ngày {day_text(item.dropped_on)}" if item.dropped_on else ""
    if item.origin is not None and item.origin.taken_up is not None:
        code = item.origin.taken_up.by
        return (
            f"{item.code} đã được kế hoạch này tiếp nhận ở {code}{since}.",
            f"Việc từ ngày ấy ghi theo mã {code}; việc xảy ra trước ngày ấy thì ghi với ngày của nó.",
        )
    return (
        f"{item.code} không còn trong kế hoạch{since}{_by(amendment_name(plan, item.dropped_by))}.",
        "Việc xảy ra trước ngày ấy thì ghi với ngày của nó; việc của nhiệm vụ khác thì ghi theo mã của nhiệm vụ ấy.",
    )


def _by(document: str) -> str:
    return f" theo {document}" if document else ""


def _before(plan: Plan, item: Item, agency: str, first: date) -> str:
    """Return the names of those from whom an agency took over the item on its first day."""
    return join_words(
        [plan.agencies[one.agency].name for one in item.former if agency in one.to and one.last + _DAY == first]
    )
