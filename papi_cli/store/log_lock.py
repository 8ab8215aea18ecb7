"""The lock of the log: who records, commits or merges in a folder has it, one process at a time.

Recording needs it so that the rules see all that was recorded before; the commit of a recording and a merge, because
both write the list of files that git keeps, and a merge that meets a half-made commit could be neither made nor undone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papi_cli.problems import Failure
from papi_cli.store.files import find_folder, open_file
from papi_cli.store.locations import LOG_FOLDER
from papi_cli.store.locking import ENDS_AFTER, release_lock, take_lock
from papi_cli.store.log_files import LOCK_NAME
from papi_cli.store.os_errors import os_reason

# The answers where there are no locks; EBADF is that of NFS for a lock file that may only be read.
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EBADF}


@contextmanager
def locked_log(root: Path, while_waiting: Callable[[], None], *, undone: str) -> Iterator[str]:
    """Keep all others out of the log in `root`; the lock ends with the process that holds it, however it exits.

    Yields "", or why the folder cannot be locked. `while_waiting` is called once if others keep it for long. Raises
    Failure if it cannot be written, and, beginning with `undone` («Chưa ghi gì»), if they do not give it back.
    """
    descriptor = _open_lock(root)
    try:
        yield _lock(descriptor, while_waiting, undone)
    finally:
        release_lock(descriptor)
        with suppress(OSError):
            os.close(descriptor)


def _open_lock(root: Path) -> int:
    """Return a descriptor of the lock; of one that another user made and only he may write, one to read."""
    path = f"{LOG_FOLDER}/{LOCK_NAME}"
    find_folder(root, LOG_FOLDER)
    try:
        (root / LOG_FOLDER).mkdir(exist_ok=True)
        try:
            return open_file(root, path, os.O_RDWR | os.O_CREAT)
        except PermissionError:
            if not (root / path).exists():
                raise
    except OSError as error:
        raise Failure(f"Không ghi được vào thư mục {LOG_FOLDER}: {os_reason(error)}.") from error
    try:
        return open_file(root, path, os.O_RDONLY)
    except OSError as error:
        raise Failure(
            f"Không mở được tệp khóa {path}: {os_reason(error)}. Nhờ người đã tạo tệp ấy cho nhóm được đọc (chmod g+r "
            f"{path})."
        ) from error


def _lock(descriptor: int, while_waiting: Callable[[], None], undone: str) -> str:
    """Lock the file; return "", or why it cannot be locked. Raises Failure as `locked_log` does."""
    try:
        is_locked = take_lock(descriptor, while_waiting=while_waiting)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return os_reason(error)
        raise Failure(f"Không khóa được tệp {LOG_FOLDER}/{LOCK_NAME}: {os_reason(error)}.") from error
    if not is_locked:
        raise Failure(
            f"{undone}: đã chờ {ENDS_AFTER:.0f} giây mà người khác chưa ghi xong vào sổ theo dõi này. Chạy lại lệnh sau; "
            "nếu vẫn vậy thì xem trên các máy dùng chung thư mục còn lệnh papi nào đang chạy."
        )
    return ""
