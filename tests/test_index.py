"""The index and the courses behind the rules: answers as from whole lists, steps that do not grow with an obligation."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papi_cli.log.corrections import find_disputed, find_doubts
from papi_cli.log.deciding import decide_batch
from papi_cli.log.drafts import Draft, draft_from_event, stamp
from papi_cli.log.events import TICK, Event, fold_position, in_fold_order
from papi_cli.log.fold import Fold, IgnoredEvent
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate, review_log
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import group_by_obligation
from papi_cli.log.subjects import document_key
from papi_cli.plan.model import Plan
from tests.changed_items import followed
from tests.sample import ZONE
from tests.tree import resolved, shipped_plan

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
SHARED = "IV.7/cong-van"
Finding = RefusedEvent | tuple[OddEvent, ...]


@cache
def plan_with_a_shared_item() -> Plan:
    due = "                due: Công văn tháng 3/2026\n"
    plan = resolved(
        ("tasks.yaml", due, f"{due}                fulfilled_by: any\n"),
        (
            "duties.yaml",
            "due: Thời điểm ban hành chậm nhất ngày 15/02/2026",
            "due: trong 20 ngày kể từ ngày nhận Kế hoạch",
        ),
    )
    assert isinstance(plan, Plan)
    return plan


# The same answers, from whole lists


def ignored(plan: Plan, events: Sequence[Event]) -> dict[str, RefusalReason]:
    found: list[IgnoredEvent] = []
    for story in group_by_obligation(plan, events, date.max, ZONE, found).values():
        Fold(plan.items[story[0].item], plan).apply(story, found)
    return {entry.event.id: entry.reason for entry in found}


def retracted(plan: Plan, events: Sequence[Event]) -> set[str]:
    reasons = ignored(plan, events)
    return {event.target for event in events if event.kind is EventKind.RETRACTED and event.id not in reasons}


def refused(plan: Plan, event: Event, reason: RefusalReason, others: Sequence[Event]) -> RefusedEvent:
    missing = next(
        (need for need in KIND_SPECS[event.kind].needs if not any(getattr(event, field) for field in need.words)), None
    )
    last_day, anchor = None, None
    without = {*ignored(plan, others), *retracted(plan, others)}
    item = plan.items[event.item]
    mine = [other for other in others if other.item == event.item and (item.is_shared or other.agency == event.agency)]
    before = [other for other in mine if other.id not in without and fold_position(other) < fold_position(event)]
    anchors = [other for other in before if other.kind is EventKind.ANCHORED]
    if reason is RefusalReason.ANCHORED_BEFORE:
        (anchor,) = anchors
    if reason is RefusalReason.NO_LATER_DAY and not item.is_ongoing:
        granted = [other.until for other in before if other.kind is EventKind.EXTENDED and other.until]
        counted = [other.date + timedelta(days=20) for other in anchors]
        last_day = max([*granted, *counted, *([item.due.last] if item.due and item.due.last else [])], default=None)
    return RefusedEvent(event, reason, missing if reason is RefusalReason.NEEDS_MISSING else None, last_day, anchor)


def odd(plan: Plan, earlier: Sequence[Event], event: Event) -> list[OddEvent]:
    """Return what is merely odd about an event, given those before it that are not retracted, in their order."""
    if event.kind is EventKind.RETRACTED:
        return []
    first = min(period.first for period in plan.periods)
    same_day = [other for other in earlier if (other.agency, other.date) == (event.agency, event.date)]
    number, subject = document_key(event.document)
    contrary = [
        other
        for other in same_day
        if subject and document_key(other.document)[0] == number
        if document_key(other.document)[1] not in ("", subject)
    ]
    same = [other for other in same_day if draft_from_event(other).content == draft_from_event(event).content]
    is_asked = event.kind is EventKind.REMINDED and plan.items[event.item].asked
    return [
        *([OddEvent(event, Oddity.BEFORE_DATA, data_from=first)] if event.date < first else []),
        *(OddEvent(event, Oddity.OTHER_SUBJECT, other=other) for other in contrary[:1]),
        *([OddEvent(event, Oddity.ASKED_REMINDED)] if is_asked else []),
        *(OddEvent(event, Oddity.DOUBLED, other=other) for other in same[:1]),
        *(
            OddEvent(event, Oddity.NOTHING_BESIDE_RESULT, other=other)
            for other in results_that_period(plan, earlier, event)
        ),
    ]


def results_that_period(plan: Plan, earlier: Sequence[Event], event: Event) -> list[Event]:
    """Return the first result that stands in the period on whose days there is nothing to report, if any does."""
    ends = sorted((period.last, period.first) for period in plan.periods)
    current = [
        (max([first, *(end + timedelta(days=1) for end, _ in ends if end < last)]), last) for last, first in ends
    ]
    windows = [(first, last) for first, last in current if first <= event.date <= last]
    if event.kind is not EventKind.NOTHING_TO_REPORT or not windows:
        return []
    shared = plan.items[event.item].is_shared
    story = in_fold_order(
        other for other in earlier if other.item == event.item and (shared or other.agency == event.agency)
    )
    story = [other for other in story if other.date <= windows[0][1]]
    returned = [place for place, other in enumerate(story) if other.kind is EventKind.RETURNED]
    since = story[returned[-1] + 1 if returned else 0 :]
    return [other for other in since if other.kind is EventKind.DONE and windows[0][0] <= other.date][:1]


def is_doubt(finding: RefusedEvent | OddEvent) -> bool:
    return isinstance(finding, OddEvent) and finding.oddity.is_settled_by_consent


def without_doubts(finding: Finding) -> Finding:
    return finding if isinstance(finding, RefusedEvent) else tuple(odd for odd in finding if not is_doubt(odd))


def examined_slowly(plan: Plan, others: Sequence[Event], candidate: Event) -> Finding:
    before, after = ignored(plan, others), ignored(plan, [*others, candidate])
    if candidate.id in after:
        return refused(plan, candidate, after[candidate.id], others)
    gone = retracted(plan, others)
    overturned = in_fold_order(event for event in others if event.id in after and event.id not in before)
    if candidate.kind is EventKind.ANCHORED:
        for event in overturned:
            if event.kind is EventKind.ANCHORED:  # the first that was told stands until it is corrected
                return RefusedEvent(candidate, RefusalReason.ANCHORED_BEFORE, anchor=event)
    return (
        *odd(plan, [other for other in others if other.id not in gone], candidate),
        # An event that was ignored, such as the retraction of one that was not there, is not overturned.
        *(OddEvent(candidate, Oddity.OVERTURNS, other=event) for event in overturned),
    )


def reviewed_slowly(plan: Plan, events: Sequence[Event]) -> tuple[RefusedEvent | OddEvent, ...]:
    reasons, gone = ignored(plan, events), retracted(plan, events)
    doubts = {event.id: doubt for doubt in find_doubts(events, ZONE) for event in doubt.contradictions()}
    disputed = {entry.replacement.id: entry for entry in find_disputed(events, ZONE)}
    found: list[RefusedEvent | OddEvent] = []
    for place, event in enumerate(events):
        if event.id in reasons:
            found.append(refused(plan, event, reasons[event.id], events))
        elif event.id not in gone:
            found += odd(plan, [other for other in events[:place] if other.id not in {*reasons, *gone}], event)
        if doubt := doubts.get(event.id):
            found.append(OddEvent(event, Oddity.REPLACED_TWICE, other=doubt.replacements[0], replaced=doubt.replaced))
        elif entry := disputed.get(event.id):
            found.append(OddEvent(event, Oddity.RETRACTED_TOO, other=entry.retraction, replaced=entry.replaced))
    return tuple(found)


def decided_slowly(
    plan: Plan, log: Sequence[Event], drafts: Iterable[Draft]
) -> tuple[list[Event], list[Draft], list[tuple[int, RefusedEvent]], list[OddEvent]]:
    events, instant = list(log), NOW
    known: list[Draft] = []
    refusals: list[tuple[int, RefusedEvent]] = []
    oddities: list[OddEvent] = []
    for position, draft in enumerate(drafts):
        gone, item = retracted(plan, events), plan.items[draft.item]
        story = [
            event for event in events if event.item == item.code and (item.is_shared or event.agency == draft.agency)
        ]
        standing = [draft_from_event(event).content for event in story if event.id not in gone]
        # A retraction that stands in the log and does nothing is refused once more, and not known.
        is_known = draft.content in standing
        if draft.kind is EventKind.RETRACTED:
            is_known = draft.target in gone & {event.id for event in story}
        if is_known:
            known.append(draft)
            continue
        instant = max([instant, *(event.recorded + TICK for event in story)])
        candidate = stamp(draft, instant)
        instant += TICK
        finding = examined_slowly(plan, events, candidate)
        if isinstance(finding, RefusedEvent):
            refusals.append((position, finding))
        else:
            events.append(candidate)
            # Its `other` is new if it is of this batch.
            fresh = {event.id for event in events[len(log) : -1]}
            oddities += [replace(odd, is_other_new=bool(odd.other and odd.other.id in fresh)) for odd in finding]
    return events[len(log) :], known, refusals, oddities


# Few obligations, days, texts and instants, so that events meet; what undoes others is frequent.
OBLIGATIONS = (
    ("II.2/bao-cao", "so-tu-phap"),
    ("I.2/cong-van", "so-tai-chinh"),
    (SHARED, "phuong-to-hieu"),
    (SHARED, "phuong-chieng-coi"),
    ("so-lieu-6-thang", "toa-an-nhan-dan-tinh"),
    ("ke-hoach", "so-tu-phap"),
)
DOCUMENTS = ("45/KH về rà soát", "45/KH về báo cáo", "45/KH", "46/KH về rà soát")
DELIVERY = (EventKind.DONE, EventKind.RETURNED, EventKind.SUPPLEMENT_REQUESTED, EventKind.RETRACTED)
REQUEST = (
    EventKind.EXTENSION_REQUESTED,
    EventKind.EXTENSION_REFUSED,
    EventKind.EXTENDED,
    EventKind.DONE,
    EventKind.RETRACTED,
)
KINDS = (
    DELIVERY,
    REQUEST,
    (EventKind.EXTENDED, EventKind.RETRACTED),
    (EventKind.ANCHORED, EventKind.EXTENDED, EventKind.DONE, EventKind.RETRACTED),
    (EventKind.DONE, EventKind.RETRACTED),
    tuple(EventKind),
)


class World:
    """Draws events of a few obligations and kinds."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._obligations = self.chance.sample(OBLIGATIONS, self.chance.randint(1, 3))
        self._kinds = self.chance.choice(KINDS)
        self._days = self.chance.choice((1, 5))

    def draft(self, known: Sequence[Event]) -> Draft:
        chance = self.chance
        item, agency = chance.choice(self._obligations)
        kind, target = chance.choice(self._kinds), ""
        if kind is EventKind.RETRACTED and known:
            old = chance.choice(known)
            target = old.id
            if chance.random() < 0.9:
                item, agency = old.item, old.agency
        usual, until = chance.random() < 0.95, date(2026, 12, 1) + timedelta(days=chance.randrange(6))
        return Draft(
            date(2026, 11, 10) + timedelta(days=chance.randrange(self._days)) if usual else date(2025, 11, 30),
            item,
            agency,
            kind,
            chance.choice(DOCUMENTS) if chance.random() < 0.9 else "",
            note=chance.choice(["x", "y"]) if chance.random() < 0.9 else "",
            until=None if kind is EventKind.ANCHORED or chance.random() < 0.1 else until,
            target=target,
        )

    def log(self, size: int) -> list[Event]:
        events: list[Event] = []
        for _ in range(size):
            hours = self.chance.randrange(60) * timedelta(hours=1)
            recorded = datetime(2026, 11, 12, 9, tzinfo=ZONE) + hours + len(events) * TICK
            events.append(stamp(self.draft(events), recorded))
        return events


@given(st.integers(0, 10**9), st.integers(0, 20))
@example(8048, 16)  # a day that comes back after all of its events were retracted
def test_a_candidate_is_examined_as_from_the_whole_log(seed: int, size: int) -> None:
    world, plan = World(seed), plan_with_a_shared_item()
    log = world.log(size)
    world.chance.shuffle(log)
    # The index grows with what was examined; another one is put on top of the first half.
    index, split = LogIndex(plan), LogIndex(plan, log[: size // 2])
    for place, event in enumerate(log):
        expected = examine_candidate(plan, LogIndex(plan, log[:place]), event)
        assert without_doubts(expected) == examined_slowly(plan, log[:place], event)
        assert examine_candidate(plan, index, event) == expected
        if place >= size // 2:
            upper = LogIndex(plan, log[size // 2 : place], base=split)
            assert examine_candidate(plan, upper, event) == expected
        index.add([event])


@given(st.integers(0, 10**9), st.integers(0, 25))
def test_a_log_is_reviewed_as_from_whole_lists(seed: int, size: int) -> None:
    plan = plan_with_a_shared_item()
    log = in_fold_order(World(seed).log(size))
    reviewed = review_log(plan, log)
    assert tuple(odd for odd in reviewed if not is_doubt(odd)) == reviewed_slowly(plan, log)


def test_check_finds_what_record_asked_about() -> None:
    plan, kinds = plan_with_a_shared_item(), set()
    for seed in range(150):
        world, index, asked = World(seed), LogIndex(plan), list[OddEvent]()
        events: list[Event] = []
        overturned = False
        for minutes in range(12):
            draft = world.draft(())
            if draft.kind is not EventKind.RETRACTED:
                outcome = decide_batch(index, [draft], now=NOW + timedelta(minutes=minutes), plan=plan)
                index.add(outcome.events)
                events += outcome.events
                asked += [odd for _, odd in outcome.doubtful]
                overturned |= any(odd.oddity is Oddity.OVERTURNS for odd in outcome.odd_events)
        if not overturned:  # what was asked about because of an event that does not count any more is no doubt now
            found = [odd for odd in review_log(plan, in_fold_order(events)) if is_doubt(odd)]
            assert sorted(found, key=str) == sorted(asked, key=str)
            kinds |= {odd.oddity for odd in asked}
    assert kinds >= {Oddity.OTHER_DAY, Oddity.EARLIER_DONE, Oddity.DONE_AND_WAIVED, Oddity.DELIVERED_REMINDED}


@given(st.integers(0, 10**9), st.integers(0, 10), st.integers(0, 12))
@example(160, 4, 7)  # again a retraction that does nothing
def test_a_batch_is_decided_as_from_whole_lists(seed: int, size: int, more: int) -> None:
    world, plan = World(seed), plan_with_a_shared_item()
    log = world.log(size)
    drafts = [world.draft(log) for _ in range(more)]
    index = LogIndex(plan, log)
    for item, agency in OBLIGATIONS[:size]:
        index.course_of(item, agency, date.max)
    for _ in range(2):  # deciding leaves no trace in the index
        outcome = decide_batch(index, drafts, now=NOW, plan=plan)
        assert decided_slowly(plan, log, drafts) == (
            list(outcome.events),
            list(outcome.already_recorded),
            list(outcome.refusals),
            list(outcome.odd_events),
        )


def test_a_day_granted_and_taken_back_later_is_not_in_force() -> None:
    plan = shipped_plan()
    granted = Draft(
        date(2026, 11, 10), "II.2/bao-cao", "so-tu-phap", EventKind.EXTENDED, "7/UBND", until=date(2026, 12, 10)
    )
    first = stamp(granted, NOW)
    gone = stamp(
        granted._replace(date=date(2026, 11, 15), kind=EventKind.RETRACTED, until=None, target=first.id, note="nhầm"),
        NOW + TICK,
    )
    late = stamp(granted._replace(date=date(2026, 11, 12), until=date(2026, 11, 30)), NOW + 2 * TICK)
    refusal = RefusedEvent(late, RefusalReason.NO_LATER_DAY, last_day=date(2026, 11, 30))
    assert examine_candidate(plan, LogIndex(plan, [first, gone]), late) == refusal
    assert review_log(plan, in_fold_order([first, gone, late])) == (refusal,)


def test_the_newest_instant_is_kept_whatever_comes_later() -> None:
    early, late = recorded(drafts_of_one_obligation(2, days=1))
    index = LogIndex(shipped_plan())
    assert index.newest_recorded(early.item, early.agency) is None
    for event in (late, early):
        index.add([event])
        assert index.newest_recorded(early.item, early.agency) == late.recorded


@cache
def plan_with_a_followed_item() -> Plan:
    """Return a plan with an item that was handed on in summer, of which both agencies may be named."""
    item = followed(shipped_plan().items["II.2/bao-cao"], "so-tu-phap 06-30 so-y-te", now="so-y-te", heirs="so-y-te")
    return replace(shipped_plan(), items={**shipped_plan().items, item.code: item})


# Steps


def steps_of(work: Callable[[], object]) -> int:
    """Return how many instructions of the program's own modules `work` executes."""
    count = 0

    def trace(frame: FrameType, kind: str, _argument: Any) -> Any:  # noqa: ANN401  # as sys.settrace has it
        nonlocal count
        if "papi_cli" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += kind == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def drafts_of_one_obligation(count: int, *, days: int, document: str = "{}/KH về việc {}") -> list[Draft]:
    """Return events of one obligation on so many days, the last ones first, all of which count."""
    first = Draft(date(2026, 11, 18), "II.2/bao-cao", "so-tu-phap", EventKind.DONE)
    kinds = (EventKind.DONE, EventKind.SUBMITTED, EventKind.REMINDED)
    return [
        first._replace(
            date=first.date - timedelta(days=number % days),
            kind=kinds[number % 3],
            document=document.format(number, number),
            note=str(number),
        )
        for number in range(count)
    ]


def recorded(drafts: Iterable[Draft]) -> list[Event]:
    return [stamp(draft, NOW + number * TICK) for number, draft in enumerate(drafts)]


def decision(plan: Plan, log: Sequence[Event], drafts: Sequence[Draft]) -> Callable[[], object]:
    return partial(decide_batch, LogIndex(plan, log), drafts, now=NOW + timedelta(days=1), plan=plan)


def review(plan: Plan, log: Sequence[Event]) -> Callable[[], object]:
    return partial(review_log, plan, in_fold_order(log))


def retractions(events: Iterable[Event]) -> list[Draft]:
    gone = Draft(date(2026, 11, 20), "II.2/bao-cao", "so-tu-phap", EventKind.RETRACTED, note="nhầm")
    return [gone._replace(target=event.id) for event in events]


def extensions(count: int, *, day: int = 0) -> list[Draft]:
    (first, *_) = drafts_of_one_obligation(1, days=1)
    until = date(2026, 11, 30)
    return [
        first._replace(kind=EventKind.EXTENDED, until=until + timedelta(days=day * (number + 1)), note=str(number))
        for number in range(count)
    ]


def shared_by_many(count: int) -> list[Draft]:
    (first, *_) = drafts_of_one_obligation(1, days=1)
    agencies = plan_with_a_shared_item().items[SHARED].agencies
    return [
        first._replace(item=SHARED, agency=agencies[number % len(agencies)], note=str(number))
        for number in range(count)
    ]


def corrections(count: int) -> tuple[list[Event], list[Draft]]:
    events = recorded(drafts_of_one_obligation(count, days=1))
    pairs = zip(retractions(events), drafts_of_one_obligation(count, days=1, document="{}/BC"), strict=True)
    return events, [draft for pair in pairs for draft in pair]


WORK: dict[str, Callable[[Plan, int], Callable[[], object]]] = {
    "a sheet": lambda plan, size: decision(plan, [], drafts_of_one_obligation(size, days=90)),
    "a sheet of one day": lambda plan, size: decision(plan, [], drafts_of_one_obligation(size, days=1)),
    "a sheet of one document": lambda plan, size: decision(
        plan, [], drafts_of_one_obligation(size, days=1, document="1/KH về rà soát")
    ),
    "a sheet with a subject each": lambda plan, size: decision(
        plan, [], drafts_of_one_obligation(size, days=1, document="1/KH về việc {}")
    ),
    "a sheet again": lambda plan, size: decision(
        plan, recorded(drafts_of_one_obligation(size, days=1)), drafts_of_one_obligation(size, days=1)
    ),
    "extensions": lambda plan, size: decision(plan, [], extensions(size, day=1)),
    "extensions refused": lambda plan, size: decision(plan, [], extensions(size)),
    "a sheet of retractions": lambda plan, size: decision(
        plan,
        recorded(drafts_of_one_obligation(size, days=1)),
        retractions(recorded(drafts_of_one_obligation(size, days=1))),
    ),
    "corrections": lambda plan, size: decision(plan, *corrections(size)),
    "a shared item": lambda plan, size: decision(plan, [], shared_by_many(size)),
    "check": lambda plan, size: review(plan, recorded(drafts_of_one_obligation(size, days=90))),
    "check of one day": lambda plan, size: review(plan, recorded(drafts_of_one_obligation(size, days=1))),
    "check of one document": lambda plan, size: review(
        plan, recorded(drafts_of_one_obligation(size, days=1, document="1/KH về rà soát"))
    ),
    "check of extensions refused": lambda plan, size: review(plan, recorded(extensions(size))),
    "check of corrections": lambda plan, size: review(
        plan,
        [
            *corrections(size)[0],
            *(stamp(draft, NOW + timedelta(days=1) + n * TICK) for n, draft in enumerate(corrections(size)[1])),
        ],
    ),
    "a sheet of what was handed on": lambda _, size: decision(
        plan_with_a_followed_item(), [], sorted(drafts_of_one_obligation(size, days=90))
    ),
    "a sheet of what was handed on, of one day": lambda _, size: decision(
        plan_with_a_followed_item(), [], drafts_of_one_obligation(size, days=1)
    ),
    "retractions of what was handed on": lambda _, size: decision(
        plan_with_a_followed_item(),
        recorded(drafts_of_one_obligation(size, days=1)),
        retractions(reversed(recorded(drafts_of_one_obligation(size, days=1)))),
    ),
    "check of what was handed on": lambda _, size: review(
        plan_with_a_followed_item(), recorded(sorted(drafts_of_one_obligation(size, days=90)))
    ),
    "check of a shared item": lambda plan, size: review(plan, recorded(shared_by_many(size))),
}


@pytest.mark.parametrize("name", WORK)
def test_four_times_as_many_events_of_one_obligation_take_four_times_the_steps(name: str) -> None:
    plan = plan_with_a_shared_item()
    few, many = (steps_of(WORK[name](plan, size)) for size in (40, 160))
    assert many < 5 * few, (few, many)
