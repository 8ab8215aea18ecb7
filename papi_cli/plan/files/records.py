"""The files that make up a plan, and their records, loaded as far as they are valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from papi_cli.plan.files import schema
from papi_cli.plan.files.names import AMENDMENTS, OPTIONAL_FILES, PLAN_FILES, amendment_of
from papi_cli.plan.files.validation import validate
from papi_cli.plan.files.yamltext import YamlDocument, YamlValue
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import slug

if TYPE_CHECKING:
    from papi_cli.plan.files.amendment_schema import AmendmentFile  # imported only for a plan that is amended

_MODELS: tuple[type[schema.Record], ...] = (
    schema.PlanFile,
    schema.AgenciesFile,
    schema.IndicesFile,
    schema.TasksFile,
    schema.DutiesFile,
    schema.ProvisionsFile,
    schema.CalendarFile,
    schema.ErrataFile,
    schema.ScoresFile,
    schema.CarriedFile,
)

FILE_MODELS: Mapping[str, type[schema.Record]] = dict(zip(PLAN_FILES, _MODELS, strict=True))


class Records(NamedTuple):
    """The record of each file, under the name of the file; the amendments by code, in the order in which they apply."""

    plan: schema.PlanFile
    agencies: schema.AgenciesFile
    indices: schema.IndicesFile
    tasks: schema.TasksFile
    duties: schema.DutiesFile
    provisions: schema.ProvisionsFile
    calendar: schema.CalendarFile
    errata: schema.ErrataFile
    scores: schema.ScoresFile
    carried: schema.CarriedFile
    amendments: Mapping[str, AmendmentFile] = MappingProxyType({})


class LoadedRecords(NamedTuple):
    """The result of `load_records`; `documents` are those from which the records were made.

    `unreadable_files` are those from which nothing could be loaded, `faulty_files` those with any problem. `lost_codes`
    gives, for each file that was read, the codes of the parts that were cut out as faulty, "" for a part without a
    readable code.
    """

    records: Records
    documents: Mapping[str, YamlDocument]
    unreadable_files: frozenset[str]
    faulty_files: frozenset[str]
    lost_codes: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def load_records(documents: Mapping[str, YamlDocument]) -> LoadedRecords:
    """Load the records of `documents` (by file name) that are valid; files of FILE_MODELS may be missing or faulty.

    A document without any text stands for an optional file that the plan does without. Amendments are the documents of
    the names `amendments/<code>.yaml`; one without any text could not be read.
    """
    problems: list[Problem] = []
    faulty: set[str] = set()
    loaded: dict[str, schema.Record] = {}
    sound: dict[str, YamlDocument] = {}
    lost: dict[str, frozenset[str]] = {}
    models = {**FILE_MODELS, **_amendment_models(documents)}
    for name, model in models.items():
        if name not in documents:
            continue
        if name not in FILE_MODELS and not documents[name].text:
            continue
        if name in OPTIONAL_FILES and not documents[name].text:
            sound[name], lost[name] = documents[name], frozenset()
            continue
        if problem := _older_form(name, documents[name]):
            problems.append(problem)
            faulty.add(name)
            continue
        if name == "duties.yaml" and "plan.yaml" in faulty - sound.keys() and _is_without_does(documents[name]):
            faulty.add(name)  # the problem of plan.yaml says what both need
            continue
        validation = validate(model, documents[name])
        problems.extend(validation.problems)
        if validation.problems:
            faulty.add(name)
        if validation.record is not None:
            loaded[name] = validation.record
            sound[name] = validation.document
            lost[name] = frozenset(_codes_in(validation.removed_parts))
    records = Records(*(loaded.get(name) or _empty_record(name) for name in FILE_MODELS))  # type: ignore[arg-type]  # FILE_MODELS pairs names with models
    records = records._replace(amendments=_in_order(loaded))
    return LoadedRecords(records, sound, frozenset(models) - lost.keys(), frozenset(faulty), lost, tuple(problems))


def model_of(name: str) -> type[schema.Record]:
    """Return the model of a file of this name, of those of FILE_MODELS and of amendments."""
    return FILE_MODELS.get(name) or _amendment_models([name])[name]


def _amendment_models(documents: Iterable[str]) -> Mapping[str, type[schema.Record]]:
    """Return the model of each amendment among the documents."""
    names = sorted(name for name in documents if name.startswith(AMENDMENTS))
    if not names:
        return {}
    from papi_cli.plan.files.amendment_schema import AmendmentFile

    return dict.fromkeys(names, AmendmentFile)


def _in_order(loaded: Mapping[str, schema.Record]) -> Mapping[str, AmendmentFile]:
    """Return the amendments by code, in the order in which they apply: by effect, instant of recording, code."""
    files = {amendment_of(name): cast("AmendmentFile", record) for name, record in loaded.items() if "/" in name}
    return dict(sorted(files.items(), key=lambda entry: (*entry[1].place, entry[0])))


def is_of_older_form(documents: Mapping[str, YamlDocument]) -> bool:
    """Return whether any of the files, by name, is in the form of an earlier version."""
    return any(_older_form(name, document) for name, document in documents.items())


def _older_form(name: str, document: YamlDocument) -> Problem | None:
    """Return the one problem of a file in the form of an earlier version, None for any other."""
    tree = document.tree
    if not isinstance(tree, dict):
        return None
    if name == "plan.yaml" and "decision" in tree and "document" not in tree:
        message = "tệp viết theo dạng của bản trước: «decision» nay là «document»."
        hint = (
            "Viết «document:» có kind (Quyết định, Kế hoạch, …), number, symbol, day, issuer, title và quote: danh sách các "
            'phần nguyên văn, mỗi phần một mục {code: article-2, name: Điều 2, lines: ["…"]}. Mỗi đầu việc của duties.yaml '
            "thêm khóa «does» (report, plan, figures, other). Mẫu: papi init --empty."
        )
        return document.problem(("decision",), ProblemCode.UNKNOWN_KEY, message, hint, at_key=True)
    if name != "tasks.yaml" or "sections" not in tree or "annexes" in tree:
        return None
    message = "tệp viết theo dạng của bản trước: «annex» và «sections» nay nằm trong danh sách «annexes»."
    hint = (
        "Viết «annexes:», dưới đó một mục «- code: …» có label, title, note, columns và sections; mỗi cột viết "
        "{id: task, head: Nhiệm vụ}. Mẫu: papi init --empty."
    )
    return document.problem(("sections",), ProblemCode.UNKNOWN_KEY, message, hint, at_key=True)


def _is_without_does(document: YamlDocument) -> bool:
    """Return whether no duty of the file says what it does: the form that goes with the earlier one of plan.yaml."""
    duties = document.value(("duties",))
    return isinstance(duties, list) and not any(isinstance(duty, dict) and "does" in duty for duty in duties)


def _codes_in(parts: Iterable[YamlValue]) -> Iterator[str]:
    """Yield the codes of the records in `parts`, each as written and as a slug; "" for a record without one.

    A text in place of a record is probably its code.
    """
    for part in parts:
        if isinstance(part, str):
            yield from {part, slug(part)} - {""}
        elif isinstance(part, dict):
            code = part.get("id", part.get("code", ""))
            yield from {code, slug(code)} if isinstance(code, str) else {""}
            yield from _codes_in(value for value in part.values() if isinstance(value, list))
        else:
            yield from _codes_in(entry for entry in part if isinstance(entry, dict))


def _empty_record(name: str) -> schema.Record:
    """Return a stand-in for the record of a file from which nothing could be loaded."""
    match name:
        case "plan.yaml":
            document = schema.DocumentRecord.model_construct(issuer=None, quote=())
            return schema.PlanFile.model_construct(
                title="", year=None, span=None, province="", time_zone="", coordinator=None, addressee=None,
                document=document, cited=schema.CitedRecord(), periods=(), report=(), policy=schema.PolicyRecord(),
                words=schema.WordsRecord(),
            )  # fmt: skip
        case "agencies.yaml":
            return schema.AgenciesFile(departments=(), communes=schema.CommunesRecord(list=()))
        case "indices.yaml":
            return schema.IndicesFile.model_construct(annex=None, indices=())
        case "tasks.yaml":
            return schema.TasksFile(annexes=())
        case "duties.yaml":
            return schema.DutiesFile(duties=())
        case "provisions.yaml":
            return schema.ProvisionsFile(parts=())
        case _:
            return FILE_MODELS[name]()
