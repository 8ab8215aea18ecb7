"""The year's turn: `papi init --from`, from the shipped plan and every made-up one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.deadlines.model import Span
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.next_years import Move
from papi_cli.plan.model import Plan
from tests.plain_plan import plain
from tests.tree import CHECKOUT, plan_in, planted

PLANS = sorted((CHECKOUT / "tests" / "plans").iterdir())
AGENCIES_THAT_END = """\
departments:
  - {id: so-a, name: Sở A}
  - {id: so-b, name: Sở B, until: 2026-06-30, successor: so-c, by: Nghị quyết số 1}
  - {id: so-c, name: Sở C, since: 2026-07-01}
bodies:
  - {id: uy-ban, name: Ủy ban, superior: so-b}
groups:
  - {id: cac-so, name: các sở, members: [so-a, so-b, so-c]}
"""


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def follow(old: Path, new: Path, *options: str) -> Plan:
    before = files_in(old / "plan")
    assert main(["init", str(new), "--from", str(old), *options]) == 0
    assert files_in(old / "plan") == before
    return plan_in(new)


def test_what_holds_again_is_taken_and_what_the_old_document_said_is_not(tmp_path: Path) -> None:
    old = plan_in(CHECKOUT)
    new = follow(CHECKOUT, tmp_path / "kho", "--year", "2027")
    assert (new.agencies, new.groups.keys(), new.words) == (old.agencies, old.groups.keys(), old.words)
    assert (new.roll, new.due_soon_days, new.scores, new.report_sections) == (
        old.roll, old.due_soon_days, old.scores, old.report_sections,
    )  # fmt: skip
    assert new.span == Span.of_year(2027)
    assert (new.title, new.short_name) == (old.title.replace("2026", "2027"), old.short_name.replace("2026", "2027"))
    assert (new.document.number, new.document.day, new.document.month, new.document.quote) == ("", None, "", ())
    assert not new.tasks
    assert not new.provisions
    assert [(period.id, period.name, period.first, period.last, period.due.last) for period in new.periods] == [
        ("semiannual", "06 tháng đầu năm", date(2026, 12, 1), date(2027, 5, 31), date(2027, 6, 9)),
        ("annual", "năm", date(2026, 12, 1), date(2027, 11, 30), date(2027, 12, 9)),
    ]
    assert not any(entry.is_confirmed for group in new.groups.values() for entry in group.interpretations)


def test_rows_are_kept_without_their_due_phrases(tmp_path: Path) -> None:
    old = plan_in(CHECKOUT)
    new = follow(CHECKOUT, tmp_path / "kho", "--year", "2027", "--keep-tasks")
    assert [(task.code, task.lead, task.words) for task in new.tasks.values()] == [
        (task.code, task.lead, task.words) for task in old.tasks.values()
    ]
    assert all(item.due is None for item in new.items.values() if item.origin is None)
    assert {task.due_words for task in new.tasks.values()} == {"[…]"}
    text = (tmp_path / "kho/plan/tasks.yaml").read_text()
    assert "            due:  # năm 2026: Tháng 12/2026\n" in text
    assert text.count("# Thay bằng văn bản mới:") == len(new.task_annexes)
    assert new.task_annexes["annex-2"].title.startswith("[…] ")


@pytest.mark.parametrize("old", PLANS, ids=lambda path: path.name)
def test_every_plan_can_be_followed_and_passes_the_check(old: Path, tmp_path: Path) -> None:
    years = plan_in(old).span
    first = years.last.year + 1
    options = ["--from-year", str(first), "--to-year", str(first + years.last.year - years.first.year)]
    for number, keep in enumerate(([], ["--keep-tasks"])):
        new = follow(old, tmp_path / str(number), *options, *keep)
        assert new.span.first == date(first, 1, 1)
        assert len(new.tasks) == (len(plan_in(old).tasks) if keep else 0)
        assert str(years.first.year) not in new.title
        assert main(["check", "--plan", str(tmp_path / str(number))]) == 0


def test_the_calendar_keeps_what_is_known_and_proposes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-11-28T08:00:00+07:00")
    folder = plain(tmp_path / "cu")
    calendar = folder / "plan/calendar.yaml"
    calendar.write_text(
        "holidays:\n  - {day: 2026-01-01, name: Tết, source: luật}\n  - {day: 2027-01-01, name: Tết, source: Thông báo số 5}\n"
    )
    new = follow(folder, tmp_path / "kho", "--from-year", "2027", "--to-year", "2029")
    text = (tmp_path / "kho/plan/calendar.yaml").read_text()
    assert "  - {day: 2027-01-01, name: Tết, source: Thông báo số 5}\n" in text
    assert '  - {day: 2027-04-30, name: Ngày Chiến thắng, source: "[…] dự kiến theo ' in text
    assert {day.year for day in new.calendar.holidays} == {2027}  # of later years nobody can know


def test_agencies_that_ended_are_left_out_and_their_successors_stand_in_their_place() -> None:
    from papi_cli.plan.amendments import Successor
    from papi_cli.plan.founding.heirs import Heirs, put_heirs_in_place, take_over_agencies

    base = plan_in(CHECKOUT).agencies["so-noi-vu"]
    agencies = {
        "so-a": base._replace(id="so-a"),
        "so-b": base._replace(id="so-b", until=date(2026, 6, 30), successors=(Successor("so-c", ()),)),
        "so-c": base._replace(id="so-c", since=date(2026, 7, 1)),
        "uy-ban": base._replace(id="uy-ban"),
    }
    heirs = Heirs(agencies, date(2027, 1, 1))
    edits = YamlEdits(AGENCIES_THAT_END)
    put_heirs_in_place(edits, heirs)
    take_over_agencies(edits, heirs)
    assert edits.text == (
        "departments:\n  - {id: so-a, name: Sở A}\n  - {id: so-c, name: Sở C}\nbodies:\n"
        "  - {id: uy-ban, name: Ủy ban, superior: so-c}\ngroups:\n"
        "  - {id: cac-so, name: các sở, members: [so-a, so-c]}\n"
    )
    # An agency that ends within the new time keeps what is known of its end.
    later = Heirs(agencies, date(2026, 1, 1))
    edits = YamlEdits(AGENCIES_THAT_END)
    take_over_agencies(edits, later)
    assert edits.text == AGENCIES_THAT_END


def test_years_move_only_where_they_are_those_of_the_plan() -> None:
    move = Move(Span.of_year(2026), Span.of_year(2027))
    for words, moved in (
        ("Kế hoạch năm 2026", "Kế hoạch năm 2027"),
        ("Nghị quyết số 28/2026/QH16 năm 2025", "Nghị quyết số 28/2026/QH16 năm 2025"),
        ("tháng 02/2026", "tháng 02/2027"),
        ("Kế hoạch nâng cao chỉ số", "Kế hoạch nâng cao chỉ số"),
    ):
        assert move.words(words) == moved, words
    assert move.phrase("trước ngày 10/01/2027") == "trước ngày 10/01/2028"
    assert [move.day(date(2026, 2, 28)), move.day(date(2026, 5, 31))] == [date(2027, 2, 28), date(2027, 5, 31)]
    longer = Move(Span.of_year(2026), Span(date(2027, 1, 1), date(2030, 12, 31)))
    assert longer.words("Kế hoạch năm 2026") == "Kế hoạch năm […]"
    leap = Move(Span.of_year(2027), Span.of_year(2028))
    assert [leap.day(date(2027, 2, 28)), leap.day(date(2027, 2, 27))] == [date(2028, 2, 29), date(2028, 2, 27)]


def test_what_does_not_go_together_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = ["--from", str(CHECKOUT)]
    for options, code, words in (
        (["--keep-tasks"], 2, "--keep-tasks và --as-of đi cùng --from"),
        ([*old], 2, "Thiếu --year"),
        ([*old, "--year", "2026"], 2, "phải ở sau năm 2026"),
        ([*old, "--year", "2027", "--province", "Sơn La"], 2, "bỏ --province"),
        (["--from", str(tmp_path), "--year", "2027"], 3, "không chứa kế hoạch"),
    ):
        assert main(["init", str(tmp_path / "kho"), *options]) == code
        assert words in capsys.readouterr().err, options
    assert not (tmp_path / "kho").exists()


def test_a_text_is_edited_where_it_says_and_nowhere_else() -> None:
    text = "# đầu\na: {x: 1, y: 2, z: 3}\n\nb:  # vì sao\n  - due: cũ\n    c: |\n      dài\n  - e: 2\n\nd: [1, 2]\n"
    edits = YamlEdits(text)
    for keys in (("a", "y"), ("a", "z")):
        edits.remove(keys)
    edits.clear(("b", 0, "due"), "năm 2026: cũ")
    edits.remove(("b", 1))
    edits.keep_entries(("d",), ["2"])
    assert edits.text == ("# đầu\na: {x: 1}\n\nb:  # vì sao\n  - due:  # năm 2026: cũ\n    c: |\n      dài\n\nd: [2]\n")


def test_what_is_still_of_the_earlier_plan_is_told_once_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(CHECKOUT, tmp_path / "kho", "--year", "2027", "--keep-tasks")
    plan = tmp_path / "kho/plan"

    def told() -> str:
        capsys.readouterr()
        assert main(["check", "--all", "--plan", str(tmp_path / "kho")]) == 0
        return capsys.readouterr().out

    page = told()
    tasks = (plan / "tasks.yaml").read_text(encoding="utf-8")
    assert f"còn {tasks.count('due:  # năm 2026')} thời hạn để trống" in page
    for words in ("còn 05 thời hạn để trống", "còn 01 chỗ ghi năm 2026", "03 phần báo cáo dẫn điểm, khoản"):
        assert words in page, words
    assert page.count("P318") == 2
    # The walk in README tells these counts.
    walk = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("**8. ")[2]
    for count, words in (
        (tasks.count('"[…]'), "chỗ `[…]` (tên bảng"),
        (tasks.count("due:  # năm 2026"), "thời hạn để trống, thời hạn cũ"),
        (int(re.findall(r"còn (\d+) chỗ ghi năm 2026", page)[-1]), "chỗ còn ghi năm 2026"),
    ):
        assert f"{count} {words}" in walk, words
    # What is filled in, or left blank on purpose, is not told of any more.
    duties = plan / "duties.yaml"
    text = re.sub(r"due:  # năm 2026.*", "due: trước ngày 10/6/2027", duties.read_text(encoding="utf-8"))
    duties.write_text(text.replace("năm 2026", "năm 2027"), encoding="utf-8")
    (plan / "tasks.yaml").write_text(re.sub("  # năm 2026: .*", "", tasks).replace("[…] ", ""), encoding="utf-8")
    assert "P318" not in told()


def test_rows_that_amendments_changed_are_marked_and_added_ones_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = planted(tmp_path / "cu")
    (old / "plan/amendments").mkdir()
    decision = (CHECKOUT / "tests/amendments/1234-qd-ubnd.yaml").read_bytes()
    (old / "plan/amendments/qd-1234.yaml").write_bytes(decision)
    follow(old, tmp_path / "moi", "--year", "2027", "--keep-tasks")
    page = " ".join(capsys.readouterr().out.split())
    assert "chưa theo Quyết định số 1234/QĐ-UBND" in page
    changes = plan_in(old, date(2026, 12, 31)).amendments[0].changes
    for part in changes:
        if part.kind == "add":
            assert part.code in page, part
    text = (tmp_path / "moi/plan/tasks.yaml").read_text(encoding="utf-8")
    dropped = next(part.code for part in changes if part.kind == "split")
    assert re.search(rf"qd-1234.yaml đã bỏ; .*\n +- code: {re.escape(dropped)}\n", text)
    assert text.count("qd-1234.yaml đã sửa đổi;") > 5
