"""The bytes of a file that people fill in → its tabs: a CSV file here, an Excel workbook by `sheets.workbook`."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import product
from typing import Final

from papi_cli.sheets.grid import Cell, CellCount, FileFault, Grid, Tab, TooManyCells, text_cell
from papi_cli.sheets.header import SEARCH_ROWS, names_columns
from papi_cli.text import without_formula_guard

# The shipped plan's sheet for all agencies takes 64 kB, 0.9 MB unpacked, with 45,000 elements in 772 rows of 13 columns.
MAX_BYTES = 5_000_000
_EMPTY_ROW: Sequence[Cell] = ()
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first bytes of .xls files, and of workbooks that open with a password.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SEPARATORS = (",", ";", "\t")
_BOM = "\ufeff"


def read_tabs(raw: bytes) -> tuple[Tab, ...] | FileFault:
    """Return the tabs of a CSV file (one without a name) or an Excel workbook, rows numbered as shown there.

    CSV is separated by commas, semicolons or tabs, in UTF-8, or in UTF-16 with a byte order mark (Excel's "Unicode
    Text"). Any other bytes, and what goes beyond the bounds, are a FileFault.
    """
    if len(raw) > MAX_BYTES:
        return FileFault.TOO_LARGE
    if raw.startswith(b"PK"):
        from papi_cli.sheets.workbook import read_workbook

        return read_workbook(raw)
    if raw.startswith(_OLE):
        return FileFault.OLD_OR_LOCKED_WORKBOOK
    text = _text_of(raw)
    if isinstance(text, FileFault):
        return text
    grid = _csv_grid(text)
    return grid if isinstance(grid, FileFault) else (Tab("", grid),)


def _text_of(raw: bytes) -> str | FileFault:
    """Return the text of a CSV file without its byte order marks, of which some programs put a second one."""
    try:
        text = raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8").lstrip(_BOM)
    except UnicodeDecodeError:
        # A text has lines and no NUL; a picture, a PDF or half of a file in UTF-16 has one soon.
        is_text = b"\0" not in raw and not raw.startswith(b"%PDF")
        return FileFault.OTHER_ENCODING if is_text else FileFault.NEITHER_CSV_NOR_WORKBOOK
    # Some systems export tables as web pages, and Excel's XML of 2003, under names that end with .xls.
    return FileFault.WEB_PAGE if text.lstrip().startswith("<") else text


def _csv_grid(text: str) -> Grid | FileFault:
    separator = _separator_of(text)
    try:
        try:
            return list(_csv_rows(text, separator, quotes=True))
        except csv.Error:
            if separator != "\t":
                return FileFault.DAMAGED_CSV
            # Google Sheets quotes nothing in what it separates by tabs, where a cell may begin with a quotation mark.
            return list(_csv_rows(text, separator, quotes=False))
    except TooManyCells:
        return FileFault.TOO_MANY_CELLS
    except csv.Error:
        return FileFault.DAMAGED_CSV


def _separator_of(text: str) -> str:
    """Return the separator of the heads, in which a title has none; without heads, the most frequent in the first line."""
    lines = text.split("\n", SEARCH_ROWS)[:SEARCH_ROWS]
    for line, separator in product(lines, _SEPARATORS):
        if names_columns(cell.strip('"') for cell in line.rstrip("\r").split(separator)):
            return separator
    return max(_SEPARATORS, key=lines[0].count)


def _csv_rows(text: str, separator: str, *, quotes: bool) -> Iterator[tuple[int, Sequence[Cell]]]:
    quoting: Final = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True, quoting=quoting)
    line, count = 1, CellCount()
    for cells in reader:
        count.add(1 + len(cells))
        yield line, [text_cell(without_formula_guard(cell)) for cell in cells] if cells else _EMPTY_ROW
        line = reader.line_num + 1
