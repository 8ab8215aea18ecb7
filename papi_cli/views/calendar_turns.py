"""What calendars had before items were dropped, taken up or given to others: it stays in them, as cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Plan
from papi_cli.states import States, judge
from papi_cli.text import day_text, upper_first
from papi_cli.views.agency_phrases import agencies_phrase
from papi_cli.views.amended import amendment_name
from papi_cli.views.source_words import taken_up_words

_DAY = timedelta(days=1)


class Before(NamedTuple):
    """The states of the day before a turn, of the items that turned (by code) and of what their days depend on."""

    states: States
    codes: frozenset[str]


def turn_days(item: Item) -> tuple[date, ...]:
    """Return the days, in order, from which on other agencies owe an item, or none."""
    handed_on = {handover.last + _DAY for handover in item.former}
    return tuple(sorted(handed_on | {joining.first for joining in item.joined}))


def states_before_turns(states: States, events: Sequence[Event]) -> Iterator[Before]:
    """Yield the states before each turn up to the day of `states`, the newest first; nothing of a plan without any."""
    plan = states.plan
    turned: dict[date, set[str]] = {}
    for item in plan.items.values():
        for day in turn_days(item) if item.former or item.joined else ():
            if day <= states.as_of:
                turned.setdefault(day, set()).add(item.code)
    for day in sorted(turned, reverse=True):
        # The rest of the plan would be judged once more for each of its turns.
        items = _with_what_they_count_from(plan, turned[day])
        told = [event for event in events if event.item in items]
        yield Before(judge(replace(plan, items=items), told, as_of=day - _DAY, known_at=None), frozenset(turned[day]))


def _with_what_they_count_from(plan: Plan, turned: AbstractSet[str]) -> Mapping[str, Item]:
    codes, waiting = set(turned), list(turned)
    while waiting:
        item = plan.items[waiting.pop()]
        others = {code for code in (item.anchor, item.follows) if code is not None and code in plan.items} - codes
        codes |= others
        waiting.extend(others)
    return {code: item for code, item in plan.items.items() if code in codes}


def turned_words(now: States, item: Item, day: date) -> tuple[str, str]:
    """Return the head and the sentence for an entry of before `day`, on which other agencies came to owe the item, or none."""
    if item.dropped_on is not None:
        if taken_up := taken_up_words(item):
            return "Đã chuyển sang việc khác", f"{upper_first(taken_up)}."
        document = amendment_name(now.plan, item.dropped_by)
        by = f", theo {document}" if document else ""
        return "Không còn trong kế hoạch", f"Không còn trong kế hoạch từ ngày {day_text(item.dropped_on)}{by}."
    owing = [one.obligation.agency for one in now.verdicts if one.obligation.item.code == item.code]
    there = [agency for agency in owing if agency.id in item.agencies]
    if not there:
        return "Không còn hạn", f"Từ ngày {day_text(day)} không còn cơ quan nào phải thực hiện."
    return "Đã đổi cơ quan thực hiện", f"Từ ngày {day_text(day)}, thực hiện: {agencies_phrase(now.plan, there)}."
