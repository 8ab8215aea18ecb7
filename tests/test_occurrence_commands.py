"""What recurs at the command line: recorded, asked for, completed, checked and compared, in a plan of files."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.completion.question import Shell
from papi_cli.cli.program.door import main
from papi_cli.problems import Problem, ProblemCode
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.reports.wording import product_in_sentence
from tests.sample import keys_of, line_of
from tests.test_completion import completions, meanings
from tests.tree import Edit, plan_in, planted, resolved

DUTIES = """\
duties:
  - code: bao-cao-thang
    title: Gửi báo cáo tháng
    product: Báo cáo tháng
    agencies: [ubnd-cap-xa]
    due: trước ngày 15 hằng tháng
    does: report
    counts: sent
    source: [part-4/1.b]

  - code: bao-cao-quy
    title: Gửi báo cáo quý
    product: Báo cáo quý
    agencies: [so-tu-phap, so-noi-vu]
    due: chậm nhất ngày 20 tháng cuối quý
    does: report
    counts: sent
    source: [part-4/1.b]

  - code: nen-tang
    title: Xây dựng nền tảng số
    product: Nền tảng số
    agencies: [so-tu-phap]
    due: hoàn thành trong quý I/2026 và vận hành thường xuyên
    does: other
    counts: issued
    source: [part-4/1.b]

"""
RECURRING: Edit = ("duties.yaml", "duties:\n", DUTIES)
WHO = ("--agency", "phường Tô Hiệu")
NOTE = ("--note", "đủ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted(tmp_path_factory.mktemp("dinh-ky"), RECURRING)


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-20T09:00:00+07:00")
    monkeypatch.setenv("PAPI_PLAN", str(folder))
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    return folder


def errors_after(*edits: Edit) -> tuple[Problem, ...]:
    plan = resolved(*edits)
    assert isinstance(plan, tuple), plan
    return plan


def test_the_files_come_to_an_item_for_each_day(folder: Path) -> None:
    plan = plan_in(folder)
    assert [len(plan.find_items(code)) for code in ("bao-cao-thang", "bao-cao-quy", "nen-tang")] == [12, 4, 2]
    assert plan.items["bao-cao-quy@2026-09"].name == "Báo cáo quý (quý III/2026)"
    again = plan_in(folder)  # from the cache
    assert again == plan


@pytest.mark.parametrize(
    ("key", "day", "state"), [("2026-02", "14/02/2026", "đúng hạn"), ("2026-03", "15/3/2026", "quá hạn 1 ngày")]
)
def test_an_occurrence_is_recorded_by_its_code(
    here: Path, capsys: pytest.CaptureFixture[str], key: str, day: str, state: str
) -> None:
    item = f"bao-cao-thang@{key}"
    code = main(["record", item, *WHO, "--done", "--date", day, *NOTE, "--confirm", "--plan", str(here), "--dry-run"])
    assert code == 0
    assert f"{item}, UBND phường Tô Hiệu: " in (out := capsys.readouterr().out)
    assert f"đã hoàn thành {state}" in out
    assert not read_events(FolderSource(here))


def test_the_bare_code_of_a_series_is_answered_with_what_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path, RECURRING)
    monkeypatch.setenv("PAPI_NOW", "2026-03-20T09:00:00+07:00")
    first = ["record", "bao-cao-thang@2026-01", *WHO, "--done", "--date", "10/01/2026", *NOTE, "--confirm"]
    assert main([*first, "--plan", str(root)]) == 0
    capsys.readouterr()
    assert main(["record", "bao-cao-thang", *WHO, "--done", "--date", "1/3/2026", *NOTE, "--plan", str(root)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "«bao-cao-thang» là việc định kỳ, có 12 lần: ghi rõ lần nào. Các lần chưa hoàn thành:"
    commands = [line.split("   ")[0].strip() for line in lines[1:]]
    assert commands == [f"papi record bao-cao-thang@2026-{month:02} …" for month in range(2, 13)]
    assert "(tháng 02/2026, hạn 14/02/2026, chưa ghi nhận, quá hạn 34 ngày)" in lines[1]
    assert len(read_events(FolderSource(root))) == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_the_occurrence_is_asked_for(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal("2\n"))
    monkeypatch.setattr(sys, "stderr", asked)
    command = ["record", "bao-cao-quy", "--agency", "STP", "--done", "--date", "18/3/2026", "--document", "5/BC"]
    assert main([*command, "--dry-run", "--plan", str(here)]) == 0
    assert (
        "  1. quý I/2026, hạn 20/3/2026, chưa ghi nhận, đến ngày cuối của thời hạn\n  2. quý II/2026, hạn 20/6/2026"
        in asked.getvalue()
    )
    assert "bao-cao-quy có 4 lần. Ghi cho lần nào (ghi số): " in asked.getvalue()
    assert "bao-cao-quy@2026-06, Sở Tư pháp: " in capsys.readouterr().out


def test_what_then_goes_on_is_recorded_by_its_two_codes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = ("--agency", "STP", "--done", "--date", "18/3/2026", "--document", "5/QĐ", "--dry-run", "--plan", str(here))
    assert main(["record", "nen-tang", *done]) == 0
    assert "nen-tang, Sở Tư pháp: " in capsys.readouterr().out
    assert main(["record", "nen-tang@tiep-theo", *done]) == 1
    doubt = "việc này chỉ bắt đầu sau khi hoàn thành nen-tang, mà đến ngày 18/3/2026 chưa ghi nhận hoàn thành; ghi nen-tang trước."
    assert doubt in " ".join(capsys.readouterr().err.split())
    assert main(["record", "nen-tang@tiep-theo", *done, "--confirm"]) == 0
    assert "nen-tang@tiep-theo, Sở Tư pháp: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "bao-cao-quy@2026-05",
            "Việc định kỳ không có lần nào mang mã «bao-cao-quy@2026-05». Lần gần nhất: bao-cao-quy@2026-06.",
        ),
        ("bao-cao-quy@2031-01", "Lần gần nhất: bao-cao-quy@2026-12."),
        ("bao-cao-quy@2026-06@so-tu-phap", "Ghi tách ra: mã «bao-cao-quy@2026-06», cơ quan --agency so-tu-phap."),
    ],
)
def test_an_unknown_occurrence_is_answered_with_the_nearest(
    here: Path, capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    assert main(["tasks", "--item", words, "--plan", str(here)]) == 2
    assert sentence in capsys.readouterr().err


def test_filters_take_a_series_or_an_occurrence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for item in ("bao-cao-quy", "bao-cao-quy@2026-06"):
        main(["tasks", "--item", item, "--format", "json", "--plan", str(here)])
        found.append([one["item"] for one in json.loads(capsys.readouterr().out)["obligations"]])
    assert [len(items) for items in found] == [8, 2]
    assert set(found[1]) == {"bao-cao-quy@2026-06"}


def test_the_phrase_itself_is_explained_with_all_of_its_days(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "chậm nhất ngày 20 tháng cuối quý", "--plan", str(here)]) == 0
    assert "4 lần: 20/3/2026, 20/6/2026, 20/9/2026, 20/12/2026." in capsys.readouterr().out


# Completion


@pytest.mark.usefixtures("here")
def test_completion_has_occurrences_once_their_series_is_typed() -> None:
    assert completions("record", "bao-cao-q") == ["bao-cao-quy"]
    quarters = [f"bao-cao-quy@2026-{month}" for month in ("03", "06", "09", "12")]
    assert completions("record", "bao-cao-quy", shell=Shell.ZSH) == ["bao-cao-quy", *quarters]
    assert meanings("record", "bao-cao-quy@2026-1", shell=Shell.ZSH) == {
        "bao-cao-quy@2026-12": "Báo cáo quý (quý IV/2026)"
    }
    assert completions("status", "--item", "nen-tang@", shell=Shell.FISH) == ["nen-tang@tiep-theo"]


@pytest.mark.usefixtures("here")
def test_bash_splits_a_word_at_its_sign_and_gets_the_rest() -> None:
    assert completions("record", "bao-cao-quy", "@", "2026-1") == ["@2026-12"]
    assert completions("record", "bao-cao-quy", "@") == [f"@2026-{month}" for month in ("03", "06", "09", "12")]
    # Its words before the last are one again too.
    assert completions("record", "bao-cao-quy", "@", "2026-12", "--agency", "so-tu") == ["so-tu-phap"]
    assert completions("record", "bao-cao-quy@2026-1") == ["bao-cao-quy@2026-12"]  # with its `hostcomplete` off


# Checks


@pytest.mark.parametrize("name", ["duties.yaml", "tasks.yaml"])
def test_no_code_in_the_files_has_the_sign(name: str) -> None:
    code = {"duties.yaml": "code: ke-hoach", "tasks.yaml": "code: I.1"}[name]
    problems = errors_after((name, code, f"{code}@2026-01"))
    assert {problem.code for problem in problems} == {ProblemCode.WRONG_VALUE}


def test_an_event_on_a_day_that_is_no_more_is_told_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted(tmp_path, RECURRING)
    folder = root / "plan" / "status" / "2026-05"
    folder.mkdir(parents=True)
    line = line_of(keys_of("done", "2026-05-14", item="bao-cao-quy@2026-05", agency="so-tu-phap"))
    (folder / "a.jsonl").write_bytes(line)
    main(["check", "--plan", str(root), "--format", "json"])
    found = [one for one in json.loads(capsys.readouterr().out)["problems"] if one["code"] == "P406"]
    assert [("bao-cao-quy@2026-05" in one["message"], "«bao-cao-quy@2026-06»" in one["hint"]) for one in found] == [
        (True, True)
    ]


def test_a_series_without_a_day_in_the_plan_is_refused() -> None:
    never: Edit = ("duties.yaml", "trước ngày 15 hằng tháng", "trước ngày 10/6/2031 hằng năm")
    assert ProblemCode.DUE_PHRASE in {problem.code for problem in errors_after(RECURRING, never)}


def test_a_period_has_one_day() -> None:
    both = "due: trước ngày 10/6 và 10/12 hằng năm"
    problems = errors_after(("plan.yaml", "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026", both))
    assert (ProblemCode.DUE_PHRASE, True) in [
        (one.code, "một kỳ báo cáo chỉ có một" in one.message) for one in problems
    ]


@pytest.mark.parametrize(("due", "is_span"), [("giai đoạn 2026-2028", True), ("Tháng 3/2026", False)])
def test_only_a_span_of_years_is_looked_at_every_year(due: str, is_span: bool) -> None:  # noqa: FBT001  # a table's column
    old = "              - code: cong-van\n                product: Công văn\n"
    plan = resolved(("tasks.yaml", old, f"{old}                due: {due}\n                yearly: true\n"))
    if is_span:
        assert not isinstance(plan, tuple)
        (series,) = [codes for codes in plan.series.values() if len(codes) == 3]
        assert [plan.items[code].due.last for code in series] == [date(year, 12, 31) for year in (2026, 2027, 2028)]  # type: ignore[union-attr]  # dated
    else:
        assert isinstance(plan, tuple)
        assert "«yearly: true» chỉ dùng khi thời hạn là một khoảng nhiều năm" in plan[0].message


def test_an_occurrence_of_a_report_is_that_of_the_period_that_ends_with_it() -> None:
    half_years: Edit = ("duties.yaml", "trước ngày 15 hằng tháng", "trước ngày 10/6 và 10/12 hằng năm")
    untied = [("duties.yaml", f"    period: {period}\n", "") for period in ("semiannual", "annual")]
    plan = resolved(RECURRING, half_years, *untied)
    assert not isinstance(plan, tuple)
    assert [plan.items[code].period for code in plan.series["bao-cao-thang"]] == ["semiannual", "annual"]
    figures = resolved(RECURRING, half_years, *untied, ("duties.yaml", "does: report", "does: figures"))
    assert not isinstance(figures, tuple)
    assert [figures.items[code].period for code in figures.series["bao-cao-thang"]] == [None, None]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["show", "explain"])
def test_the_id_of_an_obligation_is_told_from_the_code_of_its_item(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "bao-cao-thang@2026-07@phuong-to-hieu"]) == 2
    assert capsys.readouterr().err == (
        "«bao-cao-thang@2026-07@phuong-to-hieu» là mã của cả cơ quan và việc. Ở đây chỉ ghi mã của việc: "
        "bao-cao-thang@2026-07.\n"
    )
    assert main([command, "bao-cao-thang@2026-13"]) == 2
    assert "không có lần nào mang mã «bao-cao-thang@2026-13»" in capsys.readouterr().err


def test_an_occurrence_is_not_the_report_of_a_period_that_a_duty_names() -> None:
    half_years: Edit = ("duties.yaml", "trước ngày 15 hằng tháng", "trước ngày 10/6 và 10/12 hằng năm")
    plan = resolved(RECURRING, half_years, ("duties.yaml", "    period: annual\n", ""))
    assert not isinstance(plan, tuple)
    assert [plan.items[code].period for code in plan.series["bao-cao-thang"]] == [None, "annual"]
    assert [plan.items[code].period for code in ("bao-cao-6-thang", "bao-cao-nam")] == ["semiannual", "annual"]


def test_a_dated_report_is_that_of_the_period_that_ends_with_it() -> None:
    untied = ("duties.yaml", "    period: annual\n", "")
    plan = resolved(untied)
    assert not isinstance(plan, tuple)
    assert plan.items["bao-cao-nam"].period == "annual"
    earlier = resolved(untied, ("duties.yaml", "due: báo cáo năm trước ngày 10/12/2026", "due: trước ngày 09/12/2026"))
    assert not isinstance(earlier, tuple)
    assert earlier.items["bao-cao-nam"].period is None


@pytest.mark.parametrize(("period", "last_month"), [("semiannual", 5), ("annual", 11)])
def test_the_period_of_a_series_is_that_of_its_occurrences_in_that_time(period: str, last_month: int) -> None:
    plan = resolved((*RECURRING[:2], DUTIES.replace("does: report", f"does: report\n    period: {period}", 1)))
    assert not isinstance(plan, tuple)
    tied = {item.occurrence_key for item in plan.items.values() if item.period and item.series == "bao-cao-thang"}
    assert tied == {f"2026-{month:02}" for month in range(1, last_month + 1)}


def test_a_report_of_a_year_is_called_by_the_year() -> None:
    plan = resolved(RECURRING)
    assert not isinstance(plan, tuple)
    assert product_in_sentence(plan, plan.items["bao-cao-thang@2026-05"]) == "báo cáo tháng 5/2026"
    assert product_in_sentence(plan, plan.items["bao-cao-quy@2026-09"]) == "báo cáo quý III/2026"
    other = plan.items["bao-cao-quy@2026-09"]._replace(product="Báo cáo định kỳ")
    assert product_in_sentence(plan, other) == "báo cáo định kỳ (quý III/2026)"
    assert product_in_sentence(plan, plan.items["bao-cao-nam"]) == "báo cáo năm"


def test_days_off_of_a_series_are_one_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--plan", str(folder), "--format", "json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    messages = [one["message"] for one in problems if one["code"] == "P303" and "bao-cao" in one["message"]]
    (message,) = messages
    assert message.startswith("bao-cao-quy@2026-06: ngày cuối cùng 20/6/2026 là ngày nghỉ (thứ Bảy).")
    assert message.endswith("Còn 2 lần khác của việc này cũng vậy.")
