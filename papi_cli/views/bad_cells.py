"""The sentences about a rejected sheet: its file, its header, its bad cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.log.drafts import MAX_TEXT, BadEvidence, EvidenceFault
from papi_cli.sheets.grid import CellFault, FileFault, Hidden
from papi_cli.sheets.rows import COLUMN_HEADS, BadCell, BadHeader, HeaderFault, ParsedRows
from papi_cli.text import count_text, join_words, nearest
from papi_cli.views.refusals import bad_evidence_sentence

_FILE_SENTENCES: Mapping[FileFault, str] = {
    FileFault.TOO_LARGE: "Tệp {name} lớn hơn 5 MB. Chia thành nhiều tệp rồi ghi từng tệp.",
    FileFault.OLD_OR_LOCKED_WORKBOOK: (
        "Tệp {name} là tệp Excel đời cũ (.xls) hoặc có mật khẩu. Lưu lại dạng .xlsx, không đặt mật khẩu."
    ),
    FileFault.NEITHER_CSV_NOR_WORKBOOK: (
        "Tệp {name} không phải là CSV mã UTF-8 hay tệp Excel (.xlsx). Lưu lại theo dạng ấy."
    ),
    FileFault.DAMAGED_CSV: (
        "Tệp {name} không phải là CSV đọc được: dấu nháy kép không khép lại, hoặc có ô quá dài. Lưu lại từ phần mềm bảng "
        "tính."
    ),
    FileFault.DAMAGED_WORKBOOK: "Tệp {name} không phải là tệp Excel (.xlsx) đọc được. Lưu lại từ phần mềm bảng tính.",
    FileFault.UNPACKED_TOO_LARGE: "Tệp {name} giải nén ra quá lớn. Tạo lại mẫu bằng papi sheet.",
    FileFault.TOO_MANY_CELLS: (
        "Tệp {name} có quá nhiều dòng, cột hoặc trang tính. Chép phần đã điền sang mẫu mới của papi sheet, hoặc chia thành "
        "nhiều tệp."
    ),
}


def bad_file_sentence(name: str, fault: FileFault) -> str:
    """Return why the file `name` is rejected."""
    return _FILE_SENTENCES[fault].format(name=name)


def bad_header_sentence(header: BadHeader) -> str:
    """Return what is wrong with the header, and that nothing was recorded."""
    match header.fault:
        case HeaderFault.ABSENT:
            return (
                "Không thấy dòng tên cột: cần có các cột «Mã», «Cơ quan», «Kết quả», «Ngày» (hoặc item, agency, event, "
                "date). Tạo mẫu bằng papi sheet; tệp CSV mà chữ có dấu thành dấu hỏi thì lưu lại từ Excel theo dạng «CSV "
                "UTF-8». Không ghi gì."
            )
        case HeaderFault.UNKNOWN_COLUMN:
            (head,) = header.heads
            return f"Dòng {header.row}: không biết cột «{head}». {_unknown_column_hint(head)} Không ghi gì."
        case HeaderFault.MISSING_COLUMNS:
            return f"Dòng {header.row}: thiếu cột {join_words([f'«{head}»' for head in header.heads])}. Không ghi gì."


def _unknown_column_hint(head: str) -> str:
    if near := nearest(head, COLUMN_HEADS.values(), 1):
        return f"Có phải là «{near[0]}»?"
    return f"Các cột: {', '.join(f'«{known}»' for known in COLUMN_HEADS.values())}."


class BadCellWords(NamedTuple):
    """Where a bad cell is, row and head of its column, and what is wrong with it; sorted as they are shown."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """Return the line that the reader sees."""
        return f"dòng {self.row}, cột «{self.column}»: {self.sentence}"


# {text} is what the cell holds, {nearest} a sentence of its own or nothing.
_CELL_SENTENCES: Mapping[CellFault, str] = {
    CellFault.UNCOMPUTED_FORMULA: "ô chứa công thức chưa được tính. Ghi giá trị.",
    CellFault.ERROR_VALUE: "ô báo lỗi {text}. Ghi giá trị.",
    CellFault.TOO_LONG: f"dài hơn {count_text(MAX_TEXT)} ký tự. Rút ngắn; tài liệu dài thì nêu ở cột «Minh chứng».",
    CellFault.BLANK: "còn trống.",
    CellFault.DOCUMENT_AS_DAY: (
        "phần mềm bảng tính đã đổi số văn bản thành ngày ({text}). Đặt định dạng ô là Văn bản (Text) rồi gõ lại."
    ),
    CellFault.SEVERAL_ITEMS: "«{text}» có nhiều sản phẩm: {codes}. Ghi đủ mã.",
    CellFault.UNKNOWN_ITEM: "không có sản phẩm hay trách nhiệm nào mang mã «{text}».{nearest}",
    CellFault.GROUP: "«{text}» là một nhóm cơ quan; mỗi dòng ghi một cơ quan.",
    CellFault.UNKNOWN_AGENCY: "không có cơ quan nào tên là «{text}».{nearest}",
    CellFault.UNKNOWN_KIND: "không có kết quả «{text}». Chọn một trong: {labels}.",
    CellFault.NOT_A_DAY: "«{text}» không phải là một ngày từ năm 2000 đến năm 2099. Viết 10/6/2026.",
    CellFault.UNTIL_NOT_TAKEN: "chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «{text}».",
    CellFault.FORBIDDEN_CHARACTER: "có ký tự điều khiển, ký tự đổi chiều chữ hoặc ký tự ẩn khác. Gõ lại.",
}


def bad_cell_words(cell: BadCell) -> BadCellWords:
    """Return a bad cell in words."""
    return BadCellWords(cell.row, cell.column, _cell_sentence(cell))


def _cell_sentence(cell: BadCell) -> str:
    if isinstance(cell.fault, EvidenceFault):
        return bad_evidence_sentence(BadEvidence(cell.text, cell.fault))
    return _CELL_SENTENCES[cell.fault].format(
        text=cell.text,
        nearest=f" Gần nhất: «{cell.options[0]}»." if cell.options else "",
        codes=join_words(cell.options),
        labels="; ".join(cell.options),
    )


_MOST_ROWS = 20  # that a sentence names


def hidden_sentences(hidden: Hidden, rows: ParsedRows) -> Iterator[str]:
    """Yield remarks on answers that stand where the spreadsheet does not show them: they count, and may be unknown."""
    if hidden.sheet:
        yield f"Lưu ý: trang tính được đọc («{hidden.sheet}») đang bị ẩn."
    numbers = sorted(hidden.rows & {*rows.row_numbers, *(cell.row for cell in rows.bad_cells)})
    if numbers:
        others = f" và {count_text(len(numbers) - _MOST_ROWS)} dòng khác" if len(numbers) > _MOST_ROWS else ""
        named = ", ".join(map(str, numbers[:_MOST_ROWS]))
        yield f"Lưu ý: có kết quả ở dòng đang bị ẩn (ẩn tay hoặc do lọc), vẫn được đọc: dòng {named}{others}."
