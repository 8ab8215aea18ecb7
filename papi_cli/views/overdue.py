"""What is overdue: the list, and separately what was only requested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from papi_cli.states import State, Verdict
from papi_cli.views.asked import Asked, Owed, as_of_words, owed_in, requested_last, roles_in_title, verdicts_of
from papi_cli.views.json_parts import envelope, owed_json, state_counts
from papi_cli.views.lists import BY_LAST_DAY, Arrangement, obligation_list_page, obligation_rows
from papi_cli.views.page import Heading, Page, Paragraph, Table


class OverdueAnswer(NamedTuple):
    """The answer of `papi overdue`: what is overdue of what the plans asked take, in the order of the list."""

    asked: tuple[Asked, ...]
    arrangement: Arrangement
    owed: tuple[Owed, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return verdicts_of(self.owed)

    def page(self) -> Page:
        """Return the list for readers."""
        roles = roles_in_title(self.asked)
        title = Heading(f"Quá hạn tính đến ngày {as_of_words(self.asked)}{roles and f',{roles}'}", level=1)
        empty = Paragraph("Không có đầu việc nào quá hạn.")
        return (title, *obligation_list_page(self.asked, self.owed, self.arrangement, empty=empty))

    def rows(self) -> Table:
        """Return one row per obligation."""
        return obligation_rows(self.asked, self.owed, self.arrangement)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.overdue/2`, of several plans `papi.overdue/3`; what is only requested comes last."""
        return {
            **envelope(self.asked, "papi.overdue"),
            "summary": state_counts(self.verdicts),
            "obligations": [owed_json(one) for one in requested_last(self.owed)],
        }


def find_overdue(asked: Sequence[Asked], arrangement: Arrangement) -> OverdueAnswer:
    """Return what is overdue of the plans asked, by last day (the oldest first) unless arranged otherwise."""
    late = [one for one in owed_in(asked) if one.verdict.state is State.OVERDUE]
    return OverdueAnswer(tuple(asked), arrangement, arrangement.in_chosen_order(late, BY_LAST_DAY))
