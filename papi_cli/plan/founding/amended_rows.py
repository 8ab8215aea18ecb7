"""The rows that amendments changed, in a plan that keeps those of the earlier one: its files have them as first issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papi_cli.plan.amendments import AmendedPart, Amendment
from papi_cli.plan.choices import AmendmentKind
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.plan.founding.to_check import CHECK

_GONE = frozenset({AmendmentKind.DROP, AmendmentKind.SPLIT})


def mark_amended_rows(edits: YamlEdits, amendments: Iterable[Amendment]) -> None:
    """Say above each task, milestone and duty of a file what amendments did to it, once each."""
    rows = dict(_rows(edits))
    told: dict[KeyPath, str] = {}
    for amendment in amendments:
        for part in amendment.changes:
            keys = rows.get(part.code)
            if keys is not None and (keys not in told or part.kind in _GONE):
                done = "bỏ" if part.kind in _GONE else "sửa đổi"
                told[keys] = f"{CHECK} {amendment.code}.yaml đã {done}; ở đây còn là nội dung ban đầu."
    for keys, remark in told.items():
        edits.comment(keys, remark)


def _rows(edits: YamlEdits) -> Iterator[tuple[str, KeyPath]]:
    """Yield tasks, their milestones, and duties by their codes, with their places."""
    for keys in edits.paths:
        match keys:
            case (*_, "tasks", int(), "code") | ("duties", int(), "code"):
                yield edits.value(keys), keys[:-1]
            case (*task, "milestones", int(), "code"):
                yield f"{edits.value((*task, 'code'))}/{edits.value(keys)}", keys[:-1]


def added_rows(amendments: Iterable[Amendment]) -> tuple[str, ...]:
    """Return the codes of what amendments added, which the files do not have."""
    return tuple(code for amendment in amendments for part in amendment.changes for code in _added(part))


def _added(part: AmendedPart) -> tuple[str, ...]:
    match part.kind:
        case AmendmentKind.ADD:
            return (part.code,)
        case AmendmentKind.SPLIT:
            return part.codes
        case _:
            return ()
