"""The sheet to fill in as an Excel workbook."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.views.sheet import Sheet

_FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="D9E2F3")
_ANSWER = PatternFill("solid", fgColor="FFF8DC")
_A4 = 9
_MM = 1 / 25.4
_LINE_HEIGHT = 14.5  # points, of 11-point type


def render(made: Sheet) -> bytes:
    """Return the workbook: all but the answers locked, drop-downs, real days, heads on every printed page."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Ghi nhận kết quả"
    choices = book.create_sheet("Danh mục")
    choices.sheet_state = "hidden"
    for place, choice in enumerate(made.choices, 1):
        _write_text(choices.cell(place, 1), choice)
    for place, line in enumerate((made.title, *made.remarks), 1):
        _write_text(page.cell(place, 1), line)
        page.cell(place, 1).font = Font(name=_FONT, size=13 if place == 1 else 11, bold=place == 1)
    head = len(made.remarks) + 2
    _fill_table(page, made, head)
    _validate(page, made, head)
    _set_up_page(page, made, head)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text as text, whatever it starts with."""
    assert isinstance(cell, Cell)  # this sheet merges none
    cell.value = text or None
    if text:
        cell.data_type = "s"


def _fill_table(page: Worksheet, made: Sheet, head: int) -> None:
    for column, about in enumerate(made.columns, 1):
        cell = page.cell(head, column)
        _write_text(cell, about.head)
        cell.font, cell.fill, cell.border = Font(name=_FONT, size=11, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = about.width
    page.row_dimensions[head].height = _height([about.head for about in made.columns], made)
    for place, row in enumerate(made.rows, head + 1):
        page.row_dimensions[place].height = _height(row, made)
        for column, (text, about) in enumerate(zip(row, made.columns, strict=True), 1):
            cell = page.cell(place, column)
            _write_text(cell, text)
            cell.font, cell.border = Font(name=_FONT, size=11), _BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if about.is_answer:
                cell.fill, cell.protection = _ANSWER, Protection(locked=False)
                # Text, so that a document's number like 05/6 is not taken for a day.
                cell.number_format = "dd/mm/yyyy" if about.is_day else "@"


def _height(texts: Sequence[str], made: Sheet) -> float:
    """Return a height in points that shows every cell whole: no program heightens the rows of a file it only opens."""
    lines = max(len(wrap(text, about.width)) for text, about in zip(texts, made.columns, strict=True))
    return _LINE_HEIGHT * max(lines, 1) + 2


def _validate(page: Worksheet, made: Sheet, head: int) -> None:
    if not made.rows:
        return
    for column, about in enumerate(made.columns, 1):
        if about.is_choice:
            rule = DataValidation(type="list", formula1=f"'Danh mục'!$A$1:$A${len(made.choices)}", allow_blank=True)
            rule.error = "Chọn một kết quả trong danh sách."
        elif about.is_day:
            first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (made.first, made.last))
            rule = DataValidation(type="date", operator="between", formula1=first, formula2=last, allow_blank=True)
            rule.error = "Ghi một ngày, ví dụ 10/6/2026."
        else:
            continue
        rule.errorTitle, rule.showErrorMessage = about.head, True
        letter = get_column_letter(column)
        rule.add(f"{letter}{head + 1}:{letter}{head + len(made.rows)}")
        page.add_data_validation(rule)


def _set_up_page(page: Worksheet, made: Sheet, head: int) -> None:
    """Lock the page, and make it print on A4 across, as wide as the paper, with heads and page numbers."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.freeze_panes = page.cell(head + 1, 3).coordinate
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{head}:{head}"
    page.print_area = f"A1:{get_column_letter(len(made.columns))}{head + len(made.rows)}"
    page.page_margins.left, page.page_margins.right = 15 * _MM, 10 * _MM
    page.page_margins.top = page.page_margins.bottom = 15 * _MM
    page.page_margins.footer = 7 * _MM
    footer = page.HeaderFooter.oddFooter
    assert footer is not None  # a new worksheet has one
    footer.center.text = "Trang &P/&N"
