"""The files of a plan, and the records that they hold as far as their shape is sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from papi_cli.plan.files import schema
from papi_cli.plan.files.validation import validate
from papi_cli.plan.files.yamltext import YamlDocument, YamlValue
from papi_cli.problems import Problem
from papi_cli.text import slug

FILE_MODELS: Mapping[str, type[schema.Record]] = {
    "plan.yaml": schema.PlanFile,
    "agencies.yaml": schema.AgenciesFile,
    "indices.yaml": schema.IndicesFile,
    "tasks.yaml": schema.TasksFile,
    "duties.yaml": schema.DutiesFile,
    "provisions.yaml": schema.ProvisionsFile,
    "calendar.yaml": schema.CalendarFile,
    "errata.yaml": schema.ErrataFile,
    "scores.yaml": schema.ScoresFile,
}


# A plan is whole without these.
OPTIONAL_FILES = frozenset({"scores.yaml"})


class Records(NamedTuple):
    """The files' records, named as the files are."""

    plan: schema.PlanFile
    agencies: schema.AgenciesFile
    indices: schema.IndicesFile
    tasks: schema.TasksFile
    duties: schema.DutiesFile
    provisions: schema.ProvisionsFile
    calendar: schema.CalendarFile
    errata: schema.ErrataFile
    scores: schema.ScoresFile


class LoadedRecords(NamedTuple):
    """What `read_records` found: `documents` are those that the records were taken from.

    `unread` are the files of which nothing could be taken, `faulty` those with a problem; `lost` are, of each that was
    read, the codes of the parts that were cut out, "" for a part whose code could not be read.
    """

    records: Records
    documents: Mapping[str, YamlDocument]
    unreadable_files: frozenset[str]
    faulty_files: frozenset[str]
    lost_codes: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def load_records(documents: Mapping[str, YamlDocument]) -> LoadedRecords:
    """Read what `documents` (by file name) say, even if some of FILES are missing or faulty."""
    problems: list[Problem] = []
    faulty: set[str] = set()
    found: dict[str, schema.Record] = {}
    left: dict[str, YamlDocument] = {}
    lost: dict[str, frozenset[str]] = {name: frozenset() for name in OPTIONAL_FILES}
    for name, model in FILE_MODELS.items():
        if name not in documents:
            continue
        shaped = validate(model, documents[name])
        problems.extend(shaped.problems)
        if shaped.problems:
            faulty.add(name)
        if shaped.record is not None:
            found[name] = shaped.record
            left[name] = shaped.document
            lost[name] = frozenset(_codes_in(shaped.removed_parts))
    records = Records(*(found.get(name) or _empty_record(name) for name in FILE_MODELS))  # type: ignore[arg-type]  # FILES pairs names with models
    return LoadedRecords(records, left, frozenset(FILE_MODELS) - lost.keys(), frozenset(faulty), lost, tuple(problems))


def _codes_in(parts: Iterable[YamlValue]) -> Iterator[str]:
    """Yield the codes of what `parts` list, as written and as codes are written; "" for an entry without one.

    A text where an entry belongs is as likely its code.
    """
    for part in parts:
        if isinstance(part, str):
            yield from {part, slug(part)} - {""}
        elif isinstance(part, dict):
            code = part.get("id", part.get("code", ""))
            yield from {code, slug(code)} if isinstance(code, str) else {""}
            yield from _codes_in(value for value in part.values() if isinstance(value, list))
        else:
            yield from _codes_in(one for one in part if isinstance(one, dict))


def _empty_record(name: str) -> schema.Record:
    """Return an empty record for a file of which nothing could be taken."""
    match name:
        case "plan.yaml":
            decision = schema.DecisionRecord.model_construct(issuer=None)
            return schema.PlanFile.model_construct(
                title="", year=2000, province="", time_zone="", coordinator=None, addressee=None,
                decision=decision, periods=(), policy=schema.PolicyRecord(),
            )  # fmt: skip
        case "agencies.yaml":
            return schema.AgenciesFile(departments=(), communes=schema.CommunesRecord(list=()))
        case "indices.yaml":
            return schema.IndicesFile.model_construct(annex=None, indices=())
        case "tasks.yaml":
            return schema.TasksFile.model_construct(annex=None, sections=())
        case "duties.yaml":
            return schema.DutiesFile(duties=())
        case "provisions.yaml":
            return schema.ProvisionsFile(parts=())
        case _:
            return FILE_MODELS[name]()
