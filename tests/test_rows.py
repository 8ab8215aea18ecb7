"""Rows of a sheet in memory: drafts, and each fault of a cell with its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from papi_cli.log.drafts import Draft
from papi_cli.log.events import Evidence
from papi_cli.log.kinds import EventKind
from papi_cli.problems import Misuse
from papi_cli.sheets.grid import Cell, CellFault
from papi_cli.sheets.rows import COLUMN_HEADS, BadCell, ParsedRows, parse_rows
from papi_cli.views.bad_cells import _SENTENCES, bad_cell_words
from tests.tree import shipped_plan

TODAY = date(2026, 6, 21)
GOOD = {"item": "ke-hoach", "agency": "so-y-te", "event": "done", "date": "12/3/2026", "document": "1/A"}


def find_evidence(words: str) -> Evidence:
    if not words.startswith("https://"):
        raise Misuse(f"không có tệp {words}.")
    return Evidence(url=words)


def parsed(**cells: str | Cell) -> ParsedRows:
    """Parse one row, the third of the sheet: the good one with other cells."""
    row = {**dict.fromkeys(COLUMN_HEADS, ""), **GOOD, **cells}
    grid = [
        (1, [Cell("Kết quả thực hiện")]),
        (2, [Cell(head) for head in COLUMN_HEADS.values()]),
        (3, [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.values()]),
    ]
    return parse_rows(shipped_plan(), grid, today=TODAY, by="A", evidence=find_evidence)


def test_a_good_row_is_a_draft() -> None:
    rows = parsed(until="", evidence="https://a.vn; https://b.vn\nhttps://c.vn", note=" đủ \n rồi")
    evidence = tuple(Evidence(url=f"https://{name}.vn") for name in "abc")
    draft = Draft(date(2026, 3, 12), "ke-hoach", "so-y-te", EventKind.DONE, "1/A", note="đủ\n rồi", by="A")
    assert rows.drafts == (draft._replace(evidence=evidence),)
    assert (rows.row_numbers, rows.bad_cells) == ((3,), ())


def test_a_row_without_an_answer_is_skipped() -> None:
    assert parsed(event="", date="", document="") == parsed(item="?", event="", date="", document="")
    assert parsed(event="", date="", document="").bad_cells == ()


FAULTS: list[tuple[str, str | Cell, str]] = [
    ("document", Cell("=1+1", CellFault.UNCOMPUTED_FORMULA), "ô chứa công thức chưa được tính. Ghi giá trị."),
    ("note", Cell("#N/A", CellFault.ERROR_VALUE), "ô báo lỗi #N/A. Ghi giá trị."),
    (
        "within",
        Cell("2026-06-05", is_day=True),
        "phần mềm bảng tính đã đổi số văn bản thành ngày (2026-06-05). Đặt định dạng ô là Văn bản (Text) rồi gõ lại.",
    ),
    ("item", "", "còn trống."),
    ("agency", "", "còn trống."),
    ("event", "", "còn trống."),
    ("date", "", "còn trống."),
    ("item", "II.2", "«II.2» có nhiều sản phẩm: II.2/ke-hoach và II.2/bao-cao. Ghi đủ mã."),
    (
        "item",
        "ke-hoac",
        "không có sản phẩm hay trách nhiệm nào mang mã «ke-hoac». Gần nhất: «ke-hoach».",
    ),
    ("item", "{text}", "không có sản phẩm hay trách nhiệm nào mang mã «{text}»."),
    ("agency", "UBND cấp xã", "«UBND cấp xã» là một nhóm cơ quan; mỗi dòng ghi một cơ quan."),
    ("agency", "sở y tê s", "không có cơ quan nào tên là «sở y tê s». Gần nhất: «Sở Y tế»."),
    ("agency", "???", "không có cơ quan nào tên là «???»."),
    (
        "event",
        "xong",
        (
            "không có kết quả «xong». Chọn một trong: đang thực hiện; đã trình, chờ ban hành; đã hoàn thành; yêu cầu bổ sung; "
            "trả lại, yêu cầu thực hiện lại; được gia hạn; đề nghị gia hạn; không phát sinh; đưa ra khỏi danh mục theo dõi; đã "
            "đôn đốc; hủy ghi nhận."
        ),
    ),
    ("date", "31/6/2026", "«31/6/2026» không phải là một ngày. Viết 10/6/2026."),
    ("until", "mai", "«mai» không phải là một ngày. Viết 10/6/2026."),
    (
        "until",
        "12/12/2026",
        "chỉ điền khi gia hạn hoặc đề nghị gia hạn, không điền khi «đã hoàn thành».",
    ),
    ("document", "1\u202e/A", "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại."),
    ("note", "\x1b", "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại."),
    ("evidence", "\x1b", "có ký tự điều khiển hoặc ký tự đổi chiều chữ. Gõ lại."),
    ("evidence", "a.pdf", "không có tệp a.pdf."),
]


@pytest.mark.parametrize(("column", "cell", "sentence"), FAULTS)
def test_a_fault_has_its_cell_and_its_sentence(column: str, cell: str | Cell, sentence: str) -> None:
    rows = parsed(**{column: cell})
    (bad,) = rows.bad_cells
    assert rows.drafts == ()
    assert tuple(bad_cell_words(bad)) == (3, COLUMN_HEADS[column], sentence)


def test_every_fault_has_an_example_and_a_sentence() -> None:
    faults = [bad.fault for column, cell, _ in FAULTS for bad in parsed(**{column: cell}).bad_cells]
    assert set(faults) == set(_SENTENCES) == set(CellFault)


def test_every_bad_cell_of_a_row_is_named() -> None:
    faults = [(bad.column, bad.fault) for bad in parsed(item="", date="x", until="y").bad_cells]
    assert faults == [
        ("Mã", CellFault.BLANK),
        ("Ngày", CellFault.NOT_A_DAY),
        ("Gia hạn đến ngày", CellFault.NOT_A_DAY),
    ]


def test_a_day_is_taken_for_the_kinds_that_carry_one() -> None:
    for kind in ("extended", "đề nghị gia hạn"):
        (draft,) = parsed(event=kind, until="12/12/2026").drafts
        assert draft.until == date(2026, 12, 12)


def test_a_bad_cell_is_a_line() -> None:
    words = bad_cell_words(BadCell(7, "Ngày", CellFault.BLANK))
    assert str(words) == "dòng 7, cột «Ngày»: còn trống."
