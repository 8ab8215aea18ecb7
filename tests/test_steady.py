"""Reading while files are exchanged, as `git checkout` does: plan and log of one branch, or a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from papi_cli.log.drafts import Draft
from papi_cli.log.kinds import EventKind
from papi_cli.problems import BrokenFiles, Failure
from papi_cli.store import steady
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.sources import FolderSource, RevisionSource
from papi_cli.store.steady import read_steadily
from tests.repositories import git
from tests.sample import ZONE
from tests.tree import CHECKOUT, planted, shipped_plan

NOW = datetime(2026, 6, 21, 9, 0, tzinfo=ZONE)
MOVING = "đang được thay đổi trong khi đọc"


def note(text: str) -> Draft:
    return Draft(NOW.date(), "ke-hoach", "so-y-te", EventKind.PROGRESS, note=text)


def recorded(root: Path, text: str, *, hours: int = 0) -> Path:
    """Record a note and return its file."""
    recording = Recorder(Journal(root), shipped_plan()).record([note(text)], now=NOW + timedelta(hours=hours))
    return root / recording.path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steady, "_PAUSE", 0)
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    return planted(tmp_path)


# One reading


def reading(root: Path, *moves: Callable[[], object]) -> tuple[int, list[str]]:
    """Read the names of the log while `moves` are made, one in each reading; return the readings and the last names."""
    turns: list[list[str]] = []

    def read() -> list[str]:
        turns.append(sorted(path.name for path in (root / "plan/status").glob("*/*.jsonl")))
        if len(turns) <= len(moves):
            moves[len(turns) - 1]()
        return turns[-1]

    names = read_steadily(FolderSource(root), read)
    return len(turns), names


def test_what_stands_still_is_read_once(root: Path) -> None:
    path = recorded(root, "a")
    assert reading(root) == (1, [path.name])


def test_a_lock_and_a_temporary_file_move_nothing(root: Path) -> None:
    recorded(root, "a")
    assert reading(root, (root / "plan/status/.recording-x.tmp").touch)[0] == 1


@pytest.mark.parametrize("name", ["plan.yaml", "tasks.yaml", "scores.yaml"])
def test_a_file_of_the_plan_that_moves_is_read_again(root: Path, name: str) -> None:
    path = root / "plan" / name
    text = path.read_text("utf-8")
    before = path.stat()

    def replaced() -> None:
        """Write another file of the same size and time, as a checkout within the same tick of the clock may."""
        path.rename(root / "old")
        path.write_text(text, "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert reading(root, lambda: path.write_text(f"{text}\n", "utf-8"))[0] == 2
    assert reading(root, replaced)[0] == 2
    assert reading(root, path.unlink)[0] == 2


def test_an_amendment_that_comes_changes_or_goes_is_noticed(root: Path) -> None:
    path = root / "plan" / "amendments" / "qd-1234.yaml"
    path.parent.mkdir()
    assert reading(root, path.touch)[0] == 2
    assert reading(root, lambda: path.write_text("changes: []\n", "utf-8"))[0] == 2
    assert reading(root, path.unlink)[0] == 2
    assert reading(root, (path.parent / ".tmp").touch)[0] == 1


def test_a_file_of_the_log_that_goes_or_comes_is_noticed(root: Path) -> None:
    first, second = recorded(root, "a"), recorded(root, "b", hours=1)
    assert reading(root, first.unlink) == (2, [second.name])
    assert reading(root, lambda: recorded(root, "a", hours=2))[0] == 2  # a recording before b is refused


def test_what_moves_all_the_time_is_a_failure(root: Path) -> None:
    recorded(root, "a")
    moves = [lambda n=n: (root / f"plan/status/2026-06/{n}.jsonl").touch() for n in range(5)]
    with pytest.raises(Failure, match=MOVING):
        reading(root, *moves)


def test_recordings_that_come_all_the_time_keep_nobody_from_reading(root: Path) -> None:
    recorded(root, "0")
    turns, names = reading(root, *(lambda n=n: recorded(root, str(n), hours=n) for n in range(1, 6)))
    assert (turns, len(names)) == (3, 3)


def test_what_fails_while_files_move_is_read_again(root: Path) -> None:
    lock = root / ".git/index.lock"
    lock.parent.mkdir()

    def read() -> str:
        if moves:
            moves.pop()()
            raise BrokenFiles((), root)
        return "cả tệp"

    moves: list[Callable[[], object]] = [(root / "plan/tasks.yaml").touch]
    assert read_steadily(FolderSource(root), read) == "cả tệp"
    lock.touch()  # git is writing a file of the log, whose name is there and not all of its bytes
    moves = [lock.unlink]
    assert read_steadily(FolderSource(root), read) == "cả tệp"
    moves = [lambda: None, lambda: None]
    with pytest.raises(BrokenFiles):
        read_steadily(FolderSource(root), read)
    assert len(moves) == 1  # read once
    lock.touch()
    moves = [lambda: None] * 5
    with pytest.raises(BrokenFiles):
        read_steadily(FolderSource(root), read)
    assert len(moves) == 2


@pytest.mark.parametrize("place", [".git", "elsewhere/worktrees/x"])
def test_while_git_has_its_lock_nothing_stands_still(root: Path, place: str) -> None:
    folder = root / place
    folder.mkdir(parents=True)
    if place != ".git":
        (root / ".git").write_text(f"gitdir: {place}\n")
    lock = folder / "index.lock"
    recorded(root, "a")
    lock.touch()
    assert reading(root, lock.unlink)[0] == 2
    lock.touch()
    assert reading(root)[0] == 3  # git was killed: the lock is there for good, and keeps nobody from reading
    with pytest.raises(Failure, match=MOVING):
        reading(root, *(lambda n=n: recorded(root, str(n), hours=n) for n in range(1, 6)))


def test_a_revision_stands_still(root: Path) -> None:
    def read() -> None:
        (root / "plan/plan.yaml").unlink(missing_ok=True)

    read_steadily(RevisionSource(root, "HEAD"), read)


# The log open for recording


def test_a_file_that_is_gone_is_no_longer_in_the_index(root: Path) -> None:
    ours = Recorder(Journal(root), shipped_plan())
    path = recorded(root, "a")
    assert ours.preview([note("a")], now=NOW).already_recorded == (note("a"),)
    path.unlink()
    outcome, path_again, _ = ours.record([note("a")], now=NOW)
    assert (len(outcome.events), (root / path_again).exists()) == (1, True)
    assert [event.note for event in ours.journal.events()] == ["a"]
    assert ours.preview([note("a")], now=NOW).already_recorded == (note("a"),)


def test_a_file_that_goes_while_the_log_is_read_is_not_in_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = recorded(root, "a"), recorded(root, "b", hours=1)
    read_new = Journal._read_new_files  # between its listing and the next
    losses = [first]

    def losing(journal: Journal) -> None:
        read_new(journal)
        if losses:
            losses.pop().unlink()

    monkeypatch.setattr(Journal, "_read_new_files", losing)
    assert [event.note for event in Journal(root).read_all()] == ["b"]
    losses += [recorded(root, str(n), hours=n) for n in range(2, 5)]
    with pytest.raises(Failure, match=MOVING):
        Journal(root).read_all()
    assert second.exists()


# Git


@pytest.mark.slow
def test_a_reader_during_checkouts_never_mixes_two_branches(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each branch has a title and forty notes of its own; a reader sees those of one branch."""
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "gốc")
    for branch, notes in NOTES.items():
        git(root, "checkout", "-q", "-b", branch, "main")
        text = (root / "plan/plan.yaml").read_text("utf-8")
        (root / "plan/plan.yaml").write_text(text.replace("title: ", f"title: Nhánh {branch}. ", 1), "utf-8")
        for number, words in enumerate(sorted(notes)):
            recorded(root, words, hours=number * 200)
        git(root, "add", ".")
        git(root, "commit", "-qm", branch)
    loop = "while :; do for branch in a b a b a b; do git checkout -q $branch; done; sleep 0.3; git checkout -q a; sleep 0.3; done"
    mover = subprocess.Popen(["sh", "-c", loop], cwd=root, stderr=subprocess.DEVNULL, start_new_session=True)
    told: Counter[str] = Counter()
    try:
        for _ in range(19):
            argv = [sys.executable, "-m", "papi_cli", "log", "--format", "json", "--plan", str(root)]
            run = subprocess.run(argv, capture_output=True, text=True, check=False)
            # It may also begin in the instant in which git has taken plan.yaml away: then there is no plan.
            assert (run.returncode, run.stderr) == (0, "") or (run.returncode, run.stdout) == (3, ""), run
            told[branch_told(run.stdout) if run.returncode == 0 else run.stderr] += 1
    finally:
        os.killpg(mover.pid, signal.SIGKILL)
        mover.wait()
    assert told["a"] + told["b"] > 0, told


NOTES = {branch: {f"{branch}.{number}" for number in range(40)} for branch in ("a", "b")}


def branch_told(output: str) -> str:
    """Return the branch that an answer of `papi log` is of, after its title; its events are of no other."""
    answer = json.loads(output)
    branch = str(answer["plan"]["title"].split()[1].rstrip("."))
    assert {event["note"] for event in answer["events"]} == NOTES[branch]
    return branch
