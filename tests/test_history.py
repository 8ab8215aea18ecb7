"""`papi check` against git: files of the log that were changed or removed since the last commit, or since a revision."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from tests.repositories import commit, git
from tests.sample import Keys, keys_of, line_of
from tests.tree import minimal

Capture = pytest.CaptureFixture[str]

FORGED = "28/KH-UBND"


def event(day: str = "2026-03-12", document: str = "45/KH-UBND") -> Keys:
    return keys_of("done", day, item="I.1/ke-hoach", agency="so-noi-vu", document=document)


def recorded(root: Path, *events: Keys) -> Path:
    """Write a file of the log as `papi record` does."""
    content = b"".join(map(line_of, events))
    digits = hashlib.sha256(content).hexdigest()[:16]
    day = str(events[0]["date"])
    path = root / "plan" / "status" / day[:7] / f"{day.replace('-', '')}T100000.000000Z-{digits}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with two recordings, outside any repository."""
    root = minimal(tmp_path / "kho")
    recorded(root, event())
    recorded(root, event("2026-04-12"))
    return root


@pytest.fixture
def repository(plan: Path) -> Path:
    """The same, committed."""
    git(plan, "init", "-q")
    commit(plan)
    return plan


def log_files(root: Path) -> list[Path]:
    return sorted((root / "plan" / "status").rglob("*.jsonl"))


def name_of(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def told(capfd: Capture, root: Path, *options: str) -> list[tuple[str, str]]:
    """Return code and file of each problem with the history that `papi check` tells; it exits with 1 for any error."""
    capfd.readouterr()
    exit_code = main(["check", "--plan", str(root), "--format", "json", *options])
    problems = json.loads(capfd.readouterr().out)["problems"]
    assert exit_code == ("error" in {problem["severity"] for problem in problems})
    of_history = [problem for problem in problems if problem["code"] in {"P411", "P412"}]
    assert {problem["severity"] for problem in of_history} <= {"error"}
    return [(problem["code"], problem["file"]) for problem in of_history]


def remarks(capfd: Capture, root: Path, *options: str) -> list[str]:
    """Return what `papi check`, which succeeds, says on stderr before its last line."""
    capfd.readouterr()
    assert main(["check", "--plan", str(root), *options]) == 0
    *lines, last = capfd.readouterr().err.splitlines()
    assert last.startswith("Đã kiểm tra 9 tệp kế hoạch, 2 tệp sổ theo dõi: 0 lỗi")
    return lines


# Ways of tampering with the first file of the log: each returns what is told of that file.


def delete(path: Path) -> str:
    path.unlink()
    return "P411"


def delete_the_month(path: Path) -> str:
    shutil.rmtree(path.parent)
    return "P411"


def rename(path: Path) -> str:
    path.rename(path.with_name("a.jsonl"))
    return "P411"


def move_to_another_month(path: Path) -> str:
    (path.parents[1] / "2026-05").mkdir(exist_ok=True)
    path.rename(path.parents[1] / "2026-05" / path.name)
    return "P411"


def take_the_ending(path: Path) -> str:
    path.rename(path.with_suffix(".bak"))
    return "P411"


def edit(path: Path) -> str:
    path.write_bytes(path.read_bytes().replace(b"45/KH-UBND", FORGED.encode()))
    return "P412"


def edit_with_a_new_id(path: Path) -> str:
    path.write_bytes(line_of(event(document=FORGED)))
    return "P412"


def forge_consistently(path: Path) -> str:
    """Write another event under its own id into a file of its own name."""
    path.unlink()
    recorded(path.parents[3], event(document=FORGED))
    return "P411"


def empty(path: Path) -> str:
    path.write_bytes(b"")
    return "P412"


def cut(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:-40])
    return "P412"


def append(path: Path) -> str:
    with path.open("ab") as file:
        file.write(line_of(event("2026-03-13", FORGED)))
    return "P412"


def swap(path: Path) -> str:
    shutil.copyfile(log_files(path.parents[3])[1], path)
    return "P412"


TAMPERINGS = (
    delete, delete_the_month, rename, move_to_another_month, take_the_ending, edit, edit_with_a_new_id,
    forge_consistently, empty, cut, append, swap,
)  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_tampering_is_told_in_the_work_tree_and_once_committed(
    tamper: Callable[[Path], str], repository: Path, capfd: Capture
) -> None:
    path = log_files(repository)[0]
    assert told(capfd, repository) == []
    answer = [(tamper(path), name_of(repository, path))]
    assert told(capfd, repository) == answer
    assert told(capfd, repository, "--since", "HEAD") == answer
    commit(repository)
    assert told(capfd, repository) == [], "the last commit has it so"
    assert told(capfd, repository, "--since", "HEAD~1") == answer
    commit(repository)
    assert told(capfd, repository, "--since", "HEAD~2") == answer


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_the_way_back_leads_back(tamper: Callable[[Path], str], repository: Path, capfd: Capture) -> None:
    before = {path: path.read_bytes() for path in log_files(repository)}
    for options in ([], ["--since", "HEAD~1"]):
        tamper(log_files(repository)[0])
        if options:
            commit(repository)
        capfd.readouterr()
        assert main(["check", "--plan", str(repository), "--format", "json", *options]) == 1
        problems = json.loads(capfd.readouterr().out)["problems"]
        (hint,) = [problem["hint"] for problem in problems if problem["code"] in {"P411", "P412"}]
        command = hint.partition("«")[2].partition("»")[0]
        assert command.startswith("git checkout HEAD -- " if not options else "git checkout ")
        subprocess.run(command, shell=True, cwd=repository, check=True, capture_output=True)
        assert {path: path.read_bytes() for path in before} == before
        for path in set(log_files(repository)) - set(before):
            path.unlink()


def test_a_file_that_is_new_is_fine(repository: Path, capfd: Capture) -> None:
    recorded(repository, event("2026-05-12"))
    assert told(capfd, repository, "--since", "HEAD") == []
    commit(repository)
    assert told(capfd, repository, "--since", "HEAD~1") == []


def test_the_sentences(repository: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    first, second = log_files(repository)
    rename(first)
    edit(second)
    assert main(["check", "--plan", str(repository)]) == 1
    names = [name_of(repository, path) for path in (first, second)]
    out = capfd.readouterr().out
    assert (
        f"{names[0]}:1:1: lỗi [P411]: tệp của sổ theo dõi có ở lần lưu (commit) gần nhất nay không còn (nội dung ấy nay nằm "
        f"ở «plan/status/2026-03/a.jsonl»). Khôi phục: chạy «git checkout HEAD -- {names[0]}»; ghi nhầm thì "
        "dùng papi retract, papi correct.\n"
    ) in out
    assert (
        f"{names[1]}:1:1: lỗi [P412]: nội dung tệp khác với bản ở lần lưu (commit) gần nhất; tệp của sổ theo dõi đã ghi thì "
        f"không sửa. Khôi phục: chạy «git checkout HEAD -- {names[1]}»; "
    ) in out
    main(["check", "--plan", str(repository), "--since", "main"])
    commit_name = git(repository, "rev-parse", "HEAD")[:12]
    assert f"có ở phiên bản {commit_name} (--since «main») nay không còn" in capfd.readouterr().out


def test_a_file_is_told_once_and_leads_back_to_the_older_commit(repository: Path, capfd: Capture) -> None:
    base = git(repository, "rev-parse", "HEAD")
    path = log_files(repository)[0]
    edit(path)
    commit(repository)
    delete(path)
    assert told(capfd, repository, "--since", base) == [("P411", name_of(repository, path))]
    assert main(["check", "--plan", str(repository), "--since", base]) == 1
    assert f" checkout {base[:12]} -- " in capfd.readouterr().out


def test_what_was_restored_is_told_of_no_commit_that_had_it_otherwise(repository: Path, capfd: Capture) -> None:
    """Else the way back from an altered file that was committed would end in an error again."""
    path = log_files(repository)[0]
    edit(path)
    commit(repository)
    git(repository, "checkout", "-q", "HEAD~1", "--", ".")
    assert told(capfd, repository) == []
    commit(repository)
    assert told(capfd, repository, "--since", "HEAD~1") == []


@pytest.mark.parametrize("ends", ["crlf in the work tree", "crlf in the commit", "autocrlf"])
def test_line_ends_do_not_count(ends: str, repository: Path, capfd: Capture) -> None:
    first, second = log_files(repository)
    # A name without digits, which say by themselves that the content is the recorded one.
    first = first.rename(first.with_name("a.jsonl"))
    commit(repository)
    windows = first.read_bytes().replace(b"\n", b"\r\n")
    if ends == "autocrlf":
        git(repository, "config", "core.autocrlf", "true")
        shutil.rmtree(repository / "plan")
        git(repository, "checkout", "-q", "HEAD", "--", ".")
        assert first.read_bytes() == windows
    else:
        unix = first.read_bytes()
        first.write_bytes(windows)
        if ends == "crlf in the commit":
            commit(repository)
            first.write_bytes(unix)
    assert told(capfd, repository, "--since", "HEAD") == []
    edit(second)
    assert told(capfd, repository, "--since", "HEAD") == [("P412", name_of(repository, second))]


# Which repository


def test_a_plan_outside_any_repository(plan: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert remarks(capfd, plan) == []
    delete(log_files(plan)[0])
    assert told(capfd, plan) == []
    recorded(plan, event())
    monkeypatch.setenv("PATH", str(plan))
    assert remarks(capfd, plan) == [], "nobody needs git there"
    assert main(["check", "--plan", str(plan), "--since", "HEAD"]) == 3


def test_before_the_first_commit(plan: Path, capfd: Capture) -> None:
    git(plan, "init", "-q")
    git(plan, "add", "-A")
    assert remarks(capfd, plan) == []
    delete(log_files(plan)[0])
    assert told(capfd, plan) == []
    capfd.readouterr()
    assert main(["check", "--plan", str(plan), "--since", "HEAD"]) == 2


@pytest.mark.parametrize("objects", ["sha1", "sha256"])
def test_a_plan_in_a_folder_of_a_repository(objects: str, plan: Path, tmp_path: Path, capfd: Capture) -> None:
    git(tmp_path, "init", "-q", f"--object-format={objects}")
    (tmp_path / "plan" / "status").mkdir(parents=True)
    (tmp_path / "plan" / "status" / "other.jsonl").write_bytes(b"x")
    assert len(commit(tmp_path)) == {"sha1": 40, "sha256": 64}[objects]
    assert told(capfd, plan, "--since", "HEAD") == []
    first, second = log_files(plan)
    delete(first)
    edit(second)
    answer = [("P411", name_of(plan, first)), ("P412", name_of(plan, second))]
    assert told(capfd, plan) == answer
    commit(tmp_path)
    assert told(capfd, plan, "--since", "HEAD~1") == answer


def test_a_plan_that_git_ignores(plan: Path, tmp_path: Path, capfd: Capture) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("kho/\n")
    commit(tmp_path)
    assert remarks(capfd, plan, "--since", "HEAD") == []
    delete(log_files(plan)[0])
    assert told(capfd, plan) == []


def test_a_worktree(repository: Path, tmp_path: Path, capfd: Capture) -> None:
    worktree = tmp_path / "khác"
    git(repository, "worktree", "add", "-q", str(worktree))
    path = log_files(worktree)[0]
    assert told(capfd, worktree) == []
    delete(path)
    assert told(capfd, worktree) == [("P411", name_of(worktree, path))]


def test_a_link_to_the_folder_of_the_plan(repository: Path, tmp_path: Path, capfd: Capture) -> None:
    link = tmp_path / "link"
    link.symlink_to(repository)
    path = log_files(repository)[0]
    delete(path)
    assert told(capfd, link) == [("P411", name_of(repository, path))]


def test_without_git_the_files_are_checked_all_the_same(
    repository: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    (line,) = remarks(capfd, repository)
    assert line == (
        "Chưa so sổ theo dõi với lần lưu (commit) gần nhất. Cần có git để đọc một phiên bản đã lưu, nhưng máy này chưa "
        "cài git."
    )
    assert main(["check", "--plan", str(repository), "--since", "HEAD"]) == 3


def test_a_repository_that_git_refuses_does_not_stop_the_check(
    repository: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "git"
    program.write_text(f'#!/bin/sh\nexport GIT_TEST_ASSUME_DIFFERENT_OWNER=1\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        (line,) = remarks(capfd, repository)
        assert line.startswith("Chưa so sổ theo dõi với lần lưu (commit) gần nhất. git không mở kho ở ")
        assert "thuộc về một người dùng khác" in line
        assert main(["check", "--plan", str(repository), "--since", "HEAD"]) == 3
    (repository / ".git" / "config").write_text("[core\n")
    (line,) = remarks(capfd, repository)
    assert line.endswith("git báo: fatal: bad config line 1 in file .git/config")


def test_files_of_a_bare_repository_beside_the_plan(repository: Path, capfd: Capture) -> None:
    for name in ("HEAD", "config", "objects", "refs"):
        source = repository / ".git" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, repository / name)
    shutil.rmtree(repository / ".git")
    assert remarks(capfd, repository) == []


def test_a_repository_declared_bare(plan: Path, tmp_path: Path, capfd: Capture) -> None:
    """There git takes the plan's folder for the top of the repository, and would list the files of another plan."""
    git(tmp_path, "init", "-q")
    (tmp_path / "plan" / "status").mkdir(parents=True)
    (tmp_path / "plan" / "status" / "other.jsonl").write_bytes(b"x")
    commit(tmp_path)
    git(tmp_path, "config", "core.bare", "true")
    (line,) = remarks(capfd, plan)
    assert f"Kho git của thư mục {plan} được khai là không có thư mục làm việc (core.bare)" in line
    assert main(["status", "--plan", str(plan), "--at", "HEAD"]) == 3
    assert "(core.bare)" in capfd.readouterr().err


def test_a_broken_last_commit(repository: Path, capfd: Capture) -> None:
    tree = git(repository, "rev-parse", "HEAD:plan/status")
    (repository / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    (line,) = remarks(capfd, repository)
    assert line.startswith("Chưa so sổ theo dõi với lần lưu (commit) gần nhất. git không đọc được kho ở ")


# Since which revision


def test_an_unknown_revision_is_misuse(repository: Path, capfd: Capture) -> None:
    for revision in ("v9", "0" * 40, "HEAD:plan/plan.yaml"):
        capfd.readouterr()
        assert main(["check", "--plan", str(repository), "--since", revision]) == 2
        assert capfd.readouterr() == ("", f"Không có phiên bản git «{revision}» trong kho của kế hoạch.\n")


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path, capfd: Capture) -> None:
    commit(repository)
    base = git(repository, "rev-parse", "HEAD~1")
    shallow = tmp_path / "nông"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    path = log_files(shallow)[0]
    assert told(capfd, shallow, "--since", "HEAD") == []
    assert main(["check", "--plan", str(shallow), "--since", base]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err == (
        f"Không có phiên bản git «{base}» trong kho của kế hoạch: kho là bản sao nông (shallow clone), chỉ có các phiên bản "
        "gần nhất. Lấy đủ bằng «git fetch --unshallow --tags» rồi chạy lại (chạy tự động thì đặt fetch-depth: 0 trên "
        "GitHub, GIT_DEPTH: 0 trên GitLab).\n"
    )
    delete(path)
    assert told(capfd, shallow) == [("P411", name_of(shallow, path))]
    git(shallow, "fetch", "-q", "--unshallow", "--tags")
    assert told(capfd, shallow, "--since", base) == [("P411", name_of(shallow, path))]


def test_a_shallow_clone_without_the_fork_point(repository: Path, tmp_path: Path, capfd: Capture) -> None:
    git(repository, "checkout", "-q", "-b", "nhánh")
    recorded(repository, event("2026-05-12"))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    recorded(repository, event("2026-06-12"))
    commit(repository)
    shallow = tmp_path / "nông"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", repository.as_uri(), str(shallow))
    assert main(["check", "--plan", str(shallow), "--since", "origin/nhánh"]) == 3
    assert "Không có chỗ mà lịch sử tách khỏi «origin/nhánh» trong kho" in capfd.readouterr().err
    git(shallow, "fetch", "-q", "--unshallow")
    assert told(capfd, shallow, "--since", "origin/nhánh") == []


def diverged(repository: Path) -> None:
    """Give branch and main a recording each after they parted; stay on the branch."""
    git(repository, "checkout", "-q", "-b", "nhánh")
    recorded(repository, event("2026-05-12"))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    recorded(repository, event("2026-06-12"))
    commit(repository)
    git(repository, "checkout", "-q", "nhánh")


def test_what_the_target_branch_gained_is_not_removed(repository: Path, capfd: Capture) -> None:
    diverged(repository)
    assert told(capfd, repository, "--since", "main") == []
    path = log_files(repository)[0]
    delete(path)
    commit(repository)
    assert told(capfd, repository, "--since", "main") == [("P411", name_of(repository, path))]
    git(repository, "merge", "-q", "--no-edit", "main")
    assert told(capfd, repository, "--since", "main") == [("P411", name_of(repository, path))]


def test_branches_that_were_merged_into_each_other_parted_in_two_places(repository: Path, capfd: Capture) -> None:
    diverged(repository)
    ours, theirs = (git(repository, "rev-parse", branch) for branch in ("nhánh", "main"))
    git(repository, "merge", "-q", "--no-edit", theirs)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-edit", ours)
    git(repository, "checkout", "-q", "nhánh")
    assert told(capfd, repository, "--since", "main") == []
    for gained in log_files(repository)[2:]:  # either was recorded after one of the two places, and before the other
        delete(gained)
        commit(repository)
        assert told(capfd, repository, "--since", "main") == [("P411", name_of(repository, gained))]
        git(repository, "reset", "-q", "--hard", "HEAD~1")


def test_a_tree_has_no_history(repository: Path, capfd: Capture) -> None:
    """After a forced push: what the branch had before it is compared itself."""
    diverged(repository)
    gained = git(repository, "diff", "--name-only", "HEAD...main")
    assert told(capfd, repository, "--since", "main^{tree}") == [("P411", gained)]


def test_histories_without_a_common_commit(repository: Path, capfd: Capture) -> None:
    path = log_files(repository)[0]
    git(repository, "checkout", "-q", "--orphan", "khác")
    delete(path)
    assert told(capfd, repository, "--since", "main") == [("P411", name_of(repository, path))]
    commit(repository)
    assert told(capfd, repository, "--since", "main") == [("P411", name_of(repository, path))]


def test_a_path_that_a_shell_would_take_apart(repository: Path, capfd: Capture) -> None:
    odd = repository / "plan" / "status" / "x $(touch y); z.jsonl"
    odd.write_bytes(line_of(event("2026-05-12")))
    commit(repository)
    odd.unlink()
    assert main(["check", "--plan", str(repository)]) == 1
    assert " checkout HEAD -- 'plan/status/x $(touch y); z.jsonl'" in capfd.readouterr().out
