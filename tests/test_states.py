"""The state of an obligation: tables of boundary days, properties, and a second, slower way to the same answer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from operator import attrgetter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papi_cli.log.activity import Activity
from papi_cli.log.events import TICK, Event, deduplicated, events_known_at
from papi_cli.log.fold import IgnoredEvent
from papi_cli.log.kinds import EventKind
from papi_cli.log.soundness import RefusalReason
from papi_cli.log.stories import group_by_obligation
from papi_cli.plan.model import Period, Plan
from papi_cli.plan.obligations import all_obligations
from papi_cli.plan.periods import current_period, due_period
from papi_cli.states import Flag, State, States, Verdict, count_by_state, judge
from papi_cli.text import LAST_DAY
from papi_cli.views.words import state_words
from tests import reckoning
from tests.sample import WEIGHTS, ZONE, Keys, event, events_of, seeded_log, shipped_plan
from tests.tree import resolved

DATED = "II.2/bao-cao@so-tu-phap"  # last on-time day 30/11/2026
UNDATED = "IV.8/phieu-khao-sat@so-y-te"
ONGOING = "I.2/cong-van@so-tai-chinh"
DUTY = "bao-cao-6-thang@so-tu-phap"  # last on-time day 09/6/2026
ASKED = "so-lieu-6-thang@toa-an-nhan-dan-tinh"

ASKS = "extension-requested 2026-06-01 until=2026-12-10"
ASKS_AGAIN = "extension-requested 2026-06-03 until=2026-12-20"
ASKED_AND_SENT = {Flag.EXTENSION_ASKED, Flag.SUBMITTED}


def states(events: Sequence[Event], day: str, known_at: str | None = None, plan: Plan | None = None) -> States:
    limit = datetime.fromisoformat(known_at) if known_at else None
    return judge(plan or shipped_plan(), deduplicated(events), as_of=date.fromisoformat(day), known_at=limit)


def of(answer: States, id_: str) -> Verdict:
    return next(verdict for verdict in answer.verdicts if verdict.obligation.id == id_)


def verdict(story: str, day: str, id_: str = DATED) -> Verdict:
    return of(states(events_of(story, id_), day), id_)


def test_a_story_without_counting_events_is_dropped() -> None:
    refused = events_of("done 2026-03-12 document= evidence=", DATED)
    ignored: list[IgnoredEvent] = []
    assert group_by_obligation(shipped_plan(), refused, date(2026, 6, 10), ZONE, ignored) == {}
    assert ignored == [IgnoredEvent(refused[0], RefusalReason.NEEDS_MISSING)]


@pytest.mark.parametrize(
    ("id_", "story", "day", "state", "left", "late"),
    [
        (DATED, "", "2026-11-30", State.IN_TIME, 0, None),
        (DATED, "", "2026-11-29", State.IN_TIME, 1, None),
        (DATED, "", "2026-12-01", State.OVERDUE, None, 1),
        (DATED, "done 2026-11-30", "2026-11-29", State.IN_TIME, 1, None),
        (DATED, "done 2026-11-30", "2026-11-30", State.DONE_ON_TIME, None, None),
        (DATED, "done 2026-11-30", "2027-06-01", State.DONE_ON_TIME, None, None),
        (DATED, "done 2026-12-01", "2026-12-01", State.DONE_LATE, None, 1),
        (DATED, "done 2026-12-03", "2026-12-02", State.OVERDUE, None, 2),
        (DATED, "done 2026-12-03", "2027-06-01", State.DONE_LATE, None, 3),
        # Once more: the first day stands.
        (DATED, "done 2026-11-30; done 2026-12-05", "2026-12-06", State.DONE_ON_TIME, None, None),
        # Returned, and done again.
        (DATED, "done 2026-11-20; returned 2026-11-25", "2026-11-24", State.DONE_ON_TIME, None, None),
        (DATED, "done 2026-11-20; returned 2026-11-25", "2026-11-25", State.IN_TIME, 5, None),
        (DATED, "done 2026-11-20; returned 2026-11-25", "2026-12-01", State.OVERDUE, None, 1),
        (DATED, "done 2026-11-20; returned 2026-11-25; done 2026-11-30", "2026-12-01", State.DONE_ON_TIME, None, None),
        (DATED, "done 2026-11-20; returned 2026-12-01; done 2026-12-02", "2026-12-02", State.DONE_LATE, None, 2),
        (DATED, "done 2026-11-20; returned 2026-11-20", "2026-11-20", State.IN_TIME, 10, None),
        # A supplement asked for: the day stands.
        (DATED, "done 2026-11-30; supplement-requested 2026-12-01", "2026-12-05", State.DONE_ON_TIME, None, None),
        # Extended before, after and on the day of delivery.
        (DATED, "extended 2026-11-20 until=2026-12-10", "2026-12-10", State.IN_TIME, 0, None),
        (DATED, "extended 2026-11-20 until=2026-12-10", "2026-12-11", State.OVERDUE, None, 1),
        (DATED, "extended 2026-12-05 until=2026-12-10", "2026-12-04", State.OVERDUE, None, 4),
        (DATED, "extended 2026-12-05 until=2026-12-10", "2026-12-05", State.IN_TIME, 5, None),
        (DATED, "extended 2026-11-20 until=2026-12-10; done 2026-12-10", "2026-12-31", State.DONE_ON_TIME, None, None),
        (DATED, "extended 2026-11-20 until=2026-12-10; done 2026-12-11", "2026-12-31", State.DONE_LATE, None, 1),
        (DATED, "done 2026-12-03; extended 2026-12-05 until=2026-12-10", "2026-12-31", State.DONE_LATE, None, 3),
        (DATED, "extended 2026-12-03 until=2026-12-10; done 2026-12-03", "2026-12-31", State.DONE_ON_TIME, None, None),
        (DATED, "done 2026-12-03; extended 2026-12-03 until=2026-12-10", "2026-12-31", State.DONE_LATE, None, 3),
        # The day granted after a refused delivery counts for the next one.
        (
            DATED,
            "done 2026-11-20; extended 2026-11-21 until=2026-12-10; returned 2026-12-01; done 2026-12-10",
            "2026-12-31",
            State.DONE_ON_TIME,
            None,
            None,
        ),
        # What moves nothing.
        (DATED, "extension-requested 2026-11-20 until=2026-12-10", "2026-12-01", State.OVERDUE, None, 1),
        (DATED, "submitted 2026-11-20; progress 2026-11-21; reminded 2026-11-22", "2026-12-01", State.OVERDUE, None, 1),
        (DATED, "waived 2026-12-05", "2026-12-04", State.OVERDUE, None, 4),
        (DATED, "waived 2026-12-05", "2026-12-05", State.WAIVED, None, None),
        (DATED, "done 2026-12-03; waived 2026-12-05", "2026-12-05", State.DONE_LATE, None, 3),
        (UNDATED, "", "2027-06-01", State.UNDATED, None, None),
        (UNDATED, "done 2026-06-01", "2026-06-01", State.DONE_UNDATED, None, None),
        (UNDATED, "waived 2026-06-01", "2026-06-01", State.WAIVED, None, None),
        (UNDATED, "extended 2026-06-01 until=2026-07-01", "2026-07-02", State.OVERDUE, None, 1),
        (ONGOING, "", "2027-06-01", State.ONGOING, None, None),
        (ONGOING, "done 2026-06-01", "2026-06-01", State.ONGOING, None, None),
        (ONGOING, "waived 2026-06-02", "2026-06-02", State.WAIVED, None, None),
        (ONGOING, "done 2026-06-01; waived 2026-06-02", "2026-06-02", State.DONE_UNDATED, None, None),
    ],
)
def test_states(id_: str, story: str, day: str, state: State, *, left: int | None, late: int | None) -> None:
    answer = verdict(story, day, id_)
    assert (answer.state, answer.days_left, answer.days_late) == (state, left, late)


@pytest.mark.parametrize(
    ("id_", "story", "day", "flags"),
    [
        (DATED, "", "2026-11-14", {Flag.UNRECORDED}),
        (DATED, "", "2026-11-15", {Flag.UNRECORDED, Flag.DUE_SOON}),
        (DATED, "", "2026-11-30", {Flag.UNRECORDED, Flag.DUE_SOON}),
        (DATED, "", "2026-12-01", {Flag.UNRECORDED}),
        (DATED, "reminded 2026-06-01", "2026-06-02", {Flag.UNRECORDED}),
        (
            DATED,
            "reminded 2026-06-01; extended 2026-06-02 until=2026-12-10",
            "2026-06-02",
            {Flag.UNRECORDED, Flag.EXTENDED},
        ),
        (DATED, "progress 2026-06-01", "2026-05-31", {Flag.UNRECORDED}),
        (DATED, "progress 2026-06-01", "2026-06-01", set()),
        (DATED, "progress 2026-06-01 note=", "2026-06-01", {Flag.UNRECORDED}),
        (DATED, ASKS, "2026-05-31", {Flag.UNRECORDED}),
        (DATED, ASKS, "2026-06-01", {Flag.EXTENSION_ASKED}),
        (
            DATED,
            f"{ASKS}; progress 2026-06-02; submitted 2026-06-02; reminded 2026-06-02",
            "2026-06-02",
            ASKED_AND_SENT,
        ),
        (DATED, f"{ASKS}; extended 2026-06-02 until=2026-12-10", "2026-06-02", {Flag.EXTENDED}),
        # Less than was asked for is an answer too; a day that does not count is none.
        (DATED, f"{ASKS}; extended 2026-06-02 until=2026-12-01", "2026-06-02", {Flag.EXTENDED}),
        (DATED, f"{ASKS}; extended 2026-06-02 until=2026-11-30", "2026-06-02", {Flag.EXTENSION_ASKED}),
        (DATED, f"{ASKS}; extension-refused 2026-06-02", "2026-06-01", {Flag.EXTENSION_ASKED}),
        (DATED, f"{ASKS}; extension-refused 2026-06-02", "2026-06-02", set()),
        (DATED, f"{ASKS}; extension-refused 2026-06-02 note=", "2026-06-02", {Flag.EXTENSION_ASKED}),
        (DATED, f"{ASKS}; extension-refused 2026-06-02 document=", "2026-06-02", {Flag.EXTENSION_ASKED}),
        (
            DATED,
            f"{ASKS}; extension-refused 2026-06-02; retracted 2026-06-03 target=2",
            "2026-06-03",
            {Flag.EXTENSION_ASKED},
        ),
        (DATED, f"{ASKS}; extension-refused 2026-06-02; {ASKS_AGAIN}", "2026-06-03", {Flag.EXTENSION_ASKED}),
        (DATED, f"{ASKS}; {ASKS_AGAIN}; extension-refused 2026-06-04", "2026-06-04", set()),
        (DATED, f"{ASKS}; retracted 2026-06-02 target=1; reminded 2026-06-02", "2026-06-02", {Flag.UNRECORDED}),
        (DATED, f"{ASKS}; done 2026-06-02", "2026-06-02", set()),
        (DATED, f"{ASKS}; done 2026-06-02; returned 2026-06-03", "2026-06-03", set()),
        (DATED, f"{ASKS}; waived 2026-06-02", "2026-06-02", set()),
        (ONGOING, f"{ASKS}; extended 2026-06-02 until=2026-12-10", "2026-06-02", {Flag.EXTENSION_ASKED}),
        (UNDATED, f"{ASKS}; extended 2026-06-02 until=2026-12-10", "2026-06-02", {Flag.EXTENDED}),
        # What answers no request counts for nothing.
        (
            DATED,
            f"{ASKS}; extension-refused 2026-06-02; retracted 2026-06-03 target=1",
            "2026-06-03",
            {Flag.UNRECORDED},
        ),
        (DATED, "submitted 2026-06-01", "2026-06-01", {Flag.SUBMITTED}),
        (DATED, "submitted 2026-06-01; done 2026-06-02", "2026-06-02", set()),
        (DATED, "submitted 2026-06-01; done 2026-06-02; returned 2026-06-03", "2026-06-03", set()),
        (DATED, "done 2026-06-01; supplement-requested 2026-06-02", "2026-06-01", set()),
        (DATED, "done 2026-06-01; supplement-requested 2026-06-02", "2026-06-02", {Flag.INCOMPLETE}),
        (DATED, "done 2026-06-01; supplement-requested 2026-06-02; done 2026-06-05", "2026-06-05", set()),
        (DATED, "done 2026-06-01; supplement-requested 2026-06-02; returned 2026-06-03", "2026-06-03", set()),
        (DATED, "done 2026-06-01 evidence=", "2026-06-01", {Flag.NO_EVIDENCE}),
        (DATED, "done 2026-06-01 evidence=; done 2026-06-02", "2026-06-02", set()),
        (
            DATED,
            "done 2026-06-01; returned 2026-06-02; done 2026-06-03 evidence=",
            "2026-06-03",
            {Flag.NO_EVIDENCE},
        ),
        (DUTY, "done 2026-06-01 evidence=", "2026-06-01", set()),
        (DATED, "extended 2026-06-01 until=2026-12-10; done 2026-06-02", "2026-06-02", {Flag.EXTENDED}),
        (DATED, "done 2026-06-02; extended 2026-06-03 until=2026-12-10", "2026-06-03", set()),
        (ASKED, "progress 2026-03-01", "2026-03-01", {Flag.REQUESTED}),
        ("VI.9/bao-cao@cong-an-tinh", "progress 2026-03-01", "2026-03-01", {Flag.UNCONFIRMED}),
    ],
)
def test_flags(id_: str, story: str, day: str, flags: set[Flag]) -> None:
    assert verdict(story, day, id_).flags == flags


def test_the_newest_request_for_an_extension_is_the_one_that_waits() -> None:
    asked = verdict(f"{ASKS} document=412/STP-VP; {ASKS_AGAIN} document=430/STP-VP", "2026-06-03").extension_asked
    assert asked is not None
    assert (asked.until, asked.document, asked.date) == (date(2026, 12, 20), "430/STP-VP", date(2026, 6, 3))
    assert verdict(f"{ASKS}; {ASKS_AGAIN}; extension-refused 2026-06-04", "2026-06-04").extension_asked is None


def test_what_was_delivered_stands_in_the_verdict() -> None:
    answer = verdict(
        "extended 2026-11-20 until=2026-12-10; done 2026-12-10 within=9/BC-STP; done 2026-12-12", "2026-12-31"
    )
    assert (answer.done_on, answer.document, answer.within) == (date(2026, 12, 10), "45/KH-UBND", "9/BC-STP")
    assert (answer.last, answer.original) == (date(2026, 12, 10), date(2026, 11, 30))
    assert len(answer.evidence) == 2


@pytest.mark.parametrize(
    ("story", "day", "activity"),
    [
        ("", "2026-05-31", Activity.NONE),
        ("done 2025-11-30", "2026-05-31", Activity.NONE),
        ("done 2025-12-01", "2026-05-31", Activity.RESULT),
        ("done 2026-05-31", "2026-05-31", Activity.RESULT),
        # The window of the year begins with that of the half year.
        ("done 2026-05-31", "2026-06-01", Activity.RESULT),
        ("done 2026-11-30", "2026-11-30", Activity.RESULT),
        # After the last window its period stays.
        ("done 2026-11-30", "2027-03-01", Activity.RESULT),
        ("done 2026-12-01", "2027-03-01", Activity.NONE),
        ("nothing-to-report 2026-05-31", "2026-05-31", Activity.NOTHING_TO_REPORT),
        ("nothing-to-report 2026-12-01", "2026-12-01", Activity.NONE),
        ("done 2026-03-01; nothing-to-report 2026-05-31", "2026-05-31", Activity.RESULT),
        ("done 2026-03-01; returned 2026-03-05", "2026-05-31", Activity.NONE),
        ("done 2026-03-01; returned 2026-03-05; done 2026-03-06", "2026-05-31", Activity.RESULT),
    ],
)
def test_activity_of_an_ongoing_item(story: str, day: str, activity: Activity) -> None:
    answer = verdict(story, day, ONGOING)
    assert (answer.state, answer.activity) == (State.ONGOING, activity)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("2026-05-30", "semiannual"),
        ("2026-05-31", "semiannual"),
        ("2026-06-01", "annual"),
        ("2026-11-30", "annual"),
        ("2026-12-01", "annual"),
    ],
)
def test_a_period_is_current_to_the_last_day_of_its_window(day: str, period: str) -> None:
    current = current_period(shipped_plan().periods, date.fromisoformat(day))
    assert current is not None
    assert current.id == period


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("2026-05-31", None),  # the last day of the data window
        ("2026-06-01", "semiannual"),
        ("2026-06-09", "semiannual"),  # the last on-time day of the reports
        ("2026-06-10", "semiannual"),
        ("2026-07-09", "semiannual"),  # 30 days later
        ("2026-07-10", None),
        ("2026-11-30", None),
        ("2026-12-01", "annual"),
        ("2026-12-10", "annual"),
        ("2027-01-08", "annual"),
        ("2027-01-09", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_a_period_is_due_once_it_closed_and_while_its_reports_come_in(day: str, period: str | None) -> None:
    due = due_period(shipped_plan().periods, date.fromisoformat(day))
    assert (due and due.id) == period


def period_of(id_: str, last: str, due: str | None) -> Period:
    """A period whose data window ends on a day, with the last on-time day of its reports."""
    (shipped, _) = shipped_plan().periods
    day = date.fromisoformat(due) if due else None
    return shipped._replace(id=id_, last=date.fromisoformat(last), due=shipped.due._replace(last=day))


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("2026-01-31", None),
        ("2026-02-01", "1"),
        ("2026-02-28", "1"),
        ("2026-03-01", "2"),  # the reports on January may still come in
        ("2026-03-25", "3"),  # the reports on March are due before March ends
        ("2026-04-30", "3"),
        ("2026-05-01", None),
    ],
)
def test_of_several_periods_that_are_due_the_last_one_counts(day: str, period: str | None) -> None:
    periods = [
        period_of("3", "2026-03-31", "2026-03-24"),
        period_of("1", "2026-01-31", "2026-02-05"),
        period_of("2", "2026-02-28", None),
    ]
    due = due_period(periods, date.fromisoformat(day))
    assert (due and due.id) == period


def test_at_the_end_of_the_years_a_period_is_due() -> None:
    periods = [period_of("1", "2099-12-30", "2099-12-30")]
    assert due_period(periods, LAST_DAY) == periods[0]
    assert due_period([], LAST_DAY) is None


def test_without_periods_nothing_is_said_of_any() -> None:
    plan = replace(shipped_plan(), periods=())
    answer = of(states(events_of("done 2026-03-01", ONGOING), "2026-05-31", plan=plan), ONGOING)
    assert (answer.activity, answer.activities, answer.done_on) == (None, (), date(2026, 3, 1))
    assert state_words(answer) == "thực hiện thường xuyên"
    assert state_words(of(states([], "2026-05-31", plan=plan), ONGOING)) == "thường xuyên: chưa ghi nhận kết quả"


def test_only_ongoing_items_have_an_activity() -> None:
    assert verdict("done 2026-03-01", "2026-05-31").activity is None
    assert verdict("waived 2026-03-01", "2026-05-31", ONGOING).activity is None


@pytest.mark.parametrize(
    ("id_", "story", "reason"),
    [
        ("II.2/khac@so-tu-phap", "done 2026-03-01", RefusalReason.UNKNOWN_ITEM),
        ("II.2/bao-cao@so-tu-phap-cu", "done 2026-03-01", RefusalReason.UNKNOWN_AGENCY),
        ("II.2/bao-cao@so-y-te", "done 2026-03-01", RefusalReason.NOT_OWED),
        (DATED, "done 2026-03-02 recorded=2026-03-01T23:59:59+07:00", RefusalReason.FUTURE),
        (DATED, "done 2026-03-02 recorded=2026-03-01T16:59:59+00:00", RefusalReason.FUTURE),
        (DATED, "done 1999-12-31", RefusalReason.OUTSIDE_YEARS),
        (DATED, "extended 2026-03-01 until=2100-01-01", RefusalReason.OUTSIDE_YEARS),
        (DATED, "extension-requested 2026-03-01 until=9999-12-31", RefusalReason.OUTSIDE_YEARS),
        (
            DATED,
            "done 2026-03-01; retracted 1999-12-31 target=1 recorded=2026-03-02T09:00:00+07:00",
            RefusalReason.OUTSIDE_YEARS,
        ),
        (
            DATED,
            "done 2026-03-01 recorded=2026-03-05T08:00+07:00; retracted 2026-03-02 target=1 recorded=2026-03-05T07:59+07:00",
            RefusalReason.BEFORE_TARGET,
        ),
        (DATED, "done 2026-03-01 document= evidence=", RefusalReason.NEEDS_MISSING),
        (DATED, "progress 2026-03-01 note=", RefusalReason.NEEDS_MISSING),
        (DATED, "submitted 2026-03-01 document=", RefusalReason.NEEDS_MISSING),
        (DATED, "waived 2026-03-01 document=", RefusalReason.NEEDS_MISSING),
        (DATED, "reminded 2026-03-01 document=", RefusalReason.NEEDS_MISSING),
        (DATED, "extended 2026-03-01", RefusalReason.NEEDS_MISSING),
        (DATED, "extended 2026-03-01 until=2026-12-10 document=", RefusalReason.NEEDS_MISSING),
        (DATED, "extension-requested 2026-03-01", RefusalReason.NEEDS_MISSING),
        (DATED, "extension-requested 2026-03-01 until=2026-02-30", RefusalReason.NEEDS_MISSING),
        (DATED, "done 2026-03-01; returned 2026-03-02 note=", RefusalReason.NEEDS_MISSING),
        (DATED, "done 2026-03-01; supplement-requested 2026-03-02 note=", RefusalReason.NEEDS_MISSING),
        (DATED, "done 2026-03-01; retracted 2026-03-02 target=1 note=", RefusalReason.NEEDS_MISSING),
        (DATED, "extended 2026-03-01 until=2026-11-30", RefusalReason.NO_LATER_DAY),
        (
            DATED,
            "extended 2026-03-01 until=2026-12-10; extended 2026-03-02 until=2026-12-10",
            RefusalReason.NO_LATER_DAY,
        ),
        (ONGOING, "extended 2026-03-01 until=2026-12-10", RefusalReason.NO_LATER_DAY),
        (DATED, "returned 2026-03-01", RefusalReason.NOT_DONE),
        (DATED, "supplement-requested 2026-03-01", RefusalReason.NOT_DONE),
        (DATED, "done 2026-03-01; returned 2026-03-02; returned 2026-03-03", RefusalReason.NOT_DONE),
        (DATED, "extension-refused 2026-03-01", RefusalReason.NOT_ASKED),
        (
            DATED,
            "extension-requested 2026-03-02 until=2026-12-10; extension-refused 2026-03-01",
            RefusalReason.NOT_ASKED,
        ),
        (DATED, f"{ASKS}; extension-refused 2026-06-02; extension-refused 2026-06-03", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; extended 2026-06-02 until=2026-12-01; extension-refused 2026-06-03", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; done 2026-06-02; returned 2026-06-03; extension-refused 2026-06-04", RefusalReason.NOT_ASKED),
        (DATED, f"{ASKS}; extension-refused 2026-06-02 note=", RefusalReason.NEEDS_MISSING),
        (DATED, f"{ASKS}; extension-refused 2026-06-02 document=", RefusalReason.NEEDS_MISSING),
        (DATED, "nothing-to-report 2026-03-01", RefusalReason.NOT_ONGOING),
        (DATED, "anchored 2026-03-01", RefusalReason.NO_ANCHOR_TAKEN),
        (ONGOING, "anchored 2026-03-01", RefusalReason.NO_ANCHOR_TAKEN),
        (UNDATED, "anchored 2026-03-01 until=2026-04-01", RefusalReason.NO_ANCHOR_TAKEN),
        (DATED, f"retracted 2026-03-01 target={'0' * 16}", RefusalReason.NO_TARGET),
        (DATED, "done 2026-03-01; retracted 2026-03-02", RefusalReason.NO_TARGET),
        (
            DATED,
            "done 2026-03-01; retracted 2026-03-02 target=1; retracted 2026-03-03 target=2",
            RefusalReason.NO_TARGET,
        ),
    ],
)
def test_refused_events_are_named_and_change_nothing(id_: str, story: str, reason: RefusalReason) -> None:
    *before, refused = events_of(story, id_)
    answer = states([*before, refused], "2026-11-20")
    assert [(entry.event, entry.reason) for entry in answer.ignored] == [(refused, reason)]
    assert answer.verdicts == states(before, "2026-11-20").verdicts


def test_every_refusal_has_an_example() -> None:
    (mark,) = test_refused_events_are_named_and_change_nothing.pytestmark  # type: ignore[attr-defined]  # pytest's
    # No fold has a clock; a letter to nobody changes no state (`test_open_groups`); the shipped plan has no terms to anchor
    # (`test_anchors`).
    elsewhere = {
        RefusalReason.CLOCK_BEHIND,
        RefusalReason.NO_ADDRESSEE,
        RefusalReason.ANCHORED_BY_ITEM,
        RefusalReason.ANCHORED_BEFORE,
        RefusalReason.DAY_MISSING,
        RefusalReason.DAY_FROM_TERM,
        # Nothing in the shipped plan was amended, and no agency ended (`test_amended_states`, `test_handovers`).
        RefusalReason.NOT_YET_OWED,
        RefusalReason.NO_LONGER_OWED,
        RefusalReason.DROPPED,
    }
    assert {row[-1] for row in mark.args[1]} == set(RefusalReason) - elsewhere


def test_an_event_of_today_in_vietnam_is_not_in_the_future() -> None:
    assert verdict("done 2026-03-02 recorded=2026-03-01T17:00:00+00:00", "2026-03-02").state is State.DONE_ON_TIME


def test_the_day_of_recording_is_the_plans_whatever_was_recorded_before() -> None:
    # Where the first was written it is the 2nd already; in Vietnam it is the 1st, and the second is of the future.
    first = event("progress", "2026-03-01", recorded="2026-03-02T03:00:00+14:00")
    second = event("progress", "2026-03-02", recorded="2026-03-01T21:00:00+07:00")
    for log in ([first, second], [second, first]):
        assert states(log, "2026-06-01").ignored == (IgnoredEvent(second, RefusalReason.FUTURE),)


def test_a_future_event_is_found_in_any_order_of_recording() -> None:
    late = event("progress", "2026-03-05", recorded="2026-03-10T09:00:00+07:00")
    early = event("progress", "2026-03-05", recorded="2026-03-01T09:00:00+07:00")
    for log in permutations([late, early, event("progress", "2026-03-04", recorded="2026-03-04T09:00:00+07:00")]):
        assert states(log, "2026-06-01").ignored == (IgnoredEvent(early, RefusalReason.FUTURE),)


def test_an_event_that_agencies_share_is_ignored_once() -> None:
    # Of some of them the decision is read in a way that nobody has confirmed: two verdicts on the same events.
    due = "    due: Thời điểm ban hành chậm nhất ngày 15/02/2026\n"
    plan = resolved(("duties.yaml", due, f"{due}    fulfilled_by: any\n"))
    assert isinstance(plan, Plan)
    assert {
        bool(owed.unconfirmed_interpretations) for owed in all_obligations(plan) if owed.item.code == "ke-hoach"
    } == {
        True,
        False,
    }
    (refused,) = events_of("returned 2026-03-31", "ke-hoach@so-tu-phap")
    assert states([refused], "2026-04-01", plan=plan).ignored == (IgnoredEvent(refused, RefusalReason.NOT_DONE),)


def test_what_is_ignored_comes_in_the_order_of_the_fold() -> None:
    log = [event("done", f"2026-03-0{day}", document=None, evidence=None) for day in (1, 2)]
    log.append(event("returned", "2026-03-03", item="I.1/ke-hoach", agency="so-noi-vu"))
    for drawn in permutations(log):
        assert [entry.event for entry in states(drawn, "2026-06-01").ignored] == log


def test_the_newest_instant_is_given_in_the_plans_zone() -> None:
    here, there = "2026-03-13T00:30:00.000000+07:00", "2026-03-12T17:30:00.000000+00:00"
    recordings = [event("progress", "2026-03-12", recorded=recorded, note=recorded) for recorded in (here, there)]
    assert {str(states(log, "2026-06-01").known_at) for log in (recordings, recordings[::-1])} == {
        "2026-03-13 00:30:00+07:00"
    }


def test_retraction_takes_its_target_back_whatever_its_own_day() -> None:
    story = "done 2026-03-01; retracted 2026-03-20 target=1"
    assert verdict(story, "2026-03-01").flags == {Flag.UNRECORDED}
    assert verdict(story, "2026-03-20").state is State.IN_TIME


def test_a_retraction_counts_from_the_instant_of_its_recording() -> None:
    events = events_of("done 2026-03-01; retracted 2026-03-20 target=1", DATED)
    for known_at, state in (
        ("2026-03-20T17:00:00.000000+07:00", State.DONE_ON_TIME),
        ("2026-03-20T17:00:00.000001+07:00", State.IN_TIME),
    ):
        assert of(states(events, "2026-03-25", known_at), DATED).state is state


def test_a_retraction_recorded_before_its_target_counts_at_no_time() -> None:
    events = events_of("done 2026-03-01 recorded=2026-03-30T09:00:00+07:00; retracted 2026-03-20 target=1", DATED)
    answer = states(events, "2026-03-25", "2026-03-25T00:00:00+07:00")
    assert [ignored.reason for ignored in answer.ignored] == [RefusalReason.NO_TARGET]
    known_later = states(events, "2026-03-25")
    assert [ignored.reason for ignored in known_later.ignored] == [RefusalReason.BEFORE_TARGET]
    assert of(known_later, DATED).state is State.DONE_ON_TIME


def test_a_retraction_dated_after_its_recording_takes_nothing_back() -> None:
    events = events_of("done 2026-03-01; retracted 2026-09-01 target=1 recorded=2026-03-02T09:00:00+07:00", DATED)
    answer = states(events, "2026-03-15")
    assert of(answer, DATED).state is State.DONE_ON_TIME
    assert [entry.reason for entry in answer.ignored] == [RefusalReason.FUTURE]


def test_of_what_is_waived_every_delivery_stands_whatever_its_period() -> None:
    assert verdict("done 2025-11-01; waived 2026-06-02", "2026-06-01", ONGOING).done_on is None
    assert verdict("done 2025-11-01; waived 2026-06-02", "2026-06-02", ONGOING).done_on == date(2025, 11, 1)


def test_a_result_of_another_period_leaves_no_flag() -> None:
    assert Flag.NO_EVIDENCE not in verdict("done 2025-11-01 evidence=", "2026-07-15", ONGOING).flags


def test_an_undated_product_shows_the_last_day_of_its_row() -> None:
    answer = verdict("", "2026-06-10", UNDATED)
    assert state_words(answer) == "chưa ghi nhận, không ghi thời hạn (thời hạn của cả nhiệm vụ: 14/12/2026)"


def test_a_retraction_of_another_obligations_event_takes_nothing_back() -> None:
    (done,) = events_of("done 2026-03-01", DATED)
    (stray,) = events_of(f"retracted 2026-03-02 target={done.id}", DUTY)
    answer = states([done, stray], "2026-03-25")
    assert of(answer, DATED).state is State.DONE_ON_TIME
    assert [(entry.event, entry.reason) for entry in answer.ignored] == [(stray, RefusalReason.NO_TARGET)]


def test_one_delivery_discharges_all_where_the_item_says_so() -> None:
    due = "                due: Công văn tháng 3/2026\n"
    plan = resolved(("tasks.yaml", due, f"{due}                fulfilled_by: any\n"))
    assert isinstance(plan, Plan)
    events = events_of("done 2026-03-31", "IV.7/cong-van@phuong-to-hieu")

    def tally(of_plan: Plan) -> Counter[State]:
        answer = states(events, "2026-04-01", plan=of_plan)
        return Counter(judged.state for judged in answer.verdicts if judged.obligation.item.code == "IV.7/cong-van")

    assert tally(plan) == {State.DONE_ON_TIME: 76}
    assert tally(shipped_plan()) == {State.DONE_ON_TIME: 1, State.OVERDUE: 75}


MIDNIGHT = datetime(2026, 3, 21, tzinfo=ZONE)
(ANY_EVENT,) = events_of("done 2026-03-01", DATED)


@pytest.mark.parametrize(
    ("first", "limit", "known"),
    [
        # Two of four events before midnight; the day has all, the day before none.
        (MIDNIGHT - 2 * TICK, MIDNIGHT - TICK, 4),
        (MIDNIGHT - 2 * TICK, MIDNIGHT - 2 * TICK, 4),
        (MIDNIGHT - 2 * TICK, (MIDNIGHT - TICK).astimezone(UTC), 4),
        (MIDNIGHT - 2 * TICK, MIDNIGHT - 3 * TICK, 0),
        (MIDNIGHT - 4 * TICK, MIDNIGHT - TICK, 4),
        (MIDNIGHT, MIDNIGHT - TICK, 0),
        (MIDNIGHT, MIDNIGHT, 4),
        (MIDNIGHT + TICK, MIDNIGHT, 0),
    ],
)
def test_a_batch_is_known_whole_or_not_at_all(first: datetime, limit: datetime, known: int) -> None:
    batch = [msgspec.structs.replace(ANY_EVENT, recorded=first + number * TICK) for number in range(4)]
    # What was recorded a moment later is another recording.
    later = msgspec.structs.replace(ANY_EVENT, recorded=first + 5 * TICK)
    assert events_known_at([*batch, later], limit) == tuple(batch[:known])


def test_at_the_end_of_time_and_without_a_limit_all_is_known() -> None:
    limit = datetime.max.replace(tzinfo=ZONE)
    assert events_known_at([ANY_EVENT], limit) == (ANY_EVENT,)
    assert events_known_at(iter([ANY_EVENT]), None) == (ANY_EVENT,)


def test_known_at_of_the_answer() -> None:
    limit = "2026-03-24T09:00:00+07:00"
    for log in ([], events_of("done 2026-03-01", DATED)):
        assert states(log, "2026-03-25", limit).known_at == datetime.fromisoformat(limit)
    assert states([], "2026-03-25").known_at is None
    assert states(events_of("done 2026-03-01", DATED), "2026-01-01").known_at == datetime(2026, 3, 1, 17, tzinfo=ZONE)


# Properties

DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@st.composite
def events_of_some(draw: st.DrawFn, without: frozenset[EventKind] = frozenset()) -> Event:
    item, _, agency = draw(st.sampled_from([DATED, UNDATED, ONGOING, DUTY, ASKED])).partition("@")
    kind = draw(st.sampled_from([kind for kind in EventKind if kind not in {*without, EventKind.RETRACTED}]))
    day = draw(DAYS)
    zone = draw(st.sampled_from([ZONE, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))]))
    recorded = datetime(day.year, day.month, day.day, draw(st.sampled_from([0, 9, 23])), 30, tzinfo=zone)
    recorded += timedelta(days=draw(st.integers(-1, 5)), minutes=draw(st.integers(0, 2)))
    others: Keys = {"until": draw(DAYS).isoformat()} if kind.value.startswith("exten") else {}
    return event(kind.value, day.isoformat(), item=item, agency=agency, recorded=recorded.isoformat(), **others)


LOGS = st.lists(events_of_some(), max_size=12)


@settings(max_examples=40)
@given(LOGS, DAYS)
def test_one_state_per_obligation_and_counts_add_up(log: list[Event], day: date) -> None:
    answer = states(log, day.isoformat()).verdicts
    assert [judged.obligation for judged in answer] == list(all_obligations(shipped_plan()))
    assert sum(count_by_state(answer).values()) == len(answer) == 767
    assert all((days is None) or days >= 0 for judged in answer for days in (judged.days_left, judged.days_late))


@settings(max_examples=40)
@given(LOGS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_events_changes_nothing(log: list[Event], day: date, chance: random.Random) -> None:
    retracted = chance.sample(log, len(log) // 3)
    log += [
        event("retracted", target.date.isoformat(), item=target.item, agency=target.agency, target=target.id)
        for target in retracted
    ]
    as_recorded = sorted(log, key=attrgetter("recorded"))
    shuffled = [*log, *log[:3]]
    chance.shuffle(shuffled)
    of_shuffled, of_recorded = states(shuffled, day.isoformat()), states(as_recorded, day.isoformat())
    assert of_shuffled == of_recorded
    # Equal instants are equal in all zones, and would not look the same.
    assert str(of_shuffled.known_at) == str(of_recorded.known_at)


@settings(max_examples=40)
@given(LOGS, DAYS)
def test_an_event_dated_after_as_of_changes_nothing(log: list[Event], day: date) -> None:
    whole, part = states(log, day.isoformat()), states([known for known in log if known.date <= day], day.isoformat())
    assert (whole.verdicts, whole.ignored) == (part.verdicts, part.ignored)


@settings(max_examples=40)
@given(LOGS, DAYS, DAYS)
def test_an_event_recorded_after_known_at_changes_nothing(log: list[Event], day: date, limit: date) -> None:
    instant = datetime(limit.year, limit.month, limit.day, 9, 30, tzinfo=ZONE)
    early = [known for known in log if known.recorded <= instant]
    assert states(log, day.isoformat(), instant.isoformat()) == states(early, day.isoformat(), instant.isoformat())


@settings(max_examples=40)
@given(st.lists(events_of_some(frozenset({EventKind.RETURNED})), max_size=12), DAYS, DAYS)
def test_a_met_deadline_stays_met(log: list[Event], day: date, another: date) -> None:
    before, after = (states(log, as_of.isoformat()).verdicts for as_of in sorted((day, another)))
    for then, now in zip(before, after, strict=True):
        if then.state in (State.DONE_ON_TIME, State.DONE_LATE):
            assert (now.state, now.done_on, now.days_late) == (then.state, then.done_on, then.days_late)


@pytest.mark.parametrize("day", reckoning.DAYS)
def test_states_agree_with_the_independent_reckoning(day: str) -> None:
    plan = shipped_plan()
    reckoning.assert_the_same(plan, seeded_log(2026, plan), date.fromisoformat(day))


# Requests for extensions, and what answers them.
REQUESTS = WEIGHTS | {EventKind.EXTENSION_REQUESTED: 8, EventKind.EXTENSION_REFUSED: 6, EventKind.EXTENDED: 4}


@pytest.mark.parametrize("day", ["2026-06-10", "2027-01-01"])
def test_requests_wait_as_the_independent_reckoning_has_it(day: str) -> None:
    plan, as_of = shipped_plan(), date.fromisoformat(day)
    log = seeded_log(412, plan, REQUESTS)
    reckoning.assert_the_same(plan, log, as_of)
    answer = judge(plan, log, as_of=as_of, known_at=None)
    assert {verdict.state for verdict in answer.verdicts if verdict.extension_asked} >= {
        State.OVERDUE,
        State.ONGOING,
        State.DONE_LATE,
    }
    assert sum(entry.reason is RefusalReason.NOT_ASKED for entry in answer.ignored) > 20
