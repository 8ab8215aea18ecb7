"""The file of an amendment as a person would write it. Pure: values in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.founding.trees import Tree, fits_flow, flow, mapping_lines

_WIDTH = 120


class AmendmentHead(NamedTuple):
    """The document that amends a plan: `issuer` is the id of an agency, `effective` its first day, `recorded` now."""

    kind: str
    number: str
    symbol: str
    day: date
    issuer: str
    title: str
    effective: date
    recorded: datetime


class DraftChange(NamedTuple):
    """One change: its kind, and what stands below it, by key."""

    kind: AmendmentKind
    says: Mapping[str, Tree]


def amendment_text(head: AmendmentHead, changes: Sequence[DraftChange]) -> str:
    """Return the text of the file; read as YAML it says what `head` and `changes` say."""
    document: dict[str, Tree] = {
        "kind": head.kind,
        "number": head.number,
        "symbol": head.symbol,
        "day": head.day.isoformat(),
        "issuer": head.issuer,
        "title": head.title,
    }
    lines = [
        "document:",
        *mapping_lines({key: value for key, value in document.items() if value}, "  "),
        *([f"effective: {head.effective.isoformat()}"] if head.effective != head.day else []),
        f"recorded: {head.recorded.isoformat(timespec='seconds')}",
        "changes:",
        *(line for change in changes for line in _change(change)),
    ]
    return "\n".join([*lines, ""])


def _change(change: DraftChange) -> Iterator[str]:
    """Yield the lines of a change, on one line if it fits there."""
    says = change.says
    short = flow(says) if all(fits_flow(value) for value in says.values()) else ""
    line = f"  - {change.kind.value}: {short}"
    if short and len(line) <= _WIDTH:
        yield line
        return
    yield f"  - {change.kind.value}:"
    yield from mapping_lines(says, " " * 6)
