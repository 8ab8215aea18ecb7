"""Commands in processes of their own: without the rights of root, and at a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.problems import ExitCode
from tests.tree import CHECKOUT

# Tests of what Windows has not: forks, links for everybody, modes of files, devices.
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="another thing on Windows")
NOBODY = 65534  # the usual id of the user `nobody`


def by_a_stranger(argv: list[str], *, here: Path | None = None) -> int:
    """Run the command without the rights of root, perhaps elsewhere; return its exit code.

    The process is forked and not started anew, since nobody may be unable to read this interpreter and this checkout.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = int(ExitCode.BUG)
    try:
        os.chdir(here or ".")
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        code = main(argv)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def at_a_terminal(*argv: str, **environment: str) -> tuple[int, str]:
    """Run `papi argv` at a terminal of 100 columns; return its exit code and all that the terminal got."""
    import pty  # not on Windows

    leader, follower = pty.openpty()
    variables: Mapping[str, str] = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    command = [sys.executable, "-m", "papi_cli", *argv]
    running = subprocess.Popen(command, cwd=CHECKOUT, stdin=follower, stdout=follower, stderr=follower, env=variables)
    os.close(follower)
    screen = rest_of_screen(leader)
    return running.wait(), screen


def rest_of_screen(leader: int) -> str:
    """Return all that still comes to a terminal until the other side ends, and close it."""
    output = b""
    try:
        while chunk := os.read(leader, 65536):
            output += chunk
    except OSError:  # on Linux the end of the other side is an error
        pass
    finally:
        os.close(leader)
    return output.decode()
