"""Which reporting period a day belongs to: the current one, the one that is due, those that have begun."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from papi_cli.plan.model import Period

# How many days after the last day of its reports a period is still due: late ones come in, and the summary is written.
DUE_PERIOD_DAYS = 30


def in_order_of_closing(periods: Iterable[Period]) -> list[Period]:
    """Return the periods by the last day of their data windows."""
    return sorted(periods, key=lambda period: period.last)


def periods_over(closings: Sequence[date], day: date) -> int:
    """Return how many of the data windows that close on these days, in their order, were over before a day."""
    return bisect_left(closings, day)


def current_period(periods: Iterable[Period], as_of: date) -> Period | None:
    """Return the first period whose data window ends on or after `as_of`, else the last one."""
    ordered = in_order_of_closing(periods)
    return next((period for period in ordered if as_of <= period.last), ordered[-1] if ordered else None)


def due_period(periods: Iterable[Period], as_of: date) -> Period | None:
    """Return the period that is to be summed up as of a day, the one that closed last if there are several.

    A period is due from the day after its data window ends or, if that is earlier, after the last on-time day of its
    reports, until DUE_PERIOD_DAYS after the later of the two.
    """
    due = [period for period in periods if _is_due(period, as_of)]
    return max(due, key=lambda period: period.last, default=None)


def _is_due(period: Period, as_of: date) -> bool:
    ends = (period.last, period.due.last or period.last)
    return min(ends) < as_of <= max(ends) + timedelta(days=DUE_PERIOD_DAYS)
