"""Reading a folder while it stays as it is: `git checkout` exchanges files one by one, and a mix is of no branch."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from papi_cli.plan.files.names import PLAN_FILES
from papi_cli.problems import Failure
from papi_cli.store.files import is_log_name
from papi_cli.store.locations import AMENDMENT_FOLDER, LOG_FOLDER, PLAN_FOLDER, work_tree_of
from papi_cli.store.sources import FolderSource, Source

T = TypeVar("T")

MOST_READINGS = 3
_PAUSE = 0.1  # seconds, in which git exchanges some thousand files

# The names of the log's files, by folder.
LogNames = Mapping[str, frozenset[str]]


class _FolderState(NamedTuple):
    """What changes when the files of a folder are exchanged, and whether git says that it is at work there.

    A file of the log is never changed, so that its name will do; a file of the plan is told by its size, its time and
    its place on the disk. Git may also have been held up in the middle: as long as it exchanges files it has a lock.
    """

    plan: tuple[tuple[int, int, int] | None, ...]
    amendments: Mapping[str, tuple[int, int, int] | None]
    log: LogNames
    has_git_lock: bool

    def stands_as(self, before: _FolderState, *, is_last: bool) -> bool:
        """Return whether nothing moved and git is not at work, which is not waited for any longer in the end."""
        return self == before and (is_last or not self.has_git_lock)

    def has_only_recordings_since(self, before: _FolderState) -> bool:
        """Return whether nothing but files of the log came that are newer than all others, and not by git."""
        if self.has_git_lock or before._replace(log=self.log) != self or not is_without_loss(before.log, self.log):
            return False
        newest = max((name for names in before.log.values() for name in names), default="")
        came = (names - before.log.get(folder, frozenset()) for folder, names in self.log.items())
        return all(name > newest for names in came for name in names)


def read_steadily(source: Source, read: Callable[[], T]) -> T:
    """Return what `read` returns of plan and log, all of it from files that stayed the same from beginning to end.

    Files that moved are read again, and once more, and so is all that was read while git was at work: it may not have
    written a file to its end. At last two things are let pass: a lock of git where nothing moves, which a commit has
    while its hooks run and which a git that was killed leaves behind; and recordings newer than all others that came
    meanwhile, without which what was read is the log before them. Raises Failure if files move all the time, and what
    `read` raises.
    """
    if not isinstance(source, FolderSource):
        return read()
    lock = _lock_of_git(source.root)
    for turn in range(MOST_READINGS):
        is_last = turn == MOST_READINGS - 1
        time.sleep(_PAUSE * turn)
        before = _state_of(source.root, lock)
        try:
            answer = read()
        except Failure:
            if _state_of(source.root, lock).stands_as(before, is_last=is_last):
                raise
        else:
            after = _state_of(source.root, lock)
            if after.stands_as(before, is_last=is_last) or (is_last and after.has_only_recordings_since(before)):
                return answer
    raise moving_files()


def moving_files() -> Failure:
    """Return the exception for a folder that does not stand still long enough to be read."""
    return Failure(
        f"Các tệp trong thư mục «{PLAN_FOLDER}» đang được thay đổi trong khi đọc (có thể git đang chuyển nhánh hoặc lấy "
        "bản mới về). Đợi xong rồi chạy lại lệnh này."
    )


def log_names(root: Path) -> LogNames:
    """Return the names of the log's files by folder, looking at nothing else; what cannot be listed is not there."""
    return {
        Path(folder).relative_to(root).as_posix(): frozenset(found)
        for folder, _, names in os.walk(root / LOG_FOLDER)
        if (found := [name for name in names if is_log_name(name)])
    }


def is_without_loss(before: LogNames, after: LogNames) -> bool:
    """Return whether every file of the log that was there before is there afterwards."""
    return all(names <= after.get(folder, frozenset()) for folder, names in before.items())


def _lock_of_git(root: Path) -> Path | None:
    """Return where git has its lock while it changes the files of the repository that `root` lies in, None for none."""
    with suppress(Failure, OSError, ValueError):
        top = work_tree_of(root)
        if top is None:
            return None
        entry = top / ".git"
        if entry.is_file():  # in a second work tree, it names the folder
            entry = top / entry.read_text(encoding="utf-8").removeprefix("gitdir: ").strip()
        if entry.is_dir():
            return entry / "index.lock"
    return None


def _state_of(root: Path, lock: Path | None) -> _FolderState:
    plan = tuple(_state_of_file(root / PLAN_FOLDER / name) for name in PLAN_FILES)
    return _FolderState(plan, _amendments_in(root), log_names(root), lock is not None and lock.exists())


def _amendments_in(root: Path) -> Mapping[str, tuple[int, int, int] | None]:
    """Return the state of each file of the amendments by name; what cannot be listed is not there."""
    folder = f"{root}/{AMENDMENT_FOLDER}"  # as text: paths of many small files take longer to make than to look at
    try:
        names = os.listdir(folder)  # noqa: PTH208  # the same
    except OSError:
        return {}
    return {name: _state_of_file(f"{folder}/{name}") for name in names if name.endswith(".yaml")}


def _state_of_file(path: Path | str) -> tuple[int, int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
