"""The clock: the only module that asks the machine for the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo

from papi_cli.problems import Misuse


def now(environment: Mapping[str, str]) -> datetime:
    """Return the present instant, or the ISO instant in PAPI_NOW.

    Raises Misuse if that has no time zone, or is so near an end of the calendar that another zone's day does not exist.
    """
    words = environment.get("PAPI_NOW")
    if not words:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not MINYEAR < instant.year < MAXYEAR:
        raise Misuse(
            f"PAPI_NOW phải là một thời điểm có múi giờ, ví dụ 2026-06-10T08:00:00+07:00, không phải «{words}»."
        )
    return instant


def today_in(zone: tzinfo, environment: Mapping[str, str]) -> date:
    """Return the present day in `zone`; raises Misuse as `now` does."""
    return local_day(now(environment), zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return the day on which `instant` falls in `zone`."""
    return instant.astimezone(zone).date()
