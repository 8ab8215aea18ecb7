"""The lock of a recording, on POSIX and on Windows, and what Windows refuses for a moment."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from papi_cli.cli.program.door import main
from papi_cli.store import locking, sharing
from papi_cli.store.journal import Journal
from papi_cli.store.locking import release_lock, take_lock
from papi_cli.store.os_errors import ON_WINDOWS
from papi_cli.store.sharing import despite_sharing
from tests.tree import planted

DONE = ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "24/02/2026", "--note", "đủ"]


class Wait:
    """A clock that goes on only while somebody waits, and what was told meanwhile."""

    def __init__(self) -> None:
        self.now, self.pauses, self.told = 0.0, 0, list[float]()

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.pauses += 1

    def take(self, descriptor: int, *, by: ModuleType = locking) -> bool:
        return bool(
            by.take_lock(
                descriptor,
                while_waiting=lambda: self.told.append(self.now),
                clock=lambda: self.now,
                pause=self.pause,
            )
        )


class WindowsLocks(ModuleType):
    """What `msvcrt` does with locks: a range of bytes from where the descriptor stands belongs to one descriptor."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held = dict[tuple[int, int], int]()

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert count == 1
        place = (os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        owner = self.held.get(place)
        if owner is not None if mode == self.LK_NBLCK else owner != descriptor:
            raise PermissionError(errno.EACCES, "Permission denied")
        if mode == self.LK_NBLCK:
            self.held[place] = descriptor
        else:
            del self.held[place]


def of_windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the module as Windows would: without `fcntl`, with `msvcrt`."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", WindowsLocks())
    spec = importlib.util.spec_from_file_location("locking_of_windows", locking.__file__)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["this system", "windows"])
def locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return locking if request.param == "this system" or ON_WINDOWS else of_windows(monkeypatch)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[int, int]]:
    descriptors = [os.open(tmp_path / ".lock", os.O_RDWR | os.O_CREAT) for _ in range(2)]
    yield descriptors[0], descriptors[1]
    for each in descriptors:
        os.close(each)


def failing(reason: int) -> Callable[[int], NoReturn]:
    def fail(_descriptor: int) -> NoReturn:
        raise OSError(reason, "")

    return fail


# The lock


def test_one_has_the_lock_until_it_gives_it_back(locks: ModuleType, two: tuple[int, int]) -> None:
    ours, theirs = two
    assert Wait().take(ours, by=locks)
    os.lseek(theirs, 5, os.SEEK_SET)  # wherever a descriptor stands
    assert not Wait().take(theirs, by=locks)
    locks.release_lock(ours)
    wait = Wait()
    assert wait.take(theirs, by=locks)
    assert wait.pauses == 0
    locks.release_lock(ours)  # which has none any more, so that nothing is taken from the other
    assert not Wait().take(ours, by=locks)


def test_a_wait_is_told_after_two_seconds_and_ends_after_thirty(locks: ModuleType, two: tuple[int, int]) -> None:
    Wait().take(two[0], by=locks)
    wait = Wait()
    assert not wait.take(two[1], by=locks)
    assert [round(told, 1) for told in wait.told] == [2.0]
    assert round(wait.now, 1) == 30.0
    assert wait.pauses > 1000  # so that a lock given back is soon taken


def test_a_lock_given_back_meanwhile_is_taken(two: tuple[int, int]) -> None:
    ours, theirs = two
    Wait().take(ours)
    wait = Wait()

    def pause(seconds: float) -> None:
        wait.pause(seconds)
        if wait.pauses == 3:
            release_lock(ours)

    assert take_lock(theirs, while_waiting=wait.told.clear, clock=lambda: wait.now, pause=pause)
    assert wait.pauses == 3


def test_ctrl_c_ends_a_wait(two: tuple[int, int]) -> None:
    Wait().take(two[0])

    def interrupted(_seconds: float) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_lock(two[1], while_waiting=lambda: None, pause=interrupted)


@pytest.mark.parametrize("reason", [errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK, 0])
def test_an_answer_that_means_held_is_waited_for(monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    monkeypatch.setattr(locking, "_lock", failing(reason))
    assert not Wait().take(0)


@pytest.mark.parametrize("reason", [errno.ENOLCK, errno.EINVAL, errno.EIO])
def test_any_other_answer_is_told_at_once(monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    monkeypatch.setattr(locking, "_lock", failing(reason))
    wait = Wait()
    with pytest.raises(OSError, match=rf"Errno {reason}\b"):
        wait.take(0)
    assert wait.pauses == 0


def test_who_waits_in_vain_is_told_and_records_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path)
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.setattr(locking, "TOLD_AFTER", 0)
    monkeypatch.setattr(locking, "ENDS_AFTER", 0)
    with Journal(root).locked():
        assert main([*DONE, "--plan", str(root)]) == 3
    out, err = capsys.readouterr()
    waiting, ended = err.splitlines()
    assert (out, waiting) == ("", "Đang chờ người khác ghi xong vào sổ theo dõi này …")
    assert ended.startswith("Chưa ghi gì: đã chờ 30 giây mà người khác chưa ghi xong")
    assert not list((root / "plan/status").rglob("*.jsonl"))


# What Windows refuses for a moment


class Refused(PermissionError):
    """An error as Windows raises it."""

    def __init__(self, code: int) -> None:
        super().__init__(errno.EACCES, "")
        self.winerror = code


def refused(times: int, error: OSError) -> Callable[[], str]:
    tries = iter(range(times))

    def action() -> str:
        if next(tries, None) is not None:
            raise error
        return "xong"

    return action


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_others_have_open_is_tried_again_for_a_second(code: int) -> None:
    waited = list[float]()
    assert despite_sharing(refused(7, Refused(code)), pause=waited.append) == "xong"
    assert (len(waited), round(sum(waited))) == (7, 1)
    with pytest.raises(Refused):
        despite_sharing(refused(8, Refused(code)), pause=waited.append)


def test_what_was_opened_through_the_c_library_has_no_code_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    error = PermissionError(errno.EACCES, "")
    monkeypatch.setattr(sharing, "ON_WINDOWS", True)
    assert despite_sharing(refused(1, error), pause=list[float]().append) == "xong"
    monkeypatch.setattr(sharing, "ON_WINDOWS", False)
    with pytest.raises(PermissionError):
        despite_sharing(refused(1, error))


@pytest.mark.parametrize("error", [Refused(2), FileNotFoundError(errno.ENOENT, "")])
def test_another_error_is_not_waited_for(error: OSError) -> None:
    waited = list[float]()
    with pytest.raises(type(error), match="Err"):
        despite_sharing(refused(1, error), pause=waited.append)
    assert waited == []
