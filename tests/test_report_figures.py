"""Every figure in the summaries and in the reports of agencies, reckoned a second time from plan and log.

Checks remove from the text what they have compared, so what remains at the end was not compared. Nothing here imports
the views. The log is a seeded year of events, as in the golden files.
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
from tests.conftest import fuzz_seed
from tests.figures import annexes, assessment, opening, page_one, results
from tests.figures.case import Case, Check
from tests.figures.expected import World
from tests.figures.reader import Paper
from tests.sample import seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

SUMMARY: tuple[Check, ...] = (
    opening.head,
    opening.headings,
    *page_one.CHECKS,
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

# Citations of the decision, in placeholders and as the basis of a request.
CITATIONS = (r"(điểm \w )?khoản \d(, khoản \d)?( Mục [IVX]+)?",)

# Texts with digits that are not figures.
KINDS = (
    r"^# (\d+\.|.\))( Chỉ số nội dung \d “)?",  # headings: their numbers are compared, but not removed
    r"(06 tháng đầu )?năm 2026",  # the year, in the names of plan and period
    *CITATIONS,
)


class Report:
    """The arguments for a report, and the fields of its Case."""

    def __init__(self, period: str, as_of: str, *argv: str, **fields: Any) -> None:  # noqa: ANN401  # fields of Case
        self.argv = ("report", period, "--as-of", as_of, *argv)
        self.period, self.as_of, self.fields = period, date.fromisoformat(as_of), fields


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
    """Return a folder with the shipped plan and a seeded year of events; the clock shows the last day of the year."""
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
    texts = {}
    for name, report in REPORTS.items():
        file = year / f"{name}.md"
        assert main((*report.argv, "--provenance-line", "--plan", str(year), "--output", str(file))) == 0
        texts[name] = file.read_text(encoding="utf-8")
    return texts


@pytest.fixture(scope="module")
def worlds() -> Mapping[str, World]:
    plan = shipped_plan()
    log = seeded_log(2026, plan)
    days = {(report.period, report.as_of) for report in REPORTS.values()}
    by_days = {(period, as_of): World(plan, log, period=period, as_of=as_of) for period, as_of in days}
    return {name: by_days[report.period, report.as_of] for name, report in REPORTS.items()}


def remainder_of(name: str, text: str, world: World) -> str:
    """Run all checks on a report; return the rest of its text."""
    return check_and_return_rest(Case(Paper(text), world, **REPORTS[name].fields))


def check_and_return_rest(case: Case) -> str:
    for check in AGENCY if case.agency else SUMMARY:
        check(case)
    return case.paper.left()


def figures_in(text: str) -> list[str]:
    """Return the lines with digits other than in the texts of KINDS."""
    for kind in KINDS:
        text = re.sub(kind, "", text, flags=re.MULTILINE)
    return [line for line in text.splitlines() if re.search(r"\d", line)]


def test_the_checks_do_not_import_the_views() -> None:
    tests = CHECKOUT / "tests"
    files = [*(tests / "figures").iterdir(), tests / "reckoning.py"]
    lines = [line for path in files if path.suffix == ".py" for line in path.read_text("utf-8").splitlines()]
    assert [line for line in lines if "papi_cli.views" in line or "papi_cli.render" in line] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_is_correct_and_none_is_unchecked(
    name: str, texts: Mapping[str, str], worlds: Mapping[str, World]
) -> None:
    assert figures_in(remainder_of(name, texts[name], worlds[name])) == []


@pytest.mark.slow
def test_the_reports_of_all_agencies_are_correct_too(year: Path, worlds: Mapping[str, World]) -> None:
    folder, report = year / "all", REPORTS["semiannual"]
    assert (
        main((*report.argv, "--all-agencies", "--provenance-line", "--plan", str(year), "--output", str(folder))) == 0
    )
    papers = {path.stem: Paper(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    assert len(papers) == 88
    for agency, paper in papers.items():
        assert figures_in(check_and_return_rest(Case(paper, worlds["semiannual"], agency))) == [], agency


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_any_changed_digit_is_noticed(name: str, texts: Mapping[str, str], worlds: Mapping[str, World]) -> None:
    text, world = texts[name], worlds[name]
    printed = text.partition("<!-- papi.document")[0]
    cited = {index for kind in CITATIONS for match in re.finditer(kind, printed) for index in range(*match.span())}
    digits = [match.start() for match in re.finditer(r"\d", printed) if match.start() not in cited]
    for index in random.Random(f"{fuzz_seed()} {name}").sample(digits, 10):
        other = "7" if text[index] != "7" else "4"
        wrong = text[:index] + other + text[index + 1 :]
        assert _is_noticed(name, wrong, world), wrong[max(0, index - 60) : index + 60]


def _is_noticed(name: str, text: str, world: World) -> bool:
    try:
        return figures_in(remainder_of(name, text, world)) != []
    except AssertionError:
        return True
