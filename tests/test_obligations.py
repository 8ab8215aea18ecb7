"""What is owed and by whom: the program's answer against a count made directly from the YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from papi_cli.plan.model import ItemKind
from papi_cli.plan.obligations import all_obligations
from papi_cli.states import Flag, State, Verdict, count_by_state, judge
from tests.sample import shipped_plan

PLAN = Path(__file__).resolve().parents[1] / "plan"


def load(name: str) -> Any:  # noqa: ANN401  # whatever YAML holds
    return YAML(typ="safe", pure=True).load((PLAN / name).read_text(encoding="utf-8"))


def spread(ids: list[str], agencies: dict[str, Any]) -> set[str]:
    """Lead references home, the slow way: groups inside groups until only agencies are left."""
    groups = {group["id"]: group for group in agencies["groups"]}
    members: set[str] = set()
    for id_ in ids:
        if id_ not in groups:
            members.add(id_)
        elif groups[id_].get("every") == "commune":
            members |= {commune["id"] for commune in agencies["communes"]["list"]}
        else:
            members |= spread(groups[id_].get("members", []), agencies)
    return members


def owed_by_the_yaml() -> Iterator[str]:
    agencies = load("agencies.yaml")
    for duty in load("duties.yaml")["duties"]:
        yield from (f"{duty['code']}@{id_}" for id_ in spread(duty["agencies"], agencies))
    for section in load("tasks.yaml")["annexes"][0]["sections"]:
        for task in section["tasks"]:
            for milestone in task["milestones"]:
                code = f"{task['code']}/{milestone['code']}"
                yield from (f"{code}@{id_}" for id_ in spread(task["lead"], agencies))


def on(day: str, agency: str = "") -> list[Verdict]:
    verdicts = judge(shipped_plan(), (), as_of=date.fromisoformat(day), known_at=None).verdicts
    return [verdict for verdict in verdicts if agency in ("", verdict.obligation.agency.id)]


def state_on(day: str, id_: str) -> State:
    return next(verdict.state for verdict in on(day) if verdict.obligation.id == id_)


def test_obligations_are_those_of_the_yaml() -> None:
    ours = [obligation.id for obligation in all_obligations(shipped_plan())]
    theirs = list(owed_by_the_yaml())
    assert len(ours) == len(set(ours)) == len(theirs) == 767
    assert set(ours) == set(theirs)


def test_498_of_tasks_and_269_of_duties() -> None:
    kinds = Counter(obligation.item.kind for obligation in all_obligations(shipped_plan()))
    assert kinds == {ItemKind.TASK: 498, ItemKind.DUTY: 269}
    by_yaml = Counter("/" in id_.partition("@")[0] for id_ in owed_by_the_yaml())
    assert by_yaml == {True: 498, False: 269}


def test_84_milestones_81_products_64_phrases() -> None:
    items = [item for item in shipped_plan().items.values() if item.kind is ItemKind.TASK]
    assert len(items) == 84
    phases = {"II.5/kiem-tra-giam-sat"}
    products = {(item.source, item.product) for item in items if item.code not in phases}
    assert len(products) == 81
    assert len({(item.source, item.due.phrase) for item in items if item.due is not None}) == 64


def test_obligations_stand_in_the_decisions_order() -> None:
    plan = shipped_plan()
    places = [(plan.item_order[obligation.item.code], obligation.agency.order) for obligation in all_obligations(plan)]
    assert places == sorted(places)


def test_one_report_per_agency_and_period_with_both_its_sources() -> None:
    items = shipped_plan().items
    for code in ("bao-cao-6-thang", "bao-cao-nam"):
        assert items[code].source == ("part-4/1.b", "part-4/2.b")
        assert len(items[code].agencies) == 89


@pytest.mark.parametrize(
    ("code", "agencies"),
    [
        ("I.3/bao-cao", ("so-noi-vu",)),
        ("VI.9/bao-cao", ("cong-an-tinh",)),
        ("VI.2/bao-cao", ("bao-hiem-xa-hoi-tinh",)),
        ("so-lieu-nam", ("toa-an-nhan-dan-tinh",)),
    ],
)
def test_an_interpretation_decides_the_accountable_agency(code: str, agencies: tuple[str, ...]) -> None:
    assert shipped_plan().items[code].agencies == agencies


def test_unconfirmed_interpretations_go_with_the_agency_they_concern() -> None:
    """Two departments that the decision does not name are members by interpretation; a commune is one by the text."""
    rests = {
        o.agency.id
        for o in all_obligations(shipped_plan())
        if o.item.code == "ke-hoach" and o.unconfirmed_interpretations
    }
    assert rests == {"so-van-hoa-the-thao-va-du-lich", "so-dan-toc-va-ton-giao"}


def test_the_six_of_so_tu_phap() -> None:
    overdue = [v.obligation.item.code for v in on("2026-06-10", "so-tu-phap") if v.state is State.OVERDUE]
    assert overdue == [
        "ke-hoach",
        "bao-cao-6-thang",
        "II.2/ke-hoach",
        "II.3/van-ban-trien-khai",
        "V.1/ke-hoach",
        "V.2/ke-hoach",
    ]


def test_268_overdue_of_which_one_is_only_asked() -> None:
    verdicts = on("2026-06-10")
    assert count_by_state(verdicts)[State.OVERDUE] == 268
    asked = [v.obligation.id for v in verdicts if v.state is State.OVERDUE and Flag.REQUESTED in v.flags]
    assert asked == ["so-lieu-6-thang@toa-an-nhan-dan-tinh"]
    assert sum(v.state is State.OVERDUE and Flag.REQUESTED not in v.flags for v in verdicts) == 267


@pytest.mark.parametrize(
    ("day", "item", "state"),
    [
        ("2026-02-15", "ke-hoach", State.IN_TIME),
        ("2026-02-16", "ke-hoach", State.OVERDUE),
        ("2026-06-09", "bao-cao-6-thang", State.IN_TIME),
        ("2026-06-10", "bao-cao-6-thang", State.OVERDUE),
        ("2026-02-28", "II.3/van-ban-trien-khai", State.IN_TIME),
        ("2026-03-01", "II.3/van-ban-trien-khai", State.OVERDUE),
        ("2026-03-31", "II.2/ke-hoach", State.IN_TIME),
        ("2026-04-01", "II.2/ke-hoach", State.OVERDUE),
        ("2026-12-31", "III.7/ke-hoach", State.IN_TIME),
        ("2027-01-01", "III.7/ke-hoach", State.OVERDUE),
    ],
)
def test_boundary_days_of_so_tu_phap(day: str, item: str, state: State) -> None:
    assert state_on(day, f"{item}@so-tu-phap") is state


def test_nothing_is_claimed_where_nothing_is_recorded() -> None:
    verdicts = list(on("2026-06-10"))
    assert len(verdicts) == 767
    assert all(Flag.UNRECORDED in verdict.flags for verdict in verdicts)
