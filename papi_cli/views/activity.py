"""What is known of ongoing items in each reporting period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from papi_cli.log.activity import Activity
from papi_cli.plan.model import Period, Plan
from papi_cli.states import States, Verdict
from papi_cli.text import day_text, join_words
from papi_cli.views.agency_phrases import phrases_by_kind
from papi_cli.views.grouping import group_by

_LABELS: Mapping[Activity, str] = {
    Activity.RESULT: "có kết quả",
    Activity.NOTHING_TO_REPORT: "không phát sinh",
    Activity.NONE: "chưa ghi nhận",
}


def activity_lines(states: States, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return a line for each period of each ongoing item: who has a result, who had nothing to report, who neither."""
    by_item = group_by(
        (verdict for verdict in verdicts if verdict.activities), lambda verdict: verdict.obligation.item.code
    )
    return tuple(
        f"{code}, {line}" if len(by_item) > 1 else f"{line[0].upper()}{line[1:]}"
        for code, members in by_item.items()
        for line in _period_lines(states.plan, members)
    )


def _period_lines(plan: Plan, members: Sequence[Verdict]) -> Iterator[str]:
    known = [(entry.period, entry.activity, verdict) for verdict in members for entry in verdict.activities]
    for entries in group_by(known, lambda entry: entry[0].id).values():
        groups = group_by(entries, lambda entry: entry[1])
        parts = [
            f"{_LABELS[activity]}: {_who(plan, [verdict for _, _, verdict in groups[activity]])}"
            if len(members) > 1
            else _LABELS[activity]
            for activity in Activity
            if activity in groups
        ]
        yield f"{_period_words(entries[0][0])}: {'; '.join(parts)}."


def _who(plan: Plan, verdicts: Sequence[Verdict]) -> str:
    return join_words(phrases_by_kind(plan, [verdict.obligation.agency for verdict in verdicts]))


def _period_words(period: Period) -> str:
    if not period.has_data:
        return period.name
    return f"{period.name} (từ {day_text(period.first)} đến {day_text(period.last)})"
