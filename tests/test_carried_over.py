"""What an earlier plan left unfinished: written by `papi init --from`, followed by its old days in the new plan."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, encode_log
from papi_cli.plan.earlier import EarlierPlan
from papi_cli.plan.founding.carried_file import carried_text
from papi_cli.plan.founding.heirs import Heirs
from papi_cli.plan.model import ItemKind, Plan
from papi_cli.plan.obligations import all_obligations
from papi_cli.plan.packing import pack_plan, unpack_plan
from papi_cli.states import Flag, State, States, Verdict, judge
from papi_cli.views.left_open import as_earlier, groups_named, left_open
from papi_cli.views.source_words import source_words
from tests.amended import amended
from tests.sample import event, seeded_log, shipped_plan
from tests.tree import CHECKOUT, minimal, plan_in, problems_of

HEAD = """\
plans:
  - id: "2026"
    title: Kế hoạch năm 2026
    span: {first: 2026-01-01, last: 2026-12-31}
items:
"""
ITEM = """\
  - code: 2026/II.5/ke-hoach
    title: Kiểm tra
    product: Kế hoạch
    agencies: [so-a]
    due: tháng 8
"""
OPEN = {State.IN_TIME, State.OVERDUE, State.UNDATED}


def with_carried(root: Path, text: str) -> Path:
    minimal(root)
    agency = next(iter(plan_in(root).agencies))
    (root / "plan/carried.yaml").write_text(text.replace("so-a", agency), encoding="utf-8")
    return root


def carried_in(plan: Plan) -> list[str]:
    return [item.code for item in plan.items.values() if item.kind is ItemKind.CARRIED]


@pytest.fixture(scope="module")
def turned() -> tuple[States, str]:
    """The states of the shipped plan on its last day after a seeded year, and what is carried over from it."""
    plan = shipped_plan()
    log = seeded_log(21, plan)
    states = judge(plan, log, as_of=date(2026, 12, 31), known_at=None)
    items = left_open(states, log, Heirs(plan.agencies, date(2027, 1, 1)))
    return states, carried_text([as_earlier(plan)], groups_named(plan, items), items)


def _old_code(verdict: Verdict) -> str:
    origin = verdict.obligation.item.origin
    assert origin is not None
    return origin.code.partition("/den-")[0]


def test_whoever_owed_something_owes_it_still_by_the_same_day(turned: tuple[States, str], tmp_path: Path) -> None:
    """Worked out a second way: obligation by obligation, without the grouping of the file."""
    states, text = turned
    assert main(["init", str(tmp_path / "kho"), "--from", str(CHECKOUT), "--year", "2027"]) == 0
    (tmp_path / "kho/plan/carried.yaml").write_text(text, encoding="utf-8")
    new = plan_in(tmp_path / "kho", date(2027, 1, 1))
    expected = {
        (one.obligation.item.code.replace("@", "/"), one.obligation.agency.id): one.last
        for one in states.verdicts
        if one.state in OPEN
    }
    assert any(one.obligation.item.is_ongoing for one in states.verdicts)
    after = judge(new, (), as_of=date(2027, 2, 1), known_at=None)
    assert not after.ignored
    found = {(_old_code(one), one.obligation.agency.id): one for one in after.verdicts}
    assert {key: one.last for key, one in found.items()} == expected
    assert {one.state for one in after.verdicts} <= OPEN
    # Nothing that was known of what is open is lost: each was told the same of, and its request is still to be answered.
    told = {Flag.UNRECORDED, Flag.SUBMITTED, Flag.EXTENDED, Flag.EXTENSION_ASKED}
    met: set[Flag] = set()
    for one in states.verdicts:
        if one.state in OPEN:
            now = found[one.obligation.item.code.replace("@", "/"), one.obligation.agency.id]
            assert now.flags & told == one.flags & told, one.obligation.id
            asked, then = now.extension_asked, one.extension_asked
            assert (asked and (asked.until, asked.document)) == (then and (then.until, then.document))
            met |= now.flags & told
    assert met == told
    assert unpack_plan(pack_plan(new) or b"") == new
    # Letters still cite each by its place: rows of one product are told apart.
    cited = {source_words(new, item) for item in new.items.values()}
    assert "số thứ tự 5 Mục II Phụ lục II, chuyển tiếp từ Kế hoạch nâng cao Chỉ số PAPI năm 2026" in cited


def test_what_is_open_again_at_the_next_turn_keeps_its_code(tmp_path: Path) -> None:
    root = with_carried(tmp_path, HEAD + ITEM)
    plan = plan_in(root)
    states = judge(plan, (), as_of=plan.span.last, known_at=None)
    again = left_open(states, (), Heirs(plan.agencies, date(2027, 1, 1)))
    assert [entry.code for entry in again if entry.code.startswith("2026/II.5")] == ["2026/II.5/ke-hoach"]
    assert next(entry for entry in again if entry.code == "2026/II.5/ke-hoach").until is None  # read in its own time


def test_it_is_recorded_and_judged_like_any_item_until_it_is_dropped(tmp_path: Path) -> None:
    root = with_carried(tmp_path, HEAD + ITEM)
    plan = plan_in(root)
    (agency,) = plan.items["2026/II.5/ke-hoach"].agencies

    def state(*events: Event) -> list[State]:
        states = judge(plan, events, as_of=date(2027, 2, 1), known_at=None)
        return [one.state for one in states.verdicts if one.obligation.item.origin is not None]

    told = {"item": "2026/II.5/ke-hoach", "agency": agency, "document": "12/QĐ"}
    assert state() == [State.OVERDUE]
    assert state(event("done", "2026-08-31", **told)) == [State.DONE_ON_TIME]
    assert state(event("done", "2026-09-01", **told)) == [State.DONE_LATE]
    assert state(event("waived", "2027-01-10", **told)) == [State.WAIVED]


def test_a_last_day_of_its_own_stands_beside_the_phrase(tmp_path: Path) -> None:
    root = with_carried(tmp_path, HEAD + ITEM.replace("tháng 8", "hằng tháng") + "    until: 2026-11-25\n")
    due = plan_in(root).items["2026/II.5/ke-hoach"].due
    assert due is not None
    assert (due.phrase, due.last) == ("hằng tháng", date(2026, 11, 25))
    assert "25/11/2026" in due.explanation


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("agencies: [so-a]", "agencies: [so-la]", "không có cơ quan nào mang mã «so-la»"),
        ("code: 2026/II.5", "code: 2025/II.5", "không có kế hoạch nào mang mã «2025»"),
        ("code: 2026/II.5/ke-hoach", "code: II.5", "«II.5» không đúng dạng"),
        ("tháng 8", "Thường xuyên", "không có một ngày cuối cùng"),
        ("tháng 8", "tháng 13", "không đọc được thời hạn"),
        (ITEM, ITEM + ITEM, "2026/II.5/ke-hoach"),
        (
            ITEM,
            ITEM + "    known: [{event: submitted, date: 2026-08-20, agencies: [so-la]}]\n",
            "không có cơ quan nào mang mã «so-la»",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    root = with_carried(tmp_path, (HEAD + ITEM).replace(old, new))
    problems = problems_of(root)
    assert [problem.file for problem in problems] == ["plan/carried.yaml"]
    assert told in problems[0].message


def test_a_code_of_this_plan_is_told_and_replaces_nothing(tmp_path: Path) -> None:
    for code, folder in (("I.1/ke-hoach", "own"), ("I.1/them", "added")):
        text = (HEAD + ITEM).replace('"2026"', "I.1").replace("2026/II.5/ke-hoach", code)
        root = with_carried(tmp_path / folder, text)
        amended(root, "qd-1", "add: {to: I.1, milestone: {code: them, product: Công văn, due: Tháng 11/2026}}")
        problems = problems_of(root)
        assert [(one.file, one.line, one.code.value) for one in problems] == [("plan/carried.yaml", 6, "P203")], code
        assert f"«{code}» là của một việc trong kế hoạch này" in problems[0].message


def test_it_stands_under_a_heading_of_its_own_and_tells_where_it_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_carried(tmp_path, HEAD + ITEM))
    for argv, words in (
        (["tasks", "--as-of", "2027-02-01"], "\nChuyển tiếp từ Kế hoạch năm 2026\n"),
        (["show", "2026/II.5/ke-hoach"], "Chuyển tiếp từ Kế hoạch năm 2026."),
        (["explain", "2026/II.5/ke-hoach"], "Chuyển tiếp từ Kế hoạch năm 2026: «tháng 8»."),
    ):
        assert main(argv) == 0
        assert words in capsys.readouterr().out, argv


def test_the_log_of_the_old_plan_is_read(tmp_path: Path) -> None:
    plan = plan_in(minimal(tmp_path / "cu"))
    item = next(item for item in plan.items.values() if item.due and item.due.last)
    done = [event("done", "2026-01-05", item=item.code, agency=agency, document="1/X") for agency in item.agencies]
    folder = tmp_path / "cu/plan/status/2026-01"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(encode_log(done))
    assert main(["init", str(tmp_path / "moi"), "--from", str(tmp_path / "cu"), "--year", "2027"]) == 0
    assert f"2026/{item.code}" not in carried_in(plan_in(tmp_path / "moi"))
    assert (
        main(["init", str(tmp_path / "som"), "--from", str(tmp_path / "cu"), "--year", "2027", "--as-of", "2026-01-04"])
        == 0
    )
    assert f"2026/{item.code}" in carried_in(plan_in(tmp_path / "som"))
    assert isinstance(plan_in(tmp_path / "som").earlier_plans[0], EarlierPlan)


def test_it_is_counted_apart_and_letters_are_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_carried(tmp_path, HEAD + ITEM.replace("so-a", "ubnd-tinh")))
    own = len(all_obligations(plan_in(tmp_path))) - 1
    assert main(["status", "--as-of", "2027-02-01"]) == 0
    page = capsys.readouterr().out
    before, _, apart = page.partition("Chuyển tiếp từ kế hoạch trước")
    assert before.count("Chuyển tiếp") == 0
    assert re.search(rf"Tổng số +{own} ", before), before
    assert re.search("Chuyển tiếp từ Kế hoạch năm 2026 +1 +1 ", apart), apart
    assert main(["overdue", "--as-of", "2027-02-01"]) == 0
    assert "trong đó 1 chuyển tiếp từ kế hoạch trước" in capsys.readouterr().out
    assert main(["remind", "--as-of", "2027-02-01"]) == 0
    assert "| Kế hoạch (Kiểm tra) | chuyển tiếp từ Kế hoạch năm 2026 |" in capsys.readouterr().out


def test_a_letter_puts_it_under_a_heading_behind_the_rows_of_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_carried(tmp_path, HEAD + ITEM.replace("so-a", "ubnd-tinh"))
    tasks = root / "plan/tasks.yaml"
    tasks.write_text(
        tasks.read_text(encoding="utf-8")
        .replace("lead: [so-noi-vu]", "lead: [ubnd-tinh]")
        .replace("cooperating: [ubnd-tinh]", "cooperating: [so-noi-vu]"),
        encoding="utf-8",
    )
    monkeypatch.chdir(root)
    assert main(["remind", "--as-of", "2027-02-01"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("| 1 |", "|  |"))]
    assert [row.split(" | ")[0:3] for row in rows] == [
        ["| 1", "UBND tỉnh", "Kế hoạch"],
        ["| ", "Chuyển tiếp từ Kế hoạch năm 2026", ""],
        ["| 1", "UBND tỉnh", "Kế hoạch (Kiểm tra)"],
    ], rows


def test_what_was_recorded_of_it_is_known_in_the_new_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = "    known:\n      - {event: submitted, date: 2026-08-20, document: 5/TTr}\n"
    known += "      - {event: extension-requested, date: 2026-08-21, until: 2026-09-30, agencies: [so-a]}\n"
    monkeypatch.chdir(with_carried(tmp_path, HEAD + ITEM + known))
    plan = plan_in(tmp_path)
    (agency,) = plan.items["2026/II.5/ke-hoach"].agencies
    assert main(["show", "2026/II.5/ke-hoach", "--as-of", "2027-02-01"]) == 0
    page = capsys.readouterr().out
    for words in ("chưa hoàn thành", "đã trình, chờ ban hành", "5/TTr", "đề nghị gia hạn đến 30/9/2026"):
        assert words in page, words
    states = judge(plan, (), as_of=date(2027, 2, 1), known_at=None)
    again = next(one for one in left_open(states, (), Heirs(plan.agencies, date(2028, 1, 1))) if one.known)
    assert [fact.event for fact in again.known] == ["submitted", "extension-requested"]
    # The request that the earlier plan left waits for its answer, and a second answer has none to answer.
    answer = ["record", "2026/II.5/ke-hoach", "--agency", agency, "--extension-refused", "--document", "7/UBND"]
    answer += ["--note", "đã chậm", "--date", "2026-09-01"]
    assert main(answer) == 0, capsys.readouterr()
    assert main([*answer[:-1], "2026-09-02"]) == 1
    assert main(["check"]) == 0
    assert "P4" not in capsys.readouterr().out


def test_a_report_tells_it_apart_and_counts_it_in_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare, root = minimal(tmp_path / "bare"), with_carried(tmp_path / "with", HEAD + ITEM)
    agency = next(iter(plan_in(root).items["2026/II.5/ke-hoach"].agencies))
    for argv in (("annual",), ("tasks", "--agency", agency)):
        texts = []
        for folder in (bare, root):
            monkeypatch.chdir(folder)
            assert main(["report", *argv, "--as-of", "2026-12-05", "--format", "markdown"]) == 0
            texts.append(capsys.readouterr().out.partition("\n<!-- papi.")[0])
        without, told = texts
        _, heading, section = told.partition("Chuyển tiếp từ Kế hoạch năm 2026")
        assert heading
        assert "\n\nCó 01 đầu việc, không tính vào số liệu của " in section
        assert "| Kế hoạch (Kiểm tra) |" in section
        assert "Chuyển tiếp" not in without
        # All that is told of this plan is as without it.
        added = [line for line in told.splitlines() if line not in without.splitlines()]
        assert len(added) == 5, added  # heading, sentence, two lines of head, row


def test_a_group_keeps_the_members_that_it_had_when_it_was_carried_over(tmp_path: Path) -> None:
    """Whoever joins a group later, with a day or by an edit of the group, owes nothing of the earlier plan."""
    old = shipped_plan()
    left = left_open(judge(old, (), as_of=old.span.last, known_at=None), (), Heirs(old.agencies, date(2027, 1, 1)))
    text, members = carried_text([as_earlier(old)], groups_named(old, left), left), old.groups["ubnd-cap-xa"].members
    words = " ".join(text.partition("\ngroups:")[2].partition("\nitems:")[0].split())
    assert f"- id: ubnd-cap-xa members: [{', '.join(members)}]" in words
    assert "agencies: [ubnd-cap-xa" in text
    newer = "    - {{id: so-moi, name: Sở Mới{}}}\nbodies:\n"
    for number, (groups, joins) in enumerate(
        (("", ", since: 2026-07-01"), ("groups: [{id: so-cu, members: [so-noi-vu, ubnd-tinh]}]\n", ""))
    ):
        root = with_carried(tmp_path / str(number), f"{groups}{HEAD}{ITEM.replace('so-a', 'so-cu')}")
        path = root / "plan/agencies.yaml"
        text = path.read_text(encoding="utf-8").replace("bodies:\n", newer.format(joins).replace("    -", "  -"), 1)
        group = "\ngroups:\n  - {id: so-cu, name: Các sở, every: department}\n"
        path.write_text(text.replace("\ngroups:\n", group) if "\ngroups:" in text else text + group, encoding="utf-8")
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)):
            plan = plan_in(root, day)
            is_there = not joins or day >= date(2026, 7, 1)
            assert ("so-moi" in plan.groups["so-cu"].members) is is_there, (number, day)
            owing = plan.items["2026/II.5/ke-hoach"].agencies
            assert owing == (("so-noi-vu",) if joins else ("so-noi-vu", "ubnd-tinh")), (number, day)


def test_who_is_there_before_the_plan_begins_owes_what_those_before_it_left(tmp_path: Path) -> None:
    known = "    known: [{event: submitted, date: 2025-08-20, document: 5/TTr}]\n"
    old = (HEAD + ITEM + known).replace("2026", "2025").replace("so-a", "so-moi")
    root = with_carried(tmp_path, old)
    path = root / "plan/agencies.yaml"
    new = "\n  - {id: so-moi, name: Sở Mới, since: 2025-10-01}\nbodies:\n"
    path.write_text(path.read_text(encoding="utf-8").replace("\nbodies:\n", new), encoding="utf-8")
    states = judge(plan_in(root, date(2026, 2, 1)), (), as_of=date(2026, 2, 1), known_at=None)
    found = [one for one in states.verdicts if one.obligation.item.origin is not None]
    assert [one.obligation.agency.id for one in found] == ["so-moi"]
    assert Flag.SUBMITTED in found[0].flags


def test_what_is_wrong_in_a_group_of_the_file_is_told(tmp_path: Path) -> None:
    for number, (groups, agencies, told) in enumerate(
        (
            ("{id: g, members: [so-la]}", "g", "không có cơ quan nào mang mã «so-la»"),
            ("{id: g, members: [so-a]}, {id: g, members: [so-a]}", "g", "mã «g» đã dùng"),
            ("{id: g, members: [so-a]}", "g, so-la", "«so-la»"),
            ("{id: g, members: []}", "g", "không có cơ quan nào chịu trách nhiệm"),
        )
    ):
        text = f"groups: [{groups}]\n{HEAD}{ITEM.replace('[so-a]', f'[{agencies}]')}"
        problems = problems_of(with_carried(tmp_path / str(number), text))
        assert told in problems[0].message, problems
        assert {one.file for one in problems} == {"plan/carried.yaml"}


KNOWN = "    known: [{event: submitted, date: 2026-08-20, document: 5/TTr}]\n"
ASKED = "{event: extension-requested, date: 2026-08-21, until: 2026-09-30, agencies: [so-a], note: chờ}]"
TAKEN = "    taken_up: {by: I.1/ke-hoach, since: 2026-09-01}\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("số thứ tự 5", "số thứ tự 6", "cách dẫn trong kế hoạch trước: «số thứ tự 5» → «số thứ tự 6»."),
        (
            "5/TTr}]",
            f"5/TTr}}, {ASKED}",
            "thêm điều kế hoạch trước đã ghi nhận: đề nghị gia hạn đến 30/9/2026, ngày 21/8/2026, Sở Nội vụ (chờ).",
        ),
        (KNOWN, "", "bớt điều kế hoạch trước đã ghi nhận: đã trình, chờ ban hành, ngày 20/8/2026 (5/TTr)."),
        (KNOWN, KNOWN + TAKEN, "việc của kế hoạch này tiếp nhận việc ấy: (để trống) → «I.1/ke-hoach»."),
        (KNOWN, KNOWN + TAKEN, "ngày tiếp nhận: để trống → 01/9/2026."),
        ("Kế hoạch năm 2026", "Kế hoạch 2026", "tên gọi: «Kế hoạch năm 2026» → «Kế hoạch 2026»."),
    ],
)
def test_what_changes_in_the_file_is_told_by_diff(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    text = HEAD + ITEM + "    cited: số thứ tự 5\n" + KNOWN
    roots = [with_carried(tmp_path / name, one) for name, one in (("a", text), ("b", text.replace(old, new)))]
    assert main(["diff", *map(str, roots), "--as-of", "2026-12-31"]) == 0
    subject = "Kế hoạch trước 2026" if old in HEAD else "2026/II.5/ke-hoach"
    assert f"{subject}: {told}" in " ".join(capsys.readouterr().out.split())
