"""The JSON answers of the lists, checked key by key against JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from papi_cli.cli.program.door import main
from papi_cli.log.activity import Activity
from papi_cli.log.events import encode_log
from papi_cli.log.kinds import EventKind
from papi_cli.states import Flag, State
from tests.sample import seeded_log, shipped_plan
from tests.tree import planted

Shape = dict[str, Any]

TEXT: Shape = {"type": "string", "minLength": 1}
DAY: Shape = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
COUNT: Shape = {"type": "integer", "minimum": 0}
TEXTS: Shape = {"type": "array", "items": TEXT}


def maybe(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def closed(keys: Mapping[str, Shape]) -> Shape:
    """Return an object with these keys, all of them and no other."""
    return {"type": "object", "properties": dict(keys), "required": list(keys), "additionalProperties": False}


def some(shape: Shape) -> Shape:
    return {"type": "array", "items": shape, "minItems": 1}


FILTERS = dict.fromkeys(("agencies", "groups", "cooperating", "roles", "indices", "items", "states"), TEXTS)
STATES = closed({state.value: COUNT for state in State})
RATE = closed({"on_time": COUNT, "known": COUNT, "silent": COUNT})
ENVELOPE: dict[str, Shape] = {
    "schema": TEXT,
    "as_of": DAY,
    "known_at": maybe(TEXT),
    "plan": closed(
        {
            "title": TEXT,
            "span": closed({"first": DAY, "last": DAY}),
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
    ),
    "filters": closed(FILTERS),
}
DUE = closed(
    {
        "text": maybe(TEXT),
        "kind": maybe(TEXT),
        "first": maybe(DAY),
        "last": maybe(DAY),
        "original": maybe(DAY),
        "explanation": maybe(TEXT),
    }
)
EVIDENCE: Shape = {"anyOf": [closed({"url": TEXT}), closed({"path": TEXT, "sha256": TEXT})]}
OCCURRENCE = closed({"series": TEXT, "key": TEXT, "name": TEXT})
OBLIGATION = closed(
    {
        "id": TEXT,
        "item": TEXT,
        "kind": {"enum": ["task", "duty"]},
        "source": some(TEXT),
        "index": maybe(TEXT),
        "agency": TEXT,
        "agency_name": TEXT,
        "title": TEXT,
        "product": TEXT,
        "occurrence": maybe(OCCURRENCE),
        "due": maybe(DUE),
        "state": {"enum": [state.value for state in State]},
        "flags": {"type": "array", "items": {"enum": [flag.value for flag in Flag]}},
        "activity": {"enum": [*(activity.value for activity in Activity), None]},
        "activities": {
            "type": "array",
            "items": closed({"period": TEXT, "activity": {"enum": [activity.value for activity in Activity]}}),
        },
        "anchor": maybe(closed({"item": TEXT, "agency": TEXT, "on": DAY, "document": maybe(TEXT)})),
        "days_left": maybe(COUNT),
        "days_late": maybe(COUNT),
        "done_on": maybe(DAY),
        "document": maybe(TEXT),
        "within": maybe(TEXT),
        "evidence": {"type": "array", "items": EVIDENCE},
        "extension_asked": maybe(closed({"until": DAY, "document": maybe(TEXT), "on": DAY})),
        "cooperating": {"type": "array", "items": closed({"id": maybe(TEXT), "name": TEXT})},
        "cells": {"type": "array", "items": closed({"column": TEXT, "head": TEXT, "text": {"type": "string"}})},
    }
)
READING = closed({"text": TEXT, "confirmed": {"type": "boolean"}, "confirmed_by": maybe(TEXT), "agencies": TEXTS})
STEP = closed({"text": TEXT, "rule": maybe(TEXT)})
AGENCY = {"id": TEXT, "name": TEXT, "kind": TEXT, "code": maybe(TEXT), "aliases": TEXTS, "groups": TEXTS}
GROUP = {"id": TEXT, "name": TEXT, "aliases": TEXTS, "open": {"type": "boolean"}, "members": TEXTS}

LISTS: dict[str, tuple[tuple[str, ...], Shape]] = {
    "papi.status/2": (
        ("status",),
        closed({**ENVELOPE, "summary": STATES, "rate": RATE, "obligations": some(OBLIGATION)}),
    ),
    "papi.overdue/2": (("overdue",), closed({**ENVELOPE, "summary": STATES, "obligations": some(OBLIGATION)})),
    "papi.upcoming/2": (
        ("upcoming", "--within", "40"),
        closed({**ENVELOPE, "within": COUNT, "until": DAY, "summary": STATES, "obligations": some(OBLIGATION)}),
    ),
    "papi.tasks/2": (("tasks",), closed({**ENVELOPE, "summary": STATES, "obligations": some(OBLIGATION)})),
    "papi.matrix/2": (
        ("matrix",),
        closed(
            {
                **ENVELOPE,
                "summary": {"type": "object", "additionalProperties": STATES, "minProperties": 3},
                "agencies": some(
                    closed(
                        {
                            "id": TEXT,
                            "name": TEXT,
                            "obligations": {"type": "object", "additionalProperties": OBLIGATION, "minProperties": 1},
                        }
                    )
                ),
            }
        ),
    ),
    "papi.agencies/2": (
        ("agencies",),
        closed(
            {
                **ENVELOPE,
                "agencies": some(closed({**AGENCY, "obligations": COUNT, "overdue": COUNT})),
                "groups": some(closed(GROUP)),
            }
        ),
    ),
    "papi.log/2": (
        ("log",),
        closed(
            {
                **ENVELOPE,
                "filters": closed({**FILTERS, "events": TEXTS, "since": maybe(DAY), "until": maybe(DAY)}),
                "summary": closed({kind.value: COUNT for kind in EventKind}),
                "events": some({"type": "object", "required": ["id", "date", "item", "agency", "event", "recorded"]}),
            }
        ),
    ),
}


BOOLEAN: Shape = {"type": "boolean"}
_SIDE = maybe(closed({"state": {"enum": [state.value for state in State]}, "last": maybe(DAY)}))
_ALTERATION = closed(
    {
        "kind": {"enum": ["changed", "gone", "added"]},
        **{key: {"type": "string"} for key in ("annex", "heading", "column", "written", "found")},
        **dict.fromkeys(("table", "row"), COUNT),
    }
)
VERIFY = closed(
    {
        **{key: shape for key, shape in ENVELOPE.items() if key != "filters"},
        "document": closed(
            {
                "kind": TEXT,
                "agency": TEXT,
                "period": maybe(TEXT),
                "schema": {"enum": ["papi.document/1", "papi.document/2"]},
                "plan": TEXT,
                "log": TEXT,
                "templates": maybe(TEXT),
            }
        ),
        "log": TEXT,
        "templates": maybe(TEXT),
        "same": closed({"plan": BOOLEAN, "log": BOOLEAN, "templates": maybe(BOOLEAN)}),
        "unchanged": BOOLEAN,
        "summary": closed({"changed": COUNT, "new": COUNT, "gone": COUNT}),
        "obligations": some(closed({"id": TEXT, "agency_name": TEXT, "before": _SIDE, "now": _SIDE})),
        "text": closed(
            {
                "same": maybe(BOOLEAN),
                "uncompared": {"enum": ["earlier", "damaged", "unreadable", "too_long", None]},
                "alterations": some(_ALTERATION),
            }
        ),
    }
)


def test_verify_keeps_its_contract(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    root, file = planted(tmp_path), str(tmp_path / "bao-cao.md")
    assert main(["report", "semiannual", "--plan", str(root), "--as-of", "2026-06-10", "-o", file]) == 0
    text = Path(file).read_text(encoding="utf-8")
    Path(file).write_text(text.replace("| TT |", "| Số |", 1), encoding="utf-8")
    folder = root / "plan" / "status" / "2026-03"
    folder.mkdir(parents=True)
    (folder / "sample.jsonl").write_bytes(encode_log(seeded_log(7, shipped_plan())))
    assert main(["verify", file, "--plan", str(root), "--format", "json"]) == 1
    answer = json.loads(capsysbinary.readouterr().out)
    assert answer["schema"] == "papi.verify/2"
    assert [error.message for error in Draft202012Validator(VERIFY).iter_errors(answer)] == []
    assert sum(answer["summary"].values()) == len(answer["obligations"])
    assert [(one["row"], one["column"]) for one in answer["text"]["alterations"]] == [(0, "TT")]


@pytest.mark.parametrize("schema", LISTS)
def test_a_list_keeps_its_contract(schema: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    argv, shape = LISTS[schema]
    Draft202012Validator.check_schema(shape)
    root = planted(tmp_path)
    folder = root / "plan" / "status" / "2026-03"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample.jsonl").write_bytes(encode_log(seeded_log(7, shipped_plan())))
    assert main([*argv, "--plan", str(root), "--as-of", "2026-06-10", "--format", "json"]) == 0
    answer = json.loads(capsysbinary.readouterr().out)
    assert answer["schema"] == schema
    errors = [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(shape).iter_errors(answer)]
    assert not errors
    if "obligations" in answer and "summary" in answer:
        assert sum(answer["summary"].values()) == len(answer["obligations"])
