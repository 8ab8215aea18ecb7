"""JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def render(answer: Mapping[str, Any]) -> str:
    """Return the answer as JSON with keys in the order of the contract."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
