"""Every figure in the summary and in three agencies' reports, reckoned a second time out of plan and log.

Reading is taking away: what a check has compared is gone from the text, so what is left at the end was never compared.
Nothing here imports the views. A year of seeded events stands behind the reports, as behind the golden files.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import encode_log
from tests.figures import annexes, assessment, opening, results
from tests.figures.case import Case, Check
from tests.figures.reader import Paper
from tests.figures.told import World
from tests.sample import seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

SUMMARY: tuple[Check, ...] = (
    opening.head,
    opening.headings,
    opening.plans_issued,
    opening.reports_sent,
    opening.letters_sent,
    results.whole_of_annex_ii,
    results.by_index,
    results.after_the_window,
    assessment.whole,
    assessment.shortcomings,
    assessment.next_period,
    assessment.extensions,
    annexes.annex_agencies,
    annexes.annex_tasks,
    annexes.annex_submissions,
    annexes.annex_asked,
    opening.provenance,
)

AGENCY: tuple[Check, ...] = (
    opening.head,
    opening.headings,
    opening.own_plan,
    results.own_tasks,
    results.own_by_index,
    results.helped,
    results.components,
    results.after_the_window,
    assessment.shortcomings,
    assessment.next_period,
    assessment.extensions,
    annexes.annex_tasks,
    annexes.annex_proofs,
    opening.provenance,
)

# Points of the decision, in marked places that say what to write there and in the basis of a request.
CITATIONS = (r"(điểm \w )?khoản \d(, khoản \d)?( Mục [IVX]+)?",)

# What may hold a digit and is no figure of the log's.
KINDS = (
    r"^# (\d+\.|.\))( Chỉ số nội dung \d “)?",  # headings, whose numbers and indices are compared and which stay
    r"(06 tháng đầu )?năm 2026",  # the year in the names of plan and period
    *CITATIONS,
)


class Report:
    """How a report is asked for, and what is known of it."""

    def __init__(self, period: str, as_of: str, *argv: str, **known: Any) -> None:  # noqa: ANN401  # fields of Case
        self.argv = ("report", period, "--as-of", as_of, *argv)
        self.period, self.as_of, self.known = period, date.fromisoformat(as_of), known


REPORTS = {
    "semiannual": Report("semiannual", "2026-06-10"),
    "annual": Report("annual", "2026-12-10"),
    "so-tu-phap": Report(
        *("semiannual", "2026-06-10", "--agency", "so-tu-phap", "--number", "5", "--date", "9/6/2026"),
        agency="so-tu-phap",
        number="05",
        issued="ngày 09 tháng 6 năm 2026",
    ),
    **{
        agency: Report("semiannual", "2026-06-10", "--agency", agency, agency=agency)
        for agency in ("so-dan-toc-va-ton-giao", "phuong-to-hieu")
    },
}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with the shipped plan and a seeded year of events, late in which the clock stands."""
    root = planted(tmp_path_factory.mktemp("year"))
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(seeded_log(2026, shipped_plan())))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_NOW", "2026-12-31T09:00:00+07:00")
        yield root


@pytest.fixture(scope="module")
def texts(year: Path) -> Mapping[str, str]:
    """Return the Markdown of each report."""
    made = {}
    for name, report in REPORTS.items():
        file = year / f"{name}.md"
        assert main((*report.argv, "--plan", str(year), "--output", str(file))) == 0
        made[name] = file.read_text(encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def worlds() -> Mapping[str, World]:
    plan = shipped_plan()
    log = seeded_log(2026, plan)
    days = {(one.period, one.as_of) for one in REPORTS.values()}
    made = {(period, as_of): World(plan, log, period=period, as_of=as_of) for period, as_of in days}
    return {name: made[one.period, one.as_of] for name, one in REPORTS.items()}


def left_of(name: str, text: str, world: World) -> str:
    """Compare all that is compared in a report, and return what is left of its text."""
    return left_in(Case(Paper(text), world, **REPORTS[name].known))


def left_in(case: Case) -> str:
    for check in AGENCY if case.agency else SUMMARY:
        check(case)
    return case.paper.left()


def figures_in(text: str) -> list[str]:
    """Return the lines with digits that are of none of the kinds."""
    for kind in KINDS:
        text = re.sub(kind, "", text, flags=re.MULTILINE)
    return [line for line in text.splitlines() if re.search(r"\d", line)]


def test_the_second_way_knows_nothing_of_the_first() -> None:
    tests = CHECKOUT / "tests"
    files = [*(tests / "figures").iterdir(), tests / "reckoning.py"]
    imports = [line for one in files if one.suffix == ".py" for line in one.read_text("utf-8").splitlines()]
    assert [line for line in imports if "papi_cli.views" in line or "papi_cli.render" in line] == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_is_reckoned_and_none_is_left_out(
    name: str, texts: Mapping[str, str], worlds: Mapping[str, World]
) -> None:
    assert figures_in(left_of(name, texts[name], worlds[name])) == []


@pytest.mark.slow
def test_so_it_is_in_the_reports_of_all_other_agencies(year: Path, worlds: Mapping[str, World]) -> None:
    folder, report = year / "all", REPORTS["semiannual"]
    assert main((*report.argv, "--all-agencies", "--plan", str(year), "--output", str(folder))) == 0
    papers = {one.stem: Paper(one.read_text(encoding="utf-8")) for one in folder.iterdir()}
    assert len(papers) == 88
    for agency, paper in papers.items():
        assert figures_in(left_in(Case(paper, worlds["semiannual"], agency))) == [], agency


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_a_digit_changed_anywhere_is_found(name: str, texts: Mapping[str, str], worlds: Mapping[str, World]) -> None:
    text, world = texts[name], worlds[name]
    printed = text.partition("<!-- papi.document")[0]
    spared = {place for kind in CITATIONS for found in re.finditer(kind, printed) for place in range(*found.span())}
    places = [one.start() for one in re.finditer(r"\d", printed) if one.start() not in spared]
    for place in random.Random(name).sample(places, 25):
        other = "7" if text[place] != "7" else "4"
        wrong = text[:place] + other + text[place + 1 :]
        assert _is_found(name, wrong, world), wrong[max(0, place - 60) : place + 60]


def _is_found(name: str, text: str, world: World) -> bool:
    try:
        return figures_in(left_of(name, text, world)) != []
    except AssertionError:
        return True
