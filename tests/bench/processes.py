"""Whole commands as processes: how long they take and how much memory, side by side."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

COLUMNS = 120


class Command(NamedTuple):
    """A program and its arguments; at a `terminal` of COLUMNS columns it writes to one, else into a pipe."""

    name: str
    words: tuple[str, ...]
    terminal: bool = False
    environment: Mapping[str, str] = {}


class Run(NamedTuple):
    """One run: wall time in seconds, largest resident memory in bytes, which is never below the bench's own."""

    seconds: float
    memory: int


class Runs:
    """The runs of one command, a round each, in the order of the rounds."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = tuple(runs)

    @property
    def seconds(self) -> float:
        """The median wall time."""
        return median(run.seconds for run in self.runs)

    @property
    def memory(self) -> float:
        """The median of the largest resident memory, in bytes."""
        return median(run.memory for run in self.runs)

    def excess_over(self, other: Runs) -> float:
        """Return the median of the differences of wall time within each round, in seconds."""
        return median(run.seconds - other_run.seconds for run, other_run in zip(self.runs, other.runs, strict=True))

    def ratio_to(self, other: Runs) -> float:
        """Return the median of the ratios of wall time within each round."""
        return median(run.seconds / other_run.seconds for run, other_run in zip(self.runs, other.runs, strict=True))


def measured(commands: Sequence[Command], *, rounds: int, caches: Path) -> dict[str, Runs]:
    """Return the runs of each command by its name, after one round that warms up.

    Every round runs each command once, in turn, so that a machine that slows down slows all of them. Byte code is kept
    in the folder `caches`, as an installed program has it, and so are the plans that papi keeps.
    """
    all_runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for round_ in range(rounds + 1):
        for command in commands:
            run = _run(command, caches)
            if round_:
                all_runs[command.name].append(run)
    return {name: Runs(runs) for name, runs in all_runs.items()}


def _run(command: Command, caches: Path) -> Run:
    variables = {"PYTHONPYCACHEPREFIX": str(caches), "XDG_CACHE_HOME": str(caches), "TERM": "xterm-256color"}
    environment = {**os.environ, **variables}
    # Plans are cached in the default place: finding it is part of the time.
    environment.pop("PAPI_CACHE", None)
    environment.update(command.environment)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    reader, writer = pty.openpty() if command.terminal else os.pipe()
    if command.terminal:
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    start = time.perf_counter()
    process = subprocess.Popen(command.words, stdout=writer, stderr=subprocess.PIPE, env=environment)
    os.close(writer)
    while _read(reader):
        pass
    os.close(reader)
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    # The wait of subprocess itself does not report the memory.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command.name}: exit code {process.returncode}\n{errors.decode()}")
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def _read(reader: int) -> bytes:
    """Return the next bytes, b"" at the end."""
    try:
        return os.read(reader, 1 << 16)
    except OSError:
        return b""  # a pseudo-terminal whose other side is closed
