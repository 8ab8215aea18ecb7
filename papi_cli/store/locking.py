"""A lock on an open file, on POSIX and on Windows: one process at a time has it, and it ends with the process.

It is tried again and again instead of waited for in the system, so that Ctrl-C ends the wait everywhere, and so that the
wait itself ends. On Windows the lock is on the file's first byte, which nobody reads: a lock file is empty.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress

# Somebody else has the lock: EWOULDBLOCK of `flock`, EACCES of Windows and of Windows shares on Linux, EDEADLK of both, and
# 0 of Wine, which gives no reason.
_HELD = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK, 0})
_PAUSE = 0.01  # seconds between two tries
TOLD_AFTER, ENDS_AFTER = 2.0, 30.0  # seconds


def take_lock(
    descriptor: int,
    *,
    while_waiting: Callable[[], None],
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Lock the file; return whether it is locked, False if somebody else still has it after `ENDS_AFTER` seconds.

    `while_waiting` is called once if the wait is longer than `TOLD_AFTER`. Raises OSError where the file cannot be locked.
    """
    began, is_told = clock(), False
    while not _try_lock(descriptor):
        waited = clock() - began
        if waited >= TOLD_AFTER and not is_told:
            while_waiting()
            is_told = True
        if waited >= ENDS_AFTER:
            return False
        pause(_PAUSE)
    return True


def release_lock(descriptor: int) -> None:
    """Give the lock back, if there is one; closing the file does so too, on Windows at a time of the system's choice."""
    with suppress(OSError):
        _unlock(descriptor)


def _try_lock(descriptor: int) -> bool:
    """Lock the file if nobody else has; return whether it is locked."""
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True


try:
    import fcntl
except ImportError:  # on Windows
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # mypy runs on another system

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]  # the same

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
