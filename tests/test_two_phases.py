"""What goes on once it is done: it has not begun before, and is told apart from ongoing work until then."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.oddities import OddEvent, Oddity
from papi_cli.log.rules import examine_candidate
from papi_cli.plan.model import Plan
from papi_cli.render import plain
from papi_cli.states import Flag, State, States, Verdict, judge
from papi_cli.views.asked import Asked
from papi_cli.views.citations import find_citable
from papi_cli.views.explain import ExplainAnswer, Explanation
from papi_cli.views.gathering import missing_sentence
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import Selection
from papi_cli.views.reports.figure_table import agencies_table
from papi_cli.views.reports.figures import figures
from papi_cli.views.sheet import build_sheet
from papi_cli.views.show import ShowAnswer
from papi_cli.views.status import find_status
from papi_cli.views.words import state_words
from tests import reckoning
from tests.sample import events_of, seeded_log
from tests.test_occurrences import screen
from tests.tree import Edit, resolved

# An item of one agency, one of many, and one that a single delivery discharges for all.
EDITS: tuple[Edit, ...] = (
    (
        "duties.yaml",
        "due: Thời điểm ban hành chậm nhất ngày 15/02/2026",
        "due: hoàn thành trong quý I/2026 và vận hành thường xuyên",
    ),
    ("tasks.yaml", "due: Báo cáo tháng 11/2026", "due: ban hành trong tháng 3/2026, rà soát hằng năm"),
    (
        "duties.yaml",
        "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026",
        "due: hoàn thành trong quý II/2026 và vận hành thường xuyên\n    fulfilled_by: any",
    ),
)
BUILT, RUNS = "ke-hoach@so-tu-phap", "ke-hoach@tiep-theo@so-tu-phap"
SHARED, SHARED_RUNS = "bao-cao-6-thang", "bao-cao-6-thang@tiep-theo"


@cache
def plan() -> Plan:
    found = resolved(*EDITS)
    assert isinstance(found, Plan), found
    return found


def on(day: str, *log: Event) -> States:
    return judge(plan(), log, as_of=date.fromisoformat(day), known_at=None)


def of(states: States, id_: str) -> Verdict:
    return next(verdict for verdict in states.verdicts if verdict.obligation.id == id_)


@pytest.mark.parametrize(
    ("built", "runs", "day", "known"),
    [
        ("", "", "2026-12-31", None),
        ("progress 2026-03-01", "", "2026-12-31", None),
        ("waived 2026-03-01", "", "2026-12-31", None),
        # Preparing it is no beginning.
        ("", "progress 2026-03-01", "2026-12-31", None),
        ("done 2026-03-12", "", "2026-03-11", None),
        ("done 2026-03-12", "", "2026-03-12", ["none", "none"]),
        ("done 2026-06-12", "", "2026-12-31", ["none"]),  # after the first period
        ("done 2026-03-12; returned 2026-03-20", "", "2026-03-20", None),
        ("done 2026-03-12; retracted 2026-03-20 target=1", "", "2026-03-20", None),
        ("done 2026-03-12", "done 2026-04-01", "2026-04-02", ["result", "result"]),
        ("done 2026-03-12", "nothing-to-report 2026-09-01", "2026-12-31", ["none", "nothing_to_report"]),
        # Whoever confirmed a result knows that the work had begun.
        ("", "done 2026-04-01", "2026-04-02", ["result", "result"]),
        ("done 2026-07-01", "done 2026-04-01", "2026-12-31", ["result", "result"]),
        ("", "done 2026-04-01; returned 2026-04-02", "2026-04-03", None),
    ],
)
def test_it_begins_when_the_same_agency_has_delivered(built: str, runs: str, day: str, known: list[str] | None) -> None:
    # What another agency delivered does not matter.
    others = events_of("done 2026-01-05", "ke-hoach@so-y-te")
    log = [*others, *events_of(built, BUILT), *events_of(runs, RUNS)]
    answer = of(on(day, *log), RUNS)
    assert answer.state is State.ONGOING
    assert (Flag.NOT_BEGUN in answer.flags) == (known is None)
    assert [entry.activity.value for entry in answer.activities] == (known or [])
    assert (answer.activity is None) == (known is None)
    if known is None:
        assert Flag.UNRECORDED not in answer.flags
        assert state_words(answer) == "chưa bắt đầu (chờ hoàn thành)"


def test_what_one_delivers_for_all_begins_for_all() -> None:
    agencies = plan().items[SHARED].agencies
    assert len(agencies) > 1
    before = on("2026-05-01")
    after = on("2026-05-01", *events_of("done 2026-04-01", f"{SHARED}@{agencies[0]}"))
    for agency in agencies:
        assert Flag.NOT_BEGUN in of(before, f"{SHARED_RUNS}@{agency}").flags
        assert Flag.NOT_BEGUN not in of(after, f"{SHARED_RUNS}@{agency}").flags


def test_what_is_off_the_list_is_called_so() -> None:
    answer = of(on("2026-05-01", *events_of("waived 2026-03-01", RUNS)), RUNS)
    assert (answer.state, Flag.NOT_BEGUN in answer.flags) == (State.WAIVED, False)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("day", reckoning.DAYS[4::4])
def test_the_states_are_the_reckoned_ones(seed: int, day: str) -> None:
    # A second time, each obligation is reckoned from its own events, which are those of all where one delivers for all.
    log = [entry for entry in seeded_log(seed, plan()) if not entry.item.startswith(SHARED)]
    as_of = date.fromisoformat(day)
    told_apart = {
        Flag.NOT_BEGUN in verdict.flags for verdict in on(day, *log).verdicts if verdict.obligation.item.follows
    }
    assert told_apart == {True, False}
    reckoning.assert_the_same(plan(), log, as_of)


# Recorded


@pytest.mark.parametrize(
    ("built", "words", "doubts"),
    [
        ("", "done 2026-04-01", 1),
        ("", "nothing-to-report 2026-04-01", 1),
        ("", "progress 2026-04-01", 0),
        ("done 2026-04-01", "done 2026-04-01", 0),
        ("done 2026-04-02", "done 2026-04-01", 1),
        ("done 2026-03-01; returned 2026-03-20", "done 2026-04-01", 1),
        ("done 2026-03-01; returned 2026-04-20", "done 2026-04-01", 0),
    ],
)
def test_a_result_before_it_begins_is_doubtful(built: str, words: str, doubts: int) -> None:
    (candidate,) = events_of(f"{words} document=8/BC-STP", RUNS)
    found = examine_candidate(plan(), LogIndex(plan(), events_of(built, BUILT)), candidate)
    assert isinstance(found, tuple)
    expected = [OddEvent(candidate, Oddity.NOT_BEGUN)] * doubts
    assert [odd for odd in found if odd.oddity is Oddity.NOT_BEGUN] == expected


# Told apart


def test_no_sheet_asks_for_it_before() -> None:
    selection = Selection(agencies=("so-tu-phap",))
    begun = events_of("done 2026-03-01", BUILT)

    def codes(*log: Event) -> set[str]:
        return {row[0] for row in build_sheet(on("2026-04-01", *log), selection).rows}

    assert codes(*begun) - codes() == {"ke-hoach@tiep-theo"}
    assert codes() - codes(*begun) == {"ke-hoach"}


def test_who_owes_nothing_else_is_not_missing() -> None:
    states = on("2026-04-01")
    alone = states._replace(verdicts=(of(states, RUNS),))
    assert missing_sentence(alone, ()) == ""
    begun = on("2026-04-01", *events_of("done 2026-03-01", BUILT))
    assert missing_sentence(begun._replace(verdicts=(of(begun, RUNS),)), ()) != ""


def test_figures_and_status_count_it_apart() -> None:
    states = on("2026-04-01", *events_of("done 2026-03-01", BUILT))
    verdicts = [of(states, RUNS), of(states, "ke-hoach@tiep-theo@so-y-te")]
    counts = figures(verdicts)
    assert (counts.total, counts.ongoing, counts.not_begun, counts.unrecorded) == (2, 2, 1, 1)
    table = agencies_table(plan(), verdicts)
    heads = [column.head for column in table.columns]
    sums = dict(zip(heads, table.rows[-1].cells, strict=True))
    assert (sums["Tổng số"], sums["Thường xuyên"], sums["Chưa bắt đầu"]) == ("2", "1", "1")
    selection = Selection(items=("ke-hoach@tiep-theo",))
    lines = [
        " ".join(line.split())
        for line in screen(find_status([Asked(states, selection)], Arrangement()).page(), 100).splitlines()
    ]
    total = len(plan().items["ke-hoach"].agencies)
    assert "↻ thực hiện thường xuyên 1 1" in lines
    assert f"↻ chưa bắt đầu (chờ hoàn thành) {total - 1} 0" in lines
    assert f"Tổng số {total} 1" in lines


@pytest.mark.parametrize(("code", "lines"), [("ke-hoach", 1), ("ke-hoach@tiep-theo", 0)])
def test_of_what_goes_on_no_day_counts_as_that_of_its_end(code: str, lines: int) -> None:
    states, item = on("2026-04-01"), plan().items[code]
    explained = plain.render(ExplainAnswer(states, (Explanation(item, item.due),)).page())
    citable = find_citable(plan(), code)
    assert citable is not None
    shown = plain.render(ShowAnswer(states, citable, ()).page())
    assert explained.count("Ngày được tính là đã hoàn thành") == lines
    assert shown.count("Ngày được tính là đã hoàn thành") == lines
