"""What is known of an ongoing item in each reporting period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.plan.model import Period
from papi_cli.plan.periods import periods_over

_DAY = attrgetter("date")
_DONE, _RETURNED = EventKind.DONE, EventKind.RETURNED
_NOTHING, _WAIVED = EventKind.NOTHING_TO_REPORT, EventKind.WAIVED


class Activity(StrEnum):
    """What is known of an ongoing item in a reporting period; a result outweighs "nothing to report"."""

    RESULT = "result"
    NOTHING_TO_REPORT = "nothing_to_report"
    NONE = "none"


class PeriodActivity(NamedTuple):
    """What is known of an ongoing item in a period, with the deliveries that lie in its data window.

    `agency` held the item when the period was over, if that is another one than the one that holds it now.
    """

    period: Period
    activity: Activity
    results: tuple[Event, ...] = ()
    agency: str = ""


class OngoingStory:
    """The results of an ongoing item, and the days on which there was nothing to report, both in order."""

    def __init__(self, counted: Sequence[Event], periods: Sequence[Period]) -> None:
        """Take the events that count, in the order of the fold, and all periods, by the last day of their windows."""
        self._periods = periods
        closings = [period.last for period in periods]
        self.results: list[Event] = []
        self._nothing: list[Event] = []
        self._waived = date.max
        for event in counted:
            kind = event.kind
            if kind is _DONE:
                self.results.append(event)
            elif kind is _NOTHING:
                self._nothing.append(event)
            elif kind is _RETURNED:
                _take_back(self.results, closings)
            elif kind is _WAIVED:
                self._waived = min(self._waived, event.date)

    def in_period(self, period: Period) -> PeriodActivity:
        """Return what is known in the data window of a period."""
        results = tuple(_within(self.results, period))
        nothing = Activity.NOTHING_TO_REPORT if _within(self._nothing, period) else Activity.NONE
        return PeriodActivity(period, Activity.RESULT if results else nothing, results)

    def in_periods_begun(self, as_of: date, since: date | None) -> tuple[PeriodActivity, ...]:
        """Return what is known in each period that has begun by the day `as_of`.

        Those that ended before the work began, on `since` where that is known, are left out, and those that had not ended
        when the item was taken off the list.
        """
        first = since or date.min
        return tuple(
            self.in_period(period)
            for period in self._periods
            if period.first <= as_of and first <= period.last < self._waived
        )


def _take_back(results: list[Event], closings: Sequence[date]) -> None:
    """Take from the deliveries, in their order, those that a return takes back.

    What is known of a period stays when the period is over: a return takes back the newest delivery and those before it,
    up to the last period that was over by then. With periods to 31/5 and to 30/11, a return of what was delivered on
    10/9 leaves the result of 15/5, and one of what was delivered on 15/5 takes it back, even in July.
    """
    over = periods_over(closings, results[-1].date) if results else 0
    while results and periods_over(closings, results[-1].date) == over:
        results.pop()


def _within(events: Sequence[Event], period: Period) -> Sequence[Event]:
    return events[bisect_left(events, period.first, key=_DAY) : bisect_right(events, period.last, key=_DAY)]
