"""What is known of ongoing work in each reporting period: it stays when the period is over, and is told of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.log.activity import Activity
from papi_cli.log.course import Course
from papi_cli.log.events import Event
from papi_cli.log.fold import Fold, IgnoredEvent
from papi_cli.log.index import LogIndex
from papi_cli.log.kinds import EventKind
from papi_cli.log.oddities import Oddity
from papi_cli.log.rules import RefusedEvent, examine_candidate
from papi_cli.plan.model import Period, Plan
from papi_cli.states import Flag, State, Verdict, judge
from papi_cli.text import day_text
from papi_cli.views.activity import activity_lines
from papi_cli.views.json_parts import obligation_json
from papi_cli.views.oddities import oddity_words
from papi_cli.views.reports.snapshot import build_report_basis
from papi_cli.views.words import state_words
from tests import reckoning
from tests.sample import events_of, seeded_log, shipped_plan

ONGOING = "I.2/cong-van@so-tai-chinh"
RESULT, NOTHING, NONE = Activity.RESULT, Activity.NOTHING_TO_REPORT, Activity.NONE


def period_of(id_: str, first: str, last: str) -> Period:
    shipped = shipped_plan().periods[0]
    return shipped._replace(id=id_, name=id_, first=date.fromisoformat(first), last=date.fromisoformat(last))


def plan_of_years() -> Plan:
    """The shipped plan with a half year and a year in each of three years, as the plan of a span of years has them."""
    return replace(
        shipped_plan(),
        periods=tuple(
            period
            for year in (2028, 2026, 2027)  # in no order
            for period in (
                period_of(f"nam-{year}", f"{year - 1}-12-01", f"{year}-11-30"),
                period_of(f"6-thang-{year}", f"{year - 1}-12-01", f"{year}-05-31"),
            )
        ),
    )


def verdict(story: str, day: str, plan: Plan | None = None) -> Verdict:
    states = judge(plan or shipped_plan(), events_of(story, ONGOING), as_of=date.fromisoformat(day), known_at=None)
    return next(judged for judged in states.verdicts if judged.obligation.id == ONGOING)


@pytest.mark.parametrize(
    ("story", "day", "known"),
    [
        ("", "2025-11-30", []),
        ("", "2025-12-01", [NONE, NONE]),  # both windows have begun
        ("done 2026-03-01", "2026-05-31", [RESULT, RESULT]),
        # It stays when the period is over, whatever comes later.
        ("done 2026-03-01", "2027-02-01", [RESULT, RESULT]),
        ("nothing-to-report 2026-05-31", "2026-12-31", [NOTHING, NOTHING]),
        ("nothing-to-report 2026-05-31; done 2026-09-10", "2026-12-31", [NOTHING, RESULT]),
        ("done 2026-09-10", "2026-12-31", [NONE, RESULT]),
        ("done 2026-12-01", "2026-12-31", [NONE, NONE]),
        # Sent back, also once the period is over; what was known of an earlier one stays.
        ("done 2026-03-01; returned 2026-07-10", "2026-12-31", [NONE, NONE]),
        ("done 2026-03-01; done 2026-09-10; returned 2026-09-15", "2026-12-31", [RESULT, RESULT]),
        ("done 2026-09-10; done 2026-10-10; returned 2026-10-15", "2026-12-31", [NONE, NONE]),
        ("done 2026-03-01; returned 2026-03-02; done 2026-09-10", "2026-12-31", [NONE, RESULT]),
        ("done 2026-03-01; done 2026-09-10; returned 2026-09-15; returned 2026-09-16", "2026-12-31", [NONE, NONE]),
        ("done 2026-03-01; retracted 2026-07-10 target=1", "2026-12-31", [NONE, NONE]),
        # Off the list: of the periods that were over by then.
        ("done 2026-03-01; waived 2026-06-15", "2026-12-31", [RESULT]),
        ("done 2026-03-01; waived 2026-05-31", "2026-12-31", []),
    ],
)
def test_each_period_begun_has_its_own(story: str, day: str, known: list[Activity]) -> None:
    answer = verdict(story, day)
    assert [entry.activity for entry in answer.activities] == known
    assert [entry.period.id for entry in answer.activities] == ["semiannual", "annual"][: len(known)]


def test_of_several_years_each_period_keeps_its_own_and_lists_show_the_current() -> None:
    story = "done 2026-03-01; nothing-to-report 2027-05-31; done 2027-10-10; done 2028-02-01; returned 2028-02-02"
    answer = verdict(story, "2028-03-01", plan_of_years())
    assert [(entry.period.id, entry.activity) for entry in answer.activities] == [
        ("6-thang-2026", RESULT),
        ("nam-2026", RESULT),
        ("6-thang-2027", NOTHING),
        ("nam-2027", RESULT),
        ("6-thang-2028", NONE),
        ("nam-2028", NONE),
    ]
    assert (answer.state, answer.activity, answer.done_on) == (State.ONGOING, NONE, None)
    assert obligation_json(plan_of_years(), answer)["activities"][2] == {
        "period": "6-thang-2027",
        "activity": "nothing_to_report",
    }


def test_work_that_begins_later_has_none_before() -> None:
    plan = shipped_plan()
    item = plan.items["I.2/cong-van"]
    assert item.due is not None
    later = item._replace(due=item.due._replace(first=date(2026, 6, 1)))
    plan = replace(plan, items={**plan.items, item.code: later})
    assert [entry.period.id for entry in verdict("", "2026-07-01", plan).activities] == ["annual"]


@pytest.mark.parametrize(
    ("story", "other"),
    [
        ("done 2026-03-01; nothing-to-report 2026-05-31", 0),
        ("done 2026-05-31; nothing-to-report 2026-03-01", 0),
        ("done 2026-03-01; returned 2026-03-05; nothing-to-report 2026-05-31", None),
        ("done 2026-03-01; retracted 2026-03-05 target=1; nothing-to-report 2026-05-31", None),
        ("done 2026-03-01; returned 2026-03-05; done 2026-03-10; nothing-to-report 2026-05-31", 2),
        # The year has both halves in its window, and is current in the second.
        ("done 2026-03-01; nothing-to-report 2026-09-01", None),
        ("done 2026-09-10; nothing-to-report 2026-05-31", None),
        ("done 2026-09-10; nothing-to-report 2026-11-30", 0),
        ("nothing-to-report 2026-03-01; nothing-to-report 2026-03-02", None),
        ("nothing-to-report 2026-03-01; done 2026-03-02", None),
        ("done 2027-01-10; nothing-to-report 2027-02-01", None),  # behind the last period
    ],
)
def test_nothing_to_report_beside_a_result_is_remarked(story: str, other: int | None) -> None:
    *before, last = events_of(story, ONGOING)
    found = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), before), last)
    assert isinstance(found, tuple)
    odd = [entry for entry in found if entry.oddity is Oddity.NOTHING_BESIDE_RESULT]
    assert [entry.other for entry in odd] == ([] if other is None else [before[other]])
    if odd:
        assert not Oddity.NOTHING_BESIDE_RESULT.is_doubtful
        day, id_ = day_text(before[other or 0].date), before[other or 0].id
        assert oddity_words(shipped_plan(), odd[0]) == (
            f"trong cùng kỳ báo cáo việc này đã ghi «đã hoàn thành» ngày {day} (mã {id_}), nên kỳ ấy vẫn là có kết quả; ghi nhầm thì "
            f"hủy bằng papi retract {id_}."
        )


@pytest.mark.parametrize("day", ["2026-06-20", "2027-06-15", "2028-12-15"])
def test_the_periods_are_the_reckoned_ones(day: str) -> None:
    plan = plan_of_years()
    reckoning.assert_the_same(plan, seeded_log(3, plan), date.fromisoformat(day))


def test_they_are_shown_in_a_line_for_each_period() -> None:
    plan = shipped_plan()
    log = [
        *events_of("done 2026-03-01", "II.4/thong-tin-cong-khai@so-y-te"),
        *events_of("nothing-to-report 2026-03-01", "II.4/thong-tin-cong-khai@so-tai-chinh"),
    ]
    states = judge(plan, log, as_of=date(2026, 6, 20), known_at=None)
    agencies = ("so-y-te", "so-tai-chinh", "so-tu-phap")
    chosen = [
        judged
        for judged in states.verdicts
        if judged.obligation.item.code == "II.4/thong-tin-cong-khai" and judged.obligation.agency.id in agencies
    ]
    known = "có kết quả: Sở Y tế; không phát sinh: Sở Tài chính; chưa ghi nhận: Sở Tư pháp."
    assert activity_lines(states, chosen) == (
        f"06 tháng đầu năm (từ 01/12/2025 đến 31/5/2026): {known}",
        f"Năm (từ 01/12/2025 đến 30/11/2026): {known}",
    )
    assert activity_lines(states, chosen[:1])[0].endswith(": không phát sinh.")


# Reports on a period


@pytest.mark.parametrize(
    ("period", "as_of", "words"),
    [
        ("semiannual", "2026-05-20", "không phát sinh trong kỳ"),
        ("semiannual", "2026-06-05", "không phát sinh trong kỳ"),
        # Written later, and after the next period has begun and brought a result.
        ("semiannual", "2026-10-15", "không phát sinh trong kỳ"),
        ("annual", "2026-10-15", "có kết quả trong kỳ"),
        # Of the year while the half year is still current.
        ("annual", "2026-05-20", "không phát sinh trong kỳ"),
    ],
)
def test_a_report_prints_that_of_its_own_period(period: str, as_of: str, words: str) -> None:
    plan = shipped_plan()
    log = events_of("nothing-to-report 2026-03-01; done 2026-09-10", ONGOING)
    of_period = next(known for known in plan.periods if known.id == period)
    basis = build_report_basis(lambda _: plan, log, as_of=date.fromisoformat(as_of), known_at=None, period=of_period)
    (judged,) = [known for known in basis.verdicts if known.obligation.id == ONGOING]
    assert state_words(judged) == f"thực hiện thường xuyên: {words}"


def test_of_two_periods_that_end_together_a_report_prints_its_own() -> None:
    quarter = period_of("quy-2", "2026-04-01", "2026-06-30")
    half = period_of("6-thang", "2026-01-01", "2026-06-30")
    plan = replace(shipped_plan(), periods=(half, quarter))
    log = events_of("done 2026-02-01", ONGOING)
    for period, activity in ((quarter, NONE), (half, RESULT)):
        basis = build_report_basis(lambda _: plan, log, as_of=date(2026, 7, 5), known_at=None, period=period)
        (judged,) = [known for known in basis.verdicts if known.obligation.id == ONGOING]
        assert judged.activity is activity


@pytest.mark.parametrize(
    ("story", "counts"),
    [
        ("done 2026-03-01; done 2026-09-10; returned 2026-09-15; supplement-requested 2026-09-16", True),
        ("done 2026-03-01; done 2026-09-10; returned 2026-09-15; returned 2026-09-16", True),
        ("done 2026-03-01; done 2026-09-10; returned 2026-09-15; returned 2026-09-16; returned 2026-09-17", False),
        ("done 2026-08-01; done 2026-09-10; returned 2026-09-15; returned 2026-09-16", False),
        ("done 2026-08-01; done 2026-09-10; returned 2026-09-15; supplement-requested 2026-09-16", False),
    ],
)
def test_what_stands_of_an_earlier_period_may_be_sent_back_too(story: str, *, counts: bool) -> None:
    *before, last = events_of(story, ONGOING)
    states = judge(shipped_plan(), [*before, last], as_of=date(2026, 12, 31), known_at=None)
    assert [entry.event for entry in states.ignored] == ([] if counts else [last])
    found = examine_candidate(shipped_plan(), LogIndex(shipped_plan(), before), last)
    assert isinstance(found, RefusedEvent) == (not counts)
    judged = next(judged for judged in states.verdicts if judged.obligation.id == ONGOING)
    assert (Flag.INCOMPLETE in judged.flags) == (counts and last.kind is EventKind.SUPPLEMENT_REQUESTED)


SENT_BACK = st.sampled_from([EventKind.DONE, EventKind.DONE, EventKind.RETURNED, EventKind.SUPPLEMENT_REQUESTED])
DAY = st.sampled_from(["2026-03-01", "2026-05-31", "2026-06-01", "2026-09-10", "2026-12-05"])


@given(st.lists(st.tuples(SENT_BACK, DAY), max_size=9), st.integers(0, 10**6))
def test_one_event_more_or_less_does_what_the_whole_story_says(story: list[tuple[EventKind, str]], seed: int) -> None:
    plan = shipped_plan()
    item = plan.items["I.2/cong-van"]
    events = events_of("; ".join(f"{kind.value} {day} note=x" for kind, day in story), ONGOING)
    random.Random(seed).shuffle(events)

    def ignored(some: Sequence[Event]) -> set[str]:
        found: list[IgnoredEvent] = []
        Fold(item, plan).apply(some, found)
        return {entry.event.id for entry in found}

    course = Course(item, plan, ())
    for place, event in enumerate(events):
        before, after = ignored(events[:place]), ignored(events[: place + 1])
        change = course.adding(event)
        assert (change.refused is not None) == (event.id in after)
        assert {other.id for other in change.overturned} == after - before - {event.id}
        course.add(event)
        assert {other.id for other in course.removing(event).overturned} == before - after
