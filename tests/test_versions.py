"""The versions of a plan: which one holds on a day, by what was known at an instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from papi_cli.plan.amendments import Amendment
from papi_cli.plan.versions import PlanTurns, turns_of
from papi_cli.text import FIRST_DAY
from tests.tree import shipped_plan

EARLY, LATE = datetime(2026, 7, 2, tzinfo=UTC), datetime(2026, 7, 20, tzinfo=UTC)
TURNS = PlanTurns(
    "Asia/Ho_Chi_Minh",
    amendments=((date(2026, 7, 1), LATE), (date(2026, 7, 10), None), (date(2026, 8, 1), EARLY)),
    other_days=(date(2026, 7, 5),),
)


@pytest.mark.parametrize(
    ("day", "known_at", "first", "known"),
    [
        (date(2026, 6, 30), None, FIRST_DAY, None),
        (date(2026, 7, 1), None, date(2026, 7, 1), None),
        (date(2026, 7, 4), None, date(2026, 7, 1), None),
        (date(2026, 7, 5), None, date(2026, 7, 5), None),
        (date(2026, 9, 1), None, date(2026, 8, 1), None),
        # All that is recorded by then counts, as if nobody had asked.
        (date(2026, 7, 1), LATE, date(2026, 7, 1), None),
        # The amendment of 1 July was recorded on the 20th.
        (date(2026, 7, 4), EARLY, FIRST_DAY, EARLY),
        (date(2026, 7, 10), EARLY, date(2026, 7, 10), EARLY),
        (date(2026, 8, 1), datetime(2026, 7, 19, tzinfo=UTC), date(2026, 8, 1), EARLY),
        # What has no instant counts before all others.
        (date(2026, 8, 1), datetime(2026, 7, 1, tzinfo=UTC), date(2026, 7, 10), datetime(2000, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_version_holds_from_one_turn_to_the_next(
    day: date, known_at: datetime | None, first: date, known: datetime | None
) -> None:
    assert TURNS.version(day, known_at) == (first, known)


def test_a_plan_that_nothing_changes_has_one_version() -> None:
    turns = turns_of(shipped_plan())
    assert turns == PlanTurns("Asia/Ho_Chi_Minh", (), ())
    assert turns.is_constant
    assert turns.version(date(2026, 6, 10), EARLY) == turns.version(date(2030, 1, 1), None) == (FIRST_DAY, None)


def test_a_plan_turns_with_its_amendments_and_its_agencies() -> None:
    plan = shipped_plan()
    first, second, *_ = plan.agencies.values()
    changed = replace(
        plan,
        agencies={
            **plan.agencies,
            first.id: first._replace(until=date(2026, 6, 30)),
            second.id: second._replace(since=date(2026, 7, 1)),
        },
        amendments=(Amendment("hai", plan.document, date(2026, 7, 10), None, ()),),
        coming=(Amendment("ba", plan.document, date(2026, 8, 1), EARLY, ()),),
    )
    assert turns_of(changed) == PlanTurns(
        "Asia/Ho_Chi_Minh", ((date(2026, 7, 10), None), (date(2026, 8, 1), EARLY)), (date(2026, 7, 1),)
    )
