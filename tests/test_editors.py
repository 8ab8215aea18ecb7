"""The schemas for editors: current, complete, and in agreement with papi by the verdict of a second validator.

papi reads every scalar as text; an editor reads YAML 1.2, where `true`, `2026` and a blank are no text. The second
validator (jsonschema) is therefore given what ruamel.yaml's own loader makes of the same characters.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from papi_cli.cli.program.door import main
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.editors import SCHEMA_MODELS
from papi_cli.plan.editors.descriptions import CHOICE_TITLES, RECORD_DESCRIPTIONS, REFERENCE_TITLES
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.schema import ID_PATTERN, Record
from papi_cli.plan.files.validation import unquoted_scalars, validate
from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.problems import ProblemCode
from tests.test_problems import example_of
from tests.test_validation import CASES
from tests.tree import CHECKOUT, NEW_PLAN, PLAN, SHIPPED_FILES, copied, edited, minimal, planted

SCHEMAS = PLAN / "schema"
MINIMAL = CHECKOUT / "tests" / "minimal"


class _Core(SafeConstructor):
    """A loader that leaves days as text, as the core schema of YAML 1.2 and editors do; ruamel.yaml makes dates."""


_Core.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


@cache
def as_editors_read(text: str) -> Any:  # noqa: ANN401  # whatever YAML holds
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Core
    return yaml.load(text)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def schema_in(folder: Path, name: str) -> dict[str, Any]:
    schema = json.loads((folder / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    assert isinstance(schema, dict)
    return schema


def committed(name: str) -> dict[str, Any]:
    return schema_in(SCHEMAS, name)


def suggestions(schema: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what a schema suggests, by the name of the definition."""
    return {name: part["examples"] for name, part in schema.get("$defs", {}).items() if "examples" in part}


def without_suggestions(schema: Any) -> Any:  # noqa: ANN401  # any part of a schema
    """Return a schema in which the definitions that suggest are put where they are used, without what they suggest."""
    named = {
        f"#/$defs/{name}": {key: value for key, value in part.items() if key not in {"title", "examples"}}
        for name, part in schema["$defs"].items()
        if "examples" in part
    }

    def inlined(part: Any) -> Any:  # noqa: ANN401  # the same
        if isinstance(part, list):
            return [inlined(inner) for inner in part]
        if not isinstance(part, dict):
            return part
        own = {key: inlined(value) for key, value in part.items() if not (key == "$ref" and value in named)}
        return {**named.get(part.get("$ref", ""), {}), **own}

    kept = {name: part for name, part in schema["$defs"].items() if "examples" not in part}
    return inlined({**schema, "$defs": kept})


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FormatChecker(("date",)))


def editors_accept(name: str, text: str) -> bool:
    return validator(committed(name)).is_valid(as_editors_read(text))


def papi_accepts(model: type[Record], text: str) -> bool:
    """Tell whether papi accepts the shape of a file, unquoted codes included."""
    return not list(shape_problems(model, text))


def shape_problems(model: type[Record], text: str) -> Iterator[ProblemCode]:
    document, problems = read_yaml("x.yaml", text.encode())
    assert isinstance(document, YamlDocument), text
    assert not problems, text
    yield from (problem.code for problem in validate(model, document).problems)
    yield from (problem.code for problem in unquoted_scalars(model, document))


# What is committed


def test_the_committed_schemas_are_current(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Written anew by `papi schema`, beside a copy of the shipped plan."""
    folder = planted(tmp_path) / "plan" / "schema"
    shutil.rmtree(folder, ignore_errors=True)
    assert main(["schema", "--plan", str(tmp_path)]) == 0
    assert contents(folder) == contents(SCHEMAS)
    assert {Path(name).stem for name in contents(folder)} == {Path(name).stem for name in SCHEMA_MODELS}
    out, err = capfdbinary.readouterr()
    assert (out, err.decode()) == (b"", f"Đã ghi {len(SCHEMA_MODELS)} tệp vào {folder}.\n")
    assert main(["schema", "--plan", str(tmp_path)]) == 0
    assert contents(folder) == contents(SCHEMAS)


def test_in_another_folder_they_are_those_of_any_plan(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "moi" / "schema"
    assert main(["schema", "-o", str(folder)]) == 0
    assert capfdbinary.readouterr().err.decode() == f"Đã ghi {len(SCHEMA_MODELS)} tệp vào {folder}.\n"
    assert contents(folder).keys() == contents(SCHEMAS).keys()
    for name in SCHEMA_MODELS:
        assert suggestions(schema_in(folder, name)) == {}
        assert without_suggestions(committed(name)) == without_suggestions(schema_in(folder, name))


def test_a_file_in_the_way_is_reported(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "tep").write_text("x")
    assert main(["schema", "-o", str(tmp_path / "tep")]) == 3
    message = f"Không tạo được thư mục {tmp_path / 'tep'}: đã có tệp cùng tên.\n"
    assert capfdbinary.readouterr() == (b"", message.encode())


def test_the_copy_inside_the_wheel_is_never_written_to(tmp_path: Path) -> None:
    package = tmp_path / "installed" / "papi_cli"
    copied(CHECKOUT / "papi_cli", package)
    copied(PLAN, package / "shipped" / "plan", "schema")
    command = [sys.executable, "-m", "papi_cli", "schema"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PAPI_PLAN": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode() == (
        "Kế hoạch đi kèm chương trình chỉ để đọc. Chạy «papi init THƯ_MỤC» để có bản của mình, hoặc chọn thư mục khác"
        " bằng -o.\n"
    )
    assert not (package / "shipped" / "plan" / "schema").exists()


@pytest.mark.parametrize("name", SCHEMA_MODELS)
def test_each_is_json_schema_2020_12(name: str) -> None:
    schema = committed(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("folder", [PLAN, MINIMAL], ids=["plan", "minimal"])
@pytest.mark.parametrize("name", SHIPPED_FILES)
def test_each_file_names_its_own(folder: Path, name: str) -> None:
    first, *others = (folder / name).read_text(encoding="utf-8").splitlines()
    assert first == f"# yaml-language-server: $schema=schema/{Path(name).stem}.json"
    assert not [line for line in others if "yaml-language-server" in line]
    assert (SCHEMAS / f"{Path(name).stem}.json").is_file()


@pytest.mark.parametrize("argv", [(), NEW_PLAN], ids=["plan", "new"])
def test_a_new_repository_has_them(tmp_path: Path, argv: tuple[str, ...]) -> None:
    assert main(["init", *argv, str(tmp_path)]) == 0
    written = contents(tmp_path / "plan" / "schema")
    assert written.keys() == contents(SCHEMAS).keys()
    assert main(["schema", "--plan", str(tmp_path)]) == 0
    assert contents(tmp_path / "plan" / "schema") == written, "those of the plan that lies there"
    assert (written == contents(SCHEMAS)) == (not argv)


# What they suggest


def loaded(folder: Path, name: str) -> Any:  # noqa: ANN401  # whatever YAML holds
    return as_editors_read((folder / name).read_text(encoding="utf-8"))


def codes(records: Any, *inner: str) -> list[str]:  # noqa: ANN401  # lists of mappings
    """Return the codes of the records and, right behind each, of those that its keys `inner` hold."""
    return [
        code
        for record in records
        for code in (record["code"], *(code for key in inner for code in codes(record.get(key, ()), *inner)))
    ]


def expected_suggestions(folder: Path) -> dict[str, list[str]]:
    """Return the ids of a plan, read from its files the second way."""
    agencies, indices = loaded(folder, "agencies.yaml"), loaded(folder, "indices.yaml")["indices"]
    own = [
        agency["id"]
        for part in (agencies["departments"], agencies.get("bodies", []), agencies["communes"]["list"])
        for agency in part
    ]
    rows = codes(indices, "components", "sub_items")
    provisions = codes(loaded(folder, "provisions.yaml")["parts"], "points")
    sections = [section for annex in loaded(folder, "tasks.yaml")["annexes"] for section in annex["sections"]]
    tasks = [code for section in sections for code in codes(section["tasks"])]
    items = [
        code
        for section in sections
        for task in section["tasks"]
        for code in [f"{task['code']}/{own['code']}" for own in task.get("milestones", ())] or [task["code"]]
    ]
    duties = codes(loaded(folder, "duties.yaml")["duties"])
    parts = codes(loaded(folder, "plan.yaml")["document"]["quote"])
    return {
        "AgencyId": own,
        "AgencyOrGroupId": [*(group["id"] for group in agencies.get("groups", [])), *own],
        "PeriodId": [period["id"] for period in loaded(folder, "plan.yaml")["periods"]],
        "ProvisionCode": provisions,
        "IndexCode": codes(indices),
        "RowCode": rows,
        "CitedCode": [*parts, *provisions],
        "Place": ["document", *parts, "annex-1", "annex-2", *rows, *tasks, *provisions, *duties],
        "ItemCode": [*duties, *items],
        "TaskOrItemCode": [*duties, *tasks, *items],
        "ChangedCode": [*duties, *tasks, *items, *(period["id"] for period in loaded(folder, "plan.yaml")["periods"])],
        "AnnexCode": ["annex-2"],
    }


# The keys that name what is defined elsewhere, listed by hand from the contract of the files.
NAMING = {
    "AgencyId": {
        ("PlanFile", "coordinator"), ("PlanFile", "addressee"), ("Document", "issuer"), ("Agency", "superior"),
        ("Milestone", "issuer"), ("Interpretation", "concerns"), ("Agency", "successor"), ("Successor", "agency"),
        ("AmendingDocument", "issuer"), ("ProductChange", "issuer"), ("CarriedItem", "issuer"), ("Known", "agencies"),
        ("CarriedGroup", "members"),
    },
    "AgencyOrGroupId": {
        ("Group", "members"), ("FollowedRow", "lead"), ("FollowedRow", "cooperating"), ("Component", "lead"),
        ("Component", "cooperating"), ("Index", "lead"), ("Index", "cooperating"), ("Task", "lead"), ("Task", "cooperating"),
        ("Task", "roles"), ("Duty", "agencies"), ("Provision", "binds"),
        ("AgenciesChange", "was"), ("AgenciesChange", "is"), ("CarriedItem", "agencies"),
    },
    "PeriodId": {("Interpretation", "period"), ("Duty", "period")},
    "ProvisionCode": {("Period", "source"), ("Duty", "source")},
    "CitedCode": {("Cited", key) for key in ("follow_up", "reports", "difficulties", "support")},
    "IndexCode": {("Section", "index"), ("Provision", "index"), ("IndexScore", "index")},
    "RowCode": {("RowQuote", "merged_with")},
    "Place": {("Erratum", "places")},
    "ItemCode": {
        ("Milestone", "anchor"), ("Task", "anchor"), ("Duty", "anchor"), ("DueChange", "anchor"), ("TakenUp", "by"),
    },
    "TaskOrItemCode": {("Successor", "takes"), ("Added", "after"), ("Added", "to")},
    "AnnexCode": {("Added", "annex")},
    "ChangedCode": {
        (f"{kind}Change", "of") for kind in ("Due", "Agencies", "Product", "Text", "Number")
    } | {("Dropped", "of"), ("Split", "of")},
}  # fmt: skip
# Those that define: what they say is new.
DEFINING = {
    ("Period", "id"),
    ("Agency", "id"),
    ("Group", "id"),
    ("CarriedGroup", "id"),
    ("Milestone", "code"),
    ("Duty", "code"),
    ("DocumentPart", "code"),
    ("ReportSection", "id"),
    ("Annex", "code"),
    ("TaskAnnex", "code"),
    ("Column", "id"),
}


def keys_of(name: str) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Yield each key of a file's records, with its schema."""
    schema = committed(name)
    for record, part in ((SCHEMA_MODELS[name].__name__, schema), *schema["$defs"].items()):
        for key, field in part.get("properties", {}).items():
            yield (record, key), field


def test_every_key_that_names_something_suggests_what_there_is() -> None:
    naming: dict[str, set[tuple[str, str]]] = {definition: set() for definition in NAMING}
    defining = set()
    for name in SCHEMA_MODELS:
        for place, field in keys_of(name):
            for definition in {part["$ref"].split("/")[-1] for part in parts(field) if "$ref" in part} & NAMING.keys():
                naming[definition].add(place)
            if any(part.get("pattern") == ID_PATTERN for part in parts(field)):
                defining.add(place)
    assert naming == NAMING
    assert defining == DEFINING, "every other key with the form of an id points to a definition"


@pytest.mark.parametrize("plant", [planted, minimal])
def test_they_suggest_the_ids_of_the_plan_beside_them(tmp_path: Path, plant: Callable[[Path], Path]) -> None:
    assert main(["schema", "--plan", str(plant(tmp_path))]) == 0
    expected = {name: ids for name, ids in expected_suggestions(tmp_path / "plan").items() if ids}
    suggested: dict[str, list[str]] = {}
    for name in SCHEMA_MODELS:
        for definition, ids in suggestions(schema_in(tmp_path / "plan" / "schema", name)).items():
            assert suggested.setdefault(definition, ids) == ids
    assert suggested == expected


def test_a_new_agency_is_no_fault_before_papi_schema_and_suggested_after_it(tmp_path: Path) -> None:
    edits = (
        ("agencies.yaml", "departments:\n", "departments:\n  - {id: so-moi, name: Sở Mới}\n"),
        ("plan.yaml", "coordinator: so-noi-vu", "coordinator: so-moi"),
    )
    files = edited(edits)
    root = planted(tmp_path, *edits)
    assert editors_accept("plan.yaml", files["plan.yaml"])
    assert main(["schema", "--plan", str(root)]) == 0
    assert suggestions(schema_in(root / "plan" / "schema", "plan.json"))["AgencyId"][0] == "so-moi"


@pytest.mark.parametrize("broken", ["", "departments: [\n", "departments:\n  - {id: so-noi-vu}\n"])
def test_a_faulty_file_costs_its_own_suggestions_only(tmp_path: Path, broken: str) -> None:
    root = planted(tmp_path)
    (root / "plan" / "agencies.yaml").write_text(broken, encoding="utf-8")
    assert main(["schema", "--plan", str(root)]) == 0
    written = suggestions(schema_in(root / "plan" / "schema", "duties.json"))
    assert written == {name: ids for name, ids in suggestions(committed("duties.yaml")).items() if "Agency" not in name}


# Strict validators

# What ajv refuses in its strict mode, https://ajv.js.org/strict-mode.html; each rule with its heading there. Its further
# rules are about keywords that are not in use here, and so unknown to this list.
FREE = {"$schema", "$defs", "$ref", "title", "description", "default", "examples", "anyOf", "enum", "type"}
TYPE_OF = {
    **dict.fromkeys(("pattern", "minLength", "maxLength", "format"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMaximum"), "number"),
    **dict.fromkeys(("properties", "required", "additionalProperties"), "object"),
    "items": "array",
}


def strict_faults(part: Mapping[str, Any], around: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the name of each rule that a schema breaks; `around` are the types that the schema around it names."""
    own = part.get("type", ())
    if not isinstance(own, str) and own:
        yield "union types"
    named = frozenset([own] if isinstance(own, str) else own)
    if around and not named <= around:
        yield "contradictory types"
    types = {*(named or around), *({"number"} if "integer" in named else ())}
    for key in part.keys() - FREE:
        if key not in TYPE_OF:
            yield "unknown keywords"
        elif TYPE_OF[key] not in types:
            yield "applicable types"
    if part.get("format", "date") != "date":
        yield "unknown formats"
    if set(part.get("required", ())) - part.get("properties", {}).keys():
        yield "defined required properties"
    for inner in part.get("anyOf", ()):
        yield from strict_faults(inner, named or around)
    items = (part["items"],) if "items" in part else ()
    for inner in (*part.get("properties", {}).values(), *part.get("$defs", {}).values(), *items):
        yield from strict_faults(inner)


@pytest.mark.parametrize("name", SCHEMA_MODELS)
def test_strict_validators_take_each(tmp_path: Path, name: str) -> None:
    assert list(strict_faults(committed(name))) == []
    assert main(["schema", "-o", str(tmp_path)]) == 0
    assert list(strict_faults(schema_in(tmp_path, name))) == []


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ({"type": ["string", "null"]}, "union types"),
        ({"type": "object", "properties": {"a": {"type": ["integer", "string"]}}}, "union types"),
        ({"type": "string", "anyOf": [{"type": "integer"}]}, "contradictory types"),
        ({"type": "string", "minimum": 0}, "applicable types"),
        ({"anyOf": [{"pattern": "x"}]}, "applicable types"),
        ({"type": "array", "items": {"anyOf": [{"minLength": 1}]}}, "applicable types"),
        ({"type": "string", "enumDescriptions": []}, "unknown keywords"),
        ({"$defs": {"A": {"type": "string", "format": "day"}}}, "unknown formats"),
        ({"type": "object", "properties": {}, "required": ["a"]}, "defined required properties"),
    ],
)
def test_the_strict_rules_can_fail(schema: dict[str, Any], rule: str) -> None:
    assert list(strict_faults(schema)) == [rule]


# Their words


TITLES = {
    *(words.title for words in RECORD_DESCRIPTIONS.values()),
    *CHOICE_TITLES.values(),
    *REFERENCE_TITLES.values(),
}


def records(model: type[Record] = Record) -> Iterator[type[Record]]:
    for subclass in model.__subclasses__():
        if subclass.__module__.startswith("papi_cli.plan.files."):
            yield subclass
            yield from records(subclass)


def definition_of(model: type[Record]) -> str:
    return model.__name__.removesuffix("Record")


def test_every_key_has_a_description_and_every_description_a_key() -> None:
    brought_in = {
        model.__name__: {field.alias or name for name, field in model.model_fields.items() if name in own}
        for model in records()
        for own in (vars(model).get("__annotations__", ()),)
    }
    assert {model.__name__: set(words.keys) for model, words in RECORD_DESCRIPTIONS.items()} == brought_in


def parts(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # any part of a schema
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(inner)


@pytest.mark.parametrize("name", SCHEMA_MODELS)
def test_every_record_is_closed_titled_and_described(name: str) -> None:
    schema = committed(name)
    for part in (schema, *schema["$defs"].values()):
        assert part["title"] in TITLES
        assert "description" not in part, "an English docstring"
    for part in parts(schema):
        if part.get("type") == "object" and "properties" in part:
            assert part["additionalProperties"] is False
            assert all(key["description"].endswith(".") for key in part["properties"].values())


def test_every_title_and_choice_is_used() -> None:
    used = {
        part["title"] for name in SCHEMA_MODELS for part in parts(committed(name)) if isinstance(part.get("title"), str)
    }
    assert used == TITLES


# Agreement with papi: whole files


@pytest.mark.parametrize("folder", [PLAN, MINIMAL], ids=["plan", "minimal"])
@pytest.mark.parametrize("name", SHIPPED_FILES)
def test_both_accept_what_is_shipped(folder: Path, name: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert editors_accept(name, text)
    assert papi_accepts(FILE_MODELS[name], text)


def test_both_accept_an_amendment_of_every_kind() -> None:
    text = (CHECKOUT / "tests" / "amendments" / "1234-qd-ubnd.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/amendment.json\n")
    others = (
        "drop: {of: II.2/bao-cao}",
        "cooperating: {of: III.1, was: [so-y-te], is: [so-noi-vu], cell: }",
        "text: {of: III.1, is: }",
    )
    text += "".join(f"  - {change}\n" for change in others)
    assert {kind for change in as_editors_read(text)["changes"] for kind in change} - {"source"} == {*AmendmentKind}
    assert editors_accept("amendment.yaml", text)
    assert papi_accepts(SCHEMA_MODELS["amendment.yaml"], text)
    assert not editors_accept("amendment.yaml", text.replace('number: "1234"', "number: 12/QĐ", 1))
    assert not editors_accept("amendment.yaml", text.replace("was: [so-y-te]", "wass: [so-y-te]", 1))


@pytest.mark.parametrize("code", [code.value for code in ProblemCode if code.startswith("P10")])
def test_both_refuse_the_examples_of_the_catalogue(code: str) -> None:
    edits = example_of(code)["edits"]
    assert isinstance(edits, list)
    for name, text in edited(tuple((Path(file).name, old, new) for file, old, new in edits)).items():
        assert code in list(shape_problems(SCHEMA_MODELS[name], text))
        assert not editors_accept(name, text)


@pytest.mark.parametrize("case", [case for case in CASES if case != "true in another spelling"])
def test_both_refuse_every_case_of_validation(case: str) -> None:
    ((name, text),) = edited((CASES[case].edit,)).items()
    assert not papi_accepts(SCHEMA_MODELS[name], text)
    assert not editors_accept(name, text)


# Agreement with papi: every key of every record, with every kind of value

WRITTEN = (
    "", '""', "''", '" "', "x", "Sở Nội vụ", "so-noi-vu", "So-noi-vu", "so--noi-vu", '"a\\n"',
    "true", "false", "True", "FALSE", '"true"', '"false\\n"', "yes", "~", "null", '"null"', "none", "next", "sent", "any",
    "commune", "typo", "P304", "P999", "Asia/Ho_Chi_Minh", "Sao/Hoa",
    "0", "15", "0015", "00015", "+15", "-15", "15.0", "1e1", "0xF", "9999", "10000", '"15"', '"15\\n"', '"10000"',
    "2026", "02026", "+2026", "2026.0", "0x7EA", "1999", "2100", '"2026"', '"2026\\n"', '"1999"',
    "4.2", '"4.2"', "03664", '"03664"', '"03664\\n"', "3664", ".inf",
    "2026-02-16", '"2026-02-16"', "2026-04-31", "2026-2-16", "16/2/2026", "0000-01-01", '"2026-02-16\\n"',
    "[]", "[[]]", "[x]", "[so-noi-vu]", "[Sở]", "['']", "[2026]", "[4.2]", "[~]", "[true]", "[{}]", "[{x: y}]",
    "{}", "{x: y}",
)  # fmt: skip


def is_text(spelling: str) -> bool:
    """Tell whether YAML 1.2 reads a value written so as text that is not empty."""
    value = as_editors_read(f"x: {spelling}\n")["x"]
    return isinstance(value, str) and value != ""


# The keys of each kind, listed by hand, since the schema is what is tested.
FLAGS = {
    ("Column", "role"),
    ("Group", "open"),
    ("CarriedItem", "asked"),
    ("Duty", "asked"),
    ("Provision", "asked"),
    ("Task", "yearly"),
    ("Milestone", "yearly"),
    ("DueChange", "yearly"),
}
YEARS = {("PlanFile", "year"), ("YearScores", "year")}
NUMBERS = {("Policy", "due_soon_days"), ("Policy", "backdated_days")}
POINTS = {("IndexScore", "points"), ("YearScores", "total")}
TIME_ZONES = {("PlanFile", "time_zone")}
BLANK_DAYS = {
    ("Document", "day"),
    ("Agency", "since"),
    ("Agency", "until"),
    ("CarriedItem", "until"),
    ("Known", "until"),
}
IDS = {
    ("Interpretation", "period"), ("Document", "issuer"), ("Period", "id"), ("PlanFile", "coordinator"),
    ("PlanFile", "addressee"), ("Agency", "id"), ("Agency", "superior"), ("Agency", "successor"), ("Group", "id"), ("CarriedGroup", "id"),
    ("Successor", "agency"),
    ("Milestone", "code"), ("Milestone", "issuer"), ("Duty", "code"), ("Duty", "period"),
    ("Annex", "code"), ("TaskAnnex", "code"), ("Column", "id"), ("DocumentPart", "code"), ("ReportSection", "id"),
    ("AmendingDocument", "issuer"), ("ProductChange", "issuer"), ("Added", "annex"), ("CarriedItem", "issuer"),
}  # fmt: skip
ROW_CODES = {("FollowedRow", "code"), ("Index", "code"), ("Component", "code"), ("Task", "code"), ("EarlierPlan", "id")}
COMMUNE_CODES = {("Agency", "code")}
BLANK_TEXTS = {
    (definition_of(model), key)
    for model in RECORD_DESCRIPTIONS
    for key, field in model.keys_of_file().items()
    if field.default == ""
}

BLANK_CELLS = {
    ("DueChange", "cell"),
    ("AgenciesChange", "cell"),
    ("ProductChange", "cell"),
    ("TextChange", "is"),
    ("NumberChange", "is"),
}

# Every known difference between the two: why, which keys, which spellings. papi is always the stricter one: an editor
# never underlines what papi accepts.
DIFFERENCES = (
    ("YAML has more spellings of true and false; papi takes one", FLAGS, ("True", "FALSE")),
    ("a year is four digits; to YAML these are 2026 too", YEARS, ("02026", "+2026", "2026.0", "0x7EA")),
    (
        "a number is one to four digits; to YAML these are small whole numbers too",
        NUMBERS,
        ("00015", "+15", "15.0", "1e1", "0xF", "02026", "03664", "+2026", "2026.0", "0x7EA"),
    ),
    (
        "which time zones there are is no matter of form",
        TIME_ZONES,
        tuple(spelling for spelling in WRITTEN if is_text(spelling) and spelling != "Asia/Ho_Chi_Minh"),
    ),
    (
        "~ and null are blank to YAML; to papi they are characters, and no day or block",
        BLANK_DAYS | {("CarriedItem", "taken_up")},
        ("~", "null"),
    ),
    (
        "the same; papi takes them for text and warns that others will not (P106)",
        BLANK_TEXTS | BLANK_CELLS,
        ("~", "null"),
    ),
    (
        "the $ of Python, which jsonschema uses, holds before a last line break too; papi's and the editors' does not",
        IDS,
        tuple(spelling for spelling in WRITTEN if "\\n" in spelling),
    ),
    (
        "points are one or two digits and decimals; YAML has more ways to write 15",
        POINTS,
        ("0015", "00015", "+15", "1e1", "0xF"),
    ),
    ("the same as for ids", POINTS, ('"15\\n"',)),
    ("the same", ROW_CODES, tuple(spelling for spelling in WRITTEN if "\\n" in spelling)),
    (
        "the same",
        {("Document", "number"), ("AmendingDocument", "number")},
        ('"a\\n"', '"15\\n"', '"2026\\n"', '"03664\\n"'),
    ),
    ("the same", COMMUNE_CODES, ('"03664\\n"',)),
    ("the same", FLAGS, ('"false\\n"',)),
    ("the same", YEARS, ('"2026\\n"',)),
    ("the same", NUMBERS, ('"15\\n"', '"2026\\n"')),
)


def whole_schemas() -> dict[str, dict[str, Any]]:
    """Return a self-contained schema for each record, by its name."""
    schemas: dict[str, dict[str, Any]] = {}
    for name, model in SCHEMA_MODELS.items():
        schema = committed(name)
        schemas[model.__name__] = schema
        for record in schema["$defs"]:
            schemas[record] = {"$ref": f"#/$defs/{record}", "$defs": schema["$defs"]}
    return schemas


def verdicts(model: type[Record], schema: Mapping[str, Any], key: str, spelling: str) -> tuple[bool, bool]:
    """Return whether papi and whether the second validator accept a single key; missing keys do not count."""
    text = f"{key}: {spelling}\n"
    papi = not {code for code in shape_problems(model, text) if code is not ProblemCode.MISSING_KEY}
    errors = validator(schema).iter_errors(as_editors_read(text))
    return papi, all(map(is_missing_key, errors))


def is_missing_key(error: ValidationError) -> bool:
    """Return whether an error is about nothing but missing keys, of one of several forms too."""
    if error.validator != "anyOf":
        return error.validator == "required"
    forms: dict[object, list[ValidationError]] = {}
    for part in error.context or ():
        forms.setdefault(part.schema_path[0], []).append(part)
    return any(all(map(is_missing_key, parts)) for parts in forms.values())


@pytest.mark.slow
def test_editors_accept_all_that_papi_accepts_and_the_differences_are_known() -> None:
    schemas = whole_schemas()
    known = {(*key, spelling) for _, keys, spellings in DIFFERENCES for key in keys for spelling in spellings}
    differing = set()
    for model in RECORD_DESCRIPTIONS:
        for key in model.keys_of_file():
            for spelling in WRITTEN:
                papi, editors = verdicts(model, schemas[definition_of(model)], key, spelling)
                assert editors or not papi, (definition_of(model), key, spelling)
                if papi != editors:
                    differing.add((definition_of(model), key, spelling))
    assert differing == known


def test_both_require_the_same_keys_and_refuse_unknown_ones() -> None:
    schemas = whole_schemas()
    for model in RECORD_DESCRIPTIONS:
        needed = {key for key, field in model.keys_of_file().items() if field.is_required()}
        assert [*shape_problems(model, "{}")] == [ProblemCode.MISSING_KEY] * len(needed)
        errors = [*validator(schemas[definition_of(model)]).iter_errors({})]
        assert {error.message.split("'")[1] for error in errors} == needed
        assert {error.validator for error in errors} <= {"required"}
        assert verdicts(model, schemas[definition_of(model)], "khoa", "x") == (False, False)
