"""The sheet to fill in: made, filled in, brought back, also by way of LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.door import main
from papi_cli.store import Folder, read_events
from tests.tree import planted


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    path = tmp_path / "stp.xlsx"
    assert main(["sheet", str(path), "--agency", "STP"]) == 0
    assert main(["sheet", str(path), "--agency", "STP"]) == 3  # it may hold answers
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert page.protection.sheet
    row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == "II.2/ke-hoach")
    assert page.cell(row, 1).protection.locked
    assert not page.cell(row, 8).protection.locked
    page.cell(row, 8).value = "đã hoàn thành"
    page.cell(row, 9).value = date(2026, 3, 12)
    page.cell(row, 10).value = "05/KH-UBND"
    book.save(path)
    return path


def told(root: Path) -> list[tuple[str, str, str, date, str]]:
    events = read_events(Folder(root))
    return [(event.item, event.agency, event.kind.value, event.date, event.document) for event in events]


ANSWER = [("II.2/ke-hoach", "so-tu-phap", "done", date(2026, 3, 12), "05/KH-UBND")]


def test_a_filled_sheet_is_recorded(filled: Path) -> None:
    assert main(["record", "--from", str(filled)]) == 0
    assert told(filled.parent) == ANSWER


def has_calc() -> bool:
    soffice = shutil.which("soffice")
    if soffice is None:
        return False
    beside = Path(soffice).resolve().parent
    return any((beside / name).exists() for name in ("libsclo.so", "../Frameworks/libsclo.dylib"))


@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc (soffice with its spreadsheets) is not installed here")
def test_a_sheet_survives_libreoffice(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(filled)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert (out / "stp.xlsx").exists(), done
    assert main(["record", "--from", str(out / "stp.xlsx")]) == 0
    assert told(tmp_path) == ANSWER
