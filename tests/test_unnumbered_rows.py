"""Tables that number no row and are called nothing: how a row is cited, and what its part is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.plan.model import Plan
from papi_cli.views.reports.tables import citation_words
from papi_cli.views.source_words import place_words, source_words
from tests import plain_plan
from tests.plain_plan import plain
from tests.tree import plan_in

ONE_PERIOD = plain_plan.PLAN + plain_plan.PERIODS
TASKS = """\
annexes:
  - code: bang
    columns: [{id: task}, {id: lead}, {id: due}]
    tasks:
      - code: mot
        quote: {task: Nạo vét luồng chính, lead: Sở Tài chính, due: Quý II/2026}
        lead: [so-tai-chinh]
        due: Quý II/2026
      - code: hai
        quote: {task: Công bố bến, lead: Sở Tài chính, due: Tháng 3/2027}
        lead: [so-tai-chinh]
        due: Tháng 3/2027
"""
DAY = ("--as-of", "2026-12-05")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plain(tmp_path, plan=ONE_PERIOD, duties=plain_plan.DUTIES, tasks=TASKS)


def answered(root: Path, argv: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    assert main([*argv, *DAY, "--plan", str(root)]) == 0
    return capfdbinary.readouterr().out.decode()


COMMANDS = (
    ("show", "mot"),
    ("explain", "mot"),
    ("status",),
    ("tasks",),
    ("calendar",),
    ("remind", "--format", "markdown"),
    ("report", "nam-2026", "--format", "markdown"),
    ("report", "nam-2026", "--agency", "so-tai-chinh", "--format", "markdown"),
)


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_a_row_without_a_number_is_named_once(
    argv: tuple[str, ...], root: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = answered(root, argv, capfdbinary)
    assert "««" not in text
    assert "nhiệm vụ «Nạo vét luồng chính»" not in (text if argv[0] != "show" else text.partition("\n")[2])


def test_its_place_is_what_its_words_do_not_say(root: Path) -> None:
    plan = plan_in(root)
    assert isinstance(plan, Plan)
    item = plan.items["mot"]
    assert source_words(plan, item) == "nhiệm vụ «Nạo vét luồng chính»"
    assert place_words(plan, item) == ""
    assert citation_words(plan, item) == "Kế hoạch"
    with_product = item._replace(product="Biên bản nghiệm thu")
    assert citation_words(plan, with_product) == "nhiệm vụ «Nạo vét luồng chính» Kế hoạch"


def test_its_place_is_the_annex_that_is_called_something(tmp_path: Path) -> None:
    named = TASKS.replace("    columns:", "    label: Phụ lục 3\n    columns:")
    plan = plan_in(plain(tmp_path, tasks=named))
    assert citation_words(plan, plan.items["mot"]) == "Phụ lục 3"


def test_a_table_that_is_called_nothing_is_a_part_with_a_name(
    root: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert re.search(r"^Bảng nhiệm vụ +2 ", answered(root, ("status",), capfdbinary), re.MULTILINE)
    assert re.search(r"^Bảng nhiệm vụ$", answered(root, ("tasks",), capfdbinary), re.MULTILINE)


DOCUMENTS = (
    ("report", "nam-2026", "--format", "markdown"),
    ("report", "nam-2026", "--agency", "so-tai-chinh", "--format", "markdown"),
    ("report", "tasks", "--agency", "so-tai-chinh", "--format", "markdown"),
)
# The annex has a table; the part II of a report has none.
TASK_TABLES = (1, 1, 1)


@pytest.mark.parametrize(("argv", "tables"), [*zip(DOCUMENTS, TASK_TABLES, strict=True)], ids=str)
def test_documents_repeat_numbers_only_where_a_row_has_one(
    argv: tuple[str, ...], tables: int, root: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = answered(root, argv, capfdbinary)
    assert "TT là số thứ tự" not in text
    assert "Mục này" not in text
    assert re.search(r"^::: note\s*:::", text, re.MULTILINE) is None
    assert len(re.findall(r"^\| Nhiệm vụ \|.*Tình trạng", text, re.MULTILINE)) == tables
    assert not re.findall(r"^\|  \| Nạo vét", text, re.MULTILINE)
    numbered = (
        TASKS.replace("columns: [", "columns: [{id: number}, ")
        .replace("quote: {task: Nạo", 'quote: {number: "7", task: Nạo')
        .replace("quote: {task: Công", 'quote: {number: "", task: Công')
    )
    other = plain(tmp_path / "numbered", plan=ONE_PERIOD, duties=plain_plan.DUTIES, tasks=numbered)
    text = answered(other, argv, capfdbinary)
    assert text.count("TT là số thứ tự trong bảng nhiệm vụ của Kế hoạch.") == tables
    assert len(re.findall(r"^\| 7 \| Nạo vét luồng chính \|", text, re.MULTILINE)) == tables
