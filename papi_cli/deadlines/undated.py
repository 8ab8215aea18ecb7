"""Due phrases without a last day: ongoing, recurring, tied to an event, or counted from one.

Texts are tidied match keys, without their leading words.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.model import DueKind, Step, UnreadablePhraseError

_LAST_MONTH_DAY = 31

# Free words ("sau khi …") are accepted only if nothing in them could be a due day.
_TIME = r"\d[/-]\d|\d+ ngay|ngay \d|thang \d|qu[iy] [ivx\d]+\b|20\d\d|truoc|(?:cham|muon) nhat|hang"
_FREE = rf"(?:(?!\b(?:{_TIME})).)+"

ONGOING_PATTERN = r"(?:thuong xuyen|lien tuc)(?:(?:, | va |-| )(?:thuong xuyen|lien tuc))*"
_DEMAND = rf"(?:theo|khi co) yeu cau(?: cua {_FREE})?"
_NOW_AND_THEN = r"(?:dinh ky|dot xuat|thuong xuyen)"

_EACH = r"(?:hang|moi)"
_ONCE = r"(?:/lan| (?:mot|1) lan)"
_UNIT = r"(?:ngay|tuan|thang|qu[iy]|nam)"
_COUNT_OF_UNIT = rf"(?:\d\d? )?{_UNIT}{_ONCE}?"
_QUARTER_END = rf"thang cuoi (?:cua )?(?:{_EACH} )?qu[iy]"
_MONTH_DAY = (
    r"(?:truoc |cham nhat |muon nhat |vao )*ngay \d\d? "
    rf"(?:(?:cua )?{_EACH} thang|(?:cua )?{_QUARTER_END})"
)
_CYCLE = (
    rf"(?:dinh ky(?: {_EACH} {_UNIT}| {_COUNT_OF_UNIT})?|{_EACH} {_UNIT}|\d\d? {_UNIT}{_ONCE}"
    rf"|{_MONTH_DAY}|{_QUARTER_END})"
)
_MORE_CYCLES = rf"(?:(?:,| va| hoac) (?:{_EACH} {_UNIT}|{_COUNT_OF_UNIT}|{_MONTH_DAY}))*"

_WITHIN = r"(?:(?:trong|sau|cham nhat|muon nhat)(?: vong| thoi han| thoi gian)? )?"
_COUNTED_DAYS = r"\d{1,3}(?: \([a-z ]+\))? (?:ngay|tuan|thang)(?: lam viec)?"
_COUNTED_FROM = r"(?:ke tu|tinh tu|tu|sau khi|sau|truoc khi)"
_GOVERNED_BY = r"(?:lo trinh|tien do|quy dinh|ke hoach|thuc te)"

NO_LAST_DAY = "không có ngày cuối cùng, không tính quá hạn."
_FORMS: tuple[tuple[str, DueKind, str], ...] = (
    (
        rf"{ONGOING_PATTERN}|(?:{ONGOING_PATTERN},? )?hang nam",
        DueKind.ONGOING,
        f"Thực hiện thường xuyên: {NO_LAST_DAY}",
    ),
    (
        rf"(?:{_NOW_AND_THEN}(?:,| hoac| va)? )*(?:{_DEMAND}|dot xuat)",
        DueKind.ONGOING,
        f"Thực hiện khi có yêu cầu: {NO_LAST_DAY}",
    ),
    (
        rf"{_CYCLE}{_MORE_CYCLES}",
        DueKind.RECURRING,
        f"Thực hiện định kỳ nhiều lần: {NO_LAST_DAY}",
    ),
    (
        rf"{_WITHIN}{_COUNTED_DAYS},? {_COUNTED_FROM} {_FREE}",
        DueKind.RELATIVE,
        f"Thời hạn tính từ một thời điểm chưa biết ngày: {NO_LAST_DAY}",
    ),
    (
        rf"(?:ngay )?(?:sau |truoc )?khi {_FREE}|theo {_GOVERNED_BY}(?: {_FREE})?",
        DueKind.EVENT,
        f"Thời hạn gắn với một sự việc, không ghi ngày: {NO_LAST_DAY}",
    ),
)


def read_undated(text: str) -> tuple[DueKind, Step] | None:
    """Return the kind of the phrase and a sentence on it, None if it may have a last day.

    Raises UnreadablePhraseError for a recurring day of the month that is not 1 to 31.
    """
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
