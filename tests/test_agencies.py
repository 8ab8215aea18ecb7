"""Finding agencies and groups."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import partial
from io import StringIO

import pytest

from tests.test_index import steps_of
from tests.test_lists import run
from tests.tree import shipped_plan

DAY = ("--as-of", "2026-06-10")


def test_all_agencies_and_groups_are_listed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "agencies", *DAY, "--format", "json")
    answer, plan = json.loads(out), shipped_plan()
    assert answer["schema"] == "papi.agencies/2"
    assert [agency["id"] for agency in answer["agencies"]] == list(plan.agencies)
    assert [group["id"] for group in answer["groups"]] == list(plan.groups)
    assert {tuple(agency) for agency in answer["agencies"]} == {
        ("id", "name", "kind", "code", "aliases", "groups", "obligations", "overdue")
    }
    assert {tuple(group) for group in answer["groups"]} == {("id", "name", "aliases", "open", "members")}
    assert (
        sum(agency["obligations"] for agency in answer["agencies"]) == 767 - 2
    )  # the two of the court are only requested
    assert sum(agency["overdue"] for agency in answer["agencies"]) == 267


@pytest.mark.parametrize("words", [("tu", "phap"), ("TƯ PHÁP",), ("stp",)])
def test_part_of_a_name_is_found_in_any_spelling(
    words: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, out, _ = run(capfdbinary, "agencies", *words, "--format", "csv")
    rows = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    assert [row["Mã"] for row in rows] == ["so-tu-phap"]


def test_a_short_name_and_an_official_code_suggest_their_agency() -> None:
    plan = shipped_plan()
    justice = plan.agencies["so-tu-phap"]._replace(short_name="Ngành Pháp chế", code="H52.14")
    called = replace(plan, agencies={**plan.agencies, justice.id: justice})
    assert [agency.id for agency in called.nearest_agencies("nghành pháp chế")] == [justice.id]
    assert [agency.id for agency in called.nearest_agencies("H52.41")] == [justice.id]


@pytest.mark.parametrize("words", ["Ðoàn Kết", "XÃ ÐOÀN KẾT", "ɖoàn kết", "Đoàn\u200b Kết", "xã Ðo\u00adàn"])
def test_letters_taken_for_another_and_invisible_signs_do_not_hide_an_agency(
    words: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, out, _ = run(capfdbinary, "agencies", words, "--format", "csv")
    rows = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    assert [row["Mã"] for row in rows] == ["xa-doan-ket"]


def test_spreadsheets_name_the_kinds_in_vietnamese(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(capfdbinary, "agencies", "--format", "csv")
    kinds = {row["Loại"] for row in csv.DictReader(StringIO(out.removeprefix("\ufeff")))}
    assert kinds == {"sở, ban, ngành", "cơ quan khác", "xã, phường", "nhóm cơ quan"}


def test_a_group_shows_its_members_and_its_interpretation(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "agencies", "--group", "các sở, ban, ngành")
    assert code == 0
    assert "\n- Sở Dân tộc và Tôn giáo\n" in out
    assert "Cách hiểu (chưa có văn bản xác nhận): «Các sở, ban, ngành» được hiểu là 14 cơ quan" in out
    assert out.endswith("14 cơ quan, đơn vị; 1 nhóm.\n")


def test_an_unknown_name_is_misuse_that_suggests_the_nearest(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "agencies", "sở tư fáp")
    assert (code, out) == (2, "")
    assert "Gần nhất: «Sở Tư pháp»" in err


@pytest.mark.slow
def test_a_text_without_end_is_no_name_to_look_for() -> None:
    plan = shipped_plan()
    few, many = (steps_of(partial(plan.nearest_agencies, "x " * words)) for words in (30, 120))
    assert many < 6 * few
    assert [agency.id for agency in plan.nearest_agencies("tư pháp " + "x " * 20_000)] == ["so-tu-phap"]


def test_what_many_names_share_is_no_guess_at_three_of_them() -> None:
    def near(words: str) -> list[str]:
        return [agency.name for agency in shipped_plan().nearest_agencies(words)]

    assert near("ubnd xa") == near("so") == near("xa muong") == []
    assert near("UBND xã Vân Hoo") == ["UBND xã Vân Hồ"]
    assert near("ubnd xa tan") == ["UBND xã Tân Yên", "UBND xã Tân Phong"]
