"""What earlier plans left unfinished, in a report on a period: apart from this plan's work, in no figure of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.states import Verdict
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.parts import by_earlier_plan
from papi_cli.views.reports.figures import Figures, figures
from papi_cli.views.reports.tables import agencies_cell, agency_head, group_alike, result_and_state, text_table
from papi_cli.views.reports.wording import last_day_and_source, titled_product


class EarlierWork(NamedTuple):
    """What is carried over from one earlier plan; `heading` is «Chuyển tiếp từ Kế hoạch …»."""

    heading: str
    figures: Figures
    table: Table


def earlier_work(plan: Plan, carried: Sequence[Verdict], *, with_agencies: bool) -> tuple[EarlierWork, ...]:
    """Return the verdicts on what is carried over, plan by plan, in the order of the file; () for none."""
    return tuple(
        EarlierWork(heading, figures(verdicts), _table(plan, verdicts, with_agencies=with_agencies))
        for heading, verdicts in by_earlier_plan(plan, binding_only(carried))
    )


def _table(plan: Plan, verdicts: Sequence[Verdict], *, with_agencies: bool) -> Table:
    rows = [
        (
            str(number),
            titled_product(plan, group[0].obligation.item),
            agencies_cell(plan, group),
            last_day_and_source(plan, group[0]),
            *result_and_state(plan, group),
        )
        for number, group in enumerate(group_alike(verdicts, noted=False), 1)
    ]
    heads = ("TT", "Sản phẩm, nhiệm vụ", agency_head(plan), "Thời hạn", "Kết quả (số, ký hiệu, ngày)", "Tình trạng")
    return text_table(heads, rows, without=() if with_agencies else (agency_head(plan),))
