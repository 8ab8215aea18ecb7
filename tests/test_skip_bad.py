"""`papi record --from … --skip-bad -o`: the good rows are recorded, the bad ones come back in a sheet to correct."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.recording.drafting import RecordOptions
from papi_cli.cli.recording.from_files import record_from
from papi_cli.cli.recording.gathering import FromOptions
from papi_cli.cli.recording.session import open_session
from papi_cli.sheets.files import read_tabs
from papi_cli.sheets.grid import FileFault
from papi_cli.sheets.header import REASON_HEAD
from papi_cli.store.journal import Journal, Recorder, Recording
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.sample import ZONE
from tests.tree import planted

HEADS = ("Mã", "Cơ quan", "Kết quả", "Ngày", "Số, ký hiệu văn bản", "Gia hạn đến ngày", "Ghi chú")
NOW = datetime(2026, 6, 21, 9, tzinfo=ZONE)
GOOD = ("ke-hoach", "Sở Y tế", "đã hoàn thành", "1/6/2026", "5/KH-SYT", None, None)
# Rows that cannot be recorded as they are, each with the day or text that its cell must not become by itself.
BAD = (
    ("ke-hoach", "Sở Tư Phát", "đã hoàn thành", "31/6/2026", "6/KH-STP", None, "hai ô sai"),
    ("ke-hoach", "Sở Xây dựng", "đã hoàn thành", date(2026, 3, 5), "7/KH-SXD", None, "ngày có hai cách đọc"),
    ("ke-hoach", "Sở Tài chính", "đã hoàn thành", date(2026, 5, 25), date(2026, 6, 5), None, "số văn bản thành ngày"),
    ("ke-hoach", "Sở Công Thương", "yêu cầu bổ sung", "hôm nay", None, None, "thiếu phụ lục"),
    ("bao-cao-6-thang", "Sở Y tế", "đã hoàn thành", "10/2/2026", "9/BC-SYT", None, "chưa chốt số liệu"),
    ("ke-hoach", "Sở Tư pháp", "đang thực hiện", "1/6/2026", None, None, "có ký tự\u202e lạ"),
    ("ke-hoach", "Sở Dân tộc và Tôn giáo", "đã hoàn thành", "1/6/2026", "8/KH", None, None, "xem thêm 9/KH"),
    ("ke-hoach", "Công an tỉnh", "đã hoàn thành", "1/6/2026", "#N/A", None, "công thức hỏng"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", NOW.isoformat())
    monkeypatch.chdir(planted(tmp_path))
    book = openpyxl.Workbook()
    for row in (HEADS, GOOD, *BAD):
        book.worksheets[0].append(row)
    book.save("kq.xlsx")
    return tmp_path


def recorded(root: Path) -> list[tuple[str, str]]:
    return sorted((event.item, event.agency) for event in read_events(FolderSource(root)))


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a sheet to correct by their heads."""
    tabs = read_tabs(Path(name).read_bytes())
    assert not isinstance(tabs, FileFault)
    (tab,) = tabs
    grid = [[cell.text for cell in cells] for _, cells in tab.grid]
    start = next(place for place, row in enumerate(grid) if row[0] == HEADS[0])
    rows = (dict(zip(grid[start], row, strict=False)) for row in grid[start + 1 :])
    return [row for row in rows if row.get(REASON_HEAD) and row["Cơ quan"]]


RECORD = ["record", "--from", "kq.xlsx", "--skip-bad", "-o", "con-lai.xlsx"]


def test_good_rows_are_recorded_and_bad_ones_come_back_with_their_reasons(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(RECORD) == 1
    out, err = capsys.readouterr()
    assert recorded(here) == [("ke-hoach", "so-y-te")]
    assert "kq.xlsx: ghi 1, có lỗi 8 dòng." in out
    assert "8 dòng có lỗi đã chép vào con-lai.xlsx" in out
    assert "Điều cần xác nhận mà đúng thì ghi lại với --confirm." in err
    rows = rows_of("con-lai.xlsx")
    assert [row["Cơ quan"] for row in rows] == [row[1] for row in BAD], "in their order, as typed"
    two, twofold, number, today, early, sign, outside, error = rows
    assert (two["Ngày"], two["Ghi chú"]) == ("31/6/2026", "hai ô sai")
    assert "kq.xlsx, ô B3 (ke-hoach, Sở Tư Phát): không có cơ quan nào" in two[REASON_HEAD]
    assert "kq.xlsx, ô D3 (ke-hoach, Sở Tư Phát): «31/6/2026» không phải là một ngày" in two[REASON_HEAD]
    # What the spreadsheet made of something else is never a proposal.
    assert twofold["Ngày"] == "[…]"
    assert "ngày 05/3/2026; cũng có thể là ngày 03/5/2026" in twofold[REASON_HEAD]
    assert (number["Ngày"], number["Số, ký hiệu văn bản"]) == ("25/5/2026", "[…]")
    assert "đã đổi số văn bản thành ngày (2026-06-05)" in number[REASON_HEAD]
    assert today["Ngày"] == "21/6/2026", "tomorrow it would be another day"
    assert "trước ngày chốt số liệu" in early[REASON_HEAD]
    assert sign["Ghi chú"] == "[…]"
    assert "đã ghi «có ký tự\ufffd lạ»" in sign[REASON_HEAD]
    assert (outside["Ghi chú"], "«xem thêm 9/KH» nằm ngoài các cột" in outside[REASON_HEAD]) == ("[…]", True)
    assert (error["Số, ký hiệu văn bản"], "ô báo lỗi #N/A" in error[REASON_HEAD]) == ("[…]", True)


def test_no_row_becomes_a_good_one_by_being_put_aside(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(RECORD)
    before = recorded(here)
    assert main(["record", "--from", "con-lai.xlsx"]) == 1
    assert "Không ghi gì: 8 dòng cần sửa hoặc xác nhận." in capsys.readouterr().err
    assert recorded(here) == before


def test_the_sheet_is_recorded_once_it_is_corrected(here: Path) -> None:
    main(RECORD)
    book = openpyxl.load_workbook("con-lai.xlsx")
    page = book.worksheets[0]
    head_row = next(number for number in range(1, 20) if page.cell(number, 1).value == HEADS[0])
    column = {str(page.cell(head_row, number).value): number for number in range(1, 12)}
    answers = {
        "Sở Tư Phát": {"Cơ quan": "Sở Tư pháp", "Ngày": "1/6/2026"},
        "Sở Xây dựng": {"Ngày": "05/3/2026"},
        "Sở Tài chính": {"Số, ký hiệu văn bản": "05/6/KH"},
        "Sở Công Thương": {"Kết quả": "đang thực hiện"},
        "Sở Y tế": {"Ngày": "9/6/2026"},
        "Sở Tư pháp": {"Ghi chú": "có ký tự lạ"},
        "Sở Dân tộc và Tôn giáo": {"Ghi chú": "xem thêm 9/KH"},
        "Công an tỉnh": {"Số, ký hiệu văn bản": "10/KH"},
    }
    for row in range(head_row + 1, head_row + 1 + len(BAD)):
        name = str(page.cell(row, column["Cơ quan"]).value)
        for head, text in answers[name].items():
            page.cell(row, column[head]).value = text
    book.save("con-lai.xlsx")
    assert main(["record", "--from", "con-lai.xlsx"]) == 0
    assert len(recorded(here)) == 1 + len(BAD)


def test_an_existing_file_is_never_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "con-lai.xlsx").write_bytes(b"x")
    assert main(RECORD) == 3
    assert "Đã có tệp con-lai.xlsx" in capsys.readouterr().err
    assert ((here / "con-lai.xlsx").read_bytes(), recorded(here)) == (b"x", [])


def test_nothing_is_recorded_if_the_bad_rows_cannot_be_kept(here: Path) -> None:
    assert main([*RECORD[:-1], "khong-co/con-lai.xlsx"]) == 3
    assert main([*RECORD[:-1], "plan/con-lai.xlsx"]) == 2
    assert recorded(here) == []


class Failing(Recorder):
    def record(self, *_: object, **__: object) -> Recording:
        raise KeyboardInterrupt


def test_the_bad_rows_are_kept_before_the_good_ones_are_recorded(here: Path) -> None:
    opened = open_session(str(here), None)
    failing = replace(opened, recorder=Failing(Journal(here), opened.plan))
    nothing = RecordOptions((), (), (), {}, None, None, None, (), None, None)
    options = FromOptions(dry_run=False, confirm=False, put_aside="con-lai.xlsx")
    with pytest.raises(KeyboardInterrupt):
        record_from(failing, ["kq.xlsx"], nothing, options)
    assert (len(rows_of("con-lai.xlsx")), recorded(here)) == (len(BAD), [])


def test_a_dry_run_writes_neither(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RECORD, "--dry-run"]) == 1
    assert "8 dòng có lỗi sẽ được chép vào con-lai.xlsx" in capsys.readouterr().out
    assert (recorded(here), (here / "con-lai.xlsx").exists()) == ([], False)


def test_without_a_bad_row_there_is_no_sheet_to_correct(here: Path) -> None:
    (here / "kq.csv").write_text("item,agency,event,date,document\nke-hoach,STP,done,1/6/2026,5/KH\n", encoding="utf-8")
    assert main(["record", "--from", "kq.csv", "--skip-bad", "-o", "con-lai.xlsx"]) == 0
    assert ((here / "con-lai.xlsx").exists(), len(recorded(here))) == (False, 1)


def test_a_row_that_only_a_bad_one_allows_is_bad_too(here: Path) -> None:
    rows = (
        "bao-cao-6-thang,STP,done,10/2/2026,5/BC,\n"  # doubtful: before the data window has closed
        "bao-cao-6-thang,STP,supplement-requested,11/6/2026,,thiếu biểu\n"
        "ke-hoach,STP,done,1/6/2026,5/KH,\n"
    )
    (here / "kq.csv").write_text(f"item,agency,event,date,document,note\n{rows}", encoding="utf-8")
    assert main(["record", "--from", "kq.csv", "--skip-bad", "-o", "con-lai.xlsx"]) == 1
    assert recorded(here) == [("ke-hoach", "so-tu-phap")]
    assert [row["Kết quả"] for row in rows_of("con-lai.xlsx")] == ["done", "supplement-requested"]


@pytest.mark.parametrize(
    "argv",
    [
        ["record", "--from", "kq.xlsx", "--skip-bad"],
        ["record", "--from", "kq.xlsx", "-o", "con-lai.xlsx"],
        ["record", "--skip-bad", "-o", "con-lai.xlsx"],
        ["record", "--from", "kq.xlsx", "--skip-bad", "-o", "con-lai.csv"],
        ["record", "--from", "kq.xlsx", "--skip-bad", "-o", "-"],
    ],
)
def test_the_options_go_together(here: Path, argv: list[str]) -> None:
    assert main(argv) == 2
    assert recorded(here) == []


def test_the_same_rows_give_the_same_sheet(here: Path) -> None:
    main(RECORD)
    first = (here / "con-lai.xlsx").read_bytes()
    (here / "con-lai.xlsx").unlink()
    main(RECORD)
    assert (here / "con-lai.xlsx").read_bytes() == first
    assert openpyxl.load_workbook(BytesIO(first)).worksheets[0].protection.sheet
