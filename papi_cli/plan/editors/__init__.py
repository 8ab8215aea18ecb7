"""JSON Schemas (2020-12) for the plan's files, generated from the models of `schema`, for editors.

They describe the files as YAML 1.2 reads them, since that is what editors see: `true` is a boolean, `2026` a number, a
blank value null. What the plan's own ids are is a suggestion (`examples`) and never a demand: a plan gains ids between two
runs of `papi schema`, and an editor must not underline what papi accepts. `papi check` alone refuses an id (P201).

They keep to what strict validators take (ajv's strict mode): one type to a schema, and keywords of that type only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from papi_cli.plan.editors.descriptions import CHOICE_TITLES, RECORD_DESCRIPTIONS, REFERENCE_TITLES
from papi_cli.plan.editors.references import Reference, reference_of
from papi_cli.plan.files.amendment_schema import AmendmentFile
from papi_cli.plan.files.records import FILE_MODELS
from papi_cli.plan.files.schema import Record

# The models of the plan's files by their names; all amendments have one schema.
SCHEMA_MODELS: Mapping[str, type[Record]] = {**FILE_MODELS, "amendment.yaml": AmendmentFile}

_NO_IDS: Mapping[Reference, Sequence[str]] = {}


def json_schema_of(model: type[Record], ids: Mapping[Reference, Sequence[str]] = _NO_IDS) -> Mapping[str, Any]:
    """Return the JSON Schema of a file of type `model`, with Vietnamese titles and descriptions.

    Where a key names something of the plan, the `ids` of that kind are suggested.
    """
    document: dict[str, Any] = model.model_json_schema(schema_generator=_EditorSchemaGenerator)
    records = {_definition_name(record.__name__): record for record in RECORD_DESCRIPTIONS}
    # By name: pydantic's own order depends on where classes lie in memory.
    definitions: dict[str, Any] = dict(sorted(document.get("$defs", {}).items()))
    parts = [(model, document), *((records[name], part) for name, part in definitions.items() if name in records)]
    for record, part in parts:
        for key, field in part["properties"].items():
            reference = reference_of(record, key)
            if reference is not None and ids.get(reference):
                named = _point_to(field, reference)
                definitions.setdefault(
                    reference, {"title": REFERENCE_TITLES[reference], **named, "examples": [*ids[reference]]}
                )
    if definitions:
        document["$defs"] = dict(sorted(definitions.items()))
    return document


def _point_to(field: dict[str, Any], reference: Reference) -> Mapping[str, Any]:
    """Put a reference to the definition of an id where `field` describes one, and return that description."""
    pointer = {"$ref": f"#/$defs/{reference}"}
    named: Mapping[str, Any]
    if isinstance(field.get("additionalProperties"), dict):
        return _point_to(field["additionalProperties"], reference)
    if "items" in field:
        named, field["items"] = field["items"], pointer
    elif "anyOf" in field:
        named, *blank = field["anyOf"]
        field["anyOf"] = [pointer, *blank]
    else:
        named = {key: value for key, value in field.items() if key not in {"description", "default"}}
        others = {key: value for key, value in field.items() if key not in named}
        field.clear()
        field |= pointer | others
    return named


def _definition_name(name: str) -> str:
    return name.removesuffix("Record")


def _key_description(model: type[Record], key: str) -> str:
    """Return the description of a key, which belongs to the record type that first defines it."""
    return next(
        RECORD_DESCRIPTIONS[base].keys[key]
        for base in model.__mro__
        if base in RECORD_DESCRIPTIONS and key in RECORD_DESCRIPTIONS[base].keys
    )


class _EditorSchemaGenerator(GenerateJsonSchema):
    """pydantic's generator, with titles and descriptions from `descriptions`, and blank values as papi accepts them."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Return the whole schema, with the title of each choice."""
        document = {"$schema": self.schema_dialect, **super().generate(schema, mode)}
        for choice, title in CHOICE_TITLES.items():
            if choice.__name__ in document.get("$defs", {}):
                document["$defs"][choice.__name__]["title"] = title
                del document["$defs"][choice.__name__]["description"]
        return document

    def normalize_name(self, name: str) -> str:
        """Return the name of a definition without `Record`: `Task` for `TaskRecord`."""
        return _definition_name(super().normalize_name(name))

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002  # pydantic's own parameters
        """Return the value as it is: keys stay in the order of the models."""
        return value

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # the same
        """Return False: no titles made from the names of keys."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a record with its title and a description of every key."""
        model = schema["cls"]
        generated = super().model_schema(schema)
        record = {key: value for key, value in generated.items() if key not in {"title", "description"}}
        for key, field in record["properties"].items():
            field["description"] = _key_description(model, key)
        return {"title": RECORD_DESCRIPTIONS[model].title, **record}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the schema without null: a key without a value is left out, never blank."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema with its default, unless that is empty; a text that may be empty may also be blank."""
        field = super().default_schema(schema)
        if field.get("default") in (None, "", []):
            field.pop("default", None)
        if schema.get("default") == "":
            text = {key: field.pop(key) for key in tuple(field)}
            field["anyOf"] = [text, {"type": "null"}]
        return field
