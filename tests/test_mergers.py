"""A year in which agencies merge, split and are renamed: nothing recorded is lost or double, whatever the day.

Run with PAPI_UPDATE_GOLDEN=1 to update the golden files.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

import msgspec
import pytest

from papi_cli.log.events import Event, event_id, event_to_dict
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.states import States, Verdict, judge
from tests.sample import WEIGHTS, seeded_log, shipped_plan
from tests.test_report import Papi, papi, with_log  # noqa: F401  # papi is a fixture
from tests.test_succession import given, given_commune
from tests.tree import Edit, documents_after, planted

GOLDEN = Path(__file__).resolve().parent / "golden" / "mergers"
LAST, FIRST, AUTUMN, END = date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 15), date(2026, 12, 31)

FARMS, NATURE = "so-nong-nghiep", "so-moi-truong"
# What the second part of the divided department takes: two tasks, a milestone of another, and nothing that all owe.
TAKEN = ("VII.1", "VII.2", "II.5/bao-cao")
BY = "by: Nghị quyết số 12/NQ-HĐND ngày 25/6/2026"
CHANGES: tuple[Edit, ...] = (
    given_commune("phuong-to-hieu", f"until: 2026-06-30, successor: phuong-moi, {BY}"),
    given_commune("phuong-chieng-an", f"until: 2026-06-30, successor: phuong-moi, {BY}"),
    (
        "agencies.yaml",
        "  list:\n",
        "  list:\n    - {id: phuong-moi, since: 2026-07-01, name: UBND phường Tô Hiệu, aliases: [Tô Hiệu], place: Tô Hiệu}\n",
    ),
    given("until: 2026-06-30", "successor: so-cong-thuong", BY, agency="  - id: so-khoa-hoc-va-cong-nghe\n"),
    given(
        "until: 2026-06-30",
        BY,
        f"successor: [{{agency: {NATURE}, takes: [{', '.join(TAKEN)}]}}, {{agency: {FARMS}}}]",
        agency="  - id: so-nong-nghiep-va-moi-truong\n",
    ),
    (
        "agencies.yaml",
        "bodies:\n",
        "".join(
            f"  - {{id: {id_}, name: {name}, superior: ubnd-tinh, since: 2026-07-01}}\n"
            for id_, name in ((FARMS, "Sở Nông nghiệp"), (NATURE, "Sở Môi trường"))
        )
        + "bodies:\n",
    ),
)
ENDED = {"phuong-to-hieu", "phuong-chieng-an", "so-khoa-hoc-va-cong-nghe", "so-nong-nghiep-va-moi-truong"}


@cache
def plan_on(day: date, *edits: Edit) -> Plan:
    plan = resolve(documents_after(*edits), fingerprint="0", day=day, known_at=None)
    assert isinstance(plan, Plan), plan
    return plan


def judged(day: date, events: Sequence[Event], *edits: Edit) -> States:
    return judge(plan_on(day, *edits), events, as_of=day, known_at=None)


def first_half() -> tuple[Event, ...]:
    """Return what was recorded by the day before the changes, of a seeded year."""
    return tuple(event for event in seeded_log(2026, shipped_plan()) if max(event.date, event.recorded.date()) <= LAST)


def followers(item: str, agency: str) -> set[str]:
    """Return who goes on with what an agency left open, by the names that the decision gives."""
    if agency.startswith("phuong-"):
        return {"phuong-moi"}
    if agency == "so-khoa-hoc-va-cong-nghe":
        return {"so-cong-thuong"}
    code = item.partition("@")[0]
    if any(code == taken or code.startswith(f"{taken}/") for taken in TAKEN):
        return {NATURE}
    return {FARMS}


def owed_afresh() -> set[tuple[str, str]]:
    """Return what the part that takes only some things owes as one of all departments: what falls due later."""
    later = [
        code
        for code, item in shipped_plan().items.items()
        if {"so-tu-phap", "so-nong-nghiep-va-moi-truong"} <= set(item.agencies)
        if item.due is None or item.due.last is None or item.due.last >= FIRST
    ]
    assert later
    return {(code, NATURE) for code in later}


def fact_of(verdict: Verdict) -> tuple[object, ...]:
    return verdict.state.value, verdict.last, verdict.done_on, verdict.document, verdict.evidence, verdict.flags


def test_nothing_recorded_is_lost_or_double_on_the_day_after() -> None:
    events = first_half()
    before, after = judged(LAST, events, *CHANGES), judged(FIRST, events, *CHANGES)
    old = {(v.obligation.item.code, v.obligation.agency.id): v for v in before.verdicts}
    new = {(v.obligation.item.code, v.obligation.agency.id): v for v in after.verdicts}
    assert len(new) == len(after.verdicts)
    expected: set[tuple[str, str]] = set()
    kept, passed = Counter[str](), Counter[str]()
    for (item, agency), verdict in old.items():
        settled = verdict.state.is_done or verdict.state.value == "waived"
        if agency not in ENDED or settled:
            expected.add((item, agency))
        if agency in ENDED and settled:
            kept[agency] += 1
            assert fact_of(new[item, agency])[:5] == fact_of(verdict)[:5], (item, agency)
        elif agency in ENDED:
            passed[agency] += 1
            expected.update((item, follower) for follower in followers(item, agency))
    gone_on = {(item, agency) for item, agency in new if agency in ENDED} - expected
    # Of what goes on, the results of before stay with who had them.
    assert {new[key].state.value for key in gone_on} <= {"ongoing"}
    assert set(new) - gone_on == expected | owed_afresh()
    assert min(kept.values()) > 0, kept
    assert set(kept) | set(passed) == ENDED
    for (item, agency), verdict in old.items():
        untouched = agency not in {*ENDED, "so-cong-thuong"} and not verdict.obligation.item.is_shared
        if untouched and verdict.state.is_done:
            assert fact_of(new[item, agency])[:5] == fact_of(verdict)[:5]
    assert {entry.event.id for entry in after.ignored} == {entry.event.id for entry in before.ignored}


def test_every_delivery_is_under_one_agency_and_counts_once() -> None:
    events = first_half()
    for day in (LAST, FIRST, AUTUMN):
        states = judged(day, events, *CHANGES)
        told = Counter(
            (v.obligation.item.code, v.document, v.done_on)
            for v in states.verdicts
            if v.done_on and not v.obligation.item.is_shared and not v.obligation.item.is_ongoing
        )
        of_log = Counter(
            (event.item, event.document, event.date)
            for event in events
            if event.kind.value == "done" and not plan_on(day, *CHANGES).items[event.item].is_shared
        )
        for key, number in told.items():
            assert number <= of_log[key], (day, key)


RENAMED: tuple[Edit, ...] = (
    given("until: 2026-06-30", "successor: so-tu-phap-moi", BY),
    (
        "agencies.yaml",
        "departments:\n",
        "departments:\n  - {id: so-tu-phap-moi, name: Sở Tư pháp và Hộ tịch, since: 2026-07-01}\n",
    ),
)


def renamed(event: Event, targets: Mapping[str, str]) -> Event:
    """Return an event under the name that its agency has on its day; `targets` gives new ids of retracted ones."""
    agency = "so-tu-phap-moi" if event.agency == "so-tu-phap" and event.date > LAST else event.agency
    other = msgspec.structs.replace(event, id="", agency=agency, target=targets.get(event.target, event.target))
    return msgspec.structs.replace(other, id=event_id(event_to_dict(other)))


def test_a_new_name_changes_no_state_no_day_and_no_count_in_the_whole_year() -> None:
    plan = shipped_plan()
    events = [event for event in seeded_log(2026, plan) if event.kind.value != "retracted"]
    under_new_name = [renamed(event, {}) for event in events]
    for day in (date(2026, 3, 31), LAST, FIRST, date(2026, 9, 30), END):
        usual, other = judge(plan, events, as_of=day, known_at=None), judged(day, under_new_name, *RENAMED)

        def by_item(states: States) -> dict[str, list[tuple[object, ...]]]:
            found: dict[str, list[tuple[object, ...]]] = {}
            for verdict in states.verdicts:
                found.setdefault(verdict.obligation.item.code, []).append(fact_of(verdict))
            return {code: sorted(facts, key=repr) for code, facts in found.items()}

        left, right = by_item(usual), by_item(other)
        for code in plan.items:
            if not plan.items[code].is_ongoing:
                assert left[code] == right[code], (day, code)


def whole_log() -> tuple[Event, ...]:
    """Return the first half with what those who took over delivered until autumn."""
    new = {"phuong-moi", "so-cong-thuong", FARMS, NATURE}
    later = seeded_log(7, plan_on(AUTUMN, *CHANGES), {kind: int(kind.value == "done") for kind in WEIGHTS})
    return (*first_half(), *(event for event in later if event.agency in new and FIRST <= event.date <= AUTUMN))


CONCERNED = ("Tô Hiệu", "Chiềng An", "Khoa học", "Công Thương", "Sở Nông nghiệp", "Sở Môi trường", "xã, phường")
# What people see: lists, a letter and the summary, on the last day of before, the first of after, and in autumn.
SEEN = {
    "status": ("status",),
    "divided": ("status", "--agency", "Sở Nông nghiệp và Môi trường"),
    "merged": ("overdue", "--agency", "Tô Hiệu", "--agency", "SKHCN"),
    "letter": ("remind", "--agency", "Chiềng An", "--agency", "SKHCN", "--reply-by", "31/10/2026"),
    "summary": ("report", "semiannual"),
}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(with_log(planted(tmp_path_factory.mktemp("merged"), *CHANGES), *whole_log()))


@pytest.mark.parametrize("day", [LAST, FIRST, AUTUMN], ids=str)
def test_what_people_see_on_three_days(day: date, merged: str, papi: Papi) -> None:  # noqa: F811  # the fixture
    for name, argv in SEEN.items():
        answer = papi(*argv, "--as-of", day.isoformat(), "--plan", merged)
        assert answer.code == 0, answer.err
        golden = GOLDEN / f"{name}-{day}.txt"
        lines = answer.out.partition("\n<!-- papi.")[0].rstrip("\n").splitlines()
        if name == "summary":
            # All of it would be the golden files of test_report.py once more.
            lines = [line[:160] for line in lines if any(word in line for word in CONCERNED)]
        seen = "\n".join([answer.err.replace(merged, "KHO"), *lines, ""])
        if os.environ.get("PAPI_UPDATE_GOLDEN"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(seen, encoding="utf-8")
        assert seen == golden.read_text(encoding="utf-8"), (name, day)


def test_names_find_who_is_there_and_events_stand_under_who_owed_on_their_day(
    tmp_path: Path,
    papi: Papi,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = ("--plan", str(planted(tmp_path, *CHANGES)))

    minutes, answered = count(), list[str]()

    def on(day: str, *argv: str) -> tuple[int, str, str]:
        monkeypatch.setenv("PAPI_NOW", f"{day}T09:{next(minutes):02}:00+07:00")
        return papi(*argv, *root)

    def recorded(*argv: str) -> tuple[str, str]:
        """Return under whom an event about the report of the half year stands, and what is said."""
        code, out, err = on("2026-07-20", "record", "bao-cao-6-thang", *argv)
        assert code == 0, err
        answered.append(out)
        events = json.loads(on("2026-07-20", "log", "--format", "json")[1])["events"]
        return max(events, key=lambda one: one["recorded"])["agency"], err

    sent = ("--done", "--date")
    assert (
        on("2026-06-09", "record", "bao-cao-6-thang", "--agency", "SKHCN", *sent, "9/6/2026", "--document", "1/BC-A")[0]
        == 0
    )
    # Open, and told by the old name: before the day it is the old one's, after it that of the successor.
    assert recorded("--agency", "phuong-chieng-an", *sent, "28/6/2026", "--document", "2/BC-B") == (
        "phuong-chieng-an",
        "",
    )
    agency, said = recorded("--agency", "phuong-to-hieu", *sent, "3/7/2026", "--document", "3/BC-C")
    assert agency == "phuong-moi"
    assert "nay là UBND phường Tô Hiệu, từ ngày 01/7/2026 (Nghị quyết số 12/NQ-HĐND ngày 25/6/2026)" in said
    # Of what was delivered before, a return stands under who delivered it, whoever is named.
    agency, said = recorded(
        "--agency", "so-khoa-hoc-va-cong-nghe", "--returned", "--date", "10/7/2026", "--note", "sai"
    )
    assert agency == "so-khoa-hoc-va-cong-nghe"
    # It passes on to one that had its own open anyhow.
    assert "Sở Khoa học và Công nghệ: đã hoàn thành đúng hạn → không còn tính cho cơ quan này." in answered[-1]
    # What a divided one left open is with the part that takes the rest.
    agency, said = recorded("--agency", "Sở Nông nghiệp và Môi trường", *sent, "4/7/2026", "--document", "4/BC-D")
    assert agency == FARMS
    assert "nay là Sở Môi trường và Sở Nông nghiệp" in said
    # Filters: by the group the old ones count too, by the successor what those had delivered whom it alone follows.
    of_group = json.loads(on("2026-07-20", "status", "--group", "ubnd-cap-xa", "--format", "json")[1])["obligations"]
    assert {"phuong-chieng-an", "phuong-moi"} <= {one["agency"] for one in of_group}
    _, out, said = on("2026-07-20", "status", "--agency", "Chiềng An", "--format", "json")
    assert "UBND phường Chiềng An nay là UBND phường Tô Hiệu" in said
    answer = json.loads(out)
    assert (answer["filters"]["agencies"], answer["agency"]["id"]) == (["phuong-moi"], "phuong-moi")
    assert {one["agency"] for one in answer["obligations"]} == {"phuong-chieng-an", "phuong-moi"}
    # So does the log, as it was recorded.
    assert {
        one["agency"]
        for one in json.loads(on("2026-07-20", "log", "--agency", "Chiềng An", "--format", "json")[1])["events"]
    } == {
        "phuong-chieng-an",
        "phuong-moi",
    }
    listed = json.loads(on("2026-07-20", "agencies", "Chiềng An", "--format", "json")[1])["agencies"]
    assert [(one["until"], one["successors"]) for one in listed] == [
        ("2026-06-30", [{"agency": "phuong-moi", "takes": []}])
    ]
