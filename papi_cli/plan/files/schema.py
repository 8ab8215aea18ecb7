"""What the YAML files may say: one model per kind of record, closed and frozen.

`yamltext` gives text, lists and mappings only, so a model's lax reading of a scalar is a reading of text and nothing
else (a day, a number and a yes or no have readers of their own, which take one spelling).
"""

# Annotations are evaluated where they stand: as texts each of them would be compiled once more, at every start.
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from papi_cli.deadlines.model import Roll
from papi_cli.plan.choices import Counts, ErratumKind, FulfilledBy
from papi_cli.problems import Code


class Every(StrEnum):
    """The kinds of agencies that a group can take whole."""

    DEPARTMENT = "department"
    COMMUNE = "commune"


_YEAR = re.compile(r"20[0-9]{2}")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POINTS = re.compile(r"[0-9]{1,2}([.,][0-9]{1,4})?")


def _day(value: object) -> object:
    if value == "":
        return None
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("day_form", "day")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "day") from error


def _flag(value: object) -> object:
    if value not in ("true", "false"):
        raise PydanticCustomError("flag", "flag")
    return value == "true"


def _number(value: object) -> object:
    if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > 4:
        raise PydanticCustomError("number", "number")
    return int(value)


def _year(value: object) -> object:
    if not isinstance(value, str) or not _YEAR.fullmatch(value):
        raise PydanticCustomError("year", "year")
    return int(value)


def _points(value: object) -> object:
    if not isinstance(value, str) or not _POINTS.fullmatch(value):
        raise PydanticCustomError("points", "points")
    return Decimal(value.replace(",", "."))


def _time_zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise PydanticCustomError("time_zone", "time zone") from error
    return value


# What the schemas for editors (`editors`) say of these: a reader of YAML 1.2 sees numbers and truth values where papi
# sees their characters, text where they are quoted, and nothing where a value is left blank.
_DAY_JSON: dict[str, Any] = {"type": "string", "format": "date", "pattern": f"^{_ISO_DAY.pattern}$"}
_YEAR_JSON = {"type": ["integer", "string"], "minimum": 2000, "maximum": 2099, "pattern": f"^{_YEAR.pattern}$"}
_NUMBER_JSON = {"type": ["integer", "string"], "minimum": 0, "maximum": 9999, "pattern": "^[0-9]{1,4}$"}
_FLAG_JSON = {"type": ["boolean", "string"], "pattern": "^(true|false)$"}
_POINTS_JSON = {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 100, "pattern": f"^{_POINTS.pattern}$"}

Year = Annotated[int, BeforeValidator(_year), WithJsonSchema(_YEAR_JSON)]
TimeZone = Annotated[str, BeforeValidator(_time_zone), WithJsonSchema({"type": "string", "minLength": 1})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DAY_JSON)]
MaybeDay = Annotated[date | None, BeforeValidator(_day), WithJsonSchema({"anyOf": [_DAY_JSON, {"enum": [None, ""]}]})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema(_FLAG_JSON)]
Number = Annotated[int, BeforeValidator(_number), WithJsonSchema(_NUMBER_JSON)]
Points = Annotated[Decimal, BeforeValidator(_points), WithJsonSchema(_POINTS_JSON)]
# The forms of what is written as text.
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE = r"^[^\s,;:/@]+$"
COMMUNE_CODE = r"^[0-9]{5}$"
NUMBER_OF_DECISION = r"^[0-9]*[A-Za-z]?$"
MONTH = r"^(0?[1-9]|1[0-2])/20[0-9]{2}$"

Id = Annotated[str, StringConstraints(pattern=ID)]
RowCode = Annotated[str, StringConstraints(pattern=CODE)]
Text = Annotated[str, StringConstraints(min_length=1)]


class Record(BaseModel):
    """A record of the plan: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Interpretation(Record):
    """How an open place of the decision is read; unconfirmed while `confirmed_by` (a document) is blank."""

    text: Text
    period: Id | None = None
    concerns: tuple[Id, ...] = ()
    confirmed_by: str = ""


class Annex(Record):
    """Heading of an annex, word by word."""

    label: Text
    title: Text
    note: Text
    columns: tuple[Text, ...]
    numbers: tuple[Text, ...] = ()


# plan.yaml


class DecisionQuote(Record):
    """The decision's own words, in its order."""

    heading: Text
    title: Text
    authority: Text
    basis: tuple[Text, ...]
    enacting: Text
    articles: tuple[Text, ...]
    closing: Text
    recipients: tuple[Text, ...]
    signer: tuple[Text, ...]
    plan_head: tuple[Text, ...]


class Decision(Record):
    """Who decided what; number and day stay blank until the signed document is known."""

    number: Annotated[str, StringConstraints(pattern=NUMBER_OF_DECISION)] = ""
    symbol: Text
    day: MaybeDay = None
    month: Annotated[str, StringConstraints(pattern=MONTH)]
    issuer: Id
    proposal: str = ""
    quote: DecisionQuote


class Window(Record):
    """A data window (chốt số liệu), both days inclusive."""

    first: Day
    last: Day


class Period(Record):
    """A reporting period."""

    id: Id
    name: Text
    data: Window
    due: Text
    source: Text


class Policy(Record):
    """What the plan leaves to the office."""

    roll: Roll = Roll.NONE
    due_soon_days: Number = 15


class PlanFile(Record):
    """plan.yaml."""

    title: Text
    year: Year
    province: Text
    time_zone: TimeZone
    coordinator: Id
    addressee: Id
    decision: Decision
    periods: tuple[Period, ...]
    policy: Policy = Policy()


# agencies.yaml


class AgencyRecord(Record):
    """An agency; what is not known stays blank."""

    id: Id
    name: Text
    code: Annotated[str, StringConstraints(pattern=COMMUNE_CODE)] | None = None
    aliases: tuple[Text, ...] = ()
    superior: Id | None = None
    place: str = ""
    symbol: str = ""
    head: str = ""
    deputy: str = ""


class Communes(Record):
    """The communes and wards in official order, with what all of them share."""

    symbol: str = ""
    head: str = ""
    deputy: str = ""
    list: tuple[AgencyRecord, ...]


class GroupRecord(Record):
    """A named set of agencies; an open one is never spread."""

    id: Id
    name: Text
    short_name: str = ""
    aliases: tuple[Text, ...] = ()
    members: tuple[Id, ...] = ()
    every: Every | None = None
    open: Flag = False
    interpretation: Interpretation | None = None


class AgenciesFile(Record):
    """agencies.yaml."""

    departments: tuple[AgencyRecord, ...]
    bodies: tuple[AgencyRecord, ...] = ()
    communes: Communes
    groups: tuple[GroupRecord, ...] = ()
    open_groups: Interpretation | None = None


# indices.yaml


class RowQuote(Record):
    """The cells of a row of Annex I; `merged_with` names the row whose lead cell stretches to this one."""

    label: Text
    name: Text
    lead: str = ""
    merged_with: str = ""
    cooperating: str = ""


class Followed(Record):
    """An index, component or sub-item and who follows it."""

    code: RowCode
    quote: RowQuote
    lead: tuple[Id, ...] = ()
    cooperating: tuple[Id, ...] = ()


class Component(Followed):
    """A component, perhaps with sub-items."""

    sub_items: tuple[Followed, ...] = ()


class Index(Followed):
    """An index and its components."""

    components: tuple[Component, ...]


class IndicesFile(Record):
    """indices.yaml."""

    annex: Annex
    indices: tuple[Index, ...]


# tasks.yaml


class TaskQuote(Record):
    """The cells of a row of Annex II, word by word."""

    task: Text
    products: Text
    lead: Text
    cooperating: Text
    due: Text


class Milestone(Record):
    """A product, or a named phase, of a task."""

    code: Id
    product: str = ""
    phase: str = ""
    due: str = ""
    counts: Counts = Counts.ISSUED
    issuer: Id | None = None
    fulfilled_by: FulfilledBy = FulfilledBy.EACH
    roll: Roll | None = None
    interpretation: Interpretation | None = None


class Task(Record):
    """A row of Annex II; its `due` dates every milestone without one of its own."""

    code: RowCode
    quote: TaskQuote
    lead: tuple[Id, ...]
    cooperating: tuple[Id, ...] = ()
    others: tuple[Text, ...] = ()
    due: str = ""
    interpretation: Interpretation | None = None
    milestones: tuple[Milestone, ...]


class Section(Record):
    """The tasks of one index, under the heading of Annex II."""

    number: Text
    index: Text
    heading: Text
    tasks: tuple[Task, ...]


class TasksFile(Record):
    """tasks.yaml."""

    annex: Annex
    sections: tuple[Section, ...]


# duties.yaml, provisions.yaml, calendar.yaml, errata.yaml, scores.yaml


class Duty(Record):
    """A dated duty of Part IV."""

    code: Id
    title: Text
    product: Text
    agencies: tuple[Id, ...]
    asked: Flag = False
    due: Text
    period: Id | None = None
    counts: Counts
    fulfilled_by: FulfilledBy = FulfilledBy.EACH
    roll: Roll | None = None
    interpretation: Interpretation | None = None
    source: tuple[Text, ...]


class DutiesFile(Record):
    """duties.yaml."""

    duties: tuple[Duty, ...]


class Provision(Record):
    """A part, item or point of Parts I to IV, and who it binds."""

    code: Text
    heading: str = ""
    text: str = ""
    binds: tuple[Id, ...] = ()
    asked: Flag = False
    points: "tuple[Provision, ...]" = ()


class ProvisionsFile(Record):
    """provisions.yaml."""

    parts: tuple[Provision, ...]


class CalendarDay(Record):
    """A holiday or a worked weekend day, with its citation."""

    day: Day
    name: Text
    source: Text


class CalendarFile(Record):
    """calendar.yaml."""

    holidays: tuple[CalendarDay, ...] = ()
    workdays: tuple[CalendarDay, ...] = ()


class Erratum(Record):
    """A known flaw of the source; `silences` is the warning of `papi check` that it answers."""

    kind: ErratumKind
    places: tuple[Text, ...]
    quote: str = ""
    reads: str = ""
    note: str = ""
    silences: Code | None = None


class ErrataFile(Record):
    """errata.yaml."""

    errata: tuple[Erratum, ...] = ()


class IndexScore(Record):
    """The points of the province on one index."""

    index: Text
    points: Points


class YearScores(Record):
    """The points of one year with their source."""

    year: Year
    source: Text
    total: Points | None = None
    indices: tuple[IndexScore, ...] = ()


class ScoresFile(Record):
    """scores.yaml: entered by the office, none are shipped (the publishers hold the copyright)."""

    scores: tuple[YearScores, ...] = ()
