"""Earlier plans, whose unfinished items a plan carries on."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.deadlines.model import Span


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


class Origin(NamedTuple):
    """Where a carried item comes from: its code in that plan, what was noted of it, and what took it up, "" for nothing."""

    plan: str
    code: str
    note: str
    taken_up: str
