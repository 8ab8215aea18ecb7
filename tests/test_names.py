"""Names that differ in marks only: two agencies, told apart by marks, by code, and by a question where neither is there."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from papi_cli.plan.files import schema
from papi_cli.plan.files.records import load_records
from papi_cli.plan.founding.places import Province
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.agencies import AgencyDirectory
from papi_cli.plan.resolve.problem_collector import ProblemCollector
from papi_cli.problems import ProblemCode
from papi_cli.sheets.grid import CellFault
from papi_cli.store.provinces import provinces
from papi_cli.text import match_key, slug, spelling_key
from tests.test_completion import completions
from tests.test_lists import run
from tests.test_rows import parsed_in
from tests.tree import CHECKOUT, Edit, documents_after, planted, resolved, shipped_plan

# The code of the other one begins with what would be the number of a choice.
ONE, OTHER = "xa-tan-thanh", "xa-tan-thanh-00012"
TWO: Edit = (
    "agencies.yaml",
    "\n  list:\n",
    f"""
  list:
    - {{id: {ONE}, code: "25123", name: UBND xã Tân Thành, aliases: [Tân Thành]}}
    - {{id: {OTHER}, code: "00012", name: UBND xã Tân Thạnh, aliases: [Tân Thạnh]}}
""",
)
BOTH = "UBND xã Tân Thành (25123) và UBND xã Tân Thạnh (00012)"


def plan_with(*edits: Edit) -> Plan:
    plan = resolved(*edits)
    assert isinstance(plan, Plan), plan
    return plan


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-02-10T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path, TWO))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("UBND xã Tân Thành", [ONE]),
        ("xã Tân Thạnh", [OTHER]),
        ("  TÂN   THẠNH ", [OTHER]),
        (unicodedata.normalize("NFD", "Tân Thành"), [ONE]),
        ("00012", [OTHER]),
        ("xã Tân Thành (25123)", [ONE]),
        ("xa tan thanh (00012)", [OTHER]),
        ("Tân Thành (00012)", []),  # the name of one with the code of the other
        (ONE, [ONE]),
        (OTHER, [OTHER]),
        ("tan thanh", [ONE, OTHER]),
        ("xã Tân Thanh", [ONE, OTHER]),  # half the marks
    ],
)
def test_marks_or_the_code_tell_two_names_apart(words: str, found: list[str]) -> None:
    assert list(plan_with(TWO).find_agency_or_group(words)) == found


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("Thúy", "Thuý"),
        ("Ủy ban", "Uỷ Ban"),
        ("Đoàn Kết", "Ðoàn Kết"),
        ("Đoàn Kết", "đoàn\u200b  kết"),
    ],
)
def test_the_place_of_a_tone_and_letters_taken_for_another_are_no_marks(words: str, same: str) -> None:
    assert spelling_key(words) == spelling_key(same)


@pytest.mark.parametrize(("words", "other"), [("Tân Thành", "Tân Thạnh"), ("Ba Tơ", "Ba Tô"), ("Văn Lang", "Văn Lăng")])
def test_marks_make_another_spelling(words: str, other: str) -> None:
    assert match_key(words) == match_key(other)
    assert spelling_key(words) != spelling_key(other)


def test_a_name_that_two_really_share_stays_a_problem() -> None:
    for alias in ("Tân Thạnh", "TÂN THẠNH", "tan thanh", '"00012"'):
        shared = (TWO[0], TWO[1], TWO[2].replace("aliases: [Tân Thành]", f"aliases: [{alias}]"))
        problems = resolved(shared)
        assert not isinstance(problems, Plan), alias
        assert {problem.code for problem in problems} == {ProblemCode.DUPLICATE_NAME}, alias


@pytest.mark.parametrize("province", provinces(), ids=lambda province: province.place.name)
def test_every_commune_of_the_country_is_found_by_its_own_name(province: Province) -> None:
    records = tuple(
        schema.AgencyRecord(
            id=f"{slug(place.full_name)}-{place.code}", code=place.code, name=f"UBND {place.full_name}",
            aliases=(place.name,),
        )
        for place in province.communes
    )  # fmt: skip
    communes = schema.CommunesRecord(prefix="UBND", list=records)
    problems = ProblemCollector(load_records(documents_after()))
    directory = AgencyDirectory(schema.AgenciesFile(departments=(), communes=communes), problems, None)
    assert [problem for problem in problems.problems() if problem.code is ProblemCode.DUPLICATE_NAME] == []
    plan = shipped_plan_with(directory)
    for record in records:
        for words in (record.name, record.name.removeprefix("UBND "), record.code, f"{record.name} ({record.code})"):
            assert plan.find_agency_or_group(str(words)) == (record.id,), words


def shipped_plan_with(directory: AgencyDirectory) -> Plan:
    return replace(shipped_plan(), agencies=directory.agencies, groups={})


def test_an_option_without_marks_names_both_with_their_codes(
    here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del here
    code, out, err = run(capfdbinary, "status", "--agency", "xa tan thanh")
    assert (code, out) == (2, "")
    said = " ".join(err.split())
    assert f"«xa tan thanh» là tên của nhiều cơ quan: {BOTH}. Ghi tên có đủ dấu, hoặc ghi mã trong ngoặc." in said
    for words in ("Tân Thạnh", "00012", "xa tan thanh (00012)"):
        code, out, _ = run(capfdbinary, "status", "--agency", words)
        assert (code, "UBND xã Tân Thạnh" in out, "UBND xã Tân Thành" in out) == (0, True, False)


def test_show_leads_to_each_agency_that_the_words_may_name(
    here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del here
    code, out, err = run(capfdbinary, "show", "xa tan thanh")
    assert (code, out) == (2, "")
    said = " ".join(err.split())
    assert "«xa tan thanh» là tên của 2 cơ quan. Xem bằng: papi status --agency" in said
    for id_, name in ((ONE, "UBND xã Tân Thành"), (OTHER, "UBND xã Tân Thạnh")):
        assert f"papi status --agency {id_} ({name})" in said
        assert run(capfdbinary, "status", "--agency", id_)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_the_prompt_asks_again_and_names_both_with_their_codes(here: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "papi_cli", "record", "ke-hoach", "--done", "--date", "09/02/2026", "--note", "đủ"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        cwd=here,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
    )
    os.close(follower)
    os.write(leader, b"tan thanh\nubnd xa tan thanh\n00012\n")
    answer, _ = running.communicate(timeout=300)
    screen = os.read(leader, 65536).decode()
    os.close(leader)
    assert running.returncode == 0, screen
    assert screen.count(f"là tên của {BOTH}.") == 2
    assert "UBND xã Tân Thạnh" in answer.decode()


def test_a_cell_of_a_sheet_without_marks_is_refused_with_both() -> None:
    plan = plan_with(TWO)
    answer = {"item": "ke-hoach", "event": "đã hoàn thành", "date": "09/02/2026", "note": "đủ"}
    (bad,) = parsed_in(plan, agency="xa tan thanh", **answer).bad_cells
    assert bad.fault is CellFault.SEVERAL_AGENCIES
    assert bad.options == ("UBND xã Tân Thành (25123)", "UBND xã Tân Thạnh (00012)")
    (draft,) = parsed_in(plan, agency="UBND xã Tân Thạnh", **answer).drafts
    assert draft.agency == OTHER


def test_sheets_of_two_such_communes_are_not_mixed(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    chosen = ("--agency", "25123", "--agency", "00012", "--item", "ke-hoach")
    assert run(capfdbinary, "sheet", "--each", *chosen, "-o", "bang")[0] == 0
    assert {path.name for path in (here / "bang").iterdir()} == {f"{ONE}.xlsx", f"{OTHER}.xlsx"}
    book = load_workbook(BytesIO((here / "bang" / f"{OTHER}.xlsx").read_bytes()))
    sheet = book.worksheets[0]
    (row,) = [cells for cells in sheet.iter_rows() if cells[0].value == "ke-hoach"]
    assert row[1].value == "UBND xã Tân Thạnh"
    for cell, value in zip(row[7:], ("đã hoàn thành", "09/02/2026", "3/KH-UBND"), strict=False):
        cell.value = value
    book.save(here / "bang" / f"{OTHER}.xlsx")
    code, out, err = run(capfdbinary, "record", "--from", f"bang/{OTHER}.xlsx", "--by", "A")
    assert code == 0, err
    _, out, _ = run(capfdbinary, "log", "--format", "csv")
    assert [row["agency"] for row in csv.DictReader(StringIO(out.removeprefix("\ufeff")))] == [OTHER]


def test_a_search_shows_both_and_marks_or_a_code_the_one(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    del here

    def searched(words: str) -> list[str]:
        _, out, _ = run(capfdbinary, "agencies", words, "--format", "csv")
        return [row["Mã"] for row in csv.DictReader(StringIO(out.removeprefix("\ufeff")))]

    assert searched("tan thanh") == [ONE, OTHER]
    assert searched("Tân Thạnh") == [OTHER]
    assert searched("25123") == [ONE]


def test_completion_offers_both_and_takes_codes(here: Path) -> None:
    del here
    assert completions("status", "--agency", "tan t") == [ONE, OTHER]
    assert completions("status", "--agency", '"Tân Thạ') == [OTHER]
    assert completions("status", "--agency", "00012") == [OTHER]


def test_a_name_that_came_through_an_old_converter_is_found_as_it_is_typed() -> None:
    """`papi check` warns of the letter, P018 (tests/problems)."""
    plan = plan_with(("agencies.yaml", "aliases: [SXD]", "aliases: [SXD, Ban \u00d0iều hành]"))
    assert plan.find_agency_or_group("Ban Điều hành") == ("so-xay-dung",)


def test_an_unknown_id_that_may_mean_two_is_not_guessed() -> None:
    both = (TWO[0], TWO[1], TWO[2].replace(f"id: {ONE},", "id: xa-tan-thanh-25123,"))
    problems = resolved(both, ("tasks.yaml", "lead: [so-tu-phap]", "lead: [tan-thanh]"))
    assert not isinstance(problems, Plan)
    assert "Có phải là" not in problems[0].hint
