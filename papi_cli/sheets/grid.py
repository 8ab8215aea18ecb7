"""The bytes of a CSV file or an Excel workbook → a grid of cells. Nothing here knows what the cells mean."""

from __future__ import annotations

import codecs
import csv
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time
from enum import StrEnum, auto
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from papi_cli.archives import DamagedArchive, OversizedArchive, repack, unpack
from papi_cli.text import without_formula_guard


class CellFault(StrEnum):
    """Why a cell is rejected."""

    # As the spreadsheet stores it
    UNCOMPUTED_FORMULA = auto()
    ERROR_VALUE = auto()
    TOO_LONG = auto()
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
    TOO_MANY_CELLS = auto()


class Cell(NamedTuple):
    """A cell as text (days as 2026-06-10), and why it is rejected, if it is.

    `is_day` is true of a cell that holds a day itself, not the text of one.
    """

    text: str
    fault: CellFault | None = None
    is_day: bool = False


Grid = Sequence[tuple[int, Sequence[Cell]]]

# The shipped plan's sheet for all agencies takes 64 kB, 0.9 MB unpacked, with 45,000 elements in 772 rows of 13 columns.
MAX_BYTES = 5_000_000
_MAX_UNPACKED_BYTES = 50_000_000
# Elements of XML, of which a filled cell takes four: some 8,000 rows. openpyxl makes objects of up to half a kilobyte.
_MAX_ELEMENTS = 500_000
# A sheet of Excel has 1,048,576 rows; each counts once and once more for each column up to its last, filled or not.
_MAX_CELLS = 2_000_000
# What a cell of Excel can hold, in characters.
_MAX_TEXT = 32_767
# More than Excel puts on its row of tabs at first sight; openpyxl looks into each of them.
_MAX_SHEETS = 255
_EMPTY_ROW: Sequence[Cell] = ()
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first bytes of .xls files, and of workbooks that open with a password.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_grid(raw: bytes) -> Grid | FileFault:
    """Return the rows of a CSV file or an Excel workbook, numbered as shown there, without a workbook's empty rows.

    CSV is separated by commas, semicolons or tabs, in UTF-8, or in UTF-16 with a byte order mark (Excel's "Unicode
    Text"). The cell of a formula has the result that the spreadsheet kept, which is what the person saw. Any other bytes,
    and what goes beyond the bounds above, are a FileFault.
    """
    if len(raw) > MAX_BYTES:
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
    except _TooManyCells:
        return FileFault.TOO_MANY_CELLS
    except csv.Error:
        return FileFault.DAMAGED_CSV


class Hidden(NamedTuple):
    """What a spreadsheet does not show of the sheet that is read: its name if it is hidden, else ""; numbers of rows."""

    sheet: str = ""
    rows: frozenset[int] = frozenset()


def hidden_parts(raw: bytes) -> Hidden:
    """Return what is hidden, by hand or by a filter, in the sheet that `read_grid` reads of a workbook.

    `raw` is what `read_grid` took. CSV hides nothing.
    """
    if not raw.startswith(b"PK"):
        return Hidden()
    from openpyxl.reader.excel import ExcelReader

    parts = _documents(unpack(raw, most_bytes=_MAX_UNPACKED_BYTES))
    reader = ExcelReader(BytesIO(repack(parts)), read_only=True)
    reader.read_manifest()
    reader.read_workbook()
    sheets = (pair for pair in reader.parser.find_sheets() if pair[1].target in parts and "chart" not in pair[1].Type)
    sheet, place = next(sheets)
    return Hidden("" if sheet.state == "visible" else str(sheet.name), frozenset(_hidden_rows(parts[place.target])))


def _hidden_rows(part: bytes) -> Iterator[int]:
    """Yield the numbers of the hidden rows of a worksheet; a row without a number follows the one before it."""
    number = 0
    for row in re.finditer(rb"<(?:\w+:)?row\b[^>]*>", part):
        own = re.search(rb"\sr=[\"'](\d+)", row[0])
        number = int(own[1]) if own else number + 1
        if re.search(rb"\shidden=[\"'](?:1|true)", row[0]):
            yield number


class _TooManyCells(Exception):
    """The sheet has more cells than one of ours can have."""


def _csv_rows(text: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line, count = 1, 0
    for cells in reader:
        count = _count_cells(count, len(cells))
        yield line, [_text_cell(without_formula_guard(cell)) for cell in cells] if cells else _EMPTY_ROW
        line = reader.line_num + 1


def _count_cells(count: int, columns: int) -> int:
    """Return the count of cells with one row more; raises _TooManyCells."""
    count += 1 + columns
    if count > _MAX_CELLS:
        raise _TooManyCells
    return count


def _text_cell(text: str) -> Cell:
    return Cell(text) if len(text) <= _MAX_TEXT else Cell("", CellFault.TOO_LONG)


def _workbook(raw: bytes) -> Grid | FileFault:
    try:
        parts = unpack(raw, most_bytes=_MAX_UNPACKED_BYTES)
    except OversizedArchive:
        return FileFault.UNPACKED_TOO_LARGE
    except DamagedArchive:
        return FileFault.DAMAGED_WORKBOOK
    documents = _documents(parts)
    if any(map(_declares_a_type, documents.values())):
        return FileFault.DAMAGED_WORKBOOK
    if _count_of(b"<", documents) > _MAX_ELEMENTS or _count_of(b"sheetId", documents) > _MAX_SHEETS:
        return FileFault.TOO_MANY_CELLS
    return _worksheet(repack(documents))


def _documents(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook that can hold answers: no pictures and macros."""
    return {name: part for name, part in parts.items() if name.lower().endswith((".xml", ".rels"))}


def _declares_a_type(part: bytes) -> bool:
    """Return whether a part has a document type, in which entities are declared; workbooks have none by their standard.

    openpyxl has what it streams read by the Expat of Python, which expands entities to a hundred times the part.
    """
    return b"<!DOCTYPE" in part.replace(b"\0", b"")  # in UTF-16 every other byte is 0


def _count_of(sign: bytes, parts: Mapping[str, bytes]) -> int:
    return sum(part.count(sign) for part in parts.values())


def _worksheet(archive: bytes) -> Grid | FileFault:
    """Return the rows of the first worksheet that hold anything."""
    try:
        with redirect_stdout(None):  # openpyxl prints what it misses in damaged styles, which is no answer of papi
            stored = list(_stored_rows(archive))
    except _TooManyCells:
        return FileFault.TOO_MANY_CELLS
    except Exception:  # noqa: BLE001  # nothing but openpyxl runs here, and damaged XML makes it raise whatever there is
        return FileFault.DAMAGED_WORKBOOK
    rows = ((number, [_cell(cell) for cell in cells]) for number, cells in stored)
    return [(number, row) for number, row in rows if any(cell.text or cell.fault for cell in row)]


class _StoredCell(NamedTuple):
    """What openpyxl reads of a cell: its value, of a formula the last result, and how it is shown."""

    value: Any
    data_type: str
    is_formula: bool
    is_day_alone: bool


_EMPTY = _StoredCell(None, "n", is_formula=False, is_day_alone=False)


def _stored_rows(archive: bytes) -> Iterator[tuple[int, list[_StoredCell]]]:
    """Yield the rows of the first worksheet with a cell that is stored, as openpyxl reads them."""
    count = 0
    paired_rows = zip(_raw_rows(archive, results=False), _raw_rows(archive, results=True), strict=True)
    for number, (written, results) in enumerate(paired_rows, 1):
        # A row states its own number, so that a few bytes can ask for millions of empty rows.
        count = _count_cells(count, len(written))
        row = [_stored_cell(*pair) for pair in zip(written, results, strict=True)]
        if any(cell is not _EMPTY for cell in row):
            yield number, row


def _raw_rows(archive: bytes, *, results: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each row, formulas as such or as their last result; openpyxl has no single type of cell."""
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of extensions that it drops, such as the drop-downs of other programs; they hold no answers.
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(BytesIO(archive), read_only=True, data_only=results).worksheets[0]
        # The sheet's own word for its size is not taken: it may be the whole of what Excel can hold.
        sheet.reset_dimensions()
        yield from sheet.iter_rows()


def _stored_cell(written: Any, result: Any) -> _StoredCell:  # noqa: ANN401  # as _raw_rows yields them
    from openpyxl.styles.numbers import is_datetime

    value, is_formula = result.value, written.data_type == "f"
    if value is None and not is_formula:
        return _EMPTY
    is_day_alone = isinstance(value, datetime) and is_datetime(result.number_format) == "date"
    return _StoredCell(value, result.data_type, is_formula, is_day_alone)


def _cell(stored: _StoredCell) -> Cell:
    from openpyxl.utils.escape import unescape

    match stored.value:
        case None:
            return Cell("", CellFault.UNCOMPUTED_FORMULA if stored.is_formula else None)
        case str() as value if stored.data_type == "e":
            return Cell(value, CellFault.ERROR_VALUE)
        case datetime() as value if value.time() == time() or stored.is_day_alone:
            return Cell(value.date().isoformat(), is_day=True)
        case date() | datetime() as value:
            return Cell(value.isoformat(), is_day=True)
        case float() as value if value.is_integer():
            return Cell(str(int(value)))
        case value:
            return _text_cell(unescape(str(value)))
