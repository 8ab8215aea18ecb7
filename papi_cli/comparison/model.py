"""The values that a comparison consists of."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.states import States, Verdict


class RecordKind(StrEnum):
    """The kinds of records that a plan has, in the order in which their changes are listed."""

    PLAN = "plan"
    AMENDMENT = "amendment"
    PERIOD = "period"
    CALENDAR = "calendar"
    AGENCY = "agency"
    GROUP = "group"
    ANNEX = "annex"
    COMPONENT = "component"
    SECTION = "section"
    TASK = "task"
    ITEM = "item"
    PROVISION = "provision"
    INTERPRETATION = "reading"
    ERRATUM = "erratum"
    SCORE = "score"


class ChangeKind(StrEnum):
    """What happened to a record or to one of its fields; RENAMED: it seems to be the same under a new code."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    CHANGED = "changed"


# The value of a field that is no list: words, an id, a member of an enum, a number, a truth value or a day.
Scalar = str | int | date | None


class RecordChange(NamedTuple):
    """A change of a whole record (`field` is "") or of one field; `is_quotation` of one with the document's own words.

    `old` and `new` are the values of the field; for a whole record its title, or its codes if it was renamed. `members`
    are the entries that a list field gained (ADDED) or lost (DROPPED): ids of agencies, or phrases.
    """

    record_kind: RecordKind
    kind: ChangeKind
    code: str
    field: str = ""
    old: Scalar = ""
    new: Scalar = ""
    members: tuple[str, ...] = ()
    is_quotation: bool = False


class DeadlineChangeCause(StrEnum):
    """Why a last on-time day moved; PHRASE: the files of the plan itself say it otherwise."""

    PHRASE = "phrase"
    AMENDMENT = "amendment"
    INTERPRETATION = "reading"
    PERIOD = "period"
    SPAN = "span"
    ROLL = "roll"
    CALENDAR = "calendar"


class DeadlineChange(NamedTuple):
    """A changed deadline of an item: its last on-time day moved, or only its phrase or kind changed.

    `amended_by` are the codes of the amendments that change it in the new plan and did not, or otherwise, in the old one;
    `restored_by` those that changed it in the old plan and do no more.
    """

    item: str
    before: Deadline | None
    after: Deadline | None
    causes: tuple[DeadlineChangeCause, ...]
    amended_by: tuple[str, ...] = ()
    restored_by: tuple[str, ...] = ()


class Aspect(StrEnum):
    """Things that can become true or false of an obligation."""

    DONE = "done"
    RESULT = "result"
    WAIVED = "waived"
    ANCHORED = "anchored"
    EXTENDED = "extended"
    LATE = "late"
    OVERDUE = "overdue"


class StateChange(NamedTuple):
    """An aspect of an obligation that became true (ADDED) or false (DROPPED), or got another day (CHANGED)."""

    aspect: Aspect
    kind: ChangeKind
    before: Verdict
    after: Verdict


class EventChange(NamedTuple):
    """An event with another content under the same id; `keys` are those of its line that differ, sorted."""

    before: Event
    after: Event
    keys: tuple[str, ...]


class Comparison(NamedTuple):
    """All changes from `before` to `after`: parts in the order of the plan, events in the order of the fold."""

    before: States
    after: States
    record_changes: tuple[RecordChange, ...]
    deadline_changes: tuple[DeadlineChange, ...]
    state_changes: tuple[StateChange, ...]
    obligations_added: tuple[Obligation, ...]
    obligations_dropped: tuple[Obligation, ...]
    events_added: tuple[Event, ...]
    events_changed: tuple[EventChange, ...]
    events_missing: tuple[Event, ...]

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """The two plans, the newer first."""
        return self.after.plan, self.before.plan

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is compared changed; the files of the plan may still differ."""
        return not any(self[2:])

    @property
    def is_same_plan(self) -> bool:
        """Whether the files of the plan are the same, byte for byte but for line ends."""
        return self.before.plan.fingerprint == self.after.plan.fingerprint


class ComparisonSide(NamedTuple):
    """One side of a comparison: the states as of its day, and the events that they rest on."""

    states: States
    events: tuple[Event, ...]
