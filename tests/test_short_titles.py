"""A task in short, as lists have it behind its product."""

from __future__ import annotations

import re

from papi_cli.plan.model import ItemKind
from papi_cli.views.reports.short_titles import short_title
from papi_cli.views.reports.wording import product_of, title_of
from tests.sample import shipped_plan


def test_a_short_title_ends_where_a_reader_pauses_and_does_not_repeat_the_product() -> None:
    told = {
        (
            "Kế hoạch",
            "Kế hoạch khảo sát, đánh giá sự hài lòng của người bệnh",
        ): "Khảo sát, đánh giá sự hài lòng của người bệnh",
        ("Dự toán", "Dự toán kinh phí"): "Dự toán kinh phí",
        ("Kế hoạch", "Thực hiện kiểm tra tại cấp xã; " + "kịp thời chấn chỉnh " * 5): "Thực hiện kiểm tra tại cấp xã …",
        (
            "Kế hoạch",
            "Kiểm tra việc chấp hành quy chế (kể cả đột xuất; " + "một hai ba bốn " * 4 + ")",
        ): "Kiểm tra việc chấp hành quy chế …",
        (
            "Báo cáo",
            "Rà soát, cắt giảm, rút ngắn thời gian giải quyết thủ tục nhằm tạo điều kiện thuận lợi nhất cho dân",
        ): "Rà soát, cắt giảm, rút ngắn thời gian giải quyết thủ tục …",
        ("", "một " * 20): " ".join(["Một", *["một"] * 19]),
    }
    for (product, title), short in told.items():
        assert short_title(title, product) == short


def test_no_short_title_of_the_shipped_plan_ends_within_a_phrase() -> None:
    plan = shipped_plan()
    tasks = [item for item in plan.items.values() if item.kind is ItemKind.TASK and item.product]
    assert tasks
    joints = "để|nhằm|trong|theo|tại|trên|cho|khi|sau|và|hoặc|với|qua|từ|về|do|gắn|của|đến"
    for item in tasks:
        title, product = title_of(plan, item), product_of(plan, item)
        short, cut, _ = short_title(title, product).partition(" …")
        assert short.count("(") == short.count(")")
        assert short[1:] in title
        rest = title.partition(short[1:])[2]
        assert re.match(rf"[,;:.]? *$|[,;:.]| \(| (?:{joints}) ", rest), (short, rest)
        assert bool(cut) == bool(rest.strip(" .;,:"))
