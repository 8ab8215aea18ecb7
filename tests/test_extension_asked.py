"""A request for an extension, wherever a reader meets it while it waits for its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from papi_cli.log.events import Event
from papi_cli.log.kinds import EventKind
from papi_cli.log.rules import RefusedEvent, review_log
from papi_cli.plan.model import ItemKind
from papi_cli.render import csvtext, plain
from papi_cli.states import States, Verdict, judge
from papi_cli.views.asked import Asked
from papi_cli.views.calendar import calendar_entries
from papi_cli.views.citations import find_citable
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.lists import Arrangement
from papi_cli.views.matrix import find_duties
from papi_cli.views.obligations import Selection
from papi_cli.views.overdue import find_overdue
from papi_cli.views.page import Table
from papi_cli.views.refusals import cell_refusal_sentence, refusal_words
from papi_cli.views.reports import tables, task_tables
from papi_cli.views.reports.agency_specs import agency_report, work_list
from papi_cli.views.reports.context import own_duties
from papi_cli.views.reports.day_notes import day_notes
from papi_cli.views.reports.document_specs import (
    ReminderOptions,
    reminder_letter,
    summary_report,
    verdicts_to_remind,
)
from papi_cli.views.reports.letter_parts import DocumentPart
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.own_lists import own_coming_table, own_overdue_table
from papi_cli.views.reports.snapshot import ReportBasis, build_report_basis
from papi_cli.views.reports.submissions import duty_matrix_table
from papi_cli.views.sheet import build_sheet
from papi_cli.views.show import ShowAnswer
from papi_cli.views.status import find_status
from papi_cli.views.tasks import find_tasks
from papi_cli.views.upcoming import find_upcoming
from papi_cli.views.words import state_and_flag_words, state_and_request_words, state_words
from tests.sample import event, events_of, shipped_plan

WORDS = "đang đề nghị gia hạn đến 15/7/2026 (412/STP-VP)"
DUTY, TASK = "bao-cao-6-thang@so-tu-phap", "V.1/ke-hoach@so-tu-phap"  # last on-time days 09/6 and 30/4/2026
ASKS = "extension-requested 2026-04-20 until=2026-07-15 document=412/STP-VP"
STP = Selection(agencies=("so-tu-phap",))
LIST = Arrangement()
LATE, EARLY = date(2026, 6, 10), date(2026, 4, 20)
ISSUE = IssueDetails()


def requests(*, more: str = "") -> list[Event]:
    return [entry for id_ in (DUTY, TASK) for entry in events_of(f"{ASKS}{more}", id_)]


def judged(day: date = LATE, *, more: str = "") -> States:
    return judge(shipped_plan(), requests(more=more), as_of=day, known_at=None)


def basis(day: date = LATE, log: Sequence[Event] = (), *, period: str = "") -> ReportBasis:
    plan = shipped_plan()
    periods = [each for each in plan.periods if each.id == period]
    return build_report_basis(
        lambda _: plan, log or requests(), as_of=day, known_at=None, period=periods[0] if periods else None
    )


def texts(table: Table) -> str:
    return plain.render((table,))


def one(item: str) -> Selection:
    return STP._replace(items=(item,))


def shown(item: str, states: States) -> str:
    citable = find_citable(shipped_plan(), item)
    assert citable is not None
    return plain.render(ShowAnswer(states, citable, ()).page())


PLACES: dict[str, Callable[[str, States, States], str]] = {
    "status": lambda item, _, late: plain.render(find_status([Asked(late, one(item))], LIST).page()),
    "overdue": lambda item, _, late: plain.render(find_overdue([Asked(late, one(item))], LIST).page()),
    "upcoming": lambda item, soon, _: plain.render(find_upcoming([Asked(soon, one(item))], LIST, within=60).page()),
    "tasks": lambda item, _, late: plain.render(find_tasks([Asked(late, one(item))], LIST).page()),
    "show": lambda item, _, late: shown(item, late),
    "spreadsheet": lambda item, _, late: csvtext.render(
        find_overdue([Asked(late, one(item))], LIST).rows(), separator=","
    ).decode(),
    "sheet": lambda item, _, late: " ".join(build_sheet(late, one(item)).rows[0]),
    "calendar": lambda item, _, late: calendar_entries(late, one(item), requests())[0].text,
}


@pytest.mark.parametrize("item", [DUTY.partition("@")[0], TASK.partition("@")[0]])
@pytest.mark.parametrize("place", PLACES)
def test_a_request_is_shown_in_every_list_until_it_is_answered(place: str, item: str) -> None:
    text = PLACES[place](item, judged(EARLY), judged())
    assert WORDS in " ".join(text.split())
    refused = "; extension-refused 2026-04-20"
    text = PLACES[place](item, judged(EARLY, more=refused), judged(more=refused))
    assert item in text
    assert "đề nghị gia hạn" not in text


def test_a_request_is_shown_in_the_matrix_and_in_its_rows() -> None:
    answer = find_duties([Asked(judged(), one("bao-cao-6-thang"))])
    cell = f"chưa hoàn thành, quá hạn 1 ngày, {WORDS}"
    assert cell in plain.render(answer.page())
    assert answer.rows().rows[0].cells[-1] == cell


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("document=412/STP-VP", WORDS),
        ("", "đang đề nghị gia hạn đến 15/7/2026"),
        ("within=9/BC-STP", "đang đề nghị gia hạn đến 15/7/2026 (lồng ghép trong 9/BC-STP)"),
    ],
)
def test_only_what_is_known_of_a_request_is_said(keys: str, words: str) -> None:
    log = events_of(f"extension-requested 2026-04-20 until=2026-07-15 {keys}", DUTY)
    (verdict,) = find_overdue(
        [Asked(judge(shipped_plan(), log, as_of=LATE, known_at=None), one("bao-cao-6-thang"))], LIST
    ).verdicts
    assert state_and_flag_words(verdict) == f"chưa hoàn thành, quá hạn 1 ngày; {words}"


@pytest.mark.parametrize(
    ("answer", "revision"),
    [("", 0), ("; extension-refused 2026-05-04", 0), ("; extended 2026-05-04 until=2026-06-20", 1)],
)
def test_a_request_and_its_refusal_revise_no_entry_of_a_calendar(answer: str, revision: int) -> None:
    states = judged(more=answer)
    (entry,) = calendar_entries(states, one("bao-cao-6-thang"), requests(more=answer))
    assert entry.revision == revision


def test_json_has_the_flag_and_its_facts() -> None:
    def obligation(states: States) -> dict[str, Any]:
        found: dict[str, Any] = find_status([Asked(states, one("bao-cao-6-thang"))], LIST).json()["obligations"][0]
        return found

    asked = obligation(judged())
    assert asked["flags"] == ["extension_asked"]
    assert asked["extension_asked"] == {"until": "2026-07-15", "document": "412/STP-VP", "on": "2026-04-20"}
    answered = obligation(judged(more="; extended 2026-05-04 until=2026-06-20"))
    assert (answered["flags"], answered["extension_asked"]) == (["due_soon", "extended"], None)
    silent = judge(shipped_plan(), events_of(ASKS.partition(" document")[0], DUTY), as_of=LATE, known_at=None)
    assert obligation(silent)["extension_asked"]["document"] is None


def test_agencies_that_ask_have_rows_of_their_own() -> None:
    asking = ["so-y-te", "so-tai-chinh", "so-xay-dung"]
    log = [
        event(
            "extension-requested", "2026-06-01", item="bao-cao-6-thang", agency=agency, until=until, document=document
        )
        for agency, until, document in zip(asking, ["2026-06-20", "2026-06-20", "2026-06-25"], ["1/X"] * 3, strict=True)
    ]
    states = judge(shipped_plan(), log, as_of=LATE, known_at=None)
    chosen = Selection(agencies=tuple(asking), items=("bao-cao-6-thang",))
    columns = Arrangement(columns=(ObligationColumn.AGENCY, ObligationColumn.STATE))
    (table,) = [block for block in find_overdue([Asked(states, chosen)], columns).page() if isinstance(block, Table)]
    until = "đang đề nghị gia hạn đến {} (1/X)"
    assert sorted(row.cells[1].partition("; ")[2] for row in table.rows) == [
        until.format("20/6/2026"),
        until.format("25/6/2026"),
    ]


def test_what_was_granted_is_said_once_beside_on_time() -> None:
    log = events_of("extended 2026-06-01 until=2026-06-20; done 2026-06-19", DUTY)
    (verdict,) = find_status(
        [Asked(judge(shipped_plan(), log, as_of=LATE.replace(day=20), known_at=None), one("bao-cao-6-thang"))], LIST
    ).verdicts
    assert state_words(verdict) == "đã hoàn thành đúng hạn (được gia hạn)"
    assert state_and_flag_words(verdict) == "đã hoàn thành đúng hạn (được gia hạn); thời hạn ban đầu: 09/6/2026"


# Reports


def of_agency(report: ReportBasis, kind: ItemKind) -> Sequence[Verdict]:
    return report.verdicts_of(agency="so-tu-phap", kind=kind)


def test_a_request_is_shown_in_the_tables_of_reports() -> None:
    plan, late, early = shipped_plan(), basis(), basis(EARLY)
    tasks, duties = of_agency(late, ItemKind.TASK), of_agency(late, ItemKind.DUTY)
    overdue = own_overdue_table(late, late.verdicts_of(agency="so-tu-phap"))
    assert texts(overdue).count(WORDS) == 2
    assert texts(own_coming_table(plan, of_agency(early, ItemKind.TASK))).count(WORDS) == 1
    assert texts(task_tables.tasks_table(plan, tasks)).count(WORDS) == 1
    assert texts(tables.duties_table(plan, duties, day_notes(plan, duties), state_and_request_words)).count(WORDS) == 1
    assert texts(duty_matrix_table(plan, duties, merged=(), window=(LATE, LATE)).table).count(WORDS) == 1
    (own,) = own_duties(plan, duties, ["bao-cao-6-thang"])
    assert own.state == f"chưa hoàn thành, quá hạn 01 ngày; {WORDS}"


def test_reports_and_work_lists_carry_those_tables() -> None:
    report = basis(period="semiannual")
    agency = shipped_plan().agencies["so-tu-phap"]
    summary, own, work = (
        summary_report(report, ISSUE),
        agency_report(report, agency, ISSUE),
        work_list(basis(), agency, ISSUE),
    )
    assert [row.cells[4] for row in summary.context["requests"].rows] == ["15/7/2026"] * 2
    assert texts(summary.context["annex_tasks"]).count(WORDS) == 1
    assert texts(summary.context["annex_submissions"]).count(WORDS) == 1
    assert texts(own.context["overdue"]).count(WORDS) == 1  # a report does not cover itself
    assert texts(own.context["annex_tasks"]).count(WORDS) == 1
    assert texts(work.context["duties"]).count(WORDS) == 1
    assert texts(work.context["tasks"]).count(WORDS) == 1
    assert summary.context["report_duties"][0].asked.names == "Sở Tư pháp"
    assert summary.context["plan_duties"][0].asked.size == 0


@pytest.mark.parametrize(
    ("answer", "proposed"),
    [
        ("", True),
        ("; extension-refused 2026-06-01", False),
        ("; extended 2026-06-01 until=2026-06-12", False),
        ("; done 2026-06-01; returned 2026-06-02", False),
        ("; extension-refused 2026-06-01; extension-requested 2026-06-02 until=2026-07-15 document=412/STP-VP", True),
    ],
)
def test_only_a_request_without_an_answer_is_proposed(answer: str, *, proposed: bool) -> None:
    report = basis(log=events_of(f"{ASKS}{answer}", TASK), period="semiannual")
    own = agency_report(report, shipped_plan().agencies["so-tu-phap"], ISSUE)
    assert bool(own.context["requests"].rows) is proposed


# Letters


def letter(report: ReportBasis, *, items: Sequence[str] = (), soon: bool = False) -> dict[str, Any]:
    verdicts = [
        verdict
        for verdict in verdicts_to_remind(report, soon=soon)
        if verdict.obligation.agency.id == "so-tu-phap" and (not items or verdict.obligation.item.code in items)
    ]
    return dict(
        reminder_letter(
            [DocumentPart("", report, tuple(verdicts))], ReminderOptions(soon=soon, reply_by=None), ISSUE
        ).context
    )


@pytest.mark.parametrize(("soon", "day", "codes"), [(False, LATE, [DUTY, TASK]), (True, EARLY, [TASK])])
def test_a_letter_lists_those_that_asked_apart(day: date, codes: list[str], *, soon: bool) -> None:
    context = letter(basis(day), soon=soon)
    asked, others = context["asked"].rows, context["not_asked"].rows
    assert others
    assert len(context["owed"].rows) == len(asked) + len(others)
    assert [row.cells[-2:] for row in asked] == [("15/7/2026", "412/STP-VP, ngày 20/4/2026")] * len(codes)
    assert [row.cells[0] for row in asked] == ["1", ""][: len(codes)]
    assert WORDS in texts(context["owed"])  # a template of an office's own that knows no other table
    assert "gia hạn" not in texts(context["not_asked"])


def test_a_letter_without_requests_has_none_apart() -> None:
    context = letter(basis(log=requests(more="; extension-refused 2026-04-21")))
    assert not context["asked"].rows
    assert context["not_asked"] == context["owed"]


# Refusals


def test_a_refusal_without_a_request_says_what_is_missing() -> None:
    (refused,) = review_log(shipped_plan(), events_of("extension-refused 2026-06-01", DUTY))
    assert isinstance(refused, RefusedEvent)
    wrong = "không có đề nghị gia hạn nào chờ trả lời tính đến 01/6/2026, nên chưa ghi được việc không đồng ý gia hạn."
    advice = "Ghi {} với ngày và văn bản đề nghị, rồi ghi lại việc này."
    assert refusal_words(shipped_plan(), refused) == (wrong, advice.format("--extension-requested"))
    assert cell_refusal_sentence(shipped_plan(), refused) == f"{wrong} {advice.format('«đề nghị gia hạn»')}"


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [("document=", "số văn bản không đồng ý gia hạn"), ("note=", "lý do không đồng ý")],
)
def test_a_refusal_needs_its_document_and_its_reason(keys: str, sentence: str) -> None:
    (refused,) = review_log(shipped_plan(), events_of(f"{ASKS}; extension-refused 2026-06-01 {keys}", DUTY))
    assert isinstance(refused, RefusedEvent)
    assert refused.event.kind is EventKind.EXTENSION_REFUSED
    assert cell_refusal_sentence(shipped_plan(), refused) == f"«không đồng ý gia hạn» cần {sentence}."
