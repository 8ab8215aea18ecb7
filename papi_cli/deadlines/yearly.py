"""Parse what falls due every year, once or on several days, and reports of several periods, each with its day.

"hằng năm (trước ngày 20/11)", "trước ngày 10/6 và 10/12 hằng năm", "6 tháng (trước ngày 15/6), năm (trước ngày 15/12)".
Each time is read as a phrase of its own in each year of the plan. Texts are tidied match keys, without leading words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from papi_cli.deadlines.dated import LimitedSpan, read_limited
from papi_cli.deadlines.leads import split_lead
from papi_cli.deadlines.lists import Part, split_days, split_periods
from papi_cli.deadlines.model import Deadline, Span, Step, UnreadablePhraseError
from papi_cli.deadlines.occurrences import (
    AFTER_ITS_PERIOD,
    ALL_OF_THE_TIME_NAMED,
    BEFORE_AN_HOUR,
    NOT_THE_TIME_NAMED,
    THE_DAY_NAMED,
    DueTime,
    deadline_of,
    is_within,
)
from papi_cli.deadlines.reasons import MANY_TIMES, reason_unreadable
from papi_cli.deadlines.undated import EACH
from papi_cli.deadlines.units import TimeUnit
from papi_cli.text import month_text

_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4}
_COUNT = rf"(?:(?:it nhat|toi thieu) )?(?:\d\d?|{'|'.join(_COUNTS)}) lan"
_EACH_YEAR = rf"(?:dinh ky,? )?(?P<times>{_COUNT}/nam|{EACH} nam(?: {_COUNT})?)"
_YEARLY = (
    rf"{_EACH_YEAR}(?:[,:;]? (?P<after>[^()]+)| \((?P<inside>[^()]+)\))",
    rf"(?:dinh ky,? )?(?P<after>.+?),? {_EACH_YEAR}(?P<inside>)",
)
_WITHIN_YEAR = rf"(?:{EACH} )?(?P<period>qu[iy]|0?6 thang)(?: (?:mot|0?1) lan)?[,:]? (?P<days>.+)"
_TIMES_OF_PERIOD = {"quy": 4, "qui": 4, "6 thang": 2, "06 thang": 2}
_NEXT_YEAR = r",? (?:cua )?nam (?:sau(?: lien ke)?|tiep theo|ke tiep)$"


class _Reading(NamedTuple):
    """A time as read in one year; `is_later` if it names a day of the year after."""

    year: int
    time: DueTime
    limited: LimitedSpan
    is_later: bool

    def belongs_to(self, plan_span: Span) -> bool:
        """Return whether the plan has it: its last day, or its year if the day comes after that."""
        if self.is_later:
            return plan_span.first.year <= self.year <= plan_span.last.year
        return is_within(self.time.last, plan_span)


def read_yearly(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """Return the deadline of a phrase that falls due each year, or on the days of several periods.

    None if the phrase is of another form. Raises UnreadablePhraseError for a day that does not exist, for days out of
    order, and if nothing falls due within the plan's span.
    """
    if periods := split_periods(text):
        return _of_periods(phrase, lead, text, periods, plan_span)
    if re.search(rf"\b(?:{EACH} |lan/)nam\b", text):
        for pattern in _YEARLY:
            if match := re.fullmatch(pattern, text, re.ASCII):
                return _of_each_year(phrase, lead, match, plan_span)
    parts = _days_of_periods(text) or _periodic_day(lead, text, plan_span)
    return _recurring(phrase, _readings(lead, parts, _years(plan_span)), plan_span) if parts else None


def _days_of_periods(text: str) -> tuple[Part, ...]:
    """Return the days of "định kỳ trước ngày 25/6 và 25/12" or "hằng quý (ngày 20/3, 20/6, 20/9, 20/12)"; none of another."""
    plain = re.sub(r"^dinh ky,? ", "", text)
    if period := re.fullmatch(_WITHIN_YEAR, plain, re.ASCII):
        days = split_days(re.sub(r"^\((.+)\)$", r"\1", period["days"]))
        return days if len(days) == _TIMES_OF_PERIOD[period["period"]] else ()
    return split_days(plain) if plain != text else ()


def _periodic_day(lead: str, text: str, plan_span: Span) -> tuple[Part, ...]:
    """Return the day of "định kỳ 6 tháng (trước ngày 16/6)", which recurs in a plan of several years; none of another."""
    if plan_span.year is not None or not text.startswith("dinh ky"):
        return ()
    limited = read_limited(lead, text, Span.of_year(plan_span.first.year))
    return () if limited is None or limited.span.year_written else (Part(text),)


def _of_each_year(phrase: str, lead: str, match: re.Match[str], plan_span: Span) -> Deadline:
    """Return the deadline of the one time, or the listed ones, of each year in a match of `_YEARLY`."""
    more, text = split_lead(match["inside"] or match["after"])
    lead += more
    alone = re.sub(_NEXT_YEAR, "", text)
    is_one = read_limited(lead, alone, Span.of_year(plan_span.first.year)) is not None
    parts = (Part(text),) if is_one else split_days(text)
    count = re.search(r"(\w+) lan", match["times"])
    if not parts or (count and int(_COUNTS.get(count[1], count[1])) != len(parts)):
        raise UnreadablePhraseError(reason_unreadable(match.string))
    readings = _readings(lead, parts, _years(plan_span))
    if any(reading.limited.span.year_written for reading in readings):
        raise UnreadablePhraseError(reason_unreadable(match.string))
    return _recurring(phrase, readings, plan_span)


def _of_periods(phrase: str, lead: str, text: str, parts: Sequence[Part], plan_span: Span) -> Deadline:
    """Return the deadline of reports by period, in the year that the text writes or in each of the plan's."""
    written = {int(year) for year in re.findall(r"20\d\d", text, re.ASCII)}
    if not written:
        return _recurring(phrase, _readings(lead, parts, _years(plan_span)), plan_span, "Báo cáo theo kỳ")
    readings = _readings(lead, parts, sorted(written))
    # Of two years, or of another than the plan's, each period needs a deadline of its own.
    if len(written) > 1 or not all(reading.belongs_to(plan_span) for reading in readings):
        raise UnreadablePhraseError(MANY_TIMES)
    return _recurring(phrase, readings, plan_span, "Báo cáo theo kỳ")


def _recurring(
    phrase: str, readings: Sequence[_Reading], plan_span: Span, repeats: str = "Lặp lại hằng năm"
) -> Deadline:
    """Return the deadline of those of the readings that the plan has."""
    of_plan = [reading for reading in readings if reading.belongs_to(plan_span)]
    if len(of_plan) == 1:
        year = of_plan[0].year
        taken = (
            f"lấy năm {year} của kế hoạch" if year == plan_span.year else "lấy lần đến hạn khi kế hoạch đang thực hiện"
        )
        return of_plan[0].limited.deadline(phrase, Step(f"«Hằng năm»: {taken}."))
    return deadline_of(
        phrase, [reading.time for reading in of_plan], plan_span, repeats, tuple(_rules(readings, of_plan))
    )


def _rules(readings: Sequence[_Reading], of_plan: Sequence[_Reading]) -> Iterator[Step]:
    """Yield how the last days follow from what is written."""
    yield from readings[0].limited.notes
    hours = [reading.time.last == reading.limited.span.last for reading in readings if reading.time.strict]
    if True in hours:
        yield BEFORE_AN_HOUR
    if False in hours:
        yield NOT_THE_TIME_NAMED
    span = (of_plan or readings)[0].limited.span
    if span.unit is TimeUnit.POINT:
        yield span.step
    elif not hours:
        yield THE_DAY_NAMED if span.unit is TimeUnit.DAY else ALL_OF_THE_TIME_NAMED
    if any(reading.is_later for reading in of_plan):
        yield AFTER_ITS_PERIOD


def _years(plan_span: Span) -> range:
    """Return the years of the plan and the one after, whose first day may fall due in the plan: "trước ngày 01/01"."""
    return range(plan_span.first.year, plan_span.last.year + 2)


def _readings(lead: str, parts: Sequence[Part], years: Sequence[int]) -> list[_Reading]:
    """Return each part as read in each of the years; raises UnreadablePhraseError if they are not in order or not alike."""
    readings = [_reading(lead, part, year, alone=len(parts) == 1) for year in years for part in parts]
    of_one_year = readings[: len(parts)]
    in_order = all(reading.time.last < after.time.last for reading, after in pairwise(of_one_year))
    if not in_order or len({reading.limited.span.unit for reading in of_one_year}) > 1:
        raise UnreadablePhraseError(MANY_TIMES)
    return readings


def _reading(lead: str, part: Part, year: int, *, alone: bool) -> _Reading:
    text = re.sub(_NEXT_YEAR, "", part.text)
    is_later = text != part.text
    limited = read_limited(lead, text, Span.of_year(year + is_later))
    if limited is None:
        raise UnreadablePhraseError(reason_unreadable(part.text))
    named = date(year, 12, 31) if is_later else limited.named_day
    span = limited.span
    if alone or part.period:
        name = (part.period or "năm {}").format(year)
    elif span.unit is TimeUnit.DAY:
        name = f"tháng {month_text(named.month)}/{named.year}"
    else:
        name = span.label
    return _Reading(year, DueTime(named, name, limited.first, limited.last, limited.strict), limited, is_later)
