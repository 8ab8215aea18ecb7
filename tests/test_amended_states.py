"""Deadlines that an amendment changes: every verdict by the one in force, before, on and after the day of its effect."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.oddities import Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.states import Flag, State, judge
from tests import handed_on, reckoning
from tests.changed_items import ANCHORED, ITEM, RELATIVE, amended, base_plan, day, states_on, verdicts_on, with_items
from tests.sample import event, events_of, seeded_log, shipped_plan
from tests.test_amendments import decided

AGENCY = "so-tu-phap"
ON_TIME, LATE, UNDATED = State.DONE_ON_TIME, State.DONE_LATE, State.DONE_UNDATED
OPEN, OVERDUE, ONGOING, WAIVED = State.IN_TIME, State.OVERDUE, State.ONGOING, State.WAIVED


def plan_of(*dues: str, on: Sequence[str]) -> Plan:
    return with_items(amended(base_plan().items[ITEM], *dues, on=on))


def told(words: str, code: str = ITEM) -> list[Event]:
    """Return events such as `done 07-14; extended 07-15 until=08-31`."""
    full = "; ".join(
        " ".join((kind, f"2026-{text}", *(other.replace("until=", "until=2026-") for other in others)))
        for kind, text, *others in (part.split() for part in words.split(";") if part.strip())
    )
    return events_of(full, f"{code}@{AGENCY}")


# Every amendment is in force from 15/7 on. On each side of the day a delivery, an extension, a waiver, or nothing.
@pytest.mark.parametrize(
    ("dues", "words", "by_day"),
    [
        # Moved to an earlier day: what came before is judged by the later one for ever.
        (("09-30", "07-31"), "", {"07-14": OPEN, "07-15": OPEN, "07-31": OPEN, "08-01": OVERDUE}),
        (("09-30", "07-10"), "", {"07-14": OPEN, "07-15": OVERDUE}),
        (("09-30", "07-10"), "done 07-14", {"07-14": ON_TIME, "07-15": ON_TIME, "12-31": ON_TIME}),
        (("09-30", "07-10"), "done 07-15", {"07-14": OPEN, "07-15": LATE}),
        (("09-30", "07-31"), "done 08-15", {"08-14": OVERDUE, "08-15": LATE}),
        (("09-30", "07-31"), "done 07-14; returned 07-20", {"07-19": ON_TIME, "07-20": OPEN, "08-01": OVERDUE}),
        (("09-30", "07-31"), "done 07-14; returned 07-20; done 08-15", {"08-15": LATE}),
        # Moved to a later day: late before stays late.
        (("06-30", "08-31"), "", {"07-14": OVERDUE, "07-15": OPEN, "08-31": OPEN, "09-01": OVERDUE}),
        (("06-30", "08-31"), "done 07-14", {"07-14": LATE, "07-15": LATE}),
        (("06-30", "08-31"), "done 07-15", {"07-15": ON_TIME}),
        # An extension is one agency's own: it outlasts an earlier day, and moves nothing beside a later one.
        (("06-30", "05-31"), "extended 06-01 until=07-31", {"07-14": OPEN, "07-15": OPEN, "08-01": OVERDUE}),
        (("06-30", "05-31"), "extended 06-01 until=07-31; done 07-20", {"07-20": ON_TIME}),
        (("06-30", "08-31"), "extended 06-01 until=07-31", {"07-31": OPEN, "08-31": OPEN, "09-01": OVERDUE}),
        (("06-30", "08-31"), "extended 07-15 until=09-15", {"09-01": OPEN, "09-16": OVERDUE}),
        (("08-31", "07-31"), "extended 07-15 until=08-15", {"08-15": OPEN, "08-16": OVERDUE}),
        # No day before, or none any more.
        (("none", "07-31"), "", {"07-14": State.UNDATED, "07-15": OPEN, "08-01": OVERDUE}),
        (("none", "07-10"), "done 07-14", {"07-14": UNDATED, "12-31": UNDATED}),
        (("none", "07-31"), "done 08-01", {"08-01": LATE}),
        (("none", "07-31"), "extended 06-01 until=08-31", {"07-14": OPEN, "08-31": OPEN, "09-01": OVERDUE}),
        (("06-30", "none"), "", {"07-14": OVERDUE, "07-15": State.UNDATED}),
        (("06-30", "none"), "done 07-14", {"12-31": LATE}),
        (("06-30", "none"), "done 07-15", {"12-31": UNDATED}),
        (("06-30", "none"), "extended 06-01 until=07-31", {"07-14": OPEN, "08-01": State.UNDATED}),
        # Results of what went on are no delivery of what has a day now; what was delivered by a day stays so.
        (("ongoing", "07-31"), "", {"07-14": ONGOING, "07-15": OPEN, "08-01": OVERDUE}),
        (("ongoing", "07-31"), "done 07-14", {"07-14": ONGOING, "07-15": OPEN, "08-01": OVERDUE}),
        (("ongoing", "07-31"), "done 07-14; done 07-15", {"07-15": ON_TIME}),
        (("06-30", "ongoing"), "", {"07-14": OVERDUE, "07-15": ONGOING}),
        (("06-30", "ongoing"), "done 06-15", {"07-14": ON_TIME, "07-15": ON_TIME, "12-31": ON_TIME}),
        (("06-30", "ongoing"), "done 06-15; returned 07-20", {"07-19": ON_TIME, "07-20": ONGOING}),
        (("06-30", "ongoing"), "done 07-15", {"07-15": ONGOING}),
        # A term, once it is known from which day it counts: ten days.
        (("relative", "08-31"), "anchored 06-01", {"06-11": OPEN, "06-12": OVERDUE, "07-15": OPEN, "09-01": OVERDUE}),
        (("08-31", "relative"), "anchored 07-20", {"07-15": State.UNDATED, "07-30": OPEN, "07-31": OVERDUE}),
        (("08-31", "relative"), "done 07-14; anchored 07-20", {"07-31": ON_TIME}),
        (("relative", "06-20"), "anchored 06-20; done 06-25", {"07-31": ON_TIME}),
        # Off the list is off the list.
        (("06-30", "08-31"), "waived 06-01", {"07-14": WAIVED, "07-15": WAIVED, "09-01": WAIVED}),
        (("06-30", "08-31"), "waived 07-15", {"07-14": OVERDUE, "07-15": WAIVED}),
    ],
)
def test_the_day_in_force_decides(dues: tuple[str, ...], words: str, by_day: dict[str, State]) -> None:
    plan, log = plan_of(*dues, on=["07-15"]), told(words)
    for text, state in by_day.items():
        answer = states_on(plan, log, text)
        assert answer.ignored == ()
        assert verdicts_on(plan, log, text)[AGENCY].state is state, text
        reckoning.assert_the_same(plan, log, day(text))


def test_both_days_and_the_amendment_are_told() -> None:
    plan = plan_of("09-30", "07-31", "08-31", on=["06-15", "07-15"])
    verdicts = {text: verdicts_on(plan, [], text)[AGENCY] for text in ("06-14", "06-15", "07-15")}
    told_of = {text: (verdict.last, verdict.original, verdict.earlier) for text, verdict in verdicts.items()}
    assert told_of["06-14"] == (day("09-30"), day("09-30"), None)
    last, original, earlier = told_of["06-15"]
    assert (last, original) == (day("07-31"), day("07-31"))
    assert earlier is not None
    assert (earlier.last, earlier.changed.amendment, earlier.changed.until) == (day("09-30"), "qd-1", day("06-15"))
    _, _, earlier = told_of["07-15"]
    assert earlier is not None
    assert (earlier.last, earlier.changed.amendment) == (day("07-31"), "qd-2")
    delivered = verdicts_on(plan, told("done 06-20"), "12-31")[AGENCY]
    assert (delivered.last, delivered.earlier and delivered.earlier.changed.amendment) == (day("07-31"), "qd-1")


def test_an_amendment_is_no_extension() -> None:
    plan = plan_of("06-30", "08-31", on=["07-15"])
    for words, is_extended in (
        ("", False),
        ("done 07-20", False),
        ("extended 06-01 until=07-31", False),  # beside the later day it moves nothing
        ("extended 06-01 until=09-30", True),
        ("extended 06-01 until=07-31; done 07-01", True),  # judged by the day granted, as the plan was then
    ):
        assert (Flag.EXTENDED in verdicts_on(plan, told(words), "12-31")[AGENCY].flags) is is_extended, words


def test_an_extension_is_compared_with_the_day_in_force_on_its_own_day() -> None:
    plan = plan_of("06-30", "08-31", on=["07-15"])
    before, on_it, after = told("extended 07-14 until=08-01; extended 07-15 until=08-20; extended 07-16 until=09-01")
    index = LogIndex(plan)
    assert examine_candidate(plan, index, before) == ()
    refused = RefusedEvent(on_it, RefusalReason.NO_LATER_DAY, last_day=day("08-31"))
    assert examine_candidate(plan, index, on_it) == refused
    assert examine_candidate(plan, index, after) == ()
    assert review_log(plan, [before, on_it, after]) == (refused,)
    # What was right on its day stays right whatever is amended later.
    assert states_on(plan, [before, after], "12-31").ignored == ()


def test_a_term_that_counts_from_what_was_amended() -> None:
    items = base_plan().items
    plan = with_items(amended(items[RELATIVE], "07-31", "06-30", on=["07-15"]))
    log = told("done 07-10", RELATIVE)
    assert verdicts_on(plan, log, "07-20", RELATIVE)[AGENCY].state is ON_TIME
    assert verdicts_on(plan, log, "07-20", ANCHORED)[AGENCY].last == day("07-15")
    reckoning.assert_the_same(plan, log, day("07-20"))


def test_a_delivery_dated_far_back_is_doubtful_by_the_days_in_force_then_and_now() -> None:
    for dues, is_doubtful in (
        (("09-30", "07-31"), True),  # overdue now, and on time by the day in force then
        (("06-30", "08-31"), False),  # late by the day in force then
        (("09-30", "08-31"), False),  # nobody calls it overdue yet
    ):
        plan = plan_of(*dues, on=["07-15"])
        (late,) = events_of("done 2026-07-14 recorded=2026-08-25T09:00:00+07:00", f"{ITEM}@{AGENCY}")
        found = examine_candidate(plan, LogIndex(plan), late)
        assert isinstance(found, tuple)
        assert [one.oddity for one in found] == [Oddity.TURNS_ON_TIME] * is_doubtful


# Any amendments and any story


KINDS = (
    "progress", "submitted", "done", "done", "returned", "supplement-requested", "extended", "extension-requested",
    "extension-refused", "nothing-to-report", "waived", "anchored",
)  # fmt: skip
TURNS = ("05-01", "07-15", "09-01")


def chance_story(chance: random.Random, agencies: Sequence[str], code: str, most: int = 8) -> list[Event]:
    """Return events of any kinds, most of them within days of a turn; each names one of the agencies."""
    found: list[Event] = []
    for number in range(chance.randint(0, most)):
        when = day(chance.choice(TURNS)) + timedelta(days=chance.choice([-40, -20, -2, -1, 0, 1, 2, 15, 30]))
        kind, agency = chance.choice(KINDS), chance.choice(agencies)
        others: dict[str, object] = {"evidence": None} if chance.random() < 0.3 else {}
        if kind.startswith("exten") and kind != "extension-refused":
            others["until"] = (when + timedelta(days=chance.choice([-30, 5, 20, 60]))).isoformat()
        recorded = f"2026-12-31T09:00:{chance.randrange(60):02}.{number:06}+07:00"
        found.append(event(kind, when.isoformat(), item=code, agency=agency, recorded=recorded, **others))
    return found


def chance_dues(chance: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    turns = tuple(sorted(chance.sample(TURNS, chance.randint(1, 3))))
    dues = tuple(
        chance.choice(["04-20", "06-30", "07-31", "10-01", "none", "ongoing", "relative"]) for _ in (*turns, "")
    )
    return dues, turns


DAYS = tuple(day(turn) + timedelta(days=days) for turn in TURNS for days in (-21, -1, 0, 1, 16))


def test_any_amendments_and_stories_are_judged_as_reckoned() -> None:
    states: set[State] = set()
    for seed in range(120):
        chance = random.Random(seed)
        dues, turns = chance_dues(chance)
        plan, log = plan_of(*dues, on=turns), chance_story(chance, [AGENCY], ITEM)
        for as_of in DAYS:
            try:
                reckoning.assert_the_same(plan, log, as_of)
            except AssertionError as error:
                error.add_note(f"seed {seed}, {as_of}: {dues} on {turns}: {log}")
                raise
            states.update(verdict.state for verdict in judge(plan, log, as_of=as_of, known_at=None).verdicts)
    assert states == set(State)


def test_an_amendment_changes_no_verdict_before_its_day_and_no_order_of_events_any() -> None:
    changed = 0
    for seed in range(60):
        chance = random.Random(seed)
        dues, turns = chance_dues(chance)
        log = chance_story(chance, [AGENCY], ITEM)
        plan = plan_of(*dues, on=turns)
        shuffled = chance.sample(log, len(log))
        for as_of in DAYS:
            answer = judge(plan, log, as_of=as_of, known_at=None)
            assert judge(plan, shuffled, as_of=as_of, known_at=None) == answer
            # The plan as it was on that day, when nobody knew of what came later.
            since = [turn for turn in turns if day(turn) <= as_of]
            then = judge(plan_of(*dues[: len(since) + 1], on=since), log, as_of=as_of, known_at=None)
            pairs = zip(then.verdicts, answer.verdicts, strict=True)
            assert [one._replace(obligation=other.obligation) for one, other in pairs] == list(answer.verdicts)
            assert then.ignored == answer.ignored
            changed += len(since) < len(turns)
    assert changed


# Through the files: a made-up decision of fifteen changes, in force from 15/7


def test_a_decision_of_fifteen_changes_is_judged_as_reckoned_and_rewrites_nothing() -> None:
    log = seeded_log(15, shipped_plan())
    before = judge(shipped_plan(), log, as_of=day("07-14"), known_at=None)
    then = judge(decided(day("07-14")), log, as_of=day("07-14"), known_at=None)
    assert then.verdicts == before.verdicts
    assert then.ignored == before.ignored
    told = {one.obligation.id: one for one in before.verdicts}
    for text in ("07-15", "12-31"):
        plan, as_of = decided(day(text)), day(text)
        reckoning.assert_the_same(plan, log, as_of)
        assert len(handed_on.assert_all_the_same(plan, log, as_of)) == 3
        after = {one.obligation.id: one for one in judge(plan, log, as_of=as_of, known_at=None).verdicts}
        returned = {f"{entry.item}@{entry.agency}" for entry in log if entry.kind.value in ("returned", "retracted")}
        delivered = {id_ for id_, one in told.items() if one.state.is_done} - returned
        # What was delivered before is judged as it was, also what was dropped or led by another agency since.
        assert len(delivered) > 50
        assert all((after[id_].state, after[id_].last) == (told[id_].state, told[id_].last) for id_ in delivered)
        gone = {id_ for id_, one in told.items() if not one.state.is_done} - set(after)
        assert {id_.partition("@")[0] for id_ in gone} <= {code for code, item in plan.items.items() if item.former}
        assert after.keys() - told.keys()
    amended_ones = [one for one in after.values() if one.earlier]
    assert {one.earlier.changed.amendment for one in amended_ones if one.earlier} == {"a"}
