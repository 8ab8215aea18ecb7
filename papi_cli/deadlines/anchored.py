"""Relative deadlines once it is known from which day their term counts."""

from __future__ import annotations

from datetime import date

from papi_cli.deadlines.model import Calendar, Deadline, Roll, Step, roll_deadline
from papi_cli.text import day_text


def deadline_from(due: Deadline, anchor: date, roll: Roll, calendar: Calendar) -> Deadline:
    """Return a deadline with a term as it is if that counts from the day `anchor`, with a step that says so.

    The last day is moved by `roll` as any other. 10 working days from Friday 13/02/2026, over a Tết of 16/02 to 20/02, end
    on Friday 06/3/2026.
    """
    assert due.term is not None
    last = due.term.last_day(anchor, calendar)
    step = Step(f"Tính từ mốc là ngày {day_text(anchor)}: ngày cuối cùng đúng hạn là ngày {day_text(last)}.")
    return roll_deadline(due._replace(last=last, steps=(*due.steps, step)), roll, calendar)
