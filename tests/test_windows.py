"""What is otherwise on Windows, apart from the lock: names, consoles, closed pipes, files that others have open.

Everything here is tried on any system: what Windows would answer is raised where it would be.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from papi_cli.cli import output, screen
from papi_cli.cli.program.door import main
from papi_cli.cli.program.situations import early_end
from papi_cli.problems import Failure, Misuse
from papi_cli.store import files, os_errors, sharing, writing
from papi_cli.store.os_errors import os_reason
from papi_cli.store.windows_names import name_fault
from papi_cli.store.writing import write_output
from papi_cli.views.page import Heading
from tests.tree import planted


class WindowsError(OSError):
    """An error as Windows raises it: with a code of its own."""

    def __init__(self, code: int, reason: int) -> None:
        super().__init__(reason, "")
        self.winerror = code


def raising(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*_args: object) -> NoReturn:
        raise error

    return fail


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a virus scanner."""
    monkeypatch.setattr(sharing, "_PAUSES", (0.0, 0.0))


# Names


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("con", "dành tên «con» cho một thiết bị"),
        ("bao-cao/Con.docx", "dành tên «Con.docx» cho một thiết bị"),
        ("com1 .txt", "thiết bị"),
        ("bao:cao.docx", "«bao:cao.docx» có ký tự mà Windows không nhận"),
        ("C:\\bao cao\\a?.md", "«a?.md» có ký tự"),
        ("a\t.md", "có ký tự"),
        ("bao-cao.", "bỏ dấu chấm, dấu cách ở cuối tên «bao-cao.»"),
        ("quý 1 /a.md", "ở cuối tên «quý 1 »"),
        ("a:b", "sau «a:» phải có dấu \\, như a:\\b"),
    ],
)
def test_a_name_that_windows_forbids_is_told(path: str, words: str) -> None:
    assert words in name_fault(path)


@pytest.mark.parametrize(
    "path",
    [
        "báo cáo.docx",
        "..\\a.md",
        "./a",
        "C:\\a\\b.md",
        "\\\\may-chu\\chung\\a.md",
        "nul",
        "NUL",
        "console.md",
        ".git",
        "-",
    ],
)
def test_other_names_are_taken(path: str) -> None:
    assert name_fault(path) == ""


def test_an_answer_gets_no_forbidden_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if not os_errors.ON_WINDOWS:
        write_output(Path("con.md"), b"x")  # a name like any other elsewhere
    monkeypatch.setattr(writing, "ON_WINDOWS", True)
    with pytest.raises(Misuse, match=r"^Không ghi vào con\.md: Windows dành tên «con\.md» .*\. Chọn một tên khác\.$"):
        write_output(Path("con.md"), b"x")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (WindowsError(32, errno.EACCES), "đang mở trong một chương trình khác, như Word"),
        (WindowsError(123, errno.EINVAL), "tên có ký tự mà Windows không nhận"),
        (WindowsError(53, errno.ENOENT), "không tới được máy giữ tệp"),
        (WindowsError(5, errno.EACCES), "không có quyền"),
    ],
)
def test_what_windows_tells_apart_has_words(error: OSError, words: str) -> None:
    assert words in os_reason(error)


def test_opening_on_windows_does_not_tell_a_right_from_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    error = PermissionError(errno.EACCES, "")
    monkeypatch.setattr(os_errors, "ON_WINDOWS", False)
    assert os_reason(error) == "không có quyền"
    monkeypatch.setattr(os_errors, "ON_WINDOWS", True)
    assert os_reason(error) == "không có quyền, hoặc một chương trình khác đang mở"


# Files that others have open


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("code", [5, 32])
def test_a_report_that_is_open_in_word_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    report = tmp_path / "báo cáo.docx"
    report.write_bytes(b"1")
    monkeypatch.setattr(Path, "replace", raising(WindowsError(code, errno.EACCES)))
    with pytest.raises(Failure, match=r": tệp đang mở trong một chương trình khác, như Word hoặc Excel; .*\.$"):
        write_output(report, b"2")
    assert report.read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [report]


def test_a_file_of_the_plan_that_is_open_for_a_moment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x")
    opened, refusals = os.open, iter(range(2))

    def scanned(path: str, *args: int) -> int:
        if next(refusals, None) is not None:
            raise PermissionError(errno.EACCES, "")
        return opened(path, *args)

    monkeypatch.setattr(sharing, "ON_WINDOWS", True)
    monkeypatch.setattr(os, "open", scanned)
    assert files.read_file(tmp_path, "a.yaml") == b"x"


@pytest.mark.parametrize("argv", [["verify", "thư mục"], ["overdue", "-o", "thư mục"]])
def test_a_folder_in_place_of_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    monkeypatch.chdir(planted(tmp_path))
    Path("thư mục").mkdir()
    for name in ("open", "write_bytes"):
        method = getattr(Path, name)

        def refuse(path: Path, *args: object, method: Callable[..., object] = method, **more: object) -> object:
            if path.name == "thư mục":
                raise PermissionError(errno.EACCES, "")  # as Windows does, and says no more
            return method(path, *args, **more)

        monkeypatch.setattr(Path, name, refuse)
    assert main(argv) == 3
    assert capsys.readouterr().err.endswith("thư mục: đây là một thư mục.\n")


def test_a_junction_is_a_link() -> None:
    class Junction:
        st_mode = stat.S_IFDIR | 0o777
        st_reparse_tag = 0xA0000003

    class InTheCloud(Junction):
        st_reparse_tag = 0x9000601A  # a folder of OneDrive is a folder

    assert files._is_link(Junction())  # type: ignore[arg-type]  # as much as is looked at
    assert not files._is_link(InTheCloud())  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize("reason", [errno.EPERM, errno.ENOTSUP])
def test_where_files_have_no_permissions_a_report_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    (tmp_path / "a.md").write_bytes(b"1")
    monkeypatch.setattr(Path, "chmod", raising(OSError(reason, "")))  # as on exFAT
    write_output(tmp_path / "a.md", b"2")
    assert (tmp_path / "a.md").read_bytes() == b"2"


# The console


@pytest.mark.parametrize("at", ["print", "flush"])
def test_a_reader_that_has_gone_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at: str
) -> None:
    """`papi overdue | more`, q: for Windows a closed pipe is an invalid argument."""
    gone = OSError(errno.EINVAL, "Invalid argument")
    monkeypatch.setattr(screen, "ON_WINDOWS", True)
    monkeypatch.setattr(screen, "discard", lambda _stream: None)

    class Pipe(io.RawIOBase):
        is_read = False

        def writable(self) -> bool:
            return True

        def write(self, content: object) -> int:
            if not self.is_read:
                raise gone
            return len(memoryview(content))  # type: ignore[arg-type]  # bytes of some kind

    pipe = Pipe()
    stdout = io.TextIOWrapper(io.BufferedWriter(pipe), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stdout)
    assert main(["overdue", "--as-of", "2026-06-10"] if at == "print" else ["--help"]) == 0
    monkeypatch.undo()
    assert "Traceback" not in capsys.readouterr().err
    pipe.is_read = True  # what the stream still holds would else be told at its end


@pytest.mark.parametrize(
    "error", [OSError(errno.EINVAL, "", "tệp"), OSError(errno.EIO, ""), WindowsError(123, errno.EINVAL), ValueError()]
)
def test_other_errors_are_no_reader_that_has_gone(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(screen, "ON_WINDOWS", True)
    assert not screen.is_reader_gone(error)
    assert screen.is_reader_gone(BrokenPipeError())


@pytest.mark.parametrize(("heeds", "codes"), [(1, "\x1b["), (0, "")])
def test_colours_are_written_where_the_console_heeds_them(
    monkeypatch: pytest.MonkeyPatch, heeds: int, codes: str
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(screen, "ON_WINDOWS", True)
    monkeypatch.setattr(screen, "_console_heeds_codes", lambda _number: bool(heeds))
    monkeypatch.setattr(output, "terminal_width", lambda _stream: 80)
    page = output.render_page((Heading("Quá hạn"),), to_file=False)
    assert page.partition("1m")[0] == (codes or "Quá hạn\n")


def test_what_ends_the_program_early_is_said_through_the_console(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that go past Python's stream are read in the console's code page."""
    monkeypatch.setattr(os, "write", raising(OSError(errno.EIO, "")))
    assert early_end(MemoryError()) == 3
    assert capsys.readouterr().err.startswith("Không đủ bộ nhớ")
