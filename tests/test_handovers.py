"""Agencies that follow one another: who owes what, what stays with those before, and that nothing is lost or double."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from papi_cli.log.activity import Activity
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.fold import IgnoredEvent
from papi_cli.log.index import LogIndex
from papi_cli.log.moved_anchors import delivery_moved
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import group_by_obligation
from papi_cli.log.succession import successions
from papi_cli.plan.amendments import Handover
from papi_cli.plan.choices import FulfilledBy
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.states import State, Verdict, judge
from papi_cli.views.oddities import oddity_words
from papi_cli.views.recording import recording_effect_lines
from papi_cli.views.refusals import refusal_words
from tests import handed_on, reckoning
from tests.amended import amendment_text
from tests.changed_items import (
    ANCHORED,
    ITEM,
    RELATIVE,
    amended,
    base_plan,
    day,
    due,
    followed,
    states_on,
    verdicts_on,
    with_items,
)
from tests.sample import ZONE, events_of, seeded_log
from tests.test_amended_states import chance_story
from tests.test_succession import given, given_commune
from tests.tree import document_of, documents_after, shipped_plan

# Short names for agencies of the shipped plan.
A, B, C, D = "so-tu-phap", "so-y-te", "so-noi-vu", "so-tai-chinh"
NAMES = {"A": A, "B": B, "C": C, "D": D}


def spelled(words: str) -> str:
    return " ".join(NAMES.get(word, word) for word in words.split())


def item_of(handovers: str, now: str, heirs: str, code: str = ITEM) -> Item:
    """Return an item such as `A 06-30 C; B 06-30 C`, now of `C`, an heir."""
    several = [spelled(words) for words in handovers.split(";") if words.strip()]
    return followed(base_plan().items[code], *several, now=spelled(now), heirs=spelled(heirs))


def story(words: str, code: str = ITEM) -> list[Event]:
    """Return events such as `A done 03-01; C returned 07-10`, recorded one after the other at the end of the year."""
    found: list[Event] = []
    for number, part in enumerate(filter(None, map(str.strip, words.split(";")))):
        agency, kind, text, *others = part.split()
        others = [other.replace("until=", "until=2026-") for other in others]
        words_of_event = (kind, f"2026-{text}", *others, f"recorded=2026-12-31T09:00:{number:02}+07:00")
        found += events_of(" ".join(words_of_event), f"{code}@{NAMES[agency]}")
    return found


def held(plan: Plan, log: Sequence[Event], text: str, code: str = ITEM) -> dict[str, str]:
    short = {id_: name for name, id_ in NAMES.items()}
    return {short[agency]: verdict.state.value for agency, verdict in verdicts_on(plan, log, text, code).items()}


CHAIN = ("A 06-30 B; B 08-31 C", "C", "B C")
MERGER = ("A 06-30 C; B 06-30 C", "C", "C")
INTO_ONE_THAT_OWES = ("A 06-30 C; B 06-30 C", "C", "")
SPLIT = ("A 06-30 B C", "B C", "B C")
BACK = ("A 06-30 B; B 08-31 A", "A", "A B")
ENDED = ("A 06-30", "B", "")

ON_TIME, LATE, OPEN, OVERDUE, WAIVED = "done_on_time", "done_late", "in_time", "overdue", "waived"


@pytest.mark.parametrize(
    ("lineage", "words", "on", "owed"),
    [
        # What was open passes on; nothing is owed twice.
        (CHAIN, "", "06-30", {"A": OPEN}),
        (CHAIN, "", "07-01", {"B": OPEN}),
        (CHAIN, "", "09-01", {"C": OPEN}),
        (CHAIN, "", "12-10", {"C": OVERDUE}),
        # What was delivered by the last day stays with who delivered it, also on the very day.
        (CHAIN, "A done 06-30", "12-10", {"A": ON_TIME}),
        (CHAIN, "A waived 06-30", "12-10", {"A": WAIVED}),
        (CHAIN, "B done 07-01", "12-10", {"B": ON_TIME}),
        (CHAIN, "C done 12-05", "12-10", {"C": LATE}),
        # One that names the old agency after its end is of whoever holds the obligation.
        (CHAIN, "A done 07-01", "12-10", {"B": ON_TIME}),
        (CHAIN, "A done 09-01", "12-10", {"C": ON_TIME}),
        (CHAIN, "A progress 07-01; A done 12-05", "12-10", {"C": LATE}),
        # A return opens it again, and it passes on, under whichever name the return was recorded.
        (CHAIN, "A done 06-01; A returned 07-15", "07-14", {"A": ON_TIME}),
        (CHAIN, "A done 06-01; A returned 07-15", "07-15", {"B": OPEN}),
        (CHAIN, "A done 06-01; B returned 07-15", "07-15", {"B": OPEN}),
        (CHAIN, "A done 06-01; C returned 09-15", "12-10", {"C": OVERDUE}),
        (CHAIN, "A done 06-01; A returned 09-15; C done 09-20", "12-10", {"C": ON_TIME}),
        (CHAIN, "B done 08-01; B returned 09-15", "09-15", {"C": OPEN}),
        # A further document of what is delivered, or a request for a supplement, moves nothing.
        (CHAIN, "A done 06-01; B done 07-15", "12-10", {"A": ON_TIME}),
        (CHAIN, "A done 06-01; C supplement-requested 09-15", "12-10", {"A": ON_TIME}),
        # A retraction gives it back.
        (CHAIN, "A extended 06-01 until=12-20", "12-15", {"C": OPEN}),
        (MERGER, "", "06-30", {"A": OPEN, "B": OPEN}),
        (MERGER, "", "07-01", {"C": OPEN}),
        (MERGER, "A done 06-01", "07-01", {"A": ON_TIME, "C": OPEN}),
        (MERGER, "A done 06-01; B done 06-02", "07-01", {"A": ON_TIME, "B": ON_TIME}),
        (MERGER, "A done 06-01; B done 06-02; A returned 07-10", "07-10", {"B": ON_TIME, "C": OPEN}),
        (MERGER, "A done 06-01; B done 06-02; C returned 07-10", "07-10", {"C": OPEN}),
        (MERGER, "A done 06-01; A returned 06-05; B done 06-10", "07-10", {"B": ON_TIME, "C": OPEN}),
        (INTO_ONE_THAT_OWES, "C done 06-01", "06-30", {"A": OPEN, "B": OPEN, "C": ON_TIME}),
        (INTO_ONE_THAT_OWES, "C done 06-01", "07-01", {"C": ON_TIME}),
        (INTO_ONE_THAT_OWES, "A done 06-01; B done 06-02", "07-01", {"A": ON_TIME, "B": ON_TIME, "C": OPEN}),
        # What A gave back before does not touch what C delivered.
        (INTO_ONE_THAT_OWES, "C done 05-01; A done 06-01; A returned 06-05", "07-01", {"C": ON_TIME}),
        (SPLIT, "", "07-01", {"B": OPEN, "C": OPEN}),
        (SPLIT, "A done 06-01", "07-01", {"A": ON_TIME}),
        (SPLIT, "A done 06-01; B returned 07-05", "07-05", {"B": OPEN, "C": OPEN}),
        (SPLIT, "B done 07-05", "12-10", {"B": ON_TIME, "C": OVERDUE}),
        (SPLIT, "A done 07-05", "12-10", {"B": ON_TIME, "C": ON_TIME}),
        (BACK, "", "07-01", {"B": OPEN}),
        (BACK, "", "09-01", {"A": OPEN}),
        (BACK, "A done 06-01", "09-01", {"A": ON_TIME}),
        (BACK, "A done 06-01; A returned 09-10", "09-10", {"A": OPEN}),
        (BACK, "A done 06-01; A returned 07-10", "07-10", {"B": OPEN}),
        (BACK, "B done 07-10", "09-01", {"B": ON_TIME}),
        (BACK, "B done 07-10; A returned 09-10", "09-10", {"A": OPEN}),
        (ENDED, "", "06-30", {"A": OPEN, "B": OPEN}),
        (ENDED, "", "07-01", {"B": OPEN}),
        (ENDED, "A done 06-30", "07-01", {"A": ON_TIME, "B": OPEN}),
    ],
)
def test_who_owes_it(lineage: tuple[str, str, str], words: str, on: str, owed: dict[str, str]) -> None:
    assert held(with_items(item_of(*lineage)), story(words), on) == owed


# Any handovers and any story


NOT_OF_ONGOING = ("supplement-requested", "anchored", "extension-requested")


def chance_item(chance: random.Random) -> Item:
    """Return an item with up to four handovers among four agencies, as they may follow each other, or dropped."""
    agencies = [A, B, C, D]
    own = set(chance.sample(agencies, chance.randint(1, 3)))
    owing, heirs, former = set(own), set[str](), list[Handover]()
    last = date(2026, 5, 31)
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.7:
            last += timedelta(days=chance.choice([15, 45]))
        gone = chance.choice(sorted(owing))
        others = [one for one in agencies if one != gone]
        # Only what somebody owed from the beginning ends with nobody in its place.
        most = [0, 1, 1, 1, 1, 2] if gone not in heirs else [1, 1, 1, 2]
        to = tuple(chance.sample(others, chance.choice(most)))
        # Nobody takes over on the day on which it ends itself, or hands on what came that day.
        if any(one.last == last and (one.agency in to or gone in one.to) for one in former):
            continue
        heirs |= {one for one in to if one not in owing and one not in own} | (set(to) - owing)
        owing = (owing - {gone}) | set(to)
        former.append(Handover(gone, last, to, "", ""))
        if not owing:
            break
    words = chance.choice(["06-30", "09-30", "none", "ongoing"])
    item = base_plan().items[ITEM]._replace(due=due(words))
    if chance.random() < 0.3:
        item = amended(item, words, chance.choice(["05-20", "07-31", "12-01", "none", "ongoing"]), on=["07-15"])
    order = base_plan().in_official_order(owing)
    return item._replace(agencies=order, former=tuple(former), heirs=tuple(sorted(heirs)))


def chance_log(chance: random.Random, item: Item) -> list[Event]:
    names = list(dict.fromkeys([*item.agencies, *(one.agency for one in item.former)]))
    log = chance_story(chance, names, ITEM, most=10)
    goes_on = any(entry is not None and entry.kind.goes_on for _, entry in reckoning.phases(item))
    return [one for one in log if not (goes_on and one.kind.value in NOT_OF_ONGOING)]


DAYS = tuple(day(text) for text in ("05-31", "06-01", "06-16", "07-14", "07-31", "09-15", "12-10"))


def test_any_handovers_and_stories_are_judged_as_reckoned() -> None:
    kept = several = 0
    for seed in range(150):
        chance = random.Random(seed)
        item = chance_item(chance)
        log, plan = chance_log(chance, item), with_items(item)
        for as_of in DAYS:
            try:
                holders = handed_on.assert_the_same(plan, item, log, as_of)
            except AssertionError as error:
                error.add_note(f"seed {seed}, {as_of}: {item.former}, own {item.heirs}: {log}")
                raise
            kept += sum(tale.stays for tale in holders.tales.values())
            several += len(holders.tales) > 1
    assert kept > 20
    assert several > 20


def test_a_handover_changes_no_verdict_before_it_and_the_order_of_events_none() -> None:
    later = 0
    for seed in range(60):
        chance = random.Random(seed)
        item = chance_item(chance)
        log, plan = chance_log(chance, item), with_items(item)
        shuffled = chance.sample(log, len(log))
        for as_of in DAYS:
            answer = judge(plan, log, as_of=as_of, known_at=None)
            assert judge(plan, shuffled, as_of=as_of, known_at=None) == answer
            happened = tuple(one for one in item.former if one.last < as_of)
            owing = [one for one in plan.accountable_agencies[ITEM] if owes_on(item, one, as_of)]
            then = with_items(
                item._replace(former=happened, agencies=plan.in_official_order(owing), heirs=heirs_of(item, happened))
            )
            before = judge(then, log, as_of=as_of, known_at=None)
            pairs = zip(before.verdicts, answer.verdicts, strict=True)
            assert [one._replace(obligation=other.obligation) for one, other in pairs] == list(answer.verdicts)
            later += len(happened) < len(item.former)
    assert later > 20


def owes_on(item: Item, agency: str, as_of: date) -> bool:
    return any(first <= as_of <= last for first, last, _ in item.tenures_of(agency))


def heirs_of(item: Item, happened: Sequence[Handover]) -> tuple[str, ...]:
    return tuple(heir for heir in item.heirs if any(heir in one.to for one in happened))


def test_what_is_recorded_counts_and_what_is_refused_would_not() -> None:
    answers: set[RefusalReason | None] = set()
    for seed in range(150):
        chance = random.Random(seed)
        item = chance_item(chance)
        several = chance_log(chance, item) or story("B done 03-01")
        candidate = chance.choice(several)
        log = [entry for entry in several if entry.id != candidate.id]
        plan = with_items(item)
        index = LogIndex(plan)
        if item.former:
            index.course_of(ITEM, item.former[0].agency, date.max)
        index.add(log)
        found = examine_candidate(plan, index, candidate)
        ignored = {entry.event.id: entry.reason for entry in states_on(plan, [*log, candidate], "12-31").ignored}
        reason = found.reason if isinstance(found, RefusedEvent) else None
        assert ignored.get(candidate.id) is reason, (seed, candidate)
        refused = {one.event.id for one in review_log(plan, in_fold_order(log)) if isinstance(one, RefusedEvent)}
        assert refused == {entry.event.id for entry in states_on(plan, log, "12-31").ignored}
        answers.add(reason)
    assert {None, RefusalReason.NOT_DONE} <= answers


def test_every_event_that_counted_before_counts_for_whom_the_rule_says_and_for_nobody_else() -> None:
    seen: set[str] = set()
    for seed in range(200):
        chance = random.Random(seed)
        lineage = chance.choice([CHAIN, MERGER, SPLIT, INTO_ONE_THAT_OWES])
        item = item_of(*lineage)
        last = item.former[0].last
        log = [entry for entry in chance_log(chance, item) if entry.date <= last]
        plan = with_items(item)
        before, after = (holdings(plan, log, day) for day in (last, last + timedelta(days=1)))
        counting = {id_ for one in before.values() for id_ in one}
        ignored = {entry.event.id for entry in judge(plan, log, as_of=last, known_at=None).ignored}
        assert counting == {entry.id for entry in log} - ignored
        for agency, ids in before.items():
            takers = next((one.to for one in item.former if one.agency == agency and one.last == last), None)
            settled = verdicts_of(plan, log, last)[agency].state not in (State.IN_TIME, State.OVERDUE)
            expected = {agency} if takers is None or settled else set(takers)
            # What came to nothing before (delivered and returned) need not be in a story that others join.
            mine = {holder for holder, others in after.items() if others & (ids - gone_by(log))}
            assert mine <= expected
            assert mine == expected or not ids - gone_by(log)
            seen.add("settled" if settled else "open")
    assert seen == {"settled", "open"}


def holdings(plan: Plan, log: Sequence[Event], day: date) -> dict[str, set[str]]:
    """Return the ids of the events that count in each obligation of the item at the end of a day."""
    stories = group_by_obligation(plan, log, day, ZONE, [])
    found = successions(plan, plan.items[ITEM], stories, day)
    return {one.agency: {entry.id for entry in one.story} for each in found.values() for one in each.holdings}


def gone_by(log: Sequence[Event]) -> set[str]:
    """Return the ids of what is delivered, sent back or asked to be completed: what of it stands is for the verdict to say."""
    return {entry.id for entry in log if entry.kind.value in ("done", "returned", "supplement-requested")}


def verdicts_of(plan: Plan, log: Sequence[Event], day: date) -> dict[str, Verdict]:
    return verdicts_on(plan, log, day.isoformat()[5:])


def test_what_is_odd_about_an_event_is_asked_of_those_who_owed_it_on_its_day() -> None:
    # Each delivered by itself, the one later recorded first, and was reminded of nothing that another had delivered.
    log = story("B done 03-10; C done 03-05; A reminded 03-12; A done 03-20")
    assert odd(with_items(item_of(*INTO_ONE_THAT_OWES)), log) == set()
    # After the handover the story of all is that of the one.
    plan = with_items(item_of(*MERGER))
    for words, oddities in (
        ("A done 06-10; B waived 06-20; C reminded 07-10", {Oddity.DELIVERED_REMINDED}),
        ("A done 06-10; B progress 06-20; C reminded 07-10", set()),
        ("A done 06-10; B waived 06-20; B done 06-25", {Oddity.DONE_AND_WAIVED}),
        ("A done 06-10; B done 06-05; A done 06-05 document=46/KH-UBND", {Oddity.EARLIER_DONE}),
        ("A waived 06-10; B done 06-05", set()),
    ):
        assert odd(plan, story(words)) == oddities, words


def odd(plan: Plan, log: Sequence[Event]) -> set[Oddity]:
    """Return what is odd about events beside those of the same obligation."""
    asked = {Oddity.EARLIER_DONE, Oddity.DELIVERED_REMINDED, Oddity.DONE_AND_WAIVED}
    return {one.oddity for one in review_log(plan, in_fold_order(log)) if isinstance(one, OddEvent)} & asked


def test_an_event_under_a_lead_that_an_amendment_took_it_from_is_remarked_with_whom_it_counts_for() -> None:
    item = item_of(*CHAIN)
    first, second = item.former
    plan = with_items(item._replace(former=(first._replace(amendment="qd-1", document=""), second)))
    for words, holders in (
        ("A done 07-05", (B,)),
        ("A done 09-05", (C,)),
        ("A progress 07-05", (B,)),
        ("A done 06-30", None),
        ("B done 07-05", None),
        # B ended: that is said where its name is typed.
        ("B done 09-05", None),
        # What A delivered is its own, and so is what is told of that.
        ("A done 06-20; A supplement-requested 07-05", None),
        ("A done 06-20; A returned 07-05; A done 07-10", (B,)),
    ):
        log = story(words)
        found = [one for one in review_log(plan, in_fold_order(log)) if isinstance(one, OddEvent)]
        remarks = [one for one in found if one.oddity is Oddity.HANDED_ON]
        assert [(one.event, one.held_by) for one in remarks] == ([(log[-1], holders)] if holders else []), words
        for one in remarks:
            assert not one.oddity.is_doubtful
            said = oddity_words(plan, one)
            assert "từ ngày 01/7/2026" in said
            assert f"Sở Tư pháp không còn chịu trách nhiệm về {ITEM}: sự kiện được tính cho" in said
            assert all(plan.agencies[holder].name in said for holder in holders or ())


def test_a_recording_says_which_obligations_it_brings_and_takes() -> None:
    plan = with_items(item_of(*CHAIN))

    def said(before: str, after: str) -> tuple[str, ...]:
        log, more = story(before), story(f"{before}; {after}")
        return recording_effect_lines(states_on(plan, log, "07-20"), states_on(plan, more, "07-20"), more[len(log) :])

    assert said("B progress 07-05", "B progress 07-06") == (
        f"{ITEM}, Sở Y tế: vẫn chưa hoàn thành, trong hạn (còn 133 ngày).",
    )
    # Recorded late, for the agency that is no more: it had delivered, and nothing passed on.
    (came,) = said("B progress 07-05", "A done 06-20")
    assert came.startswith(f"{ITEM}, Sở Tư pháp: chưa hoàn thành, trong hạn")
    assert came.endswith("→ đã hoàn thành đúng hạn.")
    # What nobody owed any more, since it was dropped.
    dropped = with_items(item_of("A 06-30", "", "")._replace(dropped_on=day("07-01"), agencies=()))
    log = story("A done 06-20")
    lines = recording_effect_lines(states_on(dropped, [], "07-20"), states_on(dropped, log, "07-20"), log)
    assert lines == (f"{ITEM}, Sở Tư pháp: nay tính cho cơ quan này: đã hoàn thành đúng hạn.",)
    (line,) = recording_effect_lines(states_on(dropped, log, "07-20"), states_on(dropped, [], "07-20"), log)
    assert line == f"{ITEM}, Sở Tư pháp: đã hoàn thành đúng hạn → không còn tính cho cơ quan này."
    # Under the new name, about what the old one delivered.
    assert said("A done 06-20", "B progress 07-06") == (f"{ITEM}, Sở Tư pháp: vẫn đã hoàn thành đúng hạn.",)


# Work that goes on


ENDS_IN_JULY = ("A 07-15 C", "C B", "C")


def ongoing_plan(lineage: tuple[str, str, str]) -> Plan:
    return with_items(item_of(*lineage)._replace(due=due("ongoing")))


def activities(verdict: Verdict) -> list[tuple[str, str, str]]:
    short = {id_: name for name, id_ in NAMES.items()}
    return [(one.period.id, one.activity.value, short.get(one.agency, "")) for one in verdict.activities]


def test_periods_that_were_over_are_told_under_the_old_name_and_later_ones_under_the_new_one() -> None:
    log = story("A done 03-01; C done 08-01")
    plan = ongoing_plan(ENDS_IN_JULY)
    assert held(plan, log, "07-15") == {"A": "ongoing", "B": "ongoing"}
    after = verdicts_on(plan, log, "09-01")
    assert set(after) == {B, C}
    assert activities(after[C]) == [("semiannual", "result", "A"), ("annual", "result", "")]
    assert (after[C].activity, after[C].named) == (Activity.RESULT, (C, A))
    # A report on the period that was over tells it under the name of that time, and nothing twice.
    semiannual, annual = plan.periods
    report = judge(plan, log, as_of=day("09-01"), known_at=None, period=semiannual)
    told = {one.obligation.agency.id: one for one in report.verdicts if one.obligation.item.code == ITEM}
    assert set(told) == {A, B}
    assert activities(told[A]) == [("semiannual", "result", "")]
    assert told[A].activity is Activity.RESULT
    report = judge(plan, log, as_of=day("09-01"), known_at=None, period=annual)
    assert {one.obligation.agency.id for one in report.verdicts if one.obligation.item.code == ITEM} == {B, C}
    # A result of a period that is over can be sent back later, whoever is there now.
    returned = [*log[:1], *story("C returned 07-20")]
    assert activities(verdicts_on(plan, returned, "09-01")[C]) == [("semiannual", "none", "A"), ("annual", "none", "")]


def test_of_several_that_merge_or_split_each_period_is_told_once() -> None:
    merged = ongoing_plan(("A 07-15 C; B 07-15 C", "C", "C"))
    after = verdicts_on(merged, story("A done 03-01; A returned 03-05; B done 02-01"), "09-01")
    assert activities(after[C]) == [
        ("semiannual", "none", "A"),
        ("semiannual", "result", "B"),
        ("annual", "result", ""),
    ]
    split = verdicts_on(ongoing_plan(("A 07-15 B C", "B C", "B C")), story("A done 03-01"), "09-01")
    assert [activities(split[agency]) for agency in (B, C)] == [
        [("semiannual", "result", "A"), ("annual", "result", "")],
        [("annual", "result", "")],
    ]


# Shared items, anchors, items that were dropped or added


def test_of_what_one_delivers_for_all_those_owe_it_who_did_on_that_day() -> None:
    plan = with_items(item_of("A 06-30 C", "B C", "C")._replace(fulfilled_by=FulfilledBy.ANY))
    assert held(plan, [], "06-30") == {"A": OPEN, "B": OPEN}
    assert held(plan, [], "07-01") == {"B": OPEN, "C": OPEN}
    assert held(plan, story("B done 06-30"), "07-01") == {"A": ON_TIME, "B": ON_TIME}
    assert held(plan, story("B done 07-01"), "07-01") == {"B": ON_TIME, "C": ON_TIME}
    assert held(plan, story("A done 07-05"), "07-05") == {"B": ON_TIME, "C": ON_TIME}
    assert held(plan, story("B done 06-30; A returned 07-05"), "07-05") == {"B": OPEN, "C": OPEN}


def test_a_term_counts_from_the_delivery_of_an_agency_that_is_no_more() -> None:
    dated = item_of("A 06-30 C", "C", "C", RELATIVE)._replace(due=due("07-31"))
    plan = with_items(dated, item_of("A 06-30 C", "C", "C", ANCHORED))
    for words, last in (("A done 06-20", "06-25"), ("A done 07-10", "07-15"), ("C done 07-10", "07-15")):
        verdict = verdicts_on(plan, story(words, RELATIVE), "12-31", ANCHORED)[C]
        assert (verdict.last, verdict.anchor and verdict.anchor.date) == (day(last), day(words[-5:]))
        assert LogIndex(plan, story(words, RELATIVE)).anchored_day(ANCHORED, C, day("12-31")) == day(last)


def test_a_term_that_passes_on_counts_from_where_it_counted() -> None:
    """B has the term from A alone, whose own delivery it counted from: that of D, or its own, is another day."""
    deliveries = story("D done 03-01; A done 06-25; B done 02-01", RELATIVE)
    dated = base_plan().items[RELATIVE]._replace(due=due("07-31"))
    for handovers, now, heirs, owing, last in (
        ("A 06-27 B", "B D", "B", "A D", "06-30"),
        ("A 06-26 C; C 06-27 B", "B D", "B C", "A D", "06-30"),
        # B delivers it as well.
        ("A 06-27 B", "B D", "B", "A B D", "06-30"),
        # B owes the term of its own accord, and goes on by its own day.
        ("A 06-27 B", "B D", "", "A B D", "02-06"),
        # A does not deliver it: it counted from anybody's, the first one.
        ("A 06-27 B", "B D", "B", "B D", "02-06"),
    ):
        relative = dated._replace(agencies=tuple(spelled(owing).split()))
        item = item_of(handovers, now, heirs, ANCHORED)
        plan = with_items(item)
        plan = replace(plan, items={**plan.items, RELATIVE: relative})
        log = [event for event in deliveries if event.agency in relative.agencies]
        case = handovers, heirs, owing
        assert verdicts_on(plan, log, "07-01", ANCHORED)[B].last == day(last), case
        assert LogIndex(plan, log).anchored_day(ANCHORED, B, day("07-01")) == day(last), case


def test_a_delivery_that_is_moved_excuses_what_the_agency_of_that_time_delivered() -> None:
    dated = item_of("A 06-30 C", "C", "C", RELATIVE)._replace(due=due("07-31"))
    plan = with_items(dated, item_of("A 06-30 C", "C", "C", ANCHORED))
    (sent,), (moved,) = story("A done 06-20", RELATIVE), story("A done 06-24", RELATIVE)
    for words, agency in (("A done 06-28", A), ("C done 07-01", None), ("A progress 06-28", None)):
        found = delivery_moved(plan, LogIndex(plan, story(words, ANCHORED)), moved, sent)
        assert (found and found.excused) == (agency and ((ANCHORED, agency),)), words


def test_what_is_dropped_keeps_what_was_delivered_and_takes_nothing_any_more() -> None:
    item = item_of("A 07-14; B 07-14", "", "")._replace(dropped_on=day("07-15"), dropped_by="qd-1", agencies=())
    plan = with_items(item)
    log = story("A done 07-14")
    assert held(plan, log, "07-14") == {"A": ON_TIME, "B": OPEN}
    assert held(plan, log, "07-15") == {"A": ON_TIME}
    index = LogIndex(plan, log)
    for words, is_taken in (("B done 07-14", True), ("B done 07-15", False), ("A returned 07-15", False)):
        (candidate,) = story(words)
        found = examine_candidate(plan, index, candidate)
        assert isinstance(found, RefusedEvent) is not is_taken
        if isinstance(found, RefusedEvent):
            assert found.reason is RefusalReason.DROPPED
            assert "không còn trong kế hoạch từ ngày 15/7/2026" in refusal_words(plan, found).message
            assert states_on(plan, [*log, candidate], "12-31").ignored == (
                IgnoredEvent(candidate, RefusalReason.DROPPED),
            )
    # What happened before and is recorded late counts.
    assert held(plan, [*log, *story("B done 07-10")], "12-31") == {"A": ON_TIME, "B": ON_TIME}


def test_events_of_days_on_which_nobody_owed_it_are_refused_with_the_day() -> None:
    added = base_plan().items[ITEM]._replace(agencies=(A, B), since=day("07-15"), added_by="qd-1")
    cases = (
        (added, "A progress 07-14", RefusalReason.NOT_YET_OWED, "có trong kế hoạch từ ngày 15/7/2026"),
        (item_of(*CHAIN), "B progress 06-30", RefusalReason.NOT_YET_OWED, "từ ngày 01/7/2026"),
        (item_of(*ENDED), "A progress 07-01", RefusalReason.NO_LONGER_OWED, "sau ngày 30/6/2026"),
    )
    for item, words, reason, said in cases:
        plan, (candidate,) = with_items(item), story(words)
        found = examine_candidate(plan, LogIndex(plan), candidate)
        assert isinstance(found, RefusedEvent)
        assert found.reason is reason
        assert said in refusal_words(plan, found).message
    assert "Sở Tư pháp" in refusal_words(plan_of_chain(), refused_before()).advice
    assert held(with_items(added), [], "07-14") == {}
    assert held(with_items(added), story("A progress 07-15"), "07-15") == {"A": OPEN, "B": OPEN}


def test_who_joins_the_lead_owes_it_from_that_day_on() -> None:
    change = amendment_text("lead: {of: II.2, was: [so-tu-phap], is: [so-tu-phap, so-y-te]}", day=date(2026, 7, 15))
    documents = {**documents_after(), "amendments/a.yaml": document_of("amendments/a.yaml", change)}
    plans = {}
    for text in ("07-14", "07-15"):
        plan = resolve(documents, fingerprint="0", day=day(text), known_at=None)
        assert isinstance(plan, Plan), plan
        plans[text] = plan
    plan = plans["07-15"]
    assert plan.items[ITEM].joined == ((B, day("07-15")),)
    early, late = story("B done 03-02"), story("B done 07-15")
    found = examine_candidate(plan, LogIndex(plan), early[0])
    assert isinstance(found, RefusedEvent)
    assert "Sở Y tế chịu trách nhiệm về II.2/bao-cao từ ngày 15/7/2026" in refusal_words(plan, found).message
    assert not isinstance(examine_candidate(plan, LogIndex(plan), late[0]), RefusedEvent)
    for text, log, owed in (
        ("07-14", early, {"A": OPEN}),
        ("07-15", early, {"A": OPEN, "B": OPEN}),
        ("07-15", late, {"A": OPEN, "B": ON_TIME}),
        ("07-15", story("A done 03-02"), {"A": ON_TIME, "B": OPEN}),
    ):
        assert held(plans[text], log, text) == owed, (text, owed)
    reckoning.assert_the_same(plan, [*early, *story("A done 03-02")], day("07-15"))
    # One delivery is for all: who joined later has no part in one of before.
    shared = replace(plan, items={ITEM: plan.items[ITEM]._replace(fulfilled_by=FulfilledBy.ANY)})
    assert held(shared, story("A done 03-02"), "07-15") == {"A": ON_TIME}
    assert held(shared, story("A done 07-15"), "07-15") == {"A": ON_TIME, "B": ON_TIME}


def plan_of_chain() -> Plan:
    return with_items(item_of(*CHAIN))


def refused_before() -> RefusedEvent:
    found = examine_candidate(plan_of_chain(), LogIndex(plan_of_chain()), story("B done 06-30")[0])
    assert isinstance(found, RefusedEvent)
    return found


# Through the files


def test_agencies_that_merge_and_split_in_the_files_are_judged_as_reckoned() -> None:
    # One merges into another that owes the same, two communes into a new one; a fourth splits into two.
    edits = (
        given("until: 2026-06-30", "successor: so-noi-vu", "by: Nghị quyết số 12/NQ-HĐND ngày 10/6/2026"),
        given_commune("xa-quynh-nhai", "until: 2026-06-30, successor: xa-chieng-son"),
        given_commune("xa-muong-chien", "until: 2026-06-30, successor: xa-chieng-son"),
        given_commune("xa-chieng-son", "since: 2026-07-01"),
        given(
            "until: 2026-08-31",
            "successor: [{agency: so-tai-chinh, takes: [VI.3]}, {agency: so-cong-thuong}]",
            agency="  - id: so-xay-dung\n",
        ),
    )
    log = [entry for entry in seeded_log(16, shipped_plan()) if entry.agency != "xa-chieng-son"]
    for text, wanted in (
        ("06-30", set()),
        ("07-01", {A, "xa-quynh-nhai"}),
        ("12-31", {A, "xa-quynh-nhai", "so-xay-dung"}),
    ):
        plan = resolve(documents_after(*edits), fingerprint="0", day=day(text), known_at=None)
        assert isinstance(plan, Plan), plan
        found = handed_on.assert_all_the_same(plan, log, day(text))
        assert {tale.agency for each in found for tale in each.tales.values() if tale.stays} >= wanted
        answer = states_on(plan, log, text)
        assert {entry.reason for entry in answer.ignored} <= {
            entry.reason for entry in states_on(shipped_plan(), log, text).ignored
        } | {RefusalReason.NOT_YET_OWED}
