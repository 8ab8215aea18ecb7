"""Where a row or a cell stands, and whose it is, so that its reader finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papi_cli.sheets.grid import Cell
from papi_cli.sheets.header import COLUMN_HEADS, Header


class RowPlace(NamedTuple):
    """A row: number (from 1) and name of its tab ("" in CSV), its own number; code and agency as they stand in it.

    `is_sent_back`: it stands in a table that says of itself that an agency fills it in and sends it back.
    """

    tab: int
    tab_name: str
    number: int
    item: str = ""
    agency: str = ""
    is_hidden: bool = False
    is_sent_back: bool = False


class CellPlace(NamedTuple):
    """A cell: its row, its column from 0 (-1: the sheet has no such column), and the head of that ("": it has none)."""

    row: RowPlace
    column: int
    head: str


class FilledRow(NamedTuple):
    """A row in which something is filled in: its cells by key, as they stand there, and the header above it."""

    place: RowPlace
    cells: Mapping[str, Cell]
    header: Header

    def place_of(self, key: str) -> CellPlace:
        """Return the place of the cell in the column of `key`."""
        head = self.header.heads.get(key, COLUMN_HEADS[key])
        return CellPlace(self.place, self.header.columns.get(key, -1), head)
