"""The head and foot of an outgoing document: who issues it, its number and place, who signs (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Agency
from papi_cli.text import count_text

# What only the office knows is a marked place, for a person to fill in.
PLACEHOLDER = "[…]"

# No-break spaces, so that no format closes up what a person fills in by hand.
_BLANK = "\N{NO-BREAK SPACE}"
_LAST_PADDED = (9, 2)  # days and months up to these are written with a leading 0 (Annex I, II.4)
_FIRST_UNPADDED_NUMBER = 10


@dataclass(frozen=True, slots=True)
class IssueDetails:
    """What the office gives when it issues a document: blank until somebody says it.

    `number` is a bare number or the whole of number and symbol; `deputy` says that a deputy signs for the head.
    """

    number: str = ""
    day: date | None = None
    deputy: bool = False


class Letterhead(NamedTuple):
    """The parts of head and foot as they are printed; `superior` is "" where nothing stands above.

    `cited` is number and day as an annex names the document it goes with; `unit` is the place of the drafting unit in
    `Lưu: VT, …`, which nobody but the office knows.
    """

    superior: str
    issuer: tuple[str, ...]
    number: str
    dateline: str
    cited: str
    signer: tuple[str, ...]
    signer_name: str
    unit: str


def letterhead(agency: Agency, issue: IssueDetails, *, kind: str, year: int) -> Letterhead:
    """Return head and foot of a document of `agency`.

    `kind` is the sign of the document's kind (BC); a letter (công văn) has none, its symbol ends with the drafting
    unit, which is not known. `year` is printed where the day is not given yet.
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
        signer_name=PLACEHOLDER,
        unit=PLACEHOLDER,
    )


def _number(agency: Agency, given: str, kind: str) -> str:
    """Return number and symbol; one below 10 has a leading 0, a letter has no sign of its kind."""
    if "/" in given:
        return given
    number = count_text(int(given)) if given.isdigit() and int(given) < _FIRST_UNPADDED_NUMBER else given
    symbol = agency.symbol or PLACEHOLDER
    return f"{number or _BLANK * 8}/{f'{kind}-{symbol}' if kind else f'{symbol}-{PLACEHOLDER}'}"


def _day(day: date | None, year: int) -> str:
    if day is None:
        return f"ngày {_BLANK * 4} tháng {_BLANK * 4} năm {year}"
    padded = (
        f"{part:02d}" if part <= limit else str(part)
        for part, limit in zip((day.day, day.month), _LAST_PADDED, strict=True)
    )
    written, month = padded
    return f"ngày {written} tháng {month} năm {day.year}"


def _signer(agency: Agency, *, deputy: bool) -> tuple[str, ...]:
    """Return the lines above the signature; a People's Committee signs for the whole of it."""
    head = (agency.head or PLACEHOLDER).upper()
    lines = (f"KT. {head}", (agency.deputy or PLACEHOLDER).upper()) if deputy else (head,)
    return ("TM. ỦY BAN NHÂN DÂN", *lines) if agency.signs_collectively else lines
