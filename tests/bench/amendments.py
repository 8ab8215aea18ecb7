"""Amendments of the shipped plan, as many as are asked for, the same for the same seed.

Each is a document of its own day that moves three days, and every tenth changes a lead; what one changed another may
change again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from papi_cli.plan.files.yamltext import YamlValue, read_yaml

_FIRST = date(2026, 1, 12)
_DUES = (
    "Tháng 5/2026",
    "Quý III/2026",
    "trước ngày 10/6/2026",
    "Năm 2026",
    "chậm nhất ngày 15/9/2026",
    "Tháng 11/2026",
)


class _Row(NamedTuple):
    """What of a row of an annex amendments change: its due phrase and its leads, as they are by now."""

    code: str
    due: str
    lead: tuple[str, ...]


def write_amendments(folder: Path, count: int, chance: random.Random) -> None:
    """Write `count` amendments beside the plan in `folder`, a day each."""
    document, _ = read_yaml("plan/tasks.yaml", (folder / "plan" / "tasks.yaml").read_bytes())
    assert document is not None
    rows = {row.code: row for row in _rows(document.tree)}
    leads = sorted({row.lead for row in rows.values() if len(row.lead) == 1})
    place = folder / "plan" / "amendments"
    place.mkdir()
    for number in range(1, count + 1):
        changes: list[str] = []
        for row in chance.sample(list(rows.values()), 3):
            later = _other(row, leads, chance) if not (changes or number % 10) else _later(row, chance)
            rows[row.code] = later
            changes.append(_change(row, later))
        (place / f"qd-{number:03d}.yaml").write_text(_text(number, changes), encoding="utf-8")


def _rows(tree: YamlValue) -> Iterator[_Row]:
    """Yield the rows that have one due phrase for all their products."""
    if isinstance(tree, list):
        for entry in tree:
            yield from _rows(entry)
    elif isinstance(tree, dict):
        code, due, lead = tree.get("code"), tree.get("due"), tree.get("lead")
        if isinstance(code, str) and isinstance(due, str) and isinstance(lead, list):
            yield _Row(code, due, tuple(map(str, lead)))
        for key in ("annexes", "sections", "tasks"):
            yield from _rows(tree.get(key, []))


def _later(row: _Row, chance: random.Random) -> _Row:
    return row._replace(due=chance.choice([due for due in _DUES if due != row.due]))


def _other(row: _Row, leads: Sequence[tuple[str, ...]], chance: random.Random) -> _Row:
    return row._replace(lead=chance.choice([lead for lead in leads if lead != row.lead]))


def _change(row: _Row, later: _Row) -> str:
    if later.lead != row.lead:
        return f"lead: {{of: {row.code}, was: [{', '.join(row.lead)}], is: [{', '.join(later.lead)}]}}"
    return f'due: {{of: {row.code}, was: "{row.due}", is: "{later.due}"}}'


def _text(number: int, changes: list[str]) -> str:
    day = _FIRST + timedelta(days=number)
    listed = "".join(f"  - source: article-1\n    {change}\n" for change in changes)
    return (
        "document:\n"
        f'  kind: Quyết định\n  number: "{1000 + number}"\n  symbol: QĐ-UBND\n  day: {day}\n'
        "  issuer: chu-tich-ubnd-tinh\n  title: Sửa đổi, bổ sung một số nhiệm vụ của Kế hoạch\n"
        f"effective: {day + timedelta(days=5)}\nrecorded: {day + timedelta(days=2)}T09:12:00+07:00\n"
        "quote:\n  - code: article-1\n    name: Điều 1\n    lines:\n"
        "      - Điều 1. Sửa đổi, bổ sung một số nhiệm vụ tại Phụ lục II ban hành kèm theo Kế hoạch.\n"
        f"changes:\n{listed}"
    )
