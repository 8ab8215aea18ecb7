"""The git repository of a plan: create it, list its branches and tags, find the name of the person who records."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from papi_cli.problems import Failure
from papi_cli.store.git import GitCommand, run_git
from papi_cli.store.locations import is_shipped
from papi_cli.store.os_errors import os_reason
from papi_cli.store.writing import refuse_places_of_plans


def create_repository(folder: Path, files: Mapping[str, bytes], *, message: str) -> bool:
    """Create a git repository of `files` in `folder`, which must be absent or empty; return whether it was committed.

    git refuses to commit for somebody without a name and an address in its settings; the files are then left staged.
    Raises Misuse for a folder that belongs to a plan, Failure if it holds anything, the system refuses, or git is
    missing; nothing is left behind then.
    """
    existed = refuse_unless_free(folder)
    try:
        try:
            _write_all(folder, files)
            _run_git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
            _run_git(folder, "add", "--all")
        except BaseException:
            _clear(folder, remove=not existed)
            raise
    except OSError as error:
        raise Failure(f"Không tạo được kho ở {folder}: {os_reason(error)}.") from error
    is_committed = _run_git(folder, "commit", "--quiet", f"--message={message}", may_fail=True)
    # A second init adds the user's template (hooks, attributes) last, so that it cannot affect the commit.
    _run_git(folder, "init", "--quiet", may_fail=True)
    return is_committed


def refuse_unless_free(folder: Path) -> bool:
    """Raise Misuse for a folder that belongs to a plan, Failure for one that holds anything; return whether it exists."""
    refuse_places_of_plans(folder)
    exists = os.path.lexists(folder)
    try:
        if exists and any(folder.iterdir()):
            raise Failure(f"Thư mục {folder} không trống: chọn một thư mục mới hoặc thư mục trống.")
    except OSError as error:
        raise Failure(f"Không tạo được kho ở {folder}: {os_reason(error)}.") from error
    return exists


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _clear(folder: Path, *, remove: bool) -> None:
    for child in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(child) if child.is_dir() else child.unlink()
    if remove and folder.is_dir():
        folder.rmdir()


def _run_git(folder: Path, command: GitCommand, *args: str, may_fail: bool = False) -> bool:
    """Run git in the folder and return whether it succeeded; raises Failure if it did not, unless it `may_fail`."""
    answer = run_git(folder, command, *args, purpose="để tạo kho")
    if answer.exit_code and not may_fail:
        raise Failure(f"git không tạo được kho ở {folder}; chạy thử «git init» ở đó để biết lý do.")
    return not answer.exit_code


def reference_names(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return kind (heads, remotes, tags) and short name of each branch and tag of the repository in which `folder` lies.

    They are whatever the repository has, sorted as git sorts them; () for no repository. Raises Failure if git is
    missing.
    """
    if is_shipped(folder):  # it may lie in somebody's repository, and has no history of its own
        return ()
    names = ("--symbolic-full-name", "--branches", "--tags", "--remotes")
    answer = run_git(folder, "rev-parse", *names, purpose="để biết các phiên bản")
    lines = answer.output.decode(errors="replace").splitlines() if not answer.exit_code else []
    return tuple((kind, name) for _, kind, name in (line.split("/", 2) for line in lines if line.count("/") > 1))


def writer_name(root: Path, *, environment: Mapping[str, str]) -> str:
    """Return who records: PAPI_BY, else git's user.name for `root`, else the login name, else ""."""
    if name := environment.get("PAPI_BY", "").strip():
        return name
    try:
        name = run_git(root, "config", "user.name", purpose="để biết tên").output.decode(errors="ignore").strip()
    except Failure:
        name = ""
    login = (environment.get(variable, "") for variable in ("LOGNAME", "USER", "USERNAME"))  # the last on Windows
    return name or next(filter(None, login), "")
