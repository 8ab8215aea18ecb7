"""Names of files: of those that make up a plan, whose records take pydantic to import, and those that none may have."""

from __future__ import annotations

import re
from collections.abc import Collection

from papi_cli.text import slug

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
    "carried.yaml",
)

# Files that a plan may lack.
OPTIONAL_FILES = frozenset(
    {"indices.yaml", "duties.yaml", "provisions.yaml", "errata.yaml", "scores.yaml", "carried.yaml"}
)

# Where the amendments stand among the plan's files.
AMENDMENTS = "amendments/"


def amendment_file(code: str) -> str:
    """Return the name of the file of an amendment among the plan's files."""
    return f"{AMENDMENTS}{code}.yaml"


def amendment_of(name: str) -> str:
    """Return the code of the amendment whose file has this name."""
    return name.removeprefix(AMENDMENTS).removesuffix(".yaml")


# An id that names files has at most so many characters: a name may have 255 bytes, and that of a report is made of two
# ids and its kind.
MAX_FILE_ID = 100

# A YAML file with more bytes is a problem (P002).
MAX_BYTES = 5_000_000

# Windows opens a device by these names in any folder, whatever follows a dot:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))})

# What programs that synchronise folders, and people, put behind or before a name when they copy a file.
_BEHIND_COPY = r" \([^()]*\)| - (?:Copy|bản sao).*|-[A-Z][A-Z0-9-]*|\.(?:sync-c|C)onflict.*|~\d*"
_COPY = rf"(?s:(?:Copy of |Bản sao của )?(?P<code>[a-z0-9-]+?)(?:{_BEHIND_COPY})?\.yaml)"


def is_amendment_code(code: str) -> bool:
    """Return whether the code of an amendment names a file on every system: in small letters, digits and hyphens."""
    return 0 < len(code) <= MAX_FILE_ID and slug(code) == code and code not in DEVICES


def original_amendment(name: str, names: Collection[str]) -> str:
    """Return the name of the amendment's file, one of `names`, of which another one is a copy; "" for no copy.

    Which of the two somebody went on with cannot be seen: the one whose name stayed as it was counts.
    """
    stem = name.removeprefix(AMENDMENTS)
    found = re.fullmatch(_COPY, stem)
    original = amendment_file(found["code"]) if found else name
    return original if original != name and original in names else ""
