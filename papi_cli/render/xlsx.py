"""The sheet to fill in, as an Excel workbook."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import takewhile
from textwrap import wrap
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import tostring

from papi_cli.render.cells import (
    ANSWER,
    BOX,
    CENTERED,
    FONT,
    HEAD,
    LINE_HEIGHT,
    TEXT,
    UNLOCKED,
    WRAPPED,
    put_row_like,
    put_text,
    row_height,
)
from papi_cli.render.words_tab import write_words
from papi_cli.text import printable
from papi_cli.views.sheet import Sheet, SheetColumn

_A4 = 9
_MM = 1 / 25.4
# The engine of Excel since 2019. It computes a workbook of an older one anew, and then asks whether to save it.
_CALCULATION_ENGINE = 191029
# The columns in which those who sign stand, among those that hold no answers: the second runs on over the empty cells to
# its right, since answers in a row without a code would be refused.
_PREPARED_COLUMN, _APPROVED_COLUMN = 3, 7
_ROWS_TO_SIGN_IN = 3
# What describes a font, of all that a cell of ours has.
_FONT_ELEMENTS = ("b", "sz", "color", "name", "family")
# Here the library would name itself and its version.
_NO_PROPERTIES = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'


class _Place(NamedTuple):
    """Where the table stands: the row of its heads, its first and last row, its last column."""

    head: int
    first: int
    last: int
    width: int

    def cells(self, column: int, last_column: int | None = None) -> str:
        """Return the range of the rows in a column, or from one column to another."""
        return f"{get_column_letter(column)}{self.first}:{get_column_letter(last_column or column)}{self.last}"


def render(sheet: Sheet) -> bytes:
    """Return the workbook, in which only the answers can be typed; choices are drop-downs, days are checked.

    The same sheet gives the same bytes. Raises OSError if the folder for temporary files, by way of which openpyxl makes
    it, cannot be written.
    """
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Ghi nhận kết quả"
    head = _write_remarks(page, sheet) + 2
    place = _Place(head, head + 1, head + len(sheet.rows), len(sheet.columns))
    _fill_table(page, sheet, place)
    choices = _write_choices(page, sheet, place.last + 2)
    last_row = _write_signature(page, sheet, place, choices[-1] + 2)
    if sheet.rows:
        _validate(page, sheet, place, choices)
        page.auto_filter.ref = f"A{head}:{get_column_letter(place.width)}{place.last}"
    _lock(page)
    _start_in_first_answer(page, sheet, place)
    _set_up_paper(page, place, last_row)
    if sheet.words is not None:
        write_words(book, sheet.words)
    book.calculation = CalcProperties(calcId=_CALCULATION_ENGINE, fullCalcOnLoad=False)
    book.properties.creator, book.properties.title = printable(sheet.author), printable(sheet.title)
    try:
        return _packed(book, datetime.combine(sheet.day, time()))
    except etree.SerialisationError as error:
        # lxml writes the files, and has a name of its own for what the system answers: IO_ENOSPC.
        raise OSError(getattr(errno, str(error).removeprefix("IO_"), errno.EIO), str(error)) from error


def _write_remarks(page: Worksheet, sheet: Sheet) -> int:
    """Write title and remarks, in lines as long as the table is wide; return the last row of them."""
    lines = [sheet.title, *(line for remark in sheet.remarks for line in wrap(remark, sheet.width))]
    for row, line in enumerate(lines, 1):
        put_text(page.cell(row, 1), line, size=13 if row == 1 else 11, bold=row == 1)
    return len(lines)


def _fill_table(page: Worksheet, sheet: Sheet, place: _Place) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(place.head, number)
        put_text(cell, column.head, bold=True)
        cell.fill, cell.border, cell.alignment = HEAD, BOX, CENTERED
        page.column_dimensions[get_column_letter(number)].width = column.width
    # A button to filter by covers the end of the last line of a head.
    page.row_dimensions[place.head].height = _height([column.head for column in sheet.columns], sheet) + LINE_HEIGHT
    patterns: list[Cell] = []
    for row_number, row in enumerate(sheet.rows, place.first):
        page.row_dimensions[row_number].height = _height(row, sheet)
        if patterns:
            put_row_like(page, patterns, row)
            continue
        for number, (text, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            patterns.append(put_text(page.cell(row_number, number), text))
            _style_cell(patterns[-1], column)


def _style_cell(cell: Cell, column: SheetColumn) -> None:
    cell.border, cell.alignment = BOX, WRAPPED
    # Text, so that no computer takes a document's number like 05/6 for a day, or a day's month for its day.
    cell.number_format = TEXT
    # Excel sorts a protected table only if all its cells are unlocked; what is only to be read refuses to be typed over
    # (see _validate).
    cell.protection = UNLOCKED
    if column.is_answer:
        cell.fill = ANSWER


def _height(texts: Sequence[str], sheet: Sheet) -> float:
    return row_height(texts, [column.width for column in sheet.columns])


def _write_choices(page: Worksheet, sheet: Sheet, row: int) -> range:
    """Write the choices with what they mean from `row` on, and return the rows of the choices themselves."""
    put_text(page.cell(row, 1), sheet.choices_title, bold=True)
    rows = range(row + 1, row + 1 + len(sheet.choices))
    for number, choice in zip(rows, sheet.choices, strict=True):
        put_text(page.cell(number, 1), choice.word)
        put_text(page.cell(number, _PREPARED_COLUMN), choice.meaning)
    return rows


def _write_signature(page: Worksheet, sheet: Sheet, place: _Place, row: int) -> int:
    """Write who signs from `row` on, with room for it; return the row of the names, which may be typed."""
    name_row = row + len(sheet.signature.right) + _ROWS_TO_SIGN_IN
    for first_row, column, last_column, lines in (
        (row + 1, _PREPARED_COLUMN, _PREPARED_COLUMN, sheet.signature.left),
        (row, _APPROVED_COLUMN, place.width, sheet.signature.right),
    ):
        titles = {first_row + len(lines) - 2, name_row}
        for number in (*range(first_row, first_row + len(lines)), name_row):
            text = lines[number - first_row] if number != name_row else ""
            put_text(page.cell(number, column), text, bold=number in titles)
            for each in range(column, last_column + 1):
                # Over several cells without merging them: what is merged with answers would count for one.
                page.cell(number, each).alignment = Alignment(horizontal="centerContinuous")
        page.cell(name_row, column).protection = UNLOCKED
    page.cell(row, _APPROVED_COLUMN).protection = UNLOCKED
    return name_row


def _validate(page: Worksheet, sheet: Sheet, place: _Place, choices: range) -> None:
    for number, column in enumerate(sheet.columns, 1):
        if column.is_choice:
            rule = DataValidation(type="list", formula1=f"$A${choices[0]}:$A${choices[-1]}")
        elif column.is_day:
            first = f"{get_column_letter(number)}{place.first}"
            rule = DataValidation(type="custom", formula1=_day_formula(first, sheet.first_year, sheet.last_year))
        elif column.is_answer:
            continue
        else:
            rule = DataValidation(type="custom", formula1="FALSE")
        _word_rule(rule, column)
        rule.add(place.cells(number))
        page.add_data_validation(rule)


def _word_rule(rule: DataValidation, column: SheetColumn) -> None:
    rule.allowBlank = rule.showErrorMessage = True
    rule.errorTitle, rule.error = printable(column.head), printable(column.refusal)
    if column.hint:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = printable(column.head), printable(column.hint)


def _day_formula(cell: str, first_year: int, last_year: int) -> str:
    """Return the formula that is true of a text d/m/yyyy that is a day, whatever the settings of the computer.

    A day that the spreadsheet has made a number of is no text, and false. The year has the figures that the years of the
    plan have in common: 202? for 2026 to 2028. Excel takes up to 255 characters.
    """
    common = takewhile(lambda figures: figures[0] == figures[1], zip(str(first_year), str(last_year), strict=True))
    year = "".join(figure for figure, _ in common).ljust(4, "?")
    spread = f'SUBSTITUTE({cell},"/","     ")'  # day and month lie in the first and the second five characters
    month = f"MID({spread},6,5)"
    return (
        f'IFERROR(AND(COUNTIF({cell},"*/*/{year}"),COUNTIF({cell},"*/*/*/*")=0,FIND("/",{cell})<4,'
        f"MONTH(DATE(RIGHT({cell},4),{month},LEFT({spread},5)))={month}+0),FALSE)"
    )


def _lock(page: Worksheet) -> None:
    """Protect the page, but let people filter, sort, and make columns and rows larger; all flags are prohibitions."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.protection.autoFilter = page.protection.sort = False


def _start_in_first_answer(page: Worksheet, sheet: Sheet, place: _Place) -> None:
    page.freeze_panes = page.cell(place.first, 3).coordinate
    number = next((number for number, column in enumerate(sheet.columns, 1) if column.is_answer), 1)
    selection = page.sheet_view.selection[-1]  # of the pane that moves
    selection.activeCell = selection.sqref = page.cell(place.first, number).coordinate


def _set_up_paper(page: Worksheet, place: _Place, last_row: int) -> None:
    """Print on landscape A4, as wide as the paper, with the heads and the number on each page."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{place.head}:{place.head}"
    page.print_area = f"A1:{get_column_letter(place.width)}{last_row}"
    page.page_margins.left, page.page_margins.right = 15 * _MM, 10 * _MM
    page.page_margins.top = page.page_margins.bottom = 15 * _MM
    page.page_margins.footer = 7 * _MM
    footer = page.HeaderFooter.oddFooter
    assert footer is not None  # a new worksheet has one
    footer.center.text, footer.center.font, footer.center.size = "Trang &P/&N", f"{FONT},Regular", 10


def _packed(book: Workbook, day: datetime) -> bytes:
    """Return the workbook as an archive that depends on nothing but its content; it was made on the `day`."""
    saved, out = BytesIO(), BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = day  # saving sets the clock's
    replaced = {"docProps/app.xml": _NO_PROPERTIES, "docProps/core.xml": tostring(book.properties.to_tree())}
    with ZipFile(saved) as source, ZipFile(out, "w") as archive:
        for name in source.namelist():
            entry = ZipInfo(name)
            # By default the operating system; the bytes must not depend on it.
            entry.create_system = 0
            content = replaced.get(name) or source.read(name)
            if name.startswith("xl/worksheets/"):
                # The heights are where to begin: a row grows with what is written into it, and is fitted after sorting.
                content = content.replace(b' customHeight="1"', b"")
            elif name == "xl/styles.xml":
                # The width of columns is counted in figures of the first font, which openpyxl leaves to the theme.
                content = content.replace(b"Calibri", FONT.encode()).replace(b'<scheme val="minor"/>', b"")
                content = _fonts_in_order(content)
            archive.writestr(entry, content, ZIP_DEFLATED)
    return out.getvalue()


def _fonts_in_order(styles: bytes) -> bytes:
    """Return the styles with what describes a font in the order of Excel, which validators ask for; openpyxl's is another."""
    root = etree.fromstring(styles)
    for font in root.iter(f"{{{SHEET_MAIN_NS}}}font"):
        for name in _FONT_ELEMENTS:
            # What is appended moves to the end.
            font.extend(font.findall(f"{{{SHEET_MAIN_NS}}}{name}"))
    return etree.tostring(root)
