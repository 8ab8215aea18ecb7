"""Errors about the log's history: files that git has, and that were changed or removed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from papi_cli.log.files import names_its_bytes, restoring_command
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import with_lf

_SHA1_DIGITS = 40


def history_problems(
    files: Mapping[str, bytes], committed: Mapping[str, str], *, revision: str, words: str
) -> Iterator[Problem]:
    """Yield an error for each file of the log that is no longer as it was committed. A file that is new is none.

    `files` are the bytes of the log by path, `committed` git's names for those at the `revision` by which git restores
    them, which the sentences call `words`. Line ends do not count. A changed file whose name fits its bytes is as it
    was written: it was the commit that held another content, and somebody has restored it.
    """
    removed = [path for path in committed if path not in files]
    successors = _successors({path: committed[path] for path in removed}, files, committed)
    for path in removed:
        now = f" (nội dung ấy nay nằm ở «{successors[path]}»)" if path in successors else ""
        message = f"tệp của sổ theo dõi có ở {words} nay không còn{now}."
        yield _problem(path, ProblemCode.LOG_FILE_REMOVED, message, revision)
    for path in committed.keys() & files.keys():
        if not _is_named(files[path], committed[path]) and not names_its_bytes(path, files[path]):
            message = f"nội dung tệp khác với bản ở {words}; tệp của sổ theo dõi đã ghi thì không sửa."
            yield _problem(path, ProblemCode.LOG_FILE_CHANGED, message, revision)


def _problem(path: str, code: ProblemCode, message: str, revision: str) -> Problem:
    command = restoring_command(path, revision=revision)
    hint = f"Khôi phục: chạy «{command}»; ghi nhầm thì dùng papi retract, papi correct."
    return Problem(path, 1, 1, code, message, hint)


def _successors(
    removed: Mapping[str, str], files: Mapping[str, bytes], committed: Mapping[str, str]
) -> Mapping[str, str]:
    """Return where the contents of removed files are now, by the paths that they had."""
    if not removed:
        return {}
    new = {path: content for path, content in files.items() if path not in committed}
    lengths = {len(name) for name in removed.values()}
    places = {name: path for path, content in new.items() for length in lengths for name in _names(content, length)}
    return {path: places[name] for path, name in removed.items() if name in places}


def _is_named(content: bytes, name: str) -> bool:
    return any(candidate == name for candidate in _names(content, len(name)))


def _names(content: bytes, length: int) -> Iterator[str]:
    """Yield git's names for the content as it is, with the line ends of Unix, and with those of Windows.

    A checkout may have turned the one into the other (core.autocrlf). The `length` is that of the repository's names.
    """
    yield _blob_name(content, length)
    if b"\n" in content:
        unix = with_lf(content)
        yield _blob_name(unix, length)
        yield _blob_name(unix.replace(b"\n", b"\r\n"), length)


def _blob_name(content: bytes, length: int) -> str:
    """Return the name that git gives to a content: the digest, of so many hex digits, of its kind, size and bytes.

    https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage
    """
    stored = b"blob %d\0" % len(content) + content
    if length == _SHA1_DIGITS:
        return hashlib.sha1(stored, usedforsecurity=False).hexdigest()
    return hashlib.sha256(stored).hexdigest()
