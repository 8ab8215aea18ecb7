"""Run git: the only module that starts a process.

A repository may come from anybody, and its `.git/config` can name programs for git to run. papi reads such a repository,
and commits to it (`store/commits.py`), without running any of them and without asking another machine for anything. Three
things see to that: the commands that papi runs (`GitCommand`), the settings that every call carries (`_ENVIRONMENT`,
`_CONFIG`), and the variables that do not reach git (all of `GIT_*` but `_KEPT`).

`papi sync` alone is on the other side of that boundary (`run_git_as_user`). It is called by name, never by a variable, and
does what the user would do with `git fetch`, `merge` and `push` in that folder: with the transports, credentials, hooks,
filters and settings that he and the repository have. So it trusts the repository as these three do.

What depends on the version of git (tested with 2.39; `papi init` needs 2.28, reading a revision 2.24):

| since | what | papi |
|---|---|---|
| 2.24 | `rev-parse --end-of-options` | needs it: a revision never passes for an option |
| 2.27 | `merge --no-autostash` | needs it for `papi sync` |
| 2.28 | `init --initial-branch` | needs it for `papi init` |
| 2.35.2 | refuses another user's repository ("is owned by someone else"; later "dubious ownership") | knows both |
| 2.36 | `core.fsmonitor` may be a boolean; before, "false" is the name of a program | sets "", which is off in all |
| 2.38 | `safe.bareRepository` | sets it; older ones ignore it |
| 2.45 (2.39.4, 2.40.2, …, 2.44.1) | `GIT_NO_LAZY_FETCH`: nothing is fetched to read an object | sets it, and |
| | | `GIT_ALLOW_PROTOCOL`, which ends the fetch of older ones before it starts a program |
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO, Literal

from papi_cli.problems import Failure
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.os_errors import os_reason

# Commands that read objects as they were committed, or write those of a new repository. A command that shows or
# compares files (diff, log, show, status, checkout, archive) is missing on purpose: it runs the external diff, text
# converters and filters of the repository, which no setting switches off all at once.
# `merge-base` and `rev-list` only walk from commit to parent. What writes an existing repository is given its objects and
# takes no file of the work tree; `add` and `commit`, which do and send them through filters, are for a new one alone.
GitCommand = Literal[
    "add", "cat-file", "check-ignore", "commit", "commit-tree", "config", "for-each-ref", "hash-object", "init", "ls-files",
    "ls-tree", "merge-base", "read-tree", "rev-list", "rev-parse", "symbolic-ref", "update-index", "update-ref", "write-tree",
]  # fmt: skip

# What `papi sync` alone runs, as the user would.
SyncCommand = Literal["fetch", "merge", "push"]

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
    # git's English messages are matched in `git_answers`, `branches`, `commits`, `syncing` and `transfers`.
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
    # Messages are UTF-8, whatever the settings call them.
    "i18n.commitEncoding": "UTF-8",
    # A folder that holds HEAD, objects and refs would pass for a repository with a config of its own, although it came
    # as plain files in a commit.
    "safe.bareRepository": "explicit",
}

# Variables that lead git away from the folder it is called in, as it sets them for its own hooks (`git rev-parse
# --local-env-vars`, and a few more). For `papi sync` all others stay: how to reach and to unlock the other side is the
# user's own affair.
_LEADING_ELSEWHERE = frozenset(
    f"GIT_{name}"
    for name in (
        *("DIR", "WORK_TREE", "IMPLICIT_WORK_TREE", "INDEX_FILE", "PREFIX", "COMMON_DIR", "NAMESPACE", "CONFIG"),
        *("OBJECT_DIRECTORY", "ALTERNATE_OBJECT_DIRECTORIES", "QUARANTINE_PATH", "SHALLOW_FILE", "GRAFT_FILE"),
        *("REPLACE_REF_BASE", "NO_REPLACE_OBJECTS", "CEILING_DIRECTORIES", "INTERNAL_SUPER_PREFIX"),
    )
)

# Nobody is there to answer: not at the terminal, and not in a window of the credential manager.
_WITHOUT_QUESTIONS: Mapping[str, str] = {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never"}

# Unless a variable of the user says otherwise, a transfer over HTTP that has stood still for a minute is over.
_NO_STANDSTILL: Mapping[str, str] = {"GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": "60"}

MAX_OUTPUT = 1 << 29  # bytes; the log of a province grows by a few MB a year

_CHUNK = 1 << 16
_COMPLAINT_CHUNKS = 2
_GRACE = 3.0  # seconds for git to take its locks away before it is killed


def run_git(
    folder: Path,
    command: GitCommand,
    *args: str,
    purpose: str,
    stdin: bytes = b"",
    place: Mapping[str, str] | None = None,
) -> GitAnswer:
    """Run a git command in `folder` and return the result, whatever its exit code.

    `place` are variables by which another folder is the repository or its index. Raises Failure if git is missing
    (`purpose` completes the sentence "Cần có git …"), cannot be started, or prints more than `MAX_OUTPUT` bytes.
    """
    settings = [word for name, value in _CONFIG.items() for word in ("-c", f"{name}={value}")]
    words = [_program(purpose), "--no-pager", "-C", str(folder), *settings, command, *args]
    return _run_in(folder, words, {**_environment(), **(place or {})}, stdin)


def run_git_as_user(folder: Path, command: SyncCommand, *args: str, purpose: str, may_ask: bool) -> GitAnswer:
    """Run git in `folder` with the settings, transports and hooks of user and repository; return the result.

    What git needs to know it asks for at the terminal, if it `may_ask`; else it has no terminal, and an interruption
    does not reach it. Raises Failure as `run_git` does.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _LEADING_ELSEWHERE}
    silent = {} if may_ask else _WITHOUT_QUESTIONS
    variables = {**_NO_STANDSTILL, **kept, **silent, "LC_ALL": "C", "PATH": _absolute_path()}
    words = [_program(purpose), "--no-pager", "-C", str(folder), command, *args]
    return _run_in(folder, words, variables, apart=not may_ask)


def has_git() -> bool:
    """Return whether git is installed."""
    return _find_program(os.environ.get("PATH", os.defpath)) is not None


def _program(purpose: str) -> str:
    program = _find_program(os.environ.get("PATH", os.defpath))
    if program is None:
        raise Failure(f"Cần có git {purpose}, nhưng máy này chưa cài git.")
    return program


def _run_in(
    folder: Path, words: list[str], variables: Mapping[str, str], stdin: bytes = b"", *, apart: bool = False
) -> GitAnswer:
    try:
        answer = _run(words, stdin, variables, apart=apart)
    except OSError as error:
        raise Failure(f"Không chạy được git ({words[0]}): {os_reason(error)}.") from error
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
    return {**harmless, **_ENVIRONMENT, "PATH": _absolute_path()}


def _absolute_path() -> str:
    return os.pathsep.join(_absolute_folders(os.environ.get("PATH", os.defpath)))


def _run(command: list[str], stdin: bytes, variables: Mapping[str, str], *, apart: bool) -> GitAnswer:
    """Run the command, `apart` in a session of its own; stop it once it has printed more than `MAX_OUTPUT`.

    All three pipes must be served at once: git blocks while nobody reads its output, and then stops reading its stdin.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=variables, start_new_session=apart
    ) as process:
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
            _stop(process, apart=apart)
            raise
        finally:
            for thread in threads:
                if thread.ident is not None:  # it was started: the system may have no room for one more
                    thread.join()
    return GitAnswer(process.returncode, output, _printable(b"".join(complaint)))


def _stop(process: subprocess.Popen[bytes], *, apart: bool) -> None:
    """End git, `apart` with all that it has started: first so that it can take its locks away, then at once."""
    with suppress(OSError):  # it has just ended
        if apart and os.name == "posix":
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


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
