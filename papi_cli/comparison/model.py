"""What can change from one plan with its log to another, as values."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from papi_cli.deadlines.model import Deadline
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import Obligation
from papi_cli.states import States, Verdict


class RecordKind(StrEnum):
    """The kinds of records of a plan."""

    PLAN = "plan"
    PERIOD = "period"
    CALENDAR = "calendar"
    AGENCY = "agency"
    GROUP = "group"
    COMPONENT = "component"
    TASK = "task"
    ITEM = "item"
    PROVISION = "provision"
    INTERPRETATION = "reading"
    ERRATUM = "erratum"


class ChangeKind(StrEnum):
    """What happened to a record, or to one of its fields; `renamed` is what seems to be the same under a new code."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    CHANGED = "changed"


class RecordChange(NamedTuple):
    """A change of a record (`field` "") or of its `field`.

    `old` and `new` are the field's words; of a record added or dropped its title, of one renamed its codes. `members`
    are what a field that is a list gained (ADDED) or lost (DROPPED): ids of agencies, or phrases.
    """

    record_kind: RecordKind
    kind: ChangeKind
    code: str
    field: str = ""
    old: str = ""
    new: str = ""
    members: tuple[str, ...] = ()


class DeadlineChangeCause(StrEnum):
    """Why a due day moved."""

    PHRASE = "phrase"
    INTERPRETATION = "reading"
    PERIOD = "period"
    YEAR = "year"
    ROLL = "roll"
    CALENDAR = "calendar"


class DeadlineChange(NamedTuple):
    """An item whose deadline is another: its last on-time day moved for `causes`, or only its phrase changed."""

    item: str
    before: Deadline | None
    after: Deadline | None
    causes: tuple[DeadlineChangeCause, ...]


class Aspect(StrEnum):
    """What can newly be said of an obligation."""

    DONE = "done"
    RESULT = "result"
    WAIVED = "waived"
    EXTENDED = "extended"
    LATE = "late"
    OVERDUE = "overdue"


class StateChange(NamedTuple):
    """An obligation of which `aspect` came to hold (ADDED), holds no more (DROPPED) or of another day (CHANGED)."""

    aspect: Aspect
    kind: ChangeKind
    before: Verdict
    after: Verdict


class Comparison(NamedTuple):
    """What changed from one side to the other; states as of one day.

    Each part is in the order of the decision, events in that of the fold.
    """

    before: States
    after: States
    record_changes: tuple[RecordChange, ...]
    deadline_changes: tuple[DeadlineChange, ...]
    state_changes: tuple[StateChange, ...]
    obligations_added: tuple[Obligation, ...]
    obligations_dropped: tuple[Obligation, ...]
    events_added: tuple[Event, ...]
    events_missing: tuple[Event, ...]

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """The two plans, the newer first."""
        return self.after.plan, self.before.plan

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(self[2:])


class ComparisonSide(NamedTuple):
    """One of the two: the states as of the day of the comparison, and the events that they rest on."""

    states: States
    events: tuple[Event, ...]
