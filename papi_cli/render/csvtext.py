"""CSV for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

from papi_cli.text import guard_formula, printable
from papi_cli.views.page import Table


def render(table: Table, *, separator: str) -> bytes:
    """Return the table as CSV (RFC 4180), in UTF-8 with the byte order mark that Excel needs.

    No cell is a formula (`text.guard_formula`) or holds a control character.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([guard_formula(printable(column.head)) for column in table.columns])
    writer.writerows([guard_formula(printable(cell)) for cell in row.cells] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")
