"""What is to be recorded, before it has an instant and an id; and the stamping that makes it an event."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import NamedTuple

import msgspec

from papi_cli.log.events import Event, Evidence, event_id, event_to_dict
from papi_cli.log.kinds import EventKind
from papi_cli.text import nfc


class Draft(NamedTuple):
    """An event as somebody says it: every key but `id` and `recorded`; what is not said is "" or None."""

    date: dt.date
    item: str
    agency: str
    kind: EventKind
    document: str = ""
    within: str = ""
    note: str = ""
    until: dt.date | None = None
    target: str = ""
    evidence: tuple[Evidence, ...] = ()
    by: str = ""

    @property
    def content(self) -> Draft:
        """Return what makes two recordings the same one: all of it but who wrote it down."""
        return self._replace(by="")


def stamp(draft: Draft, recorded: dt.datetime) -> Event:
    """Return the event that `draft` becomes when it is written at the instant `recorded` (with its zone)."""
    event = Event(id="", recorded=recorded, **draft._asdict())
    return msgspec.structs.replace(event, id=event_id(event_to_dict(event)))


def draft_from_event(event: Event) -> Draft:
    """Return what the event says, without its instant and id."""
    return Draft(**{key: getattr(event, key) for key in Draft._fields})


# Marks that turn the direction of the text around them: with them a line can show something else than it says.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_line(text: str) -> str | None:
    """Return a number, name or title as it is stored (NFC, single spaces), None for what is no text (see `lines`)."""
    kept = clean_note(text)
    return None if kept is None else " ".join(kept.split())


def clean_note(text: str) -> str | None:
    """Return a note as it is stored: NFC, ends trimmed, its own line breaks kept.

    None for what is no text: bytes that are not UTF-8 (they come as lone surrogates), control characters (a terminal
    would obey them), marks that turn the direction of text.
    """
    kept = "\n".join(line.rstrip() for line in nfc(text).splitlines()).strip()
    return None if any(_is_forbidden_char(char) for char in kept) else kept


def _is_forbidden_char(char: str) -> bool:
    return char in _BIDI_CONTROLS or (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t")
