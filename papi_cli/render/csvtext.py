"""CSV for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

from papi_cli.views.page import Table

# A spreadsheet runs a cell that starts with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render(table: Table, *, separator: str) -> bytes:
    """Return the table as CSV (RFC 4180), in UTF-8 with the byte order mark that Excel needs; no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([column.head for column in table.columns])
    writer.writerows([_safe(cell) for cell in row.cells] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
