"""Corrections of one event from two branches: which event replaces which, when that is doubtful, and who says so."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.cli.recording.amending import refuse_second_correction
from papi_cli.log.corrections import find_doubts
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import Draft, draft_from_event, stamp
from papi_cli.log.events import TICK, Event
from papi_cli.log.kinds import EventKind
from papi_cli.problems import RecordingRefusal
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.sample import ZONE, events_of, keys_of, read, seeded_log
from tests.tree import copied, planted, shipped_plan

DONE = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--document", "45/KH-UBND"]


def run(monkeypatch: pytest.MonkeyPatch, now: str, argv: Sequence[str], root: Path, *, code: int = 0) -> None:
    monkeypatch.setenv("PAPI_NOW", f"2026-03-{now}+07:00")
    assert main([*argv, "--plan", str(root)]) == code


def united(*roots: Path) -> Path:
    """Take the log of every root into the first one, as a merge does."""
    for other in roots[1:]:
        shutil.copytree(other / "plan" / "status", roots[0] / "plan" / "status", dirs_exist_ok=True)
    return roots[0]


def clones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *commands: Sequence[str], at: Sequence[str] = ()
) -> tuple[Path, str]:
    """Record DONE, let a clone each run `papi correct` on it with the options given, and unite them.

    Return the folder and the id of the event.
    """
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    start = planted(tmp_path / "start")
    run(monkeypatch, "21T09:00", DONE, start)
    (first,) = read_events(FolderSource(start))
    roots = []
    for number, options in enumerate(commands):
        root = tmp_path / f"clone-{number}"
        copied(start, root)
        run(monkeypatch, at[number] if at else f"22T1{number}:00", ["correct", first.id, *options], root)
        roots.append(root)
    return united(*roots), first.id


def doubtful_lines(root: Path, capsys: pytest.CaptureFixture[str], *codes: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["check", "--format", "json", "--plan", str(root)]) == 0
    problems = json.loads(capsys.readouterr().out)["problems"]
    return [problem for problem in problems if problem["code"] in (codes or ("P413",))]


def replacement(root: Path, document: str) -> Event:
    (found,) = (event for event in read_events(FolderSource(root)) if event.document == document)
    return found


# One


def test_the_letter_of_a_document_can_be_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = planted(tmp_path)
    run(monkeypatch, "21T09:00", [*DONE[:-1], "45/QÐ-UBND"], root)
    run(monkeypatch, "21T09:05", [*DONE[:-1], "45/QĐ-UBND"], root)
    (wrong,) = read_events(FolderSource(root))
    assert wrong.document == "45/QÐ-UBND"
    run(monkeypatch, "21T09:10", ["correct", wrong.id, "--document", "45/QÐ-UBND"], root, code=2)
    run(monkeypatch, "21T09:20", ["correct", wrong.id, "--document", "45/QĐ-UBND"], root)
    assert replacement(root, "45/QĐ-UBND").recorded > wrong.recorded
    assert len(read_events(FolderSource(root))) == 3


# Two clones


def test_two_corrections_of_one_event_are_told_until_one_is_retracted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, id_ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"], ["--date", "13/3/2026"])
    earlier, later = (
        replacement(root, "46/KH-UBND"),
        *(event for event in read_events(FolderSource(root)) if event.date.day == 13),
    )
    (problem,) = doubtful_lines(root, capsys)
    file = root / problem["file"]
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[int(problem["line"]) - 1])["id"] == later.id
    assert problem["severity"] == "warning"
    assert problem["message"] == (
        f"II.2/ke-hoach: sự kiện {id_} được sửa thành hai bản khác nhau, chưa rõ bản nào đúng: «đã hoàn thành» ngày "
        f"12/3/2026, 46/KH-UBND (mã {earlier.id}); «đã hoàn thành» ngày 13/3/2026, 45/KH-UBND (mã {later.id})."
    )
    assert problem["hint"] == f"Hủy bản sai: papi retract {earlier.id} hoặc papi retract {later.id}."
    assert main(["check", "--strict", "--plan", str(root)]) == 1
    run(monkeypatch, "23T09:00", ["retract", later.id, "--note", "ghi nhầm"], root)
    assert doubtful_lines(root, capsys, "P402", "P408", "P413") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "argv",
    [
        ["overdue", "--as-of", "2026-06-25"],
        ["status"],
        ["show", "II.2"],
        ["log"],
        ["report", "semiannual"],
    ],
)
def test_whoever_computes_states_says_how_many_events_are_doubtful(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    remark = "1 sự kiện được sửa thành hai bản khác nhau, chưa rõ bản nào đúng, nay tính cả hai. Xem: papi check.\n"
    root, _ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"], ["--document", "47/KH-UBND"])
    capsys.readouterr()
    run(monkeypatch, "23T09:00", argv, root)
    assert remark in capsys.readouterr().err
    # Known before the second correction there is no doubt, and as of a day before both nothing that counts is doubtful.
    for earlier in (["--known-at", "2026-03-22T10:30+07:00"], ["--as-of", "2026-03-11"]):
        if earlier[0] not in argv:
            run(monkeypatch, "23T09:00", [*argv, *earlier], root)
            assert remark not in capsys.readouterr().err
    run(monkeypatch, "23T09:00", ["retract", replacement(root, "46/KH-UBND").id, "--note", "ghi nhầm"], root)
    capsys.readouterr()
    run(monkeypatch, "23T09:00", argv, root)
    assert remark not in capsys.readouterr().err


def test_the_history_marks_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"], ["--document", "47/KH-UBND"])
    ids = [replacement(root, document).id for document in ("46/KH-UBND", "47/KH-UBND")]
    capsys.readouterr()
    for argv in (["log"], ["show", "II.2/ke-hoach"]):
        assert main([*argv, "--format", "json", "--plan", str(root)]) == 0
        listed = json.loads(capsys.readouterr().out)["events"]
        marked = {entry["id"]: entry["doubtful_with"] for entry in listed if entry["doubtful_with"]}
        assert marked == {ids[0]: ids[1], ids[1]: ids[0]}
        assert main([*argv, "--plan", str(root)]) == 0
        out = capsys.readouterr().out
        assert [f"chưa rõ, khác với {id_}" in out for id_ in ids] == [True, True]


def test_the_same_correction_twice_is_a_repetition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same = ["--document", "46/KH-UBND"]
    root, _ = clones(tmp_path, monkeypatch, same, [*same, "--by", "Quàng Thị B"])
    (problem,) = doubtful_lines(root, capsys, "P402", "P408", "P413")
    assert problem["code"] == "P408"
    assert "sự kiện này đã được ghi một lần" in problem["message"]
    # Of three corrections, two alike, the one that differs is doubtful.
    root, _ = clones(
        tmp_path / "three", monkeypatch, same, [*same, "--by", "Quàng Thị B"], ["--document", "47/KH-UBND"]
    )
    assert [problem["code"] for problem in doubtful_lines(root, capsys, "P402", "P408", "P413")] in (
        ["P408", "P413"],
        ["P413", "P408"],
    )


def test_an_event_corrected_on_one_branch_and_retracted_on_the_other_is_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, id_ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"])
    other = tmp_path / "start"
    run(monkeypatch, "22T12:00", ["retract", id_, "--note", "ghi nhầm"], other)
    (problem,) = doubtful_lines(united(root, other), capsys)
    kept = replacement(root, "46/KH-UBND")
    assert problem["message"] == (
        f"II.2/ke-hoach: sự kiện {id_} bị một bên hủy (ghi nhầm), một bên sửa thành «đã hoàn thành» ngày 12/3/2026, 46/KH-UBND "
        f"(mã {kept.id}); chưa rõ bên nào đúng, nay tính bản sửa."
    )
    # Whoever knows of both says which: the event is retracted too, or confirmed.
    away = tmp_path / "away"
    copied(root, away)
    run(monkeypatch, "23T09:00", ["retract", kept.id, "--note", "ghi nhầm"], away)
    run(monkeypatch, "23T09:00", ["correct", kept.id, "--confirm"], root)
    assert (doubtful_lines(away, capsys), doubtful_lines(root, capsys)) == ([], [])


def test_what_replaces_a_replacement_stands_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, id_ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"], ["--document", "47/KH-UBND"])
    run(monkeypatch, "23T09:00", ["correct", replacement(root, "46/KH-UBND").id, "--document", "48/KH-UBND"], root)
    (problem,) = doubtful_lines(root, capsys)
    assert f"sự kiện {id_} được sửa" in problem["message"]
    assert f"papi retract {replacement(root, '48/KH-UBND').id}" in problem["hint"]
    # Corrected to what the other says, it is gone, and the doubt with it.
    run(monkeypatch, "23T10:00", ["correct", replacement(root, "48/KH-UBND").id, "--document", "47/KH-UBND"], root)
    assert doubtful_lines(root, capsys, "P402", "P408", "P413") == []


def test_a_replacement_that_breaks_a_rule_is_doubtful_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    start = planted(tmp_path / "start")
    extended = ["record", "II.2/bao-cao", "--agency", "STP", "--extended-until", "5/12/2026", "--date", "12/3/2026"]
    run(monkeypatch, "21T09:00", [*extended, "--document", "7/UBND"], start)
    (first,) = read_events(FolderSource(start))
    roots = []
    for until in ("20/12/2026", "15/12/2026"):
        roots.append(tmp_path / until[:2])
        copied(start, roots[-1])
        run(monkeypatch, f"22T{until[:2]}:00", ["correct", first.id, "--until", until], roots[-1])
    assert [problem["code"] for problem in doubtful_lines(united(*roots), capsys, "P402", "P413")].count("P413") == 1


def test_one_clock_in_two_clones_confuses_no_corrections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same_instant = ["22T10:00", "22T10:00"]
    root, _ = clones(tmp_path, monkeypatch, ["--document", "46/KH-UBND"], ["--document", "47/KH-UBND"], at=same_instant)
    # The retraction is one and the same, and stands once in either file.
    assert len([event for event in read_events(FolderSource(root)) if event.kind is EventKind.RETRACTED]) == 1
    assert len(doubtful_lines(root, capsys)) == 1
    # Two different events corrected at one instant are two corrections.
    start = planted(tmp_path / "other")
    run(monkeypatch, "21T09:00", DONE, start)
    run(monkeypatch, "21T10:00", [*DONE[:-1], "51/BC-STP", "--note", "bản bổ sung"], start)
    roots = [tmp_path / "a", tmp_path / "b"]
    for root, document in zip(roots, ("45/KH-UBND", "51/BC-STP"), strict=True):
        copied(start, root)
        run(monkeypatch, "22T10:00", ["correct", replacement(root, document).id, "--within", "9/BC"], root)
    assert doubtful_lines(united(*roots), capsys) == []


# The link


OLD = Draft(events_of("done 2026-03-12", "x@y")[0].date, "ke-hoach", "so-y-te", EventKind.DONE, "1/A", by="A")
FIRST = stamp(OLD, events_of("done 2026-03-12", "x@y")[0].recorded)


def correction(old: Event, new: Draft, hours: int, *, apart: timedelta = TICK, by: str = "A") -> list[Event]:
    gone = Draft(old.date, old.item, old.agency, EventKind.RETRACTED, note="sửa lại", target=old.id, by="A")
    instant = FIRST.recorded + timedelta(hours=hours)
    return [stamp(gone, instant), stamp(new._replace(by=by), instant + apart)]


TWO, THREE = OLD._replace(document="2/A"), OLD._replace(document="3/A")


@pytest.mark.parametrize(
    ("second", "is_linked"),
    [
        (correction(FIRST, THREE, 2), True),
        (correction(FIRST, THREE, 2, apart=0 * TICK), False),
        (correction(FIRST, THREE, 2, apart=2 * TICK), False),
        (correction(FIRST, THREE._replace(kind=EventKind.SUBMITTED), 2), False),
        (correction(FIRST, THREE._replace(item="bao-cao-nam"), 2), False),
        (correction(FIRST, THREE._replace(agency="so-tu-phap"), 2), False),
        (correction(FIRST, THREE, 2, by="B"), False),
        (correction(FIRST, THREE, 2)[1:], False),
    ],
)
def test_a_microsecond_in_one_obligation_links_a_replacement(second: list[Event], *, is_linked: bool) -> None:
    first = correction(FIRST, TWO, 1)
    for log in permutations([FIRST, *first, *second]):
        doubts = find_doubts(log, ZONE)
        assert [(doubt.replaced, doubt.replacements) for doubt in doubts] == (
            [(FIRST, (first[1], second[1]))] if is_linked else []
        )


def test_each_correction_of_a_batch_has_its_own(tmp_path: Path) -> None:
    root = planted(tmp_path)
    drafts = [OLD, OLD._replace(document="5/A"), OLD._replace(agency="so-tu-phap", document="7/A")]
    recorder = Recorder(Journal(root), shipped_plan())
    events = recorder.record(drafts, now=FIRST.recorded)[0].events
    batch: list[Draft] = []
    for old in events:
        gone = Draft(old.date, old.item, old.agency, EventKind.RETRACTED, note="sửa lại", target=old.id, by="A")
        batch += [gone, draft_from_event(old)._replace(document=f"{old.document}-moi")]
    written = recorder.record(batch, now=FIRST.recorded + timedelta(hours=1))[0].events
    assert [later.recorded - earlier.recorded for earlier, later in pairwise(written)] == [TICK] * 5
    others = [
        event
        for number, old in enumerate(events, 2)
        for event in correction(old, draft_from_event(old)._replace(note="khác"), number)
    ]
    doubts = find_doubts([*events, *written, *others], ZONE)
    assert [doubt.replaced for doubt in doubts] == list(events)
    assert [doubt.replacements for doubt in doubts] == [
        (written[2 * number + 1], others[2 * number + 1]) for number in range(3)
    ]


def test_a_correction_that_somebody_else_made_meanwhile_is_refused(tmp_path: Path) -> None:
    root = planted(tmp_path)
    recorder = Recorder(Journal(root), shipped_plan())
    (old,) = recorder.record([OLD], now=FIRST.recorded)[0].events
    gone = Draft(old.date, old.item, old.agency, EventKind.RETRACTED, note="sửa lại", target=old.id, by="A")
    now = FIRST.recorded + timedelta(hours=1)

    def refuse(outcome: BatchOutcome, _path: str) -> None:
        refuse_second_correction(old, outcome)

    assert recorder.record([gone, TWO], now=now, before_writing=refuse)[1]
    with pytest.raises(RecordingRefusal, match=f"Sự kiện {old.id} đã bị hủy trước đó"):
        recorder.record([gone, THREE], now=now, before_writing=refuse)
    assert [event.document for event in Journal(root).events()] == ["1/A", "", "2/A"]
    # The same correction again, and one to what the log has already, are no second ones.
    assert recorder.record([gone, TWO], now=now, before_writing=refuse)[1] == ""


# On any log


def reckoned_doubts(log: Sequence[Event]) -> set[tuple[str, frozenset[str]]]:
    """Return the doubts worked out a second way: every pair of events is looked at."""

    def retracts(retraction: Event, target: Event) -> bool:
        return (
            retraction.kind is EventKind.RETRACTED
            and target.kind is not EventKind.RETRACTED
            and retraction.target == target.id
            and (retraction.item, retraction.agency) == (target.item, target.agency)
            and bool(retraction.note)
            and retraction.date <= retraction.recorded.astimezone(ZONE).date()
        )

    def origin_of(event: Event) -> Event | None:
        for retraction in log:
            for old in log:
                if (
                    retracts(retraction, old)
                    and old.recorded < retraction.recorded == event.recorded - TICK
                    and (old.item, old.agency, old.kind) == (event.item, event.agency, event.kind)
                    and retraction.by == event.by
                ):
                    return origin_of(old) or old
        return None

    groups: dict[str, set[Event]] = {}
    for event in log:
        origin = origin_of(event)
        if origin is not None and not any(retracts(retraction, event) for retraction in log):
            groups.setdefault(origin.id, set()).add(event)
    return {
        (id_, frozenset(event.id for event in group))
        for id_, group in groups.items()
        if len({draft_from_event(event).content for event in group}) > 1
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("AB"), st.integers(1, 4)), max_size=9), st.randoms())
def test_doubts_are_as_reckoned(steps: list[tuple[int, str, int]], chance: random.Random) -> None:
    log = [FIRST, *events_of("done 2026-03-12 note=khác", "ke-hoach@so-y-te")]
    for hours, (which, document, size) in enumerate(steps, 1):
        # Branches know what was there at any time: they may correct what another one has corrected.
        others = [event for event in log if event.kind is not EventKind.RETRACTED]
        old = others[which % len(others)]
        log += correction(old, draft_from_event(old)._replace(document=document), hours)[:size]
    shuffled = list(log)
    chance.shuffle(shuffled)
    found = {
        (doubt.replaced.id, frozenset(event.id for event in doubt.replacements))
        for doubt in find_doubts(shuffled, ZONE)
    }
    assert found == reckoned_doubts(log)


@pytest.mark.parametrize("seed", range(3))
def test_a_log_without_corrections_has_no_doubts(seed: int) -> None:
    assert find_doubts(seeded_log(seed, shipped_plan()), ZONE) == ()


def test_a_correction_of_itself_ends() -> None:
    loop = read(keys_of("done", "2026-03-12", recorded="2026-03-12T17:00:00.000001+07:00"))
    gone = read(keys_of("retracted", "2026-03-12", recorded="2026-03-12T17:00:00.000000+07:00", target=loop.id))
    assert find_doubts([loop, gone], ZONE) == ()
