"""The folder of the log: what a recording writes, what it reads again, who may write."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn, cast

import pytest

from papi_cli.log.drafts import Draft, stamp
from papi_cli.log.events import encode_log
from papi_cli.log.kinds import EventKind
from papi_cli.log.soundness import RefusalReason
from papi_cli.problems import BrokenFiles, Failure
from papi_cli.store import locations, locking, log_files
from papi_cli.store.journal import Journal, Recorder
from papi_cli.store.log_files import is_writers_name
from tests.sample import ZONE
from tests.tree import shipped_plan

NOW = datetime(2026, 6, 21, 9, 0, tzinfo=ZONE)
DONE = Draft(NOW.date(), "ke-hoach", "so-y-te", EventKind.DONE, "1/A")
RETURNED = DONE._replace(kind=EventKind.RETURNED, document="", note="sai mẫu")
ELSEWHERE = DONE._replace(agency="so-tu-phap", document="9/A")

NO_FOLDERS_TO_SYNC = pytest.mark.skipif(os.name == "nt", reason="Windows syncs no folders")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "plan").mkdir()
    return tmp_path


def recorder(root: Path) -> Recorder:
    return Recorder(Journal(root), shipped_plan())


def logged(root: Path) -> list[Path]:
    return sorted((root / "plan/status").glob("*/*"))


def refusing(reason: int) -> Callable[..., NoReturn]:
    """Return a system call that fails with this errno."""

    def refuse(*_args: object) -> NoReturn:
        raise OSError(reason, "")

    return refuse


def notes(root: Path) -> list[str]:
    return sorted(event.document or event.note for event in Journal(root).events())


# A recording


def test_a_batch_is_one_file_named_by_its_first_instant_and_its_content(root: Path) -> None:
    early = NOW.replace(month=7, day=1, hour=6)  # still June in UTC
    outcome, path, _ = recorder(root).record([DONE, ELSEWHERE], now=early)
    content = encode_log(outcome.events)
    digest = hashlib.sha256(content).hexdigest()[:16]
    assert path == f"plan/status/2026-06/20260630T230000.000000Z-{digest}.jsonl"
    assert logged(root) == [root / path]
    assert (root / path).read_bytes() == content
    assert {entry.name for entry in (root / "plan/status").iterdir()} == {".lock", "2026-06"}


@pytest.mark.parametrize("drafts", [[DONE, RETURNED._replace(item="khong-co")], [RETURNED, DONE]])
def test_one_refusal_keeps_the_whole_batch_out(root: Path, drafts: Sequence[Draft]) -> None:
    outcome, path, _ = recorder(root).record(drafts, now=NOW)
    assert (path, logged(root), len(outcome.refusals)) == ("", [], 1)
    assert outcome.events  # there was something to write


def test_what_others_recorded_since_the_preview_decides_under_the_lock(root: Path) -> None:
    recorder(root).record([DONE], now=NOW)
    ours = recorder(root)
    batch = [ELSEWHERE, RETURNED]
    assert not ours.preview(batch, now=NOW + timedelta(hours=1)).refusals
    recorder(root).record([RETURNED], now=NOW + timedelta(minutes=1))
    outcome, path, _ = ours.record([ELSEWHERE, RETURNED._replace(note="lần nữa")], now=NOW + timedelta(hours=1))
    assert [(position, refused.reason) for position, refused in outcome.refusals] == [(1, RefusalReason.NOT_DONE)]
    assert (path, len(logged(root))) == ("", 2)


def test_nothing_new_writes_nothing(root: Path) -> None:
    recorder(root).record([DONE], now=NOW)
    outcome, path, _ = recorder(root).record([DONE], now=NOW)
    assert (outcome.events, outcome.already_recorded, path) == ((), (DONE,), "")
    assert len(logged(root)) == 1


def test_a_preview_writes_nothing(root: Path) -> None:
    assert len(recorder(root).preview([DONE], now=NOW).events) == 1
    assert not (root / "plan/status").exists()


def test_a_recorder_takes_in_what_it_wrote_and_what_others_wrote(root: Path) -> None:
    ours, theirs = recorder(root), recorder(root)
    ours.record([DONE], now=NOW)
    theirs.record([DONE._replace(document="2/A")], now=NOW)
    ours.record([DONE._replace(document="3/A")], now=NOW)
    assert notes(root) == ["1/A", "2/A", "3/A"]
    assert len(ours.journal.events()) == len(ours.journal.read_all()) == 3
    (returned,) = theirs.preview([RETURNED], now=NOW).events
    newest = max(event.recorded for event in ours.journal.events())
    assert returned.recorded == newest + timedelta(microseconds=1) == NOW + timedelta(microseconds=3)


def test_a_recording_waits_for_the_lock_and_gives_it_back(root: Path) -> None:
    journal = Journal(root)

    def is_free() -> bool:
        with (root / "plan/status/.lock").open("w") as lock:
            return locking._try_lock(lock.fileno())

    with journal.locked():
        assert not is_free()
    assert is_free()
    with pytest.raises(ZeroDivisionError), journal.locked():
        raise ZeroDivisionError
    assert is_free()


def test_it_is_under_the_lock_that_a_recording_reads_and_writes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, steps = recorder(root), list[str]()
    for name in ("read_all", "append"):
        method = getattr(Journal, name)

        def noted(*args: object, name: str = name, method: object = method) -> object:
            with (root / "plan/status/.lock").open("w") as lock:
                assert not locking._try_lock(lock.fileno())
            steps.append(name)
            return method(*args)  # type: ignore[operator]  # a method of Journal

        monkeypatch.setattr(Journal, name, noted)
    ours.record([DONE], now=NOW)
    assert steps == ["read_all", "append"]


# Reading


def test_a_file_once_read_is_not_read_again(root: Path) -> None:
    other = recorder(root)
    other.record([DONE], now=NOW)
    journal = Journal(root)
    assert len(journal.events()) == 1
    logged(root)[0].write_bytes(b"")
    other.record([ELSEWHERE], now=NOW)
    assert len(journal.events()) == 2
    with pytest.raises(BrokenFiles, match="P409"):
        Journal(root).events()


def test_only_files_of_the_log_are_read_and_a_repeated_event_counts_once(root: Path) -> None:
    _, path, _ = recorder(root).record([DONE], now=NOW)
    (root / path).with_suffix(".txt").write_text("không phải sổ")
    (root / path).with_name("._b.jsonl").write_bytes(b"\0\5\x16\7")  # as macOS writes them
    (root / path).with_name("b.jsonl").write_bytes((root / path).read_bytes())
    assert len(Journal(root).read_all()) == 2
    assert len(Journal(root).events()) == 1


def test_files_are_read_in_the_order_of_their_names(root: Path) -> None:
    drafts = [DONE._replace(document=number) for number in "123"]
    for month, name, draft in (("2026-07", "a", drafts[2]), ("2026-06", "b", drafts[1]), ("2026-06", "a", drafts[0])):
        folder = root / "plan/status" / month
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.jsonl").write_bytes(encode_log([stamp(draft, NOW)]))
    assert [event.document for event in Journal(root).read_all()] == ["1", "2", "3"]


def test_every_broken_line_is_reported(root: Path) -> None:
    folder = root / "plan/status/2026-06"
    folder.mkdir(parents=True)
    for name in "ab":
        (folder / f"{name}.jsonl").write_text("{}\n")
    with pytest.raises(BrokenFiles) as broken:
        recorder(root).record([DONE], now=NOW)
    assert [problem.file for problem in broken.value.problems] == [
        "plan/status/2026-06/a.jsonl",
        "plan/status/2026-06/b.jsonl",
    ]


def test_what_cannot_be_read_or_locked_is_a_failure(root: Path) -> None:
    _, path, _ = recorder(root).record([DONE], now=NOW)
    (root / path).unlink()
    (root / path).symlink_to(root / path)  # a loop, which nobody can read, not even root
    with pytest.raises(Failure, match=f"^{path} là một liên kết"):
        Journal(root).read_all()
    shutil.rmtree(root / "plan/status")
    (root / "plan/status").write_text("")
    with pytest.raises(Failure, match=r"^plan/status không phải là thư mục\."), Journal(root).locked():
        pass


def test_a_file_in_place_of_the_month_is_told_and_not_passed_by(root: Path) -> None:
    (root / "plan/status").mkdir(parents=True, exist_ok=True)
    (root / "plan/status/2026-06").write_text("")
    with pytest.raises(Failure, match=r"^plan/status/2026-06 không phải là thư mục\."):
        recorder(root).record([DONE], now=NOW)
    assert Journal(root).events() == ()


def test_the_shipped_copy_cannot_be_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locations, "_SHIPPED", root.resolve())  # where the wheel keeps its copy
    with pytest.raises(Failure, match="papi init"):
        Journal(root)
    Journal(root / "plan")


# Writing


def test_what_a_killed_recording_left_is_cleared_away_after_a_day(root: Path) -> None:
    status = root / "plan/status"
    status.mkdir()
    names = {
        ".recording.tmp": 25,
        f".recording-{'a' * 32}.tmp": 25,
        f".recording-{'b' * 32}.tmp": 23,
        ".recording-x.tmp": 25,
    }
    for name, hours in names.items():
        (status / name).write_text("nửa")
        long_ago = (status / name).stat().st_mtime - timedelta(hours=hours).total_seconds()
        os.utime(status / name, (long_ago, long_ago))
    recorder(root).record([DONE], now=NOW)
    assert notes(root) == ["1/A"]
    left = {path.name for path in status.iterdir()} - {".lock", "2026-06"}
    assert left == {f".recording-{'b' * 32}.tmp", ".recording-x.tmp"}  # one may still be written, one is not ours


def test_names_of_writers_are_told_from_others() -> None:
    assert all(map(is_writers_name, (".lock", ".recording.tmp", f".recording-{'0f' * 16}.tmp")))
    assert not any(
        map(is_writers_name, (".recording-0f.tmp", "a.jsonl", ".lock~", f".recording-{'0f' * 16}.tmp.jsonl"))
    )


@NO_FOLDERS_TO_SYNC
def test_every_step_lasts_before_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, rename, steps = os.fsync, Path.replace, list[str]()

    def noted_sync(descriptor: int) -> None:
        entry = os.fstat(descriptor)
        folders = {
            path.stat().st_ino: path.name
            for path in (root / "plan", root / "plan/status", *(root / "plan/status").glob("2026-*"))
        }
        steps.append(f"sync {folders.get(entry.st_ino, f'{entry.st_size} bytes')}")
        sync(descriptor)

    def noted_rename(path: Path, target: Path) -> Path:
        assert is_writers_name(path.name)
        assert target.parent.name == "2026-06"
        steps.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    ours = recorder(root)
    _, path, _ = ours.record([DONE], now=NOW)
    _, second, _ = ours.record([ELSEWHERE], now=NOW)
    write = [f"sync {(root / path).stat().st_size} bytes", "rename", "sync 2026-06", "sync status", "sync plan"]
    write_again = [f"sync {(root / second).stat().st_size} bytes", *write[1:]]
    assert steps == [*write, *write_again]


def test_a_recording_leaves_no_file_open(root: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    recorder(root).record([DONE], now=NOW)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_whoever_may_write_in_the_folder_may_lock_it(root: Path) -> None:
    umask = os.umask(0)
    try:
        recorder(root).record([DONE], now=NOW)
    finally:
        os.umask(umask)
    assert (root / "plan/status/.lock").stat().st_mode & 0o777 == 0o666


def test_a_lock_that_only_its_maker_may_open_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "plan/status").mkdir()
    (root / "plan/status/.lock").write_bytes(b"")
    opened = os.open

    def closed(path: str, flags: int, *mode: int) -> int:
        if path.endswith("/.lock"):  # as for another user; root, who may run the tests, is let in
            raise PermissionError(errno.EACCES, "")
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", closed)
    with pytest.raises(
        Failure, match=r"^Không mở được tệp khóa plan/status/\.lock: .*\(chmod g\+r plan/status/\.lock\)"
    ):
        recorder(root).record([DONE], now=NOW)


def test_a_failed_recording_leaves_no_new_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", refusing(errno.EDQUOT))
    with pytest.raises(Failure, match=r"Không ghi được tệp plan/status/2026-06/.*: đã hết hạn mức lưu trữ"):
        recorder(root).record([DONE], now=NOW)
    assert [path.name for path in (root / "plan/status").iterdir()] == [".lock"]


def test_a_taken_name_is_refused_and_its_folder_stays(root: Path) -> None:
    journal = Journal(root)
    file = journal.file_of([stamp(DONE, NOW)])
    (root / "plan/status").mkdir()
    journal.append(file)
    assert journal.append(file) == ()  # another writer may have recorded the same event at the same instant
    (root / file.path).write_text("khác")
    with pytest.raises(Failure, match=f"Không ghi được tệp {file.path}: đã có tệp cùng tên"):
        journal.append(file)
    assert (root / file.path).read_text() == "khác"


# Where a guarantee is missing


def test_a_rename_that_was_carried_out_and_answered_with_an_error_is_a_recording(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def lost_answer(path: Path, target: Path) -> Path:
        rename(path, target)
        raise FileNotFoundError(errno.ENOENT, "")

    monkeypatch.setattr(Path, "replace", lost_answer)
    assert recorder(root).record([DONE], now=NOW).lacking == ()
    assert notes(root) == ["1/A"]


@pytest.mark.parametrize("reason", [errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_without_locks_it_is_recorded_and_said(root: Path, monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    monkeypatch.setattr(locking, "_lock", refusing(reason))
    (sentence,) = recorder(root).record([DONE], now=NOW).lacking
    assert sentence.startswith("Đã ghi, nhưng không khóa được sổ theo dõi (hệ thống tệp không ")
    assert recorder(root).record([DONE], now=NOW)[1:] == ("", ())  # what was not written lacks nothing
    assert notes(root) == ["1/A"]


def test_a_lock_that_fails_otherwise_records_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_lock", refusing(errno.EIO))
    with pytest.raises(Failure, match=r"Không khóa được tệp plan/status/\.lock: ổ đĩa báo lỗi đọc, ghi"):
        recorder(root).record([DONE], now=NOW)
    assert logged(root) == []


@pytest.mark.parametrize("reason", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF])
def test_where_nothing_can_be_synced_it_is_recorded_and_said_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(reason))
    (sentence,) = recorder(root).record([DONE], now=NOW).lacking
    assert sentence.startswith("Đã ghi, nhưng không chắc dữ liệu đã xuống đến đĩa (không đồng bộ được: ")
    assert notes(root) == ["1/A"]


def test_windows_has_no_folders_to_sync_and_says_nothing_of_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_files, "ON_WINDOWS", True)
    monkeypatch.setattr(log_files, "_sync_folder", refusing(errno.EACCES))  # as Windows answers to opening one
    assert recorder(root).record([DONE], now=NOW).lacking == ()


@NO_FOLDERS_TO_SYNC
@pytest.mark.parametrize("reason", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("step", ["open", "fsync"])
def test_where_folders_cannot_be_synced_it_is_recorded_and_said(
    root: Path, monkeypatch: pytest.MonkeyPatch, reason: int, step: str
) -> None:
    done = getattr(os, step)

    def refuse(what: object, *rest: object) -> object:
        is_folder = (
            Path(what).is_dir() if isinstance(what, (str, Path)) else stat.S_ISDIR(os.fstat(cast("int", what)).st_mode)
        )
        if is_folder:
            raise OSError(reason, "")
        return done(what, *rest)

    monkeypatch.setattr(os, step, refuse)
    (sentence,) = recorder(root).record([DONE], now=NOW).lacking
    assert sentence.startswith("Đã ghi, nhưng không chắc dữ liệu đã xuống đến đĩa")
    assert notes(root) == ["1/A"]


def test_what_cannot_be_read_back_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = recorder(root)
    monkeypatch.setattr(Path, "read_bytes", refusing(errno.EIO))
    (sentence,) = ours.record([DONE], now=NOW).lacking
    assert re.fullmatch(r"Đã ghi, nhưng không đọc lại được tệp plan/status/2026-06/\S+ để kiểm tra: .*\.", sentence)
    monkeypatch.undo()
    assert notes(root) == ["1/A"]


@pytest.mark.parametrize("other", [None, b"", b"x"])
def test_what_is_not_there_afterwards_is_not_told_as_recorded(
    root: Path, monkeypatch: pytest.MonkeyPatch, other: bytes | None
) -> None:
    rename = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        rename(path, target)
        target.unlink()
        if other is not None:
            target.write_bytes(other)
        return target

    monkeypatch.setattr(Path, "replace", replaced)
    ours = recorder(root)
    with pytest.raises(Failure, match="vừa ghi xong đã không còn đúng nội dung"):
        ours.record([DONE], now=NOW)


def test_two_writers_at_once_have_two_temporary_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one begins and ends between the first one's sync and rename, as it can without a lock."""
    rename = Path.replace
    ours, theirs = Journal(root), Journal(root)
    (root / "plan/status").mkdir()

    def interrupted(path: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", rename)
        assert theirs.append(theirs.file_of([stamp(ELSEWHERE, NOW)])) == ()
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    assert ours.append(ours.file_of([stamp(DONE, NOW)])) == ()
    assert {event.agency for event in Journal(root).events()} == {DONE.agency, ELSEWHERE.agency}
