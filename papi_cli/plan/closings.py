"""Closed reporting periods: what a closing froze, and the file that says so (papi_cli/README.md, Closed periods).

The file is one of the few that papi writes into the plan. It is YAML in a single form, one key or entry to a line, and is
read as such: commands that only ask whether a period is closed need no YAML library for it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from papi_cli.problems import CONFLICT_MARKER, CONFLICT_MESSAGE, GIT_CHECKOUT, Problem, ProblemCode
from papi_cli.text import is_in_years


class FrozenFile(NamedTuple):
    """A file of the log that counts in a closed period: its path in `plan/status` and the digest of its bytes.

    The digest is the one that names of files of the log end with. `line` is where the closing names it, 0 before it was
    written.
    """

    path: str
    digest: str
    line: int = 0


class Closing(NamedTuple):
    """A reporting period that was closed: its id, the day (inclusive) up to which it was computed, and what it rests on.

    `closed_at` is the instant of the closing, no earlier than any recording that counts, and `closed_by` who closed it, ""
    if nobody said. `tag` is git's name for the revision that holds the plan, "" without git. `plan`, `log` and
    `templates` are fingerprints.
    """

    period: str
    as_of: date
    closed_at: datetime
    closed_by: str
    tag: str
    plan: str
    log: str
    templates: str
    files: tuple[FrozenFile, ...]


def closed_over(closings: Iterable[Closing], day: date) -> Closing | None:
    """Return the closing of the period into which an event of this day falls: the first that ends on it or later."""
    return min((one for one in closings if day <= one.as_of), key=lambda one: (one.as_of, one.period), default=None)


# The file

# Of a text without quotation marks YAML and this module read the same.
_PLAIN = re.compile(r"[^\W_](?:[\w./@+()-]| (?!#))*(?<! )")
_QUOTED = '"'
_ENTRY = "  - "
_LINE = re.compile(r"(?P<key>[a-z_]+):(?: +(?P<value>.*))?")
_COMMENT = re.compile(r"(?:^| +)#.*$")
_DIGEST = re.compile(r"[0-9a-f]{16}", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEYS: Final = ("period", "as_of", "closed", "by", "tag", "plan", "log", "templates", "files")


def closing_text(closing: Closing, *, name: str) -> str:
    """Return the file of a closing; `name` is that of the period. `read_closing` reads it back."""
    return "\n".join(_lines(closing, name)) + "\n"


def _lines(closing: Closing, name: str) -> Iterator[str]:
    yield f"# Kỳ báo cáo {name}: số liệu đã chốt. Tệp do papi close ghi, không sửa."
    yield f"# Báo cáo lập bằng papi report {closing.period} --closed chỉ dựa trên những gì nêu ở đây."
    yield "# Mở lại kỳ: người phụ trách xóa tệp này và lưu vào git kèm lý do; nhãn ở khóa tag thì giữ."
    yield f"period: {closing.period}"
    yield f"as_of: {closing.as_of.isoformat()} # tính đến hết ngày này"
    yield f"closed: {closing.closed_at.isoformat()} # lúc chốt"
    yield f"by: {_scalar(closing.closed_by)}"
    yield f"tag: {_scalar(closing.tag)}{' # nhãn git giữ kế hoạch và sổ theo dõi lúc chốt' if closing.tag else ''}"
    yield "# Mã SHA-256 của kế hoạch, sổ theo dõi và mẫu văn bản lúc chốt."
    yield f"plan: {closing.plan}"
    yield f"log: {closing.log}"
    yield f"templates: {closing.templates}"
    yield "# Các tệp được tính của plan/status; 16 chữ số ở cuối mỗi tên là mã nội dung của tệp ấy."
    yield "files:" if closing.files else "files: []"
    for file in closing.files:
        yield f"{_ENTRY}{_scalar(file.path if _names_digest(file) else f'{file.path} {file.digest}')}"


def _names_digest(file: FrozenFile) -> bool:
    return file.path.endswith(f"-{file.digest}.jsonl")


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and "  " not in text else json.dumps(text, ensure_ascii=False)


def read_closing(path: str, raw: bytes) -> Closing | Problem:
    """Return the closing that a file says, or the first thing that is wrong with it: one has only the form that papi writes.

    The period must be the one that the file is named after.
    """
    try:
        return _read(path, raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message, code, line = "tệp không phải là văn bản UTF-8.", ProblemCode.ENCODING, 1
    except _BadFile as bad:
        message, code, line = bad.message, bad.code, bad.line
    hint = f"Khôi phục tệp: {GIT_CHECKOUT} -- {shlex.quote(path)}; muốn mở lại kỳ thì xóa tệp, không sửa."
    return Problem(path, line, 1, code, message, hint).as_warning


class _BadFile(ValueError):
    """A file is no closing; carries the line, the message and the code of the problem."""

    def __init__(self, line: int, message: str, code: ProblemCode = ProblemCode.WRONG_VALUE) -> None:
        self.line = line
        self.message = message
        self.code = code


class _Value(NamedTuple):
    """What a key says, and on which line."""

    line: int
    text: str


def _read(path: str, text: str) -> Closing:
    values, files = _values_and_files(text.splitlines())
    if missing := [key for key in _KEYS if key not in values]:
        raise _BadFile(1, f"thiếu khóa «{missing[0]}».", ProblemCode.MISSING_KEY)
    closing = Closing(
        period=values["period"].text,
        as_of=_day(values["as_of"]),
        closed_at=_instant(values["closed"]),
        closed_by=values["by"].text,
        tag=values["tag"].text,
        plan=_fingerprint(values["plan"]),
        log=_fingerprint(values["log"]),
        templates=_fingerprint(values["templates"]),
        files=tuple(files),
    )
    stem = path.rpartition("/")[2].removesuffix(".yaml")
    if closing.period != stem:
        raise _BadFile(values["period"].line, f"tệp của kỳ «{stem}» lại nêu kỳ «{closing.period}».")
    return closing


def _values_and_files(lines: Iterable[str]) -> tuple[Mapping[str, _Value], Iterable[FrozenFile]]:
    values: dict[str, _Value] = {}
    files: dict[str, FrozenFile] = {}
    for number, line in enumerate(lines, 1):
        if re.match(CONFLICT_MARKER, line):
            raise _BadFile(number, CONFLICT_MESSAGE, ProblemCode.CONFLICT_MARKER)
        if not _COMMENT.sub("", line).strip():
            continue
        if line.startswith(_ENTRY) and "files" in values:
            file = _frozen_file(number, _text(number, line.removeprefix(_ENTRY)))
            if files.setdefault(file.path, file) is not file:
                raise _BadFile(number, f"tệp «{file.path}» được nêu hai lần.")
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise _BadFile(number, "dòng này không đúng dạng của tệp chốt kỳ.", ProblemCode.SYNTAX)
        key, value = found["key"], found["value"] or ""
        if key not in _KEYS:
            raise _BadFile(number, f"khóa «{key}» không có trong quy định.", ProblemCode.UNKNOWN_KEY)
        if key in values:
            raise _BadFile(number, f"khóa «{key}» được viết hai lần.", ProblemCode.DUPLICATE_KEY)
        values[key] = _Value(number, _text(number, value))
    return values, files.values()


def _text(line: int, value: str) -> str:
    if not value.startswith(_QUOTED):
        return _COMMENT.sub("", value).strip()
    try:
        text, end = json.JSONDecoder().raw_decode(value)
    except ValueError as error:
        raise _BadFile(line, "thiếu dấu nháy kép ở cuối, hoặc có dấu \\ sai chỗ.", ProblemCode.SYNTAX) from error
    if _COMMENT.sub("", value[end:]).strip():
        raise _BadFile(line, "còn chữ ở sau dấu nháy kép.", ProblemCode.SYNTAX)
    return str(text)


def _frozen_file(line: int, entry: str) -> FrozenFile:
    path, _, digest = entry.rpartition(" ")
    if not _DIGEST.fullmatch(digest):
        path, digest = entry, entry.removesuffix(".jsonl").rpartition("-")[2]
    if not _DIGEST.fullmatch(digest) or not path.endswith(".jsonl"):
        raise _BadFile(line, f"«{entry}» không phải là tên tệp sổ theo dõi kèm mã nội dung.")
    return FrozenFile(path, digest, line)


def _day(value: _Value) -> date:
    try:
        day = date.fromisoformat(value.text)
    except ValueError:
        day = date.min
    if not is_in_years(day) or day.isoformat() != value.text:
        raise _BadFile(value.line, f"«{value.text}» không phải là một ngày (2026-06-14).", ProblemCode.WRONG_DAY)
    return day


def _instant(value: _Value) -> datetime:
    try:
        instant = datetime.fromisoformat(value.text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not is_in_years(instant.date()):
        raise _BadFile(value.line, f"«{value.text}» không phải là một thời điểm (2026-06-20T09:12:00+07:00).")
    return instant


def _fingerprint(value: _Value) -> str:
    if not _FINGERPRINT.fullmatch(value.text):
        raise _BadFile(value.line, f"«{value.text}» không phải là mã SHA-256 gồm 64 chữ số thập lục phân.")
    return value.text
