"""Processes of papi that are forked from one that has imported everything, for tests of what happens after that.

A fork has a process's own descriptors, limits, signals and environment, and ends as the interpreter ends; what it has not
is the third of a second that a command takes to be imported and to be started. What may go wrong while an interpreter
starts or imports needs a process that is started.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
# Far above what any command takes, even on a busy machine; a server that died answers at once.
SECONDS = 300


class Ended(NamedTuple):
    """How a process ended: its exit code and what it said."""

    code: int
    out: str
    err: str


class Wants(NamedTuple):
    """What a process is to be: its words, folder and environment, and what it has to do without."""

    argv: Sequence[str]
    folder: str
    environment: Mapping[str, str]
    # By descriptor (as a text, for JSON) the file that it is opened on, "" if it is closed; else as the caller has it.
    streams: Mapping[str, str] = {}
    # Limits of the module `resource`, by name: {"RLIMIT_NOFILE": 6}.
    limits: Mapping[str, int] = {}
    loses_its_folder: bool = False


class Forker:
    """A process with papi imported, which forks others; it is started with the interpreter's part of an environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(SECONDS)
        command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
        self._server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], cwd=CHECKOUT, env=environment
        )
        theirs.close()

    def run(self, wants: Wants) -> Ended:
        """Fork such a process, with stdin at its end, and return how it ended."""
        with ThreadPoolExecutor(2) as readers:
            (out, out_end), (err, err_end) = os.pipe(), os.pipe()
            socket.send_fds(self._ours, [json.dumps(wants).encode()], [out_end, err_end])
            os.close(out_end)
            os.close(err_end)
            said = list(readers.map(_read_all, (out, err)))
        return Ended(int(self._ours.recv(16)), *said)

    def close(self) -> None:
        """End the server."""
        self._ours.close()
        self._server.wait(SECONDS)


def _read_all(descriptor: int) -> str:
    with os.fdopen(descriptor, encoding="utf-8", errors="replace", newline="") as pipe:
        return pipe.read()


# In the server


def _import_all() -> None:
    from importlib import import_module
    from pkgutil import walk_packages

    # As `papi_cli.cli` does before it imports anything.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    import papi_cli

    for module in walk_packages(papi_cli.__path__, "papi_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _serve(asked: socket.socket) -> bool:
    """Fork a process for each question; return in each of them, with True, and at the end, with False."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, 1 << 20, 2)
        if not message:
            return False
        child = os.fork()
        if not child:
            asked.close()
            _become(Wants(*json.loads(message)), descriptors)
            return True
        for descriptor in descriptors:
            os.close(descriptor)
        asked.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _become(wants: Wants, descriptors: Sequence[int]) -> None:
    """Give this process what it wants; the limits last, since they bound the rest, too."""
    import resource  # not on Windows

    # As bytes: in the locale of C this interpreter knows no other names.
    os.chdir(wants.folder.encode())
    if wants.loses_its_folder:
        gone = Path("gone").absolute()
        gone.mkdir()
        os.chdir(gone)
        gone.rmdir()
    os.environ.clear()
    os.environb.update(
        {name.encode(): value.encode(errors="surrogateescape") for name, value in wants.environment.items()}
    )
    time.tzset()
    opened = {1: descriptors[0], 2: descriptors[1]}
    opened |= {int(number): os.open(path, os.O_RDWR) for number, path in wants.streams.items() if path}
    for number, descriptor in opened.items():
        os.dup2(descriptor, number)
    os.closerange(3, max(*opened.values(), *descriptors) + 1)
    for closed in (int(number) for number, path in wants.streams.items() if not path):
        os.close(closed)
    _open_streams()
    for name, bound in wants.limits.items():
        resource.setrlimit(getattr(resource, name), (bound, bound))
    sys.argv = ["papi", *wants.argv]


def _open_streams() -> None:
    """Make the standard streams anew as the interpreter does: None for one whose descriptor is closed."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        old = getattr(sys, name)
        try:
            os.fstat(number)
        except OSError:
            new = None
        else:
            buffering, newline = (1 if name == "stderr" else -1), (None if name == "stdin" else "\n")
            new = open(number, mode, buffering, old.encoding, old.errors, newline, closefd=False)  # noqa: SIM115  # a descriptor, for the whole life of the process
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


if __name__ == "__main__":
    _import_all()
    if _serve(socket.socket(fileno=int(sys.argv[1]))):
        from papi_cli.cli import entry

        entry()
