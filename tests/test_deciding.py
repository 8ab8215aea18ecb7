"""Deciding on a batch of drafts: instants, duplicates, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from papi_cli.log.deciding import BatchOutcome, decide_batch
from papi_cli.log.drafts import Draft, stamp
from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import Oddity
from papi_cli.log.soundness import RefusalReason
from tests.sample import ZONE
from tests.tree import shipped_plan

NOW = datetime(2026, 6, 21, 9, 0, tzinfo=ZONE)
TICK = timedelta(microseconds=1)
DONE = Draft(NOW.date(), "ke-hoach", "so-y-te", EventKind.DONE, "1/A")
RETURNED = DONE._replace(kind=EventKind.RETURNED, document="", note="sai mẫu")
ELSEWHERE = DONE._replace(agency="so-tu-phap")


def decided(*drafts: Draft, beside: Sequence[Event] = (), now: datetime = NOW) -> BatchOutcome:
    return decide_batch(LogIndex(shipped_plan(), beside), drafts, now=now, plan=shipped_plan())


def retraction_of(event: Event) -> Draft:
    return DONE._replace(agency=event.agency, kind=EventKind.RETRACTED, document="", note="nhầm", target=event.id)


def instants(outcome: BatchOutcome) -> list[str]:
    return [event.recorded.isoformat(timespec="microseconds") for event in outcome.events]


@pytest.mark.parametrize("now", [NOW, NOW.astimezone(UTC)])
def test_the_events_of_a_batch_follow_one_another_in_the_plans_zone(now: datetime) -> None:
    assert instants(decided(DONE, ELSEWHERE, RETURNED, now=now)) == [
        "2026-06-21T09:00:00.000000+07:00",
        "2026-06-21T09:00:00.000001+07:00",
        "2026-06-21T09:00:00.000002+07:00",
    ]


@pytest.mark.parametrize(
    ("newest", "first"),
    [
        (NOW - TICK, "2026-06-21T09:00:00.000000+07:00"),
        (NOW, "2026-06-21T09:00:00.000001+07:00"),
        (NOW + TICK, "2026-06-21T09:00:00.000002+07:00"),
        ((NOW + TICK).astimezone(UTC), "2026-06-21T09:00:00.000002+07:00"),
    ],
)
def test_a_clock_that_runs_behind_puts_nothing_before_what_it_follows(newest: datetime, first: str) -> None:
    log = [stamp(DONE, newest), stamp(DONE._replace(document="2/A"), NOW - 5 * TICK)]
    assert instants(decided(RETURNED, beside=log))[0] == first
    # Another obligation does not wait for this one, but for what stands before it in the batch.
    assert instants(decided(ELSEWHERE, beside=log)) == ["2026-06-21T09:00:00.000000+07:00"]
    decided_events = decided(RETURNED, ELSEWHERE, beside=log).events
    assert decided_events[1].recorded == decided_events[0].recorded + TICK


FIVE_MINUTES = timedelta(minutes=5)


def test_an_event_recorded_five_minutes_ahead_is_followed_and_one_later_refuses_its_obligation() -> None:
    within = stamp(DONE, NOW + FIVE_MINUTES)
    # Both of one obligation, as a correction has them.
    batch = decided(RETURNED, DONE._replace(document="2/A"), beside=[within])
    assert (batch.refusals, [event.recorded - NOW for event in batch.events]) == (
        (),
        [FIVE_MINUTES + TICK, FIVE_MINUTES + 2 * TICK],
    )
    beyond, dragged = (
        stamp(DONE, NOW + FIVE_MINUTES + TICK),
        stamp(DONE._replace(document="2/A"), NOW + 2 * FIVE_MINUTES),
    )
    for draft in (RETURNED, retraction_of(beyond)):
        ((position, refused),) = decided(draft, beside=[dragged, beyond, within]).refusals
        assert (position, refused.reason, refused.ahead) == (0, RefusalReason.CLOCK_BEHIND, beyond)


def test_an_event_recorded_ahead_drags_no_other_obligation_along() -> None:
    ahead = stamp(DONE, NOW.replace(year=2030))
    outcome = decided(RETURNED, ELSEWHERE, beside=[ahead])
    assert [position for position, _ in outcome.refusals] == [0]
    assert [event.recorded for event in outcome.events] == [NOW]
    assert decided(DONE, ELSEWHERE, beside=[ahead]).already_recorded == (DONE,)


def test_whether_a_day_is_in_the_future_the_clock_says() -> None:
    midnight = datetime(2026, 6, 22, tzinfo=ZONE)
    newest = stamp(DONE, midnight + 2 * TICK)
    tomorrow = DONE._replace(date=midnight.date(), document="2/A")
    for now, reasons in ((midnight - TICK, [RefusalReason.FUTURE]), (midnight, [])):
        outcome = decided(tomorrow, beside=[newest], now=now)
        assert [refused.reason for _, refused in outcome.refusals] == reasons


def test_a_recorded_event_is_not_recorded_again() -> None:
    recorded = stamp(DONE, NOW)
    again = DONE._replace(by="người khác")
    outcome = decided(again, DONE._replace(document="2/A"), ELSEWHERE, beside=[recorded])
    assert outcome.already_recorded == (again,)
    assert [(event.document, event.agency) for event in outcome.events] == [("2/A", "so-y-te"), ("1/A", "so-tu-phap")]
    assert decided(DONE, DONE).already_recorded == (DONE,)


@pytest.mark.parametrize(
    ("recorded", "written"),
    [
        ("45/QĐ-UBND", "45/QÐ-UBND"),
        ("45/QÐ-UBND", "45/QĐ-UBND"),
        ("45/qđ", "45/qð"),
        ("45/QĐ-UBND", "45/\u200bQĐ-UBND\u2060"),
        ("45/QĐ-UBND\u2028ngày 05/3", "45/QĐ-UBND ngày 05/3"),
        ("45/QĐ\U000e0041-UBND", "45/QĐ-UBND"),
    ],
)
def test_letters_that_look_alike_and_signs_that_show_nothing_make_no_new_event(recorded: str, written: str) -> None:
    makers: list[Callable[[str], Draft]] = [
        lambda text: DONE._replace(document=text),
        lambda text: DONE._replace(within=text),
        lambda text: DONE._replace(note=text),
    ]
    for draft_of in makers:
        outcome = decided(draft_of(written), beside=[stamp(draft_of(recorded), NOW)])
        assert outcome.already_recorded == (draft_of(written),)
        assert decided(draft_of("45/QD-UBND"), beside=[stamp(draft_of(recorded), NOW)]).already_recorded == ()


def test_a_retracted_event_can_be_recorded_again() -> None:
    recorded = stamp(DONE, NOW)
    gone = stamp(retraction_of(recorded), NOW + TICK)
    outcome = decided(DONE, beside=[recorded, gone])
    assert (len(outcome.events), outcome.already_recorded) == (1, ())


def test_a_retraction_is_recorded_already_once_its_target_is_retracted() -> None:
    recorded = stamp(DONE, NOW)
    draft = retraction_of(recorded)
    (retraction,) = decided(draft, beside=[recorded]).events
    assert retraction.target == recorded.id
    again = draft._replace(note="lý do khác")
    assert decided(again, beside=[recorded, retraction]).already_recorded == (again,)
    assert decided(draft, again, beside=[recorded]).already_recorded == (again,)
    # Through another agency nothing was retracted, and nothing can be.
    stray = draft._replace(agency="so-tu-phap")
    outcome = decided(stray, beside=[recorded, retraction, stamp(ELSEWHERE, NOW)])
    assert [refused.reason for _, refused in outcome.refusals] == [RefusalReason.NO_TARGET]
    assert outcome.already_recorded == ()


def test_refusals_are_placed_in_the_batch_and_leave_no_trace_in_it() -> None:
    drafts = (RETURNED, DONE, ELSEWHERE._replace(item="khong-co"), RETURNED, RETURNED._replace(note="lần nữa"))
    outcome = decided(*drafts)
    assert [(position, refused.reason) for position, refused in outcome.refusals] == [
        (0, RefusalReason.NOT_DONE),
        (2, RefusalReason.UNKNOWN_ITEM),
        (4, RefusalReason.NOT_DONE),
    ]
    assert [event.kind for event in outcome.events] == [EventKind.DONE, EventKind.RETURNED]


def test_what_is_odd_about_any_event_is_kept() -> None:
    old = DONE._replace(date=DONE.date.replace(year=2025))
    outcome = decided(old, DONE, old._replace(agency="so-tu-phap"))
    assert [(odd.oddity, odd.event) for odd in outcome.odd_events] == [
        (Oddity.BEFORE_DATA, outcome.events[0]),
        (Oddity.BEFORE_DATA, outcome.events[2]),
    ]


def test_the_index_stays_as_it_was() -> None:
    index = LogIndex(shipped_plan())
    first = decide_batch(index, [DONE], now=NOW, plan=shipped_plan())
    assert first.events[0].id not in index
    assert decide_batch(index, [DONE], now=NOW, plan=shipped_plan()) == first
