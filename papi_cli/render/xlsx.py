"""The sheet to fill in, as an Excel workbook."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.text import printable
from papi_cli.views.sheet import Sheet

_FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="D9E2F3")
_ANSWER = PatternFill("solid", fgColor="FFF8DC")
_A4 = 9
_MM = 1 / 25.4
_LINE_HEIGHT = 14.5  # points, of 11-point type


def render(sheet: Sheet) -> bytes:
    """Return the workbook, in which only the answers can be edited; choices are drop-downs, days are checked.

    Raises OSError if the folder for temporary files, by way of which openpyxl makes it, cannot be written.
    """
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Ghi nhận kết quả"
    choices = book.create_sheet("Danh mục")
    choices.sheet_state = "hidden"
    for row_number, choice in enumerate(sheet.choices, 1):
        _write_text(choices.cell(row_number, 1), choice)
    for row_number, line in enumerate((sheet.title, *sheet.remarks), 1):
        _write_text(page.cell(row_number, 1), line)
        page.cell(row_number, 1).font = Font(name=_FONT, size=13 if row_number == 1 else 11, bold=row_number == 1)
    head_row = len(sheet.remarks) + 2
    _fill_table(page, sheet, head_row)
    _validate(page, sheet, head_row)
    _set_up_page(page, sheet, head_row)
    out = BytesIO()
    try:
        book.save(out)
    except SerialisationError as error:
        # lxml writes the files, and has a name of its own for what the system answers: IO_ENOSPC.
        raise OSError(getattr(errno, str(error).removeprefix("IO_"), errno.EIO), str(error)) from error
    return out.getvalue()


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays a text, even if it looks like a formula; a workbook can hold no control characters."""
    assert isinstance(cell, Cell)  # this sheet merges none
    cell.value = printable(text) or None
    if text:
        cell.data_type = "s"


def _fill_table(page: Worksheet, sheet: Sheet, head_row: int) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(head_row, number)
        _write_text(cell, column.head)
        cell.font, cell.fill, cell.border = Font(name=_FONT, size=11, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.row_dimensions[head_row].height = _height([column.head for column in sheet.columns], sheet)
    for row_number, row in enumerate(sheet.rows, head_row + 1):
        page.row_dimensions[row_number].height = _height(row, sheet)
        for number, (text, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            cell = page.cell(row_number, number)
            _write_text(cell, text)
            cell.font, cell.border = Font(name=_FONT, size=11), _BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column.is_answer:
                cell.fill, cell.protection = _ANSWER, Protection(locked=False)
                # Text, so that a document's number like 05/6 is not taken for a day.
                cell.number_format = "dd/mm/yyyy" if column.is_day else "@"


def _height(texts: Sequence[str], sheet: Sheet) -> float:
    """Return the height in points at which every cell of the row is whole; Excel does not adjust rows on opening."""
    lines = max(len(wrap(text, column.width)) for text, column in zip(texts, sheet.columns, strict=True))
    return _LINE_HEIGHT * max(lines, 1) + 2


def _validate(page: Worksheet, sheet: Sheet, head_row: int) -> None:
    if not sheet.rows:
        return
    for number, column in enumerate(sheet.columns, 1):
        if column.is_choice:
            rule = DataValidation(type="list", formula1=f"'Danh mục'!$A$1:$A${len(sheet.choices)}", allow_blank=True)
            rule.error = "Chọn một kết quả trong danh sách."
        elif column.is_day:
            first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (sheet.first, sheet.last))
            rule = DataValidation(type="date", operator="between", formula1=first, formula2=last, allow_blank=True)
            rule.error = "Ghi một ngày, ví dụ 10/6/2026."
        else:
            continue
        rule.errorTitle, rule.showErrorMessage = column.head, True
        letter = get_column_letter(number)
        rule.add(f"{letter}{head_row + 1}:{letter}{head_row + len(sheet.rows)}")
        page.add_data_validation(rule)


def _set_up_page(page: Worksheet, sheet: Sheet, head_row: int) -> None:
    """Lock the page; print it on landscape A4, as wide as the paper, with the heads and the number on each page."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.freeze_panes = page.cell(head_row + 1, 3).coordinate
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{head_row}:{head_row}"
    page.print_area = f"A1:{get_column_letter(len(sheet.columns))}{head_row + len(sheet.rows)}"
    page.page_margins.left, page.page_margins.right = 15 * _MM, 10 * _MM
    page.page_margins.top = page.page_margins.bottom = 15 * _MM
    page.page_margins.footer = 7 * _MM
    footer = page.HeaderFooter.oddFooter
    assert footer is not None  # a new worksheet has one
    footer.center.text = "Trang &P/&N"
