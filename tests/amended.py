"""Amendments to test with: the text of a file of plan/amendments, made of its changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

NUMBER_CHANGE = 'number: {of: I.1, was: "1", is: "2"}'


def amendment_text(
    *changes: str, day: date = date(2026, 7, 10), issuer: str = "ubnd-tinh", effective: str = "", recorded: str = ""
) -> str:
    """Return the text of the file of an amendment with `changes`, each a line of YAML such as NUMBER_CHANGE."""
    document = f'kind: Quyết định, number: "1234", symbol: QĐ-UBND, day: {day}, issuer: {issuer}, title: Sửa đổi'
    head = {"effective": effective, "recorded": recorded}
    lines = (f"{key}: {value}\n" for key, value in head.items() if value)
    listed = "".join(f"  - {change}\n" for change in changes)
    return f"document: {{{document}}}\n{''.join(lines)}changes:\n{listed}"


def amended(root: Path, code: str, *changes: str, effective: str = "", recorded: str = "") -> Path:
    """Write an amendment beside the plan in `root`, and return `root`; `effective` and `recorded` as in `amendment_text`."""
    path = root / "plan" / "amendments" / f"{code}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(amendment_text(*changes, effective=effective, recorded=recorded), encoding="utf-8")
    return root
