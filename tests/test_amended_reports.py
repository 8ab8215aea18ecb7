"""Documents on a plan that amendments changed: made on every day, with the words of the document that changed them."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from papi_cli.states import judge
from papi_cli.views.calendar import CalendarEntry, calendar_entries
from papi_cli.views.obligations import Selection
from tests.amended import amended
from tests.sample import seeded_log, shipped_plan
from tests.test_amended_plans import DECISION
from tests.test_report import Papi, papi, with_log  # noqa: F401  # papi is a fixture
from tests.test_succession import given
from tests.tree import plan_in, planted

# After the decision: all tasks of a section and one of another are dropped, and a lead changes hands.
LATER = (
    "drop: {of: VIII.1}",
    "drop: {of: VIII.2}",
    "drop: {of: VIII.4}",
    "drop: {of: VIII.5}",
    "drop: {of: IV.1}",
    "drop: {of: bao-cao-6-thang}",
    "lead: {of: VI.7, was: [so-xay-dung], is: [so-tu-phap, so-nong-nghiep-va-moi-truong]}",
)
MERGED = given("until: 2026-06-30", "successor: so-cong-thuong", agency="  - id: so-khoa-hoc-va-cong-nghe\n")


@pytest.fixture(scope="module")
def thinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped plan with the decision of 15 July and one of September, an agency that ended in June, and events."""
    root = with_log(planted(tmp_path_factory.mktemp("thinned"), MERGED), *seeded_log(2026, shipped_plan()))
    amended(root, "qd-later", *LATER, effective="2026-09-01")
    shutil.copy(DECISION, root / "plan" / "amendments")
    return root


KINDS = (
    ("report", "semiannual"),
    ("report", "annual"),
    ("report", "annual", "--agency", "van-phong-ubnd-tinh"),
    ("report", "tasks", "--agency", "so-nong-nghiep-va-moi-truong"),
    ("remind",),
    ("calendar",),
    ("matrix",),
    ("sheet", "TARGET"),
)
# The day before the decision takes effect, the first day on which it does, and one on which the next one does.
DAYS = ("2026-07-14", "2026-07-15", "2026-09-01")


def test_every_kind_of_document_is_made_on_every_day(
    thinned: Path,
    tmp_path: Path,
    papi: Papi,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for argv, day in product(KINDS, DAYS):
        target = tmp_path / f"{day}.xlsx"
        monkeypatch.setenv("PAPI_NOW", f"{day}T09:00:00+07:00")
        answer = papi(*argv[:-1], argv[-1].replace("TARGET", str(target)), "--plan", str(thinned))
        assert answer.code == 0, (argv, day, answer.err)
        assert answer.out or target.exists(), (argv, day)


def test_a_report_counts_the_rows_that_its_annex_has_on_the_day(thinned: Path, papi: Papi) -> None:  # noqa: F811  # the fixture
    def counted(kind: str, day: str) -> str:
        text = papi("report", kind, "--as-of", day, "--plan", str(thinned), "--format", "markdown").out
        (line,) = re.findall(r"có (\d+ nhiệm vụ với \d+ sản phẩm, mốc thực hiện)", text)
        return str(line)

    assert counted("annual", "2026-07-14") == "47 nhiệm vụ với 84 sản phẩm, mốc thực hiện"
    assert counted("annual", "2026-07-15") == "50 nhiệm vụ với 87 sản phẩm, mốc thực hiện"
    # What the tasks were on the last day of its data.
    assert counted("semiannual", "2026-07-15") == "47 nhiệm vụ với 84 sản phẩm, mốc thực hiện"
    assert counted("annual", "2026-09-01").startswith("45 nhiệm vụ")


def test_documents_name_the_amendment_beside_what_the_issued_annex_has_not(thinned: Path, papi: Papi) -> None:  # noqa: F811  # the fixture
    decision = "theo Quyết định số 1234/QĐ-UBND ngày 10/7/2026"
    letter = papi("remind", "--as-of", "2026-08-20", "--plan", str(thinned), "--format", "markdown").out
    cited = {cells[4].strip() for line in letter.splitlines() if len(cells := line.split("|")) > 6}
    assert f"số thứ tự 3 Mục II Phụ lục II (bổ sung {decision})" in cited
    assert f"số thứ tự 6 Mục II Phụ lục II (số thứ tự {decision})" in cited
    assert not [words for words in cited if words.startswith("số thứ tự 1 ") and "theo" in words]
    # The number behind which nothing was put is that of the plan, and before the decision all are.
    before = papi("remind", "--as-of", "2026-07-14", "--plan", str(thinned), "--format", "markdown").out
    assert "1234" not in before
    annual = papi("report", "annual", "--as-of", "2026-08-20", "--plan", str(thinned), "--format", "markdown").out
    assert f"(được sửa đổi, bổ sung tại {decision.removeprefix('theo ')}) (sau đây gọi tắt là Kế hoạch)" in annual
    assert f"của Kế hoạch (đã được sửa đổi, bổ sung {decision}) có 50 nhiệm vụ" in annual
    assert f"TT là số thứ tự trong Phụ lục II của Kế hoạch đã được sửa đổi, bổ sung {decision}." in annual
    assert f"| cơ quan chủ trì {decision} |" in annual
    assert f"(số thứ tự 3 Mục II Phụ lục II, bổ sung {decision})" in annual
    half = papi("report", "semiannual", "--as-of", "2026-07-14", "--plan", str(thinned), "--format", "markdown").out
    assert "1234" not in half


def test_a_calendar_that_has_the_day_before_an_amendment_hears_of_the_new_one(thinned: Path) -> None:
    def entry(day: str) -> CalendarEntry:
        at = date.fromisoformat(day)
        states = judge(plan_in(thinned, at), (), as_of=at, known_at=None)
        (found,) = [
            one
            for one in calendar_entries(states, Selection(), ())
            if any(code.startswith("V.3/") for code in one.identity)
        ]
        return found

    before, after = entry("2026-07-14"), entry("2026-07-15")
    assert (before.identity, before.day, after.day) == (after.identity, date(2026, 12, 31), date(2026, 10, 31))
    assert "Thời hạn ghi trong Quyết định: Tháng 12/2026" in before.text
    assert "Thời hạn ghi trong Quyết định số 1234/QĐ-UBND ngày 10/7/2026: Tháng 10/2026" in after.text
    assert (before.revision, after.revision) == (0, 1)
    assert before.revised < after.revised == datetime(2026, 7, 14, 17, tzinfo=UTC)


def test_no_letter_is_silent_about_an_agency_that_was_divided(tmp_path: Path, papi: Papi) -> None:  # noqa: F811  # the fixture
    successors = "successor: [{agency: so-cong-thuong, takes: [II.4]}, {agency: so-xay-dung}]"
    divided = given("until: 2026-06-30", successors, agency="  - id: so-khoa-hoc-va-cong-nghe\n")
    root = planted(tmp_path, divided)
    answer = papi("remind", "--agency", "so-khoa-hoc-va-cong-nghe", "--as-of", "2026-07-14", "--plan", str(root))
    assert (answer.code, answer.out) == (2, "")
    assert "Ghi một trong các mã: so-cong-thuong, so-xay-dung." in answer.err
