"""The forms in which an agency's name is printed, which follow from the name, its superior's and the province."""

from __future__ import annotations

from typing import NamedTuple

from papi_cli.plan.model import AgencyKind

_PEOPLES_COMMITTEE = "UBND"


class NameForms(NamedTuple):
    """The forms of one name that `Agency` holds, by the names of its fields."""

    short_name: str
    superior_line: str
    issuer_lines: tuple[str, ...]
    signs_collectively: bool


def name_forms(name: str, kind: AgencyKind, symbol: str, *, superior: str, province: str) -> NameForms:
    """Return the forms of the name of an agency; `superior` is the name of the agency above it, "" for none.

    A commune prints two lines and nothing above them. In other letterheads the province completes a name that ends in
    «tỉnh», and what a name repeats of the one above is left out: «Văn phòng UBND tỉnh» below «UBND tỉnh» prints as
    «UBND TỈNH SƠN LA», «VĂN PHÒNG».
    """
    if kind is AgencyKind.COMMUNE:
        short_name = name.removeprefix(f"{_PEOPLES_COMMITTEE} ")
        return NameForms(short_name, "", ("ỦY BAN NHÂN DÂN", short_name.upper()), signs_collectively=True)
    own_name = name.removesuffix(superior).rstrip() if superior else name
    return NameForms(
        short_name=name,
        superior_line=_letterhead_line(superior, province),
        issuer_lines=(_letterhead_line(own_name, province),),
        signs_collectively=symbol == _PEOPLES_COMMITTEE,
    )


def _letterhead_line(name: str, province: str) -> str:
    return (f"{name} {province}" if name.endswith(" tỉnh") else name).upper()
