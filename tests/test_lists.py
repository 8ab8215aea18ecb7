"""Lists: filters that compose, columns, sorting, what is due soon, the year's work; whole screens as golden files.

PAPI_UPDATE_GOLDEN=1 writes the golden files anew; read the difference before committing it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.render import terminal
from papi_cli.states import Flag, State, States, judge
from papi_cli.views.citations import find_citable
from papi_cli.views.columns import COLUMN_SPECS, ObligationColumn, SortKey, find_column, sort_verdicts, spreadsheet_cell
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


def late_screen(shown: States) -> Page:
    return find_overdue(shown, ALL, PLAIN).page()


def soon_screen(shown: States) -> Page:
    return find_upcoming(shown, ALL, PLAIN, within=30).page()


def first_section(shown: States) -> States:
    """Return states of the plan with one section of Annex II and no errata: the table alone, on one screen."""
    return shown._replace(plan=replace(shown.plan, sections=shown.plan.sections[:1], errata=()))


def shown_page(shown: States, code: str) -> Page:
    citable = find_citable(shown.plan, code)
    assert citable is not None
    return ShowAnswer(shown, citable, EVENTS).page()


SCREENS: Mapping[str, Callable[[States], Page]] = {
    "overdue": late_screen,
    "upcoming": soon_screen,
    "tasks-stp": lambda shown: find_tasks(shown, STP, PLAIN).page(),
    "status": lambda shown: find_status(shown, ALL, PLAIN).page(),
    "show-annex-2": lambda shown: shown_page(first_section(shown), "annex-2"),
    "show-item": lambda shown: shown_page(shown, "II.2/ke-hoach"),
    "status-stp": lambda shown: find_status(shown, STP, PLAIN).page(),
}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_screens(name: str, width: int) -> None:
    screen = terminal.render(SCREENS[name](states(recorded=True)), width=width, color=False)
    golden = GOLDEN / f"{name}-{width}.txt"
    if os.environ.get("PAPI_UPDATE_GOLDEN"):
        golden.write_text(screen, encoding="utf-8")
    assert screen == golden.read_text(encoding="utf-8")


# Filters


def ids(selection: Selection) -> set[str]:
    return {verdict.obligation.id for verdict in select_verdicts(states(recorded=True), selection)}


def test_filters_compose_by_narrowing() -> None:
    communes, late = Selection(groups=("ubnd-cap-xa",)), Selection(states=(State.OVERDUE,))
    both = Selection(groups=("ubnd-cap-xa",), states=(State.OVERDUE,))
    assert ids(both) == ids(communes) & ids(late) != set()
    assert len({id_.partition("@")[2] for id_ in ids(communes)}) == 75
    assert ids(Selection(agencies=("so-tu-phap",), groups=("ubnd-cap-xa",))) == set()


def test_a_filter_given_twice_widens() -> None:
    assert ids(Selection(indices=("1", "8"))) == ids(Selection(indices=("1",))) | ids(Selection(indices=("8",)))


def test_the_other_side_is_the_tasks_an_agency_helps_with() -> None:
    plan = shipped_plan()
    helped = {code for code, task in plan.tasks.items() if "so-tu-phap" in task.cooperating}
    found = {id_.partition("/")[0] for id_ in ids(Selection(cooperating=("so-tu-phap",)))}
    assert found == helped
    assert "II.2" not in found  # it leads that one


# Columns and order


def test_every_column_is_found_by_key_and_by_head() -> None:
    for field in ObligationColumn:
        assert find_column(field.value) is find_column(COLUMN_SPECS[field].column.head.upper()) is field
    assert find_column("han cuoi") is ObligationColumn.LAST
    assert find_column("cột") is None


@pytest.mark.parametrize("field", ObligationColumn)
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_keeps_every_row_and_puts_nothing_last(field: ObligationColumn, descending: bool) -> None:  # noqa: FBT001  # a table's column
    shown = states(recorded=True)
    found = sort_verdicts(shown.plan, shown.verdicts, (SortKey(field, descending=descending),))
    assert sorted(one.obligation.id for one in found) == sorted(one.obligation.id for one in shown.verdicts)
    blank = [spreadsheet_cell(shown.plan, one, field) == "" for one in found]
    assert blank == sorted(blank)


def test_sorting_by_two_columns() -> None:
    shown = states(recorded=True)
    found = sort_verdicts(
        shown.plan,
        shown.verdicts,
        (SortKey(ObligationColumn.AGENCY), SortKey(ObligationColumn.DAYS_LATE, descending=True)),
    )
    late = [(one.obligation.agency.order, one.days_late) for one in found if one.days_late is not None]
    assert late == sorted(late, key=lambda pair: (pair[0], -pair[1]))


def test_a_row_never_hides_a_difference_in_its_columns() -> None:
    shown = states(recorded=True)
    table = obligations_table(
        shown.plan, shown.verdicts, Arrangement(columns=(ObligationColumn.ITEM, ObligationColumn.DONE_ON)), ()
    )
    told = {(one.obligation.item.code, one.done_on) for one in shown.verdicts}
    assert {row.cells[0] for row in table.rows} == {code for code, _ in told}
    assert len({row.cells for row in table.rows}) == len(told)


# What is due soon


@pytest.mark.parametrize(("within", "count"), [(3, 0), (4, 1), (20, 5)])
def test_within_counts_the_last_day(within: int, count: int) -> None:
    verdicts = find_upcoming(states(recorded=False), ALL, PLAIN, within=within).verdicts
    assert len(verdicts) == count
    assert all(0 <= (verdict.last - DAY).days <= within for verdict in verdicts if verdict.last)


def test_soon_and_late_share_nothing() -> None:
    shown = states(recorded=True)
    soon = {verdict.obligation.id for verdict in find_upcoming(shown, ALL, PLAIN, within=3660).verdicts}
    assert not soon & {verdict.obligation.id for verdict in find_overdue(shown, ALL, PLAIN).verdicts}
    flagged = {verdict.obligation.id for verdict in shown.verdicts if Flag.DUE_SOON in verdict.flags}
    assert flagged == {verdict.obligation.id for verdict in find_upcoming(shown, ALL, PLAIN, within=15).verdicts}


def test_nothing_soon_names_the_next_day() -> None:
    shown = judge(shipped_plan(), (), as_of=DAY, known_at=None)
    page = find_upcoming(shown, ALL, PLAIN, within=3).page()
    assert "Hạn gần nhất: Chủ nhật, ngày 14/6/2026 (01 trách nhiệm)." in terminal.render(page, width=200, color=False)


# The command line


def run(capfdbinary: pytest.CaptureFixture[bytes], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capfdbinary.readouterr()
    return code, out.decode("utf-8"), err.decode("utf-8")


def test_columns_and_order_of_a_spreadsheet(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = ("--columns", "agency_id,hạn cuối,Mã", "--sort=-last,item", "--agency", "STP", "--format", "csv")
    code, out, _ = run(capfdbinary, "tasks", "--as-of", "2026-06-10", "--csv-separator", ";", *asked)
    rows = list(csv.reader(StringIO(out.removeprefix("\ufeff")), delimiter=";"))
    assert code == 0
    assert rows[0] == ["Mã cơ quan", "Hạn cuối", "Mã"]
    assert rows[1] == ["so-tu-phap", "2026-12-31", "II.1/de-cuong-tai-lieu"]
    assert [row[1] for row in rows[-3:]] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "\ufeffMã trách nhiệm,Mã,"),
        ("a.JSON", '{\n  "schema": "papi.overdue/1",'),
        ("a.md", "# "),
        ("a.txt", "Quá thời hạn"),
        ("a", "Quá thời hạn"),
        ("a.2026", "Quá thời hạn"),
    ],
)
def test_the_name_of_the_file_says_its_format(
    name: str, start: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, "overdue", "--as-of", "2026-06-10", "-o", str(tmp_path / name))[:2] == (0, "")
    assert (tmp_path / name).read_bytes().decode("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("asked", "sentence"),
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
def test_misuse(asked: tuple[str, ...], sentence: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "overdue", *asked)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("within", ["-1", "ba mươi", "1.5", "99999"])
def test_within_is_a_number_of_days(within: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "upcoming", "--within", within)
    assert (code, out) == (2, "")
    assert f"«{within}» không phải là số ngày" in err
