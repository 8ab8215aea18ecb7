"""Sheets that agencies send back: what only the coordinator says is doubtful there, and other words are not offered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.sheets.header import COLUMN_HEADS
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.tree import planted

ITEM, GRANTED = "II.2/bao-cao", "được gia hạn"
DOUBT = f"cần xác nhận: «{GRANTED}» là từ của cơ quan theo dõi, nhưng nằm trong bảng của cơ quan gửi lại"
SKIP = ["record", "--from", "stp.xlsx", "--skip-bad", "-o", "con-lai.xlsx"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def filled(*options: str, word: str = GRANTED, name: str = "stp.xlsx") -> None:
    """Make the sheet of a department and fill in the row of an item."""
    assert main(["sheet", name, "--agency", "STP", *options]) == 0
    book = openpyxl.load_workbook(name)
    page = book.worksheets[0]
    heads = next(row for row in page.iter_rows() if row[0].value == COLUMN_HEADS["item"])
    columns = {str(cell.value): place for place, cell in enumerate(heads)}
    row = next(row for row in page.iter_rows() if row[0].value == ITEM)
    answers = {
        "event": word,
        "date": "1/6/2026",
        "document": "412/SNV-CCHC",
        "until": "20/12/2026",
        "note": "theo công văn",
    }
    for key, answer in answers.items():
        if key != "until" or word == GRANTED:
            row[columns[COLUMN_HEADS[key]]].value = answer
    book.save(name)


def count(root: Path) -> int:
    return len(read_events(FolderSource(root)))


@pytest.mark.parametrize("word", [GRANTED, "đã đôn đốc"])
def test_what_only_the_coordinator_says_is_asked_about_in_an_agencys_sheet(
    here: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    filled(word=word)
    assert main(["record", "--from", "stp.xlsx"]) == 1
    assert DOUBT.replace(GRANTED, word) in capsys.readouterr().err
    assert main(SKIP) == 1
    assert count(here) == 0
    # Put aside, it is still what an agency said.
    assert main(["record", "--from", "con-lai.xlsx"]) == 1
    capsys.readouterr()
    assert main(["record", "--from", "con-lai.xlsx", "--confirm"]) == 0
    assert DOUBT.replace(GRANTED, word) in capsys.readouterr().err, "what is confirmed is said"
    assert count(here) == 1
    assert main(["record", "--from", "stp.xlsx"]) == 0, "recorded before"


def test_what_the_coordinators_own_sheet_says_is_not_doubtful(here: Path) -> None:
    filled("--coordinator")
    assert main(["record", "--from", "stp.xlsx"]) == 0
    rows = "item,agency,event,date,document\nbao-cao-6-thang,STP,đã đôn đốc,1/6/2026,9/SNV\n"
    (here / "a.csv").write_text(rows, encoding="utf-8")
    assert main(["record", "--from", "a.csv"]) == 0
    assert count(here) == 2


@pytest.mark.usefixtures("here")
def test_the_sheet_to_correct_names_what_to_confirm_and_only_the_words_of_agencies() -> None:
    filled()
    assert main(SKIP) == 1
    page = openpyxl.load_workbook("con-lai.xlsx").worksheets[0]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Cần xác nhận:\nstp.xlsx, ô ") for text in texts)
    assert any("papi record --from TÊN_TỆP --confirm" in text for text in texts)
    assert "đề nghị gia hạn" in texts
    assert "đã đôn đốc" not in texts


@pytest.mark.usefixtures("here")
def test_an_unknown_word_is_answered_with_those_of_agencies(capsys: pytest.CaptureFixture[str]) -> None:
    filled(word="đã xem")
    assert main(["record", "--from", "stp.xlsx"]) == 1
    said = capsys.readouterr().err
    assert (
        "Chọn một trong: đã hoàn thành; đang thực hiện; đã trình, chờ ban hành; đề nghị gia hạn; không phát sinh."
        in said
    )


def test_a_note_in_a_folder_is_named_and_passed_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bang").mkdir()
    filled(word="đang thực hiện", name="bang/stp.xlsx")
    (here / "bang/ghi chu.txt").write_text("gọi lại Sở Y tế", encoding="utf-8")
    assert main(["record", "--from", "bang"]) == 0
    out, err = capsys.readouterr()
    assert "từ 1/1 tệp" in out
    assert "bang: không đọc 1 mục (ghi chu.txt), vì không phải là bảng" in err
    # What was recorded before is named with its agency.
    assert main(["record", "--from", "bang/stp.xlsx"]) == 0
    assert f"1 sự kiện đã ghi từ trước, không ghi thêm: {ITEM} ngày 01/6/2026 (Sở Tư pháp)." in capsys.readouterr().out


@pytest.mark.usefixtures("here")
def test_what_is_written_over_a_column_to_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "xa.xlsx", "--agency", "STP"]) == 0
    main(["record", "--from", "xa.xlsx"])
    assert "Lưu ý" not in capsys.readouterr().err, "as it was made, whatever stands there"
    book = openpyxl.load_workbook("xa.xlsx")
    page = book.worksheets[0]
    head_row, heads = next(
        (number, row) for number, row in enumerate(page.iter_rows(), 1) if row[0].value == COLUMN_HEADS["item"]
    )
    over = (("Tình trạng", "đã nộp 45/BC"), ("Sản phẩm", "Đã xong"), ("Nhiệm vụ", "xong"))
    places: list[str] = []
    for number, (head, words) in enumerate(over, head_row + 1):
        column = next(cell.column_letter for cell in heads if cell.value == head)
        page[f"{column}{number}"] = words
        places.append(f"{column}{number}")
    book.save("xa.xlsx")
    main(["record", "--from", "xa.xlsx"])
    said = capsys.readouterr().err
    for place, (_, words) in zip(places, over, strict=True):
        assert f"ô {place} (" in said
        assert f"): «{words}» nằm ở cột «" in said
    assert said.count("Lưu ý") == 3
