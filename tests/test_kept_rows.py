"""The rows that `papi init --from --keep-tasks` takes from a plan that was amended: as the amendments left them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.plan.files.records import load_records
from papi_cli.plan.founding.amended_files import as_amended
from papi_cli.plan.founding.editing import YamlEdits
from papi_cli.store.plans import open_plan
from papi_cli.store.sources import FolderSource
from tests.amended import amended
from tests.tree import document_of, plan_in, planted

LAST = date(2026, 12, 31)
OF_EVERY_KIND = (
    (
        "due: {of: II.2/bao-cao, was: Báo cáo tháng 11/2026, is: Báo cáo tháng 10/2026, "
        'cell: "- Kế hoạch tháng 3/2026;\\n- Báo cáo tháng 10/2026"}'
    ),
    "due: {of: I.2, was: Thường xuyên, is: trong 10 ngày kể từ ngày có Kế hoạch, anchor: I.1/ke-hoach}",
    "due: {of: VIII.1, was: Thường xuyên, is: '-'}",
    "due: {of: semiannual, was: báo cáo 06 tháng đầu năm trước ngày 10/6/2026, is: trước ngày 20/6/2026}",
    "due: {of: ke-hoach, was: Thời điểm ban hành chậm nhất ngày 15/02/2026, is: chậm nhất ngày 28/02/2026}",
    "lead: {of: VI.7, was: [so-nong-nghiep-va-moi-truong], is: [so-xay-dung, so-y-te], cell: Sở Xây dựng; Sở Y tế}",
    "lead: {of: so-lieu-6-thang, was: [toa-an-nhan-dan-tinh], is: [cong-an-tinh]}",
    "cooperating: {of: II.3, was: [so-ban-nganh, ubnd-cap-xa], is: [], cell: ''}",
    "product: {of: V.4/quyet-dinh, was: Quyết định UBND, is: Báo cáo, counts: sent, issuer: ubnd-tinh}",
    "product: {of: V.3/quyet-dinh, was: Quyết định của UBND tỉnh, is: 'Báo cáo ', counts: sent}",
    "product: {of: bao-cao-nam, was: Báo cáo năm, is: Báo cáo tổng kết năm}",
    "text: {of: III.1, column: cooperating, was: 'Các cơ quan, đơn vị, địa phương có liên quan', is: Các sở}",
    "text: {of: bao-cao-nam, was: Báo cáo kết quả thực hiện cả năm về UBND tỉnh (qua Sở Nội vụ), is: Báo cáo cả năm}",
    'number: {of: II.3, was: "3", is: "4"}',
    "drop: {of: VII.1}",
    "drop: {of: II.5/kiem-tra-giam-sat}",
    "drop: {of: so-lieu-nam}",
    "add: {to: II.2, after: II.2/ke-hoach, milestone: {code: giua-ky, product: 'Báo cáo: giữa kỳ', due: Tháng 8/2026}}",
    (
        "add: {duty: {code: tong-ket, does: report, title: Tổng kết, product: Báo cáo tổng kết, agencies: [so-noi-vu], "
        "due: Tháng 12/2026, counts: sent}}"
    ),
    (
        "add: {section: [III], task: {code: III.9, lead: [so-y-te], quote: {task: A, products: '', lead: B, cooperating: '', "
        "due: ''}, milestones: [{code: a, product: A}]}}"
    ),
    (
        "split: {of: I.3, into: [{code: I.4, lead: [so-y-te], quote: {number: '3', task: A, products: '', lead: B, "
        "cooperating: '', due: Tháng 12/2026}, due: Tháng 12/2026}, {code: I.5, lead: [so-y-te], quote: {number: '4', "
        "task: B, products: '', lead: B, cooperating: '', due: Năm 2026}, due: Năm 2026}]}"
    ),
)
LATER = (
    "due: {of: III.9, was: '', is: Quý III/2026, cell: Quý III/2026}",
    "product: {of: III.9/a, was: A, is: Công văn}",
    "drop: {of: I.4}",
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose plan two amendments changed in every way."""
    folder = planted(tmp_path_factory.mktemp("cu") / "kho")
    amended(folder, "a", *OF_EVERY_KIND, effective="2026-08-01")
    return amended(folder, "b", *LATER, effective="2026-09-01")


def test_the_files_say_what_the_amendments_left_and_keep_the_rest_as_it_was_written(old: Path) -> None:
    plan = plan_in(old, LAST)
    assert len(plan.amendments) == 2
    texts = {
        name: (old / "plan" / name).read_text(encoding="utf-8") for name in ("plan.yaml", "tasks.yaml", "duties.yaml")
    }
    documents = {name: document_of(name, text) for name, text in texts.items()}
    base, now = load_records(documents).records, open_plan(FolderSource(old)).records_on(LAST)
    for name, text in texts.items():
        before, after = (getattr(records, name.removesuffix(".yaml")) for records in (base, now))
        assert before != after, name
        new = as_amended(text, before, after)
        read = load_records({name: document_of(name, new)})
        assert not read.problems, (name, read.problems)
        assert getattr(read.records, name.removesuffix(".yaml")) == after, name
        # Comments, and every line of what was not changed, are as they were.
        gone = [line for line in text.splitlines() if line.lstrip().startswith("#") and line not in new]
        assert not gone, name
        assert as_amended(new, after, after) == new
    tasks = as_amended(texts["tasks.yaml"], base.tasks, now.tasks)
    assert (
        "              due: |-\n                - Kế hoạch tháng 3/2026;\n                - Báo cáo tháng 10/2026\n"
        in tasks
    )
    assert '              - code: giua-ky\n                product: "Báo cáo: giữa kỳ"\n' in tasks
    assert "\n\n          - code: I.5\n            quote:\n" in tasks


def test_lists_in_brackets_are_changed_as_well() -> None:
    """Whoever writes rows on one line gets them back so."""
    name = "tasks.yaml"
    text = (
        "annexes:\n  - code: a\n    columns: [{id: task, head: Việc}, {id: due, head: Hạn}]\n    tasks:\n"
        "      - {code: '1', quote: {task: A, due: Năm 2026}, lead: [x], due: Năm 2026}  # một\n"
        "      - {code: '2', quote: {task: B, due: ''}, lead: [x], milestones: [{code: m, product: M}, {code: n, product: N}]}\n"
    )
    changed = (
        "annexes:\n  - code: a\n    columns: [{id: task, head: Việc}, {id: due, head: Hạn}]\n    tasks:\n"
        "      - {code: '1', quote: {number: I, task: A, due: ''}, lead: [x, y], cooperating: [z]}\n"
        "      - {code: '2', quote: {task: B, due: Năm 2026}, lead: [x], due: Năm 2026, milestones: [{code: n, product: P}]}\n"
    )
    before, after = (load_records({name: document_of(name, one)}).records.tasks for one in (text, changed))
    new = as_amended(text, before, after)
    assert load_records({name: document_of(name, new)}).records.tasks == after
    assert "  # một\n" in new


def test_the_next_plan_has_the_rows_as_they_were_at_the_end(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "moi"), "--from", str(old), "--year", "2027", "--keep-tasks"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "các dòng lấy theo nội dung đã sửa đổi, bổ sung bởi Quyết định số 1234/QĐ-UBND" in page
    ended, new = plan_in(old, LAST), plan_in(tmp_path / "moi")
    rows = {code: task for code, task in ended.tasks.items() if task.dropped_on is None}
    assert list(new.tasks) == list(rows)
    for code, task in rows.items():
        own = new.tasks[code]
        assert (own.lead, own.cooperating, own.items) == (task.lead, task.cooperating, task.items), code
        cells = {column: words for column, words in own.cells.items() if column != "due"}
        assert cells == {column: re.sub(r"2026(?! - )", "[2027]", task.cells[column]) for column in cells}, code
        moved = task.due_words.replace("2026", "2027")
        assert own.due_words == (f"[{moved}]" if any(map(str.isalnum, moved)) else moved), code
    for code, item in ended.items.items():
        if item.dropped_on is None:
            same = new.items[code]
            assert (same.product, same.counts) == (item.product.replace("2026", "2027"), item.counts), code
            assert (same.issuer, same.agencies, same.anchor) == (item.issuer, item.agencies, item.anchor), code
    assert next(period.due.phrase for period in new.periods) == "[trước ngày 20/6/2027]"
    assert "Kiểm tra: a.yaml" not in (tmp_path / "moi/plan/tasks.yaml").read_text(encoding="utf-8")
    assert main(["check", "--plan", str(tmp_path / "moi")]) == 0


def test_a_text_takes_entries_in_where_it_says() -> None:
    edits = YamlEdits("a:\n  - x: 1\n\n  - x: 2\nb: {c: 1}\n")
    edits.remove(("a", 0))
    edits.add_entries(("a",), -1, [["- x: 0", "  y: 0"]])
    edits.add_entries(("a",), 1, [["- x: 3"]])
    edits.add(("a", 1), ["w: 2"], before=("x",))
    edits.add(("b",), ["d: 2"])
    assert edits.text == "a:\n  - x: 0\n    y: 0\n\n  - w: 2\n    x: 2\n\n  - x: 3\nb: {c: 1, d: 2}\n"
    # Also beside what is taken out, however much of that meets.
    edits = YamlEdits("a:\n  - x: 1\n\n  - x: 2\n\n  - x: 3\n    y: 3\n    z: 3\n")
    edits.remove(("a", 0))
    edits.remove(("a", 1))
    edits.remove(("a", 2, "y"))
    edits.remove(("a", 2, "z"))
    edits.add(("a", 2), ["w: 3"], before=("y", "z"))
    edits.add_entries(("a",), 2, [["- x: 4"]])
    assert edits.text == "a:\n  - x: 3\n    w: 3\n\n  - x: 4\n"
