"""Due phrases without a last day: ongoing, recurring, tied to an event, or counted from one.

Texts are tidied match keys, without their leading words.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.model import DueKind, Step, UnreadablePhraseError

_LAST_MONTH_DAY = 31

# Free words ("sau khi …") are accepted only if nothing in them could be a due day.
_TIME = r"\d[/-]\d|\d+ ngay|ngay \d|thang \d|qu[iy] [ivx\d]+\b|20\d\d|truoc|(?:cham|muon) nhat|hang"
FREE = rf"(?:(?!\b(?:{_TIME})).)+"

ONGOING_PATTERN = r"(?:thuong xuyen|lien tuc)(?:(?:, | va |-| )(?:thuong xuyen|lien tuc))*"
DEMAND = r"(?:theo|khi co|khi duoc|khi) yeu cau"
_NOW_AND_THEN = r"(?:dinh ky|dot xuat|thuong xuyen)"

_EACH = r"(?:hang|moi)"
_ONCE = r"(?:/lan| (?:mot|0?1) lan)"
_OFTEN = r"(?:(?:it nhat|toi thieu) )?(?:\d\d?|mot|hai|ba|bon) lan"
_UNIT = r"(?:ngay|tuan|thang|qu[iy]|nam)"
_COUNT_OF_UNIT = rf"(?:\d\d? )?{_UNIT}{_ONCE}?"
_TIMES_PER = rf"{_OFTEN}(?:/| trong | {_EACH} | )(?:(?:mot|0?[16]) )?{_UNIT}|{_EACH} (?:0?6 )?{_UNIT},? {_OFTEN}"
_QUARTER_END = rf"thang cuoi (?:cua )?(?:{_EACH} )?qu[iy]"
_FOLLOWING = r"(?:(?:sau )?lien ke|tiep theo|ke tiep)"
_CLOCK = r"\d\d? ?(?:h|:|gio) ?(?:\d\d)?(?: ?phut)?,? "
_LIMIT = r"(?:(?:truoc|cham nhat|muon nhat|tre nhat|den|la|vao) )*"
_BARE_DAY = rf"{_LIMIT}(?:{_CLOCK})?ngay \d\d?"
_MONTH_DAY = (
    rf"{_BARE_DAY} (?:(?:cua )?{_EACH} thang|(?:cua )?{_QUARTER_END}|(?:cua )?thang {_FOLLOWING}"
    rf"|(?:cua )?thang dau (?:cua )?qu[iy] (?:sau|{_FOLLOWING}))"
)
# Alone, "ngày 05 tháng sau" may as well be "ngày 05 tháng Sáu": a key has no marks.
_DAY_OF_NEXT_MONTH = rf"{_BARE_DAY}(?: (?:cua )?thang (?:sau|{_FOLLOWING}))?"
_WEEKDAY = r"(?:ngay )?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_WEEKLY = (
    rf"{_LIMIT}(?:{_CLOCK})?(?:(?:sang|chieu) )?{_WEEKDAY} (?:cua )?{_EACH} tuan"
    rf"|{_EACH} tuan,? \(?{_LIMIT}(?:{_CLOCK})?(?:(?:sang|chieu) )?{_WEEKDAY}\)?"
)
_CYCLE = (
    rf"(?:dinh ky(?:,? {_EACH} {_UNIT}| {_COUNT_OF_UNIT})?|{_EACH} {_UNIT}|\d\d? {_UNIT}{_ONCE}"
    rf"|(?:dinh ky,? )?(?:(?:thang|qu[iy]),? )?{_MONTH_DAY}|{_QUARTER_END}"
    rf"|(?:dinh ky,? )?(?:{_TIMES_PER}|{_WEEKLY}|{_EACH} thang[,:]? {_DAY_OF_NEXT_MONTH}|{_EACH} qu[iy][,:]? {_MONTH_DAY})"
    rf"|(?:vao )?cuoi {_EACH} {_UNIT}|cac thang trong nam)"
)
_MORE_CYCLES = rf"(?:(?:,| va| hoac) (?:{_EACH} {_UNIT}|{_COUNT_OF_UNIT}|{_MONTH_DAY}|ca nam))*"

_WITHIN = r"(?:(?:trong|sau|cham nhat|muon nhat)(?: vong| thoi han| thoi gian)? )?"
_COUNTED_DAYS = r"\d{1,3}(?: \([a-z ]+\))? (?:gio|ngay|tuan|thang)(?: lam viec)?"
_COUNTED_FROM = r"(?:ke tu|tinh tu|tu|sau khi|sau|truoc khi)"
_GOVERNED_BY = r"(?:lo trinh|tien do|quy dinh|ke hoach|thuc te)"

# A phrase without one of these words is of no form below, whose patterns need not be compiled for it.
_SIGNS = r"\b(?:thuong xuyen|lien tuc|hang|moi|dinh ky|dot xuat|yeu cau|lan|cuoi|sau|tiep|ke|tu|khi|theo|cac thang)\b"

NO_LAST_DAY = "không có ngày cuối cùng, không tính quá hạn."
_FORMS: tuple[tuple[str, DueKind, str], ...] = (
    (
        rf"{ONGOING_PATTERN}(?:,? hang (?:ngay|tuan|thang|qu[iy]))?|(?:{ONGOING_PATTERN},? )?hang nam(?:,? {ONGOING_PATTERN})?",
        DueKind.ONGOING,
        f"Thực hiện thường xuyên: {NO_LAST_DAY}",
    ),
    (
        rf"(?:{_NOW_AND_THEN}(?:,| hoac| va)? )*(?:{DEMAND}(?: cua {FREE})?|dot xuat)",
        DueKind.ONGOING,
        f"Thực hiện khi có yêu cầu: {NO_LAST_DAY}",
    ),
    (
        rf"{_CYCLE}{_MORE_CYCLES}",
        DueKind.RECURRING,
        f"Thực hiện định kỳ nhiều lần: {NO_LAST_DAY}",
    ),
    (
        rf"{_WITHIN}{_COUNTED_DAYS},? {_COUNTED_FROM} {FREE}",
        DueKind.RELATIVE,
        f"Thời hạn tính từ một thời điểm chưa biết ngày: {NO_LAST_DAY}",
    ),
    (
        rf"(?:ngay )?(?:sau |truoc )?khi {FREE}|theo {_GOVERNED_BY}(?: {FREE})?",
        DueKind.EVENT,
        f"Thời hạn gắn với một sự việc, không ghi ngày: {NO_LAST_DAY}",
    ),
)


def read_undated(text: str) -> tuple[DueKind, Step] | None:
    """Return the kind of the phrase and a sentence on it, None if it may have a last day.

    Raises UnreadablePhraseError for a recurring day of the month that is not 1 to 31.
    """
    if not re.search(_SIGNS, text):
        return None
    for pattern, kind, sentence in _FORMS:
        if re.fullmatch(pattern, text, re.ASCII):
            _check_month_days(text)
            return kind, Step(sentence)
    return None


def _check_month_days(text: str) -> None:
    for day in re.findall(r"ngay (\d+)", text, re.ASCII):
        if not 1 <= int(day) <= _LAST_MONTH_DAY:
            raise UnreadablePhraseError(
                f"Không có ngày {day} trong tháng; hãy đối chiếu với văn bản và ghi ngày có thật."
            )
