"""Documents state only what their plan says: no provision, annex, index, day or name of another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.views.reports.plan_words import cited_words, duty_words, name_in_period, task_annexes_words
from papi_cli.views.reports.result_parts import result_parts
from papi_cli.views.reports.wording import period_words
from tests import plain_plan
from tests.plain_plan import plain
from tests.tree import plan_in, resolved, shipped_plan

AS_OF = ("--as-of", "2026-12-05")
# Words that only the shipped plan has, and shapes of facts that are missing.
OF_ANOTHER_PLAN = re.compile(
    r"PAPI|chỉ số|Điều \d|Mục IV|khoản \d|điểm [a-z]\b|Phụ lục II của|Quyết định|Tòa án|Sơn La|toàn tỉnh|Chủ tịch UBND"
    r"|kế hoạch nâng cao|\(\)|«»|“”| [.,;:](?= |$)|là \.|ngày \.|tại của|năm None|  của",
    re.IGNORECASE,
)
ONE_PERIOD = plain_plan.PLAN + plain_plan.PERIODS
WITHOUT_WINDOW = ONE_PERIOD.replace("    data: {first: 2026-03-01, last: 2026-11-30}\n", "")

Written = Callable[..., str]


@pytest.fixture
def written(capfdbinary: pytest.CaptureFixture[bytes]) -> Written:
    """Return what a command writes as Markdown, without its head and without what it carries for `papi verify`."""

    def write(root: Path, *argv: str) -> str:
        assert main([*argv, *AS_OF, "--plan", str(root), "--format", "markdown"]) == 0
        out, _, _ = capfdbinary.readouterr().out.decode().partition("\n<!-- papi")
        return out

    return write


DOCUMENTS = {
    "summary": (("report", "nam-2026"), {"plan": ONE_PERIOD, "duties": plain_plan.DUTIES}),
    "summary without duties": (("report", "nam-2026"), {"plan": ONE_PERIOD}),
    "summary without a window": (("report", "nam-2026"), {"plan": WITHOUT_WINDOW, "duties": plain_plan.DUTIES}),
    "agency": (
        ("report", "nam-2026", "--agency", "so-tai-chinh"),
        {"plan": ONE_PERIOD, "duties": plain_plan.DUTIES},
    ),
    "work list": (("report", "tasks", "--agency", "so-tai-chinh"), {"duties": plain_plan.DUTIES, "plan": ONE_PERIOD}),
    "work list without duties": (("report", "tasks", "--agency", "so-tai-chinh"), {}),
    "letter": (("remind", "--soon"), {"duties": plain_plan.DUTIES, "plan": ONE_PERIOD}),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_of_another_plan_and_no_blank(tmp_path: Path, written: Written, name: str) -> None:
    argv, files = DOCUMENTS[name]
    text = written(plain(tmp_path, **files), *argv)
    assert "Kế hoạch số 99/KH-UBND ngày 20/02/2026 của Ủy ban nhân dân tỉnh" in text
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    assert not [line for line in lines if OF_ANOTHER_PLAN.search(line)]
    # The numbers of headings have no gaps.
    for level in ("# ", "## "):
        numbers = re.findall(rf"^{level}([IV]+|\d+)\. ", text, re.MULTILINE)
        assert numbers[:1] in ([], ["I"], ["1"])
        starts = [position for position, number in enumerate(numbers) if number in ("I", "1")]
        for start, end in zip(starts, [*starts, len(numbers)][1:], strict=False):
            expected = ["I", "II", "III", "IV", "V"] if level == "# " else [str(count) for count in range(1, 30)]
            assert numbers[start:end] == expected[: end - start]


def test_results_stand_under_the_sections_of_the_table(tmp_path: Path, written: Written) -> None:
    text = written(plain(tmp_path, plan=ONE_PERIOD), "report", "nam-2026")
    assert re.findall(r"^## (.*[“].*)$", text, re.MULTILINE) == ["1. Mục I “Hạ tầng”", "2. Mục II “Bến bãi”"]
    assert "# II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n" in text
    assert "Ban hành kế hoạch" not in text
    assert "Chế độ báo cáo" not in text
    assert "Phụ lục III" not in text


def test_a_report_has_a_part_on_cooperation_where_the_plan_names_some(tmp_path: Path, written: Written) -> None:
    files = {"plan": ONE_PERIOD, "duties": plain_plan.DUTIES}
    argv = ("report", "nam-2026", "--agency", "so-tai-chinh")
    text = written(plain(tmp_path / "without", **files), *argv)
    assert "phối hợp thực hiện" not in text
    assert re.findall(r"^## (\d\. [^\n]+)$", text, re.MULTILINE)[1:3] == [
        "1. Nhiệm vụ được giao chủ trì",
        "1. Kết quả đạt được",
    ]
    cooperating = plain_plan.TASKS.replace(
        "            lead: [so-xay-dung]\n",
        "            lead: [so-xay-dung]\n            cooperating: [so-tai-chinh]\n",
    )
    text = written(plain(tmp_path / "with", **files, tasks=cooperating), *argv)
    assert "## 2. Nhiệm vụ phối hợp\n" in text
    assert "\n## NHIỆM VỤ PHỐI HỢP THỰC HIỆN\n" in text


def test_a_table_without_sections_is_one_part(tmp_path: Path) -> None:
    head, _, rows = plain_plan.TASKS.partition("    sections:\n")
    task = rows[rows.index("          - code: I.1") : rows.index("          - code: I.2")]
    plan = plan_in(plain(tmp_path, tasks=f"{head}    tasks:\n{task}"))
    (part,) = result_parts(plan, ())
    assert (part.title, part.components, part.hint) == ("", (), "")


def test_tasks_of_no_index_have_parts_behind_those_of_the_indices() -> None:
    plan = resolved(("tasks.yaml", '        index: "8"\n', ""))
    assert not isinstance(plan, tuple)
    titles = [part.title for part in result_parts(plan, ())]
    assert len(titles) == 9
    assert titles[7].startswith("Chỉ số nội dung 8 “")
    assert titles[8].startswith("Mục VIII “")


# The basis of a letter: parts of the document, provisions of the plan, both or none.

PROVISIONS = """\
parts:
  - code: part-3
    heading: III. TỔ CHỨC THỰC HIỆN
    points:
      - {code: part-3/2, text: 2. Giao Sở Xây dựng theo dõi.}
"""
QUOTE = "  quote: [{code: article-5, name: Điều 5, lines: [Điều 5. Giao Sở Xây dựng đôn đốc.]}]\n"
DECISION = plain_plan.PLAN.replace("kind: Kế hoạch", "kind: Quyết định").replace("KH-UBND", "QĐ-UBND") + QUOTE
WORDS = "words: {plan: Chương trình}\n"
NUMBER = (
    "số 99/{symbol}-UBND ngày 20/02/2026 của Ủy ban nhân dân tỉnh phát triển đường thủy nội địa giai đoạn 2026 - 2030"
)


@pytest.mark.parametrize(
    ("plan", "opening"),
    [
        (plain_plan.PLAN, f"Thực hiện Kế hoạch {NUMBER} (sau đây gọi tắt là Kế hoạch);"),
        (
            f"{plain_plan.PLAN}cited: {{follow_up: [part-3/2]}}\n",
            f"Căn cứ khoản 2 Mục III Kế hoạch {NUMBER} (sau đây gọi tắt là Kế hoạch) về việc giao Sở Xây dựng theo dõi,",
        ),
        (
            f"{plain_plan.PLAN}words: {{plan: kế hoạch}}\ncited: {{follow_up: [part-3/2]}}\n",
            f"Căn cứ khoản 2 Mục III Kế hoạch {NUMBER} (sau đây gọi tắt là kế hoạch) về việc giao Sở Xây dựng theo dõi,",
        ),
        (
            f"{DECISION}{WORDS}cited: {{follow_up: [article-5, part-3/2]}}\n",
            (
                f"Căn cứ Điều 5 Quyết định {NUMBER} và khoản 2 Mục III của Chương trình ban hành kèm theo Quyết định (sau đây "
                "gọi tắt là Chương trình) về việc giao Sở Xây dựng theo dõi,"
            ),
        ),
        (
            f"{DECISION}{WORDS}cited: {{follow_up: [part-3/2]}}\n",
            (
                f"Căn cứ khoản 2 Mục III của Chương trình ban hành kèm theo Quyết định {NUMBER} (sau đây gọi tắt là Chương "
                "trình) về việc giao"
            ),
        ),
        (
            f"{DECISION}{WORDS}cited: {{follow_up: [article-5]}}\n",
            f"Căn cứ Điều 5 Quyết định {NUMBER} (sau đây gọi tắt là Chương trình) về việc giao Sở Xây dựng",
        ),
    ],
    ids=["none", "the plan itself", "in another case", "both", "only the plan", "only the document"],
)
def test_a_letter_rests_on_what_is_cited(tmp_path: Path, written: Written, plan: str, opening: str) -> None:
    tasks = plain_plan.TASKS.replace("Quý I/2027", "Quý I/2026").replace("due: Quý II/2026", "due: Quý I/2026")
    root = plain(tmp_path, plan=plan, provisions=PROVISIONS, tasks=tasks.replace("Quý II/2026", "Quý I/2026"))
    symbol = "QĐ" if "Quyết định" in plan else "KH"
    assert f"\n{opening.replace('{symbol}', symbol)}" in written(root, "remind")


def test_a_party_document_has_its_dash(tmp_path: Path, written: Written) -> None:
    root = plain(
        tmp_path, plan=plain_plan.PLAN.replace("KH-UBND", "-CTr/TU").replace("Kế hoạch\n", "Chương trình\n", 1)
    )
    assert "số 99\\-CTr/TU ngày 20/02/2026" in written(root, "report", "tasks", "--agency", "so-tai-chinh")


def test_a_document_without_number_and_day_has_places_to_fill_in(tmp_path: Path, written: Written) -> None:
    plan = plain_plan.PLAN.replace('"99"', "").replace("2026-02-20", "")
    text = written(plain(tmp_path, plan=plan), "report", "tasks", "--agency", "so-tai-chinh")
    assert "Theo Kế hoạch số […]/KH-UBND ngày […] của Ủy ban nhân dân tỉnh" in text


# Words


def test_a_title_without_its_year_takes_the_period() -> None:
    plan = shipped_plan()
    first, whole = plan.periods
    assert name_in_period(plan, first).endswith("quản trị và hành chính công 06 tháng đầu năm 2026")
    assert name_in_period(plan, whole) == plan.title


def test_a_period_that_names_its_year_names_it_once() -> None:
    first, _ = shipped_plan().periods
    assert period_words(first) == period_words(first._replace(name="06 tháng đầu năm 2026")) == "06 tháng đầu năm 2026"


def test_what_is_called_nothing_is_not_named(tmp_path: Path) -> None:
    plan = plan_in(plain(tmp_path))
    assert task_annexes_words(plan) == "bảng nhiệm vụ"
    assert task_annexes_words(shipped_plan()) == "Phụ lục II"
    assert duty_words(plan) == ("", "")
    assert duty_words(shipped_plan()) == ("kế hoạch, báo cáo", "ban hành kế hoạch, gửi báo cáo")
    assert cited_words(plan, plan.cited.follow_up) == ("", "")


def test_a_duty_without_a_day_has_none(tmp_path: Path, written: Written) -> None:
    duties = plain_plan.DUTIES + (
        "  - {code: ke-hoach-rieng, does: plan, product: Kế hoạch của cơ quan, title: Xây dựng kế hoạch,"
        " agencies: [so-tai-chinh], counts: issued}\n"
    )
    text = written(plain(tmp_path, plan=ONE_PERIOD, duties=duties), "report", "nam-2026")
    assert "\nKế hoạch giao 01 cơ quan, đơn vị ban hành kế hoạch của cơ quan. Tính đến hết ngày 05/12/2026:" in text
    part = text[text.index("## 1. Ban hành kế hoạch") : text.index("## 2. Chế độ báo cáo")]
    assert "thời hạn" not in part
    assert "- Chưa ghi nhận đã ban hành: 01 (Sở Tài chính)." in part


def test_a_section_that_only_this_plan_has_comes_from_its_data(tmp_path: Path, written: Written) -> None:
    own = "report:\n  - {id: hoi-nghi, title: Hội nghị, about: các hội nghị đã tổ chức}\n"
    text = written(plain(tmp_path, plan=ONE_PERIOD + own), "report", "nam-2026")
    assert "## 2. Hội nghị\n\n[… các hội nghị đã tổ chức]" in text
