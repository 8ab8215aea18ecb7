"""What falls due soon: the list, and separately what was only requested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from papi_cli.states import State, Verdict
from papi_cli.text import day_text, number_text, weekday_and_day_text
from papi_cli.views.asked import Asked, Owed, owed_in, requested_last, roles_in_title, shared_or_each, verdicts_of
from papi_cli.views.json_parts import envelope, owed_json, state_counts
from papi_cli.views.lists import BY_LAST_DAY, Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.page import Heading, Page, Paragraph, Table


class UpcomingAnswer(NamedTuple):
    """The answer of `papi upcoming`: what is in time with at most `within` days left, in the order of the list.

    `in_time` is all that is in time of what the plans asked take.
    """

    asked: tuple[Asked, ...]
    arrangement: Arrangement
    within: int
    owed: tuple[Owed, ...]
    in_time: tuple[Owed, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the list alone."""
        return verdicts_of(self.owed)

    def page(self) -> Page:
        """Return the list for readers; when it is empty, the next day on which something falls due."""
        spans = [f"từ {day_text(one.states.as_of)} đến {day_text(self._until(one))}" for one in self.asked]
        roles, span = roles_in_title(self.asked), shared_or_each(self.asked, spans)
        title = Heading(f"Đến hạn trong {number_text(self.within)} ngày tới ({span}){roles and f',{roles}'}", level=1)
        empty = Paragraph(f"Không có đầu việc nào đến hạn. {_next_deadline_sentence(self.in_time)}")
        return (title, *obligation_list_page(self.asked, self.owed, self.arrangement, empty=empty))

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.asked, self.owed, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.upcoming/2`, of several plans `papi.upcoming/3`; what is only requested comes last."""
        until = {self._until(one).isoformat() for one in self.asked}
        return {
            **envelope(self.asked, "papi.upcoming"),
            "within": self.within,
            "until": until.pop() if len(until) == 1 else None,
            "summary": state_counts(self.verdicts),
            "obligations": [owed_json(one) for one in requested_last(self.owed)],
        }

    def _until(self, one: Asked) -> date:
        """Return the last day that the list covers of a plan."""
        return one.states.as_of + timedelta(days=self.within)


def find_upcoming(asked: Sequence[Asked], arrangement: Arrangement, *, within: int) -> UpcomingAnswer:
    """Return what falls due in the next `within` days, by last day (the next first) unless arranged otherwise."""
    in_time = tuple(one for one in owed_in(asked) if one.verdict.state is State.IN_TIME)
    soon = [one for one in in_time if (one.verdict.days_left or 0) <= within]
    ordered = arrangement.in_chosen_order(soon, BY_LAST_DAY)
    return UpcomingAnswer(tuple(asked), arrangement, within, ordered, in_time)


def _next_deadline_sentence(in_time: Sequence[Owed]) -> str:
    days = [one.verdict.last for one in in_time if one.verdict.last is not None]
    if not days:
        return "Không còn đầu việc nào trong hạn."
    day = min(days)
    return f"Hạn gần nhất: {weekday_and_day_text(day)} ({number_text(days.count(day))} đầu việc)."
