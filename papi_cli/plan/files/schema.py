"""The shape of the YAML files: a frozen pydantic model for each kind of record, without unknown keys.

All scalars arrive as strings (`yamltext`), so pydantic's lax mode coerces nothing but text. Days, numbers and booleans
have validators of their own, each of which accepts one spelling.
"""

# No `from __future__ import annotations`: pydantic would compile each annotation again from its text at every start.
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError

from papi_cli.deadlines.model import Roll
from papi_cli.plan.choices import Counts, Does, ErratumKind, FulfilledBy, KnownEvent
from papi_cli.plan.files.names import DEVICES, MAX_FILE_ID
from papi_cli.plan.quotation import PART_WORD
from papi_cli.problems import ProblemCode
from papi_cli.text import is_in_years


class EveryKind(StrEnum):
    """The kinds of agencies that a group can include as a whole."""

    DEPARTMENT = "department"
    COMMUNE = "commune"


_YEAR = re.compile(r"20[0-9]{2}")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_IN_YEARS = f"{_YEAR.pattern}-[0-9]{{2}}-[0-9]{{2}}"
_POINTS = re.compile(r"[0-9]{1,2}([.,][0-9]{1,4})?")


def _parse_day(value: object) -> object:
    if value == "":
        return None
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("day_form", "day")
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "day") from error
    if not is_in_years(day):
        raise PydanticCustomError("day_years", "day")
    return day


def _parse_bool(value: object) -> object:
    if value not in ("true", "false"):
        raise PydanticCustomError("flag", "flag")
    return value == "true"


def _parse_number(value: object) -> object:
    if not isinstance(value, str) or not value.isascii() or not value.isdigit() or len(value) > 4:
        raise PydanticCustomError("number", "number")
    return int(value)


def _parse_year(value: object) -> object:
    if not isinstance(value, str) or not _YEAR.fullmatch(value):
        raise PydanticCustomError("year", "year")
    return int(value)


def _parse_points(value: object) -> object:
    if not isinstance(value, str) or not _POINTS.fullmatch(value):
        raise PydanticCustomError("points", "points")
    return Decimal(value.replace(",", "."))


def _check_time_zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise PydanticCustomError("time_zone", "time zone") from error
    return value


def _check_no_device(value: str) -> str:
    if value in DEVICES:
        raise PydanticCustomError("device_name", "device name")
    return value


# JSON Schemas of these types for editors, which read YAML 1.2: where papi sees characters, they see a number or boolean
# (a string if it is quoted), and null where a value is left blank.
_DAY_JSON: dict[str, Any] = {"type": "string", "format": "date", "pattern": f"^{_DAY_IN_YEARS}$"}
_YEAR_JSON = {
    "anyOf": [
        {"type": "integer", "minimum": 2000, "maximum": 2099},
        {"type": "string", "pattern": f"^{_YEAR.pattern}$"},
    ]
}
_NUMBER_JSON = {
    "anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, {"type": "string", "pattern": "^[0-9]{1,4}$"}]
}
_BOOL_JSON = {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^(true|false)$"}]}
_POINTS_JSON = {
    "anyOf": [
        {"type": "number", "minimum": 0, "exclusiveMaximum": 100},
        {"type": "string", "pattern": f"^{_POINTS.pattern}$"},
    ]
}

Year = Annotated[int, BeforeValidator(_parse_year), WithJsonSchema(_YEAR_JSON)]
TimeZone = Annotated[str, BeforeValidator(_check_time_zone), WithJsonSchema({"type": "string", "minLength": 1})]
Day = Annotated[date, BeforeValidator(_parse_day), WithJsonSchema(_DAY_JSON)]
OptionalDay = Annotated[
    date | None, BeforeValidator(_parse_day), WithJsonSchema({"anyOf": [_DAY_JSON, {"enum": [None, ""]}]})
]
YamlBool = Annotated[bool, BeforeValidator(_parse_bool), WithJsonSchema(_BOOL_JSON)]
Number = Annotated[int, BeforeValidator(_parse_number), WithJsonSchema(_NUMBER_JSON)]
Points = Annotated[Decimal, BeforeValidator(_parse_points), WithJsonSchema(_POINTS_JSON)]
# Patterns of texts.
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[^\s,;:/@]+$"
COMMUNE_CODE_PATTERN = r"^[0-9]{5}$"
DOCUMENT_NUMBER_PATTERN = r"^[0-9]*[A-Za-z]?$"
MONTH_PATTERN = r"^((0?[1-9]|1[0-2])/20[0-9]{2})?$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
# The id of what has files of its own: reports of an agency or a period, folders of narrative.
FileId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_FILE_ID), AfterValidator(_check_no_device)]
RowCode = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
NonEmptyStr = Annotated[str, StringConstraints(min_length=1)]


class Record(BaseModel):
    """Base of all records: unknown keys are refused, instances are frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def keys_of_file(cls) -> dict[str, FieldInfo]:
        """Return the fields by their keys in the file, which have other names here where Python keeps the word for itself."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


class InterpretationRecord(Record):
    """The interpretation of an open passage; unconfirmed as long as `confirmed_by` (a document) is blank."""

    text: NonEmptyStr
    period: Id | None = None
    concerns: tuple[Id, ...] = ()
    confirmed_by: str = ""


class ColumnRecord(Record):
    """A column of an annex: the head as printed, and the id under which the rows quote it.

    What the program knows of it stands in `plan.quotation.Meaning`; a column with any other id is quoted word by word.
    One with a `role` names agencies in that role beside lead and cooperating.
    """

    id: Id
    head: str = ""
    role: YamlBool = False


class AnnexRecord(Record):
    """The heading of an annex, verbatim as far as it has one, and the code under which errata and `papi show` have it."""

    code: Id
    label: str = ""
    title: str = ""
    note: str = ""
    columns: tuple[ColumnRecord, ...]
    numbers: tuple[NonEmptyStr, ...] = ()


# plan.yaml


class DocumentPartRecord(Record):
    """A part of the document's own text, line by line; `name` is how letters cite it."""

    code: Id
    name: str = ""
    lines: tuple[NonEmptyStr, ...]


class DocumentRecord(Record):
    """The document that issues the plan; number and day stay blank until the signed one is known."""

    kind: NonEmptyStr
    number: Annotated[str, StringConstraints(pattern=DOCUMENT_NUMBER_PATTERN)] = ""
    symbol: NonEmptyStr
    day: OptionalDay = None
    month: Annotated[str, StringConstraints(pattern=MONTH_PATTERN)] = ""
    issuer: Id
    title: str = ""
    proposal: str = ""
    quote: tuple[DocumentPartRecord, ...] = ()


class CitedRecord(Record):
    """The provisions, and parts of the document, on which letters and reports rest."""

    follow_up: tuple[NonEmptyStr, ...] = ()
    reports: tuple[NonEmptyStr, ...] = ()
    difficulties: tuple[NonEmptyStr, ...] = ()
    support: tuple[NonEmptyStr, ...] = ()


class SpanRecord(Record):
    """The time that the plan is for, both days inclusive."""

    first: Day
    last: Day


class WindowRecord(Record):
    """A data window (chốt số liệu), both days inclusive."""

    first: Day
    last: Day


class PeriodRecord(Record):
    """A reporting period."""

    id: FileId
    name: NonEmptyStr
    data: WindowRecord | None = None
    due: NonEmptyStr
    source: NonEmptyStr | None = None


class ReportSectionRecord(Record):
    """A section that people write in the summaries of this plan; `about` tells them of what."""

    id: FileId
    title: NonEmptyStr
    about: NonEmptyStr


class PolicyRecord(Record):
    """What the plan leaves to the coordinating office."""

    roll: Roll = Roll.NONE
    due_soon_days: Number = 15
    backdated_days: Number = 30


class WordsRecord(Record):
    """What the plan is called for short, the kind of its document unless said otherwise, and what it calls its parts."""

    plan: NonEmptyStr | None = None
    part: NonEmptyStr = PART_WORD
    section: NonEmptyStr = "Mục"
    index: NonEmptyStr = "Nội dung"
    area: NonEmptyStr = "địa bàn"


class PlanFile(Record):
    """plan.yaml; it has either a year or a span."""

    title: NonEmptyStr
    short_name: NonEmptyStr | None = None
    year: Year | None = None
    span: SpanRecord | None = None
    province: NonEmptyStr
    time_zone: TimeZone
    coordinator: Id
    addressee: Id
    words: WordsRecord = WordsRecord()
    document: DocumentRecord
    cited: CitedRecord = CitedRecord()
    periods: tuple[PeriodRecord, ...] = ()
    report: tuple[ReportSectionRecord, ...] = ()
    policy: PolicyRecord = PolicyRecord()


# agencies.yaml


class SuccessorRecord(Record):
    """An agency that takes over from one that ends: the tasks, duties and items that it `takes`, () for all the rest."""

    agency: Id
    takes: tuple[NonEmptyStr, ...] = ()


def _one_or_list(value: object) -> object:
    return [{"agency": value}] if isinstance(value, str) else value


class OneOrList:
    """Marks a list of records for which the id of one may stand, in the JSON Schema too."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "pattern": ID_PATTERN}, handler(core)]}


Successors = Annotated[tuple[SuccessorRecord, ...], BeforeValidator(_one_or_list), OneOrList()]


class AgencyRecord(Record):
    """An agency; unknown details stay blank, and where a name is printed in another form, that form is written out.

    It is there from the day `since` up to and including `until`; then the `successor` takes over, `by` a document.
    """

    id: FileId
    name: NonEmptyStr
    short_name: str = ""
    code: Annotated[str, StringConstraints(pattern=COMMUNE_CODE_PATTERN)] | None = None
    aliases: tuple[NonEmptyStr, ...] = ()
    superior: Id | None = None
    place: str = ""
    symbol: str = ""
    letterhead: tuple[NonEmptyStr, ...] = ()
    as_superior: str = ""
    on_behalf: str = ""
    head: str = ""
    deputy: str = ""
    signer: str = ""
    deputy_signer: str = ""
    unit: str = ""
    letter_symbol: str = ""
    contact: str = ""
    since: OptionalDay = None
    until: OptionalDay = None
    successor: Successors = ()
    by: str = ""


class CommunesRecord(Record):
    """The communes and wards in official order, and what they share.

    Their names are the `prefix` and a commune's own name, which is its short name, and under the lines of the shared
    `letterhead` the last line of its own. `noun` is what several of them are called.
    """

    prefix: str = ""
    noun: NonEmptyStr = "xã, phường"
    letterhead: tuple[NonEmptyStr, ...] = ()
    on_behalf: str = ""
    symbol: str = ""
    head: str = ""
    deputy: str = ""
    list: tuple[AgencyRecord, ...]


class GroupRecord(Record):
    """A named set of agencies; an open one is never spread to members."""

    id: Id
    name: NonEmptyStr
    short_name: str = ""
    aliases: tuple[NonEmptyStr, ...] = ()
    members: tuple[Id, ...] = ()
    every: EveryKind | None = None
    open: YamlBool = False
    interpretation: InterpretationRecord | None = None


class AgenciesFile(Record):
    """agencies.yaml."""

    departments: tuple[AgencyRecord, ...]
    departments_noun: NonEmptyStr = "cơ quan, đơn vị"
    bodies: tuple[AgencyRecord, ...] = ()
    communes: CommunesRecord = CommunesRecord.model_construct(list=())
    groups: tuple[GroupRecord, ...] = ()
    open_groups: InterpretationRecord | None = None


# indices.yaml


class RowQuoteRecord(Record):
    """The cells of a row of components; `merged_with` is the row whose lead cell stretches down to this one."""

    label: NonEmptyStr
    name: NonEmptyStr
    lead: str = ""
    merged_with: str = ""
    cooperating: str = ""


class FollowedRowRecord(Record):
    """An index, component or sub-item, and who follows it."""

    code: RowCode
    quote: RowQuoteRecord
    lead: tuple[Id, ...] = ()
    cooperating: tuple[Id, ...] = ()


class ComponentRecord(FollowedRowRecord):
    """A component, perhaps with sub-items."""

    sub_items: tuple[FollowedRowRecord, ...] = ()


class IndexRecord(FollowedRowRecord):
    """An index and its components."""

    components: tuple[ComponentRecord, ...]


class IndicesFile(Record):
    """indices.yaml."""

    annex: AnnexRecord
    indices: tuple[IndexRecord, ...]


# tasks.yaml


class MilestoneRecord(Record):
    """A product or a named phase of a task.

    With `yearly`, a span of years is looked at at the end of each; a relative due phrase counts from the delivery of the
    item `anchor`.
    """

    code: Id
    product: str = ""
    phase: str = ""
    due: str = ""
    yearly: YamlBool = False
    counts: Counts = Counts.ISSUED
    issuer: Id | None = None
    fulfilled_by: FulfilledBy = FulfilledBy.EACH
    roll: Roll | None = None
    anchor: str = ""
    interpretation: InterpretationRecord | None = None


class TaskRecord(Record):
    """A task; its `due`, with its `yearly` and its `anchor`, dates every milestone without one of its own.

    `quote` has the words of each column by its id. Of that of numbers it may be silent where the code ends in what is
    printed, as II.5 does. A task without milestones is itself what is delivered.
    """

    code: RowCode
    quote: dict[str, str]
    lead: tuple[Id, ...]
    cooperating: tuple[Id, ...] = ()
    roles: dict[str, tuple[Id, ...]] = {}
    others: tuple[NonEmptyStr, ...] = ()
    due: str = ""
    yearly: YamlBool = False
    anchor: str = ""
    interpretation: InterpretationRecord | None = None
    milestones: tuple[MilestoneRecord, ...] = ()


class SectionRecord(Record):
    """A heading among the rows of an annex with what stands below it, perhaps about an index."""

    number: str = ""
    index: NonEmptyStr | None = None
    heading: NonEmptyStr
    tasks: tuple[TaskRecord, ...] = ()
    sections: "tuple[SectionRecord, ...]" = ()


class TaskAnnexRecord(AnnexRecord):
    """An annex of tasks: rows of its own, then those under headings."""

    tasks: tuple[TaskRecord, ...] = ()
    sections: tuple[SectionRecord, ...] = ()


class TasksFile(Record):
    """tasks.yaml."""

    annexes: tuple[TaskAnnexRecord, ...]


# duties.yaml, provisions.yaml, calendar.yaml, errata.yaml, scores.yaml


class DutyRecord(Record):
    """A dated duty that the plan's text gives to agencies."""

    code: Id
    does: Does
    title: NonEmptyStr
    product: NonEmptyStr
    agencies: tuple[Id, ...]
    asked: YamlBool = False
    due: str = ""
    period: Id | None = None
    counts: Counts
    fulfilled_by: FulfilledBy = FulfilledBy.EACH
    roll: Roll | None = None
    anchor: str = ""
    interpretation: InterpretationRecord | None = None
    source: tuple[NonEmptyStr, ...] = ()


class DutiesFile(Record):
    """duties.yaml."""

    duties: tuple[DutyRecord, ...]


class ProvisionRecord(Record):
    """A part, item or point of the plan's text, the index that it is about, and whom it binds."""

    code: NonEmptyStr
    index: NonEmptyStr | None = None
    heading: str = ""
    text: str = ""
    binds: tuple[Id, ...] = ()
    asked: YamlBool = False
    points: "tuple[ProvisionRecord, ...]" = ()


class ProvisionsFile(Record):
    """provisions.yaml."""

    parts: tuple[ProvisionRecord, ...]


class CalendarDayRecord(Record):
    """A holiday or a weekend day that is worked, with its source."""

    day: Day
    name: NonEmptyStr
    source: NonEmptyStr


class CalendarFile(Record):
    """calendar.yaml."""

    holidays: tuple[CalendarDayRecord, ...] = ()
    workdays: tuple[CalendarDayRecord, ...] = ()


class ErratumRecord(Record):
    """A known flaw of the source; `silences` is the code of the warning of `papi check` that it answers."""

    kind: ErratumKind
    places: tuple[NonEmptyStr, ...]
    quote: str = ""
    reads: str = ""
    note: str = ""
    silences: ProblemCode | None = None


class ErrataFile(Record):
    """errata.yaml."""

    errata: tuple[ErratumRecord, ...] = ()


class IndexScoreRecord(Record):
    """The score of the province on one index."""

    index: NonEmptyStr
    points: Points


class YearScoresRecord(Record):
    """The scores of one year with their source."""

    year: Year
    source: NonEmptyStr
    total: Points | None = None
    indices: tuple[IndexScoreRecord, ...] = ()


class ScoresFile(Record):
    """scores.yaml; none are shipped, because the publishers hold the copyright: the office enters them."""

    name: str = ""
    scores: tuple[YearScoresRecord, ...] = ()


# carried.yaml

CARRIED_CODE_PATTERN = r"^[^\s,;:/@]+(/[^\s,;:/@]+)+$"


class EarlierPlanRecord(Record):
    """A plan before this one: its id begins the codes of what is carried over, `document` cites what issued it."""

    id: RowCode
    title: NonEmptyStr
    short_name: str = ""
    document: str = ""
    span: SpanRecord


class KnownRecord(Record):
    """What was recorded of a carried item before: `agencies` are those that it is about, all that owe the item if none."""

    event: KnownEvent
    date: Day
    agencies: tuple[Id, ...] = ()
    document: str = ""
    until: OptionalDay = None
    note: str = ""


class TakenUpRecord(Record):
    """The item of this plan by which another one is taken up, and the first day on which what is open is owed there."""

    by: NonEmptyStr
    since: Day


def _taken_up_or_blank(value: object) -> object:
    if isinstance(value, str) and value:
        raise PydanticCustomError("taken_up_form", "taken up")
    return None if value == "" else value


class _OrBlank:
    """Marks a record that a key may do without, also where the key stands; so says its JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler(core), {"enum": [None, ""]}]}


TakenUp = Annotated[TakenUpRecord | None, BeforeValidator(_taken_up_or_blank), _OrBlank()]


class CarriedItemRecord(Record):
    """What an earlier plan left unfinished, by its own words: `due` is read with the time of that plan.

    `until` is the last day where the phrase alone does not give it, as of a term. `known` is what was recorded of it.
    `taken_up` tells which item of this plan goes on with it, and from when on.
    """

    code: Annotated[str, StringConstraints(pattern=CARRIED_CODE_PATTERN)]
    title: NonEmptyStr
    product: str = ""
    cited: str = ""
    agencies: tuple[Id, ...]
    due: str = ""
    until: OptionalDay = None
    counts: Counts = Counts.ISSUED
    issuer: Id | None = None
    fulfilled_by: FulfilledBy = FulfilledBy.EACH
    asked: YamlBool = False
    note: str = ""
    known: tuple[KnownRecord, ...] = ()
    taken_up: TakenUp = None


class CarriedGroupRecord(Record):
    """Who owed what was carried over, under the id by which `agencies` name them all; a group of the plan may change."""

    id: Id
    members: tuple[Id, ...]


class CarriedFile(Record):
    """carried.yaml: what earlier plans left unfinished."""

    plans: tuple[EarlierPlanRecord, ...] = ()
    groups: tuple[CarriedGroupRecord, ...] = ()
    items: tuple[CarriedItemRecord, ...] = ()
