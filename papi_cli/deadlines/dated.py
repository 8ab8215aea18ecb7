"""Parse what has a last day: a limit and a span of time, with what a plan writes around the two.

"báo cáo năm trước ngày 15/12" is the lead "báo cáo", the data period "năm", the limit "trước" and the span "ngày 15/12".
Texts are tidied match keys. A phrase is matched as a whole: anything left over makes it unreadable.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from typing import NamedTuple

from papi_cli.deadlines.leads import (
    is_about_sending,
    leaves_open_what_is_due,
    names_only_bodies,
    names_product,
    names_report,
    split_lead,
)
from papi_cli.deadlines.limits import BEFORE, CLOCK, LIMIT_WORD, UNTIL, check_clock, clock_text
from papi_cli.deadlines.model import Deadline, DueKind, Span, Step, UnreadablePhraseError
from papi_cli.deadlines.reasons import reason_unreadable
from papi_cli.deadlines.spans import read_time_span
from papi_cli.deadlines.units import TimeSpan, TimeUnit, read_short_day, read_year_start
from papi_cli.text import day_text, upper_first

_ONE_DAY = timedelta(days=1)

_OF_YEAR = r"(?: nam)?(?: 20\d\d|/20\d\d)?"
_HALF_PERIOD = r"(?:dinh ky )?0?6 thang(?: (?:dau|cuoi) nam(?: 20\d\d)?)?|ca nam(?: 20\d\d)?"
_REPORT_PERIOD = (
    rf"{_HALF_PERIOD}|nam(?: 20\d\d)?|0?[369] thang(?: (?:dau )?nam(?: 20\d\d)?)?"
    rf"|thang \d\d?{_OF_YEAR}|qu[iy] [iv]+{_OF_YEAR}"
)
_LIMITED_SPAN = (
    rf"(?:(?:(?P<before>{BEFORE})|(?P<until>{UNTIL})|(?P<within>trong|vao)) )?"
    rf"(?:{CLOCK})?(?P<span>.+)"
)

_LENGTH = r"(?P<count>\d{1,3}) (?P<unit>ngay|tuan|thang|nam)(?P<working> lam viec)?"
_LENGTH_AND_SPAN = (rf"(?:trong )?{_LENGTH},? (?P<span>tu .+)", rf"(?P<span>tu .+?),? \((?:trong )?{_LENGTH}\)")
_DAYS_OF_UNIT = {"ngay": (1, 1), "tuan": (7, 7), "thang": (28, 31), "nam": (365, 366)}

_LONG_UNITS = frozenset({TimeUnit.MONTHS_OF_YEAR, TimeUnit.YEAR})
_REPORTED_UNITS = _LONG_UNITS | {TimeUnit.QUARTER}
_UNITS_WITH_LIMIT = frozenset({TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.QUARTER, TimeUnit.YEAR})

# A list, or the days from the year's beginning on: with a report, what it covers rather than when it is due.
_MAY_BE_DATA = r",| va |^(?:tu )?dau nam| den (?:het )?\d\d?/\d\d?$"
_PERIOD_IS_NOT_DUE = "Kỳ báo cáo nêu trong cụm từ không phải là thời hạn."


class LimitedSpan(NamedTuple):
    """A span of time with its limit: what one deadline is made of.

    `first`, `last` and `strict` are those of the deadline. `notes` are the steps on what stands beside the span, `steps`
    those that lead from the span to its last day.
    """

    span: TimeSpan
    first: date | None
    last: date
    strict: bool
    notes: tuple[Step, ...]
    steps: tuple[Step, ...]

    @property
    def named_day(self) -> date:
        """The day that the text names, or the nearest one of the time that it names: 01/6 for "trước ngày 01/6"."""
        return max(self.span.first, self.last) if self.strict else self.last

    def deadline(self, phrase: str, *taken: Step) -> Deadline:
        """Return the dated deadline of a phrase; `taken` is said of the year that the text does not write."""
        steps = (*self.notes, *taken, *self.steps)
        return Deadline(phrase, DueKind.DATED, self.first, self.last, self.strict, steps)


def read_dated(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline:
    """Return the deadline that `text`, which follows `lead` in `phrase`, sets; raises the reason if it sets none."""
    limited = read_limited(lead, text, plan_span)
    if limited is None:
        raise UnreadablePhraseError(reason_unreadable(text))
    return limited.deadline(phrase, *(() if limited.span.year_written else (year_taken_step(plan_span),)))


def read_limited(lead: str, text: str, plan_span: Span) -> LimitedSpan | None:
    """Return the limit and the span that `text`, which follows `lead`, is as a whole; None if it is something else.

    Raises UnreadablePhraseError for a day that does not exist, and for a span that may not be what is due.
    """
    lead, limited = _without_period(lead, text)
    has_period = limited != text
    length, limited = _split_length(limited)
    match = re.fullmatch(_LIMITED_SPAN, limited, re.ASCII)
    span = _read_limited_span(match, lead, plan_span) if match else None
    if match is None or span is None or leaves_open_what_is_due(lead):
        return None
    _refuse_period_of_product(lead, match, span)
    check_clock(match)
    notes = [Step(_PERIOD_IS_NOT_DUE)] if has_period else []
    if length:
        notes.append(_length_step(length, span))
    return _limited(match, span, tuple(notes))


def reading_year(plan_span: Span) -> int:
    """Return the year to read a phrase with that writes none: the plan's, or one of its several.

    Of several a leap year, so that no day is said not to exist that does in some of them.
    """
    years = range(plan_span.first.year, plan_span.last.year + 1)
    return next(filter(isleap, years), years[0]) if len(years) > 1 else years[0]


def year_taken_step(plan_span: Span) -> Step:
    """Return the sentence that says whose year was taken; raises UnreadablePhraseError if the plan has several."""
    if plan_span.year is None:
        first, last = plan_span.first.year, plan_span.last.year
        raise UnreadablePhraseError(
            f"Cụm từ không ghi năm mà kế hoạch thực hiện trong các năm {first}-{last}; hãy ghi rõ năm, hoặc ghi thêm "
            "«hằng năm» nếu năm nào cũng phải làm."
        )
    return Step(f"Cụm từ không ghi năm: lấy năm {plan_span.year} của kế hoạch.")


def _limited(match: re.Match[str], span: TimeSpan, notes: tuple[Step, ...]) -> LimitedSpan:
    before = match["before"] is not None
    bounded = before or match["until"] is not None
    last = span.first - _ONE_DAY if before and not match["clock"] else span.last
    first = None if bounded or span.is_single_day else span.first
    one_day = span.is_single_day and span.unit is TimeUnit.DAY
    steps = () if one_day else (span.step,)
    if one_day or bounded:
        steps = (*steps, _limit_step(match, span, day_text(last)))
    return LimitedSpan(span, first, last, before, notes, steps)


def _without_period(lead: str, text: str) -> tuple[str, str]:
    """Return lead and text without a report's data period: "báo cáo [6 tháng] gửi trước ngày 10/6".

    What follows the period may say that and where it is sent; anything else ("và ban hành trước ngày …") is another matter.
    """
    period = _REPORT_PERIOD if names_report(lead) else _HALF_PERIOD
    match = re.match(rf"(?:{period})[,:]? ", text, re.ASCII)
    if match is None:
        return lead, text
    more, limited = split_lead(text[match.end() :])
    is_period = is_about_sending(more) and re.match(rf"{LIMIT_WORD} ", limited)
    return (lead + more, limited) if is_period else (lead, text)


def _split_length(text: str) -> tuple[re.Match[str] | None, str]:
    """Return the length that a plan writes beside a span, None if it writes none, and the span."""
    for pattern in _LENGTH_AND_SPAN:
        if match := re.fullmatch(pattern, text, re.ASCII):
            return match, match["span"]
    return None, text


def _length_step(length: re.Match[str], span: TimeSpan) -> Step:
    """Return the sentence on a length beside a span; raises UnreadablePhraseError if the two contradict each other."""
    count, days = int(length["count"]), (span.last - span.first).days + 1
    shortest, longest = _DAYS_OF_UNIT[length["unit"]]
    # A day more or less: the first day may be counted or not.
    if not length["working"] and not count * shortest - 1 <= days <= count * longest + 1:
        raise UnreadablePhraseError(
            f"Độ dài ghi trong cụm từ không khớp khoảng thời gian «{span.label}» ({days} ngày); "
            "hãy đối chiếu với văn bản và chỉ ghi khoảng thời gian đúng."
        )
    return Step("Tính theo khoảng thời gian ghi trong cụm từ; số ngày, tháng đi kèm chỉ là độ dài.")


def _read_limited_span(match: re.Match[str], lead: str, plan_span: Span) -> TimeSpan | None:
    """Return the span in a match of `_LIMITED_SPAN`; None for no span, or for one that the limit does not fit.

    "trước" takes a whole day, month, quarter or year, a clock time takes a day, and no limit takes a range.
    """
    text, year = match["span"], reading_year(plan_span)
    bounded = match["before"] is not None or match["until"] is not None
    if text == "nam" and re.search(r"\b(?:trong|het) nam$", match.string):
        span = read_time_span(f"nam {year}", year)
        return span and span._replace(year_written=False)
    span = read_time_span(text, year) or _read_start_of_later_year(text, plan_span.first.year)
    if span is None and (bounded or not (names_report(lead) or names_product(lead))):
        span = read_short_day(text, year, limited=bounded)
    if span is None:
        return None
    plain = not span.is_range
    fits = {
        "before": plain and span.unit in _UNITS_WITH_LIMIT,
        "until": plain,
        "clock": plain and span.unit is TimeUnit.DAY,
    }
    return span if all(fits[name] for name in fits if match[name] is not None) else None


def _read_start_of_later_year(text: str, year: int) -> TimeSpan | None:
    """Return the first day of a year after the plan's: "đầu năm 2027" is a day, that of the plan's own year is loose."""
    span = read_year_start(text, year)
    return span if span and span.first.year > year else None


def _refuse_period_of_product(lead: str, match: re.Match[str], span: TimeSpan) -> None:
    """Raise for "Báo cáo quý III" or "Kế hoạch năm 2026": the time may be what the product covers.

    A report may cover a quarter, part of a year or year, or a range of `_MAY_BE_DATA`, any other product a part of a
    year or a year. Behind the name of an agency alone any time may be its own. A limit ("trong quý III") makes it a deadline again.
    """
    if any(match[limit] for limit in ("before", "until", "within")):
        return
    loose = span.is_range and re.search(_MAY_BE_DATA, match["span"], re.ASCII)
    covered = names_report(lead) and (span.unit in _REPORTED_UNITS or loose)
    if covered or (names_product(lead) and span.unit in _LONG_UNITS) or (lead and names_only_bodies(lead)):
        raise UnreadablePhraseError(
            f"«{upper_first(span.label)}» có thể là kỳ của báo cáo, kế hoạch mà không phải thời "
            f"hạn; hãy ghi «trong {span.label}» hoặc «trước ngày …»."
        )


def _limit_step(match: re.Match[str], span: TimeSpan, last: str) -> Step:
    conclusion = f"ngày cuối cùng đúng hạn là {last}."
    if match["before"] is None:
        return Step(f"Tính cả {span.label}: {conclusion}")
    if match["clock"]:
        return Step(f"«Trước {clock_text(match)} {span.label}» là trong ngày ấy: {conclusion}")
    return Step(f"«Trước {span.label}» không tính {span.label}: {conclusion}")
