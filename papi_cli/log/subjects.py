"""Documents as people write them: number and subject, and those of one number whose subjects differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.text import match_key, visible_text

_DOCUMENT_PATTERN = re.compile(
    r"\s*(?:số\s*)?(?P<number>\d+\w?\s*/\s*[\w&.-]+)[\s,;:.-]*(?P<subject>.*)", re.IGNORECASE
)


@lru_cache(maxsize=4_096)
def number_and_subject(document: str) -> tuple[str, str]:
    """Split a document as people write it into match keys of number and subject; two "" for any other text.

    `Số 45/KH-UBND về việc rà soát` → `45/kh-ubnd`, `ve viec ra soat`.
    """
    parts = _DOCUMENT_PATTERN.fullmatch(visible_text(document))
    return ("".join(match_key(parts["number"]).split()), match_key(parts["subject"])) if parts else ("", "")


class _Entry(NamedTuple):
    subject: str
    event: Event


class Subjects:
    """The events that give one document a subject, in the order added.

    Two places answer every question: that of the first event that is not retracted, and that of the first after it with
    another subject. Neither ever moves back, since no retraction is undone.
    """

    def __init__(self) -> None:
        """Begin without events."""
        self._entries: list[_Entry] = []
        self._first = 0
        self._second = 1

    def add(self, subject: str, event: Event) -> None:
        """Add an event that gives the document a subject."""
        self._entries.append(_Entry(subject, event))

    def find_other(self, subject: str, is_retracted: Callable[[str], bool]) -> Event | None:
        """Return the first event with another subject that is not retracted; None without any."""
        entries, first = self._entries, self._first
        while first < len(entries) and is_retracted(entries[first].event.id):
            first += 1
        second = max(self._second, first + 1)
        while second < len(entries) and (
            entries[second].subject == entries[first].subject or is_retracted(entries[second].event.id)
        ):
            second += 1
        self._first, self._second = first, second
        both = (entries[place] for place in (first, second) if place < len(entries))
        return next((entry.event for entry in both if entry.subject != subject), None)
