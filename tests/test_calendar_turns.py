"""What a calendar had imported before an item was dropped, taken up or given to others: it hears that this is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.states import judge
from papi_cli.views.calendar import CalendarEntry, calendar_entries
from papi_cli.views.obligations import Selection
from tests.amended import amended
from tests.sample import events_of, seeded_log, shipped_plan
from tests.test_amendments import decided
from tests.test_mergers import CHANGES, plan_on
from tests.test_taken_up import ITEM, SINCE, with_carried
from tests.tree import minimal, plan_in

DAY = timedelta(days=1)


def entries_on(plan: Plan, day: date, log: Sequence[Event] = (), **asked: tuple[str, ...]) -> dict[str, CalendarEntry]:
    """Return the entries of a day by what identifies them beside the plan."""
    events = [event for event in log if max(event.date, event.recorded.date()) <= day]
    states = judge(plan, events, as_of=day, known_at=None)
    entries = calendar_entries(states, Selection(**asked), events)  # type: ignore[arg-type]  # the fields asked about
    found = {" ".join(entry.identity[len(plan.identity) :]): entry for entry in entries}
    assert len(found) == len(entries)
    return found


CHANGED_LEAD = "lead: {of: I.1, was: [so-noi-vu], is: [ubnd-tinh]}"
BOTH_LEAD = "lead: {of: I.1, was: [so-noi-vu], is: [so-noi-vu, so-tai-chinh]}"


@pytest.mark.parametrize(
    ("change", "head", "words"),
    [
        ("drop: {of: I.1}", "Không còn trong kế hoạch: ", "từ ngày 10/7/2026, theo Quyết định số 1234/QĐ-UBND ngày"),
        (CHANGED_LEAD, "Đã đổi cơ quan thực hiện: ", "Từ ngày 10/7/2026, thực hiện: UBND tỉnh."),
        (BOTH_LEAD, "Đã đổi cơ quan thực hiện: ", "Từ ngày 10/7/2026, thực hiện: 2 cơ quan, đơn vị."),
    ],
)
def test_an_entry_that_an_amendment_ends_is_cancelled(tmp_path: Path, change: str, head: str, words: str) -> None:
    root = amended(minimal(tmp_path), "qd-1", change)
    agencies = root / "plan/agencies.yaml"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(
        text.replace("\nbodies:", "\n  - {id: so-tai-chinh, name: Sở Tài chính}\nbodies:"), encoding="utf-8"
    )
    first, key = date(2026, 7, 10), "I.1/ke-hoach so-noi-vu"
    log = events_of("extended 2026-07-01 until=2026-12-20", "I.1/ke-hoach@so-noi-vu")
    before, after = (entries_on(plan_in(root, day), day, log)[key] for day in (first - DAY, first))
    assert (before.cancelled, after.cancelled) == (False, True)
    assert before.title.startswith("Hạn cuối: ")
    assert after.title.startswith(head)
    assert words in after.text
    assert (after.day, after.reminders) == (before.day, ())
    assert after.revision > before.revision
    assert after.revised > before.revised
    # It stays so, whoever is asked about, and with a state, of which it has none, it is left out.
    later = entries_on(plan_in(root, date(2026, 12, 31)), date(2026, 12, 31), log)[key]
    assert (later.cancelled, later.revision, later.revised) == (True, after.revision, after.revised)
    assert key in entries_on(plan_in(root, first), first, log, items=("I.1/ke-hoach",))
    assert key not in entries_on(plan_in(root, first), first, log, items=("I.1/ke-hoach",), states=("overdue",))


def test_an_entry_of_what_is_taken_up_is_cancelled(tmp_path: Path) -> None:
    root = with_carried(tmp_path)
    log = events_of("done 2026-02-01 document=1/BC", f"{ITEM}@so-noi-vu")
    before, after = (entries_on(plan_in(root, day), day, log) for day in (SINCE - DAY, SINCE))
    done, open_ = (f"{ITEM} {agency}" for agency in ("so-noi-vu", "ubnd-tinh"))
    assert before[open_].title.startswith("Hạn cuối: ")
    assert after[open_].title.startswith("Đã chuyển sang việc khác: ")
    assert after[open_].cancelled
    assert "Kế hoạch này đã tiếp nhận ở I.1/ke-hoach từ ngày 15/02/2026" in after[open_].text
    assert after[done].title == before[done].title
    assert not after[done].cancelled


def test_no_entry_vanishes_in_a_year_of_amendments_and_mergers() -> None:
    log = seeded_log(15, shipped_plan())
    for plan_of, turn in ((decided, date(2026, 7, 15)), (lambda day: plan_on(day, *CHANGES), date(2026, 7, 1))):
        before, after = (entries_on(plan_of(day), day, log) for day in (turn - DAY, turn))
        assert before.keys() <= after.keys()
        ended = [key for key in before if after[key].cancelled and not before[key].cancelled]
        assert ended
        assert all(after[key].revision > before[key].revision for key in ended)
        assert all(after[key].revision >= before[key].revision for key in before)
        # What is still owed has an entry that is live.
        states = judge(plan_of(turn), [event for event in log if event.date < turn], as_of=turn, known_at=None)
        pending = {one.obligation.item.code for one in states.verdicts if one.state.is_pending and one.last}
        assert pending <= {key.partition(" ")[0] for key, entry in after.items() if not entry.cancelled}
