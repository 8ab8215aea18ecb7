"""What an agency fills into the marked places of its own report comes back into the files of `plan/narrative`."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.text.paragraph import Paragraph

from papi_cli.cli.program.door import main
from papi_cli.documents.narrative import without_source
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.reports.filled_cells import filled_cells
from papi_cli.views.reports.filled_sections import Filled, filled_sections, read_sections
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock
from tests import plain_plan
from tests.plain_plan import plain
from tests.tree import planted

REPORT = ["report", "semiannual", "--agency", "STP", "--as-of", "2026-06-10", "-o"]
FOLDER = Path("plan/narrative/semiannual/so-tu-phap")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def filled_in(name: str, texts: Mapping[str, str]) -> None:
    """Put paragraphs in the place of the first marked place that begins so, as somebody does in Word."""
    document = docx.Document(name)
    for hint, text in texts.items():
        paragraph = next(one for one in document.paragraphs if one.text.startswith(f"[… {hint}"))
        element: Any = paragraph._p
        for line in reversed(text.split("\n")):
            new = copy.deepcopy(element)
            element.addnext(new)
            first, *others = Paragraph(new, paragraph._parent).runs
            first.text = line
            for run in others:
                new.remove(run._r)
        element.getparent().remove(element)
    document.save(name)


def texts() -> dict[str, str]:
    return {path.stem: without_source(path.read_text(encoding="utf-8")) for path in FOLDER.iterdir()}


@pytest.mark.usefixtures("here")
def test_what_is_filled_into_a_report_reaches_the_summary(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*REPORT, "bc.docx"]) == 0
    assert main(["record", "--from", "bc.docx"]) == 0
    assert "bc.docx: chưa có chỗ trống nào được điền lời văn." in capfd.readouterr().err
    assert not FOLDER.exists()
    filled_in(
        "bc.docx",
        {
            "kết quả trên toàn tỉnh": "– Đạt 95% (*)\n1. Mở 5 lớp",
            "khó khăn, vướng mắc": "Thiếu người.",
            "kiến nghị": "[… sẽ bổ sung]",
        },
    )
    assert main(["record", "--from", "bc.docx", "--dry-run"]) == 0
    assert not FOLDER.exists()
    assert main(["record", "--from", "bc.docx"]) == 0
    assert "Đã ghi lời văn của Sở Tư pháp" in capfd.readouterr().err
    assert texts() == {"noi-dung-2.1": "– Đạt 95% (\\*)\n1\\. Mở 5 lớp\n", "kho-khan-vuong-mac": "Thiếu người.\n"}
    assert "Lấy từ bc.docx, SHA-256 " in (FOLDER / "noi-dung-2.1.md").read_text(encoding="utf-8")
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "-o", "a.md"]) == 0
    summary = Path("a.md").read_text(encoding="utf-8")
    assert "(Sở Tư pháp):\n\n– Đạt 95% (\\*)\n\n1\\. Mở 5 lớp\n" in summary
    assert "*Sở Tư pháp:* Thiếu người.\n" in summary


def test_the_words_come_with_the_report_when_it_is_recorded(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*REPORT, "bc.docx"]) == 0
    filled_in("bc.docx", {"khó khăn, vướng mắc": "Thiếu người."})
    done = ["record", "--from", "bc.docx", "--done", "--document", "9/BC-STP", "--date", "2026-06-10"]
    assert main(done) == 0
    assert texts() == {"kho-khan-vuong-mac": "Thiếu người.\n"}
    assert len(read_events(FolderSource(here))) == 1
    # What somebody has edited meanwhile stays, and is told; what is confirmed beside an event is the event.
    (FOLDER / "kho-khan-vuong-mac.md").write_text("Đã sửa.\nHai dòng.\n", encoding="utf-8")
    other = "kho-khan-vuong-mac.md đã có lời văn khác, giữ nguyên. Muốn thay bằng lời này thì "
    how = "ghi riêng lời văn (papi record --from TỆP --confirm)."
    capfd.readouterr()
    cases = ((done, 0, how), ([*done, "--confirm"], 0, how), (["record", "--from", "bc.docx"], 1, "thêm --confirm."))
    for argv, code, advice in cases:
        assert main(argv) == code
        assert other + advice in capfd.readouterr().err
    assert texts() == {"kho-khan-vuong-mac": "Đã sửa.\nHai dòng.\n"}
    # Words that are replaced are said in full: they may be in no commit.
    replaced = f"{FOLDER.as_posix()}/kho-khan-vuong-mac.md, vì có --confirm. Lời cũ:\n  Đã sửa.\n  Hai dòng.\n"
    for options, deed in ((["--dry-run"], "Sẽ thay"), ([], "Đã thay")):
        assert texts() == {"kho-khan-vuong-mac": "Đã sửa.\nHai dòng.\n"}
        assert main(["record", "--from", "bc.docx", "--confirm", *options]) == 0
        assert f"{deed} lời văn khác ở {replaced}" in capfd.readouterr().err
    assert texts() == {"kho-khan-vuong-mac": "Thiếu người.\n"}


def test_a_file_that_is_no_report_of_the_plan_gives_nothing(
    here: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "tasks", "--agency", "STP", "-o", "dm.docx"]) == 0
    other = plain(tmp_path / "khac", plan=plain_plan.PLAN + plain_plan.PERIODS, duties=plain_plan.DUTIES)
    argv = ["report", "nam-2026", "--agency", "so-tai-chinh", "-o", "khac.docx", "--plan", str(other)]
    assert main(argv) == 0
    docx.Document().save("la.docx")
    for name, code, words in (
        ("dm.docx", 2, "chỉ lấy lời văn, từ báo cáo kỳ"),
        ("khac.docx", 1, "văn bản lập từ một kế hoạch khác"),
        ("la.docx", 3, "không mang dữ liệu gốc"),
    ):
        capfd.readouterr()
        assert main(["record", "--from", name]) == code, name
        assert words in capfd.readouterr().err
    assert main(["record", "--from", "bang.csv", "--from", "dm.docx"]) == 2
    assert not (here / "plan" / "narrative").exists()


@pytest.mark.usefixtures("here")
def test_a_report_saved_in_another_format_is_no_sheet(capfd: pytest.CaptureFixture[str]) -> None:
    with ZipFile("bc.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    Path("bc.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    Path("BC.PDF").write_bytes(b"%PDF-1.7")
    done = ["--done", "--document", "9/BC-STP", "--date", "2026-06-10"]
    for name in ("bc.odt", "bc.doc", "BC.PDF"):
        for options in ([], done):
            assert main(["record", "--from", name, *options]) == 3
            err = capfd.readouterr().err
            assert "rồi lưu dạng Word (.docx)" in err, err
            assert "Excel" not in err


def test_names_that_lead_elsewhere_are_no_sections() -> None:
    data = json.loads('{"sections": {"../x": "[…]", "a/b": "[…]", "": "[…]", ".x": "[…]", "kien-nghi": "[…]", "x": 1}}')
    assert read_sections(data) == {"kien-nghi": "[…]"}
    assert read_sections({"sections": ["x"]}) == read_sections({}) == {}


@pytest.mark.usefixtures("here")
def test_what_is_filled_into_tables_is_told_with_its_place_as_not_recorded(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*REPORT, "bc.docx"]) == 0
    filled_in("bc.docx", {"khó khăn, vướng mắc": "Thiếu người."})
    document = docx.Document("bc.docx")
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells if cell.text == "[…]"]
    for number, cell in enumerate(cells[:2], 40):
        cell.paragraphs[0].runs[0].text = f"{number}/KH-STP ngày 04/5/2026"
    document.save("bc.docx")
    done = ["--done", "--document", "9/BC-STP", "--date", "2026-06-10"]
    for options, code in (([], 1), (done, 0)):
        capfd.readouterr()
        assert main(["record", "--from", "bc.docx", *options]) == code
        err = capfd.readouterr().err
        assert "2 ô đã điền trong bảng chưa được ghi." in err
        assert "papi sheet" in err
        for number in (40, 41):
            said = (
                rf"- Phụ lục I, bảng 1, dòng \d+, cột «Kết quả \(số, ký hiệu, ngày\)»: «{number}/KH-STP ngày 04/5/2026»"
            )
            assert re.search(said, err), err
        assert texts() == {"kho-khan-vuong-mac": "Thiếu người.\n"}


def test_a_filled_cell_is_found_whatever_was_done_to_rows_around_it() -> None:
    heads, blank = ("TT", "Việc", "Kết quả"), "[…]"
    rows = tuple((str(number), f"Việc {number}", blank if number % 2 else "đã xong") for number in range(1, 7))
    written: list[PrintedBlock] = [Line("Phụ lục I", is_annex=True), Grid((("a",), (blank,))), Grid((heads, *rows))]

    def cells(*changed: tuple[str, ...]) -> list[tuple[int, int, str]]:
        found = filled_cells(written, [*written[:2], Grid((heads, *changed))])
        assert {(cell.place.annex, cell.place.column) for cell in found} <= {("Phụ lục I", "Kết quả")}
        return [(cell.place.table, cell.place.row, cell.text) for cell in found]

    assert cells(*rows) == []
    assert cells(*rows[:2], ("3", "Việc 3", "40/QĐ"), *rows[3:]) == [(2, 3, "40/QĐ")]
    # A row put in above, one taken out, a cell emptied, an altered row.
    new = ("0", "Việc mới", "1/A")
    assert cells(new, ("1", "Việc 1", "2/B"), *rows[2:4], ("5", "Việc 5", ""), rows[5]) == [(2, 1, "2/B")]
    assert cells(*rows[:2], ("3", "Việc ba", "đã xong"), *rows[3:]) == [(2, 3, "đã xong")]
    assert filled_cells(written, written[:1]) == ()


def test_what_reads_words_back_is_not_loaded_to_write_a_report() -> None:
    code = "import sys, papi_cli.documents.press; print([name for name in sys.modules if name.endswith('.alignment')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


A, B, C = "[… kết quả]", "[… nguyên nhân]", "[… số liệu]"
SECTIONS = {"ket-qua": A, "nguyen-nhan": B, "so-lieu": C}
WRITTEN: tuple[PrintedBlock, ...] = (
    *map(Line, ("1. Kết quả", A, "2. Nguyên nhân", B, f"Chỉ tiêu 90%: đạt. {C}", "Trên đây là báo cáo.")),
    Grid((("a", "b"), ("c", "d"))),
)


def _filled(*lines: str, grid: bool = True) -> Filled:
    found = [Grid((("x",), ("y",))) if line == "BẢNG" else Line(line) for line in lines]
    return filled_sections(WRITTEN, [*found, *(WRITTEN[-1:] if grid else ())], SECTIONS)


def test_the_text_of_a_section_is_what_stands_between_what_papi_wrote() -> None:
    target = "Chỉ tiêu 90%: đạt."
    end = "Trên đây là báo cáo."
    whole = _filled("1. Kết quả", "Một", "Hai", "2. Nguyên nhân", "Ba", f"{target} 95%.", "Nguồn: Sở.", end)
    assert whole == Filled({"ket-qua": "Một\nHai", "nguyen-nhan": "Ba", "so-lieu": "95%.\nNguồn: Sở."}, ())
    assert _filled("1. Kết quả", A, "2. Nguyên nhân", B, f"{target} {C}", end) == Filled({}, ())
    # Written below a marked place that was left; a marked place taken out; a heading edited, the table gone.
    assert _filled("1. Kết quả", A, "Một", "2. Nguyên nhân", f"{target} {C}", end).texts == {"ket-qua": "Một"}
    edited = _filled("1. Kết quả nổi bật", "Một", "2. Nguyên nhân", B, f"{target} {C}", end, grid=False)
    assert edited.texts == {"ket-qua": "Một"}


def test_text_of_which_nobody_can_tell_whose_it_is_is_told() -> None:
    end = "Trên đây là báo cáo."
    assert _filled("Một", "Hai", "Ba", end) == Filled({}, ("ket-qua", "nguyen-nhan"))
    number = [Line("[… số, ngày]"), *WRITTEN[1:2], Line(end)]
    assert filled_sections(number, [Line("45/KH"), Line("Một"), Line(end)], SECTIONS) == Filled({}, ("ket-qua",))
    assert filled_sections(number, [Line("45/KH"), Line(A), Line(end)], SECTIONS) == Filled({}, ())
    assert _filled("1. Kết quả", "Một", "BẢNG", "2. Nguyên nhân", B, f"Chỉ tiêu 90%: đạt. {C}", end).unclear == (
        "ket-qua",
    )
