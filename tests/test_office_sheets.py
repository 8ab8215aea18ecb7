"""Workbooks as offices send them back: covers, merged cells, words where none were expected. Nothing filled in is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event
from papi_cli.log.kinds import KIND_SPECS, USUAL_WORDS, WORDS_OF_SENDING, EventKind, kind_called
from papi_cli.sheets.files import read_tabs
from papi_cli.sheets.grid import Cell, FileFault
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.text import match_key
from tests.programs import CALC, convert_with_libreoffice, needs
from tests.tree import planted

HEADS = ["Mã", "Cơ quan", "Nhiệm vụ", "Kết quả", "Ngày", "Số, ký hiệu văn bản", "Minh chứng", "Ghi chú"]
DONE = ["đã hoàn thành", "12/3/2026", "45/KH-STP"]
CODES = ("II.2/ke-hoach", "II.2/bao-cao", "ke-hoach")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-15T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def form(book: Workbook, *rows: Sequence[object], title: str = "Biểu", agency: str = "STP") -> Worksheet:
    """Add a tab with a title, the heads in row 3 and a row for each code, with what `rows` say behind the tasks."""
    page: Worksheet = book.create_sheet(title)
    page.append(["Kết quả thực hiện"])
    page.append([])
    page.append(HEADS)
    for number, code in enumerate(CODES):
        page.append([code, agency, "…", *(rows[number] if number < len(rows) else ())])
    return page


def new_book() -> Workbook:
    book = Workbook()
    del book[book.sheetnames[0]]
    return book


def bytes_of(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def record(here: Path, book: Workbook, *options: str) -> int:
    book.save(here / "kq.xlsx")
    return main(["record", "--from", "kq.xlsx", *options])


def events(here: Path) -> list[Event]:
    return list(read_events(FolderSource(here)))


def refusal(here: Path, capsys: pytest.CaptureFixture[str], book: Workbook) -> list[str]:
    """Return the lines about bad cells; nothing is recorded."""
    assert record(here, book) == 1
    out, err = capsys.readouterr()
    assert (out, events(here)) == ("", [])
    return [line for line in err.splitlines() if ": " in line and not line.startswith(("Lưu ý", "Không ghi gì"))]


# Tabs


def test_every_tab_with_the_heads_is_read_and_the_others_are_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = new_book()
    book.create_sheet("Bìa").append(["SỞ TƯ PHÁP"])
    form(book, DONE, title="Quý I")
    book.create_sheet("Trống")
    form(book, [], DONE, title="Quý II").row_dimensions[5].hidden = True
    book.create_sheet("Ghi chú").append(["Mã", "xem công văn"])
    assert record(here, book) == 0
    assert [event.item for event in events(here)] == ["II.2/ke-hoach", "II.2/bao-cao"]
    assert capsys.readouterr().err.splitlines() == [
        "Lưu ý: không đọc trang tính «Bìa» và «Ghi chú»: không có dòng tên cột.",
        ("Lưu ý: trang tính «Quý II», có kết quả ở dòng đang bị ẩn (ẩn tay hoặc do lọc), vẫn được đọc: dòng 5."),
    ]


def test_places_are_told_with_their_tab_where_there_are_several(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = new_book()
    form(book, DONE, title="Một")
    form(book, [], ["đã hoàn thành", "31/6/2026", "46"], title="Hai", agency="Sở Tư pháp")
    (line,) = refusal(here, capsys, book)
    assert line.startswith("trang tính «Hai», ô E5 (II.2/bao-cao, Sở Tư pháp): «31/6/2026» không phải là một ngày")
    del book["Một"]
    (line,) = refusal(here, capsys, book)
    assert line.startswith("ô E5 (II.2/bao-cao, Sở Tư pháp): ")


def test_a_tab_that_lacks_a_column_is_not_passed_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = new_book()
    form(book, DONE)
    book.create_sheet("Thêm").append(["Mã", "Cơ quan", "Kết quả"])
    assert record(here, book) == 1
    assert "Trang tính «Thêm», dòng 1: thiếu cột «Ngày»." in capsys.readouterr().err
    assert events(here) == []


def test_a_header_that_stands_again_further_down_is_no_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = new_book()
    page = form(book, DONE)
    page.append([])
    page.append(["Cơ quan", "Mã", "Ngày", "Kết quả", "Ghi chú"])  # a second table, otherwise arranged
    page.append(["STP", "II.2/bao-cao", "12/3/2026", "đã hoàn thành", "đủ"])
    assert record(here, book) == 0, capsys.readouterr().err
    assert [(event.item, event.note) for event in events(here)] == [("II.2/ke-hoach", ""), ("II.2/bao-cao", "đủ")]


# Merged cells


def merged(*ranges: str) -> Workbook:
    book = new_book()
    page = form(book, DONE)
    for range_ in ranges:
        page.merge_cells(range_)
    return book


def test_a_merged_answer_counts_for_each_of_its_rows(here: Path) -> None:
    assert record(here, merged("A1:H1", "A3:A3", "D4:D6", "E4:E6", "F4:F6")) == 0
    assert [(event.item, event.date, event.document) for event in events(here)] == [
        (code, date(2026, 3, 12), "45/KH-STP") for code in CODES
    ]


def test_a_merged_code_or_agency_counts_for_each_of_its_rows(here: Path) -> None:
    book = new_book()
    page = form(book, DONE, ["đang thực hiện", "14/3/2026", "46", "", "soạn thảo"])
    page["A5"] = page["B5"] = None
    page.merge_cells("A4:A5")
    page.merge_cells("B4:B5")
    assert record(here, book) == 0
    assert [(event.item, event.agency, event.kind.value) for event in events(here)] == [
        ("II.2/ke-hoach", "so-tu-phap", "done"),
        ("II.2/ke-hoach", "so-tu-phap", "progress"),
    ]


def test_what_is_merged_for_some_columns_only_leaves_named_gaps(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = refusal(here, capsys, merged("F4:F5"))
    assert [line.partition(". ")[0] for line in lines] == [f"ô {cell}5 (II.2/bao-cao, STP): còn trống" for cell in "DE"]


def test_a_merged_head_is_no_row_below_it(here: Path) -> None:
    book = new_book()
    page = book.create_sheet("Biểu")
    page.append(HEADS)
    page.append([])
    page.append(["II.2/ke-hoach", "STP", "…", *DONE])
    for letter in "ABCDEFGH":
        page.merge_cells(f"{letter}1:{letter}2")
    assert record(here, book) == 0
    assert len(events(here)) == 1


@pytest.mark.slow
@needs(CALC)
def test_merged_cells_and_tabs_survive_libreoffice(here: Path) -> None:
    book = merged("D4:D6", "E4:E6", "F4:F6")
    book.create_sheet("Bìa", 0).append(["SỞ TƯ PHÁP"])
    book.save(here / "kq.xlsx")
    by_way_of = convert_with_libreoffice(here / "kq.xlsx", "ods", here / "1")
    saved = convert_with_libreoffice(by_way_of, "xlsx", here / "2")
    assert main(["record", "--from", str(saved)]) == 0
    assert [event.item for event in events(here)] == [*CODES]


@pytest.mark.slow
def test_merged_cells_cannot_ask_for_more_cells_than_a_file_may_have() -> None:
    book = new_book()
    page = book.create_sheet("Biểu")
    for _ in range(1_500):
        page.append(["x"])
    raw = bytes_of(book)
    with ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (name,) = (name for name in parts if name.startswith("xl/worksheets/"))
    for count, outcome in ((1_000, tuple), (1_400, FileFault)):
        ranges = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(count))
        sheet = parts[name].replace(b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for part, content in {**parts, name: sheet}.items():
                archive.writestr(part, content)
        assert isinstance(read_tabs(out.getvalue()), outcome)


@pytest.mark.slow
def test_the_bound_of_cells_is_that_of_all_tabs_together() -> None:
    book = new_book()
    for number in range(3):
        book.create_sheet(str(number)).cell(700_000, 1).value = "x"
    assert read_tabs(bytes_of(book)) is FileFault.TOO_MANY_CELLS
    del book["2"]
    assert isinstance(read_tabs(bytes_of(book)), tuple)


# Beside and below the table


def test_a_cell_outside_the_columns_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = new_book()
    page = form(book, [*DONE, "", "đủ", "đã gửi bản giấy"], ["", "", "", "", "", "ngoài"])
    page["H3"] = None  # the head above «đủ»
    assert refusal(here, capsys, book) == [
        f"ô {place}: «{text}» nằm ngoài các cột có tên (hoặc dưới tên cột đã có ở trước). Chuyển vào đúng cột, hoặc xóa."
        for place, text in (
            ("H4 (II.2/ke-hoach, STP)", "đủ"),
            ("I4 (II.2/ke-hoach, STP)", "đã gửi bản giấy"),
            ("I5 (II.2/bao-cao, STP)", "ngoài"),
        )
    ]


def test_a_cell_of_csv_past_the_heads_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "Mã;Cơ quan;Kết quả;Ngày;Ghi chú\nke-hoach;SYT;đã hoàn thành;12/3/2026;đủ;thêm\n"
    (here / "kq.csv").write_text(lines, encoding="utf-8")
    assert main(["record", "--from", "kq.csv"]) == 1
    assert "dòng 2, cột thứ 6 (ke-hoach, SYT): «thêm» nằm ngoài các cột có tên" in capsys.readouterr().err


def test_what_stands_above_and_below_the_table_is_the_form_s(here: Path) -> None:
    book = new_book()
    page = form(book, DONE)
    page["E1"] = "Mẫu số 02"
    page.append([])
    page.append(["", "", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "ghi ngoài bảng"])
    page.append(["I. Nhiệm vụ chung"])
    assert record(here, book) == 0


def test_an_answer_without_code_and_agency_is_named_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = new_book()
    form(book, DONE).append(["", "", "Việc ngoài danh mục", "đã hoàn thành", "12/3/2026", "46"])
    (line,) = refusal(here, capsys, book)
    assert line.startswith("ô D7: «đã hoàn thành» nằm ở dòng không ghi mã và cơ quan. ")


# Evidence that is none


@pytest.mark.parametrize(
    ("cell", "note", "urls"),
    [
        ("Bản giấy lưu tại Văn phòng Sở", "Bản giấy lưu tại Văn phòng Sở", []),
        (r"D:\Bao cao\12.pdf", r"D:\Bao cao\12.pdf", []),
        (r"\\may-chu\chung\12.pdf", r"\\may-chu\chung\12.pdf", []),
        ("../12.pdf", "../12.pdf", []),
        ("https://a.vn/1; bản ký số\nhttps://a.vn/2", "bản ký số", ["https://a.vn/1", "https://a.vn/2"]),
        ("xem tại https://a.vn/1, mục 2", "xem tại https://a.vn/1, mục 2", ["https://a.vn/1"]),
        ("Tờ trình " + "và phụ lục " * 30, ("Tờ trình " + "và phụ lục " * 30).strip(), []),
    ],
)
def test_words_under_evidence_go_into_the_note_and_that_is_said(
    here: Path, capsys: pytest.CaptureFixture[str], cell: str, note: str, urls: list[str]
) -> None:
    book = new_book()
    form(book, [*DONE, cell, "đủ"])
    assert record(here, book) == 0
    (event,) = events(here)
    assert (event.note, [evidence.url for evidence in event.evidence]) == (f"đủ\nMinh chứng: {note}", urls)
    (remark,) = capsys.readouterr().err.splitlines()
    assert remark == (
        f"Lưu ý: ô G4 (II.2/ke-hoach, STP): «{note}» không phải là địa chỉ https://… hay tệp trong thư mục của kế hoạch, nên "
        "chuyển vào ghi chú."
    )


def test_a_file_of_the_plan_is_evidence_and_one_behind_a_link_is_not(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "12.pdf").write_text("x")
    (here / "13.pdf").symlink_to(here / "12.pdf")
    book = new_book()
    form(book, [*DONE, "12.pdf\n13.pdf"])
    assert record(here, book) == 0
    (event,) = events(here)
    assert ([evidence.path for evidence in event.evidence], event.note) == (["12.pdf"], "Minh chứng: 13.pdf")
    assert "«13.pdf» không phải" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "text", "link", "found"),
    [
        ("G4", "Kế hoạch", "https://a.vn/45", (["https://a.vn/45"], "Minh chứng: Kế hoạch")),
        ("G4", "https://a.vn", "https://a.vn/", (["https://a.vn"], "")),
        ("G4", "Bản quét", "file:///D:\\45.pdf", ([], "Minh chứng: Bản quét; file:///D:\\45.pdf")),
        ("F4", "45/KH-STP", "https://a.vn/45?a=1&b=2", (["https://a.vn/45?a=1&b=2"], "")),
        ("H4", "hỏi a@a.vn", "mailto:a@a.vn", ([], "hỏi a@a.vn")),
    ],
)
def test_where_a_cell_leads_is_not_lost(
    here: Path, place: str, text: str, link: str, found: tuple[list[str], str]
) -> None:
    book = new_book()
    page = form(book, DONE)
    page[place] = text
    page[place].hyperlink = link
    assert record(here, book) == 0
    (event,) = events(here)
    assert ([evidence.url for evidence in event.evidence], event.note) == found


def test_where_a_cell_of_a_bad_row_leads_is_quoted(here: Path) -> None:
    book = new_book()
    page = form(book, ["rồi", *DONE[1:], "Kế hoạch"])
    page["G4"].hyperlink = "https://a.vn/45"
    assert record(here, book, "--skip-bad", "-o", "con-lai.xlsx") == 1
    left = openpyxl.load_workbook(here / "con-lai.xlsx").worksheets[0]
    reasons = [str(cell.value) for cells in left.iter_rows() for cell in cells if "«rồi»" in str(cell.value)]
    assert "Ô «Minh chứng» dẫn đến «https://a.vn/45»." in reasons[0]


# Words for results


def test_each_usual_word_means_one_kind() -> None:
    said = [(match_key(word), kind) for kind, words in USUAL_WORDS.items() for word in words]
    said += [(match_key(word), EventKind.DONE) for word in WORDS_OF_SENDING]
    said += [(match_key(name), kind) for kind in EventKind for name in (kind.value, KIND_SPECS[kind].label)]
    assert len({key for key, _ in said}) == len(said)
    assert all(kind_called(key, issued_elsewhere=False) is kind for key, kind in said)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Hoàn thành", EventKind.DONE),
        ("Đã ban hành.", EventKind.DONE),
        ("xong", EventKind.DONE),
        ("- Đã báo cáo", EventKind.DONE),
        ("ĐÃ NỘP", EventKind.DONE),
        ("Đang triển khai", EventKind.PROGRESS),
        ("đang làm", EventKind.PROGRESS),
        ("chưa hoàn thành", None),
        ("chưa có", None),
        ("không có", None),
        ("gia hạn", None),
        ("x", None),
        ("", None),
    ],
)
def test_usual_words_are_understood_and_others_are_not_guessed(words: str, kind: EventKind | None) -> None:
    assert kind_called(words, issued_elsewhere=False) is kind


def test_what_another_body_issues_is_not_done_when_it_is_sent(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kind_called("đã gửi", issued_elsewhere=True) is None
    book = new_book()
    form(book, ["đã gửi", "12/3/2026", "45"], ["đã gửi", "12/3/2026", "46"])
    # II.2/ke-hoach is issued by UBND tỉnh.
    (line,) = refusal(here, capsys, book)
    assert line.startswith("ô D4 (II.2/ke-hoach, STP): không có kết quả «đã gửi».")


# Days


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        (date(2026, 6, 12), True),  # 6 December has not come
        (date(2026, 6, 13), True),
        (date(2026, 6, 6), True),
        (date(2026, 2, 6), False),  # 6 February or 2 June
        (date(2026, 10, 6), False),  # 6 October, which has not come, or 10 June
    ],
)
def test_a_day_that_the_computer_may_have_turned_round_is_not_taken(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], day: date, *, taken: bool
) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    book = new_book()
    form(book, ["đã hoàn thành", day, "45"])
    assert record(here, book) == (0 if taken else 1)
    readings = {f"{day.day:02d}/{day.month}", f"{day.month}/{day.day}"}
    err = capsys.readouterr().err
    assert ("máy tính đã đổi chữ đã gõ thành ngày" in err) is not taken
    assert taken or any(reading in err for reading in readings)
    assert [event.date for event in events(here)] == ([day] if taken else [])


# Files of other kinds


def repacked(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as archive, ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, change(archive.read(name)))
    return out.getvalue()


def as_strict(part: bytes) -> bytes:
    """Return a part of a workbook as Excel writes it as "Strict Open XML"."""
    for theirs, strict in (
        ("spreadsheetml", "spreadsheetml"),
        ("officeDocument", "officeDocument"),
        ("drawingml", "drawingml"),
    ):
        part = part.replace(
            f"http://schemas.openxmlformats.org/{theirs}/2006/".encode(),
            f"http://purl.oclc.org/ooxml/{strict}/".encode(),
        )
    part = part.replace(b"<workbook ", b'<workbook conformance="strict" ')
    return re.sub(rb'<c r="(E4)"[^>]*><v>46094</v></c>', rb'<c r="\1" t="d"><v>2026-03-13T00:00:00</v></c>', part)


def test_a_strict_workbook_is_read(here: Path) -> None:
    book = new_book()
    form(book, ["đã hoàn thành", date(2026, 3, 13), "45"])
    raw = repacked(bytes_of(book), as_strict)
    assert b"2026-03-13T00" in raw
    assert b"schemas.openxmlformats.org/spreadsheetml" not in raw
    (here / "kq.xlsx").write_bytes(raw)
    assert main(["record", "--from", "kq.xlsx"]) == 0
    assert [event.date for event in events(here)] == [date(2026, 3, 13)]


def archive_of(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (archive_of("mimetype", "content.xml"), "OpenDocument (.ods)"),
        (archive_of("[Content_Types].xml", "xl/workbook.bin"), "nhị phân (.xlsb)"),
        (archive_of("Index/Document.iwa", "Metadata/Properties.plist"), "Numbers (máy Apple)"),
        (b"\xef\xbb\xbf<html><table><tr><td>x", "trang web (HTML) hoặc XML"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "trang web (HTML) hoặc XML"),
        ("Mã;Cơ quan;Kết quả;Ngày".encode("cp1258", "replace"), "dùng bảng mã khác (thường là bảng mã Windows)"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "không phải là CSV mã UTF-8 hay tệp Excel (.xlsx)"),
        (b"\x89PNG\r\n\x1a\n\0\0", "không phải là CSV mã UTF-8 hay tệp Excel (.xlsx)"),
    ],
)
def test_a_file_of_another_kind_is_told_with_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str], raw: bytes, words: str
) -> None:
    (here / "kq").write_bytes(raw)
    assert main(["record", "--from", "kq"]) == 3
    assert words in capsys.readouterr().err


@pytest.mark.slow
@needs(CALC)
def test_a_sheet_of_libreoffice_is_told_as_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merged().save(here / "kq.xlsx")
    saved = convert_with_libreoffice(here / "kq.xlsx", "ods", here / "1")
    assert main(["record", "--from", str(saved)]) == 3
    assert "OpenDocument (.ods)" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("marks", ["", "\ufeff", "\ufeff\ufeff"])
def test_text_separated_by_tabs_is_read_quoted_or_not(here: Path, end: str, encoding: str, marks: str) -> None:
    heads = "Mã\tCơ quan\tKết quả\tNgày\tSố, ký hiệu văn bản\tGhi chú"
    rows = [
        'ke-hoach\tSYT\txong\t13/02/2026\t1/KH\t"Kế hoạch" đã gửi',  # as Google Sheets writes it
        "bao-cao-6-thang\tSYT\tđang làm\t1/3/2026\t2/BC\tđủ, đúng; hết",
    ]
    text = marks + end.join([heads, *rows, ""])
    (here / "kq.tsv").write_bytes(text.encode(encoding))
    assert main(["record", "--from", "kq.tsv"]) == 0
    assert [event.note for event in events(here)] == ['"Kế hoạch" đã gửi', "đủ, đúng; hết"]


def test_a_title_with_commas_above_a_table_of_tabs_hides_no_column(here: Path) -> None:
    lines = [
        "Kết quả tháng 3, quý I, năm 2026",
        "Mã\tCơ quan\tKết quả\tNgày\tGhi chú",
        "ke-hoach\tSYT\txong\t13/02/2026\tđủ",
    ]
    (here / "kq.tsv").write_text("\n".join(lines), encoding="utf-8")
    assert main(["record", "--from", "kq.tsv"]) == 0
    assert len(events(here)) == 1


def test_a_cell_that_is_covered_holds_what_the_person_saw() -> None:
    book = merged("F4:F6")
    raw = bytes_of(book)
    tabs = read_tabs(raw)
    assert not isinstance(tabs, FileFault)
    rows = dict(tabs[0].grid)
    assert [rows[number][5] for number in (4, 5, 6)] == [
        Cell("45/KH-STP"),
        Cell("45/KH-STP", merged_from=4),
        Cell("45/KH-STP", merged_from=4),
    ]
    assert openpyxl.load_workbook(BytesIO(raw)).worksheets[0]["F5"].value is None
