"""Days off of a year that no notice has confirmed yet, as the package `holidays` knows them.

It works the lunar days out and follows the Labour Code 2019 (articles 111 and 112). What a yearly notice decides, which of
the days around Tết and the National Day are off and what is swapped with a Saturday, it knows only once somebody has
entered it there. So its days are proposals, marked as such, and never the authority.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_CODE = "Bộ luật Lao động 2019"
_IN_LIEU = "(nghỉ bù)"
# What the names of the package begin with, and the provision that gives the day.
_GIVEN_BY = {
    "Tết Dương lịch": f"{_CODE}, điểm a khoản 1 Điều 112",
    "29 Tết": f"{_CODE}, điểm b khoản 1 Điều 112",
    "Giao thừa": f"{_CODE}, điểm b khoản 1 Điều 112",
    "Tết Nguyên Đán": f"{_CODE}, điểm b khoản 1 Điều 112",
    "Mùng": f"{_CODE}, điểm b khoản 1 Điều 112",
    "Ngày Chiến thắng": f"{_CODE}, điểm c khoản 1 Điều 112",
    "Ngày Quốc tế Lao động": f"{_CODE}, điểm d khoản 1 Điều 112",
    "Quốc khánh": f"{_CODE}, điểm đ khoản 1 Điều 112",
    "Ngày Giỗ Tổ": f"{_CODE}, điểm e khoản 1 Điều 112",
    "Ngày Văn hóa Việt Nam": "Nghị quyết số 28/2026/QH16",
}
# The days that every year has whatever a notice decides, by the same beginnings.
_CERTAIN = ("Tết Dương lịch", "Tết Nguyên Đán", "Mùng hai", "Mùng ba", "Ngày Chiến thắng", "Ngày Quốc tế Lao động",
            "Ngày Giỗ Tổ", "Ngày Văn hóa Việt Nam")  # fmt: skip
_NATIONAL_DAY = (9, 2)


class ProposedDay(NamedTuple):
    """A day off that is proposed; `basis` is the provision that gives it, "" for none that is known.

    A `certain` one is off in every year; which day stands for another one, or beside it, a notice decides.
    """

    day: date
    name: str
    basis: str
    certain: bool


def proposed_days_off(year: int) -> tuple[ProposedDay, ...]:
    """Return the days off of a year in their order."""
    return tuple(_proposed(day, name) for day, name in _known_days(year))


def proposed_workdays(year: int) -> tuple[date, ...]:
    """Return the days of weekends in a year that are known to be worked in place of another day."""
    return tuple(sorted(day for day in _days_of(year).weekend_workdays if day.year == year))


def last_year_known(today: date) -> int:
    """Return the last year of which anybody can know the days off: notices tell those of the next year in autumn."""
    return today.year + 1


def _known_days(year: int) -> Iterator[tuple[date, str]]:
    yield from sorted((day, name) for day, name in _days_of(year).items() if day.year == year)


def _days_of(year: int) -> HolidayBase:
    # It brings modules for every country: only a new year's plan, and a check of a calendar with gaps, wait for them.
    from holidays.countries.vietnam import Vietnam

    days: HolidayBase = Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]  # so it is in the package
    return days


def _proposed(day: date, name: str) -> ProposedDay:
    basis = next((given for begin, given in _GIVEN_BY.items() if name.startswith(begin)), "")
    if _IN_LIEU in name:
        return ProposedDay(day, name, f"{_CODE}, khoản 3 Điều 111", certain=False)
    certain = name.startswith(_CERTAIN) or (day.month, day.day) == _NATIONAL_DAY
    return ProposedDay(day, name, basis, certain)
