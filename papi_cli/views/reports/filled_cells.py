"""What people wrote into the marked cells of a document's tables: it is shown where it stands, nothing is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papi_cli.text import PLACEHOLDER, nfc
from papi_cli.views.reports.alignment import Allowance, align
from papi_cli.views.reports.alterations import Place
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock


class FilledCell(NamedTuple):
    """A cell that was filled in: its place, as papi wrote the document, and its text."""

    place: Place
    text: str


class _Table(NamedTuple):
    annex: str
    number: int
    rows: tuple[tuple[str, ...], ...]


def filled_cells(written: Sequence[PrintedBlock], found: Sequence[PrintedBlock]) -> tuple[FilledCell, ...]:
    """Return the cells written as blanks in which something stands now; raises TooMuchAlike as `align` does.

    Rows and tables that people put in or took out between those that papi wrote are passed over.
    """
    before, now, allowance = list(_tables(written)), list(_tables(found)), Allowance()

    def likeness(one: int, other: int) -> float:
        return float(before[one].rows[0] == now[other].rows[0])

    pairs = align([table.rows for table in before], [table.rows for table in now], likeness, allowance)
    return tuple(
        cell
        for pair in pairs
        if pair.written is not None and pair.found is not None
        for cell in _cells(before[pair.written], now[pair.found], allowance)
    )


def _cells(before: _Table, now: _Table, allowance: Allowance) -> Iterator[FilledCell]:
    def likeness(one: int, other: int) -> float:
        fixed = [index for index, cell in enumerate(before.rows[one]) if not _is_blank(cell)]
        if len(before.rows[one]) != len(now.rows[other]):
            return 0.0
        same = sum(before.rows[one][index] == now.rows[other][index] for index in fixed)
        return same / len(fixed) if fixed else 1.0

    for pair in align(before.rows, now.rows, likeness, allowance):
        if pair.written is None or pair.found is None or likeness(pair.written, pair.found) == 0:
            continue
        place = Place(before.annex, table=before.number, row=pair.written)
        row, other = before.rows[pair.written], now.rows[pair.found]
        for head, cell, filled in zip(before.rows[0], row, other, strict=False):
            if _is_blank(cell) and filled and not _is_blank(filled):
                yield FilledCell(place._replace(column=head), filled)


def _is_blank(cell: str) -> bool:
    return PLACEHOLDER.rstrip("]") in cell


def _tables(blocks: Sequence[PrintedBlock]) -> Iterator[_Table]:
    annex, number = "", 0
    for block in blocks:
        match block:
            case Line(text, is_annex=True):
                annex, number = _plain(text), 0
            case Grid(rows) if rows:
                number += 1
                yield _Table(annex, number, tuple(tuple(map(_plain, row)) for row in rows))
            case _:
                pass


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())
