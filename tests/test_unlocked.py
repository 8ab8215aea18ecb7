"""Four writers where locks have no effect, as on some network shares: nothing that was told as recorded is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import EventKind
from papi_cli.problems import ExitCode
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.sample import ZONE
from tests.tree import planted, shipped_plan

fcntl = pytest.importorskip("fcntl")  # not on Windows, as fork

NOW = datetime(2026, 6, 21, 9, 0, tzinfo=ZONE)
WRITERS = 4
WIDTH = 30_000  # characters; two such lines fill a pipe
NOTES = {writer: [f"{writer}.{number}" for number in range(40)] for writer in range(WRITERS)}


def begun_writer(root: Path, notes: Sequence[str], *, width: int = 0) -> tuple[int, TextIO]:
    """Record a note after the other in a child process without locks; return its id, and a pipe that names each told.

    Lines of a `width` fill the pipe after a few recordings, so that the writer waits until it is listened to.
    """
    reader, told = os.pipe()
    child = os.fork()
    if child:
        os.close(told)
        return child, os.fdopen(reader)
    code = int(ExitCode.BUG)
    try:
        fcntl.flock = lambda _descriptor, _operation: None
        ours = Recorder(Journal(root), shipped_plan())
        for note in notes:
            draft = Draft(NOW.date(), "II.2/ke-hoach", "so-tu-phap", EventKind.PROGRESS, note=note)
            recording = ours.record([draft], now=NOW)
            assert recording.path or recording.outcome.already_recorded
            os.write(told, f"{note:<{width}}\n".encode())
        code = 0
    finally:
        os._exit(code)


def assert_all_recorded_once(root: Path) -> None:
    recorded = Counter(event.note for event in read_events(FolderSource(root)))
    assert recorded == Counter(note for notes in NOTES.values() for note in notes)


@pytest.mark.slow
@pytest.mark.parametrize("_turn", range(3))
def test_writers_without_locks_lose_none_of_160_recordings(tmp_path: Path, _turn: int) -> None:
    root = planted(tmp_path)
    begun = [begun_writer(root, NOTES[writer]) for writer in range(WRITERS)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in begun]
    told = []
    for _, pipe in begun:
        with pipe:
            told.append(pipe.read().split())
    assert (codes, told) == ([0] * WRITERS, list(NOTES.values()))
    assert_all_recorded_once(root)
    assert main(["check", "--plan", str(root)]) == 0
    assert list((root / "plan/status").glob(".recording*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_writers_without_locks_that_are_killed_lose_nothing_that_was_told(tmp_path: Path, seed: int) -> None:
    root, chance = planted(tmp_path), random.Random(seed)
    left = {writer: list(notes) for writer, notes in NOTES.items()}
    running = {writer: begun_writer(root, notes, width=WIDTH) for writer, notes in left.items()}
    kills = 0
    while running:
        writer = chance.choice(list(running))
        child, pipe = running.pop(writer)
        told = [pipe.readline() for _ in range(chance.randrange(1, 12))]
        time.sleep(chance.uniform(0, 0.01))
        os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in {0, -signal.SIGKILL}  # it may have come to its end before
        kills += code != 0
        with pipe:
            complete_lines, _, _ = "".join([*told, pipe.read()]).rpartition("\n")
        told = complete_lines.split()
        assert told == left[writer][: len(told)]
        assert set(told) <= {event.note for event in read_events(FolderSource(root))}
        # What was under way is tried again: it may have been recorded and not told.
        left[writer] = left[writer][len(told) :]
        if left[writer]:
            running[writer] = begun_writer(root, left[writer], width=WIDTH)
    assert kills > WRITERS
    assert_all_recorded_once(root)
    assert main(["check", "--plan", str(root)]) == 0
