"""The frame before a summary and the words for states that all documents share: one meaning, one basis, nobody accused."""

from __future__ import annotations

from typing import Any

import jinja2

from papi_cli.text import count_text, upper_first
from papi_cli.views.reports.figures import Figures
from tests.tree import CHECKOUT


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
