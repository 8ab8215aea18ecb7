"""What a machine may lack or do to a process: a sentence and an exit code, never a traceback.

Each table is tried with every kind of command. Real processes, because descriptors, limits and signals are only true
there: some are started for it, and the others forked when all is imported (`forking.py`), where what is tried matters to
nothing earlier. `PROBE` lets the n-th thing that Python does (an import, a file opened, a folder made) go wrong.
"""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.situations import situation_sentence
from papi_cli.store.os_errors import os_reason
from tests.forking import Ended, Forker, Wants
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


BASH = shutil.which("bash") or "bash"  # for processes without a path of programs, too
# Of each table, these are started for it and not forked: the interpreter's start and every import are part of the way.
STARTED = {"overdue", "record"}
BY_NAME = {**PRINTING, **{f"-o {name}" if name in PRINTING else name: argv for name, argv in WRITING.items()}}


def is_clean(ended: Ended) -> bool:
    """Return whether there is neither a traceback nor a complaint of the interpreter."""
    said = ended.out + ended.err
    return not re.search(r"Traceback|Exception ignored|Error\b|Lỗi của chương trình|lỗi hệ thống số", said)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return planted(tmp_path / "kế hoạch")


def surroundings_of(environment: Mapping[str, str | None]) -> dict[str, str]:
    """Return the variables of a process, None for one that it has not."""
    # Without the settings of coverage: what it measures needs room and memory of its own, which is what is missing here.
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    fixed = {"PYTHONPATH": str(CHECKOUT), "PAPI_NOW": "2026-03-21T09:00:00+07:00", "PAPI_BY": "A", "PAPI_CACHE": ""}
    # Byte code cut off at a bound of 4 kB would stay in the checkout and break whatever is run next.
    fixed["PYTHONDONTWRITEBYTECODE"] = "1"
    wanted = {**inherited, **fixed, **environment}
    return {name: value for name, value in wanted.items() if value is not None}


def run(
    argv: Sequence[str], root: Path, *, before: str = "", after: str = "", environment: Mapping[str, str | None] = {}
) -> Ended:
    """Start papi in `root` from a shell, after the commands `before` and with the redirections `after`."""
    completed = subprocess.run(
        [BASH, "-c", f'{before} exec "$@" {after}', "bash", sys.executable, "-m", "papi_cli", *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=root,
        env=surroundings_of(environment),
        errors="replace",
        timeout=300,
    )
    return Ended(completed.returncode, completed.stdout, completed.stderr)


# What an interpreter takes from its environment as it starts, before any fork.
FOR_INTERPRETERS = ("PYTHON", "LC_")
Fork = Callable[..., Ended]


@pytest.fixture(scope="module")
def fork(_own_cache: Path) -> Iterator[Fork]:
    """Yield a function that does as `run` does, in a fork; plans come from the cache unless the environment has another."""
    forkers: dict[tuple[tuple[str, str], ...], Forker] = {}

    def run_forked(
        argv: Sequence[str], root: Path, *, after: str = "", environment: Mapping[str, str | None] = {}, **wants: object
    ) -> Ended:
        variables = surroundings_of({"PAPI_CACHE": str(_own_cache), **environment})
        of_interpreter = {name: value for name, value in variables.items() if name.startswith(FOR_INTERPRETERS)}
        key = tuple(sorted(of_interpreter.items()))
        if key not in forkers:
            forkers[key] = Forker({**surroundings_of({}), **of_interpreter})
        streams = {
            digit or "01"[sign == ">"]: file for digit, sign, file in re.findall(r"(\d?)([<>])(?:&-|(\S+))", after)
        }
        return forkers[key].run(Wants(argv, str(root), variables, streams, **wants))  # type: ignore[arg-type]

    yield run_forked
    for forker in forkers.values():
        forker.close()


@pytest.mark.parametrize(
    "after", ["", ">/dev/full", ">&-", "2>/dev/full", "2>&-", "<&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-"]
)
def test_a_fork_ends_as_a_process_that_is_started(root: Path, fork: Fork, after: str) -> None:
    assert fork(["overdue"], root, after=after) == run(["overdue"], root, after=after)


# Standard streams


@pytest.mark.slow
@pytest.mark.parametrize("name", PRINTING)
@pytest.mark.parametrize(("after", "reason"), [(">/dev/full", "ổ đĩa đã đầy"), (">&-", "đã đóng")])
def test_an_answer_that_cannot_be_printed_is_a_situation(
    root: Path, fork: Fork, name: str, after: str, reason: str
) -> None:
    ended = (run if name in STARTED else fork)(PRINTING[name], root, after=after)
    assert ended.code == 3, ended
    assert is_clean(ended), ended.err
    assert reason in ended.err


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("after", ["2>/dev/full", "2>&-", "<&-"])
def test_no_answer_needs_stderr_or_stdin(root: Path, fork: Fork, name: str, after: str) -> None:
    ended = (run if name in STARTED else fork)(BY_NAME[name], root, after=after)
    assert ended.code == 0, ended
    assert is_clean(ended), ended.err


@pytest.mark.slow
@pytest.mark.parametrize("argv", [["--help"], ["overdue"], ["khong-co"], ["show", "không có"], DONE], ids=" ".join)
@pytest.mark.parametrize("after", [">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
def test_where_nothing_can_be_said_the_exit_code_says_it(
    root: Path, fork: Fork, argv: Sequence[str], after: str
) -> None:
    wanted = {"--help": 3, "overdue": 3, "khong-co": 2, "show": 2, "record": 0}
    assert (run if argv[0] in STARTED else fork)(argv, root, after=after) == (wanted[argv[0]], "", "")


def test_a_bug_is_told_with_its_traceback_and_only_where_it_can_be() -> None:
    bug = "import sys, papi_cli.cli.program.door as door\ndoor._run_command = None\nsys.exit(door.main([]))"
    for after, said in (("", "TypeError: 'NoneType'"), ("2>/dev/full", ""), ("2>&-", "")):
        command = [BASH, "-c", f'exec "$@" {after}', "bash", sys.executable, "-c", bug]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
        assert (ended.returncode, ended.stdout) == (70, "")
        assert said in ended.stderr


# Limits and surroundings


class Lack(NamedTuple):
    """What a process has to do without: as commands of a shell, as variables, as a fork has it."""

    before: str = ""
    environment: Mapping[str, str | None] = {}
    forked: Mapping[str, object] | None = {}  # None if it ends most commands before they are imported
    is_closed: bool = False  # nobody may write to the folder


LACKS: Mapping[str, Lack] = {
    "6 open files": Lack("ulimit -n 6;", forked={"limits": {"RLIMIT_NOFILE": 6}}),
    "no bytes in a file": Lack("ulimit -f 0;", forked={"limits": {"RLIMIT_FSIZE": 0}}),
    "4 kB in a file": Lack("ulimit -f 4;", forked={"limits": {"RLIMIT_FSIZE": 4096}}),
    # With a little more, C libraries and the interpreter itself end or hang at a place of their own.
    "memory of 45 MB": Lack("ulimit -v 45000;", forked=None),
    "no current folder": Lack('mkdir "$PWD-x"; cd "$PWD-x"; rmdir "$PWD";', forked={"loses_its_folder": True}),
    "a folder of others": Lack(is_closed=True),
    "no home": Lack(environment={"HOME": None, "PAPI_CACHE": None}),
    "a home that is no path": Lack(environment={"HOME": "~/\udcff", "PAPI_CACHE": None}),
    "no folder for temporary files": Lack(environment={"TMPDIR": "/không/có"}),
    "an odd terminal": Lack(environment={"TERM": "lạ", "COLUMNS": "0", "LINES": "x"}),
    "an odd time zone": Lack(environment={"TZ": "Lạ/\udcff", "PYTHONTZPATH": "/không/có"}),
    "no path of programs": Lack(environment={"PATH": ""}),
    "the locale of C": Lack(environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "another encoding": Lack(environment={"PYTHONIOENCODING": "latin-1:strict"}),
}
TRIED = ["help", "overdue", "check", "record", "-o report", "sheet", "schema", "init"]


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
@pytest.mark.parametrize("lacking", LACKS)
def test_what_the_machine_lacks_is_said(root: Path, fork: Fork, lacking: str, name: str) -> None:
    lack = LACKS[lacking]
    if lack.is_closed:
        root.chmod(0o555)
    if lack.forked is None or name in STARTED:
        ended = run(BY_NAME[name], root, before=lack.before, environment=lack.environment)
    else:
        ended = fork(BY_NAME[name], root, environment=lack.environment, **lack.forked)
    assert ended.code in {0, 1, 2, 3}, ended
    assert is_clean(ended), ended.err
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
    assert is_clean(ended), ended.err
    assert ended.out == ""


def test_only_what_the_machine_causes_has_a_sentence() -> None:
    for bug in (ValueError("x"), OSError("x"), KeyError(), RuntimeError("x"), SystemError("x"), ImportError("x")):
        assert situation_sentence(bug) == ""
    for situation in (
        MemoryError(),
        OSError(24, "", "a"),
        RuntimeError("can't start new thread"),
        SystemError("<x> returned NULL without setting an exception"),
        SystemError("error return without exception set"),
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

# Runs papi and lets things go wrong at chosen moments (the n-th event that Python audits after its own start), each in a
# fork of that moment, so that what comes before is run once for all. From the first moment on at which something outside
# of the process changes, that is where all later forks begin, each of which then comes to its own moment by itself. At
# the end of each fork its caller is told, and has all the time to look and to tidy up. With no moments chosen, they are counted.
PROBE = """\
import atexit, os, signal, sys
told, asked, said = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chosen = [(int(number), what) for number, _, what in (word.partition(":") for word in sys.argv[4].split())]
sys.argv = ["papi", *sys.argv[5:]]
import papi_cli.cli
TOUCHING = {"import", "open", "os.rename", "os.mkdir", "os.scandir", "os.listdir", "os.remove", "os.chmod", "fcntl.flock",
            "subprocess.Popen"}
LASTING = TOUCHING - {"import", "open", "os.scandir", "os.listdir"} | {"os.rmdir", "os.link", "os.utime", "os.truncate"}
seen, touching, changing, named, mine, is_aside = 0, [], [], 0, None, False
def changes(event, of):
    return event in LASTING or event == "open" and (of[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
def go_wrong(what):
    global is_aside
    if 0 < named < seen:
        is_aside = True
        os.close(os.open(os.path.join(said, "named"), os.O_WRONLY | os.O_CREAT))
        is_aside = False
    if what.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, what))
    elif what == "MemoryError":
        raise MemoryError
    else:
        raise OSError(5, "Input/output error", "x")
def fork(number, what):
    global mine, is_aside
    is_aside = True
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(told, f"{number} {what} {status}\\n".encode())
        os.read(asked, 1)
    else:
        mine = number, what
        for stream, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(os.path.join(said, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        os.closerange(3, max(told, asked) + 1)
    is_aside = False
def probe(event, of):
    global seen, named
    if is_aside:
        return
    seen += 1
    if event in TOUCHING:
        touching.append(seen)
    if changes(event, of) and not named:
        changing.append(seen)
        named = seen * (event == "os.rename")
    if mine is None and chosen:
        is_last = changes(event, of)
        while chosen and (chosen[0][0] == seen or is_last) and mine is None:
            fork(*chosen.pop(0))
        if mine is None and not chosen:
            os._exit(0)
    if mine is not None and mine[0] == seen:
        go_wrong(mine[1])
if not chosen:
    atexit.register(lambda: os.write(told, f"[{seen}, {touching}, {changing}, {named}]".encode()))
sys.addaudithook(probe)
papi_cli.cli.entry()
"""


class Moments(NamedTuple):
    """The moments of a process: how many, and which of them are a touch or a change of something outside of it.

    `changing` ends with `named`, at which the first file that was written gets its name; 0 if none does.
    """

    number: int
    touching: Sequence[int]
    changing: Sequence[int]
    named: int


class End(NamedTuple):
    """What went wrong at a moment, whether the first file that was written had its name by then, and how that ended."""

    number: int
    what: str
    is_named: bool
    ended: Ended


class Probe:
    """Papi in `root` with things going wrong at moments (`number:what`) in the order of their numbers."""

    def __init__(
        self, root: Path, argv: Sequence[str], moments: Sequence[tuple[int, str]] = (), *, before: str = ""
    ) -> None:
        self.said = root.parent / "said"
        self.said.mkdir(exist_ok=True)
        self._told, told = os.pipe()
        asked, self._asked = os.pipe()
        ours = (told, asked, self.said, " ".join(f"{number}:{what}" for number, what in moments))
        # The order of a set of texts is that of other moments.
        environment = surroundings_of({"PYTHONHASHSEED": "0"})
        self._process = subprocess.Popen(
            [BASH, "-c", f'{before} exec "$@"', "bash", sys.executable, "-c", PROBE, *map(str, ours), *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(told, asked),
            cwd=root,
            env=environment,
        )
        os.close(told)
        os.close(asked)

    def count(self) -> Moments:
        """Return which moments there are when nothing goes wrong."""
        with os.fdopen(self._told, encoding="ascii") as told:
            moments = Moments(*json.load(told))
        self._end()
        return moments

    def ends(self) -> Iterator[End]:
        """Yield how each ended; what it left may be tidied up until the next."""
        with os.fdopen(self._told, encoding="ascii") as told:
            for line in told:
                number, what, code = line.split()
                is_named = (self.said / "named").exists()
                (self.said / "named").unlink(missing_ok=True)
                out, err = ((self.said / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
                yield End(int(number), what, is_named, Ended(int(code), out, err))
                os.write(self._asked, b".")
        self._end()

    def _end(self) -> None:
        os.close(self._asked)
        assert self._process.wait() == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["help", "overdue", "record", "-o report", "init"])
def test_from_the_first_moment_to_the_last(root: Path, name: str) -> None:
    moments = Probe(planted(root.parent / "đếm"), BY_NAME[name]).count()
    # What is written lies on the disk half made: nothing is worse a moment for an interruption.
    between = [number + 1 for number in moments.changing if number != moments.named]
    chosen: list[tuple[int, str]] = []
    for what in ("SIGINT", "SIGTERM", "MemoryError", "OSError"):
        chance = random.Random(f"{what} {name}")
        at = moments.touching if what == "OSError" else range(1, moments.number)
        drawn = {*chance.sample(at[4:], 8), *chance.sample(between, min(len(between), 6))}
        chosen += ((number, what) for number in {*at[:4], *drawn} if number < moments.number)
    tried = []
    for number, what, is_named, ended in Probe(root, BY_NAME[name], sorted(chosen)).ends():
        tried.append((number, what))
        # Until the program has asked for it, SIGTERM ends the process itself.
        lacking = {0} if is_named else {0, 3}
        allowed = {"SIGINT": {130}, "SIGTERM": {130, -15} if number < 200 else {130}}.get(what, lacking)
        assert ended.code in allowed, (number, what, ended)
        assert is_clean(ended), (number, what, ended.err)
        assert not list(root.rglob("*.tmp")), (number, what)
        events = list((root / "plan/status").rglob("*.jsonl"))
        # Once its file has its name, an event is recorded, and no interruption takes it back.
        is_recorded = ended.code == 0 or is_named
        assert len(events) == (name == "record" and is_recorded), (number, what)
        for path in ("kq", "kq.docx", "kq.xlsx", "plan/status"):
            shutil.rmtree(root / path, ignore_errors=True)
            (root / path).unlink(missing_ok=True)
    assert tried == sorted(chosen)


def test_an_interruption_that_the_caller_ignores_stays_ignored(root: Path) -> None:
    moments = [(300, "SIGINT"), (300, "SIGTERM")]
    ends = list(Probe(root, ["overdue"], moments, before='trap "" INT TERM;').ends())
    assert [(number, what) for number, what, _, _ in ends] == moments
    assert [end.ended.code for end in ends] == [0, 0], ends
