"""The status log as a folder: one file per recording, written atomically.

A recording (papi_cli/README.md, Files) takes the lock, reads what others have written, lets the rules decide, writes to
a temporary name beside the months, syncs, renames, syncs the folder and gives the lock back. A rename could replace a
file, but only the holder of the lock writes, so that a name found free stays free.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from papi_cli.log.deciding import BatchOutcome, decide_batch
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event, deduplicated, encode_log
from papi_cli.log.index import LogIndex
from papi_cli.log.reading import read_log
from papi_cli.plan.model import Plan
from papi_cli.problems import BrokenFiles, Failure, Problem
from papi_cli.store.locations import LOG_FOLDER, refuse_shipped
from papi_cli.store.os_errors import os_reason
from papi_cli.store.sources import walk_files

_LOCK = ".lock"
_TEMPORARY = ".recording.tmp"


class Journal:
    """The log in the folder `root` (which holds `plan/`), open for recording.

    Files of the log never change, so that none is read twice: the first reading, without the lock, takes longest, and
    under the lock only what others have written since is read. Not to be shared between threads.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder; raises Failure for the copy inside the wheel, which is read-only."""
        refuse_shipped(root)
        self.root = root
        self._status = root / LOG_FOLDER
        self._read_files: dict[str, set[str]] = {}
        self._events: list[Event] = []

    def events(self) -> tuple[Event, ...]:
        """Return the whole log as it is now, each event once; raises as `read_all` does."""
        return deduplicated(self.read_all())

    def read_all(self) -> list[Event]:
        """Return all events of the log as it is now, in the order of reading, so that new ones come last.

        Raises BrokenFiles for bad lines, Failure for a file that cannot be read.
        """
        problems: list[Problem] = []
        for name in self._take_unread_files():
            try:
                events, bad_lines = read_log(name, (self.root / name).read_bytes())
            except OSError as error:
                raise Failure(f"Không đọc được tệp {name}: {os_reason(error)}.") from error
            self._events += events
            problems += bad_lines
        if problems:
            raise BrokenFiles(tuple(problems))
        return self._events

    def _take_unread_files(self) -> list[str]:
        """Return the paths within the root of the files not read yet, sorted, and count them as read."""
        unread: list[str] = []
        for folder, names in walk_files(self.root, LOG_FOLDER):
            read_names = self._read_files.setdefault(folder, set())
            new = {name for name in names if name.endswith(".jsonl")} - read_names
            read_names |= new
            unread += [f"{folder}/{name}" for name in new]
        return sorted(unread)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all other recordings out of this folder; the lock ends with the process that holds it, however it exits.

        Raises Failure if the folder cannot be written, and on Windows.
        """
        try:
            import fcntl
        except ImportError as error:
            raise Failure("Trên Windows chỉ đọc được kế hoạch. Ghi nhận trên máy Linux hoặc macOS.") from error
        path = self._status / _LOCK
        try:
            self._status.mkdir(exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise Failure(f"Không ghi được vào thư mục {LOG_FOLDER}: {os_reason(error)}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def append(self, batch: Sequence[Event]) -> str:
        """Write the events of one recording to a new file and return its path within the root; only under the lock.

        The file is named after the month and UTC time of the first event and its own content (the first 16 hex digits
        of the SHA-256 of its bytes), so that files of the same name are the same file and branches merge without
        conflict. Raises Failure if the system refuses; then nothing is left of it.
        """
        content = encode_log(batch)
        first = batch[0].recorded.astimezone(UTC)
        folder = self._status / f"{first:%Y-%m}"
        name = f"{first:%Y%m%dT%H%M%S.%fZ}-{hashlib.sha256(content).hexdigest()[:16]}.jsonl"
        created = not folder.exists()
        try:
            folder.mkdir(exist_ok=True)
            try:
                if created:
                    _sync_folder(self._status)
                self._write_new(folder / name, content)
            except OSError:
                if created:
                    folder.rmdir()
                raise
        except OSError as error:
            raise Failure(f"Không ghi được tệp {LOG_FOLDER}/{folder.name}/{name}: {os_reason(error)}.") from error
        self._read_files.setdefault(f"{LOG_FOLDER}/{folder.name}", set()).add(name)
        self._events += batch
        return f"{LOG_FOLDER}/{folder.name}/{name}"

    def _write_new(self, path: Path, content: bytes) -> None:
        """Write a new file whole or not at all, so that it survives a power cut."""
        if path.exists():
            raise FileExistsError(errno.EEXIST, "")
        temporary = self._status / _TEMPORARY
        # Only the holder of the lock writes, so that a file here was left by a process that was killed.
        temporary.unlink(missing_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path)
        finally:
            temporary.unlink(missing_ok=True)
        try:
            _sync_folder(path.parent)
        except OSError:
            # After the answer "not written" the event must not be found in the log.
            path.unlink()
            raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Recorder:
    """A journal and its index, which takes in only new events: a recording does not index the whole log again.

    Not to be shared between threads.
    """

    def __init__(self, journal: Journal, plan: Plan) -> None:
        """Take the journal, whose log is read at the first preview or recording."""
        self.journal = journal
        self.plan = plan
        self._index = LogIndex(plan)
        self._indexed = 0  # how many events of the journal are in the index

    def preview(self, drafts: Sequence[Draft], *, now: datetime) -> BatchOutcome:
        """Return the outcome of recording `drafts` now, without writing anything; raises as `Journal.read_all` does."""
        events = self.journal.read_all()
        self._index.add(events[self._indexed :])
        self._indexed = len(events)
        return decide_batch(self._index, drafts, now=now, plan=self.plan)

    def record(self, drafts: Sequence[Draft], *, now: datetime) -> tuple[BatchOutcome, str]:
        """Record all of `drafts` or, if one is refused, none; return the outcome and the path of their file.

        The path is "" if nothing was written. Raises Failure if the folder cannot be written, BrokenFiles for a bad
        log.
        """
        with self.journal.locked():
            # Again, whatever a preview said: others may have recorded since, and now nobody else can.
            outcome = self.preview(drafts, now=now)
            is_written = outcome.events and not outcome.refusals
            return outcome, self.journal.append(outcome.events) if is_written else ""
