"""The last on-time days as calendar entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.states import State, States, Verdict
from papi_cli.text import day_text, weekday_text
from papi_cli.views.agency_phrases import agencies_phrase
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.words import (
    STATE_WORDS,
    UNCONFIRMED_MARK,
    UNCONFIRMED_NOTE,
    flag_facts,
    state_and_flag_words,
    state_facts,
)


class CalendarEntry(NamedTuple):
    """An all-day entry. `name` identifies it over time; `remind` is whether anything is still to be delivered."""

    name: str
    day: date
    summary: str
    text: str
    remind: bool


def calendar_entries(states: States, selection: Selection) -> tuple[CalendarEntry, ...]:
    """Return an entry for each selected item and last on-time day, in order of days; waived obligations have none.

    The agencies that owe an item on the same day share an entry. It is named after the day, so an extension makes a
    new one; where only one agency is asked about, it is named after the agency and an extension moves it.
    """
    dated = [
        (verdict.last, verdict)
        for verdict in select_verdicts(states, selection)
        if verdict.last is not None and verdict.state is not State.WAIVED
    ]
    groups = group_by(dated, lambda pair: (pair[0], pair[1].obligation.item.code))
    in_order = sorted(groups.items(), key=lambda group: group[0][0])
    return tuple(_entry(states, selection, day, [verdict for _, verdict in group]) for (day, _), group in in_order)


def _entry(states: States, selection: Selection, day: date, group: Sequence[Verdict]) -> CalendarEntry:
    item = group[0].obligation.item
    unsettled = [verdict for verdict in group if verdict.state.is_pending]
    sign = STATE_WORDS[(unsettled or group)[0].state].sign
    asked_about = [id_ for id_ in item.agencies if not selection.agencies or id_ in selection.agencies]
    which = asked_about[0] if len(asked_about) == 1 else day.isoformat()
    mark = UNCONFIRMED_MARK if any(verdict.obligation.unconfirmed_interpretations for verdict in group) else ""
    lines = [
        item.title,
        f"Sản phẩm: {item.product}{mark}",
        f"Thời hạn ghi trong Quyết định: {item.due.phrase}" if item.due else "",
        f"Ngày cuối cùng đúng hạn: {weekday_text(day)}, {day_text(day)}",
        *_states(states, group),
        f"(tính đến ngày {day_text(states.as_of)})",
        UNCONFIRMED_NOTE if mark else "",
    ]
    return CalendarEntry(
        name=f"{states.plan.year}/{item.code}/{which}",
        day=day,
        summary=f"{sign} Hạn cuối {item.code}: {item.product}",
        text="\n".join(line for line in lines if line),
        remind=bool(unsettled),
    )


def _states(states: States, group: Sequence[Verdict]) -> list[str]:
    """Return a line for each kind of agency and each state that occurs."""
    alike = group_by(group, lambda verdict: (verdict.obligation.agency.kind, state_facts(verdict), flag_facts(verdict)))
    requested = " (đề nghị)" if group[0].obligation.item.asked else ""
    return [
        f"{agencies_phrase(states.plan, [verdict.obligation.agency for verdict in verdicts])}{requested}: "
        f"{state_and_flag_words(verdicts[0])}"
        for verdicts in alike.values()
    ]
