"""The tab of a sheet for words: one row for each section of the agency's report that the summary tells."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.sheets.words import WORDS_HEADS, WORDS_TAB
from papi_cli.views.reports.sections import period_to_write_about, told_sections
from papi_cli.views.reports.wording import period_words


class WordsTable(NamedTuple):
    """Name of the tab, title and remarks above the table, its heads, and its rows without the words.

    These are period, agency, section, what is to be written about. `advice` tells of the tab where results are filled in.
    """

    tab: str
    advice: str
    title: str
    remarks: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]


def words_table(plan: Plan, agency: str, as_of: date) -> WordsTable | None:
    """Return what an agency (id) is asked to write about as of a day, None if it owes no report."""
    period = period_to_write_about(plan, agency, as_of)
    if period is None:
        return None
    name = plan.agencies[agency].name
    return WordsTable(
        WORDS_TAB,
        f"Kết quả, khó khăn, kiến nghị viết thành lời cho báo cáo {period_words(period)}: thẻ «{WORDS_TAB}» của tệp này.",
        f"Lời văn cho báo cáo {period_words(period)} của {name}",
        (
            "Không bắt buộc: viết vào các ô nền vàng phần nào có nội dung, phần khác để trống. Mỗi dòng trong ô (Alt+Enter) là một đoạn.",
            f"Lời viết ở đây vào báo cáo của {name}, và {plan.name_of(plan.coordinator)} lấy vào báo cáo tổng hợp, không phải gửi riêng.",
        ),
        tuple(WORDS_HEADS.values()),
        tuple((period.id, name, section.name, section.about) for section in told_sections(plan, agency)),
    )
