"""Events that count but are worth a second look: why, and with which facts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from papi_cli.log.drafts import draft_from_event
from papi_cli.log.events import Event


class Oddity(StrEnum):
    """Why an event that counts is worth a second look.

    Events of the log name those that were confirmed by these values, which are never changed.
    """

    BEFORE_DATA = "before_data"
    OTHER_SUBJECT = "other_subject"
    ASKED_REMINDED = "asked_reminded"
    DOUBLED = "doubled"
    OVERTURNS = "overturns"
    REPLACED_TWICE = "replaced_twice"
    BEFORE_WINDOW_CLOSED = "before_window_closed"
    OTHER_DAY = "other_day"
    EARLIER_DONE = "earlier_done"
    TURNS_ON_TIME = "turns_on_time"
    SHARED_NUMBER = "shared_number"
    DONE_AND_WAIVED = "done_and_waived"
    EXTENDED_TOO_FAR = "extended_too_far"
    DELIVERED_REMINDED = "delivered_reminded"
    SELF_GRANTED = "self_granted"
    TAKEN_BACK = "taken_back"
    EXCUSED_LATER = "excused_later"
    RETRACTED_TOO = "retracted_too"
    NOT_BEGUN = "not_begun"
    NOTHING_BESIDE_RESULT = "nothing_beside_result"
    HANDED_ON = "handed_on"

    @property
    def is_doubtful(self) -> bool:
        """Whether the event is written only if somebody confirms it; any other oddity is a remark."""
        return self not in _REMARKS

    @property
    def is_settled_by_consent(self) -> bool:
        """Whether it is doubtful until somebody confirms it; of two replacements one has to be retracted."""
        return self.is_doubtful and self is not Oddity.REPLACED_TWICE

    @property
    def field(self) -> str:
        """The field of the event to look at first."""
        return _FIELDS.get(self, "date")


_REMARKS = frozenset(
    {
        Oddity.BEFORE_DATA,
        Oddity.OTHER_SUBJECT,
        Oddity.ASKED_REMINDED,
        Oddity.DOUBLED,
        Oddity.OVERTURNS,
        Oddity.NOTHING_BESIDE_RESULT,
        Oddity.HANDED_ON,
    }
)
_FIELDS: Mapping[Oddity, str] = {
    Oddity.OTHER_SUBJECT: "document",
    Oddity.SHARED_NUMBER: "document",
    Oddity.SELF_GRANTED: "document",
    Oddity.EXTENDED_TOO_FAR: "until",
    Oddity.ASKED_REMINDED: "event",
    Oddity.HANDED_ON: "agency",
    Oddity.DELIVERED_REMINDED: "event",
    Oddity.DONE_AND_WAIVED: "event",
    Oddity.TAKEN_BACK: "event",
}


@dataclass(frozen=True, slots=True)
class OddEvent:
    """An event that counts and is worth a second look, and why.

    `other` is the event that it contradicts, repeats or overturns (`is_other_new`: of the same batch, so that nobody has
    its id), `replaced` the one that it corrects, `data_from` the day that it should not precede, `limit` the day that
    decides: the last one of the data, of an extension, or on time. Each is None where the oddity has nothing to do with it.
    `excused` are item and agency of the obligations that become on time by it where they are not its own; then `other` and
    `limit` are those of the first. `held_by` are the agencies for which it counts where an amendment gave the item to them.
    """

    event: Event
    oddity: Oddity
    other: Event | None = None
    replaced: Event | None = None
    data_from: date | None = None
    limit: date | None = None
    is_other_new: bool = False
    excused: tuple[tuple[str, str], ...] = ()
    held_by: tuple[str, ...] = ()

    @property
    def question(self) -> Hashable:
        """What somebody is asked who confirms it: equal for the same doubt about the same draft, whenever recorded."""
        other = draft_from_event(self.other) if self.other else None
        return draft_from_event(self.event), self.oddity, other, self.limit, self.excused
