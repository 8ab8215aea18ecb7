"""Events of the status log: their fields, ids and lines, and functions over many of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Annotated, Any

import msgspec

from papi_cli.log.kinds import EventKind

# gc=False: they hold texts, days and evidence, nothing that could form a cycle for the collector to find.
# omit_defaults is for `canonical_line`: a key that an event does not have is not in its content.


class Evidence(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """Proof of a delivery: an address, or a path below the plan's folder with the SHA-256 of the file's bytes."""

    url: str = ""
    path: str = ""
    sha256: str = ""

    @property
    def address(self) -> str:
        """Where the proof is: the URL, else the path."""
        return self.url or self.path


_NonEmptyText = Annotated[str, msgspec.Meta(min_length=1)]


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """One dated fact about an obligation; texts are "" and days None if the line does not say them."""

    id: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]
    date: dt.date
    item: _NonEmptyText
    agency: _NonEmptyText
    kind: EventKind = msgspec.field(name="event")
    recorded: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    document: str = ""
    within: str = ""
    note: str = ""
    by: str = ""
    until: dt.date | None = None
    target: str = ""
    evidence: tuple[Evidence, ...] = ()


def event_id(keys: Mapping[str, Any]) -> str:
    """Return the id of the event with these keys: 16 hex digits of the SHA-256 over all of them but `id`.

    The digest is over canonical JSON (RFC 8785) after NFC. Events hold texts, lists and objects with ASCII keys but no
    numbers; for these the canonical form is JSON with sorted keys and without spaces.
    """
    content = {key: value for key, value in keys.items() if key != "id"}
    return hashlib.sha256(_canonical_json(content)).hexdigest()[:16]


def _canonical_json(keys: Mapping[str, Any]) -> bytes:
    return json.dumps(_normalized(keys), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _normalized(value: object) -> object:
    """Return the value with every text in it in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalized(part) for part in value]
    if isinstance(value, dict):
        return {key: _normalized(part) for key, part in value.items()}
    return value


def event_to_dict(event: Event) -> dict[str, Any]:
    """Return the keys of the event's line in the order in which they are written, without empty ones."""
    keys = {
        "id": event.id,
        "date": event.date.isoformat(),
        "item": event.item,
        "agency": event.agency,
        "event": event.kind.value,
        "until": event.until.isoformat() if event.until else "",
        "target": event.target,
        "document": event.document,
        "within": event.within,
        "evidence": [
            {key: text for key, text in msgspec.structs.asdict(proof).items() if text} for proof in event.evidence
        ],
        "note": event.note,
        "recorded": event.recorded.isoformat(timespec="microseconds"),
        "by": event.by,
    }
    return {key: value for key, value in keys.items() if value}


def encode_log(events: Iterable[Event]) -> bytes:
    """Return a file of the log: JSON Lines in UTF-8, from which `reading.read_log` returns equal events."""
    return "".join(json.dumps(event_to_dict(event), ensure_ascii=False) + "\n" for event in events).encode()


def deduplicated(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return each event once: the first of those with the same id, which merged branches can bring."""
    every = tuple(events)
    if len(set(map(attrgetter("id"), every))) == len(every):
        return every
    first_by_id: dict[str, Event] = {}
    for event in every:
        first_by_id.setdefault(event.id, event)
    return tuple(first_by_id.values())


# The sort key of the order in which events are folded: day, instant of recording, id.
fold_position = attrgetter("date", "recorded", "id")


def in_fold_order(events: Iterable[Event]) -> list[Event]:
    """Return the events in the order of the fold: day, instant of recording, id."""
    return sorted(events, key=fold_position)


def newest_recorded(events: Iterable[Event]) -> dt.datetime | None:
    """Return the newest instant of recording, in the zone in which an event has it; None without events."""
    return max(map(attrgetter("recorded"), events), default=None)


def events_known_at(events: Iterable[Event], until: dt.datetime | None) -> tuple[Event, ...]:
    """Return the events recorded up to and including the instant `until`; all of them if it is None."""
    return tuple(events) if until is None else tuple(event for event in events if event.recorded <= until)


def recorded_on(event: Event, zone: dt.tzinfo) -> dt.date:
    """Return the day on which the event was recorded, in the time zone of the plan."""
    return event.recorded.astimezone(zone).date()


def canonical_line(event: Event) -> bytes:
    """Return the content of an event, each of its keys with the id, as a line of canonical JSON (see `event_id`).

    Events have equal lines only if they say the same.
    """
    # msgspec writes the bytes of _canonical_json in a fifth of the time, but for some instants and for text not in NFC.
    line = _encode_sorted(event if _is_written_alike(event.recorded) else _with_recorded_as_text(event))
    if not line.isascii() and not unicodedata.is_normalized("NFC", line.decode()):
        line = _canonical_json(event_to_dict(event))
    return line + b"\n"


_encode_sorted = msgspec.json.Encoder(order="sorted").encode
_MINUTE = dt.timedelta(minutes=1)


def _is_written_alike(recorded: dt.datetime) -> bool:
    """Return whether msgspec writes an instant as a line of the log has it.

    It leaves out a fraction of zero, writes Z for the offset +00:00, and loses the seconds of an offset.
    """
    offset = recorded.utcoffset()
    if not recorded.microsecond or not offset:
        return False
    return not offset % _MINUTE


def _with_recorded_as_text(event: Event) -> Event:
    """Return the event with the text of a line of the log in place of its instant, which only an encoder may see."""
    return msgspec.structs.replace(event, recorded=event.recorded.isoformat(timespec="microseconds"))


def log_fingerprint(events: Iterable[Event]) -> str:
    """Return the SHA-256 over the canonical lines of the events, sorted.

    It is one of contents, not of the ids that lines claim, so that no fact can change under it.
    """
    return hashlib.sha256(b"".join(sorted(map(canonical_line, events)))).hexdigest()


def fingerprint_of_ids(events: Iterable[Event]) -> str:
    """Return the SHA-256 over the sorted ids of the events, one per line.

    That is the fingerprint of the log in documents of the schema papi.document/1.
    """
    return hashlib.sha256("".join(f"{id_}\n" for id_ in sorted(event.id for event in events)).encode()).hexdigest()
