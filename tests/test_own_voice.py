"""Tests of the reports of agencies: each tells of itself, fills in what nobody recorded, and lists whom it helps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, encode_log
from papi_cli.plan.model import AgencyKind
from papi_cli.states import State
from tests.sample import event, seeded_log, shipped_plan
from tests.tree import planted

DAY = ("--as-of", "2026-06-10")
BLANK = re.compile(r"\[…[^\]]*\]")


def reports(root: Path, *log: Event, agency: str = "") -> Mapping[str, str]:
    """Return the text of the report of every agency, or of one, by its id, without what is embedded behind it."""
    status = root / "plan" / "status" / "2026-01"
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(log))
    folder = root / "bao-cao"
    folder.mkdir()
    whose = (
        ("--agency", agency, "-o", str(folder / f"{agency}.md")) if agency else ("--all-agencies", "-o", str(folder))
    )
    assert main(["report", "semiannual", *DAY, "--plan", str(root), *whose]) == 0
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return {name: text.partition("\n<!-- papi.")[0].partition("\n---\n")[2] for name, text in texts.items()}


@pytest.fixture(scope="module", params=["seeded", "silent"])
def texts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the reports on a seeded half year, and on a log that knows nothing."""
    log = seeded_log(2026, shipped_plan()) if request.param == "seeded" else ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
        return reports(planted(tmp_path_factory.mktemp(request.param)), *log)


def test_no_agency_speaks_of_itself_as_the_office_that_follows_it_does(texts: Mapping[str, str]) -> None:
    assert len(texts) == 88
    told = {agency: re.findall(r"sổ theo dõi|chưa ghi nhận|cách hiểu|\\\*", text) for agency, text in texts.items()}
    assert {agency: words for agency, words in told.items() if words} == {}


# What every report has to say in words: what was directed, shortcomings, difficulties, next tasks, proposals.
FIXED = 5


def test_a_report_asks_for_no_more_than_the_agency_has_to_tell(texts: Mapping[str, str]) -> None:
    plan = shipped_plan()
    for agency, text in texts.items():
        body = text.partition("\n:::: annex")[0].partition("\n**Nơi nhận")[0]
        blanks = [blank for blank in BLANK.findall(body) if blank != "[…]"]
        once = [
            # Results of a department as a whole, cooperation of a commune; its own plan; what is to be counted.
            *re.findall(r"số, ký hiệu, ngày của|đầu việc đã đến hạn, điền tại", body),
            "kết quả nổi bật" if plan.agencies[agency].kind is not AgencyKind.COMMUNE else "phối hợp",
        ]
        parts = len(re.findall(r"^### ", body, re.MULTILINE))
        targets = body.count("Chỉ tiêu tại")
        assert len(blanks) == FIXED + len(once) + parts + targets, (agency, blanks)


def test_the_department_with_nineteen_blanks_has_fewer(texts: Mapping[str, str]) -> None:
    """Of five items it had nineteen of them in its words; now what it leads has one place, its results one a row."""
    body, _, annexes = texts["so-dan-toc-va-ton-giao"].partition("\n:::: annex")
    owed = sum("so-dan-toc-va-ton-giao" in item.agencies and "/" in item.code for item in shipped_plan().items.values())
    assert len([blank for blank in BLANK.findall(body) if blank != "[…]"]) <= 13
    assert annexes.partition("NHIỆM VỤ PHỐI HỢP")[0].count("| […] |") <= owed


def test_rows_to_fill_in_are_as_many_as_the_sentence_says(texts: Mapping[str, str]) -> None:
    for agency, text in texts.items():
        told = re.findall(r"\[… kết quả của (\d+) đầu việc đã đến hạn, điền tại", text)
        # What fell due after the cut-off is counted elsewhere.
        counted = re.sub(r"\nCác đầu việc đến hạn sau ngày chốt số liệu.+?(?=\n#)", "", text, flags=re.DOTALL)
        rows = counted.count("ngày nếu chưa hoàn thành |")
        assert [f"{rows:02d}"] * bool(rows) == told, agency


def test_who_cooperates_has_an_annex_of_it_and_a_commune_a_short_form(texts: Mapping[str, str]) -> None:
    plan = shipped_plan()
    for agency, text in texts.items():
        helped = [task for task in plan.tasks.values() if agency in task.cooperating]
        commune = plan.agencies[agency].kind is AgencyKind.COMMUNE
        assert ("## NHIỆM VỤ PHỐI HỢP THỰC HIỆN" in text) is (bool(helped) and not commune), agency
        assert (":::: annex" in text) is not commune, agency
        if helped:
            assert f"phối hợp thực hiện {len(helped):02d} nhiệm vụ" in text


def test_what_came_after_the_cut_off_is_told_and_what_nobody_knows_is_left_to_fill_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    item = next(
        item
        for item in shipped_plan().items.values()
        if item.agencies == ("so-tu-phap",) and item.due and item.due.last and f"{item.due.last}" < "2026-05-31"
    )
    log = event("done", "2026-06-01", item=item.code, document="46/KH-STP")
    text = reports(planted(tmp_path), log, agency="so-tu-phap")["so-tu-phap"]
    assert "| đã hoàn thành ngày 01/6/2026, sau ngày chốt số liệu |" in text
    assert "nếu chưa hoàn thành" in text
    assert State.OVERDUE.value not in text
    overdue = text.partition("## 2. Tồn tại, hạn chế và nguyên nhân")[2].partition("## 3.")[0]
    assert overdue.count("\n| ") == 2, "its head and the only row of which something is known"
