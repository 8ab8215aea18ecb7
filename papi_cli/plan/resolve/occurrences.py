"""The items that one record comes to: one for each due day of a phrase that recurs, two for one that then goes on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from papi_cli.deadlines.model import Calendar, Deadline, DueKind, Occurrence, Roll, Step, roll_deadline
from papi_cli.plan.choices import Does
from papi_cli.plan.model import AFTERWARDS, Item, Period
from papi_cli.text import day_text, number_text


def spread_over_time(item: Item, calendar: Calendar, *, issued: date | None = None) -> tuple[Item, ...]:
    """Return the items that `item`, as a record gives it, comes to: itself unless its phrase recurs or goes on.

    Each due day is rolled on its own, by the item's policy. All else they have in common, and share. `issued` is the
    day of the document, None if it is unknown (see `since_issue`).
    """
    due = item.due
    if due is not None and due.occurrences:
        assert len({occurrence.key for occurrence in due.occurrences}) == len(due.occurrences), due.phrase
        due = since_issue(due, item.roll, calendar, issued)
        return tuple(_occurring(item, due, occurrence, calendar) for occurrence in due.occurrences)
    if due is not None and due.goes_on:
        return item._replace(due=due._replace(goes_on=False)), _going_on(item, due)
    return (item,)


def since_issue(due: Deadline, roll: Roll, calendar: Calendar, issued: date | None) -> Deadline:
    """Return a recurring deadline without the occurrences that end before the document was issued, and a step that says so.

    Nobody owes what was due before it was ordered. Unchanged if `issued` is None, and where none would be left: then the
    phrase and the day contradict each other, of which `papi check` warns.
    """
    lasts = {own: deadline_of_occurrence(due, own, roll, calendar).last for own in due.occurrences}
    kept = tuple(own for own, last in lasts.items() if issued is None or last is None or last >= issued)
    if issued is None or len(kept) in (0, len(due.occurrences)):
        return due
    step = Step(
        f"Văn bản ban hành ngày {day_text(issued)}: không tính {number_text(len(due.occurrences) - len(kept))} lần đến hạn "
        "trước ngày ấy."
    )
    return due._replace(occurrences=kept, steps=(*due.steps, step))


def _occurring(item: Item, due: Deadline, occurrence: Occurrence, calendar: Calendar) -> Item:
    own = deadline_of_occurrence(due, occurrence, item.roll, calendar)
    return item._replace(code=f"{item.code}@{occurrence.key}", due=own, occurrence=occurrence)


def deadline_of_occurrence(due: Deadline, occurrence: Occurrence, roll: Roll, calendar: Calendar) -> Deadline:
    """Return the deadline of one occurrence of a recurring `due`, with the steps of all and those of its own."""
    step = Step(f"Lần này ({occurrence.name}): ngày cuối cùng đúng hạn là {day_text(occurrence.last)}.")
    own = due._replace(
        kind=DueKind.DATED,
        first=None,
        last=occurrence.last,
        strict=occurrence.strict,
        steps=(*due.steps, step),
        occurrences=(),
    )
    return roll_deadline(own, roll, calendar)


def _going_on(item: Item, due: Deadline) -> Item:
    step = Step("Sau khi hoàn thành, việc này được thực hiện thường xuyên: phần ấy không có ngày cuối cùng.")
    own = due._replace(
        kind=DueKind.ONGOING,
        first=due.last and due.last + timedelta(days=1),
        last=None,
        strict=False,
        steps=(*due.steps, step),
        goes_on=False,
        term=None,
    )
    return item._replace(code=f"{item.code}@{AFTERWARDS}", due=own, anchor=None)


def in_period_of_last_day(item: Item, periods: Collection[Period], *, named: Collection[str]) -> Item:
    """Return a dated duty to report with the period whose own report has the same last on-time day, if one has.

    A period that the files give is kept; of a duty that recurs it is that of the occurrences that fall in its time. `named`
    are the ids of the periods that a duty gives, which are never inferred: others may share their day by chance.
    """
    if item.does is not Does.REPORT or item.due is None or item.due.last is None:
        return item
    last = item.due.last
    if item.period is not None and (
        item.occurrence is None or any(_lies_in(period, item.period, last) for period in periods)
    ):
        return item
    same = (period.id for period in periods if period.due.last == last and period.id not in named)
    return item._replace(period=next(same, None))


def _lies_in(period: Period, id_: str, day: date) -> bool:
    return period.id == id_ and period.first <= day <= (period.due.last or day)


def look_at_every_year(due: Deadline) -> Deadline | None:
    """Return the deadline of a span of years as one that recurs at the end of each; None if it is no such span.

    The last time is the last day of the span itself: «giai đoạn 2026-2028» is looked at on 31/12 of three years.
    """
    if due.kind is not DueKind.DATED or due.first is None or due.last is None or due.first.year == due.last.year:
        return None
    ends = [date(year, 12, 31) for year in range(due.first.year, due.last.year)]
    occurrences = tuple(
        Occurrence(f"{last.year}-{last.month:02}", f"năm {last.year}", last, due.strict) for last in (*ends, due.last)
    )
    step = Step("Kế hoạch theo dõi việc này theo từng năm: mỗi năm một lần, đến hết năm.")
    return due._replace(
        kind=DueKind.RECURRING, last=None, strict=False, steps=(*due.steps, step), occurrences=occurrences
    )
