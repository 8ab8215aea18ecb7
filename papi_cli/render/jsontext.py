"""Answers as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from papi_cli.text import FORBIDDEN_SIGNS, json_escape

# A line break cannot stand in a string of JSON, and so is none of its texts'. `##[` is a command of CI systems.
_ESCAPED = f"[{FORBIDDEN_SIGNS}]|#(?=#\\w*\\[)"


def render(answer: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return the answer as indented JSON, keys in the order given and letters unescaped.

    The FORBIDDEN_SIGNS are escaped, so that a terminal shows JSON without obeying it and programs read every text as
    it is in the files.
    """
    lines = json.dumps(answer, ensure_ascii=False, indent=2).split("\n")
    return "\n".join(_escaped(line) for line in lines) + "\n"


def _escaped(line: str) -> str:
    if line.isprintable() and "##" not in line:
        return line
    return re.sub(_ESCAPED, lambda sign: json_escape(sign[0]), line)
