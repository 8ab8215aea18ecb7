"""The sheet of the rows that `papi record --from … --skip-bad` did not record: to be corrected and recorded again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from papi_cli.log.kinds import AGENCY_KINDS, RECORDABLE_KINDS
from papi_cli.plan.model import Plan
from papi_cli.sheets.header import COLUMN_HEADS, FROM_SENT_BACK, REASON_HEAD
from papi_cli.sheets.places import FilledRow
from papi_cli.text import PLACEHOLDER, day_text, number_text, parse_day, printable
from papi_cli.views.sheet import Sheet, SheetColumn, Signature, choice_of, columns_of, years_of

_WHOSE = ("item", "agency")
_DAYS = ("date", "until")
_REASON_WIDTH = 50
_TO_CONFIRM = "Cần xác nhận:"


class RowToCorrect(NamedTuple):
    """A row that was not recorded: its texts by the key of their column, the lines that say why, whether of an agency's sheet."""

    cells: Mapping[str, str]
    reasons: Sequence[str]
    is_sent_back: bool = False


def row_to_correct(
    row: FilledRow, reasons: Sequence[str], bad_columns: frozenset[int], *, only_doubts: bool, today: date
) -> RowToCorrect:
    """Return a row as it is put into the sheet to correct; `bad_columns` are those of its bad cells.

    `only_doubts`: all of the reasons are doubts, so that nothing has to be corrected if what stands there is right.

    No row becomes a good one by being put aside: what the reader of sheets would take for something else than stood there
    is quoted in the reasons, and a placeholder, which is refused, stands in its place. That is what the spreadsheet made of
    what was typed (a day, an error), signs that a workbook cannot hold, and for a cell outside the columns the note. Where a
    cell leads is quoted too. Any other day is written out, so that "hôm nay" stays the day that it was.
    """
    cells: dict[str, str] = {}
    quotations: list[str] = []
    for key, cell in row.cells.items():
        if cell.link and cell.link not in cell.text:
            quotations.append(f"Ô «{COLUMN_HEADS[key]}» dẫn đến «{printable(cell.link)}».")
        is_bad_day = cell.is_day and row.header.columns[key] in bad_columns
        if printable(cell.text) != cell.text:
            quotations.append(f"Ô «{COLUMN_HEADS[key]}» đã ghi «{' '.join(printable(cell.text).split())}».")
            cells[key] = PLACEHOLDER
        elif cell.fault or is_bad_day:
            cells[key] = PLACEHOLDER
        else:
            day = parse_day(cell.text, today=today) if key in _DAYS else None
            cells[key] = day_text(day) if day else cell.text
    if not bad_columns <= {-1, *row.header.columns.values()}:
        cells["note"] = " ".join(filter(None, (cells.get("note"), PLACEHOLDER)))
    head = (_TO_CONFIRM,) if only_doubts else ()
    return RowToCorrect(cells, (*head, *reasons, *quotations), row.place.is_sent_back)


def build_sheet_to_correct(plan: Plan, rows: Sequence[RowToCorrect], *, day: date) -> Sheet:
    """Return the sheet of `rows`, in which every cell but the reason may be changed; `day` is that of the recording."""
    # The reason comes third: below the table its column holds what the choices mean, and answers may not stand there.
    whose, answers = _WHOSE, [key for key in COLUMN_HEADS if key not in _WHOSE and (key != "target" or _has(rows, key))]
    first_year, last_year = years_of(plan)
    kinds = AGENCY_KINDS if all(row.is_sent_back for row in rows) else RECORDABLE_KINDS
    return Sheet(
        title=f"Các dòng chưa ghi vào sổ theo dõi: {plan.title}",
        remarks=(
            f"Cột «{REASON_HEAD}» cho biết vì sao {number_text(len(rows))} dòng dưới đây chưa được ghi.",
            f"Sửa ngay trong các ô nền vàng, chỗ «{PLACEHOLDER}» thì điền lại; dòng nào không ghi nữa thì xóa trắng.",
            *_how_to_record(rows),
        ),
        columns=(
            *(_column(plan, key) for key in whose),
            SheetColumn(REASON_HEAD, _REASON_WIDTH, refusal="Cột này chỉ để xem."),
            *(_column(plan, key) for key in answers),
        ),
        rows=tuple((*_texts(row, whose), "\n".join(row.reasons), *_texts(row, answers)) for row in rows),
        choices_title=f"Các từ dùng ở cột «{COLUMN_HEADS['event']}», và những ô phải điền cùng:",
        choices=tuple(map(choice_of, kinds)),
        signature=Signature((), ()),
        first_year=first_year,
        last_year=last_year,
        author=plan.agencies[plan.coordinator].name,
        day=day,
    )


def _how_to_record(rows: Sequence[RowToCorrect]) -> Iterator[str]:
    yield "Sửa xong, lưu lại rồi ghi vào sổ theo dõi bằng lệnh: papi record --from TÊN_TỆP."
    if any(row.reasons[:1] == (_TO_CONFIRM,) for row in rows):
        yield f"Dòng «{_TO_CONFIRM.rstrip(':')}» mà đúng thì để nguyên và ghi bằng lệnh: papi record --from TÊN_TỆP --confirm."
    if any(row.is_sent_back for row in rows):
        yield f"Trong đó có {FROM_SENT_BACK}: «được gia hạn», «đã đôn đốc» và những từ khác của cơ quan theo dõi phải xác nhận."


def _has(rows: Sequence[RowToCorrect], key: str) -> bool:
    return any(row.cells.get(key) for row in rows)


def _texts(row: RowToCorrect, keys: Sequence[str]) -> list[str]:
    return [row.cells.get(key, "") for key in keys]


def _column(plan: Plan, key: str) -> SheetColumn:
    """Return the column of the plan's sheets with room for what people write; one that they do not have by itself."""
    head = COLUMN_HEADS[key]
    own = next((column for column in columns_of(plan) if column.head == head), SheetColumn(head, 18))
    return replace(own, is_answer=True, width=own.width + 3)
