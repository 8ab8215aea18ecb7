"""Bounds: files that are no files, far too large, or made to unpack, repeat or expand end in a sentence, not in memory.

What would fill the memory runs in a process that may have little of it.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from papi_cli.archives import DamagedArchive, OversizedArchive, repack, unpack
from papi_cli.cli.program.door import main
from papi_cli.problems import Problem, ProblemCode, Severity, shown_problems
from papi_cli.sheets.files import read_tabs
from papi_cli.sheets.grid import Cell, CellFault, FileFault, Grid
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.text import count_text
from papi_cli.views.bad_cells import bad_file_sentence
from tests.test_excel import Page
from tests.tree import CHECKOUT, planted

MEGABYTE = 1_000_000
# What the program may take in a process of its own; it needs a tenth of it for a sheet of the shipped plan.
MEMORY = 1_000 * MEGABYTE
_LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from papi_cli.cli.program.door import main
sys.exit(main(sys.argv[1:]))
"""

posix = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and limits of memory as POSIX has them")


def run_limited(*argv: str, folder: Path, stdin: bytes = b"") -> tuple[int, str]:
    """Run papi with little memory; return its exit code and what it says on stderr."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PAPI_NOW": "2026-03-21T09:00:00+07:00"}
    command = [sys.executable, "-c", _LIMITED, *argv]
    done = subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, timeout=300, check=False
    )
    assert done.stdout == b""
    return done.returncode, done.stderr.decode()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-03-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


# Files that the user names

NAMED = [("record", "--from"), ("verify",)]


@posix
@pytest.mark.slow
@pytest.mark.parametrize("command", NAMED)
def test_a_device_is_refused(here: Path, command: tuple[str, ...]) -> None:
    code, err = run_limited(*command, "/dev/zero", folder=here)
    assert (code, err) == (3, "Không đọc được tệp /dev/zero: đây là một thiết bị, không phải là tệp.\n")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("command", NAMED)
def test_a_file_of_ten_gigabytes_is_not_read(here: Path, command: tuple[str, ...]) -> None:
    with (here / "kq.xlsx").open("wb") as file:
        file.truncate(10_000 * MEGABYTE)
    code, err = run_limited(*command, "kq.xlsx", folder=here)
    assert (code, err.startswith("Tệp kq.xlsx lớn hơn ")) == (3, True), err


@posix
@pytest.mark.slow
@pytest.mark.parametrize("command", NAMED)
def test_a_pipe_that_never_ends_is_left(here: Path, command: tuple[str, ...]) -> None:
    os.mkfifo(here / "pipe")

    def write_without_end() -> None:
        with (here / "pipe").open("wb", buffering=0) as pipe:
            while True:
                pipe.write(b"Kh\xc3\xb4ng h\xe1\xba\xbft\n" * 1_000)

    def write() -> None:
        with pytest.raises(BrokenPipeError):
            write_without_end()

    writer = threading.Thread(target=write)
    writer.start()
    code, err = run_limited(*command, "pipe", folder=here)
    writer.join(timeout=60)
    assert not writer.is_alive()
    assert (code, err.startswith("Tệp pipe lớn hơn ")) == (3, True), err


@posix
def test_a_sheet_comes_out_of_a_pipe_that_ends(here: Path) -> None:
    os.mkfifo(here / "pipe")
    content = "Mã;Cơ quan;Kết quả;Ngày;Ghi chú\nII.2/ke-hoach;STP;đã hoàn thành;12/3/2026;đủ\n".encode()
    writer = threading.Thread(target=(here / "pipe").write_bytes, args=(content,))
    writer.start()
    assert main(["record", "--from", "pipe"]) == 0
    writer.join(timeout=60)
    assert len(read_events(FolderSource(here))) == 1


@pytest.mark.parametrize(
    ("command", "sentence"), [(("verify",), "đây là một thư mục"), (("record", "--from"), "Không có bảng nào trong ")]
)
def test_a_folder_is_no_file(
    here: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], sentence: str
) -> None:
    assert main([*command, str(here / "plan")]) == 3
    assert sentence in capsys.readouterr().err


@posix
@pytest.mark.slow
def test_too_much_on_stdin_and_a_closed_stdin(here: Path) -> None:
    code, err = run_limited("record", "--from", "-", folder=here, stdin=b"a;b\n" * 2_000_000)
    assert (code, err.startswith("Tệp đầu vào lớn hơn 5 MB.")) == (3, True), err
    program = f"{sys.executable} -m papi_cli record --from - <&-"
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    closed = subprocess.run(
        ["sh", "-c", program], cwd=here, env=environment, capture_output=True, text=True, check=False
    )
    assert (closed.returncode in (1, 3), "Traceback" in closed.stderr) == (True, False), closed.stderr


# Workbooks

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def parts_of(raw: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


WORKBOOK = Page().close()
GRID = read_tabs(WORKBOOK)


def edited(part: str, old: bytes, new: bytes, method: int = ZIP_DEFLATED) -> bytes:
    """Return the workbook with `new` for the first `old` in one of its parts."""
    parts = parts_of(WORKBOOK)
    assert old in parts[part]
    return packed({**parts, part: parts[part].replace(old, new, 1)}, method)


def test_the_workbook_that_is_broken_here_can_be_read() -> None:
    number, cells = _rows()[-1]
    assert (number, cells[0].text, cells[4].text) == (6, "II.2/ke-hoach", "2026-03-12")
    assert read_tabs(edited(SHEET, b"<sheetData>", b"<sheetData>")) == GRID


def lying_about_its_size(megabytes: int) -> bytes:
    """Return a workbook whose list of contents declares one byte and unpacks to many megabytes."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b" " * MEGABYTE
    stream = b"".join(deflater.compress(block) for _ in range(megabytes)) + deflater.flush()
    name = "[Content_Types].xml"
    raw = bytearray(packed({**parts_of(WORKBOOK), name: b"@@@@" * 16}, 0))
    start = raw.index(b"@@@@" * 16)
    header, directory = start - 30 - len(name), raw.rindex(b"PK\x01\x02", 0, raw.rindex(name.encode()))
    longer = len(stream) - 64
    for place in (header + 8, directory + 10):
        raw[place : place + 2] = (8).to_bytes(2, "little")
    for place in (header + 18, directory + 20):
        raw[place : place + 8] = len(stream).to_bytes(4, "little") + (1).to_bytes(4, "little")
    end = raw.rindex(b"PK\x05\x06")
    raw[end + 16 : end + 20] = (int.from_bytes(raw[end + 16 : end + 20], "little") + longer).to_bytes(4, "little")
    for entry in _entries_after(raw, directory):
        raw[entry + 42 : entry + 46] = (int.from_bytes(raw[entry + 42 : entry + 46], "little") + longer).to_bytes(
            4, "little"
        )
    raw[start : start + 64] = stream
    return bytes(raw)


def _entries_after(raw: bytearray, directory: int) -> list[int]:
    entries, place = [], raw.find(b"PK\x01\x02", directory + 4)
    while place >= 0:
        entries.append(place)
        place = raw.find(b"PK\x01\x02", place + 4)
    return entries


def with_password() -> bytes:
    """Return a workbook whose first part is marked as encrypted."""
    raw = bytearray(WORKBOOK)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    return bytes(raw)


def with_two_of_one_name() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts_of(WORKBOOK).items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


LAUGHS = b"<!DOCTYPE a [<!ENTITY a0 'haha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
SCREAMS = b"<!DOCTYPE a [<!ENTITY a '%s'>]>" % (b"a" * 40_000)
MANY = 500_001
HEAD = b'standalone="yes"?>'

REFUSED: list[tuple[str, Callable[[], bytes], FileFault]] = [
    ("declared size", lambda: packed({**parts_of(WORKBOOK), "a": b"0" * 50_000_001}), FileFault.UNPACKED_TOO_LARGE),
    ("parts", lambda: packed({f"{n}.xml": b"" for n in range(1_001)}), FileFault.UNPACKED_TOO_LARGE),
    ("one name twice", with_two_of_one_name, FileFault.DAMAGED_WORKBOOK),
    ("password", with_password, FileFault.DAMAGED_WORKBOOK),
    ("bzip2", lambda: packed(parts_of(WORKBOOK), ZIP_BZIP2), FileFault.DAMAGED_WORKBOOK),
    ("lzma", lambda: packed(parts_of(WORKBOOK), ZIP_LZMA), FileFault.DAMAGED_WORKBOOK),
    ("a workbook in a zip", lambda: packed({"kq.xlsx": WORKBOOK}), FileFault.DAMAGED_WORKBOOK),
    ("laughs in strings", lambda: edited(STRINGS, HEAD, HEAD + LAUGHS), FileFault.DAMAGED_WORKBOOK),
    ("laughs in cells", lambda: edited(SHEET, HEAD, HEAD + LAUGHS), FileFault.DAMAGED_WORKBOOK),
    ("screams", lambda: edited(STRINGS, HEAD, HEAD + SCREAMS), FileFault.DAMAGED_WORKBOOK),
    ("cells", lambda: edited(SHEET, b"</sheetData>", b"<row>" + b"<c/>" * MANY + b"</row></sheetData>"), FileFault.TOO_MANY_CELLS),
    ("rows", lambda: edited(SHEET, b"</sheetData>", b"<row/>" * MANY + b"</sheetData>"), FileFault.TOO_MANY_CELLS),
    ("wide rows", lambda: edited(SHEET, b"</sheetData>", wide_rows() + b"</sheetData>"), FileFault.TOO_MANY_CELLS),
    ("strings", lambda: edited(STRINGS, b"</sst>", b"<si/>" * MANY + b"</sst>"), FileFault.TOO_MANY_CELLS),
    ("fonts", lambda: edited(STYLES, b"</fonts>", b"<font/>" * MANY + b"</fonts>"), FileFault.TOO_MANY_CELLS),
    ("merged cells", lambda: edited(SHEET, b"</mergeCells>", b'<mergeCell ref="A1:B1"/>' * MANY + b"</mergeCells>"), FileFault.TOO_MANY_CELLS),
    ("sheets", lambda: edited("xl/workbook.xml", b"</sheets>", many_sheets() + b"</sheets>"), FileFault.TOO_MANY_CELLS),
    ("a number beyond all", lambda: edited(SHEET, b"<v>46093</v>", b"<v>" + b"9" * 5_000 + b"</v>"), FileFault.DAMAGED_WORKBOOK),
    ("a string that is not there", lambda: edited(SHEET, b"<v>0</v>", b"<v>999</v>"), FileFault.DAMAGED_WORKBOOK),
]  # fmt: skip


def wide_rows() -> bytes:
    return b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(10, 200))


def many_sheets() -> bytes:
    return b"".join(b'<sheet name="%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 300))


@pytest.mark.slow
@pytest.mark.parametrize(("make", "fault"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_a_hostile_workbook_is_a_fault(make: Callable[[], bytes], fault: FileFault) -> None:
    assert read_tabs(make()) is fault


@posix
@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lying_about_its_size(1_500), "không phải là tệp Excel (.xlsx) đọc được"),
        (lambda: edited(SHEET, HEAD, HEAD + LAUGHS), "không phải là tệp Excel (.xlsx) đọc được"),
        (lambda: b"\n" * 5 * MEGABYTE, "quá nhiều dòng, cột"),
        (lambda: b"," * 5 * MEGABYTE, "quá nhiều dòng, cột"),
        (lambda: b"a," * 2_500_000, "quá nhiều dòng, cột"),
    ],
    ids=["lie", "laughs", "lines", "columns", "cells"],
)
def test_what_unpacks_or_expands_without_end_takes_little_memory(
    here: Path, make: Callable[[], bytes], words: str
) -> None:
    (here / "kq").write_bytes(make())
    code, err = run_limited("record", "--from", "kq", folder=here)
    assert (code, words in err) == (3, True), err


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "XFD1048576", "A1", "?"])
def test_the_word_of_a_sheet_for_its_size_is_not_taken(dimension: str) -> None:
    start = parts_of(WORKBOOK)[SHEET]
    declared = start[start.index(b"<dimension") : start.index(b"<sheetViews")]
    again = read_tabs(edited(SHEET, declared, f'<dimension ref="{dimension}"/>'.encode()))
    assert again == (FileFault.DAMAGED_WORKBOOK if dimension == "?" else GRID)


@pytest.mark.slow
def test_the_last_row_of_a_sheet_is_a_row() -> None:
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    tabs = read_tabs(edited(SHEET, b"</sheetData>", last))
    assert not isinstance(tabs, FileFault)
    grid = tabs[0].grid
    assert (grid[-1][0], grid[-1][1][0].text, len(grid)) == (1_048_576, "x", len(_rows()) + 1)


def _rows() -> Grid:
    assert not isinstance(GRID, FileFault)
    return GRID[0].grid


def test_elements_within_elements_are_passed_over() -> None:
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    assert read_tabs(edited(SHEET, b"<sheetData>", deep + b"<sheetData>")) == GRID


def test_a_picture_may_have_a_document_type() -> None:
    picture = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'
    assert read_tabs(packed({**parts_of(WORKBOOK), "xl/media/image1.svg": picture})) == GRID


def test_a_formula_for_many_cells_without_its_result_is_named() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = ArrayFormula("A1:A2", "=B1:B2")
    out = BytesIO()
    book.save(out)
    tabs = read_tabs(out.getvalue())
    assert not isinstance(tabs, FileFault)
    assert [cell for _, cells in tabs[0].grid for cell in cells] == [Cell("", CellFault.UNCOMPUTED_FORMULA)]


@pytest.mark.parametrize(("hidden_rows", "named"), [((), ""), ((2,), "dòng 2."), ((2, 3, 4), "dòng 2, 4.")])
@pytest.mark.parametrize("sheet_state", ["visible", "hidden", "veryHidden"])
@pytest.mark.parametrize("prefixed", [False, True])
def test_answers_that_the_spreadsheet_hides_are_named_and_count(  # fixtures and three tables
    here: Path,
    capsys: pytest.CaptureFixture[str],
    hidden_rows: tuple[int, ...],
    named: str,
    sheet_state: Literal["visible", "hidden", "veryHidden"],
    *,
    prefixed: bool,
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Kết quả"
    page.append(["Mã", "Cơ quan", "Kết quả", "Ngày", "Số, ký hiệu văn bản"])
    page.append(["II.2/ke-hoach", "STP", "đã hoàn thành", "12/3/2026", "1/A"])
    page.append(["ke-hoach", "SYT", "", "", ""])
    page.append(["ke-hoach", "STP", "đã hoàn thành", "12/3/2026", "2/A"])
    for row in hidden_rows:
        page.row_dimensions[row].hidden = True
    book.create_sheet("Khác")
    page.sheet_state = sheet_state
    book.active = 1
    book.save(here / "kq.xlsx")
    if prefixed:
        parts = parts_of((here / "kq.xlsx").read_bytes())
        sheet = parts["xl/worksheets/sheet1.xml"]
        sheet = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", sheet).replace(b"xmlns=", b"xmlns:x=")
        (here / "kq.xlsx").write_bytes(packed({**parts, "xl/worksheets/sheet1.xml": sheet}))
    assert main(["record", "--from", "kq.xlsx"]) == 0
    remarks = capsys.readouterr().err
    assert ("dòng đang bị ẩn" in remarks) is bool(named)
    assert named in remarks
    assert ("trang tính được đọc («Kết quả») đang bị ẩn" in remarks) is (sheet_state != "visible")
    assert len(read_events(FolderSource(here))) == 2


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("length", "code"), [(10_000, 0), (10_001, 1), (32_767, 1), (32_768, 1)])
def test_a_note_from_a_cell_holds_what_a_text_of_an_event_can_hold(
    here: Path, capsys: pytest.CaptureFixture[str], suffix: str, length: int, code: int
) -> None:
    rows = [
        ["Mã", "Cơ quan", "Kết quả", "Ngày", "Ghi chú"],
        ["II.2/ke-hoach", "STP", "đã hoàn thành", "12/3/2026", "x" * length],
    ]
    if suffix == "csv":
        (here / "kq.csv").write_text("\n".join(map(";".join, rows)), encoding="utf-8")
    else:
        book, out = xlsxwriter.Workbook(here / "kq.xlsx"), "@" * 1_000
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, [*row[:4], "Ghi chú" if number == 0 else out])
        book.close()
        parts = parts_of((here / "kq.xlsx").read_bytes())
        strings = parts[STRINGS].replace(out.encode(), b"x" * length)  # XlsxWriter drops longer ones
        (here / "kq.xlsx").write_bytes(packed({**parts, STRINGS: strings}))
    assert main(["record", "--from", f"kq.{suffix}"]) == code
    place = "dòng 2, cột «Ghi chú»" if suffix == "csv" else "ô E2"
    said = f"{place} (II.2/ke-hoach, STP): dài hơn 10.000 ký tự."
    assert (said in capsys.readouterr().err) is (code == 1)


def test_a_cell_beyond_what_the_csv_module_takes_is_a_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kq.csv").write_text("Mã;Kết quả\nx;" + "x" * 140_000, encoding="utf-8")
    assert main(["record", "--from", "kq.csv"]) == 3
    assert "dấu nháy kép không khép lại, hoặc có ô quá dài" in capsys.readouterr().err


# Damage

FLIPS = 600


def flipped(number: int) -> bytes:
    """Return the workbook with one bit turned over, another for each number."""
    raw = bytearray(WORKBOOK)
    place = random.Random(number).randrange(len(raw) * 8)
    raw[place // 8] ^= 1 << place % 8
    return bytes(raw)


@pytest.mark.parametrize(
    "numbers", [range(40), pytest.param(range(40, FLIPS), marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_a_workbook_with_one_bit_turned_over_is_read_rightly_or_refused(numbers: range) -> None:
    outcomes = [read_tabs(flipped(number)) for number in numbers]
    refused = [outcome for outcome in outcomes if isinstance(outcome, FileFault)]
    assert all(bad_file_sentence("a.xlsx", fault) for fault in refused)
    assert all(outcome == GRID for outcome in outcomes if not isinstance(outcome, FileFault))
    assert len(refused) > len(numbers) // 2


@pytest.mark.parametrize("number", range(5))
def test_a_damaged_workbook_ends_in_one_sentence(here: Path, capsys: pytest.CaptureFixture[str], number: int) -> None:
    raw = bytearray(WORKBOOK)
    raw[len(raw) * (number + 1) // 8] ^= 1
    (here / "kq.xlsx").write_bytes(raw)
    assert main(["record", "--from", "kq.xlsx"]) == 3
    out, err = capsys.readouterr()
    assert (out, err) == ("", "Tệp kq.xlsx không phải là tệp Excel (.xlsx) đọc được. Lưu lại từ phần mềm bảng tính.\n")
    assert read_events(FolderSource(here)) == ()


def test_what_openpyxl_prints_of_damaged_styles_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    parts = parts_of(WORKBOOK)
    without = re.sub(rb"(?s)<cellStyleXfs.*</cellStyleXfs>", b'<cellStyleXfs count="0"/>', parts[STYLES])
    assert without != parts[STYLES]
    assert read_tabs(packed({**parts, STYLES: without})) is FileFault.DAMAGED_WORKBOOK
    assert capsys.readouterr().out == ""


# Archives


def test_an_archive_comes_back_whole() -> None:
    parts = {"a.xml": b"<a/>", "b/c.xml": b"x" * 100_000, "d": b""}
    assert unpack(packed(parts), most_bytes=100_004) == unpack(repack(parts), most_bytes=100_004) == parts
    with pytest.raises(OversizedArchive):
        unpack(packed(parts), most_bytes=100_003)


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x03\x04 cut off", WORKBOOK[:-30], with_password()])
def test_what_is_no_archive_is_damaged(raw: bytes) -> None:
    with pytest.raises(DamagedArchive):
        unpack(raw, most_bytes=MEGABYTE)


def test_a_part_is_not_called_by_a_name_without_end() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(ZipInfo("é" * 300), b"")
    with pytest.raises(DamagedArchive):
        unpack(out.getvalue(), most_bytes=MEGABYTE)


# Problems


@pytest.fixture
def with_many_problems(here: Path) -> Path:
    folder = here / "plan" / "status" / "2026-01"
    folder.mkdir(parents=True)
    (folder / "log.jsonl").write_text("{}\n" * 3_000, encoding="utf-8")
    tasks = here / "plan" / "tasks.yaml"
    tasks.write_text(tasks.read_text(encoding="utf-8") + "x" * 3 + ": 1\n", encoding="utf-8")
    return here


def test_the_first_200_annotations_are_made_unless_all_are_asked_for(
    with_many_problems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--plan", str(with_many_problems), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    count = len(answer["problems"])
    assert answer["summary"]["error"] >= 3_001
    assert count == sum(answer["summary"].values())
    hidden = f"… và {count_text(count - 200)} lỗi, cảnh báo nữa. Xem tất cả: papi check --all"
    for arguments, shown, last in (((), 200, hidden), (("--all",), count, "")):
        assert main(["check", "--plan", str(with_many_problems), "--format", "github", *arguments]) == 1
        out, err = capsys.readouterr()
        lines = out.splitlines()
        assert len([line for line in lines if line.startswith(("::error ", "::warning "))]) == shown
        assert lines[-1] == last or not last
        assert f"{answer['summary']['error']} lỗi, {answer['summary']['warning']} cảnh báo" in err
    assert main(["check", "--plan", str(with_many_problems), "--format", "gitlab"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == count


def test_other_commands_name_the_first_200_errors(with_many_problems: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (with_many_problems / "plan" / "tasks.yaml").write_bytes((CHECKOUT / "plan" / "tasks.yaml").read_bytes())
    assert main(["overdue", "--plan", str(with_many_problems)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len([line for line in err.splitlines() if line.startswith("plan/status/")]) == 200
    assert "… và 2.800 lỗi, cảnh báo nữa. Xem tất cả: papi check --all" in err


def test_errors_are_shown_before_warnings() -> None:
    warnings = [Problem("a", line, 1, ProblemCode.NOT_NFC, "", severity=Severity.WARNING) for line in range(1, 300)]
    error = Problem("b", 1, 1, ProblemCode.SYNTAX, "")
    assert shown_problems([*warnings, error]) == (*warnings[:199], error)
    assert shown_problems(warnings[:200]) == tuple(warnings[:200])


# What documents are made of


def report(root: Path, *options: str) -> int:
    argv = ("report", "semiannual", "--agency", "STP", "--as-of", "2026-06-10", "--plan", str(root))
    return main([*argv, "-o", str(root / "ra.docx"), *options])


@pytest.mark.slow
def test_a_word_base_that_unpacks_to_too_much_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "templates").mkdir(exist_ok=True)
    base = parts_of((CHECKOUT / "templates" / "document.docx").read_bytes())
    (here / "templates" / "document.docx").write_bytes(packed({**base, "word/media/a.png": b" " * 50_000_000}))
    assert report(here) == 3
    assert capsys.readouterr().err.startswith("Tệp Word gốc giải nén ra quá lớn.")
    (here / "templates" / "document.docx").write_bytes(packed({**base, "word/media/a.png": b" " * 1_000}))
    assert report(here) == 0


@pytest.mark.parametrize("path", ["plan/narrative/semiannual/so-tu-phap/ket-qua.md", "templates/agency.md.j2"])
def test_a_text_of_more_than_a_megabyte_is_refused(here: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    (here / path).parent.mkdir(parents=True, exist_ok=True)
    (here / path).write_bytes(b"a" * 1_000_001)
    assert report(here) == 1
    assert capsys.readouterr().err.startswith(f"{path}: dài hơn 1 MB.")
    assert not (here / "ra.docx").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ letter('a') }}", "letter nhận một số"),
        ("{{ place(1) }}", "place nhận một gợi ý"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "gọi lại chính nó không dừng"),
        ("{{ 'a' * 10 ** 9 }}", "vượt mức của một văn bản"),
    ],
)
def test_a_slip_in_a_template_ends_with_template_and_line(
    here: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    text = (CHECKOUT / "templates" / "agency.md.j2").read_text(encoding="utf-8")
    (here / "templates").mkdir(exist_ok=True)
    (here / "templates" / "agency.md.j2").write_text(f"{text}\n{line}\n", encoding="utf-8")
    assert report(here) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(f"templates/agency.md.j2:{text.count(chr(10)) + 2}: ")
    assert words in err


@pytest.mark.slow
def test_a_template_that_includes_itself_ends_at_the_bound_of_a_document(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Filled in again and again, a whole report takes more than a document may, somewhere in it."""
    text = (CHECKOUT / "templates" / "agency.md.j2").read_text(encoding="utf-8")
    (here / "templates").mkdir(exist_ok=True)
    (here / "templates" / "agency.md.j2").write_text(f"{text}\n{{% include 'agency.md.j2' %}}\n", encoding="utf-8")
    assert report(here) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert re.match(r"templates/(agency|own_work)\.md\.j2:\d+: ", err)
    assert "vượt mức của một văn bản" in err or "gọi lại chính nó không dừng" in err
