"""The head and foot of a document: issuer, number, place and day, signer (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Agency
from papi_cli.text import PLACEHOLDER, count_text

# No format collapses no-break spaces, so a blank keeps its room for what is written by hand.
_BLANK = "\N{NO-BREAK SPACE}"
_LAST_PADDED = (9, 2)  # the last day and month with a leading 0 (Decree 30/2020/NĐ-CP, Annex I, II.4)
_FIRST_UNPADDED_NUMBER = 10


@dataclass(frozen=True, slots=True)
class IssueDetails:
    """The details of the issue: `number` is "" and `day` None until the office gives them.

    `number` is bare («15») or complete («15/BC-SNV»); `deputy`: a deputy signs for the head. The others are what the
    office says of this document in place of what the plan says of the agency, "" for what it leaves to that: the name of
    who signs, head or deputy; the whole symbol behind the number; drafting unit, place and contact.
    """

    number: str = ""
    day: date | None = None
    deputy: bool = False
    signer: str = ""
    symbol: str = ""
    unit: str = ""
    place: str = ""
    contact: str = ""


class Letterhead(NamedTuple):
    """The lines of head and foot as they are printed; `superior` is "" for an agency without one.

    `cited` are number and day, by which an annex refers to its document; `unit` is the drafting unit in «Lưu: VT, …».
    What the plan does not know of the agency is a placeholder, but `contact`, which is "". `issued_number` is number
    and symbol, "" as long as the office gave none.
    """

    superior: str
    issuer: tuple[str, ...]
    number: str
    dateline: str
    cited: str
    signer: tuple[str, ...]
    signer_name: str
    unit: str
    contact: str
    issued_number: str
    issued_on: date | None


def letterhead(agency: Agency, issue: IssueDetails, *, kind: str, year: int) -> Letterhead:
    """Return head and foot of a document that `agency` issues.

    `kind` is the abbreviation of the document's kind («BC»), "" for a letter (công văn), whose number ends in the
    drafting unit instead. `year` is printed while the day is blank.
    """
    place = issue.place or agency.place or PLACEHOLDER
    unit = issue.unit or agency.unit or PLACEHOLDER
    symbol = issue.symbol or _symbol(agency, unit, kind, own_unit=bool(issue.unit))
    number, day = _number(issue.number, symbol), _day(issue.day, year)
    return Letterhead(
        superior=agency.superior_line,
        issuer=agency.issuer_lines,
        number=f"Số: {number}",
        dateline=f"{place}, {day}",
        cited=f"số {number} {day}",
        signer=_signer(agency, deputy=issue.deputy),
        signer_name=issue.signer or (agency.deputy_signer if issue.deputy else agency.signer) or PLACEHOLDER,
        unit=unit,
        contact=issue.contact or agency.contact,
        issued_number=number if issue.number else "",
        issued_on=issue.day,
    )


def _symbol(agency: Agency, unit: str, kind: str, *, own_unit: bool) -> str:
    """Return what stands behind the number: «BC-SNV», of a letter «SNV-CCHC».

    The plan's symbol of letters gives way to the one made with a unit that drafts this letter alone (`own_unit`).
    """
    symbol = agency.symbol or PLACEHOLDER
    if kind:
        return f"{kind}-{symbol}"
    return agency.letter_symbol if agency.letter_symbol and not own_unit else f"{symbol}-{unit}"


def _number(number: str, symbol: str) -> str:
    """Return number and symbol: «05/BC-SNV» for 5; a complete number as it is."""
    if "/" in number:
        return number
    if number.isascii() and number.isdigit() and int(number) < _FIRST_UNPADDED_NUMBER:
        number = count_text(int(number))
    return f"{number or _BLANK * 8}/{symbol}"


def _day(day: date | None, year: int) -> str:
    if day is None:
        return f"ngày {_BLANK * 4} tháng {_BLANK * 4} năm {year}"
    day_of_month, month = (
        f"{number:02d}" if number <= last_padded else str(number)
        for number, last_padded in zip((day.day, day.month), _LAST_PADDED, strict=True)
    )
    return f"ngày {day_of_month} tháng {month} năm {day.year}"


def _signer(agency: Agency, *, deputy: bool) -> tuple[str, ...]:
    """Return the lines above the signature: «TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH»."""
    head = (agency.head or PLACEHOLDER).upper()
    lines = (f"KT. {head}", (agency.deputy or PLACEHOLDER).upper()) if deputy else (head,)
    return (agency.on_behalf, *lines) if agency.on_behalf else lines
