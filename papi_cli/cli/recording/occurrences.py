"""Which occurrence of a series is meant, where only the series was named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from papi_cli.cli.prompts import ask_choice, is_interactive
from papi_cli.cli.recording.session import Session
from papi_cli.plan.model import Item
from papi_cli.problems import Misuse
from papi_cli.states import Verdict, judge
from papi_cli.text import day_text, number_text
from papi_cli.views.agency_phrases import phrases_by_kind
from papi_cli.views.words import state_words

_MOST_SHOWN = 12


def choose_occurrence(session: Session, items: Sequence[Item], agencies: Collection[str]) -> Item:
    """Return the one of the occurrences `items` of a series that somebody chooses at a terminal, the earliest open first.

    Open is what one of the `agencies`, or of all where none is named, has still to deliver. Raises Misuse, with the
    commands to type, where nobody can be asked.
    """
    states = judge(session.plan, session.recorder.journal.events(), as_of=session.today, known_at=None)
    owed: dict[str, list[Verdict]] = {item.code: [] for item in items}
    for verdict in states.verdicts:
        code, agency = verdict.obligation.item.code, verdict.obligation.agency.id
        if code in owed and verdict.state.is_pending and (not agencies or agency in agencies):
            owed[code].append(verdict)
    opened = sorted((item for item in items if owed[item.code]), key=_day_of)
    shown = (opened or sorted(items, key=_day_of, reverse=True))[:_MOST_SHOWN]
    lines = [_line(session, item, owed[item.code]) for item in shown]
    series = items[0].series
    if is_interactive():
        return shown[ask_choice(f"{series} có {number_text(len(items))} lần. Ghi cho lần nào", lines)]
    commands = "\n".join(f"  papi record {item.code} …   ({line})" for item, line in zip(shown, lines, strict=True))
    more = f"\n  … và {number_text(len(opened) - len(shown))} lần sau" if len(opened) > len(shown) else ""
    what = "Các lần chưa hoàn thành" if opened else "Mọi lần đều đã hoàn thành hoặc không còn theo dõi; các lần ấy"
    raise Misuse(
        f"«{series}» là việc định kỳ, có {number_text(len(items))} lần: ghi rõ lần nào. {what}:\n{commands}{more}"
    )


def _day_of(item: Item) -> date:
    return item.due.last if item.due and item.due.last else date.max


def _line(session: Session, item: Item, owed: Sequence[Verdict]) -> str:
    """Return the name of an occurrence with its last on-time day, and how it stands with one agency or how many owe it."""
    name = item.occurrence_name or "thực hiện một lần"
    day = f"hạn {day_text(_day_of(item))}" if item.due and item.due.last else "thường xuyên"
    if len(owed) == 1:
        return f"{name}, {day}, {state_words(owed[0])}"
    if owed:
        agencies = phrases_by_kind(session.plan, [verdict.obligation.agency for verdict in owed])
        return f"{name}, {day}, còn {'; '.join(agencies)}"
    return f"{name}, {day}"
