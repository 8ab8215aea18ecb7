"""Provinces and communes, and how people name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papi_cli.text import match_key, spelling_key

# The day of the list of all of them.
AS_OF = date(2026, 9, 20)
PROVINCE_DIGITS = 2
_FEW_WORDS = 2
_PROVINCE_KINDS = ("tỉnh", "thành phố", "TP.", "TP")


class Place(NamedTuple):
    """A province or a commune: official code, kind (tỉnh, thành phố, xã, phường, đặc khu) and name without the kind.

    `former_kind` is what it was on 01/7/2025, "" if it is that still.
    """

    code: str
    kind: str
    name: str
    former_kind: str = ""

    @property
    def full_name(self) -> str:
        """The name behind the kind, as a sentence has it: `xã Tân Thành`."""
        return f"{self.kind} {self.name}"


class Province(NamedTuple):
    """A province or city, and its communes in the order of their codes."""

    place: Place
    communes: tuple[Place, ...]


def find_places(words: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return those of the `places` that `words` name, by code or by name, with or without the kind in front.

    A name with its marks is a name of its own; without them it may be that of several: `Tân Thành` is one commune,
    `tan thanh` is also Tân Thạnh. A former kind counts as the kind, and any kind of a province as any other; a
    province of three words also goes by their initials.
    """
    key = match_key(words)
    found = [place for place in places if key == place.code or key in map(match_key, _names(place))]
    if len(found) > 1 and not words.isascii():
        key = spelling_key(words)
        return tuple(place for place in found if key in map(spelling_key, _names(place))) or tuple(found)
    return tuple(found)


def _names(place: Place) -> tuple[str, ...]:
    if len(place.code) != PROVINCE_DIGITS:
        return (place.name, *(f"{kind} {place.name}" for kind in (place.kind, place.former_kind) if kind))
    words = place.name.split()
    # «TP. HCM»: initials of two words would be those of several provinces.
    called = (place.name, "".join(word[0] for word in words)) if len(words) > _FEW_WORDS else (place.name,)
    return (*called, *(f"{kind}{gap}{name}" for name in called for kind in _PROVINCE_KINDS for gap in (" ", "")))
