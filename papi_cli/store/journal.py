"""The status log as a folder: one file per recording, written atomically.

A recording (papi_cli/README.md, Files) takes the lock, reads what others have written, lets the rules decide, writes
the file as `log_files` does, and gives the lock back. The lock lets the rules see all that was recorded before; what two
writers recorded against each other where locks have no effect is for the fold to ignore and for `papi check` to tell.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from papi_cli.log.deciding import BatchOutcome, decide_batch
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event, contradict, deduplicated, encode_log
from papi_cli.log.files import log_file_place
from papi_cli.log.index import LogIndex
from papi_cli.log.names import without_copies
from papi_cli.log.oddities import OddEvent
from papi_cli.log.reading import read_log
from papi_cli.plan.model import Plan
from papi_cli.problems import BrokenFiles, Problem, errors_of
from papi_cli.store.files import is_log_name, read_file, walk_files
from papi_cli.store.locations import LOG_FOLDER, FoundPlan
from papi_cli.store.log_files import write_log_file
from papi_cli.store.log_lock import locked_log
from papi_cli.store.reading import contradictory_log
from papi_cli.store.sources import FolderSource
from papi_cli.store.steady import MOST_READINGS, LogNames, is_without_loss, log_names, moving_files


class LogFile(NamedTuple):
    """A recording as a file of the log: its events, the folder of its month, its path, its bytes."""

    events: tuple[Event, ...]
    month: str
    path: str
    content: bytes


class Journal:
    """The log in the folder `root` (which holds `plan/`), open for recording.

    Files of the log never change, so that none is read twice: the first reading, without the lock, takes longest, and
    under the lock only what others have written since is read. Not to be shared between threads.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder; raises Failure for the copy inside the wheel, which is read-only."""
        FoundPlan(root, is_out_of_reach=False).refuse_writing()
        self.root = root
        self._read_names: LogNames = {}
        self._events: list[Event] = []

    def events(self) -> tuple[Event, ...]:
        """Return the whole log as it is now, each event once; raises as `read_all` does."""
        return deduplicated(self.read_all())

    def read_all(self) -> list[Event]:
        """Return all events of the log as it is now, in the order of reading.

        New ones come last in the list returned before, unless files are gone, as after `git checkout`: then it is a new
        list. Raises BrokenFiles for bad lines, altered files and an id with two contents, Failure for a file that cannot
        be read, and for files that go while they are read.
        """
        for _ in range(MOST_READINGS):
            self._read_new_files()
            if is_without_loss(self._read_names, log_names(self.root)):
                return self._events
        raise moving_files()

    def _read_new_files(self) -> None:
        """Take in the files not read yet; all of them anew if one of those read is gone."""
        names = self._list_names()
        if not is_without_loss(self._read_names, names):
            self._read_names, self._events = {}, []
        unread = sorted(
            f"{folder}/{name}" for folder in names for name in names[folder] - self._read_names.get(folder, frozenset())
        )
        new_events: list[Event] = []
        problems: list[Problem] = []
        for path in unread:
            events, bad_lines = read_log(path, read_file(self.root, path))
            new_events += events
            problems += bad_lines
        if errors := errors_of(problems):
            raise BrokenFiles(errors, self.root)
        if unread and contradict([*self._events, *new_events]):
            raise contradictory_log(FolderSource(self.root))
        self._events += new_events
        self._read_names = names

    def _list_names(self) -> LogNames:
        return {
            folder: frozenset(without_copies([name for name in names if is_log_name(name)]))
            for folder, names in walk_files(self.root, LOG_FOLDER)
        }

    @contextmanager
    def locked(self, while_waiting: Callable[[], None] = lambda: None) -> Iterator[str]:
        """Keep all other recordings out of this folder; the lock ends with the process that holds it, however it exits.

        Yields "", or why the folder cannot be locked. `while_waiting` is called once if others keep it for long. Raises
        Failure if it cannot be written, and if they do not give it back.
        """
        with locked_log(self.root, while_waiting, undone="Chưa ghi gì") as no_lock:
            yield no_lock

    def file_of(self, batch: Sequence[Event]) -> LogFile:
        """Return the file that will hold the events of one recording.

        It is named after the instant of the first event and its own content (see `log_file_place`), so that branches
        merge without conflict. Its folder is that of the month; `plan/status` itself, which readers read too, if another
        user made the month and nobody else may write in it.
        """
        content = encode_log(batch)
        month, name = log_file_place(batch[0], content)
        folder = f"{LOG_FOLDER}/{month}"
        is_closed = (self.root / folder).is_dir() and not os.access(self.root / folder, os.W_OK | os.X_OK)
        return LogFile(tuple(batch), folder, f"{LOG_FOLDER if is_closed else folder}/{name}", content)

    def paths_of(self, ids: Collection[str]) -> dict[str, str]:
        """Return by id the path of the file that holds an event of the log; the files are read again to find it."""
        paths = sorted(f"{folder}/{name}" for folder, names in self._read_names.items() for name in names)
        found: dict[str, str] = {}
        # From the newest on: those that are looked for are recorded ahead of the clock.
        for path in reversed(paths):
            if len(found) == len(ids):
                break
            events, _ = read_log(path, read_file(self.root, path))
            found |= {event.id: path for event in events if event.id in ids}
        return found

    def holds(self, path: str) -> bool:
        """Return whether a file of the log is there; "" is none."""
        return path != "" and (self.root / path).is_file()

    def append(self, file: LogFile) -> tuple[str, ...]:
        """Write the file of a recording; return a sentence for each usual guarantee that is missing.

        Raises Failure if it is not written, or not found afterwards.
        """
        lacking = write_log_file(self.root, file.path, file.content)
        folder, _, name = file.path.rpartition("/")
        self._read_names = {**self._read_names, folder: self._read_names.get(folder, frozenset()) | {name}}
        self._events += file.events
        return lacking


class Recording(NamedTuple):
    """The outcome of a recording, the path of its file ("" if nothing was written), a sentence per missing guarantee."""

    outcome: BatchOutcome
    path: str
    lacking: tuple[str, ...]


class Recorder:
    """A journal and its index, which takes in only new events: a recording does not index the whole log again.

    Not to be shared between threads.
    """

    def __init__(self, journal: Journal, plan: Plan) -> None:
        """Take the journal, whose log is read at the first preview or recording."""
        self.journal = journal
        self.plan = plan
        self._index = LogIndex(plan)
        self._events: list[Event] = []  # those of the journal, of which so many are in the index:
        self._indexed = 0

    def preview(
        self,
        drafts: Sequence[Draft],
        *,
        now: datetime,
        after: LogIndex | None = None,
        is_confirmed: Callable[[int, OddEvent], bool] = lambda _position, _odd: False,
    ) -> BatchOutcome:
        """Return the outcome of recording `drafts` now, without writing anything; raises as `Journal.read_all` does.

        `after` is what `index_to_extend` returned, with what will have been recorded before; `is_confirmed` as for `record`.
        """
        index = self._current_index() if after is None else after
        return self._with_files(decide_batch(index, drafts, now=now, plan=self.plan, is_confirmed=is_confirmed))

    def index_to_extend(self) -> LogIndex:
        """Return an index of the log as it is now, to which may be added what is to be recorded, one recording after another.

        It is good for previews, until something is recorded or previewed without it. Raises as `Journal.read_all` does.
        """
        return LogIndex(self.plan, base=self._current_index())

    def _current_index(self) -> LogIndex:
        events = self.journal.read_all()
        if events is not self._events:
            self._index, self._events, self._indexed = LogIndex(self.plan), events, 0
        self._index.add(events[self._indexed :])
        self._indexed = len(events)
        return self._index

    def _with_files(self, outcome: BatchOutcome) -> BatchOutcome:
        """Return the outcome with the file of each event that the clock has not reached."""
        ids = {refused.ahead.id for _, refused in outcome.refusals if refused.ahead}
        if not ids:
            return outcome
        paths = self.journal.paths_of(ids)
        located = tuple(
            (position, replace(refused, file=paths.get(refused.ahead.id, "")) if refused.ahead else refused)
            for position, refused in outcome.refusals
        )
        return replace(outcome, refusals=located)

    def record(
        self,
        drafts: Sequence[Draft],
        *,
        now: datetime,
        is_confirmed: Callable[[int, OddEvent], bool] = lambda _position, _odd: False,
        before_writing: Callable[[BatchOutcome, str], None] = lambda _outcome, _path: None,
        while_waiting: Callable[[], None] = lambda: None,
    ) -> Recording:
        """Record all of `drafts` or, if one is refused, or doubtful and not confirmed, none.

        `is_confirmed` is asked about each doubt of the outcome, with the position of its draft. `before_writing` is called
        with the outcome and the path if there is something to write; what it raises keeps it from being written.
        `while_waiting` is called once if somebody else records for longer than a moment. Raises Failure if the folder
        cannot be written, BrokenFiles for a bad log.
        """
        with self.journal.locked(while_waiting) as no_lock:
            # Again, whatever a preview said: others may have recorded since, and now nobody else can.
            outcome = self.preview(drafts, now=now, is_confirmed=is_confirmed)
            if outcome.refusals or not outcome.events or not all(is_confirmed(*doubt) for doubt in outcome.doubtful):
                return Recording(outcome, "", ())
            file = self.journal.file_of(outcome.events)
            before_writing(outcome, file.path)
            lacking = (*_missing_lock(no_lock), *_missing_month(file), *self.journal.append(file))
            return Recording(outcome, file.path, lacking)


def _missing_lock(reason: str) -> Iterator[str]:
    if reason:
        yield (
            f"Đã ghi, nhưng không khóa được sổ theo dõi ({reason}): nếu cùng lúc có người khác ghi thì hai bên có thể ghi "
            "trái nhau. Chạy «papi check» để xem."
        )


def _missing_month(file: LogFile) -> Iterator[str]:
    if file.path.startswith(f"{file.month}/"):
        return
    yield (
        f"Đã ghi, nhưng ghi vào {LOG_FOLDER} vì không có quyền ghi vào thư mục {file.month}. Nhờ người đã tạo thư mục ấy "
        f"cho nhóm được ghi (chmod g+w {file.month})."
    )
