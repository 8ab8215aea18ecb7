"""Words that agencies send with their sheet are written once, into the files of `plan/narrative`, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.narrative import source_line, without_source
from papi_cli.sheets.header import COLUMN_HEADS
from papi_cli.sheets.words import WORDS_HEADS, WORDS_TAB
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.views.reports.sections import told_sections
from tests import plain_plan
from tests.plain_plan import plain
from tests.repositories import commit, git
from tests.tree import DAY, planted, shipped_plan

FOLDER = Path("plan/narrative/semiannual/so-tu-phap")
PROPOSALS = FOLDER / "kien-nghi.md"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPI_NOW", "2026-06-21T09:00:00+07:00")
    monkeypatch.setenv("PAPI_BY", "Lò Văn A")
    monkeypatch.chdir(planted(tmp_path))
    return tmp_path


def written(name: str, **texts: str) -> None:
    """Make the sheet of a department and write words into it, by section with _ for what no keyword may have."""
    if not Path(name).exists():
        assert main(["sheet", name, "--agency", "STP"]) == 0
    book = openpyxl.load_workbook(name)
    page = book[WORDS_TAB]
    for row in page.iter_rows():
        section = str(row[2].value).replace("-", "_").replace(".", "_")
        if section in texts:
            row[4].value = texts.pop(section)
    assert not texts
    book.save(name)


def edited(name: str, column: int, old: str, new: str) -> None:
    book = openpyxl.load_workbook(name)
    for row in book[WORDS_TAB].iter_rows():
        if row[column].value == old:
            row[column].value = new
    book.save(name)


@pytest.mark.usefixtures("here")
def test_the_sheet_of_an_agency_has_a_tab_for_words() -> None:
    assert main(["sheet", "a.xlsx", "--agency", "STP"]) == 0
    page = openpyxl.load_workbook("a.xlsx")[WORDS_TAB]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = rows.index(list(WORDS_HEADS.values()))
    assert {tuple(row[:2]) for row in rows[head + 1 :]} == {("semiannual", "Sở Tư pháp")}
    assert [row[2] for row in rows[head + 1 :]] == [
        *("chi-so-2", "chi-so-3", "chi-so-5", "noi-dung-2.1", "noi-dung-3.3", "noi-dung-5.1"),
        *("kho-khan-vuong-mac", "kien-nghi"),
    ]
    assert not any(row[4] for row in rows[head + 1 :])
    assert "chi-tieu-6-1" in {section.name for section in told_sections(shipped_plan(), "so-xay-dung")}
    assert [cell.protection.locked for cell in page[head + 2]] == [True] * 4 + [False]
    (advice,) = (
        cell.value
        for cell in openpyxl.load_workbook("a.xlsx").worksheets[0]["A"]
        if f"thẻ «{WORDS_TAB}»" in str(cell.value)
    )
    assert "báo cáo 06 tháng đầu năm 2026" in advice
    # Whoever owes no report is asked for no words, nor is who sums them up.
    for argv in (["b.xlsx"], ["c.xlsx", "--agency", "so-noi-vu"], ["d.xlsx", "--agency", "STP", "--coordinator"]):
        assert main(["sheet", *argv]) == 0
        assert WORDS_TAB not in openpyxl.load_workbook(argv[0]).sheetnames


def test_words_go_with_the_results_into_files_that_say_where_they_come_from(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written("a.xlsx", kien_nghi="– Bố trí (*)\n1. Kinh phí\n3*4 [x]", noi_dung_2_1="[… chưa có]")
    book = openpyxl.load_workbook("a.xlsx")
    heads = next(row for row in book.worksheets[0].iter_rows() if row[0].value == COLUMN_HEADS["item"])
    row = next(row for row in book.worksheets[0].iter_rows() if row[0].value == "II.2/bao-cao")
    for head, cell in zip(heads, row, strict=True):
        answer = {"event": "đã hoàn thành", "date": "1/6/2026", "document": "5/BC-STP"}
        cell.value = next((text for key, text in answer.items() if head.value == COLUMN_HEADS[key]), cell.value)
    book.save("a.xlsx")
    assert main(["record", "--from", "a.xlsx", "--dry-run"]) == 0
    assert "Sẽ ghi lời văn của Sở Tư pháp" in capfd.readouterr().err
    assert not FOLDER.exists()
    assert main(["record", "--from", "a.xlsx"]) == 0
    said = "Đã ghi lời văn của Sở Tư pháp cho báo cáo 06 tháng đầu năm 2026 vào plan/narrative/semiannual/so-tu-phap: kien-nghi."
    assert said in capfd.readouterr().err
    assert len(read_events(FolderSource(here))) == 1
    assert [path.name for path in FOLDER.iterdir()] == ["kien-nghi.md"]
    source, *lines = PROPOSALS.read_text(encoding="utf-8").splitlines()
    assert source.startswith("<!-- Lấy từ a.xlsx, SHA-256 ")
    assert source.endswith("ngày 21/6/2026, người lấy: Lò Văn A -->")
    assert lines == ["– Bố trí (\\*)", "1\\. Kinh phí", "3\\*4 [x]"]
    assert main(["report", "semiannual", "--as-of", "2026-06-10", "-o", "a.md"]) == 0
    assert "– Bố trí (\\*)\n\n1\\. Kinh phí\n\n3\\*4 [x]" in Path("a.md").read_text(encoding="utf-8")
    # The same sheet once more changes nothing.
    before = PROPOSALS.read_bytes()
    assert main(["record", "--from", "a.xlsx", "--by", "Khác"]) == 0
    assert PROPOSALS.read_bytes() == before


@pytest.mark.usefixtures("here")
def test_other_words_are_replaced_only_if_that_is_confirmed(capfd: pytest.CaptureFixture[str]) -> None:
    FOLDER.mkdir(parents=True)
    PROPOSALS.write_text("Lời đã sửa.\n", encoding="utf-8")
    (FOLDER / "kho-khan-vuong-mac.md").write_text("[… khó khăn, vướng mắc]\n", encoding="utf-8")
    written("a.xlsx", kien_nghi="Lời mới.", kho_khan_vuong_mac="Thiếu người.")
    other = f"{PROPOSALS.as_posix()} đã có lời văn khác, giữ nguyên. Muốn thay bằng lời này thì thêm --confirm."
    assert main(["record", "--from", "a.xlsx"]) == 1
    assert other in capfd.readouterr().err
    assert (FOLDER / "kho-khan-vuong-mac.md").read_text(encoding="utf-8").startswith("[…")
    # Of several files what can be taken is taken.
    Path("b").mkdir()
    Path("a.xlsx").rename("b/a.xlsx")
    assert main(["record", "--from", "b"]) == 1
    assert other in capfd.readouterr().err
    assert PROPOSALS.read_text(encoding="utf-8") == "Lời đã sửa.\n"
    # A file that waits to be filled in holds nothing that could be lost.
    text = (FOLDER / "kho-khan-vuong-mac.md").read_text(encoding="utf-8")
    assert without_source(text) == "Thiếu người.\n"
    assert main(["record", "--from", "b/a.xlsx", "--confirm"]) == 0
    said = f"Đã thay lời văn khác ở {PROPOSALS.as_posix()}, vì có --confirm. Lời cũ:\n  Lời đã sửa.\n"
    assert said in capfd.readouterr().err
    assert without_source(PROPOSALS.read_text(encoding="utf-8")) == "Lời mới.\n"


BAD = [
    (0, "semiannual", "ky-la", "cột «Kỳ báo cáo»: «ky-la» không phải là kỳ báo cáo"),
    (1, "Sở Tư pháp", "Sở Lạ", "cột «Cơ quan»: «Sở Lạ» không phải là cơ quan"),
    (2, "kien-nghi", "../x", "cột «Phần»: «../x» không phải là phần báo cáo"),
    (2, "kien-nghi", "kho-khan-vuong-mac", "đã viết ở một dòng trên"),
    (4, "Lời.", "Lời\u202e.", "ký tự điều khiển không in được (U+202E)"),
    (4, "Lời.", "=1+1", "không đọc được ô này"),
]


@pytest.mark.usefixtures("here")
def test_a_row_that_cannot_be_taken_is_told_with_its_place(capfd: pytest.CaptureFixture[str]) -> None:
    written("a.xlsx", kien_nghi="Lời.", kho_khan_vuong_mac="Khó.")
    for number, (column, old, new, words) in enumerate(BAD):
        name = f"{number}.xlsx"
        shutil.copy("a.xlsx", name)
        edited(name, column, old, new)
        assert main(["record", "--from", name]) == 1
        err = capfd.readouterr().err
        assert "tab «Lời văn», dòng " in err, words
        assert words in err
        assert not FOLDER.exists()


def test_words_are_committed_as_results_are(here: Path) -> None:
    git(here, "init", "-q")
    commit(here, "x")
    written("a.xlsx", kien_nghi="Lời.")
    assert main(["record", "--from", "a.xlsx", "--commit"]) == 0
    told = git(here, "log", "-1", "--name-only", "--format=%s").splitlines()
    assert [line for line in told if line] == ["Lời văn các cơ quan gửi: 1 phần", PROPOSALS.as_posix()]


def test_a_plan_without_indices_asks_by_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_NOW", "2026-12-05T09:00:00+07:00")
    monkeypatch.chdir(plain(tmp_path, plan=plain_plan.PLAN + plain_plan.PERIODS, duties=plain_plan.DUTIES))
    assert main(["sheet", "a.xlsx", "--agency", "so-tai-chinh"]) == 0
    rows = openpyxl.load_workbook("a.xlsx")[WORDS_TAB].iter_rows(min_col=3, max_col=4, values_only=True)
    assert ("muc-2", "Kết quả thực hiện nhiệm vụ: Mục II “Bến bãi”") in list(rows)


def test_the_line_on_the_source_is_one_comment_whatever_the_file_is_called() -> None:
    line = source_line("x/--> y <!--\n.xlsx", "ab", "A\u202e", DAY)
    assert without_source(f"{line}\nMột\n") == "Một\n"
    assert line.count("--") == 2
