"""The sentences for the bad cells of a sheet that was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papi_cli.sheets.grid import CellFault
from papi_cli.sheets.rows import BadCell
from papi_cli.text import join_words


class BadCellWords(NamedTuple):
    """Where a bad cell is, row and head of its column, and what is wrong with it; sorted as they are shown."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """Return the line that the reader sees."""
        return f"dòng {self.row}, cột «{self.column}»: {self.sentence}"


# {text} is what the cell holds, {nearest} a sentence of its own or nothing.
_SENTENCES: Mapping[CellFault, str] = {
    CellFault.UNCOMPUTED_FORMULA: "ô chứa công thức chưa được tính. Ghi giá trị.",
    CellFault.ERROR_VALUE: "ô báo lỗi {text}. Ghi giá trị.",
    CellFault.BLANK: "còn trống.",
    CellFault.DOCUMENT_AS_DAY: (
        "phần mềm bảng tính đã đổi số văn bản thành ngày ({text}). Đặt định dạng ô là Văn bản (Text) rồi gõ lại."
    ),
    CellFault.SEVERAL_ITEMS: "«{text}» có nhiều sản phẩm: {codes}. Ghi đủ mã.",
    CellFault.UNKNOWN_ITEM: "không có sản phẩm hay trách nhiệm nào mang mã «{text}».{nearest}",
    CellFault.GROUP: "«{text}» là một nhóm cơ quan; mỗi dòng ghi một cơ quan.",
    CellFault.UNKNOWN_AGENCY: "không có cơ quan nào tên là «{text}».{nearest}",
    CellFault.UNKNOWN_KIND: "không có kết quả «{text}». Chọn một trong: {labels}.",
    CellFault.NOT_A_DAY: "«{text}» không phải là một ngày. Viết 10/6/2026.",
    CellFault.UNTIL_NOT_TAKEN: "chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «{text}».",
    CellFault.FORBIDDEN_CHARACTER: "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại.",
    CellFault.EVIDENCE: "{text}",
}


def bad_cell_words(cell: BadCell) -> BadCellWords:
    """Return a bad cell in words."""
    sentence = _SENTENCES[cell.fault].format(
        text=cell.text,
        nearest=f" Gần nhất: «{cell.options[0]}»." if cell.options else "",
        codes=join_words(cell.options),
        labels="; ".join(cell.options),
    )
    return BadCellWords(cell.row, cell.column, sentence)
