"""The clock: the only module that asks the machine for the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

from papi_cli.problems import Failure, Misuse
from papi_cli.text import FIRST_DAY, LAST_DAY


def now(environment: Mapping[str, str]) -> datetime:
    """Return the present instant, or the ISO instant in PAPI_NOW.

    Raises Misuse if that has no time zone, or if it falls in some zone on a day before FIRST_DAY or after LAST_DAY; Failure
    if the clock of the machine does.
    """
    words = environment.get("PAPI_NOW")
    if not words:
        present = datetime.now(UTC)
        if not _is_in_years(present):
            raise Failure(f"Đồng hồ của máy đang chỉ năm {present.year}. Chỉnh lại đồng hồ rồi chạy lại.")
        return present
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not _is_in_years(instant):
        raise Misuse(
            f"PAPI_NOW phải là một thời điểm có múi giờ, từ năm 2000 đến năm 2099, ví dụ 2026-06-10T08:00:00+07:00, không "
            f"phải «{words}»."
        )
    return instant


def _is_in_years(instant: datetime) -> bool:
    """Return whether the local day of the instant is one from FIRST_DAY to LAST_DAY, in whatever zone."""
    in_calendar = FIRST_DAY.year <= instant.year <= LAST_DAY.year
    return in_calendar and FIRST_DAY < instant.astimezone(UTC).date() < LAST_DAY


def today_in(zone: tzinfo, environment: Mapping[str, str]) -> date:
    """Return the present day in `zone`; raises Misuse as `now` does."""
    return local_day(now(environment), zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return the day on which `instant` falls in `zone`."""
    return instant.astimezone(zone).date()
