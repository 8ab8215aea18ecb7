"""`papi record --from` a document that papi made: letters and reports, one or a folder of them."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.recording import consent
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from tests.tree import Edit, edited, planted

RECORD = ["record", "--from"]
SENT = ["--document", "123/SNV-CCHC", "--date", "12/6/2026"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def recorded(root: Path) -> list[tuple[str, str, str, str, date]]:
    events = read_events(FolderSource(root))
    return sorted((event.kind.value, event.item, event.agency, event.document, event.date) for event in events)


def log_files(root: Path) -> list[Path]:
    return [*(root / "plan/status").rglob("*.jsonl")]


def letter(name: str = "don-doc.docx", *options: str) -> str:
    assert main(["remind", "--as-of", "2026-06-10", "--item", "bao-cao-6-thang", "-o", name, *options]) == 0
    return name


def edit_plan(root: Path, edit: Edit) -> None:
    for name, text in edited((edit,)).items():
        (root / "plan" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("suffix", ["docx", "html", "md"])
def test_one_command_records_a_letter_to_everybody(here: Path, suffix: str) -> None:
    name = letter(f"don-doc.{suffix}")
    assert main([*RECORD, name, "--reminded", *SENT]) == 0
    events = recorded(here)
    assert len(events) == 88, "89 agencies report; the coordinator gets no letter"
    assert {event[:2] + event[3:] for event in events} == {
        ("reminded", "bao-cao-6-thang", "123/SNV-CCHC", date(2026, 6, 12))
    }
    assert len(log_files(here)) == 1


@pytest.mark.usefixtures("here")
def test_remind_ends_with_the_command_that_records_it(capsys: pytest.CaptureFixture[str]) -> None:
    letter("thư đôn đốc.docx", "--agency", "SYT")
    (line,) = (line for line in capsys.readouterr().err.splitlines() if "papi record" in line)
    assert line == ('Gửi xong thì ghi: papi record --from "thư đôn đốc.docx" --reminded --document SỐ --date NGÀY')
    assert main(["remind", "--as-of", "2026-06-10", "--agency", "SYT", "--plan", "."]) == 0
    assert "papi record --from TỆP --reminded --document SỐ --date NGÀY --plan .\n" in capsys.readouterr().err


def test_a_folder_of_letters_is_recorded_with_one_file_each(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ["--agency", "SYT", "--agency", "STP"]
    argv = ["remind", "--as-of", "2026-06-10", "--each", "--format", "word", *chosen, "-o", "thu"]
    assert main(argv) == 0
    assert "papi record --from thu --reminded" in capsys.readouterr().err
    (here / "thu/ghi-chu.txt").write_text("…", encoding="utf-8")
    assert main([*RECORD, "thu", "--reminded", *SENT]) == 0
    out, err = capsys.readouterr()
    assert "thu: không đọc 1 mục (ghi-chu.txt)" in err
    assert {event[2] for event in recorded(here)} == {"so-tu-phap", "so-y-te"}
    assert len(log_files(here)) == 2
    assert "- thu/so-y-te.docx: ghi" in out
    assert "Chưa thấy bảng" not in out


def test_a_report_records_the_duty_to_report_and_nothing_else(here: Path) -> None:
    assert main(["report", "semiannual", "--agency", "SYT", "-o", "syt.docx"]) == 0
    assert main([*RECORD, "syt.docx", "--done", "--document", "9/BC-SYT", "--date", "8/6/2026"]) == 0
    assert recorded(here) == [("done", "bao-cao-6-thang", "so-y-te", "9/BC-SYT", date(2026, 6, 8))]


def test_number_and_day_of_the_document_serve_where_none_are_given(here: Path) -> None:
    argv = ["report", "semiannual", "--agency", "SYT", "--number", "9", "--date", "8/6/2026", "-o", "syt.md"]
    assert main(argv) == 0
    assert main([*RECORD, "syt.md", "--done"]) == 0
    assert recorded(here) == [("done", "bao-cao-6-thang", "so-y-te", "09/BC-SYT", date(2026, 6, 8))]


def test_another_number_than_that_of_the_document_is_asked_about(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = letter("don-doc.md", "--agency", "SYT", "--number", "122/SNV-CCHC")
    assert main([*RECORD, name, "--reminded", *SENT]) == 1
    assert "văn bản mang số 122/SNV-CCHC, không phải 123/SNV-CCHC" in capsys.readouterr().err
    assert recorded(here) == []
    assert main([*RECORD, name, "--reminded", *SENT, "--dry-run"]) == 1
    assert "Cần --confirm để ghi 1 sự kiện" in capsys.readouterr().out
    assert main([*RECORD, name, "--reminded", *SENT, "--confirm"]) == 0
    said = "Vẫn ghi, vì có --confirm:\n- don-doc.md: văn bản mang số 122/SNV-CCHC, không phải 123/SNV-CCHC."
    assert said in capsys.readouterr().err
    assert len(recorded(here)) == 1


@pytest.mark.parametrize(("answer", "code"), [("có", 0), ("không", 1)])
def test_at_a_terminal_a_doubt_about_the_document_is_asked_with_those_about_events(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int
) -> None:
    name = letter("don-doc.md", "--agency", "SYT", "--number", "122/SNV-CCHC")
    done = ["--done", "--date", "11/6/2026", "--document", "9/BC-SYT"]
    assert main(["record", "bao-cao-6-thang", "--agency", "SYT", *done]) == 0
    capsys.readouterr()
    monkeypatch.setattr(consent, "is_interactive", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))
    assert main([*RECORD, name, "--reminded", *SENT]) == code
    err = capsys.readouterr().err
    assert "Cần xác nhận:\n- don-doc.md: văn bản mang số 122/SNV-CCHC, không phải 123/SNV-CCHC.\n" in err
    assert "- bao-cao-6-thang, Sở Y tế: " in err
    assert err.count("Vẫn ghi?") == 1
    assert len(recorded(here)) == 2 - code


def test_several_documents_are_confirmed_with_the_option(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters = [letter(f"{name}.md", "--agency", name, "--number", "122/SNV-CCHC") for name in ("SYT", "STP")]
    argv = [*RECORD, letters[0], "--from", letters[1], "--reminded", *SENT]
    assert main(argv) == 1
    assert recorded(here) == []
    capsys.readouterr()
    assert main([*argv, "--confirm"]) == 0
    err = capsys.readouterr().err
    for name in letters:
        assert f"Vẫn ghi, vì có --confirm:\n- {name}: văn bản mang số 122/SNV-CCHC, không phải 123/SNV-CCHC." in err


def test_what_was_delivered_meanwhile_is_asked_about(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = letter()
    done = ["--done", "--date", "11/6/2026", "--document", "9/BC-SYT"]
    assert main(["record", "bao-cao-6-thang", "--agency", "SYT", *done]) == 0
    capsys.readouterr()
    assert main([*RECORD, name, "--reminded", *SENT]) == 1
    assert "Sở Y tế" in capsys.readouterr().err
    assert len(recorded(here)) == 1


def test_a_plan_edited_since_keeps_its_letters(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = letter("don-doc.md")
    edit_plan(
        here,
        (
            "duties.yaml",
            "agencies: [so-ban-nganh, ubnd-cap-xa]\n    due: báo cáo 06",
            "agencies: [ubnd-cap-xa]\n    due: báo cáo 06",
        ),
    )
    assert main([*RECORD, name, "--reminded", *SENT]) == 0
    assert "không còn 13 đầu việc mà văn bản nêu" in capsys.readouterr().err
    assert len(recorded(here)) == 75


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["don-doc.md"], 2, "thêm --reminded"),
        (["don-doc.md", "--waived", *SENT], 2, "thêm --reminded"),
        (["don-doc.md", "--done", *SENT], 1, "văn bản này không phải loại ấy"),
        (["don-doc.md", "--reminded", "--date", "12/6/2026"], 1, "cần số công văn đôn đốc"),
        (["don-doc.md", "--reminded", "--document", "1/A"], 2, "Thiếu --date"),
        (["don-doc.md", "--reminded", *SENT, "--agency", "SYT"], 2, "không ghi kèm mã"),
        (["don-doc.md", "--reminded", *SENT, "--skip-bad", "-o", "x.xlsx"], 2, "--skip-bad chỉ dùng khi ghi từ bảng"),
        (["khac.md", "--reminded", *SENT], 1, "lập từ một kế hoạch khác"),
        (["chu.md", "--reminded", *SENT], 3, "không mang dữ liệu gốc"),
        (["bang.csv", "--reminded", *SENT], 2, "--from đọc mọi thứ từ tệp"),
    ],
)
def test_what_cannot_be_recorded_from_a_document_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], argv: list[str], code: int, words: str
) -> None:
    text = Path(letter("don-doc.md", "--agency", "SYT")).read_text("utf-8")
    (here / "khac.md").write_text(text.replace('"identity": "', '"identity": "0'), encoding="utf-8")
    (here / "chu.md").write_text("# Chữ\n", encoding="utf-8")
    (here / "bang.csv").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert main([*RECORD, *argv]) == code
    out, err = capsys.readouterr()
    assert (out, words in err) == ("", True), err
    assert recorded(here) == []
