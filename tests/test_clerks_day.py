"""A clerk's day from the README alone: sheets come back, a letter goes out, a slip is corrected, two clerks exchange it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from tests.repositories import git, use_settings
from tests.tree import CHECKOUT

KIND, DAY, DOCUMENT, EVIDENCE, NOTE = "Kết quả", "Ngày", "Số, ký hiệu văn bản", "Minh chứng", "Ghi chú"

# What the three agencies write into their sheets, by item.
RETURNED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "so-y-te": {
        "bao-cao-6-thang": {KIND: "đã hoàn thành", DAY: "8/6/2026", DOCUMENT: "91/BC-SYT", EVIDENCE: "https://a.vn/91"},
        "IV.8/bao-cao-6-thang": {KIND: "đang thực hiện", DAY: "10/6/2026", NOTE: "đang tổng hợp phiếu"},
    },
    "so-tu-phap": {
        "ke-hoach": {KIND: "đã hoàn thành", DAY: "12/2/2026", DOCUMENT: "15/KH-STP"},  # told four months later
        "bao-cao-6-thang": {
            KIND: "Hoàn thành",
            DAY: "9/6/2026",
            DOCUMENT: "120/BC-STP",
            EVIDENCE: r"D:\Bao cao\120.pdf",
        },
    },
    "phuong-to-hieu": {
        "bao-cao-6-thang": {KIND: "đã hoàn thành", DAY: "31/6/2026", DOCUMENT: "77/BC-UBND"},  # a day that June has not
    },
}
REPORTED = {
    ("reminded", "bao-cao-6-thang", "so-xay-dung", "2026-06-12", "123/SNV-CCHC", ""),
    ("done", "bao-cao-6-thang", "so-tai-chinh", "2026-06-11", "12/BC-STC", ""),
    ("done", "bao-cao-6-thang", "so-y-te", "2026-06-08", "19/BC-SYT", ""),
    ("progress", "IV.8/bao-cao-6-thang", "so-y-te", "2026-06-10", "", "đang tổng hợp phiếu"),
    ("done", "ke-hoach", "so-tu-phap", "2026-02-12", "15/KH-STP", ""),
    ("done", "bao-cao-6-thang", "so-tu-phap", "2026-06-09", "120/BC-STP", r"Minh chứng: D:\Bao cao\120.pdf"),
    ("done", "bao-cao-6-thang", "phuong-to-hieu", "2026-06-09", "77/BC-UBND", ""),
}


class Desk:
    """The desk of one clerk, who knows what the README says and nothing else."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self.monkeypatch, self.capfd = folder, monkeypatch, capfd
        _, _, page = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Nửa giờ đầu tiên")
        self.page = page

    def papi(self, *words: str, code: int = 0) -> str:
        """Return what the command prints, on both streams; the README names the command and each of its options."""
        command, *rest = words
        assert f"papi {command}" in self.page, words
        assert {word for word in rest if re.fullmatch(r"--?[a-z-]+", word)} <= {
            *re.findall(r"(?<=[\s`])--?[a-z-]+", self.page)
        }
        self.monkeypatch.chdir(self.folder)
        assert main([*words]) == code, self.capfd.readouterr()
        return " ".join(" ".join(self.capfd.readouterr()).split())

    def git(self, *words: str) -> str:
        return git(self.folder, *words)

    def log(self) -> list[dict[str, str]]:
        self.monkeypatch.chdir(self.folder)
        assert main(["log", "--format", "json"]) == 0
        events: list[dict[str, str]] = json.loads(self.capfd.readouterr().out)["events"]
        return events


def fill_in(sheet: Path, rows: Mapping[str, Mapping[str, str]], target: Path) -> None:
    """Write the rows below the heads, as a person does in a spreadsheet, and save the sheet elsewhere."""
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    (top,) = (cells for cells in page.iter_rows() if cells[0].value == "Mã")
    columns = {str(cell.value): column for column, cell in enumerate(top)}
    for cells in page.iter_rows():
        for head, text in rows.get(str(cells[0].value), {}).items():
            cells[columns[head]].value = text
    book.save(target)


def correct_day(sheet: Path, wrong: str, right: str) -> None:
    book = openpyxl.load_workbook(sheet)
    (cell,) = (cell for cells in book.worksheets[0].iter_rows() for cell in cells if cell.value == wrong)
    cell.value = right
    book.save(sheet)


@pytest.mark.slow
def test_a_clerks_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    use_settings(tmp_path, monkeypatch)
    monkeypatch.setenv("PAPI_NOW", "2026-06-12T08:00:00+07:00")
    git(tmp_path, "init", "-q", "--bare", "chung.git")
    first = Desk(tmp_path, monkeypatch, capfd)
    assert "Các tệp ấy đã được lưu vào git." in first.papi("init", "kho")
    first.folder = tmp_path / "kho"
    assert "git remote add origin" in first.page
    first.git("remote", "add", "origin", "../chung.git")
    assert "Đã gửi" in first.papi("sync")
    assert "git clone" in first.page
    git(tmp_path, "clone", "-q", "chung.git", "kho-2")
    second = Desk(tmp_path / "kho-2", monkeypatch, capfd)

    # Three sheets go out and come back; what is right in them is recorded, what is not is put aside and mended.
    for agency in RETURNED:
        first.papi("sheet", f"{agency}.xlsx", "--agency", agency)
    (first.folder / "nhan-ve").mkdir()
    for agency, rows in RETURNED.items():
        fill_in(first.folder / f"{agency}.xlsx", rows, first.folder / "nhan-ve" / f"{agency}.xlsx")
    said = first.papi("record", "--from", "nhan-ve", "--skip-bad", "-o", "con-lai.xlsx", "--commit", code=1)
    assert "Đã ghi 3 sự kiện từ 2/3 tệp." in said
    assert "(ke-hoach, Sở Tư pháp): cần xác nhận: việc đang «quá hạn»" in said
    assert "(bao-cao-6-thang, UBND phường Tô Hiệu): «31/6/2026» không phải là một ngày" in said
    assert r"«D:\Bao cao\120.pdf» không phải là địa chỉ" in said
    assert "74 xã, phường (trừ phường Tô Hiệu)" in said
    assert "Đã lưu vào git" in said
    correct_day(first.folder / "con-lai.xlsx", "31/6/2026", "9/6/2026")
    assert "ghi lại với --confirm" in first.papi("record", "--from", "con-lai.xlsx", "--commit", code=1)
    assert "Đã ghi 2 sự kiện" in first.papi("record", "--from", "con-lai.xlsx", "--commit", "--confirm")

    # A letter goes out and is recorded by the command that it came with; another clerk records a report meanwhile.
    letter = ("remind", "--as-of", "10/6/2026", "--reply-by", "20/6/2026", "-o", "don-doc.docx", "--agency", "SXD")
    assert "papi record --from don-doc.docx --reminded --document SỐ --date NGÀY" in first.papi(*letter)
    sent = ("--document", "123/SNV-CCHC", "--date", "12/6/2026")
    first.papi("record", "--from", "don-doc.docx", "--reminded", *sent, "--commit")
    report = ("--done", "--date", "11/6/2026", "--document", "12/BC-STC")
    second.papi("record", "bao-cao-6-thang", "--agency", "STC", *report, "--commit")

    # A number with exchanged digits is corrected, and either has what the other recorded.
    (slip,) = (event["id"] for event in first.log() if event["document"] == "91/BC-SYT")
    assert "«91/BC-SYT» → «19/BC-SYT»" in first.papi("correct", slip, "--document", "19/BC-SYT", "--commit")
    # Who reads the sheets again does not bring the slip back.
    said = first.papi("record", "--from", "nhan-ve", "--dry-run", code=1)
    assert "đã được ghi một lần" in said
    assert "Sẽ ghi 0 sự kiện từ 0/3 tệp" in said
    assert "Đã gửi 1 lần ghi" in second.papi("sync")
    assert "Đã nhận 1 lần ghi, gửi 5 lần ghi" in first.papi("sync")
    assert "Đã nhận 5 lần ghi" in second.papi("sync")
    assert "0 lỗi" in second.papi("check")
    assert first.git("rev-parse", "HEAD") == second.git("rev-parse", "HEAD") == first.git("rev-parse", "origin/main")
    assert first.git("status", "--porcelain", "plan") == second.git("status", "--porcelain") == ""
    events = [event for event in second.log() if not event["retracted_by"] and event["event"] != "retracted"]
    keys = ("event", "item", "agency", "date", "document", "note")
    told = {tuple(event[key] or "" for key in keys) for event in events}
    assert {event for event in told if event[0] != "reminded" or event[1] == "bao-cao-6-thang"} == REPORTED
    assert second.log() == first.log()
