"""Whose days a table has, as notes below it: in a narrow column the name of an amendment would make every row long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Verdict
from papi_cli.views.amended import decider_of_last_day
from papi_cli.views.words import last_day_words


class DayNotes(NamedTuple):
    """The documents that amended days of a table, by their names, with the number under which a note tells each."""

    plan: Plan
    numbers: Mapping[str, int]

    def cell(self, verdict: Verdict) -> str:
        """Return the last on-time day of one of the verdicts, with the number of its note: «31/5/2026 (1)»."""
        decider = decider_of_last_day(self.plan, verdict)
        mark = f"\N{NO-BREAK SPACE}({self.numbers[decider]})" if decider else ""
        return last_day_words(verdict) + mark

    @property
    def lines(self) -> tuple[str, ...]:
        """The notes: «(1) Thời hạn theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026.»."""
        return tuple(f"({number}) Thời hạn theo {decider}." for decider, number in self.numbers.items())


def day_notes(plan: Plan, verdicts: Iterable[Verdict]) -> DayNotes:
    """Return the notes on the days of `verdicts`, in the order in which these come to the documents."""
    deciders = (decider_of_last_day(plan, verdict) for verdict in verdicts)
    return DayNotes(plan, {decider: number for number, decider in enumerate(dict.fromkeys(filter(None, deciders)), 1)})
