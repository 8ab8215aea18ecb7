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

    `number` is bare («15») or complete («15/BC-SNV»); `deputy`: a deputy signs for the head.
    """

    number: str = ""
    day: date | None = None
    deputy: bool = False


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
    place = agency.place or PLACEHOLDER
    number, day = _number(agency, issue.number, kind), _day(issue.day, year)
    return Letterhead(
        superior=agency.superior_line,
        issuer=agency.issuer_lines,
        number=f"Số: {number}",
        dateline=f"{place}, {day}",
        cited=f"số {number} {day}",
        signer=_signer(agency, deputy=issue.deputy),
        # The name that the plan knows is the head's: who signs in the head's place has another one.
        signer_name=PLACEHOLDER if issue.deputy else agency.signer or PLACEHOLDER,
        unit=agency.unit or PLACEHOLDER,
        contact=agency.contact,
        issued_number=number if issue.number else "",
        issued_on=issue.day,
    )


def _number(agency: Agency, number: str, kind: str) -> str:
    """Return number and symbol: «05/BC-SNV» for 5, of a letter «05/SNV-CCHC»; a complete number as it is."""
    if "/" in number:
        return number
    if number.isascii() and number.isdigit() and int(number) < _FIRST_UNPADDED_NUMBER:
        number = count_text(int(number))
    symbol = agency.symbol or PLACEHOLDER
    return f"{number or _BLANK * 8}/{f'{kind}-{symbol}' if kind else f'{symbol}-{agency.unit or PLACEHOLDER}'}"


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
