"""Where files are read from: a folder, or a git revision of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple, NoReturn, Protocol

from papi_cli.log.names import without_copies
from papi_cli.problems import Failure, Misuse
from papi_cli.store.files import (
    is_hidden,
    link_refusal,
    list_files,
    not_a_file,
    not_a_folder,
    read_file,
    refuse_large,
    repository_refusal,
    walk_files,
)
from papi_cli.store.git import GitCommand, run_git
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.locations import holds_plan, is_shipped

_VERIFY: Final = ("rev-parse", "--verify", "--quiet", "--end-of-options")
_HEADER_SIZE = 128  # bytes, more than the name, kind and size of a blob
_REFLOG_MARK = "@{"  # HEAD@{99}, main@{2026-06-01}
_REFLOG_ENDS = ("only has", "only goes back to")  # "log for 'main' only has 2 entries"
_LINK_MODE = "120000"
_FOREIGN = frozenset({"link", "commit"})  # a commit stands where another repository is, a submodule


class Source(Protocol):
    """Where plan and log are read from."""

    def read(self, folder: str, suffix: str | tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of the files in `folder` whose paths end with `suffix`, or one of them, sorted by path.

        Paths are relative to the source and use slashes, so the suffix "/plan.yaml" is that of one name only. `deep`
        includes the folders below, and leaves out hidden files and copies of others (`without_copies`).
        """
        ...


def _utf8_name(path: str) -> str:
    """Return the path; raises Failure for one that is not UTF-8, since no fingerprint and no message can hold it."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        printable = path.encode(errors="replace").decode()
        raise Failure(f"Tên tệp {printable} không viết bằng UTF-8: đổi tên tệp rồi chạy lại.") from error
    return path


class FolderSource(NamedTuple):
    """The folder that holds `plan/`."""

    root: Path

    def read(self, folder: str, suffix: str | tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file.

        Raises Failure for a file or folder that cannot be read or is no such thing, and for what `store/files.py`
        refuses: links and repositories of their own.
        """
        if deep:
            found = walk_files(self.root, folder)
            paths = without_copies(
                [f"{parent}/{name}" for parent, names in found for name in names if not is_hidden(name)]
            )
        else:
            paths = list_files(self.root, folder, suffix)
        for path in sorted(_utf8_name(path) for path in paths if path.endswith(suffix)):
            yield path, read_file(self.root, path)


class WithFile(NamedTuple):
    """A source with one file more, that is not written yet."""

    source: Source
    path: str
    raw: bytes

    def read(self, folder: str, suffix: str | tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the source, and the further one where it belongs; raises as the source does."""
        files = list(self.source.read(folder, suffix, deep=deep))
        parent, _, _ = self.path.rpartition("/")
        is_below = self.path.startswith(f"{folder}/") if deep else parent == folder
        if is_below and self.path.endswith(suffix):
            files.append((self.path, self.raw))
        yield from sorted(files)


def _check_entry(path: str, kind: str, *, is_folder: bool) -> None:
    """Raise Failure unless an entry of a revision is a file, or a folder, as a folder on disk would have to be."""
    if kind == "link":
        raise link_refusal(path)
    if kind == "commit":
        raise repository_refusal(path)
    if is_folder and kind != "tree":
        raise not_a_folder(path)
    if not is_folder and kind == "tree":
        raise not_a_file(path, stat.S_IFDIR)


class RevisionSource(NamedTuple):
    """A git revision of the folder that holds `plan/`, read without a checkout."""

    root: Path
    revision: str

    def read(self, folder: str, suffix: str | tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each file as committed.

        Raises Misuse for an unknown revision, Failure for a repository that cannot be read or lacks a file, and for
        what a folder refuses (`store/files.py`).
        """
        yield from self._read_blobs(
            sorted(self.blob_names(self._commit_or_misuse(), folder, suffix, deep=deep).items())
        )

    def blob_names(self, tree: str, folder: str, suffix: str | tuple[str, ...], *, deep: bool) -> Mapping[str, str]:
        """Return git's name for the content of each file, by path, as the commit or tree called `tree` has it.

        Raises Failure for a repository that cannot be read, and for what a folder refuses (`store/files.py`).
        """
        self._refuse_bare()
        names: dict[str, str] = {}
        for path, kind, name in self._list(tree, [f"{folder}/"], deep=deep):
            is_read = path.endswith(suffix) and not (deep and is_hidden(path))
            if is_read or (deep and kind in _FOREIGN):
                _check_entry(path, kind, is_folder=False)
                names[_utf8_name(path)] = name
        if not names:
            self._check_folder(tree, folder)
        return {path: names[path] for path in without_copies(names)} if deep else names

    def _check_folder(self, tree: str, folder: str) -> None:
        """Raise Failure if `folder` is in the tree and is no folder, or one above it is none."""
        parts = folder.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        for path, kind, _ in self._list(tree, above, deep=False):
            if path in above:
                _check_entry(path, kind, is_folder=True)

    def _list(self, tree: str, paths: list[str], *, deep: bool) -> list[tuple[str, str, str]]:
        """Return path, kind and name of each object that `git ls-tree` lists; a link is of the kind "link"."""
        listing = self._git_or_failure("ls-tree", "-z", "-r" if deep else "-t", tree, *paths)
        lines = [line.partition("\t") for line in listing.decode(errors="surrogateescape").split("\0") if line]
        entries = ((path, *about.split()) for about, _, path in lines)
        return [(path, "link" if mode == _LINK_MODE else kind, name) for path, mode, kind, name in entries]

    def _read_blobs(self, blobs: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes for each path and name of a blob.

        One process answers for all of them: for each a line "<name> blob <size>", its bytes, and a line end; or the
        line "<name> missing"; or nothing more, from the first one on that it cannot read.
        """
        if not blobs:
            return
        answer = self._git("cat-file", "--batch", stdin="".join(f"{name}\n" for _, name in blobs).encode())
        start = 0
        for path, _ in blobs:
            header, line_end, _ = answer.output[start : start + _HEADER_SIZE].partition(b"\n")
            start += len(header) + 1
            fields = header.split()
            size = int(fields[2]) if line_end and len(fields) == 3 else None
            if size is None or start + size >= len(answer.output):
                reason = answer.failure(self.root)
                raise Failure(f"Không đọc được tệp {path} của phiên bản «{self.revision}». {reason}")
            refuse_large(path, size)
            yield path, answer.output[start : start + size]
            start += size + 1

    def exists(self) -> bool:
        """Return whether git knows the revision.

        Raises Misuse for what names no single revision or one from before the reflog; Failure if there is no repository,
        if it cannot be read, or if it is a shallow clone, which may have been cut off before the revision.
        """
        return bool(self.find("commit"))

    def find(self, kind: Literal["commit", "tree"]) -> str:
        """Return the full name of the commit or of the tree that the revision stands for; "" and raises as `exists`."""
        answer = self._git(*_VERIFY, f"{self.revision}^{{{kind}}}")
        if _REFLOG_MARK in self.revision:
            self._refuse_before_reflog()
        if answer.exit_code == 0:
            name = answer.output.decode().strip()
            if name.startswith("^"):
                raise Misuse(f"«{self.revision}» là cách git loại trừ một phiên bản: bỏ dấu «^» ở đầu.")
            return name
        self._git_or_failure("rev-parse", "--git-dir")
        if answer.is_explained or self._is_damaged():
            raise answer.failure(self.root)
        self._refuse_shallow(f"phiên bản git «{self.revision}»")
        return ""

    def fork_points(self) -> tuple[str, ...]:
        """Return the full names of the commits where the history of HEAD left that of the revision.

        What the revision gained after them is missing from HEAD without having been removed there. There are several if
        both were merged into each other before. The revision itself is returned if HEAD is its descendant or has no
        history in common with it, or if it names a tree (`main^{tree}`), which has no history. Raises Misuse for an
        unknown revision, Failure as `exists` does.
        """
        tree = self.find("tree") or self._refuse_unknown()
        commit = self._git(*_VERIFY, f"{self.revision}^{{commit}}").output.decode().strip()
        if not commit:
            return (tree,)
        answer = self._git("merge-base", "--all", commit, "HEAD")
        if answer.exit_code == 0:
            return tuple(answer.output.decode().split())
        self._refuse_shallow(f"chỗ mà lịch sử tách khỏi «{self.revision}»")
        return (commit,)

    def _refuse_before_reflog(self) -> None:
        """Refuse what git does not know: of a day before its reflog begins it takes the oldest entry, with a warning."""
        complaint = self._git("rev-parse", "--verify", "--end-of-options", self.revision).complaint
        if any(words in complaint for words in _REFLOG_ENDS):
            raise Misuse(
                f"«{self.revision}» là trước lúc kho này bắt đầu ghi nhật ký các lần chuyển phiên bản (reflog), nên không biết "
                "khi ấy là phiên bản nào. Ghi mã của một lần lưu (commit); xem bằng git log."
            )

    def _refuse_shallow(self, missing: str) -> None:
        if self._git_or_failure("rev-parse", "--is-shallow-repository") == b"true\n":
            raise Failure(
                f"Không có {missing} trong kho của kế hoạch: kho là bản sao nông (shallow clone), chỉ có các phiên bản "
                "gần nhất. Lấy đủ bằng «git fetch --unshallow --tags» rồi chạy lại (chạy tự động thì đặt "
                "fetch-depth: 0 trên GitHub, GIT_DEPTH: 0 trên GitLab)."
            )

    def _refuse_bare(self) -> None:
        """Refuse a folder below the top of a repository with `core.bare`: git would take it for the top."""
        is_top = (self.root / ".git").exists()
        if not is_top and self._git_or_failure("rev-parse", "--is-inside-work-tree") != b"true\n":
            raise Failure(
                f"Kho git của thư mục {self.root} được khai là không có thư mục làm việc (core.bare), nên không biết thư mục "
                "này ứng với chỗ nào trong kho. Nếu có thì chạy «git config core.bare false» ở đó."
            )

    def _refuse_unknown(self) -> NoReturn:
        raise Misuse(f"Không có phiên bản git «{self.revision}» trong kho của kế hoạch.")

    def _is_damaged(self) -> bool:
        """Return whether the revision leads to an unreadable object; a full object name may just be mistyped."""
        answer = self._git(*_VERIFY, self.revision)
        name = answer.output.decode(errors="replace").strip()
        if answer.exit_code or name == self.revision.lower():
            return False
        return self._git("cat-file", "-t", name).exit_code != 0

    def _commit_or_misuse(self) -> str:
        return self.find("commit") or self._refuse_unknown()

    def _git_or_failure(self, command: GitCommand, *args: str) -> bytes:
        """Return what git prints; raises Failure if it does not succeed."""
        answer = self._git(command, *args)
        if answer.exit_code:
            raise answer.failure(self.root)
        return answer.output

    def _git(self, command: GitCommand, *args: str, stdin: bytes = b"") -> GitAnswer:
        return run_git(self.root, command, *args, purpose="để đọc một phiên bản đã lưu", stdin=stdin)


def folder_of(source: Source) -> Path | None:
    """Return the folder whose files the source reads, None for a revision, whose files lie in no folder."""
    if isinstance(source, WithFile):
        return folder_of(source.source)
    return source.root if isinstance(source, FolderSource) else None


def source_of(folder: Path, revision: str | None) -> Source:
    """Return the folder as a source, or the named git revision of it."""
    return _revision_of(folder, revision) if revision else FolderSource(folder)


def _revision_of(folder: Path, name: str) -> RevisionSource:
    """Return the revision; raises Failure for the copy inside the wheel, which may lie in somebody's repository."""
    if is_shipped(folder):
        raise Failure(
            "Kế hoạch đi kèm chương trình không có lịch sử git. Vào thư mục kế hoạch của mình, hoặc ghi --plan."
        )
    return RevisionSource(folder.resolve(), name)


def named_source(folder: Path, name: str) -> Source:
    """Return the source that `name` stands for: a folder that holds a plan, else a git revision of `folder`.

    Raises Misuse if it is neither, Failure if `folder` lies in no git repository or is the read-only copy in the wheel.
    """
    if holds_plan(Path(name)):
        return FolderSource(Path(name))
    revision = _revision_of(folder, name)
    if not revision.exists():
        if ".." in name:
            raise Misuse(f"«{name}» là hai phiên bản: viết cách nhau bằng dấu cách, ví dụ papi diff v1 HEAD.")
        raise Misuse(
            f"«{name}» không phải là thư mục chứa «plan», cũng không phải là phiên bản git trong kho của kế hoạch."
        )
    return revision
