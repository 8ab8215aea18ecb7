"""The years of a plan and of the one that follows it: words, days and due phrases moved from the one to the other."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.deadlines.model import Span
from papi_cli.text import PLACEHOLDER

# Not the year in a number, as of «Nghị quyết số 28/2026/QH16».
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d|/[^\W\d])")


class Move(NamedTuple):
    """A move from the time of one plan to that of the next, which begins later."""

    old: Span
    new: Span

    @property
    def years(self) -> int:
        """By how many years days move: those between the first years of both."""
        return self.new.first.year - self.old.first.year

    def names_old_year(self, words: str) -> bool:
        """Return whether a year of the earlier plan stands in the words."""
        return any(self._is_old(match) for match in _YEAR.finditer(words))

    def names_past_year(self, words: str) -> bool:
        """Return whether a year of the earlier plan stands in the words that the new one does not have."""
        first = self.new.first.year
        return any(self._is_old(match) and int(match[0]) < first for match in _YEAR.finditer(words))

    def words(self, words: str) -> str:
        """Return the words with each year of the earlier plan moved; as a place to fill in where both plans differ in length."""
        length = self.old.last.year - self.old.first.year

        def moved(match: re.Match[str]) -> str:
            if not self._is_old(match):
                return match[0]
            is_sure = self.new.last.year - self.new.first.year == length
            return str(int(match[0]) + self.years) if is_sure else PLACEHOLDER

        return _YEAR.sub(moved, words)

    def phrase(self, phrase: str) -> str:
        """Return a due phrase with every year moved, be it the one before or after the plan."""
        return _YEAR.sub(lambda match: str(int(match[0]) + self.years), phrase)

    def day(self, day: date) -> date:
        """Return the same day later by the years of the move; of the last day of a month the last of that month."""
        last = monthrange(day.year + self.years, day.month)[1]
        is_last = (day + timedelta(days=1)).month != day.month
        return date(day.year + self.years, day.month, last if is_last else min(day.day, last))

    def _is_old(self, match: re.Match[str]) -> bool:
        return self.old.first.year <= int(match[0]) <= self.old.last.year


def years_words(span: Span) -> str:
    """Return what the years of a plan are called: «năm 2026», «giai đoạn 2026 - 2030»."""
    first, last = span.first.year, span.last.year
    return f"năm {first}" if first == last else f"giai đoạn {first} - {last}"
