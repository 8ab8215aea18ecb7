"""What an interruption does (Ctrl-C, `kill`, the end of the terminal) while the program loads, works and ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType

from papi_cli.problems import ExitCode

# Windows has no SIGHUP.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def leave_at_once() -> None:
    """End the process at an interruption: while modules are loaded there is nothing to clear away.

    An exception would not do. It would be one of the module that is being loaded, which may drop or reword it.
    """
    _answer(lambda _number, _frame: os._exit(ExitCode.INTERRUPTED))


def heed() -> None:
    """Raise KeyboardInterrupt at an interruption, so that no temporary file is left."""
    _answer(signal.default_int_handler)


def ignore() -> None:
    """Let an interruption come too late: the answer is out, and only the interpreter has to end."""
    _answer(signal.SIG_IGN)


def is_interruption(error: BaseException) -> bool:
    """Return whether the error is a KeyboardInterrupt, or was made of one, as by a class that is being created."""
    behind: BaseException | None = error
    # Click raises an error from another one that came of it: such a chain has no end.
    met: set[int] = set()
    while behind is not None and id(behind) not in met:
        if isinstance(behind, KeyboardInterrupt):
            return True
        met.add(id(behind))
        behind = behind.__cause__ or behind.__context__
    return False


def _answer(action: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for each in _SIGNALS:
        # Whoever started the program may want a signal to be ignored, as `nohup` does.
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, action)
