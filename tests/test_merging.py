"""Branches that record for themselves, merged in pairs in both orders: nothing conflicts, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.drafts import Draft, draft_from_event
from papi_cli.log.kinds import EventKind
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.repositories import git
from tests.sample import ZONE, shipped_plan
from tests.tree import planted

NOW = datetime(2026, 6, 21, 9, 0, tzinfo=ZONE)
DONE = Draft(NOW.date(), "ke-hoach", "so-y-te", EventKind.DONE, "1/A")
PROGRESS = Draft(NOW.date(), "bao-cao-nam", "so-tu-phap", EventKind.PROGRESS, note="đang soạn thảo")
RETURNED = DONE._replace(kind=EventKind.RETURNED, document="", note="sai mẫu")


def retracted(root: Path) -> Draft:
    (start,) = read_events(FolderSource(root))
    return DONE._replace(kind=EventKind.RETRACTED, document="", note="nhầm", target=start.id)


# What each branch says; None stands for the retraction of the first event.
BRANCHES: Mapping[str, Sequence[Draft | None]] = {
    "same-item": [RETURNED, DONE._replace(document="2/A")],
    "same-item-too": [RETURNED._replace(note="thiếu chữ ký")],
    "other-item": [PROGRESS],
    "same-as-other": [PROGRESS],
    "other-agencies": [
        DONE._replace(agency=agency, document=document)
        for agency, document in (("phuong-to-hieu", "7/A"), ("so-tu-phap", "8/A"))
    ],
    "retract": [None],
    "correct": [None, DONE._replace(document="3/A")],
    "correct-too": [None, DONE._replace(document="4/A")],
}

# Pairs that are odd together, and the warnings of `papi check`; all others have none.
ODD = {
    frozenset({"other-item", "same-as-other"}): ["P408"],
    # What was returned is no longer there to be returned.
    frozenset({"same-item", "retract"}): ["P402"],
    frozenset({"same-item-too", "retract"}): ["P402"],
    frozenset({"same-item-too", "correct"}): ["P402"],
    frozenset({"same-item", "correct"}): ["P402"],
    frozenset({"same-item-too", "correct-too"}): ["P402"],
    frozenset({"same-item", "correct-too"}): ["P402"],
    frozenset({"correct", "correct-too"}): ["P413"],
    frozenset({"retract", "correct"}): ["P413"],
    frozenset({"retract", "correct-too"}): ["P413"],
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with one event on main, and the branches."""
    root = planted(tmp_path_factory.mktemp("merging"))
    (root / ".gitignore").write_text("plan/status/.lock\n")
    git(root, "init", "--initial-branch", "main")
    Recorder(Journal(root), shipped_plan()).record([DONE], now=NOW)
    git(root, "add", "--all")
    git(root, "commit", "--message", "start")
    for number, (branch, drafts_said) in enumerate(BRANCHES.items(), 1):
        git(root, "switch", "--create", branch, "main")
        drafts = [draft or retracted(root) for draft in drafts_said]
        decision, path, _ = Recorder(Journal(root), shipped_plan()).record(drafts, now=NOW + timedelta(hours=number))
        assert path, decision
        git(root, "add", "--all")
        git(root, "commit", "--message", branch)
    return root


@pytest.mark.parametrize(("first", "second"), [*permutations(BRANCHES, 2)])
def test_every_pair_merges(repository: Path, first: str, second: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository
    git(root, "switch", "--detach", first)
    git(root, "merge", "--message", "merge", second)
    assert git(root, "status", "--porcelain") == ""
    events = read_events(FolderSource(root))
    start = next(event for event in events if event.recorded == NOW)
    retraction = DONE._replace(kind=EventKind.RETRACTED, document="", note="nhầm", target=start.id)
    expected = [DONE, *(draft or retraction for branch in (first, second) for draft in BRANCHES[branch])]
    assert sorted(map(repr, map(draft_from_event, events))) == sorted(map(repr, expected))
    assert main(["check", "--plan", str(root)]) == 0
    report = capsys.readouterr().out
    assert [code for code in ("P402", "P408", "P413") if f"[{code}]" in report] == ODD.get(
        frozenset({first, second}), []
    )


def test_batches_of_one_instant_that_begin_alike_merge(repository: Path) -> None:
    root, instant = repository, NOW + timedelta(days=1)
    for branch, second in (("twin", "đã gửi"), ("other-twin", "chưa gửi")):
        git(root, "switch", "--create", branch, "main")
        Recorder(Journal(root), shipped_plan()).record([PROGRESS, PROGRESS._replace(note=second)], now=instant)
        git(root, "add", "--all")
        git(root, "commit", "--message", branch)
    git(root, "merge", "--message", "merge", "twin")
    notes = [event.note for event in read_events(FolderSource(root)) if event.recorded >= instant]
    # The first event is in both files, and counts once.
    assert sorted(notes) == sorted([PROGRESS.note, "đã gửi", "chưa gửi"])
