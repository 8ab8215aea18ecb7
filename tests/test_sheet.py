"""The sheet to fill in: created, filled in, and recorded, also by way of LibreOffice."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.programs import CALC, convert_with_libreoffice, needs
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


def recorded(root: Path) -> list[tuple[str, str, str, date, str]]:
    events = read_events(FolderSource(root))
    return [(event.item, event.agency, event.kind.value, event.date, event.document) for event in events]


ANSWER = [("II.2/ke-hoach", "so-tu-phap", "done", date(2026, 3, 12), "05/KH-UBND")]


def test_a_filled_sheet_is_recorded(filled: Path) -> None:
    assert main(["record", "--from", str(filled)]) == 0
    assert recorded(filled.parent) == ANSWER


# Comma, double quote, UTF-8; left to itself, LibreOffice writes CSV in the code page of its locale.
_EXPORT_OPTIONS = {"csv": "Text - txt - csv (StarCalc):44,34,76"}


@pytest.mark.slow
@needs(CALC)
@pytest.mark.parametrize("ways", [("xlsx",), ("ods", "xlsx"), ("csv",)])
def test_a_sheet_survives_libreoffice(filled: Path, ways: tuple[str, ...]) -> None:
    root, saved = filled.parent, filled
    for number, kind in enumerate(ways):
        folder = root / str(number)
        saved = convert_with_libreoffice(saved, kind, folder, options=_EXPORT_OPTIONS.get(kind, ""))
    assert main(["record", "--from", str(saved)]) == 0
    assert recorded(root) == ANSWER


def packed(**parts: str) -> bytes:
    """Return a zip archive that looks a little like a workbook."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"PK\x03\x04 cut off", 3, "không phải là tệp Excel (.xlsx) đọc được"),
        (packed(a="b"), 3, "không phải là tệp Excel (.xlsx) đọc được"),
        (packed(a="0" * 50_000_001), 3, "giải nén ra quá lớn"),
        (b"x" * 5_000_001, 3, "lớn hơn 5 MB"),
        (b"\xff\xfe\x00", 3, "không phải là CSV mã UTF-8"),
        (b"a,b\n1,2\n", 1, "Không thấy dòng tên cột"),
        (b"", 1, "Không thấy dòng tên cột"),
    ],
    ids=["cut", "no workbook", "bomb", "large", "bytes", "no heads", "empty"],
)
def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(
    filled: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: int, message: str
) -> None:
    filled.write_bytes(content)
    capsys.readouterr()
    assert main(["record", "--from", str(filled)]) == code
    out, err = capsys.readouterr()
    assert (out, message in err) == ("", True), err
    assert recorded(filled.parent) == []


@pytest.mark.parametrize(("answer", "message"), [("=1+1", "ô chứa công thức"), ("a\u202eb", "ký tự đổi chiều chữ")])
def test_a_bad_cell_is_named(filled: Path, capsys: pytest.CaptureFixture[str], answer: str, message: str) -> None:
    book = openpyxl.load_workbook(filled)
    page = book.worksheets[0]
    (row,) = (cells[0].row for cells in page.iter_rows() if cells[0].value == "II.2/ke-hoach")
    page.cell(row, 10).value = answer
    book.save(filled)
    capsys.readouterr()
    assert main(["record", "--from", str(filled)]) == 1
    err = capsys.readouterr().err
    assert f"ô J{row} (II.2/ke-hoach, Sở Tư pháp): " in err
    assert message in err
    assert recorded(filled.parent) == []
