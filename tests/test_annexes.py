"""Annexes of tasks as other documents have them: their own columns, nested sections, no products, no indices."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.plan.model import ItemKind, Plan
from papi_cli.plan.quotation import provision_citation
from papi_cli.states import State, judge
from papi_cli.views.citations import find_citable
from papi_cli.views.reports.tables import citation_words
from papi_cli.views.source_words import task_words
from tests.sample import event
from tests.tree import minimal, plan_in

# A made-up plan: rows before any heading, sections in sections, numbers that begin anew, a column that means nothing to
# the program, one with agencies in a role of its own, empty cells, and no product.
TASKS = """\
annexes:
  - code: bang-1
    label: Phụ lục
    title: DANH MỤC NHIỆM VỤ
    columns:
      - {id: number, head: STT}
      - {id: due, head: Thời gian}
      - {id: task, head: Nội dung}
      - {id: lead, head: Chủ trì}
      - {id: cooperating, head: Phối hợp}
      - {id: tham-tra, head: Cơ quan thẩm tra, role: true}
      - {id: kinh-phi, head: Nguồn kinh phí}
    tasks:
      - code: mo-dau
        quote:
          number: '1'
          due: Quý II/2026
          task: Ban hành quy chế
          lead: Sở Nội vụ
          cooperating:
          tham-tra: UBND tỉnh
          kinh-phi: 120 triệu đồng
        lead: [so-noi-vu]
        roles: {tham-tra: [ubnd-tinh]}
        due: Quý II/2026
    sections:
      - number: A
        heading: HẠ TẦNG
        sections:
          - number: I
            heading: Mạng lưới
            tasks:
              - code: A-I-1
                quote:
                  number: "1.1"
                  due:
                  task: Khảo sát
                  lead: Sở Nội vụ
                  cooperating: UBND tỉnh
                  tham-tra:
                  kinh-phi:
                lead: [so-noi-vu]
                cooperating: [ubnd-tinh]
      - number: B
        heading: NHÂN LỰC
        tasks:
          - code: B-1
            quote:
              number: "1.1"
              due: thường xuyên
              task: Tập huấn
              lead: Sở Nội vụ
              cooperating:
              tham-tra:
              kinh-phi: Xã hội hóa
            lead: [so-noi-vu]
            due: thường xuyên
"""
LEFT_OUT = ("indices.yaml", "duties.yaml", "provisions.yaml", "errata.yaml")


def folder_of(root: Path, tasks: str = TASKS) -> Path:
    """Write the minimal plan into a folder, with these annexes of tasks and without all that a plan may do without."""
    minimal(root)
    for name in LEFT_OUT:
        (root / "plan" / name).unlink()
    (root / "plan" / "tasks.yaml").write_text(tasks, encoding="utf-8")
    path = root / "plan" / "plan.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition("periods:")
    path.write_text(f"{head}periods: []\n\n{rest[rest.index('policy:') :]}", encoding="utf-8")
    return root


def plan_of(root: Path) -> Plan:
    return plan_in(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of(tmp_path)


@pytest.fixture
def plan(root: Path) -> Plan:
    return plan_of(root)


Answer = Callable[..., str]


@pytest.fixture
def answer(root: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Answer:
    def run(*argv: str) -> str:
        assert main([*argv, "--plan", str(root)]) == 0
        return capfdbinary.readouterr().out.decode()

    return run


def test_files_that_a_plan_does_without_have_no_problems(answer: Answer) -> None:
    assert "lỗi [" not in answer("check")


def test_every_cell_stands_in_its_column(answer: Answer) -> None:
    table = json.loads(answer("show", "bang-1", "--format", "json"))["table"]
    assert table["columns"] == [
        "STT",
        "Thời gian",
        "Nội dung",
        "Chủ trì",
        "Phối hợp",
        "Cơ quan thẩm tra",
        "Nguồn kinh phí",
    ]
    assert [(row["code"], row["cells"]) for row in table["rows"]] == [
        ("mo-dau", ["1", "Quý II/2026", "Ban hành quy chế", "Sở Nội vụ", "", "UBND tỉnh", "120 triệu đồng"]),
        ("A", ["A", "", "HẠ TẦNG", "", "", "", ""]),
        ("I", ["I", "", "Mạng lưới", "", "", "", ""]),
        ("A-I-1", ["1.1", "", "Khảo sát", "Sở Nội vụ", "UBND tỉnh", "", ""]),
        ("B", ["B", "", "NHÂN LỰC", "", "", "", ""]),
        ("B-1", ["1.1", "thường xuyên", "Tập huấn", "Sở Nội vụ", "", "", "Xã hội hóa"]),
    ]


def test_a_row_shows_its_own_heads_and_empty_cells(answer: Answer) -> None:
    page = answer("show", "A-I-1")
    assert all(head in page for head in ("Cơ quan thẩm tra", "Nguồn kinh phí", "Phối hợp"))
    assert "Cơ quan thẩm tra: UBND tỉnh." in answer("show", "mo-dau")
    (role,) = json.loads(answer("show", "mo-dau", "--format", "json"))["who"]["roles"]
    assert (role["column"], [agency["id"] for agency in role["agencies"]]) == ("Cơ quan thẩm tra", ["ubnd-tinh"])
    assert "Nguồn kinh phí" in answer("show", "phụ lục")


def test_a_task_without_products_is_itself_what_is_owed(plan: Plan) -> None:
    assert list(plan.items) == ["mo-dau", "A-I-1", "B-1"]
    assert (plan.items["mo-dau"].product, plan.items["mo-dau"].name) == ("", "Ban hành quy chế")
    delivered = event("done", "2026-06-30", item="mo-dau", agency="so-noi-vu", document="5/QĐ-SNV")
    verdicts = judge(plan, [delivered], as_of=date(2026, 7, 1), known_at=None).verdicts
    assert [verdict.state for verdict in verdicts] == [State.DONE_ON_TIME, State.UNDATED, State.ONGOING]


def test_citations_name_only_what_there_is(plan: Plan) -> None:
    cited = {code: task_words(plan, task) for code, task in plan.tasks.items()}
    assert cited == {
        "mo-dau": "số thứ tự 1 Phụ lục",
        "A-I-1": "số thứ tự 1.1 Mục A.I Phụ lục",
        "B-1": "số thứ tự 1.1 Mục B Phụ lục",
    }
    _assert_found(plan, cited)


def test_sections_beside_each_other_with_one_number_are_cited_with_their_headings(tmp_path: Path) -> None:
    plan = plan_of(folder_of(tmp_path, TASKS.replace("number: B\n", "number: A\n")))
    cited = {code: task_words(plan, task) for code, task in plan.tasks.items()}
    assert cited == {
        "mo-dau": "số thứ tự 1 Phụ lục",
        "A-I-1": "số thứ tự 1.1 Mục A.I Phụ lục",
        "B-1": "số thứ tự 1.1 Mục A (NHÂN LỰC) Phụ lục",
    }
    _assert_found(plan, cited)


def test_sections_are_cited_with_those_above_where_a_number_repeats(tmp_path: Path) -> None:
    once = TASKS.replace('number: "1.1"', 'number: "2.1"', 1)
    plan = plan_of(folder_of(tmp_path / "once", once))
    assert task_words(plan, plan.tasks["A-I-1"]) == "số thứ tự 2.1 Mục I Phụ lục"
    # A number that has those above in it does not say them twice.
    plan = plan_of(folder_of(tmp_path / "whole", TASKS.replace("number: I\n", "number: A.I\n")))
    assert task_words(plan, plan.tasks["A-I-1"]) == "số thứ tự 1.1 Mục A.I Phụ lục"
    # A heading without a number is none of them.
    plan = plan_of(
        folder_of(tmp_path / "unnumbered", TASKS.replace("      - number: A\n        heading", "      - heading"))
    )
    assert task_words(plan, plan.tasks["A-I-1"]) == "số thứ tự 1.1 Mục I Phụ lục"


def test_a_citation_is_found_with_and_without_the_sections_above(plan: Plan) -> None:
    for typed in ("số thứ tự 1.1 Mục A.I Phụ lục", "số thứ tự 1.1 Mục I Phụ lục", "so thu tu 1.1 muc I phu luc"):
        _assert_found(plan, {"A-I-1": typed})


def _assert_found(plan: Plan, cited: Mapping[str, str]) -> None:
    for code, words in cited.items():
        citable = find_citable(plan, words)
        assert citable is not None
        assert citable.code == code


def test_lists_stand_under_the_plans_own_headings(answer: Answer) -> None:
    for page in (answer("tasks"), answer("status")):
        assert "A. HẠ TẦNG" in page
        assert "B. NHÂN LỰC" in page
        assert not re.search("Chỉ số(?! Hiệu quả)", page), "but in its title"
        assert "Mục IV" not in page


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("          kinh-phi: 120 triệu đồng\n", "", "number: '1'", "dòng này thiếu ô «kinh-phi»."),
        ("kinh-phi: 120 triệu đồng", "ghi-chu: x", "ghi-chu: x", "dòng này có ô «ghi-chu» mà bảng không có cột ấy."),
        ("{tham-tra: [ubnd-tinh]}", "{trinh: [ubnd-tinh]}", "{trinh: [", "bảng không có cột «trinh» ghi vai trò"),
        ("{id: task, head", "{id: noi-dung, head", "{id: number", "bảng chưa có cột nhiệm vụ."),
        ("{id: due, head", "{id: task, head", "{id: task, head: Nội", "mã «task» đã dùng ở dòng "),
        ("title: DANH MỤC NHIỆM VỤ", 'numbers: ["(1)"]', "numbers: [", "dòng đánh số có 1 ô, bảng có 7 cột."),
        ("          number: '1'\n", "", "due: Quý II", "dòng này thiếu ô «number»."),
        (
            "          due: Quý II/2026\n          task: Ban hành quy chế\n",
            "",
            "number: '1'",
            "dòng này thiếu ô «due», «task».",
        ),
        ("                  kinh-phi:\n", "", 'number: "1.1"', "dòng này thiếu ô «kinh-phi»."),
        ("tham-tra: UBND tỉnh", "tham-tra: UBND tỉnh\n          tham-tra: X", "tham-tra: X", "khóa «tham-tra»"),
        ("task: Ban hành quy chế", "task:", "task:", "ô nhiệm vụ để trống."),
        (", head: Nguồn kinh phí", "", "{id: kinh-phi}", "cột riêng «kinh-phi» chưa có tên."),
    ],
)
def test_a_cell_too_many_or_too_few_is_a_problem_with_its_line(
    root: Path, capfdbinary: pytest.CaptureFixture[bytes], *, old: str, new: str, place: str, message: str
) -> None:
    assert old in TASKS
    text = TASKS.replace(old, new, 1)
    (root / "plan" / "tasks.yaml").write_text(text, encoding="utf-8")
    line = 1 + next(number for number, words in enumerate(text.splitlines()) if place in words)
    assert main(["status", "--plan", str(root)]) == 1
    err = capfdbinary.readouterr().err.decode()
    assert any(
        re.search(rf"tasks\.yaml:({line}|{line + 1}):", found) and message in found for found in err.splitlines()
    ), err


def test_what_a_document_does_not_name_is_called_by_its_meaning(tmp_path: Path) -> None:
    text = re.sub(r"\{id: (number|due|task|lead|cooperating), head: [^}]+\}", r"{id: \1}", TASKS)
    plan = plan_of(folder_of(tmp_path, text.replace("    label: Phụ lục\n    title: DANH MỤC NHIỆM VỤ\n", "")))
    assert plan.task_annexes["bang-1"].heads == (
        "TT", "Thời hạn", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Cơ quan thẩm tra", "Nguồn kinh phí",
    )  # fmt: skip
    assert citation_words(plan, plan.items["A-I-1"]) == f"số thứ tự 1.1 Mục A.I {plan.words.plan}"
    assert task_words(plan, plan.tasks["mo-dau"]) == "số thứ tự 1"


def test_a_row_is_cited_in_the_annex_that_it_stands_in(plan: Plan) -> None:
    assert citation_words(plan, plan.items["A-I-1"]) == "số thứ tự 1.1 Mục A.I Phụ lục"
    unquoted = plan.items["A-I-1"]._replace(kind=ItemKind.DUTY, source=())
    assert citation_words(plan, unquoted) == plan.words.plan, "a duty of which no provision is quoted"


def test_a_file_in_the_form_of_an_earlier_version_is_one_problem(
    root: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (root / "plan" / "tasks.yaml").write_text(
        "annex: {label: Phụ lục II}\nsections:\n  - number: I\n", encoding="utf-8"
    )
    assert main(["status", "--plan", str(root)]) == 1
    (problem,) = capfdbinary.readouterr().err.decode().splitlines()
    assert "tasks.yaml:2:1: lỗi [P101]: tệp viết theo dạng của bản trước" in problem


@pytest.mark.parametrize(
    ("code", "heading", "word", "cited"),
    [
        ("part-4/1.b", "IV. TỔ CHỨC THỰC HIỆN", "Mục", "điểm b khoản 1 Mục IV"),
        ("part-4", "IV. TỔ CHỨC THỰC HIỆN", "Phần", "Phần IV"),
        ("part-2/3", "Phần B: Nhiệm vụ", "Phần", "khoản 3 Phần B"),
        ("p/closing", "2) Tổ chức", "Mục", "đoạn cuối Mục 2"),
        ("p/1", "Tổ chức thực hiện", "Mục", "khoản 1 phần «Tổ chức thực hiện»"),
        ("p/1", "Văn phòng. Các sở", "Mục", "khoản 1 phần «Văn phòng. Các sở»"),
    ],
)
def test_provisions_are_cited_as_the_document_numbers_them(code: str, heading: str, word: str, cited: str) -> None:
    assert provision_citation(code, heading, word) == cited
