"""Each system call of a recording fails once: what is said is what is in the log, whichever it was."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.programs import STRACE, needs
from tests.tree import CHECKOUT, planted

DONE = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--document", "45/KH-UBND"]
PLAIN = ("-m", "papi_cli")
# What the recording imports is there beforehand: a program of which a part cannot be read cannot say so either.
LOADED = (
    "-c",
    "import sys, papi_cli.render.plain, papi_cli.cli.program.door as door; sys.exit(door.main(sys.argv[1:]))",
)
# Memory and signals: their failure is the end of the interpreter, not something that a program meets.
NOT_FAILED = {"mmap", "munmap", "mprotect", "brk", "futex", "rt_sigaction", "rt_sigprocmask", "exit_group"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a plan and one event, whose log is kept in `before` to begin anew from."""
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    # A measured child would write its measurement last, and each of those calls would be failed, too.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    monkeypatch.chdir(planted(tmp_path))
    assert main(DONE) == 0
    shutil.copytree(tmp_path / "plan/status", tmp_path / "before")
    rows = [("item", "agency", "event", "date", "document"), ("ke-hoach", "Sở Y tế", "done", "24/02/2026", "1/KH")]
    with (tmp_path / "kq.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path


def traced(root: Path, program: Sequence[str], argv: Sequence[str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run papi under strace on the log as it was before, and return what it says; the calls stand in `calls`."""
    shutil.rmtree(root / "plan/status")
    shutil.copytree(root / "before", root / "plan/status")
    command = ["strace", "-o", str(root / "calls"), *options, sys.executable, *program, *argv]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)


def calls_from(root: Path, first: str) -> list[tuple[str, int]]:
    """Return each system call from the first line that has `first` in it: its name, and how many of that name it is."""
    seen, calls, begun = Counter[str](), list[tuple[str, int]](), False
    for line in (root / "calls").read_text(encoding="utf-8", errors="replace").splitlines():
        if match := re.match(r"(\w+)\(", line):
            seen[match[1]] += 1
            begun = begun or first in line
            if begun and match[1] not in NOT_FAILED:
                calls.append((match[1], seen[match[1]]))
    return calls


@pytest.mark.slow
@needs(STRACE)
@pytest.mark.parametrize(
    ("program", "first", "words"),
    [
        (LOADED, "/.lock", ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "24/02/2026", "--note", "đủ"]),
        (PLAIN, "rename(", ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "24/02/2026", "--note", "đủ"]),
        (PLAIN, "rename(", ["retract", "{id}", "--note", "nhầm"]),
        (PLAIN, "rename(", ["correct", "{id}", "--document", "46/KH-UBND"]),
        (PLAIN, "rename(", ["record", "--from", "kq.csv"]),
    ],
    ids=["locked", "record", "retract", "correct", "from"],
)
def test_what_is_said_is_what_is_there_whichever_system_call_fails(
    root: Path, program: Sequence[str], first: str, words: Sequence[str]
) -> None:
    (event,) = read_events(FolderSource(root))
    argv = [event.id if word == "{id}" else word for word in words]
    assert traced(root, program, argv).returncode == 0
    written = len(read_events(FolderSource(root))) - 1
    calls, said = calls_from(root, first), Counter[int]()
    assert {"fsync", "read", "write", "close", "openat"} <= {name for name, _ in calls}
    wrong = []
    for name, number in calls:
        run = traced(root, program, argv, "-e", f"inject={name}:error=EIO:when={number}")
        said[run.returncode] += 1
        events = len(read_events(FolderSource(root))) - 1
        is_right = (
            events == written and "Đã ghi" in run.stdout + run.stderr
            if run.returncode == 0
            else (run.returncode, events, run.stdout) == (3, 0, "")
        )
        if not is_right or "Traceback" in run.stderr:
            wrong.append((name, number, events, run.returncode, run.stdout, run.stderr))
    assert wrong == []
    assert said[0] > 10
