"""The calendar file, read back by a second parser (vobject)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject

from papi_cli.cli.program.door import main
from papi_cli.deadlines.model import Span
from papi_cli.log.events import Event, deduplicated
from papi_cli.plan.model import Plan
from papi_cli.render import ics
from papi_cli.states import State, judge
from papi_cli.views.calendar import CalendarEntry, calendar_entries
from papi_cli.views.obligations import Selection
from tests.sample import WEIGHTS, event, events_of, keys_of, line_of, seeded_log, shipped_plan
from tests.test_anchors import ANCHORS
from tests.test_anchors import plan as anchored_plan
from tests.tree import CHECKOUT, planted

REPORT = "bao-cao-6-thang"  # owed by 14 departments and 75 communes until 09/6/2026
ONE = Selection(agencies=("so-tu-phap",), items=("II.2/bao-cao",))
COMMUNES = Selection(groups=("ubnd-cap-xa",), items=(REPORT,))


def _written(tmp_path: Path, *argv: str) -> bytes:
    file = tmp_path / "x.ics"
    plan = () if "--plan" in argv else ("--plan", str(CHECKOUT))
    assert main(["calendar", *plan, "-o", str(file), *argv]) == 0
    return file.read_bytes()


def _entries(content: bytes) -> list[vobject.base.Component]:
    calendar = vobject.readOne(content.decode(), validate=True)
    assert all(entry.validate(raiseException=True) for entry in calendar.vevent_list)
    return list(calendar.vevent_list)


def _at(
    events: Iterable[Event], selection: Selection, *, plan: Plan | None = None, as_of: str = "2026-05-01"
) -> tuple[CalendarEntry, ...]:
    plan, events = plan or shipped_plan(), deduplicated(events)
    states = judge(plan, events, as_of=date.fromisoformat(as_of), known_at=None)
    return calendar_entries(states, selection, events)


def test_an_agency_has_an_entry_on_each_last_day(tmp_path: Path) -> None:
    entries = _entries(_written(tmp_path, "--agency", "so-tu-phap", "--as-of", "2026-06-10"))
    items = [item for item in shipped_plan().items.values() if "so-tu-phap" in item.agencies and not item.is_ongoing]
    days = sorted(item.due.last for item in items if item.due is not None and item.due.last is not None)
    assert [entry.dtstart.value for entry in entries] == days
    assert all(entry.dtend.value == entry.dtstart.value + timedelta(days=1) for entry in entries)


def test_agencies_of_a_kind_that_owe_an_item_on_the_same_day_share_an_entry(tmp_path: Path) -> None:
    departments, communes = _entries(_written(tmp_path, "--item", REPORT, "--as-of", "2026-06-10"))
    assert [entry.dtstart.value for entry in (departments, communes)] == [date(2026, 6, 9)] * 2
    assert departments.summary.value == "Hạn cuối: Báo cáo 06 tháng đầu năm (14 sở, ban, ngành)"
    assert communes.summary.value == "Hạn cuối: Báo cáo 06 tháng đầu năm (75 xã, phường)"
    text = communes.description.value
    assert "75 xã, phường: chưa ghi nhận, quá hạn 1 ngày" in text
    assert "Ngày cuối cùng đúng hạn: thứ Ba, 09/6/2026" in text


def test_titles_are_for_people_and_codes_for_the_description(tmp_path: Path) -> None:
    entries = _entries(_written(tmp_path, "--as-of", "2026-06-10"))
    codes = [item.code for item in shipped_plan().items.values()]
    assert [code for code in codes for entry in entries if code in entry.summary.value] == []
    assert all(re.search(r"^Mã: \S+ \(.+\)$", entry.description.value, re.MULTILINE) for entry in entries)
    (entry,) = _entries(_written(tmp_path, "--agency", "STP", "--item", "II.2/bao-cao"))
    assert entry.summary.value.startswith("Hạn cuối: Báo cáo kết quả – Thực hiện công tác phổ biến, giáo dục pháp luật")
    assert "Mã: II.2/bao-cao (số thứ tự 2 Mục II Phụ lục II)" in entry.description.value


def test_reminders_come_at_eight_a_week_and_a_day_before(tmp_path: Path) -> None:
    (entry,) = _entries(_written(tmp_path, "--item", "so-lieu-nam", "--as-of", "2026-06-10"))
    assert [alarm.trigger.value for alarm in entry.valarm_list] == [
        timedelta(days=-7, hours=8),
        timedelta(days=-1, hours=8),
    ]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [("2026-06-02", (7, 1)), ("2026-06-03", (1,)), ("2026-06-08", (1,)), ("2026-06-09", ()), ("2026-06-10", ())],
)
def test_there_is_no_reminder_on_a_day_that_has_passed(as_of: str, days: tuple[int, ...]) -> None:
    (entry,) = _at([], COMMUNES, as_of=as_of)
    assert entry.reminders == days
    assert ics.render([entry], title="").count(b"BEGIN:VALARM") == len(days)


def test_lines_are_folded_and_end_as_the_standard_requires(tmp_path: Path) -> None:
    content = _written(tmp_path, "--as-of", "2026-06-10")
    assert content == _written(tmp_path, "--as-of", "2026-06-10")
    lines = content.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])  # no letter is cut in two
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_uids_are_unique_and_stable(tmp_path: Path) -> None:
    before, after = (
        {entry.uid.value: entry.dtstart.value for entry in _entries(_written(tmp_path, "--as-of", day))}
        for day in ("2026-01-01", "2026-12-31")
    )
    assert before == after
    assert len(before) == len(_entries(_written(tmp_path, "--as-of", "2026-01-01")))


def _uids(plan: Plan) -> set[str]:
    entries = _at([], Selection(), plan=plan)
    return {entry.uid.value for entry in _entries(ics.render(entries, title=""))}


def test_two_plans_never_share_a_uid() -> None:
    plan = shipped_plan()
    document = plan.document._replace(issuer="ubnd-tinh")
    others = [
        replace(plan, province="Lai Châu"),
        replace(plan, span=Span.of_year(2027)),
        replace(plan, title="Kế hoạch cải cách hành chính năm 2026"),
        replace(plan, document=document),
    ]
    uids = [_uids(each) for each in (plan, *others)]
    assert len(set.union(*uids)) == sum(map(len, uids))


def test_uids_stay_when_the_document_is_signed_and_a_slip_of_spelling_is_mended() -> None:
    plan = shipped_plan()
    signed = plan.document._replace(number="358", day=date(2026, 2, 13))
    edited = replace(plan, title=plan.title.upper(), document=signed)
    assert _uids(edited) == _uids(plan)


def test_an_empty_calendar_is_a_sentence_and_no_file(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "x.ics"
    for output in ([], ["-o", str(file)]):
        assert main(["calendar", "--plan", str(CHECKOUT), "--state", "waived", *output]) == 0
        out, err = capfdbinary.readouterr()
        assert (out, err.decode()) == (
            b"",
            "Không lập lịch: không có ngày cuối đúng hạn nào trong phạm vi đã chọn.\n",
        )
    assert not file.exists()


def test_an_extension_moves_the_entry_and_a_delivery_ends_its_reminders() -> None:
    extended = event("extended", "2026-03-01", until="2027-01-15")
    done = event("done", "2026-04-01")
    logs: list[Sequence[Event]] = [[], [extended], [extended, done]]
    (first,), (moved,), (delivered,) = (_at(events, ONE) for events in logs)
    assert first.identity == moved.identity == delivered.identity
    assert (moved.day, delivered.day) == (date(2027, 1, 15),) * 2 != (first.day,) * 2
    assert [bool(entry.reminders) for entry in (first, moved, delivered)] == [True, True, False]
    assert [entry.revision for entry in (first, moved, delivered)] == [0, 1, 2]
    assert delivered.title.startswith("Đã hoàn thành: ")


def test_a_calendar_that_has_the_entry_hears_that_it_moved() -> None:
    extended = event("extended", "2026-03-01", until="2027-01-15", recorded="2026-03-02T09:30:15.250000+07:00")
    noted = event("progress", "2026-03-03", recorded="2026-03-04T08:00:00.000000+07:00")
    ((first,), (moved,), (told,)) = (
        _entries(ics.render(_at(events, ONE), title="")) for events in ([], [extended], [extended, noted])
    )
    assert first.uid.value == moved.uid.value == told.uid.value
    assert [entry.sequence.value for entry in (first, moved, told)] == ["0", "1", "1"]
    instants = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, 2, 30, 15, tzinfo=UTC)]
    instants.append(datetime(2026, 3, 4, 1, tzinfo=UTC))
    for entry, instant in zip((first, moved, told), instants, strict=True):
        assert entry.dtstamp.value == entry.last_modified.value == instant


def test_without_an_event_the_instant_is_the_day_of_the_document() -> None:
    plan = shipped_plan()
    signed = replace(plan, document=plan.document._replace(day=date(2026, 2, 13)))
    assert [_at([], ONE, plan=each)[0].revised for each in (plan, signed)] == [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 2, 13, tzinfo=UTC),
    ]


def test_a_waived_obligation_stays_as_a_cancelled_entry() -> None:
    waived = event("waived", "2026-03-01")
    retracted = event("retracted", "2026-03-05", target=waived.id)
    before, after, back = (
        _entries(ics.render(_at(events, ONE), title=""))[0] for events in ([], [waived], [waived, retracted])
    )
    assert before.uid.value == after.uid.value == back.uid.value
    assert [entry.status.value for entry in (before, after, back)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [entry.sequence.value for entry in (before, after, back)] == ["0", "1", "2"]
    assert after.summary.value.startswith("Đưa ra khỏi danh mục: ")
    assert "valarm" not in after.contents


def test_a_requested_obligation_says_so() -> None:
    (requested,) = _at([], Selection(items=("so-lieu-nam",)))
    assert "Tòa án nhân dân tỉnh (đề nghị): " in requested.text


def _moved(agency: str) -> list[Event]:
    return events_of("extended 2026-03-01 until=2026-07-01", f"{REPORT}@{agency}")


def test_an_agency_whose_day_was_moved_has_an_entry_apart_until_it_comes_back() -> None:
    (moved,) = _moved("phuong-to-hieu")
    taken_back = event("retracted", "2026-03-05", item=REPORT, agency="phuong-to-hieu", target=moved.id)
    (before,) = _at([], COMMUNES)
    shared, apart = _at([moved], COMMUNES)
    again, ended = _at([moved, taken_back], COMMUNES)
    assert before.identity == shared.identity == again.identity
    assert [entry.revision for entry in (before, shared, again)] == [0, 1, 2]
    assert [entry.title.rpartition(" (")[2] for entry in (before, shared, again)] == [
        "75 xã, phường)",
        "74 xã, phường)",
        "75 xã, phường)",
    ]
    assert (apart.identity, apart.cancelled, ended.cancelled) == (ended.identity, False, True)
    assert apart.title == "Hạn cuối: Báo cáo 06 tháng đầu năm (UBND phường Tô Hiệu)"
    assert (shared.day, apart.day) == (date(2026, 6, 9), date(2026, 7, 1))
    assert ended.title.startswith("Không còn hạn riêng: ")
    assert ended.revision > apart.revision


def test_a_day_that_was_granted_where_the_plan_has_none_and_taken_back_leaves_a_cancelled_entry() -> None:
    item, agency = "IV.8/phieu-khao-sat", "so-y-te"
    story = "extended 2026-03-01 until=2026-07-01; retracted 2026-03-02 target=1"
    granted, taken_back = events_of(story, f"{item}@{agency}")
    selection = Selection(items=(item,))
    assert _at([], selection) == ()
    (before,), (after,) = (_at(events, selection) for events in ([granted], [granted, taken_back]))
    assert before.identity == after.identity
    assert (before.cancelled, after.cancelled) == (False, True)
    assert before.revision < after.revision


def test_a_retraction_counts_whatever_its_day() -> None:
    events = events_of("extended 2026-03-01 until=2026-12-15; retracted 2026-05-20 target=1", "II.2/bao-cao@so-tu-phap")
    (moved,), (back,) = (_at(known, ONE, as_of="2026-05-01") for known in (events[:1], events))
    assert (moved.day, back.day) == (date(2026, 12, 15), date(2026, 11, 30))
    assert moved.revision < back.revision


def test_agencies_that_are_moved_together_stay_together() -> None:
    communes = [agency.id for agency in shipped_plan().agencies.values() if agency.kind == "commune"]
    (before,), (after,) = (_at(events, COMMUNES) for events in ([], [_moved(id_)[0] for id_ in communes]))
    assert before.identity == after.identity
    assert (after.day, after.cancelled, after.revision) == (date(2026, 7, 1), False, 75)


def test_an_entry_that_everybody_has_left_is_cancelled() -> None:
    communes = [agency.id for agency in shipped_plan().agencies.values() if agency.kind == "commune"]
    first, *others = communes
    events = [*events_of("extended 2026-03-01 until=2026-08-01", f"{REPORT}@{first}"), *map(_moved_one, others)]
    entries = _at(events, COMMUNES)
    assert len(entries) == 76
    assert [(entry.day, entry.title.partition(":")[0]) for entry in entries if entry.cancelled] == [
        (date(2026, 6, 9), "Không còn hạn chung")
    ]


def _moved_one(agency: str) -> Event:
    return _moved(agency)[0]


def test_states_choose_entries_and_leave_them_whole() -> None:
    done = events_of("done 2026-03-01", f"{REPORT}@phuong-to-hieu")
    (every,) = _at(done, COMMUNES)
    (chosen,) = _at(done, COMMUNES._replace(states=(State.DONE_ON_TIME,)))
    assert chosen == every
    assert _at(done, COMMUNES._replace(states=(State.OVERDUE,))) == ()


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "anchored"), [(0, False), (1, False), (2, False), (0, True), (1, True)])
def test_no_entry_vanishes_or_moves_unseen_while_the_log_grows(seed: int, *, anchored: bool) -> None:
    plan, weights = (anchored_plan(), ANCHORS) if anchored else (shipped_plan(), WEIGHTS)
    log = sorted(seeded_log(seed, plan, weights), key=lambda entry: entry.recorded)
    before: dict[tuple[str, ...], CalendarEntry] = {}
    for count in range(0, len(log) + 100, 100):
        entries = _at(log[:count], Selection(), as_of="2027-12-31", plan=plan)
        now = {entry.identity: entry for entry in entries}
        assert len(now) == len(entries)
        assert before.keys() <= now.keys()
        for identity, old in before.items():
            new = now[identity]
            assert (new.revision, new.revised) >= (old.revision, old.revised)
            if (new.day, new.cancelled) != (old.day, old.cancelled):
                assert new.revision > old.revision
        before = now
    assert any(entry.cancelled for entry in before.values())
    assert any(entry.revision > 1 for entry in before.values())


def test_the_last_day_of_the_years_is_a_day_like_others(tmp_path: Path) -> None:
    keys = keys_of("extended", "2026-03-01", until="2099-12-31")
    folder = planted(tmp_path)
    month = folder / "plan" / "status" / "2026-03"
    month.mkdir(parents=True)
    (month / "a.jsonl").write_bytes(line_of(keys))
    (entry,) = _entries(_written(tmp_path, "--plan", str(folder), "--agency", "STP", "--item", "II.2/bao-cao"))
    assert (entry.dtstart.value, entry.dtend.value) == (date(2099, 12, 31), date(2100, 1, 1))
