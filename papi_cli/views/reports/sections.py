"""Which sections of an agency's own report the summary tells: about these the agency is asked for words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import AgencyKind, Period, Plan
from papi_cli.plan.periods import due_period, in_order_of_closing
from papi_cli.views.reports.context import report_duty_codes
from papi_cli.views.reports.result_parts import followed_component, led_parts, led_targets

DIFFICULTIES, PROPOSALS = "kho-khan-vuong-mac", "kien-nghi"


class Section(NamedTuple):
    """A section: its name, which is that of its file, and what is to be written in it."""

    name: str
    about: str


def told_sections(plan: Plan, agency: str) -> tuple[Section, ...]:
    """Return the sections of the report of an agency (id), in the order of the report."""
    followed = (
        followed_component(plan, row)
        for row in plan.components
        if agency in row.lead and plan.agencies[agency].kind is not AgencyKind.COMMUNE
    )
    return (
        *(
            Section(name, f"Kết quả thực hiện nhiệm vụ: {title}" if title else "Kết quả thực hiện nhiệm vụ")
            for name, title in led_parts(plan, agency)
        ),
        *(Section(name, f"Kết quả so với chỉ tiêu: {words}") for name, words in led_targets(plan, agency)),
        *(Section(f"noi-dung-{one.code}", f"Kết quả trên {plan.words.area}: {one.name}") for one in followed),
        Section(DIFFICULTIES, "Khó khăn, vướng mắc"),
        Section(PROPOSALS, "Kiến nghị, đề xuất"),
    )


def period_to_write_about(plan: Plan, agency: str, as_of: date) -> Period | None:
    """Return the period whose report an agency (id) owes now or next, None if it owes none; the coordinator sums up.

    That is the one that is due (`due_period`), else the first one whose reports are not due yet.
    """
    if agency == plan.coordinator:
        return None
    owed = [
        period
        for period in in_order_of_closing(plan.periods)
        if any(agency in plan.items[code].agencies for code in report_duty_codes(plan, period))
    ]
    following = (period for period in owed if as_of <= (period.due.last or period.last))
    return due_period(owed, as_of) or next(following, None)
