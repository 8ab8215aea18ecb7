"""What a row of a document says where it stands for several times that something falls due."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papi_cli.plan.model import Item, Plan
from papi_cli.states import Flag, Verdict
from papi_cli.text import count_text
from papi_cli.views.grouping import group_by
from papi_cli.views.reports.wording import product_of


def times_of(verdicts: Sequence[Verdict]) -> list[Item]:
    """Return the items of a row, once each, in their order."""
    return list({verdict.obligation.item.code: verdict.obligation.item for verdict in verdicts}.values())


def product_words(plan: Plan, group: Sequence[Verdict]) -> str:
    """Return what a row is about: «Báo cáo tháng (tháng 5/2026)», «Báo cáo tháng: tháng 3 đến tháng 10/2026 (08 lần)»."""
    items = times_of(group)
    unconfirmed = any(Flag.UNCONFIRMED in verdict.flags for verdict in group)
    if len(items) == 1:
        return product_of(plan, items[0], unconfirmed=unconfirmed)
    product = product_of(plan, items[0]._replace(occurrence=None), unconfirmed=unconfirmed)
    return f"{product}: {_occurrence_words(plan, items)} ({count_text(len(items))} lần)"


# Of fewer occurrences in a row, each is named.
_LEAST_RUN = 3


def _occurrence_words(plan: Plan, items: Sequence[Item]) -> str:
    """Return the names of occurrences of one series, of three or more on end the first and the last."""
    places = {code: place for place, code in enumerate(plan.series[items[0].series])}
    runs = group_by(enumerate(items), lambda numbered: places[numbered[1].code] - numbered[0])
    words: list[str] = []
    for run in runs.values():
        names = [item.occurrence_name for _, item in run]
        words += names if len(names) < _LEAST_RUN else [_span_of_names(names[0], names[-1])]
    return ", ".join(words)


def _span_of_names(first: str, last: str) -> str:
    year = _YEAR_BEHIND.search(last)
    return f"{first.removesuffix(year[0]) if year else first} đến {last}"


_YEAR_BEHIND = re.compile(r"/\d{4}$")
