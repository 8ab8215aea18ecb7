"""The file of an amendment as a person would write it. Pure: values in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.founding.editing import plain, scalar

_WIDTH = 120

# What a file of YAML says: words, a list, or keys with what they lead to.
Tree = str | Sequence["Tree"] | Mapping[str, "Tree"]


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
        *_mapping({key: value for key, value in document.items() if value}, "  "),
        *([f"effective: {head.effective.isoformat()}"] if head.effective != head.day else []),
        f"recorded: {head.recorded.isoformat(timespec='seconds')}",
        "changes:",
        *(line for change in changes for line in _change(change)),
    ]
    return "\n".join([*lines, ""])


def _change(change: DraftChange) -> Iterator[str]:
    """Yield the lines of a change, on one line if it fits there."""
    says = change.says
    short = _flow(says) if all(_fits_flow(value) for value in says.values()) else ""
    line = f"  - {change.kind.value}: {short}"
    if short and len(line) <= _WIDTH:
        yield line
        return
    yield f"  - {change.kind.value}:"
    yield from _mapping(says, " " * 6)


def _fits_flow(value: Tree) -> bool:
    if isinstance(value, str):
        return "\n" not in value
    return not isinstance(value, Mapping) and all(isinstance(entry, str) for entry in value)


def _flow(value: Tree) -> str:
    """Return words, a list of words, or keys with these, on one line."""
    if isinstance(value, str):
        return value if _is_code(value) else scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(below)}" for key, below in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"


def _is_code(words: str) -> bool:
    """Return whether the words are a code or a day, which nobody puts in quotes."""
    return words.isascii() and words[:1].isalnum() and not words.isdigit() and all(map(_is_of_code, words))


def _is_of_code(sign: str) -> bool:
    return sign.isalnum() or sign in "./-"


def _mapping(tree: Mapping[str, Tree], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, str):
            yield from _words(f"{indent}{key}:", value, f"{indent}  ")
        elif _fits_flow(value):
            yield f"{indent}{key}: {_flow(value)}"
        else:
            yield f"{indent}{key}:"
            for entry in value:
                assert isinstance(entry, Mapping)
                first, *others = _mapping(entry, f"{indent}    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from others


def _words(key: str, words: str, indent: str) -> Iterator[str]:
    """Yield the lines of a text behind its key: several as they stand, each on a line of its own."""
    lines = words.split("\n")
    if len(lines) > 1 and all(line == line.strip() and line for line in lines):
        yield f"{key} |-"
        yield from (indent + line for line in lines)
    else:
        yield f"{key} {words if _is_code(words) else plain(words)}"
