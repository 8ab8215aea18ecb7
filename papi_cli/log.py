"""The status log: what an event may say, and lines of JSON to events.

A line is no event only if it is not a JSON object or one of its six first keys is missing or ill-formed; whatever else
is wrong with an event is for the rules, and the fold ignores it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

import msgspec

from papi_cli.problems import CONFLICT_MARKER, CONFLICT_MESSAGE, Code, Problem, Severity


class EventKind(StrEnum):
    """What an event says happened."""

    PROGRESS = "progress"
    SUBMITTED = "submitted"
    DONE = "done"
    SUPPLEMENT_REQUESTED = "supplement-requested"
    RETURNED = "returned"
    EXTENDED = "extended"
    EXTENSION_REQUESTED = "extension-requested"
    NOTHING_TO_REPORT = "nothing-to-report"
    WAIVED = "waived"
    REMINDED = "reminded"
    RETRACTED = "retracted"

    @property
    def label(self) -> str:
        """The Vietnamese words shown to readers, and taken in sheets."""
        return _LABELS[self]


_LABELS = {
    EventKind.PROGRESS: "đang thực hiện",
    EventKind.SUBMITTED: "đã trình, chờ ban hành",
    EventKind.DONE: "đã hoàn thành",
    EventKind.SUPPLEMENT_REQUESTED: "yêu cầu bổ sung",
    EventKind.RETURNED: "trả lại, yêu cầu thực hiện lại",
    EventKind.EXTENDED: "được gia hạn",
    EventKind.EXTENSION_REQUESTED: "đề nghị gia hạn",
    EventKind.NOTHING_TO_REPORT: "không phát sinh",
    EventKind.WAIVED: "đưa ra khỏi danh mục theo dõi",
    EventKind.REMINDED: "đã đôn đốc",
    EventKind.RETRACTED: "hủy ghi nhận",
}


# The collector of cycles need not look at these (gc=False): they hold texts, days and evidence, nothing that could lead back.


class Evidence(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Proof of a delivery: an address, or a path in the repository with the checksum of its bytes."""

    url: str = ""
    path: str = ""
    sha256: str = ""


_Said = Annotated[str, msgspec.Meta(min_length=1)]


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One dated fact about an obligation; texts are "" and days None where the line does not say them."""

    id: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]
    date: dt.date
    item: _Said
    agency: _Said
    kind: EventKind = msgspec.field(name="event")
    recorded: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    document: str = ""
    within: str = ""
    note: str = ""
    by: str = ""
    until: dt.date | None = None
    target: str = ""
    evidence: tuple[Evidence, ...] = ()


_CONFLICT = re.compile(CONFLICT_MARKER.encode())
_ID = re.compile(r"[0-9a-f]{16}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KINDS = {kind.value: kind for kind in EventKind}
_CODES = ("id", "item", "agency")


def event_id(keys: Mapping[str, Any]) -> str:
    """Return the id of the event that `keys` say: 16 hex digits of SHA-256 over all keys but `id`.

    The bytes are canonical JSON (RFC 8785) after NFC. Events hold texts, lists and objects with ASCII keys and no
    numbers, for which sorted keys and no spaces are the whole of that canonical form.
    """
    others = _composed({key: value for key, value in keys.items() if key != "id"})
    canonical = json.dumps(others, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _composed(value: object) -> object:
    """Return the value with every text in it in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(one) for one in value]
    if isinstance(value, dict):
        return {key: _composed(one) for key, one in value.items()}
    return value


def as_keys(event: Event) -> dict[str, Any]:
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


def write_log(events: Iterable[Event]) -> bytes:
    """Return the bytes of a file of the log: JSON Lines in UTF-8, which `read_log` gives back as they were."""
    return "".join(json.dumps(as_keys(event), ensure_ascii=False) + "\n" for event in events).encode()


class Line(NamedTuple):
    """An event, where it stands (path, line from 1), and all that its line says."""

    file: str
    number: int
    keys: Mapping[str, Any]
    event: Event

    def problem(self, code: Code, message: str, hint: str) -> Problem:
        """Return a warning at this line: what is wrong with an event leaves a log to compute with."""
        return Problem(self.file, self.number, 1, code, message, hint, Severity.WARNING)


def read_lines(file: str, raw: bytes) -> tuple[list[Line], list[Problem]]:
    """Read one file of the log: JSON Lines in UTF-8. Returns its events in order, and a problem per bad line."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, text in enumerate(raw.splitlines(), 1):
        if not text.strip():
            continue
        if _CONFLICT.match(text):
            hint = "Giữ các sự kiện của cả hai bên, xóa các dòng đánh dấu."
            problems.append(Problem(file, number, 1, Code.CONFLICT_MARKER, CONFLICT_MESSAGE, hint))
            continue
        try:
            keys = json.loads(text)
            if b"\\u" in text:
                _check_text(keys)
            lines.append(Line(file, number, keys, _event(keys)))
        except _NoEvent as wrong:
            problems.append(Problem(file, number, 1, Code.NOT_AN_EVENT, str(wrong), _HINT))
        except (ValueError, RecursionError):
            message = "dòng này không phải là một đối tượng JSON."
            problems.append(Problem(file, number, 1, Code.NOT_AN_EVENT, message, _HINT))
    return lines, problems


def read_log(file: str, raw: bytes) -> tuple[list[Event], list[Problem]]:
    """Return the events of one file of the log without their places, and a problem per bad line.

    They are those of `read_lines`, which takes its time: what cannot be decoded at one go is left to it.
    """
    # Files of the log end their lines with LF alone, and to split at one sign takes half the time.
    texts = raw.splitlines() if b"\r" in raw else raw.split(b"\n")
    try:
        events = list(map(_decoded, filter(None, texts)))
    except (msgspec.DecodeError, UnicodeDecodeError):
        events = []
    if events and _are_sound(events):
        return events, []
    lines, problems = read_lines(file, raw)
    return [line.event for line in lines], problems


_decoded = msgspec.json.Decoder(Event).decode


def _are_sound(events: Iterable[Event]) -> bool:
    """Whether the events keep what their types do not say of ids and instants."""
    years = {event.recorded.year for event in events}
    in_calendar = min(years) > dt.MINYEAR and max(years) < dt.MAXYEAR
    return in_calendar and _is_hexadecimal("".join([event.id for event in events]))


def _is_hexadecimal(digits: str) -> bool:
    try:
        return bytes.fromhex(digits).hex() == digits
    except ValueError:
        return False


_HINT = "Khôi phục dòng này từ git; tệp đã ghi trong sổ theo dõi không được sửa."


class _NoEvent(ValueError):
    """Why a line is no event."""


def _check_text(keys: object) -> None:
    """Refuse half of a surrogate pair, which JSON can escape and no file can hold."""
    try:
        json.dumps(keys, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _NoEvent("dòng này có ký tự không thể ghi thành văn bản.") from error


def _event(keys: object) -> Event:
    if not isinstance(keys, dict):
        raise _NoEvent("dòng này không phải là một đối tượng JSON.")
    for key in _CODES:
        if not isinstance(keys.get(key), str) or not keys[key]:
            raise _NoEvent(f"sự kiện thiếu «{key}».")
    if not _ID.fullmatch(keys["id"]):
        raise _NoEvent("«id» không phải là 16 chữ số thập lục phân.")
    kind = _KINDS.get(_text(keys, "event"))
    if kind is None:
        raise _NoEvent(f"không có loại sự kiện «{keys.get('event')}».")
    happened = _day(keys.get("date"))
    if happened is None:
        raise _NoEvent(f"«date» không phải là một ngày có trong lịch: «{keys.get('date')}».")
    return Event(
        id=keys["id"],
        date=happened,
        item=keys["item"],
        agency=keys["agency"],
        kind=kind,
        recorded=_instant(keys.get("recorded")),
        document=_text(keys, "document"),
        within=_text(keys, "within"),
        note=_text(keys, "note"),
        by=_text(keys, "by"),
        until=_day(keys.get("until")),
        target=_text(keys, "target"),
        evidence=_evidence(keys.get("evidence")),
    )


def _text(keys: Mapping[str, Any], key: str) -> str:
    value = keys.get(key, "")
    return value if isinstance(value, str) else ""


def _day(value: object) -> dt.date | None:
    # fromisoformat takes other forms too (20260312, 2026-W11-4); the log has one.
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _instant(value: object) -> dt.datetime:
    try:
        instant = msgspec.convert(value, dt.datetime)
    except msgspec.ValidationError:
        instant = _other_instant(value)
    if instant.tzinfo is None:
        raise _NoEvent(f"«recorded» thiếu múi giờ: «{value}».")
    if not dt.MINYEAR < instant.year < dt.MAXYEAR:
        raise _NoEvent(f"«recorded» ở ngoài lịch: «{value}».")
    return instant


def _other_instant(value: object) -> dt.datetime:
    """Return the instant of a form of ISO 8601 that RFC 3339 does not have."""
    try:
        return dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _NoEvent(f"«recorded» không phải là một thời điểm: «{value}».") from error


def _evidence(value: object) -> tuple[Evidence, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        Evidence(_text(one, "url"), _text(one, "path"), _text(one, "sha256")) for one in value if isinstance(one, dict)
    )


def once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return each event once: of several with one id, which branches can bring, the first."""
    read = tuple(events)
    if len(set(map(attrgetter("id"), read))) == len(read):
        return read
    first: dict[str, Event] = {}
    for event in read:
        first.setdefault(event.id, event)
    return tuple(first.values())


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return the events in the order of the fold: day, instant of recording, id."""
    return sorted(events, key=attrgetter("date", "recorded", "id"))


def newest(events: Iterable[Event]) -> dt.datetime | None:
    """Return the newest instant of recording, None of no events."""
    return max(map(attrgetter("recorded"), events), default=None)


def known(events: Iterable[Event], until: dt.datetime | None) -> tuple[Event, ...]:
    """Return the events recorded up to and including the instant `until`; all of them when it is None."""
    return tuple(events) if until is None else tuple(event for event in events if event.recorded <= until)


def fingerprint(events: Iterable[Event]) -> str:
    """Return SHA-256 over the sorted ids of the events that count, one a line."""
    return hashlib.sha256("".join(f"{id_}\n" for id_ in sorted(event.id for event in events)).encode()).hexdigest()
