"""The tab for words of the sheet to fill in."""

from __future__ import annotations

from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from papi_cli.render.cells import (
    ANSWER,
    BOX,
    CENTERED,
    HEAD,
    LINE_HEIGHT,
    TEXT,
    UNLOCKED,
    WRAPPED,
    put_row_like,
    put_text,
    row_height,
)
from papi_cli.views.words_table import WordsTable

_WIDTHS = (13, 20, 20, 34, 80)
_WIDTH = 160  # of lines that run on over the cells beside them
# Lines that may be written before the row has to grow.
_LINES = 4
_A4 = 9


def write_words(book: Workbook, words: WordsTable) -> None:
    """Add the tab, in which only the words can be typed."""
    page = book.create_sheet(words.tab)
    lines = [words.title, *(line for remark in words.remarks for line in wrap(remark, _WIDTH))]
    for row, line in enumerate(lines, 1):
        put_text(page.cell(row, 1), line, size=13 if row == 1 else 11, bold=row == 1)
    head = len(lines) + 2
    for number, (text, width) in enumerate(zip(words.heads, _WIDTHS, strict=True), 1):
        cell = page.cell(head, number)
        put_text(cell, text, bold=True)
        cell.fill, cell.border, cell.alignment = HEAD, BOX, CENTERED
        page.column_dimensions[get_column_letter(number)].width = width
    patterns: list[Cell] = []
    for row, texts in enumerate(words.rows, head + 1):
        page.row_dimensions[row].height = max(row_height((*texts, ""), _WIDTHS), _LINES * LINE_HEIGHT)
        if patterns:
            put_row_like(page, patterns, (*texts, ""))
            continue
        patterns += (put_text(page.cell(row, number), text) for number, text in enumerate((*texts, ""), 1))
        for cell in patterns:
            cell.border, cell.alignment, cell.number_format = BOX, WRAPPED, TEXT
        patterns[-1].fill, patterns[-1].protection = ANSWER, UNLOCKED
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.freeze_panes = page.cell(head + 1, 1).coordinate
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
