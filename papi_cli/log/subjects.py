"""Documents as people write them: what tells that two are the same, and those of one number whose subjects differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.text import match_key, plain_dashes, visible_text

LEADING_ZEROS = r"(?:0++(?=\d))?+"
# Words of the kind (`Báo cáo số`), the number, the year that legal documents have, the symbol, the subject. A symbol has a
# letter, unlike the rest of a day. What precedes the number is never given back, so that no text takes long to read.
_DOCUMENT_PATTERN = re.compile(
    rf"(?:[^\W\d_]++[\s.:]*+)*+{LEADING_ZEROS}"
    r"(?P<number>\d+\w?\s*/\s*(?:\d{4}\s*/\s*)?(?=[\d&.-]*[^\W\d_])[\w&]+(?:[.-]+[\w&]+)*)"
    r"[\s,;:.-]*(?P<subject>.*)"
)


class DocumentKey(NamedTuple):
    """Match keys of the number of a document, with year and symbol, and of its subject; "" where it has none."""

    number: str
    subject: str


@lru_cache(maxsize=4_096)
def document_key(document: str) -> DocumentKey:
    """Return the key of a document as people write it; two "" for any other text.

    Of one agency and year, documents with the same number are the same. `05/BC-STP`, `5/BC–STP` and `Báo cáo số 5/BC-STP`
    have one: numbers below 10 are written with a zero (Decree 30/2020/NĐ-CP, annex I), which many leave out.

    `Số 45/KH-UBND về việc rà soát` → `45/kh-ubnd`, `ve viec ra soat`.
    """
    parts = _DOCUMENT_PATTERN.fullmatch(plain_dashes(visible_text(document)))
    return DocumentKey("".join(match_key(parts["number"]).split()), match_key(parts["subject"])) if parts else _NO_KEY


_NO_KEY = DocumentKey("", "")


def number_key(words: str) -> str:
    """Return the key of the number of a document of which only a part may be there: `05`, `Số 5/BC-`."""
    bare = "".join(match_key(plain_dashes(visible_text(words))).split()).removeprefix("so").lstrip("0")
    return document_key(words).number or bare


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
