"""Command lines run in this process, and what no answer may be, whatever the files and words."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from papi_cli.cli.program.door import main
from papi_cli.text import FORBIDDEN_SIGNS

HANG = 300  # seconds of one command that takes less than one
ROOM = 1 << 30  # bytes above what is in use before the first case
NOW = "2026-06-21T09:00:00+07:00"


class Hang(BaseException):
    """A command that goes on for minutes; no handler of the program catches it."""


class Answer:
    """What a command line printed and how it ended."""

    def __init__(self, argv: Sequence[str], code: int, out: bytes, err: bytes) -> None:
        self.argv, self.code, self.out, self.err = argv, code, out, err

    def faults(self) -> Iterator[str]:
        """Yield what no answer may be, whatever the files and words."""
        if self.code not in (0, 1, 2, 3):
            yield f"exit code {self.code}: {self.err.decode(errors='replace')[-3000:]}"
            return
        try:
            out, err = self.out.decode(), self.err.decode()
        except UnicodeDecodeError as error:
            yield f"no UTF-8: {error}"
            return
        # CSV begins with a byte order mark; its lines and those of iCalendar end in CRLF.
        if found := re.search(f"[{FORBIDDEN_SIGNS}]", out.removeprefix("\ufeff").replace("\r\n", "\n") + err):
            yield f"U+{ord(found[0]):04X} is printed, {found.string[: found.end()][-80:]!r}"
        if "Traceback" in err or "Không đủ bộ nhớ" in err:
            yield err[-3000:]
        if self.code in (2, 3) and (out or not err):
            yield f"exit code {self.code} with stdout {out[:200]!r} and stderr {err[:200]!r}"
        if self.code == 0 and "json" in self.argv and out.startswith("{"):
            json.loads(out)

    def __str__(self) -> str:
        return " ".join(word if len(word) < 100 else f"{word[:100]}…" for word in map(ascii, self.argv))


def _stop(*_: object) -> None:
    raise Hang


def answer(argv: Sequence[str], stdin: bytes = b"") -> Answer:
    """Run the command line in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    into = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    signal.setitimer(signal.ITIMER_REAL, HANG)
    with patch.multiple(sys, stdin=into, stdout=out, stderr=err):
        try:
            code = main(argv)
        except BaseException:  # noqa: BLE001  # a hang, or what got past the one place that catches all
            err.write(traceback.format_exc())
            code = -1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return Answer(argv, code, out.buffer.getvalue(), err.buffer.getvalue())


def told(run: Answer) -> Iterator[str]:
    """Yield what is wrong with the answer, with its command line."""
    try:
        yield from (f"papi {run}: {fault}" for fault in run.faults())
    except ValueError as error:
        yield f"papi {run}: no JSON: {error}"


def sane(argv: Sequence[str], stdin: bytes = b"") -> Iterator[str]:
    """Run the command line and yield what is wrong with its answer."""
    yield from told(answer(argv, stdin))


@contextmanager
def bounded() -> Iterator[Path]:
    """Bound memory, take what the machine knows of its user out of reach, and stand in an empty folder."""
    statm = Path("/proc/self/statm")
    if statm.exists():  # where nothing tells the memory in use, it is not bounded
        import resource  # not on Windows

        in_use = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (in_use + ROOM, in_use + ROOM))
    signal.signal(signal.SIGALRM, _stop)
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name, patch.dict(os.environ):
        for variable in [variable for variable in os.environ if variable.startswith(("PAPI_", "GIT_"))]:
            del os.environ[variable]
        os.environ |= {"PAPI_NOW": NOW, "PAPI_BY": "Lò Văn A", "HOME": name, "PAPI_CACHE": f"{name}/cache"}
        os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": name}
        Path(name, "cache").mkdir(mode=0o700)
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)
