"""Due phrases without a day: ongoing, recurring, or tied to an event.

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

EACH = r"(?:hang|moi|tung)"
_ONCE = r"(?:/lan| (?:mot|0?1) lan)"
_OFTEN = r"(?:(?:it nhat|toi thieu) )?(?:\d\d?|mot|hai|ba|bon) lan"
_UNIT = r"(?:ngay|tuan|thang|qu[iy]|nam)"
_COUNT_OF_UNIT = rf"(?:\d\d? )?{_UNIT}{_ONCE}?"
_TIMES_PER = rf"{_OFTEN}(?:/| trong | {EACH} | )(?:(?:mot|0?[16]) )?{_UNIT}|{EACH} (?:0?6 )?{_UNIT},? {_OFTEN}"
_CLOCK = r"\d\d? ?(?:h|:|gio) ?(?:\d\d)?(?: ?phut)?,? "
_LIMIT = r"(?:(?:truoc|cham nhat|muon nhat|tre nhat|den|la|vao) )*"
# Of each month, or of the one after a quarter: how often is left open.
_DAY_OF_NEXT_MONTH = rf"{_LIMIT}(?:{_CLOCK})?ngay \d\d? (?:cua )?thang (?:(?:sau )?lien ke|tiep theo|ke tiep)"
_WEEKDAY = r"(?:ngay )?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_WEEKLY = (
    rf"{_LIMIT}(?:{_CLOCK})?(?:(?:sang|chieu) )?{_WEEKDAY} (?:cua )?{EACH} tuan"
    rf"|{EACH} tuan,? \(?{_LIMIT}(?:{_CLOCK})?(?:(?:sang|chieu) )?{_WEEKDAY}\)?|(?:vao )?cuoi {EACH} tuan"
)
_CYCLE = (
    rf"(?:dinh ky(?:,? {EACH} {_UNIT}| {_COUNT_OF_UNIT})?|{EACH} {_UNIT}|\d\d? {_UNIT}{_ONCE}"
    rf"|(?:dinh ky,? )?(?:{_TIMES_PER}|{_WEEKLY}|{_DAY_OF_NEXT_MONTH})|cac thang trong nam)"
)
_MORE_CYCLES = rf"(?:(?:,| va| hoac) (?:{EACH} {_UNIT}|{_COUNT_OF_UNIT}|ca nam))*"

_GOVERNED_BY = r"(?:lo trinh|tien do|quy dinh|ke hoach|thuc te)"

# A phrase without one of these words is of no form below, whose patterns need not be compiled for it.
_SIGNS = r"\b(?:thuong xuyen|lien tuc|hang|moi|tung|dinh ky|dot xuat|yeu cau|lan|sau|tiep|ke|khi|theo|cac thang)\b"

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
        rf"(?:ngay )?(?:sau |truoc )?khi {FREE}|theo {_GOVERNED_BY}(?: {FREE})?",
        DueKind.EVENT,
        "Thời hạn gắn với một sự việc, không ghi ngày.",
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
