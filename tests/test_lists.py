"""Lists of obligations: filters, columns, sorting, what falls due soon; whole screens against golden files.

PAPI_UPDATE_GOLDEN=1 rewrites the golden files; read the difference before you commit it.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.render import terminal
from papi_cli.states import Flag, State, States, judge
from papi_cli.views.asked import Asked, owed_in
from papi_cli.views.citations import find_citable
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, find_column, sort_owed, spreadsheet_cell
from papi_cli.views.lists import Arrangement, obligations_table
from papi_cli.views.obligations import Selection, select_verdicts
from papi_cli.views.overdue import find_overdue
from papi_cli.views.page import Page
from papi_cli.views.show import ShowAnswer
from papi_cli.views.status import find_status
from papi_cli.views.tasks import find_tasks
from papi_cli.views.upcoming import find_upcoming
from tests.test_views import DAY, EVENTS, states
from tests.tree import shipped_plan

GOLDEN = Path(__file__).parent / "golden"
PLAIN = Arrangement()
STP = Selection(agencies=("so-tu-phap",))
ALL = Selection()


def overdue_page(judged: States) -> Page:
    return find_overdue([Asked(judged, ALL)], PLAIN).page()


def upcoming_page(judged: States) -> Page:
    return find_upcoming([Asked(judged, ALL)], PLAIN, within=30).page()


def first_section(judged: States) -> States:
    """Return the states of a plan with one section of Annex II and no errata, so that the table fits on one screen."""
    return judged._replace(plan=replace(judged.plan, sections=judged.plan.sections[:1], errata=()))


def shown_page(judged: States, code: str) -> Page:
    citable = find_citable(judged.plan, code)
    assert citable is not None
    return ShowAnswer(judged, citable, EVENTS).page()


SCREENS: Mapping[str, Callable[[States], Page]] = {
    "overdue": overdue_page,
    "upcoming": upcoming_page,
    "tasks-stp": lambda judged: find_tasks([Asked(judged, STP)], PLAIN).page(),
    "status": lambda judged: find_status([Asked(judged, ALL)], PLAIN).page(),
    "show-annex-2": lambda judged: shown_page(first_section(judged), "annex-2"),
    "show-item": lambda judged: shown_page(judged, "II.2/ke-hoach"),
    "status-stp": lambda judged: find_status([Asked(judged, STP)], PLAIN).page(),
}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_those_of_the_golden_files(name: str, width: int) -> None:
    screen = terminal.render(SCREENS[name](states(recorded=True)), width=width, color=False)
    golden = GOLDEN / f"{name}-{width}.txt"
    if os.environ.get("PAPI_UPDATE_GOLDEN"):
        golden.write_text(screen, encoding="utf-8")
    assert screen == golden.read_text(encoding="utf-8")


# Filters


def ids(selection: Selection) -> set[str]:
    return {verdict.obligation.id for verdict in select_verdicts(states(recorded=True), selection)}


def test_different_filters_narrow() -> None:
    communes, late = Selection(groups=("ubnd-cap-xa",)), Selection(states=(State.OVERDUE,))
    late_communes = Selection(groups=("ubnd-cap-xa",), states=(State.OVERDUE,))
    assert ids(late_communes) == ids(communes) & ids(late) != set()
    assert len({id_.partition("@")[2] for id_ in ids(communes)}) == 75
    assert ids(Selection(agencies=("so-tu-phap",), groups=("ubnd-cap-xa",))) == set()


def test_values_of_a_filter_widen() -> None:
    assert ids(Selection(indices=("1", "8"))) == ids(Selection(indices=("1",))) | ids(Selection(indices=("8",)))


def test_cooperating_selects_the_tasks_that_an_agency_cooperates_on() -> None:
    plan = shipped_plan()
    expected = {code for code, task in plan.tasks.items() if "so-tu-phap" in task.cooperating}
    selected = {id_.partition("/")[0] for id_ in ids(Selection(cooperating=("so-tu-phap",)))}
    assert selected == expected
    assert "II.2" not in selected  # it leads that task


# Columns and order


def test_every_column_is_found_by_key_and_by_head() -> None:
    for column, spec in COLUMN_SPECS.items():
        assert find_column(column.value) is find_column(spec.column.head.upper()) is column
    assert find_column("han cuoi") is ObligationColumn.LAST
    assert find_column("cột") is None


@pytest.mark.parametrize("column", ObligationColumn)
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_keeps_every_row_and_puts_blank_cells_last(column: ObligationColumn, descending: bool) -> None:  # noqa: FBT001  # a table's column
    judged = states(recorded=True)
    ordered = sort_owed(owed_in([Asked(judged, ALL)]), (SortKey(column, descending=descending),))
    assert Counter(one.verdict.obligation.id for one in ordered) == Counter(
        verdict.obligation.id for verdict in judged.verdicts
    )
    blank = [spreadsheet_cell(one, column) == "" for one in ordered]
    assert blank == sorted(blank)


def test_sorting_by_two_columns() -> None:
    judged = states(recorded=True)
    ordered = sort_owed(
        owed_in([Asked(judged, ALL)]),
        (SortKey(ObligationColumn.AGENCY), SortKey(ObligationColumn.DAYS_LATE, descending=True)),
    )
    late = [(one.agency.order, one.verdict.days_late) for one in ordered if one.verdict.days_late is not None]
    assert late == sorted(late, key=lambda pair: (pair[0], -pair[1]))


def test_a_row_never_hides_a_difference_in_its_columns() -> None:
    judged = states(recorded=True)
    table = obligations_table(
        owed_in([Asked(judged, ALL)]), Arrangement(columns=(ObligationColumn.ITEM, ObligationColumn.DONE_ON)), ()
    )
    facts = {(verdict.obligation.item.code, verdict.done_on) for verdict in judged.verdicts}
    assert {row.cells[0] for row in table.rows} == {code for code, _ in facts}
    assert len({row.cells for row in table.rows}) == len(facts)


# What is due soon


@pytest.mark.parametrize(("within", "count"), [(3, 0), (4, 1), (20, 5)])
def test_within_counts_the_last_day(within: int, count: int) -> None:
    verdicts = find_upcoming([Asked(states(recorded=False), ALL)], PLAIN, within=within).verdicts
    distances = [(verdict.last - DAY).days for verdict in verdicts if verdict.last]
    assert len(distances) == len(verdicts) == count
    assert all(0 <= distance <= within for distance in distances)


def test_nothing_is_both_upcoming_and_overdue() -> None:
    judged = states(recorded=True)
    soon = {verdict.obligation.id for verdict in find_upcoming([Asked(judged, ALL)], PLAIN, within=3660).verdicts}
    assert not soon & {verdict.obligation.id for verdict in find_overdue([Asked(judged, ALL)], PLAIN).verdicts}
    flagged = {verdict.obligation.id for verdict in judged.verdicts if Flag.DUE_SOON in verdict.flags}
    assert flagged == {
        verdict.obligation.id for verdict in find_upcoming([Asked(judged, ALL)], PLAIN, within=15).verdicts
    }


def test_an_empty_list_of_upcoming_names_the_next_day() -> None:
    judged = judge(shipped_plan(), (), as_of=DAY, known_at=None)
    page = find_upcoming([Asked(judged, ALL)], PLAIN, within=3).page()
    assert "Hạn gần nhất: Chủ nhật, ngày 14/6/2026 (1 đầu việc)." in terminal.render(page, width=200, color=False)


# The command line


def run(capfdbinary: pytest.CaptureFixture[bytes], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capfdbinary.readouterr()
    return code, out.decode("utf-8"), err.decode("utf-8")


def test_columns_and_order_of_a_spreadsheet(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    options = ("--columns", "agency_id,hạn cuối,Mã", "--sort=-last,item", "--agency", "STP", "--format", "csv")
    code, out, _ = run(capfdbinary, "tasks", "--as-of", "2026-06-10", "--csv-separator", ";", *options)
    rows = list(csv.reader(StringIO(out.removeprefix("\ufeff")), delimiter=";"))
    assert code == 0
    assert rows[0] == ["Mã cơ quan", "Hạn cuối", "Mã"]
    assert rows[1] == ["so-tu-phap", "2026-12-31", "II.1/de-cuong-tai-lieu"]
    assert [row[1] for row in rows[-3:]] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "\ufeffMã đầu việc,Mã,"),
        ("a.JSON", '{\n  "schema": "papi.overdue/2",'),
        ("a.md", "# "),
        ("a.txt", "Quá hạn"),
        ("a", "Quá hạn"),
        ("a.2026", "Quá hạn"),
    ],
)
def test_the_ending_of_the_output_chooses_the_format(
    name: str, start: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, "overdue", "--as-of", "2026-06-10", "-o", str(tmp_path / name))[:2] == (0, "")
    assert (tmp_path / name).read_bytes().decode("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--columns", "gì đó"), "--columns: không có cột «gì đó»."),
        (("--sort", "san phan"), "Có phải là «Sản phẩm»?"),
        (("--columns", "item", "--format", "json"), "--columns không dùng với --format json"),
        (("--csv-separator", ";"), "--csv-separator chỉ dùng với dạng csv."),
        (("--csv-separator", "|", "--format", "csv"), "Chọn «,», «;» hoặc tab."),
        (("--group", "STP"), "«STP» là một cơ quan, không phải một nhóm. Dùng --agency."),
        (("--group", "đoàn thể"), "Nhóm «đoàn thể» không có thành viên xác định."),
        (("--group", "ubnd cap x"), "Gần nhất: «UBND cấp xã»."),
        (("--agency", "UBND cấp xã"), "lệnh nào có --group thì lọc được bằng --group."),
    ],
)
def test_misuse(options: tuple[str, ...], sentence: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "overdue", *options)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("within", ["-1", "ba mươi", "1.5", "99999"])
def test_within_is_a_number_of_days(within: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "upcoming", "--within", within)
    assert (code, out) == (2, "")
    assert f"«{within}» không phải là số ngày" in err
