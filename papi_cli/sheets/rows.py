"""The tabs that people fill in → drafts, with every bad cell named by tab, row, column and fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papi_cli.log.drafts import BadEvidence, Draft
from papi_cli.log.events import Evidence
from papi_cli.log.kinds import AGENCY_KINDS
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent
from papi_cli.log.soundness import RefusalReason
from papi_cli.plan.model import Plan
from papi_cli.sheets.grid import EMPTY_CELL, Cell, CellFault, Tab
from papi_cli.sheets.header import BadHeader, Header, HeaderFault, find_header, is_sent_back, read_header
from papi_cli.sheets.places import CellPlace, FilledRow, RowPlace
from papi_cli.sheets.row_reader import BadCell, MovedEvidence, RowReader
from papi_cli.text import is_in_years

_ANSWER_COLUMNS = ("event", "date", "document", "within", "until", "evidence", "note", "target")
# The nearest name takes a millisecond to find, and nobody is shown more bad cells than these.
_MOST_SUGGESTIONS = 200


class ShownCell(NamedTuple):
    """A cell that the sheet shows and nobody has to fill in, of a row without an answer."""

    place: CellPlace
    text: str


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """What the tabs of a file say.

    - `drafts`, and in `rows` the row of each.
    - `bad_cells` in the order of tabs, rows and columns; their rows have no draft.
    - `moved`: evidence that is none, and went into the notes of its drafts.
    - `tabs`: the number of those that were read; `unread` are the names of the others that show something, `hidden`
      those of the tabs that were read though the spreadsheet does not show them.
    - `listed`: what stands in the column of the agency, in every row that names an item, answered or not.
    - `shown`: what stands in the columns that a sheet of `papi sheet` shows, in the rows without an answer.
    """

    drafts: tuple[Draft, ...]
    rows: tuple[FilledRow, ...]
    bad_cells: tuple[BadCell, ...]
    moved: tuple[MovedEvidence, ...] = ()
    tabs: int = 1
    unread: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    listed: frozenset[str] = frozenset()
    shown: tuple[ShownCell, ...] = ()


def parse_rows(
    plan: Plan, tabs: Sequence[Tab], *, today: date, by: str, find_evidence: Callable[[str], Evidence | BadEvidence]
) -> ParsedRows | BadHeader:
    """Return what the rows of every tab with a header say; rows without an answer are skipped.

    The header is the first row that names item and event, by event key or by the sheet's Vietnamese head; it may stand
    again further down. Columns that are there to be read only, and `id`, `recorded` and `by` (a recording sets its own),
    are skipped. `find_evidence` returns the evidence that words name. If no tab has a header, or one has an unknown or
    missing column, nothing is read.
    """
    headers = [find_header(tab.grid, tab.name if len(tabs) > 1 else "") for tab in tabs]
    faults = [header for header in headers if isinstance(header, BadHeader)]
    for fault in faults:
        if fault.fault is not HeaderFault.ABSENT or len(faults) == len(tabs):
            return fault
    parser = _Parser(lambda *, suggests: RowReader(plan, today, by, find_evidence, suggests=suggests))
    for number, (tab, header) in enumerate(zip(tabs, headers, strict=True), 1):
        if isinstance(header, Header) and (again := parser.read_tab(number, tab, header)):
            return again._replace(tab=tab.name if len(tabs) > 1 else "")
    were_read = [isinstance(header, Header) for header in headers]
    return ParsedRows(
        tuple(parser.drafts),
        tuple(parser.rows),
        tuple(parser.bad_cells),
        tuple(parser.moved),
        were_read.count(True),
        tuple(tab.name for tab, read in zip(tabs, were_read, strict=True) if tab.grid and not (read or tab.is_hidden)),
        tuple(tab.name for tab, read in zip(tabs, were_read, strict=True) if read and tab.is_hidden),
        frozenset(parser.listed),
        tuple(parser.shown),
    )


@dataclass(frozen=True, slots=True)
class _Parser:
    """Gathers what the rows of the tabs say."""

    new_reader: Callable[..., RowReader]
    drafts: list[Draft] = field(default_factory=list)
    rows: list[FilledRow] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
    moved: list[MovedEvidence] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    shown: list[ShownCell] = field(default_factory=list)

    def read_tab(self, tab_number: int, tab: Tab, header: Header) -> BadHeader | None:
        """Read the rows below the header; return what is wrong with a header that stands again further down."""
        from_agency = is_sent_back(tab.grid, header)
        for number, cells in tab.grid:
            if number <= header.row:
                continue
            own = header.own_cells(cells)
            again = read_header(number, own, tab.name)
            if isinstance(again, BadHeader):
                return again
            if again:
                header = again
                continue
            is_hidden = number in tab.hidden_rows
            place = RowPlace(tab_number, tab.name, number, is_hidden=is_hidden, is_sent_back=from_agency)
            self._read_row(place, own, header)
        return None

    def _read_row(self, place: RowPlace, cells: Sequence[Cell], header: Header) -> None:
        by_key = {key: cells[column] for key, column in header.columns.items() if column < len(cells)}
        is_named = any(by_key[key].is_filled for key in ("item", "agency") if key in by_key)
        answers = [key for key in _ANSWER_COLUMNS if key in by_key and by_key[key].is_filled]
        if not (is_named or answers):
            return  # a heading within the table, or a line to sign below it
        item, agency = (by_key.get(key, EMPTY_CELL).text.strip() for key in ("item", "agency"))
        if item:
            self.listed.add(agency)
        row = FilledRow(place._replace(item=item, agency=agency), by_key, header)
        bad_cells = list(_cells_outside(row, cells))
        if answers:
            bad_cells += self._read_answers(row, answers, is_named=is_named, is_whole=not bad_cells)
        elif item:
            self.shown.extend(
                ShownCell(CellPlace(row.place, column, head), cells[column].text)
                for column, head in header.shown.items()
                if column < len(cells) and cells[column].text
            )
        self.bad_cells.extend(bad_cells)

    def _read_answers(
        self, row: FilledRow, answers: Sequence[str], *, is_named: bool, is_whole: bool
    ) -> Sequence[BadCell]:
        if not is_named:
            cell = row.cells[answers[0]]
            return [BadCell(row, row.place_of(answers[0]), CellFault.NO_ITEM, cell.text)]
        reader = self.new_reader(suggests=len(self.bad_cells) < _MOST_SUGGESTIONS)
        draft = reader.read(row)
        if draft and is_whole:
            self.drafts.append(draft)
            self.rows.append(row)
            self.moved.extend(reader.moved)
        return reader.bad_cells


def _cells_outside(row: FilledRow, cells: Sequence[Cell]) -> Iterator[BadCell]:
    """Yield each filled cell beside the columns that have a name, or below one whose name stands before it already."""
    named = {*row.header.columns.values(), *row.header.read_only}
    for column, cell in enumerate(cells):
        if column not in named and cell.is_filled and not cell.merged_from:
            yield BadCell(row, CellPlace(row.place, column, ""), CellFault.OUTSIDE_COLUMNS, cell.text)


def said_for_others(rows: ParsedRows) -> tuple[int, ...]:
    """Return the positions of the drafts whose kind an agency does not say of its work, though its own sheet says it."""
    return tuple(
        position
        for position, (draft, row) in enumerate(zip(rows.drafts, rows.rows, strict=True))
        if row.place.is_sent_back and draft.kind not in AGENCY_KINDS
    )


def refused_cell(rows: ParsedRows, draft_index: int, finding: RefusedEvent | OddEvent) -> CellPlace:
    """Return the cell that makes the rules refuse or doubt the draft at `draft_index` in `rows`."""
    key = _refused_column(finding) if isinstance(finding, RefusedEvent) else finding.oddity.field
    return rows.rows[draft_index].place_of(key)


def _refused_column(refused: RefusedEvent) -> str:
    match refused.reason:
        case RefusalReason.UNKNOWN_ITEM | RefusalReason.CLOCK_BEHIND:
            return "item"
        case RefusalReason.UNKNOWN_AGENCY | RefusalReason.NOT_OWED:
            return "agency"
        case RefusalReason.FUTURE | RefusalReason.NOT_YET_OWED | RefusalReason.NO_LONGER_OWED | RefusalReason.DROPPED:
            return "date"
        case RefusalReason.OUTSIDE_YEARS:
            return "date" if not is_in_years(refused.event.date) else "until"
        case RefusalReason.NEEDS_MISSING:
            assert refused.missing is not None
            return refused.missing.column
        case RefusalReason.NO_LATER_DAY | RefusalReason.DAY_MISSING | RefusalReason.DAY_FROM_TERM:
            return "until"
        case RefusalReason.NOT_DONE | RefusalReason.NOT_ASKED | RefusalReason.NOT_ONGOING | RefusalReason.NO_ADDRESSEE:
            return "event"
        case RefusalReason.NO_ANCHOR_TAKEN | RefusalReason.ANCHORED_BY_ITEM | RefusalReason.ANCHORED_BEFORE:
            return "event"
        case RefusalReason.NO_TARGET | RefusalReason.BEFORE_TARGET:
            return "target"
