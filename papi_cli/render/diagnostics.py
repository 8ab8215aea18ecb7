"""Problems as CI systems take them, and as text with the line under each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from papi_cli.text import wrap_line
from papi_cli.views.problems import QuotedProblem


def text(shown: Sequence[QuotedProblem], width: int | None = None) -> str:
    """Return each problem on a line of its own (None), or on lines of `width`, its quoted line and the mark below it."""
    return "".join(_block(one, width) for one in shown)


def _block(one: QuotedProblem, width: int | None) -> str:
    said = str(one.problem) if width is None else "\n".join(wrap_line(str(one.problem), width))
    if not one.quoted.strip():
        return f"{said}\n"
    return f"{said}\n    {one.quoted}\n    {one.marker}\n"


def github(shown: Sequence[QuotedProblem]) -> str:
    """Return GitHub workflow commands, one a line."""
    return "".join(
        f"::{one.severity.value} file={_escape_property(one.file)},line={one.line},col={one.column},"
        f"title={one.code.value}::{_escape_data(f'{one.message} {one.hint}'.strip())}\n"
        for one in (found.problem for found in shown)
    )


def _escape_data(said: str) -> str:
    return said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(said: str) -> str:
    return _escape_data(said).replace(":", "%3A").replace(",", "%2C")


def gitlab(shown: Sequence[QuotedProblem]) -> str:
    """Return GitLab's code quality report."""
    return json.dumps([_code_quality_issue(one) for one in shown], ensure_ascii=False, indent=2) + "\n"


def _code_quality_issue(shown: QuotedProblem) -> dict[str, object]:
    one = shown.problem
    # The same finding keeps its fingerprint when lines above it come or go.
    said = f"{one.file}\0{one.code}\0{one.message}".encode()
    return {
        "description": f"{one.message} {one.hint}".strip(),
        "check_name": one.code.value,
        "fingerprint": hashlib.sha256(said).hexdigest(),
        "severity": "major" if one.severity.value == "error" else "minor",
        "location": {"path": one.file, "lines": {"begin": one.line}},
    }
