"""Where files are read from: a folder, or a git revision of it."""

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
    """Where plan and log are read from."""

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of the files in `folder` whose names end with `suffix`, sorted by path.

        Paths are relative to the source and use slashes. `deep` includes the folders below.
        """
        ...


def walk_files(root: Path, top: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the path within `root` of `top` and of each folder below it, with the names of its files.

    Nothing is yielded if `top` does not exist. Raises Failure for a folder that cannot be read, since its files must not
    pass for absent.
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
        """Yield path and bytes of each file; raises Failure for one that cannot be read."""
        if deep:
            paths = [f"{parent}/{name}" for parent, names in walk_files(self.root, folder) for name in names]
        else:
            paths = [_relative_path(self.root, path) for path in (self.root / folder).glob("*")]
        for path in sorted(path for path in paths if path.endswith(suffix)):
            try:
                yield path, (self.root / path).read_bytes()
            except OSError as error:
                raise Failure(f"Không đọc được tệp {path}: {os_reason(error)}.") from error


class RevisionSource(NamedTuple):
    """A git revision of the folder that holds `plan/`, read without a checkout."""

    root: Path
    revision: str

    def read(self, folder: str, suffix: str, *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file as committed; raises Misuse for an unknown revision."""
        listing = self._git("ls-tree", "-z", *(["-r"] if deep else []), self._commit_or_misuse(), f"{folder}/").decode()
        entries = [line.partition("\t") for line in listing.split("\0") if line]
        blobs = [(path, about.split()) for about, _, path in entries if path.endswith(suffix)]
        files = sorted((path, name) for path, (_mode, kind, name) in blobs if kind == "blob")
        answer = self._git("cat-file", "--batch", stdin="".join(f"{blob}\n" for _, blob in files))
        # One process answers for all files: for each a line "<name> blob <size>", its bytes, and a line end.
        start = 0
        for path, _ in files:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].split()[2])
            yield path, answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def exists(self) -> bool:
        """Whether git knows the revision; raises Failure if there is no repository."""
        return bool(self._find_commit())

    def _find_commit(self) -> str:
        name = f"{self.revision}^{{commit}}"
        self._git("rev-parse", "--git-dir")
        return self._git("rev-parse", "--verify", "--quiet", "--end-of-options", name, empty=(1, 128)).decode().strip()

    def _commit_or_misuse(self) -> str:
        commit = self._find_commit()
        if not commit:
            raise Misuse(f"Không có phiên bản git «{self.revision}» trong kho của kế hoạch.")
        return commit

    def _git(self, *args: str, stdin: str = "", empty: tuple[int, ...] = ()) -> bytes:
        """Return what git prints, b"" for the exit codes `empty`; raises Failure for any other exit code but 0."""
        command = ("git", "-C", str(self.root), *args)
        try:
            process = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False)
        except FileNotFoundError as error:
            raise Failure("Cần có git để đọc một phiên bản đã lưu, nhưng máy này chưa cài git.") from error
        if process.returncode not in (0, *empty):
            raise Failure(f"Thư mục {self.root} không nằm trong một kho git đọc được (cần để đọc một phiên bản).")
        return b"" if process.returncode else process.stdout


def source_of(folder: Path, revision: str | None) -> Source:
    """Return the folder as a source, or the named git revision of it."""
    return RevisionSource(folder.resolve(), revision) if revision else FolderSource(folder)


def named_source(folder: Path, name: str) -> Source:
    """Return the source that `name` stands for: a folder that holds a plan, else a git revision of `folder`.

    Raises Misuse if it is neither, Failure if `folder` lies in no git repository or is the read-only copy in the wheel.
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
