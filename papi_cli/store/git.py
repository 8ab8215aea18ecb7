"""Run git: the only module that starts a process, and the only one that knows what git says when it fails.

A repository may come from anybody, and its `.git/config` can name programs for git to run. papi reads such a repository
without running any of them and without asking another machine for anything. Three things see to that: the commands
that papi runs (`GitCommand`), the settings that every call carries (`_ENVIRONMENT`, `_CONFIG`), and the
variables that do not reach git (all of `GIT_*` but `_KEPT`).

What depends on the version of git (tested with 2.39; `papi init` needs 2.28, reading a revision 2.24):

| since | what | papi |
|---|---|---|
| 2.24 | `rev-parse --end-of-options` | needs it: a revision never passes for an option |
| 2.28 | `init --initial-branch` | needs it for `papi init` |
| 2.35.2 | refuses another user's repository ("is owned by someone else"; later "dubious ownership") | knows both |
| 2.36 | `core.fsmonitor` may be a boolean; before, "false" is the name of a program | sets "", which is off in all |
| 2.38 | `safe.bareRepository` | sets it; older ones ignore it |
| 2.45 (2.39.4, 2.40.2, …, 2.44.1) | `GIT_NO_LAZY_FETCH`: nothing is fetched to read an object | sets it, and |
| | | `GIT_ALLOW_PROTOCOL`, which ends the fetch of older ones before it starts a program |
"""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO, Literal, NamedTuple

from papi_cli.problems import Failure
from papi_cli.store.os_errors import os_reason

# Commands that read objects as they were committed, or write those of a new repository. A command that shows or
# compares files (diff, log, show, status, checkout, archive) is missing on purpose: it runs the external diff, text
# converters and filters of the repository, which no setting switches off all at once.
# `merge-base` only walks from commit to parent.
GitCommand = Literal["add", "cat-file", "commit", "config", "init", "ls-tree", "merge-base", "rev-parse"]

# Variables that may say what they like: who commits and when, and where the user's own settings lie, as HOME does (they
# hold the name, and the folders that safe.directory trusts). The others are dropped, also those of later versions: they
# move the repository, its index or its objects elsewhere (GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, … as git sets them
# for its own hooks), name programs (GIT_SSH_COMMAND, GIT_EXTERNAL_DIFF, GIT_PAGER, GIT_ASKPASS, GIT_EXEC_PATH), add
# settings (GIT_CONFIG_COUNT, GIT_CONFIG_PARAMETERS) or write files (GIT_TRACE).
_KEPT = frozenset(
    {
        *(f"GIT_{role}_{field}" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL", "DATE")),
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    }
)

_ENVIRONMENT: Mapping[str, str] = {
    # No transport at all, whatever protocol.*.allow says in the repository (it outdoes `-c protocol.allow=never`): no
    # ssh, upload-pack, ext::, remote helper or credential helper is started.
    "GIT_ALLOW_PROTOCOL": "none",
    # A blob that a partial clone lacks is missing, and not fetched from the remote that the repository names.
    "GIT_NO_LAZY_FETCH": "1",
    # The commit that is named, and not another one that refs/replace puts in its place.
    "GIT_NO_REPLACE_OBJECTS": "1",
    # Reading takes no lock and rewrites no index.
    "GIT_OPTIONAL_LOCKS": "0",
    # No question on the terminal.
    "GIT_TERMINAL_PROMPT": "0",
    # No filter for all files of the machine; see core.attributesFile.
    "GIT_ATTR_NOSYSTEM": "1",
    # `_EXPLANATIONS` matches git's English messages.
    "LC_ALL": "C",
}

_CONFIG: Mapping[str, str] = {
    # An empty place: no hook of the repository or of the user's template runs.
    "core.hooksPath": "/dev/null",
    # A command that git asks which files changed.
    "core.fsmonitor": "",
    # The attributes of the user could send the files of `add` through a filter.
    "core.attributesFile": "/dev/null",
    # Signing runs gpg.program, which may ask for a password.
    "commit.gpgSign": "false",
    # A folder that holds HEAD, objects and refs would pass for a repository with a config of its own, although it came
    # as plain files in a commit.
    "safe.bareRepository": "explicit",
}

MAX_OUTPUT = 1 << 29  # bytes; the log of a province grows by a few MB a year

_CHUNK = 1 << 16
_COMPLAINT_CHUNKS = 2

# What papi says of `folder` when git cannot read its repository.
_NO_REPOSITORY = "Thư mục {folder} không nằm trong một kho git đọc được (cần để đọc một phiên bản)."
_OF_ANOTHER_USER = (
    "git không mở kho ở {folder} vì kho thuộc về một người dùng khác của máy này. Nếu tin kho đó, thêm nó vào "
    "safe.directory (git config --global --add safe.directory THƯ_MỤC). git báo: {last_line}"
)
_BARE = (
    "Thư mục {folder} chứa các tệp của một kho git không có thư mục làm việc (bare); papi không đọc kho như vậy. "
    "git báo: {last_line}"
)
_PARTIAL = (
    "Kho git ở {folder} là bản sao một phần (partial clone), thiếu dữ liệu của phiên bản cần đọc, mà papi không tải "
    "gì từ máy khác. Lấy một bản đầy đủ: git clone không có --filter. git báo: {last_line}"
)
_BROKEN = (
    "git không đọc được kho ở {folder}; có thể kho bị hỏng, chạy thử «git fsck» ở đó để biết chỗ hỏng. "
    "git báo: {last_line}"
)
_INCOMPLETE = "Kho git ở {folder} thiếu dữ liệu của phiên bản cần đọc; chạy thử «git fsck» ở đó để biết còn thiếu gì."

# A phrase that git prints on stderr → what papi says.
_EXPLANATIONS = {
    "not a git repository": _NO_REPOSITORY,
    "dubious ownership": _OF_ANOTHER_USER,
    "is owned by someone else": _OF_ANOTHER_USER,  # 2.35.2
    "cannot use bare repository": _BARE,
    "promisor remote": _PARTIAL,
    "lazy fetching disabled": _PARTIAL,  # by GIT_NO_LAZY_FETCH
    "transport '": _PARTIAL,  # "… 'ssh' not allowed", by GIT_ALLOW_PROTOCOL
}


class GitAnswer(NamedTuple):
    """The result of a run of git: its exit code, stdout, and the end of stderr, free of control characters."""

    exit_code: int
    output: bytes
    complaint: str

    @property
    def last_line(self) -> str:
        """The last line that says what is wrong, with what follows its colon on the next line; "" if there is none."""
        lines = [line.strip() for line in self.complaint.splitlines() if line.strip()]
        starts = [at for at, line in enumerate(lines) if line.startswith(("fatal:", "error:"))]
        if not starts:
            return lines[-1] if lines else ""
        words = lines[starts[-1] :]
        return " ".join(words[:2]) if words[0].endswith(":") else words[0]

    @property
    def is_explained(self) -> bool:
        """Whether git named a cause that papi has words for."""
        return self._explanation is not None

    def failure(self, folder: Path) -> Failure:
        """Return the Failure that says why git could not read the repository of `folder`."""
        words = self._explanation or (_BROKEN if self.complaint else _INCOMPLETE)
        return Failure(words.format(folder=folder, last_line=self.last_line))

    @property
    def _explanation(self) -> str | None:
        return next((words for phrase, words in _EXPLANATIONS.items() if phrase in self.complaint), None)


def run_git(folder: Path, command: GitCommand, *args: str, purpose: str, stdin: bytes = b"") -> GitAnswer:
    """Run a git command in `folder` and return the result, whatever its exit code.

    Raises Failure if git is missing (`purpose` completes the sentence "Cần có git …"), cannot be started, or prints
    more than `MAX_OUTPUT` bytes.
    """
    program = _find_program(os.environ.get("PATH", os.defpath))
    if program is None:
        raise Failure(f"Cần có git {purpose}, nhưng máy này chưa cài git.")
    settings = [word for name, value in _CONFIG.items() for word in ("-c", f"{name}={value}")]
    try:
        answer = _run([program, "--no-pager", "-C", str(folder), *settings, command, *args], stdin)
    except OSError as error:
        raise Failure(f"Không chạy được git ({program}): {os_reason(error)}.") from error
    if len(answer.output) > MAX_OUTPUT:
        raise Failure(f"git trả về hơn {MAX_OUTPUT >> 20} MB khi đọc kho ở {folder}: nhiều hơn mức papi nhận đọc.")
    return answer


@cache
def _find_program(path: str) -> str | None:
    """Return the absolute path of git on the search path `path`, None if it is on none of its folders.

    Relative folders and empty ones, which stand for the current folder, are passed over; so is the current folder that
    Windows looks into first. A program called git in the plan's folder is therefore never run.
    """
    name = "git.exe" if os.name == "nt" else "git"
    candidates = (Path(folder, name) for folder in _absolute_folders(path))
    return next((str(file) for file in candidates if os.access(file, os.X_OK) and file.is_file()), None)


def _absolute_folders(path: str) -> list[str]:
    return [folder for folder in path.split(os.pathsep) if Path(folder).is_absolute()]


def _environment() -> dict[str, str]:
    """Return the variables that git is started with; git looks for its own helpers in absolute folders only, too."""
    harmless = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    path = os.pathsep.join(_absolute_folders(os.environ.get("PATH", os.defpath)))
    return {**harmless, **_ENVIRONMENT, "PATH": path}


def _run(command: list[str], stdin: bytes) -> GitAnswer:
    """Run the command; stop it once it has printed more than `MAX_OUTPUT`.

    All three pipes must be served at once: git blocks while nobody reads its output, and then stops reading its stdin.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment()) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        complaint: deque[bytes] = deque(maxlen=_COMPLAINT_CHUNKS)
        threads = (
            Thread(target=_feed, args=(process.stdin, stdin), daemon=True),
            Thread(target=_drain, args=(process.stderr, complaint), daemon=True),
        )
        try:
            for thread in threads:
                thread.start()
            output = _read_bounded(process.stdout)
            if len(output) > MAX_OUTPUT:
                process.kill()
        except BaseException:
            process.kill()
            raise
        finally:
            for thread in threads:
                if thread.ident is not None:  # it was started: the system may have no room for one more
                    thread.join()
    return GitAnswer(process.returncode, output, _printable(b"".join(complaint)))


def _feed(stream: IO[bytes], content: bytes) -> None:
    # git may have ended before it read everything; its exit code says so.
    with suppress(OSError), stream:
        stream.write(content)


def _drain(stream: IO[bytes], last: deque[bytes]) -> None:
    while chunk := stream.read(_CHUNK):
        last.append(chunk)


def _read_bounded(stream: IO[bytes]) -> bytes:
    """Return all of the stream, or the first part of it that is longer than `MAX_OUTPUT`."""
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_OUTPUT and (chunk := stream.read(_CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _printable(complaint: bytes) -> str:
    """Return git's message, which may quote names from the repository, without characters that control a terminal."""
    text = complaint.decode(errors="replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)
