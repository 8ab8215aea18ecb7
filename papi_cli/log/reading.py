"""Lines of JSON → events: a file at once, or line by line with a problem for each bad line.

A line is bad if it is not a JSON object in UTF-8, has a key twice, if `id`, `date`, `item`, `agency`, `event` or
`recorded` is missing or ill-formed, or if the id is not that of its content. Whatever else may be wrong with an event is
for the rules to say, and the fold ignores it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from papi_cli.log.events import Event, Evidence, event_id
from papi_cli.log.files import file_problems, names_its_bytes, way_back
from papi_cli.log.kinds import EventKind
from papi_cli.problems import CONFLICT_MARKER, CONFLICT_MESSAGE, Problem, ProblemCode, Severity

_CONFLICT = re.compile(CONFLICT_MARKER.encode())
_ID = re.compile(r"[0-9a-f]{16}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KINDS = {kind.value: kind for kind in EventKind}
_REQUIRED_TEXT_KEYS = ("id", "item", "agency")


class LogLine(NamedTuple):
    """An event, its place (path, line from 1), all keys of its line, and the id that they give."""

    file: str
    number: int
    keys: Mapping[str, Any]
    event: Event
    content_id: str

    def warning(self, code: ProblemCode, message: str, hint: str) -> Problem:
        """Return a warning at this line; it is no error, since the log can still be computed with."""
        return Problem(self.file, self.number, 1, code, message, hint, Severity.WARNING)


def read_lines(file: str, raw: bytes) -> tuple[list[LogLine], list[Problem]]:
    """Return the lines of one file of the log (JSON Lines in UTF-8) in order, and what is wrong with it.

    That is a problem for each bad line, and those of the file as a whole (see `file_problems`). A line whose id is not
    that of its content is among the lines all the same.
    """
    lines: list[LogLine] = []
    problems: list[Problem] = []
    for number, text in enumerate(raw.splitlines(), 1):
        if not text.strip():
            continue
        if _CONFLICT.match(text):
            hint = "Giữ các sự kiện của cả hai bên, xóa các dòng đánh dấu."
            problems.append(Problem(file, number, 1, ProblemCode.CONFLICT_MARKER, CONFLICT_MESSAGE, hint))
            continue
        try:
            line = _read_line(file, number, text)
        except _BadLine as bad:
            problems.append(Problem(file, number, 1, bad.code, bad.message, way_back(file)))
            continue
        lines.append(line)
        if line.content_id != line.event.id:
            message = f"nội dung của sự kiện «{line.event.id}» đã bị sửa sau khi ghi."
            hint = f"{way_back(file)} Điều cần sửa thì ghi bằng papi correct."
            problems.append(Problem(file, number, 1, ProblemCode.ALTERED_EVENT, message, hint))
    is_first_known = bool(lines) and all(problem.line >= lines[0].number for problem in problems)
    problems += file_problems(file, raw, lines[0].event if is_first_known else None)
    return lines, problems


def contradictions(lines: Iterable[LogLine]) -> Iterator[Problem]:
    """Yield a problem for each line whose id stands in an earlier line with other content, wherever that is."""
    first_by_id: dict[str, LogLine] = {}
    for line in lines:
        first = first_by_id.setdefault(line.event.id, line)
        if first.content_id != line.content_id:
            message = f"sự kiện «{line.event.id}» có nội dung khác ở {first.file}:{first.number}."
            files = dict.fromkeys((first.file, line.file))
            yield Problem(line.file, line.number, 1, ProblemCode.CONTRADICTING_EVENT, message, way_back(*files))


def read_log(file: str, raw: bytes) -> tuple[list[Event], list[Problem]]:
    """Return the events of one file of the log without their places, and what is wrong with it.

    The answer is that of `read_lines`, only faster: a file is decoded at once, and left to `read_lines` if that fails or
    if its name does not vouch for its bytes. A name that does may have been forged along with them: only `read_lines`,
    and so `papi check`, holds every id against its line, sees a key that stands there twice, and a file in a month or
    with an instant that is not its own.
    """
    # Files of the log end their lines with LF alone; splitting at one character takes half the time.
    texts = raw.splitlines() if b"\r" in raw else raw.split(b"\n")
    try:
        events = list(map(_decode_event, filter(None, texts)))
    except (msgspec.DecodeError, UnicodeDecodeError):
        events = []
    if events and _are_sound(events) and names_its_bytes(file, raw):
        return events, []
    lines, problems = read_lines(file, raw)
    return [line.event for line in lines], problems


_decode_event = msgspec.json.Decoder(Event).decode


def _are_sound(events: Iterable[Event]) -> bool:
    """Return whether the ids and instants of decoded events are well-formed, which their types cannot check."""
    years = {event.recorded.year for event in events}
    in_calendar = min(years) > dt.MINYEAR and max(years) < dt.MAXYEAR
    return in_calendar and _is_hexadecimal("".join([event.id for event in events]))


def _is_hexadecimal(digits: str) -> bool:
    try:
        return bytes.fromhex(digits).hex() == digits
    except ValueError:
        return False


class _BadLine(ValueError):
    """A line is not an event; carries the code and the message of the problem."""

    def __init__(self, message: str, code: ProblemCode = ProblemCode.NOT_AN_EVENT) -> None:
        self.message = message
        self.code = code


def _read_line(file: str, number: int, text: bytes) -> LogLine:
    """Return the event of a line; raises _BadLine."""
    try:
        # Not left to json, which takes bytes for UTF-16 and UTF-32 too, and halves of surrogate pairs for characters.
        keys = json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_without_double_keys, parse_constant=_refuse_constant
        )
        if b"\\u" in text:
            _refuse_lone_surrogates(keys)
        event = _parse_event(keys)
        return LogLine(file, number, keys, event, event_id(keys))
    except UnicodeDecodeError as error:
        raise _BadLine("dòng này không viết bằng UTF-8.") from error
    except _BadLine:
        raise
    except (ValueError, RecursionError) as error:
        raise _BadLine("dòng này không phải là một đối tượng JSON.") from error


def _without_double_keys(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these keys and values; raises _BadLine if a key is among them twice."""
    keys = dict(pairs)
    if len(keys) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _BadLine(f"khóa «{twice}» được viết hai lần trong một dòng.", ProblemCode.DUPLICATE_KEY)
    return keys


def _refuse_constant(name: str) -> None:
    """Raise ValueError for NaN, Infinity and -Infinity, which Python's json reads although JSON does not have them."""
    raise ValueError(name)


def _refuse_lone_surrogates(keys: object) -> None:
    """Raise _BadLine for half of a surrogate pair, which JSON can escape but UTF-8 cannot encode."""
    try:
        json.dumps(keys, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _BadLine("dòng này có ký tự không thể ghi thành văn bản.") from error


def _parse_event(keys: object) -> Event:
    if not isinstance(keys, dict):
        raise _BadLine("dòng này không phải là một đối tượng JSON.")
    for key in _REQUIRED_TEXT_KEYS:
        if not isinstance(keys.get(key), str) or not keys[key]:
            raise _BadLine(f"sự kiện thiếu «{key}».")
    if not _ID.fullmatch(keys["id"]):
        raise _BadLine("«id» không phải là 16 chữ số thập lục phân.")
    kind = _KINDS.get(_text(keys, "event"))
    if kind is None:
        raise _BadLine(f"không có loại sự kiện «{keys.get('event')}».")
    day = _day(keys.get("date"))
    if day is None:
        raise _BadLine(f"«date» không phải là một ngày có trong lịch: «{keys.get('date')}».")
    return Event(
        id=keys["id"],
        date=day,
        item=keys["item"],
        agency=keys["agency"],
        kind=kind,
        recorded=_parse_recorded(keys.get("recorded")),
        document=_text(keys, "document"),
        within=_text(keys, "within"),
        note=_text(keys, "note"),
        by=_text(keys, "by"),
        until=_day(keys.get("until")),
        target=_text(keys, "target"),
        evidence=_evidence(keys.get("evidence")),
        confirmed=_texts(keys.get("confirmed")),
    )


def _text(keys: Mapping[str, Any], key: str) -> str:
    value = keys.get(key, "")
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def _day(value: object) -> dt.date | None:
    # fromisoformat takes other forms too (20260312, 2026-W11-4); the log has only this one.
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _parse_recorded(value: object) -> dt.datetime:
    try:
        instant = msgspec.convert(value, dt.datetime)
    except msgspec.ValidationError:
        instant = _parse_iso_instant(value)
    if instant.tzinfo is None:
        raise _BadLine(f"«recorded» thiếu múi giờ: «{value}».")
    if not dt.MINYEAR < instant.year < dt.MAXYEAR:
        raise _BadLine(f"«recorded» ở ngoài lịch: «{value}».")
    return instant


def _parse_iso_instant(value: object) -> dt.datetime:
    """Return an instant in one of the forms of ISO 8601 that RFC 3339, and so msgspec, does not have."""
    try:
        return dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _BadLine(f"«recorded» không phải là một thời điểm: «{value}».") from error


def _evidence(value: object) -> tuple[Evidence, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        Evidence(_text(keys, "url"), _text(keys, "path"), _text(keys, "sha256"))
        for keys in value
        if isinstance(keys, dict)
    )
