"""Bytes of a CSV file or an Excel workbook to a grid of cells. Nothing here knows what the cells mean."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from papi_cli.problems import Failure
from papi_cli.rows import Cell, Grid

# A sheet for all agencies has some thousand rows; what is far larger is not one of ours.
_LARGEST = 5_000_000
_LARGEST_UNPACKED = 100_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_grid(name: str, raw: bytes) -> Grid:
    """Return the rows of a CSV file (comma, semicolon or tab; UTF-8) or an Excel workbook, numbered as shown there.

    Raises Failure, in words, for bytes that are neither. `name` is what the sentence calls the file.
    """
    if len(raw) > _LARGEST:
        raise Failure(f"Tệp {name} lớn hơn 5 MB. Chia thành nhiều tệp rồi ghi từng tệp.")
    if raw.startswith(b"PK"):
        return _workbook(name, raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"Tệp {name} không phải là CSV mã UTF-8 hay tệp Excel (.xlsx). Lưu lại theo dạng ấy.") from error
    try:
        return list(_csv_rows(text))
    except csv.Error as error:
        raise Failure(f"Tệp {name} không phải là CSV đọc được. Lưu lại từ phần mềm bảng tính.") from error


def _csv_rows(text: str) -> Iterator[tuple[int, list[Cell]]]:
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        yield line, [Cell(_unguarded(cell)) for cell in cells]
        line = reader.line_num + 1


def _unguarded(cell: str) -> str:
    """Return the text without the apostrophe by which our own CSV keeps it from becoming a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


# What a damaged archive or its XML makes of openpyxl (an ElementTree ParseError is a SyntaxError).
_DAMAGED = (BadZipFile, LookupError, ValueError, TypeError, AttributeError, SyntaxError, OSError, EOFError)


def _workbook(name: str, raw: bytes) -> Grid:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        rows = _worksheet(raw) if unpacked <= _LARGEST_UNPACKED else None
    except _DAMAGED as error:
        raise Failure(f"Tệp {name} không phải là tệp Excel (.xlsx) đọc được. Lưu lại từ phần mềm bảng tính.") from error
    if rows is None:
        raise Failure(f"Tệp {name} giải nén ra quá lớn. Tạo lại mẫu bằng papi sheet.")
    return rows


def _worksheet(raw: bytes) -> Grid:
    """Return the rows of the first worksheet."""
    import openpyxl

    with warnings.catch_warnings():
        # Extensions that openpyxl drops (other programs' drop-downs) hold no answers.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return [
            (number, [_cell(cell.value, cell.data_type) for cell in cells])
            for number, cells in enumerate(sheet.iter_rows(), 1)
        ]


def _cell(value: object, data_type: str) -> Cell:
    match value:
        case None:
            return Cell("")
        case str() if data_type == "f":
            return Cell(value, "ô chứa công thức. Ghi giá trị.")
        case str() if data_type == "e":
            return Cell(value, f"ô báo lỗi {value}. Ghi giá trị.")
        case datetime() if value.time() == time():
            return Cell(value.date().isoformat())
        case date() | datetime():
            return Cell(value.isoformat())
        case float() if value.is_integer():
            return Cell(str(int(value)))
        case _:
            return Cell(str(value))
