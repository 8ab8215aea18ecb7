"""Answers as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def render(answer: Mapping[str, Any]) -> str:
    """Return the answer as indented JSON, keys in the order given and letters unescaped."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
