"""Spans of time as plans write them: a day, month, quarter, half-year, year, or a range of them.

Texts are tidied match keys (`quy iv/2026-quy ii/2027`). Patterns stay strings so that start-up does not pay for
compiling them: `re` compiles each on first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from papi_cli.deadlines.model import Step, UnreadablePhraseError
from papi_cli.text import day_text, match_key, month_text, upper_first

MONTH_POINTS_RULE = "khoản 2 Điều 146 Bộ luật Dân sự 2015"
YEAR_POINTS_RULE = "khoản 3 Điều 146 Bộ luật Dân sự 2015"
HALF_YEAR_RULE = "Điều 146 Bộ luật Dân sự 2015"


class TimeUnit(StrEnum):
    """The unit of a span; a point is a day that is named, not numbered, such as `giữa tháng 3`."""

    DAY = "day"
    POINT = "point"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class TimeSpan(NamedTuple):
    """The days `first` to `last`, both inclusive.

    `label` is its Vietnamese name, `rule` the legal basis of its ends or "", `year_written` whether its text has a year
    of its own. A range has the unit of its end.
    """

    unit: TimeUnit
    first: date
    last: date
    label: str
    rule: str = ""
    year_written: bool = True
    is_range: bool = False

    @property
    def is_single_day(self) -> bool:
        """Whether it is one day that is due, rather than a time to work in."""
        return not self.is_range and self.unit in {TimeUnit.DAY, TimeUnit.POINT}

    @property
    def step(self) -> Step:
        """The sentence of an explanation that says which days these are."""
        name = upper_first(self.label)
        if self.is_single_day:
            return Step(f"{name} là ngày {day_text(self.last)}.", self.rule)
        days = f"từ ngày {day_text(self.first)} đến hết ngày {day_text(self.last)}"
        return Step(f"{name}: {days}.", self.rule)


def read_time_span(text: str, year: int) -> TimeSpan | None:
    """Parse `text` as a span, None if it is not one; `year` is the year of a span that names none.

    Raises UnreadablePhraseError for a day, month or quarter that does not exist, and for a range that ends before it
    begins.
    """
    return _read_unit(text, year) or _read_range(text, year)


# The named groups of a pattern, without the year, which alone may be absent.
MatchGroups = Mapping[str, str]


def _day(groups: MatchGroups, year: int) -> TimeSpan:
    day, month = int(groups["d"]), int(groups["m"])
    try:
        due_day = date(year, month, day)
    except ValueError:
        day_as_written = f"{day:02d}/{month_text(month)}/{year}"
        raise UnreadablePhraseError(
            f"Ngày {day_as_written} không tồn tại; hãy đối chiếu với văn bản và ghi một ngày có thật."
        ) from None
    return TimeSpan(TimeUnit.DAY, due_day, due_day, f"ngày {day_text(due_day)}")


def _month(groups: MatchGroups, year: int) -> TimeSpan:
    return _months(TimeUnit.MONTH, _first_of_month(groups, year), 1, _month_label(groups, year))


def _month_point(groups: MatchGroups, year: int) -> TimeSpan:
    first = _first_of_month(groups, year)
    part, offset = _MONTH_POINTS[groups["part"]]
    day = first + offset
    return TimeSpan(TimeUnit.POINT, day, day, f"{part} {_month_label(groups, year)}", MONTH_POINTS_RULE)


def _quarter(groups: MatchGroups, year: int) -> TimeSpan:
    numeral = groups["q"].removeprefix("0") or "0"
    if numeral not in _QUARTERS:
        raise UnreadablePhraseError(
            f"Không có quý {numeral.upper()}; hãy đối chiếu với văn bản và ghi một quý từ I đến IV."
        )
    number = _QUARTERS[numeral]
    label = f"quý {_ROMAN[number - 1]}/{year}"
    return _months(TimeUnit.QUARTER, date(year, 3 * number - 2, 1), 3, label)


def _half(groups: MatchGroups, year: int) -> TimeSpan:
    part, month = _HALVES[groups["part"]]
    label = f"6 tháng {part} năm {year}"
    return _months(TimeUnit.HALF, date(year, month, 1), 6, label, HALF_YEAR_RULE)


def _year_point(groups: MatchGroups, year: int) -> TimeSpan:
    part, month, day = _YEAR_POINTS[groups["part"]]
    point = date(year, month, day)
    return TimeSpan(TimeUnit.POINT, point, point, f"{part} năm {year}", YEAR_POINTS_RULE)


def _year(_groups: MatchGroups, year: int) -> TimeSpan:
    return TimeSpan(TimeUnit.YEAR, date(year, 1, 1), date(year, 12, 31), f"năm {year}")


def _months(unit: TimeUnit, first: date, count: int, label: str, rule: str = "") -> TimeSpan:
    return TimeSpan(unit, first, first + relativedelta(months=count, days=-1), label, rule)


def _first_of_month(groups: MatchGroups, year: int) -> date:
    month = int(groups["m"])
    try:
        return date(year, month, 1)
    except ValueError:
        raise UnreadablePhraseError(
            f"Không có tháng {month}; hãy đối chiếu với văn bản và ghi một tháng từ 1 đến 12."
        ) from None


def _month_label(groups: MatchGroups, year: int) -> str:
    return f"tháng {month_text(int(groups['m']))}/{year}"


_ROMAN = ("I", "II", "III", "IV")
_QUARTERS = {match_key(r): n for n, r in enumerate(_ROMAN, 1)} | {str(n): n for n in range(1, 5)}
_HALVES = {"dau": ("đầu", 1), "cuoi": ("cuối", 7)}
_MONTH_POINTS = {
    "dau": ("đầu", relativedelta()),
    "giua": ("giữa", relativedelta(day=15)),
    "cuoi": ("cuối", relativedelta(day=31)),
}
_YEAR_POINTS = {"giua": ("giữa", 6, 30), "cuoi": ("cuối", 12, 31)}

_D, _M, _Y = r"(?P<d>\d\d?)", r"(?P<m>\d\d?)", r"(?P<y>20\d\d)"
_OF_YEAR = rf"(?:(?:[/-]|,? nam ){_Y})?"
_UNITS: tuple[tuple[str, Callable[[MatchGroups, int], TimeSpan]], ...] = (
    (rf"ngay {_D}(?:/| thang ){_M}{_OF_YEAR}", _day),
    (rf"(?:ngay )?{_D}-{_M}-{_Y}", _day),
    (rf"{_D}/{_M}/{_Y}", _day),
    (rf"thang {_M}{_OF_YEAR}", _month),
    (rf"{_M}[/-]{_Y}", _month),
    (rf"(?P<part>dau|giua|cuoi) thang {_M}{_OF_YEAR}", _month_point),
    (rf"qu[iy] (?P<q>[ivx]+|\d\d?){_OF_YEAR}", _quarter),
    (rf"0?6 thang (?P<part>dau|cuoi) nam(?: {_Y})?", _half),
    (rf"(?P<part>giua|cuoi) nam(?: {_Y})?", _year_point),
    (rf"(?:nam )?{_Y}", _year),
)
_PARTIAL_DAY = r"(?:ngay )?(?P<d>\d\d?)(?:/(?P<m>\d\d?))?"


def _read_unit(text: str, year: int) -> TimeSpan | None:
    for pattern, build in _UNITS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            groups = match.groupdict()
            written_year = groups["y"]
            span = build(groups, int(written_year) if written_year else year)
            return span._replace(year_written=written_year is not None)
    return None


def _read_range(text: str, year: int) -> TimeSpan | None:
    text = re.sub(r"^(?:giai doan |thoi ky )?(?:tu )?", "", text)
    for cut in re.finditer(r"-| den (?:het )?", text):
        ends = _read_ends(text[: cut.start()], text[cut.end() :], year)
        # A dash may as well belong to a number (15-3/2026): only units that agree make it a range.
        if ends and (cut.group() != "-" or ends[0].unit is ends[1].unit):
            return _join_ends(*ends)
    return None


def _read_ends(start: str, end: str, year: int) -> tuple[TimeSpan, TimeSpan] | None:
    """Return both ends of a range; either may leave its year to the other, a first day also its month.

    "tháng 10" and "12/2026", "quý II" and "III/2026", "01" and "ngày 15/3/2026".
    """
    word = re.match(r"(?:ngay|thang|qu[iy]|nam) ", start)
    # The word of the start comes first: in "quy 2-3/2026" the end is a quarter, not a month.
    worded = word.group() + end if word else end
    last = _read_unit(worded, year) or _read_unit(end, year)
    if last is None:
        return None
    first = _read_unit(start, last.last.year) or _read_partial_day(start, last)
    if first is None:
        return None
    # A year that only the start writes holds for the end too; any other was taken from the end and changes nothing.
    return first, _read_unit(worded, first.last.year) or _read_unit(end, first.last.year) or last


def _read_partial_day(text: str, end: TimeSpan) -> TimeSpan | None:
    match = re.fullmatch(_PARTIAL_DAY, text, re.ASCII) if end.unit is TimeUnit.DAY else None
    if match is None:
        return None
    groups = {"d": match["d"], "m": match["m"] or str(end.last.month)}
    return _day(groups, end.last.year)._replace(year_written=False)


def _join_ends(start: TimeSpan, end: TimeSpan) -> TimeSpan:
    label = f"từ {start.label} đến {end.label}"
    if end.last < start.first:
        raise UnreadablePhraseError(
            f"Khoảng thời gian «{label}» bị ngược; hãy ghi thời điểm đầu trước, cuối sau, và ghi năm ở cả hai đầu."
        )
    year_written = start.year_written or end.year_written
    rule = end.rule or start.rule
    return TimeSpan(end.unit, start.first, end.last, label, rule, year_written, is_range=True)
