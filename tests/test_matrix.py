"""The matrix of submissions: 89 agencies by three duties, and the court, which is only requested, apart."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest

from papi_cli.log.kinds import EventKind
from papi_cli.render import terminal
from papi_cli.states import judge
from papi_cli.views.asked import Asked
from papi_cli.views.matrix import duty_state_words, find_duties
from papi_cli.views.obligations import Selection
from papi_cli.views.page import Table
from tests.test_lists import run
from tests.test_views import DAY, event, states
from tests.tree import shipped_plan

ALL = Selection()
DUE = date(2026, 2, 15)


def test_the_court_stands_in_a_matrix_of_its_own() -> None:
    judged = states(recorded=True)
    tables = [block for block in find_duties([Asked(judged, ALL)]).page() if isinstance(block, Table)]
    assert [(len(table.rows), len(table.columns)) for table in tables] == [(89, 4), (1, 3)]
    assert tables[1].rows[0].cells[0] == "Tòa án nhân dân tỉnh"


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ((), "chưa ghi nhận"),
        (((EventKind.DONE, DUE),), "đúng hạn"),
        (((EventKind.DONE, DUE + timedelta(days=1)),), "quá hạn 1 ngày"),
        (((EventKind.DONE, DUE), (EventKind.SUPPLEMENT_REQUESTED, DAY)), "đúng hạn, yêu cầu bổ sung"),
        (((EventKind.DONE, DUE), (EventKind.RETURNED, DAY)), "chưa hoàn thành, quá hạn 115 ngày"),
        (((EventKind.PROGRESS, DUE),), "chưa hoàn thành, quá hạn 115 ngày"),
        (((EventKind.WAIVED, DUE),), "đưa ra khỏi danh mục"),
    ],
)
def test_a_cell_says_what_happened(events: tuple[tuple[EventKind, date], ...], words: str) -> None:
    log = [
        event(
            number,
            kind,
            "ke-hoach",
            date=day,
            document="1/X",
            note="n",
            recorded=event(1, kind, "ke-hoach").recorded + timedelta(days=100),
        )
        for number, (kind, day) in enumerate(events)
    ]
    judged = judge(shipped_plan(), log, as_of=DAY, known_at=None)
    plan_of = Selection(agencies=("so-tu-phap",), items=("ke-hoach",))
    assert [duty_state_words(verdict) for verdict in find_duties([Asked(judged, plan_of)]).verdicts] == [words]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_matrix_fits_its_terminal_and_breaks_no_day(width: int) -> None:
    judged = states(recorded=True)
    screen = terminal.render(find_duties([Asked(judged, ALL)]).page(), width=width, color=False)
    assert max(map(len, screen.splitlines())) <= width
    assert "15/02/2026" in screen
    assert "09/12/2026" in screen


def test_formats(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "matrix", "--as-of", "2026-06-10", "--format", "csv")
    rows = list(csv.reader(StringIO(out.removeprefix("\ufeff"))))
    assert [len(rows), {len(row) for row in rows}] == [1 + 90, {2 + 5}]
    _, out, _ = run(capfdbinary, "matrix", "--as-of", "2026-06-10", "--format", "json", "--group", "ubnd-cap-xa")
    answer = json.loads(out)
    assert answer["schema"] == "papi.matrix/2"
    assert answer["filters"]["groups"] == ["ubnd-cap-xa"]
    assert len(answer["agencies"]) == 75
    assert set(answer["agencies"][0]) == {"id", "name", "obligations"}
    assert set(answer["summary"]) == set(answer["agencies"][0]["obligations"])
    assert {sum(tally.values()) for tally in answer["summary"].values()} == {75}
