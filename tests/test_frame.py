"""The frame before a summary and the words for states that all documents share: one meaning, one basis, nobody accused."""

from __future__ import annotations

from datetime import date
from typing import Any

import jinja2

from papi_cli.log.events import Event
from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import judge
from papi_cli.text import count_text, upper_first
from papi_cli.views.highlights import Unsent, unsent
from papi_cli.views.reports.document_specs import summary_report
from papi_cli.views.reports.figures import Figures
from papi_cli.views.reports.letterhead import IssueDetails
from papi_cli.views.reports.page_one import PageOne
from papi_cli.views.reports.snapshot import build_report_basis
from tests.made_up import FOLDER
from tests.sample import events_of, shipped_plan
from tests.tree import CHECKOUT, plan_in


def macro(name: str, *args: Any) -> str:  # noqa: ANN401  # those of a macro
    """Return what a macro that documents share makes of its arguments."""
    loader = jinja2.FileSystemLoader(CHECKOUT / "templates")
    environment = jinja2.Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    environment.filters |= {"number": count_text, "upper_first": upper_first}
    environment.globals["place"] = lambda words: f"[… {words}]"
    return str(getattr(environment.get_template("common.md.j2").module, name)(*args))


def figures(**counts: Any) -> Figures:  # noqa: ANN401  # fields of Figures
    return Figures(**(dict.fromkeys(Figures._fields, 0) | {"rate": "-", "later": ""} | counts))


def test_states_have_one_vocabulary_and_what_is_silent_is_not_said_to_be_undone() -> None:
    mixed = figures(
        total=38, done_on_time=2, done_late=1, in_time=4, overdue=10, silent=7, undated=5, unanchored=2, ongoing=9,
        not_begun=6, waived=7,
    )  # fmt: skip
    rest = (
        "không ghi thời hạn 03; chưa xác định mốc tính 02; thường xuyên 03; chưa bắt đầu (chờ hoàn thành) 06; "
        "đưa ra khỏi danh mục theo dõi 07"
    )
    done = "đã hoàn thành 03 (đúng hạn 02, quá hạn 01); còn trong hạn 04"
    assert macro("counts_words", mixed) == f"{done}; quá hạn 10 (chưa hoàn thành 03, chưa ghi nhận 07); {rest}"
    own = f"{done}; quá hạn 03; {rest}; [… kết quả của 07 đầu việc đã đến hạn, điền tại bảng dưới đây]."
    assert macro("own_figures", mixed, 7, "bảng dưới đây") == own


def test_a_part_that_is_the_whole_is_not_counted_twice() -> None:
    assert macro("counts_words", figures(done_on_time=3, overdue=2, silent=2)) == (
        "đã hoàn thành 03 (đúng hạn); quá hạn 02 (chưa ghi nhận)"
    )
    assert (
        macro("own_figures", figures(overdue=2, silent=2), 2, "x")
        == "[… kết quả của 02 đầu việc đã đến hạn, điền tại x]."
    )


def test_a_rate_of_nothing_is_no_sentence() -> None:
    assert macro("rate_words", figures(overdue=2, silent=2)) == ""
    known = figures(done_on_time=1, known=3, rate="33,3%", silent=2)
    assert macro("rate_words", known) == " Tỷ lệ đúng hạn: 01/03 đầu việc đã rõ kết quả, 33,3%."


# What a leader asks first

REPORT = "bao-cao-6-thang"


def frame(
    *events: Event, plan: Plan | None = None, day: date = date(2026, 6, 10), period: str = "semiannual"
) -> PageOne:
    plan = plan or shipped_plan()
    chosen = next(one for one in plan.periods if one.id == period)
    basis = build_report_basis(lambda _: plan, events, as_of=day, known_at=None, period=chosen)
    page = summary_report(basis, IssueDetails()).context["page_one"]
    assert isinstance(page, PageOne)
    return page


def reports(page: PageOne) -> dict[str, str]:
    return states_of(page, "báo cáo 06 tháng đầu năm")


def states_of(page: PageOne, product: str) -> dict[str, str]:
    return {told.state: told.who for one in page.unsent if one.product == product for told in (one, *one.also)}


def test_nobody_is_said_not_to_have_sent_what_nothing_is_recorded_of() -> None:
    sent_back = events_of("done 2026-06-01; returned 2026-06-02", f"{REPORT}@so-xay-dung")
    told = reports(frame(*sent_back))
    assert told["Chưa gửi"] == "Sở Xây dựng"
    assert set(told) == {"Chưa gửi", "Chưa nhận được"}
    plan = "kế hoạch nâng cao Chỉ số PAPI năm 2026 của cơ quan, đơn vị"
    back = events_of("done 2026-02-01; returned 2026-02-02", "ke-hoach@so-xay-dung")
    told = states_of(frame(*back), plan)
    assert set(told) == {"Chưa ban hành", "Chưa nhận được", "Chưa ghi nhận đã ban hành"}
    assert told["Chưa ghi nhận đã ban hành"] == "Sở Nội vụ", "nobody waits to receive what is one's own"


def test_departments_that_owe_a_report_are_named_and_communes_counted() -> None:
    plan = shipped_plan()
    departments = [id_ for id_ in plan.items[REPORT].agencies if plan.agencies[id_].kind is not AgencyKind.COMMUNE]
    delivered = [event for id_ in departments[3:] for event in events_of("done 2026-06-01", f"{REPORT}@{id_}")]
    missing = [plan.name_of(id_) for id_ in departments[:3] if id_ != plan.coordinator]
    assert reports(frame(*delivered)) == {"Chưa nhận được": f"{', '.join(missing)}; UBND 75 xã, phường"}
    assert reports(frame())["Chưa nhận được"] == f"{len(departments) - 1} cơ quan, đơn vị; UBND 75 xã, phường"


def test_days_overdue_are_those_of_the_list_and_what_was_delivered_since_is_not_pressed_for() -> None:
    page = frame()
    assert page.longest[0].endswith("Sở Nội vụ: quá hạn 120 ngày, chưa ghi nhận kết quả")
    since = frame(*events_of("done 2026-06-05 document=1/KH-UBND", "I.1/ke-hoach@so-noi-vu"))
    assert since.longest[0] == page.longest[1]


def test_changes_of_periods_that_follow_add_up() -> None:
    """Reports due after the cut-off belong to the next period, whose beginning the cut-off is."""
    first = frame(day=date(2026, 7, 10))
    assert (first.since, first.changes) == ("30/4/2026", ("số quá hạn chưa ghi nhận kết quả tăng 05",))


def test_a_series_is_one_line_however_many_occurrences_are_missing() -> None:
    plan = plan_in(FOLDER / "phong-chong-thien-tai")
    judged = judge(plan, (), as_of=date(2026, 12, 20), known_at=None).verdicts
    missing = unsent(judged)
    assert len(missing) == len({one.items[0].series for one in missing})
    monthly = max(missing, key=lambda one: len(one.items))
    assert len(monthly.items) > 3
    latest = monthly.items[-1].occurrence_name
    assert monthly.when(str) == f"{len(monthly.items)} lần, gần nhất {latest}"
    fewer = Unsent(monthly.verdicts[1:], is_silent=True)
    assert fewer.when(str) == f"{len(monthly.items)} lần, gần nhất {latest}; {len(fewer.verdicts)} đầu việc"
    three = [verdict for verdict in monthly.verdicts if verdict.obligation.item in monthly.items[:3]]
    assert Unsent(tuple(three), is_silent=True).when(str) == ", ".join(one.occurrence_name for one in monthly.items[:3])
