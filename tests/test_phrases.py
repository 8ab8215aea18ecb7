"""Agencies as phrases: when they are named, when they are counted, and which names follow the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from papi_cli.plan.model import Agency, AgencyKind, KindWords
from papi_cli.text import count_text
from papi_cli.views.agency_phrases import (
    agencies_and_groups_phrase,
    agencies_in_either_plan,
    agencies_phrase,
    commune_heads_phrase,
    everyone_noun,
    kind_heading,
)
from papi_cli.views.reports.phrases import (
    addressee_lines,
    addressee_list,
    agency_list,
    counted_phrase,
    full_agencies_phrase,
    heads_phrase,
    short_agencies_phrase,
)
from tests.sample import shipped_plan

PLAN = shipped_plan()
COMMUNES = [agency for agency in PLAN.agencies.values() if agency.kind is AgencyKind.COMMUNE]
DEPARTMENTS = [agency for agency in PLAN.agencies.values() if agency.kind is AgencyKind.DEPARTMENT]
NAMES = [agency.name.removeprefix("UBND ") for agency in COMMUNES]
JUSTICE, HEALTH = PLAN.agencies["so-tu-phap"], PLAN.agencies["so-y-te"]


@pytest.mark.parametrize(
    ("agencies", "phrase"),
    [
        ([JUSTICE], "Sở Tư pháp"),
        ([JUSTICE, HEALTH], "2 sở, ban, ngành (Sở Tư pháp, Sở Y tế)"),
        (DEPARTMENTS, f"{len(DEPARTMENTS)} sở, ban, ngành"),
        (COMMUNES[:1], f"UBND {NAMES[0]}"),
        (COMMUNES[:5], f"5 xã, phường ({', '.join(NAMES[:5])})"),
        (COMMUNES[:6], f"6 xã, phường ({', '.join(NAMES[:5])}, …)"),
        (COMMUNES[:-1], f"74 xã, phường ({', '.join(NAMES[:5])}, …)"),
        (COMMUNES, "75 xã, phường"),
    ],
)
def test_lists_count_every_kind(agencies: Sequence[Agency], phrase: str) -> None:
    assert agencies_phrase(PLAN, agencies) == phrase


def test_up_to_twelve_agencies_are_named_beside_groups() -> None:
    ids = [agency.id for agency in COMMUNES[:12]]
    assert agencies_and_groups_phrase(PLAN, ids) == "; ".join(f"UBND {name}" for name in NAMES[:12])
    group = next(group for group in PLAN.groups.values() if group.id not in PLAN.agencies)
    thirteen = agencies_and_groups_phrase(PLAN, [group.id, *ids, JUSTICE.id])
    assert thirteen == f"Sở Tư pháp; 12 xã, phường ({', '.join(NAMES[:5])}, …); {group.name}"


def test_agencies_of_two_plans_come_by_kind_and_unknown_ids_last() -> None:
    ids = [COMMUNES[0].id, "khong-co", JUSTICE.id]
    assert agencies_in_either_plan((PLAN, PLAN), ids) == f"UBND {NAMES[0]}; Sở Tư pháp; «khong-co»"


@pytest.mark.parametrize(
    ("communes", "listed", "full", "short"),
    [
        (COMMUNES[:1], f"UBND {NAMES[0]}", f"UBND {NAMES[0]}", f"UBND {NAMES[0]}"),
        (
            COMMUNES[:2],
            f"UBND 02 xã, phường: {NAMES[0]}, {NAMES[1]}",
            f"UBND 02 xã, phường: {NAMES[0]}, {NAMES[1]}",
            "UBND 02 xã, phường",
        ),
        (
            COMMUNES[37:],  # 38 of 75: fewer are left out
            f"UBND 38 xã, phường: {', '.join(NAMES[37:])}",
            f"UBND 38 xã, phường (trừ {', '.join(NAMES[:37])})",
            "UBND 38 xã, phường",
        ),
        (
            COMMUNES[38:],  # 37 of 75: more are left out
            f"UBND 37 xã, phường: {', '.join(NAMES[38:])}",
            f"UBND 37 xã, phường: {', '.join(NAMES[38:])}",
            "UBND 37 xã, phường",
        ),
        (COMMUNES, "UBND 75 xã, phường", "UBND 75 xã, phường", "UBND 75 xã, phường"),
    ],
    ids=["one", "two", "38", "37", "all"],
)
def test_documents_count_communes_and_name_others(
    communes: Sequence[Agency], listed: str, full: str, short: str
) -> None:
    agencies = [*communes, JUSTICE, HEALTH, JUSTICE]
    assert agency_list(PLAN, agencies) == (
        len(communes) + 2,
        f"Sở Tư pháp, Sở Y tế; {listed}",
        f"{count_text(len(communes) + 2)} cơ quan, đơn vị, địa phương",
    )
    assert full_agencies_phrase(PLAN, agencies) == f"Sở Tư pháp, Sở Y tế; {full}"
    assert short_agencies_phrase(PLAN, agencies) == f"Sở Tư pháp, Sở Y tế; {short}"


def test_left_out_are_those_that_owe_the_item() -> None:
    item = next(item for item in PLAN.items.values() if len(item.agencies) > 75)
    others = item._replace(agencies=tuple(agency.id for agency in COMMUNES[:3]))
    assert full_agencies_phrase(PLAN, COMMUNES[:3], others) == "UBND 03 xã, phường"
    assert full_agencies_phrase(PLAN, COMMUNES[:2], others) == f"UBND 02 xã, phường (trừ {NAMES[2]})"


def test_addressees_have_lines_of_their_own_up_to_eight() -> None:
    assert addressee_lines(PLAN, COMMUNES[:8]) == tuple(f"UBND {name}" for name in NAMES[:8])
    annex = "UBND các xã, phường có tên tại Phụ lục kèm theo"
    assert addressee_lines(PLAN, COMMUNES[:9]) == (annex,)
    assert addressee_lines(PLAN, [JUSTICE, HEALTH, *COMMUNES[:9]]) == ("Sở Tư pháp; Sở Y tế", annex)
    eight = addressee_lines(PLAN, [JUSTICE, HEALTH, *COMMUNES[:8]])
    assert eight == ("Sở Tư pháp; Sở Y tế", *(f"UBND {name}" for name in NAMES[:8]))


def test_the_undated_points_of_an_agency_are_in_part_iv_and_have_no_duty() -> None:
    points = PLAN.undated_points(JUSTICE.id)
    assert points
    for point in points:
        assert point.code.startswith("part-4/")
        assert JUSTICE.id in point.binds
        assert not point.has_duty


def test_several_of_a_kind_are_called_what_the_plan_calls_them() -> None:
    city = replace(PLAN, kind_words=KindWords("ban, phòng", "phường", "Ủy ban nhân dân"))
    assert agencies_phrase(city, COMMUNES) == "75 phường"
    assert agencies_phrase(city, DEPARTMENTS) == f"{len(DEPARTMENTS)} ban, phòng"
    assert short_agencies_phrase(city, COMMUNES[:5]) == "Ủy ban nhân dân 05 phường"
    assert addressee_lines(city, COMMUNES[:9]) == ("Ủy ban nhân dân các phường có tên tại Phụ lục kèm theo",)
    assert [kind_heading(city, kind) for kind in (AgencyKind.DEPARTMENT, AgencyKind.BODY, AgencyKind.COMMUNE)] == [
        "Các ban, phòng",
        "Cơ quan khác",
        "Ủy ban nhân dân các phường",
    ]
    assert commune_heads_phrase(city, COMMUNES) == "Chủ tịch Ủy ban nhân dân các phường"
    bare = replace(PLAN, kind_words=KindWords("ban, phòng", "phường", ""))
    assert short_agencies_phrase(bare, COMMUNES[:5]) == "05 phường"


def test_only_a_plan_with_communes_has_places_among_its_agencies() -> None:
    without = replace(PLAN, agencies={agency.id: agency for agency in DEPARTMENTS})
    assert everyone_noun(PLAN.agencies.values()) == "cơ quan, đơn vị, địa phương"
    assert everyone_noun(without.agencies.values()) == "cơ quan, đơn vị"
    assert commune_heads_phrase(without, DEPARTMENTS) == ""
    assert counted_phrase(without, DEPARTMENTS[:2]) == "02 cơ quan, đơn vị"


@pytest.mark.parametrize(
    ("addressed", "counted", "heads"),
    [
        ([JUSTICE, HEALTH], "02 cơ quan, đơn vị", "thủ trưởng các cơ quan, đơn vị"),
        (COMMUNES[:2], "02 địa phương", "Chủ tịch UBND các xã, phường"),
        (
            [JUSTICE, *COMMUNES[:2]],
            "03 cơ quan, đơn vị, địa phương",
            "thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các xã, phường",
        ),
        ([commune._replace(head="") for commune in COMMUNES[:2]], "02 địa phương", "các địa phương"),
    ],
)
def test_a_letter_addresses_only_those_that_it_goes_to(addressed: list[Agency], counted: str, heads: str) -> None:
    assert addressee_list(PLAN, addressed).counted == counted
    assert heads_phrase(PLAN, addressed) == heads
