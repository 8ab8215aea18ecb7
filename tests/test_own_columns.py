"""Columns that are the plan's own: carried word by word into the work list, its formats and the tables of documents."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_blocks
from papi_cli.documents.measures import share_width
from papi_cli.documents.tree import DataTable
from papi_cli.documents.vocabulary import pipe_table
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.render import terminal
from papi_cli.sheets.grid import Cell, Tab
from papi_cli.sheets.rows import ParsedRows, parse_rows
from papi_cli.states import States, judge
from papi_cli.views.asked import Asked
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import Selection
from papi_cli.views.own_columns import heads_beside, own_columns
from papi_cli.views.page import Table
from papi_cli.views.reports.task_tables import TASK_HEADS, evidence_table, tasks_table
from papi_cli.views.roles import roles_of
from papi_cli.views.sheet import build_sheet
from papi_cli.views.shown_cells import remarks_on_shown
from papi_cli.views.tasks import find_tasks
from tests.sample import event
from tests.test_annexes import TASKS, folder_of, plan_of
from tests.test_rows import find_evidence
from tests.tree import CHECKOUT, plan_in, shipped_plan

# What «Ghi chú» says stands beside the program's own column of that head, and is quoted with its spelling.
NOTED = re.sub(r"(?m)^( +)kinh-phi: ?(.*)$", r"\1kinh-phi: \2\n\1ghi-chu: Theo Công văn  số 12/SNV", TASKS).replace(
    "Nguồn kinh phí}", "Nguồn kinh phí}\n      - {id: ghi-chu, head: Ghi chú}"
)


def states_of(plan: Plan, *events: Event) -> States:
    return judge(plan, list(events), as_of=date(2026, 7, 10), known_at=None)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan_of(folder_of(tmp_path_factory.mktemp("columns")))


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan_of(folder_of(tmp_path_factory.mktemp("noted"), NOTED))


def heads_of(table: Table) -> list[str]:
    return [column.head for column in table.columns]


Answer = Callable[..., str]


@pytest.fixture
def answer(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Answer:
    root = folder_of(tmp_path, NOTED)

    def run(*argv: str) -> str:
        assert main([*argv, "--as-of", "2026-07-10", "--plan", str(root)]) == 0
        return capfdbinary.readouterr().out.decode("utf-8-sig")

    return run


def test_the_work_list_has_them_word_by_word_in_each_format(answer: Answer) -> None:
    first, _, third = csv.DictReader(answer("tasks", "--format", "csv").splitlines())
    assert (first["Nguồn kinh phí"], first["Cơ quan thẩm tra"]) == ("120 triệu đồng", "UBND tỉnh")
    assert (third["Nguồn kinh phí"], third["Cơ quan thẩm tra"]) == ("Xã hội hóa", "")
    assert (first["Ghi chú (trong văn bản)"], first["Ghi chú"]) == ("Theo Công văn  số 12/SNV", "")
    markdown = answer("tasks", "--format", "markdown").splitlines()
    assert markdown[4].endswith("| Tình trạng | Cơ quan thẩm tra | Nguồn kinh phí | Ghi chú |")
    assert markdown[6].endswith("| UBND tỉnh | 120 triệu đồng | Theo Công văn số 12/SNV |")
    found = json.loads(answer("tasks", "--format", "json"))["obligations"]
    assert found[1]["cells"] == [
        {"column": "tham-tra", "head": "Cơ quan thẩm tra", "text": ""},
        {"column": "kinh-phi", "head": "Nguồn kinh phí", "text": ""},
        {"column": "ghi-chu", "head": "Ghi chú", "text": "Theo Công văn  số 12/SNV"},
    ]


def test_chosen_columns_are_those_chosen(answer: Answer) -> None:
    assert "Nguồn kinh phí" not in answer("tasks", "--columns", "mã,hạn cuối", "--format", "markdown")
    assert "Nguồn kinh phí" not in answer("tasks", "--columns", "mã,hạn cuối", "--format", "csv")


def test_the_column_of_a_role_that_is_asked_for_is_left_out_last() -> None:
    plan = plan_in(CHECKOUT / "tests" / "plans" / "do-thi-xanh")
    role = next(role for role, head in roles_of(plan).items() if head == "Cơ quan thẩm tra")
    page = find_tasks([Asked(states_of(plan), Selection(roles=(role,)))], Arrangement()).page()
    own = [[column.head for column in block.columns if column.optional] for block in page if isinstance(block, Table)]
    assert own
    assert all(heads[0] == "Cơ quan thẩm tra" and "Cơ quan trình" in heads[1:] for heads in own)


def test_a_narrow_screen_says_what_it_leaves_out(noted: Plan) -> None:
    page = find_tasks([Asked(states_of(noted), Selection())], Arrangement()).page()
    wide, narrow = (terminal.render(page, width=width, color=False) for width in (180, 80))
    assert "Màn hình hẹp" not in wide
    assert "120 triệu đồng" in wide
    assert max(map(len, narrow.splitlines())) <= 80
    assert "120 triệu đồng" not in narrow
    assert narrow.count("Màn hình hẹp") == 1, "once for all tables of the page"
    said = " ".join(narrow[narrow.index("Màn hình hẹp") :].split())
    assert said.startswith("Màn hình hẹp nên chưa hiện cột «")
    assert "«Nguồn kinh phí»" in said
    assert "«Ghi chú»" in said
    # Where not even the program's columns fit, each row is a card with all its cells.
    cards = terminal.render(page, width=40, color=False)
    assert "Màn hình hẹp" not in cards
    assert "120 triệu đồng" in " ".join(cards.split())


def test_a_column_that_no_annex_has_is_not_there(plan: Plan, tmp_path: Path) -> None:
    page = find_tasks([Asked(states_of(plan), Selection())], Arrangement()).page()
    heads = [heads_of(block) for block in page if isinstance(block, Table)]
    assert all("Nhiệm vụ" in table and "Sản phẩm" not in table and "Phối hợp" in table for table in heads)
    alone = plan_of(folder_of(tmp_path, BARE))
    (table,) = (
        block
        for block in find_tasks([Asked(states_of(alone), Selection())], Arrangement()).page()
        if isinstance(block, Table)
    )
    assert heads_of(table) == ["Hạn cuối", "Thứ", "Mã", "Nhiệm vụ", "Cơ quan", "Tình trạng"]
    assert heads_of(tasks_table(alone, states_of(alone).verdicts)) == [
        head for head in TASK_HEADS if head not in ("TT", "Sản phẩm", "Phối hợp", "Ghi chú")
    ]


BARE = """\
annexes:
  - code: bang-1
    columns:
      - {id: task, head: Việc}
      - {id: lead, head: Chủ trì}
      - {id: ghi-chu, head: Ghi chú}
    tasks:
      - {code: a, quote: {task: Làm, lead: Sở Nội vụ, ghi-chu: ''}, lead: [so-noi-vu]}
"""


def test_tables_of_documents_have_them_behind_the_deadline(noted: Plan) -> None:
    table = tasks_table(noted, states_of(noted).verdicts)
    assert heads_of(table) == [
        "TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Cơ quan thẩm tra", "Nguồn kinh phí", "Ghi chú (trong văn bản)",
        "Kết quả (số, ký hiệu, ngày)", "Tình trạng",
    ]  # fmt: skip
    rows = [row.cells for row in table.rows]
    assert [(cells[0], cells[1], cells[5:8]) for cells in rows] == [
        ("1", "Ban hành quy chế", ("UBND tỉnh", "120 triệu đồng", "Theo Công văn  số 12/SNV")),
        ("A", "HẠ TẦNG", ("", "", "")),
        ("I", "Mạng lưới", ("", "", "")),
        ("1.1", "Khảo sát", ("", "", "Theo Công văn  số 12/SNV")),
        ("B", "NHÂN LỰC", ("", "", "")),
        ("1.1", "Tập huấn", ("", "Xã hội hóa", "Theo Công văn  số 12/SNV")),
    ]
    # A template names the widths of the usual form; those of the columns that are not there are passed over.
    markdown = pipe_table(table, "6c 34 24 22 21 16c 22 21 18")
    rule = markdown.splitlines()[3].split("|")[1:-1]
    assert [len(cell.strip(":")) for cell in rule] == [6, 34, 22, 21, 16, 12, 14, 22, 22, 21]
    (read,) = read_blocks(markdown)
    assert isinstance(read, DataTable)
    assert read.headings == {1, 2, 4} == {number for number, row in enumerate(table.rows) if row.is_heading}


@pytest.mark.parametrize(
    ("shares", "least", "widths"),
    [
        ([1, 1], [0, 20], [50, 50]),
        ([9, 1], [0, 20], [80, 20]),
        ([1, 1], [0, 60], [40, 60]),
        ([4, 3, 3], [10, 40, 10], [34, 40, 26]),
        ([1, 1], [50, 60], [50, 50]),
    ],
)
def test_a_column_is_as_wide_as_its_longest_word_where_all_fit(
    shares: list[int], least: list[float], widths: list[int]
) -> None:
    assert share_width(shares, 100, least) == widths


def test_a_sheet_of_a_plan_without_products_has_no_column_of_them(plan: Plan) -> None:
    sheet = build_sheet(states_of(plan), Selection())
    heads = [column.head for column in sheet.columns]
    assert heads[:6] == ["Mã", "Cơ quan", "Nhiệm vụ", "Thời hạn", "Tình trạng", "Ngày được tính"]
    assert all(len(row) == len(heads) for row in sheet.rows)
    # It is known as one of ours all the same: what is written over a cell that is only shown is told.
    rows = [list(row) for row in sheet.rows]
    rows[0][2] = "đã làm xong"
    grid = [(number, [Cell(words) for words in row]) for number, row in enumerate((heads, *rows), 1)]
    parsed = parse_rows(plan, [Tab("", grid)], today=date(2026, 7, 10), by="A", find_evidence=find_evidence)
    assert isinstance(parsed, ParsedRows)
    (remark,) = remarks_on_shown(plan, parsed)
    assert "«đã làm xong» nằm ở cột «Nhiệm vụ», không phải cột điền" in remark


def test_what_was_delivered_has_no_column_of_products_without_any(plan: Plan) -> None:
    delivered = event("done", "2026-06-30", item="mo-dau", agency="so-noi-vu", document="5/QĐ-SNV")
    table = evidence_table(plan, states_of(plan, delivered).verdicts)
    assert heads_of(table) == ["TT", "Nhiệm vụ", "Văn bản, ngày", "Minh chứng"]
    assert pipe_table(table, "6c 40 30 24 30").splitlines()[1].count("|") == 5


def test_columns_of_several_annexes_meet_under_one_head(tmp_path: Path) -> None:
    second = BARE.removeprefix("annexes:\n").replace("bang-1", "bang-2").replace("code: a,", "code: b,")
    second = second.replace("ghi-chu", "chu-thich").replace("chu-thich: ''", "chu-thich: x")
    plan = plan_of(folder_of(tmp_path, NOTED + second))
    columns = own_columns(plan)
    assert [(column.head, dict(column.ids)) for column in columns] == [
        ("Cơ quan thẩm tra", {"bang-1": "tham-tra"}),
        ("Nguồn kinh phí", {"bang-1": "kinh-phi"}),
        ("Ghi chú", {"bang-1": "ghi-chu", "bang-2": "chu-thich"}),
    ]
    assert [columns[2].words(plan.tasks[code]) for code in ("mo-dau", "b")] == ["Theo Công văn  số 12/SNV", "x"]
    assert columns[1].words(plan.tasks["b"]) == ""
    assert heads_beside(columns, ["Ghi chú", "Mã"])[1:] == ["Nguồn kinh phí", "Ghi chú (trong văn bản)"]


def test_a_plan_without_them_has_its_usual_tables() -> None:
    plan = shipped_plan()
    assert own_columns(plan) == ()
    table = tasks_table(plan, states_of(plan).verdicts)
    assert tuple(heads_of(table)) == TASK_HEADS[:-1], "nothing to note"
    assert not any(column.share for column in table.columns)
    page = find_tasks([Asked(states_of(plan), Selection())], Arrangement()).page()
    assert not any(column.optional for block in page if isinstance(block, Table) for column in block.columns)
