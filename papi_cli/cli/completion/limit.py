"""How long a shell that asks for completions is kept waiting: a late answer is silence, never half of one."""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

# Set by the scripts of the shells (cli/completion/shells.py) when they ask.
VARIABLE = "_PAPI_COMPLETE"

# Seconds of the process's life; the line that somebody is typing stands still meanwhile.
LIMIT = 0.2


def start() -> None:
    """Make this process end in silence, with exit code 0, LIMIT after its start unless `stop` is called before.

    Windows has no such timer: there a late answer is late.
    """
    if sys.platform == "win32":
        return
    left = LIMIT - _age()
    if left <= 0:
        _fall_silent(signal.SIGALRM, None)
    signal.signal(signal.SIGALRM, _fall_silent)
    signal.setitimer(signal.ITIMER_REAL, left)


def _age() -> float:
    """Return the seconds that this process has lived: on Linux since the kernel made it (proc(5), `starttime`).

    Elsewhere it is the processor time it has used; what it waited for a processor nobody tells.
    """
    used = time.process_time()
    if sys.platform == "linux":
        try:
            about = os.open("/proc/self/stat", os.O_RDONLY)
        except OSError:
            return used
        started = int(os.read(about, 4096).rpartition(b")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        os.close(about)
        if started:  # some containers tell 0
            return max(used, time.clock_gettime(time.CLOCK_BOOTTIME) - started)
    return used


def _fall_silent(_signal: int, _frame: FrameType | None) -> None:
    os._exit(0)  # nothing was written, so nothing is flushed; an exception could be caught on its way out


def stop() -> None:
    """Let this process live: its answer is there and is about to be written whole."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)
