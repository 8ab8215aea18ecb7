"""Read the bytes of the plan, the events of the log, and files that the user names to be read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papi_cli.log.names import without_copies
from papi_cli.plan.files.names import PLAN_FILES, original_amendment
from papi_cli.problems import BrokenFiles, Failure, Problem, errors_of
from papi_cli.store.files import is_log_name, read_file, walk_files
from papi_cli.store.locations import AMENDMENT_FOLDER, CLOSED_FOLDER, LOG_FOLDER, LOG_SUFFIX, PLAN_FOLDER
from papi_cli.store.os_errors import os_reason
from papi_cli.store.sharing import despite_sharing
from papi_cli.store.sources import Source, folder_of
from papi_cli.text import with_lf

if TYPE_CHECKING:
    # These modules import msgspec, which a command that reads only the plan does not need.
    from papi_cli.log.events import Event
    from papi_cli.log.reading import LogLine


# The files that are read as the plan. What lies beside them, such as plan/tasks (1).yaml, says nothing.
PLAN_PATHS = tuple(f"{PLAN_FOLDER}/{name}" for name in PLAN_FILES)


class PlanFiles(NamedTuple):
    """The bytes of those of PLAN_PATHS that are there and of the amendments, by path, and their fingerprint."""

    raw: Mapping[str, bytes]
    fingerprint: str


def read_plan_files(source: Source) -> PlanFiles:
    """Read the plan's files. The fingerprint is the SHA-256 over path and bytes of each, with CRLF taken as LF."""
    files = dict(source.read(PLAN_FOLDER, tuple(f"/{name}" for name in PLAN_FILES), deep=False))
    files |= _read_amendments(source)
    return PlanFiles(files, _fingerprint(files))


def _read_amendments(source: Source) -> Mapping[str, bytes]:
    """Return the bytes of the files of the amendments by path, also of those whose names cannot be: that is a problem."""
    files = dict(source.read(AMENDMENT_FOLDER, ".yaml", deep=True))
    names = {path: path.removeprefix(f"{PLAN_FOLDER}/") for path in files}
    present = frozenset(names.values())
    return {path: raw for path, raw in files.items() if not original_amendment(names[path], present)}


def fingerprint_of_every_yaml(source: Source) -> str:
    """Return the fingerprint of plan/*.yaml, whether read or not: that of the plan in documents of papi.document/1.

    They are older than all amendments, which are in it too: a plan that was amended since is not the same.
    """
    return _fingerprint({**dict(source.read(PLAN_FOLDER, ".yaml", deep=False)), **_read_amendments(source)})


def _fingerprint(files: Mapping[str, bytes]) -> str:
    checksum = hashlib.sha256()
    for path, raw in files.items():
        checksum.update(path.encode() + b"\0" + with_lf(raw) + b"\0")
    return checksum.hexdigest()


def has_closings(source: Source) -> bool:
    """Return whether something lies where closed periods are: without, nothing that reads them is imported."""
    return any(True for _ in source.read(CLOSED_FOLDER, ".yaml", deep=False))


class LogFiles(NamedTuple):
    """The events of the log with their places, by path; the bytes by path; what is wrong with lines and files."""

    lines: tuple[LogLine, ...]
    raw: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read_log_files(source: Source) -> LogFiles:
    """Read the log with the file and line of each event; problems are collected and never stop the reading."""
    from papi_cli.log.reading import contradictions, read_lines

    lines: list[LogLine] = []
    problems: list[Problem] = []
    files = dict(source.read(LOG_FOLDER, LOG_SUFFIX, deep=True))
    for path, raw in files.items():
        file_lines, file_problems = read_lines(path, raw)
        lines.extend(file_lines)
        problems.extend(file_problems)
    problems.extend(contradictions(lines))
    return LogFiles(tuple(lines), files, tuple(problems))


def read_events(source: Source) -> tuple[Event, ...]:
    """Read the whole log, each event once, in the order of paths and lines.

    Raises BrokenFiles for bad lines, altered files and an id with two contents.
    """
    from papi_cli.log.events import contradict, deduplicated
    from papi_cli.log.reading import read_log

    events: list[Event] = []
    problems: list[Problem] = []
    for path, raw in source.read(LOG_FOLDER, LOG_SUFFIX, deep=True):
        file_events, file_problems = read_log(path, raw)
        events += file_events
        problems += file_problems
    if errors := errors_of(problems):
        raise BrokenFiles(errors, folder_of(source))
    once = deduplicated(events)
    if len(once) < len(events) and contradict(events):
        raise contradictory_log(source)
    return once


def newest_log_lines(folder: Path) -> Iterator[bytes]:
    """Yield the lines of the log in `folder`, newest first, as far as the instants in the names of its files tell.

    Only what is asked for is read, and nothing is held against names or ids. Raises Failure for a log that is refused.
    """
    found = walk_files(folder, LOG_FOLDER)
    paths = without_copies([f"{parent}/{name}" for parent, names in found for name in names if is_log_name(name)])
    for path in sorted(paths, key=lambda path: path.rpartition("/")[2], reverse=True):
        yield from reversed(read_file(folder, path).splitlines())


def contradictory_log(source: Source) -> Failure:
    """Return the exception for a log in which an id stands with two contents, with the lines where it does."""
    errors = errors_of(read_log_files(source).problems)
    # Without any, what was found has been mended since.
    if errors:
        return BrokenFiles(errors, folder_of(source))
    return Failure("Sổ theo dõi vừa thay đổi trong khi đọc: chạy lại lệnh này.")


class FolderEntries(NamedTuple):
    """The names of what lies directly in a folder, sorted: files, and all else (folders, pipes, devices)."""

    files: tuple[str, ...]
    others: tuple[str, ...]


def list_input_folder(path: Path) -> FolderEntries | None:
    """Return what lies in a folder that the user names, None for anything else; raises Failure if it cannot be read."""
    try:
        if not path.is_dir():
            return None
        with os.scandir(path) as entries:
            found = sorted((entry.name, entry.is_file()) for entry in entries)
    except OSError as error:
        raise Failure(f"Không đọc được thư mục {path}: {os_reason(error)}.") from error
    return FolderEntries(
        tuple(name for name, is_file in found if is_file), tuple(name for name, is_file in found if not is_file)
    )


def read_input_file(path: Path, *, most_bytes: int) -> bytes:
    """Return the bytes of a file or pipe that the user names; of a larger one the first `most_bytes` and one more.

    Raises Failure if it cannot be read, or is a device: that may have no end, or change by being read.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode) or stat.S_ISDIR(mode)):
            raise Failure(f"Không đọc được tệp {path}: đây là một thiết bị, không phải là tệp.")
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "")  # Windows speaks of a missing right
        with despite_sharing(lambda: path.open("rb")) as file:
            return file.read(most_bytes + 1)
    except OSError as error:
        raise Failure(f"Không đọc được tệp {path}: {os_reason(error)}.") from error
