"""`papi sync`: two clerks and a repository between them; what goes wrong is told, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

import pytest

from papi_cli.cli.program.door import main
from papi_cli.problems import Failure
from papi_cli.store import locking, syncing
from papi_cli.store.commits import _Writer, commit_files
from papi_cli.store.git_answers import GitAnswer
from papi_cli.store.journal import Journal
from papi_cli.store.syncing import synchronize
from papi_cli.store.transfers import is_overtaken, trouble_of
from tests.repositories import commit, git, use_settings
from tests.tree import CHECKOUT, minimal

Capture = pytest.CaptureFixture[str]

NOTHING_NEW = "Không có gì mới để nhận hay để gửi: đã khớp với origin/main.\n"


@pytest.fixture(autouse=True)
def _settings_of_each_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T08:00:00+07:00")
    use_settings(tmp_path, monkeypatch)


class Office:
    """The clerks' clones of a bare repository, by name."""

    def __init__(self, folder: Path, capfd: Capture) -> None:
        self.folder, self.capfd = folder, capfd
        self.shared = folder / "kho chung.git"
        first = minimal(folder / "chị Hà" / "kho")
        (first / ".gitignore").write_text(".lock\n", encoding="utf-8")
        git(first, "init", "-q")
        commit(first, "Kế hoạch ban đầu")
        git(folder, "clone", "-q", "--bare", str(first), str(self.shared))
        shutil.rmtree(first)
        for clerk in ("chị Hà", "anh Tú"):
            git(folder, "clone", "-q", str(self.shared), str(self.at(clerk)))

    def at(self, clerk: str) -> Path:
        return self.folder / clerk / "kho"

    def record(self, clerk: str, note: str) -> None:
        words = ("I.1/ke-hoach", "--agency", "SNV", "--progress", "--date", "9/6/2026", "--note", note)
        assert main(["record", *words, "--by", clerk, "--commit", "--plan", str(self.at(clerk))]) == 0
        self.capfd.readouterr()

    def sync(self, clerk: str) -> tuple[int, str]:
        """Return the exit code, and all that was printed, in the evening: what was recorded is not of the future."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PAPI_NOW", "2026-06-10T17:00:00+07:00")
            code = main(["sync", "--plan", str(self.at(clerk))])
        words = self.capfd.readouterr()
        return code, words.err + words.out

    def notes(self, clerk: str) -> list[str]:
        assert main(["log", "--format", "json", "--plan", str(self.at(clerk))]) == 0
        return sorted(event["note"] for event in json.loads(self.capfd.readouterr().out)["events"])


@pytest.fixture
def office(tmp_path: Path, capfd: Capture) -> Office:
    return Office(tmp_path, capfd)


def test_two_clerks_have_what_either_recorded(office: Office) -> None:
    office.record("chị Hà", "một")
    office.record("anh Tú", "hai")
    office.record("anh Tú", "ba")
    assert office.sync("chị Hà") == (0, "Đã gửi 1 lần ghi (origin/main).\n")
    assert office.sync("anh Tú") == (0, "Đã nhận 1 lần ghi, gửi 2 lần ghi (origin/main).\n")
    assert office.sync("chị Hà") == (0, "Đã nhận 2 lần ghi (origin/main).\n")
    assert office.sync("chị Hà") == office.sync("anh Tú") == (0, NOTHING_NEW)
    assert office.notes("chị Hà") == office.notes("anh Tú") == ["ba", "hai", "một"]
    assert git(office.at("anh Tú"), "log", "-1", "--format=%s") == "Gộp origin/main"
    assert git(office.at("anh Tú"), "status", "--porcelain") == ""


def test_changes_of_the_plan_are_named(office: Office) -> None:
    plan = office.at("chị Hà") / "plan"
    (plan / "tasks.yaml").write_text((plan / "tasks.yaml").read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    commit(plan)
    office.record("chị Hà", "một")
    office.record("anh Tú", "hai")
    assert office.sync("chị Hà")[1] == "Đã gửi 1 lần ghi (origin/main).\n"
    _, told = office.sync("anh Tú")
    assert told == "Đã nhận 1 lần ghi và thay đổi ở plan/tasks.yaml, gửi 1 lần ghi (origin/main).\n"
    commit(plan.parent, "khác")
    assert office.sync("chị Hà")[1] == "Đã nhận 1 lần ghi, gửi 1 lần lưu (commit) (origin/main).\n"


def edited(office: Office, clerk: str, text: str) -> Path:
    """Change the title of the clerk's plan, without a commit."""
    path = office.at(clerk) / "plan" / "plan.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"title: {text}\n" if line.startswith("title:") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_conflict_in_the_plan_is_told_undone_and_left_to_people(office: Office) -> None:
    edited(office, "chị Hà", "Một")
    commit(office.at("chị Hà"))
    edited(office, "anh Tú", "Hai")
    commit(office.at("anh Tú"))
    office.record("anh Tú", "hai")
    readme = office.at("anh Tú") / "plan" / "README.md"
    readme.write_text("sửa dở\n", encoding="utf-8")
    office.sync("chị Hà")
    head = git(office.at("anh Tú"), "rev-parse", "HEAD")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "Chưa gộp được: hai bên sửa khác nhau trong plan/plan.yaml. Đã hoàn lại như trước khi gộp" in told
    assert "git merge origin/main" in told
    assert git(office.at("anh Tú"), "rev-parse", "HEAD") == head
    assert git(office.at("anh Tú"), "status", "--porcelain") == "M plan/README.md"
    assert readme.read_text(encoding="utf-8") == "sửa dở\n"
    assert office.notes("anh Tú") == ["hai"]


def test_a_recording_is_committed_before_or_after_a_merge_that_is_undone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not between them: what it puts into git's list of files would keep the merge from being undone."""
    edited(office, "chị Hà", "Một")
    commit(office.at("chị Hà"))
    office.sync("chị Hà")
    edited(office, "anh Tú", "Hai")
    commit(office.at("anh Tú"))
    root = office.at("anh Tú")
    words = ("I.1/ke-hoach", "--agency", "SNV", "--progress", "--date", "9/6/2026", "--note", "hai")
    assert main(["record", *words, "--plan", str(root)]) == 0
    (path,) = (file.relative_to(root).as_posix() for file in root.glob("plan/status/*/*.jsonl"))
    begun, stages, staged, commits = Event(), Event(), Event(), Event()
    writer = Thread(target=commit_files, args=(root, [path], "Ghi nhận"), daemon=True)
    store, move_branch, names_in_conflict = _Writer._store, _Writer._move_branch, syncing._names_in_conflict

    def store_later(self: _Writer, paths: Sequence[str]) -> bytes:
        begun.set()
        stages.wait()
        return store(self, paths)

    def move_later(self: _Writer, name: str, message: str) -> GitAnswer:
        staged.set()
        commits.wait()
        return move_branch(self, name, message)

    def names_once_it_is_staged(folder: Path) -> list[str]:
        stages.set()
        staged.wait()
        return names_in_conflict(folder)

    def let_it_end() -> None:
        stages.set()
        commits.set()

    monkeypatch.setattr(_Writer, "_store", store_later)
    monkeypatch.setattr(_Writer, "_move_branch", move_later)
    monkeypatch.setattr(syncing, "_names_in_conflict", names_once_it_is_staged)
    monkeypatch.setattr(locking, "TOLD_AFTER", 0)
    writer.start()
    begun.wait()
    with pytest.raises(Failure, match=r"Chưa gộp được: .* plan/plan\.yaml\. Đã hoàn lại như trước"):
        synchronize(root, may_ask=False, while_waiting=let_it_end)
    writer.join()
    assert git(root, "log", "-1", "--format=%s") == "Ghi nhận"
    assert git(root, "status", "--porcelain") == ""
    assert not (root / ".git" / "MERGE_HEAD").exists()


def test_who_records_for_long_is_waited_for_and_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    monkeypatch.setattr(locking, "TOLD_AFTER", 0)
    monkeypatch.setattr(locking, "ENDS_AFTER", 0)
    with Journal(office.at("anh Tú")).locked():
        code, told = office.sync("anh Tú")
    assert code == 3
    assert told.startswith("Đang chờ người khác ghi xong vào sổ theo dõi này …\nChưa gộp, chưa gửi gì: đã chờ 30 giây")
    assert office.sync("anh Tú") == (0, "Đã nhận 1 lần ghi, gửi 1 lần ghi (origin/main).\n")


@pytest.mark.parametrize("is_staged", [False, True])
def test_changes_that_are_not_committed_stay(office: Office, *, is_staged: bool) -> None:
    edited(office, "chị Hà", "Một")
    commit(office.at("chị Hà"))
    office.sync("chị Hà")
    path = edited(office, "anh Tú", "Hai")
    if is_staged:
        git(office.at("anh Tú"), "add", "-A")
    office.record("anh Tú", "hai")
    content = path.read_bytes()
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "Chưa gộp được: có thay đổi chưa lưu mà lần gộp sẽ đụng tới: plan/plan.yaml." in told
    assert path.read_bytes() == content


def test_a_file_of_the_same_name_that_is_not_committed_stays(office: Office) -> None:
    for clerk in ("chị Hà", "anh Tú"):
        (office.at(clerk) / "văn bản.pdf").write_text(clerk, encoding="utf-8")
    commit(office.at("chị Hà"))
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "bên kia có tệp cùng tên với tệp chưa lưu ở đây: văn bản.pdf." in told
    assert (office.at("anh Tú") / "văn bản.pdf").read_text(encoding="utf-8") == "anh Tú"


def test_what_is_in_no_commit_is_told(office: Office) -> None:
    words = ("I.1/ke-hoach", "--agency", "SNV", "--progress", "--date", "9/6/2026", "--note", "x")
    assert main(["record", *words, "--plan", str(office.at("anh Tú"))]) == 0
    office.capfd.readouterr()
    code, told = office.sync("anh Tú")
    assert code == 0
    assert told.startswith("1 lần ghi chưa lưu vào git nên chưa gửi. Lưu bằng: git ")
    assert " add plan/status, rồi git " in told
    assert told.endswith(NOTHING_NEW)


def hook(office: Office, clerk: str, name: str, script: str) -> None:
    path = office.at(clerk) / ".git" / "hooks" / name
    path.write_text(f"#!/bin/sh\nunset $(git rev-parse --local-env-vars)\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def racing(office: Office, condition: str) -> None:
    """Let the other clerk send what she has while this one's push is on its way, as long as the condition holds."""
    other = office.at("chị Hà")
    hook(office, "anh Tú", "pre-push", f"{condition} && git -C '{other}' push -q\nexit 0")


def test_who_was_overtaken_fetches_again(office: Office) -> None:
    office.record("anh Tú", "chậm")
    office.record("chị Hà", "nhanh")
    racing(office, "true")
    assert office.sync("anh Tú") == (0, "Đã nhận 1 lần ghi, gửi 1 lần ghi (origin/main).\n")
    assert office.notes("anh Tú") == ["chậm", "nhanh"]
    assert office.sync("chị Hà") == (0, "Đã nhận 1 lần ghi (origin/main).\n")


def test_who_is_overtaken_each_time_is_told(office: Office) -> None:
    office.record("anh Tú", "chậm")
    office.record("chị Hà", "nhanh")
    racing(office, f"git -C '{office.at('chị Hà')}' commit -q --allow-empty -m x")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert told == (
        "Đã nhận 1 lần ghi, chưa gửi được 1 lần ghi (origin/main). Nhiều người gửi cùng lúc. Không mất gì: mọi lần ghi vẫn "
        "còn ở máy này. Sau đó chạy lại papi sync.\n"
    )
    assert office.notes("anh Tú") == ["chậm", "nhanh"]


def test_the_other_side_is_out_of_reach(office: Office) -> None:
    office.record("anh Tú", "một")
    away = office.shared.rename(office.folder / "xa")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert told.startswith(
        "Chưa nhận được gì, chưa gửi được 1 lần ghi (origin/main). Ở địa chỉ đã khai không có kho nào"
    )
    assert "mọi lần ghi vẫn còn ở máy này" in told
    away.rename(office.shared)
    assert office.sync("anh Tú") == (0, "Đã gửi 1 lần ghi (origin/main).\n")


def test_the_other_side_goes_out_of_reach_between_fetch_and_push(office: Office) -> None:
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    hook(office, "anh Tú", "pre-push", "echo 'fatal: Could not resolve host: kho.vn' >&2\nexit 1")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert told.startswith(
        "Đã nhận 1 lần ghi, chưa gửi được 1 lần ghi (origin/main). Không kết nối được với nơi đặt kho"
    )
    assert office.notes("anh Tú") == ["hai", "một"]


def test_the_other_side_refuses(office: Office) -> None:
    office.record("anh Tú", "một")
    git(office.shared, "config", "core.bare", "false")
    assert "phải là kho không có thư mục làm việc" in office.sync("anh Tú")[1]
    git(office.shared, "config", "core.bare", "true")
    path = office.shared / "hooks" / "pre-receive"
    path.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "Nơi đặt kho không nhận vào nhánh này" in told


def test_the_first_push_makes_the_branch_follow(tmp_path: Path, office: Office, capfd: Capture) -> None:
    root = minimal(tmp_path / "mới")
    git(root, "init", "-q")
    assert main(["sync", "--plan", str(root)]) == 3
    assert "chưa có lần lưu nào" in capfd.readouterr().err
    commit(root)
    assert main(["sync", "--plan", str(root)]) == 3
    assert "git remote add origin ĐỊA_CHỈ_KHO" in capfd.readouterr().err
    git(tmp_path, "init", "-q", "--bare", "trống.git")
    git(root, "remote", "add", "origin", str(tmp_path / "trống.git"))
    assert main(["sync", "--plan", str(root)]) == 0
    assert capfd.readouterr().out == "Đã gửi 1 lần lưu (commit) (origin/main).\n"
    assert git(root, "rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"
    git(root, "remote", "rename", "origin", "một")
    git(root, "branch", "--unset-upstream")
    git(root, "remote", "add", "hai", str(office.shared))
    assert main(["sync", "--plan", str(root)]) == 3
    assert "có nhiều nơi để gửi lên: hai, một." in capfd.readouterr().err
    git(root, "remote", "remove", "một")
    assert main(["sync", "--plan", str(root)]) == 3
    assert "được tạo riêng, không có lần lưu nào chung" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("checkout", "-q", "--detach"), "không đứng trên nhánh nào"),
        (("config", "core.bare", "true"), "không có thư mục làm việc"),
    ],
)
def test_a_repository_that_stands_elsewhere(words: tuple[str, ...], told: str, office: Office) -> None:
    git(office.at("anh Tú"), *words)
    code, answer = office.sync("anh Tú")
    assert code == 3
    assert told in answer


def test_a_merge_that_somebody_began_is_his(office: Office) -> None:
    for clerk, text in (("chị Hà", "Một"), ("anh Tú", "Hai")):
        edited(office, clerk, text)
        commit(office.at(clerk))
    office.sync("chị Hà")
    git(office.at("anh Tú"), "pull", "-q", "--no-rebase", check=False)
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "đang dở một lần gộp (merge)" in told
    assert "<<<<<<<" in (office.at("anh Tú") / "plan/plan.yaml").read_text(encoding="utf-8")


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    root = minimal(tmp_path / "x")
    assert main(["sync", "--plan", str(root)]) == 3
    assert "không nằm trong một kho git" in capfd.readouterr().err
    git(root, "init", "-q")
    monkeypatch.setenv("PATH", "/khong-co")
    assert main(["sync", "--plan", str(root)]) == 3
    assert capfd.readouterr().err == "Cần có git để nhận và gửi, nhưng máy này chưa cài git.\n"


def test_settings_of_merging_change_nothing(office: Office) -> None:
    for name, value in {"merge.ff": "only", "branch.main.mergeOptions": "--squash", "pull.rebase": "true"}.items():
        git(office.at("anh Tú"), "config", name, value)
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    assert office.sync("anh Tú") == (0, "Đã nhận 1 lần ghi, gửi 1 lần ghi (origin/main).\n")
    assert len(git(office.at("anh Tú"), "log", "-1", "--format=%P").split()) == 2


def test_a_hook_of_the_merge_that_refuses_leaves_all_as_it_was(office: Office) -> None:
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    hook(office, "anh Tú", "pre-merge-commit", "exit 1")
    code, told = office.sync("anh Tú")
    assert code == 3
    assert "Không gộp được với origin/main; đã hoàn lại như trước." in told
    assert git(office.at("anh Tú"), "status", "--porcelain") == ""
    assert office.notes("anh Tú") == ["hai"]


def test_what_the_log_has_after_a_merge_is_told(office: Office) -> None:
    words = ("record", "I.1/ke-hoach", "--agency", "SNV", "--done", "--date", "9/6/2026", "--document", "1/KH")
    assert main([*words, "--commit", "--plan", str(office.at("chị Hà"))]) == 0
    event = office.capfd.readouterr().out.partition("mã ")[2][:16]
    office.sync("chị Hà")
    office.sync("anh Tú")
    for clerk, document in (("chị Hà", "2/KH"), ("anh Tú", "3/KH")):
        correct = ("correct", event, "--document", document, "--commit", "--plan", str(office.at(clerk)))
        assert main(correct) == 0
    office.capfd.readouterr()
    assert office.sync("chị Hà")[1] == "Đã gửi 1 lần ghi (origin/main).\n"
    code, told = office.sync("anh Tú")
    assert code == 0
    assert "Sau khi gộp có 1 cảnh báo ở các lần ghi vừa nhận hoặc gửi. Xem: papi check\n" in told
    assert told.endswith("Đã nhận 1 lần ghi, gửi 1 lần ghi (origin/main).\n")


def test_old_warnings_are_not_told_again(office: Office, tmp_path: Path) -> None:
    proof = tmp_path / "chị Hà" / "kho" / "evidence.txt"
    proof.write_text("x", encoding="utf-8")
    words = ("I.1/ke-hoach", "--agency", "SNV", "--progress", "--date", "9/6/2026", "--note", "x", "--commit")
    assert main(["record", *words, "--evidence", str(proof), "--plan", str(office.at("chị Hà"))]) == 0
    office.capfd.readouterr()
    office.sync("chị Hà")
    told = (
        "Sau khi gộp có 1 cảnh báo ở các lần ghi vừa nhận hoặc gửi. Xem: papi check\nĐã nhận 1 lần ghi (origin/main).\n"
    )
    assert office.sync("anh Tú") == (0, told)
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    assert office.sync("anh Tú") == (0, "Đã nhận 1 lần ghi (origin/main).\n")


# Interruptions, questions, the environment


@pytest.mark.slow
def test_an_interrupted_fetch_ends_at_once_with_all_that_it_started(office: Office, tmp_path: Path) -> None:
    office.record("anh Tú", "một")
    started, ended = tmp_path / "started", tmp_path / "ended"
    ssh = tmp_path / "ssh"
    script = f"trap \": > '{ended}'; exit\" TERM\n: > '{started}'\nwhile :; do sleep 0.01; done"
    ssh.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    ssh.chmod(0o755)
    git(office.at("anh Tú"), "remote", "set-url", "origin", "ssh://kho.example.invalid/kho")
    command = [sys.executable, "-m", "papi_cli", "sync", "--plan", str(office.at("anh Tú"))]
    environment = {**os.environ, "GIT_SSH_COMMAND": f"'{ssh}'", "GIT_SSH_VARIANT": "ssh"}
    running = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL)
    while not started.exists():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 130
    assert ended.exists()
    assert git(office.at("anh Tú"), "status", "--porcelain") == ""


@pytest.mark.slow
def test_an_interrupted_merge_is_brought_to_its_end(office: Office, tmp_path: Path) -> None:
    office.record("chị Hà", "một")
    office.sync("chị Hà")
    office.record("anh Tú", "hai")
    hook(
        office,
        "anh Tú",
        "pre-merge-commit",
        f": > '{tmp_path}/merging'\nwhile [ ! -e '{tmp_path}/go' ]; do sleep 0.01; done",
    )
    command = [sys.executable, "-m", "papi_cli", "sync", "--plan", str(office.at("anh Tú"))]
    running = subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, start_new_session=True)
    while not (tmp_path / "merging").exists():
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    (tmp_path / "go").touch()
    assert running.wait(60) == 130
    assert git(office.at("anh Tú"), "log", "-1", "--format=%s") == "Gộp origin/main"
    assert git(office.at("anh Tú"), "status", "--porcelain") == ""


def test_git_is_called_as_the_user_calls_it_and_asks_nothing_in_a_pipe(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transports and credentials are the user's; nothing leads it into another repository."""
    helper = tmp_path / "helper"
    helper.write_text(
        f"#!/bin/sh\nenv > '{tmp_path}/env'\n(: < /dev/tty) 2>/dev/null && : > '{tmp_path}/tty'\nexit 1\n"
    )
    helper.chmod(0o755)
    git(office.at("anh Tú"), "config", "core.sshCommand", f"'{helper}'")
    git(office.at("anh Tú"), "remote", "set-url", "origin", "ssh://kho.example.invalid/kho")
    monkeypatch.setenv("GIT_SSH_VARIANT", "ssh")
    monkeypatch.setenv("GIT_DIR", str(office.at("chị Hà") / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "x"))
    assert office.sync("anh Tú")[0] == 3
    variables = dict(line.partition("=")[::2] for line in (tmp_path / "env").read_text(encoding="utf-8").splitlines())
    assert variables["GIT_TERMINAL_PROMPT"] == "0"
    assert variables["GIT_SSH_VARIANT"] == "ssh"
    assert str(office.at("chị Hà")) not in (tmp_path / "env").read_text(encoding="utf-8")
    assert not (tmp_path / "tty").exists()


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("git@kho.vn: Permission denied (publickey).\nfatal: Could not read from remote repository.", "đăng nhập"),
        ("fatal: Authentication failed for 'https://kho.vn/'", "đăng nhập"),
        ("fatal: could not read Username for 'https://kho.vn': terminal prompts disabled", "đăng nhập"),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "khóa của máy chủ"),
        ("ssh: Could not resolve hostname kho.vn: Name or service not known", "mất mạng"),
        ("ssh: connect to host kho.vn port 22: Connection timed out", "mất mạng"),
        ("fatal: unable to access 'https://kho.vn/': Failed to connect to kho.vn port 443: x", "mất mạng"),
        ("fatal: the remote end hung up unexpectedly", "mất mạng"),
        ("remote: Repository not found.\nfatal: repository 'https://kho.vn/x/' not found", "địa chỉ đã khai"),
        (
            "remote: error: GH006: Protected branch update failed\n ! (protected branch hook declined)",
            "nhánh được bảo vệ",
        ),
        ("fatal: x 'https://a:b@kho.vn/'", "git báo: fatal: x 'https://kho.vn/'"),
    ],
)
def test_words_for_what_git_says(complaint: str, told: str) -> None:
    answer = GitAnswer(128, b"", complaint)
    assert told in trouble_of(answer)
    assert not is_overtaken(answer)


def test_a_clone_whose_branch_nobody_has_sent_is_told_which_one_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    git(tmp_path, "init", "-q", "--bare", "-b", "master", "chung.git")
    first = minimal(tmp_path / "một")
    git(first, "init", "-q", "-b", "main")
    commit(first, "Kế hoạch ban đầu")
    git(first, "push", "-q", str(tmp_path / "chung.git"), "main")
    git(tmp_path, "clone", "-q", "chung.git", "hai")
    monkeypatch.chdir(tmp_path / "hai")
    assert main(["sync"]) == 3
    said = capfd.readouterr().err
    assert "kho chung trỏ vào nhánh «master» mà chưa ai gửi lên" in said
    assert "git checkout main" in said
    git(tmp_path / "hai", "checkout", "-q", "main")
    assert main(["sync"]) == 0
