"""The annexes of letters: a row for each agency and series, by day, and the number of rows in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.views.page import Table
from papi_cli.views.reports.document_specs import ReminderOptions, reminder_letter, verdicts_to_remind
from papi_cli.views.reports.letter_parts import DocumentPart
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.snapshot import build_report_basis
from tests.sample import event
from tests.test_occurrence_commands import RECURRING
from tests.tree import planted, resolved

OCTOBER = date(2026, 10, 30)
ALL_MONTHS = "Báo cáo tháng: tháng 01 đến tháng 10/2026 (10 lần)"


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan = resolved(RECURRING)
    assert isinstance(plan, Plan)
    return plan


def annex(plan: Plan, name: str, log: Sequence[Event] = (), *, day: date = OCTOBER, soon: bool = False) -> Table:
    basis = build_report_basis(lambda _: plan, log, as_of=day, known_at=None, period=None)
    verdicts = verdicts_to_remind(basis, soon=soon)
    options = ReminderOptions(soon=soon, reply_by=None)
    table = reminder_letter([DocumentPart("", basis, tuple(verdicts))], options, IssueDetails()).context[name]
    assert isinstance(table, Table)
    return table


def of_month(month: str, kind: str, day: str, **others: str) -> Event:
    recorded = f"{day}T17:00:00.000000+07:00"
    item = f"bao-cao-thang@{month}"
    return event(kind, day, item=item, agency="phuong-to-hieu", recorded=recorded, **others)


def rows_of(table: Table, agency: str) -> list[tuple[str, ...]]:
    """Return the cells of an agency's rows behind its name."""
    rows: list[tuple[str, ...]] = []
    name = ""
    for row in table.rows:
        name = row.cells[1] or name
        rows += [row.cells[2:]] if name == agency else []
    return rows


def test_occurrences_of_a_series_share_a_row_of_each_agency(plan: Plan) -> None:
    table = annex(plan, "owed")
    for agency in ("UBND phường Tô Hiệu", "UBND xã Vân Hồ"):
        (row,) = [row for row in rows_of(table, agency) if row[0].startswith("Báo cáo tháng")]
        assert (row[0], row[2:]) == (
            ALL_MONTHS,
            ("sớm nhất 14/01/2026", "chưa nhận được, quá hạn nhiều nhất 289 ngày"),
        )


@pytest.mark.parametrize(
    ("month", "others", "late"),
    [
        ("2026-01", "tháng 02 đến tháng 10/2026 (09 lần)", 258),
        ("2026-03", "tháng 01/2026, tháng 02/2026, tháng 4 đến tháng 10/2026 (09 lần)", 289),
        ("2026-10", "tháng 01 đến tháng 9/2026 (09 lần)", 289),
    ],
)
def test_what_was_sent_is_not_in_the_row(plan: Plan, month: str, others: str, late: int) -> None:
    log = [of_month(month, "done", "2026-10-20")]
    rows = rows_of(annex(plan, "owed", log), "UBND phường Tô Hiệu")
    (row,) = [row for row in rows if row[0].startswith("Báo cáo tháng")]
    assert row[0] == f"Báo cáo tháng: {others}"
    assert row[3] == f"chưa nhận được, quá hạn nhiều nhất {late} ngày"


def test_an_occurrence_alone_is_named_as_before(plan: Plan) -> None:
    rows = rows_of(annex(plan, "owed", day=date(2026, 1, 20)), "UBND phường Tô Hiệu")
    assert [(row[0], *row[2:]) for row in rows] == [
        ("Báo cáo tháng (tháng 01/2026)", "14/01/2026", "chưa nhận được, quá hạn 06 ngày")
    ]


def test_a_row_says_how_many_are_how_and_how_often_they_were_asked_for(plan: Plan) -> None:
    log = [
        of_month("2026-05", "progress", "2026-05-20", note="đang tổng hợp"),
        of_month("2026-05", "reminded", "2026-06-20", document="9/SNV-X"),
    ]
    rows = rows_of(annex(plan, "owed", log), "UBND phường Tô Hiệu")
    (row,) = [row for row in rows if row[0].startswith("Báo cáo tháng")]
    state, reminded = row[3:]
    assert state == "chưa nhận được 09 lần, chưa hoàn thành 01 lần, quá hạn nhiều nhất 289 ngày"
    assert reminded == "nhiều nhất 01 lần"


def test_what_waits_for_the_same_answer_is_one_row(plan: Plan) -> None:
    asks = {"until": "2026-11-30", "document": "7/UBND-VP"}
    log = [
        of_month("2026-05", "extension-requested", "2026-10-01", **asks),
        of_month("2026-06", "extension-requested", "2026-10-01", **asks),
        of_month("2026-07", "extension-requested", "2026-10-02", until="2026-12-15", document="8/UBND-VP"),
    ]
    assert [(row[0], *row[4:]) for row in rows_of(annex(plan, "asked", log), "UBND phường Tô Hiệu")] == [
        ("Báo cáo tháng: tháng 5/2026, tháng 6/2026 (02 lần)", "30/11/2026", "7/UBND-VP, ngày 01/10/2026"),
        ("Báo cáo tháng (tháng 7/2026)", "15/12/2026", "8/UBND-VP, ngày 02/10/2026"),
    ]
    others = [row[0] for row in rows_of(annex(plan, "not_asked", log), "UBND phường Tô Hiệu")]
    assert "Báo cáo tháng: tháng 01 đến tháng 4/2026, tháng 8 đến tháng 10/2026 (07 lần)" in others


def test_rows_of_an_agency_are_by_day(plan: Plan) -> None:
    rows = rows_of(annex(plan, "owed"), "Sở Tư pháp")
    days = [row[2].removeprefix("sớm nhất ").split("/") for row in rows]
    assert len(days) > 3
    assert days == sorted(days, key=lambda day: [int(part) for part in reversed(day)])


def test_the_letter_counts_its_rows_and_how_often_they_fell_due(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    root = str(planted(tmp_path, RECURRING))
    argv = ["remind", "--plan", root, "--as-of", "2026-10-30", "--format", "markdown", "--item", "bao-cao-thang"]
    assert main([*argv, "--agency", "phường Tô Hiệu"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "quý cơ quan có 01 đầu việc (10 lần đến hạn) đã quá hạn" in text
    assert main(argv) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert sum(ALL_MONTHS in line for line in lines) == 75
    assert any("có 75 đầu việc (750 lần đến hạn) của 75 địa phương" in line for line in lines)
