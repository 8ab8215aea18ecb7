"""Terms and the day that they count from: what events and other items' deliveries do, and what is said of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.deadlines.model import Term, TermUnit
from papi_cli.log.deciding import decide_batch
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.fold import IgnoredEvent
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.timeline import Timeline
from papi_cli.plan.model import Plan
from papi_cli.problems import ProblemCode
from papi_cli.render import plain
from papi_cli.states import Flag, State, States, Verdict, judge
from papi_cli.views.anchors import anchor_lines
from papi_cli.views.asked import Asked
from papi_cli.views.explain import ExplainAnswer, Explanation
from papi_cli.views.lists import Arrangement
from papi_cli.views.matrix import find_duties
from papi_cli.views.obligations import Selection
from papi_cli.views.oddities import oddity_words
from papi_cli.views.refusals import refusal_words
from papi_cli.views.reports.figures import figures
from papi_cli.views.reports.provenance import Fingerprints, Judgement, ObligationKey, Provenance
from papi_cli.views.reports.snapshot import build_report_basis
from papi_cli.views.reports.verification import Difference, Verification, VerificationAnswer
from papi_cli.views.sheet import build_sheet
from papi_cli.views.status import find_status
from papi_cli.views.words import remark_words
from tests import reckoning
from tests.sample import WEIGHTS, ZONE, event, events_of, seeded_log, shipped_plan
from tests.test_index import steps_of
from tests.tree import Edit, planted, resolved

# Four items that count from something: from an event of their own, with a length and without; from the delivery of an
# item that the agency owes too; from that of an item that only others owe.
DAYS_FROM_RECEIPT = "trong 10 ngày kể từ ngày nhận Kế hoạch"
EDITS: tuple[Edit, ...] = (
    ("duties.yaml", "due: Thời điểm ban hành chậm nhất ngày 15/02/2026", f"due: {DAYS_FROM_RECEIPT}"),
    (
        "duties.yaml",
        "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026",
        "due: chậm nhất 05 ngày làm việc sau khi ban hành kế hoạch\n    anchor: ke-hoach",
    ),
    (
        "duties.yaml",
        "due: 06 tháng đầu năm trước ngày 10/6/2026",
        "due: trong thời hạn 01 tháng kể từ ngày có kế hoạch\n    anchor: ke-hoach",
    ),
    ("tasks.yaml", "due: Báo cáo tháng 11/2026", "due: sau khi có hướng dẫn của Bộ Tư pháp"),
)
TERM = "ke-hoach@so-tu-phap"
SAME_AGENCY = "bao-cao-6-thang@so-tu-phap"
OTHERS = "so-lieu-6-thang@toa-an-nhan-dan-tinh"
EVENT = "II.2/bao-cao@so-tu-phap"
OWNERS_OF_TERM = ("ke-hoach@so-y-te", "ke-hoach@so-tai-chinh")


@cache
def plan() -> Plan:
    found = resolved(*EDITS)
    assert isinstance(found, Plan), found
    return found


def verdict(log: Sequence[Event], day: str, id_: str, of_plan: Plan | None = None) -> Verdict:
    states = judge(of_plan or plan(), log, as_of=date.fromisoformat(day), known_at=None)
    return next(judged for judged in states.verdicts if judged.obligation.id == id_)


# Anchored by an event


@pytest.mark.parametrize(
    ("story", "day", "state", "last"),
    [
        ("", "2026-12-31", State.UNDATED, None),
        ("anchored 2026-03-03", "2026-03-02", State.UNDATED, None),
        ("anchored 2026-03-03", "2026-03-13", State.IN_TIME, "2026-03-13"),
        ("anchored 2026-03-03", "2026-03-14", State.OVERDUE, "2026-03-13"),
        ("anchored 2026-03-03; done 2026-03-13", "2026-04-01", State.DONE_ON_TIME, "2026-03-13"),
        ("anchored 2026-03-03; done 2026-03-14", "2026-04-01", State.DONE_LATE, "2026-03-13"),
        # Delivered before it is known from which day the term counts, then on time.
        ("done 2026-03-01; anchored 2026-03-03", "2026-03-02", State.DONE_UNDATED, None),
        ("done 2026-03-01; anchored 2026-03-03", "2026-03-03", State.DONE_ON_TIME, "2026-03-13"),
        # Retracted and corrected.
        ("anchored 2026-03-03; retracted 2026-03-20 target=1", "2026-03-20", State.UNDATED, None),
        (
            "anchored 2026-03-03; done 2026-03-20; retracted 2026-03-21 target=1; anchored 2026-03-10",
            "2026-04-01",
            State.DONE_ON_TIME,
            "2026-03-20",
        ),
        # Extended after the anchor, before it, and beyond or short of what follows from it.
        ("anchored 2026-03-03; extended 2026-03-05 until=2026-03-20", "2026-03-20", State.IN_TIME, "2026-03-20"),
        ("extended 2026-03-01 until=2026-03-20", "2026-03-21", State.OVERDUE, "2026-03-20"),
        ("extended 2026-03-01 until=2026-03-20; anchored 2026-03-03", "2026-03-14", State.IN_TIME, "2026-03-20"),
        ("extended 2026-03-01 until=2026-03-05; anchored 2026-03-03", "2026-03-13", State.IN_TIME, "2026-03-13"),
        ("anchored 2026-03-03; done 2026-03-14; extended 2026-03-15 until=2026-03-20", "2026-04-01", State.DONE_LATE, "2026-03-13"),
        ("anchored 2026-03-03; done 2026-03-10; returned 2026-03-12", "2026-03-14", State.OVERDUE, "2026-03-13"),
        ("anchored 2026-03-03; waived 2026-03-12", "2026-03-14", State.WAIVED, "2026-03-13"),
        ("waived 2026-03-12", "2026-03-14", State.WAIVED, None),
    ],
)  # fmt: skip
def test_a_term_counts_from_its_anchor(story: str, day: str, state: State, last: str | None) -> None:
    answer = verdict(events_of(story, TERM), day, TERM)
    assert (answer.state, answer.last and answer.last.isoformat()) == (state, last)
    assert (Flag.UNANCHORED in answer.flags) == (answer.state in (State.UNDATED, State.DONE_UNDATED))


@pytest.mark.parametrize(
    ("story", "original"),
    [
        ("extended 2026-03-01 until=2026-03-20", "chưa xác định mốc tính"),
        ("extended 2026-03-01 until=2026-03-20; anchored 2026-03-03", "13/3/2026"),
    ],
)
def test_the_first_day_of_an_extended_term_is_unknown_without_an_anchor(story: str, original: str) -> None:
    words = remark_words(verdict(events_of(story, TERM), "2026-03-10", TERM))
    assert f"được gia hạn (thời hạn ban đầu: {original})" in words


@pytest.mark.parametrize(
    ("story", "day", "state", "last"),
    [
        ("", "2026-12-31", State.UNDATED, None),
        ("anchored 2026-03-03 until=2026-03-20", "2026-03-20", State.IN_TIME, "2026-03-20"),
        ("anchored 2026-03-03 until=2026-03-20", "2026-03-21", State.OVERDUE, "2026-03-20"),
        ("done 2026-03-01; anchored 2026-03-03 until=2026-03-20", "2026-03-21", State.DONE_ON_TIME, "2026-03-20"),
    ],
)
def test_of_a_phrase_without_a_length_the_document_sets_the_day(
    story: str, day: str, state: State, last: str | None
) -> None:
    answer = verdict(events_of(story, EVENT), day, EVENT)
    assert (answer.state, answer.last and answer.last.isoformat()) == (state, last)


def test_the_day_that_follows_from_an_anchor_is_the_plans_own() -> None:
    answer = verdict(
        events_of("anchored 2026-03-03 document=7/QĐ; extended 2026-03-05 until=2026-03-20", TERM), "2026-03-06", TERM
    )
    assert (answer.original, answer.last) == (date(2026, 3, 13), date(2026, 3, 20))
    assert answer.flags == {Flag.EXTENDED, Flag.UNRECORDED, Flag.DUE_SOON}
    assert answer.anchor is not None
    assert (answer.anchor.date, answer.anchor.document) == (date(2026, 3, 3), "7/QĐ")


@pytest.mark.parametrize(
    ("id_", "story", "reason"),
    [
        (TERM, "anchored 2026-03-03; anchored 2026-03-04", RefusalReason.ANCHORED_BEFORE),
        (TERM, "anchored 2026-03-03 until=2026-03-20", RefusalReason.DAY_FROM_TERM),
        (TERM, "anchored 2026-03-03 document=", RefusalReason.NEEDS_MISSING),
        (TERM, "anchored 2026-03-03; extended 2026-03-05 until=2026-03-13", RefusalReason.NO_LATER_DAY),
        (EVENT, "anchored 2026-03-03", RefusalReason.DAY_MISSING),
        (EVENT, "anchored 2026-03-03 until=2100-01-01", RefusalReason.OUTSIDE_YEARS),
        (EVENT, "anchored 2026-03-03 until=2026-03-20 document=", RefusalReason.NEEDS_MISSING),
        (SAME_AGENCY, "anchored 2026-03-03", RefusalReason.ANCHORED_BY_ITEM),
        ("bao-cao-nam@so-tu-phap", "anchored 2026-03-03", RefusalReason.NO_ANCHOR_TAKEN),
    ],
)
def test_an_anchor_that_cannot_count_changes_nothing(id_: str, story: str, reason: RefusalReason) -> None:
    *before, refused = events_of(story, id_)
    states = judge(plan(), [*before, refused], as_of=date(2026, 6, 1), known_at=None)
    assert [(entry.event, entry.reason) for entry in states.ignored] == [(refused, reason)]
    assert states.verdicts == judge(plan(), before, as_of=date(2026, 6, 1), known_at=None).verdicts


def test_of_two_anchors_the_first_stands_and_is_named() -> None:
    first, second = events_of("anchored 2026-03-03; anchored 2026-03-10", TERM)
    for log in ([first, second], [second, first]):
        states = judge(plan(), log, as_of=date(2026, 6, 1), known_at=None)
        assert states.ignored == (IgnoredEvent(second, RefusalReason.ANCHORED_BEFORE, anchor=first),)


GRANTED = "extension-requested 2026-05-25 until=2026-07-05; extended 2026-06-01 until=2026-07-05"
ANCHORED_LATER = "anchored 2026-05-20 until=2026-07-15 recorded=2026-06-10T09:00:00.000000+07:00"


def test_an_extension_recorded_before_the_anchor_counts_though_the_anchor_gives_longer() -> None:
    *before, anchored = events_of(f"{GRANTED}; {ANCHORED_LATER}", EVENT)
    log = [*before, anchored]
    states = judge(plan(), log, as_of=date(2026, 7, 10), known_at=None)
    assert states.ignored == ()
    answer = verdict(log, "2026-07-10", EVENT)
    assert (answer.state, answer.last, answer.original) == (State.IN_TIME, date(2026, 7, 15), date(2026, 7, 15))
    assert (Flag.EXTENDED in answer.flags, answer.extension_asked) == (False, None)
    # Nothing is odd about either, when it is recorded or afterwards.
    assert examine_candidate(plan(), LogIndex(plan(), before), anchored) == ()
    assert review_log(plan(), in_fold_order(log)) == ()
    reckoning.assert_the_same(plan(), log, date(2026, 7, 10))


@pytest.mark.parametrize(("until", "last"), [("2026-07-05", "2026-07-15"), ("2026-07-20", "2026-07-20")])
def test_an_extension_recorded_after_the_anchor_has_to_give_longer(until: str, last: str) -> None:
    anchored = events_of("anchored 2026-05-20 until=2026-07-15", EVENT)
    (extended,) = events_of(f"extended 2026-06-01 until={until}", EVENT)
    states = judge(plan(), [*anchored, extended], as_of=date(2026, 7, 10), known_at=None)
    assert [entry.event for entry in states.ignored] == ([extended] if until < last else [])
    answer = verdict([*anchored, extended], "2026-07-10", EVENT)
    assert (answer.last and answer.last.isoformat(), Flag.EXTENDED in answer.flags) == (last, until == last)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-03", "2026-03-10"])
def test_a_second_anchor_is_refused_whatever_its_day(day: str) -> None:
    first, second = events_of(f"anchored 2026-03-03 document=12/QĐ-UBND; anchored {day} document=15/QĐ-UBND", TERM)
    found = examine_candidate(plan(), LogIndex(plan(), [first]), second)
    assert found == RefusedEvent(second, RefusalReason.ANCHORED_BEFORE, anchor=first)
    message, advice = refusal_words(plan(), found)
    assert message == "ke-hoach đã có mốc tính là ngày 03/3/2026 (12/QĐ-UBND)."
    assert f"papi correct {first.id}" in advice


def test_an_anchor_is_corrected_to_an_earlier_day() -> None:
    first, retraction, second = events_of(
        "anchored 2026-03-03; retracted 2026-03-20 target=1; anchored 2026-03-01", TERM
    )
    assert isinstance(examine_candidate(plan(), LogIndex(plan(), [first, retraction]), second), tuple)


# Anchored by the delivery of another item


@pytest.mark.parametrize(
    ("story", "day", "last"),
    [
        ("", "2026-12-31", None),
        # Tuesday 03/3: the 4th, 5th, 6th, then the 9th and 10th.
        ("done 2026-03-03", "2026-03-02", None),
        ("done 2026-03-03", "2026-03-03", "2026-03-10"),
        ("done 2026-03-03; done 2026-03-05", "2026-03-06", "2026-03-10"),
        ("done 2026-03-03; returned 2026-03-05", "2026-03-04", "2026-03-10"),
        ("done 2026-03-03; returned 2026-03-05", "2026-03-05", None),
        ("done 2026-03-03; returned 2026-03-05; done 2026-03-09", "2026-03-10", "2026-03-16"),
        ("done 2026-03-03; retracted 2026-03-20 target=1", "2026-03-10", None),
        ("done 2026-03-03; supplement-requested 2026-03-05", "2026-03-10", "2026-03-10"),
    ],
)
def test_a_term_counts_from_the_agencys_own_delivery(story: str, day: str, last: str | None) -> None:
    # What another agency delivered does not matter to who owes the item itself.
    log = [*events_of(story, TERM), *events_of("done 2026-01-05", "ke-hoach@so-y-te")]
    answer = verdict(log, day, SAME_AGENCY)
    assert (answer.last and answer.last.isoformat()) == last
    assert (Flag.UNANCHORED in answer.flags) == (last is None)


@pytest.mark.parametrize(
    ("stories", "last"),
    [
        (("", ""), None),
        (("done 2026-03-05", "done 2026-03-03"), "2026-04-03"),
        (("done 2026-03-05", "done 2026-03-03; returned 2026-03-10"), "2026-04-05"),
        (("done 2026-03-05", "done 2026-03-03; retracted 2026-03-10 target=1"), "2026-04-05"),
        (("done 2026-01-31", ""), "2026-02-28"),
    ],
)
def test_who_does_not_owe_the_item_counts_from_the_first_of_anybody(stories: tuple[str, str], last: str | None) -> None:
    log = [done for id_, story in zip(OWNERS_OF_TERM, stories, strict=True) for done in events_of(story, id_)]
    answer = verdict(log, "2026-05-01", OTHERS)
    assert (answer.last and answer.last.isoformat()) == last


def test_what_is_delivered_is_judged_by_the_delivery_it_counts_from() -> None:
    done = events_of("done 2026-03-02", SAME_AGENCY)
    anchor = events_of("done 2026-03-03", TERM)
    assert verdict(done, "2026-03-05", SAME_AGENCY).state is State.DONE_UNDATED
    assert verdict([*done, *anchor], "2026-03-05", SAME_AGENCY).state is State.DONE_ON_TIME
    late = events_of("done 2026-03-11", SAME_AGENCY)
    assert verdict([*late, *anchor], "2026-03-20", SAME_AGENCY).state is State.DONE_LATE
    granted = events_of("extended 2026-03-06 until=2026-03-11; done 2026-03-11", SAME_AGENCY)
    assert verdict([*granted, *anchor], "2026-03-20", SAME_AGENCY).state is State.DONE_ON_TIME
    too_little = events_of("extended 2026-03-06 until=2026-03-09", SAME_AGENCY)
    answer = verdict([*too_little, *anchor], "2026-03-09", SAME_AGENCY)
    assert (answer.last, Flag.EXTENDED in answer.flags) == (date(2026, 3, 10), False)


@cache
def shared_plan() -> Plan:
    """Return the plan with a report that counts from an item of the same agencies, and is one for all of them."""
    due = "anchor: ke-hoach\n    period: semiannual\n"
    found = resolved(*EDITS, ("duties.yaml", due, f"{due}    fulfilled_by: any\n"))
    assert isinstance(found, Plan), found
    return found


@pytest.mark.parametrize(
    ("stories", "last"),
    [
        (("", ""), None),
        (("done 2026-03-03", ""), "2026-03-10"),
        (("done 2026-03-03", "done 2026-03-09"), "2026-03-10"),
        (("done 2026-03-09", "done 2026-03-03"), "2026-03-10"),
        (("done 2026-03-09", "done 2026-03-03; returned 2026-03-04"), "2026-03-16"),
    ],
)
def test_where_one_delivery_is_for_all_it_has_one_last_day(stories: tuple[str, str], last: str | None) -> None:
    anchors = [done for id_, story in zip(OWNERS_OF_TERM, stories, strict=True) for done in events_of(story, id_)]
    log = [*anchors, *events_of("done 2026-03-12", SAME_AGENCY)]
    verdicts = [
        verdict
        for verdict in judge(shared_plan(), log, as_of=date(2026, 3, 20), known_at=None).verdicts
        if verdict.obligation.item.code == "bao-cao-6-thang"
    ]
    assert len(verdicts) > 2
    assert {verdict.last and verdict.last.isoformat() for verdict in verdicts} == {last}
    assert len({verdict.state for verdict in verdicts}) == 1
    index = LogIndex(shared_plan(), log)
    for agency in ("so-tu-phap", "so-y-te"):
        found = index.anchored_day("bao-cao-6-thang", agency, date(2026, 3, 20))
        assert (found and found.isoformat()) == last


def test_what_an_agency_delivers_that_does_not_share_the_work_counts_for_nobody_who_owes_both() -> None:
    due = (
        "tasks.yaml",
        "due: Công văn tháng 3/2026\n",
        f"due: {DAYS_FROM_RECEIPT}\n                anchor: ke-hoach\n                fulfilled_by: any\n",
    )
    found = resolved(*EDITS, due)
    assert isinstance(found, Plan), found
    item = found.items["IV.7/cong-van"]
    outside = next(agency for agency in found.items["ke-hoach"].agencies if agency not in item.agencies)
    log = [event("done", "2026-03-03", item="ke-hoach", agency=outside)]
    assert verdict(log, "2026-03-05", f"{item.code}@{item.agencies[0]}", found).last is None
    log += [event("done", "2026-03-05", item="ke-hoach", agency=item.agencies[-1])]
    assert verdict(log, "2026-03-05", f"{item.code}@{item.agencies[0]}", found).last == date(2026, 3, 15)


# Lengths


@pytest.mark.parametrize(
    ("term", "anchor", "last"),
    [
        # Tết from 16/02 to 20/02/2026: by hand 23, 24, 25, 26, 27 February, 2, 3, 4, 5, 6 March.
        (Term(10, TermUnit.DAY, working=True), "2026-02-13", "2026-03-06"),
        # 12, 13, then eight from 23 on.
        (Term(10, TermUnit.DAY, working=True), "2026-02-11", "2026-03-04"),
        (Term(1, TermUnit.DAY, working=True), "2026-02-14", "2026-02-23"),
        # 01 and 02/01 are off, Saturday 10/01 is worked instead: 5, 6, 7, 8, 9, 10.
        (Term(6, TermUnit.DAY, working=True), "2025-12-31", "2026-01-10"),
        (Term(10, TermUnit.DAY, working=False), "2026-02-13", "2026-02-23"),
        (Term(2, TermUnit.WEEK, working=False), "2026-02-13", "2026-02-27"),
        (Term(1, TermUnit.MONTH, working=False), "2026-01-31", "2026-02-28"),
        (Term(1, TermUnit.MONTH, working=False), "2026-02-28", "2026-03-28"),
        (Term(3, TermUnit.MONTH, working=False), "2026-11-30", "2027-02-28"),
        (Term(18, TermUnit.MONTH, working=False), "2026-08-31", "2028-02-29"),
        (Term(1, TermUnit.YEAR, working=False), "2024-02-29", "2025-02-28"),
    ],
)
def test_lengths_by_hand(term: Term, anchor: str, last: str) -> None:
    item = plan().items["ke-hoach"]
    assert item.due is not None
    item = item._replace(due=item.due._replace(term=term))
    day = date.fromisoformat(anchor)
    assert item.last_day_from(day, plan().calendar) == date.fromisoformat(last)
    assert reckoning.term_end(plan(), item, day) == date.fromisoformat(last)


def test_the_end_of_a_term_is_rolled_as_any_other_last_day() -> None:
    due = f"due: {DAYS_FROM_RECEIPT}"
    rolled = resolved(*EDITS, ("duties.yaml", due, f"{due}\n    roll: next"))
    assert isinstance(rolled, Plan)
    log = events_of("anchored 2026-03-04", TERM)  # until Saturday 14/3
    assert verdict(log, "2026-03-05", TERM).last == date(2026, 3, 14)
    assert verdict(log, "2026-03-05", TERM, rolled).last == date(2026, 3, 16)


# The second way


ANCHORS = {**WEIGHTS, EventKind.ANCHORED: 8, EventKind.DONE: 5}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("day", reckoning.DAYS[2::4])
def test_the_states_are_the_reckoned_ones(seed: int, day: str) -> None:
    log = seeded_log(seed, plan(), ANCHORS)
    assert any(entry.kind is EventKind.ANCHORED for entry in log)
    reckoning.assert_the_same(plan(), log, date.fromisoformat(day))


def test_one_last_day_for_all_is_the_reckoned_one() -> None:
    log = [entry for entry in seeded_log(5, shared_plan(), ANCHORS) if entry.item != "bao-cao-6-thang"]
    reckoning.assert_the_same(shared_plan(), log, date(2026, 6, 10))


KINDS = st.sampled_from(
    [EventKind.ANCHORED, EventKind.DONE, EventKind.RETURNED, EventKind.EXTENDED, EventKind.SUPPLEMENT_REQUESTED]
)
STORY = st.lists(st.tuples(KINDS, st.integers(1, 28), st.integers(1, 28)), max_size=6)


def drawn(story: Sequence[tuple[EventKind, int, int]], id_: str) -> list[Event]:
    until = "until=2026-03-{:02}".format
    return events_of(
        "; ".join(
            f"{kind.value} 2026-02-{day:02} {until(last) if kind is EventKind.EXTENDED else ''}"
            for kind, day, last in story
        ),
        id_,
    )


def judged(log: Sequence[Event]) -> tuple[Verdict, ...]:
    return judge(plan(), log, as_of=date(2026, 3, 15), known_at=None).verdicts


@pytest.mark.slow
@given(STORY, STORY, st.integers(0, 10**6))
def test_the_order_of_events_does_not_matter(
    own: list[tuple[EventKind, int, int]], other: list[tuple[EventKind, int, int]], seed: int
) -> None:
    log = [*drawn(own, TERM), *drawn(other, SAME_AGENCY)]
    mixed = log.copy()
    random.Random(seed).shuffle(mixed)
    assert judged(mixed) == judged(log)


@pytest.mark.slow
@given(STORY, st.integers(1, 28), st.sampled_from([EventKind.ANCHORED, EventKind.DONE]))
def test_what_is_retracted_leaves_no_trace(story: list[tuple[EventKind, int, int]], day: int, kind: EventKind) -> None:
    log = drawn(story, TERM)
    slip, retraction = events_of(f"{kind.value} 2026-02-{day:02} note=nhầm; retracted 2026-03-01 target=1", TERM)
    assert judged([*log, slip, retraction]) == judged(log)


def test_many_events_of_the_item_that_others_count_from_take_steps_in_proportion() -> None:
    agencies = plan().items["ke-hoach"].agencies

    def log(size: int) -> list[Event]:
        (done,) = events_of("done 2026-03-03", TERM)
        return [
            msgspec.structs.replace(done, id=f"{number:016}", agency=agencies[number % len(agencies)])
            for number in range(size)
        ]

    def steps(size: int) -> int:
        events = log(size)
        return steps_of(lambda: judge(plan(), events, as_of=date(2026, 3, 15), known_at=None))

    few, many, most = steps(0), steps(200), steps(400)
    assert most - few < 2.5 * (many - few)


# The key in the files


def problems(*edits: Edit) -> list[tuple[str, ProblemCode, str]]:
    found = resolved(*edits)
    assert not isinstance(found, Plan)
    return [(problem.file, problem.code, problem.message) for problem in found]


DUE = "due: Báo cáo tháng 11/2026\n"
RELATIVE = "due: trong 10 ngày kể từ ngày nhận Kế hoạch\n                anchor: {}\n"


@pytest.mark.parametrize(
    ("edit", "file", "code", "message"),
    [
        (
            ("tasks.yaml", DUE, RELATIVE.format("II.2/bao-ca")),
            "tasks.yaml",
            ProblemCode.UNKNOWN_REFERENCE,
            "không có đầu việc nào mang mã «II.2/bao-ca».",
        ),
        (
            ("tasks.yaml", DUE, RELATIVE.format("II.2/bao-cao")),
            "tasks.yaml",
            ProblemCode.WRONG_VALUE,
            "mốc tính «II.2/bao-cao» là chính việc này.",
        ),
        (
            ("tasks.yaml", DUE, RELATIVE.format("II.2")),
            "tasks.yaml",
            ProblemCode.WRONG_VALUE,
            "«II.2» gồm 2 việc.",
        ),
        (
            ("tasks.yaml", DUE, f"{DUE}                anchor: ke-hoach\n"),
            "tasks.yaml",
            ProblemCode.WRONG_VALUE,
            "thời hạn «Báo cáo tháng 11/2026» không nêu khoảng thời gian nào để tính từ «ke-hoach».",
        ),
        (
            ("tasks.yaml", DUE, "due: sau khi có hướng dẫn\n                anchor: ke-hoach\n"),
            "tasks.yaml",
            ProblemCode.WRONG_VALUE,
            "thời hạn «sau khi có hướng dẫn» không nêu khoảng thời gian nào để tính từ «ke-hoach».",
        ),
        (
            ("tasks.yaml", "            due: Tháng 01/2026\n", "            due: Tháng 01/2026\n            anchor: ke-hoach\n"),
            "tasks.yaml",
            ProblemCode.WRONG_VALUE,
            "thời hạn «Tháng 01/2026» không nêu khoảng thời gian nào để tính từ «ke-hoach».",
        ),
    ],
)  # fmt: skip
def test_an_anchor_that_leads_nowhere_is_told(edit: Edit, file: str, code: ProblemCode, message: str) -> None:
    assert problems(edit) == [(f"plan/{file}", code, message)]


def test_anchors_that_go_round_are_told_once() -> None:
    head = "due: Thời điểm ban hành chậm nhất ngày 15/02/2026"
    back = ("duties.yaml", head, f"due: {DAYS_FROM_RECEIPT}\n    anchor: bao-cao-6-thang")
    assert problems(back, EDITS[1]) == [
        (
            "plan/duties.yaml",
            ProblemCode.WRONG_VALUE,
            "mốc tính dẫn vòng: bao-cao-6-thang → ke-hoach → bao-cao-6-thang.",
        )
    ]


def test_an_item_that_recurs_is_named_with_its_occurrence() -> None:
    monthly = ("duties.yaml", "due: báo cáo năm trước ngày 10/12/2026", "due: trước ngày 15 hằng tháng")
    series = ("tasks.yaml", DUE, RELATIVE.format("bao-cao-nam"))
    period = ("duties.yaml", "    period: annual\n", "")
    assert problems(monthly, period, series) == [
        ("plan/tasks.yaml", ProblemCode.WRONG_VALUE, "«bao-cao-nam» gồm 12 việc.")
    ]
    one = ("tasks.yaml", DUE, RELATIVE.format("bao-cao-nam@2026-03"))
    found = resolved(monthly, period, one)
    assert isinstance(found, Plan), found
    log = [event("done", "2026-03-10", item="bao-cao-nam@2026-03", agency="so-tu-phap")]
    assert verdict(log, "2026-03-15", EVENT, found).last == date(2026, 3, 20)


def test_the_anchor_of_a_task_goes_with_its_due_phrase() -> None:
    due = "            due: Tháng 01/2026\n            milestones"
    anchored = f"            due: {DAYS_FROM_RECEIPT}\n            anchor: bao-cao-nam\n            milestones"
    found = resolved(("tasks.yaml", due, anchored))
    assert isinstance(found, Plan), found
    assert found.items["I.1/ke-hoach"].anchor == "bao-cao-nam"
    assert shipped_plan().items["I.1/ke-hoach"].anchor is None


# Recording


def examined(log: Sequence[Event], story: str, id_: str) -> RefusedEvent | tuple[OddEvent, ...]:
    (candidate,) = events_of(story, id_)
    return examine_candidate(plan(), LogIndex(plan(), log), candidate)


def test_an_extension_short_of_what_follows_from_a_delivery_is_refused() -> None:
    anchor = events_of("done 2026-03-03", TERM)  # five working days on: 10/3
    refused = examined(anchor, "extended 2026-03-05 until=2026-03-10", SAME_AGENCY)
    assert isinstance(refused, RefusedEvent)
    assert (refused.reason, refused.last_day) == (RefusalReason.NO_LATER_DAY, date(2026, 3, 10))
    assert examined(anchor, "extended 2026-03-05 until=2026-03-11", SAME_AGENCY) == ()
    assert examined([], "extended 2026-03-05 until=2026-03-10", SAME_AGENCY) == ()
    others = events_of("done 2026-03-03", OWNERS_OF_TERM[0])  # a month on: 03/4
    assert isinstance(examined(others, "extended 2026-03-05 until=2026-04-03", OTHERS), RefusedEvent)
    assert examined(others, "extended 2026-03-05 until=2026-04-04", OTHERS) == ()


LATER = "recorded=2026-06-01T09:00:00.000000+07:00"


def oddities(found: RefusedEvent | tuple[OddEvent, ...]) -> list[Oddity]:
    """Return what is odd, but that the report of a period is sent before its data are complete."""
    assert not isinstance(found, RefusedEvent)
    return [odd.oddity for odd in found if odd.oddity is not Oddity.BEFORE_WINDOW_CLOSED]


def test_what_turns_late_into_on_time_long_after_is_doubtful() -> None:
    anchor = events_of("done 2026-03-03", TERM)
    assert oddities(examined(anchor, f"done 2026-03-10 {LATER}", SAME_AGENCY)) == [Oddity.TURNS_ON_TIME]
    assert oddities(examined(anchor, f"done 2026-03-11 {LATER}", SAME_AGENCY)) == []
    assert oddities(examined([], f"done 2026-03-10 {LATER}", SAME_AGENCY)) == []
    granted = f"extended 2026-03-05 until=2026-06-30 {LATER}"
    assert oddities(examined(anchor, granted, SAME_AGENCY)) == [Oddity.EXCUSED_LATER]
    # Delivered before an anchor that is known by now, and told of only then.
    own = events_of("anchored 2026-03-03", TERM)
    assert oddities(examined(own, f"done 2026-03-01 {LATER}", TERM)) == [Oddity.TURNS_ON_TIME]


@pytest.mark.parametrize(
    ("day", "recorded", "doubtful"),
    [
        ("2026-03-05", datetime(2026, 6, 30, 9, tzinfo=ZONE), False),  # still late
        ("2026-04-20", datetime(2026, 4, 29, 9, tzinfo=ZONE), False),  # corrected within 30 days
        ("2026-03-10", datetime(2026, 6, 30, 9, tzinfo=ZONE), True),
    ],
)
def test_an_anchor_corrected_long_after_is_doubtful_where_it_excuses(
    day: str, recorded: datetime, *, doubtful: bool
) -> None:
    log = events_of("anchored 2026-03-03; done 2026-03-20", TERM)  # until 13/3, so late
    old = log[0]
    gone = Draft(recorded.date(), old.item, old.agency, EventKind.RETRACTED, note="sai ngày", target=old.id)
    new = Draft(date.fromisoformat(day), old.item, old.agency, EventKind.ANCHORED, document="12/QĐ-UBND")
    outcome = decide_batch(LogIndex(plan(), log), [gone, new], now=recorded, plan=plan())
    assert not outcome.refusals
    found = [odd for _, odd in outcome.doubtful if odd.oddity is Oddity.EXCUSED_LATER]
    assert bool(found) == doubtful
    if found:
        assert oddity_words(plan(), found[0]).startswith(
            "việc đang «đã hoàn thành quá hạn» (thời hạn 13/3/2026) thành trong hạn vì mốc tính sửa thành ngày 10/3/2026"
        )


def corrected(of_plan: Plan, log: Sequence[Event], day: str, recorded: datetime) -> list[OddEvent]:
    """Return what is doubtful because of others when the first event of a log is corrected to another day."""
    old = log[0]
    gone = Draft(recorded.date(), old.item, old.agency, EventKind.RETRACTED, note="sai ngày", target=old.id)
    new = Draft(date.fromisoformat(day), old.item, old.agency, old.kind, document=old.document)
    outcome = decide_batch(LogIndex(of_plan, log), [gone, new], now=recorded, plan=of_plan)
    assert not outcome.refusals
    doubts = [odd for _, odd in outcome.doubtful if odd.oddity is Oddity.EXCUSED_LATER]
    if doubts:
        # In a log that somebody else wrote, `check` finds the same.
        reviewed = review_log(of_plan, in_fold_order([*log, *outcome.events]))
        assert [found for found in reviewed if isinstance(found, OddEvent) and found.excused] == doubts
    return doubts


LONG_AFTER = datetime(2026, 6, 30, 9, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("story", "day", "recorded", "doubtful"),
    [
        ("done 2026-03-20", "2026-03-13", LONG_AFTER, True),  # until 10/3, then until 20/3
        ("done 2026-03-20", "2026-03-12", LONG_AFTER, False),  # still late
        ("done 2026-03-10", "2026-03-13", LONG_AFTER, False),  # was on time
        ("done 2026-03-20", "2026-03-13", datetime(2026, 4, 12, 9, tzinfo=ZONE), False),  # within 30 days
        ("extended 2026-03-05 until=2026-03-20; done 2026-03-20", "2026-03-13", LONG_AFTER, False),
        ("extended 2026-03-05 until=2026-03-19; done 2026-03-20", "2026-03-13", LONG_AFTER, True),
        ("", "2026-05-29", datetime(2026, 6, 5, 9, tzinfo=ZONE), False),
        ("waived 2026-03-12", "2026-03-13", LONG_AFTER, False),
    ],
)
def test_a_delivery_corrected_long_after_is_doubtful_where_it_excuses_what_counts_from_it(
    story: str, day: str, recorded: datetime, *, doubtful: bool
) -> None:
    log = [*events_of("done 2026-03-03", TERM), *events_of(story, SAME_AGENCY)]
    found = corrected(plan(), log, day, recorded)
    assert [odd.excused for odd in found] == ([(("bao-cao-6-thang", "so-tu-phap"),)] if doubtful else [])
    # Nobody is asked about a correction of what others do not count from.
    apart = [*events_of("done 2026-03-03", "bao-cao-nam@so-tu-phap"), *events_of(story, SAME_AGENCY)]
    assert corrected(plan(), apart, day, recorded) == []


def test_a_corrected_delivery_that_excuses_names_whom() -> None:
    log = [*events_of("done 2026-03-03", TERM), *events_of("done 2026-03-20", SAME_AGENCY)]
    (doubt,) = corrected(plan(), log, "2026-03-13", LONG_AFTER)
    assert oddity_words(plan(), doubt) == (
        "việc bao-cao-6-thang của Sở Tư pháp đang «đã hoàn thành quá hạn» (thời hạn 10/3/2026) thành trong hạn vì mốc tính "
        "sửa thành ngày 13/3/2026, ghi sau 109 ngày; đối chiếu ngày trên văn bản."
    )
    # With what it delivered late itself goes what another owes who counts from the first of anybody: until 03/4, then 30/6.
    log = [
        *events_of("done 2026-03-03", OWNERS_OF_TERM[0]),
        *events_of("done 2026-05-30", OWNERS_OF_TERM[1]),
        *events_of("done 2026-06-03", "bao-cao-6-thang@so-y-te"),
    ]
    (doubt,) = corrected(plan(), log, "2026-05-30", datetime(2026, 6, 30, 9, tzinfo=ZONE))
    assert doubt.excused == (("bao-cao-6-thang", "so-y-te"), ("so-lieu-6-thang", "toa-an-nhan-dan-tinh"))
    assert "(thời hạn 10/3/2026) thành trong hạn (cùng 1 việc khác) vì mốc tính sửa" in oddity_words(plan(), doubt)


@pytest.mark.parametrize(
    ("story", "extra", "standing"),
    [
        ("", "2026-03-05", "2026-03-05"),
        ("done 2026-03-03", "2026-03-05", "2026-03-03"),
        ("done 2026-03-09", "2026-03-05", "2026-03-05"),
        ("done 2026-03-03; returned 2026-03-06; done 2026-03-09", "2026-03-05", "2026-03-09"),
        ("done 2026-03-03; returned 2026-03-06; done 2026-03-09", "2026-03-07", "2026-03-07"),
        ("done 2026-03-03; returned 2026-03-06", "2026-03-05", None),
    ],
)
def test_which_delivery_stands_with_one_more(story: str, extra: str, standing: str | None) -> None:
    (more,) = events_of(f"done {extra}", TERM)
    found = Timeline(events_of(story, TERM)).delivery_with(more)
    assert (found and found.date.isoformat()) == standing


REFUSED = {
    RefusalReason.ANCHORED_BEFORE: "ke-hoach đã có mốc tính là ngày 03/3/2026 (12/QĐ-UBND)",
    RefusalReason.DAY_FROM_TERM: "tự cho biết ngày cuối cùng khi có mốc tính",
    RefusalReason.DAY_MISSING: "không nêu số ngày, nên cần cả ngày cuối cùng mà văn bản ấn định",
    RefusalReason.ANCHORED_BY_ITEM: "tính từ khi hoàn thành ke-hoach, như ghi trong kế hoạch",
    RefusalReason.NO_ANCHOR_TAKEN: "không tính từ mốc nào",
}


def test_a_refused_anchor_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-03-20T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "A")
    monkeypatch.chdir(planted(tmp_path, *EDITS))
    usual = ["--agency", "STP", "--anchored", "--date", "3/3/2026", "--document", "12/QĐ-UBND"]
    assert main(["record", "ke-hoach", *usual]) == 0
    assert "chưa ghi nhận, chưa xác định mốc tính → chưa ghi nhận, quá hạn 7 ngày" in capsys.readouterr().out
    for item, options, reason in (
        ("ke-hoach", ["--note", "lần hai"], RefusalReason.ANCHORED_BEFORE),
        ("ke-hoach", ["--until", "30/4/2026"], RefusalReason.DAY_FROM_TERM),
        ("II.2/bao-cao", [], RefusalReason.DAY_MISSING),
        ("bao-cao-6-thang", [], RefusalReason.ANCHORED_BY_ITEM),
        ("bao-cao-nam", [], RefusalReason.NO_ANCHOR_TAKEN),
    ):
        assert main(["record", item, *usual, *options]) == 1
        assert REFUSED[reason] in capsys.readouterr().err
    assert main(["record", "II.2/bao-cao", *usual, "--until", "30/4/2026"]) == 0
    assert main(["record", "ke-hoach", "--agency", "STP", "--done", "--date", "3/3/2026", "--until", "1/4/2026"]) == 2
    assert "--until chỉ đi cùng --anchored" in capsys.readouterr().err


# What is said


def answers(log: Sequence[Event], day: str = "2026-03-10") -> States:
    return judge(plan(), log, as_of=date.fromisoformat(day), known_at=None)


def test_explanations_say_from_which_day_and_by_which_document() -> None:
    states = answers(events_of("anchored 2026-03-03 document=12/QĐ-UBND", TERM))
    *_, own = anchor_lines(states, plan().items["ke-hoach"])
    assert own == "Sở Tư pháp: tính từ ngày 03/3/2026 (12/QĐ-UBND); ngày cuối cùng đúng hạn: thứ Sáu, ngày 13/3/2026."
    states = answers(events_of("done 2026-03-03 document=5/KH-STP", TERM))
    assert anchor_lines(states, plan().items["so-lieu-6-thang"]) == (
        "Mốc tính theo kế hoạch: khi hoàn thành ke-hoach.",
        (
            "Tính từ ngày 03/3/2026, khi Sở Tư pháp hoàn thành ke-hoach (5/KH-STP); ngày cuối cùng đúng hạn: thứ Sáu, ngày "
            "03/4/2026."
        ),
    )
    none = anchor_lines(answers([]), plan().items["II.2/bao-cao"])
    assert none == ("Chưa xác định mốc tính, nên chưa có ngày cuối cùng và chưa tính quá hạn.",)
    assert anchor_lines(answers([]), plan().items["bao-cao-nam"]) == ()


ON_SATURDAY = "anchored 2026-03-04"  # 10 days, until Saturday 14/3
OFF = "Ngày 14/3/2026 là ngày nghỉ (thứ Bảy)"


@pytest.mark.parametrize(
    ("roll", "sentences"),
    [
        (
            "",
            (
                f"{OFF}; ngày làm việc cuối cùng trước đó: thứ Sáu, ngày 13/3/2026. Kế hoạch không quy định dời thời hạn khi ngày "
                "cuối cùng là ngày nghỉ: giữ nguyên ngày này (khoản 5 Điều 148 Bộ luật Dân sự 2015 chỉ áp dụng khi kế hoạch quy "
                "định dời)."
            ),
        ),
        (
            "\n    roll: next",
            (
                f"{OFF}: ngày cuối cùng đúng hạn chuyển sang ngày làm việc tiếp theo, 16/3/2026 (khoản 5 Điều 148 Bộ luật Dân sự "
                "2015)."
            ),
        ),
        (
            "\n    roll: previous",
            (
                f"{OFF}: ngày cuối cùng đúng hạn lùi về ngày làm việc liền trước, 13/3/2026 (quy định riêng của kế hoạch về ngày "
                "nghỉ)."
            ),
        ),
    ],
)
def test_of_a_term_that_ends_on_a_day_off_the_policy_is_told(roll: str, sentences: str) -> None:
    due = f"due: {DAYS_FROM_RECEIPT}"
    found = resolved(*EDITS, ("duties.yaml", due, f"{due}{roll}"))
    assert isinstance(found, Plan)
    states = judge(found, events_of(ON_SATURDAY, TERM), as_of=date(2026, 3, 5), known_at=None)
    *_, own = anchor_lines(states, found.items["ke-hoach"])
    assert own.startswith("Sở Tư pháp: tính từ ngày 04/3/2026 (81/UBND-NC); ngày cuối cùng đúng hạn: ")
    assert own.endswith(f". {sentences}")
    explained = plain.render(
        ExplainAnswer(states, (Explanation(found.items["ke-hoach"], found.items["ke-hoach"].due),)).page()
    )
    assert " ".join(sentences.split()) in " ".join(explained.split())


def test_a_day_off_that_a_document_sets_is_called_so() -> None:
    lines = anchor_lines(
        answers(events_of("anchored 2026-03-04 until=2026-03-14", EVENT)), plan().items["II.2/bao-cao"]
    )
    assert lines[-1].endswith(f"ngày cuối cùng đúng hạn: thứ Bảy, ngày 14/3/2026. {OFF}.")


def test_lists_sheets_the_matrix_and_json_say_that_there_is_no_anchor_yet() -> None:
    states, one = answers([]), Selection(agencies=("so-tu-phap",), items=("ke-hoach",))
    words = "chưa xác định mốc tính"
    listed = plain.render(find_status([Asked(states, one)], Arrangement()).page())
    assert f"{words[0].upper()}{words[1:]}: 1" in listed
    assert f"chưa ghi nhận, {words}" in listed
    assert words in build_sheet(states, one).rows[0]
    assert words in plain.render(find_duties([Asked(states, one)]).page())
    (found,) = find_status([Asked(states, one)], Arrangement()).json()["obligations"]
    assert (found["state"], found["anchor"], found["flags"]) == ("undated", None, ["unanchored", "unrecorded"])


def test_status_and_verify_count_what_has_no_anchor_yet_as_such() -> None:
    log = events_of("done 2026-03-01", EVENT)
    page = plain.render(
        find_status([Asked(answers(log), Selection(items=("ke-hoach", "II.2/bao-cao")))], Arrangement()).page()
    )
    lines = [" ".join(line.split()) for line in page.splitlines()]
    owing, reporting = (len(plan().items[code].agencies) for code in ("ke-hoach", "II.2/bao-cao"))
    assert "✓ đã hoàn thành (chưa xác định mốc tính) 1 0" in lines
    assert f"– chưa hoàn thành, chưa xác định mốc tính {owing + reporting - 1} {owing + reporting - 1}" in lines
    assert "– chưa hoàn thành, không ghi thời hạn 0 0" in lines
    assert any("HT chưa có mốc Chưa có mốc" in line for line in lines)
    basis = build_report_basis(lambda _: plan(), log, as_of=date(2026, 6, 10), known_at=None, period=None)
    prints = Fingerprints("", "", None)
    provenance = Provenance("papi.document/2", "summary", "", "", date(2026, 6, 10), "", None, prints, {})
    before = Judgement(State.UNDATED, None)
    change = Difference(
        ObligationKey("II.2/bao-cao", "so-tu-phap"), "Sở Tư pháp", before, before._replace(state=State.DONE_UNDATED)
    )
    verified = plain.render(VerificationAnswer(Verification(provenance, prints, (change,)), basis, "x.docx").page())
    assert "không ghi thời hạn" not in verified
    assert "chưa hoàn thành, chưa xác định mốc tính" in " ".join(verified.split())


def test_json_has_the_anchor_and_the_day_that_follows() -> None:
    states = answers(events_of("done 2026-03-03 document=5/KH-STP", TERM))
    one = Selection(items=("so-lieu-6-thang",))
    (found,) = find_status([Asked(states, one)], Arrangement()).json()["obligations"]
    assert found["anchor"] == {"item": "ke-hoach", "agency": "so-tu-phap", "on": "2026-03-03", "document": "5/KH-STP"}
    assert (found["due"]["last"], found["due"]["original"]) == ("2026-04-03", "2026-04-03")


def test_reports_count_what_has_no_anchor_apart() -> None:
    counted = figures(verdict for verdict in answers([]).verdicts if verdict.obligation.agency.id == "so-tu-phap")
    assert (counted.undated, counted.unanchored) == (3, 3)
    late = figures(answers(events_of("anchored 2026-02-03", TERM)).verdicts)
    assert late.unanchored == figures(answers([]).verdicts).unanchored - 1
    assert figures(judge(shipped_plan(), [], as_of=date(2026, 6, 10), known_at=None).verdicts).unanchored == 0


def test_only_the_coordinators_sheet_offers_it_and_says_what_goes_along() -> None:
    one = Selection(agencies=("so-tu-phap",))
    offered = {choice.word: choice.meaning for choice in build_sheet(answers([]), one, for_coordinator=True).choices}
    assert offered["đã xác định mốc tính"] == (
        "ngày làm mốc tính (cột «Ngày»), số văn bản xác định mốc tính (cột «Số, ký hiệu văn bản»). Thời hạn không nêu số "
        "ngày thì điền cả ngày cuối cùng (cột «Gia hạn đến ngày»)."
    )
    assert "đã xác định mốc tính" not in {choice.word for choice in build_sheet(answers([]), one).choices}


TWO_PHASE = "hoàn thành trong quý I/2026 và vận hành thường xuyên"


@pytest.mark.parametrize(
    ("phrase", "anchor", "hint"),
    [
        (TWO_PHASE, "ke-hoach@tiep-theo", "Ghi «ke-hoach», là phần có thời hạn của việc ấy;"),
        ("Thường xuyên", "ke-hoach", "Ghi mã của một việc có ngày hoàn thành;"),
    ],
)
def test_no_term_counts_from_what_goes_on(phrase: str, anchor: str, hint: str) -> None:
    goes_on = ("duties.yaml", "due: Thời điểm ban hành chậm nhất ngày 15/02/2026", f"due: {phrase}")
    found = resolved(goes_on, ("tasks.yaml", DUE, RELATIVE.format(anchor)))
    assert not isinstance(found, Plan)
    assert [(one.code, one.message) for one in found] == [
        (
            ProblemCode.WRONG_VALUE,
            f"mốc tính «{anchor}» là việc thường xuyên, không có ngày hoàn thành để tính.",
        )
    ]
    assert found[0].hint.startswith(hint)
