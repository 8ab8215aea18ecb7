"""Earlier plans, whose unfinished items a plan carries on."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papi_cli.deadlines.model import Span
from papi_cli.plan.choices import KnownEvent


class EarlierPlan(NamedTuple):
    """A plan before this one; the codes of the items that are carried over from it begin with its `id` and a slash.

    `document` are the words that cite what issued it, "" where they are not known.
    """

    id: str
    title: str
    short_name: str
    document: str
    span: Span

    @property
    def heading(self) -> str:
        """Under which lists put what is carried over from it."""
        return f"Chuyển tiếp từ {self.short_name}"


class KnownFact(NamedTuple):
    """What the log of an earlier plan told of an item on a day, of these agencies; () for all that owe it."""

    event: KnownEvent
    day: date
    agencies: tuple[str, ...] = ()
    document: str = ""
    until: date | None = None
    note: str = ""


class TakenUp(NamedTuple):
    """The code of the item by which another one is taken up, and the first day on which what is open is owed there."""

    by: str
    since: date


class Origin(NamedTuple):
    """Where a carried item comes from: its code in that plan, how letters `cited` it there, what was noted and recorded of it.

    `taken_up` tells what in this plan takes it up, also before that day; None for nothing.
    """

    plan: str
    code: str
    note: str
    taken_up: TakenUp | None
    known: tuple[KnownFact, ...] = ()
    cited: str = ""
