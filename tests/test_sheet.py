"""The sheet to fill in: created, filled in, and recorded, also by way of LibreOffice."""

from __future__ import annotations

import os
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.styles.styleable import StyleableObject, StyleDescriptor
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.archives import unpack
from papi_cli.cli.commands import sheet as sheet_command
from papi_cli.cli.program.door import main
from papi_cli.log.kinds import KIND_SPECS, RECORDABLE_KINDS
from papi_cli.render import xlsx
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.sheet import Sheet
from tests.children import at_a_terminal
from tests.programs import CALC, convert_with_libreoffice, needs
from tests.tree import planted


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    path = tmp_path / "stp.xlsx"
    assert main(["sheet", str(path), "--agency", "STP"]) == 0
    assert main(["sheet", str(path), "--agency", "STP"]) == 3  # it may hold answers
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert page.protection.sheet
    row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == "II.2/ke-hoach")
    page.cell(row, 8).value = "đã hoàn thành"
    page.cell(row, 9).value = "12/3/2026"
    page.cell(row, 10).value = "05/KH-UBND"
    book.save(path)
    return path


def recorded(root: Path) -> list[tuple[str, str, str, date, str]]:
    events = read_events(FolderSource(root))
    return [(event.item, event.agency, event.kind.value, event.date, event.document) for event in events]


ANSWER = [("II.2/ke-hoach", "so-tu-phap", "done", date(2026, 3, 12), "05/KH-UBND")]


def test_a_filled_sheet_is_recorded(filled: Path) -> None:
    assert main(["record", "--from", str(filled)]) == 0
    assert recorded(filled.parent) == ANSWER


# Comma, double quote, UTF-8; left to itself, LibreOffice writes CSV in the code page of its locale.
_EXPORT_OPTIONS = {"csv": "Text - txt - csv (StarCalc):44,34,76"}


@pytest.mark.slow
@needs(CALC)
@pytest.mark.parametrize("ways", [("xlsx",), ("ods", "xlsx"), ("csv",)])
def test_a_sheet_survives_libreoffice(filled: Path, ways: tuple[str, ...]) -> None:
    root, saved = filled.parent, filled
    for number, kind in enumerate(ways):
        folder = root / str(number)
        saved = convert_with_libreoffice(saved, kind, folder, options=_EXPORT_OPTIONS.get(kind, ""))
    assert main(["record", "--from", str(saved)]) == 0
    assert recorded(root) == ANSWER


# What the workbook is


READ_ONLY, EVENT, DATE, UNTIL = range(1, 8), 8, 9, 12  # columns


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


class Made(NamedTuple):
    """A sheet of papi: its page, its parts, and the rows of its table."""

    page: Worksheet
    parts: dict[str, bytes]
    rows: range

    @property
    def xml(self) -> str:
        return self.parts["xl/worksheets/sheet1.xml"].decode()

    def offered(self) -> list[str]:
        """Return the words that the drop-down of results has."""
        (rule,) = (rule for rule in self.page.data_validations.dataValidation if rule.type == "list")
        return [cell.value for (cell,) in self.page[str(rule.formula1).replace("$", "")]]


def made(here: Path, *options: str, name: str = "bang.xlsx") -> Made:
    assert main(["sheet", str(here / name), *options]) == 0
    return read(here / name)


def read(path: Path) -> Made:
    page = openpyxl.load_workbook(path).worksheets[0]
    (head,) = (cells[0].row for cells in page.iter_rows() if cells[0].value == "Mã")
    last = head
    while page.cell(last + 1, 2).value:
        last += 1
    return Made(page, unpack(path.read_bytes(), most_bytes=5_000_000), range(head + 1, last + 1))


def test_a_day_is_a_text_with_a_hint_and_a_pattern(here: Path) -> None:
    sheet = made(here, "--agency", "STP")
    for column in (DATE, UNTIL):
        letter = get_column_letter(column)
        assert {sheet.page.cell(row, column).number_format for row in sheet.rows} == {"@"}
        cells = f"{letter}{sheet.rows[0]}:{letter}{sheet.rows[-1]}"
        (rule,) = (rule for rule in sheet.page.data_validations.dataValidation if str(rule.sqref) == cells)
        assert (rule.type, rule.allowBlank, rule.showErrorMessage, rule.showInputMessage) == (
            "custom",
            True,
            True,
            True,
        )
        assert rule.prompt == "Gõ ngày như 10/6/2026."
        assert len(str(rule.formula1)) <= 255  # as Excel allows
    assert "dd/mm/yyyy" not in sheet.parts["xl/styles.xml"].decode()


DAYS_TAKEN = ["10/6/2026", "1/6/2026", "01/06/2026", "25/6/2026", "31/12/2028", "29/2/2028"]
DAYS_REFUSED = [
    "6/25/2026", "31/6/2026", "29/2/2026", "0/6/2026", "10/0/2026", "10/13/2026", "1/112/2026", "380/6/2026", "10/6/26",
    "10/6", "1/6/7/2026", "1/6/12026", "10/6/2062", "2026-06-10", "//2026", "a/6/2026", "chưa rõ", 46_093,
]  # fmt: skip


@pytest.mark.slow
@needs(CALC)
def test_the_pattern_of_a_day_takes_days_and_nothing_else(here: Path) -> None:
    typed = [*DAYS_TAKEN, *DAYS_REFUSED]
    book = openpyxl.Workbook()
    for row, text in enumerate(typed, 1):
        book.worksheets[0].append([text, f"={xlsx._day_formula(f'A{row}', 2025, 2028)}"])
    book.save("ngay.xlsx")
    saved = convert_with_libreoffice(Path("ngay.xlsx"), "csv", here / "ra", options=_EXPORT_OPTIONS["csv"])
    taken = [row.rpartition(",")[2] for row in saved.read_text(encoding="utf-8").splitlines()]
    assert taken == ["TRUE"] * len(DAYS_TAKEN) + ["FALSE"] * len(DAYS_REFUSED)


@pytest.mark.parametrize(
    ("first", "last", "year"), [(2026, 2028, "202?"), (2029, 2031, "20??"), (2026, 2036, "20??"), (2026, 2026, "2026")]
)
def test_the_years_of_a_pattern_are_those_of_the_plan(first: int, last: int, year: str) -> None:
    assert f'"*/*/{year}"' in xlsx._day_formula("I8", first, last)


def test_the_same_plan_log_and_day_give_the_same_bytes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = made(here, "--agency", "STP", name="a.xlsx")
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T15:30:00+07:00")
    made(here, "--agency", "STP", name="b.xlsx")
    assert (here / "a.xlsx").read_bytes() == (here / "b.xlsx").read_bytes()
    with ZipFile(here / "a.xlsx") as archive:
        assert {(entry.date_time, entry.create_system) for entry in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
    about = sheet.parts["docProps/core.xml"].decode()
    assert about.count(">2026-06-21T00:00:00Z<") == 2
    assert ">Sở Nội vụ</" in about
    assert not [name for name, part in sheet.parts.items() if b"openpyxl" in part.lower()]
    assert "mergeCell" not in sheet.xml  # openpyxl writes them in the order of a set


def test_looks_are_worked_out_once_for_all_rows(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    give = StyleDescriptor.__set__

    def counted(self: StyleDescriptor, cell: StyleableObject, value: Serialisable) -> None:
        given.append(cell)
        give(self, cell, value)

    monkeypatch.setattr(StyleDescriptor, "__set__", counted)
    for argv in ((), ("--agency", "STP")):  # many rows, and the tab for words
        given.clear()
        sheet = made(here, *argv, name=f"{len(argv)}.xlsx")
        assert len(given) < 250, (argv, sheet.xml.count("<row "))


def test_it_opens_as_it_was_saved_in_its_first_answer(here: Path) -> None:
    sheet = made(here, "--agency", "STP")
    assert 'calcId="191029"' in sheet.parts["xl/workbook.xml"].decode()
    assert 'fullCalcOnLoad="1"' not in sheet.parts["xl/workbook.xml"].decode()
    assert "<f>" not in sheet.xml
    view = sheet.page.sheet_view
    assert (view.topLeftCell, view.selection[-1].activeCell, view.selection[-1].pane) == (
        None, f"H{sheet.rows[0]}", "bottomRight",
    )  # fmt: skip


def test_it_is_filtered_and_sorted_while_protected(here: Path) -> None:
    page = (sheet := made(here, "--agency", "STP")).page
    assert page.protection.sheet
    assert not any((page.protection.autoFilter, page.protection.sort, page.protection.formatRows))
    assert page.auto_filter.ref == f"A{sheet.rows[0] - 1}:N{sheet.rows[-1]}"
    # Excel sorts only what may be edited, so what is not to be edited is refused cell by cell.
    assert not any(page.cell(row, column).protection.locked for row in sheet.rows for column in range(1, 15))
    closed = {str(rule.sqref) for rule in page.data_validations.dataValidation if rule.formula1 == "FALSE"}
    assert closed == {
        f"{letter}{sheet.rows[0]}:{letter}{sheet.rows[-1]}" for letter in map(get_column_letter, READ_ONLY)
    }
    assert page.cell(sheet.rows[0] - 1, 1).protection.locked
    assert "customHeight" not in sheet.xml  # heights go with the rows


def test_an_agency_is_offered_what_an_agency_may_say(here: Path) -> None:
    said = ["đã hoàn thành", "đang thực hiện", "đã trình, chờ ban hành", "đề nghị gia hạn", "không phát sinh"]
    assert made(here, "--agency", "STP").offered() == said
    assert made(here, "--item", "ke-hoach", name="tat-ca.xlsx").offered() == said
    everything = [KIND_SPECS[kind].label for kind in RECORDABLE_KINDS]
    assert made(here, "--item", "ke-hoach", "--coordinator", name="day-du.xlsx").offered() == everything
    assert "đã đôn đốc" in everything


def test_place_and_day_of_signing_are_those_that_are_known(here: Path) -> None:
    for name, options, place in (
        ("a.xlsx", ["--agency", "STP"], "Sơn La, ngày"),
        ("b.xlsx", ["--coordinator", "--item", "ke-hoach"], "Sơn La, ngày"),
        ("c.xlsx", ["--group", "ubnd-cap-xa", "--item", "ke-hoach"], "…, ngày"),
    ):
        sheet = made(here, *options, name=name)
        assert place in texts_of(sheet, range(sheet.rows[-1] + 1, sheet.page.max_row + 1)).splitlines()[-5]


def texts_of(sheet: Made, rows: range) -> str:
    return "\n".join(str(cell.value) for row in rows for cell in sheet.page[row] if cell.value)


def test_it_says_what_to_fill_in_and_until_when(here: Path) -> None:
    sheet = made(here, "--agency", "STP", "--reply-by", "30/6/2026")
    above = texts_of(sheet, range(1, sheet.rows[0]))
    assert "Cơ quan, đơn vị: Sở Tư pháp. Tình trạng tính đến ngày 21/6/2026." in above
    assert "Chỉ điền các ô nền vàng" in above
    assert "gửi lại tệp này cho Sở Nội vụ, chậm nhất ngày 30/6/2026." in above
    below = texts_of(sheet, range(sheet.rows[-1] + 1, sheet.page.max_row + 1))
    assert "ngày trình (cột «Ngày»), số văn bản trình (cột «Số, ký hiệu văn bản»)." in below
    assert "chậm nhất" not in texts_of(made(here, "--agency", "STP", name="b.xlsx"), range(1, sheet.rows[0]))


def test_it_is_printed_on_a4_with_a_place_to_sign(here: Path) -> None:
    page = (sheet := made(here, "--agency", "phuong-to-hieu")).page
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == ("landscape", 9, 1)
    assert page.print_title_rows == f"${sheet.rows[0] - 1}:${sheet.rows[0] - 1}"
    signed = {str(cell.value): cell for cells in page.iter_rows() for cell in cells if cell.value}
    place = signed["Phường Tô Hiệu, ngày … tháng … năm 2026"]
    assert signed["THỦ TRƯỞNG CƠ QUAN"].row == signed["NGƯỜI LẬP BIỂU"].row == place.row + 1
    bottom = int(page.print_area.rpartition("$")[2])
    assert bottom > signed["THỦ TRƯỞNG CƠ QUAN"].row + 3  # room to sign
    below = [cell for cells in page.iter_rows(min_row=sheet.rows[-1] + 1) for cell in cells if cell.value]
    assert max(cell.column for cell in below) < EVENT  # or it would be read as answers


def test_it_tells_that_an_extension_was_asked_for(here: Path) -> None:
    asked = ["--extension-requested", "15/7/2026", "--date", "1/6/2026", "--document", "412/STP-VP"]
    assert main(["record", "II.2/ke-hoach", "--agency", "STP", *asked]) == 0
    sheet = made(here, "--agency", "STP", "--item", "II.2/ke-hoach")
    (row,) = sheet.rows
    assert "đang đề nghị gia hạn đến 15/7/2026" in str(sheet.page.cell(row, 6).value)


def test_a_sheet_as_it_was_made_says_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(here, "--coordinator", "--agency", "STP")
    main(["record", "--from", "bang.xlsx"])
    assert recorded(here) == []
    assert not re.search(r"dòng \d|ô [A-Z]", capsys.readouterr().err)


# Which sheets are made


def test_a_group_has_a_sheet(here: Path) -> None:
    sheet = made(here, "--group", "các sở, ban, ngành", "--item", "ke-hoach")
    assert {sheet.page.cell(row, 1).value for row in sheet.rows} == {"ke-hoach"}
    assert "Sở Tư pháp" in {sheet.page.cell(row, 2).value for row in sheet.rows}
    assert "UBND phường Tô Hiệu" not in {sheet.page.cell(row, 2).value for row in sheet.rows}


def test_each_agency_has_a_file_and_none_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "ke-hoach", "--agency", "STP", "--done", "--date", "1/6/2026", "--document", "9/KH"]) == 0
    (here / "bang").mkdir()
    (here / "bang/so-noi-vu.xlsx").write_text("đã điền", encoding="utf-8")
    command = ["sheet", "--each", "--item", "ke-hoach", "--agency", "STP", "--agency", "SNV", "--agency", "SYT"]
    capsys.readouterr()
    assert main([*command, "-o", "bang"]) == 0
    assert {path.name for path in (here / "bang").iterdir()} == {"so-noi-vu.xlsx", "so-y-te.xlsx"}
    assert (here / "bang/so-noi-vu.xlsx").read_text(encoding="utf-8") == "đã điền"
    sheet = read(here / "bang/so-y-te.xlsx")
    assert [sheet.page.cell(row, 2).value for row in sheet.rows] == ["Sở Y tế"]
    assert capsys.readouterr().err.splitlines() == [
        "Không còn việc nào chưa hoàn thành nên không có bảng: Sở Tư pháp.",
        "Đã có từ trước trong bang, giữ nguyên 1 tệp: so-noi-vu.xlsx.",
        "Đã ghi 1 bảng vào bang.",
    ]


@pytest.mark.parametrize(
    ("words", "file", "code", "told"),
    [
        (("bang.xlsx",), "bang.xlsx", 3, "Đã có tệp bang.xlsx."),
        (("--each", "-o", "bang"), "bang/so-noi-vu.xlsx", 0, "Đã có từ trước trong bang, giữ nguyên 1 tệp: so-noi-vu"),
    ],
)
def test_a_file_that_comes_to_be_there_meanwhile_stays(
    *,
    words: tuple[str, ...],
    file: str,
    code: int,
    told: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def rendered_while_somebody_saves(_sheet: Sheet) -> bytes:
        (here / file).parent.mkdir(exist_ok=True)
        (here / file).write_text("đã điền", encoding="utf-8")
        return b"PK"

    monkeypatch.setattr(sheet_command, "render_workbook", rendered_while_somebody_saves)
    assert main(["sheet", *words, "--item", "ke-hoach", "--agency", "SNV"]) == code
    assert told in capsys.readouterr().err
    assert (here / file).read_text(encoding="utf-8") == "đã điền"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_a_terminal_sees_how_far_it_is(here: Path) -> None:
    command = ["sheet", "--each", "--group", "các sở, ban, ngành", "--item", "ke-hoach", "-o", str(here / "bang")]
    code, output = at_a_terminal(*command, "--plan", str(here))
    assert code == 0
    assert re.search(r"Lập bảng .* 100%", re.sub(r"\x1b\[[0-9;]*m", "", output))


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "Chưa có tên tệp"),
        (("a.xlsx", "-o", "b.xlsx"), 2, "Nơi ghi chỉ nêu một lần"),
        (("-o", "a.csv"), 2, "phải kết thúc bằng .xlsx"),
        (("-o", "-"), 2, "phải kết thúc bằng .xlsx"),
        (("--each",), 2, "thêm --output THƯ_MỤC"),
        (("--each", "-o", "a.xlsx"), 2, "đặt tên thư mục không có đuôi «.xlsx»"),
        (("--each", "-o", "tep"), 2, "tep là một tệp"),
        (("a.xlsx", "--reply-by", "20/6/2026"), 2, "ngày phải gửi lại bảng đã qua"),
        (("--each", "-o", "a", "--agency", "tinh-uy"), 3, "Không còn việc nào chưa hoàn thành"),
    ],
)
def test_contradictions_are_refused(
    here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, message: str
) -> None:
    Path("tep").touch()
    assert main(["sheet", *words]) == code
    out, err = capsys.readouterr()
    assert (out, message in err) == ("", True), err
    assert not list(here.glob("*.xlsx"))


def test_the_output_may_be_an_option(here: Path) -> None:
    assert main(["sheet", "-o", "a.xlsx", "--agency", "STP"]) == 0
    assert read(here / "a.xlsx").rows


# Files that are no sheets


def packed(**parts: str) -> bytes:
    """Return a zip archive that looks a little like a workbook."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"PK\x03\x04 cut off", 3, "không phải là tệp Excel (.xlsx) đọc được"),
        (packed(a="b"), 3, "không phải là tệp Excel (.xlsx) đọc được"),
        (packed(a="0" * 50_000_001), 3, "giải nén ra quá lớn"),
        (b"x" * 5_000_001, 3, "lớn hơn 5 MB"),
        (b"\xff\xfe\x00", 3, "không phải là CSV mã UTF-8"),
        (b"a,b\n1,2\n", 1, "Không thấy dòng tên cột"),
        (b"", 1, "Không thấy dòng tên cột"),
    ],
    ids=["cut", "no workbook", "bomb", "large", "bytes", "no heads", "empty"],
)
def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(
    filled: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: int, message: str
) -> None:
    filled.write_bytes(content)
    capsys.readouterr()
    assert main(["record", "--from", str(filled)]) == code
    out, err = capsys.readouterr()
    assert (out, message in err) == ("", True), err
    assert recorded(filled.parent) == []


@pytest.mark.parametrize(("answer", "message"), [("=1+1", "ô chứa công thức"), ("a\u202eb", "ký tự đổi chiều chữ")])
def test_a_bad_cell_is_named(filled: Path, capsys: pytest.CaptureFixture[str], answer: str, message: str) -> None:
    book = openpyxl.load_workbook(filled)
    page = book.worksheets[0]
    (row,) = (cells[0].row for cells in page.iter_rows() if cells[0].value == "II.2/ke-hoach")
    page.cell(row, 10).value = answer
    book.save(filled)
    capsys.readouterr()
    assert main(["record", "--from", str(filled)]) == 1
    err = capsys.readouterr().err
    assert f"ô J{row} (II.2/ke-hoach, Sở Tư pháp): " in err
    assert message in err
    assert recorded(filled.parent) == []
