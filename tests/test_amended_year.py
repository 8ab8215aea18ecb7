"""A decision of fifteen changes in the middle of a year: what people see the day before it, on its day, and in autumn.

The golden files hold the lines in which an answer of the amended plan differs from that of the plan as it was, «-» before
and «+» now. Run with PAPI_UPDATE_GOLDEN=1 to update them.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from papi_cli.comparison import ComparisonSide, DeadlineChangeCause, compare
from papi_cli.log.events import Event
from papi_cli.plan.files.yamltext import YamlDocument
from papi_cli.plan.model import Plan
from papi_cli.plan.resolve.resolver import resolve
from papi_cli.states import States, judge
from papi_cli.views.diff import DiffAnswer
from tests.sample import events_of, seeded_log, shipped_plan
from tests.test_report import Papi, papi, with_log  # noqa: F401  # papi is a fixture
from tests.tree import document_of, documents_after, planted

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden" / "amended_year"
DECISION = (HERE / "amendments" / "1234-qd-ubnd.yaml").read_text(encoding="utf-8")
BEFORE, EFFECTIVE, AUTUMN = date(2026, 7, 14), date(2026, 7, 15), date(2026, 10, 20)

FARMS, BUILDING, LAW, OFFICE = "so-nong-nghiep-va-moi-truong", "so-xay-dung", "so-tu-phap", "van-phong-ubnd-tinh"
HOME, SCHOOLS = "so-noi-vu", "so-giao-duc-va-dao-tao"
# What is told by hand of what the decision touches, on both sides of its day.
STORIES = {
    f"II.5/ke-hoach@{FARMS}": "done 2026-08-10 document=11/KH-UBND",
    f"III.1/bao-cao@{HOME}": "done 2026-06-25 document=12/BC-SNV",
    f"III.6/ke-hoach@{LAW}": "done 2026-09-15 document=13/KH-STP",
    f"VI.3/cong-van@{SCHOOLS}": "done 2026-07-10 document=14/CV-SGDĐT",
    f"VI.3/bao-cao@{SCHOOLS}": "done 2026-08-20 document=15/BC-SGDĐT",
    f"VI.7/bao-cao@{FARMS}": "progress 2026-05-10",
    f"VIII.3/giao-dien@{OFFICE}": "done 2026-06-20 document=16/BC-VP",
}
STORIES_OF_NEW = {
    f"II.7/danh-muc@{LAW}": "done 2026-08-20 document=17/DM-STP",
    f"II.7/danh-muc@{HOME}": "done 2026-08-10 document=18/DM-SNV",
    "II.7/danh-muc@phuong-to-hieu": "done 2026-08-10 document=19/DM-UBND",
    "II.7/danh-muc@xa-muong-la": "done 2026-08-14 document=20/DM-UBND",
    f"VIII.5/quy-che@{OFFICE}": "done 2026-09-25 document=21/QC-VP",
}


@cache
def log(*, with_new: bool) -> tuple[Event, ...]:
    """Return a seeded half year, with what is told by hand in place of its stories; later, of new tasks, only if asked."""
    stories = STORIES | (STORIES_OF_NEW if with_new else {})
    half = (event for event in seeded_log(2026, shipped_plan()) if max(event.date, event.recorded.date()) <= BEFORE)
    told = [event for event in half if f"{event.item}@{event.agency}" not in stories]
    return (*told, *(event for id_, story in stories.items() for event in events_of(story, id_)))


def plan_of(day: date, **amendments: str) -> Plan:
    """Return the shipped plan as of a day, with the texts of amendments by the names of their files, in their order."""
    files: Mapping[str, YamlDocument] = {
        f"amendments/{name}.yaml": document_of(f"amendments/{name}.yaml", text) for name, text in amendments.items()
    }
    plan = resolve({**documents_after(), **files}, fingerprint="0", day=day, known_at=None)
    assert isinstance(plan, Plan), plan
    return plan


def judged(plan: Plan, day: date) -> States:
    return judge(plan, log(with_new=bool(plan.amendments)), as_of=day, known_at=None)


# What is owed, worked out by hand: item, agency, state and last day by the decision, state and last day without it

BY_HAND = [
    ("II.2/bao-cao", LAW, "in_time 2026-10-31", "in_time 2026-11-30"),
    ("II.3/bao-cao", LAW, "overdue 2026-09-30", "in_time 2026-11-30"),
    ("II.5/ke-hoach", FARMS, "done_late 2026-07-31", "done_on_time 2026-08-31"),
    # Delivered under the old day, by which it stays.
    ("II.5/bao-cao", FARMS, "done_on_time 2026-12-31", "done_on_time 2026-12-31"),
    ("III.1/bao-cao", HOME, "done_on_time 2026-12-31", "done_on_time 2026-12-31"),
    ("III.6/ke-hoach", LAW, "done_late 2026-08-31", "done_on_time 2026-09-30"),
    ("III.6/thong-bao", LAW, "overdue 2026-08-31", "overdue 2026-09-30"),
    ("III.8/bao-cao", OFFICE, "in_time 2026-12-31", ""),
    ("IV.10/thong-bao", HOME, "overdue 2026-09-30", "in_time 2026-12-31"),
    ("V.3/quyet-dinh", OFFICE, "done_on_time 2026-12-31", "done_on_time 2026-12-31"),
    ("V.4/quyet-dinh", FARMS, "in_time 2026-12-31", "in_time 2026-12-31"),
    # Ten days late when it came: that a later day was given afterwards does not change it.
    ("VI.3/cong-van", SCHOOLS, "done_late 2026-06-30", "done_late 2026-06-30"),
    ("VI.3/bao-cao", SCHOOLS, "done_on_time 2026-08-30", "done_late 2026-06-30"),
    ("VI.7/bao-cao", FARMS, "", "in_time 2026-12-31"),
    ("VI.7/bao-cao", BUILDING, "in_time 2026-12-31", ""),
    ("VI.9/bao-cao", "cong-an-tinh", "done_on_time 2026-11-29", "done_on_time 2026-11-29"),
    ("VIII.3/giao-dien", OFFICE, "done_on_time 2026-12-31", "done_on_time 2026-12-31"),
    ("VIII.3/quy-che", OFFICE, "", "in_time 2026-12-31"),
    ("VIII.4/giao-dien", OFFICE, "in_time 2026-11-30", ""),
    ("VIII.5/quy-che", OFFICE, "done_on_time 2026-09-30", ""),
]
TOUCHED = {item for item, *_ in BY_HAND}


def states_of(states: States) -> dict[tuple[str, str], str]:
    return {
        (one.obligation.item.code, one.obligation.agency.id): f"{one.state.value} {one.last or '-'}"
        for one in states.verdicts
    }


def test_what_is_owed_in_autumn_is_what_was_worked_out_by_hand() -> None:
    now = states_of(judged(plan_of(AUTUMN, decision=DECISION), AUTUMN))
    else_ = states_of(judged(shipped_plan(), AUTUMN))
    assert {key: state for key, state in now.items() if key[0] in TOUCHED} == {
        (item, agency): by_decision for item, agency, by_decision, _ in BY_HAND if by_decision
    }
    assert {key: state for key, state in else_.items() if key[0] in TOUCHED} == {
        (item, agency): without for item, agency, _, without in BY_HAND if without
    }
    # 14 departments and 75 communes owe the new list: three in time, one late; and the report about it.
    assert Counter(state for (item, _), state in now.items() if item == "II.7/danh-muc") == {
        "done_on_time 2026-08-14": 3,
        "done_late 2026-08-14": 1,
        "overdue 2026-08-14": 85,
    }
    assert [state for (item, _), state in now.items() if item == "II.7/bao-cao"] == ["in_time 2026-11-30"] * 89
    # Nothing else moved: 178 of II.7, three of the others that are new, less the regulation that was not delivered.
    assert (len(else_), len(now)) == (767, 767 + 178 + 3 - 1)
    moved = Counter(state.split()[0] for state in now.values())
    moved.subtract(state.split()[0] for state in else_.values())
    # On time: three of II.7, VIII.5, and VI.3, but no more II.5 and III.6; late: one of II.7 and these two, but not VI.3;
    # overdue: 85 of II.7, II.3, and IV.10; in time: 89 of II.7, III.8, VIII.4, but no more II.3, IV.10, and VIII.3.
    assert {state: by for state, by in moved.items() if by} == {
        "done_on_time": 3 + 1 + 1 - 2,
        "done_late": 1 + 2 - 1,
        "overdue": 85 + 2,
        "in_time": 89 + 2 - 3,
    }
    rest = {key: state for key, state in now.items() if key[0] not in TOUCHED and not key[0].startswith("II.7/")}
    assert rest == {key: state for key, state in else_.items() if key[0] not in TOUCHED}


def test_on_the_day_itself_the_new_days_hold_and_nothing_delivered_is_lost() -> None:
    now, else_ = (judged(plan, EFFECTIVE) for plan in (plan_of(EFFECTIVE, decision=DECISION), shipped_plan()))
    done_now, done_else = (
        {(one.obligation.id, one.state, one.last, one.document) for one in states.verdicts if one.state.is_done}
        for states in (now, else_)
    )
    assert done_now == done_else
    late_now, late_else = (
        {key for key, state in states_of(states).items() if state.startswith("overdue")} for states in (now, else_)
    )
    assert (late_now - late_else, late_else - late_now) == (set(), {("VI.3/bao-cao", SCHOOLS)})
    last = {f"{item}@{agency}": state for (item, agency), state in states_of(now).items()}
    assert last[f"VI.3/bao-cao@{SCHOOLS}"] == "in_time 2026-08-30"
    assert last[f"II.5/ke-hoach@{FARMS}"] == "in_time 2026-07-31"
    assert f"VIII.3/quy-che@{OFFICE}" not in last


def test_two_files_say_the_same_in_either_order() -> None:
    """The days in one document and all else in another, of one day: whichever file comes first by name or is read first."""
    head, _, changes = DECISION.partition("changes:\n")
    blocks = [f"  - {block}" for block in changes.split("\n  - ")]
    blocks[0] = blocks[0].removeprefix("  - ")
    of_days = [block for block in blocks if "    due: {of" in block]
    parts = [
        f"{head}changes:\n" + "\n".join(block for block in blocks if (block in of_days) is wanted) + "\n"
        for wanted in (True, False)
    ]
    parts[1] = parts[1].replace('"1234"', '"1240"')
    assert len(of_days) == 10
    orders = ({"a": parts[0], "b": parts[1]}, {"b": parts[1], "a": parts[0]}, {"a": parts[1], "b": parts[0]})
    whole = plan_of(AUTUMN, decision=DECISION)
    for order in orders:
        plan = plan_of(AUTUMN, **order)
        assert states_of(judged(plan, AUTUMN)) == states_of(judged(whole, AUTUMN))
        assert plan.sections == whole.sections
        assert {code: task.cells for code, task in plan.tasks.items()} == {c: t.cells for c, t in whole.tasks.items()}


# What people see

SEEN: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "overdue": ("overdue", "--format", "markdown"),
    "upcoming": ("upcoming", "--within", "30", "--format", "markdown"),
    "tasks": ("tasks", "--format", "markdown"),
    "letter": ("remind", "--agency", "SGDĐT", "--agency", "STP", "--agency", "SXD", "--reply-by", "31/10/2026"),
    "summary": ("report", "annual"),
}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return the plan as it was, and with the decision, each with its log."""
    plain, decided = (planted(tmp_path_factory.mktemp(name)) for name in ("plain", "decided"))
    (decided / "plan" / "amendments").mkdir()
    (decided / "plan" / "amendments" / "1234-qd-ubnd.yaml").write_text(DECISION, encoding="utf-8")
    return str(with_log(plain, *log(with_new=False))), str(with_log(decided, *log(with_new=True)))


def answers(papi: Papi, root: str, day: date) -> dict[str, list[str]]:  # noqa: F811  # the fixture
    """Return the lines of each answer; of documents without the lines that say what they rest on."""
    told = {}
    # The last of what is recorded of the new tasks has to be as unknown to the other log.
    known = ("--known-at", f"{day}T23:00+07:00")
    for name, argv in SEEN.items():
        answer = papi(*argv, "--as-of", day.isoformat(), "--plan", root, *known)
        assert answer.code == 0, answer.err
        lines = answer.out.partition("\n<!-- papi.")[0].rstrip("\n").splitlines()
        if name == "summary":
            # What was only numbered anew is told by the letter, and the communes by the row of all of them.
            lines = [line for line in lines if not re.match(r"\| \d+ \| UBND (xã|phường) [^|]+\| \d", line)]
            lines = [re.sub(r"^\| \d* ", "| ", line)[:200] for line in lines]
        told[name] = [*answer.err.replace(root, "KHO").splitlines(), *lines]
    return told


def test_before_its_day_a_decision_to_come_changes_no_answer(roots: tuple[str, str], papi: Papi) -> None:  # noqa: F811  # the fixture
    plain, decided = (answers(papi, root, BEFORE) for root in roots)
    for name in SEEN:
        assert decided[name] == plain[name], name
        assert len(plain[name]) > (1 if name == "upcoming" else 10), name


@pytest.mark.parametrize("day", [EFFECTIVE, AUTUMN], ids=str)
def test_what_people_see_from_its_day_on(day: date, roots: tuple[str, str], papi: Papi) -> None:  # noqa: F811  # the fixture
    plain, decided = (answers(papi, root, day) for root in roots)
    for name in SEEN:
        lines = difflib.unified_diff(plain[name], decided[name], n=0, lineterm="")
        changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
        compare_golden(f"{name}-{day}", changed)


def compare_golden(name: str, lines: list[str]) -> None:
    golden, seen = GOLDEN / f"{name}.txt", "\n".join([*lines, ""])
    if os.environ.get("PAPI_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8"), name


# What changed from one revision of the files to another


def compared(before: Plan, after: Plan, day: date) -> tuple[list[str], dict[str, tuple[DeadlineChangeCause, ...]]]:
    """Return the sentences about what changed, and the causes of each moved day."""
    sides = [ComparisonSide(judged(plan, day), ()) for plan in (before, after)]
    both = compare(*sides)
    rows = DiffAnswer(both, ("A", "B")).rows().rows
    return [f"{row.cells[0]}: {row.cells[1]}" for row in rows], {
        change.item: change.causes for change in both.deadline_changes
    }


NAME = "Quyết định số 1234/QĐ-UBND ngày 10/7/2026"


def test_a_comparison_names_the_decision_what_it_moved_and_who_owes_more_and_less() -> None:
    lines, causes = compared(shipped_plan(), plan_of(EFFECTIVE, decision=DECISION), EFFECTIVE)
    assert set(causes.values()) == {(DeadlineChangeCause.AMENDMENT,)}
    assert len(causes) == 12
    compare_golden(f"diff-{EFFECTIVE}", lines)
    # The day before, only that it is to come.
    lines, causes = compared(shipped_plan(), plan_of(BEFORE, decision=DECISION), BEFORE)
    assert causes == {}
    title = "Sửa đổi, bổ sung một số nhiệm vụ của Kế hoạch nâng cao Chỉ số PAPI tỉnh Sơn La năm 2026"
    assert lines == [f"Văn bản sửa đổi, bổ sung: Thêm {NAME}, hiệu lực từ ngày 15/7/2026, 19 thay đổi: «{title}»."]


def test_a_comparison_tells_what_was_edited_in_a_decision_or_left_out_of_it() -> None:
    told = plan_of(AUTUMN, decision=DECISION)
    was, now = "is: Tháng 9/2026}", "is: Tháng 8/2026}"
    assert was in DECISION
    lines, causes = compared(told, plan_of(AUTUMN, decision=DECISION.replace(was, now)), AUTUMN)
    assert causes == {"IV.10/thong-bao": (DeadlineChangeCause.AMENDMENT,)}
    assert lines[:3] == [
        (
            "Thời hạn: IV.10/thong-bao: ngày cuối cùng đúng hạn chuyển từ 30/9/2026 sang 31/8/2026, "
            f"vì {NAME} sửa đổi «Tháng 9/2026» thành «Tháng 8/2026»."
        ),
        f"Văn bản sửa đổi, bổ sung: {NAME}: thêm nội dung sửa đổi: IV.10: thời hạn «Năm 2026» đổi thành «Tháng 8/2026».",
        f"Văn bản sửa đổi, bổ sung: {NAME}: bớt nội dung sửa đổi: IV.10: thời hạn «Năm 2026» đổi thành «Tháng 9/2026».",
    ]
    lines, causes = compared(told, shipped_plan(), AUTUMN)
    assert set(causes.values()) == {(DeadlineChangeCause.AMENDMENT,)}
    assert (
        "Thời hạn: V.3/quyet-dinh: ngày cuối cùng đúng hạn chuyển từ 31/10/2026 sang 31/12/2026, "
        f"vì không còn {NAME} sửa đổi, «Tháng 10/2026» trở lại là «Tháng 12/2026»."
    ) in lines
