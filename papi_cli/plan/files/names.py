"""Names of files: of those that make up a plan, whose records take pydantic to import, and those that none may have."""

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
OPTIONAL_FILES = frozenset({"indices.yaml", "duties.yaml", "provisions.yaml", "errata.yaml", "scores.yaml"})

# Where the amendments stand among the plan's files.
AMENDMENTS = "amendments/"


def amendment_file(code: str) -> str:
    """Return the name of the file of an amendment among the plan's files."""
    return f"{AMENDMENTS}{code}.yaml"


def amendment_of(name: str) -> str:
    """Return the code of the amendment whose file has this name."""
    return name.removeprefix(AMENDMENTS).removesuffix(".yaml")


# A YAML file with more bytes is a problem (P002).
MAX_BYTES = 5_000_000

# Windows opens a device by these names in any folder, whatever follows a dot:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))})
