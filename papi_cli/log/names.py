"""Names of files of the log, apart from what is in them: which ones papi gave, and which are copies of those."""

from __future__ import annotations

import re
from collections.abc import Collection

# `log.files.log_file_place` gives them. Older versions wrote the id of the first event in place of the digest.
STEM = r"\d{8}T\d{6}\.\d{6}Z-(?P<digits>[0-9a-f]{16})"
_STEM = re.compile(STEM, re.ASCII)
_SUFFIX = ".jsonl"
_LENGTH = len("20260313T021200.000000Z-9c41f0ab12d35e77.jsonl")


def original_of(path: str) -> str:
    """Return the path of the file of the log that this one is named after as a copy in the same folder, "" for no copy.

    Programs that synchronise folders, and people, add to the name and change nothing in it: `… (1).jsonl`,
    `…-DESKTOP-X.jsonl`, `….sync-conflict-20260610-091200-ABC.jsonl`, `… - Copy.jsonl`, `Copy of ….jsonl`.
    """
    name = path.rpartition("/")[2]
    if len(name) <= _LENGTH:
        return ""
    found = _STEM.search(name)
    return f"{path.removesuffix(name)}{found[0]}{_SUFFIX}" if found else ""


def without_copies(paths: Collection[str]) -> list[str]:
    """Return the paths but those of copies whose original is among them.

    The name of a file that papi wrote vouches for its bytes: a copy can say nothing more, be it half synchronised. Where
    the original is gone, what is left of it is read as a file of any other name.
    """
    present = frozenset(paths)
    return [path for path in paths if original_of(path) not in present]
