"""The sentences above the tables of `papi status`: on-time rate, what changed, who has not sent what, what is longest overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from papi_cli.plan.model import Agency, Item, Plan
from papi_cli.states import Flag, State, Verdict
from papi_cli.text import day_text, number_text, upper_first
from papi_cli.views.agency_phrases import counted_agencies
from papi_cli.views.asked import Asked, Owed, by_plan, verdicts_of
from papi_cli.views.highlights import Unsent, change_between, longest_overdue, unsent
from papi_cli.views.page import Bullets, Page, Paragraph
from papi_cli.views.rates import on_time_rate

# So many agencies are named, more are counted.
_NAMED = 3


def rate_line(verdicts: Sequence[Verdict]) -> Page:
    """Return the on-time rate in a sentence; nothing before anything that is ordered is due or delivered."""
    rate = on_time_rate(verdicts)
    if not (rate.known or rate.silent):
        return ()
    known = f"{rate.on_time}/{rate.known} đầu việc đã rõ kết quả, {rate.percent}" if rate.known else "chưa tính được"
    # The table of states above counts what is only requested, too.
    silent = [verdict for verdict in verdicts if verdict.state is State.OVERDUE and Flag.UNRECORDED in verdict.flags]
    requested = len(silent) - rate.silent
    apart = f" (không kể {requested} đầu việc đề nghị)" if requested else ""
    beside = f"; {rate.silent} đầu việc quá hạn chưa ghi nhận{apart}" if rate.silent else ""
    return (Paragraph(f"Tỷ lệ đúng hạn: {known}{beside}."),)


class Since(NamedTuple):
    """An earlier day that an answer compares with, and what the plans asked took at its end, by the records that count now."""

    day: date
    owed: tuple[Owed, ...]


def change_line(since: Since | None, owed: Iterable[Owed]) -> Page:
    """Return in a sentence what changed since the earlier day, of all plans together; nothing without one."""
    if since is None:
        return ()
    told = "; ".join(change_between(verdicts_of(since.owed), verdicts_of(owed)).words(number_text))
    return (Paragraph(f"So với ngày {day_text(since.day)}: {told or 'số hoàn thành, số quá hạn không đổi'}."),)


def since_json(since: Since, owed: Iterable[Owed]) -> dict[str, Any]:
    """Return the earlier day, and how many more (or less, below 0) are done, overdue with a record, overdue without one."""
    change = change_between(verdicts_of(since.owed), verdicts_of(owed))
    return {"day": since.day.isoformat(), **change._asdict()}


def highlights(asked: Sequence[Asked], owed: Sequence[Owed]) -> Page:
    """Return which plans and reports are overdue for whom, and what else is overdue longest; of several plans each apart.

    The coordinator's own reports on periods are left out: the summaries are these.
    """
    lines = [
        f"{one.name}: {line}" if one.name else upper_first(line)
        for one, verdicts in by_plan(asked, owed)
        for line in (*map(_unsent_line, unsent(_without_own_reports(one.plan, verdicts))), *_longest_line(verdicts))
    ]
    return (Bullets(tuple(lines)),) if lines else ()


def _without_own_reports(plan: Plan, verdicts: Iterable[Verdict]) -> list[Verdict]:
    owed = ((verdict, verdict.obligation) for verdict in verdicts)
    return [verdict for verdict, one in owed if not (one.agency.id == plan.coordinator and one.item.period)]


def _unsent_line(one: Unsent) -> str:
    item, *more = one.items
    called = f"{item.series} ({item.product})" if more and item.product else _called(item)
    when = one.when(number_text)
    state = "chưa ghi nhận đã gửi" if one.is_silent else "chưa gửi"
    return f"{state} {called}{when and f', {when}'}: {_who(one.verdicts)}."


def _longest_line(verdicts: Sequence[Verdict]) -> list[str]:
    rows = [
        f"{_called(row[0].obligation.item)}, {_who(row)}, {row[0].days_late} ngày" for row in longest_overdue(verdicts)
    ]
    return [f"quá hạn lâu nhất: {'; '.join(rows)}."] if rows else []


def _called(item: Item) -> str:
    """Return an item by its code, with its product in brackets."""
    words = item.with_occurrence(item.product) if item.product else ""
    return f"{item.code} ({words})" if words else item.code


def _who(group: Iterable[Verdict]) -> str:
    agencies: dict[str, Agency] = {verdict.obligation.agency.id: verdict.obligation.agency for verdict in group}
    if len(agencies) > _NAMED:
        return counted_agencies(agencies.values())
    return ", ".join(agency.name for agency in agencies.values())
