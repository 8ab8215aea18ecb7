"""The summary agrees with itself: who is counted, what the cut-off rules, what plans look forward from, how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from papi_cli.documents.template import Templates
from papi_cli.log.events import Event
from papi_cli.plan.model import Plan
from papi_cli.states import State
from papi_cli.views.page import Table
from papi_cli.views.reports.agency_specs import agency_report
from papi_cli.views.reports.document_specs import summary_report
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.snapshot import ReportBasis, build_report_basis
from tests.made_up import FOLDER
from tests.sample import events_of, shipped_plan
from tests.tree import CHECKOUT, plan_in

CUTOFF, WRITING = date(2026, 5, 31), date(2026, 6, 10)
TASK, OTHER_TASK = "V.1/ke-hoach@so-tu-phap", "V.2/ke-hoach@so-tu-phap"  # last on-time days 30/4 and 15/4/2026
COMMUNES = ("phuong-to-hieu", "phuong-chieng-an")
SHARED = "IV.7/cong-van"  # of the department and all communes, 31/3/2026


def basis(log: Sequence[Event] = (), plan: Plan | None = None, *, period: str = "", day: date = WRITING) -> ReportBasis:
    plan = plan or shipped_plan()
    chosen = next(one for one in plan.periods if one.id == (period or "semiannual"))
    return build_report_basis(lambda _: plan, log, as_of=day, known_at=None, period=chosen)


def context_of(*args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  # those of `basis`
    return {**summary_report(basis(*args, **kwargs), IssueDetails()).context}


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


# Its own author's report


def test_the_report_that_the_summary_is_counts_nowhere_whoever_writes_it() -> None:
    """Whatever the plan, the coordinator and the period: the totals are those of all others' obligations."""
    plan = shipped_plan()
    cases = [(replace(plan, coordinator=coordinator), "semiannual") for coordinator in ("so-noi-vu", "so-y-te")]
    cases += [(made, made.periods[0].id) for made in map(plan_in, sorted(FOLDER.iterdir())) if made.periods]
    for made, period in cases:
        day = next(one for one in made.periods if one.id == period).last
        report = basis(plan=made, period=period, day=day)
        summary = summary_report(report, IssueDetails()).context
        own = [
            verdict
            for verdict in report.verdicts
            if verdict.obligation.agency.id == made.coordinator and verdict.obligation.item.period == period
        ]
        binding = sum(not verdict.obligation.item.asked for verdict in report.verdicts)
        assert summary["figures"].total == binding - len(own), (made.title, period)
        assert summary["own_report"] is bool(own)
        assert cells(summary["annex_agencies"])[-1][2] == str(binding - len(own))


def test_the_own_report_is_neither_overdue_nor_missing() -> None:
    told = context_of()
    (owing,) = [row[2] for row in cells(told["overdue"]) if "06 tháng" in row[1]]
    assert owing == "13 sở, ban, ngành (trừ Sở Nội vụ); UBND 75 xã, phường"
    next_period = [row for row in cells(told["coming"]) if row[2].startswith("Báo cáo năm")]
    assert next_period[0][3].startswith("14 sở, ban, ngành"), "of another period it is one like any other"


# The cut-off rules results, plans look forward from the day of writing


def test_next_tasks_begin_on_the_day_of_writing() -> None:
    done = events_of("done 2026-06-05 document=1/BC-SXD", "VI.8/bao-cao@so-xay-dung")
    for log in ((), done):
        told = context_of(log)
        days = [row[1] for row in cells(told["coming"])]
        assert days[0] == "14/6/2026", "what fell due on 09/6 is over"
        assert told["figures_now"].overdue >= told["figures"].overdue
    written_on_that_day = context_of(day=date(2026, 6, 14))
    assert cells(written_on_that_day["coming"])[0][1] == "14/6/2026", "the last day itself is still to come"
    assert cells(context_of(day=date(2026, 6, 15))["coming"])[0][1] == "30/6/2026"


def state_of(table: Table, agency: str = "Sở Tư pháp", product: str = "Kế hoạch tập huấn") -> str:
    (state,) = [row[-1] for row in cells(table) if row[1].startswith(product) and agency in row[2]]
    return state


def test_what_was_overdue_and_delivered_since_says_so() -> None:
    late = "chưa hoàn thành, quá hạn 31 ngày"
    told = {
        "": "chưa ghi nhận, quá hạn 31 ngày",
        "done 2026-05-31": None,
        "progress 2026-05-01; done 2026-06-10": f"{late}; đã hoàn thành ngày 10/6/2026, sau ngày chốt số liệu",
        "progress 2026-05-01; done 2026-06-11": late,
        "progress 2026-05-01; done 2026-06-02; returned 2026-06-03": late,
        "progress 2026-05-01; extended 2026-06-03 until=2026-06-30": f"{late}; được gia hạn đến ngày 30/6/2026, sau ngày chốt "
        "số liệu",
        "progress 2026-05-01; waived 2026-06-03": f"{late}; đưa ra khỏi danh mục theo dõi, sau ngày chốt số liệu",
    }
    for story, state in told.items():
        summary = context_of(events_of(story, TASK))
        if state is None:
            assert not [row for row in cells(summary["overdue"]) if "Kế hoạch tập huấn" in row[1]]
            continue
        assert state_of(summary["overdue"]) == state, story
        assert summary["delivered_since"] == ("2026-06-10" in story), story
    own = agency_report(
        basis(events_of("done 2026-06-10", TASK)), shipped_plan().agencies["so-tu-phap"], IssueDetails()
    )
    assert "đã hoàn thành ngày 10/6/2026, sau ngày chốt số liệu" in str(own.context["overdue"])


def test_of_a_row_of_several_those_that_delivered_since_are_named() -> None:
    log = [
        *events_of("done 2026-06-02 document=1/KH-UBND", f"{SHARED}@{COMMUNES[0]}"),
        *events_of("done 2026-06-02 document=1/KH-UBND", f"{SHARED}@{COMMUNES[1]}"),
    ]
    state = state_of(context_of(log)["overdue"], "UBND 75 xã, phường", "Công văn triển khai")
    assert state.endswith(
        "; sau ngày chốt số liệu: đã hoàn thành ngày 02/6/2026 (UBND 02 xã, phường: phường Tô Hiệu, phường Chiềng An)"
    )


def test_what_fell_due_between_cut_off_and_writing_has_a_table_of_its_own() -> None:
    item = "VI.8/bao-cao"
    (due,) = [
        verdict
        for verdict in basis().verdicts
        if verdict.last == date(2026, 6, 9) and verdict.obligation.item.source[0] == "VI.8"
    ]
    assert due.obligation.item.code.startswith(item.partition("/")[0])
    states = {
        "": "chưa ghi nhận, quá hạn 01 ngày",
        "done 2026-06-09 document=5/BC-SXD": "đã hoàn thành đúng hạn",
        "extended 2026-06-05 until=2026-06-20": None,  # now it falls due after the writing
        "done 2026-05-30": None,  # a result of the window
        "waived 2026-05-30": None,
    }
    for story, state in states.items():
        told = context_of(events_of(story, due.obligation.id))
        rows = cells(told["between"])
        assert [row[-1] for row in rows] == ([state] if state else []), story
        assert all(row[1] == "09/6/2026" for row in rows)
    assert not context_of(day=CUTOFF)["between"].rows
    assert due.state is State.IN_TIME, "as of the cut-off"


# Its length


def test_annex_ii_has_each_task_once_over_the_rows_of_its_products() -> None:
    table = context_of()["annex_tasks"]
    assert [column.head for column in table.columns] == [
        *("TT", "Nhiệm vụ, sản phẩm", "Chủ trì", "Thời hạn", "Kết quả (số, ký hiệu, ngày)", "Tình trạng"),
    ], "no notes, so no column for them"
    rows = cells(table)
    tasks = [row for row in rows if not any(row[2:])]
    assert len(tasks) == 47 + 8, "the tasks, and the sections"
    number, words = rows[1][:2]
    assert number == "1"
    assert words.startswith(
        "Xây dựng Kế hoạch thực hiện dân vận, dân chủ năm 2026. Phối hợp: Ủy ban MTTQ Việt Nam tỉnh; các"
    )
    assert rows[2][:4] == ("", "Kế hoạch của UBND tỉnh*", "Sở Nội vụ", "31/01/2026")
    noted = context_of(events_of("submitted 2026-05-01", TASK))["annex_tasks"]
    assert noted.columns[-1].head == "Ghi chú"
    assert {row[-1] for row in cells(noted)} == {"", "đã trình, chờ ban hành"}
    assert [row.is_heading for row in table.rows] == [not any(row[2:]) for row in rows]
    # Several rows about one product may go over pages: each says which product it is about.
    assert all(row[1] for row in rows)
    place = [row[1] for row in rows].index("Các thông tin phải được công khai theo quy định của Luật*")
    assert rows[place + 1][1:3] == ("Các thông tin phải … (tiếp)", "UBND 75 xã, phường")


def test_communes_with_equal_figures_share_a_row_of_annex_i() -> None:
    done = events_of("done 2026-02-10 document=1/KH-UBND", f"ke-hoach@{COMMUNES[1]}")
    for log, names in (((), 75), (done, 74)):
        rows = cells(context_of(log)["annex_agencies"])
        communes = [row for row in rows if row[1].startswith("UBND") and row[0].isdigit()]
        assert communes[0][1].startswith(f"UBND {names} xã, phường: phường Tô Hiệu, ")
        assert communes[0][1].count(", ") == names, "all of them by name"
        assert communes[1:] == [row for row in rows if row[1] == "UBND phường Chiềng An"]
        assert len({row[1] for row in rows if row[0].isdigit()}) == 14 + 1 + len(communes), (
            "departments have rows of their own"
        )


def test_annex_iii_has_only_what_is_late_or_missing() -> None:
    day = date(2026, 2, 16)
    log = [
        *events_of("done 2026-02-10 document=1/KH-STP", "ke-hoach@so-tu-phap"),
        *events_of("done 2026-02-16 document=2/KH-SYT", "ke-hoach@so-y-te"),
        *events_of("done 2026-02-10 document=3/KH-SNV", "ke-hoach@so-noi-vu"),
        *(
            one
            for who in COMMUNES
            for one in events_of(f"done 2026-02-16 document={who[-3:]}/KH-UBND", f"ke-hoach@{who}")
        ),
        *events_of("done 2026-02-10; supplement-requested 2026-02-12 note=thiếu", "ke-hoach@xa-muong-e"),
    ]
    told = context_of(log, day=day)
    table = told["annex_submissions"]
    assert [column.head[:8] for column in table.columns[2:]] == ["Kế hoạch"], "reports are not due yet"
    rows = {row[1]: row[2] for row in cells(table)}
    assert not [name for name in rows if "Tư pháp" in name or "Nội vụ" in name]
    assert rows["Sở Y tế"] == "quá hạn 01 ngày (2/KH-SYT, ngày 16/02/2026)"
    assert rows["UBND 02 xã, phường: phường Tô Hiệu, phường Chiềng An"] == "quá hạn 01 ngày"
    assert rows["UBND xã Mường É"].startswith("đúng hạn, yêu cầu bổ sung")
    assert rows["UBND 72 xã, phường (trừ phường Tô Hiệu, phường Chiềng An, xã Mường É)"] == "chưa ghi nhận"
    assert told["submissions_in_order"] == 2
    everybody = [
        one
        for verdict in basis().verdicts
        if verdict.obligation.item.code == "ke-hoach"
        for one in events_of("done 2026-02-10", verdict.obligation.id)
    ]
    assert not context_of(everybody, day=day)["annex_submissions"].rows


def test_the_body_lists_a_product_once_and_says_what_it_is_about() -> None:
    told = context_of()
    overdue, coming = cells(told["overdue"]), cells(told["coming"])
    assert len({row[1] for row in overdue}) == len(overdue), "however many agencies owe it"
    shared = next(row for row in overdue if row[1].startswith("Công văn triển khai"))
    product, _, rest = shared[1].partition(" “")
    title, _, place = rest.partition("” ")
    words = shipped_plan().tasks["IV.7"].words.split()
    assert (product, place) == ("Công văn triển khai, thực hiện*", "(số thứ tự 7 Mục IV Phụ lục II)")
    assert title == " ".join((*words[:20], "…")), "up to where a reader pauses"
    assert shared[2] == "Sở Xây dựng; UBND 75 xã, phường"
    (report,) = [row for row in overdue if row[1].startswith("Báo cáo 06 tháng")]
    assert report[2].endswith("; UBND 75 xã, phường"), "all departments but the one that writes"
    (plans,) = [row for row in overdue if row[1].startswith("Kế hoạch nâng cao")]
    assert plans[2] == "14 sở, ban, ngành; UBND 75 xã, phường"
    assert len(told["overdue"].columns) == 5
    assert [column.head for column in told["coming"].columns] == [
        *("TT", "Thời hạn", "Sản phẩm, báo cáo", "Cơ quan, đơn vị, địa phương"),
    ], "an empty column of notes is left out"
    pairs = [row for row in coming if row[2].startswith("Công văn hướng dẫn; Báo cáo kết quả thực hiện “")]
    assert len(pairs) == 2, "products of one task by one day share a row"
    assert told["coming_until"] == "09/12/2026"
    assert not [row for row in coming if row[1] == "31/12/2026"]
    assert told["coming_after"] > 30


def test_overdue_says_how_many_are_silent_and_how_late_at_most() -> None:
    log = events_of("extended 2026-02-01 until=2026-05-01; progress 2026-03-01", f"{SHARED}@{COMMUNES[0]}")
    row = next(row for row in cells(context_of(log)["overdue"]) if row[1].startswith("Công văn triển khai"))
    assert row[3:] == ("sớm nhất 31/3/2026", "quá hạn nhiều nhất 61 ngày: 75 chưa ghi nhận, 01 chưa hoàn thành")


def test_the_note_names_the_readings_on_which_marked_rows_rest() -> None:
    told = context_of()
    note = told["unconfirmed"]
    assert note.startswith(
        "* Theo cách hiểu chưa có văn bản xác nhận: số thứ tự 1 Mục I Phụ lục II: Sản phẩm là Kế hoạch của UBND"
    )
    assert "; số thứ tự 7 Mục IV Phụ lục II: Sở Xây dựng và từng UBND xã, phường cùng chủ trì" in note
    assert "số thứ tự 2 Mục V Phụ lục II" not in note, "a row without a mark"
    assert told["unconfirmed_duties"].startswith(
        "* Theo cách hiểu chưa có văn bản xác nhận: «Các sở, ban, ngành» được hiểu là"
    )


def test_a_request_for_days_that_are_over_is_not_put_forward_and_what_it_lacks_is_marked() -> None:
    asks = "extension-requested 2026-04-20 until="
    told = {
        f"{asks}2026-06-10 document=7/STP-VP note=x": ("10/6/2026", "7/STP-VP, ngày 20/4/2026, x"),
        f"{asks}2026-07-15": ("15/7/2026", "[…], ngày 20/4/2026, […]"),
        f"{asks}2026-06-09 document=7/STP-VP": None,
    }
    for story, row in told.items():
        summary = context_of(events_of(story, TASK))
        assert [cells_[-2:] for cells_ in cells(summary["requests"])] == ([row] if row else []), story
        assert summary["page_one"].requests == bool(row)


def test_a_summary_written_before_its_cut_off_claims_no_data_of_days_to_come() -> None:
    early = context_of(day=date(2026, 4, 1))
    assert early["window"].endswith(" đến ngày 01/4/2026")
    assert early["cutoff"] == early["as_of"] == "01/4/2026"
    assert context_of()["window"].endswith(" đến ngày 31/5/2026")
    files = {file.name: file.read_text(encoding="utf-8") for file in (CHECKOUT / "templates").glob("*.j2")}
    text = Templates(files).fill("summary.md.j2", {**early, "provenance": False}, {}).text
    assert "(số liệu từ ngày 01/12/2025 đến ngày 01/4/2026) như sau" in text
    assert "**Số liệu** (tính đến hết ngày 01/4/2026)" in text


def test_a_marked_place_within_a_cell_is_one_to_fill_in() -> None:
    early = {**context_of(events_of("extension-requested 2026-04-20 until=2026-07-15", TASK)), "provenance": False}
    files = {file.name: file.read_text(encoding="utf-8") for file in (CHECKOUT / "templates").glob("*.j2")}
    assert "| […], ngày 20/4/2026, […] |" in Templates(files).fill("summary.md.j2", early, {}).text
