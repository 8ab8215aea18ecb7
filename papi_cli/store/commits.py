"""Commit files that papi has written, and nothing else: what the user has staged or changed stays as it is.

The commit is made of objects: the files as papi wrote them, put into a copy of the last commit's list of files. So no file
of the work tree is read but these, and neither hooks nor filters nor signing have a part in it. A commit belongs to every
recording where PAPI_COMMIT is set, also in a folder that came from somebody else with a `.git` in it; a program named
there must not run for that. Whoever wants hooks or signatures calls `git commit`.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from papi_cli.problems import Failure
from papi_cli.store.branches import Branch, current_branch, git_or_failure, refusal_of
from papi_cli.store.files import read_file
from papi_cli.store.git import GitCommand, run_git
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.log_lock import locked_log
from papi_cli.store.os_errors import os_reason
from papi_cli.text import nfc

_PURPOSE = "để lưu"
_UNDONE = "Chưa lưu"
_TRIES = 30
_PAUSE = 0.1  # seconds; git holds its index for less
# git says this of the index, and of a branch that somebody else has moved meanwhile.
_BUSY = (".lock': File exists", "but expected", "reference already exists")
_FILE_MODE = "100644"


class Commit(NamedTuple):
    """What was committed: the branch's name, the commit's; "" if the last commit has all of it already.

    `uncommitted` are those of the files of others that it rests on and that are in no commit.
    """

    branch: str
    name: str
    uncommitted: tuple[str, ...]


def commit_files(
    root: Path,
    paths: Sequence[str],
    message: str,
    *,
    resting_on: Iterable[str] = (),
    while_waiting: Callable[[], None] = lambda: None,
) -> Commit:
    """Commit the files at `paths`, relative to the plan's folder `root`, as they are now, on the branch at hand.

    `resting_on` are files that what is committed refers to, such as evidence. `while_waiting` is called once if others
    record or merge for longer than a moment. Raises Failure, and commits nothing, for what `current_branch` refuses, for
    files that git is told to ignore, without a name to commit under, and if the repository cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="papi-") as nowhere, locked_log(root, while_waiting, undone=_UNDONE):
            writer, name = _commit(root, Path(nowhere), paths, message)
    except OSError as error:
        raise Failure(f"Không tạo được tệp tạm: {os_reason(error)}.") from error
    missing = _missing_from(root, name or writer.branch.commit, resting_on)
    return Commit(writer.branch.name, name, missing)


def _commit(root: Path, nowhere: Path, paths: Sequence[str], message: str) -> tuple[_Writer, str]:
    """Return the writer and the name of its new commit, "" if there is nothing new; other programs of git are waited for."""
    turn = 0
    while True:
        writer = _Writer(current_branch(root, purpose=_PURPOSE), nowhere)
        name = writer.commit(paths, message, may_wait=turn < _TRIES)
        if name is not None:
            return writer, name
        turn += 1
        time.sleep(_PAUSE)


class _Writer(NamedTuple):
    """A branch to add to, and an empty folder, in which git finds no file of the work tree."""

    branch: Branch
    nowhere: Path

    def commit(self, paths: Sequence[str], message: str, *, may_wait: bool) -> str | None:
        """Return the name of the new commit, "" if there is nothing new, None if another git is at work: wait for it."""
        self._refuse_ignored(paths)
        entries = self._store(paths)
        tree = self._tree_with(entries)
        parent = self.branch.commit
        if parent and tree == self._git("rev-parse", "--verify", f"{parent}^{{tree}}"):
            return ""
        parents = ("-p", parent) if parent else ()
        name = self._git("commit-tree", tree, *parents, stdin=f"{message}\n".encode())
        # The index comes first: what is interrupted here leaves the files staged. The other way round, the next commit
        # of the user would take them out again.
        staged = self._run("update-index", "-z", "--index-info", stdin=entries, of_user=True)
        moved = staged if staged.exit_code else self._move_branch(name, message)
        if moved.exit_code and may_wait and any(words in moved.complaint for words in _BUSY):
            return None
        if moved.exit_code:
            raise refusal_of(moved, self.branch.root)
        return name

    def _refuse_ignored(self, paths: Sequence[str]) -> None:
        names = "".join(f"{path}\0" for path in paths).encode()
        answer = run_git(self.branch.root, "check-ignore", "-z", "--stdin", purpose=_PURPOSE, stdin=names)
        if ignored := os.fsdecode(answer.output).split("\0")[0]:
            raise Failure(f"Kho git được dặn bỏ qua {ignored} (.gitignore).")

    def _store(self, paths: Sequence[str]) -> bytes:
        """Put the content of the files into the repository; return their entries in the list of files."""
        entries = b""
        for path in paths:
            content = read_file(self.branch.root, path)
            blob = self._git("hash-object", "-w", "--stdin", stdin=content)
            entries += f"{_FILE_MODE} {blob}\t".encode() + os.fsencode(f"{self.branch.prefix}{path}\0")
        return entries

    def _tree_with(self, entries: bytes) -> str:
        """Return the name of the tree of the last commit with these entries in it."""
        self._git("read-tree", self.branch.commit or "--empty")
        self._git("update-index", "-z", "--index-info", stdin=entries)
        return self._git("write-tree")

    def _move_branch(self, name: str, message: str) -> GitAnswer:
        subject = message.partition("\n")[0]
        old = self.branch.commit or "0" * len(name)
        return self._run("update-ref", "-m", f"commit: {subject}", self.branch.reference, name, old)

    def _git(self, command: GitCommand, *args: str, stdin: bytes = b"") -> str:
        answer = self._run(command, *args, stdin=stdin)
        if answer.exit_code:
            raise refusal_of(answer, self.branch.root)
        return answer.output.decode().strip()

    def _run(self, command: GitCommand, *args: str, stdin: bytes = b"", of_user: bool = False) -> GitAnswer:
        """Run git on the repository, with an index of our own or that `of_user`, and in the empty folder."""
        place = {"GIT_DIR": str(self.branch.git_folder), "GIT_WORK_TREE": str(self.nowhere)}
        if not of_user:
            place["GIT_INDEX_FILE"] = str(self.nowhere / "index")
        return run_git(self.nowhere, command, *args, purpose=_PURPOSE, stdin=stdin, place=place)


def _missing_from(root: Path, commit: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of the paths that the commit does not have; a name is the same composed or not."""
    wanted = dict.fromkeys(paths)
    folders = dict.fromkeys(f"{path.rpartition('/')[0]}/".lstrip("/") or "./" for path in wanted)
    if not folders or not commit:
        return tuple(wanted)
    listing = git_or_failure(root, "ls-tree", "-z", "--name-only", commit, *folders, purpose=_PURPOSE)
    committed = {nfc(name) for name in listing.decode(errors="surrogateescape").split("\0")}
    return tuple(path for path in wanted if nfc(path) not in committed)
