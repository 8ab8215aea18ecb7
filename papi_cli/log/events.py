"""The status log as events: what one may say, its id and its line, and many of them in order."""

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

# The collector of cycles need not look at these (gc=False): they hold texts, days and evidence, nothing that could lead back.


class Evidence(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Proof of a delivery: an address, or a path in the repository with the checksum of its bytes."""

    url: str = ""
    path: str = ""
    sha256: str = ""

    @property
    def address(self) -> str:
        """Where the proof is: the URL, else the path."""
        return self.url or self.path


_NonEmptyText = Annotated[str, msgspec.Meta(min_length=1)]


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One dated fact about an obligation; texts are "" and days None where the line does not say them."""

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
    """Return the id of the event that `keys` say: 16 hex digits of SHA-256 over all keys but `id`.

    The bytes are canonical JSON (RFC 8785) after NFC. Events hold texts, lists and objects with ASCII keys and no
    numbers, for which sorted keys and no spaces are the whole of that canonical form.
    """
    others = _normalized({key: value for key, value in keys.items() if key != "id"})
    canonical = json.dumps(others, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _normalized(value: object) -> object:
    """Return the value with every text in it in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalized(one) for one in value]
    if isinstance(value, dict):
        return {key: _normalized(one) for key, one in value.items()}
    return value


def event_to_dict(event: Event) -> dict[str, Any]:
    """Return the keys of the event's line, in the order in which they are written; what it does not say is left out."""
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
            {key: text for key, text in msgspec.structs.asdict(one).items() if text} for one in event.evidence
        ],
        "note": event.note,
        "recorded": event.recorded.isoformat(timespec="microseconds"),
        "by": event.by,
    }
    return {key: value for key, value in keys.items() if value}


def encode_log(events: Iterable[Event]) -> bytes:
    """Return the bytes of a file of the log: JSON Lines in UTF-8, which `lines.read_log` gives back as they were."""
    return "".join(json.dumps(event_to_dict(event), ensure_ascii=False) + "\n" for event in events).encode()


def deduplicated(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return each event once: of several with one id, which branches can bring, the first."""
    read = tuple(events)
    if len(set(map(attrgetter("id"), read))) == len(read):
        return read
    first: dict[str, Event] = {}
    for event in read:
        first.setdefault(event.id, event)
    return tuple(first.values())


# The sort key of the order in which events are folded: day, instant of recording, id.
fold_position = attrgetter("date", "recorded", "id")


def in_fold_order(events: Iterable[Event]) -> list[Event]:
    """Return the events in the order of the fold: day, instant of recording, id."""
    return sorted(events, key=fold_position)


def newest_recorded(events: Iterable[Event]) -> dt.datetime | None:
    """Return the newest instant of recording (in the zone of one of those recorded then), None of no events."""
    return max(map(attrgetter("recorded"), events), default=None)


def events_known_at(events: Iterable[Event], until: dt.datetime | None) -> tuple[Event, ...]:
    """Return the events recorded up to and including the instant `until`; all of them when it is None."""
    return tuple(events) if until is None else tuple(event for event in events if event.recorded <= until)


def recorded_on(event: Event, zone: dt.tzinfo) -> dt.date:
    """Return the day on which the event was recorded, in the time zone of the plan."""
    return event.recorded.astimezone(zone).date()


def log_fingerprint(events: Iterable[Event]) -> str:
    """Return SHA-256 over the sorted ids of the events that count, one a line."""
    return hashlib.sha256("".join(f"{id_}\n" for id_ in sorted(event.id for event in events)).encode()).hexdigest()
