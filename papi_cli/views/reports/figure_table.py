"""The table of a report that counts the obligations of each agency, state by state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from papi_cli.plan.model import Plan
from papi_cli.states import State, Verdict
from papi_cli.views.agency_phrases import kind_heading
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.rates import on_time_rate
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.words import COUNTED_WORDS, STATE_WORDS, StateWords, counted_words

# What every such table tells, zero or not. Of the rest only what occurs has a column.
_ALWAYS = frozenset(STATE_WORDS[state] for state in (State.DONE_ON_TIME, State.DONE_LATE, State.IN_TIME, State.OVERDUE))
_OVERDUE_WORDS = STATE_WORDS[State.OVERDUE]
_SILENT_HEAD = "Trong đó chưa ghi nhận"
_KIND_LETTERS = "ABCDEFGH"


def agencies_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return the figures of each accountable agency in official order, below the sum of its kind; then the total.

    Every obligation is in one column; those overdue of which nothing is recorded stand once more behind the overdue.
    """
    binding = binding_only(verdicts)
    found = _ALWAYS.union(map(counted_words, binding))
    counted = [words for words in COUNTED_WORDS if words in found]
    rows: list[Sequence[str]] = []
    ordered = sorted(binding, key=lambda verdict: verdict.obligation.agency.order)
    kinds = group_by(ordered, lambda verdict: verdict.obligation.agency.kind)
    for letter, (kind, of_kind) in zip(_KIND_LETTERS, kinds.items(), strict=False):
        agencies = group_by(of_kind, lambda verdict: verdict.obligation.agency.name)
        rows.append((letter, kind_heading(plan, kind), *_cells(of_kind, counted)))
        rows += [(str(number), name, *_cells(owed, counted)) for number, (name, owed) in enumerate(agencies.items(), 1)]
    rows.append(("", "Tổng cộng", *_cells(binding, counted)))
    heads = [head for words in counted for head in _heads(words)]
    return text_table(("TT", agency_head(plan), "Tổng số", *heads, "Tỷ lệ đúng hạn"), rows)


def _heads(words: StateWords) -> tuple[str, ...]:
    return (words.figure_head, _SILENT_HEAD) if words is _OVERDUE_WORDS else (words.figure_head,)


def _cells(owed: Sequence[Verdict], counted: Sequence[StateWords]) -> tuple[str, ...]:
    """Return the total, a count below each head of `counted`, and the rate."""
    tally, rate = Counter(map(counted_words, owed)), on_time_rate(owed)
    counts = [
        count
        for words in counted
        for count in ((tally[words], rate.silent) if words is _OVERDUE_WORDS else (tally[words],))
    ]
    return (*map(str, (len(owed), *counts)), rate.percent)
