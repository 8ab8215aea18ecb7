"""The one clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from papi_cli.problems import Misuse


def now(environment: Mapping[str, str]) -> datetime:
    """Return the present instant; PAPI_NOW, an ISO instant with its zone, overrides it."""
    given = environment.get("PAPI_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not MINYEAR < instant.year < MAXYEAR:
        raise Misuse(
            f"PAPI_NOW phải là một thời điểm có múi giờ, ví dụ 2026-06-10T08:00:00+07:00, không phải «{given}»."
        )
    return instant
