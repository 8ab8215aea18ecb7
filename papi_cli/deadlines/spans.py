"""Spans of time as plans write them: a unit of time, a range of them, or neighbours in a list.

Texts are tidied match keys (`quy iv/2026-quy ii/2027`).
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

from papi_cli.deadlines.model import UnreadablePhraseError
from papi_cli.deadlines.units import TimeSpan, TimeUnit, day_of, read_short_day, read_unit, read_year_start

_ONE_DAY = timedelta(days=1)
_RANGE_WORDS = r"^(?:(?:trong )?(?:khoang )?thoi gian |giai doan |thoi ky |cac nam )?(?P<from>tu )?"
_CUT = r"-| den (?:het )?"
_PARTIAL_DAY = r"(?:ngay )?(?P<d>\d\d?)(?:/(?P<m>\d\d?))?"
_LIST_WORD = r"(?:cac )?(?P<word>thang|ngay) (?=\d)"
_LIST_CUT = r",? va |, (?!(?:cua )?nam )"
_LISTED_UNITS = frozenset({TimeUnit.DAY, TimeUnit.MONTH})


def read_time_span(text: str, year: int) -> TimeSpan | None:
    """Parse `text` as a span, None if it is not one; `year` is the year of a span that names none.

    Raises UnreadablePhraseError for a day, month or quarter that does not exist, and for a range that ends before it
    begins.
    """
    return read_unit(text, year) or _read_range(text, year) or _read_list(text, year)


def _read_range(text: str, year: int) -> TimeSpan | None:
    words = re.match(_RANGE_WORDS, text)
    ends_text = text[words.end() :] if words else text
    for cut in re.finditer(_CUT, ends_text):
        dashed = cut.group() == "-"
        # "từ 01/3 đến 15/3" can only be days; "01/3-15/3" may be anything.
        short = words is not None and words["from"] is not None and not dashed
        ends = _read_ends(ends_text[: cut.start()], ends_text[cut.end() :], year, short=short)
        # A dash may as well belong to a number (15-3/2026): only units that agree make it a range.
        if ends and (not dashed or ends[0].unit is ends[1].unit):
            return _join_ends(*ends)
    return None


def _read_ends(start: str, end: str, year: int, *, short: bool) -> tuple[TimeSpan, TimeSpan] | None:
    """Return both ends of a range; either may leave its year to the other, a first day also its month.

    "tháng 10" and "12/2026", "quý II" and "III/2026", "01" and "ngày 15/3/2026", if `short` also "01/3" and "15/3".
    """
    word = re.match(r"(?:ngay|thang|qu[iy]|nam) ", start)
    # The word of the start comes first: in "quy 2-3/2026" the end is a quarter, not a month.
    worded = word.group() + end if word else end

    def read_end(of_year: int) -> TimeSpan | None:
        found = read_unit(worded, of_year) or read_unit(end, of_year)
        return found or (read_short_day(end, of_year, limited=True) if short else None)

    last = read_end(year)
    if last is None:
        return None
    of_year = last.last.year
    first = read_unit(start, of_year) or _read_partial_day(start, last) or read_year_start(start, of_year)
    if first is None:
        return None
    # A year that only the start writes holds for the end too; any other was taken from the end and changes nothing.
    return first, read_end(first.last.year) or last


def _read_partial_day(text: str, end: TimeSpan) -> TimeSpan | None:
    match = re.fullmatch(_PARTIAL_DAY, text, re.ASCII) if end.unit is TimeUnit.DAY else None
    if match is None:
        return None
    month = int(match["m"]) if match["m"] else end.last.month
    return day_of(int(match["d"]), month, end.last.year)._replace(year_written=False)


def _join_ends(start: TimeSpan, end: TimeSpan) -> TimeSpan:
    label = f"từ {start.label} đến {end.label}"
    if end.last < start.first:
        label = f"từ {_as_written(start)} đến {_as_written(end)}"
        raise UnreadablePhraseError(
            f"Khoảng thời gian «{label}» bị ngược; hãy ghi thời điểm đầu trước, cuối sau, và ghi năm ở cả hai đầu."
        )
    year_written = start.year_written or end.year_written
    rule = end.rule or start.rule
    return TimeSpan(end.unit, start.first, end.last, label, rule, year_written, is_range=True)


def _as_written(span: TimeSpan) -> str:
    """Return the label without a year that the text does not write."""
    return span.label if span.year_written else re.sub(r"(?:/| năm )20\d\d$", "", span.label)


def _read_list(text: str, year: int) -> TimeSpan | None:
    """Return the span of months or days that follow on each other: "tháng 4, 5 năm 2026", "ngày 10 và 11/6/2026".

    With a gap between them they are several occasions, each with a last day of its own, and no span.
    """
    word = re.match(_LIST_WORD, text, re.ASCII)
    if word is None:
        return None
    *others, end = (part.removeprefix(f"{word['word']} ") for part in re.split(_LIST_CUT, text[word.start("word") :]))
    last = read_unit(f"{word['word']} {end}", year)
    if not others or last is None or last.unit not in _LISTED_UNITS:
        return None
    spans = [_read_listed(word["word"], part, last) for part in others]
    listed = [span for span in spans if span is not None] + [last]
    follow = all(span.last + _ONE_DAY == after.first for span, after in pairwise(listed))
    return _join_ends(listed[0], last) if follow and None not in spans else None


def _read_listed(word: str, text: str, last: TimeSpan) -> TimeSpan | None:
    span = read_unit(f"{word} {text}", last.last.year) or _read_partial_day(text, last)
    return span if span and span.unit is last.unit else None
