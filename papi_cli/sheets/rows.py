"""Rows that people fill in → drafts, with every bad cell named by row, column and fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papi_cli.log.drafts import Draft, clean_line, clean_note
from papi_cli.log.events import Evidence
from papi_cli.log.fold import RefusalReason
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.log.rules import RefusedEvent
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse, RecordingRefusal
from papi_cli.sheets.grid import Cell, CellFault, Grid
from papi_cli.text import join_words, match_key, nearest, parse_day

# The keys of an event, and the heads of the sheet's columns.
COLUMN_HEADS: Mapping[str, str] = {
    "item": "Mã",
    "agency": "Cơ quan",
    "event": "Kết quả",
    "date": "Ngày",
    "document": "Số, ký hiệu văn bản",
    "within": "Lồng ghép trong",
    "until": "Gia hạn đến ngày",
    "evidence": "Minh chứng",
    "note": "Ghi chú",
    "target": "Mã sự kiện bị hủy",
}
# Columns that are skipped: what the sheet shows beside the answers, and what a recording sets itself.
_READ_ONLY_HEADS = frozenset(
    map(match_key, ("Nhiệm vụ", "Sản phẩm", "Thời hạn", "Tình trạng", "Ngày được tính", "id", "recorded", "by"))
)
_REQUIRED_COLUMNS = ("item", "agency", "event", "date")
_ANSWER_COLUMNS = ("event", "date", "document", "within", "until", "evidence", "note", "target")
_HEADER_SEARCH_ROWS = 20
# A spreadsheet takes a document number such as 05/6 for a day.
_DOCUMENT_NUMBER_COLUMNS = frozenset({"document", "within"})

_KIND_BY_NAME = {match_key(name): kind for kind in EventKind for name in (kind.value, kind.label)}


class BadCell(NamedTuple):
    """A bad cell: row as the spreadsheet counts, head of its column, what is wrong.

    `text` is what the cell holds (of EVIDENCE the sentence that says why it is none), `options` what could stand there
    instead: the nearest name, the codes of several items, the labels of the kinds. `views.cells` has the sentences.
    """

    row: int
    column: str
    fault: CellFault
    text: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """Drafts with their row numbers, the heads as written by column key, and all bad cells."""

    drafts: tuple[Draft, ...]
    row_numbers: tuple[int, ...]
    heads: Mapping[str, str]
    bad_cells: tuple[BadCell, ...]


def parse_rows(plan: Plan, grid: Grid, *, today: date, by: str, evidence: Callable[[str], Evidence]) -> ParsedRows:
    """Return what the rows of `grid` say; rows without an answer are skipped.

    The header is the first row that names item and event, by event key or by the sheet's Vietnamese head. Columns that
    are there to be read only, and `id`, `recorded` and `by` (a recording sets its own), are skipped. `evidence` finds
    the evidence that words name, or raises Misuse. Raises RecordingRefusal without a header, or with an unknown or
    missing column.
    """
    header_index, heads = _find_header_row(grid)
    reader = _RowReader(plan, today, by, evidence, {key: head for key, (head, _) in heads.items()})
    columns = {key: column for key, (_, column) in heads.items()}
    for number, cells in grid[header_index + 1 :]:
        row = {key: cells[column] for key, column in columns.items() if column < len(cells)}
        if any(row[key].text or row[key].fault for key in _ANSWER_COLUMNS if key in row):
            reader.read_row(number, row)
    return ParsedRows(tuple(reader.drafts), tuple(reader.row_numbers), reader.heads, tuple(reader.bad_cells))


def _find_header_row(grid: Grid) -> tuple[int, Mapping[str, tuple[str, int]]]:
    """Return the index of the header in `grid`, and each column key's head and column."""
    keys = {match_key(name): key for key, head in COLUMN_HEADS.items() for name in (key, head)}
    keys[match_key("Mã cơ quan")] = "agency"
    for index, (number, cells) in enumerate(grid[:_HEADER_SEARCH_ROWS]):
        heads: dict[str, tuple[str, int]] = {}
        for column, cell in enumerate(cells):
            if key := keys.get(match_key(cell.text)):
                heads.setdefault(key, (cell.text, column))
        if "item" not in heads or "event" not in heads:
            continue
        known = {*keys, *_READ_ONLY_HEADS}
        unknown = [cell.text for cell in cells if cell.text and match_key(cell.text) not in known]
        missing = [COLUMN_HEADS[key] for key in _REQUIRED_COLUMNS if key not in heads]
        if unknown:
            hint = _unknown_column_hint(unknown[0])
            raise RecordingRefusal(f"Dòng {number}: không biết cột «{unknown[0]}». {hint} Không ghi gì.")
        if missing:
            columns = join_words([f"«{head}»" for head in missing])
            raise RecordingRefusal(f"Dòng {number}: thiếu cột {columns}. Không ghi gì.")
        return index, heads
    raise RecordingRefusal(
        "Không thấy dòng tên cột: cần có các cột «Mã», «Cơ quan», «Kết quả», «Ngày» (hoặc item, agency, event, date). "
        "Tạo mẫu bằng papi sheet; tệp CSV mà chữ có dấu thành dấu hỏi thì lưu lại từ Excel theo dạng «CSV UTF-8». "
        "Không ghi gì."
    )


def _unknown_column_hint(head: str) -> str:
    if near := nearest(head, COLUMN_HEADS.values(), 1):
        return f"Có phải là «{near[0]}»?"
    return f"Các cột: {', '.join(f'«{known}»' for known in COLUMN_HEADS.values())}."


# The column whose cell makes the rules refuse a row.
_COLUMN_OF_REFUSAL = {
    RefusalReason.UNKNOWN_ITEM: "item",
    RefusalReason.UNKNOWN_AGENCY: "agency",
    RefusalReason.NOT_OWED: "agency",
    RefusalReason.FUTURE: "date",
    RefusalReason.NO_LATER_DAY: "until",
    RefusalReason.NOT_DONE: "event",
    RefusalReason.NOT_ONGOING: "event",
    RefusalReason.NO_TARGET: "target",
}


def refused_cell(rows: ParsedRows, place: int, refused: RefusedEvent) -> tuple[int, str]:
    """Return row and head of the cell that makes the rules refuse the draft at `place` in `rows`."""
    column = refused.missing.column if refused.missing else _COLUMN_OF_REFUSAL[refused.reason]
    return rows.row_numbers[place], rows.heads.get(column, COLUMN_HEADS[column])


class _RowReader:
    """Collects drafts and bad cells, row by row."""

    def __init__(
        self, plan: Plan, today: date, by: str, evidence: Callable[[str], Evidence], heads: Mapping[str, str]
    ) -> None:
        self._plan = plan
        self._today = today
        self._by = by
        self._find_evidence = evidence
        self.heads = heads
        self.drafts: list[Draft] = []
        self.row_numbers: list[int] = []
        self.bad_cells: list[BadCell] = []

    def read_row(self, number: int, row: Mapping[str, Cell]) -> None:
        """Add the draft that a row says, or its bad cells."""
        bad_before = len(self.bad_cells)
        refuse = _FaultCollector(self, number)
        for key, cell in row.items():
            if cell.fault is not None:
                refuse(key, cell.fault, cell.text)
            elif key in _DOCUMENT_NUMBER_COLUMNS and cell.is_day:
                refuse(key, CellFault.DOCUMENT_AS_DAY, cell.text)
        texts = {key: "" if cell.fault else cell.text.strip() for key, cell in row.items()}
        item = self._item(texts.get("item", ""), refuse)
        agency = self._agency(texts.get("agency", ""), refuse)
        kind = self._kind(texts.get("event", ""), refuse)
        day = self._day("date", texts.get("date", ""), refuse)
        until = self._day("until", texts["until"], refuse) if texts.get("until") else None
        if until is not None and kind is not None and not KIND_SPECS[kind].carries_until:
            refuse("until", CellFault.UNTIL_NOT_TAKEN, kind.label)
        evidence = self._evidence_items(texts.get("evidence", ""), refuse)
        others = {key: self._text(key, texts.get(key, ""), refuse) for key in ("document", "within", "note", "target")}
        if len(self.bad_cells) > bad_before or kind is None or day is None:
            return
        self.drafts.append(Draft(day, item, agency, kind, until=until, evidence=evidence, by=self._by, **others))
        self.row_numbers.append(number)

    def _item(self, words: str, refuse: _FaultCollector) -> str:
        items = self._plan.find_items(words) if words else ()
        if len(items) == 1:
            return items[0].code
        if items:
            refuse("item", CellFault.SEVERAL_ITEMS, words, [item.code for item in items])
        elif words:
            refuse("item", CellFault.UNKNOWN_ITEM, words, nearest(words, self._plan.items, 1))
        else:
            refuse("item", CellFault.BLANK)
        return ""

    def _agency(self, words: str, refuse: _FaultCollector) -> str:
        ids = self._plan.find_agency_or_group(words) if words else ()
        agencies = [id_ for id_ in ids if id_ in self._plan.agencies]
        if len(agencies) == 1:
            return agencies[0]
        if any(id_ in self._plan.groups for id_ in ids):
            refuse("agency", CellFault.GROUP, words)
        elif words:
            near = [agency.name for agency in self._plan.nearest_agencies(words)][:1]
            refuse("agency", CellFault.UNKNOWN_AGENCY, words, near)
        else:
            refuse("agency", CellFault.BLANK)
        return ""

    def _kind(self, words: str, refuse: _FaultCollector) -> EventKind | None:
        kind = _KIND_BY_NAME.get(match_key(words))
        if kind is None and words:
            offered = [kind for kind in EventKind if KIND_SPECS[kind].option or "target" in self.heads]
            refuse("event", CellFault.UNKNOWN_KIND, words, [kind.label for kind in offered])
        elif kind is None:
            refuse("event", CellFault.BLANK)
        return kind

    def _day(self, key: str, words: str, refuse: _FaultCollector) -> date | None:
        day = parse_day(words, today=self._today)
        if day is None:
            refuse(key, CellFault.NOT_A_DAY if words else CellFault.BLANK, words)
        return day

    def _text(self, key: str, words: str, refuse: _FaultCollector) -> str:
        text = clean_note(words) if key == "note" else clean_line(words)
        if text is None:
            refuse(key, CellFault.FORBIDDEN_CHARACTER)
        return text or ""

    def _evidence_items(self, words: str, refuse: _FaultCollector) -> tuple[Evidence, ...]:
        text = clean_note(words)
        if text is None:
            refuse("evidence", CellFault.FORBIDDEN_CHARACTER)
            return ()
        items = []
        for part in filter(None, (part.strip() for line in text.splitlines() for part in line.split("; "))):
            try:
                items.append(self._find_evidence(part))
            except Misuse as misuse:
                refuse("evidence", CellFault.EVIDENCE, str(misuse))
        return tuple(items)


class _FaultCollector(NamedTuple):
    """Adds bad cells of one row to the reader's."""

    reader: _RowReader
    row: int

    def __call__(self, key: str, fault: CellFault, text: str = "", options: Sequence[str] = ()) -> None:
        head = self.reader.heads.get(key, COLUMN_HEADS[key])
        self.reader.bad_cells.append(BadCell(self.row, head, fault, text, tuple(options)))
