"""The shape of the files in plan/amendments: a document that changes the plan, and its changes one by one."""

# No `from __future__ import annotations`: pydantic would compile each annotation again from its text at every start.
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from papi_cli.plan.choices import AmendmentKind, Counts
from papi_cli.plan.files.schema import (
    DOCUMENT_NUMBER_PATTERN,
    Day,
    DocumentPartRecord,
    DutyRecord,
    Id,
    MilestoneRecord,
    NonEmptyStr,
    Record,
    TaskRecord,
    YamlBool,
)
from papi_cli.plan.quotation import Meaning
from papi_cli.text import is_in_years

_INSTANT = re.compile(
    r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _parse_instant(value: object) -> object:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("instant_form", "instant")
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("no_such_instant", "instant") from error
    if not is_in_years(instant.date()):
        raise PydanticCustomError("no_such_instant", "instant")
    return instant


_INSTANT_JSON: dict[str, Any] = {"type": "string", "pattern": f"^{_INSTANT.pattern}$"}
Instant = Annotated[datetime, BeforeValidator(_parse_instant), WithJsonSchema(_INSTANT_JSON)]


class AmendingDocumentRecord(Record):
    """The document that changes the plan."""

    kind: NonEmptyStr
    number: Annotated[str, StringConstraints(pattern=DOCUMENT_NUMBER_PATTERN)] = ""
    symbol: NonEmptyStr
    day: Day
    issuer: Id
    title: str = ""


# The words of a cell, which may be blank.
_TEXT_JSON: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
Cell = Annotated[str, WithJsonSchema(_TEXT_JSON)]


class DueChangeRecord(Record):
    """Another due phrase, or one where there was none; «-» for none from now on.

    Its `yearly` and `anchor` take the place of those that went with the old phrase.
    """

    of: NonEmptyStr
    was: str = ""
    becomes: NonEmptyStr = Field(alias="is")
    yearly: YamlBool = False
    anchor: str = ""
    cell: Cell | None = None


class AgenciesChangeRecord(Record):
    """Other agencies or groups."""

    of: NonEmptyStr
    was: tuple[Id, ...] = ()
    becomes: tuple[Id, ...] = Field(alias="is")
    cell: Cell | None = None


class ProductChangeRecord(Record):
    """Another product, or another phase, with who issues it; which day counts stays as it was unless said otherwise."""

    of: NonEmptyStr
    was: NonEmptyStr
    becomes: NonEmptyStr = Field(alias="is")
    issuer: Id | None = None
    counts: Counts | None = None
    cell: Cell | None = None


class TextChangeRecord(Record):
    """Other words in a cell of the annex, or another title of a duty."""

    of: NonEmptyStr
    column: NonEmptyStr = Meaning.TASK.value
    was: str = ""
    becomes: Cell = Field(alias="is")


class NumberChangeRecord(Record):
    """Another printed number."""

    of: NonEmptyStr
    was: str = ""
    becomes: Cell = Field(alias="is")


class AddedRecord(Record):
    """What is added: a task, at its place in an annex, a milestone to a task, or a duty.

    `section` are the numbers (else headings) of the sections around it, from the outermost on.
    """

    annex: Id | None = None
    section: tuple[NonEmptyStr, ...] = ()
    after: str = ""
    to: str = ""
    task: TaskRecord | None = None
    milestone: MilestoneRecord | None = None
    duty: DutyRecord | None = None


class DroppedRecord(Record):
    """What is no longer asked of anybody."""

    of: NonEmptyStr


class SplitRecord(Record):
    """The tasks that take the place of one."""

    of: NonEmptyStr
    into: tuple[TaskRecord, ...]


class ChangeRecord(Record):
    """One change, with the part of the document's own text that makes it; it has exactly one of the other keys."""

    source: str = ""
    due: DueChangeRecord | None = None
    lead: AgenciesChangeRecord | None = None
    cooperating: AgenciesChangeRecord | None = None
    product: ProductChangeRecord | None = None
    text: TextChangeRecord | None = None
    number: NumberChangeRecord | None = None
    add: AddedRecord | None = None
    drop: DroppedRecord | None = None
    split: SplitRecord | None = None

    @property
    def kinds(self) -> tuple[AmendmentKind, ...]:
        """The kinds of change that it names: one, unless something is wrong."""
        return tuple(kind for kind in AmendmentKind if getattr(self, kind) is not None)


class AmendmentFile(Record):
    """A file of plan/amendments; it is in force from the day of its document on, unless it says otherwise."""

    document: AmendingDocumentRecord
    effective: Day | None = None
    recorded: Instant | None = None
    quote: tuple[DocumentPartRecord, ...] = ()
    changes: tuple[ChangeRecord, ...]

    @property
    def first_day(self) -> date:
        """The first day of the new state."""
        return self.effective or self.document.day

    @property
    def place(self) -> tuple[date, datetime]:
        """Where it stands among the amendments of a plan: by its first day, then as it was taken in."""
        return self.first_day, self.recorded or datetime.min.replace(tzinfo=UTC)
