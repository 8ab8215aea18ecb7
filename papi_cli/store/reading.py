"""Plan and log out of a source, and files that somebody names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.problems import BrokenFiles, Failure, Problem, ProblemCode, Severity
from papi_cli.store.locations import LOG_FOLDER, PLAN_FOLDER
from papi_cli.store.os_errors import os_reason
from papi_cli.store.sources import Source

if TYPE_CHECKING:
    # These modules bring msgspec with them: whoever reads the plan only goes without.
    from papi_cli.log.events import Event
    from papi_cli.log.reading import LogLine


class PlanFiles(NamedTuple):
    """The bytes of all YAML files of a plan by path, and their fingerprint."""

    raw: Mapping[str, bytes]
    fingerprint: str


def read_plan_files(source: Source) -> PlanFiles:
    """Read the plan's files; their fingerprint is the SHA-256 over path and bytes of each, a line end being LF."""
    files = dict(source.read(PLAN_FOLDER, ".yaml", deep=False))
    checksum = hashlib.sha256()
    for path, raw in files.items():
        checksum.update(path.encode() + b"\0" + raw.replace(b"\r\n", b"\n") + b"\0")
    return PlanFiles(files, checksum.hexdigest())


class LogFiles(NamedTuple):
    """The log's files: each line that is an event, in the order of paths, bytes by path, and the lines that are none."""

    lines: tuple[LogLine, ...]
    raw: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read_log_files(source: Source) -> LogFiles:
    """Read the log with the place of each event."""
    from papi_cli.log.reading import read_lines

    lines: list[LogLine] = []
    problems: list[Problem] = []
    files = dict(source.read(LOG_FOLDER, ".jsonl", deep=True))
    for path, raw in files.items():
        found, wrong = read_lines(path, raw)
        lines.extend(found)
        problems.extend(wrong)
        if not raw.strip():
            message, hint = "tệp sổ theo dõi trống.", "Khôi phục tệp từ git."
            problems.append(Problem(path, 1, 1, ProblemCode.EMPTY_FILE, message, hint, Severity.WARNING))
    return LogFiles(tuple(lines), files, tuple(problems))


def read_events(source: Source) -> tuple[Event, ...]:
    """Read the whole log, each event once, in the order of paths and lines.

    Raises BrokenFiles with a problem per line that is no event.
    """
    from papi_cli.log.events import deduplicated
    from papi_cli.log.reading import read_log

    events: list[Event] = []
    problems: list[Problem] = []
    for path, raw in source.read(LOG_FOLDER, ".jsonl", deep=True):
        found, wrong = read_log(path, raw)
        events += found
        problems += wrong
    if problems:
        raise BrokenFiles(tuple(problems))
    return deduplicated(events)


def file_checksums(folder: Path, paths: Iterable[str]) -> Mapping[str, str | None]:
    """Return the SHA-256 of each file of `paths` below `folder`; None for one that is not there or lies outside."""
    top = folder.resolve()
    return {path: _checksum(top, path) for path in dict.fromkeys(paths)}


def _checksum(top: Path, path: str) -> str | None:
    try:
        found = (top / path).resolve()
        if not found.is_relative_to(top) or not found.is_file():
            return None
        with found.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def read_input_file(path: Path) -> bytes:
    """Return the bytes of a file that somebody names; raises Failure when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"Không đọc được tệp {path}: {os_reason(error)}.") from error
