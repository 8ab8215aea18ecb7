"""What recurs, in lists: the occurrences that a list leaves out until they come near, and the line that says so.

The rule, for every list that would show all occurrences of a series (papi_cli/README.md, Occurrences): of what one
agency owes, the next one in time stands there, and everything that is past, overdue, delivered or spoken of in the log;
the later ones do not. Whoever names items, or asks for every row, has all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Page, Paragraph


class Near(NamedTuple):
    """The verdicts that a list shows, in their order, and the `later` ones, which it leaves out."""

    shown: tuple[Verdict, ...]
    later: tuple[Verdict, ...] = ()

    @property
    def sentence(self) -> str:
        """How many are left out, and until when; "" for none."""
        days = [verdict.last for verdict in self.later if verdict.last is not None]
        if not days:
            return ""
        return (
            f"Chưa liệt kê {count_text(len(days))} trách nhiệm của các lần sau lần kế tiếp (việc định kỳ, đến ngày "
            f"{day_text(max(days))})."
        )

    def note(self, how: str) -> Page:
        """Return the sentence as a block, with `how` to see them all; nothing if none is left out."""
        return (Paragraph(f"{self.sentence} {how}", quiet=True),) if self.later else ()


SHOW_ALL = "Liệt kê đủ: --all."


def near_only(verdicts: Sequence[Verdict]) -> Near:
    """Return the verdicts without the occurrences that are later than the next one and of which nothing is recorded."""
    upcoming = [verdict for verdict in verdicts if _is_upcoming(verdict)]
    if not upcoming:
        return Near(tuple(verdicts))
    following: dict[tuple[str, str], tuple[str, str]] = {}
    for verdict in sorted(upcoming, key=lambda verdict: verdict.last or date.max):
        following.setdefault(_series_of(verdict), _identity(verdict))
    later = [
        verdict
        for verdict in upcoming
        if Flag.UNRECORDED in verdict.flags and following[_series_of(verdict)] != _identity(verdict)
    ]
    left_out = set(map(_identity, later))
    return Near(tuple(verdict for verdict in verdicts if _identity(verdict) not in left_out), tuple(later))


def near_unless_named(verdicts: Sequence[Verdict], selection: Selection, *, spread: bool = False) -> Near:
    """Return what `near_only` does, but all verdicts where items are named, or each row was asked for by `spread`."""
    return Near(tuple(verdicts)) if selection.items or spread else near_only(verdicts)


def _is_upcoming(verdict: Verdict) -> bool:
    return verdict.obligation.item.occurrence is not None and verdict.state is State.IN_TIME


def _series_of(verdict: Verdict) -> tuple[str, str]:
    return verdict.obligation.item.series, verdict.obligation.agency.id


def _identity(verdict: Verdict) -> tuple[str, str]:
    return verdict.obligation.item.code, verdict.obligation.agency.id
