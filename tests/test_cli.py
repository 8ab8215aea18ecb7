"""The command line: answers, refusals and exit codes, in this process and in processes of their own."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.interruptions import is_interruption
from papi_cli.store import locations
from tests.children import at_a_terminal
from tests.repositories import commit, git
from tests.sample import keys_of, line_of
from tests.tree import CHECKOUT, planted

DAY = ("--as-of", "2026-06-10")

EVENT = (
    '{"id": "2f17383d8c5163bc", "date": "2026-03-12", "item": "II.2/ke-hoach", "agency": "so-tu-phap", '
    '"event": "done", "document": "45/KH-UBND", "recorded": "2026-03-13T09:12:00.000000+07:00"}\n'
)


class Answer(NamedTuple):
    code: int
    out: bytes
    err: str


Papi = Callable[..., Answer]


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on the shipped plan, whatever the environment says about plan, time and colour."""
    for name in ("PAPI_PLAN", "PAPI_NOW", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(CHECKOUT)


@pytest.fixture
def papi(capsysbinary: pytest.CaptureFixture[bytes]) -> Papi:
    def run(*argv: str) -> Answer:
        code = main(argv)
        captured = capsysbinary.readouterr()
        return Answer(code, captured.out, captured.err.decode())

    return run


def process(*argv: str, cwd: Path = CHECKOUT, environment: Mapping[str, str] | None = None) -> Answer:
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "HOME"}}
    completed = subprocess.run(
        [sys.executable, "-m", "papi_cli", *argv],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(CHECKOUT), **(environment or {})},
    )
    return Answer(completed.returncode, completed.stdout, completed.stderr.decode("utf-8"))


def text(answer: Answer) -> str:
    assert (answer.code, answer.err) == (0, "")
    output = answer.out.decode("utf-8")
    assert unicodedata.is_normalized("NFC", output)
    return output


def refused(answer: Answer, code: int) -> str:
    assert answer.code == code
    assert answer.out == b""
    assert "Traceback" not in answer.err
    assert answer.err.endswith("\n")
    return answer.err


# Answers


@pytest.mark.parametrize("command", ["status", "overdue"])
def test_table(command: str, papi: Papi) -> None:
    output = text(papi(command, *DAY))
    assert "75 xã, phường" in output
    assert "\x1b" not in output
    assert "tính đến ngày 10/6/2026" in output.splitlines()[-1]
    assert text(papi(command, *DAY, "--format", "TABLE")) == output


def test_the_last_line_of_the_overdue_list_says_what_was_counted(papi: Papi) -> None:
    last = text(papi("overdue", *DAY)).splitlines()[-1]
    assert last.startswith("267 đầu việc của 89 cơ quan, đơn vị; ngoài ra có 1 việc đề nghị phối hợp")
    last = text(papi("overdue", *DAY, "--agency", "STP", "--index", "2")).splitlines()[-1]
    assert last.endswith("lọc theo: Sở Tư pháp, chỉ số nội dung 2.")


def test_all_lists_each_agency_in_its_own_row(papi: Papi) -> None:
    output = text(papi("overdue", *DAY, "--all"))
    assert output.count("chưa ghi nhận, quá hạn") == 268
    assert output.count("UBND xã Co Mạ") == 3


@pytest.mark.parametrize(("command", "count"), [("status", 767), ("overdue", 268), ("upcoming", 5), ("tasks", 767)])
def test_json(command: str, count: int, papi: Papi) -> None:
    answer = json.loads(text(papi(command, *DAY, "--format", "json")))
    assert answer["schema"] == f"papi.{command}/2"
    assert answer["as_of"] == "2026-06-10"
    assert answer["summary"]["overdue"] == (0 if command == "upcoming" else 268)
    assert sum(answer["summary"].values()) == len(answer["obligations"]) == count


@pytest.mark.parametrize(("command", "count"), [("status", 767), ("overdue", 268), ("upcoming", 5), ("tasks", 767)])
def test_csv(command: str, count: int, papi: Papi) -> None:
    content = papi(command, *DAY, "--format", "csv").out
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len({row["Mã đầu việc"] for row in rows}) == count


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "tasks"])
def test_markdown(command: str, papi: Papi) -> None:
    output = text(papi(command, *DAY, "--format", "markdown"))
    assert output.startswith("# ")
    assert re.search(r"^\| -", output, re.MULTILINE)


@pytest.mark.parametrize(
    "words", ["so tu phap", "STP", "so-tu-phap", "SỞ TƯ PHÁP", unicodedata.normalize("NFD", "Sở Tư pháp")]
)
@pytest.mark.parametrize("shape", ["table", "json"])
def test_any_spelling_of_an_agency_gives_the_same_bytes(words: str, shape: str, papi: Papi) -> None:
    expected = papi("status", *DAY, "--agency", "Sở Tư pháp", "--format", shape)
    assert papi("status", *DAY, "--agency", words, "--format", shape) == expected
    assert expected.code == 0


def test_options_can_be_repeated(papi: Papi) -> None:
    options = ["--agency", "STP", "--agency", "snv", "--item", "I.1", "--item", "II.2", "--state", "quá hạn"]
    answer = json.loads(text(papi("status", *DAY, "--format", "json", *options)))
    assert [obligation["id"] for obligation in answer["obligations"]] == [
        "I.1/ke-hoach@so-noi-vu",
        "II.2/ke-hoach@so-tu-phap",
    ]
    assert answer["filters"] == {
        "agencies": ["so-tu-phap", "so-noi-vu"],
        "groups": [],
        "cooperating": [],
        "roles": [],
        "indices": [],
        "items": ["I.1/ke-hoach", "II.2/ke-hoach", "II.2/bao-cao"],
        "states": ["overdue"],
    }


def test_fail_counts_obligations_but_not_requests(papi: Papi) -> None:
    assert papi("overdue", *DAY, "--fail").code == 1
    assert papi("overdue", *DAY, "--fail") == papi("overdue", *DAY)._replace(code=1)
    assert papi("overdue", "--as-of", "2026-01-31", "--fail").code == 0
    assert papi("overdue", *DAY, "--fail", "--agency", "TAND tỉnh").code == 0  # asked to cooperate, owes nothing


@pytest.mark.parametrize("shape", ["table", "csv", "json", "markdown"])
def test_output_to_a_file(shape: str, papi: Papi, tmp_path: Path) -> None:
    path = tmp_path / "quá hạn.txt"
    expected = papi("overdue", *DAY, "--format", shape).out
    assert papi("overdue", *DAY, "--format", shape, "-o", str(path)) == (0, b"", f"Đã ghi {path}.\n")
    assert path.read_bytes() == expected
    assert list(tmp_path.iterdir()) == [path]


# The day


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-06-09T16:59:59.999999Z", "2026-06-09"),
        ("2026-06-09T17:00:00Z", "2026-06-10"),
        ("2026-06-10T00:00:00+07:00", "2026-06-10"),
        ("2026-06-10T12:00:00-12:00", "2026-06-11"),
    ],
)
def test_today_is_the_day_in_the_time_zone_of_the_plan(
    now: str, today: str, papi: Papi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_NOW", now)
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    expected = papi("overdue", "--as-of", today, "--format", "json")
    assert papi("overdue", "--format", "json") == expected
    assert papi("overdue", "--format", "json", "--as-of", unicodedata.normalize("NFD", "Hôm nay")) == expected
    assert json.loads(expected.out)["as_of"] == today


@pytest.mark.parametrize("day", ["2026-06-10", "10/6/2026", "10/06/2026", "10-6-2026"])
def test_spellings_of_a_day(day: str, papi: Papi) -> None:
    assert papi("overdue", "--as-of", day) == papi("overdue", *DAY)


def recorded(root: Path) -> Path:
    folder = planted(root) / "plan" / "status" / "2026-03"
    folder.mkdir(parents=True)
    (folder / "20260313T021200.000000Z-2f17383d8c5163bc.jsonl").write_text(EVENT, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("2026-03-12", False),
        ("2026-03-13", True),
        ("13/3/2026", True),
        ("2026-03-13T09:11:59.999999+07:00", False),
        ("2026-03-13T09:12:00+07:00", True),
        ("2026-03-13T02:12:00Z", True),
    ],
)
def test_known_at(words: str, counts: bool, papi: Papi, tmp_path: Path) -> None:  # noqa: FBT001  # a column of the table
    options = ("status", *DAY, "--plan", str(recorded(tmp_path)), "--item", "II.2/ke-hoach", "--format", "json")
    answer = json.loads(text(papi(*options, "--known-at", words)))
    assert answer["obligations"][0]["state"] == ("done_on_time" if counts else "overdue")
    assert json.loads(text(papi(*options)))["known_at"] == "2026-03-13T09:12:00.000000+07:00"


def test_at_a_revision(papi: Papi, tmp_path: Path) -> None:
    root = recorded(tmp_path)
    git(root, "init", "-q")
    commit(root)
    before = papi("status", *DAY, "--plan", str(root))
    (root / "plan" / "tasks.yaml").write_text("hỏng: [", encoding="utf-8")
    assert papi("status", *DAY, "--plan", str(root)).code == 1
    assert papi("status", *DAY, "--plan", str(root), "--at", "HEAD") == before
    assert "«khong-co»" in refused(papi("status", "--plan", str(root), "--at", "khong-co"), 2)


# Refusals

ENGLISH = re.compile(
    r"\b(usage|options|option|show|default|required|error|errors|missing|invalid|commands|command|arguments|argument"
    r"|try|such|did you mean|unexpected|no such|got|help for|exit|message|requires|value)\b",
    re.IGNORECASE,
)

MISUSED = {
    ("status", "--agenc", "STP"): "Có phải là «--agency»?",
    ("status", "-x"): "Không có tùy chọn «-x».",
    ("stats",): "Có phải là «status»?",
    ("zzz",): "Không có lệnh «zzz».",
    ("status", "--agency"): "Tùy chọn «--agency» cần một giá trị đi kèm.",
    ("status", "--all=1"): "Tùy chọn «--all» không nhận giá trị đi kèm.",
    ("status", "--agency", "Sở Tư phát"): "Gần nhất: «Sở Tư pháp»",
    ("status", "--agency", "qqqqqqqq"): "Không có cơ quan nào tên là «qqqqqqqq».",
    ("status", "--agency", ""): "Tùy chọn «--agency» để trống",
    ("status", "--agency", "UBND cấp xã"): "là một nhóm gồm 75 cơ quan",
    ("status", "--agency", "đoàn thể"): "không có thành viên xác định",
    (
        "status",
        "--as-of",
        "31/6/2026",
    ): "--as-of: «31/6/2026» không phải là một ngày. Viết đủ ngày, tháng, năm: 10/6/2026",
    ("overdue", "--as-of", ""): "Tùy chọn «--as-of» để trống",
    ("overdue", "--known-at", "2026-06-10T08:00:00"): "--known-at: «2026-06-10T08:00:00»",
    (
        "overdue",
        "--format",
        "xlsx",
    ): "Các dạng: table, json, csv, markdown. Mở bằng Excel: --format csv --csv-separator",
    ("overdue", "-o", "qua-han.XLSX"): "Không ghi được danh sách vào tệp «.xlsx». Đặt tên tệp kết thúc bằng .csv",
    ("overdue", "--format", "json", "-o", "x.csv"): "--format json không hợp với tệp «.csv».",
    ("report", "semiannual", "-o", "x.pdf"): "Không lập được văn bản dạng «.pdf». Đặt tên tệp kết thúc bằng .docx",
    ("report", "semiannual", "--format", "html", "-o", "x.docx"): "Đặt tên tệp kết thúc bằng .html.",
    ("overdue", "--state", "trễ"): "\n  chưa hoàn thành, quá hạn (overdue)\n",
    ("overdue", "--format", "Excel"): 'Mở bằng Excel: --format csv --csv-separator ";" -o TỆP.csv.',
    ("overdue", "--columns", "bogus"): "\n  Mã đầu việc (id)\n  Mã (item)\n",
    ("overdue", "--agency", "Sở Công an"): "«Công an tỉnh»",
    ("overdue", "--agency", "UBND phường Tô Hiu"): "Gần nhất: «UBND phường Tô Hiệu».",
    ("overdue", "--agency", "Sở Tài nguyên và Môi trường"): "Gần nhất: «Sở Nông nghiệp và Môi trường».",
    ("log", "--event", "xong"): "\n  đã hoàn thành (done)\n",
    ("overdue", "--index", "9"): "Ghi một trong các mã: 1, 2, 3, 4, 5, 6, 7, 8.",
    ("overdue", "--item", "IV.5"): "Không có nhiệm vụ, đầu việc nào mang mã «IV.5».",
    ("overdue", "--item", "II.2/ke-hoac"): "«II.2/ke-hoach»",
    ("overdue", "--agency", "II.2/ke-hoach"): "«II.2/ke-hoach» là mã nhiệm vụ hoặc đầu việc; ở đây cần",
    ("overdue", "--item", "II.2/ke-hoach@STP"): "Ghi tách ra: mã «II.2/ke-hoach», cơ quan --agency STP.",
    (
        "overdue",
        "--item",
        "STP",
    ): "«STP» là một cơ quan; ở đây cần mã nhiệm vụ hoặc đầu việc. Lọc theo cơ quan",
    ("overdue", "--item", "đoàn thể"): "«đoàn thể» là một nhóm cơ quan; ở đây cần mã",
    ("record", "II.2/ke-hoach", "--agency", "STP"): "\n  đã hoàn thành (--done)\n",
    ("record", "II.2/ke-hoach", "sở tư pháp", "--done"): "Muốn ghi cho cơ quan thì đặt --agency trước tên.",
    ("show", "sở tư pháp"): 'Xem bằng: papi status --agency "sở tư pháp".',
    ("show", "đoàn thể"): 'Xem bằng: papi agencies "đoàn thể".',
}


@pytest.mark.parametrize("argv", MISUSED, ids=" ".join)
def test_misuse(argv: tuple[str, ...], papi: Papi) -> None:
    message = refused(papi(*argv), 2)
    assert MISUSED[argv] in message
    prose = re.sub(r"«[^»]*»|--[a-z-]+|Xem: .*", "", message)
    assert not ENGLISH.search(prose)


@pytest.mark.parametrize("now", ["hôm nay", "2026-06-10", "2026-06-10T08:00:00", "2026-13-01T00:00:00Z"])
def test_bad_papi_now(now: str, papi: Papi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_NOW", now)
    message = refused(papi("overdue"), 2)
    assert message.startswith("PAPI_NOW phải là một thời điểm có múi giờ")
    assert f"«{now}»" in message


def test_broken_plan(papi: Papi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = (
        ("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-noi-vi"),
        ("tasks.yaml", "due: Tháng 4/2026\n            milestones", "due: Tháng 13/2026\n            milestones"),
    )
    monkeypatch.chdir(planted(tmp_path, *edits))
    lines = refused(papi("status"), 1).splitlines()
    assert lines[0] == (
        "plan/plan.yaml:20:14: lỗi [P201]: không có cơ quan nào mang mã «so-noi-vi»."
        " Có phải là «so-noi-vu» (plan/agencies.yaml:20)?"
    )
    assert re.match(r"plan/tasks\.yaml:\d+:\d+: lỗi \[P205\]: không đọc được thời hạn «Tháng 13/2026»\. ", lines[1])
    assert len(lines) == 2


def test_broken_log(papi: Papi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = recorded(tmp_path)
    (root / "plan" / "status" / "a.jsonl").write_text("{}\n", encoding="utf-8")
    monkeypatch.chdir(root)
    message = refused(papi("overdue"), 1)
    assert message.startswith("plan/status/a.jsonl:1:1: lỗi [P401]: ")


def test_no_plan(papi: Papi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"Thư mục {tmp_path} (--plan) không chứa kế hoạch" in refused(papi("status", "--plan", str(tmp_path)), 3)
    monkeypatch.setenv("PAPI_PLAN", str(tmp_path))
    assert "(PAPI_PLAN)" in refused(papi("status"), 3)


def test_output_that_cannot_be_written(papi: Papi, tmp_path: Path) -> None:
    assert f"Không ghi được tệp {tmp_path}: " in refused(papi("status", "-o", str(tmp_path)), 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("overdue", "--agency", "Sở Công an"), "Không có cơ quan nào tên là «Sở Công an»."),
        (("overdue", "--sort", "bogus"), "Mã đầu việc (id)"),
        (("check",), "cách hiểu chưa có văn bản xác nhận"),
        (("check", "--explain", "P104"), "giá trị khác không được đoán."),
    ],
)
def test_messages_fit_the_terminal(argv: tuple[str, ...], message: str) -> None:
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60"}
    command = [sys.executable, "-m", "papi_cli", *argv]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=follower, stderr=follower, env=environment):
        os.close(follower)
        output = b""
        try:
            while chunk := os.read(leader, 65536):
                output += chunk
        except OSError:  # on Linux the end of the other side is an error
            os.close(leader)
    lines = output.decode().splitlines()
    assert message in " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    "argv",
    [("report", "annual", "--narrative"), ("retract", "2f17383d8c5163bc", "--note", "nhầm"), ("schema",)],
    ids=" ".join,
)
def test_every_command_that_writes_refuses_the_copy_in_the_wheel(
    argv: tuple[str, ...], papi: Papi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "_SHIPPED", recorded(tmp_path).resolve())
    error = refused(papi(*argv, "--plan", str(tmp_path)), 3)
    assert error.startswith("Kế hoạch đi kèm chương trình chỉ để đọc. Chạy «papi init THƯ_MỤC» để có bản của mình")


# Help


@pytest.mark.parametrize("argv", [("--help",), (), ("status", "--help"), ("overdue", "--help")])
def test_help_is_vietnamese(argv: tuple[str, ...], papi: Papi) -> None:
    output = text(papi(*argv))
    assert output.startswith("Cách dùng: papi")
    prose = re.sub(r"--[a-z-]+|^  [a-z]+  ", "", output, flags=re.MULTILINE)  # names of commands are English
    assert not ENGLISH.search(prose), ENGLISH.search(prose)
    assert max(map(len, output.splitlines())) <= 80


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "tasks"])
def test_every_option_has_a_sentence(command: str, papi: Papi) -> None:
    output = text(papi(command, "--help"))
    options = re.findall(r"^  (?:-\w, )?(--[a-z-]+)(?: \S+)?  +(\S.*)", output, re.MULTILINE)
    names = {name for name, _ in options}
    expected = [
        "--agency",
        "--group",
        "--cooperating",
        "--role",
        "--index",
        "--item",
        "--state",
        "--as-of",
        "--known-at",
        "--at",
        "--plan",
        "--sort",
        "--columns",
        "--format",
        "--csv-separator",
        "--output",
        "--all",
        "--help",
    ]
    options_of_its_own = {"status": {"--since"}, "overdue": {"--fail"}, "upcoming": {"--within"}}
    assert names == set(expected) | options_of_its_own.get(command, set())


# Real processes


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {},
    ],
    ids=["C", "ascii", "bare"],
)
def test_utf8_in_any_locale(environment: Mapping[str, str], papi: Papi) -> None:
    assert process("overdue", *DAY, environment=environment) == papi("overdue", *DAY)
    assert "Có phải là «status»?" in refused(process("stats", environment=environment), 2)


def test_from_another_folder(papi: Papi, tmp_path: Path) -> None:
    assert process("overdue", *DAY, "--plan", str(CHECKOUT), cwd=tmp_path) == papi("overdue", *DAY)


def test_a_command_collects_garbage_while_it_works() -> None:
    code = (
        "import gc; from papi_cli.cli.program import door; from papi_cli.cli import entry\n"
        "door.main = lambda argv: 0 if gc.isenabled() and gc.get_threshold()[0] <= 10_000 else 1\n"
        "entry()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=CHECKOUT)


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another thing on Windows")
def test_a_reader_that_stops_early_is_fine() -> None:
    command = f"{sys.executable} -m papi_cli overdue --as-of 2026-06-10 --format json; echo $? >&2"
    shell = ["bash", "-c", f"{{ {command}; }} | head -1"]
    completed = subprocess.run(shell, capture_output=True, check=False, cwd=CHECKOUT)
    assert (completed.stdout, completed.stderr) == (b"{\n", b"0\n")


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another thing on Windows")
@pytest.mark.parametrize(
    "argv", [(), ("--help",), ("--version",), ("status", "--help"), ("status", *DAY)], ids=" ".join
)
def test_a_pipe_closed_from_the_start_is_fine(argv: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "papi_cli", *argv]
    completed = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, cwd=CHECKOUT)
    os.close(writing)
    assert (completed.returncode, completed.stderr) == (0, b"")


def test_errors_that_came_of_each_other_have_an_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__context__ = second, first
    assert not is_interruption(first)
    second.__context__ = KeyboardInterrupt()
    assert is_interruption(first)


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing on Windows")
def test_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papi_cli", "record", "--from", "-", "--plan", str(planted(tmp_path))]
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, cwd=CHECKOUT, stdin=pipe, stdout=pipe, stderr=pipe)
    assert running.stdin
    # More than a pipe holds: once it is written, the program reads, and waits for the rest.
    running.stdin.write(b"\n" * (1 << 20))
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    # A signal that comes between two reads is seen when the next one ends: here with the end of the file.
    running.stdin.close()
    running.stdin = None
    out, err = running.communicate(timeout=300)
    assert running.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
@pytest.mark.parametrize(("no_color", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_at_a_terminal(no_color: Mapping[str, str], coloured: bool) -> None:  # noqa: FBT001  # a column of the table
    code, output = at_a_terminal("overdue", *DAY, "--agency", "STP", **no_color)
    assert code == 0
    assert ("\x1b[" in output) == coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    assert "! chưa ghi nhận" in plain
    assert max(map(len, plain.splitlines())) <= 100


@pytest.mark.parametrize("words", ["01/01/2000", "2099-12-31"])
@pytest.mark.parametrize("command", ["overdue", "upcoming --within 3660", "calendar", "report tasks --agency BHXH"])
def test_the_first_and_the_last_day_are_days_like_others(papi: Papi, command: str, words: str) -> None:
    for option in ("--known-at", "--as-of"):
        answer = papi(*command.split(), option, words)
        assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("words", ["31/12/1999", "2100-01-01", "9999-12-31", "0001-01-01", "10/6/2206"])
@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("status", "--as-of"),
        ("status", "--known-at"),
        ("log", "--since"),
        ("log", "--until"),
        ("remind --agency STP", "--reply-by"),
        ("remind --agency STP", "--date"),
    ],
)
def test_a_day_outside_the_years_of_plans_is_misuse(papi: Papi, command: str, option: str, words: str) -> None:
    answer = papi(*command.split(), option, words)
    assert (answer.code, answer.out) == (2, b"")
    day, instant = (
        f"năm của ngày «{words}» không nằm trong các năm từ 2000",
        f"«{words}» không phải là ngày hay thời điểm",
    )
    assert answer.err.startswith(f"{option}: {instant if option == '--known-at' else day}")


@pytest.mark.parametrize("instant", ["2100-01-01T00:00:00+07:00", "1999-12-31T23:59:59+07:00"])
def test_an_instant_outside_the_years_of_plans_is_misuse(papi: Papi, instant: str) -> None:
    answer = papi("status", "--known-at", instant)
    assert (answer.code, answer.out) == (2, b"")
    assert "từ năm 2000 đến năm 2099" in answer.err


def test_a_granted_day_of_an_older_log_beyond_the_years_is_ignored_and_told(papi: Papi, tmp_path: Path) -> None:
    folder = planted(tmp_path)
    month = folder / "plan" / "status" / "2026-03"
    month.mkdir(parents=True)
    (month / "a.jsonl").write_bytes(line_of(keys_of("extended", "2026-03-01", until="9999-12-31")))
    answer = papi("calendar", "--plan", str(folder), "--item", "II.2/ke-hoach", "--agency", "STP")
    assert answer.code == 0
    assert "9999" not in answer.out.decode()
    assert "Không tính 1 sự kiện" in answer.err
    report = papi("check", "--plan", str(folder)).out.decode()
    assert "[P402]: sự kiện không được tính: ngày 31/12/9999 ở ngoài các năm từ 2000 đến 2099. Sửa lại năm." in report


@pytest.mark.parametrize("days", ["3661", "99999999", "9" * 5000, "-1", "²"])
def test_a_number_of_days_that_is_none_is_misuse(papi: Papi, days: str) -> None:
    answer = papi("upcoming", f"--within={days}")
    assert (answer.code, answer.out) == (2, b"")
    assert answer.err.startswith("--within")
    assert len(answer.err) < 200


@pytest.mark.parametrize(
    "instant",
    [
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+07:00",
        "2099-12-31T20:00:00+07:00",
        "2000-01-01T20:00:00+07:00",
    ],
)
def test_a_clock_outside_the_years_of_plans_is_misuse(
    papi: Papi, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    monkeypatch.setenv("PAPI_NOW", instant)
    answer = papi("overdue")
    assert (answer.code, answer.out) == (2, b"")
    assert answer.err.startswith("PAPI_NOW phải là một thời điểm có múi giờ")


def test_a_revision_outside_a_repository_is_a_situation(papi: Papi, tmp_path: Path) -> None:
    folder = planted(tmp_path)
    answer = papi("overdue", "--plan", str(folder), "--at", "HEAD")
    assert (answer.code, answer.out) == (3, b"")
    assert "không nằm trong một kho git" in answer.err
