"""Events of the status log: their fields, ids and lines, and functions over many of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Any

import msgspec

from papi_cli.log.kinds import EventKind

# gc=False: they hold texts, days and evidence, nothing that could form a cycle for the collector to find.
# omit_defaults is for `canonical_lines`: a key that an event does not have is not in its content.


# How far apart the events of a batch are recorded.
TICK = dt.timedelta(microseconds=1)


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
    """One dated fact about an obligation; texts are "" and days None if the line does not say them.

    `confirmed` are the doubts (values of `oddities.Oddity`, or of that of a newer version) that somebody was asked about
    who recorded it all the same.
    """

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
    confirmed: tuple[str, ...] = ()


def event_id(keys: Mapping[str, Any]) -> str:
    """Return the id of the event with these keys: 16 hex digits of the SHA-256 over all of them but `id`.

    The digest is over canonical JSON (RFC 8785) after NFC. Events hold texts, lists and objects with ASCII keys but no
    numbers; for these the canonical form is JSON with sorted keys and without spaces.
    """
    content = {key: value for key, value in keys.items() if key != "id"}
    return hashlib.sha256(_canonical_json(content)).hexdigest()[:16]


def _canonical_json(keys: Mapping[str, Any]) -> bytes:
    text = _canonical(keys)
    return (text if unicodedata.is_normalized("NFC", text) else _canonical(_normalized(keys))).encode()


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


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
        "confirmed": list(event.confirmed),
        "recorded": event.recorded.isoformat(timespec="microseconds"),
        "by": event.by,
    }
    return {key: value for key, value in keys.items() if value}


def encode_log(events: Iterable[Event]) -> bytes:
    """Return a file of the log: JSON Lines in UTF-8, from which `reading.read_log` returns equal events."""
    return "".join(json.dumps(event_to_dict(event), ensure_ascii=False) + "\n" for event in events).encode()


def deduplicated(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return each event once: the first of those with the same id, which merged branches can bring.

    That they say the same is for `contradict` to tell.
    """
    every = tuple(events)
    if len(set(map(attrgetter("id"), every))) == len(every):
        return every
    first_by_id: dict[str, Event] = {}
    for event in every:
        first_by_id.setdefault(event.id, event)
    return tuple(first_by_id.values())


def contradict(events: Iterable[Event]) -> bool:
    """Return whether events of the same id say different things; composed and decomposed letters are the same."""
    every = tuple(events)
    if len(set(map(attrgetter("id"), every))) == len(every):
        return False
    first_by_id: dict[str, Event] = {}
    pairs = ((event, first_by_id.setdefault(event.id, event)) for event in every)
    return any(event != first and len({*canonical_lines((event, first))}) > 1 for event, first in pairs)


# The sort key of the order in which events are folded: day, instant of recording, id.
fold_position = attrgetter("date", "recorded", "id")


def in_fold_order(events: Iterable[Event]) -> list[Event]:
    """Return the events in the order of the fold: day, instant of recording, id."""
    return sorted(events, key=fold_position)


def newest_recorded(events: Iterable[Event]) -> dt.datetime | None:
    """Return the newest instant of recording, in the zone in which an event has it; None without events."""
    return max(map(attrgetter("recorded"), events), default=None)


def events_known_at(events: Iterable[Event], until: dt.datetime | None) -> tuple[Event, ...]:
    """Return the events recorded up to and including the instant `until`; all of them if it is None.

    A batch counts whole or not at all, as it was recorded: its events are one TICK apart, so those that follow `until`
    without a gap, as around midnight, belong to one that began before.
    """
    every = tuple(events)
    if until is None:
        return every
    later = {event.recorded for event in every if event.recorded >= until}
    while until in later and until + TICK in later:
        until += TICK
    return tuple(event for event in every if event.recorded <= until)


def recorded_on(event: Event, zone: dt.tzinfo) -> dt.date:
    """Return the day on which the event was recorded, in the time zone of the plan."""
    return event.recorded.astimezone(zone).date()


def canonical_lines(events: Sequence[Event]) -> Iterator[bytes]:
    """Yield the content of each event in turn: its keys, the id among them, as canonical JSON, a line of their own.

    The form is that of `event_id`. Events have equal lines only if they say the same.
    """
    for start in range(0, len(events), _BATCH):
        batch = events[start : start + _BATCH]
        # msgspec writes the bytes of _canonical_json in a tenth of the time, but for some instants and texts not in NFC.
        raw = _encode_lines([_with_log_spelling(event) for event in batch])
        lines = raw.splitlines(keepends=True)
        if raw.isascii() or unicodedata.is_normalized("NFC", raw.decode()):
            yield from lines
        else:
            yield from map(_canonical_unless_normal, batch, lines)


_BATCH = 1_000  # events whose lines are looked at together, which takes half the time of one by one
_encode_lines = msgspec.json.Encoder(order="sorted").encode_lines


def _canonical_unless_normal(event: Event, line: bytes) -> bytes:
    is_normal = unicodedata.is_normalized("NFC", line.decode())
    return line if is_normal else _canonical_json(event_to_dict(event)) + b"\n"


def _with_log_spelling(event: Event) -> Event:
    """Return an event that msgspec writes as the log does: its instant replaced by the text of it where need be.

    msgspec leaves out a fraction of zero, writes Z for the offset +00:00, and loses the seconds of an offset.
    """
    recorded = event.recorded
    offset = recorded.utcoffset()
    if recorded.microsecond and offset and not offset.seconds % 60 and not offset.microseconds:
        return event
    return msgspec.structs.replace(event, recorded=recorded.isoformat(timespec="microseconds"))


def log_fingerprint(events: Sequence[Event]) -> str:
    """Return the SHA-256 over the canonical lines of the events, sorted.

    It is one of contents, not of the ids that lines claim, so that no fact can change under it.
    """
    checksum = hashlib.sha256()
    for line in sorted(canonical_lines(events)):
        checksum.update(line)
    return checksum.hexdigest()


def fingerprint_of_ids(events: Iterable[Event]) -> str:
    """Return the SHA-256 over the sorted ids of the events, one per line.

    That is the fingerprint of the log in documents of the schema papi.document/1.
    """
    return hashlib.sha256("".join(f"{id_}\n" for id_ in sorted(event.id for event in events)).encode()).hexdigest()
