"""What editors are told of the plan's files: a JSON Schema (2020-12) a file, out of the models of `schema`.

The schemas describe the files as YAML 1.2 reads them, because that is what editors see: `true` is a truth value, `2026`
a number, a blank value nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from papi_cli.plan.editors.descriptions import CHOICE_TITLES, RECORD_DESCRIPTIONS
from papi_cli.plan.files.schema import Record


def json_schema_of(model: type[Record]) -> Mapping[str, Any]:
    """Return what a file of kind `model` may say, as JSON Schema with Vietnamese titles and descriptions."""
    return model.model_json_schema(schema_generator=_EditorSchemaGenerator)


def _key_description(model: type[Record], key: str) -> str:
    """Return the sentence on a key, which stands with the record that brings the key in."""
    return next(
        RECORD_DESCRIPTIONS[one].keys[key]
        for one in model.__mro__
        if one in RECORD_DESCRIPTIONS and key in RECORD_DESCRIPTIONS[one].keys
    )


class _EditorSchemaGenerator(GenerateJsonSchema):
    """pydantic's generator, with the words of `words` in place of names and docstrings, and with blanks as papi takes them."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Return the whole schema, each choice under its own title."""
        made = {"$schema": self.schema_dialect, **super().generate(schema, mode)}
        for choice, title in CHOICE_TITLES.items():
            if choice.__name__ in made.get("$defs", {}):
                made["$defs"][choice.__name__]["title"] = title
                del made["$defs"][choice.__name__]["description"]
        return made

    def normalize_name(self, name: str) -> str:
        """Call a definition by what it describes: `Task`, not `TaskRecord`."""
        return super().normalize_name(name).removesuffix("Record")

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002  # pydantic's own parameters
        """Keep the order of the models."""
        return value

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # the same
        """Keep pydantic from making titles out of the names of keys."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a record with its title and a sentence on every key."""
        model = schema["cls"]
        made = {key: said for key, said in super().model_schema(schema).items() if key not in {"title", "description"}}
        for key, said in made["properties"].items():
            said["description"] = _key_description(model, key)
        return {"title": RECORD_DESCRIPTIONS[model].title, **made}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave out the null: such a key is left out where it has no value, it is never blank."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Tell the defaults that say something; a text that may be empty may be blank."""
        made = super().default_schema(schema)
        if made.get("default") in (None, "", []):
            made.pop("default", None)
        if schema.get("default") == "":
            made["type"] = ["string", "null"]
        return made
