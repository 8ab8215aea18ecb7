"""Where a repository stands: its git folder, the branch at hand and its last commit; refused is what nobody could add to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from papi_cli.problems import Failure
from papi_cli.store.git import GitCommand, run_git
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.locations import work_tree_of

_BRANCHES = "refs/heads/"

# What git keeps in its folder while something is begun and not ended, and what that is called.
_UNFINISHED = {
    "MERGE_HEAD": "một lần gộp (merge)",
    "rebase-merge": "một lần rebase",
    "rebase-apply": "một lần rebase",
    "CHERRY_PICK_HEAD": "một lần cherry-pick",
    "REVERT_HEAD": "một lần revert",
}

_HELD = (
    "Một chương trình git khác đang ghi vào kho ở {folder}. Đợi nó xong rồi chạy lại; nếu không còn chương trình git nào "
    "đang chạy thì xóa tệp index.lock trong thư mục .git."
)
_CLOSED = "Không có quyền ghi vào kho git ở {folder}, hoặc ổ đĩa đã đầy hay chỉ cho đọc. git báo: {last_line}"
NO_NAME = (
    'git chưa biết tên và địa chỉ thư của người lưu. Chạy một lần: git config --global user.name "HỌ TÊN", rồi git config '
    "--global user.email ĐỊA_CHỈ_THƯ."
)

# A phrase that git prints where it cannot write the repository → what papi says.
_REFUSALS = {
    "tell me who you are": NO_NAME,
    "empty ident name": NO_NAME,
    "auto-detect email": NO_NAME,
    "index.lock': File exists": _HELD,
    ".lock': File exists": _HELD,
    "insufficient permission": _CLOSED,
    "Permission denied": _CLOSED,
    "Read-only file system": _CLOSED,
    "No space left": _CLOSED,
}


class Branch(NamedTuple):
    """The branch that is checked out in a work tree, by its short name.

    `commit` is its last one, "" before the first. `prefix` leads from the top of the work tree to the plan's folder; it is
    "" or ends with a slash.
    """

    root: Path
    git_folder: Path
    prefix: str
    name: str
    commit: str

    @property
    def reference(self) -> str:
        """The branch's full name."""
        return f"{_BRANCHES}{self.name}"

    def is_unfinished(self) -> bool:
        """Return whether a merge, a rebase or the like was begun and not ended."""
        return self._unfinished() is not None

    def refuse_unfinished(self) -> None:
        """Raise Failure while a merge, a rebase or the like waits for somebody to end it."""
        if what := self._unfinished():
            raise Failure(f"Kho git ở {self.root} đang dở {what}. Làm cho xong hoặc hủy bằng git rồi chạy lại.")

    def _unfinished(self) -> str | None:
        return next((what for name, what in _UNFINISHED.items() if os.path.lexists(self.git_folder / name)), None)


def current_branch(root: Path, *, purpose: str) -> Branch:
    """Return the branch that is checked out where the plan's folder `root` lies.

    Raises Failure without git (`purpose` completes "Cần có git …"), outside of a repository, in one that cannot be read,
    where no branch is checked out, and where a merge or a rebase was begun and not ended.
    """
    if work_tree_of(root) is None:
        raise Failure(f"Thư mục {root} không nằm trong một kho git. Tạo kho bằng git init ở đó.")
    places = ("--absolute-git-dir", "--is-inside-work-tree", "--show-prefix")
    answer = git_or_failure(root, "rev-parse", *places, purpose=purpose)
    git_folder, is_inside, prefix, *_ = os.fsdecode(answer).split("\n")
    if is_inside != "true":
        raise Failure(f"Kho git của thư mục {root} được khai là không có thư mục làm việc (core.bare, core.worktree).")
    name = os.fsdecode(run_git(root, "symbolic-ref", "--quiet", "HEAD", purpose=purpose).output).strip()
    head = run_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", purpose=purpose)
    branch = Branch(root, Path(git_folder), prefix, name.removeprefix(_BRANCHES), head.output.decode().strip())
    branch.refuse_unfinished()
    if not name.startswith(_BRANCHES):
        raise Failure(
            f"Kho git ở {root} không đứng trên nhánh nào (đang mở một phiên bản cũ). Chạy git switch TÊN_NHÁNH rồi chạy lại."
        )
    return branch


def refuse_empty_clone(folder: Path, *, purpose: str) -> None:
    """Raise Failure for a clone without files because the other side's HEAD names a branch that nobody has sent.

    So it is with a shared repository that was made under another name of the first branch than those who send to it use.
    """
    if work_tree_of(folder) is None:
        return
    if not run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", purpose=purpose).exit_code:
        return
    listing = git_or_failure(folder, "for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes", purpose=purpose)
    names = [name for name in os.fsdecode(listing).splitlines() if name != "HEAD"]
    if names:
        name = "main" if "main" in names else names[0]
        head = os.fsdecode(run_git(folder, "symbolic-ref", "--quiet", "HEAD", purpose=purpose).output).strip()
        raise Failure(
            f"Kho git ở {folder} chưa mở nhánh nào có dữ liệu nên chưa có tệp: kho chung trỏ vào nhánh «{head.removeprefix(_BRANCHES)}» mà "
            f"chưa ai gửi lên. Chạy một lần: git checkout {name}, rồi chạy lại; lần sau lấy về bằng git clone -b {name}."
        )


def git_or_failure(root: Path, command: GitCommand, *args: str, purpose: str) -> bytes:
    """Return what git prints; raises Failure if it does not succeed."""
    answer = run_git(root, command, *args, purpose=purpose)
    if answer.exit_code:
        raise answer.failure(root)
    return answer.output


def refusal_of(answer: GitAnswer, folder: Path) -> Failure:
    """Return the Failure for a git that could not write the repository in which `folder` lies."""
    words = next((words for phrase, words in _REFUSALS.items() if phrase in answer.complaint), None)
    return Failure(words.format(folder=folder, last_line=answer.last_line)) if words else answer.failure(folder)
