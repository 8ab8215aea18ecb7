"""How long a shell that asks for completions is kept waiting: a late answer is silence, never half of one."""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

# Set by the scripts of the shells (cli/shells.py) when they ask.
VARIABLE = "_PAPI_COMPLETE"

# Seconds of the process's life; the line that somebody is typing stands still meanwhile.
LIMIT = 0.2


def start() -> None:
    """Make this process end in silence, with exit code 0, LIMIT after its start unless `stop` is called before.

    Its life before this call is taken for the processor time it has used; how long it waited for a processor no portable
    call tells. Windows has no such timer: there a late answer is late.
    """
    if sys.platform == "win32":
        return
    left = LIMIT - time.process_time()
    if left <= 0:
        _fall_silent(signal.SIGALRM, None)
    signal.signal(signal.SIGALRM, _fall_silent)
    signal.setitimer(signal.ITIMER_REAL, left)


def _fall_silent(_signal: int, _frame: FrameType | None) -> None:
    os._exit(0)  # nothing was written, so nothing is flushed; an exception could be caught on its way out


def stop() -> None:
    """Let this process live: its answer is there and is about to be written whole."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)
