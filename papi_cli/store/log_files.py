"""Files of the log on disk: how one is written so that it is there whole and lasts, and what lies beside them.

Whoever writes may be alone or not: locks have no effect on some network shares and between two machines on a synced
folder, so that durability must not rest on one. Each writer has a temporary name of its own, created exclusively. The
final name carries the digest of the content, and a name taken by other content is refused beforehand; so two writers
that meet at one name write the same, and a plain rename, which every file system has, replaces equal bytes at most.
Windows has no folder that could be synced: there the rename is as lasting as the file system makes it.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from papi_cli.problems import Failure
from papi_cli.store.files import find_folder
from papi_cli.store.locations import LOG_FOLDER, PLAN_FOLDER
from papi_cli.store.os_errors import ON_WINDOWS, os_reason
from papi_cli.store.sharing import despite_sharing

LOCK_NAME = ".lock"
# `.recording.tmp` was the name that all writers of version 0.1 shared.
_TEMPORARY = re.compile(r"\.recording(-[0-9a-f]{32})?\.tmp")
# The answers to a sync where the disk knows none, as some shares and file systems of virtual machines; EBADF is that of
# the C library of Windows.
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF}
_DAY = 24 * 60 * 60  # seconds


def is_writers_name(name: str) -> bool:
    """Return whether a file of this name in `plan/status` is a writer's lock or temporary file, and no stray one."""
    return name == LOCK_NAME or _is_temporary_name(name)


def _is_temporary_name(name: str) -> bool:
    return _TEMPORARY.fullmatch(name) is not None


def write_log_file(root: Path, path: str, content: bytes) -> tuple[str, ...]:
    """Write a file of the log to its path within `root`; return a sentence for each usual guarantee that is missing.

    Raises Failure for a link on the way, and if the system refuses; then nothing is left of it. Once the file has its
    name it is recorded, whatever fails afterwards; only if it is not found there with its content is that a Failure too.
    """
    target = root / path
    find_folder(root, path.rpartition("/")[0])
    try:
        if target.exists() and despite_sharing(target.read_bytes) != content:
            raise FileExistsError(errno.EEXIST, "")
        unsynced = _write(root / LOG_FOLDER, target, content)
    except OSError as error:
        raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error
    unsynced_folder = _sync_folders(root, target.parent)
    return (*_unsure(unsynced or unsynced_folder), *_read_back(target, path, content))


def _write(status: Path, path: Path, content: bytes) -> str:
    """Write a file whole or not at all, by way of a temporary one in `status`; raises OSError if it is not there then.

    Returns "", or why the disk cannot be asked to keep its bytes.
    """
    temporary = status / f".recording-{os.urandom(16).hex()}.tmp"
    is_new_folder, unsynced = False, ""
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            unsynced = _sync_file(file.fileno())
            _clear_litter(status, now=os.fstat(file.fileno()).st_mtime)
        is_new_folder = not path.parent.exists()
        path.parent.mkdir(exist_ok=True)
        despite_sharing(lambda: temporary.replace(path))
    except BaseException as error:
        with suppress(OSError):
            despite_sharing(temporary.unlink)
        # A network share may answer with an error to a rename that it has carried out.
        if isinstance(error, OSError) and _holds(path, content):
            return unsynced
        if is_new_folder:
            with suppress(OSError):
                path.parent.rmdir()
        raise
    return unsynced


def _sync_file(descriptor: int) -> str:
    """Sync a file; return "", or why the disk has no such thing. Raises OSError if its bytes do not reach the disk."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
        return os_reason(error)
    return ""


def _holds(path: Path, content: bytes) -> bool:
    try:
        return despite_sharing(path.read_bytes) == content
    except OSError:
        return False


def _clear_litter(status: Path, *, now: float) -> None:
    """Remove the temporary files of writers that were killed: those older than a day, which no writer needs any more.

    `now` is the time of a new file, so that only the clock of the disk counts. A writer that slept for a day finds its
    file gone and says that nothing was written.
    """
    with suppress(OSError):
        for path in status.iterdir():
            if _is_temporary_name(path.name) and path.lstat().st_mtime < now - _DAY:
                path.unlink()


def _sync_folders(root: Path, folder: Path) -> str:
    """Sync `folder` and those that it lies in, whoever made them; return "", or why one cannot be synced."""
    if ON_WINDOWS:
        return ""
    try:
        for each in dict.fromkeys((folder, root / LOG_FOLDER, root / PLAN_FOLDER)):
            _sync_folder(each)
    except OSError as error:
        return os_reason(error)
    return ""


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _unsure(reason: str) -> Iterator[str]:
    """Yield a sentence if there is a reason why not all was synced."""
    if reason:
        yield (
            f"Đã ghi, nhưng không chắc dữ liệu đã xuống đến đĩa (không đồng bộ được: {reason}). Nếu máy mất điện lúc này "
            "thì xem lại bằng «papi log»."
        )


def _read_back(target: Path, path: str, content: bytes) -> Iterator[str]:
    """Read what was written; yield a sentence if it cannot be read, raise Failure if it is something else or gone."""
    try:
        found = despite_sharing(target.read_bytes)
    except FileNotFoundError:
        found = b""
    except OSError as error:
        yield f"Đã ghi, nhưng không đọc lại được tệp {path} để kiểm tra: {os_reason(error)}."
        return
    if found != content:
        raise Failure(
            f"Tệp {path} vừa ghi xong đã không còn đúng nội dung: một chương trình khác xóa hoặc thay nó. Chạy «papi "
            "check», rồi ghi lại."
        )
