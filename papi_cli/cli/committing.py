"""`--commit` and PAPI_COMMIT: whether what a command writes is committed, and what is said of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from papi_cli.cli.screen import print_stderr
from papi_cli.problems import Failure, Misuse
from papi_cli.store.locations import current_folder, way_to

_SWITCH = "PAPI_COMMIT"


def wants_commit(*, asked: bool, environment: Mapping[str, str]) -> bool:
    """Return whether to commit: if `--commit` asks for it, or PAPI_COMMIT is 1; raises Misuse for another value."""
    value = environment.get(_SWITCH, "").strip()
    if value not in {"", "0", "1"}:
        raise Misuse(f"{_SWITCH} phải là 1 (ghi xong thì lưu vào git) hoặc 0, không phải «{value}».")
    return asked or value == "1"


def commit_written(root: Path, paths: Sequence[str], message: str, *, evidence: Iterable[str] = ()) -> None:
    """Commit the files that were written into the plan's folder, and say so on stderr.

    That they are written stands. Whatever keeps them from being committed is told and raises nothing.
    """
    if not paths:
        return
    from papi_cli.cli.program.situations import situation_sentence
    from papi_cli.store.commits import commit_files
    from papi_cli.views.saving import saved_sentence, uncommitted_evidence_sentence

    try:
        commit = commit_files(root, paths, message, resting_on=evidence, while_waiting=tell_of_waiting)
    except Failure as failure:
        print_stderr(_not_saved(root, paths, str(failure)))
        return
    except Exception as error:
        if not (sentence := situation_sentence(error)):
            raise
        print_stderr(_not_saved(root, paths, sentence))
        return
    print_stderr(saved_sentence(commit.branch, message, is_new=bool(commit.name)))
    if commit.uncommitted:
        print_stderr(
            uncommitted_evidence_sentence(
                commit.uncommitted, commands_to_commit(root, commit.uncommitted, "Minh chứng")
            )
        )


def tell_of_waiting() -> None:
    """Say on stderr that somebody else is recording."""
    print_stderr("Đang chờ người khác ghi xong vào sổ theo dõi này …")


def _not_saved(root: Path, paths: Sequence[str], reason: str) -> str:
    places = paths if len(paths) == 1 else sorted({path.rpartition("/")[0] for path in paths})
    return (
        f"Đã ghi, nhưng chưa lưu vào git. {reason} Sau đó lưu bằng: {commands_to_commit(root, places, 'Ghi kết quả')}"
    )


def commands_to_commit(root: Path, paths: Sequence[str], message: str) -> str:
    """Return, for the user, the commands of git that commit these paths of the plan's folder, as they work in the current one."""
    way = way_to(root, current_folder()).as_posix()
    git = ("git",) if way == "." else ("git", "-C", way)
    add, commit = (shlex.join((*git, *words)) for words in (("add", *paths), ("commit", "-m", message)))
    return f"{add}, rồi {commit}"
