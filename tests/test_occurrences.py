"""What recurs: an item for each due day, in every list, calendar, matrix and comparison, without being in its way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.comparison import Comparison, ComparisonSide, DeadlineChangeCause, compare
from papi_cli.deadlines.model import Calendar, Deadline, DueKind, Occurrence, Roll, Span, Step
from papi_cli.deadlines.phrases import read_due
from papi_cli.log.events import Event
from papi_cli.plan.model import Item, Plan
from papi_cli.plan.obligations import all_obligations
from papi_cli.plan.packing import pack_plan, unpack_plan
from papi_cli.plan.resolve.occurrences import look_at_every_year, spread_over_time
from papi_cli.render import ics, terminal
from papi_cli.states import State, States, judge
from papi_cli.views.asked import Asked
from papi_cli.views.calendar import calendar_entries
from papi_cli.views.citations import find_citable
from papi_cli.views.diff import DiffAnswer
from papi_cli.views.explain import ExplainAnswer, Explanation
from papi_cli.views.lists import Arrangement
from papi_cli.views.matrix import find_duties
from papi_cli.views.obligations import Selection
from papi_cli.views.occurrences import Near, near_only
from papi_cli.views.overdue import find_overdue
from papi_cli.views.page import Page, Table
from papi_cli.views.reports.day_notes import day_notes
from papi_cli.views.reports.own_lists import own_coming_table
from papi_cli.views.reports.submissions import duty_matrix_table
from papi_cli.views.reports.tables import duties_table
from papi_cli.views.reports.task_tables import tasks_table
from papi_cli.views.reports.wording import product_of
from papi_cli.views.sheet import build_sheet
from papi_cli.views.show import ShowAnswer
from papi_cli.views.status import find_status
from papi_cli.views.tasks import find_tasks
from papi_cli.views.upcoming import find_upcoming
from papi_cli.views.words import state_and_request_words
from tests.sample import event, shipped_plan
from tests.tree import planted, resolved

# A Sunday; the calendar of these tests has no other days off than weekends.
SUNDAY = date(2026, 9, 20)
NO_HOLIDAYS = Calendar({}, frozenset())
COMMUNES = 75


def recurring(phrase: str, *occurrences: Occurrence) -> Deadline:
    return Deadline(
        phrase, DueKind.RECURRING, None, None, strict=False, steps=(Step("Mỗi lần."),), occurrences=occurrences
    )


def monthly(day: int, years: range = range(2026, 2027)) -> Deadline:
    """Return what «trước ngày … hằng tháng» says within these years."""
    months = [(year, month) for year in years for month in range(1, 13)]
    return recurring(
        f"trước ngày {day} hằng tháng",
        *(Occurrence(f"{y}-{m:02}", f"tháng {m}/{y}", date(y, m, day - 1), strict=True) for y, m in months),
    )


def quarterly() -> Deadline:
    names = zip((3, 6, 9, 12), ("I", "II", "III", "IV"), strict=True)
    return recurring(
        "chậm nhất ngày 20 tháng cuối quý",
        *(Occurrence(f"2026-{m:02}", f"quý {name}/2026", date(2026, m, 20), strict=False) for m, name in names),
    )


def two_phase() -> Deadline:
    return Deadline(
        "hoàn thành trong quý I/2026 và vận hành thường xuyên",
        DueKind.DATED,
        date(2026, 1, 1),
        date(2026, 3, 31),
        strict=False,
        steps=(Step("Quý I."),),
        goes_on=True,
    )


def duty(code: str, due: Deadline, group: str, product: str) -> Item:
    plan = shipped_plan()
    agencies = plan.groups[group].members if group in plan.groups else (group,)
    return plan.items["ke-hoach"]._replace(
        code=code, due=due, agencies=agencies, product=product, title=f"Gửi {product}", roll=Roll.NONE
    )


def plan_with(*duties: Item) -> Plan:
    """Return the shipped plan with duties more, spread over time as the resolver does it."""
    plan = shipped_plan()
    more = [item for record in duties for item in spread_over_time(record, plan.calendar)]
    return replace(plan, items={**plan.items, **{item.code: item for item in more}})


@cache
def plan_of_series() -> Plan:
    return plan_with(
        duty("bao-cao-thang", monthly(15), "ubnd-cap-xa", "Báo cáo tháng"),
        duty("bao-cao-quy", quarterly(), "so-tu-phap", "Báo cáo quý"),
        duty("nen-tang", two_phase(), "so-tu-phap", "Nền tảng số"),
    )


def on(day: str, *log: Event, plan: Plan | None = None) -> States:
    return judge(plan or plan_of_series(), log, as_of=date.fromisoformat(day), known_at=None)


def state_of(states: States, obligation: str) -> State:
    return next(verdict.state for verdict in states.verdicts if verdict.obligation.id == obligation)


def screen(page: Page, width: int = 80) -> str:
    return terminal.render(page, width=width, color=False)


def flat(page: Page) -> str:
    return " ".join(screen(page, 200).split())


# Items


def test_each_due_day_is_an_item_with_a_code_of_its_own() -> None:
    plan = plan_of_series()
    months = plan.find_items("bao-cao-thang")
    assert [item.code for item in months] == [f"bao-cao-thang@2026-{month:02}" for month in range(1, 13)]
    assert [item.due.last for item in months if item.due] == [date(2026, month, 14) for month in range(1, 13)]
    assert {item.series for item in months} == {"bao-cao-thang"}
    assert months[6].name == "Báo cáo tháng (tháng 7/2026)"
    assert [item.code for item in plan.find_items("BAO-CAO-THANG@2026-07")] == ["bao-cao-thang@2026-07"]
    assert len(all_obligations(plan)) == 767 + 12 * COMMUNES + 4 + 2


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("bao-cao-thang@2027-02", "bao-cao-thang@2026-12"),
        ("bao-cao-thang@tháng 5/2026", "bao-cao-thang@2026-05"),
        ("bao-cao-thang@thang 05-2026", "bao-cao-thang@2026-05"),
        ("bao-cao-thang@2/2026", "bao-cao-thang@2026-02"),
        ("bao-cao-quy@Quý III/2026", "bao-cao-quy@2026-09"),
        ("bao-cao-quy@tháng 11/2026", "bao-cao-quy@2026-12"),
        ("bao-cao-thang@mai", "bao-cao-thang@2026-01"),
        ("ke-hoach@2026-01", ""),
    ],
)
def test_the_occurrence_that_somebody_meant_is_named(typed: str, near: str) -> None:
    assert not plan_of_series().find_items(typed)
    assert plan_of_series().nearest_occurrence(typed) == near


def test_the_code_of_a_task_with_a_key_names_its_milestone_of_that_time() -> None:
    plan = resolved(("tasks.yaml", "due: Báo cáo tháng 11/2026", "due: trước ngày 15 hằng tháng"))
    assert isinstance(plan, Plan)
    assert [item.code for item in plan.find_items("II.2@2026-05")] == ["II.2/bao-cao@2026-05"]
    assert plan.nearest_occurrence("II.2@2027-01") == "II.2/bao-cao@2026-12"
    assert not plan.find_items("II.2@2027-01")


def test_what_then_goes_on_is_a_second_item() -> None:
    plan = plan_of_series()
    built, runs = plan.find_items("nen-tang")
    assert [built.code, runs.code] == ["nen-tang", "nen-tang@tiep-theo"]
    assert [built.is_ongoing, runs.is_ongoing] == [False, True]
    assert [built.name, runs.name] == ["Nền tảng số", "Nền tảng số (sau khi hoàn thành)"]
    assert [item.code for item in plan.find_items_to_record("nen-tang")] == ["nen-tang"]
    states = on("2026-04-01")
    assert state_of(states, "nen-tang@so-tu-phap") is State.OVERDUE
    assert state_of(states, "nen-tang@tiep-theo@so-tu-phap") is State.ONGOING


def test_what_goes_on_after_a_term_is_a_second_item_without_one() -> None:
    due = read_due("trong 15 ngày kể từ ngày nhận Kế hoạch và thực hiện thường xuyên", span=Span.of_year(2026))
    assert isinstance(due, Deadline)
    plan = plan_with(duty("quy-che", due, "so-tu-phap", "Quy chế")._replace(anchor="ke-hoach"))
    built, running = plan.find_items("quy-che")
    assert (built.code, built.anchor, built.due and built.due.kind) == ("quy-che", "ke-hoach", DueKind.RELATIVE)
    assert (running.code, running.anchor, running.is_ongoing) == ("quy-che@tiep-theo", None, True)
    assert running.due is not None
    assert running.due.term is None
    packed = pack_plan(plan)
    assert packed is not None
    assert unpack_plan(packed) == plan


@pytest.mark.parametrize(
    ("roll", "days"),
    [
        (Roll.NONE, ["2026-03-20", "2026-06-20", "2026-09-20", "2026-12-20"]),
        (Roll.NEXT, ["2026-03-20", "2026-06-22", "2026-09-21", "2026-12-21"]),
        (Roll.PREVIOUS, ["2026-03-20", "2026-06-19", "2026-09-18", "2026-12-18"]),
    ],
)
def test_each_day_is_rolled_on_its_own(roll: Roll, days: list[str]) -> None:
    record = duty("q", quarterly(), "so-tu-phap", "Báo cáo quý")._replace(roll=roll)
    items = spread_over_time(record, NO_HOLIDAYS)
    assert [item.due.last.isoformat() for item in items if item.due and item.due.last] == days


def test_the_days_of_a_strict_phrase_never_roll() -> None:
    record = duty("m", monthly(15), "so-tu-phap", "Báo cáo tháng")._replace(roll=Roll.NEXT)
    assert all(item.due and item.due.last and item.due.last.day == 14 for item in spread_over_time(record, NO_HOLIDAYS))


@pytest.mark.parametrize(
    ("issued", "first", "left_out"),
    [
        (None, "2026-01", ""),
        ("2026-01-14", "2026-01", ""),
        ("2026-01-15", "2026-02", "không tính 1 lần đến hạn trước ngày ấy"),
        ("2026-03-14", "2026-03", "không tính 2 lần đến hạn trước ngày ấy"),
        # Nothing would be left: phrase and day contradict each other.
        ("2027-01-01", "2026-01", ""),
    ],
)
def test_nobody_owes_what_was_due_before_the_document(issued: str | None, first: str, left_out: str) -> None:
    record = duty("m", monthly(15), "so-tu-phap", "Báo cáo tháng")
    items = spread_over_time(record, NO_HOLIDAYS, issued=date.fromisoformat(issued) if issued else None)
    assert [items[0].code, items[-1].code] == [f"m@{first}", "m@2026-12"]
    assert items[0].due is not None
    assert left_out in items[0].due.explanation
    assert bool(left_out) is ("Văn bản ban hành" in items[0].due.explanation)


def test_the_plan_and_its_phrases_count_from_the_day_of_the_document(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    phrase = "trước ngày 15 hằng tháng"
    due = ("duties.yaml", "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026", f"due: {phrase}")
    planted(tmp_path, ("plan.yaml", "  day:\n", "  day: 2026-02-15\n"), due)
    for asked in ("bao-cao-6-thang", phrase):
        assert main(["explain", asked, "--format", "json", "--plan", str(tmp_path)]) == 0
        told = json.loads(capfdbinary.readouterr().out)["explanations"]
        assert [one["last"] for one in told][::9] == ["2026-03-14", "2026-12-14"]
        assert "2 lần đến hạn trước ngày ấy" in str(told[0]["steps"])


def test_a_span_of_years_is_looked_at_at_the_end_of_each() -> None:
    span = Deadline("2026 - 2028", DueKind.DATED, date(2026, 4, 1), date(2028, 6, 30), strict=False, steps=())
    every_year = look_at_every_year(span)
    assert every_year is not None
    assert [(o.key, o.name, o.last.isoformat()) for o in every_year.occurrences] == [
        ("2026-12", "năm 2026", "2026-12-31"),
        ("2027-12", "năm 2027", "2027-12-31"),
        ("2028-06", "năm 2028", "2028-06-30"),
    ]
    assert look_at_every_year(span._replace(first=date(2028, 1, 1))) is None
    assert look_at_every_year(span._replace(first=None)) is None


def test_five_years_of_months_of_all_communes_are_packed_for_the_cache() -> None:
    plan = plan_with(duty("bao-cao-thang", monthly(15, range(2026, 2031)), "ubnd-cap-xa", "Báo cáo tháng"))
    packed = pack_plan(plan)
    assert packed is not None
    assert unpack_plan(packed) == plan
    assert len(packed) < 1.2 * len(pack_plan(shipped_plan()) or b"")
    unpacked = unpack_plan(packed)
    assert unpacked is not None
    first, *others = unpacked.find_items("bao-cao-thang")
    assert all(item.agencies is first.agencies for item in others)


# Deliveries


def test_an_occurrence_is_delivered_in_time_or_late_by_itself() -> None:
    who = "phuong-to-hieu"
    log = (
        event("done", "2026-03-14", item="bao-cao-thang@2026-03", agency=who),
        event("done", "2026-04-16", item="bao-cao-thang@2026-04", agency=who),
    )
    states = on("2026-05-20", *log)
    found = {month: state_of(states, f"bao-cao-thang@2026-{month:02}@{who}") for month in range(2, 7)}
    assert found == {
        2: State.OVERDUE,
        3: State.DONE_ON_TIME,
        4: State.DONE_LATE,
        5: State.OVERDUE,
        6: State.IN_TIME,
    }


def test_an_event_on_the_bare_series_or_on_a_day_that_is_not_does_not_count() -> None:
    log = [
        event("done", "2026-03-01", item=code, agency="so-tu-phap") for code in ("bao-cao-quy", "bao-cao-quy@2026-04")
    ]
    assert [entry.event.item for entry in on("2026-05-20", *log).ignored] == ["bao-cao-quy", "bao-cao-quy@2026-04"]


# Lists


def test_a_list_has_the_next_occurrence_and_says_how_many_follow() -> None:
    states = on("2026-07-20")
    answer = find_tasks([Asked(states, Selection(agencies=("phuong-to-hieu",)))], Arrangement())
    text = flat(answer.page())
    assert "bao-cao-thang@2026-07" in text  # overdue
    assert "bao-cao-thang@2026-08" in text  # the next one
    assert "bao-cao-thang@2026-09" not in text
    assert "4 đầu việc của các lần sau lần kế tiếp (việc định kỳ, đến ngày 14/12/2026). Liệt kê đủ" in text
    assert "Liệt kê đủ, mỗi cơ quan một dòng: --all." in text
    assert len(answer.rows().rows) == len(answer.json()["obligations"]) == len(answer.verdicts)
    everything = flat(find_tasks([Asked(states, answer.asked[0].selection)], Arrangement(spread=True)).page())
    named = Selection(items=("bao-cao-thang@2026-11", "bao-cao-thang@2026-12"))
    assert "bao-cao-thang@2026-12" in everything
    assert "bao-cao-thang@2026-12" in flat(find_tasks([Asked(states, named)], Arrangement()).page())


def test_a_later_occurrence_of_which_something_is_recorded_is_listed() -> None:
    early = event("progress", "2026-07-01", item="bao-cao-thang@2026-11", agency="phuong-to-hieu", note="đã soạn")
    ours = [v for v in on("2026-07-20", early).verdicts if v.obligation.agency.id == "phuong-to-hieu"]
    near = near_only(ours)
    left_out = [verdict.obligation.item.code for verdict in near.later]
    assert left_out == [f"bao-cao-thang@2026-{month:02}" for month in (9, 10, 12)]
    assert len(near.shown) + len(near.later) == len(ours)


def test_the_shipped_plan_has_nothing_to_leave_out() -> None:
    verdicts = on("2026-06-10", plan=shipped_plan()).verdicts
    assert near_only(verdicts) == Near(verdicts)
    assert len(verdicts) == 767
    assert sum(verdict.state is State.OVERDUE for verdict in verdicts) == 268


def test_counts_are_of_all_occurrences() -> None:
    states = on("2026-07-20")
    whole = find_status(
        [Asked(states, Selection(items=tuple(plan_of_series().series["bao-cao-thang"])))], Arrangement()
    )
    assert whole.json()["summary"]["overdue"] == 7 * COMMUNES
    assert whole.json()["summary"]["in_time"] == 5 * COMMUNES
    page = flat(find_status([Asked(states, Selection(agencies=("phuong-to-hieu",)))], Arrangement()).page())
    assert "4 đầu việc của các lần sau" in page
    later = 4 * COMMUNES + 1
    overall = flat(find_status([Asked(states, Selection())], Arrangement()).page())
    assert f"Trong đó có {later} đầu việc của các lần sau lần kế tiếp (việc định kỳ, đến ngày 20/12/2026)." in overall


def test_a_filter_by_a_series_is_told_by_its_code() -> None:
    answer = find_overdue(
        [Asked(on("2026-07-20"), Selection(items=plan_of_series().series["bao-cao-quy"]))], Arrangement()
    )
    assert flat(answer.page()).endswith("tính đến ngày 20/7/2026; lọc theo: bao-cao-quy.")


@pytest.mark.parametrize("day", ["2026-01-14", "2026-01-15", "2026-06-14", "2026-06-15", "2026-12-31"])
def test_what_is_overdue_is_every_month_before(day: str) -> None:
    """Counted the other way: a month is late from its 15th day on."""
    as_of = date.fromisoformat(day)
    late = [month for month in range(1, 13) if as_of >= date(2026, month, 15)]
    found = find_overdue(
        [Asked(on(day), Selection(items=plan_of_series().series["bao-cao-thang"]))], Arrangement()
    ).verdicts
    assert len(found) == len(late) * COMMUNES
    assert {verdict.obligation.item.occurrence_key for verdict in found} == {f"2026-{month:02}" for month in late}


def test_what_falls_due_soon_is_the_occurrence_of_these_days() -> None:
    days = Selection(agencies=("so-tu-phap",), items=tuple(plan_of_series().series["bao-cao-quy"]))
    soon = find_upcoming([Asked(on("2026-09-10"), days)], Arrangement(), within=10)
    assert [verdict.obligation.item.code for verdict in soon.verdicts] == ["bao-cao-quy@2026-09"]
    assert not find_upcoming([Asked(on("2026-09-09"), days)], Arrangement(), within=10).verdicts


def test_a_sheet_has_what_is_due_or_next_and_names_the_occurrence() -> None:
    sheet = build_sheet(on("2026-07-20"), Selection(agencies=("phuong-to-hieu",)))
    rows = {row[0]: row[3] for row in sheet.rows if row[0].startswith("bao-cao-thang")}
    assert list(rows) == [f"bao-cao-thang@2026-{month:02}" for month in range(1, 9)]
    assert rows["bao-cao-thang@2026-08"] == "Báo cáo tháng (tháng 8/2026)"


def test_the_matrix_has_a_column_for_each_month_on_a_screen_of_80_columns() -> None:
    done = event("done", "2026-03-17", item="bao-cao-thang@2026-03", agency="phuong-to-hieu")
    page = find_duties([Asked(on("2026-07-20", done), Selection(groups=("ubnd-cap-xa",)))]).page()
    *_, table = (block for block in page if isinstance(block, Table))
    assert [column.head for column in table.columns] == ["Cơ quan", *(f"T{month}" for month in range(1, 13))]
    assert len(table.rows) == COMMUNES
    assert table.rows[0].cells == ("UBND phường Tô Hiệu", "!", "!", "✓3", *"!!!!", *"○○○○○")
    lines = screen(page).splitlines()
    assert max(map(len, lines)) <= 80
    assert next(line for line in lines if line.startswith("UBND phường Tô Hiệu") and "✓3" in line)
    meaning = "✓ đã hoàn thành quá hạn; ○ chưa đến hạn; ! đã quá hạn, chưa ghi nhận; số đi kèm là số ngày quá hạn."
    assert meaning in flat(page)


def test_the_matrix_of_several_years_has_the_one_at_hand() -> None:
    plan = plan_with(duty("bao-cao-thang", monthly(15, range(2026, 2031)), "ubnd-cap-xa", "Báo cáo tháng"))
    states = on("2027-07-20", plan=plan)
    text = flat(find_duties([Asked(states, Selection())]).page())
    assert "Báo cáo tháng (bao-cao-thang), năm 2027" in text
    assert "Chưa kẻ 48 lần của các năm khác; xem đủ: papi matrix --item bao-cao-thang." in text
    whole = find_duties([Asked(states, Selection(items=tuple(plan.series["bao-cao-thang"])))])
    assert [f"năm {year}" in flat(whole.page()) for year in range(2025, 2032)] == [False, *[True] * 5, False]
    assert len(whole.rows().columns) == 2 + 60
    assert len({column.head for column in whole.rows().columns}) == 2 + 60


def test_each_occurrence_is_an_entry_of_the_calendar_and_keeps_its_uid() -> None:
    def uids(states: States, log: tuple[Event, ...]) -> dict[str, str]:
        entries = calendar_entries(states, Selection(agencies=("so-tu-phap",)), log)
        lines = ics.render(entries, title="x").decode().replace("\r\n ", "").splitlines()
        identities = [line for line in lines if line.startswith("UID:")]
        return dict(zip((entry.title for entry in entries), identities, strict=True))

    before = uids(on("2026-01-01"), ())
    log = (event("done", "2026-03-20", item="bao-cao-quy@2026-03", agency="so-tu-phap"),)
    after = uids(on("2026-08-01", *log), log)
    assert before["Hạn cuối: Báo cáo quý (quý I/2026)"] == after["Đã hoàn thành: Báo cáo quý (quý I/2026)"]
    assert before["Hạn cuối: Báo cáo quý (quý IV/2026)"] == after["Hạn cuối: Báo cáo quý (quý IV/2026)"]
    assert len(set(before.values())) == len(before)


# One thing


def test_a_series_is_shown_as_one_thing_with_all_of_its_days() -> None:
    plan = plan_of_series()
    citable = find_citable(plan, "bao-cao-quy")
    assert citable is not None
    answer = ShowAnswer(on("2026-07-20"), citable, ())
    text = flat(answer.page())
    assert "«chậm nhất ngày 20 tháng cuối quý»" in text
    assert "4 lần, lần đầu đến hết ngày 20/3/2026, lần cuối đến hết ngày 20/12/2026." in text
    assert all(f"bao-cao-quy@2026-{month}" in text for month in ("03", "06", "09", "12"))
    assert [item["occurrence"] for item in answer.json()["items"]][2] == {
        "series": "bao-cao-quy",
        "key": "2026-09",
        "name": "quý III/2026",
    }
    one = find_citable(plan, "bao-cao-quy@2026-09")
    assert one is not None
    assert [item.code for item in one.items] == ["bao-cao-quy@2026-09"]


def test_what_stands_above_a_series_is_shown_without_the_later_ones() -> None:
    citable = find_citable(plan_of_series(), "part-4/1.a")
    assert citable is not None
    text = flat(ShowAnswer(on("2026-07-20"), citable, ()).page())
    assert "bao-cao-thang@2026-08" in text
    assert "bao-cao-thang@2026-09" not in text
    assert "của các lần sau lần kế tiếp" in text


def test_the_days_of_a_series_are_explained_in_one_table() -> None:
    states = on("2026-07-20")
    items = states.plan.find_items("bao-cao-quy")
    answer = ExplainAnswer(states, tuple(Explanation(item, item.due, item.occurrence) for item in items))
    tables = [block for block in answer.page() if isinstance(block, Table)]
    assert [row.cells for row in tables[0].rows] == [
        ("bao-cao-quy@2026-03", "quý I/2026", "thứ Sáu, ngày 20/3/2026", ""),
        ("bao-cao-quy@2026-06", "quý II/2026", "thứ Bảy, ngày 20/6/2026", "ngày nghỉ (thứ Bảy)"),
        ("bao-cao-quy@2026-09", "quý III/2026", "Chủ nhật, ngày 20/9/2026", "ngày nghỉ (Chủ nhật)"),
        ("bao-cao-quy@2026-12", "quý IV/2026", "Chủ nhật, ngày 20/12/2026", "ngày nghỉ (Chủ nhật)"),
    ]
    assert flat(answer.page()).count("Mỗi lần.") == 1


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_documents_name_the_occurrence() -> None:
    plan = plan_of_series()
    assert product_of(plan, plan.items["bao-cao-quy@2026-09"]) == "Báo cáo quý (quý III/2026)"


def test_documents_tell_the_later_occurrences_beside_the_next_one() -> None:
    states = on("2026-04-10")
    ours = [v for v in states.verdicts if v.obligation.item.series == "bao-cao-quy"]
    owed = [
        (row[1], row[3:])
        for row in cells(duties_table(states.plan, ours, day_notes(states.plan, ours), state_and_request_words))
    ]
    assert owed == [
        ("Gửi Báo cáo quý (quý I/2026)", ("20/3/2026", "chưa ghi nhận, quá hạn 21 ngày")),
        (
            "Gửi Báo cáo quý (quý II/2026)",
            ("20/6/2026", "chưa ghi nhận, còn 71 ngày; còn 02 lần sau, đến ngày 20/12/2026"),
        ),
    ]
    coming = cells(own_coming_table(states.plan, ours))
    assert coming == [("1", "20/6/2026", "Báo cáo quý (quý II/2026)", "còn 02 lần sau, đến ngày 20/12/2026")]


def test_a_task_that_recurs_has_a_row_for_each_occurrence_that_is_near() -> None:
    plan = shipped_plan()
    task = plan.items["I.2/cong-van"]._replace(due=quarterly(), product="", roll=Roll.NONE)
    items = {item.code: item for item in spread_over_time(task, plan.calendar)}
    states = on("2026-04-10", plan=replace(plan, items={**plan.items, **items}))
    rows = cells(
        tasks_table(
            states.plan,
            [v for v in states.verdicts if v.obligation.item.series == "I.2/cong-van" and v.obligation.item.occurrence],
        )
    )
    assert [row[1].endswith("(quý I/2026)") for row in rows if row[0] == "2"] == [True]
    assert rows[-1][1] == "Quý II/2026"
    assert rows[-1][-1] == "còn 02 lần sau, đến ngày 20/12/2026"


def test_the_annex_of_submissions_counts_what_recurs_often() -> None:
    who = "phuong-to-hieu"
    log = (
        event("done", "2026-01-14", item="bao-cao-thang@2026-01", agency=who),
        event("done", "2026-02-20", item="bao-cao-thang@2026-02", agency=who),
        event("progress", "2026-04-01", item="bao-cao-thang@2026-04", agency=who, note="đang soạn"),
    )
    states = on("2026-05-20", *log)
    table = duty_matrix_table(states.plan, states.verdicts, merged=(), window=(date(2026, 1, 15), states.as_of)).table
    heads = [column.head for column in table.columns]
    months, quarter = heads.index("Báo cáo tháng (04 lần đến hạn)"), "Báo cáo quý (quý I/2026; thời hạn 20/3/2026)"
    # By day, and without those of which nothing is late or missing yet.
    assert [head for head in heads if "quý" in head] == [quarter]
    assert heads.index(quarter) < months
    assert not [head for head in heads if "06 tháng" in head]
    row = next(row for row in cells(table) if row[1] == "UBND phường Tô Hiệu")
    assert row[months] == "đã gửi 01/04 lần; 01 lần quá hạn; chưa gửi: T4; chưa ghi nhận: T3 và T5"
    assert row[heads.index(quarter)] == ""
    other = next(row for row in cells(table) if row[1] == "UBND 74 xã, phường (trừ phường Tô Hiệu)")
    assert other[months] == "chưa ghi nhận 04 lần"


# Comparison


def compared(before: Plan, after: Plan) -> Comparison:
    day = "2026-02-01"
    return compare(ComparisonSide(on(day, plan=before), ()), ComparisonSide(on(day, plan=after), ()))


def test_a_changed_phrase_of_a_series_is_one_line() -> None:
    before = plan_with(duty("bc", monthly(15), "so-tu-phap", "Báo cáo tháng"))
    after = plan_with(duty("bc", monthly(20), "so-tu-phap", "Báo cáo tháng"))
    both = compared(before, after)
    assert [change.item for change in both.deadline_changes] == list(after.series["bc"])
    assert {change.causes for change in both.deadline_changes} == {(DeadlineChangeCause.PHRASE,)}
    lines = [row.cells[1] for row in DiffAnswer(both, ("a", "b")).rows().rows if row.cells[0] == "Thời hạn"]
    (line,) = lines
    assert line.startswith(
        "bc (12 lần, đây là lần 2026-01): ngày cuối cùng đúng hạn chuyển từ 14/01/2026 sang 19/01/2026"
    )
    assert line.endswith("đổi: «trước ngày 15 hằng tháng» → «trước ngày 20 hằng tháng».")


def test_days_that_roll_otherwise_tell_why() -> None:
    record = duty("bc", quarterly(), "so-tu-phap", "Báo cáo quý")
    both = compared(plan_with(record), plan_with(record._replace(roll=Roll.NEXT)))
    moved = [(change.item, change.causes) for change in both.deadline_changes]
    assert moved == [(f"bc@2026-{month}", (DeadlineChangeCause.ROLL,)) for month in ("06", "09", "12")]


def test_occurrences_that_come_and_go_are_told_with_the_record_that_stays() -> None:
    once = quarterly().occurrences[0]
    dated = Deadline("chậm nhất ngày 20/3/2026", DueKind.DATED, None, once.last, strict=False, steps=())
    before = plan_with(duty("bc", dated, "so-tu-phap", "Báo cáo"))
    both = compared(before, plan_with(duty("bc", quarterly(), "so-tu-phap", "Báo cáo")))
    assert not both.record_changes
    assert [(change.item, change.causes) for change in both.deadline_changes] == [("bc", (DeadlineChangeCause.PHRASE,))]
    assert [obligation.item.code for obligation in both.obligations_dropped] == ["bc"]
    assert len(both.obligations_added) == 4


@pytest.mark.parametrize(
    ("phrase", "before", "after"),
    [
        ("trước ngày 10/12 hằng năm", Span.of_year(2026), Span(date(2026, 1, 1), date(2028, 12, 31))),
        ("trước ngày 15 hằng tháng", Span.of_year(2026), Span.of_year(2027)),
    ],
)
def test_a_span_that_makes_other_occurrences_is_their_cause(phrase: str, before: Span, after: Span) -> None:
    plans = []
    for span in (before, after):
        due = read_due(phrase, span=span)
        assert isinstance(due, Deadline)
        plans.append(replace(plan_with(duty("bc", due, "so-tu-phap", "Báo cáo")), span=span))
    for old, new in (plans, reversed(plans)):
        changes = {change.item: change.causes for change in compared(old, new).deadline_changes}
        assert changes["bc"] == (DeadlineChangeCause.SPAN,)


def test_the_occurrence_stands_within_the_sentence() -> None:
    item = duty("bc", quarterly(), "so-tu-phap", "Báo cáo quý. ")
    assert spread_over_time(item, NO_HOLIDAYS)[0].name == "Báo cáo quý (quý I/2026)"
    assert item.name == "Báo cáo quý. "


def test_a_day_later_the_next_occurrence_is_the_next_one() -> None:
    ours = Selection(agencies=("so-tu-phap",))
    for day, following in ((SUNDAY, "2026-09"), (SUNDAY + timedelta(days=1), "2026-12")):
        shown = {row[0] for row in build_sheet(on(day.isoformat()), ours).rows}
        series = sorted(code for code in shown if code.startswith("bao-cao-quy@"))
        assert series[-1] == f"bao-cao-quy@{following}"
