"""An open group that leads a task: it owes as one, the coordinator follows its work, and nobody writes to it."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.plan.obligations import all_obligations
from tests.test_completion import completions
from tests.test_lists import run
from tests.tree import Edit, planted, resolved, shipped_plan

SCHOOLS = "cac-truong-dai-hoc"
NAME = "Các trường đại học trên địa bàn"
GROUP = f"\ngroups:\n  - id: {SCHOOLS}\n    name: {NAME}\n    aliases: [các trường]\n    open: true\n"
# II.1 is led by the group alone, and was due in March.
EDITS: tuple[Edit, ...] = (
    ("agencies.yaml", "\ngroups:\n", GROUP),
    ("tasks.yaml", "            lead: [so-tu-phap]\n", f"            lead: [{SCHOOLS}]\n"),
    (
        "tasks.yaml",
        "            due: Tháng 12/2026\n            milestones:\n              - code: de-cuong-tai-lieu\n",
        "            due: Tháng 03/2026\n            milestones:\n              - code: de-cuong-tai-lieu\n",
    ),
)
ITEMS = ["II.1/de-cuong-tai-lieu", "II.1/bao-cao"]
DAY = ("--as-of", "2026-06-10")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path, *EDITS))
    return tmp_path


def plan_with(*edits: Edit) -> Plan:
    plan = resolved(*edits)
    assert isinstance(plan, Plan), plan
    return plan


def cells_of(path: Path) -> list[tuple[str, str]]:
    """Return code and agency of each row of a sheet."""
    rows = load_workbook(BytesIO(path.read_bytes())).worksheets[0].iter_rows(values_only=True)
    return [(str(row[0]), str(row[1])) for row in rows if row[0] and "/" in str(row[0]) and row[1]]


def test_it_owes_each_item_once_and_is_never_spread() -> None:
    plan = plan_with(*EDITS)
    owed = [entry.id for entry in all_obligations(plan) if entry.agency.id == SCHOOLS]
    assert owed == [f"{item}@{SCHOOLS}" for item in ITEMS]
    assert plan.tasks["II.1"].lead == (SCHOOLS,)
    assert plan.agencies[SCHOOLS].kind is AgencyKind.OPEN_GROUP
    assert len(all_obligations(plan)) == len(all_obligations(shipped_plan()))
    assert all(agency.kind is not AgencyKind.OPEN_GROUP for agency in shipped_plan().agencies.values())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("asked", [("show", NAME), ("tasks", "--item", NAME)])
def test_it_is_never_called_an_agency(asked: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = run(capfdbinary, *asked)
    assert code == 2
    assert f"«{NAME}» là nhóm không nêu rõ thành viên, tự chịu trách nhiệm" in err
    assert "là một cơ quan" not in err


def test_it_may_lead_beside_agencies_and_cooperate_elsewhere() -> None:
    lead = ("tasks.yaml", f"lead: [{SCHOOLS}]", f"lead: [so-tu-phap, {SCHOOLS}]")
    helps = ("tasks.yaml", "cooperating: [so-ban-nganh, ubnd-cap-xa]", f"cooperating: [so-ban-nganh, {SCHOOLS}]")
    plan = plan_with(*EDITS, lead, helps)
    assert plan.tasks["II.1"].lead == ("so-tu-phap", SCHOOLS)
    helped = next(task for task in plan.tasks.values() if SCHOOLS in task.references.cooperating)
    assert SCHOOLS not in helped.cooperating  # open where it only helps
    assert set(helped.cooperating) <= set(plan.groups["so-ban-nganh"].members)


def test_it_is_listed_apart_and_left_out_of_the_count(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    _, out, _ = run(capfdbinary, "agencies", *DAY)
    agencies, _, groups = out.partition("Nhóm không nêu rõ thành viên mà được giao việc")
    assert (SCHOOLS in agencies, SCHOOLS in groups.partition("Nhóm cơ quan")[0]) == (False, True)
    assert f"\n{len(shipped_plan().agencies)} cơ quan, đơn vị; " in out
    _, out, _ = run(capfdbinary, "agencies", *DAY, "--format", "json")
    (entry,) = (agency for agency in json.loads(out)["agencies"] if agency["id"] == SCHOOLS)
    assert (entry["kind"], entry["obligations"], entry["overdue"]) == ("open_group", 2, 2)


@pytest.mark.parametrize("words", [SCHOOLS, NAME, "cac truong"])
def test_its_work_is_listed_by_any_of_its_names(
    words: str, here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del here
    code, out, _ = run(capfdbinary, "overdue", *DAY, "--agency", words, "--format", "csv")
    rows = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    assert (code, [row["Mã"] for row in rows]) == (0, ITEMS)


def test_a_list_counts_it_apart(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    _, out, _ = run(capfdbinary, "overdue", *DAY)
    assert re.search(r"đầu việc của \d+ cơ quan, đơn vị và 1 nhóm không nêu rõ thành viên;", " ".join(out.split()))
    _, out, _ = run(capfdbinary, "overdue", *DAY, "--agency", SCHOOLS)
    assert "2 đầu việc của 1 nhóm không nêu rõ thành viên, " in out


def test_its_results_are_recorded(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    record = ("record", ITEMS[1], "--agency", NAME, "--done", "--date", "2026-06-05", "--note", "đã gửi")
    assert run(capfdbinary, *record)[0] == 0
    _, out, _ = run(capfdbinary, "status", *DAY, "--agency", SCHOOLS, "--format", "json")
    states = {entry["item"]: entry["state"] for entry in json.loads(out)["obligations"]}
    assert states == dict(zip(ITEMS, ("overdue", "done_late"), strict=True))


def test_nobody_writes_to_it(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    code, out, err = run(capfdbinary, "remind", *DAY)
    assert (code, NAME in out) == (0, False)
    assert f"2 đầu việc của «{NAME}», Sở Nội vụ theo dõi." in " ".join(err.split())
    code, out, err = run(capfdbinary, "remind", *DAY, "--agency", SCHOOLS)
    assert (code, out) == (0, "")
    assert "Không có cơ quan nào phải đôn đốc, nhắc nhở." in err


@pytest.mark.parametrize("argv", [("report", "tasks"), ("report", "semiannual"), ("sheet", "bang.xlsx")], ids=" ".join)
def test_it_gets_no_report_and_no_sheet_of_its_own(
    argv: tuple[str, ...], here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, err = run(capfdbinary, *argv, "--agency", SCHOOLS)
    assert (code, out) == (2, "")
    assert "Sở Nội vụ theo dõi việc của nhóm" in " ".join(err.split())
    assert not (here / "bang.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--agency", "so-noi-vu"), ("--coordinator",)], ids=" ".join)
def test_its_work_is_in_the_sheet_of_the_coordinator(
    options: tuple[str, ...], here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, "sheet", "bang.xlsx", *options)[0] == 0
    assert {(item, NAME) for item in ITEMS} <= set(cells_of(here / "bang.xlsx"))


def test_each_agency_has_a_sheet_and_the_group_has_none(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    chosen = (f"--agency={SCHOOLS}", "--agency=so-noi-vu", "--agency=so-y-te")
    assert run(capfdbinary, "sheet", "--each", *chosen, "-o", "bang")[0] == 2
    items = [f"--item={item}" for item in ITEMS]
    assert run(capfdbinary, "sheet", "--each", *items, "-o", "bang")[0] == 0
    assert [path.name for path in (here / "bang").iterdir()] == ["so-noi-vu.xlsx"]
    assert cells_of(here / "bang" / "so-noi-vu.xlsx") == [(item, NAME) for item in ITEMS]


def test_a_report_counts_it_as_no_agency(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    _, out, _ = run(capfdbinary, "report", "semiannual", *DAY)
    leads = {id_ for task in plan_with(*EDITS).tasks.values() for id_ in task.lead} - {SCHOOLS}
    assert f"giao {len(leads)} cơ quan, đơn vị, địa phương và 01 nhóm không nêu rõ thành viên chủ trì" in out
    assert "Nhóm không nêu rõ thành viên" in out
    code, out, _ = run(capfdbinary, "report", "tasks", "--all-agencies", "-o", "viec", "--format", "markdown")
    assert code == 0
    assert not list(Path("viec").glob(f"*{SCHOOLS}*"))
    assert len(list(Path("viec").iterdir())) == len(leads)


def test_an_open_group_that_owes_nothing_stays_a_group(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    code, _, err = run(capfdbinary, "status", "--agency", "đoàn thể")
    assert code == 2
    assert "không phải một cơ quan" in err


def test_completion_offers_a_group_that_owes_and_no_other(here: Path) -> None:
    del here
    assert completions("status", "--agency", "cac-truong") == [SCHOOLS]
    assert completions("record", ITEMS[1], "--agency", '"Các trường') == [SCHOOLS]
    assert completions("status", "--agency", "doan-th") == []


def test_no_reminder_is_recorded_for_it(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here
    words = (
        "record",
        "II.1/bao-cao",
        "--agency",
        SCHOOLS,
        "--reminded",
        "--date",
        "9/6/2026",
        "--document",
        "9/SNV",
        "--dry-run",
    )
    code, _, err = run(capfdbinary, *words)
    sentence = (
        f"«{NAME}» là nhóm không nêu tên từng cơ quan, không có nơi nhận công văn, nên không ghi được «đã đôn đốc». Sở Nội vụ theo dõi việc "
        "của nhóm; đã trao đổi thì ghi --progress với nội dung."
    )
    assert (code, sentence in " ".join(err.split())) == (1, True), err
