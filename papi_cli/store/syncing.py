"""Exchange commits with the repository that others use, too: fetch, merge, push.

Nothing is lost on the way: commits stay where they are until the other side has them, a merge that cannot be made is
undone, and what somebody has not committed is never touched. Of the log, which merges by its layout, nothing can be in
conflict; what two people wrote into one file of the plan is for people to settle.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple, TypeVar

from papi_cli.problems import Failure
from papi_cli.store import branches
from papi_cli.store.branches import Branch, current_branch, git_or_failure, refusal_of
from papi_cli.store.git import SyncCommand, run_git, run_git_as_user
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.locations import AMENDMENT_FOLDER, LOG_FOLDER, LOG_SUFFIX, PLAN_FOLDER
from papi_cli.store.log_lock import locked_log
from papi_cli.store.sources import RevisionSource
from papi_cli.store.steady import log_names
from papi_cli.store.transfers import is_overtaken, trouble_of

T = TypeVar("T")

_PURPOSE = "để nhận và gửi"
_UNDONE = "Chưa gộp, chưa gửi gì"
_TRIES = 5
_USUAL_REMOTE = "origin"


class Remote(NamedTuple):
    """The other side of a branch: the remote's name, the full name of its branch there, and of what is known of it here.

    A branch that nothing is known of has None; `is_new` if it was never sent and follows none yet.
    """

    name: str
    branch: str
    tracking: str
    is_new: bool

    @property
    def words(self) -> str:
        """The short name of the branch: `origin/main`."""
        return f"{self.name}/{self.branch.removeprefix('refs/heads/')}"


class Exchange(NamedTuple):
    """What came and went: files of the log, commits but for merges, and the files of the plan that came changed.

    `exchanged` are the files of the log that one of the two sides alone had before, committed or not. `uncommitted` counts files of the log that are in no commit, and so went nowhere. `trouble` is a sentence on why
    nothing was fetched (not even that if not `is_fetched`) or sent, "" if all went well; what waits counts as `unsent`.
    """

    remote: str
    received: int
    received_commits: int
    plan_files: tuple[str, ...]
    sent: int
    sent_commits: int
    unsent: int
    unsent_commits: int
    exchanged: frozenset[str]
    uncommitted: int
    is_fetched: bool
    trouble: str


def synchronize(root: Path, *, may_ask: bool, while_waiting: Callable[[], None]) -> Exchange:
    """Fetch what others have sent, merge it, and send what is here; `may_ask` lets git ask for a password.

    `while_waiting` is called once if others record in this folder for longer than a moment: nobody does while it merges.
    Raises Failure for what `current_branch` refuses, before the first commit, without a remote, and for a merge that
    people have to make, which is undone. That the other side cannot be reached or refuses is told by the answer.
    """
    branch = current_branch(root, purpose=_PURPOSE)
    if not branch.commit:
        raise Failure(f"Kho git ở {root} chưa có lần lưu nào. Lưu lần đầu bằng git add, git commit rồi chạy lại.")
    remote = _remote_of(branch)
    is_fetched = False
    for _ in range(_TRIES):
        transfer = _as_user(branch, "fetch", "--quiet", "--no-recurse-submodules", remote.name, may_ask=may_ask)
        known = _commit_at(root, remote.tracking)
        is_fetched = not transfer.exit_code
        if not is_fetched:
            break
        if known and not _is_ancestor(root, known, "HEAD"):
            with locked_log(root, while_waiting, undone=_UNDONE):
                _outlasting_interruptions(lambda: _merge(branch, remote))
        if known and _is_ancestor(root, "HEAD", known):
            break
        transfer = _push(branch, remote, may_ask=may_ask)
        if not is_overtaken(transfer):
            break
    return _exchange(branch, remote, known, transfer, is_fetched=is_fetched)


def refuse_empty_clone(folder: Path) -> None:
    """Raise Failure if `folder` lies in a clone in which nothing is checked out, though the other side has something."""
    branches.refuse_empty_clone(folder, purpose=_PURPOSE)


# The other side


def _remote_of(branch: Branch) -> Remote:
    """Return the other side of the branch: the one that it follows, else the only one there is, or "origin"."""
    form = "--format=%(upstream:remotename)%00%(upstream:remoteref)%00%(upstream)"
    answer = git_or_failure(branch.root, "for-each-ref", form, branch.reference, purpose=_PURPOSE)
    name, reference, tracking = os.fsdecode(answer).strip("\n").split("\0")
    if name and name != ".":
        return Remote(name, reference, tracking, is_new=False)
    names = _remote_names(branch.root)
    if not names:
        raise Failure(
            f"Kho git ở {branch.root} chưa có nơi để gửi lên. Chạy một lần: git remote add {_USUAL_REMOTE} ĐỊA_CHỈ_KHO, rồi "
            "chạy lại papi sync."
        )
    if len(names) > 1 and _USUAL_REMOTE not in names:
        raise Failure(
            f"Kho git ở {branch.root} có nhiều nơi để gửi lên: {', '.join(names)}. Chọn một nơi, chạy một lần: git push "
            f"--set-upstream {names[0]} {branch.name}"
        )
    name = _USUAL_REMOTE if _USUAL_REMOTE in names else names[0]
    return Remote(name, branch.reference, f"refs/remotes/{name}/{branch.name}", is_new=True)


def _remote_names(root: Path) -> list[str]:
    answer = run_git(root, "config", "--get-regexp", "--name-only", r"^remote\..*\.url$", purpose=_PURPOSE)
    keys = os.fsdecode(answer.output).splitlines()
    return sorted({key.removeprefix("remote.").removesuffix(".url") for key in keys})


def _push(branch: Branch, remote: Remote, *, may_ask: bool) -> GitAnswer:
    follow = ("--set-upstream",) if remote.is_new else ()
    return _as_user(
        branch, "push", "--porcelain", *follow, remote.name, f"{branch.reference}:{remote.branch}", may_ask=may_ask
    )


# The merge


def _merge(branch: Branch, remote: Remote) -> None:
    """Merge what was fetched; raises Failure if people have to do it, and then nothing has changed."""
    ways = ("--ff", "--commit", "--no-squash", "--no-autostash", "--no-edit", "--no-stat", "--quiet")
    message = ("-m", f"Gộp {remote.words}")
    answer = _as_user(branch, "merge", *ways, *message, remote.tracking, may_ask=False)
    if not answer.exit_code:
        return
    if not branch.is_unfinished():
        raise _unmerged(branch, answer)
    names = _names_in_conflict(branch.root)
    undone = _as_user(branch, "merge", "--abort", may_ask=False)
    if undone.exit_code:
        raise Failure(
            f"Gộp dở với {remote.words}, và không hoàn lại được. Chạy git merge --abort rồi chạy lại papi sync. git báo: "
            f"{undone.last_line}"
        )
    if not names:
        raise Failure(f"Không gộp được với {remote.words}; đã hoàn lại như trước. git báo: {answer.last_line}")
    raise Failure(
        f"Chưa gộp được: hai bên sửa khác nhau trong {', '.join(names)}. Đã hoàn lại như trước khi gộp, không mất gì, chưa "
        f"gửi gì. Cần người xem cả hai bản: git merge {remote.words}, sửa các chỗ giữa «<<<<<<<» và «>>>>>>>», chạy papi "
        "check, lưu bằng git commit -a, rồi chạy lại papi sync."
    )


def _unmerged(branch: Branch, answer: GitAnswer) -> Failure:
    """Return the Failure for a merge that git did not begin."""
    names = ", ".join(line.strip() for line in answer.complaint.splitlines() if line.startswith(("\t", "  ")))
    if "untracked working tree files" in answer.complaint:
        return Failure(
            f"Chưa gộp được: bên kia có tệp cùng tên với tệp chưa lưu ở đây: {names}. Lưu (git add, git commit) hoặc chuyển "
            "tệp ấy đi nơi khác rồi chạy lại. Không mất gì, chưa gửi gì."
        )
    if "would be overwritten" in answer.complaint:
        return Failure(
            f"Chưa gộp được: có thay đổi chưa lưu mà lần gộp sẽ đụng tới: {names}. Lưu (git add, git commit) hoặc bỏ thay "
            "đổi ấy rồi chạy lại. Không mất gì, chưa gửi gì."
        )
    if "unrelated histories" in answer.complaint:
        return Failure(
            "Chưa gộp được: kho ở đây và kho bên kia được tạo riêng, không có lần lưu nào chung. Lấy kho bên kia về bằng git "
            "clone rồi ghi vào đó."
        )
    return refusal_of(answer, branch.root)


def _names_in_conflict(root: Path) -> list[str]:
    """Return the paths, from the top of the work tree, of the files that git could not merge."""
    listing = git_or_failure(root, "ls-files", "-u", "-z", "--full-name", ":/", purpose=_PURPOSE)
    lines = listing.decode(errors="replace").split("\0")
    return sorted({line.partition("\t")[2] for line in lines if line})


def _outlasting_interruptions(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises; an interruption meanwhile is heeded once it has ended.

    Interruptions reach the first thread only, and a git that is run apart not at all.
    """
    answers: list[T] = []
    errors: list[BaseException] = []
    ended = Event()

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:  # noqa: BLE001  # raised again in the first thread
            errors.append(error)
        finally:
            ended.set()

    Thread(target=run).start()
    interruption = None
    while not ended.is_set():
        try:
            ended.wait()  # Thread.join would take a thread for ended once it was interrupted
        except KeyboardInterrupt as error:
            interruption = error
    if interruption is not None:
        raise interruption
    if errors:
        raise errors[0]
    return answers[0]


# What came and went


def _exchange(branch: Branch, remote: Remote, known: str, transfer: GitAnswer, *, is_fetched: bool) -> Exchange:
    """Return what came and went since `branch` was looked at.

    `known` is the commit of the other side that was fetched last, "" for none, `transfer` the last call of git to it.
    """
    root, failed = branch.root, bool(transfer.exit_code)
    before, here, there = _log_at(root, branch.commit), _log_at(root, "HEAD"), _log_at(root, known)
    # What the other side has now: commits that were made here meanwhile did not go with the others.
    after = known if failed else _commit_at(root, remote.tracking)
    on_disk = {f"{folder}/{name}" for folder, names in log_names(root).items() for name in names}
    return Exchange(
        remote.words,
        received=len(there - before),
        received_commits=_count_commits(root, known, branch.commit),
        plan_files=_plan_files_from(root, branch.commit, known),
        sent=len(_log_at(root, after) - there),
        sent_commits=_count_commits(root, after, known),
        unsent=len(here - there) if failed else 0,
        unsent_commits=_count_commits(root, "HEAD", known) if failed else 0,
        exchanged=frozenset((there - before) | (on_disk - there)),
        uncommitted=len(on_disk - here),
        is_fetched=is_fetched,
        trouble=trouble_of(transfer) if failed else "",
    )


def _log_at(root: Path, commit: str) -> set[str]:
    """Return the paths of the log's files in a commit; none in none."""
    return set(_blobs_at(root, commit, LOG_FOLDER, LOG_SUFFIX, deep=True))


def _plan_files_from(root: Path, ours: str, theirs: str) -> tuple[str, ...]:
    """Return the paths of the plan's files that the history of `theirs` changed since it left that of `ours`."""
    if not theirs:
        return ()
    answer = run_git(root, "merge-base", ours, theirs, purpose=_PURPOSE)
    base = _plan_files_at(root, answer.output.decode().strip())
    changed = _plan_files_at(root, theirs)
    return tuple(sorted(path for path in base | changed if base.get(path) != changed.get(path)))


def _plan_files_at(root: Path, commit: str) -> dict[str, str]:
    """Return git's name for the content of each file of the plan and of each amendment, by path, in a commit."""
    amendments = _blobs_at(root, commit, AMENDMENT_FOLDER, ".yaml", deep=True)
    return _blobs_at(root, commit, PLAN_FOLDER, ".yaml", deep=False) | amendments


def _blobs_at(root: Path, commit: str, folder: str, suffix: str, *, deep: bool) -> dict[str, str]:
    return dict(RevisionSource(root.resolve(), commit).blob_names(commit, folder, suffix, deep=deep)) if commit else {}


def _commit_at(root: Path, reference: str) -> str:
    """Return the name of the commit that a reference leads to; "" if there is none."""
    if not reference:
        return ""
    words = ("--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    return run_git(root, "rev-parse", *words, purpose=_PURPOSE).output.decode().strip()


def _count_commits(root: Path, commit: str, known: str) -> int:
    """Return how many commits, but for merges, lead to `commit` and not to `known`."""
    if not commit:
        return 0
    without = (f"^{known}",) if known else ()
    return int(git_or_failure(root, "rev-list", "--count", "--no-merges", commit, *without, purpose=_PURPOSE))


def _is_ancestor(root: Path, commit: str, descendant: str) -> bool:
    return not run_git(root, "merge-base", "--is-ancestor", commit, descendant, purpose=_PURPOSE).exit_code


def _as_user(branch: Branch, command: SyncCommand, *args: str, may_ask: bool) -> GitAnswer:
    return run_git_as_user(branch.root, command, *args, purpose=_PURPOSE, may_ask=may_ask)
