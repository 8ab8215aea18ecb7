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


def _written(tmp_path: Path, *argv: str) -> bytes:
    file = tmp_path / "x.ics"
    assert main(["calendar", "--plan", str(CHECKOUT), "-o", str(file), *argv]) == 0
    return file.read_bytes()


def _entries(content: bytes) -> list[vobject.base.Component]:
    calendar = vobject.readOne(content.decode(), validate=True)
    assert all(entry.validate(raiseException=True) for entry in calendar.vevent_list)
    return list(calendar.vevent_list)


def test_an_agency_has_an_entry_on_each_last_day(tmp_path: Path) -> None:
    entries = _entries(_written(tmp_path, "--agency", "so-tu-phap", "--as-of", "2026-06-10"))
    items = [item for item in shipped_plan().items.values() if "so-tu-phap" in item.agencies and not item.is_ongoing]
    days = sorted(item.due.last for item in items if item.due is not None and item.due.last is not None)
    assert [entry.dtstart.value for entry in entries] == days
    assert all(entry.dtend.value == entry.dtstart.value + timedelta(days=1) for entry in entries)


def test_agencies_that_owe_an_item_on_the_same_day_share_an_entry(tmp_path: Path) -> None:
    entries = _entries(_written(tmp_path, "--item", "bao-cao-6-thang", "--as-of", "2026-06-10"))
    assert [entry.dtstart.value for entry in entries] == [date(2026, 6, 9)]
    assert entries[0].summary.value == "! Hạn cuối bao-cao-6-thang: Báo cáo 06 tháng đầu năm"
    text = entries[0].description.value
    assert "75 xã, phường: chưa ghi nhận, quá thời hạn 1 ngày" in text
    assert "Ngày cuối cùng đúng hạn: thứ Ba, 09/6/2026" in text


def test_reminders_come_at_eight_a_week_and_a_day_before(tmp_path: Path) -> None:
    (event,) = _entries(_written(tmp_path, "--item", "bao-cao-nam", "--as-of", "2026-06-10"))
    assert [alarm.trigger.value for alarm in event.valarm_list] == [
        timedelta(days=-7, hours=8),
        timedelta(days=-1, hours=8),
    ]


def test_lines_are_folded_and_end_as_the_standard_requires(tmp_path: Path) -> None:
    content = _written(tmp_path, "--as-of", "2026-06-10")
    assert content == _written(tmp_path, "--as-of", "2026-06-10")
    lines = content.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n", content)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_uids_are_unique_and_stable(tmp_path: Path) -> None:
    before, after = (
        {entry.uid.value: entry.dtstart.value for entry in _entries(_written(tmp_path, "--as-of", day))}
        for day in ("2026-01-01", "2026-12-31")
    )
    assert before == after
    assert len(before) == len(_entries(_written(tmp_path, "--as-of", "2026-01-01")))


def test_an_empty_selection_is_a_calendar_without_entries(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["calendar", "--plan", str(CHECKOUT), "--state", "waived"]) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    assert out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"VEVENT" not in out


def test_an_extension_moves_the_entry_and_a_delivery_ends_its_reminders() -> None:
    plan = shipped_plan()
    selection = Selection(agencies=("so-tu-phap",), items=("II.2/bao-cao",))
    extended = event("extended", "2026-03-01", until="2027-01-15")
    done = event("done", "2026-04-01")
    logs: list[Sequence[Event]] = [[], [extended], [extended, done]]
    first, moved, delivered = (
        calendar_entries(judge(plan, deduplicated(events), as_of=date(2026, 5, 1), known_at=None), selection)
        for events in logs
    )
    assert [entry.name for entry in first] == [entry.name for entry in moved] == [entry.name for entry in delivered]
    assert [entry.day for entry in moved] == [date(2027, 1, 15)] != [entry.day for entry in first]
    assert [entry.remind for entry in (*first, *moved, *delivered)] == [True, True, False]


def test_a_waived_obligation_has_no_entry_and_a_requested_one_says_so() -> None:
    plan = shipped_plan()
    waived = judge(plan, [event("waived", "2026-03-01")], as_of=date(2026, 5, 1), known_at=None)
    assert calendar_entries(waived, Selection(agencies=("so-tu-phap",), items=("II.2/bao-cao",))) == ()
    (requested,) = calendar_entries(waived, Selection(items=("so-lieu-nam",)))
    assert "Tòa án nhân dân tỉnh (đề nghị): " in requested.text
