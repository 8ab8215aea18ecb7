"""Plans of other forms than the shipped one: each through every command, with the words and facts of its own only."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.program import COMMANDS
from papi_cli.log.activity import Activity
from papi_cli.plan.model import Plan
from papi_cli.plan.obligations import all_obligations
from papi_cli.sheets.grid import Cell, Tab
from papi_cli.sheets.header import COLUMN_HEADS, STATE_HEAD
from papi_cli.sheets.rows import ParsedRows, parse_rows
from papi_cli.states import judge
from papi_cli.views.citations import citables, find_citable
from papi_cli.views.obligations import Selection
from papi_cli.views.sheet import build_sheet, columns_of
from papi_cli.views.shown_cells import remarks_on_shown
from papi_cli.views.source_words import task_words
from tests import made_up
from tests.answers import AS_OF, NOW, Answer, Desk, codes_of, documents, read_answers, recordings
from tests.made_up import NAMES, owed_in, seeded_days, source_rows, tree
from tests.sample import event, events_of
from tests.test_rows import find_evidence
from tests.tree import CHECKOUT, plan_in
from tests.walking import faults

# All commands but those that are about no plan.
ASKED = {*COMMANDS} - {"init", "completion", "sync"}

MakeDesk = Callable[[str], Desk]


@pytest.fixture
def desk_of(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> MakeDesk:
    monkeypatch.setenv("PAPI_NOW", NOW)
    monkeypatch.setenv("PAPI_BY", "Văn thư")

    def make(name: str) -> Desk:
        (tmp_path / "out").mkdir()
        root = made_up.planted(tmp_path / name, name)
        monkeypatch.setenv("PAPI_PLAN", str(root))
        return Desk(root, tmp_path / "out", capfdbinary)

    return make


def wrong_in(desk: Desk, answer: Answer) -> list[str]:
    """Return what is wrong in an answer: its code, a traceback, words and shapes of other plans."""
    found = [f"{answer}: exit code {answer.code}: {answer.err}"] if answer.code != answer.expected else []
    for place, text in answer.texts:
        outgoing = answer.outgoing and not place.startswith("std")
        found += [f"{answer}: {place}: {fault}" for fault in faults(desk.root, text, outgoing=outgoing)]
        found += [f"{answer}: {place}: a traceback"] if "Traceback" in text else []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_has_words_of_its_own_plan_only(name: str, desk_of: MakeDesk) -> None:
    desk = desk_of(name)
    answers = [*read_answers(desk), *documents(desk), *recordings(desk)]
    # A plan without periods has none to close.
    asked = ASKED if tree(desk.root, "plan").get("periods") else ASKED - {"close"}
    assert {answer.argv[0] for answer in answers if "--help" not in answer.argv} == asked
    assert not [line for answer in answers for line in wrong_in(desk, answer)]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_owed_is_as_worked_out_by_hand(name: str, desk_of: MakeDesk) -> None:
    desk = desk_of(name)
    told = json.loads(desk.ask("tasks", "--format", "json").out)["obligations"]
    delivered = seeded_days(name)
    assert {one["id"]: (one["due"] and one["due"]["last"], one["state"]) for one in told} == {
        owed.id: (owed.last if owed.is_dated else None, owed.state(delivered.get(owed.id), AS_OF))
        for owed in owed_in(name)
    }
    overdue = json.loads(desk.ask("overdue", "--format", "json").out)
    states = Counter(owed.state(delivered.get(owed.id), AS_OF) for owed in owed_in(name))
    assert overdue["summary"] == {**dict.fromkeys(overdue["summary"], 0), "overdue": states["overdue"]}


# What `papi check` says of each: a last day on a day off, a document without number and day, work after the last report,
# a name that is written out in two ways. All have a calendar without the days off by the moon (P317).
WARNED = {
    "bua-an-hoc-duong": {"P303"},
    "do-thi-xanh": {"P303", "P308"},
    "ky-nang-so-cap-xa": {"P302", "P303"},
    "nuoc-sach-nong-thon": {"P305"},
}


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_no_errors_and_warns_only_of_what_is_there(name: str, desk_of: MakeDesk) -> None:
    answer = json.loads(desk_of(name).ask("check", "--format", "json").out)
    assert answer["summary"]["error"] == 0
    assert {problem["code"] for problem in answer["problems"]} == {*WARNED.get(name, ()), "P317"}


@pytest.mark.parametrize("name", NAMES)
def test_show_prints_the_annex_cell_by_cell(name: str, desk_of: MakeDesk) -> None:
    desk = desk_of(name)
    (annex,) = tree(desk.root, "tasks")["annexes"]
    heads, *rows = source_rows(name)
    if annex.get("numbers"):
        assert rows.pop(0) == annex["numbers"]
    table = json.loads(desk.ask("show", annex["code"], "--format", "json").out)["table"]
    assert table["columns"] == heads
    at = [column["id"] for column in annex["columns"]].index("task")
    printed = [row["cells"] for row in table["rows"]]
    headings = [[cells[0], cells[at]] if not any(cells[1:at] + cells[at + 1 :]) else cells for cells in printed]
    assert headings == rows


def test_terms_count_from_their_anchors(desk_of: MakeDesk) -> None:
    desk = desk_of("phong-chong-thien-tai")

    def recorded(*words: str) -> None:
        assert desk.ask("record", *words, "--document", "12/CV-PCTT").code == 0

    def last_days() -> dict[str, str | None]:
        told = json.loads(desk.ask("tasks", "--format", "json").out)["obligations"]
        return {one["id"]: one["due"]["last"] for one in told}

    # The map is done, so the training is due fifteen days later; the storm was over on a Thursday before the weekend.
    recorded("I.1", "--agency", "so-nong-nghiep-va-moi-truong", "--done", "--date", "8/6/2026")
    recorded("II.1", "--agency", "xa-tan-thanh", "--anchored", "--date", "4/6/2026")
    recorded("phuong-an", "--agency", "xa-giong-trom", "--anchored", "--date", "2/3/2026")
    recorded("II.2", "--agency", "so-xay-dung", "--anchored", "--date", "10/6/2026")
    after = last_days()
    assert after["I.3@so-nong-nghiep-va-moi-truong"] == "2026-06-23"
    assert after["II.1@xa-tan-thanh"] == "2026-06-11"
    assert after["phuong-an@xa-giong-trom"] == "2026-03-12"
    assert after["II.2@so-xay-dung"] == "2027-12-10"
    # Nobody else's term has begun.
    assert after["II.1@xa-giong-trom"] is after["phuong-an@xa-tan-thanh"] is None


def sent_back(plan: Plan, *lines: Sequence[str]) -> ParsedRows:
    grid = [(number, [Cell(words) for words in line]) for number, line in enumerate(lines, 1)]
    parsed = parse_rows(plan, [Tab("", grid)], today=date.fromisoformat(AS_OF), by="A", find_evidence=find_evidence)
    assert isinstance(parsed, ParsedRows), parsed
    return parsed


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_sheet_shows_is_known_when_it_comes_back_untouched(name: str) -> None:
    plan = plan_in(made_up.FOLDER / name)
    owed = ((each.item.code, each.agency.id) for each in all_obligations(plan) if not each.item.is_shared)
    begun = [event("progress", AS_OF, item=item, agency=agency) for item, agency in owed]
    shown: set[str] = set()
    for log in ([], begun):
        sheet = build_sheet(judge(plan, log, as_of=date.fromisoformat(AS_OF), known_at=None), Selection())
        parsed = sent_back(plan, [column.head for column in sheet.columns], *sheet.rows)
        assert list(remarks_on_shown(plan, parsed)) == []
        shown |= {cell.text for cell in parsed.shown if cell.place.head == STATE_HEAD}
    assert any(text.startswith("chưa ghi nhận") for text in shown)
    assert any(text.startswith("chưa hoàn thành") for text in shown)
    if name == "phong-chong-thien-tai":
        assert {"chưa ghi nhận, chưa xác định mốc tính", "chưa hoàn thành, chưa xác định mốc tính"} <= shown


def test_other_words_over_a_state_are_told_and_those_of_a_state_are_not() -> None:
    plan = plan_in(made_up.FOLDER / "phong-chong-thien-tai")
    heads = [column.head for column in columns_of(plan)]
    row = {COLUMN_HEADS["item"]: "II.2", COLUMN_HEADS["agency"]: "Sở Xây dựng"}
    rows = [row | {STATE_HEAD: words} for words in ("chưa bắt đầu (chờ hoàn thành)", "đã xác định mốc tính")]
    parsed = sent_back(plan, heads, *([row.get(head, "") for head in heads] for row in rows))
    (remark,) = remarks_on_shown(plan, parsed)
    assert f"«đã xác định mốc tính» nằm ở cột «{STATE_HEAD}»" in remark


def test_a_result_of_one_year_is_none_of_the_next() -> None:
    plan = plan_in(made_up.FOLDER / "nuoc-sach-nong-thon")
    id_ = next(one.id for one in all_obligations(plan) if one.item.code == "B.I.1.2")
    states = judge(plan, events_of("done 2026-10-04", id_), as_of=date(2027, 12, 1), known_at=None)
    (known,) = (verdict.activities for verdict in states.verdicts if verdict.obligation.id == id_)
    assert [(entry.period.id, entry.activity) for entry in known] == [
        ("nam-2026", Activity.RESULT),
        ("nam-2027", Activity.NONE),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_citation_is_of_one_row_only(name: str) -> None:
    plan = plan_in(made_up.FOLDER / name)
    cited = {code: task_words(plan, task) for code, task in plan.tasks.items()}
    assert {code: citable.code for code, words in cited.items() if (citable := find_citable(plan, words))} == {
        code: code for code in cited
    }
    expected = {
        "nuoc-sach-nong-thon": {
            "B.I.1.1": "số thứ tự 1.1 Mục B.I.1 Phụ lục",
            "A.I.2.1": "số thứ tự 2.1 Mục A.I.2 Phụ lục",
            "A.II.1": "số thứ tự 1 Mục A.II Phụ lục",
        },
        "bua-an-hoc-duong": {"viec-7": "số thứ tự 7 Phụ lục"},
        "hop-tac-xa-so": {"nv-7": "số thứ tự 7 Mục II"},
    }.get(name, {})
    assert {code: cited[code] for code in expected} == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("số thứ tự 2.1 Mục 2 Phụ lục", "A.I.2.1"),
        ("số thứ tự 2.1 Mục A.I.2 Phụ lục", "A.I.2.1"),
        # In both A and B.
        ("số thứ tự 1 Mục II Phụ lục", None),
    ],
)
def test_a_row_is_found_without_the_sections_above_where_it_is_the_only_one(typed: str, code: str | None) -> None:
    found = find_citable(plan_in(made_up.FOLDER / "nuoc-sach-nong-thon"), typed)
    assert (found and found.code) == code


@pytest.mark.parametrize("name", NAMES)
def test_everything_citable_is_shown(name: str) -> None:
    plan = plan_in(made_up.FOLDER / name)
    derived = {item.code for item in plan.items.values() if item.code != item.series}
    assert {citable.code for citable in citables(plan)} - derived == {*codes_of(made_up.FOLDER / name)}


# A sentence for a plan, and the rule by which the walk finds it.
PLANTED = [
    ("hop-tac-xa-so", "nâng cao Chỉ số PAPI năm 2026", "words of another plan"),
    ("hop-tac-xa-so", "gửi về Sở Nội vụ", "words of another plan"),
    ("bua-an-hoc-duong", "UBND xã Tân Thạnh gửi báo cáo", "words of another plan"),
    ("ky-nang-so-cap-xa", "trình UBND tỉnh xem xét", "words of another plan"),
    ("ky-nang-so-cap-xa", "các phường, xã của tỉnh Sông Ngân", "words of another plan"),
    ("do-thi-xanh", "Vận động phụ huynh giám sát bữa ăn", "words of another plan"),
    ("hop-tac-xa-so", "Căn cứ Điều 2 của Kế hoạch", "an article that the plan does not have"),
    ("nuoc-sach-nong-thon", "Căn cứ Điều 3 Quyết định", "an article that the plan does not have"),
    ("hop-tac-xa-so", "theo khoản 6 Mục VI Kế hoạch", "a part that the plan does not have"),
    ("bua-an-hoc-duong", "số thứ tự 7 Mục I Phụ lục", "a part that the plan does not have"),
    ("hop-tac-xa-so", "số thứ tự trong Phụ lục II của Kế hoạch", "an annex that the plan does not have"),
    ("do-thi-xanh", "tại Phụ lục của Chương trình", "an annex that the plan does not have"),
    ("do-thi-xanh", "ngày cuối cùng của thời hạn là .", "a fact left out of its sentence"),
    ("do-thi-xanh", "hoàn thành trước ngày ; báo cáo", "a fact left out of its sentence"),
    ("do-thi-xanh", "nhiệm vụ số thứ tự, Phụ lục", "a fact left out of its sentence"),
    ("do-thi-xanh", "nhiệm vụ (số thứ tự ) của Phụ lục", "a fact left out of its sentence"),
    ("do-thi-xanh", "Sở Xây dựng () báo cáo", "brackets around nothing"),
    ("do-thi-xanh", "Sở Xây dựng, , Sở Tài chính", "a doubled or lonely sign"),
    ("do-thi-xanh", "Sở Xây dựng ; Sở Tài chính", "a doubled or lonely sign"),
    ("do-thi-xanh", "thời hạn: None", "a value of Python"),
    ("do-thi-xanh", "theo {{ plan }}", "the inside of a template"),
    ("do-thi-xanh", "theo khoản của Chương trình", "a citation of nothing"),
    ("do-thi-xanh", "theo  Chương trình", "two spaces"),
    ("do-thi-xanh", "báo cáo năm 2026 năm 2026", "words said twice"),
    ("do-thi-xanh", "gửi so-xay-dung trước", "a code"),
    ("phong-chong-thien-tai", "báo cáo của bao-cao-thang@2026-07", "a code"),
    ("do-thi-xanh", "ban hành kèm theo Quyết định", "another kind of document"),
    ("do-thi-xanh", "thực hiện Kế hoạch năm", "another kind of document"),
    ("hop-tac-xa-so", "Kế hoạch số […]/KH-UBND", "a blank where the fact is known"),
]


@pytest.mark.parametrize(("name", "words", "rule"), PLANTED)
def test_the_walk_finds_what_is_planted(name: str, words: str, rule: str) -> None:
    assert rule in {fault.rule for fault in faults(made_up.FOLDER / name, f"Theo dõi: {words} …", outgoing=True)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hop-tac-xa-so", "Số:          /BC-SKHCN\nBình Lộc, ngày      tháng      năm 2026"),
        ("hop-tac-xa-so", "số thứ tự 7 Mục II Kế hoạch; Điều 148 Bộ luật Dân sự 2015, Điều 8 Nghị định 30/2020/NĐ-CP"),
        ("nuoc-sach-nong-thon", "Căn cứ Điều 2 Quyết định số 77/QĐ-UBND, khoản 2 Phần II Kế hoạch; Mục I Phụ lục"),
        ("do-thi-xanh", "Chương trình số […]/CTr-UBND ngày […]/02/2026; chi tiết tại Phụ lục kèm theo Công văn này"),
        ("phong-chong-thien-tai", "UBND xã Tân Thành, UBND xã Tân Thạnh (báo cáo tháng 7/2026) …"),
    ],
)
def test_the_walk_lets_a_plan_speak_for_itself(name: str, words: str) -> None:
    assert not [*faults(made_up.FOLDER / name, words, outgoing=True)]


def test_the_walk_reads_what_documents_say(desk_of: MakeDesk) -> None:
    desk = desk_of("hop-tac-xa-so")
    shutil.copytree(CHECKOUT / "templates", desk.root / "templates", ignore=shutil.ignore_patterns("new"))
    letter = desk.root / "templates" / "reminder.md.j2"
    text = letter.read_text(encoding="utf-8")
    marked = text.replace("đề nghị liên hệ", "đề nghị liên hệ theo Mục IV Phụ lục II của Kế hoạch PAPI")
    assert marked != text
    letter.write_text(marked, encoding="utf-8")
    for name in ("thu.md", "thu.docx"):
        found = " ".join(wrong_in(desk, desk.ask("remind", outgoing=True, output=name)))
        assert "PAPI" in found
        assert "an annex that the plan does not have" in found
