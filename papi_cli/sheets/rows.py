"""Rows that people fill in, to drafts: heads, cells, and every bad cell named by row, column and reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from papi_cli.sheets.grid import Cell, Grid
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
# What the sheet shows beside them for the reader, and what recording gives itself.
_READ_ONLY_HEADS = frozenset(
    map(match_key, ("Nhiệm vụ", "Sản phẩm", "Thời hạn", "Tình trạng", "Ngày được tính", "id", "recorded", "by"))
)
_REQUIRED_COLUMNS = ("item", "agency", "event", "date")
_ANSWER_COLUMNS = ("event", "date", "document", "within", "until", "evidence", "note", "target")
_HEADER_SEARCH_ROWS = 20
# A spreadsheet takes a document's number such as 05/6 for a day.
_DOCUMENT_NUMBER_COLUMNS = frozenset({"document", "within"})
_FORMAT_AS_TEXT_HINT = "Đặt định dạng ô là Văn bản (Text) rồi gõ lại."


class BadCell(NamedTuple):
    """A bad cell: row as the spreadsheet counts, head of its column, reason."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Return the line that the reader sees."""
        return f"dòng {self.row}, cột «{self.column}»: {self.reason}"


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """What rows say: drafts with the row each stands in, the heads as written, and every bad cell."""

    drafts: tuple[Draft, ...]
    row_numbers: tuple[int, ...]
    heads: Mapping[str, str]
    bad_cells: tuple[BadCell, ...]

    def bad_cell(self, place: int, column: str, reason: str) -> BadCell:
        """Return the cell in the row of the draft at `place`, in the column of this key, as bad."""
        return BadCell(self.row_numbers[place], self.heads.get(column, COLUMN_HEADS[column]), reason)


def parse_rows(plan: Plan, grid: Grid, *, today: date, by: str, evidence: Callable[[str], Evidence]) -> ParsedRows:
    """Return what the rows of `grid` say; rows without an answer are passed over.

    The head is the first row that names item and event, by event key or by the sheet's Vietnamese head; columns of
    the sheet that are there to be read, and `id`, `recorded`, `by` (recording gives its own), are passed over.
    Raises Declined when there is no head, or a column that is not known.
    """
    place, heads = _find_header_row(grid)
    reader = _RowReader(plan, today, by, evidence, {key: head for key, (head, _) in heads.items()})
    columns = {key: column for key, (_, column) in heads.items()}
    for number, cells in grid[place + 1 :]:
        row = {key: cells[column] for key, column in columns.items() if column < len(cells)}
        if any(row[key].text or row[key].error for key in _ANSWER_COLUMNS if key in row):
            reader.read_row(number, row)
    return ParsedRows(tuple(reader.drafts), tuple(reader.row_numbers), reader.heads, tuple(reader.bad_cells))


def _find_header_row(grid: Grid) -> tuple[int, Mapping[str, tuple[str, int]]]:
    """Return the place of the head row, and each key's head and column."""
    keys = {match_key(name): key for key, head in COLUMN_HEADS.items() for name in (key, head)}
    keys[match_key("Mã cơ quan")] = "agency"
    for place, (number, cells) in enumerate(grid[:_HEADER_SEARCH_ROWS]):
        heads: dict[str, tuple[str, int]] = {}
        for column, cell in enumerate(cells):
            if key := keys.get(match_key(cell.text)):
                heads.setdefault(key, (cell.text, column))
        if "item" not in heads or "event" not in heads:
            continue
        unknown = [cell.text for cell in cells if cell.text and match_key(cell.text) not in {*keys, *_READ_ONLY_HEADS}]
        missing = [COLUMN_HEADS[key] for key in _REQUIRED_COLUMNS if key not in heads]
        if unknown:
            near = nearest(unknown[0], COLUMN_HEADS.values(), 1)
            hint = (
                f"Có phải là «{near[0]}»?"
                if near
                else f"Các cột: {', '.join(f'«{head}»' for head in COLUMN_HEADS.values())}."
            )
            raise RecordingRefusal(f"Dòng {number}: không biết cột «{unknown[0]}». {hint} Không ghi gì.")
        if missing:
            raise RecordingRefusal(
                f"Dòng {number}: thiếu cột {join_words([f'«{head}»' for head in missing])}. Không ghi gì."
            )
        return place, heads
    raise RecordingRefusal(
        "Không thấy dòng tên cột: cần có các cột «Mã», «Cơ quan», «Kết quả», «Ngày» (hoặc item, agency, event, date). "
        "Tạo mẫu bằng papi sheet; tệp CSV mà chữ có dấu thành dấu hỏi thì lưu lại từ Excel theo dạng «CSV UTF-8». "
        "Không ghi gì."
    )


# Where a refusal of the rules belongs in the row.
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


def refusal_column(refused: RefusedEvent) -> str:
    """Return the key of the column whose cell makes the rules refuse a row."""
    return refused.missing.column if refused.missing else _COLUMN_OF_REFUSAL[refused.reason]


_KIND_BY_NAME = {match_key(name): kind for kind in EventKind for name in (kind.value, kind.label)}


class _RowReader:
    """One pass over the rows."""

    def __init__(
        self, plan: Plan, today: date, by: str, evidence: Callable[[str], Evidence], heads: Mapping[str, str]
    ) -> None:
        self._plan = plan
        self._today = today
        self._by = by
        self._parse_evidence = evidence
        self.heads = heads
        self.drafts: list[Draft] = []
        self.row_numbers: list[int] = []
        self.bad_cells: list[BadCell] = []

    def read_row(self, number: int, row: Mapping[str, Cell]) -> None:
        """Take one row in: a draft, or its bad cells."""
        known = len(self.bad_cells)
        self.bad_cells += [BadCell(number, self.heads[key], cell.error) for key, cell in row.items() if cell.error]
        texts = {key: "" if cell.error else cell.text.strip() for key, cell in row.items()}
        refuse = _FaultCollector(self, number)
        for key in _DOCUMENT_NUMBER_COLUMNS & row.keys():
            if row[key].is_day:
                refuse(
                    key, f"phần mềm bảng tính đã đổi số văn bản thành ngày ({row[key].text}). {_FORMAT_AS_TEXT_HINT}"
                )
        item = self._item(texts.get("item", ""), refuse)
        agency = self._agency(texts.get("agency", ""), refuse)
        kind = self._kind(texts.get("event", ""), refuse)
        happened = self._day("date", texts.get("date", ""), refuse)
        until = self._day("until", texts["until"], refuse) if texts.get("until") else None
        if until is not None and kind is not None and not KIND_SPECS[kind].carries_until:
            refuse("until", f"chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «{kind.label}».")
        evidence = self._evidence_items(texts.get("evidence", ""), refuse)
        said = {key: self._text(key, texts.get(key, ""), refuse) for key in ("document", "within", "note", "target")}
        if len(self.bad_cells) > known or kind is None or happened is None:
            return
        self.drafts.append(Draft(happened, item, agency, kind, until=until, evidence=evidence, by=self._by, **said))
        self.row_numbers.append(number)

    def _item(self, words: str, refuse: _FaultCollector) -> str:
        found = self._plan.find_items(words) if words else ()
        if len(found) == 1:
            return found[0].code
        if found:
            codes = join_words([item.code for item in found])
            refuse("item", f"«{words}» có nhiều sản phẩm: {codes}. Ghi đủ mã.")
        else:
            near = nearest(words, self._plan.items, 1) if words else []
            hint = f" Gần nhất: «{near[0]}»." if near else ""
            refuse("item", f"không có sản phẩm hay trách nhiệm nào mang mã «{words}».{hint}" if words else "còn trống.")
        return ""

    def _agency(self, words: str, refuse: _FaultCollector) -> str:
        found = [id_ for id_ in self._plan.find_agency_or_group(words) if id_ in self._plan.agencies] if words else []
        if len(found) == 1:
            return found[0]
        if words and any(id_ in self._plan.groups for id_ in self._plan.find_agency_or_group(words)):
            refuse("agency", f"«{words}» là một nhóm cơ quan; mỗi dòng ghi một cơ quan.")
            return ""
        near = [agency.name for agency in self._plan.nearest_agencies(words)][:1] if words else []
        hint = f" Gần nhất: «{near[0]}»." if near else ""
        refuse("agency", f"không có cơ quan nào tên là «{words}».{hint}" if words else "còn trống.")
        return ""

    def _kind(self, words: str, refuse: _FaultCollector) -> EventKind | None:
        kind = _KIND_BY_NAME.get(match_key(words))
        if kind is None:
            offered = [kind for kind in EventKind if kind is not EventKind.RETRACTED or "target" in self.heads]
            labels = "; ".join(kind.label for kind in offered)
            refuse("event", f"không có kết quả «{words}». Chọn một trong: {labels}." if words else "còn trống.")
        return kind

    def _day(self, key: str, words: str, refuse: _FaultCollector) -> date | None:
        day = parse_day(words, today=self._today)
        if day is None:
            refuse(key, f"«{words}» không phải là một ngày. Viết 10/6/2026." if words else "còn trống.")
        return day

    def _text(self, key: str, words: str, refuse: _FaultCollector) -> str:
        text = clean_note(words) if key == "note" else clean_line(words)
        if text is None:
            refuse(key, "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại.")
        return text or ""

    def _evidence_items(self, words: str, refuse: _FaultCollector) -> tuple[Evidence, ...]:
        text = clean_note(words)
        if text is None:
            refuse("evidence", "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại.")
            return ()
        found = []
        for one in filter(None, (part.strip() for line in text.splitlines() for part in line.split("; "))):
            try:
                found.append(self._parse_evidence(one))
            except Misuse as misuse:
                refuse("evidence", str(misuse))
        return tuple(found)


class _FaultCollector(NamedTuple):
    """Notes a bad cell of one row."""

    reader: _RowReader
    row: int

    def __call__(self, key: str, reason: str) -> None:
        self.reader.bad_cells.append(BadCell(self.row, self.reader.heads.get(key, COLUMN_HEADS[key]), reason))
