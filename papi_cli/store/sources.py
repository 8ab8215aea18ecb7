"""A source of files: a folder, or a git revision of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from papi_cli.problems import Failure, Misuse
from papi_cli.store.locations import holds_plan, is_shipped
from papi_cli.store.os_errors import os_reason


class Source(Protocol):
    """Where plan and log are read from: a folder or a revision."""

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path (relative, with slashes, sorted) and bytes of the files of `folder` that end with `suffix`.

        `deep` takes the folders below it too.
        """
        ...


def walk_files(root: Path, top: str) -> Iterator[tuple[str, list[str]]]:
    """Yield `top` and each folder below it, by path within `root`, with the names of its files; none where it is not.

    Raises Failure for a folder that cannot be read: what it holds must not be taken for absent.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise Failure(
                f"Không đọc được thư mục {_relative_path(root, error.filename)}: {os_reason(error)}."
            ) from error

    for folder, _, names in os.walk(root / top, onerror=refuse):
        yield _relative_path(root, folder), names


def _relative_path(root: Path, path: str | Path) -> str:
    return Path(path).relative_to(root).as_posix()


class FolderSource(NamedTuple):
    """The folder that holds `plan/`."""

    root: Path

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file; a file that cannot be read is a Failure."""
        if deep:
            found = [f"{within}/{name}" for within, names in walk_files(self.root, folder) for name in names]
        else:
            found = [_relative_path(self.root, path) for path in (self.root / folder).glob("*")]
        for name in sorted(name for name in found if name.endswith(suffix)):
            try:
                yield name, (self.root / name).read_bytes()
            except OSError as error:
                raise Failure(f"Không đọc được tệp {name}: {os_reason(error)}.") from error


class RevisionSource(NamedTuple):
    """A git revision of the folder that holds `plan/`, read without a checkout."""

    root: Path
    revision: str

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file as committed."""
        listing = self._git("ls-tree", "-z", *(["-r"] if deep else []), self._commit_or_misuse(), f"{folder}/").decode()
        entries = [line.partition("\t") for line in listing.split("\0") if line]
        blobs = [(path, about.split()) for about, _, path in entries if path.endswith(suffix)]
        wanted = sorted((path, name) for path, (_mode, kind, name) in blobs if kind == "blob")
        answer = self._git("cat-file", "--batch", stdin="".join(f"{blob}\n" for _, blob in wanted))
        start = 0
        for path, _ in wanted:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].split()[2])
            yield path, answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def exists(self) -> bool:
        """Whether git knows the revision; raises Failure where there is no repository."""
        return bool(self._find_commit())

    def _find_commit(self) -> str:
        name = f"{self.revision}^{{commit}}"
        self._git("rev-parse", "--git-dir")
        return self._git("rev-parse", "--verify", "--quiet", "--end-of-options", name, none=(1, 128)).decode().strip()

    def _commit_or_misuse(self) -> str:
        found = self._find_commit()
        if not found:
            raise Misuse(f"Không có phiên bản git «{self.revision}» trong kho của kế hoạch.")
        return found

    def _git(self, *args: str, stdin: str = "", none: tuple[int, ...] = ()) -> bytes:
        """Return what git prints; `none` are the exit codes by which this command says that there is nothing."""
        command = ("git", "-C", str(self.root), *args)
        try:
            done = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False)
        except FileNotFoundError as error:
            raise Failure("Cần có git để đọc một phiên bản đã lưu, nhưng máy này chưa cài git.") from error
        if done.returncode not in (0, *none):
            raise Failure(f"Thư mục {self.root} không nằm trong một kho git đọc được (cần để đọc một phiên bản).")
        return b"" if done.returncode else done.stdout


def source_of(folder: Path, revision: str | None) -> Source:
    """Return the folder itself, or its git revision when one is named."""
    return RevisionSource(folder.resolve(), revision) if revision else FolderSource(folder)


def named_source(folder: Path, name: str) -> Source:
    """Return what `name` means: a folder that holds a plan, else a git revision of `folder`.

    Raises Misuse when it is neither, Failure when there is no git repository to look in, or none of the plan's own.
    """
    if holds_plan(Path(name)):
        return FolderSource(Path(name))
    if is_shipped(folder):
        raise Failure(
            "Kế hoạch đi kèm chương trình không có lịch sử git. Vào thư mục kế hoạch của mình, hoặc ghi --plan."
        )
    revision = RevisionSource(folder.resolve(), name)
    if not revision.exists():
        if ".." in name:
            raise Misuse(f"«{name}» là hai phiên bản: viết cách nhau bằng dấu cách, ví dụ papi diff v1 HEAD.")
        raise Misuse(
            f"«{name}» không phải là thư mục chứa «plan», cũng không phải là phiên bản git trong kho của kế hoạch."
        )
    return revision
