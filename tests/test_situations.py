"""What a machine may lack or do to a process: a sentence and an exit code, never a traceback.

Each table is tried with every kind of command. Real processes, because descriptors, limits and signals are only true
there; `PROBE` lets the n-th thing that Python does (an import, a file opened, a folder made) go wrong.
"""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.situations import situation_sentence
from papi_cli.store.os_errors import os_reason
from tests.tree import CHECKOUT, planted

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors, limits and signals are another thing on Windows")

DONE = ["record", "ke-hoach", "--agency", "SYT", "--done", "--date", "24/02/2026", "--note", "đủ"]
# Commands that print their answer, and those that write it, so that stdout does not matter to them.
PRINTING: Mapping[str, list[str]] = {
    "papi": [],
    "help": ["--help"],
    "version": ["--version"],
    "help of a command": ["record", "--help"],
    "overdue": ["overdue"],
    "overdue in json": ["overdue", "--format", "json"],
    "status": ["status", "--agency", "STP"],
    "show": ["show", "II.5"],
    "explain": ["explain", "II.5"],
    "log": ["log"],
    "check": ["check"],
    "explanation of a code": ["check", "--explain", "P201"],
    "report": ["report", "semiannual", "--format", "markdown"],
    "diff": ["diff", "."],
    "calendar": ["calendar"],
    "completion": ["completion", "bash"],
    "dry run": [*DONE, "--dry-run"],
}
WRITING: Mapping[str, list[str]] = {
    "record": DONE,
    "report": ["report", "semiannual", "-o", "kq.docx"],
    "reports": ["report", "semiannual", "--all-agencies", "--format", "html", "-o", "kq"],
    "sheet": ["sheet", "kq.xlsx", "--agency", "STP"],
    "schema": ["schema"],
    "init": ["init", "kq"],
}


class Ended(NamedTuple):
    """How a process ended: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def is_clean(self) -> bool:
        """Whether there is neither a traceback nor a complaint of the interpreter."""
        said = self.out + self.err
        return not re.search(r"Traceback|Exception ignored|Error\b|Lỗi của chương trình|lỗi hệ thống số", said)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return planted(tmp_path / "kế hoạch")


def run(
    argv: Sequence[str],
    root: Path,
    *,
    before: str = "",
    after: str = "",
    environment: Mapping[str, str | None] | None = None,
) -> Ended:
    """Run papi in `root` in a shell, after the commands `before` and with the redirections `after`."""
    # Without the settings of coverage: what it measures needs room and memory of its own, which is what is missing here.
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    fixed = {"PYTHONPATH": str(CHECKOUT), "PAPI_NOW": "2026-03-21T09:00:00+07:00", "PAPI_BY": "A", "PAPI_CACHE": ""}
    # Byte code cut off at a bound of 4 kB would stay in the checkout and break whatever is run next.
    fixed["PYTHONDONTWRITEBYTECODE"] = "1"
    wanted = {**inherited, **fixed, **(environment or {})}
    completed = subprocess.run(
        ["bash", "-c", f'{before} exec "$@" {after}', "bash", sys.executable, "-m", "papi_cli", *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=root,
        env={name: value for name, value in wanted.items() if value is not None},
        errors="replace",
        timeout=300,
    )
    return Ended(completed.returncode, completed.stdout, completed.stderr)


# Standard streams


@pytest.mark.slow
@pytest.mark.parametrize("argv", PRINTING.values(), ids=PRINTING)
@pytest.mark.parametrize(("after", "reason"), [(">/dev/full", "ổ đĩa đã đầy"), (">&-", "đã đóng")])
def test_an_answer_that_cannot_be_printed_is_a_situation(
    root: Path, argv: Sequence[str], after: str, reason: str
) -> None:
    ended = run(argv, root, after=after)
    assert ended.code == 3, ended
    assert ended.is_clean, ended.err
    assert reason in ended.err


@pytest.mark.slow
@pytest.mark.parametrize(
    "argv", [*PRINTING.values(), *WRITING.values()], ids=[*PRINTING, *(f"-o {name}" for name in WRITING)]
)
@pytest.mark.parametrize("after", ["2>/dev/full", "2>&-", "<&-"])
def test_no_answer_needs_stderr_or_stdin(root: Path, argv: Sequence[str], after: str) -> None:
    ended = run(argv, root, after=after)
    assert ended.code == 0, ended
    assert ended.is_clean, ended.err


@pytest.mark.slow
@pytest.mark.parametrize("argv", [["--help"], ["overdue"], ["khong-co"], ["show", "không có"], DONE], ids=" ".join)
@pytest.mark.parametrize("after", [">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
def test_where_nothing_can_be_said_the_exit_code_says_it(root: Path, argv: Sequence[str], after: str) -> None:
    wanted = {"--help": 3, "overdue": 3, "khong-co": 2, "show": 2, "record": 0}
    assert run(argv, root, after=after) == (wanted[argv[0]], "", "")


def test_a_bug_is_told_with_its_traceback_and_only_where_it_can_be() -> None:
    bug = "import sys, papi_cli.cli.program.door as door\ndoor._run_command = None\nsys.exit(door.main([]))"
    for after, said in (("", "TypeError: 'NoneType'"), ("2>/dev/full", ""), ("2>&-", "")):
        command = ["bash", "-c", f'exec "$@" {after}', "bash", sys.executable, "-c", bug]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
        assert (ended.returncode, ended.stdout) == (70, "")
        assert said in ended.stderr


# Limits and surroundings

SURROUNDINGS: Mapping[str, tuple[str, Mapping[str, str | None]]] = {
    "6 open files": ("ulimit -n 6;", {}),
    "no bytes in a file": ("ulimit -f 0;", {}),
    "4 kB in a file": ("ulimit -f 4;", {}),
    "memory of 60 MB": ("ulimit -v 60000;", {}),
    "memory of 45 MB": ("ulimit -v 45000;", {}),
    "no current folder": ('mkdir "$PWD-x"; cd "$PWD-x"; rmdir "$PWD";', {}),
    "a folder of others": ("chmod 555 .;", {}),
    "no home": ("", {"HOME": None, "PAPI_CACHE": None}),
    "a home that is no path": ("", {"HOME": "~/\udcff", "PAPI_CACHE": None}),
    "no folder for temporary files": ("", {"TMPDIR": "/không/có"}),
    "an odd terminal": ("", {"TERM": "lạ", "COLUMNS": "0", "LINES": "x"}),
    "an odd time zone": ("", {"TZ": "Lạ/\udcff", "PYTHONTZPATH": "/không/có"}),
    "no path of programs": ("export PATH=;", {}),
    "the locale of C": ("", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "another encoding": ("", {"PYTHONIOENCODING": "latin-1:strict"}),
}
TRIED = ["help", "overdue", "check", "record", "report", "sheet", "schema", "init"]


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_what_the_machine_lacks_is_said(root: Path, surroundings: str, name: str) -> None:
    before, environment = SURROUNDINGS[surroundings]
    ended = run({**PRINTING, **WRITING}[name], root, before=before, environment=environment)
    assert ended.code in {0, 1, 2, 3}, ended
    assert ended.is_clean, ended.err
    assert bool(ended.err) or ended.code == 0
    events = list((root / "plan/status").rglob("*.jsonl"))
    assert len(events) == (name == "record" and ended.code == 0)


@pytest.mark.parametrize(
    "argv",
    [
        ["overdue", "--plan", "x" * 300],
        ["overdue", "--plan", "d/" * 3000],
        ["overdue", "--at", "x" * 5000],
        ["overdue", "-o", "x" * 300],
        ["record", "--from", "x" * 300],
        ["verify", "x" * 300],
        ["diff", "x" * 300, "."],
        ["init", "x" * 300],
        ["schema", "-o", "x" * 300],
        [*DONE, "--evidence", "x" * 300],
        ["overdue", "--plan", "\udcff"],
        ["overdue", "--agency", "\udcff"],
        ["overdue", "--as-of", "\udcff"],
        ["show", "\udcff"],
        ["record", "--from", "\udcff"],
        ["verify", "\udcff"],
        ["\udcff"],
        ["overdue", "--\udcff"],
    ],
    ids=lambda argv: " ".join(argv)[:40].encode(errors="replace").decode(),
)
def test_a_name_that_no_file_can_have_is_told(
    root: Path, argv: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    code = main(argv)
    ended = Ended(code, *capfd.readouterr())
    assert code in {2, 3}, ended
    assert ended.is_clean, ended.err
    assert ended.out == ""


def test_only_what_the_machine_causes_has_a_sentence() -> None:
    for bug in (ValueError("x"), OSError("x"), KeyError(), RuntimeError("x"), SystemError("x"), ImportError("x")):
        assert situation_sentence(bug) == ""
    for situation in (
        MemoryError(),
        OSError(24, "", "a"),
        RuntimeError("can't start new thread"),
        SystemError("<x> returned NULL without setting an exception"),
        ImportError("failed to map segment", name="lxml.etree", path="/x/etree.so"),
    ):
        assert situation_sentence(situation).endswith(".")


def test_the_usual_errors_of_the_system_have_words() -> None:
    names = (
        "ENOENT EACCES EPERM EISDIR ENOTDIR EEXIST ENOSPC EFBIG EROFS EDQUOT EIO EBADF ENAMETOOLONG E2BIG ELOOP ENOMEM "
        "EAGAIN EMFILE ENFILE EBUSY ENOTEMPTY EXDEV EPIPE ETIMEDOUT"
    )
    for name in names.split():
        assert "số" not in os_reason(OSError(getattr(errno, name), "")), name


# Interruptions and errors from the first moment to the last

PROBE = """\
import atexit, os, signal, sys
what, number, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sys.argv = ["papi", *sys.argv[4:]]
import papi_cli.cli
seen = 0
TOUCHING = {"import", "open", "os.rename", "os.mkdir", "os.scandir", "os.listdir", "os.remove", "os.chmod", "fcntl.flock",
            "subprocess.Popen"}
def probe(event, _):
    global seen
    seen += 1
    if seen == number:
        if what.startswith("SIG"):
            os.kill(os.getpid(), getattr(signal, what))
        elif what == "MemoryError":
            raise MemoryError
        elif event in TOUCHING:
            raise OSError(5, "Input/output error", "x")
if what == "count":
    atexit.register(lambda: print(seen, file=sys.stderr))
sys.addaudithook(probe)
papi_cli.cli.entry()
"""


def probed(root: Path, what: str, number: int, argv: Sequence[str]) -> Ended:
    command = [sys.executable, "-c", PROBE, what, str(number), str(root), *argv]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PAPI_NOW": "2026-03-21T09:00:00+07:00", "PAPI_CACHE": ""}
    completed = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=root, env=environment
    )
    return Ended(completed.returncode, completed.stdout, completed.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["help", "overdue", "record", "report", "init"])
@pytest.mark.parametrize("what", ["SIGINT", "SIGTERM", "MemoryError", "OSError"])
def test_from_the_first_moment_to_the_last(root: Path, what: str, name: str) -> None:
    argv = {**PRINTING, **WRITING}[name]
    moments = int(probed(planted(root.parent / "đếm"), "count", 0, argv).err.split()[-1])
    chosen = random.Random(f"{what} {name}")
    for number in (*range(1, 5), *chosen.sample(range(5, moments), 4)):
        for path in ("kq", "kq.docx", "kq.xlsx"):
            shutil.rmtree(root / path, ignore_errors=True)
            (root / path).unlink(missing_ok=True)
        shutil.rmtree(root / "plan/status", ignore_errors=True)
        ended = probed(root, what, number, argv)
        # Until the program has asked for it, SIGTERM ends the process itself.
        allowed = {"SIGINT": {130}, "SIGTERM": {130, -15} if number < 200 else {130}}.get(what, {0, 3})
        assert ended.code in allowed, (number, ended)
        assert ended.is_clean, (number, ended.err)
        assert not list(root.rglob("*.tmp")), number
        assert len(list((root / "plan/status").rglob("*.jsonl"))) == (name == "record" and ended.code == 0), number


def test_an_interruption_that_the_caller_ignores_stays_ignored(root: Path) -> None:
    ended = subprocess.run(
        [
            "bash",
            "-c",
            'trap "" INT TERM; exec "$@"',
            "bash",
            sys.executable,
            "-c",
            PROBE,
            "SIGTERM",
            "300",
            "",
            "overdue",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert ended.returncode == 0, ended.stderr
