"""Parse what falls due on a day of every month or quarter, or once in every month, quarter, half-year or year.

"trước ngày 15 hằng tháng", "ngày 20 của tháng cuối quý", "hằng quý (trước ngày 10 của tháng đầu quý sau)", "ít nhất 01
lần/quý". Texts are tidied match keys, without their leading words.
"""

from __future__ import annotations

import re

from papi_cli.deadlines.cycles import LAST_DAY_OF_MONTH, Cycle, Slot
from papi_cli.deadlines.leads import is_about_sending, leaves_open_what_is_due, names_report, split_lead
from papi_cli.deadlines.limits import BEFORE, CLOCK, UNTIL, check_clock
from papi_cli.deadlines.model import Deadline, Span, Step, UnreadablePhraseError
from papi_cli.deadlines.occurrences import ALL_OF_THE_TIME_NAMED
from papi_cli.deadlines.undated import EACH
from papi_cli.deadlines.units import MONTH_POINTS_RULE, YEAR_POINTS_RULE

_LAST_MONTH_DAY = 31

_ONCE = r"(?:0?1|mot) lan"
_AT_LEAST_ONCE = rf"(?:(?:it nhat|toi thieu) )?{_ONCE}"
_UNIT = r"thang|qu[iy]|nam|0?6 thang|0?3 thang"
_ONCE_PER = (
    rf"{_AT_LEAST_ONCE}(?:/| trong | {EACH} | )(?:(?:0?1|mot) )?(?P<unit>{_UNIT})",
    rf"(?:(?:it nhat|toi thieu) )?{EACH} (?P<unit>{_UNIT}),? \(?{_AT_LEAST_ONCE}\)?",
    rf"(?:(?:0?1|mot) )?(?P<unit>{_UNIT})(?:/lan|[/ ]{_ONCE})",
)
_MONTHS_OF_UNIT = {"thang": 1, "quy": 3, "qui": 3, "nam": 12, "6 thang": 6, "3 thang": 3}

_POINTS = (
    rf"(?:vao )?(?P<point>dau|giua|cuoi) {EACH} (?P<unit>thang)",
    rf"{EACH} (?P<unit>thang),? \(?(?:vao )?(?P<point>dau|giua|cuoi) thang\)?",
    rf"(?:vao )?(?P<point>cuoi) {EACH} (?P<unit>qu[iy]|nam)",
    rf"{EACH} (?P<unit>qu[iy]|nam),? \(?(?:vao )?(?P<point>cuoi) (?:qu[iy]|nam)\)?",
)
_POINT_RULES = {
    ("dau", "thang"): Step("Đầu tháng là ngày đầu tiên của tháng.", MONTH_POINTS_RULE),
    ("giua", "thang"): Step("Giữa tháng là ngày 15 của tháng.", MONTH_POINTS_RULE),
    ("cuoi", "thang"): Step("Cuối tháng là ngày cuối cùng của tháng.", MONTH_POINTS_RULE),
    ("cuoi", "quy"): Step("Cuối quý là ngày cuối cùng của quý."),
    ("cuoi", "nam"): Step("Cuối năm là ngày cuối cùng của tháng 12.", YEAR_POINTS_RULE),
}
_DAY_OF_POINT = {"dau": 1, "giua": 15, "cuoi": LAST_DAY_OF_MONTH}

_QUARTER = rf"(?:cua )?(?:{EACH} )?qu[iy]"
_FOLLOWING = r"(?:(?:sau )?lien ke|tiep theo|ke tiep)"
_MONTH_OF_QUARTER = rf"(?:{EACH} qu[iy],? \(?)?(?:vao |trong )?thang (?P<which>dau|cuoi)(?: tien| cung)? {_QUARTER}\)?"
_FIRST_MONTH_OF_WHICH_QUARTER = (
    "Chưa rõ là tháng đầu của quý báo cáo hay của quý sau; hãy ghi rõ như «trước ngày 10 của tháng đầu quý sau»."
)
# The unit that a text begins with, and what it says of it.
_UNIT_IN_FRONT = (
    rf"(?P<each>{EACH} |{_ONCE}/)?(?P<unit>thang|qu[iy]|0?6 thang)(?:/lan| {_ONCE})?"
    r"(?:(?P<cut>[,:;]?) (?P<after>[^()]+)| \((?P<inside>[^()]+)\))"
)
_DAYS_AND_MONTH = (
    r"(?P<days>.+?)(?:,? (?:cua )?(?:"
    rf"(?P<month>{EACH} thang)|(?P<quarter>{EACH} qu[iy])|(?P<next_month>thang (?:sau|{_FOLLOWING}))"
    rf"|(?P<next_quarter>thang dau(?: tien)? {_QUARTER} (?:sau|{_FOLLOWING}))|(?P<first_of_quarter>thang dau(?: tien)? {_QUARTER})"
    rf"|(?P<last_of_quarter>thang cuoi(?: cung)? {_QUARTER})|(?P<last_of_period>thang cuoi (?:cua )?ky(?: bao cao)?)))?"
)
_DAYS = (
    rf"(?:(?:(?P<before>{BEFORE})|{UNTIL}|vao|trong) )?(?:{CLOCK})?"
    r"(?:ngay (?P<last>cuoi(?: cung)?)|ngay (?P<numbers>\d\d?(?:(?:,| va|, va) (?:(?P=before) )?(?:ngay )?\d\d?)*)"
    r"|tu (?:ngay )?(?P<from>\d\d?) den (?:het )?(?:ngay )?(?P<to>\d\d?))"
)


def read_recurring(phrase: str, lead: str, text: str, plan_span: Span) -> Deadline | None:
    """Return the deadline of a phrase that names a day of each period, or says that something is done once in each.

    None if the phrase is of another form. Raises UnreadablePhraseError for a day that no month has, for one of a quarter
    whose month is left open, and if nothing falls due within the plan's span.
    """
    if leaves_open_what_is_due(lead):
        return None
    text = re.sub(r"^dinh ky,? ", "", text)
    cycle = _read_once_per(text) or _read_point(text) or _read_days(lead, text)
    return cycle.deadline(phrase, plan_span) if cycle else None


def _read_once_per(text: str) -> Cycle | None:
    for pattern in _ONCE_PER:
        if match := re.fullmatch(pattern, text, re.ASCII):
            months = _MONTHS_OF_UNIT[match["unit"].removeprefix("0")]
            until = Step("Mỗi kỳ một lần: ngày cuối cùng đúng hạn là ngày cuối cùng của kỳ.")
            return Cycle(months, (Slot(months - 1, LAST_DAY_OF_MONTH, months=months),), (until,))
    return None


def _read_point(text: str) -> Cycle | None:
    """Read "cuối mỗi tháng", "cuối hằng quý" and "tháng cuối quý"."""
    for pattern in _POINTS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            unit = match["unit"].replace("qui", "quy")
            months = _MONTHS_OF_UNIT[unit]
            slot = Slot(months - 1, _DAY_OF_POINT[match["point"]])
            return Cycle(months, (slot,), (_POINT_RULES[match["point"], unit],))
    if match := re.fullmatch(_MONTH_OF_QUARTER, text, re.ASCII):
        offset = 0 if match["which"] == "dau" else 2
        return Cycle(3, (Slot(offset, LAST_DAY_OF_MONTH, months=1),), (ALL_OF_THE_TIME_NAMED,))
    return None


def _read_days(lead: str, text: str) -> Cycle | None:
    """Read days of each period that are named by their number."""
    unit, text = _split_unit(text)
    match = re.fullmatch(_DAYS_AND_MONTH, text, re.ASCII)
    days = re.fullmatch(_DAYS, match["days"], re.ASCII) if match else None
    if match is None or days is None:
        return None
    is_last, before = days["last"] is not None, days["before"] is not None
    period = _period_and_offset(match, unit, is_last=is_last)
    if period is None or (is_last and before):
        return None
    if match["first_of_quarter"] and (names_report(lead) or unit == "quy"):
        raise UnreadablePhraseError(_FIRST_MONTH_OF_WHICH_QUARTER)
    check_clock(days)
    months, offset = period
    whole_day = days["clock"] is not None
    numbers = [LAST_DAY_OF_MONTH] if is_last else _numbers(days["numbers"] or days["to"])
    # "từ ngày 25 đến ngày 05" goes over the end of a month: of which one is left open.
    if (len(numbers) > 1 and offset >= months) or (days["from"] and int(days["from"]) > numbers[0]):
        return None
    return Cycle(months, tuple(Slot(offset, number, before, whole_day) for number in numbers))


def _split_unit(text: str) -> tuple[str, str]:
    """Return the unit that the text begins with, "" for none, and the rest, without words about sending.

    A unit that is not said of each period needs a sign behind it: "tháng trước ngày 25" may be last month.
    """
    match = re.fullmatch(_UNIT_IN_FRONT, text, re.ASCII)
    if match is None:
        return "", text
    words, rest = split_lead(match["inside"] or match["after"])
    if not is_about_sending(words):
        return "", text
    of_each = match["each"] or match["inside"] or match["cut"] or re.search(rf" {EACH} | cuoi | dau ", rest)
    return (match["unit"].removeprefix("0").replace("qui", "quy"), rest) if of_each else ("", text)


def _period_and_offset(match: re.Match[str], unit: str, *, is_last: bool) -> tuple[int, int] | None:
    """Return the length of the period in months and the month in it; None if the text leaves one of the two open.

    `unit` is the one in front, `match` of `_DAYS_AND_MONTH`; `is_last` of a last day, which a quarter has too.
    """
    of_quarter = {"first_of_quarter": 0, "last_of_quarter": 2, "next_quarter": 3}
    which = match.lastgroup
    if which in of_quarter:
        return (3, of_quarter[which]) if unit in {"", "quy"} else None
    if which == "month":
        return (1, 0) if unit in {"", "thang"} else None
    if which == "quarter":
        return _quarter_alone(is_last=is_last) if unit == "" else None
    if not unit:
        return None
    months = _MONTHS_OF_UNIT[unit]
    match which:
        case "last_of_period":
            return (months, months - 1) if months > 1 else None
        case "next_month":
            # "ngày 05 tháng sau" may be a day of June, for a key has no marks; "hằng tháng" in front tells.
            return (months, months) if months == 1 or match["next_month"] != "thang sau" else None
    if months == 6:
        return None
    return (1, 0) if months == 1 else _quarter_alone(is_last=is_last)


def _quarter_alone(*, is_last: bool) -> tuple[int, int]:
    """Return the month of a day of a quarter that is named without a month: only its last day is clear."""
    if is_last:
        return 3, 2
    raise UnreadablePhraseError(
        "Cụm từ ghi ngày mà không ghi tháng nào của quý; hãy ghi như «trước ngày 15 của tháng cuối quý»."
    )


def _numbers(text: str) -> list[int]:
    """Return the numbers of days in a text, ascending; raises UnreadablePhraseError for one that no month has."""
    numbers = sorted({int(number) for number in re.findall(r"\d+", text, re.ASCII)})
    for number in numbers:
        if not 1 <= number <= _LAST_MONTH_DAY:
            raise UnreadablePhraseError(
                f"Không có ngày {number} trong tháng; hãy đối chiếu với văn bản và ghi ngày có thật."
            )
    return numbers
