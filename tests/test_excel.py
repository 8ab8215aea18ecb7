"""What Excel makes of a sheet: workbooks written the way it writes them, and its three kinds of text.

XlsxWriter stands in for Excel, which the tests cannot run: it puts texts into the shared strings, days into serial
numbers, and the results of formulas beside them.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event
from papi_cli.sheets.files import read_tabs
from papi_cli.sheets.grid import FileFault
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.tree import planted

HEADS = ["Mã", "Cơ quan", "Nhiệm vụ", "Kết quả", "Ngày", "Số, ký hiệu văn bản", "Gia hạn đến ngày", "Ghi chú"]
TOP = 3  # rows of title above the heads; the answers follow after an empty row
DONE_ON = date(2026, 3, 12)


class Page:
    """A worksheet with the heads, and the answer of Sở Tư pháp to be written into row `row`."""

    def __init__(self, first_year: int = 1900) -> None:
        self.bytes = BytesIO()
        self.book = xlsxwriter.Workbook(self.bytes, {"in_memory": True, "date_1904": first_year == 1904})
        self.serial = 46093 if first_year == 1900 else 46093 - 1462  # what DONE_ON is in the cell
        self.sheet = self.book.add_worksheet("Ghi nhận kết quả")
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.row = TOP + 2
        self.sheet.merge_range(0, 0, 0, 7, "Ghi nhận kết quả", self.book.add_format({"bold": True}))
        self.sheet.write_row(TOP, 0, HEADS)
        self.put(Mã="II.2/ke-hoach", **{"Cơ quan": "Sở Tư pháp", "Kết quả": "đã hoàn thành"})
        self.sheet.write_datetime(self.row, 4, DONE_ON, self.day)
        self.put(**{"Số, ký hiệu văn bản": "45"})

    def put(self, **cells: Any) -> None:  # noqa: ANN401  # whatever a cell may hold
        for head, value in cells.items():
            if isinstance(value, str):
                self.sheet.write_string(self.row, HEADS.index(head), value)
            else:
                self.sheet.write(self.row, HEADS.index(head), value)

    def at(self, head: str) -> tuple[int, int]:
        return self.row, HEADS.index(head)

    def format(self, number: str | int) -> Any:  # noqa: ANN401  # xlsxwriter has no types
        return self.book.add_format({"num_format": number})

    def close(self) -> bytes:
        self.book.close()
        return self.bytes.getvalue()


DOCUMENT = "Số, ký hiệu văn bản"


def typed_as_numbers(page: Page) -> None:
    page.put(**{DOCUMENT: 45})


def result_of_a_formula(page: Page) -> None:
    page.sheet.write_formula(*page.at("Ngày"), "=DATE(2026,3,12)", page.day, page.serial)
    page.sheet.write_formula(*page.at(DOCUMENT), "=VLOOKUP(A6,Sổ!A:B,2,FALSE)", None, "45")


def number_out_of_a_formula(page: Page) -> None:
    page.sheet.write_formula(*page.at(DOCUMENT), "=44+1", None, 45)


def rich_text(page: Page) -> None:
    bold = page.book.add_format({"bold": True, "color": "red"})
    page.sheet.write_rich_string(*page.at("Kết quả"), "đã ", bold, "hoàn", " thành")
    page.sheet.write_rich_string(*page.at(DOCUMENT), bold, "4", "5")


def named_and_filtered(page: Page) -> None:
    page.book.define_name("Sổ_theo_dõi", "='Ghi nhận kết quả'!$A$4:$H$6")
    page.book.define_name("'Ghi nhận kết quả'!Print_Titles", "='Ghi nhận kết quả'!$4:$4")
    page.sheet.autofilter(TOP, 0, page.row, 7)
    page.sheet.set_row(page.row, None, None, {"hidden": True})
    page.sheet.freeze_panes(TOP + 1, 2)
    page.sheet.data_validation(
        page.row, 3, page.row, 3, {"validate": "list", "source": ["đã hoàn thành", "không phát sinh"]}
    )
    page.sheet.conditional_format(0, 0, 99, 7, {"type": "no_blanks", "format": page.format("@")})
    page.sheet.write_comment(*page.at("Ngày"), "ngày ban hành")
    page.sheet.protect()
    page.book.add_worksheet("Ghi chú").write_string(0, 0, "Mã")


def formatted_beyond(page: Page) -> None:
    yellow = page.book.add_format({"bg_color": "yellow"})
    for row in range(page.row + 1, page.row + 500):
        page.sheet.set_row(row, 20, yellow)
        page.sheet.write_blank(row, 0, None, yellow)
    page.sheet.write_blank(TOP + 1, 16_383, None, yellow)
    page.sheet.write_blank(1_048_575, 0, None, yellow)
    page.sheet.set_column("J:XFD", 3, yellow)


def day_and_time(page: Page) -> None:
    page.sheet.write_datetime(*page.at("Ngày"), datetime(2026, 3, 12, 8, 30), page.day)  # noqa: DTZ001  # as a cell holds it


def typed_as_text(page: Page) -> None:
    page.put(Ngày=" 12/3/2026 ")


def with_signs(page: Page) -> None:
    page.put(**{"Mã": " II.2/ke-hoach ", "Kết quả": "Đã hoàn thành", "Cơ quan": "SO TU PHAP"})


PAGES: list[Callable[[Page], None]] = [
    typed_as_numbers, result_of_a_formula, number_out_of_a_formula, rich_text, named_and_filtered,
    day_and_time, typed_as_text, with_signs,
]  # fmt: skip

# What Excel offers for days in Vietnamese and English settings, the short day of the system (14) among them.
DAY_FORMATS = [
    14, 15, "dd/mm/yyyy", r"dd\/mm\/yyyy", "d/m/yy;@", "[$-42A]dd/mm/yyyy;@", "[$-vi-VN]dd mmmm, yyyy;@", "yyyy-mm-dd",
    "[$-1010000]d/m/yy;@", '"ngày" dd "tháng" mm "năm" yyyy', "[$-F800]dddd, mmmm dd, yyyy", "mmm-yy",
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def recorded(here: Path, content: bytes, name: str = "kq.xlsx") -> tuple[Event, ...]:
    (here / name).write_bytes(content)
    assert main(["record", "--from", name]) == 0
    return read_events(FolderSource(here))


def assert_the_answer(events: tuple[Event, ...], **others: object) -> None:
    (event,) = events
    assert (event.item, event.agency, event.kind, event.date, event.document, event.note) == (
        "II.2/ke-hoach", "so-tu-phap", "done", DONE_ON, "45", others.get("note", ""),
    )  # fmt: skip


def test_the_stand_in_writes_as_excel_does() -> None:
    page = Page()
    rich_text(page)
    result_of_a_formula(page)
    with ZipFile(BytesIO(page.close())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert "inlineStr" not in sheet
    assert '<c r="A6" t="s">' in sheet  # a text by its number among the shared strings
    assert "<f>DATE(2026,3,12)</f><v>46093</v>" in sheet
    assert '<row r="5"' not in sheet  # an empty row is not there
    assert '<c r="C6"' not in sheet  # nor is an empty cell
    assert "<r>" in strings


@pytest.mark.parametrize("write", [*PAGES, pytest.param(formatted_beyond, marks=pytest.mark.slow)])
@pytest.mark.parametrize("first_year", [1900, 1904])
def test_a_workbook_of_excel_is_recorded(here: Path, write: Callable[[Page], None], first_year: int) -> None:
    page = Page(first_year)
    write(page)
    assert_the_answer(recorded(here, page.close()))


@pytest.mark.parametrize("number", DAY_FORMATS)
@pytest.mark.parametrize("first_year", [1900, 1904])
def test_a_day_is_a_day_however_it_is_shown(here: Path, number: str | int, first_year: int) -> None:
    page = Page(first_year)
    page.sheet.write_datetime(*page.at("Ngày"), DONE_ON, page.format(number))
    assert_the_answer(recorded(here, page.close()))


def test_lines_and_signs_of_a_note_are_kept(here: Path) -> None:
    page = Page()
    page.put(**{"Ghi chú": ' gửi "đủ" & đúng <hạn>\r\ndòng hai  '})
    content = page.close()
    with ZipFile(BytesIO(content)) as archive:
        assert b"_x000D_" in archive.read("xl/sharedStrings.xml")  # how a workbook holds a carriage return
    assert_the_answer(recorded(here, content), note='gửi "đủ" & đúng <hạn>\ndòng hai')


@pytest.mark.parametrize(
    ("head", "write", "message"),
    [
        ("Ngày", lambda page, at: page.sheet.write_number(*at, 46093), "«46093» không phải là một ngày"),
        ("Ngày", lambda page, at: page.sheet.write_string(*at, "31/6/2026"), "«31/6/2026» không phải là một ngày"),
        ("Ngày", lambda page, at: page.sheet.write_number(*at, 99_999_999, page.day), "ô báo lỗi #VALUE!"),
        ("Ngày", lambda page, at: page.sheet.write_boolean(*at, 1), "«True» không phải là một ngày"),
        (DOCUMENT, lambda page, at: page.sheet.write_formula(*at, "=1/0", None, "#DIV/0!"), "ô báo lỗi #DIV/0!"),
        (DOCUMENT, lambda page, at: page.sheet.write_datetime(*at, DONE_ON, page.day), "đổi số văn bản thành ngày"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    head: str,
    write: Callable[[Page, tuple[int, int]], None],
    message: str,
) -> None:
    page = Page()
    write(page, page.at(head))
    (here / "kq.xlsx").write_bytes(page.close())
    assert main(["record", "--from", "kq.xlsx"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"ô {'ABCDEFGH'[HEADS.index(head)]}6 (II.2/ke-hoach, Sở Tư pháp): " in err
    assert message in err
    assert read_events(FolderSource(here)) == ()


def test_the_sheet_of_papi_saved_as_excel_saves_it(here: Path) -> None:
    assert main(["sheet", "stp.xlsx", "--agency", "STP"]) == 0
    sheet = openpyxl.load_workbook("stp.xlsx").worksheets[0]
    page = Page()
    page.sheet = page.book.add_worksheet("Sheet")
    page.book.worksheets_objs.reverse()  # Page's own answer comes last, and is not read
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value is not None:
                page.sheet.write_string(cell.row - 1, cell.column - 1, str(cell.value))
            if cell.column == 1 and cell.value == "II.2/ke-hoach":
                page.sheet.write_string(cell.row - 1, 7, "đã hoàn thành")
                page.sheet.write_datetime(cell.row - 1, 8, DONE_ON, page.day)
                page.sheet.write_number(cell.row - 1, 9, 45)
    assert_the_answer(recorded(here, page.close()))


def with_row_number(number: int) -> bytes:
    """Return a workbook of one cell whose row says that it is the row `number`."""
    page, out = Page(), BytesIO()
    with ZipFile(BytesIO(page.close())) as written, ZipFile(out, "w") as archive:
        for name in written.namelist():
            content = written.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b'<row r="6"', b'<row r="%d"' % number).replace(
                    b'r="A6"', b'r="A%d"' % number
                )
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.slow
def test_a_row_beyond_every_sheet_costs_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kq.xlsx").write_bytes(with_row_number(2_000_000_000))
    assert main(["record", "--from", "kq.xlsx"]) == 3
    assert "quá nhiều dòng, cột" in capsys.readouterr().err


ROWS = [
    ["Kết quả tháng 3, quý I", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["Mã", "Cơ quan", "Kết quả", "Ngày", DOCUMENT, "Ghi chú"],
    ["II.2/ke-hoach", "Sở Tư pháp", "đã hoàn thành", "12/03/2026", "45", '"gửi ""đủ"""'],
    ["II.2/bao-cao", "Sở Tư pháp", "", "", "", ""],
    ["", "", "", "", "", ""],
]


def text_of_excel(separator: str) -> str:
    return "".join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in ROWS)


FULL_HEADS = "Mã;Cơ quan;Kết quả;Ngày;Số, ký hiệu văn bản;Gia hạn đến ngày;Minh chứng;Ghi chú"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("II.2/ke-hoach;STP;đang thực hiện;12/3/2026;;;;", "Ghi chú", "«đang thực hiện» cần nội dung."),
        ("II.2/ke-hoach;STP;đã trình, chờ ban hành;12/3/2026;;;;", DOCUMENT, "cần số văn bản trình."),
        ("II.2/ke-hoach;STP;đã hoàn thành;12/3/2026;;;;", DOCUMENT, "cần số văn bản (hoặc minh chứng, hoặc ghi chú)."),
        ("II.2/ke-hoach;STP;yêu cầu bổ sung;12/3/2026;;;;", "Ghi chú", "cần nội dung yêu cầu."),
        ("II.2/ke-hoach;STP;trả lại, yêu cầu thực hiện lại;12/3/2026;;;;", "Ghi chú", "cần lý do trả lại."),
        ("II.2/ke-hoach;STP;được gia hạn;12/3/2026;;20/12/2026;;", DOCUMENT, "cần số văn bản cho phép gia hạn."),
        ("II.2/ke-hoach;STP;được gia hạn;12/3/2026;9/UBND;;;", "Gia hạn đến ngày", "cần ngày được gia hạn."),
        ("II.2/ke-hoach;STP;đề nghị gia hạn;12/3/2026;9/STP;;;", "Gia hạn đến ngày", "cần ngày đề nghị gia hạn."),
        ("II.2/ke-hoach;STP;đưa ra khỏi danh mục theo dõi;12/3/2026;;;;", DOCUMENT, "cần số văn bản cho phép."),
        ("II.2/ke-hoach;STP;đã đôn đốc;12/3/2026;;;;", DOCUMENT, "cần số công văn đôn đốc."),
        ("II.2/ke-hoach;STP;không phát sinh;12/3/2026;;;;", "Kết quả", "Ghi «đã hoàn thành» khi có sản phẩm, hoặc"),
        ("II.2/ke-hoach;STP;đã hoàn thành;12/3/2026;9/KH;20/12/2026;;", "Gia hạn đến ngày", "chỉ điền khi gia hạn"),
        ("II.2/ke-hoach;STP;rồi;12/3/2026;9/KH;;;", "Kết quả", "được gia hạn; đề nghị gia hạn;"),
        ("II.2/ke-hoac;STP;đã hoàn thành;12/3/2026;9/KH;;;", "Mã", "Gần nhất: «II.2/ke-hoach»."),
        ("ke-hoach;UBND cấp xã;đã hoàn thành;12/3/2026;9/KH;;;", "Cơ quan", "là một nhóm cơ quan; mỗi dòng ghi một"),
    ],
)
def test_a_row_is_described_by_its_columns(
    here: Path, capsys: pytest.CaptureFixture[str], row: str, column: str, message: str
) -> None:
    quoted = FULL_HEADS.replace(DOCUMENT, f'"{DOCUMENT}"')
    (here / "kq.csv").write_text(f"{quoted}\n{row}\n", encoding="utf-8-sig")
    assert main(["record", "--from", "kq.csv"]) == 1
    out, err = capsys.readouterr()
    assert (out, "--" in err, "hủy ghi nhận" in err) == ("", False, False)
    assert f"dòng 2, cột «{column}» ({', '.join(row.split(';')[:2])}): " in err
    assert message in err


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("Ghi chus", "Dòng 1: không biết cột «Ghi chus». Có phải là «Ghi chú»?"),
        ("Xyz", "Dòng 1: không biết cột «Xyz». Các cột: «Mã», «Cơ quan», «Kết quả», «Ngày», «Số, ký hiệu văn bản»,"),
    ],
)
def test_an_unknown_column_is_refused_with_the_known_ones(
    here: Path, capsys: pytest.CaptureFixture[str], head: str, message: str
) -> None:
    (here / "kq.csv").write_text(f"Mã;Cơ quan;Kết quả;Ngày;{head}\n", encoding="utf-8-sig")
    assert main(["record", "--from", "kq.csv"]) == 1
    out, err = capsys.readouterr()
    assert (out, message in err) == ("", True)


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + text_of_excel(",").encode(),
        codecs.BOM_UTF8 + text_of_excel(";").encode(),
        codecs.BOM_UTF8 + b"sep=;\r\n" + text_of_excel(";").encode(),
        codecs.BOM_UTF16_LE + text_of_excel("\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + text_of_excel("\t").encode("utf-16-be"),
    ],
    ids=["CSV UTF-8", "CSV UTF-8, Vietnamese settings", "with sep=", "Unicode Text", "Unicode Text, other end"],
)
def test_the_texts_of_excel_are_recorded(here: Path, content: bytes) -> None:
    assert_the_answer(recorded(here, content, "kq.csv"), note='gửi "đủ"')


def test_a_text_in_the_code_page_of_windows_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kq.csv").write_bytes(text_of_excel(";").encode("cp1258", "replace"))
    assert main(["record", "--from", "kq.csv"]) == 3
    assert "không phải là CSV mã UTF-8" in capsys.readouterr().err
    (here / "kq.csv").write_bytes(text_of_excel(";").encode("ascii", "replace"))
    assert main(["record", "--from", "kq.csv"]) == 1
    assert "Không thấy dòng tên cột" in capsys.readouterr().err
    assert read_events(FolderSource(here)) == ()


def test_an_old_or_locked_workbook_has_its_own_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kq.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
    assert main(["record", "--from", "kq.xls"]) == 3
    assert "đời cũ (.xls) hoặc có mật khẩu" in capsys.readouterr().err


@pytest.mark.slow
def test_rows_keep_the_numbers_that_excel_shows() -> None:
    page = Page()
    formatted_beyond(page)
    tabs = read_tabs(page.close())
    assert not isinstance(tabs, FileFault)
    assert [number for number, _ in tabs[0].grid] == [1, TOP + 1, TOP + 3]
