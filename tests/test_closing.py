"""`papi close` and what rests on a closed period: nothing that comes later changes it, and nothing else is taken for it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import FrameType

import pytest

from papi_cli.cli.clock import now
from papi_cli.cli.closings.close import ClosingWish, close_period, survey_closing
from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, encode_log
from papi_cli.log.files import log_file_place
from papi_cli.plan.closings import Closing, FrozenFile, closed_over, closing_text, read_closing
from papi_cli.problems import Failure, Problem, RecordingRefusal
from papi_cli.views.later_events import later_events
from papi_cli.views.reports.later_table import later_table
from papi_cli.views.reports.snapshot import ClosedBefore, build_report_basis
from tests.repositories import commit, git
from tests.sample import event, shipped_plan
from tests.tree import CHECKOUT, minimal

Capture = pytest.CaptureFixture[str]

ITEM = ("I.1/ke-hoach", "--agency", "SNV")
PATH = "plan/closed/semiannual.yaml"
TAG = "chot/semiannual-2026"
REPORT = ("report", "semiannual", "--closed", "-o")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-05T08:00:00.250000+07:00")
    monkeypatch.delenv("PAPI_COMMIT", raising=False)
    monkeypatch.setenv("PAPI_BY", "Lò Văn Ba")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan without git, of which a draft and a plan of its own are recorded."""
    root = minimal(tmp_path / "kho")
    monkeypatch.chdir(root)
    record("--submitted", "--date", "4/5/2026", "--document", "9/TTr-SNV")
    return root


@pytest.fixture
def root(folder: Path) -> Path:
    """The same in git, all of it committed."""
    (folder / ".gitignore").write_text(".lock\n", encoding="utf-8")
    git(folder, "init", "-q")
    commit(folder)
    return folder


def record(*words: str) -> None:
    assert main(["record", *ITEM, *words]) == 0


def write_event(root: Path, said: Event) -> Path:
    """Write a file of the log as another clerk's machine has it, and as a merge brings it."""
    content = encode_log([said])
    month, name = log_file_place(said, content)
    path = root / "plan/status" / month / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def by_another(day: str, recorded: str) -> Event:
    return event(
        "done", day, item="I.1/ke-hoach", agency="so-noi-vu", document="1/KH-SNV", recorded=recorded, note="gộp"
    )


def made(name: str, *words: str) -> bytes:
    assert main([*REPORT, name, *words]) == 0
    return Path(name).read_bytes()


def amend(root: Path) -> None:
    """Change a due day of the plan, as nobody should after the period was closed."""
    path = root / "plan/tasks.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("due: trước ngày 10/12/2026", "due: trước ngày 10/5/2026"), encoding="utf-8")


# What is frozen


def test_the_file_says_what_was_frozen(root: Path, capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    (log_file,) = (root / "plan/status").glob("*/*.jsonl")
    text = (root / PATH).read_text(encoding="utf-8")
    closing = read_closing(PATH, text.encode())
    assert isinstance(closing, Closing), closing
    assert closing.as_of == date(2026, 6, 5), "today: the reports of the period are due after its data window"
    assert closing.closed_at == datetime.fromisoformat("2026-06-05T08:00:01+07:00")
    assert closing.closed_by == "Lò Văn Ba"
    assert [file.path for file in closing.files] == [log_file.relative_to(root / "plan/status").as_posix()]
    assert text.startswith("# Kỳ báo cáo 06 tháng đầu năm 2026: số liệu đã chốt.")
    assert len(text.splitlines()) == 15
    out, err = capfd.readouterr()
    assert "Giữ lại: 1 tệp sổ theo dõi với 1 sự kiện" in out
    assert "Đã lưu vào git, nhánh main: «Chốt kỳ báo cáo 06 tháng đầu năm 2026»." in err
    assert git(root, "rev-parse", TAG) == git(root, "rev-parse", "HEAD")
    assert git(root, "show", "--format=", "--name-only") == PATH
    assert not git(root, "status", "--porcelain")


def test_a_dry_run_shows_and_writes_nothing(root: Path, capfd: Capture) -> None:
    record("--progress", "--date", "1/6/2026", "--note", "chưa lưu")
    capfd.readouterr()
    assert main(["close", "06 tháng đầu năm", "--as-of", "30/6/2026", "--dry-run"]) == 0
    out = capfd.readouterr().out
    assert not (root / "plan/closed").exists()
    assert "Chạy thử, chưa chốt." in out
    assert "tính đến hết ngày 30/6/2026" in out
    assert "Chưa hết ngày 30/6/2026: sự kiện ghi sau lúc này không vào báo cáo" in out
    assert "git chưa có plan/status/2026-06/" in out
    record("--progress", "--date", "2/6/2026", "--note", "cũng chưa lưu")
    amend(root)
    capfd.readouterr()
    assert main(["close", "semiannual", "--dry-run", "--commit"]) == 0
    assert "Lưu vào git cùng lần chốt: plan/tasks.yaml và 2 tệp sổ theo dõi." in capfd.readouterr().out
    assert re.search(r"- \d+ cảnh báo khác của papi check\.", out)


def test_what_git_lacks_is_not_closed_but_with_commit(root: Path, capfd: Capture) -> None:
    amend(root)
    record("--progress", "--date", "1/6/2026", "--note", "chưa lưu")
    capfd.readouterr()
    assert main(["close", "semiannual"]) == 3
    err = capfd.readouterr().err
    assert "Chưa chốt: git chưa có plan/tasks.yaml và plan/status/2026-06/" in err
    assert "git add plan/tasks.yaml plan/status, rồi git commit" in err
    assert not (root / "plan/closed").exists()
    assert main(["close", "semiannual", "--commit"]) == 0
    changed = git(root, "show", "--format=", "--name-only", TAG).splitlines()
    assert [path.partition("/2")[0] for path in changed] == [PATH, "plan/status", "plan/tasks.yaml"]
    assert not git(root, "status", "--porcelain")


def test_templates_that_git_lacks_are_not_closed_but_with_commit(root: Path, capfd: Capture) -> None:
    """The reports of a closed period are worded by them: a fingerprint of what nobody finds again holds nothing."""
    own = root / "templates/common.md.j2"
    own.parent.mkdir(exist_ok=True)
    own.write_bytes((CHECKOUT / "templates/common.md.j2").read_bytes() + b"{# own #}\n")
    assert main(["close", "semiannual"]) == 3
    assert "Chưa chốt: git chưa có templates/common.md.j2 như hiện nay" in capfd.readouterr().err
    assert not (root / "plan/closed").exists()
    shown = survey_closing(root, ClosingWish("semiannual", None, None), present=now(os.environ), saves=True)
    text = own.read_bytes()
    own.write_bytes(text + b"{# again #}\n")
    with pytest.raises(Failure, match="mẫu văn bản vừa thay đổi, khác với những gì đã hiện"):
        close_period(root, shown, commits=True)
    own.write_bytes(text)
    assert main(["close", "semiannual", "--commit"]) == 0
    assert set(git(root, "show", "--format=", "--name-only", TAG).splitlines()) == {PATH, "templates/common.md.j2"}
    own.unlink()
    assert main(["close", "annual", "--commit"]) == 3
    assert "lần lưu gần nhất còn templates/common.md.j2" in capfd.readouterr().err


def test_what_git_still_has_is_not_closed(root: Path, capfd: Capture) -> None:
    record("--progress", "--date", "1/6/2026", "--note", "a")
    commit(root)
    capfd.readouterr()
    (root / "plan/errata.yaml").unlink()
    assert main(["close", "semiannual", "--commit"]) == 3
    assert "lần lưu gần nhất còn plan/errata.yaml mà ở đây không có" in capfd.readouterr().err
    assert not (root / "plan/closed").exists()


def test_a_period_is_closed_once(root: Path, capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit", "--by", "Hà: #1"]) == 0
    before = (root / PATH).read_bytes()
    capfd.readouterr()
    for words in (["close", "semiannual"], ["close", "06 tháng đầu năm 2026", "--dry-run"]):
        assert main(words) == 1
        err = capfd.readouterr().err
        assert "Kỳ 06 tháng đầu năm 2026 đã chốt ngày 05/6/2026 (Hà: #1), nên không chốt lại." in err
        assert f"xóa tệp {PATH}" in err
    assert (root / PATH).read_bytes() == before
    (root / PATH).unlink()
    commit(root, "Mở lại kỳ")
    assert main(["close", "semiannual", "--commit"]) == 0
    assert git(root, "tag").splitlines() == [TAG, f"{TAG}-lan-2"], "the earlier tag stays"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["close", "qui-1"], 2, "Không có kỳ báo cáo «qui-1». Các kỳ: semiannual (báo cáo 06 tháng đầu năm), annual"),
        (["close", "semiannual", "--as-of", "31/6/2026"], 2, "--as-of: «31/6/2026» không phải là một ngày"),
        (["close", "semiannual", "--plan", "/nowhere"], 3, "không chứa kế hoạch"),
        ([*REPORT, "a.md"], 3, "Kỳ 06 tháng đầu năm 2026 chưa chốt (không có plan/closed/semiannual.yaml)."),
        (["report", "tasks", "--agency", "SNV", "--closed"], 2, "danh mục công việc không có kỳ"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, words: list[str], code: int, sentence: str, capfd: Capture) -> None:
    capfd.readouterr()
    assert main(words) == code
    out, err = capfd.readouterr()
    assert (out, sentence in err) == ("", True), err
    assert not (folder / "plan/closed").exists()


def test_errors_of_the_log_keep_a_period_open(root: Path, capfd: Capture) -> None:
    (log_file,) = (root / "plan/status").glob("*/*.jsonl")
    log_file.unlink()
    capfd.readouterr()
    assert main(["close", "semiannual"]) == 1
    assert "P411" in capfd.readouterr().err
    assert not (root / "plan/closed").exists()


# What rests on it


def test_nothing_that_comes_later_changes_the_report(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    first = {name: made(name) for name in ("a.md", "a.docx", "a.html")}
    assert '<!-- papi.closed "2026-06-05' in first["a.md"].decode()
    assert "Kỳ báo cáo đã chốt ngày 05/6/2026." in made("b.md", "--provenance-line").decode()
    # Two writers: one records here, the other had recorded before the closing and is merged now.
    write_event(root, by_another("2026-05-20", "2026-06-04T09:00:00.000000+07:00"))
    monkeypatch.setenv("PAPI_NOW", "2026-07-01T08:00:00+07:00")
    record("--extension-requested", "1/11/2026", "--date", "30/5/2026")
    amend(root)
    commit(root)
    capfd.readouterr()
    assert {name: made(f"b{name[1:]}") for name in first} == first
    assert made("due.md", "--at", TAG) == first["a.md"]
    assert main(["verify", "b.docx"]) == 0
    out = capfd.readouterr().out
    assert "Kỳ 06 tháng đầu năm 2026 đã chốt ngày 05/6/2026 (Lò Văn Ba)" in out
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in out
    assert main(["report", "semiannual", "-o", "today.md"]) == 0
    assert main(["verify", "today.md"]) == 0
    (root / PATH).unlink()
    capfd.readouterr()
    assert main(["verify", "b.docx"]) == 1
    assert "kỳ ấy nay đã mở lại hoặc chốt lần khác" in capfd.readouterr().out


def test_a_changed_plan_is_read_from_the_tag_or_from_history(root: Path, capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    first = made("a.md")
    amend(root)
    assert made("b.md") == first, "a plan that is not committed yet"
    commit(root)
    git(root, "tag", "-d", TAG)
    assert made("b.md") == first, "a clone into which no tag came"
    git(root, "checkout", "-q", "--orphan", "khác")
    commit(root)
    capfd.readouterr()
    assert main([*REPORT, "c.md"]) == 3
    err = capfd.readouterr().err
    assert "theo bản kế hoạch nay đã sửa" in err
    assert "git fetch --tags" in err
    assert not Path("c.md").exists(), "no other data are taken"


def test_a_frozen_file_that_is_gone_is_read_from_git(root: Path, capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    first = made("a.md")
    (log_file,) = (root / "plan/status").glob("*/*.jsonl")
    log_file.unlink()
    assert made("b.md") == first
    commit(root)
    assert made("b.md") == first, "from the tag"
    git(root, "checkout", "-q", "--orphan", "khác")
    git(root, "tag", "-d", TAG)
    commit(root)
    capfd.readouterr()
    assert main([*REPORT, "c.md"]) == 3
    assert "nay không còn hoặc đã bị sửa, và không có trong git" in capfd.readouterr().err


def test_without_git_it_works_and_says_what_is_not_possible(folder: Path, capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    out, err = capfd.readouterr()
    assert "sau này sửa kế hoạch thì không lập lại được báo cáo của kỳ" in " ".join(out.split())
    assert "Đã chốt, nhưng không lưu vào git được" in err
    assert 'tag: ""\n' in (folder / PATH).read_text(encoding="utf-8")
    first = made("a.md")
    record("--progress", "--date", "2/5/2026", "--note", "sau")
    assert made("b.md") == first
    amend(folder)
    capfd.readouterr()
    assert main([*REPORT, "c.md"]) == 3
    assert "không còn, vì khi chốt không dùng git" in capfd.readouterr().err


@pytest.mark.usefixtures("root")
def test_a_report_of_another_day_is_refused(capfd: Capture) -> None:
    assert main(["close", "semiannual", "--commit"]) == 0
    capfd.readouterr()
    for words in (("--as-of", "1/6/2026"), ("--known-at", "1/6/2026")):
        assert main([*REPORT, "a.md", *words]) == 2
        assert "không dùng --as-of, --known-at với --closed" in capfd.readouterr().err
    assert main(["report", "due", "--closed", "--as-of", "12/6/2026", "-o", "a.md"]) == 0
    assert "tính đến hết ngày 31/5/2026" in Path("a.md").read_text(encoding="utf-8")
    assert main(["report", "due", "--closed", "--as-of", "12/12/2026", "-o", "b.md"]) == 0
    assert "Kỳ năm 2026 chưa chốt: lập theo dữ liệu hiện nay." in capfd.readouterr().err


# What goes wrong on the way


def test_a_folder_that_takes_no_file_closes_nothing(root: Path, capfd: Capture) -> None:
    (root / "plan/closed").write_text("", encoding="utf-8")
    assert main(["close", "semiannual", "--commit"]) == 3
    assert capfd.readouterr().err.count("plan/closed") == 1
    assert not git(root, "tag")
    assert git(root, "rev-list", "--count", "HEAD") == "1"


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


@pytest.mark.skipif(os.name == "nt", reason="no interval timer on Windows")
def test_an_interrupted_closing_is_there_and_says_what_is_missing(root: Path, capfd: Capture) -> None:
    (root / ".git/index.lock").touch()  # another git is at work, and is waited for
    with interrupted_after(1.5):
        assert main(["close", "semiannual", "--commit"]) == 130
    err = capfd.readouterr().err
    assert f"Bị ngắt, nhưng đã chốt: {PATH}." in err
    assert f"git tag {TAG}" in err
    (root / ".git/index.lock").unlink()
    first = made("a.md")
    amend(root)
    assert made("b.md") == first, "the plan is in the last commit all the same"


# The file


CLOSING = Closing(
    period="semiannual",
    as_of=date(2026, 5, 31),
    closed_at=datetime.fromisoformat("2026-06-05T08:00:01+07:00"),
    closed_by="Lò Văn Ba",
    tag=TAG,
    plan="a" * 64,
    log="b" * 64,
    templates="c" * 64,
    files=(FrozenFile("2026-05/20260504T010000.000000Z-0123456789abcdef.jsonl", "0123456789abcdef"),),
)


@pytest.mark.parametrize(
    "name", ["", "Ba", "Hà: #1", '"', " x ", "a  b", "- a", "a #b", "[a]", "Nguyễn Văn A (VP)", "\\"]
)
def test_what_was_written_reads_back(name: str) -> None:
    others = tuple(FrozenFile(f"{name or 'x'}{end}.jsonl", "f" * 16) for end in ("", " 0123456789abcdef", "-b"))
    for said in (CLOSING._replace(closed_by=name, files=(*CLOSING.files, *others)), CLOSING._replace(files=(), tag="")):
        read = read_closing(PATH, closing_text(said, name="06 tháng").replace("\n", "\r\n").encode())
        assert isinstance(read, Closing), read
        assert read._replace(files=tuple(file._replace(line=0) for file in read.files)) == said


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("period: semiannual", "period: annual", "4 P104"),
        ("2026-05-31", "2026-05-32", "5 P105"),
        ("T08:00:01+07:00", "T08:00:01", "6 P104"),
        ("by: Lò Văn Ba", 'by: "Lò', "7 P004"),
        ("by: Lò Văn Ba", "bi: Lò", "7 P101"),
        ("by: Lò Văn Ba\n", "", "1 P102"),
        ("a" * 64, "a" * 63, "10 P104"),
        ("by: Lò Văn Ba", "as_of: 2026-05-31", "7 P006"),
        ("-0123456789abcdef", "", "15 P104"),
        ("files:\n", "files:\n<<<<<<< HEAD\n", "15 P003"),
        ("files:\n", "files: &a\n  -x\n", "15 P004"),
    ],
)
def test_a_slip_in_the_file_is_told_at_its_line(old: str, new: str, place: str) -> None:
    text = closing_text(CLOSING, name="06 tháng")
    assert text.count(old) == 1, old
    found = read_closing(PATH, text.replace(old, new).encode())
    assert isinstance(found, Problem)
    assert f"{found.line} {found.code.value}" == place
    assert "git checkout -- plan/closed/semiannual.yaml" in found.hint


def test_an_event_falls_into_the_first_period_that_ends_on_its_day_or_later() -> None:
    annual = CLOSING._replace(period="annual", as_of=date(2026, 11, 30))
    closings = (annual, CLOSING)
    days = (date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 1), date(2026, 11, 30), date(2026, 12, 1))
    assert [one and one.period for one in (closed_over(closings, day) for day in days)] == [
        "semiannual", "semiannual", "annual", "annual", None,
    ]  # fmt: skip


# What comes later


@pytest.fixture
def closed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The period closed, and then two events of it: one recorded later, one merged that was recorded before."""
    assert main(["close", "semiannual", "--as-of", "31/5/2026", "--commit"]) == 0
    write_event(root, by_another("2026-05-20", "2026-06-04T09:00:00.000000+07:00"))
    monkeypatch.setenv("PAPI_NOW", "2026-06-12T08:00:00+07:00")
    record("--extension-requested", "1/11/2026", "--date", "31/5/2026", "--document", "3/SNV")
    record("--progress", "--date", "1/6/2026", "--note", "kỳ sau", "--confirm")
    return root


def ids_after(capfd: Capture, *words: str) -> list[str]:
    capfd.readouterr()
    assert main(["log", "--after-closing", "semiannual", "--format", "json", *words]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert answer["filters"]["after_closing"] == "semiannual"
    return [f"{said['event']} {said['date']}" for said in answer["events"]]


def test_what_came_later_is_listed(closed: Path, capfd: Capture) -> None:
    assert ids_after(capfd) == ["extension-requested 2026-05-31", "done 2026-05-20"]
    assert ids_after(capfd, "--known-at", "4/6/2026") == ["done 2026-05-20"]
    assert main(["log", "--after-closing", "annual"]) == 3
    assert "Kỳ năm 2026 chưa chốt" in capfd.readouterr().err
    # A frozen event that is retracted now is a change of the period, whatever the day of the retraction.
    frozen = next(path for path in (closed / "plan/status").glob("*/*.jsonl") if "submitted" in path.read_text())
    id_ = json.loads(frozen.read_text())["id"]
    capfd.readouterr()
    assert main(["retract", id_, "--note", "ghi nhầm"]) == 0
    assert "1 sự kiện thuộc kỳ 06 tháng đầu năm 2026 đã chốt ngày 05/6/2026" in capfd.readouterr().err
    assert ids_after(capfd)[0] == "retracted 2026-06-12"


def test_a_status_of_the_period_tells_what_came_later(closed: Path, capfd: Capture) -> None:
    days = ("2025-12-31", "2026-05-19", "2026-05-20", "2026-05-30", "2026-05-31", "2026-06-01")
    for day, count in zip(days, ("", "", "1", "1", "2", ""), strict=True):
        capfd.readouterr()
        assert main(["status", "--as-of", day]) == 0
        told = f"Sau khi chốt có thêm {count} sự kiện của kỳ (xem: papi log --after-closing semiannual)"
        assert (told in capfd.readouterr().err) is bool(count), day
    for path in (closed / "plan/status").glob("*/*.jsonl"):
        if path.relative_to(closed).as_posix() not in git(closed, "ls-files").splitlines():
            path.unlink()
    capfd.readouterr()
    assert main(["status", "--as-of", "2026-05-31"]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("closed")
def test_a_report_without_it_has_a_table_of_what_came_later(capfd: Capture) -> None:
    capfd.readouterr()
    assert main(["report", "semiannual", "-o", "a.md"]) == 0
    assert "Sau khi chốt có thêm 2 sự kiện của kỳ" in capfd.readouterr().err
    text = Path("a.md").read_text(encoding="utf-8")
    section = text.partition("## 2. Ghi nhận sau khi chốt kỳ")[2].partition("# III.")[0]
    assert "Kỳ báo cáo đã chốt ngày 05/6/2026." in section
    assert "tính đến hết ngày 31/5/2026, lúc chốt và khi tính cả các sự kiện này:" in section
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    change = "chưa hoàn thành, trong hạn → đã hoàn thành đúng hạn"
    assert rows == [
        f"| 1 | Sở Nội vụ | Kế hoạch (số thứ tự 1 Mục I Phụ lục II) | đã hoàn thành, 1/KH-SNV, ngày 20/5/2026 | 09:00 ngày 04/6/2026 | {change} |",
        (
            "| 2 | Sở Nội vụ | Kế hoạch (số thứ tự 1 Mục I Phụ lục II) | đề nghị gia hạn đến 01/11/2026, 3/SNV, ngày 31/5/2026 | "
            f"08:00 ngày 12/6/2026, Lò Văn Ba | {change} |"
        ),
    ]
    assert "Ghi nhận sau khi chốt kỳ" not in made("b.md").decode()
    assert main(["report", "annual", "-o", "c.md"]) == 0
    assert "Ghi nhận sau khi chốt kỳ" not in Path("c.md").read_text(encoding="utf-8")


def test_a_recording_says_that_it_falls_into_a_closed_period(closed: Path, capfd: Capture) -> None:
    (closed / "bang.csv").write_text(
        "item,agency,event,date,note\nI.1/ke-hoach,so-noi-vu,progress,2026-05-30,a\n", encoding="utf-8"
    )
    told = "1 sự kiện thuộc kỳ 06 tháng đầu năm 2026 đã chốt ngày 05/6/2026: tính vào tình trạng từ nay"
    for words, is_told in (
        (["--progress", "--date", "30/5/2026", "--note", "a", "--dry-run"], True),
        (["--progress", "--date", "31/5/2026", "--note", "a"], True),
        (["--progress", "--date", "1/6/2026", "--note", "a"], False),
    ):
        capfd.readouterr()
        record(*words, "--confirm")
        assert (told in capfd.readouterr().err) is is_told, words
    for files in (["bang.csv"], ["bang.csv", "--from", "bang.csv"]):
        assert main(["record", "--from", *files, "--confirm", "--dry-run"]) == 0
        assert told in capfd.readouterr().err, files


@pytest.mark.usefixtures("closed")
def test_show_tells_whether_a_period_is_closed(capfd: Capture) -> None:
    capfd.readouterr()
    assert main(["show", "06 tháng đầu năm 2026"]) == 0
    page = " ".join(capfd.readouterr().out.split())
    assert "Kỳ 06 tháng đầu năm 2026 đã chốt ngày 05/6/2026 (Lò Văn Ba): tính đến hết ngày 31/5/2026" in page
    assert f"nhãn git {TAG}. Sau đó ghi nhận thêm 2 sự kiện của kỳ." in page
    assert main(["show", "semiannual", "--format", "json"]) == 0
    shown = json.loads(capfd.readouterr().out)["period"]
    assert shown["closed"] == {
        "as_of": "2026-05-31", "closed_at": "2026-06-05T08:00:01.000000+07:00", "by": "Lò Văn Ba", "tag": TAG, "later": 2,
    }  # fmt: skip
    assert main(["show", "annual"]) == 0
    assert "Chưa chốt." in capfd.readouterr().out


def test_a_broken_closing_stops_only_what_rests_on_it(closed: Path, capfd: Capture) -> None:
    path = closed / PATH
    path.write_text(path.read_text(encoding="utf-8").replace("as_of: 2026-05-31", "as_of: 31/5/2026"), encoding="utf-8")
    record("--progress", "--date", "30/5/2026", "--note", "a", "--confirm")
    assert main(["status", "--as-of", "2026-05-31"]) == 0
    assert main(["check"]) == 0
    assert "plan/closed/semiannual.yaml:5:1: cảnh báo [P105]" in capfd.readouterr().out
    for words in ([*REPORT, "a.md"], ["close", "semiannual"], ["report", "semiannual"]):
        assert main(words) == 1, words
        assert "plan/closed/semiannual.yaml:5" in capfd.readouterr().err


def test_communes_share_a_row_and_a_retraction_says_what_it_takes_back() -> None:
    plan, period = shipped_plan(), shipped_plan().periods[0]
    communes = [agency for agency in plan.items["IV.7/cong-van"].agencies if plan.agencies[agency].kind == "commune"]
    frozen = event("done", "2026-04-01", item="III.2/ke-hoach", agency="so-noi-vu", document="1/KH")
    done = [
        event("done", f"2026-05-0{day}", item="IV.7/cong-van", agency=agency, document=f"{day}/UBND", by="Ba")
        for day, agency in enumerate(communes[:3], 1)
    ]
    undone = event("retracted", "2026-06-20", item="III.2/ke-hoach", agency="so-noi-vu", target=frozen.id, note="nhầm")
    again = event("done", "2026-05-09", item="V.1/ke-hoach", agency="so-tu-phap", document="2/KH")
    taken_back = event(
        "retracted", "2026-06-20", item="V.1/ke-hoach", agency="so-tu-phap", target=again.id, note="nhầm"
    )
    events = [frozen, *done, undone, again, taken_back]
    closing = CLOSING._replace(as_of=date(2026, 5, 31))
    later = later_events(events, closing, {frozen.id})
    assert set(later) == {*done, undone, again, taken_back}
    basis = build_report_basis(lambda _: plan, events, as_of=date(2026, 6, 20), known_at=None, period=period)
    basis = replace(basis, closed_before=ClosedBefore(closing, later))
    cells = [row.cells for row in later_table(basis).rows]
    names = ", ".join(plan.agencies[agency].short_name for agency in communes[:3])
    assert sorted((row[1], row[3], row[5]) for row in cells) == [
        (
            "Sở Nội vụ",
            "hủy ghi nhận «đã hoàn thành», ngày 01/4/2026",
            "đã hoàn thành đúng hạn → chưa hoàn thành, quá hạn",
        ),
        (
            f"UBND 03 xã, phường: {names}",
            "đã hoàn thành, văn bản của từng xã, phường, từ ngày 01/5/2026 đến ngày 03/5/2026",
            "chưa hoàn thành, quá hạn → đã hoàn thành quá hạn",
        ),
    ]
    assert not later_table(basis, agency="so-tu-phap").rows, "what was recorded and taken back changes nothing"
    assert len(later_table(basis, agency=communes[0]).rows) == 1


AMENDMENT = """\
document: {kind: Quyết định, number: "9", symbol: QĐ-UBND, day: 2026-05-02, issuer: ubnd-tinh, title: Sửa đổi}
effective: 2026-05-10
changes:
  - due: {of: I.1/ke-hoach, was: trước ngày 10/12/2026, is: trước ngày 20/5/2026}
"""


def test_an_amendment_that_comes_later_changes_no_closed_period(root: Path, capfd: Capture) -> None:
    path = root / "plan/amendments/qd-9.yaml"
    assert main(["close", "semiannual", "--commit"]) == 0
    first = made("a.md")
    path.parent.mkdir()
    path.write_text(AMENDMENT, encoding="utf-8")
    assert made("b.md") == first
    assert '"in_time 2026-12-09": ["so-noi-vu"]' in first.decode()
    assert main(["verify", "b.md"]) == 0
    capfd.readouterr()
    assert main(["close", "annual"]) == 3, "amendments are of the plan"
    assert "git chưa có plan/amendments/qd-9.yaml như hiện nay" in capfd.readouterr().err
    assert main(["close", "annual", "--as-of", "2026-06-05", "--commit"]) == 0
    assert "plan/amendments/qd-9.yaml" in git(root, "show", "--format=", "--name-only", "chot/annual-2026")
    assert main(["report", "annual", "--closed", "-o", "c.md"]) == 0
    amended = Path("c.md").read_bytes()
    assert '"overdue 2026-05-19": ["so-noi-vu"]' in amended.decode()
    path.unlink()
    assert main(["report", "annual", "--closed", "-o", "d.md"]) == 0
    assert Path("d.md").read_bytes() == amended
    commit(root)
    assert made("e.md") == first


# Two who close, and questions


def test_what_changed_since_it_was_shown_is_not_closed(root: Path, capfd: Capture) -> None:
    shown = survey_closing(root, ClosingWish("semiannual", None, None), present=now(os.environ), saves=False)
    record("--progress", "--date", "1/6/2026", "--note", "người khác vừa ghi")
    with pytest.raises(Failure, match="vừa thay đổi, khác với những gì đã hiện"):
        close_period(root, shown, commits=False)
    assert not (root / PATH).exists()
    commit(root)
    first, second = (
        survey_closing(root, ClosingWish("semiannual", None, by), present=now(os.environ), saves=False)
        for by in ("Hà", "Minh")
    )
    close_period(root, first, commits=False)
    assert f"Lưu tệp chốt vào git: git add {PATH}" in capfd.readouterr().err
    with pytest.raises(RecordingRefusal, match="đã chốt ngày 05/6/2026 \\(Hà\\)"):
        close_period(root, second, commits=False)
    assert "by: Hà\n" in (root / PATH).read_text(encoding="utf-8")
    assert git(root, "tag") == TAG


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_it_is_asked_about_at_a_terminal(root: Path) -> None:
    import pty

    for answer, code in (("không", 1), ("có", 0)):
        leader, follower = pty.openpty()
        running = subprocess.Popen(
            [sys.executable, "-m", "papi_cli", "close", "semiannual"],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdin=follower,
            stdout=subprocess.PIPE,
            stderr=follower,
        )
        os.close(follower)
        os.write(leader, f"{answer}\n".encode())
        page, _ = running.communicate(timeout=300)
        screen = os.read(leader, 65536).decode()
        os.close(leader)
        assert running.returncode == code, screen
        assert "Chốt kỳ này? (có/không) [không]: " in screen
        assert "Giữ lại: 1 tệp sổ theo dõi" in page.decode(), "what is asked about is shown before"
        assert (root / PATH).exists() is (answer == "có")
