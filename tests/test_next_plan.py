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
from tests.tree import CHECKOUT, plan_in, planted, resolved

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


@pytest.fixture(autouse=True)
def _autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the day of the turn: which days off are known depends on it."""
    monkeypatch.setenv("PAPI_NOW", "2026-11-28T08:00:00+07:00")


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
    assert (new.title, new.short_name) == (old.title.replace("2026", "[2027]"), old.short_name.replace("2026", "2027"))
    assert (new.document.number, new.document.day, new.document.month, new.document.quote) == ("", None, "", ())
    assert not new.tasks
    assert not new.provisions
    assert [(period.id, period.name, period.first, period.last) for period in new.periods] == [
        ("semiannual", "06 tháng đầu năm", date(2026, 12, 1), date(2027, 5, 31)),
        ("annual", "năm", date(2026, 12, 1), date(2027, 11, 30)),
    ]
    assert [(period.due.phrase, period.due.last) for period in new.periods] == [
        ("[báo cáo 06 tháng đầu năm trước ngày 10/6/2027]", None),
        ("[báo cáo năm trước ngày 10/12/2027]", None),
    ]
    assert not any(entry.is_confirmed for group in new.groups.values() for entry in group.interpretations)


def test_kept_rows_propose_their_deadlines_and_tell_no_day_until_they_are_confirmed(tmp_path: Path) -> None:
    old = plan_in(CHECKOUT)
    new = follow(CHECKOUT, tmp_path / "kho", "--year", "2027", "--keep-tasks")
    assert [(task.code, task.lead, task.words) for task in new.tasks.values()] == [
        (task.code, task.lead, _moved(task.words, "[2027]")) for task in old.tasks.values()
    ]
    assert {task.code: task.due_words for task in new.tasks.values()} == {
        task.code: f"[{_moved(task.due_words)}]" for task in old.tasks.values()
    }
    for item in new.items.values():
        if item.origin is None and item.due is not None:
            assert (item.due.phrase[0], item.due.kind, item.due.last) == ("[", "none", None), item.code
    text = (tmp_path / "kho/plan/tasks.yaml").read_text(encoding="utf-8")
    assert text.count("# Đối chiếu với văn bản mới:") == len(new.task_annexes)
    assert new.task_annexes["annex-2"].title.endswith(" NĂM [2027]")
    assert '              due: "[Tháng 12/2027]"\n' in text


def _moved(words: str, year: str = "2027") -> str:
    """Return words of the shipped plan with its year moved; ranges of years are not its own."""
    return re.sub(r"2026(?! - )", year, words)


def test_without_their_brackets_proposals_hold_as_the_old_ones_did_a_year_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = plan_in(CHECKOUT)
    follow(CHECKOUT, tmp_path / "kho", "--year", "2027", "--keep-tasks")
    assert len(_told(capsys, tmp_path / "kho")) == 73
    for path in (tmp_path / "kho/plan").glob("*.yaml"):
        path.write_text(_without_brackets(path.read_text(encoding="utf-8")), encoding="utf-8")
    new = plan_in(tmp_path / "kho")
    assert not _told(capsys, tmp_path / "kho")
    for item in old.items.values():
        due = new.items[item.code].due
        assert (item.due is None) == (due is None), item.code
        if item.due is not None and due is not None:
            assert due.phrase == _moved(item.due.phrase), item.code
            assert (due.last and due.last.isoformat()) == (item.due.last and f"2027{item.due.last.isoformat()[4:]}")
    assert [task.words for task in new.tasks.values()] == [_moved(task.words) for task in old.tasks.values()]
    assert len(new.calendar.holidays) == 15


def test_a_plan_that_was_never_confirmed_can_be_followed_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(CHECKOUT, tmp_path / "mot", "--year", "2027", "--keep-tasks")
    once = _told(capsys, tmp_path / "mot")
    new = follow(tmp_path / "mot", tmp_path / "hai", "--year", "2028", "--keep-tasks")
    assert new.title.endswith(" năm [2028]")
    assert {task.due_words[:1] for task in new.tasks.values()} == {"["}
    assert "[[" not in "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "hai/plan").glob("*.yaml"))
    # Its days were never known: what is carried over has none, and nothing of it is left to confirm.
    carried = [item for item in new.items.values() if item.origin is not None and item.origin.plan == "2027"]
    assert len(carried) > 80
    assert {item.due for item in carried} == {None}
    assert len(_told(capsys, tmp_path / "hai")) == len(once) - 6  # days off of 2028 are not known in 2026


def _without_brackets(text: str) -> str:
    """Return the text of a file as somebody leaves it who finds every proposal right: two signs less each."""
    lines = [
        line if line.lstrip().startswith("#") else re.sub(r"\[(20\d\d)\]", r"\1", line) for line in text.split("\n")
    ]
    text = re.sub(r'"\[([^\]"\n]*)\]"', r'"\1"', "\n".join(lines))
    return re.sub(r"(due: \|-\n *)\[([^\]]*)\]", r"\1\2", text)


def _told(capsys: pytest.CaptureFixture[str], folder: Path) -> list[str]:
    """Return the places that `papi check` names as left to fill in or to confirm."""
    capsys.readouterr()
    assert main(["check", "--all", "--plan", str(folder)]) == 0
    return re.findall(r"(plan/\S+:\d+):\d+: cảnh báo \[P314\]", capsys.readouterr().out)


def test_a_proposal_gives_no_day_wherever_it_stands_and_none_that_stands_above_it() -> None:
    # A cell in brackets holds back every phrase of its row; a phrase in brackets only itself, and takes no other's day.
    row = "              cooperating: Các sở, ban, ngành; UBND cấp xã\n              due: Tháng 12/2026\n"
    product = "                product: Báo cáo kết quả\n"
    for edit, dues in (
        (("tasks.yaml", row, row.replace("Tháng 12/2026", '"[Tháng 12/2026]"')), [("none", None), ("none", None)]),
        (
            ("tasks.yaml", product, f'{product}                due: "[Tháng 12/2026]"\n'),
            [("dated", date(2026, 12, 31)), ("none", None)],
        ),
    ):
        plan = resolved(edit)
        assert isinstance(plan, Plan), plan
        codes = ("II.1/de-cuong-tai-lieu", "II.1/bao-cao")
        assert [(due.kind, due.last) for code in codes if (due := plan.items[code].due)] == dues
    day = ("calendar.yaml", '"Nghị quyết số 28/2026/QH16"', '"[Nghị quyết số 28/2026/QH16]"')
    plan = resolved(day)
    assert isinstance(plan, Plan)
    assert date(2026, 11, 24) not in plan.calendar.holidays


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
    # Confirmed as they are, the proposals can all be read.
    for path in (tmp_path / "1/plan").glob("*.yaml"):
        path.write_text(_without_brackets(path.read_text(encoding="utf-8")), encoding="utf-8")
    before, after = plan_in(old), plan_in(tmp_path / "1")
    dated = [code for code, item in before.items.items() if item.due is not None and item.due.last is not None]
    for code in (code for code in dated if "@" not in code):
        due = after.items[code].due
        assert due is not None, code
        assert due.last is not None, code


def test_the_calendar_keeps_what_is_known_and_proposes_the_rest(tmp_path: Path) -> None:
    folder = plain(tmp_path / "cu")
    calendar = folder / "plan/calendar.yaml"
    calendar.write_text(
        "holidays:\n  - {day: 2026-01-01, name: Tết, source: luật}\n  - {day: 2027-01-01, name: Tết, source: Thông báo số 5}\n"
    )
    new = follow(folder, tmp_path / "kho", "--from-year", "2027", "--to-year", "2029")
    text = (tmp_path / "kho/plan/calendar.yaml").read_text()
    assert "  - {day: 2027-01-01, name: Tết, source: Thông báo số 5}\n" in text
    # What the law gives in every year holds; what a notice decides is a working day until it is confirmed.
    assert '  - {day: 2027-04-30, name: Ngày Chiến thắng, source: "Bộ luật Lao động 2019, ' in text
    assert '  - {day: 2027-02-05, name: Giao thừa Tết Nguyên Đán, source: "[Bộ luật Lao động 2019, ' in text
    assert {day.year for day in new.calendar.holidays} == {2027}  # of later years nobody can know
    assert date(2027, 4, 30) in new.calendar.holidays
    assert date(2027, 2, 5) not in new.calendar.holidays


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
        ("nhiệm kỳ 2026 - 2031, năm 2026", "nhiệm kỳ 2026 - 2031, năm 2027"),
    ):
        assert move.words(words) == moved, words
    assert move.proposal("Kế hoạch năm 2026, giai đoạn 2026-2030") == "Kế hoạch năm [2027], giai đoạn 2026-2030"
    assert [move.names_past_year(words) for words in ("2026 - 2031", "2021-2026", "năm 2026")] == [False, True, True]
    assert move.phrase("trước ngày 10/01/2027") == "trước ngày 10/01/2028"
    after_leap = Move(Span.of_year(2028), Span.of_year(2029))
    for phrase in ("ngày 29/02/{}", "29 tháng 2 năm {}", "29-02-{}"):
        assert after_leap.phrase(phrase.format(2028)) == phrase.format(2029).replace("29", "28", 1), phrase
    assert after_leap.phrase("ngày 29/3/2028") == "ngày 29/3/2029"
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
    assert "3 phần báo cáo dẫn điểm, khoản" in page
    assert "chỗ ghi năm 2026" not in page  # nhiệm kỳ 2026 - 2031 and giai đoạn 2026 - 2030 hold on
    # The walk in README tells these counts.
    walk = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("**8. ")[2]
    for name in ("plan", "tasks", "duties", "calendar", "indices"):
        count = len(re.findall(rf"plan/{name}.yaml:\d+:\d+: cảnh báo \[P314\]", page))
        assert f"`plan/{name}.yaml`: {count} chỗ" in walk, (name, count)
    # A year of old that stays in a row is told as long as anything proposed is left in the table.
    tasks = (plan / "tasks.yaml").read_text(encoding="utf-8")
    # So is a row confirmed by another day in its cell alone.
    (plan / "tasks.yaml").write_text(
        tasks.replace("dân chủ năm [2027]", "dân chủ năm 2026").replace('"[Tháng 01/2027]"', "Tháng 3/2027", 1),
        encoding="utf-8",
    )
    page = told()
    assert "còn 1 chỗ ghi năm 2026" in page
    assert "I.1: thời hạn «Tháng 01/2027» không đúng nguyên văn: nguyên văn ghi «Tháng 3/2027»" in page


def test_rows_are_those_of_the_last_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = planted(tmp_path / "cu")
    (old / "plan/amendments").mkdir()
    decision = (CHECKOUT / "tests/amendments/1234-qd-ubnd.yaml").read_bytes()
    (old / "plan/amendments/qd-1234.yaml").write_bytes(decision)
    new = follow(old, tmp_path / "moi", "--year", "2027", "--keep-tasks")
    assert "bổ sung bởi Quyết định số 1234/QĐ-UBND" in " ".join(capsys.readouterr().out.split())
    assert "VIII.3" not in new.tasks
    assert [code for code in new.tasks if code in {"II.7", "III.8", "VIII.4", "VIII.5"}] == [
        "II.7",
        "III.8",
        "VIII.4",
        "VIII.5",
    ]
    assert (new.tasks["II.3"].number, new.tasks["VI.7"].lead) == ("4", ("so-xay-dung",))
    assert new.tasks["II.2"].due_words == "[- Kế hoạch tháng 3/2027;\n- Báo cáo tháng 10/2027]"
    due = new.items["II.2/bao-cao"].due
    assert due is not None
    assert due.phrase == "[Báo cáo tháng 10/2027]"
