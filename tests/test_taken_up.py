"""What is carried over and taken up by an item of the plan: on the days before, on and after that."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, in_fold_order
from papi_cli.log.rules import review_log
from papi_cli.plan.model import Plan
from papi_cli.plan.packing import pack_plan, unpack_plan
from papi_cli.plan.versions import turns_of
from papi_cli.states import State, judge
from tests import reckoning
from tests.amended import amended
from tests.sample import event
from tests.tree import minimal, plan_in, problems_of

ITEM, TAKER, SINCE = "2025/A.3/bao-cao", "I.1/ke-hoach", date(2026, 2, 15)
AGENCIES = ("so-noi-vu", "ubnd-tinh")
CARRIED = f"""\
plans:
  - id: "2025"
    title: Kế hoạch năm 2025
    span: {{first: 2025-01-01, last: 2025-12-31}}
items:
  - code: {ITEM}
    title: Kiểm tra
    product: Báo cáo
    agencies: [{", ".join(AGENCIES)}]
    due: tháng 8
    known: [{{event: submitted, date: 2025-08-20, document: 5/TTr}}]
    taken_up: {{by: {TAKER}, since: {SINCE}}}
"""


def with_carried(root: Path, *edits: tuple[str, str]) -> Path:
    text = CARRIED
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    (minimal(root) / "plan/carried.yaml").write_text(text, encoding="utf-8")
    return root


def on(root: Path, *days: date) -> list[Plan]:
    return [plan_in(root, day) for day in days]


KINDS = ("progress", "submitted", "done", "done", "returned", "extended", "waived", "reminded")


def chance_log(chance: random.Random, code: str) -> list[Event]:
    """Return events of both agencies within days of the day on which the item is taken up."""
    found: list[Event] = []
    for number in range(chance.randint(0, 6)):
        when = (SINCE + timedelta(days=chance.choice([-30, -2, -1, 0, 1, 2]))).isoformat()
        others = {"until": "2026-03-31"} if (kind := chance.choice(KINDS)) == "extended" else {}
        recorded = f"2026-12-31T09:00:{chance.randrange(60):02}.{number:06}+07:00"
        found.append(event(kind, when, item=code, agency=chance.choice(AGENCIES), recorded=recorded, **others))
    return found


def is_settled(story: Sequence[Event]) -> bool:
    """Return whether it was delivered, and not returned since, or waived: of its events, in order."""
    kinds = [one.kind.value for one in story]
    since = kinds[len(kinds) - kinds[::-1].index("returned") :] if "returned" in kinds else kinds
    return "done" in since or "waived" in kinds


@pytest.mark.parametrize("shared", [False, True])
def test_it_is_judged_as_reckoned_on_the_days_before_on_and_after(tmp_path: Path, *, shared: bool) -> None:
    edits = [("    due:", "    fulfilled_by: any\n    due:")] if shared else []
    root = with_carried(tmp_path, *edits)
    bare = with_carried(tmp_path / "bare", *edits, (f"{{by: {TAKER}, since: {SINCE}}}", ""))
    never = plan_in(bare)
    met: set[State] = set()
    for offset in (-20, -1, 0, 1, 20):
        day = SINCE + timedelta(days=offset)
        plan = plan_in(root, day)
        for seed in range(40):
            log = chance_log(random.Random(seed), ITEM)
            answer = judge(plan, log, as_of=day, known_at=None)
            if day < SINCE:
                without = judge(never, log, as_of=day, known_at=None)
                assert [reckoning.reckoned_of(one) for one in answer.verdicts] == [
                    reckoning.reckoned_of(one) for one in without.verdicts
                ]
            before = in_fold_order(one for one in log if one.date < min(SINCE, day + timedelta(days=1)))
            stories = {id_: [one for one in before if shared or one.agency == id_] for id_ in AGENCIES}
            owing = [id_ for id_ in AGENCIES if day < SINCE or is_settled(stories[id_])]
            found = [one for one in answer.verdicts if one.obligation.item.code == ITEM]
            assert [one.obligation.agency.id for one in found] == owing, (seed, day, log)
            if not shared:
                reckoning.assert_the_same(plan, log, day)
            assert {one.event.id for one in answer.ignored} >= {one.id for one in log if SINCE <= one.date <= day}
            met |= {one.state for one in found if day >= SINCE}
    assert met == {State.DONE_LATE, State.WAIVED}


def test_the_plan_turns_on_the_day_and_is_packed(tmp_path: Path) -> None:
    root = with_carried(tmp_path)
    before, after = on(root, SINCE - timedelta(days=1), SINCE)
    assert turns_of(before) == turns_of(after)
    assert turns_of(after).other_days == (SINCE,)
    assert before.items[ITEM].agencies == after.items[ITEM].ended_with == AGENCIES
    assert (before.items[ITEM].dropped_on, after.items[ITEM].dropped_on) == (None, SINCE)
    assert unpack_plan(pack_plan(after) or b"") == after
    # From the cache as from the files.
    assert on(root, SINCE - timedelta(days=1), SINCE) == [before, after]


def test_every_answer_has_it_before_that_day_and_not_from_it_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_carried(tmp_path))

    def told(*argv: str, day: date) -> str:
        assert main([*argv, "--as-of", day.isoformat()]) == 0
        return capsys.readouterr().out

    name, before = "Chuyển tiếp từ Kế hoạch năm 2025", SINCE - timedelta(days=1)
    for argv in ["status"], ["tasks"], ["report", "annual", "--format", "markdown"]:
        assert lower(name) in lower(told(*argv, day=before)), argv
        for day in (SINCE, SINCE + timedelta(days=300)):
            assert lower(name) not in lower(told(*argv, day=day)), (argv, day)
    # Late work of both plans: this one's first, what is carried over behind it under its own heading.
    late = told("overdue", day=date(2026, 12, 31))
    assert name not in late
    never = with_carried(tmp_path / "never", (f"{{by: {TAKER}, since: {SINCE}}}", ""))
    monkeypatch.chdir(never)
    late = told("overdue", day=date(2026, 12, 31))
    assert 0 < late.index("I.1/ke-hoach") < late.index(f"\n{name}\n") < late.index(ITEM)
    assert name not in told("show", ITEM, day=before).partition("Tình trạng")[2]
    monkeypatch.chdir(tmp_path)
    for argv in ["status"], ["overdue"], ["tasks"]:
        counts = [len(json.loads(told(*argv, "--format", "json", day=day))["obligations"]) for day in (before, SINCE)]
        assert counts[0] - counts[1] == len(AGENCIES), argv
    for argv in ["show", ITEM], ["explain", ITEM]:
        page = told(*argv, day=before)
        assert (
            f"Kế hoạch này tiếp nhận ở {TAKER} từ ngày 15/02/2026; trước ngày ấy vẫn theo dõi, ghi theo mã này." in page
        )
        page = " ".join(told(*argv, day=SINCE).split())
        assert f"Kế hoạch này đã tiếp nhận ở {TAKER} từ ngày 15/02/2026: theo dõi, ghi theo mã ấy." in page
    for command, key in (("show", "items"), ("explain", "explanations")):
        (entry,) = json.loads(told(command, ITEM, "--format", "json", day=before))[key]
        assert entry["taken_up"] == {"item": TAKER, "since": "2026-02-15"}


def lower(text: str) -> str:
    return " ".join(text.lower().split())


def test_what_is_of_an_earlier_day_is_recorded_and_what_is_of_a_later_one_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_carried(tmp_path))
    done = ["record", ITEM, "--agency", "so-noi-vu", "--done", "--document", "1/BC", "--confirm", "--date"]
    assert main([*done, "2026-02-15"]) == 1
    refused = " ".join(capsys.readouterr().err.split())
    assert f"{ITEM} đã được kế hoạch này tiếp nhận ở {TAKER} từ ngày 15/02/2026. Việc từ ngày ấy ghi theo mã" in refused
    assert main([*done, "2026-02-14"]) == 0
    assert main(["check"]) == 0
    assert "P4" not in capsys.readouterr().out
    # What is done stays done, what is open is owed there.
    assert main(["show", ITEM, "--as-of", "2026-03-01"]) == 0
    shown = capsys.readouterr()
    assert "đã hoàn thành" in shown.out
    assert "1 đầu việc của 1 cơ quan" in shown.out
    assert shown.err == ""
    # Recorded elsewhere all the same, it is ignored, and told.
    late = event("done", "2026-02-16", item=ITEM, agency="ubnd-tinh", document="2/BC")
    plan = plan_in(tmp_path, date(2026, 3, 1))
    (finding,) = review_log(plan, [late])
    assert finding.event == late


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (TAKER, "X.9", "không có việc nào mang mã «X.9»"),
        (f"{{by: {TAKER}, since: {SINCE}}}", TAKER, "thiếu ngày kế hoạch này tiếp nhận việc"),
        (f", since: {SINCE}", "", "thiếu khóa «since»"),
        (str(SINCE), "2025-02-15", "ngày 15/02/2025 ở ngoài thời gian thực hiện của kế hoạch này"),
        (str(SINCE), "2027-01-01", "ngày 01/01/2027 ở ngoài thời gian thực hiện của kế hoạch này"),
        (TAKER, "I.1/them", "kế hoạch này có «I.1/them» từ ngày 10/7/2026, sau ngày tiếp nhận"),
    ],
)
def test_what_cannot_take_it_up_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    root = with_carried(tmp_path, (old, new))
    amended(root, "qd-1", "add: {to: I.1, milestone: {code: them, product: Công văn, due: Tháng 11/2026}}")
    problems = problems_of(root)
    assert [problem.file for problem in problems] == ["plan/carried.yaml"], problems
    assert told in problems[0].message
    assert CARRIED.splitlines()[problems[0].line - 1].strip().startswith("taken_up")


def test_an_item_that_an_amendment_adds_or_drops_takes_it_up_within_its_time(tmp_path: Path) -> None:
    adds = "add: {to: I.1, milestone: {code: them, product: Công văn, due: Tháng 11/2026}}"
    for since, fits in (("2026-07-09", False), ("2026-07-10", True), ("2026-09-30", True), ("2026-10-01", False)):
        root = with_carried(tmp_path / since, (f"by: {TAKER}", "by: I.1/them"), (str(SINCE), since))
        amended(root, "qd-1", adds)
        amended(root, "qd-2", "drop: {of: I.1/them}", effective="2026-10-01")
        assert bool(problems_of(root)) is not fits, since
        if fits:
            (day,) = turns_of(plan_in(root)).other_days
            assert [plan.items[ITEM].agencies for plan in on(root, day - timedelta(days=1), day)] == [AGENCIES, ()]


NEW = """\
  - {id: so-moi, name: Sở Mới, since: SINCE}
bodies:
"""


def test_agencies_that_end_pass_on_what_is_open_until_it_is_taken_up(tmp_path: Path) -> None:
    last = SINCE - timedelta(days=1)
    for until, owing in ((last - timedelta(days=1), "so-moi"), (last, "so-noi-vu"), (SINCE, "so-noi-vu")):
        root = with_carried(tmp_path / until.isoformat())
        path = root / "plan/agencies.yaml"
        ended = f"    name: Sở Nội vụ\n    until: {until}\n    successor: so-moi\n"
        text = path.read_text(encoding="utf-8").replace("    name: Sở Nội vụ\n", ended)
        since = (until + timedelta(days=1)).isoformat()
        path.write_text(text.replace("\nbodies:\n", NEW.replace("SINCE", since)), encoding="utf-8")
        for day, agencies in ((last, {owing, "ubnd-tinh"}), (SINCE, set()), (date(2026, 12, 31), set())):
            plan = plan_in(root, day)
            assert set(plan.items[ITEM].agencies) == agencies, (until, day)
            assert set(plan.items[ITEM].ended_with) == ({owing, "ubnd-tinh"} if day > last else set()), (until, day)
            verdicts = judge(plan, [], as_of=day, known_at=None).verdicts
            assert {one.obligation.agency.id for one in verdicts if one.obligation.item.code == ITEM} == agencies
