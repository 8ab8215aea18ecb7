"""Parse a length of time that is counted from a day yet to be known: "trong 10 ngày kể từ ngày nhận Kế hoạch".

Texts are tidied match keys, without their leading words.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.leads import names_product, names_report
from papi_cli.deadlines.model import Deadline, DueKind, Step, Term, TermUnit, UnreadablePhraseError
from papi_cli.deadlines.undated import FREE
from papi_cli.text import number_text

_WITHIN = r"(?:(?:trong|(?:cham|muon) nhat(?: la| trong)?|khong qua|toi da)(?P<clear> (?:vong|thoi han|thoi gian)(?: (?:khong qua|toi da))?| sau)? |[≤<]=? ?)"
_NUMBER = r"(?P<count>\d{1,3})(?: \((?P<words>[a-z ]+)\))?"
_LENGTH = rf"{_NUMBER} (?P<unit>ngay|tuan|thang|nam)(?P<working> lam viec)?"
_SINCE = r"(?:(?:ke|tinh) tu(?: khi)?|tu(?: khi)?|sau(?: khi)?)"
_COUNTED = rf"(?:{_WITHIN})?{_LENGTH},? {_SINCE} {FREE}"
_ALONE = rf"(?P<within>{_WITHIN})?{_LENGTH}"
# By the hour, counted back, or "sau 15 ngày kể từ …", which is not before that day: no length leads to a last day.
_OTHERWISE = rf"(?:{_WITHIN}|sau )?\d{{1,3}}(?: \([a-z ]+\))? (?:gio|ngay|tuan|thang|nam)(?: lam viec)?,? (?:{_SINCE}|truoc khi) {FREE}"

_UNITS = {
    "ngay": (TermUnit.DAY, "ngày"),
    "tuan": (TermUnit.WEEK, "tuần"),
    "thang": (TermUnit.MONTH, "tháng"),
    "nam": (TermUnit.YEAR, "năm"),
}
_MONTHS_OF_PERIODS = range(1, 13)
_DIGITS = ("linh le", "mot", "hai", "ba", "bon tu", "nam lam", "sau", "bay", "tam", "chin")
_DIGIT_OF_WORD = {word: digit for digit, words in enumerate(_DIGITS) for word in words.split()}

_FIRST_DAY_NOT_COUNTED = Step(
    "Ngày xảy ra sự việc làm mốc không tính; thời hạn tính từ ngày liền sau.",
    "khoản 2, khoản 3 Điều 147 Bộ luật Dân sự 2015",
)
_END_RULES = {
    TermUnit.WEEK: Step(
        "Thời hạn tính bằng tuần kết thúc vào ngày tương ứng của tuần cuối cùng.",
        "khoản 2 Điều 148 Bộ luật Dân sự 2015",
    ),
    TermUnit.MONTH: Step(
        "Thời hạn tính bằng tháng kết thúc vào ngày tương ứng của tháng cuối cùng; tháng ấy không có ngày tương ứng thì "
        "vào ngày cuối cùng của tháng.",
        "khoản 3 Điều 148 Bộ luật Dân sự 2015",
    ),
    TermUnit.YEAR: Step(
        "Thời hạn tính bằng năm kết thúc vào ngày, tháng tương ứng của năm cuối cùng.",
        "khoản 4 Điều 148 Bộ luật Dân sự 2015",
    ),
}
_WORKING_DAYS = Step("Chỉ đếm ngày làm việc theo lịch làm việc của kế hoạch.")
_NO_LENGTH = Step("Thời hạn tính từ một thời điểm mà văn bản không nêu ngày.")


def read_relative(phrase: str, lead: str, text: str) -> Deadline | None:
    """Return the deadline of a length of time, None if the text is none.

    Raises UnreadablePhraseError for no time at all, and for words in brackets that are another number.
    """
    if match := re.fullmatch(_COUNTED, text, re.ASCII) or _length_alone(lead, text):
        term = _term(match)
        return _relative(phrase, *_steps(term), term=term) if term else None
    return _relative(phrase, _NO_LENGTH) if re.fullmatch(_OTHERWISE, text, re.ASCII) else None


def _relative(phrase: str, *steps: Step, term: Term | None = None) -> Deadline:
    return Deadline(phrase, DueKind.RELATIVE, first=None, last=None, strict=False, steps=steps, term=term)


def _length_alone(lead: str, text: str) -> re.Match[str] | None:
    """Return the match of a length without what it counts from; None if it may be what a report or a plan covers."""
    match = re.fullmatch(_ALONE, text, re.ASCII)
    if match is None or (match["within"] and (match["clear"] or not match["within"].startswith("trong"))):
        return match
    is_covered = match["within"] is None and (names_report(lead) or names_product(lead))
    is_part_of_year = match["unit"] == "thang" and int(match["count"]) in _MONTHS_OF_PERIODS
    is_period = match["unit"] == "nam" or is_part_of_year
    return None if is_covered or is_period else match


def _term(match: re.Match[str]) -> Term | None:
    unit, _ = _UNITS[match["unit"]]
    working = match["working"] is not None
    if working and unit is not TermUnit.DAY:
        return None
    count = int(match["count"])
    if count == 0:
        raise UnreadablePhraseError("Thời hạn dài 0 ngày; hãy đối chiếu với văn bản và ghi độ dài có thật.")
    if match["words"] and _number(match["words"]) != count:
        raise UnreadablePhraseError(
            f"Số {count} không khớp số ghi bằng chữ trong ngoặc; hãy đối chiếu với văn bản và ghi lại."
        )
    return Term(count, unit, working)


def _number(words: str) -> int | None:
    """Return the number that words say, up to 999: `hai muoi lam`; None if they say none."""
    hundreds_and_tens, digit = 0, 0
    for word in words.split():
        match word:
            case "tram":
                hundreds_and_tens, digit = digit * 100, 0
            case "muoi":
                hundreds_and_tens, digit = hundreds_and_tens + (digit or 1) * 10, 0
            case _ if word in _DIGIT_OF_WORD:
                digit = _DIGIT_OF_WORD[word]
            case _:
                return None
    return hundreds_and_tens + digit


def _steps(term: Term) -> list[Step]:
    name = next(name for unit, name in _UNITS.values() if unit is term.unit)
    length = f"{number_text(term.count)} {name}{' làm việc' if term.working else ''}"
    steps = [Step(f"Thời hạn dài {length}, tính từ một mốc."), _FIRST_DAY_NOT_COUNTED]
    if term.working:
        steps.append(_WORKING_DAYS)
    if term.unit in _END_RULES:
        steps.append(_END_RULES[term.unit])
    return steps
