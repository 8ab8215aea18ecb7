"""Lists of times: the days of a year, "trước ngày 10/6 và 10/12", and reports by period, each with its day.

Each part is given back as a phrase of its own ("truoc ngay 10/12"). Texts are tidied match keys.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from papi_cli.deadlines.leads import is_about_sending, split_lead
from papi_cli.deadlines.limits import BEFORE, LIMIT_WORD, UNTIL

# The periods that a report is made for, in the order in which they end.
_PERIODS = {
    r"qu[iy] i": "quý I/{}",
    r"0?3 thang(?: dau nam)?": "03 tháng đầu năm {}",
    r"qu[iy] ii": "quý II/{}",
    r"0?6 thang(?: dau nam)?": "06 tháng đầu năm {}",
    r"qu[iy] iii": "quý III/{}",
    r"0?9 thang(?: dau nam)?": "09 tháng đầu năm {}",
    r"qu[iy] iv": "quý IV/{}",
    r"0?6 thang cuoi nam": "06 tháng cuối năm {}",
    r"(?:(?:ca|hang|moi|0?1|mot) )?nam": "năm {}",
}
_OF_YEAR = r"(?:(?: nam)? 20\d\d|/20\d\d)?"
_ANY_PERIOD = rf"(?:{'|'.join(_PERIODS)}){_OF_YEAR}"
_BEFORE_PERIOD = (
    rf"(?:[,;]|,? va) (?:(?:bao cao|so ket|tong ket|ket qua) )*(?=(?:dinh ky,? )?{_ANY_PERIOD}(?:[ ,:;]|$))"
)
_OF_PERIOD = rf"(?:dinh ky,? )?(?P<period>{_ANY_PERIOD})(?:[,:]? (?P<limited>(?:[^,;]* )?{LIMIT_WORD} .+))?"

_AND = r", va |,? va |[,;] "
_LISTED = (
    rf"(?:(?P<limit>{BEFORE}|{UNTIL}|vao|trong) )?(?:(?:cac )?(?P<word>ngay|thang|qu[iy]) )?"
    r"(?P<number>\d\d?|[iv]+)(?:(?:/|(?P<spelled> (?:cua )?(?:cac )?thang ))(?P<month>\d\d?))?"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Part(NamedTuple):
    """One of several times: its words, and the period that it is due for, with {} for the year, "" for none."""

    text: str
    period: str = ""


def split_periods(text: str) -> tuple[Part, ...]:
    """Return the times of "6 tháng (trước ngày 15/6), năm (trước ngày 15/12)"; none if the text is no such list.

    The days may also stand behind all periods: "6 tháng, năm (trước ngày 15/6 và 15/12)".
    """
    if not re.search(rf"(?:[,;]| va) .*{LIMIT_WORD} ", text):
        return ()
    pieces = [re.fullmatch(_OF_PERIOD, piece, re.ASCII) for piece in re.split(_BEFORE_PERIOD, text, flags=re.ASCII)]
    if len(pieces) < 2 or None in pieces:
        return ()
    names = [_period_name(piece["period"]) for piece in pieces if piece]
    limits = [piece["limited"] for piece in pieces if piece]
    if None in limits:
        days = split_days(limits[-1]) if limits[-1] and not any(limits[:-1]) else ()
        return _with_periods([day.text for day in days], names)
    sent = [split_lead(limit) for limit in limits]
    return (
        _with_periods([limit for _, limit in sent], names) if all(is_about_sending(words) for words, _ in sent) else ()
    )


def _with_periods(texts: list[str], names: list[str]) -> tuple[Part, ...]:
    order = list(_PERIODS.values())
    in_order = all(order.index(name) < order.index(after) for name, after in pairwise(names))
    return tuple(map(Part, texts, names)) if in_order and len(texts) == len(names) else ()


def _period_name(text: str) -> str:
    return next(name for pattern, name in _PERIODS.items() if re.fullmatch(pattern + _OF_YEAR, text, re.ASCII))


def split_days(text: str) -> tuple[Part, ...]:
    """Return the times of a list without years, each with the limit and the word of the first; none if it is no list.

    "trước ngày 10/6, 10/12", "ngày 15 tháng 3, 6, 9 và 12", "tháng 6 và tháng 12", "quý II, quý IV". Months or quarters
    that follow on each other may be one time: no list.
    """
    pieces = [re.fullmatch(_LISTED, piece, re.ASCII) for piece in re.split(_AND, text)]
    if len(pieces) < 2 or pieces[0] is None:
        return ()
    head = pieces[0]
    spans = [piece and _span_of_piece(piece, head) for piece in pieces]
    if None in spans or _is_one_stretch([span for span in spans if span]):
        return ()
    limits = [(piece["limit"] if piece else None) or head["limit"] for piece in pieces]
    return tuple(Part(f"{limit} {span}" if limit else f"{span}") for limit, span in zip(limits, spans, strict=True))


def _span_of_piece(piece: re.Match[str], head: re.Match[str]) -> str | None:
    """Return a day, month or quarter of a list with what it leaves to the first of the list; None if it lacks more."""
    number, word = piece["number"], piece["word"]
    if piece["month"]:
        return f"ngay {number}/{piece['month']}" if number.isdigit() and word in {None, "ngay"} else None
    if head["spelled"] and word in {None, "thang"}:
        return f"ngay {head['number']}/{number}" if number.isdigit() else None
    if head["month"] or head["word"] in {None, "ngay"} or word not in {None, head["word"]}:
        return None
    return f"{head['word']} {number}"


def _is_one_stretch(spans: list[str]) -> bool:
    """Return whether months or quarters of a list follow on each other; days never do."""
    numbers = [_ROMAN.get(span.split()[-1]) or span.split()[-1] for span in spans if not span.startswith("ngay")]
    return any(int(after) - int(number) == 1 for number, after in pairwise(numbers) if f"{number}{after}".isdigit())
