"""Drafts: events to be recorded, before they have an instant and an id; words that name no evidence; cleaning texts."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum, auto
from typing import NamedTuple

import msgspec

from papi_cli.log.events import Event, Evidence, event_id, event_to_dict
from papi_cli.log.kinds import EventKind
from papi_cli.text import forbidden_signs, nfc, visible_text, without_unseen

# Characters that a text of a new event may have; older versions recorded longer ones. It is more than any table shows of
# it, and keeps a file that was pasted into a note out of every report.
MAX_TEXT = 10_000


class Draft(NamedTuple):
    """An event without `id` and `recorded`; texts are "", days None and evidence () if nothing is said."""

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
        """Return what two recordings of the same event have in common: everything but who recorded it.

        Texts are as a reader sees them, so that no Ð in place of Đ and no invisible sign makes two of one.
        """
        return self._replace(
            by="",
            document=visible_text(self.document),
            within=visible_text(self.within),
            note=visible_text(self.note),
        )


def stamp(draft: Draft, recorded: dt.datetime, confirmed: tuple[str, ...] = ()) -> Event:
    """Return the event that `draft` becomes when it is recorded at the instant `recorded`, which has a time zone.

    `confirmed` are the doubts about it that somebody was asked about.
    """
    event = Event(id="", recorded=recorded, confirmed=confirmed, **draft._asdict())
    return msgspec.structs.replace(event, id=event_id(event_to_dict(event)))


def draft_from_event(event: Event) -> Draft:
    """Return the event without its instant and id."""
    return Draft(**{key: getattr(event, key) for key in Draft._fields})


class EvidenceFault(StrEnum):
    """Why words name no evidence; `views.refusals` has the sentences."""

    OTHER_SCHEME = auto()
    PARENT_FOLDER = auto()
    OUTSIDE_PLAN = auto()
    NO_FILE = auto()
    THROUGH_LINK = auto()


class BadEvidence(NamedTuple):
    """Words that name no evidence, and why."""

    words: str
    fault: EvidenceFault


def fits_one_line(text: str) -> bool:
    """Return whether the text can name a file or an address: no line break, tab or FORBIDDEN_SIGNS that matter."""
    return not any(sign in text for sign in "\n\t") and not any(forbidden_signs(without_unseen(text)))


def clean_line(text: str) -> str | None:
    """Return a number, name or title as it is stored: NFC, single spaces; None as `clean_note` does."""
    cleaned = clean_note(text)
    return None if cleaned is None else " ".join(cleaned.split())


def clean_note(text: str) -> str | None:
    """Return a note as it is stored: NFC, line breaks kept, each line as `without_unseen` leaves it but for its indent.

    None for text with one of the other FORBIDDEN_SIGNS: control characters (a terminal would obey them), controls of the
    direction of text, lone surrogates (which bytes of the command line become that are not UTF-8) and others.
    """
    if text.isprintable():
        return nfc(without_unseen(text))  # one line, and none of the FORBIDDEN_SIGNS
    cleaned = nfc("\n".join(_clean(line) for line in text.splitlines())).strip()
    return None if any(forbidden_signs(cleaned)) else cleaned


def _clean(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + without_unseen(line)
