"""The years of a plan and of the one that follows it: words, days and due phrases moved from the one to the other."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.deadlines.model import Span
from papi_cli.plan.founding.open_places import with_plain_years
from papi_cli.text import PLACEHOLDER

# A year or a range of them; not the year in a number, as of «Nghị quyết số 28/2026/QH16».
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:(\s*[-–]\s*)(20\d\d))?(?!\d|/[^\W\d])")
_LEAP_DAY = re.compile(r"(?<!\d)29(?=(?:/0?2/|-0?2-|\.0?2\.|\s+tháng\s+0?2\s+năm\s+)(20\d\d)(?!\d))")


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
        return any(self._is_own(match) for match in _YEARS.finditer(words))

    def names_past_year(self, words: str) -> bool:
        """Return whether a year of the earlier plan stands in the words that the new one does not have.

        A range of years that reaches into the new one holds on.
        """
        lasts = (int(match[3] or match[1]) for match in _YEARS.finditer(words))
        return any(self.old.first.year <= last <= self.old.last.year and last < self.new.first.year for last in lasts)

    def words(self, words: str) -> str:
        """Return the words with each year of the earlier plan moved; as a place to fill in where both plans differ in length.

        A range of years with an end outside of the earlier plan is another's, and stays.
        """
        return self._moved(words, "{}")

    def proposal(self, words: str) -> str:
        """Return the words as `words` does, with each year that was moved in brackets, to be confirmed, be it again."""
        return self._moved(with_plain_years(words), "[{}]")

    def phrase(self, phrase: str) -> str:
        """Return a due phrase with every year moved, be it the one before or after the plan."""
        moved = _YEARS.sub(lambda match: self._shifted(match, "{}"), phrase)
        return _LEAP_DAY.sub(lambda match: "29" if isleap(int(match[1])) else "28", moved)

    def day(self, day: date) -> date:
        """Return the same day later by the years of the move; of the last day of a month the last of that month."""
        last = monthrange(day.year + self.years, day.month)[1]
        is_last = (day + timedelta(days=1)).month != day.month
        return date(day.year + self.years, day.month, last if is_last else min(day.day, last))

    def _moved(self, words: str, form: str) -> str:
        length = self.old.last.year - self.old.first.year
        is_sure = self.new.last.year - self.new.first.year == length

        def moved(match: re.Match[str]) -> str:
            if not self._is_own(match):
                return match[0]
            return self._shifted(match, form) if is_sure else PLACEHOLDER

        return _YEARS.sub(moved, words)

    def _shifted(self, match: re.Match[str], form: str) -> str:
        first = form.format(int(match[1]) + self.years)
        return f"{first}{match[2]}{form.format(int(match[3]) + self.years)}" if match[3] else first

    def _is_own(self, match: re.Match[str]) -> bool:
        years = (int(year) for year in (match[1], match[3]) if year)
        return all(self.old.first.year <= year <= self.old.last.year for year in years)


def years_words(span: Span) -> str:
    """Return what the years of a plan are called: «năm 2026», «giai đoạn 2026 - 2030»."""
    first, last = span.first.year, span.last.year
    return f"năm {first}" if first == last else f"giai đoạn {first} - {last}"
