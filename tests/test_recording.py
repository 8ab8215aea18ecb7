"""Recording through the command line and through the same functions, in folders of its own."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.deciding import BatchOutcome, decide_batch
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.problems import ExitCode
from papi_cli.render import plain
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.refusals import refusal_words
from tests.children import POSIX_ONLY, by_a_stranger
from tests.sample import ZONE, keys_of, line_of
from tests.tree import CHECKOUT, planted, shipped_plan

NOW = datetime(2026, 3, 21, 9, 0, tzinfo=ZONE)
DAY = NOW.date()
DONE = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--document", "45/KH-UBND"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def note(text: str, **others: str) -> Draft:
    return Draft(DAY, others.get("item", "ke-hoach"), others.get("agency", "so-y-te"), EventKind.PROGRESS, note=text)


def decided(*drafts: Draft, beside: Sequence[Event] = (), now: datetime = NOW) -> BatchOutcome:
    return decide_batch(LogIndex(shipped_plan(), beside), drafts, now=now, plan=shipped_plan())


def test_a_recording_is_reported_and_read_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DONE) == 0
    answer = capsys.readouterr().out
    assert "→ đã hoàn thành đúng hạn" in answer
    (path,) = (here / "plan/status").glob("*/*.jsonl")
    (event,) = read_events(FolderSource(here))
    content = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    assert path.relative_to(here).as_posix() == f"plan/status/2026-03/20260321T020000.000000Z-{content}.jsonl"
    assert list(json.loads(path.read_text("utf-8"))) == [
        "id", "date", "item", "agency", "event", "document", "recorded", "by",
    ]  # fmt: skip
    assert event.recorded.isoformat() == "2026-03-21T09:00:00+07:00"


def test_the_same_again_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(DONE)
    before = files(here)
    capsys.readouterr()
    assert main([*DONE, "--by", "người khác"]) == 0
    assert "đã ghi" in capsys.readouterr().out
    assert files(here) == before


def test_a_dry_run_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(here)
    assert main([*DONE, "--dry-run"]) == 0
    assert "Chạy thử" in capsys.readouterr().out
    assert files(here) == before


def test_a_group_with_an_exception_is_one_file(here: Path) -> None:
    argv = ["record", "ke-hoach", "--agency", "ubnd-cap-xa", "--except", "phuong-to-hieu", "--done"]
    assert main([*argv, "--date", "24/02/2026", "--note", "gửi đủ"]) == 0
    events = read_events(FolderSource(here))
    assert len(events) == 74
    assert "phuong-to-hieu" not in {event.agency for event in events}
    assert len(list((here / "plan/status").glob("*/*"))) == 1
    assert len({event.recorded for event in events}) == 74


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["record", "II.2/ke-hoach", "--done", "--date", "12/3/2026", "--document", "1/A"], 2, "Thiếu --agency"),
        (["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--document", "1/A"], 2, "Thiếu --date"),
        (["record", "II.2/ke-hoach", "--agency", "STP", "--date", "12/3/2026"], 2, "Thiếu loại sự kiện"),
        (["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026"], 1, "cần số văn bản"),
        ([*DONE, "--progress"], 2, "Chỉ ghi một loại"),
        ([*DONE[:1], "II.2/ke-hoac", *DONE[2:]], 2, "Gần nhất"),
        ([*DONE[:3], "SYT", *DONE[4:]], 1, "không chịu trách nhiệm"),
        ([*DONE[:6], "22/3/2026", *DONE[7:]], 1, "ở sau ngày ghi nhận"),
        ([*DONE[:6], "10/6/1926", *DONE[7:]], 2, "--date: năm của ngày «10/6/1926» không nằm trong các năm từ 2000"),
        (
            [*DONE[:4], "--extended-until", "31/12/9999", *DONE[5:]],
            2,
            "--extended-until: năm của ngày «31/12/9999» không nằm",
        ),
        ([*DONE, "--note", "\x1b[31mđỏ"], 2, "ký tự điều khiển"),
        ([*DONE, "--note", "a" * 10_001], 2, "--note: dài hơn 10.000 ký tự"),
        ([*DONE[:-1], "a" * 10_001], 2, "--document: dài hơn 10.000 ký tự"),
        ([*DONE, "--within", "a" * 10_001], 2, "--within: dài hơn 10.000 ký tự"),
        ([*DONE, "--by", "a" * 10_001], 2, "--by: dài hơn 10.000 ký tự"),
        ([*DONE, "--evidence", "../khac.pdf"], 2, "«..»"),
        ([*DONE, "--evidence", "khong-co.pdf"], 2, "không có tệp này"),
        (["retract", "abcdef", "--note", "nhầm"], 2, "Không có sự kiện nào"),
    ],
)
def test_what_is_refused_leaves_no_trace(
    here: Path, capsys: pytest.CaptureFixture[str], argv: list[str], code: int, sentence: str
) -> None:
    before = files(here)
    assert main(argv) == code
    out, err = capsys.readouterr()
    assert (out, sentence in err) == ("", True), err
    assert files(here) == before


AHEAD_PATH = "plan/status/2030-01/20300115T010000.000000Z"


def test_an_event_recorded_ahead_of_the_clock_stops_its_obligation_until_its_file_is_gone(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine whose clock ran four years ahead recorded one event; the way out is that of `papi check --explain P414`."""
    monkeypatch.setenv("PAPI_NOW", "2030-01-15T08:00:00+07:00")
    assert main([*DONE[:-2], "--note", "bản giấy", "--confirm"]) == 0
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    (ahead,) = read_events(FolderSource(here))
    before = files(here)
    capsys.readouterr()
    for argv in (DONE, ["correct", ahead.id, "--note", "x"], ["retract", ahead.id, "--note", "nhầm"]):
        assert main(argv) == 1
        err = capsys.readouterr().err
        place = f"sự kiện {ahead.id} (II.2/ke-hoach, Sở Tư pháp) trong tệp {AHEAD_PATH}"
        assert place in err
        assert "ghi nhận 08:00 ngày 15/01/2030, sau đồng hồ của máy này (09:00 ngày 21/3/2026) quá 5 phút" in err
        assert "đưa tệp ấy ra khỏi sổ theo dõi" in err
    assert files(here) == before
    # Other obligations are recorded as ever, at their own instant.
    assert (
        main(["record", "ke-hoach", "--agency", "STP", "--done", "--date", "24/02/2026", "--document", "9/KH-STP"]) == 0
    )
    assert [event.recorded.year for event in read_events(FolderSource(here))] == [2026, 2030]

    monkeypatch.setenv("PAPI_NOW", "2030-01-15T07:55:00+07:00")
    assert main(["retract", ahead.id, "--note", "nhầm", "--dry-run"]) == 0

    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    assert main(["log", "--item", "II.2/ke-hoach", "--format", "csv", "-o", "ghi-lai.csv"]) == 0
    (path,) = here.glob(f"{AHEAD_PATH}*")
    path.unlink()
    assert main(["record", "--from", "ghi-lai.csv"]) == 0
    (again,) = [event for event in read_events(FolderSource(here)) if event.item == "II.2/ke-hoach"]
    assert (again.note, again.recorded) == ("bản giấy", NOW)


REFUSED = [
    (Draft(DAY, "khong-co", "so-y-te", EventKind.REMINDED, "1/A"), RefusalReason.UNKNOWN_ITEM),
    (Draft(DAY, "ke-hoach", "khong-co", EventKind.REMINDED, "1/A"), RefusalReason.UNKNOWN_AGENCY),
    (Draft(DAY, "ke-hoach", "so-y-te", EventKind.RETURNED, note="x"), RefusalReason.NOT_DONE),
    (Draft(DAY, "ke-hoach", "so-y-te", EventKind.SUPPLEMENT_REQUESTED, note="x"), RefusalReason.NOT_DONE),
    (Draft(DAY, "ke-hoach", "so-y-te", EventKind.NOTHING_TO_REPORT), RefusalReason.NOT_ONGOING),
    (Draft(DAY, "ke-hoach", "so-y-te", EventKind.EXTENDED, "1/A", until=None), RefusalReason.NEEDS_MISSING),
    (Draft(DAY, "bao-cao-nam", "so-y-te", EventKind.EXTENDED, "1/A", until=DAY), RefusalReason.NO_LATER_DAY),
    (Draft(DAY, "ke-hoach", "so-y-te", EventKind.RETRACTED, note="x", target="0" * 16), RefusalReason.NO_TARGET),
]


@pytest.mark.parametrize(("draft", "reason"), REFUSED, ids=str)
def test_the_rules_refuse_in_words(draft: Draft, reason: RefusalReason) -> None:
    decision = decided(draft)
    ((position, refused),) = decision.refusals
    assert (position, refused.reason, decision.events) == (0, reason, ())
    assert all(sentence.endswith(".") for sentence in refusal_words(shipped_plan(), refused))


def test_later_events_of_a_batch_see_the_earlier_ones() -> None:
    done = Draft(DAY, "ke-hoach", "so-y-te", EventKind.DONE, "1/A")
    returned = Draft(DAY, "ke-hoach", "so-y-te", EventKind.RETURNED, note="sai mẫu")
    assert not decided(done, returned).refusals
    assert decided(returned, done).refusals


@pytest.mark.parametrize(
    ("drafts", "oddity"),
    [
        ([Draft(DAY.replace(year=2025), "ke-hoach", "so-y-te", EventKind.DONE, "1/A")], Oddity.BEFORE_DATA),
        ([Draft(DAY, "so-lieu-nam", "toa-an-nhan-dan-tinh", EventKind.REMINDED, "1/A")], Oddity.ASKED_REMINDED),
        (
            [
                Draft(DAY, "ke-hoach", "so-y-te", EventKind.DONE, "1/KH-SYT về kế hoạch"),
                Draft(DAY, "bao-cao-nam", "so-y-te", EventKind.DONE, "01/KH-SYT về báo cáo".replace("01", "1")),
            ],
            Oddity.OTHER_SUBJECT,
        ),
    ],
)
def test_an_odd_event_is_written_with_a_remark(drafts: list[Draft], oddity: Oddity) -> None:
    decision = decided(*drafts)
    assert [odd.oddity for odd in decision.odd_events] == [oddity]
    assert len(decision.events) == len(drafts)


def test_a_longer_text_of_an_older_version_is_read_and_can_be_corrected(here: Path) -> None:
    old = note("a" * 50_000)
    Recorder(Journal(here), shipped_plan()).record([old], now=NOW)
    (event,) = read_events(FolderSource(here))
    assert len(event.note) == 50_000
    assert main(["check"]) == 0
    assert main(["correct", event.id, "--date", "20/3/2026"]) == 0
    assert len(read_events(FolderSource(here))) == 3


def test_retract_and_correct(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(DONE)
    (event,) = read_events(FolderSource(here))
    assert main(["correct", event.id[:6], "--document", "46/KH-UBND"]) == 0
    assert len(list((here / "plan/status").glob("*/*"))) == 2
    kinds = {(entry.kind, entry.document) for entry in read_events(FolderSource(here)) if entry.id != event.id}
    assert kinds == {(EventKind.RETRACTED, ""), (EventKind.DONE, "46/KH-UBND")}
    before = files(here)
    assert main(["correct", event.id, "--document", "46/KH-UBND"]) == 0
    assert main(["retract", event.id, "--note", "lần nữa"]) == 0
    assert main(["correct", event.id, "--document", "47/KH-UBND"]) == 1
    assert files(here) == before
    capsys.readouterr()
    assert main(["log", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [bool(entry["retracted_by"]) for entry in listed["events"]] == [False, False, True]


def test_a_refused_retraction_or_correction_says_what_is_possible(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(DONE)
    (event,) = read_events(FolderSource(here))
    for argv, code, sentence in (
        (["correct", event.id, "--until", "20/12/2026"], 2, "--until chỉ dùng khi sửa việc gia hạn"),
        (["retract", event.id[:3], "--note", "nhầm"], 2, "ghi ít nhất 4 chữ số đầu của mã"),
    ):
        capsys.readouterr()
        assert main(argv) == code
        assert sentence in capsys.readouterr().err
    assert main(["retract", event.id, "--note", "nhầm"]) == 0
    (retraction,) = (entry for entry in read_events(FolderSource(here)) if entry.kind is EventKind.RETRACTED)
    assert main(["retract", retraction.id, "--note", "nhầm nữa"]) == 1
    assert "Không hủy được một lần hủy." in capsys.readouterr().err
    assert main(["correct", event.id, "--document", "46/KH-UBND"]) == 1
    assert "xem papi log --item II.2/ke-hoach" in capsys.readouterr().err
    assert len(read_events(FolderSource(here))) == 2


def test_a_correction_says_what_is_different(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*DONE, "--note", "bản giấy"])
    (event,) = read_events(FolderSource(here))
    capsys.readouterr()
    changed = ["--document", "46/KH-UBND", "--date", "13/3/2026", "--evidence", "https://example.org/46"]
    for extra in (["--dry-run"], []):
        assert main(["correct", event.id, *changed, *extra]) == 0
        lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("- ")]
        assert lines == [
            "- II.2/ke-hoach, Sở Tư pháp: ngày «12/3/2026» → «13/3/2026».",
            "- II.2/ke-hoach, Sở Tư pháp: văn bản «45/KH-UBND» → «46/KH-UBND».",
            "- II.2/ke-hoach, Sở Tư pháp: minh chứng (để trống) → «https://example.org/46».",
            "- II.2/ke-hoach, Sở Tư pháp: đã hoàn thành đúng hạn; chưa có minh chứng → đã hoàn thành đúng hạn.",
        ]


def test_an_event_is_looked_for_before_the_reason_to_retract_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(DONE)
    (event,) = read_events(FolderSource(here))
    capsys.readouterr()
    assert main(["retract", "abcdef"]) == 2
    assert "Không có sự kiện nào mang mã «abcdef»" in capsys.readouterr().err
    assert main(["retract", event.id]) == 2
    sentence = "đã hoàn thành, ngày 12/3/2026, II.2/ke-hoach, Sở Tư pháp, 45/KH-UBND"
    assert capsys.readouterr().err == f"Thiếu --note: ghi lý do hủy sự kiện «{sentence}».\n"


@pytest.mark.slow
def test_sixteen_writers_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No power is lost here; without the wait for the disk the writers collide more often.
    monkeypatch.setattr(os, "fsync", os.fstat)
    root, plan = planted(tmp_path), shipped_plan()
    agencies = plan.items["ke-hoach"].agencies

    def write(writer: int) -> None:
        book = Recorder(Journal(root), plan)
        for number in range(50):
            book.record([note(f"{writer}.{number}", agency=agencies[number % len(agencies)])], now=NOW)

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    events = read_events(FolderSource(root))
    assert {event.note for event in events} == {f"{writer}.{number}" for writer in range(16) for number in range(50)}
    assert len({(event.agency, event.recorded) for event in events}) == 800


@pytest.mark.slow
def test_twenty_processes_lose_nothing(here: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    argv = [sys.executable, "-m", "papi_cli", *DONE[:4], "--progress", "--date", "12/3/2026", "--note"]
    started = [subprocess.Popen([*argv, str(n)], env=environment, stdout=subprocess.DEVNULL) for n in range(20)]
    assert [process.wait() for process in started] == [0] * 20
    assert {event.note for event in read_events(FolderSource(here))} == {str(n) for n in range(20)}


WHOLE = [b"b", *[b"s", b"e"] * 4]


def begun_recording(book: Recorder, drafts: Sequence[Draft], *, held_at: int = 0) -> tuple[int, int]:
    """Record in a child process; return its id, and a pipe on which it tells how far it has come.

    It writes b as it begins, s and e as each sync begins and ends (WHOLE). The first sync begins when the temporary
    file holds the whole batch, the last one, that of the folders, ends when the recording is to last: between the two
    it is inside the write, and nowhere else. After sign number `held_at`, from 1, it waits until it is killed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    sync, signs = os.fsync, count(1)

    def tell(sign: bytes) -> None:
        os.write(writer, sign)
        if next(signs) == held_at:
            signal.pause()

    def told_sync(descriptor: int) -> None:
        tell(b"s")
        sync(descriptor)
        tell(b"e")

    os.fsync = told_sync  # type: ignore[assignment]  # nobody else in the child syncs anything but descriptors
    tell(b"b")
    book.record(drafts, now=NOW)
    os._exit(0)


def seconds_of_a_recording(book: Recorder, drafts: Sequence[Draft]) -> float:
    child, reader = begun_recording(book, drafts)
    signs = [(sign, time.perf_counter()) for sign in iter(lambda: os.read(reader, 1), b"")]
    os.waitpid(child, 0)
    os.close(reader)
    assert [sign for sign, _ in signs] == WHOLE
    return signs[-1][1] - signs[0][1]


@POSIX_ONLY
@pytest.mark.slow
def test_a_killed_batch_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    root, plan, chance = planted(tmp_path), shipped_plan(), random.Random(2026)
    agencies = plan.items["ke-hoach"].agencies[:20]
    book = Recorder(Journal(root), plan)
    book.record([note("đầu")], now=NOW)
    learned = [seconds_of_a_recording(book, [note(f"mẫu {n}", agency=agency) for agency in agencies]) for n in range(9)]
    kept = 9 * 20 + 1
    for attempt in range(120):
        # Three in four die at a random moment between the beginning and a little after the end; the others at each step
        # inside the write, which is the same each time: before the sync of the file, after it, when it has its name.
        held_at = (0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0)[attempt % 12]
        drafts = [note(str(attempt), agency=agency) for agency in agencies]
        child, reader = begun_recording(book, drafts, held_at=held_at)
        signs = [os.read(reader, 1) for _ in range(held_at or 1)]
        if not held_at:
            time.sleep(chance.uniform(0, 1.2 * statistics.median(learned)))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        signs += list(iter(partial(os.read, reader, 1), b""))
        os.close(reader)
        book.preview([], now=NOW)  # takes in what is new
        count = [event.note for event in book.journal.read_all()].count(str(attempt))
        assert count in {2: (0,), 3: (0,), 4: (20,)}.get(held_at, (0, 20))
        assert count == 20 or signs != WHOLE
        kept += count
    litter = list((root / "plan/status").glob(".recording-*.tmp"))
    assert len(litter) >= 20  # of those killed before and after the sync of the file
    for path in litter[1:]:
        os.utime(path, (0, 0))
    before = files(root)
    for command in ("check", "overdue", "log", "status"):
        assert main([command, "--plan", str(root)]) == 0
    assert files(root) == before
    assert main([*DONE, "--plan", str(root)]) == 0
    assert [path for path in litter if path.exists()] == litter[:1]  # less than a day old
    assert len(read_events(FolderSource(root))) == kept + 1
    assert "lỗi" not in capsys.readouterr().err.replace("0 lỗi", "")


@pytest.mark.parametrize(
    ("owner", "step", "reason", "sentence"),
    [
        (os, "mkdir", errno.EROFS, "ổ đĩa chỉ cho đọc"),
        (os, "open", errno.EROFS, "ổ đĩa chỉ cho đọc"),
        (Path, "open", errno.EACCES, "không có quyền"),
        (os, "fsync", errno.EIO, "ổ đĩa báo lỗi đọc, ghi"),
        (os, "fsync", errno.ENOSPC, "ổ đĩa đã đầy"),
        (Path, "replace", errno.EDQUOT, "đã hết hạn mức lưu trữ"),
    ],
)
def test_whatever_the_system_refuses_leaves_every_old_byte_and_no_litter(  # noqa: PLR0917  # fixtures and a wide table
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    step: str,
    reason: int,
    sentence: str,
) -> None:
    before, called = set(here.rglob("*")), getattr(owner, step)
    # The first call of a kind fails, then the second, until there are no more of them: then the recording is written.
    for turn in range(100):
        fine = [True] * turn

        def failing(*args: object, fine: list[bool] = fine, **options: object) -> object:
            if not fine:
                raise OSError(reason, "")
            fine.pop()
            return called(*args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(owner, step, failing)
            code = main(DONE)
        out, err = capsys.readouterr()
        if code == 0:
            break
        assert (code, out) == (3, "")
        assert sentence in err
        assert set(here.rglob("*")) - before <= {here / "plan/status", here / "plan/status/.lock"}
    assert (code, turn > 0) == (0, True)
    assert len(read_events(FolderSource(here))) == 1


def test_a_name_that_is_taken_is_not_written_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(DONE)
    (path,) = (here / "plan/status").glob("*/*.jsonl")
    path.unlink()
    path.mkdir()
    assert main(DONE) == 3
    assert f"Không ghi được tệp {path.relative_to(here).as_posix()}: " in capsys.readouterr().err
    assert path.is_dir()


def test_a_full_disk_leaves_every_old_byte_and_no_litter(here: Path) -> None:
    resource = pytest.importorskip("resource")
    main(DONE)
    before = files(here)
    done = subprocess.run(
        [sys.executable, "-m", "papi_cli", *DONE[:4], "--progress", "--date", "12/3/2026", "--note", "x" * 5000],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, b"")
    assert "Không ghi được tệp" in done.stderr.decode()
    assert files(here) == before


@POSIX_ONLY
@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        (">/dev/full", r"Đã ghi vào plan/status/\S+\.jsonl, nhưng không in được kết quả: ổ đĩa đã đầy\.\n"),
        (">&-", r"Đã ghi vào plan/status/\S+\.jsonl, nhưng không in được kết quả: đã đóng hoặc chỉ cho đọc\.\n"),
        (">/dev/null 2>/dev/full", ""),
        (">/dev/null 2>&-", ""),
        ("<&- >&- 2>&-", ""),
    ],
)
def test_a_recording_that_cannot_be_told_is_a_recording(here: Path, streams: str, sentence: str) -> None:
    argv = [*DONE[:4], "--progress", "--date", "12/3/2026", "--note", "đủ"]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {streams}', "sh", sys.executable, "-m", "papi_cli", *argv],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, len(read_events(FolderSource(here)))) == (0, 1)
    assert re.fullmatch(sentence, done.stderr.decode())


def test_an_answer_that_cannot_be_made_keeps_the_event_out(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the answer needs is done before: a renderer that fails must not follow a recording."""
    monkeypatch.delattr(plain, "render")
    before = files(here)
    assert main(DONE) == ExitCode.BUG
    assert files(here) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), ""),
        (("--commit",), "Chưa lưu xong vào git. Lưu bằng: git add {}, rồi git commit -m 'Ghi kết quả'\n"),
    ],
)
def test_an_interruption_after_the_rename_is_told(
    options: tuple[str, ...],
    told: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rename = Path.replace

    def interrupted(path: Path, target: Path) -> None:
        rename(path, target)
        if target.suffix == ".jsonl":  # not that of the cache
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        assert main([*DONE, *options]) == ExitCode.INTERRUPTED
        (file,) = (here / "plan/status").glob("*/*.jsonl")
        path = file.relative_to(here).as_posix()
        assert capsys.readouterr().err == f"Bị ngắt, nhưng đã ghi xong vào {path}.\n{told.format(path)}"
        patch.setattr(Path, "replace", interrupted_before)
        assert main([*DONE[:-1], "46/KH-UBND"]) == ExitCode.INTERRUPTED
        assert capsys.readouterr().err == ""
    assert len(read_events(FolderSource(here))) == 1


def interrupted_before(_path: Path, _target: Path) -> None:
    raise KeyboardInterrupt


@POSIX_ONLY
@pytest.mark.parametrize(
    ("closed", "mode", "sentence"),
    [
        ("plan/status", 0o555, "Không ghi được"),
        ("plan/status/2026-03/*", 0o000, "Không đọc được tệp plan/status/2026-03/"),
        ("plan/status/2026-03", 0o000, "Không đọc được thư mục plan/status/2026-03: không có quyền."),
        ("plan/tasks.yaml", 0o000, "Không đọc được tệp plan/tasks.yaml: không có quyền."),
    ],
)
def test_missing_permission_is_a_sentence(
    here: Path, capfd: pytest.CaptureFixture[str], closed: str, mode: int, sentence: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # a stranger cannot enter the folders of pytest
        root = Path(shutil.copytree(here, folder, dirs_exist_ok=True))
        assert main([*DONE, "--plan", folder]) == 0
        before = files(root)
        for path in [root, *root.rglob("*")]:
            path.chmod(0o777)
        (closed_path,) = root.glob(closed)
        closed_path.chmod(mode)
        capfd.readouterr()
        code = by_a_stranger([*DONE[:4], "--progress", "--date", "12/3/2026", "--note", "nữa", "--plan", folder])
        out, err = capfd.readouterr()
        # What cannot be read is not taken for absent; what can only be read is read.
        assert by_a_stranger(["overdue", "--plan", folder]) == (0 if mode & 0o444 else 3)
        closed_path.chmod(0o777)
        assert (code, out) == (3, ""), err
        assert sentence in err
        assert err.endswith("không có quyền.\n")
        assert files(root) == before
        code = by_a_stranger([*DONE[:4], "--progress", "--date", "12/3/2026", "--note", "nữa", "--plan", folder])
        assert (code, len(read_events(FolderSource(root)))) == (0, 2)  # nothing but the permission was in the way


@POSIX_ONLY
def test_a_month_and_a_lock_of_another_user_do_not_keep_a_recording_out(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # a stranger cannot enter the folders of pytest
        root = Path(shutil.copytree(here, folder, dirs_exist_ok=True))
        assert main([*DONE, "--plan", folder]) == 0
        for path in [root, *root.rglob("*")]:
            path.chmod(0o777)
        (month,) = (root / "plan/status").glob("*-*")
        month.chmod(0o555)
        (root / "plan/status/.lock").chmod(0o444)
        capfd.readouterr()
        code = by_a_stranger([*DONE[:4], "--progress", "--date", "12/3/2026", "--note", "nữa", "--plan", folder])
        out, err = capfd.readouterr()
        month.chmod(0o777)
        assert (code, len(read_events(FolderSource(root)))) == (0, 2)
        (path,) = (root / "plan/status").glob("*.jsonl")
        assert f"vào plan/status/{path.name}:" in out
        sentence = "Đã ghi, nhưng ghi vào plan/status vì không có quyền ghi vào thư mục plan/status/2026-03. "
        assert err == f"{sentence}Nhờ người đã tạo thư mục ấy cho nhóm được ghi (chmod g+w plan/status/2026-03).\n"
        assert main(["check", "--plan", folder]) == 0


def test_a_file_in_the_folders_place_is_a_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "plan/status").write_text("")
    before = files(here)
    assert main(DONE) == 3
    assert "plan/status không phải là thư mục." in capsys.readouterr().err
    assert files(here) == before


def test_the_same_event_from_two_branches_is_odd() -> None:
    plan, draft = shipped_plan(), note("như nhau")
    first = decided(draft).events
    second = decided(draft._replace(by="khác"), now=NOW.replace(hour=10)).events
    (finding,) = review_log(plan, in_fold_order([*first, *second]))
    assert isinstance(finding, OddEvent)
    assert (finding.oddity, finding.event) == (Oddity.DOUBLED, second[0])


def test_a_check_goes_by_the_order_of_the_fold_and_takes_a_repeated_line_once(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = keys_of("progress", "2026-03-12", recorded="2026-03-13T08:00:00.000000+07:00", note="như nhau")
    late = keys_of("progress", "2026-03-12", recorded="2026-03-13T09:00:00.000000+07:00", note="như nhau")
    refused = keys_of("done", "2026-03-12", document=None, evidence=None)
    status = here / "plan/status/2026-03"
    status.mkdir(parents=True)
    plain = keys_of("progress", "2026-03-12", note="khác")
    (status / "a.jsonl").write_bytes(line_of(late) + line_of(refused) + line_of(plain))
    (status / "b.jsonl").write_bytes(line_of(early) + line_of(refused) + line_of(plain))
    main(["check", "--all"])
    warnings = sorted(line for line in capsys.readouterr().out.splitlines() if "[P40" in line)
    assert [line.partition(" cảnh báo")[0] for line in warnings] == [
        "plan/status/2026-03/a.jsonl:1:1:",
        "plan/status/2026-03/a.jsonl:2:1:",
    ]
    assert "sự kiện này đã được ghi một lần" in warnings[0]


def test_a_line_that_two_branches_brought_is_one_event_to_retract(here: Path) -> None:
    line = line_of(keys_of("done", "2026-03-12"))
    status = here / "plan/status/2026-03"
    status.mkdir(parents=True)
    (status / "a.jsonl").write_bytes(line)
    (status / "b.jsonl").write_bytes(line)
    (event,) = read_events(FolderSource(here))
    assert main(["retract", event.id, "--note", "nhầm"]) == 0


def test_rows_all_or_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = here / "kq.csv"
    good = "ke-hoach,Sở Y tế,done,24/02/2026,'=1/KH-SYT\r\n"
    rows.write_bytes(
        ("item,agency,event,date,document\r\n" + good + "ke-hoach,SYT,rồi,31/6/2026,2/A\r\n").encode("utf-8-sig")
    )
    before = files(here)
    assert main(["record", "--from", "kq.csv"]) == 1
    err = capsys.readouterr().err
    assert "dòng 3, cột «event» (ke-hoach, SYT): không có kết quả «rồi»" in err
    assert "dòng 3, cột «date» (ke-hoach, SYT): «31/6/2026» không phải là một ngày" in err
    assert files(here) == before
    rows.write_bytes(("Mã;Cơ quan;Kết quả;Ngày;Số, ký hiệu văn bản\r\n" + good.replace(",", ";")).encode("utf-8-sig"))
    assert main(["record", "--from", "kq.csv"]) == 0
    assert [event.document for event in read_events(FolderSource(here))] == ["=1/KH-SYT"]
