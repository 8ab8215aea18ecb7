"""Which version of a plan holds on a day: the days on which it turns, and the instants at which its changes were known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.text import FIRST_DAY, LAST_DAY

_BEFORE_ALL = datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC)


class Version(NamedTuple):
    """One state of a plan: that of the days from `first` to the next turn, by what was recorded up to `known_at`.

    `first` is FIRST_DAY before the first turn, `known_at` None where all counts that the files say.
    """

    first: date
    known_at: datetime | None


class PlanTurns(NamedTuple):
    """All that decides which version of a plan holds: its time zone, and what changes it from a day on.

    `amendments` have the first day of their effect and the instant at which they were recorded, None for one that always
    counts; `other_days` are those on which an agency is there for the first time, or for the first time no more, and those
    from which on something is taken up that was carried over.
    """

    time_zone: str
    amendments: tuple[tuple[date, datetime | None], ...]
    other_days: tuple[date, ...]

    @property
    def is_constant(self) -> bool:
        """Whether the plan has one version, which holds on every day."""
        return not (self.amendments or self.other_days)

    def version(self, day: date, known_at: datetime | None) -> Version:
        """Return the version that holds on `day` by what was known at the instant `known_at`, None for all."""
        known = self._known(known_at)
        days = [effective for effective, recorded in self.amendments if _is_known(recorded, known)]
        return Version(max((turn for turn in (*days, *self.other_days) if turn <= day), default=FIRST_DAY), known)

    def _known(self, known_at: datetime | None) -> datetime | None:
        """Return the last instant up to `known_at` at which an amendment was recorded; None if none was afterwards."""
        instants = [recorded for _, recorded in self.amendments if recorded is not None]
        if all(_is_known(instant, known_at) for instant in instants):
            return None
        return max((instant for instant in instants if _is_known(instant, known_at)), default=_BEFORE_ALL)


def _is_known(recorded: datetime | None, known_at: datetime | None) -> bool:
    return recorded is None or known_at is None or recorded <= known_at


def turns_of(plan: Plan) -> PlanTurns:
    """Return the turns of a plan, of which `plan` may be any version by all that its files say."""
    amendments = {(amendment.effective, amendment.recorded) for amendment in (*plan.amendments, *plan.coming)}
    days = {agency.since for agency in plan.agencies.values() if agency.since is not None}
    days |= {
        agency.until + timedelta(days=1)
        for agency in plan.agencies.values()
        if agency.until is not None and agency.until < LAST_DAY
    }
    carried = (item.origin for item in plan.items.values() if plan.earlier_plans and item.origin is not None)
    days |= {origin.taken_up.since for origin in carried if origin.taken_up is not None}
    ordered = sorted(amendments, key=lambda turn: (turn[0], turn[1] or _BEFORE_ALL))
    return PlanTurns(plan.time_zone, tuple(ordered), tuple(sorted(days)))
