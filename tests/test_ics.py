"""The calendar file, read back by a second parser (vobject)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject

from papi_cli.cli.program.door import main
from papi_cli.log.events import Event, deduplicated
from papi_cli.states import judge
from papi_cli.views.calendar import calendar_entries
from papi_cli.views.obligations import Selection
from tests.sample import event, shipped_plan
from tests.tree import CHECKOUT


def _made(tmp_path: Path, *argv: str) -> bytes:
    file = tmp_path / "x.ics"
    assert main(["calendar", "--plan", str(CHECKOUT), "-o", str(file), *argv]) == 0
    return file.read_bytes()


def _events(content: bytes) -> list[vobject.base.Component]:
    calendar = vobject.readOne(content.decode(), validate=True)
    assert all(one.validate(raiseException=True) for one in calendar.vevent_list)
    return list(calendar.vevent_list)


def test_an_event_on_each_last_day_of_an_agency(tmp_path: Path) -> None:
    events = _events(_made(tmp_path, "--agency", "so-tu-phap", "--as-of", "2026-06-10"))
    items = [item for item in shipped_plan().items.values() if "so-tu-phap" in item.agencies and not item.is_ongoing]
    wanted = sorted(item.due.last for item in items if item.due is not None and item.due.last is not None)
    assert [one.dtstart.value for one in events] == wanted
    assert all(one.dtend.value == one.dtstart.value + timedelta(days=1) for one in events)


def test_agencies_that_owe_the_same_on_the_same_day_share_an_event(tmp_path: Path) -> None:
    events = _events(_made(tmp_path, "--item", "bao-cao-6-thang", "--as-of", "2026-06-10"))
    assert [one.dtstart.value for one in events] == [date(2026, 6, 9)]
    assert events[0].summary.value == "! Hạn cuối bao-cao-6-thang: Báo cáo 06 tháng đầu năm"
    text = events[0].description.value
    assert "75 xã, phường: chưa ghi nhận, quá thời hạn 1 ngày" in text
    assert "Ngày cuối cùng đúng hạn: thứ Ba, 09/6/2026" in text


def test_reminders_come_at_eight_a_week_and_a_day_before(tmp_path: Path) -> None:
    (event,) = _events(_made(tmp_path, "--item", "bao-cao-nam", "--as-of", "2026-06-10"))
    assert [alarm.trigger.value for alarm in event.valarm_list] == [
        timedelta(days=-7, hours=8),
        timedelta(days=-1, hours=8),
    ]


def test_the_bytes_are_as_the_standard_wants_them(tmp_path: Path) -> None:
    content = _made(tmp_path, "--as-of", "2026-06-10")
    assert content == _made(tmp_path, "--as-of", "2026-06-10")
    lines = content.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n", content)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_uids_are_unique_and_stay(tmp_path: Path) -> None:
    before, after = (
        {one.uid.value: one.dtstart.value for one in _events(_made(tmp_path, "--as-of", day))}
        for day in ("2026-01-01", "2026-12-31")
    )
    assert before == after
    assert len(before) == len(_events(_made(tmp_path, "--as-of", "2026-01-01")))


def test_nothing_selected_is_a_calendar_without_events(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["calendar", "--plan", str(CHECKOUT), "--state", "waived"]) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    assert out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"VEVENT" not in out


def test_an_extension_moves_the_event_and_a_delivery_ends_its_reminders() -> None:
    plan = shipped_plan()
    selection = Selection(agencies=("so-tu-phap",), items=("II.2/bao-cao",))
    extended = event("extended", "2026-03-01", until="2027-01-15")
    done = event("done", "2026-04-01")
    told: list[Sequence[Event]] = [[], [extended], [extended, done]]
    first, moved, delivered = (
        calendar_entries(judge(plan, deduplicated(events), as_of=date(2026, 5, 1), known_at=None), selection)
        for events in told
    )
    assert [one.name for one in first] == [one.name for one in moved] == [one.name for one in delivered]
    assert [one.day for one in moved] == [date(2027, 1, 15)] != [one.day for one in first]
    assert [one.remind for one in (*first, *moved, *delivered)] == [True, True, False]


def test_what_was_waived_has_no_event_and_what_is_asked_says_so() -> None:
    plan = shipped_plan()
    waived = judge(plan, [event("waived", "2026-03-01")], as_of=date(2026, 5, 1), known_at=None)
    assert calendar_entries(waived, Selection(agencies=("so-tu-phap",), items=("II.2/bao-cao",))) == ()
    (asked,) = calendar_entries(waived, Selection(items=("so-lieu-nam",)))
    assert "Tòa án nhân dân tỉnh (đề nghị): " in asked.text
