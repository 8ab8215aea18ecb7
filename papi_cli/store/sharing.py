"""Windows refuses a file while somebody else has it open: virus scanners, indexers and OneDrive do so for a moment."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

from papi_cli.store.os_errors import ON_WINDOWS

T = TypeVar("T")

# ERROR_ACCESS_DENIED (also of a file that is being deleted), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_TAKEN = frozenset({5, 32, 33})
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3)  # seconds, about one together


def despite_sharing(action: Callable[[], T], *, pause: Callable[[float], None] = time.sleep) -> T:
    """Return what `action` returns; where Windows refuses it because of others, try again for about a second.

    Raises the OSError of the last try, and any other at once.
    """
    for seconds in _PAUSES:
        try:
            return action()
        except OSError as error:
            if not is_taken(error):
                raise
        pause(seconds)
    return action()


def is_taken(error: OSError) -> bool:
    """Return whether the error may come from another program that has the file open; a missing right looks alike."""
    code = getattr(error, "winerror", None)
    # Opening passes through the C library, which keeps nothing but EACCES of it.
    return code in _TAKEN if code is not None else ON_WINDOWS and error.errno == errno.EACCES
