"""Documents on a plan that amendments changed: made on every day, with the words of the document that changed them."""

from __future__ import annotations

import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from tests.amended import amended
from tests.sample import seeded_log, shipped_plan
from tests.test_amended_plans import DECISION
from tests.test_report import Papi, papi, with_log  # noqa: F401  # papi is a fixture
from tests.test_succession import given
from tests.tree import planted

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
