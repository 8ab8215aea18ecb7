"""The bytes of a CSV file or an Excel workbook → a grid of cells. Nothing here knows what the cells mean."""

from __future__ import annotations

import codecs
import csv
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import StrEnum, auto
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from papi_cli.text import without_formula_guard


class CellFault(StrEnum):
    """Why a cell is rejected."""

    # As the spreadsheet stores it
    UNCOMPUTED_FORMULA = auto()
    ERROR_VALUE = auto()
    # By what stands in it
    BLANK = auto()
    DOCUMENT_AS_DAY = auto()
    SEVERAL_ITEMS = auto()
    UNKNOWN_ITEM = auto()
    GROUP = auto()
    UNKNOWN_AGENCY = auto()
    UNKNOWN_KIND = auto()
    NOT_A_DAY = auto()
    UNTIL_NOT_TAKEN = auto()
    FORBIDDEN_CHARACTER = auto()


class FileFault(StrEnum):
    """Why bytes are rejected as a sheet; `views.bad_cells` has the sentences."""

    TOO_LARGE = auto()
    OLD_OR_LOCKED_WORKBOOK = auto()
    NEITHER_CSV_NOR_WORKBOOK = auto()
    DAMAGED_CSV = auto()
    DAMAGED_WORKBOOK = auto()
    UNPACKED_TOO_LARGE = auto()


class Cell(NamedTuple):
    """A cell as text (days as 2026-06-10), and why it is rejected, if it is.

    `is_day` is true of a cell that holds a day itself, not the text of one.
    """

    text: str
    fault: CellFault | None = None
    is_day: bool = False


Grid = Sequence[tuple[int, Sequence[Cell]]]

# A sheet for all agencies has some thousand rows; a file far larger than that is not one of ours.
_MAX_BYTES = 5_000_000
_MAX_UNPACKED_BYTES = 100_000_000
_MAX_CELLS = 2_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first bytes of .xls files, and of workbooks that open with a password.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_grid(raw: bytes) -> Grid | FileFault:
    """Return the rows of a CSV file or an Excel workbook, numbered as shown there, without a workbook's empty rows.

    CSV is separated by commas, semicolons or tabs, in UTF-8, or in UTF-16 with a byte order mark (Excel's "Unicode
    Text"). Any other bytes, and files that are too large, are a FileFault.
    """
    if len(raw) > _MAX_BYTES:
        return FileFault.TOO_LARGE
    if raw.startswith(b"PK"):
        return _workbook(raw)
    if raw.startswith(_OLE):
        return FileFault.OLD_OR_LOCKED_WORKBOOK
    try:
        text = raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return FileFault.NEITHER_CSV_NOR_WORKBOOK
    try:
        return list(_csv_rows(text))
    except csv.Error:
        return FileFault.DAMAGED_CSV


def _csv_rows(text: str) -> Iterator[tuple[int, list[Cell]]]:
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        yield line, [Cell(without_formula_guard(cell)) for cell in cells]
        line = reader.line_num + 1


# What openpyxl raises for a damaged archive or damaged XML (ElementTree's ParseError is a SyntaxError).
_DAMAGED_WORKBOOK_ERRORS = (
    BadZipFile,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    OSError,
    EOFError,
)


def _workbook(raw: bytes) -> Grid | FileFault:
    try:
        return list(_worksheet(raw))
    except _TooLarge:
        return FileFault.UNPACKED_TOO_LARGE
    except _DAMAGED_WORKBOOK_ERRORS:
        return FileFault.DAMAGED_WORKBOOK


class _TooLarge(Exception):
    """The workbook unpacks to more than a sheet of ours can hold."""


def _worksheet(raw: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of the first worksheet that hold anything; the cell of a formula has its last result."""
    with ZipFile(BytesIO(raw)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise _TooLarge
    cells = 0
    paired_rows = zip(_raw_rows(raw, results=False), _raw_rows(raw, results=True), strict=True)
    for number, (written, results) in enumerate(paired_rows, 1):
        # A row states its own number, so that a few bytes can ask for millions of empty rows.
        cells += 1 + len(written)
        if cells > _MAX_CELLS:
            raise _TooLarge
        row = [_cell(*pair) for pair in zip(written, results, strict=True)]
        if any(cell.text or cell.fault for cell in row):
            yield number, row


def _raw_rows(raw: bytes, *, results: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each row, formulas as text or as their last result; openpyxl has no single type of cell."""
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of extensions that it drops, such as the drop-downs of other programs; they hold no answers.
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=results).worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows()


def _cell(written: Any, result: Any) -> Cell:  # noqa: ANN401  # as _raw_rows yields them
    from openpyxl.styles.numbers import is_datetime
    from openpyxl.utils.escape import unescape

    match result.value:
        case None if written.data_type == "f":
            return Cell(written.value, CellFault.UNCOMPUTED_FORMULA)
        case None:
            return Cell("")
        case str() as value if result.data_type == "e":
            return Cell(value, CellFault.ERROR_VALUE)
        case datetime() as value if value.time() == time() or is_datetime(result.number_format) == "date":
            return Cell(value.date().isoformat(), is_day=True)
        case date() | datetime() as value:
            return Cell(value.isoformat(), is_day=True)
        case float() as value if value.is_integer():
            return Cell(str(int(value)))
        case value:
            return Cell(unescape(str(value)))
