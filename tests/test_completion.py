"""Completion: the words that are suggested, and real bash, zsh and fish that ask for them."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from papi_cli.cli.completion import VARIABLE, shells
from papi_cli.cli.completion.question import Shell
from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.problems import Failure, ProblemCode
from papi_cli.states import State
from papi_cli.text import match_key, printable
from papi_cli.views.catalogue import CATALOGUE
from papi_cli.views.citations import citables, find_citable
from papi_cli.views.columns import COLUMN_SPECS
from papi_cli.views.words import STATE_WORDS
from tests.amended import amendment_text
from tests.repositories import commit, git
from tests.sample import keys_of, line_of
from tests.tree import CHECKOUT, planted, shipped_plan


def completions(*argv: str, shell: Shell = Shell.BASH) -> list[str]:
    """Return the words that complete the last one of `argv`."""
    return list(meanings(*argv, shell=shell))


def meanings(*argv: str, shell: Shell = Shell.BASH) -> dict[str, str]:
    """Return the completions of the last word of `argv`, each with its meaning."""
    answers = (line.split("\t") for line in shells.completion_lines(argv, shell))
    return {answer[1]: answer[2] for answer in answers if answer[0] == "word"}


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(CHECKOUT))


def test_commands() -> None:
    assert completions("") == list(COMMANDS)
    assert completions("st") == ["status"]
    assert shells.completion_lines(["st"]) == [f"word\tstatus\t{COMMANDS['status']}"]
    assert completions("--v") == ["--version"]
    assert completions("khong-co", "") == list(COMMANDS)


def test_options() -> None:
    assert completions("status", "--ag") == ["--agency"]
    assert {"--agency", "--as-of", "--format", "--help"} <= set(completions("overdue", ""))
    assert "--as-of" not in completions("overdue", "--as-of", "2026-06-10", "--")  # takes one value, which it has
    assert "--agency" in completions("overdue", "--agency", "so-noi-vu", "--")  # takes several values
    assert completions("--version", "") == list(COMMANDS)  # and does not print the version


def test_agencies_are_those_of_the_plan() -> None:
    plan = shipped_plan()
    assert set(completions("status", "--agency", "")) == set(plan.agencies)
    assert completions("status", "--agency", "so-t") == ["so-tai-chinh", "so-tu-phap"]
    assert shells.completion_lines(["tasks", "--cooperating", "so-tu"]) == ["word\tso-tu-phap\tSở Tư pháp"]
    assert completions("status", "--agency", "so-noi-vu", "--agency", "phuong-to") == ["phuong-to-hieu"]


def test_groups_are_those_with_members() -> None:
    assert completions("status", "--group", "") == [
        group.id for group in shipped_plan().groups.values() if group.members
    ]


def test_indices_are_those_of_the_plan() -> None:
    assert completions("status", "--index", "") == [index.code for index in shipped_plan().indices]


def test_items_are_the_tasks_and_duties_then_the_milestones_of_a_task() -> None:
    plan = shipped_plan()
    duties = [code for code in plan.items if "/" not in code]
    assert sorted(completions("status", "--item", "")) == sorted([*plan.tasks, *duties])
    for task in plan.tasks:
        milestones = [code for code in plan.items if code.startswith(f"{task}/")]
        assert completions("status", "--item", f"{task}/") == milestones
        assert set(milestones) <= set(completions("status", "--item", task))
    assert completions("explain", "bao-cao-n") == completions("record", "bao-cao-n") == ["bao-cao-nam"]
    assert completions("record", "bao-cao-nam", "--agency", "so-tu") == ["so-tu-phap"]
    assert completions("explain", "Quý", "IV") == completions("status", "--item", "IV")


def test_items_that_an_amendment_adds_are_offered_too(tmp_path: Path) -> None:
    root = planted(tmp_path)
    place = root / "plan" / "amendments"
    place.mkdir()
    decision = CHECKOUT / "tests" / "amendments" / "1234-qd-ubnd.yaml"
    (place / "qd-1.yaml").write_bytes(decision.read_bytes())
    (place / "qd-2.yaml").write_text(
        amendment_text("add: {to: II.1, milestone: {code: so-tay, product: Sổ tay, due: Tháng 9/2026}}"),
        encoding="utf-8",
    )
    found = {typed: completions("show", "--plan", str(root), typed) for typed in ("VIII.", "II.7/", "II.1/s")}
    assert found["VIII."][-2:] == ["VIII.4", "VIII.5"]
    assert found["II.7/"] == ["II.7/danh-muc", "II.7/bao-cao"]
    assert found["II.1/s"] == ["II.1/so-tay"]


def test_items_that_are_carried_over_are_offered_once_their_plan_is_begun(tmp_path: Path) -> None:
    root = planted(tmp_path)
    (root / "plan/carried.yaml").write_text(
        'plans: [{id: "2025", title: Cũ, span: {first: 2025-01-01, last: 2025-12-31}}]\nitems:\n'
        "  - {code: 2025/I.1/bao-cao, title: Việc, product: Báo cáo, agencies: [so-noi-vu], due: tháng 8}\n",
        encoding="utf-8",
    )
    for command in ("show", "record"):
        assert completions(command, "--plan", str(root), "2025/I") == ["2025/I.1/bao-cao"], command
        assert not any(code.startswith("2025") for code in completions(command, "--plan", str(root), "I")), command


def test_states_and_columns_are_those_of_the_views() -> None:
    assert meanings("status", "--state", "") == {state.value: STATE_WORDS[state].label for state in State}
    heads = {column.value: spec.column.head for column, spec in COLUMN_SPECS.items()}
    assert meanings("tasks", "--columns", "") == meanings("tasks", "--sort", "") == heads
    assert completions("tasks", "--columns", "item,pro") == ["item,product"]
    assert completions("tasks", "--sort", "agency,-days_l") == ["agency,-days_left", "agency,-days_late"]
    assert "item,item" not in completions("tasks", "--columns", "item,")
    assert completions("tasks", "--columns", "item,-") == []


@pytest.mark.parametrize(
    ("argv", "before"),
    [
        (("--sort", "-d"), "-"),
        (("--sort", "=", "-d"), "-"),
        (("--sort=-d",), "--sort=-"),
        (("--sort", "item,-d"), "item,-"),
    ],
    ids=" ".join,
)
def test_a_column_sorts_down_with_a_minus(argv: tuple[str, ...], before: str) -> None:
    columns = [column for column in COLUMN_SPECS if column.startswith("d")]
    assert completions("tasks", *argv) == [f"{before}{column}" for column in columns]


def test_what_follows_an_option_is_its_value() -> None:
    assert completions("status", "--agency", "-") == completions("status", "--as-of", "--") == []
    assert "--agency" in completions("status", "--as-of", "2026-06-10", "--")


@pytest.mark.parametrize(
    ("typed", "spelled_by_fish"),
    [
        ("STP", "STP"),
        ("stp", "STP"),
        ("Sở Tư", "Sở Tư pháp"),
        ("'Sở Tư", "Sở Tư pháp"),
        ("sở tư", "Sở Tư pháp"),
        (unicodedata.normalize("NFD", "Sở Tư"), "Sở Tư pháp"),
        ("so tu", "so tu phap"),
        ("SO  TU ", "SO  TU phap"),
        ("So-Tu", "so-tu-phap"),
    ],
)
def test_an_agency_is_found_by_any_of_its_names(typed: str, spelled_by_fish: str) -> None:
    quoted = typed if typed.startswith("'") else f'"{typed}'
    for shell in (Shell.BASH, Shell.ZSH):
        assert shells.completion_lines(["status", "--agency", quoted], shell) == ["word\tso-tu-phap\tSở Tư pháp"]
    assert completions("status", "--agency", quoted, shell=Shell.FISH) == [spelled_by_fish]
    assert shipped_plan().find_agency_or_group(spelled_by_fish) == ("so-tu-phap",)


def test_names_are_asked_only_where_no_code_begins_as_typed() -> None:
    assert completions("status", "--agency", "ubnd") == ["ubnd-tinh"]  # and not the communes, whose names begin so
    assert completions("log", "--event", '"đã') == [
        "done",
        "submitted",
        "anchored",
        "reminded",
    ]  # and not «đang thực hiện»
    assert completions("log", "--event", '"da') == ["done", "progress", "submitted", "anchored", "reminded"]
    assert completions("status", "--agency", "' ") == completions("status", "--agency", "'\u0301") == []


def test_groups_columns_states_kinds_and_periods_have_names_too() -> None:
    assert completions("status", "--group", "'Các sở, b") == ["co-quan-theo-doi-noi-dung", "so-ban-nganh"]
    assert completions("tasks", "--sort", "'item,-Còn") == ["item,-days_left"]
    assert completions("status", "--state", "'quá") == completions("status", "--state", "'qua") == ["overdue"]
    assert completions("log", "--event", "đã\\ hoàn") == ["done"]
    assert completions("report", "06") == ["semiannual"]
    assert completions("record", "bao-cao-nam", "--agency", "'UBND cấp") == ["ubnd-cap-xa"]
    assert completions("agencies", "MTTQ") == completions("agencies", "'Ủy ban MTTQ") != []
    assert completions("agencies", "so", "noi") == []


def test_nothing_typed_is_lost() -> None:
    """Where what the words have in common says less, the shell shows them and inserts nothing."""
    last = [shells.completion_lines(["status", "--agency", typed])[-1] for typed in ('"Sở T', "so-t", "ST", "STP")]
    assert last == ["word\tso-tu-phap\tSở Tư pháp"] * 2 + ["list", "word\tso-tu-phap\tSở Tư pháp"]
    assert shells.completion_lines(["show", '"điểm b'])[-1] == "list"


@pytest.mark.slow
def test_show_is_offered_all_that_it_shows() -> None:
    plan = shipped_plan()
    codes = {citable.code for citable in citables(plan)}
    first = completions("show", "")
    assert {"document", "annex-1", "annex-2", "part-4", "8", "II.5", "bao-cao-nam", "so-ban-nganh"} <= set(first)
    assert len(first) == len(set(first)) < len(codes) / 2
    assert {word for code in first for word in completions("show", code)} == codes
    assert completions("show", "4.2.") == ["4.2.1", "4.2.2"]
    assert completions("show", "part-4/1.") == [code for code in plan.provisions if code.startswith("part-4/1.")]
    assert completions("show", "II.5/k") == ["II.5/ke-hoach", "II.5/kiem-tra-giam-sat"]
    assert all(meanings("show", "part-4").values())
    assert all(meanings("show", "II.5").values())


def test_show_is_found_by_citations() -> None:
    assert completions("show", '"Phụ lục') == completions("show", "phu\\ luc") == ["annex-1", "annex-2"]
    assert completions("show", "'điểm đ khoản 1 Mục IV") == ["part-4/1.đ"]
    assert completions("show", "'mục iv") == ["part-4"]
    assert completions("show", "II.5", "") == []
    for typed in ("'Phụ lục", "'quyết", "'điểm đ khoản 1 Mục IV", "'chỉ số nội dung 4", "ii.5"):
        offered = completions("show", typed, shell=Shell.FISH)
        assert offered
        assert all(find_citable(shipped_plan(), word) for word in offered)


@pytest.mark.slow
def test_every_word_that_fish_inserts_is_taken() -> None:
    plan = shipped_plan()
    names = [name for agency in plan.agencies.values() for name in (agency.name, *agency.aliases)]
    for name in names:
        for typed in (name[:5], match_key(name)[:5]):
            for word in completions("status", "--agency", f'"{typed}', shell=Shell.FISH):
                assert plan.find_agency_or_group(word), (typed, word)


def test_codes_of_problems() -> None:
    assert completions("check", "--explain", "") == list(ProblemCode)
    assert completions("check", "--explain", "p00") == completions("check", "--explain", "P00") != []
    assert meanings("check", "--explain", "P001") == {"P001": CATALOGUE[ProblemCode.ENCODING].title}


def test_reports_are_those_of_the_plans_periods(tmp_path: Path) -> None:
    assert shells.completion_lines(["report", ""]) == [
        "word\tsemiannual\tbáo cáo 06 tháng đầu năm",
        "word\tannual\tbáo cáo năm",
        "word\tdue\tbáo cáo kỳ đến hạn",
        "word\ttasks\tdanh mục công việc của một cơ quan",
    ]
    planted(tmp_path, ("plan.yaml", "- id: semiannual", "- id: quy-2"))
    assert completions("report", "--plan", str(tmp_path), "") == ["quy-2", "annual", "due", "tasks"]


def test_completions_of_formats_shells_and_files() -> None:
    assert completions("status", "--format", "") == ["table", "json", "csv", "markdown"]
    assert completions("report", "--format", "") == ["markdown", "word", "html"]
    assert completions("check", "--format", "git") == ["github", "gitlab"]
    assert completions("completion", "") == ["bash", "zsh", "fish", "powershell"]
    assert shells.completion_lines(["status", "-o", ""]) == ["file"]
    assert shells.completion_lines(["status", "--plan", "pl"]) == ["folder"]
    assert shells.completion_lines(["init", ""]) == ["folder"]
    assert shells.completion_lines(["sheet", ""]) == shells.completion_lines(["record", "--evidence", ""]) == ["file"]
    assert completions("status", "--as-of", "") == []


@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_open_quote_or_an_equals_sign_is_not_part_of_the_word(quote: str) -> None:
    assert completions("status", "--agency", f"{quote}so-tu") == ["so-tu-phap"]
    assert completions("status", "--agency", f"{quote}Sở Tư pháp{quote}", "--state", "ov") == ["overdue"]
    assert completions("status", "--agency", "=", "so-tu") == ["so-tu-phap"]  # as bash splits it
    assert completions("status", "--agency", "=") == completions("status", "--agency", "")
    assert completions("status", "--agency=so-tu") == ["--agency=so-tu-phap"]  # as zsh and fish leave it


def test_the_plan_is_that_of_the_option(tmp_path: Path) -> None:
    planted(tmp_path, ("agencies.yaml", "id: so-noi-vu", "id: so-khac"))
    assert completions("status", "--plan", str(tmp_path), "--agency", "so-kha") == ["so-khac"]


@pytest.mark.parametrize("broken", ["departments: [", "departments:\n  - so-noi-vu\n", "- a\n", ""])
def test_with_a_broken_plan_nothing_is_printed(
    broken: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (planted(tmp_path) / "plan" / "agencies.yaml").write_text(broken, encoding="utf-8")
    shells.print_completions(["status", "--plan", str(tmp_path), "--agency", ""])
    shells.print_completions(["status", "--plan", str(tmp_path / "nowhere"), "--agency", ""])
    assert capfdbinary.readouterr() == (b"", b"")


def in_log(root: Path, name: str, *events: Mapping[str, object]) -> None:
    """Write a file of the log below plan/status."""
    path = root / "plan" / "status" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(map(line_of, events)))


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_PLAN", str(planted(tmp_path)))
    return tmp_path


def test_events_are_offered_newest_first_with_what_they_say(logged: Path) -> None:
    old, slip, last, second = (keys_of("done", f"2026-0{month}-15") for month in (2, 3, 4, 5))
    other = keys_of("extended", "2026-03-16", agency="so-noi-vu", until="2026-07-01")
    in_log(logged, "2026-03/20260316T100000.000000Z-0000000000000001.jsonl", slip, other)
    in_log(logged, "2026-02/20260215T100000.000000Z-0000000000000002.jsonl", old)
    # The month of another user is closed: the file lies above it.
    in_log(logged, "20260601T100000.000000Z-0000000000000003.jsonl", last, second)
    for command in ("retract", "correct"):
        assert list(meanings(command, "").items()) == [
            (second["id"], "II.2/bao-cao, so-tu-phap: đã hoàn thành, 15/5/2026"),
            (last["id"], "II.2/bao-cao, so-tu-phap: đã hoàn thành, 15/4/2026"),
            (other["id"], "II.2/bao-cao, so-noi-vu: được gia hạn, 16/3/2026"),
            (slip["id"], "II.2/bao-cao, so-tu-phap: đã hoàn thành, 15/3/2026"),
            (old["id"], "II.2/bao-cao, so-tu-phap: đã hoàn thành, 15/02/2026"),
        ]
        assert completions(command, old["id"][:6]) == completions(command, old["id"][:6].upper()) == [old["id"]]
        assert completions(command, "xyz") == []
    # What cannot be retracted or corrected any more is not offered: a retraction, and its target.
    retraction = keys_of("retracted", "2026-06-02", target=slip["id"])
    in_log(logged, "2026-06/20260602T100000.000000Z-0000000000000004.jsonl", retraction)
    assert completions("retract", "") == [second["id"], last["id"], other["id"], old["id"]]


def test_a_long_log_is_answered_from_its_newest_files(logged: Path) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 29)]
    events = [keys_of("progress", day) for day in days]
    for day, event in zip(days, events, strict=True):
        in_log(logged, f"{day[:7]}/{day.replace('-', '')}T100000.000000Z-0000000000000000.jsonl", event)
    (logged / "plan/status/2026-01" / "20260101T100000.000000Z-0000000000000000.jsonl").write_bytes(b"{" * 100_000)
    assert completions("retract", "") == [event["id"] for event in reversed(events[-50:])]
    assert completions("retract", events[5]["id"]) == [events[5]["id"]]


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"id": 5}', b'{"id": "$(touch hit)"}', b'{"id": null}',
        b'{"id": "0123456789abcdef", "event": ["x"], "date": 7, "item": {}}',
        b'{"id": "0123456789abcdef", "event": "\\ud800", "date": "2026-02-30", "item": "a\\u202eb\\n"}',
    ],
)  # fmt: skip
def test_whatever_the_log_says_the_answer_is_plain(line: bytes, logged: Path) -> None:
    event = keys_of("done", "2026-02-15")
    in_log(logged, "2026-02/20260215T100000.000000Z-0000000000000002.jsonl", event)
    (logged / "plan" / "status" / "z.jsonl").write_bytes(line)
    assert completions("retract", "")[-1] == event["id"]
    assert set(completions("retract", "")) <= {event["id"], "0123456789abcdef"}
    for answer in shells.completion_lines(["retract", ""]):
        assert answer == printable(answer)


def test_revisions_are_the_branches_and_tags_of_the_plans_repository(logged: Path) -> None:
    git(logged, "init", "-q")
    commit(logged)
    for name in ("v1", "v1.1", "-x", "x;touch${IFS}hit", "x$(touch&hit)", "x|y", "x`y`"):
        git(logged, "update-ref", f"refs/tags/{name}", "HEAD")
    git(logged, "branch", "dự-thảo/2")
    git(logged, "update-ref", "refs/remotes/origin/main", "HEAD")
    revisions = {
        "HEAD": "lần lưu (commit) gần nhất",
        "dự-thảo/2": "nhánh",
        "main": "nhánh",
        "v1": "nhãn (tag)",
        "v1.1": "nhãn (tag)",
        "origin/main": "nhánh ở máy khác",
    }
    assert meanings("status", "--at", "") == meanings("check", "--since", "") == revisions
    assert completions("status", "--at", "v1.") == ["v1.1"]
    assert shells.completion_lines(["diff", "v1."]) == ["word\tv1.1\tnhãn (tag)", "folder"]
    assert completions("diff", "v1", "or") == ["origin/main"]
    assert completions("log", "--since", "") == []
    # What the plan says is what it says there.
    (logged / "plan" / "agencies.yaml").write_text("departments: []")
    assert completions("status", "--agency", "so-tu") == []
    assert completions("status", "--at", "v1", "--agency", "so-tu") == ["so-tu-phap"]


def test_without_a_repository_only_its_head_is_offered(logged: Path) -> None:
    assert completions("status", "--at", "") == ["HEAD"]
    (logged / ".git").write_text("gitdir: nowhere")
    assert completions("status", "--at", "") == ["HEAD"]


def test_the_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(tmp_path / "kế hoạch", ("agencies.yaml", "id: so-noi-vu", "id: so-khac"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert completions("status", "--plan", "'~/kế hoạch'", "--agency", "so-kha") == ["so-khac"]


QUESTIONS = [
    ("status", "--agency", ""), ("status", "--agency", '"Sở'), ("record", "x", "--agency", ""), ("status", "--group", ""),
    ("status", "--index", ""), ("status", "--item", "II"), ("show", ""), ("show", "part-4"), ("show", "'điểm"),
    ("report", ""), ("agencies", "x"), ("retract", ""), ("correct", "0"), ("status", "--at", ""), ("diff", ""),
]  # fmt: skip


def broken_files(root: Path) -> Iterator[str]:
    """Break the plan in `root` in one way after the other; yield what is broken."""
    names = ("plan", "agencies", "indices", "tasks", "duties", "provisions")
    shapes = {
        "lists": "[" * 40, "open": "a: [", "scalar": "x", "nothing": "", "bytes": "\x00", "list": "- - -\n", "number": "5",
        "keys": "{departments: {a: b}, periods: x, indices: [[]], annexes: [{sections: [{tasks: [x, {milestones: 5}]}]}], parts: {}}",
        "nested": "{departments: [{id: [], name: {}, aliases: x}], groups: [{members: 1}], parts: [{points: [{points: x}]}]}",
    }  # fmt: skip
    for shape, content in shapes.items():
        for name in names:
            (root / "plan" / f"{name}.yaml").write_text(content)
        yield shape
    for name in names:
        (root / "plan" / f"{name}.yaml").unlink()
        os.mkfifo(root / "plan" / f"{name}.yaml")
    yield "pipes"
    for name in names:
        (root / "plan" / f"{name}.yaml").unlink()
        (root / "plan" / f"{name}.yaml").symlink_to("/dev/zero")
    yield "links"
    shutil.rmtree(root / "plan")
    yield "no plan"
    (root / "plan").mkdir()
    (root / "plan" / "plan.yaml").write_text("periods: []")
    (root / "plan" / "status").symlink_to("/")
    yield "a linked log"


def test_whatever_the_plan_is_like_the_answer_is_silent(
    logged: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for broken in broken_files(logged):
        for question in QUESTIONS:
            with suppress(Failure):  # and nothing else: what was meant to be answered is
                shells.completion_lines(question)
            shells.print_completions(question)
            out, err = capfdbinary.readouterr()
            assert err == b"", (broken, question)
            assert {line.partition(b"\t")[0] for line in out.splitlines()} <= {b"word", b"list", b"folder"}


@pytest.mark.parametrize("into", ["/dev/full", "&-"])
def test_an_answer_that_nobody_takes_is_silent(into: str) -> None:
    script = f'exec "$0" -c "$1" overdue --agency so- >{into}'
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), VARIABLE: "bash"}
    command = ["sh", "-c", script, sys.executable, ENTRY]
    completed = subprocess.run(command, stderr=subprocess.PIPE, env=environment, check=False)
    assert (completed.returncode, completed.stderr) == (0, b"")


ENTRY = "from papi_cli.cli import entry; entry()"


# Codes of a plan that bash would run or take apart, zsh or fish expand, or papi take for an option.
SHELL_WORDS = (
    "x$(touch hit)", "x`touch hit`", "x;touch hit", "x&touch hit", "x|touch hit", "x>hit", "x<(touch hit)", "x\ntouch hit",
    "x$HOME", "x${IFS}", "x y", "x'y", 'x"y', "x\\y", "x*", "x?", "x[a]", "x{a,b}", "x!y", "x#y", "x^y", "x(y)", "x\ty",
    "x\x1b]0;y\x07", "x\u202ey", "x\u200by", "~x", "=x", "#x", "-x", "--output=x",
)  # fmt: skip


def plan_with_codes(root: Path, codes: Iterable[str]) -> Path:
    """Write files of a plan in which agencies, groups, indices, tasks, duties and periods have these codes."""
    (root / "plan").mkdir(parents=True)
    entries = [{"id": code, "code": code, "name": code, "product": code, "every": "x"} for code in codes]
    tasks = [{"code": "T", "milestones": entries}, *entries]
    for name, content in {
        "plan": {"periods": entries},
        "agencies": {"departments": entries, "groups": entries},
        "indices": {"indices": entries},
        "tasks": {"annexes": [{"sections": [{"tasks": tasks}]}]},
        "duties": {"duties": entries},
    }.items():
        (root / "plan" / f"{name}.yaml").write_text(json.dumps(content))
    return root


@pytest.mark.parametrize(
    "argv",
    [("status", "--agency"), ("status", "--group"), ("status", "--index"), ("status", "--item"), ("report",)],
    ids=" ".join,
)
@pytest.mark.parametrize("beginning", ["", "x", "~", "-", "--"])
def test_no_word_is_more_than_a_word_to_a_shell(
    beginning: str, argv: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(plan_with_codes(tmp_path, [*SHELL_WORDS, "x.1", "xấ/b-c"])))
    offered = set(completions(*argv, beginning)) - {"due", "tasks", "T"}
    if beginning.startswith("-"):
        assert offered <= {"-h", "-o", *completions(argv[0], "--")}
    else:
        assert offered == {word for word in ("x.1", "xấ/b-c") if word.startswith(beginning)}


def test_milestones_and_meanings_are_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(plan_with_codes(tmp_path, [*SHELL_WORDS, "x1"])))
    assert completions("status", "--item", "T/") == ["T/=x", "T/-x", "T/--output=x", "T/x1"]
    plan = plan_with_codes(tmp_path / "b", ["a"])
    tree = {"departments": [{"id": "a", "name": "b\x1b]0;c\x07\u202e\n\td"}]}
    (plan / "plan" / "agencies.yaml").write_text(json.dumps(tree))
    monkeypatch.setenv("PAPI_PLAN", str(plan))
    assert shells.completion_lines(["status", "--agency", ""]) == ["word\ta\tb�]0;c�� d"]


def test_what_was_typed_in_quotes_is_not_offered_without_them() -> None:
    assert completions("tasks", "--sort", "agency,-days_l") == ["agency,-days_left", "agency,-days_late"]
    assert completions("tasks", "--sort", "'$(touch hit),agen") == []


def run(code: str, *argv: str, asked: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process with `argv` as its arguments, asked by a shell unless `asked` is false."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(CHECKOUT), **({VARIABLE: "bash"} if asked else {})}
    command = [sys.executable, "-c", code, *argv]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)


@pytest.mark.parametrize(
    "argv",
    [
        ("status", "--ag"),
        ("tasks", "--agency", "so-"),
        ("upcoming", "--item", "II.5"),
        ("explain", "II"),
        ("matrix", "--state", "o"),
        ("overdue", "--columns", "a"),
        ("calendar", "--group", ""),
        ("agencies", "--format", ""),
    ],
    ids=" ".join,
)
def test_pydantic_is_not_imported(argv: tuple[str, ...]) -> None:
    imported_at_end = "finally: import sys; print('pydantic' in sys.modules, file=sys.stderr)"
    completed = run(f"from papi_cli.cli import entry\ntry: entry()\n{imported_at_end}", *argv)
    assert completed.stdout.startswith("word\t")
    assert (completed.returncode, completed.stderr) == (0, "False\n")


def test_the_variable_alone_turns_a_command_into_a_question() -> None:
    status = ("status", "--as-of", "2026-06-10")
    assert run(ENTRY, *status, asked=False).stdout.startswith("Tình trạng thực hiện")
    assert run(ENTRY, *status).stdout == ""


def test_a_slow_machine_answers_late_but_whole() -> None:
    slowly = run(f"import time; time.sleep(1); {ENTRY}", "status", "--agency", "")
    assert [line.split("\t")[1] for line in slowly.stdout.splitlines()] == list(shipped_plan().agencies)
    assert (slowly.returncode, slowly.stderr) == (0, "")


def test_the_order_of_the_answer_does_not_depend_on_the_hash_seed() -> None:
    answers = {run(ENTRY, "overdue", "-", PYTHONHASHSEED=str(seed)).stdout for seed in range(8)}
    (answer,) = answers
    assert [line.split("\t")[1] for line in answer.splitlines()][-2:] == ["-h", "--help"]


def test_there_is_no_script_for_other_shells(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["completion", "tcsh"]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, err.decode()) == (b"", "Không có tập lệnh cho «tcsh». Có: bash, zsh, fish, powershell.\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder whose bin/papi runs this checkout."""
    program = tmp_path / "bin" / "papi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={CHECKOUT} exec {sys.executable} -c "{ENTRY}" "$@"\n')
    program.chmod(0o755)
    return tmp_path


def settings(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PAPI_PLAN": str(CHECKOUT),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }


def installed(shell: Shell) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed here")
    return path


def bash_completions(home: Path, *words: str) -> list[str]:
    """Return what bash puts into COMPREPLY for the command line `words` with the cursor at its end."""
    script = (
        'source <(papi completion bash); complete -p papi >&2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_papi_completion papi; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    command = [installed(Shell.BASH), "--norc", "-c", script, "bash", *words]
    completed = subprocess.run(command, capture_output=True, text=True, check=True, env=settings(home))
    assert completed.stderr == "complete -o nosort -F _papi_completion papi\n"
    return completed.stdout.split()


@pytest.mark.slow
def test_bash_completes(home: Path) -> None:
    assert bash_completions(home, "papi", "st") == ["status"]
    assert bash_completions(home, "papi", "status", "--ag") == ["--agency"]
    assert bash_completions(home, "papi", "status", "--agency", "=", "so-t") == ["so-tai-chinh", "so-tu-phap"]
    assert bash_completions(home, "papi", "status", "--agency", '"Sở Tư pháp"', "--state", "ov") == ["overdue"]
    assert bash_completions(home, "papi", "status", "--agency", "khong-co") == []
    assert bash_completions(home, "papi", "status", "--agency", '"Sở Tư') == ["so-tu-phap"]
    assert bash_completions(home, "papi", "tasks", "--sort", "=", "-days_la") == ["-days_late"]


def test_bash_says_what_words_mean_in_lists_only(home: Path) -> None:
    """A list is asked for with COMP_TYPE 63; a single word may be inserted even then."""
    hostile = [{"id": id_, "name": "$(touch hit)"} for id_ in ("x1", "x1", "y1", "y2")]
    plan = plan_with_codes(home / "hostile", ["a"])
    (plan / "plan" / "agencies.yaml").write_text(json.dumps({"departments": hostile}))

    def in_list(typed: str) -> list[str]:
        script = (
            'source <(papi completion bash); COMP_TYPE=63; COLUMNS=24; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
            '_papi_completion papi; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        words = ("papi", "status", "--plan", str(plan), "--agency", typed)
        command = [installed(Shell.BASH), "--norc", "-c", script, "bash", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings(home))
        return done.stdout.splitlines()

    assert in_list("x") == ["x1"]
    assert in_list("y") == ["y1  ($(touch hit))", "y2  ($(touch hit))"]
    assert in_list("") == ["x1  ($(touch hit))", "y1  ($(touch hit))", "y2  ($(touch hit))"]
    assert not (home / "hit").exists()


@pytest.mark.slow
def test_fish_completes(home: Path) -> None:
    def fish_completions(line: str) -> list[str]:
        script = "papi completion fish | source; complete --do-complete $argv[1]"
        command = [installed(Shell.FISH), "--no-config", "-c", script, line]
        completed = subprocess.run(command, capture_output=True, text=True, check=True, env=settings(home))
        assert completed.stderr == ""
        return completed.stdout.splitlines()

    assert fish_completions("papi st") == [f"status\t{COMMANDS['status']}"]
    assert fish_completions("papi status --agency so-t") == ["so-tai-chinh\tSở Tài chính", "so-tu-phap\tSở Tư pháp"]
    assert fish_completions('papi status --agency "Sở Tư pháp" --state ov') == ["overdue\tchưa hoàn thành, quá hạn"]
    assert len(fish_completions("papi status --format ")) == 4
    assert fish_completions("papi status --agency STP") == ["STP\tSở Tư pháp"]
    assert fish_completions('papi status --agency "Sở Tư') == ["Sở Tư pháp\tso-tu-phap"]
    assert fish_completions("papi status --agency so\\ tu") == ["so tu phap\tSở Tư pháp"]
    assert fish_completions("papi tasks --sort=-days_la") == ["--sort=-days_late\tQuá hạn (ngày)"]
    assert fish_completions("papi show 4.2.1") == fish_completions("papi show 4.2.")[:1] != []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "options", "setting_up"),
    [
        (Shell.BASH, ["--norc", "--noprofile", "-i"], "source <(papi completion bash)"),
        (Shell.ZSH, ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(papi completion zsh)"),
    ],
)
def test_tab_at_a_terminal(shell: Shell, options: list[str], setting_up: str, home: Path) -> None:
    """Type half of each word, press Tab after it, and run the command line that the shell completed."""
    with shell_at_terminal(shell, options, setting_up, home) as screen:
        words = 'papi stat\t--agen\tso-tu\t--agency SNV\t--agency "Sở Tài\t--form\tjso\t-o answer.json'
        os.write(screen, f"{words} && echo run-$((40 + 2))\n".encode())
        assert "run-42" in screen_until(screen, "run-42")
    agencies = json.loads((home / "answer.json").read_text())["filters"]["agencies"]
    assert agencies == ["so-tu-phap", "so-noi-vu", "so-tai-chinh"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "options", "setting_up"),
    [
        (Shell.BASH, ["--norc", "--noprofile", "-i"], "source <(papi completion bash)"),
        (Shell.ZSH, ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(papi completion zsh)"),
    ],
)
def test_tab_leaves_what_says_more_than_the_words_have_in_common(
    shell: Shell, options: list[str], setting_up: str, home: Path
) -> None:
    with shell_at_terminal(shell, options, setting_up, home) as screen:
        os.write(screen, b"papi status --agency ST\t\t")
        assert "so-tu-phap" in screen_until(screen, "Sở Tư pháp")
        os.write(screen, b"P --format json -o answer.json && echo run-$((40 + 2))\n")
        assert "run-42" in screen_until(screen, "run-42")
    assert json.loads((home / "answer.json").read_text())["filters"]["agencies"] == ["so-tu-phap"]


@pytest.mark.parametrize(
    ("shell", "options", "loaded", "answer"),
    [
        (
            Shell.BASH,
            ["--norc", "-c"],
            ". ~/.local/share/bash-completion/completions/papi; complete -p papi",
            "complete -o nosort -F _papi_completion papi\n",
        ),
        (Shell.ZSH, ["-f", "-c"], "fpath+=(~/.zfunc); autoload -Uz compinit; compinit; print $_comps[papi]", "_papi\n"),
        (Shell.FISH, ["-c"], "complete --do-complete 'papi comp'", f"completion\t{COMMANDS['completion']}\n"),
    ],
)
def test_the_script_says_how_to_install_it(
    shell: Shell, options: list[str], loaded: str, answer: str, home: Path
) -> None:
    script = shells.completion_script(shell)
    comments = [line for line in script.splitlines()[:9] if line.startswith("#")]
    commands = [line.removeprefix("#   ") for line in comments if line.startswith(("#   mkdir", "#   papi"))]
    assert len(commands) == 2
    for command in ("\n".join(commands), loaded):
        completed = subprocess.run(
            [installed(shell), *options, command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            env={**settings(home), "XDG_CONFIG_HOME": str(home / ".config")},
        )
        assert completed.stderr == ""
    assert completed.stdout == answer
    if shell is Shell.ZSH:
        assert comments[-2:] == ["#   fpath+=(~/.zfunc)", "#   autoload -Uz compinit && compinit"]


@pytest.mark.parametrize("shell", [shell for shell in Shell if shell is not Shell.POWERSHELL])
def test_the_help_says_how_to_install_too(shell: Shell, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["completion", "--help"]) == 0
    page = " ".join(capfdbinary.readouterr().out.decode().split())
    commands = [line.removeprefix("#   ") for line in shells.completion_script(shell).splitlines() if ">" in line]
    assert commands[0] in page
    assert "~/.bashrc dòng «source <(papi completion bash)»" in page
    assert "~/.zshrc dòng «fpath+=(~/.zfunc); autoload -Uz compinit; compinit»" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "options", "setting_up"),
    [
        (Shell.BASH, ["--norc", "--noprofile", "-i"], "source <(papi completion bash)"),
        (Shell.ZSH, ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(papi completion zsh)"),
    ],
)
def test_tab_runs_nothing_that_a_plan_brings(shell: Shell, options: list[str], setting_up: str, home: Path) -> None:
    """Complete the one code of a plan that fits, which names a command, and run the line."""
    codes = ("a$(touch hit-a)", "b`touch hit-b`", "c;touch hit-c;", "d&touch hit-d;", "e|touch hit-e;", "f>hit-f")
    plan = plan_with_codes(home / "hostile", codes)
    environment = {**settings(home), "PAPI_PLAN": str(plan)}
    # The names and the list of what could follow are shown; no part of a name steers the terminal.
    names = [{"id": f"g{number}", "name": "n\x1b]0;title\x07$(touch hit-g)"} for number in (1, 2)]
    (plan / "plan" / "agencies.yaml").write_text(
        json.dumps({"departments": [*names, *({"id": code} for code in codes)]})
    )
    with shell_at_terminal(shell, options, setting_up, home, environment) as screen:
        for letter in "abcdef":
            os.write(screen, f"papi status --agency {letter}\t\n".encode())
        os.write(screen, b"papi status --agency g\t\t\necho run-$((40 + 2))\n")
        shown = screen_until(screen, "run-42")
    assert "run-42" in shown
    assert "g1" in shown
    assert "\x1b]0;title" not in shown
    assert not list(home.glob("hit-*"))


@contextmanager
def shell_at_terminal(
    shell: Shell, options: Sequence[str], setting_up: str, home: Path, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Start a shell at a terminal and set up completion; yield the descriptor of its screen and keyboard."""
    import pty  # not on Windows, which has none of these shells

    screen, keyboard = pty.openpty()
    with subprocess.Popen(
        [installed(shell), *options],
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
        cwd=home,
        env=environment or settings(home),
        start_new_session=True,
    ) as process:
        os.close(keyboard)
        try:
            os.write(screen, f"{setting_up}; echo set-$((40 + 2))\n".encode())
            assert "set-42" in screen_until(screen, "set-42")
            yield screen
        finally:
            process.kill()
            os.close(screen)


def screen_until(screen: int, expected: str) -> str:
    """Return what appears on the screen up to `expected`, for five minutes at most."""
    return "".join(new_output(screen, expected))


def new_output(screen: int, expected: str) -> Iterator[str]:
    end = time.monotonic() + 300
    output = ""
    while expected not in output and time.monotonic() < end:
        if select.select([screen], [], [], 1)[0]:
            new = os.read(screen, 65536).decode(errors="replace")
            output += new
            yield new
