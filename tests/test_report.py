"""Reports and letters from the command line: golden files of whole documents, narrative, mistakes, verification.

Run with PAPI_UPDATE_GOLDEN=1 to update the golden files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.documents.tree import DataTable, Paragraph, Run
from papi_cli.log.events import Event, encode_log
from papi_cli.states import State
from papi_cli.views.reports.provenance import DOCUMENT_SCHEMA, read_provenance
from tests import plain_plan
from tests.repositories import commit, git
from tests.sample import event, seeded_log, shipped_plan
from tests.tree import CHECKOUT, copied, planted

GOLDEN = Path(__file__).resolve().parent / "golden" / "reports"
DAY = ("--as-of", "2026-06-10")


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Papi = Callable[..., Answer]


@pytest.fixture
def papi(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Papi:
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T09:00:00+07:00")
    monkeypatch.delenv("PAPI_PLAN", raising=False)

    def run(*argv: str) -> Answer:
        capfdbinary.readouterr()
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return run


def with_log(root: Path, *events: Event) -> Path:
    """Replace the log in `root`; return `root`."""
    status = root / "plan" / "status" / "2026-01"
    shutil.rmtree(status, ignore_errors=True)
    status.mkdir(parents=True)
    (status / "log.jsonl").write_bytes(encode_log(events))
    return root


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with the shipped plan and a seeded year of events."""
    return str(with_log(planted(tmp_path_factory.mktemp("year")), *seeded_log(2026, shipped_plan())))


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """Return a folder with the shipped plan and no log."""
    return planted(tmp_path)


def without_copy(text: str) -> str:
    """Return a document without what it says a second time, compressed, in its data (test_alterations.py looks at that)."""
    return re.sub(r',\n"text": "[\w+/=]+"\n', "\n", text)


@pytest.mark.parametrize(
    ("name", "argv"),
    [
        ("summary", ("report", "semiannual", *DAY)),
        ("summary-annual", ("report", "annual", "--as-of", "2026-12-10")),
        ("so-tu-phap", ("report", "semiannual", "--agency", "STP", *DAY, "--number", "5", "--date", "9/6/2026")),
        (
            "so-dan-toc-va-ton-giao",
            ("report", "semiannual", "--agency", "so-dan-toc-va-ton-giao", *DAY, "--provenance-line"),
        ),
        ("so-y-te", ("report", "semiannual", "--agency", "Sở Y tế", *DAY)),
        ("phuong-to-hieu", ("report", "semiannual", "--agency", "Tô Hiệu", *DAY, "--deputy")),
        ("tasks-so-xay-dung", ("report", "tasks", "--agency", "SXD", *DAY)),
        ("reminder", ("remind", *DAY, "--reply-by", "20/6/2026")),
        ("reminder-soon", ("remind", "--soon", "--as-of", "2026-06-20", "--agency", "Sở Y tế", "--agency", "SGDĐT")),
    ],
)
def test_whole_documents(name: str, argv: tuple[str, ...], year: str, papi: Papi) -> None:
    answer = papi(*argv, "--plan", year)
    assert answer.code == 0, answer.err
    golden = GOLDEN / f"{name}.md"
    # A word changed in one template changes the fingerprint of all; test_verify.py looks at it.
    text = re.sub(r'("?(?:papi\.)?templates"?:? ")[0-9a-f]{64}"', r'\1(of the templates)"', without_copy(answer.out))
    if os.environ.get("PAPI_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_tasks_are_judged_at_the_end_of_the_window_and_later_deliveries_stand_apart(quiet: Path, papi: Papi) -> None:
    inside = event("done", "2026-05-31", item="II.2/ke-hoach", document="45/KH-UBND")
    after = event("done", "2026-06-01", item="V.1/ke-hoach", document="46/KH-STP")
    duty = event("done", "2026-06-09", item="bao-cao-6-thang", document="99/BC-STP")
    with_log(quiet, inside, after, duty)
    text = papi("report", "semiannual", "--agency", "STP", *DAY, "--plan", str(quiet)).out
    body = text.partition("\n<!-- papi.")[0]
    assert "45/KH-UBND" in body
    later = [line for line in body.splitlines() if "46/KH-STP" in line]
    assert len(later) == 1
    assert later[0].startswith("Sau ngày chốt số liệu (từ ngày 01/6/2026 đến ngày 10/6/2026)")
    overdue = body.partition("## 2. Tồn tại, hạn chế và nguyên nhân")[2].partition("## 3.")[0]
    assert "Kế hoạch tập huấn" in overdue, "delivered after the window, so overdue in the report"
    assert "Báo cáo 06 tháng đầu năm" not in overdue, "duties count up to the day of writing"


def test_a_delivery_returned_after_the_window_is_no_result(quiet: Path, papi: Papi) -> None:
    done = event("done", "2026-06-01", item="V.1/ke-hoach", document="46/KH-STP")
    argv = ("report", "semiannual", "--agency", "STP", *DAY, "--plan", str(quiet))
    with_log(quiet, done)
    assert "46/KH-STP" in papi(*argv).out.partition("\n<!-- papi.")[0]
    with_log(quiet, done, event("returned", "2026-06-03", item="V.1/ke-hoach"))
    text = papi(*argv).out.partition("\n<!-- papi.")[0]
    assert "46/KH-STP" not in text
    assert "sau ngày chốt số liệu" not in text.casefold()


@pytest.mark.parametrize(
    ("until", "after", "proposed"),
    [
        ("2026-07-31", None, True),
        ("2026-04-30", None, False),  # the last on-time day itself: nothing to gain
        ("2026-07-31", event("extended", "2026-06-05", item="V.1/ke-hoach", until="2026-07-01"), False),
        ("2026-07-31", event("done", "2026-06-05", item="V.1/ke-hoach"), False),
        ("2026-07-31", event("waived", "2026-06-05", item="V.1/ke-hoach"), False),
        ("2026-07-31", event("done", "2026-06-11", item="V.1/ke-hoach"), True),  # after the day of writing
    ],
)
def test_a_requested_extension_is_proposed_while_it_can_be_granted(
    until: str, after: Event | None, *, proposed: bool, quiet: Path, papi: Papi
) -> None:
    request = event("extension-requested", "2026-05-20", item="V.1/ke-hoach", until=until, document="7/STP-VP")
    with_log(quiet, request, *([after] if after else []))
    for argv in ((), ("--agency", "STP")):
        text = papi("report", "semiannual", *argv, *DAY, "--plan", str(quiet)).out
        assert ("7/STP-VP" in text.partition("# V.")[2].partition("::::")[0]) is proposed


@pytest.mark.parametrize(
    ("items", "words", "captions"),
    [
        (["V.1/ke-hoach"], "; đầu việc này đã có đề nghị gia hạn", ["Đầu việc đã đề nghị gia hạn"]),
        (
            ["V.1/ke-hoach", "V.2/ke-hoach"],
            "; các đầu việc này đều đã có đề nghị gia hạn",
            ["Đầu việc đã đề nghị gia hạn"],
        ),
        (
            [],
            ", trong đó 02 đầu việc đã có đề nghị gia hạn",
            ["I. Đầu việc chưa có", "II. Đầu việc đã đề nghị gia hạn"],
        ),
        (["II.2/ke-hoach"], " (chi tiết tại Phụ lục kèm theo)", []),
    ],
)
def test_a_letter_says_who_has_asked_for_an_extension(
    items: list[str], words: str, captions: list[str], quiet: Path, papi: Papi
) -> None:
    asks = [
        event("extension-requested", "2026-05-20", item=item, until="2026-07-31")
        for item in ("V.1/ke-hoach", "V.2/ke-hoach")
    ]
    with_log(quiet, *asks)
    chosen = [word for item in items for word in ("--item", item)]
    text = papi("remind", "--agency", "STP", *chosen, *DAY, "--plan", str(quiet)).out
    assert f"mà Sở Nội vụ chưa nhận được kết quả{words}" in text
    found = re.findall(r"^\*\*(.*)\*\*$", text, re.MULTILINE)
    assert len(found) == len(captions)
    assert all(head.startswith(caption) for head, caption in zip(found, captions, strict=True))
    assert ("tiếp tục thực hiện theo thời hạn nêu tại Phụ lục" in text) is bool(captions)


def test_a_report_does_not_list_itself_as_missing(quiet: Path, papi: Papi) -> None:
    text = papi("report", "semiannual", "--agency", "STP", *DAY, "--plan", str(quiet)).out
    assert "Báo cáo 06 tháng đầu năm" not in text.partition("\n<!-- papi.")[0]
    with_log(quiet, event("extension-requested", "2026-06-09", item="bao-cao-6-thang", until="2026-06-20"))
    assert "| Báo cáo 06 tháng đầu năm |" in papi("report", "annual", "--agency", "STP", *DAY, "--plan", str(quiet)).out


def test_before_the_end_of_the_window_all_is_judged_on_the_day_of_writing(quiet: Path, papi: Papi) -> None:
    text = papi("report", "semiannual", "--as-of", "2026-04-01", "--plan", str(quiet)).out
    assert "tính đến hết ngày 31/5/2026" not in text
    assert "Phát sinh sau ngày chốt số liệu" not in text
    assert "tính đến hết ngày 01/4/2026" in text


def test_a_table_without_rows_is_not_printed(tmp_path: Path) -> None:
    """In a plan that gives nobody anything to do, a sentence stands in for the table of tasks, and no annex of duties."""
    head, _, _ = plain_plan.TASKS.partition("    sections:")
    root = plain_plan.plain(tmp_path / "kho", plan=plain_plan.PLAN + plain_plan.PERIODS, tasks=head)
    written = tmp_path / "a.md"
    assert main(["report", "nam-2026", *DAY, "--plan", str(root), "-o", str(written)]) == 0
    document = read_document(written.read_text().partition("\n<!-- papi")[0])
    assert document.annexes[0].blocks
    assert [annex.blocks for annex in document.annexes[1:]] == [
        (Paragraph((Run("Bảng nhiệm vụ của Kế hoạch không giao nhiệm vụ nào."),)),),
    ]
    tables = [block for block in (*document.body, *document.annexes[0].blocks) if isinstance(block, DataTable)]
    assert all(table.rows for table in tables)


def test_only_what_is_overdue_is_a_shortcoming(quiet: Path, papi: Papi) -> None:
    text = papi("report", "semiannual", "--as-of", "2026-02-16", "--plan", str(quiet)).out
    shortcomings = text.partition("## 2. Tồn tại, hạn chế")[2].partition("## 3.")[0]
    days = re.findall(r"\| (\d\d)/(\d+)/(\d{4}) \|", shortcomings)
    assert days
    assert all((int(year), int(month), int(day)) < (2026, 2, 16) for day, month, year in days)
    coming = text.partition("# IV.")[2].partition("# V.")[0]
    assert "| 28/02/2026 |" in coming


def test_narrative_is_kept_when_a_report_is_rendered_again(quiet: Path, papi: Papi) -> None:
    stubs = papi("report", "semiannual", "--narrative", *DAY, "--plan", str(quiet))
    assert (stubs.code, stubs.out) == (0, "")
    folder = quiet / "plan" / "narrative" / "semiannual" / "so-noi-vu"
    section = folder / "nguyen-nhan-chu-quan.md"
    assert section.read_text(encoding="utf-8") == "[… nguyên nhân chủ quan]\n"
    before = papi("report", "semiannual", *DAY, "--plan", str(quiet)).out
    section.write_text("Một số cơ quan **chưa** chủ động.\n\n- Thiếu người.\n", encoding="utf-8")
    again = papi("report", "semiannual", "--narrative", *DAY, "--plan", str(quiet))
    assert again.err == "plan/narrative/semiannual/so-noi-vu: tạo mới 0 tệp.\n"
    after = papi("report", "semiannual", *DAY, "--plan", str(quiet)).out
    assert "Một số cơ quan **chưa** chủ động.\n\n- Thiếu người.\n" in after
    before, after = (text.partition("\n<!-- papi.")[0] for text in (before, after))
    assert after == before.replace("[… nguyên nhân chủ quan]", "Một số cơ quan **chưa** chủ động.\n\n- Thiếu người.")


def test_an_unused_narrative_file_is_reported(quiet: Path, papi: Papi) -> None:
    folder = quiet / "plan" / "narrative" / "semiannual" / "so-tu-phap"
    folder.mkdir(parents=True)
    (folder / "ketqua.md").write_text("Tốt.\n", encoding="utf-8")
    answer = papi("report", "semiannual", "--agency", "STP", *DAY, "--plan", str(quiet))
    assert answer.code == 0
    assert "không có phần nào tên ketqua" in answer.err


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("một\n\n> trích\n", 3, "khối trích dẫn"),
        ("<b>đậm</b>\n", 1, "HTML"),
        ("một\n\n```\nmã\n```\n", 3, "khối mã"),
        ("::: la\nx\n:::\n", 1, "khối «la» không có"),
    ],
)
def test_narrative_outside_the_dialect_is_reported_with_its_line(
    text: str, line: int, words: str, quiet: Path, papi: Papi
) -> None:
    folder = quiet / "plan" / "narrative" / "semiannual" / "so-tu-phap"
    folder.mkdir(parents=True)
    (folder / "ket-qua.md").write_text(text, encoding="utf-8")
    answer = papi("report", "semiannual", "--agency", "STP", *DAY, "--plan", str(quiet))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"plan/narrative/semiannual/so-tu-phap/ket-qua.md:{line}: ")
    assert words in answer.err


def test_a_template_beside_the_plan_is_used_and_its_mistake_is_reported(quiet: Path, papi: Papi) -> None:
    copied(CHECKOUT / "templates", quiet / "templates")
    template = quiet / "templates" / "tasks.md.j2"
    source = template.read_text(encoding="utf-8")
    template.write_text(source.replace("Danh mục chi tiết tại Phụ lục", "Xem Phụ lục"), encoding="utf-8")
    argv = ("report", "tasks", "--agency", "STP", *DAY, "--plan", str(quiet))
    assert "Xem Phụ lục kèm theo./." in papi(*argv).out
    template.write_text(source.replace("{{ figures.total | number }}", "{{ figures.tong | number }}"), encoding="utf-8")
    answer = papi(*argv)
    line = source[: source.index("{{ figures.total")].count("\n") + 1
    assert (answer.code, answer.out) == (1, "")
    assert f"\ntemplates/tasks.md.j2:{line}: mẫu dùng tên «tong»" in answer.err


@pytest.mark.slow
def test_every_reporting_agency_but_the_coordinator_has_a_report(quiet: Path, tmp_path: Path, papi: Papi) -> None:
    target = tmp_path / "ra"
    answer = papi("report", "semiannual", "--all-agencies", *DAY, "--plan", str(quiet), "-o", str(target))
    assert (answer.code, answer.out) == (0, "")
    names = {path.stem for path in target.iterdir()}
    reporting = set(shipped_plan().items["bao-cao-6-thang"].agencies)
    assert names == reporting - {"so-noi-vu"}
    assert len(names) == 88


@pytest.mark.parametrize("words", ["due", "DUE", "đến hạn"])
def test_the_report_of_the_period_that_is_due_is_that_of_the_period(words: str, quiet: Path, papi: Papi) -> None:
    answer = papi("report", words, *DAY, "--plan", str(quiet))
    assert answer.code == 0
    assert answer.err == "Kỳ báo cáo đến hạn: 06 tháng đầu năm, số liệu chốt đến hết ngày 31/5/2026.\n"
    assert answer.out == papi("report", "semiannual", *DAY, "--plan", str(quiet)).out
    agency = ("--agency", "STP", *DAY, "--plan", str(quiet))
    assert papi("report", words, *agency).out == papi("report", "semiannual", *agency).out


@pytest.mark.parametrize("options", [(), ("--agency", "STP"), ("--all-agencies",), ("--narrative",)])
@pytest.mark.parametrize("day", ["2026-05-31", "2026-07-10", "2026-11-30"])
def test_when_no_period_is_due_no_report_is_made(
    day: str, options: tuple[str, ...], quiet: Path, tmp_path: Path, papi: Papi
) -> None:
    target = tmp_path / ("ra" if "--all-agencies" in options else "ra.md")
    answer = papi("report", "due", "--as-of", day, *options, "--plan", str(quiet), "-o", str(target))
    year, month, number = map(int, day.split("-"))
    assert answer.err == (
        f"Ngày {number:02}/{month}/{year} không có kỳ báo cáo nào đến hạn nên không lập văn bản nào. Lập báo cáo của một kỳ vào "
        "bất kỳ ngày nào thì ghi mã của kỳ ấy: semiannual, annual.\n"
    )
    assert (answer.code, answer.out) == (0, "")
    assert not target.exists()
    assert not (quiet / "plan" / "narrative").exists()


def test_a_period_that_the_plan_calls_due_is_that_period(quiet: Path, papi: Papi) -> None:
    for path in (quiet / "plan").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\b(id|period): annual\b", r"\1: due", text), encoding="utf-8")
    answer = papi("report", "due", "--as-of", "2026-03-01", "--plan", str(quiet))
    assert (answer.code, answer.err) == (0, "")
    assert "báo cáo năm" in answer.out.casefold()


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("report", "quy"), "Không có loại báo cáo «quy»"),
        (("report", "tasks"), "thêm --agency"),
        (("report", "semiannual", "--agency", "SNV"), "nằm trong báo cáo tổng hợp"),
        (("report", "semiannual", "--agency", "TAND"), "không giao Tòa án nhân dân tỉnh báo cáo"),
        (("report", "semiannual", "--all-agencies"), "thêm --output"),
        (("report", "semiannual", "--all-agencies", "--agency", "STP", "-o", "x"), "Chọn một trong hai"),
        (("report", "semiannual", "--agency", "STP", "--agency", "SYT"), "thêm --output"),
        (("report", "semiannual", "--all-agencies", "-o", "x", "--number", "5"), "không dùng --number"),
        (("report", "semiannual", "--format", "pdf"), "Không có dạng «pdf»"),
        (("report", "semiannual", "--format", "word"), "phải ghi vào tệp"),
        (("report", "semiannual", "--number", "abc"), "không phải là số văn bản"),
        (("report", "semiannual", "--date", "31/6/2026"), "--date"),
        (("report", "tasks", "--agency", "STP", "--narrative"), "không có phần lời"),
        (("remind", "--each"), "thêm --output"),
        (("remind", "--reply-by", "1/6/2026"), "đã qua"),
    ],
)
def test_misuse_is_explained(argv: tuple[str, ...], words: str, papi: Papi) -> None:
    answer = papi(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


@pytest.mark.parametrize("options", [("--agency", "STP"), ("--all-agencies", "-o", "ra")])
def test_a_period_that_nobody_reports_on_has_no_agency_reports(
    options: tuple[str, ...], quiet: Path, tmp_path: Path, papi: Papi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    duties = quiet / "plan" / "duties.yaml"
    text = duties.read_text(encoding="utf-8").replace("does: report", "does: other")
    duties.write_text(text, encoding="utf-8")
    answer = papi("report", "annual", *options, "--plan", str(quiet))
    assert (answer.code, answer.out) == (2, "")
    assert "Không có đầu việc báo cáo nào gắn với kỳ năm (ghi «period: annual» ở duties.yaml)" in answer.err
    assert not (tmp_path / "ra").exists()


# Letters


def test_a_letter_leaves_out_the_coordinator_what_is_requested_and_what_is_submitted(quiet: Path, papi: Papi) -> None:
    with_log(quiet, event("submitted", "2026-06-01", item="II.2/ke-hoach", document="12/TTr-STP"))
    text = papi("remind", *DAY, "--plan", str(quiet)).out
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert not [row for row in rows if "Sở Nội vụ" in row or "Tòa án" in row]
    assert not [row for row in rows if "số thứ tự 2 Mục II " in row]
    assert "có 260 đầu việc của 88 cơ quan" in text, "268 overdue: 6 of the coordinator, the court's, one submitted"


def test_a_letter_says_how_many_reminders_came_before(quiet: Path, papi: Papi) -> None:
    argv = ("remind", "--agency", "STP", "--item", "bao-cao-6-thang", *DAY, "--plan", str(quiet))
    assert "(lần thứ" not in papi(*argv).out
    first = event("reminded", "2026-06-10", item="bao-cao-6-thang", document="90/SNV-CCHC")
    with_log(quiet, first)
    text = papi(*argv).out
    assert "(lần thứ 02)" in text
    assert "| 01 lần |" in text
    other = ("remind", "--agency", "STP", *DAY, "--plan", str(quiet))
    assert "(lần thứ" not in papi(*other).out, "for the other items it is the first reminder"


def test_a_letter_to_departments_speaks_of_no_commune(quiet: Path, papi: Papi) -> None:
    text = papi("remind", "--agency", "STP", "--agency", "Sở Tài chính", *DAY, "--plan", str(quiet)).out
    assert "của 02 cơ quan, đơn vị đã quá hạn" in text
    assert "đề nghị thủ trưởng các cơ quan, đơn vị có tên tại Phụ lục:" in text
    assert "đề nghị các cơ quan, đơn vị quan tâm" in text
    assert "địa phương" not in re.sub("(?m)^subject:.*", "", text)
    assert "Chủ tịch UBND các" not in text


def test_without_records_a_letter_asks_to_check_the_incoming_mail(quiet: Path, papi: Papi) -> None:
    argv = ("remind", "--agency", "STP", "--item", "bao-cao-6-thang", *DAY, "--plan", str(quiet))
    text = papi(*argv).out
    assert "[… trước khi phát hành, rà soát công văn đến của Sở Tư pháp:" in text
    assert "chưa nhận được, quá hạn 01 ngày" in text
    assert "chưa thực hiện" not in text
    with_log(quiet, event("progress", "2026-06-01", item="bao-cao-6-thang", note="đang tổng hợp"))
    text = papi(*argv).out
    assert "rà soát công văn đến" not in text
    assert "chưa hoàn thành, quá hạn 01 ngày" in text


def test_each_agency_gets_its_own_letter(quiet: Path, tmp_path: Path, papi: Papi) -> None:
    target = tmp_path / "ra"
    answer = papi(
        "remind", "--each", "--agency", "STP", "--agency", "SYT", *DAY, "--plan", str(quiet), "-o", str(target)
    )
    assert answer.code == 0
    assert {path.name for path in target.iterdir()} == {"so-tu-phap.md", "so-y-te.md"}
    text = (target / "so-y-te.md").read_text(encoding="utf-8")
    assert 'addressees:\n  - "Sở Y tế"\n' in text
    assert "Sở Tư pháp" not in text


def test_there_is_no_letter_without_anybody_to_remind(quiet: Path, papi: Papi) -> None:
    answer = papi("remind", "--as-of", "2026-01-15", "--plan", str(quiet))
    assert (answer.code, answer.out) == (0, "")
    assert "Không có cơ quan nào phải đôn đốc" in answer.err


# Verification


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_a_document_is_verified_against_plan_and_log(suffix: str, quiet: Path, tmp_path: Path, papi: Papi) -> None:
    file = str(tmp_path / f"bao-cao{suffix}")
    plan = ("--plan", str(quiet))
    assert papi("report", "semiannual", *DAY, *plan, "-o", file).code == 0
    same = papi("verify", file, *plan)
    assert same.code == 0
    assert "Kế hoạch: như khi lập văn bản. Sổ theo dõi: như khi lập văn bản." in same.out
    with_log(quiet, event("done", "2026-06-09", item="bao-cao-6-thang", document="99/BC-STP"))
    answer = papi("verify", file, *plan, "--format", "json")
    contract = json.loads(answer.out)
    assert answer.code == 1
    assert contract["same"] == {"plan": True, "log": False, "templates": True}
    assert contract["obligations"] == [
        {
            "id": "bao-cao-6-thang@so-tu-phap",
            "agency_name": "Sở Tư pháp",
            "before": {"state": "overdue", "last": "2026-06-09"},
            "now": {"state": "done_on_time", "last": "2026-06-09"},
        }
    ]


def test_records_after_the_known_at_of_a_document_make_no_difference(quiet: Path, tmp_path: Path, papi: Papi) -> None:
    file, plan = str(tmp_path / "bao-cao.md"), ("--plan", str(quiet))
    with_log(quiet, event("done", "2026-06-09", item="bao-cao-6-thang", document="99/BC-STP"))
    papi("report", "semiannual", *DAY, "--known-at", "2026-06-08", *plan, "-o", file)
    assert papi("verify", file, *plan).code == 0


def test_a_moved_deadline_is_reported(quiet: Path, tmp_path: Path, papi: Papi) -> None:
    file, plan = str(tmp_path / "bao-cao.md"), ("--plan", str(quiet))
    papi("report", "tasks", "--agency", "STP", *DAY, *plan, "-o", file)
    tasks = quiet / "plan" / "duties.yaml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(
        text.replace("báo cáo năm trước ngày 10/12/2026", "báo cáo năm trước ngày 20/12/2026"), encoding="utf-8"
    )
    answer = papi("verify", file, *plan)
    assert answer.code == 1
    assert "Kế hoạch: đã thay đổi." in answer.out
    rows = [line for line in answer.out.splitlines() if line.startswith("bao-cao-nam")]
    assert len(rows) == 1
    assert "09/12/2026" in rows[0]
    assert "19/12/2026" in rows[0]


def test_no_narrative_is_written_into_a_revision(quiet: Path, papi: Papi) -> None:
    git(quiet, "init", "-q")
    commit(quiet)
    answer = papi("report", "semiannual", "--narrative", "--at", "HEAD", "--plan", str(quiet))
    assert (answer.code, answer.out) == (2, "")
    assert "không dùng với --at" in answer.err


@pytest.mark.slow
def test_a_document_is_verified_against_a_revision(quiet: Path, tmp_path: Path, papi: Papi) -> None:
    file, plan = str(tmp_path / "bao-cao.html"), ("--plan", str(quiet))
    papi("report", "semiannual", *DAY, *plan, "-o", file)
    git(quiet, "init", "-q")
    commit(quiet)
    with_log(quiet, event("done", "2026-06-09", item="bao-cao-6-thang", document="99/BC-STP"))
    assert papi("verify", file, *plan).code == 1
    assert papi("verify", file, *plan, "--at", "HEAD").code == 0


@pytest.mark.parametrize("raw", [b"", b"x", b"PK\x03\x04", b"<!-- papi 1\n{} -->", b"\xff\xfe\x00"])
def test_a_file_without_data_is_refused(raw: bytes, tmp_path: Path, papi: Papi) -> None:
    file = tmp_path / "la.docx"
    file.write_bytes(raw)
    answer = papi("verify", str(file))
    assert (answer.code, answer.out) == (3, "")
    assert "không mang dữ liệu gốc" in answer.err


def _data(**changes: object) -> dict[str, object]:
    """Return minimal data of a document, with `changes`."""
    texts = dict.fromkeys(("document", "agency", "period", "known_at", "limit", "plan", "log", "templates"), "")
    obligations = {"ke-hoach": {"done_on_time 2026-02-15": ["so-noi-vu"], "overdue -": ["so-tu-phap"]}}
    return {"schema": DOCUMENT_SCHEMA, **texts, "as_of": "2026-06-10", "obligations": obligations, **changes}


def test_embedded_data_are_read_back() -> None:
    provenance = read_provenance(_data())
    assert provenance is not None
    assert provenance.judgements == {
        ("ke-hoach", "so-noi-vu"): (State.DONE_ON_TIME, date(2026, 2, 15)),
        ("ke-hoach", "so-tu-phap"): (State.OVERDUE, None),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "papi.document/0"},
        {"as_of": "2026-06-31"},
        {"as_of": None},
        {"limit": "yesterday"},
        {"obligations": None},
        {"obligations": {"ke-hoach": []}},
        {"obligations": {"ke-hoach": {"done 2026-02-15": []}}},
        {"obligations": {"ke-hoach": {"done_on_time": []}}},
        {"obligations": {"ke-hoach": {"overdue -": None}}},
        {"obligations": {"ke-hoach": {"overdue -": [5]}}},
    ],
)
def test_damaged_data_are_not_read(changes: dict[str, object]) -> None:
    assert read_provenance(_data(**changes)) is None


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_the_clock_does_not_change_the_bytes_of_a_report(
    suffix: str, year: str, tmp_path: Path, papi: Papi, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for name, now in (("a", "2026-06-10T09:00:00+07:00"), ("b", "2027-01-01T00:00:00+00:00")):
        monkeypatch.setenv("PAPI_NOW", now)
        file = tmp_path / f"{name}{suffix}"
        assert papi("report", "semiannual", *DAY, "--plan", year, "-o", str(file)).code == 0
        files.append(file.read_bytes())
    assert files[0] == files[1]


def test_a_duty_that_no_point_is_named_for_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = planted(tmp_path, ("duties.yaml", "source: [part-4/1.a]", "source: []"))
    assert main(["report", "semiannual", "--as-of", "2026-06-21", "--plan", str(root)]) == 0
    assert "Kế hoạch nâng cao Chỉ số PAPI năm 2026 của cơ quan, đơn vị" in capsys.readouterr().out
