"""The files of a plan, and the records that they hold as far as their shape is sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papi_cli import schema
from papi_cli.problems import Problem
from papi_cli.validation import validate
from papi_cli.yamltext import Document

FILES: Mapping[str, type[schema.Record]] = {
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


class Shaped(NamedTuple):
    """What `read_records` found: `documents` are those that the records were taken from.

    `unsound` are the files of which something was cut out or could not be read.
    """

    records: Records
    documents: Mapping[str, Document]
    unsound: frozenset[str]
    problems: tuple[Problem, ...]


def read_records(documents: Mapping[str, Document]) -> Shaped:
    """Read what `documents` (by file name) say, even if some of FILES are missing or faulty."""
    problems: list[Problem] = []
    found: dict[str, schema.Record] = {}
    left: dict[str, Document] = {}
    unsound: set[str] = set()
    for name, model in FILES.items():
        shaped = validate(model, documents[name]) if name in documents else None
        if shaped is not None:
            problems.extend(shaped.problems)
        if shaped is not None and shaped.record is not None:
            found[name] = shaped.record
            left[name] = shaped.document
        if not shaped.whole if shaped else name not in OPTIONAL_FILES:
            unsound.add(name)
    records = Records(*(found.get(name) or _stand_in(name) for name in FILES))  # type: ignore[arg-type]  # FILES pairs names with models
    return Shaped(records, left, frozenset(unsound), tuple(problems))


def _stand_in(name: str) -> schema.Record:
    """Return an empty record for a file of which nothing could be taken."""
    match name:
        case "plan.yaml":
            decision = schema.Decision.model_construct(issuer=None)
            return schema.PlanFile.model_construct(
                title="", year=2000, province="", time_zone="", coordinator=None, addressee=None,
                decision=decision, periods=(), policy=schema.Policy(),
            )  # fmt: skip
        case "agencies.yaml":
            return schema.AgenciesFile(departments=(), communes=schema.Communes(list=()))
        case "indices.yaml":
            return schema.IndicesFile.model_construct(annex=None, indices=())
        case "tasks.yaml":
            return schema.TasksFile.model_construct(annex=None, sections=())
        case "duties.yaml":
            return schema.DutiesFile(duties=())
        case "provisions.yaml":
            return schema.ProvisionsFile(parts=())
        case _:
            return FILES[name]()
