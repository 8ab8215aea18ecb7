"""Closed choices that are spelled the same in the files and in the plan."""

from __future__ import annotations

from enum import StrEnum


class Counts(StrEnum):
    """Which day of a document counts as the day of delivery: that of its issue, sending or receipt."""

    ISSUED = "issued"
    SENT = "sent"
    RECEIVED = "received"


class Does(StrEnum):
    """What a duty is: to report, to issue a plan of one's own, to send figures, or anything else."""

    REPORT = "report"
    PLAN = "plan"
    FIGURES = "figures"
    OTHER = "other"


class FulfilledBy(StrEnum):
    """Who must deliver: each accountable agency, or any one of them for all."""

    EACH = "each"
    ANY = "any"


class ErratumKind(StrEnum):
    """The kinds of flaws in the source."""

    TYPO = "typo"
    WORDING = "wording"
    STRUCTURE = "structure"
    CONFLICT = "conflict"
    DATE = "date"
    NAME = "name"


class KnownEvent(StrEnum):
    """What may be known of an item that an earlier plan left unfinished; as events of these kinds are called in the log."""

    DONE = "done"
    RETURNED = "returned"
    EXTENDED = "extended"
    EXTENSION_REQUESTED = "extension-requested"
    EXTENSION_REFUSED = "extension-refused"
    SUBMITTED = "submitted"
    PROGRESS = "progress"


class AmendmentKind(StrEnum):
    """What an amendment changes: one thing about an item, task or duty, or whole ones."""

    DUE = "due"
    LEAD = "lead"
    COOPERATING = "cooperating"
    PRODUCT = "product"
    TEXT = "text"
    NUMBER = "number"
    ADD = "add"
    DROP = "drop"
    SPLIT = "split"
