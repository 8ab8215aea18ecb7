"""Damaged sheets that are to be recorded, and documents that are to be verified."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import IllegalCharacterError

from tests.fuzz.answers import sane
from tests.fuzz.sources import obligations, write_plan
from tests.fuzz.trees import spoiled
from tests.fuzz.values import DAYS, NO_DAYS, NUMBERS, TEXTS, any_text


def changed_parts(raw: bytes, chance: random.Random) -> bytes:
    """Change the XML of one part of a zip archive, or the archive's own bytes."""
    if chance.random() < 0.3:
        return spoiled(raw, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names + [name for name in names if "sheet" in name or "document" in name] * 3)
        for name in names:
            part = old.read(name)
            if name != chosen:
                new.writestr(name, part)
            elif chance.random() < 0.95:
                new.writestr(name, changed_xml(part.decode(errors="replace"), chance))
    return out.getvalue()


def changed_xml(text: str, chance: random.Random) -> bytes:
    pattern = chance.choice([r'(?<==")[^"]*(?=")', r"(?<=>)[^<>]+(?=<)", r"<[^>]+>", r"(?<=<v>)[^<]*"])
    found = list(re.finditer(pattern, text))
    if not found or chance.random() < 0.1:
        return spoiled(text.encode(), chance)
    here = chance.choice(found)
    odd = chance.choice(
        [
            *NUMBERS,
            *DAYS,
            *TEXTS[:40],
            "",
            "A1048577",
            "XFE1",
            "A0",
            "A1:XFD1048576",
            "b",
            "e",
            "d",
            "s",
            "&x;",
            "<a>",
            "0" * 9,
        ]
    )
    return (text[: here.start()] + odd + text[here.end() :]).encode(errors="surrogatepass")


def changed_cells(raw: bytes, chance: random.Random) -> bytes:
    """Fill in a workbook as no one should: other types, days, errors, formulas, and rows gone or twice."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    rows, columns = min(sheet.max_row, 40), sheet.max_column
    # A day in a workbook has no time zone.
    days = [datetime.fromisoformat(day) for day in ("1900-01-01", "9999-12-31", "2024-02-29")]
    odd: list[Any] = [
        *days, 0, -1, 1e308, 2958466, 60, 0.5, True,
        "#REF!", "=1/0", "=A1", "45/KH-UBND", "done", "đã hoàn thành", *DAYS, *NO_DAYS, *TEXTS,
    ]  # fmt: skip
    for _ in range(chance.choice([1, 3, 10, 60])):
        cell = sheet.cell(chance.randint(1, rows), chance.randint(1, columns + 1))
        try:
            cell.value = chance.choice(odd)
        except (IllegalCharacterError, AttributeError):  # not in a workbook; read-only half of a merged cell
            continue
    if chance.random() < 0.3:
        change = chance.choice([sheet.delete_rows, sheet.insert_rows, sheet.delete_cols, sheet.insert_cols])
        change(chance.randint(1, 8))
    out = io.BytesIO()
    try:
        book.save(out)
    except (ValueError, UnicodeEncodeError):  # what openpyxl itself does not write
        return raw
    return out.getvalue()


def table(chance: random.Random) -> bytes:
    """Return a table of events as CSV, with odd cells."""
    heads = ["item", "agency", "event", "date", "document", "note", "until", "evidence", "by", "within", "target", "x"]
    chance.shuffle(heads)
    rows = [heads[: chance.randint(1, 12)]]
    for _ in range(chance.choice([0, 1, 5, 50])):
        item, agency = chance.choice(obligations())
        sound = {"item": item, "agency": agency, "event": "done", "date": "2026-06-01", "until": "2026-07-01"}
        odd = chance.random() < 0.5
        rows.append([any_text(chance) if odd and chance.random() < 0.3 else sound.get(head, "đủ") for head in rows[0]])
    separator = chance.choice(",;\t|")
    cells = ([f'"{cell}"' if chance.random() < 0.5 else cell for cell in row] for row in rows)
    raw = "\n".join(separator.join(row) for row in cells).encode(errors="surrogatepass")
    return spoiled(raw, chance) if chance.random() < 0.2 else raw


def damage_files(folder: Path, chance: random.Random) -> Iterator[str]:
    """Break sheets that are to be recorded, and documents that are to be verified."""
    sound = folder.parent
    write_plan(folder, {})
    kind = chance.choice(["xlsx", "xlsx", "cells", "cells", "csv", "csv", "docx", "md", "html"])
    match kind:
        case "csv":
            raw = table(chance)
        case "cells":
            raw = changed_cells((sound / "sound.xlsx").read_bytes(), chance)
        case "xlsx" | "docx":
            raw = changed_parts((sound / f"sound.{kind}").read_bytes(), chance)
        case _:
            raw = (sound / f"sound.{kind}").read_bytes()
            raw = spoiled(raw, chance) if chance.random() < 0.5 else changed_xml(raw.decode(), chance)
            if chance.random() < 0.1:
                # Not written to its end: a file of the first line, or of nothing.
                raw = raw[: chance.choice([0, 5, 15, 16, 40, 200])]
    name = f"vao.{'xlsx' if kind == 'cells' else kind}"
    Path(name).write_bytes(raw)
    if kind in ("docx", "md", "html"):
        yield from sane(["verify", name, "--format", chance.choice(["table", "json"])])
    else:
        yield from sane(["record", "--from", name, *chance.choice([[], ["--dry-run"]])])
        yield from sane(["check"])
    if chance.random() < 0.2:
        yield from sane(["record", "--from", "-"], raw)
