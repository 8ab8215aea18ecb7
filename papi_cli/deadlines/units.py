"""One unit of time as plans write it: a day, month, quarter, part of a year, or year.

Texts are tidied match keys (`quy iv/2026-quy ii/2027`). Patterns stay strings so that start-up does not pay for
compiling them: `re` compiles each on first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from papi_cli.deadlines.model import Step, UnreadablePhraseError
from papi_cli.text import day_text, match_key, month_text, upper_first, weekday_text

MONTH_POINTS_RULE = "khoản 2 Điều 146 Bộ luật Dân sự 2015"
YEAR_POINTS_RULE = "khoản 3 Điều 146 Bộ luật Dân sự 2015"
HALF_YEAR_RULE = "Điều 146 Bộ luật Dân sự 2015"


class TimeUnit(StrEnum):
    """The unit of a span; a point is a day that is named, not numbered, such as `giữa tháng 3`."""

    DAY = "day"
    POINT = "point"
    MONTH = "month"
    QUARTER = "quarter"
    MONTHS_OF_YEAR = "months-of-year"
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


# The named groups of a pattern, without the year, which alone may be absent.
MatchGroups = Mapping[str, str]


def _day(groups: MatchGroups, year: int) -> TimeSpan:
    day, month = int(groups["d"]), int(groups["m"])
    try:
        due_day = date(year, month, day)
    except ValueError:
        raise UnreadablePhraseError(_no_such_day(day, month, groups.get("y"))) from None
    weekday = groups.get("weekday")
    if weekday and _WEEKDAYS[weekday] != due_day.weekday():
        raise UnreadablePhraseError(
            f"Ngày {day_text(due_day)} là {weekday_text(due_day)}, không phải thứ ghi trong cụm từ; "
            "hãy đối chiếu với văn bản và ghi lại ngày."
        )
    return TimeSpan(TimeUnit.DAY, due_day, due_day, f"ngày {day_text(due_day)}")


def _no_such_day(day: int, month: int, written_year: str | None) -> str:
    """Return the sentence on a day that does not exist; of a year that is not written it names none."""
    named = f"{day:02d}/{month_text(month)}"
    if not written_year and (day, month) == _LEAP_DAY:
        return (
            f"Ngày {named} không phải năm nào cũng có; hãy đối chiếu với văn bản và ghi đủ năm, hoặc ghi một ngày năm nào "
            "cũng có."
        )
    year = f"/{written_year}" if written_year else ""
    return f"Ngày {named}{year} không tồn tại; hãy đối chiếu với văn bản và ghi một ngày có thật."


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
    label = f"quý {ROMAN[number - 1]}/{year}"
    return _months(TimeUnit.QUARTER, date(year, 3 * number - 2, 1), 3, label)


def _quarter_end(groups: MatchGroups, year: int) -> TimeSpan:
    quarter = _quarter(groups, year)
    return TimeSpan(TimeUnit.POINT, quarter.last, quarter.last, f"cuối {quarter.label}")


def _months_of_year(groups: MatchGroups, year: int) -> TimeSpan:
    count = int(groups["n"])
    if not 1 <= count < _MONTHS_OF_YEAR:
        raise UnreadablePhraseError(
            f"Năm không có «{count} tháng {_PARTS[groups['part']]} năm»; hãy đối chiếu với văn bản và ghi lại số tháng."
        )
    first = 1 if groups["part"] == "dau" else _MONTHS_OF_YEAR - count + 1
    label = f"{count} tháng {_PARTS[groups['part']]} năm {year}"
    rule = HALF_YEAR_RULE if count == _MONTHS_OF_HALF else ""
    return _months(TimeUnit.MONTHS_OF_YEAR, date(year, first, 1), count, label, rule)


def _year_start(_groups: MatchGroups, year: int) -> TimeSpan:
    first = date(year, 1, 1)
    return TimeSpan(TimeUnit.POINT, first, first, f"đầu năm {year}", YEAR_POINTS_RULE)


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


_LEAP_DAY = (29, 2)
ROMAN = ("I", "II", "III", "IV")
_QUARTERS = {match_key(r): n for n, r in enumerate(ROMAN, 1)} | {str(n): n for n in range(1, 5)}
_MONTHS_OF_HALF, _MONTHS_OF_YEAR = 6, 12
_PARTS = {"dau": "đầu", "cuoi": "cuối"}
_MONTH_POINTS = {
    "dau": ("đầu", relativedelta()),
    "giua": ("giữa", relativedelta(day=15)),
    "cuoi": ("cuối", relativedelta(day=31)),
}
_YEAR_POINTS = {"giua": ("giữa", 6, 30), "cuoi": ("cuối", 12, 31)}
_WEEKDAYS = {
    "thu hai": 0,
    "thu ba": 1,
    "thu tu": 2,
    "thu nam": 3,
    "thu sau": 4,
    "thu bay": 5,
    "chu nhat": 6,
} | {f"thu {number}": number - 2 for number in range(2, 8)}

_D, _M, _Y = r"(?P<d>\d\d?)", r"(?P<m>\d\d?)", r"(?P<y>20\d\d)"
_OF_YEAR = rf"(?:(?:[/-]|,? (?:cua )?nam ){_Y})?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_Unit = tuple[str, Callable[[MatchGroups, int], TimeSpan]]
_UNITS: tuple[_Unit, ...] = (
    (rf"ngay {_D}(?:/| thang ){_M}{_OF_YEAR}", _day),
    (rf"(?:ngay )?{_D}([.-]){_M}\2{_Y}", _day),
    (rf"{_D}/{_M}/{_Y}", _day),
    (rf"{_WEEKDAY},? ngay {_D}(?:/| thang ){_M}{_OF_YEAR}", _day),
    (rf"{_WEEKDAY},? {_D}/{_M}/{_Y}", _day),
    (rf"ngay {_D}(?:/| thang ){_M}{_OF_YEAR},? \(?{_WEEKDAY}\)?", _day),
    (rf"{_D}/{_M}/{_Y},? \(?{_WEEKDAY}\)?", _day),
    (rf"thang {_M}{_OF_YEAR}", _month),
    (rf"{_M}[/-]{_Y}", _month),
    (rf"(?P<part>dau|giua|cuoi) thang {_M}{_OF_YEAR}", _month_point),
    (rf"qu[iy] (?P<q>[ivx]+|\d\d?){_OF_YEAR}", _quarter),
    (rf"cuoi qu[iy] (?P<q>[ivx]+|\d\d?){_OF_YEAR}", _quarter_end),
    (rf"(?P<n>\d\d?) thang (?P<part>dau|cuoi) (?:cua )?nam(?: {_Y})?", _months_of_year),
    (rf"(?P<part>giua|cuoi) nam(?: {_Y})?", _year_point),
    (rf"(?:(?:(?:ca|suot) )?nam )?{_Y}", _year),
)
# What is a unit only where the words around it leave no other meaning: 10/6 alone may be two months or a fraction.
_SHORT_DAY = rf"{_D}(?:/| thang ){_M}"
_LATE_SHORT_DAY = r"(?P<d>1[3-9]|[23]\d)/(?P<m>\d\d?)"
_YEAR_START = rf"dau nam(?: {_Y})?"


def read_unit(text: str, year: int) -> TimeSpan | None:
    """Parse `text` as one unit, None if it is none; `year` is that of a unit which names none.

    Raises UnreadablePhraseError for a day, month or quarter that does not exist.
    """
    return _read_one_of(_UNITS, text, year)


def read_short_day(text: str, year: int, *, limited: bool) -> TimeSpan | None:
    """Parse a day without the word and without a year: any after a limit (`trước 10/6`), else from the 13th on (`31/12`)."""
    return _read_one_of(((_SHORT_DAY if limited else _LATE_SHORT_DAY, _day),), text, year)


def read_year_start(text: str, year: int) -> TimeSpan | None:
    """Parse `đầu năm 2027`, its first day."""
    return _read_one_of(((_YEAR_START, _year_start),), text, year)


def day_of(day: int, month: int, year: int) -> TimeSpan:
    """Return the day as a span; raises UnreadablePhraseError if it does not exist."""
    return _day({"d": str(day), "m": str(month)}, year)


def _read_one_of(units: Sequence[_Unit], text: str, year: int) -> TimeSpan | None:
    for pattern, build in units:
        if match := re.fullmatch(pattern, text, re.ASCII):
            groups = match.groupdict()
            written_year = groups.get("y")
            span = build(groups, int(written_year) if written_year else year)
            return span._replace(year_written=written_year is not None)
    return None
