"""The bytes of an Excel workbook → its tabs, all within bounds."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple

from papi_cli.archives import DamagedArchive, OversizedArchive, repack, unpack
from papi_cli.sheets.grid import EMPTY_CELL, Cell, CellCount, CellFault, FileFault, Tab, TooManyCells, text_cell

_MAX_UNPACKED_BYTES = 50_000_000
# Elements of XML, of which a filled cell takes four: some 8,000 rows. openpyxl makes objects of up to half a kilobyte.
_MAX_ELEMENTS = 500_000
# More than Excel puts on its row of tabs at first sight; openpyxl looks into each of them.
_MAX_SHEETS = 255
# What other spreadsheets pack into archives of the same kind.
_OTHER_ARCHIVES: Mapping[FileFault, re.Pattern[str]] = {
    FileFault.BINARY_WORKBOOK: re.compile(r"xl/workbook\.bin"),
    FileFault.OPEN_DOCUMENT: re.compile(r"mimetype"),
    FileFault.NUMBERS_DOCUMENT: re.compile(r"Index/.*\.iwa|Index\.zip"),
}
# ISO 29500 has its own names of namespaces for "strict" workbooks, whose parts are otherwise the same; openpyxl knows
# those that every program writes unless it is asked.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|spreadsheetml|drawingml)/")
_TRANSITIONAL = {
    b"officeDocument": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"spreadsheetml": b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
    b"drawingml": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def read_workbook(raw: bytes) -> tuple[Tab, ...] | FileFault:
    """Return the worksheets in the order of their tabs, without empty rows.

    The cell of a formula has the result that the spreadsheet kept, which is what the person saw. What a merged cell holds
    stands in the first column of each of its rows. What is no workbook, and what goes beyond the bounds above, is a
    FileFault.
    """
    try:
        parts = unpack(raw, most_bytes=_MAX_UNPACKED_BYTES)
    except OversizedArchive:
        return FileFault.UNPACKED_TOO_LARGE
    except DamagedArchive:
        return FileFault.DAMAGED_WORKBOOK
    for fault, name in _OTHER_ARCHIVES.items():
        if any(map(name.fullmatch, parts)):
            return fault
    documents = {name: _in_transitional_terms(part) for name, part in _documents(parts).items()}
    if any(map(_declares_a_type, documents.values())):
        return FileFault.DAMAGED_WORKBOOK
    if _count_of(b"<", documents) > _MAX_ELEMENTS or _count_of(b"sheetId", documents) > _MAX_SHEETS:
        return FileFault.TOO_MANY_CELLS
    return _tabs_within_bounds(documents)


def _documents(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook that can hold answers: no pictures and macros."""
    return {name: part for name, part in parts.items() if name.lower().endswith((".xml", ".rels"))}


def _in_transitional_terms(part: bytes) -> bytes:
    def transitional(found: re.Match[bytes]) -> bytes:
        return _TRANSITIONAL[found[1]]

    return _STRICT.sub(transitional, part) if b"purl.oclc.org" in part else part


def _declares_a_type(part: bytes) -> bool:
    """Return whether a part has a document type, in which entities are declared; workbooks have none by their standard.

    openpyxl has what it streams read by the Expat of Python, which expands entities to a hundred times the part.
    """
    return b"<!DOCTYPE" in part.replace(b"\0", b"")  # in UTF-16 every other byte is 0


def _count_of(sign: bytes, parts: Mapping[str, bytes]) -> int:
    return sum(part.count(sign) for part in parts.values())


def _tabs_within_bounds(documents: Mapping[str, bytes]) -> tuple[Tab, ...] | FileFault:
    try:
        with redirect_stdout(None):  # openpyxl prints what it misses in damaged styles, which is no answer of papi
            return tuple(_tabs(documents))
    except TooManyCells:
        return FileFault.TOO_MANY_CELLS
    except Exception:  # noqa: BLE001  # nothing but openpyxl runs here, and damaged XML makes it raise whatever there is
        return FileFault.DAMAGED_WORKBOOK


def _tabs(documents: Mapping[str, bytes]) -> Iterator[Tab]:
    archive, count = repack(documents), CellCount()
    with warnings.catch_warnings():
        # openpyxl warns of extensions that it drops, such as the drop-downs of other programs; they hold no answers.
        warnings.simplefilter("ignore")
        for written, results in zip(
            _worksheets(archive, results=False), _worksheets(archive, results=True), strict=True
        ):
            part = documents[written.place]
            rows = {
                number: [_cell(cell) for cell in stored]
                for number, stored in _stored_rows(written.page, results.page, count)
            }
            filled = {number: row for number, row in rows.items() if any(cell.is_filled for cell in row)}
            _add_links(filled, part, written.links)
            _spread_merged(filled, part, count)
            is_hidden = written.page.sheet_state != "visible"
            yield Tab(str(written.page.title), tuple(filled.items()), is_hidden, frozenset(_hidden_rows(part)))


class _Worksheet(NamedTuple):
    """A worksheet as openpyxl streams it, the name of its part in the archive, and where its links lead, by their ids."""

    page: Any
    place: str
    links: Mapping[str, str]


def _worksheets(archive: bytes, *, results: bool) -> list[_Worksheet]:
    """Return the worksheets, with formulas as such or as their last result; openpyxl has no single type of cell."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(BytesIO(archive), read_only=True, data_only=results)
    reader.read()
    places = [
        rel.target
        for _, rel in reader.parser.find_sheets()
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    ]
    pages = zip(reader.wb.worksheets, places, strict=True)
    return [_Worksheet(page, place, _links_from(reader, place)) for page, place in pages]


def _links_from(reader: Any, place: str) -> Mapping[str, str]:  # noqa: ANN401  # openpyxl's reader has no types
    """Return where the links of a worksheet lead that lead out of the file, by the ids that it has for them."""
    from openpyxl.packaging.relationship import get_dependents

    folder, _, name = place.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in reader.valid_files:
        return {}
    found = get_dependents(reader.archive, relations)
    return {str(link.Id): str(link.Target) for link in found if link.TargetMode == "External"}


class _StoredCell(NamedTuple):
    """What openpyxl reads of a cell: its value, of a formula the last result, and how it is shown."""

    value: Any
    data_type: str
    is_formula: bool
    is_day_alone: bool


_EMPTY = _StoredCell(None, "n", is_formula=False, is_day_alone=False)


def _stored_rows(written: Any, results: Any, count: CellCount) -> Iterator[tuple[int, list[_StoredCell]]]:  # noqa: ANN401  # openpyxl's worksheets have no type in common
    """Yield the rows with a cell that is stored, as openpyxl reads them."""
    for page in (written, results):
        # The sheet's own word for its size is not taken: it may be the whole of what Excel can hold.
        page.reset_dimensions()
    for number, (row, row_of_results) in enumerate(zip(written.iter_rows(), results.iter_rows(), strict=True), 1):
        # A row states its own number, so that a few bytes can ask for millions of empty rows.
        count.add(1 + len(row))
        stored = [_stored_cell(*pair) for pair in zip(row, row_of_results, strict=True)]
        if any(cell is not _EMPTY for cell in stored):
            yield number, stored


def _stored_cell(written: Any, result: Any) -> _StoredCell:  # noqa: ANN401  # openpyxl has no single type of cell
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
            return Cell("", CellFault.UNCOMPUTED_FORMULA) if stored.is_formula else EMPTY_CELL
        case str() as value if stored.data_type == "e":
            return Cell(value, CellFault.ERROR_VALUE)
        case datetime() as value if value.time() == time() or stored.is_day_alone:
            return Cell(value.date().isoformat(), is_day=True)
        case date() | datetime() as value:
            return Cell(value.isoformat(), is_day=True)
        case float() as value if value.is_integer():
            return Cell(str(int(value)))
        case value:
            return text_cell(unescape(str(value)))


# What openpyxl leaves out when it streams: hidden rows, links and merged cells

_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)")
_NUMBER = re.compile(rb"\sr=[\"'](\d+)")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>")
_LINKED = re.compile(rb"\sref=[\"']([A-Z]{1,3})(\d{1,7})\b")
_LINK_ID = re.compile(rb"\s\w+:id=[\"']([^\"']+)[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']")


def _hidden_rows(part: bytes) -> Iterator[int]:
    """Yield the numbers of the hidden rows of a worksheet; a row without a number follows the one before it."""
    number = 0
    for row in _ROW.finditer(part):
        own = _NUMBER.search(row[0])
        number = int(own[1]) if own else number + 1
        if _HIDDEN.search(row[0]):
            yield number


def _add_links(rows: Mapping[int, list[Cell]], part: bytes, targets: Mapping[str, str]) -> None:
    """Give the cells that lead out of the file when they are clicked the place where they lead."""
    for link in _LINK.finditer(part):
        place, id_ = _LINKED.search(link[0]), _LINK_ID.search(link[0])
        if place and id_ and (target := targets.get(id_[1].decode(errors="replace"))):
            row, column = rows.get(int(place[2]), []), _column_of(place[1])
            if column < len(row):
                row[column] = row[column]._replace(link=target)


def _spread_merged(rows: dict[int, list[Cell]], part: bytes, count: CellCount) -> None:
    """Give each of the `rows` that a merged cell of several rows covers what stands in it, in its first column.

    What lies hidden beneath a merged cell, as LibreOffice can leave it, is not what the person saw.
    """
    numbers: Sequence[int] = sorted(rows)
    for letters, first, last in (found.groups() for found in _MERGED.finditer(part)):
        top, column = int(first), _column_of(letters)
        held = rows.get(top, [])
        cell = held[column] if column < len(held) else EMPTY_CELL
        for number in numbers[bisect_right(numbers, top) : bisect_right(numbers, int(last))]:
            row = rows[number]
            missing = column + 1 - len(row) if cell.is_filled else 0
            count.add(1 + max(missing, 0))
            row.extend([EMPTY_CELL] * missing)
            if column < len(row):
                row[column] = cell._replace(merged_from=top)


def _column_of(letters: bytes) -> int:
    """Return the number of a column, from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
