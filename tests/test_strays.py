"""Files that lie in plan/ and templates/ and are not read: `papi check` names them, and nothing else is changed by them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from papi_cli.checks.strays import EXPECTED
from papi_cli.cli.program.door import main
from papi_cli.plan.files.names import PLAN_FILES
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import FolderSource
from tests.amended import NUMBER_CHANGE, amendment_text
from tests.repositories import commit, git
from tests.sample import keys_of, line_of
from tests.tree import CHECKOUT, copied, planted

Capture = pytest.CaptureFixture[str]

EVENT = keys_of("done", "2026-03-12", item="II.2/ke-hoach")
EXTRA = "Xóa tệp thừa, hoặc chuyển ra ngoài thư mục này."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    planted(tmp_path)
    copied(CHECKOUT / "templates", tmp_path / "templates", "new")
    written(tmp_path, "plan/status/2026-03/a.jsonl", line_of(EVENT))
    written(tmp_path, "plan/amendments/qd-1.yaml", amendment_text(NUMBER_CHANGE).encode())
    return tmp_path


def written(root: Path, path: str, content: bytes = b"x\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content)


def told(capfd: Capture, root: Path) -> list[tuple[str, str, str]]:
    """Return file, message and hint of each stray file; none of them makes `papi check` fail."""
    capfd.readouterr()
    assert main(["check", "--plan", str(root), "--format", "json"]) == 0
    problems = json.loads(capfd.readouterr().out)["problems"]
    strays = [problem for problem in problems if problem["code"] == "P016"]
    assert {problem["severity"] for problem in strays} <= {"warning"}
    return [(problem["file"], problem["message"], problem["hint"]) for problem in strays]


def read_instead(path: str) -> str:
    return f"Tệp được đọc là «{path}»: chép sang đó điều cần giữ, rồi xóa tệp này."


def slip_of(path: str) -> str:
    return f"Có phải là «{path}»? Đổi lại như thế thì tệp mới được đọc."


NARRATIVE = "plan/narrative/semiannual/so-tu-phap"
STRAYS = {
    "plan/tasks (1).yaml": read_instead("plan/tasks.yaml"),
    "plan/tasks (conflicted copy 2026-06-10).yaml": read_instead("plan/tasks.yaml"),
    "plan/tasks - Copy.yaml": read_instead("plan/tasks.yaml"),
    "plan/tasks.yml": read_instead("plan/tasks.yaml"),
    "plan/task.yaml": read_instead("plan/tasks.yaml"),
    "plan/Tasks.YAML.bak": read_instead("plan/tasks.yaml"),
    "plan/tasks.yaml~": read_instead("plan/tasks.yaml"),
    "plan/._tasks.yaml": "Xóa được.",
    "templates/._agency.md.j2": "Xóa được.",
    f"{NARRATIVE}/._assessment.md": "Xóa được.",
    "plan/~$bang.xlsx": "Xóa được.",
    "plan/extra.yaml": EXTRA,
    "plan/ghi-chú.txt": EXTRA,
    "plan/cũ/tasks.yaml": read_instead("plan/tasks.yaml"),
    "plan/amendments/qd-1 (1).yaml": read_instead("plan/amendments/qd-1.yaml"),
    "plan/amendments/Copy of qd-1.yaml": read_instead("plan/amendments/qd-1.yaml"),
    "plan/amendments/qd-1.yml": read_instead("plan/amendments/qd-1.yaml"),
    "plan/amendments/QĐ 2.YAML": slip_of("plan/amendments/qd-2.yaml"),
    "plan/amendments/._qd-1.yaml": "Xóa được.",
    "plan/amendments/quét.pdf": EXTRA,
    "plan/status/2026-03/a.JSONL": read_instead("plan/status/2026-03/a.jsonl"),
    "plan/status/2026-03/a.jsonl.bak": read_instead("plan/status/2026-03/a.jsonl"),
    "plan/status/2026-03/._a.jsonl": "Xóa được.",
    "plan/status/._b.jsonl": "Xóa được.",
    "plan/status/2026-03/.a.jsonl": read_instead("plan/status/2026-03/a.jsonl"),
    "plan/status/2026-03/b.json": slip_of("plan/status/2026-03/b.jsonl"),
    "plan/status/2026-03/quét.pdf": EXTRA,
    "plan/status/2026-03/~$a.jsonl": "Xóa được.",
    "plan/status/2026-03/.#a.jsonl": "Xóa được.",
    "templates/~$agency.md.j2": "Xóa được.",
    "plan/status/.lock~": EXTRA,
    f"{NARRATIVE}/assessment.MD": slip_of(f"{NARRATIVE}/assessment.md"),
    f"{NARRATIVE}/assessment.markdown": slip_of(f"{NARRATIVE}/assessment.md"),
    "plan/narrative/semianual/so-tu-phap/assessment.md": slip_of(f"{NARRATIVE}/assessment.md"),
    "plan/narrative/semiannual/so-tu-phapp/assessment.md": slip_of(f"{NARRATIVE}/assessment.md"),
    "plan/narrative/semiannual/assessment.md": EXTRA,
    f"{NARRATIVE}/cũ/assessment.md": EXTRA,
    "plan/closed/semiannual (1).yaml": slip_of("plan/closed/semiannual.yaml"),
    "plan/closed/anual.yaml": slip_of("plan/closed/annual.yaml"),
    "plan/closed/q1.yaml": EXTRA,
    "templates/tasks.md.jinja2": slip_of("templates/tasks.md.j2"),
    "templates/agency.md.j2.bak": read_instead("templates/agency.md.j2"),
    "templates/document (1).docx": read_instead("templates/document.docx"),
    "templates/agency.md": EXTRA,
    "templates/cũ/agency.md.j2": read_instead("templates/agency.md.j2"),
}
UNSAID = (
    "plan/README.md",
    "plan/schema/other.json",
    "plan/status/.gitkeep",
    "plan/status/.lock",
    "plan/status/.recording.tmp",
    f"plan/status/.recording-{'0f' * 16}.tmp",
    "plan/.gitattributes",
    "plan/closed/.gitkeep",
    "plan/status/.gitignore",
    "plan/narrative/.gitkeep",
    "plan/.DS_Store",
    "plan/status/2026-03/Thumbs.db",
    "templates/desktop.ini",
    "plan/.vscode/settings.json",
    f"{NARRATIVE}/assessment.md",
    "templates/extra.md.j2",
    "templates/new/README.md",
    "README.md",
    "minh-chứng/x.pdf",
    "narrative/x.MD",
)


def test_stray_files_are_named_with_what_to_do(root: Path, capfd: Capture) -> None:
    assert told(capfd, root) == []
    (root / "templates" / "tasks.md.j2").unlink()
    for path in STRAYS:
        written(root, path)
    strays = told(capfd, root)
    assert {path: hint for path, _, hint in strays} == STRAYS
    assert len(strays) == len(STRAYS)
    assert all("không được đọc" in message for _, message, _ in strays)


def test_what_is_read_or_explained_is_not_named(root: Path, capfd: Capture) -> None:
    for path in UNSAID:
        written(root, path)
    written(root, "plan/status/b.jsonl", line_of(keys_of("progress", "2026-03-11", item="II.2/ke-hoach")))
    assert [path for path, _, _ in told(capfd, root)] == []


def test_the_sentences(root: Path, capfd: Capture) -> None:
    for path in (
        "plan/._tasks.yaml",
        "plan/extra.yaml",
        "plan/status/x.txt",
        "plan/narrative/x.txt",
        "templates/x.txt",
    ):
        written(root, path)
    assert {file: message for file, message, _ in told(capfd, root)} == {
        "plan/._tasks.yaml": "tệp phụ do máy Mac tạo kèm khi chép, không được đọc.",
        "plan/extra.yaml": "tệp này không được đọc: ngay trong «plan» chỉ đọc plan.yaml, agencies.yaml, indices.yaml, "
        "tasks.yaml, duties.yaml, provisions.yaml, calendar.yaml, errata.yaml, scores.yaml và carried.yaml.",
        "plan/status/x.txt": "tệp này không được đọc: sổ theo dõi chỉ gồm các tệp có tên kết thúc bằng .jsonl, chữ thường, không bắt đầu bằng dấu chấm.",
        "plan/narrative/x.txt": "tệp này không được đọc: phần lời của báo cáo nằm ở «plan/narrative/<kỳ>/<mã cơ "
        "quan>/<phần>.md».",
        "templates/x.txt": "tệp này không được đọc: chỉ đọc các tệp .j2 và document.docx nằm ngay trong «templates».",
    }


def test_evidence_explains_itself_and_a_folder_of_its_own(root: Path, capfd: Capture) -> None:
    own = ("plan/minh-chứng/a.pdf", "plan/minh-chứng/khác/b.pdf", "plan/status/2026-03/c.pdf", "plan/d.pdf")
    for path in (*own, "plan/status/2026-03/e.pdf", "plan/f.pdf"):
        written(root, path)
    assert {path for path, _, _ in told(capfd, root)} == {*own, "plan/status/2026-03/e.pdf", "plan/f.pdf"}
    checksum = hashlib.sha256(b"x\n").hexdigest()
    named = ("plan/minh-chứng/a.pdf", "plan/status/2026-03/c.pdf", "plan/d.pdf")
    written(root, "một/hai/ba.pdf")
    evidence = [{"path": path, "sha256": checksum} for path in (*named, "một/hai/ba.pdf")]
    event = keys_of("done", "2026-03-13", item="II.2/ke-hoach", evidence=evidence)
    written(root, "plan/status/2026-03/b.jsonl", line_of(event))
    assert {path for path, _, _ in told(capfd, root)} == {"plan/status/2026-03/e.pdf", "plan/f.pdf"}


@pytest.mark.parametrize(("count", "lines"), [(20, 20), (21, 1), (10_000, 1)])
def test_many_files_take_one_sentence(count: int, lines: int, root: Path, capfd: Capture) -> None:
    folder = root / "plan" / "status" / "2026-03"
    for number in range(count):
        (folder / f"{number:05}.bak").touch()
    written(root, "plan/tasks.yml")
    *rest, last = told(capfd, root)
    assert last[0] == "plan/tasks.yml"
    assert len(rest) == lines
    if lines == 1:
        examples = ", ".join(f"«plan/status/2026-03/0000{number}.bak»" for number in range(3))
        reason = "sổ theo dõi chỉ gồm các tệp có tên kết thúc bằng .jsonl, chữ thường, không bắt đầu bằng dấu chấm."
        message = f"{count} tệp trong «plan/status» không được đọc, ví dụ {examples}: {reason}"
        assert rest == [("plan/status", message, "Xóa các tệp thừa, hoặc chuyển ra ngoài thư mục này.")]


def test_strays_are_in_no_fingerprint(root: Path) -> None:
    before = read_plan_files(FolderSource(root)).fingerprint
    for path in STRAYS:
        written(root, path)
    assert read_plan_files(FolderSource(root)).fingerprint == before


def test_a_broken_plan_judges_no_folder_of_narrative(root: Path, capfd: Capture) -> None:
    written(root, "plan/narrative/x/y/z.md")
    written(root, "plan/tasks.yaml", b"sections: [\n")
    written(root, "plan/tasks.yml")
    assert main(["check", "--plan", str(root), "--format", "json"]) == 1
    problems = json.loads(capfd.readouterr().out)["problems"]
    assert [problem["file"] for problem in problems if problem["code"] == "P016"] == ["plan/tasks.yml"]


def test_a_name_that_is_not_utf8_is_named(root: Path, capfd: Capture) -> None:
    try:
        (root / "plan" / "b\udcff.yaml").touch()
    except OSError:
        pytest.skip("the system takes no such names")
    assert [path for path, _, _ in told(capfd, root)] == ["plan/b?.yaml"]


def test_the_table_names_every_file_of_the_plan() -> None:
    assert set(EXPECTED) >= {f"plan/{name}" for name in PLAN_FILES}


# Copies of files of the log, as synchronising programs, file managers and people name them

COPIES = (
    "{} (1).jsonl",
    "{}-DESKTOP-7QK2.jsonl",
    "{}.sync-conflict-20260610-091200-ABCDEFG.jsonl",
    "{} (Bản sao xung đột của Lan 2026-06-10).jsonl",
    "{} (conflicted copy 2026-06-10 0912).jsonl",
    "{} - Copy.jsonl",
    "Copy of {}.jsonl",
    "{}.Conflict.jsonl",
    "~$3{}.jsonl",
)


def test_copies_of_the_log_stop_nothing_and_are_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    root = planted(tmp_path)
    monkeypatch.setenv("PAPI_NOW", "2026-03-13T09:12:00+07:00")
    done = ["record", "II.2/ke-hoach", "--agency", "STP", "--done", "--date", "12/3/2026", "--plan", str(root)]
    assert main([*done, "--document", "45/KH-UBND"]) == 0
    (original,) = root.glob("plan/status/*/*.jsonl")
    content = original.read_bytes()
    broken = (content, content[:50], b"", b"\0" * 9, b'{"id": "x"}\n', content.replace(b"45", b"46"))
    copies = [original.with_name(name.format(original.stem)) for name in COPIES]
    for number, copy in enumerate(copies):
        copy.write_bytes(broken[number % len(broken)])
    git(root, "init", "-q")
    commit(root)
    at_noon = ["--plan", str(root), "--as-of", "2026-03-14"]
    answers = []
    for command in (["log", "--format", "json"], ["log", "--format", "json", "--at", "HEAD"]):
        capfd.readouterr()
        assert main([*command, *at_noon]) == 0
        answers.append(json.loads(capfd.readouterr().out)["events"])
    assert [event["document"] for event in answers[0]] == ["45/KH-UBND"]
    assert answers[0] == answers[1]
    assert main([*done, "--document", "45/KH-UBND", "--note", "lần hai"]) == 0
    paths = {copy.relative_to(root).as_posix() for copy in copies}
    assert {path for path, _, _ in told(capfd, root)} == paths
    # Nobody is told to bring them back.
    for copy in copies:
        copy.unlink()
    assert told(capfd, root) == []


def test_a_copy_is_read_where_the_original_is_gone(root: Path, capfd: Capture) -> None:
    event = keys_of("done", "2026-03-13", item="II.2/ke-hoach", agency="so-y-te")
    written(root, "plan/status/2026-03/20260313T021200.000000Z-9c41f0ab12d35e77 (1).jsonl", line_of(event))
    assert told(capfd, root) == []
    assert main(["log", "--plan", str(root), "--format", "json", "--agency", "so-y-te"]) == 0
    assert len(json.loads(capfd.readouterr().out)["events"]) == 1


def test_what_emacs_lays_beside_a_file_stops_nothing(root: Path, capfd: Capture) -> None:
    for place in ("plan/status/2026-03/.#a.jsonl", "plan/.#tasks.yaml", "templates/.#agency.md.j2"):
        (root / place).symlink_to("lan@may.1234")
    assert len(told(capfd, root)) == 3
    assert main(["report", "tasks", "--agency", "STP", "--plan", str(root), "-o", str(root / "a.md")]) == 0
