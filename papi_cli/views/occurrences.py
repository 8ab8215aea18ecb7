"""What recurs, in lists: the occurrences that a list leaves out until they come near, and the line that says so.

The rule, for every list that would show all occurrences of a series (papi_cli/README.md, Occurrences): of what one
agency owes, the next one in time stands there, and everything that is past, overdue, delivered or spoken of in the log;
the later ones do not. Whoever names items, or asks for every row, has all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from papi_cli.states import Flag, State, Verdict
from papi_cli.text import count_text, day_text, number_text
from papi_cli.views.asked import Asked, Owed, by_plan, verdicts_of
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Page, Paragraph


class Near(NamedTuple):
    """The verdicts that a list shows, in their order, and the `later` ones, which it leaves out.

    `following` has the last days of those that each of the shown ones stands for, by item and agency.
    """

    shown: tuple[Verdict, ...]
    later: tuple[Verdict, ...] = ()
    following: Mapping[tuple[str, str], Sequence[date]] = MappingProxyType({})

    def extent(self, count: Callable[[int], str] = number_text) -> str:
        """Return how many obligations are left out, as `count` writes it, and until when; "" for none."""
        days = [verdict.last for verdict in self.later if verdict.last is not None]
        if not days:
            return ""
        return f"{count(len(days))} đầu việc của các lần sau lần kế tiếp (việc định kỳ, đến ngày {day_text(max(days))})"

    def words_beside(self, group: Sequence[Verdict]) -> str:
        """Return how many follow what shares a row, and until when, for a cell; "" for none.

        Of agencies of which one has more before it than another, it says so of the one with most.
        """
        days = max((self.following.get(_identity(verdict), ()) for verdict in group), key=len)
        return f"còn {count_text(len(days))} lần sau, đến ngày {day_text(max(days))}" if days else ""

    def note(self, how: str) -> Page:
        """Return a line that says what is left out, with `how` to see it all; nothing if nothing is."""
        return (Paragraph(f"Chưa liệt kê {self.extent()}. {how}", quiet=True),) if self.later else ()

    def count_note(self) -> Page:
        """Return a line that says how many of what is counted come later; nothing if none do."""
        return (Paragraph(f"Trong đó có {self.extent()}.", quiet=True),) if self.later else ()


SHOW_ALL = "Liệt kê đủ, mỗi cơ quan một dòng: --all."


def near_only(verdicts: Sequence[Verdict]) -> Near:
    """Return the verdicts without the occurrences that are later than the next one and of which nothing is recorded."""
    upcoming = [verdict for verdict in verdicts if _is_upcoming(verdict)]
    if not upcoming:
        return Near(tuple(verdicts))
    next_of: dict[tuple[str, str], tuple[str, str]] = {}
    for verdict in sorted(upcoming, key=lambda verdict: verdict.last or date.max):
        next_of.setdefault(_series_of(verdict), _identity(verdict))
    later = tuple(
        verdict
        for verdict in upcoming
        if Flag.UNRECORDED in verdict.flags and next_of[_series_of(verdict)] != _identity(verdict)
    )
    left_out = set(map(_identity, later))
    following: dict[tuple[str, str], list[date]] = {}
    for verdict in later:
        following.setdefault(next_of[_series_of(verdict)], []).append(verdict.last or date.max)
    return Near(tuple(verdict for verdict in verdicts if _identity(verdict) not in left_out), later, following)


def near_unless_named(verdicts: Sequence[Verdict], selection: Selection, *, spread: bool = False) -> Near:
    """Return what `near_only` does, but all verdicts where items are named, or each row was asked for by `spread`."""
    return Near(tuple(verdicts)) if selection.items or spread else near_only(verdicts)


def near_among(
    asked: Sequence[Asked], owed: Sequence[Owed], near_of: Callable[[Sequence[Verdict], Selection], Near]
) -> tuple[tuple[Owed, ...], Near]:
    """Return what a list of one or more plans shows of what is owed, in its order, and what `near_of` each comes to."""
    nears = [near_of(verdicts, one.selection) for one, verdicts in by_plan(asked, owed)]
    left_out = {(place, *_identity(verdict)) for place, near in enumerate(nears) for verdict in near.later}
    shown = tuple(one for one in owed if (one.asked.place, *_identity(one.verdict)) not in left_out)
    return shown, Near(verdicts_of(shown), tuple(verdict for near in nears for verdict in near.later))


def _is_upcoming(verdict: Verdict) -> bool:
    return verdict.obligation.item.occurrence is not None and verdict.state is State.IN_TIME


def _series_of(verdict: Verdict) -> tuple[str, str]:
    return verdict.obligation.item.series, verdict.obligation.agency.id


def _identity(verdict: Verdict) -> tuple[str, str]:
    return verdict.obligation.item.code, verdict.obligation.agency.id
