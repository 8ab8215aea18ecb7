"""The JSON Schemas for editors as files. Pure: bytes in, bytes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath

from papi_cli.plan.editors import SCHEMA_MODELS, json_schema_of
from papi_cli.plan.editors.references import ids_in
from papi_cli.plan.files.names import PLAN_FILES
from papi_cli.plan.files.records import load_records
from papi_cli.store.parsing import parse_files
from papi_cli.store.reading import PlanFiles


def schema_files(plan: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the schema of each of the plan's files, by name: `tasks.json` for `tasks.yaml`, and that of amendments.

    `plan` are the plan's files by path, none for schemas of any plan. What of them is valid gives the ids to suggest:
    schemas are of use also to who mends a faulty file.
    """
    documents = parse_files(PlanFiles(plan, fingerprint=""), PLAN_FILES).by_name
    ids = ids_in(load_records(documents).records) if plan else {}
    return {
        f"{PurePath(name).stem}.json": f"{json.dumps(json_schema_of(model, ids), ensure_ascii=False, indent=2)}\n".encode()
        for name, model in SCHEMA_MODELS.items()
    }
