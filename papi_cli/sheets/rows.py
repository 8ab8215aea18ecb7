"""Rows that people fill in → drafts, with every bad cell named by row, column and fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from papi_cli.log.drafts import MAX_TEXT, BadEvidence, Draft, EvidenceFault, clean_line, clean_note, fits_one_line
from papi_cli.log.events import Evidence
from papi_cli.log.fields import FIELD_SPECS
from papi_cli.log.fold import RefusalReason
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.rules import OddEvent, RefusedEvent
from papi_cli.plan.model import Plan
from papi_cli.sheets.grid import Cell, CellFault, Grid
from papi_cli.text import is_in_years, match_key, nearest, parse_day

# By the key of the event.
COLUMN_HEADS: Mapping[str, str] = {key: spec.head for key, spec in FIELD_SPECS.items()}
# Columns that are skipped: what the sheet shows beside the answers, and what a recording sets itself.
_READ_ONLY_HEADS = frozenset(
    map(match_key, ("Nhiệm vụ", "Sản phẩm", "Thời hạn", "Tình trạng", "Ngày được tính", "id", "recorded", "by"))
)
_REQUIRED_COLUMNS = ("item", "agency", "event", "date")
_ANSWER_COLUMNS = ("event", "date", "document", "within", "until", "evidence", "note", "target")
_HEADER_SEARCH_ROWS = 20
# The nearest name takes a millisecond to find, and nobody is shown more bad cells than these.
_MOST_SUGGESTIONS = 200
# A spreadsheet takes a document number such as 05/6 for a day.
_DOCUMENT_NUMBER_COLUMNS = frozenset({"document", "within"})

_KIND_BY_NAME = {match_key(name): kind for kind in EventKind for name in (kind.value, kind.label)}


class BadCell(NamedTuple):
    """A bad cell: row as the spreadsheet counts, head of its column, what is wrong.

    `text` is what the cell holds (for evidence, only the part that names none), `options` what could stand there
    instead: the nearest name (of the first bad cells), the codes of several items, the labels of the kinds. `views.bad_cells` has the sentences.
    """

    row: int
    column: str
    fault: CellFault | EvidenceFault
    text: str = ""
    options: tuple[str, ...] = ()


class HeaderFault(StrEnum):
    """Why no row is the header."""

    ABSENT = auto()
    UNKNOWN_COLUMN = auto()
    MISSING_COLUMNS = auto()


class BadHeader(NamedTuple):
    """What is wrong with the header: its row (0 if absent), the first unknown head, or all missing ones."""

    fault: HeaderFault
    row: int = 0
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """Drafts with their row numbers, the heads as written by column key, and all bad cells."""

    drafts: tuple[Draft, ...]
    row_numbers: tuple[int, ...]
    heads: Mapping[str, str]
    bad_cells: tuple[BadCell, ...]


def parse_rows(
    plan: Plan, grid: Grid, *, today: date, by: str, find_evidence: Callable[[str], Evidence | BadEvidence]
) -> ParsedRows | BadHeader:
    """Return what the rows of `grid` say; rows without an answer are skipped.

    The header is the first row that names item and event, by event key or by the sheet's Vietnamese head. Columns that
    are there to be read only, and `id`, `recorded` and `by` (a recording sets its own), are skipped. `find_evidence`
    returns the evidence that words name. Without a header, or with an unknown or missing column, nothing is read.
    """
    header = _find_header(grid)
    if isinstance(header, BadHeader):
        return header
    drafts: list[Draft] = []
    row_numbers: list[int] = []
    bad_cells: list[BadCell] = []
    for number, cells in grid[header.row_index + 1 :]:
        row = {key: cells[column] for key, column in header.columns.items() if column < len(cells)}
        if not any(row[key].text or row[key].fault for key in _ANSWER_COLUMNS if key in row):
            continue
        suggests = len(bad_cells) < _MOST_SUGGESTIONS
        reader = _RowReader(plan, today, by, find_evidence, header.heads, number, suggests=suggests)
        if draft := reader.read(row):
            drafts.append(draft)
            row_numbers.append(number)
        bad_cells += reader.bad_cells
    return ParsedRows(tuple(drafts), tuple(row_numbers), header.heads, tuple(bad_cells))


class _Header(NamedTuple):
    """The header: its index in the grid; head as written and column (from 0) by key."""

    row_index: int
    heads: Mapping[str, str]
    columns: Mapping[str, int]


def _find_header(grid: Grid) -> _Header | BadHeader:
    """Return the first row that names item and event, and what is wrong with it if its columns are not the sheet's."""
    keys = {match_key(name): key for key, head in COLUMN_HEADS.items() for name in (key, head)}
    keys[match_key("Mã cơ quan")] = "agency"
    for row_index, (number, cells) in enumerate(grid[:_HEADER_SEARCH_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if key := keys.get(match_key(cell.text)):
                columns.setdefault(key, column)
        if "item" not in columns or "event" not in columns:
            continue
        known_keys = {*keys, *_READ_ONLY_HEADS}
        unknown = [cell.text for cell in cells if cell.text and match_key(cell.text) not in known_keys]
        missing = [COLUMN_HEADS[key] for key in _REQUIRED_COLUMNS if key not in columns]
        if unknown:
            return BadHeader(HeaderFault.UNKNOWN_COLUMN, number, (unknown[0],))
        if missing:
            return BadHeader(HeaderFault.MISSING_COLUMNS, number, tuple(missing))
        return _Header(row_index, {key: cells[column].text for key, column in columns.items()}, columns)
    return BadHeader(HeaderFault.ABSENT)


def refused_cell(rows: ParsedRows, draft_index: int, finding: RefusedEvent | OddEvent) -> tuple[int, str]:
    """Return row and head of the cell that makes the rules refuse or doubt the draft at `draft_index` in `rows`."""
    column = _refused_column(finding) if isinstance(finding, RefusedEvent) else finding.oddity.field
    return rows.row_numbers[draft_index], rows.heads.get(column, COLUMN_HEADS[column])


def _refused_column(refused: RefusedEvent) -> str:
    match refused.reason:
        case RefusalReason.UNKNOWN_ITEM:
            return "item"
        case RefusalReason.UNKNOWN_AGENCY | RefusalReason.NOT_OWED:
            return "agency"
        case RefusalReason.FUTURE:
            return "date"
        case RefusalReason.OUTSIDE_YEARS:
            return "date" if not is_in_years(refused.event.date) else "until"
        case RefusalReason.NEEDS_MISSING:
            assert refused.missing is not None
            return refused.missing.column
        case RefusalReason.NO_LATER_DAY:
            return "until"
        case RefusalReason.NOT_DONE | RefusalReason.NOT_ONGOING:
            return "event"
        case RefusalReason.NO_TARGET | RefusalReason.BEFORE_TARGET:
            return "target"


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads one row: its draft, and every bad cell on the way."""

    plan: Plan
    today: date
    by: str
    find_evidence: Callable[[str], Evidence | BadEvidence]
    heads: Mapping[str, str]
    number: int
    suggests: bool
    bad_cells: list[BadCell] = field(default_factory=list)

    def read(self, row: Mapping[str, Cell]) -> Draft | None:
        """Return the draft that the row says; None if it has a bad cell, all of which are in `bad_cells` then."""
        for key, cell in row.items():
            if cell.fault is not None:
                self._refuse(key, cell.fault, cell.text)
            elif key in _DOCUMENT_NUMBER_COLUMNS and cell.is_day:
                self._refuse(key, CellFault.DOCUMENT_AS_DAY, cell.text)
        texts = {key: "" if cell.fault else cell.text.strip() for key, cell in row.items()}
        item = self._item(texts.get("item", ""))
        agency = self._agency(texts.get("agency", ""))
        kind = self._kind(texts.get("event", ""))
        day = self._day("date", texts.get("date", ""))
        until = self._day("until", texts["until"]) if texts.get("until") else None
        if until is not None and kind is not None and not KIND_SPECS[kind].carries_until:
            self._refuse("until", CellFault.UNTIL_NOT_TAKEN, kind.label)
        evidence = self._evidence_items(texts.get("evidence", ""))
        others = {key: self._text(key, texts.get(key, "")) for key in ("document", "within", "note", "target")}
        if self.bad_cells or kind is None or day is None:
            return None
        return Draft(day, item, agency, kind, until=until, evidence=evidence, by=self.by, **others)

    def _refuse(self, key: str, fault: CellFault | EvidenceFault, text: str = "", options: Iterable[str] = ()) -> None:
        head = self.heads.get(key, COLUMN_HEADS[key])
        self.bad_cells.append(BadCell(self.number, head, fault, text, tuple(options)))

    def _item(self, words: str) -> str:
        items = self.plan.find_items(words) if words else ()
        if len(items) == 1:
            return items[0].code
        if items:
            self._refuse("item", CellFault.SEVERAL_ITEMS, words, [item.code for item in items])
        elif words:
            self._refuse(
                "item", CellFault.UNKNOWN_ITEM, words, nearest(words, self.plan.items, 1) if self.suggests else ()
            )
        else:
            self._refuse("item", CellFault.BLANK)
        return ""

    def _agency(self, words: str) -> str:
        ids = self.plan.find_agency_or_group(words) if words else ()
        agencies = [id_ for id_ in ids if id_ in self.plan.agencies]
        if len(agencies) == 1:
            return agencies[0]
        if any(id_ in self.plan.groups for id_ in ids):
            self._refuse("agency", CellFault.GROUP, words)
        elif words:
            near = [agency.name for agency in self.plan.nearest_agencies(words)][:1] if self.suggests else ()
            self._refuse("agency", CellFault.UNKNOWN_AGENCY, words, near)
        else:
            self._refuse("agency", CellFault.BLANK)
        return ""

    def _kind(self, words: str) -> EventKind | None:
        kind = _KIND_BY_NAME.get(match_key(words))
        if kind is None and words:
            offered = [kind for kind in EventKind if KIND_SPECS[kind].option or "target" in self.heads]
            self._refuse("event", CellFault.UNKNOWN_KIND, words, [kind.label for kind in offered])
        elif kind is None:
            self._refuse("event", CellFault.BLANK)
        return kind

    def _day(self, key: str, words: str) -> date | None:
        day = parse_day(words, today=self.today)
        if day is None:
            self._refuse(key, CellFault.NOT_A_DAY if words else CellFault.BLANK, words)
        return day

    def _text(self, key: str, words: str) -> str:
        text = clean_note(words) if key == "note" else clean_line(words)
        if text is None:
            self._refuse(key, CellFault.FORBIDDEN_CHARACTER)
        elif len(text) > MAX_TEXT:
            self._refuse(key, CellFault.TOO_LONG)
        return text or ""

    def _evidence_items(self, words: str) -> tuple[Evidence, ...]:
        items = []
        # Not cleaned: a path is that of a file, with its spaces and the form of its letters.
        for part in (part for line in words.splitlines() for part in line.split("; ") if part.strip()):
            if not fits_one_line(part):
                self._refuse("evidence", CellFault.FORBIDDEN_CHARACTER)
                break
            evidence = self.find_evidence(part)
            if isinstance(evidence, BadEvidence):
                self._refuse("evidence", evidence.fault, evidence.words)
            else:
                items.append(evidence)
        return tuple(items)
