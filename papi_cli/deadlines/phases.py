"""Split a phrase of two phases: what is done by a day, and goes on afterwards without one.

"hoàn thành trong quý II/2026 và vận hành thường xuyên", "ban hành trong tháng 3/2026, rà soát hằng năm", "trong 10 ngày kể
từ ngày nhận Kế hoạch, sau đó cập nhật thường xuyên". Texts are tidied match keys.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.leads import names_report
from papi_cli.deadlines.undated import EACH, ONGOING_PATTERN

_KEEPING_UP = (
    "van hanh|duy tri|cap nhat|ra soat|bo sung|sua doi|su dung|khai thac|nang cap|bao tri|bao duong|theo doi|kiem tra"
    "|giam sat|danh gia|don doc|hoan thien|nhan rong|tiep tuc|phat huy|quan ly|cong khai|ket noi|chia se|dieu chinh"
)
# Said of a single day too, "tháng 11, tổ chức hằng năm": two phases only if the day has a year.
_DOING = "thuc hien|trien khai|to chuc|tuyen truyen|ap dung|dao tao|boi duong"
_WORK = rf"(?:{_KEEPING_UP}|{_DOING})"
_DOINGS = rf"{_WORK}(?:(?:, | va |, va | ){_WORK})*"
_CYCLES = rf"(?:dinh ky,? )?(?:{EACH} (?:ngay|tuan|thang|qu[iy]|nam)|dinh ky)"
_AFTERWARDS = r"(?:(?:sau do|tu do)(?: tro di)?,? (?:(?:se|thi|tiep tuc) )?)"
_LATER_YEARS = r"(?:trong |cho )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau)"
_ALL_THE_TIME = rf"{ONGOING_PATTERN}(?:,? (?:{EACH} nam|{_LATER_YEARS}))?"
_AT_ANY_TIME = rf"(?:{_ALL_THE_TIME}|khi co (?:thay doi|phat sinh|bien dong|yeu cau))"
_DATED = r"(?P<dated>(?:(?!\b(?:thuong xuyen|lien tuc|hang|moi|dinh ky)\b).)*?(?:\d|nam|qu[iy] [iv]+))"
_SECOND_PHASES = (
    rf"(?:[,;]? va |[,;] ){_AFTERWARDS}?(?P<work>{_DOINGS}) (?:{_AT_ANY_TIME}|(?P<cycle>{_CYCLES})|{_LATER_YEARS})",
    rf"(?:[,;]? va |[,;] ){_AFTERWARDS}?(?P<work>thuong xuyen (?:{_DOINGS}))(?P<cycle>)",
    rf"(?:[,;]? va |[,;] )?{_AFTERWARDS}(?P<work>(?:bao cao|so ket|tong ket|{_DOINGS}) )?(?:{_AT_ANY_TIME}|{_CYCLES})(?P<cycle>)",
    rf",? va (?P<work>){_ALL_THE_TIME}(?P<cycle>)",
)
_TWO_PHASES = tuple(_DATED + second for second in _SECOND_PHASES)
# Its first phase ends in free words, which may hold no more than the first that could begin the second one.
_SINCE_THEN = r"(?P<dated>(?:(?!\b(?:thuong xuyen|lien tuc|hang|moi|dinh ky)\b).)*?\b(?:tu|sau|truoc khi)\b.+?)"
_TWO_PHASES_SINCE_THEN = tuple(_SINCE_THEN + second for second in _SECOND_PHASES)
# What free words would swallow of a second phase that is none of the forms above.
_GOES_ON = (
    rf"\b(?:sau do|tu do)\b|(?:[,;]| va)(?: .*)? (?:{ONGOING_PATTERN}|dinh ky|{_LATER_YEARS}"
    r"|khi co (?:thay doi|phat sinh|bien dong))$"
)


def dated_phase(lead: str, text: str) -> str | None:
    """Return the first phase of a text that follows `lead`, None if it has no second one that goes on without a last day.

    A second phase with a day of its own ("báo cáo trước ngày 15/12 hằng năm") is another deadline: None.
    """
    for pattern in _TWO_PHASES:
        match = re.fullmatch(pattern, text, re.ASCII)
        if match and not (match["cycle"] and _is_of_the_day(lead, match)):
            return match["dated"]
    return None


def undated_phase(lead: str, text: str) -> str | None:
    """Return the first phase as `dated_phase` does, of a text whose first phase counts from a day yet to be known."""
    for pattern in _TWO_PHASES_SINCE_THEN:
        match = re.fullmatch(pattern, text, re.ASCII)
        if match and not (match["cycle"] and _is_of_the_day(lead, match)):
            return match["dated"]
    return None


def may_go_on(text: str) -> bool:
    """Return whether free words may say that the work goes on: "…, sau đó 03 tháng một lần", "…, báo cáo thường xuyên"."""
    return re.search(_GOES_ON, text) is not None


def _is_of_the_day(lead: str, match: re.Match[str]) -> bool:
    """Return whether "hằng năm" may belong to the day: "tháng 11, tổ chức hằng năm", "trước ngày 15/12, đánh giá hằng năm".

    It cannot if the day has a year, nor with another thing to do in front: "ban hành trong tháng 3, rà soát hằng năm".
    """
    if not re.search(rf"{EACH} nam", match["cycle"]) or re.search(r"20\d\d", match["dated"]):
        return False
    return not lead or names_report(lead) or re.search(rf"\b(?:{_DOING})\b", match["work"]) is not None
