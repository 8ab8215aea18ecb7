"""The interpretations without a confirming document on which verdicts rest: for who writes a document, and its notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papi_cli.plan.model import Interpretation, Plan
from papi_cli.states import Flag, Verdict
from papi_cli.text import number_text, upper_first
from papi_cli.views.source_words import source_words, task_words
from papi_cli.views.words import UNCONFIRMED_NOTE


class Reading(NamedTuple):
    """An interpretation that no document confirms, and the verdicts among those asked about that rest on it."""

    interpretation: Interpretation
    verdicts: tuple[Verdict, ...]


def readings_of(verdicts: Iterable[Verdict]) -> tuple[Reading, ...]:
    """Return the unconfirmed interpretations on which `verdicts` rest, in the order in which these come to them.

    A verdict that rests on several is among the verdicts of each.
    """
    resting: dict[Interpretation, list[Verdict]] = {}
    for verdict in verdicts:
        for interpretation in verdict.obligation.unconfirmed_interpretations:
            resting.setdefault(interpretation, []).append(verdict)
    return tuple(Reading(interpretation, tuple(owed)) for interpretation, owed in resting.items())


def confirmed_only(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts that rest on no unconfirmed interpretation."""
    return tuple(verdict for verdict in verdicts if Flag.UNCONFIRMED not in verdict.flags)


def unmarked(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts without the flag for which documents mark a row: papers that go out carry no marks."""
    return tuple(verdict._replace(flags=verdict.flags - {Flag.UNCONFIRMED}) for verdict in verdicts)


def reading_words(plan: Plan, reading: Reading) -> str:
    """Return what is understood how, as a document says it: «số thứ tự 7 Phụ lục: Sở A và …».

    The interpretation of a group names what it is about itself.
    """
    code, text = reading.interpretation.belongs_to, " ".join(reading.interpretation.text.split())
    place = ""
    if code in plan.tasks:
        place = task_words(plan, plan.tasks[code])
    elif code not in plan.groups:
        place = source_words(plan, reading.verdicts[0].obligation.item)
    return f"{place}: {text}" if place else text


def readings_note(plan: Plan, verdicts: Iterable[Verdict]) -> str:
    """Return for the note under a table what its marked rows rest on: «* Theo cách hiểu chưa có văn bản xác nhận: …».

    "" where nothing is marked.
    """
    told = [reading_words(plan, reading).rstrip(".;") for reading in readings_of(verdicts)]
    return f"{UNCONFIRMED_NOTE.rstrip('.')}: {'; '.join(told)}." if told else ""


def readings_remark(readings: Sequence[Reading], *, paper: str) -> str:
    """Return for stderr which readings a document rests on, by their codes; `paper` is what it is, «công văn».

    «Công văn dựa vào 2 cách hiểu chưa có văn bản xác nhận:» and a line for each, or "" for none.
    """
    if not readings:
        return ""
    lines = [
        f"- {one.interpretation.belongs_to} ({number_text(len(one.verdicts))} đầu việc): "
        f"{' '.join(one.interpretation.text.split())}"
        for one in readings
    ]
    head = f"{upper_first(paper)} dựa vào {number_text(len(readings))} cách hiểu chưa có văn bản xác nhận:"
    return "\n".join((head, *lines))
