"""The closed choices that the plan's files make and the plan carries on."""

from __future__ import annotations

from enum import StrEnum


class Counts(StrEnum):
    """Which day of a document counts."""

    ISSUED = "issued"
    SENT = "sent"
    RECEIVED = "received"


class FulfilledBy(StrEnum):
    """Whether each accountable agency delivers, or one delivery discharges all."""

    EACH = "each"
    ANY = "any"


class ErratumKind(StrEnum):
    """The kinds of flaws of the source."""

    TYPO = "typo"
    WORDING = "wording"
    STRUCTURE = "structure"
    CONFLICT = "conflict"
    DATE = "date"
    NAME = "name"
