"""Due phrases of a plan, read into days: what the phrase says, and the steps that led there."""

from __future__ import annotations

from papi_cli.deadlines.model import (
    Calendar,
    Deadline,
    DueKind,
    Misread,
    Roll,
    Step,
    roll_due,
)
from papi_cli.deadlines.phrases import read_due

__all__ = [
    "Calendar",
    "Deadline",
    "DueKind",
    "Misread",
    "Roll",
    "Step",
    "read_due",
    "roll_due",
]
