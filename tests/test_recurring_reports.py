"""What recurs, in reports: counted as tasks and as times, told apart from what is due later, merged into one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.deadlines.model import Roll
from papi_cli.plan.resolve.occurrences import spread_over_time
from papi_cli.views.reports.figures import Assigned, assigned
from tests import plain_plan
from tests.plain_plan import plain
from tests.sample import shipped_plan
from tests.test_occurrences import on, quarterly, two_phase

# A plan of three years whose report of 2026 is written in December.
PLAN = plain_plan.PLAN.replace("last: 2030-12-31", "last: 2028-12-31") + plain_plan.PERIODS
TASKS = plain_plan.TASKS.replace("due: Quý I/2027", "due: trước ngày 25 hằng tháng")
AS_OF = ("--as-of", "2026-12-12")


def duty(code: str, product: str, due: str) -> str:
    return (
        f"  - {{code: {code}, does: report, product: {product}, title: Gửi {product}, counts: sent, due: {due},"
        " agencies: [so-xay-dung, so-tai-chinh]}\n"
    )


# The last day of the report of 2026 is that of the period; the plan of one's own is due before.
YEARLY = "duties:\n" + duty("nam", "Báo cáo năm", "trước ngày 10/12 hằng năm") + duty("ra-soat", "Rà soát", "31/3/2026")
QUARTERLY = "duties:\n" + duty("quy", "Báo cáo quý", "trước ngày 10 của tháng cuối quý")

Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Written:
    """Return a document of the plan as Markdown, without its head and without what it carries for `papi verify`."""

    def write(*argv: str, **files: str) -> str:
        root = plain(tmp_path, **{"plan": PLAN, "tasks": TASKS, **files})
        assert main([*argv, *AS_OF, "--plan", str(root), "--format", "markdown"]) == 0
        out, _, _ = capfdbinary.readouterr().out.decode().partition("\n<!-- papi")
        return out

    return write


def test_times_are_no_products() -> None:
    plan = shipped_plan()
    milestone = plan.items["I.2/cong-van"]
    for due, split in ((quarterly(), "04 lần của 01 việc định kỳ"), (two_phase(), "việc tiếp theo sau khi hoàn thành")):
        record = milestone._replace(due=due, roll=Roll.NONE)
        items = {item.code: item for item in spread_over_time(record, plan.calendar)}
        assert len(items) > 1
        states = on("2026-04-10", plan=replace(plan, items={**plan.items, **items}))
        ours = [verdict for verdict in states.verdicts if verdict.obligation.item.code in items]
        assert assigned(ours) == Assigned(tasks=1, products=1, all=1, split=split)


def test_times_are_no_tasks(written: Written) -> None:
    text = written("report", "nam-2026", "--agency", "so-tai-chinh", duties=plain_plan.DUTIES)
    # From March 2026 to December 2028.
    words = "02 nhiệm vụ của Kế hoạch, thành 35 đầu việc (tính riêng 34 lần của 01 việc định kỳ)"
    assert f"được giao chủ trì {words}. Tính đến" in text


def test_a_summary_says_what_its_total_splits(written: Written) -> None:
    text = written("report", "nam-2026")
    assert "chủ trì, thành 36 đầu việc (tính riêng 34 lần của 01 việc định kỳ). Tính đến" in text


@pytest.mark.parametrize(
    ("argv", "times"),
    [
        # The second part's sentence, those on all tasks and on all there is, and the note below the annex of agencies.
        (("report", "nam-2026"), 4),
        (("report", "nam-2026", "--agency", "so-tai-chinh"), 1),
        (("report", "tasks", "--agency", "so-tai-chinh"), 1),
    ],
)
def test_totals_tell_what_belongs_to_later_times(argv: tuple[str, ...], times: int, written: Written) -> None:
    text = written(*argv, duties=plain_plan.DUTIES)
    sentence = "đầu việc trong hạn có 24 đầu việc của các lần sau lần kế tiếp (việc định kỳ, đến ngày 24/12/2028)."
    assert text.count(sentence) == times


def rows_of(text: str, start: str) -> list[list[str]]:
    """Return the rows below a line that begins so: the head, the line below it, and the table's own."""
    _, _, below = text.partition(f"\n{start}")
    lines = below.partition("| TT ")[2].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in ["TT " + lines[0], *lines[2:]]]


def test_submissions_are_of_what_fell_due_and_the_next_time_by_day(written: Written) -> None:
    head, *rows = rows_of(written("report", "nam-2026", duties=YEARLY), "# Phụ lục III")
    assert head[2:] == [
        "Rà soát (thời hạn 31/3/2026)",
        "Báo cáo năm (năm 2026; thời hạn 09/12/2026)",
    ]
    assert rows == [
        ["1", "Sở Xây dựng", "chưa ghi nhận", "lồng ghép trong Báo cáo này"],
        ["2", "Sở Tài chính", "chưa ghi nhận", "chưa ghi nhận"],
    ]


def test_the_summary_does_not_miss_itself(written: Written) -> None:
    text = written("report", "nam-2026", duties=QUARTERLY)
    assert "báo cáo của Sở Xây dựng được lồng ghép trong Báo cáo này, không tính vào các số dưới đây" in text
    overdue = {row[2]: row[1] for row in rows_of(text, "## 2. Tồn tại, hạn chế") if row[1].startswith("Báo cáo quý")}
    assert overdue == {
        "Sở Xây dựng": "Báo cáo quý: quý I đến quý III/2026 (03 lần)",
        "Sở Tài chính": "Báo cáo quý: quý I đến quý IV/2026 (04 lần)",
    }
    totals = {row[1]: row[2] for row in rows_of(text, "# Phụ lục I\n")}
    # Of twelve quarters one is this report; beside them stand one task, and 34 months and what goes on.
    assert (totals["Sở Xây dựng"], totals["Sở Tài chính"]) == ("12", "47")
    ours, others = rows_of(text, "# Phụ lục III")[1:]
    assert ours[2:] == ["chưa ghi nhận: Q.I, Q.II và Q.III; Q.IV: lồng ghép trong Báo cáo này"]
    assert others[2:] == ["chưa ghi nhận 04 lần"]


def test_a_series_has_one_row_among_what_is_overdue(written: Written) -> None:
    text = written("report", "nam-2026", duties=plain_plan.DUTIES)
    overdue = [row for row in rows_of(text, "## 2. Tồn tại, hạn chế")[1:] if row[1].startswith("Bố trí")]
    assert [row[-2:] for row in overdue] == [["sớm nhất 24/3/2026", "chưa ghi nhận, quá hạn nhiều nhất 251 ngày"]]
