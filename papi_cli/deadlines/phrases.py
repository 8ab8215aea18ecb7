"""Parse a due phrase: harmless leading words, a limit, a span of time.

"Báo cáo kết quả trước ngày 10/6/2026" is the lead "Báo cáo kết quả", the limit "trước" and the span "ngày 10/6/2026".
A phrase is matched on its key (no marks, no case) and as a whole: anything that is left over makes it unreadable,
because a wrong day is worse than none.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from papi_cli.deadlines.model import Deadline, DueKind, Step, UnreadablePhrase, UnreadablePhraseError
from papi_cli.deadlines.spans import TimeSpan, TimeUnit, read_time_span
from papi_cli.deadlines.undated import NO_LAST_DAY, ONGOING_PATTERN, read_undated
from papi_cli.text import day_text, match_key, upper_first

_LONGEST_PHRASE = 300
_ONE_DAY = timedelta(days=1)
_MINUTES_OF_HOUR = 60
_MINUTES_OF_DAY = 24 * _MINUTES_OF_HOUR
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

_PLAIN_WORDS = (
    "va|can|phai|hoan thanh|xong|ban hanh|thuc hien|trien khai|to chuc|trinh|gui|nop|thoi gian|thoi diem|thoi han|han"
)
_REPORT_WORDS = "bao cao|so lieu|so ket|tong ket"
_PRODUCT_WORDS = (
    "ke hoach|cong van|van ban|quyet dinh|nghi quyet|chuong trinh|de an|du thao|to trinh|thong bao"
    "|huong dan|tai lieu|de cuong|ket luan|phieu|san pham|hoi nghi|tap huan|khao sat|danh gia"
    "|kiem tra|giam sat|don doc|chi dao|ket qua|phe duyet|cong bo"
)
_LEAD = rf"(?:(?:{_PLAIN_WORDS}|{_REPORT_WORDS}|{_PRODUCT_WORDS})\b(?:[,:;]? |-|[,:;]?$))*+"

_OF_YEAR = r"(?: nam)?(?: 20\d\d|/20\d\d)?"
_HALF_PERIOD = r"(?:dinh ky )?0?6 thang(?: (?:dau|cuoi) nam(?: 20\d\d)?)?|ca nam(?: 20\d\d)?"
_REPORT_PERIOD = (
    rf"{_HALF_PERIOD}|nam(?: 20\d\d)?|0?[39] thang(?: dau nam(?: 20\d\d)?)?"
    rf"|thang \d\d?{_OF_YEAR}|qu[iy] [iv]+{_OF_YEAR}"
)
_BEFORE_A_LIMIT = r",? (?=(?:truoc|(?:cham|muon) nhat) )"

_BEFORE = r"(?:(?:tu nay )?den |(?:cham|muon) nhat (?:la )?)?truoc"
_UNTIL = r"(?:cham|muon) nhat(?: (?:la|vao|den|trong|het))*|(?:tu nay )?den(?: het)?|het"
_CLOCK = r"(?P<clock>(?P<hour>\d\d?) ?(?:h|:|gio) ?(?P<minute>\d\d)?)(?: ?phut)? "
_LIMITED_SPAN = (
    rf"(?:(?:(?P<before>{_BEFORE})|(?P<until>{_UNTIL})|(?P<within>trong|vao)) )?"
    rf"(?:{_CLOCK})?(?P<span>.+)"
)
_LATER_YEARS = r"(?P<rest>.+?),? (?:va )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau)"
_ONGOING_WITHIN = rf"{ONGOING_PATTERN},? (?P<rest>(?:trong )?(?:nam|giai doan|thoi ky|0?6 thang|20\d\d)\b.*)"
_YEARLY = r"(?:hang nam,? (?P<after>.+)|(?P<rest>.+?),? hang nam)"

_LONG_UNITS = frozenset({TimeUnit.HALF, TimeUnit.YEAR})
_REPORTED_UNITS = _LONG_UNITS | {TimeUnit.QUARTER}
_UNITS_WITH_LIMIT = frozenset({TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.QUARTER, TimeUnit.YEAR})

_TIMES = r"ngay \d+|(?<![\d/-])\d+[/-]\d+(?:[/-]\d+)?|thang \d+(?:[/-]\d+)?|qu[iy] [ivx\d]+\b"
_PERIOD_IS_NOT_DUE = "Kỳ báo cáo nêu trong cụm từ không phải là thời hạn."
_NO_YEAR = "Cụm từ không ghi năm:"
_EVERY_YEAR = "«Hằng năm»:"
_HINT = "hãy ghi theo mẫu «trước ngày 10/6/2026», «chậm nhất ngày 15/02/2026» hoặc «tháng 3/2026»"
_MANY_TIMES = "Cụm từ nêu nhiều thời điểm; hãy tách thành từng mốc, mỗi mốc một thời hạn."
_REASONS: tuple[tuple[str, str], ...] = (
    (
        r"(?:[/-]|\bnam )(?!20\d\d\b)\d{4}\b",
        "Năm ghi trong thời hạn ở ngoài các năm từ 2000 đến 2099; hãy đối chiếu với văn bản và ghi lại năm.",
    ),
    (
        rf"^{ONGOING_PATTERN}\W",
        "Cụm từ vừa ghi thường xuyên vừa ghi nội dung khác; hãy tách thành từng mốc riêng.",
    ),
    (rf"(?:{_TIMES}).*?[ ,;-](?:{_TIMES})", _MANY_TIMES),
    (
        r"^\d+ thang(?: (?:dau|cuoi) nam)?\b|^(?:ca )?nam$",
        f"Cụm từ chỉ nêu kỳ số liệu, không nêu thời hạn; {_HINT}.",
    ),
    (
        r"\bngay \d+$",
        f"Thời hạn có ngày mà thiếu tháng; {_HINT}.",
    ),
    (
        r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)\b",
        f"Tên thứ trong tuần không xác định được ngày; {_HINT}.",
    ),
)


@cache
def read_due(phrase: str, *, year: int) -> Deadline | UnreadablePhrase:
    """Return what the phrase means, or why it cannot be read; never raises.

    A phrase without a year takes `year`, that of the plan (2000 to 2099).
    """
    text = _tidy(phrase)
    if not text:
        return UnreadablePhrase(phrase, f"Thời hạn để trống; {_HINT}.")
    if len(text) > _LONGEST_PHRASE:
        return UnreadablePhrase(phrase, f"Cụm từ thời hạn quá dài; {_HINT}.")
    try:
        return _read_tidied(phrase, text, year)
    except UnreadablePhraseError as error:
        return UnreadablePhrase(phrase, str(error))


def _tidy(phrase: str) -> str:
    """Return the key of the phrase without bullet and closing signs: `- Tháng 3 / 2026,` → `thang 3/2026`."""
    text = match_key(phrase.translate(_DASHES))
    text = re.sub(r"^(?:[-+*•]\s*)+|[\s.;,:]+$", "", text)
    text = re.sub(r"\s*([/-])\s*", r"\1", text)
    return re.sub(r"\s*([,;])\s*", r"\1 ", text)


def _read_tidied(phrase: str, text: str, year: int) -> Deadline:
    match = re.match(_LEAD, text)
    lead = match.group() if match else ""
    rest = text[len(lead) :]
    if undated := read_undated(rest):
        kind, step = undated
        return Deadline(phrase, kind, None, None, strict=False, steps=(step,))
    if later := re.fullmatch(_LATER_YEARS, rest):
        return _ongoing_from(_read_tidied(phrase, lead + later["rest"], year))
    if within := re.fullmatch(_ONGOING_WITHIN, rest):
        return _ongoing_from(_read_dated(phrase, "", within["rest"], year))
    return _read_dated(phrase, lead, rest, year)


def _ongoing_from(inner: Deadline) -> Deadline:
    """Turn `inner`, a start date, into an ongoing deadline; a limit without a start raises UnreadablePhraseError."""
    if inner.kind is DueKind.DATED and inner.first is None:
        raise UnreadablePhraseError(_MANY_TIMES)
    since = f" từ ngày {day_text(inner.first)}" if inner.first else ""
    step = Step(f"Thực hiện thường xuyên{since}: {NO_LAST_DAY}")
    steps = (*inner.steps, step)
    return inner._replace(kind=DueKind.ONGOING, last=None, strict=False, steps=steps)


def _read_dated(phrase: str, lead: str, text: str, year: int) -> Deadline:
    """Return the deadline that `text`, which follows `lead` in `phrase`, sets; raises the reason if it sets none."""
    periodless = _without_period(lead, text)
    yearly = re.fullmatch(_YEARLY, periodless)
    limited = (yearly["after"] or yearly["rest"]) if yearly else periodless
    match = re.fullmatch(_LIMITED_SPAN, limited, re.ASCII)
    span = _read_limited_span(match, year) if match else None
    if match is None or span is None or (yearly and span.year_written):
        raise UnreadablePhraseError(_reason_unreadable(text))
    _refuse_period_of_product(lead, match, span)
    _check_clock(match)
    before = match["before"] is not None
    bounded = before or match["until"] is not None
    last = span.first - _ONE_DAY if before and not match["clock"] else span.last
    first = None if bounded or span.is_single_day else span.first
    steps = [Step(_PERIOD_IS_NOT_DUE)] if periodless != text else []
    if not span.year_written:
        steps.append(Step(f"{_EVERY_YEAR if yearly else _NO_YEAR} lấy năm {year} của kế hoạch."))
    one_day = span.is_single_day and span.unit is TimeUnit.DAY
    if not one_day:
        steps.append(span.step)
    if one_day or bounded:
        steps.append(_limit_step(match, span, day_text(last)))
    return Deadline(phrase, DueKind.DATED, first, last, strict=before, steps=tuple(steps))


def _without_period(lead: str, text: str) -> str:
    """Return the text without a report's data period: "báo cáo [6 tháng] trước ngày 10/6"."""
    reported = re.search(rf"\b(?:{_REPORT_WORDS})\b", lead)
    period = _REPORT_PERIOD if reported else _HALF_PERIOD
    return re.sub(rf"^(?:{period}){_BEFORE_A_LIMIT}", "", text, flags=re.ASCII)


def _read_limited_span(match: re.Match[str], year: int) -> TimeSpan | None:
    """Return the span in a match of `_LIMITED_SPAN`; None for no span, or for one that the limit does not fit.

    "trước" takes a whole day, month, quarter or year, a clock time takes a day, and no limit takes a range.
    """
    whole_year = match["span"] == "nam" and re.search(r"\b(?:trong|het) nam$", match.string)
    span = read_time_span(f"nam {year}" if whole_year else match["span"], year)
    if span is None:
        return None
    if whole_year:
        span = span._replace(year_written=False)
    plain = not span.is_range
    fits = {
        "before": plain and span.unit in _UNITS_WITH_LIMIT,
        "until": plain,
        "clock": plain and span.unit is TimeUnit.DAY,
    }
    return span if all(fits[name] for name in fits if match[name] is not None) else None


def _refuse_period_of_product(lead: str, match: re.Match[str], span: TimeSpan) -> None:
    """Raise for "Báo cáo quý III" or "Kế hoạch năm 2026": the time may be what the product covers.

    A report may cover a quarter, half-year or year, any other product a half-year or year. A limit ("trong quý III")
    makes it a deadline again.
    """
    if any(match[limit] for limit in ("before", "until", "within")):
        return
    covered = re.search(rf"\b(?:{_REPORT_WORDS})\b", lead) and span.unit in _REPORTED_UNITS
    if covered or (re.search(rf"\b(?:{_PRODUCT_WORDS})\b", lead) and span.unit in _LONG_UNITS):
        raise UnreadablePhraseError(
            f"«{upper_first(span.label)}» có thể là kỳ của báo cáo, kế hoạch mà không phải thời "
            f"hạn; hãy ghi «trong {span.label}» hoặc «trước ngày …»."
        )


def _check_clock(match: re.Match[str]) -> None:
    """Raise for a clock time later than 24h00, or for 0h00, which would mean the day before."""
    if match["clock"] is None:
        return
    minute = int(match["minute"] or 0)
    minutes = _MINUTES_OF_HOUR * int(match["hour"]) + minute
    if minutes > _MINUTES_OF_DAY or minute >= _MINUTES_OF_HOUR:
        raise UnreadablePhraseError(f"Không có giờ {_clock_text(match)}; hãy đối chiếu với văn bản và ghi giờ có thật.")
    if minutes == 0:
        raise UnreadablePhraseError(
            f"«{_clock_text(match)}» là lúc ngày bắt đầu; hãy ghi «trước ngày …» và không ghi giờ."
        )


def _clock_text(match: re.Match[str]) -> str:
    return f"{match['hour']}h{match['minute'] or ''}"


def _limit_step(match: re.Match[str], span: TimeSpan, last: str) -> Step:
    conclusion = f"ngày cuối cùng đúng hạn là {last}."
    if match["before"] is None:
        return Step(f"Tính cả {span.label}: {conclusion}")
    if match["clock"]:
        return Step(f"«Trước {_clock_text(match)} {span.label}» là trong ngày ấy: {conclusion}")
    return Step(f"«Trước {span.label}» không tính {span.label}: {conclusion}")


def _reason_unreadable(text: str) -> str:
    """Return the reason that best helps somebody to correct the phrase."""
    reasons = (reason for pattern, reason in _REASONS if re.search(pattern, text, re.ASCII))
    return next(reasons, f"Không hiểu chắc chắn cụm từ thời hạn; {_HINT}.")
