"""The table of a report that counts the obligations of each agency, state by state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from papi_cli.plan.model import AgencyKind, Plan
from papi_cli.states import State, Verdict
from papi_cli.text import count_text
from papi_cli.views.agency_phrases import communes_phrase, kind_heading
from papi_cli.views.grouping import group_by
from papi_cli.views.obligations import binding_only
from papi_cli.views.page import Table
from papi_cli.views.rates import on_time_rate
from papi_cli.views.reports.result_parts import ResultPart
from papi_cli.views.reports.tables import agency_head, text_table
from papi_cli.views.words import COUNTED_WORDS, STATE_WORDS, StateWords, counted_words

# What every such table tells, zero or not. Of the rest only what occurs has a column.
_ALWAYS = frozenset(STATE_WORDS[state] for state in (State.DONE_ON_TIME, State.DONE_LATE, State.IN_TIME, State.OVERDUE))
_OVERDUE_WORDS = STATE_WORDS[State.OVERDUE]
_SILENT_HEAD = "Trong đó chưa ghi nhận"
_KIND_LETTERS = "ABCDEFGH"


def agencies_table(plan: Plan, verdicts: Sequence[Verdict]) -> Table:
    """Return the figures of each accountable agency in official order, below the sum of its kind; then the total.

    Communes with equal figures share a row with their names, which has the figures of each of them. Every obligation is in one
    column; those overdue of which nothing is recorded stand once more behind the overdue.
    """
    binding = binding_only(verdicts)
    counted = _counted_states(binding)
    rows: list[Sequence[str]] = []
    ordered = sorted(binding, key=lambda verdict: verdict.obligation.agency.order)
    kinds = group_by(ordered, lambda verdict: verdict.obligation.agency.kind)
    for letter, (kind, of_kind) in zip(_KIND_LETTERS, kinds.items(), strict=False):
        rows.append((letter, kind_heading(plan, kind), *_cells(of_kind, counted)))
        rows += [
            (str(number), name, *cells)
            for number, (name, cells) in enumerate(_of_agencies(plan, kind, of_kind, counted), 1)
        ]
    rows.append(("", "Tổng cộng", *_cells(binding, counted)))
    return text_table(("TT", agency_head(plan), "Tổng số", *_state_heads(counted), "Tỷ lệ đúng hạn"), rows)


def parts_table(parts: Sequence[ResultPart]) -> Table:
    """Return the figures of each part on results that has a heading, then the total.

    The columns of states are those of `agencies_table`.
    """
    titled = [part for part in parts if part.title]
    owed = [verdict for part in titled for verdict in binding_only(part.owed)]
    counted = _counted_states(owed)
    rows = [(part.short, *_cells(binding_only(part.owed), counted)) for part in titled]
    rows += [("Tổng cộng", *_cells(owed, counted))] if rows else []
    return text_table(("Nội dung", "Tổng số", *_state_heads(counted), "Tỷ lệ đúng hạn"), rows)


def _of_agencies(
    plan: Plan, kind: AgencyKind, verdicts: Sequence[Verdict], counted: Sequence[StateWords]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the figures of each agency of a kind; of communes with equal figures, all their names."""
    owed_by = group_by(verdicts, lambda verdict: verdict.obligation.agency.name)
    figures = [(owed[0].obligation.agency, _cells(owed, counted)) for owed in owed_by.values()]
    alike = group_by(figures, lambda row: row[1] if kind is AgencyKind.COMMUNE else row[0].name)
    for rows in alike.values():
        agency, cells = rows[0]
        names = ", ".join(agency.short_name for agency, _ in rows)
        each = f"{communes_phrase(plan, count_text(len(rows)))}: {names}"
        yield (agency.name if len(rows) == 1 else each), cells


def _counted_states(binding: Sequence[Verdict]) -> list[StateWords]:
    found = _ALWAYS.union(map(counted_words, binding))
    return [words for words in COUNTED_WORDS if words in found]


def _state_heads(counted: Sequence[StateWords]) -> list[str]:
    return [head for words in counted for head in _heads(words)]


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
