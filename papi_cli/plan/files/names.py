"""The names and the size of the files that make up a plan, apart from their records, which take pydantic to import."""

from __future__ import annotations

PLAN_FILES = (
    "plan.yaml",
    "agencies.yaml",
    "indices.yaml",
    "tasks.yaml",
    "duties.yaml",
    "provisions.yaml",
    "calendar.yaml",
    "errata.yaml",
    "scores.yaml",
)

# Files that a plan may lack.
OPTIONAL_FILES = frozenset({"scores.yaml"})

# A YAML file with more bytes is a problem (P002).
MAX_BYTES = 5_000_000
