"""The answer of `papi tasks`: the work of the plan, of one agency or of all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from papi_cli.plan.model import ItemKind, Plan
from papi_cli.states import Verdict
from papi_cli.text import join_words, number_text
from papi_cli.views.asked import (
    Asked,
    Owed,
    agencies_asked,
    as_of_words,
    by_plan,
    count_line,
    owed_in,
    owed_of,
    part_of,
    roles_in_title,
    shared_words,
    verdicts_of,
)
from papi_cli.views.columns import ObligationColumn
from papi_cli.views.json_parts import envelope, owed_json, state_counts
from papi_cli.views.lists import REQUESTED_HEADING, Arrangement, footnotes, obligation_rows, obligations_table
from papi_cli.views.obligations import binding_only, requested_only
from papi_cli.views.occurrences import SHOW_ALL, near_among, near_unless_named
from papi_cli.views.own_columns import filled_columns, own_columns, roles_first
from papi_cli.views.page import Heading, Page, Paragraph, Table
from papi_cli.views.parts import by_part, duties_heading
from papi_cli.views.roles import names_cooperating
from papi_cli.views.words import span_words

_COLUMNS = (
    ObligationColumn.LAST,
    ObligationColumn.WEEKDAY,
    ObligationColumn.ITEM,
    ObligationColumn.PRODUCT,
    ObligationColumn.AGENCY,
    ObligationColumn.COOPERATING,
    ObligationColumn.STATE,
)


_NOTHING: Page = (Paragraph("Không có đầu việc nào."),)


class TasksAnswer(NamedTuple):
    """The answer of `papi tasks`: what the plans asked take, in the order of the list."""

    asked: tuple[Asked, ...]
    arrangement: Arrangement
    owed: tuple[Owed, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return verdicts_of(self.owed)

    def page(self) -> Page:
        """Return the work list for readers: the duties, then a table for each part; of several plans one by one."""
        agencies = [agency.name for agency in agencies_asked(self.asked)]
        whose = f" của {join_words(agencies)}" if agencies else roles_in_title(self.asked)
        span = shared_words(f" {span_words(one.plan.span)}" for one in self.asked)
        page: Page = (Heading(f"Danh mục công việc{span}{whose}, tính đến ngày {as_of_words(self.asked)}", level=1),)
        spread = self.arrangement.spread
        shown, near = near_among(self.asked, self.owed, partial(near_unless_named, spread=spread))
        if self.arrangement.sort_keys:
            page += _sorted_list(self, shown)
        else:
            for one, verdicts in by_plan(self.asked, shown):
                page += part_of(one, _parts_of(one, verdicts, self.arrangement, one_agency=len(agencies) == 1))
        counted = count_line(self.asked, f"{number_text(len(self.owed))} đầu việc")
        return (*page, *footnotes(shown), *near.note(SHOW_ALL), Paragraph(counted, quiet=True))

    def rows(self) -> Table:
        """Return one row per obligation."""
        own = [own_columns(one.plan) for one in self.asked]
        return obligation_rows(self.asked, self.owed, self.arrangement, own=own)

    def json(self) -> dict[str, Any]:
        """Return the contract `papi.tasks/2`, of several plans `papi.tasks/3`."""
        return {
            **envelope(self.asked, "papi.tasks"),
            "summary": state_counts(self.verdicts),
            "obligations": [owed_json(one) for one in self.owed],
        }


def find_tasks(asked: Sequence[Asked], arrangement: Arrangement) -> TasksAnswer:
    """Return what the plans asked take, in the order of their documents unless arranged otherwise."""
    return TasksAnswer(tuple(asked), arrangement, arrangement.in_chosen_order(owed_in(asked)))


def _parts_of(one: Asked, verdicts: Sequence[Verdict], arrangement: Arrangement, *, one_agency: bool) -> Page:
    """Return the tables of a plan under their headings, by part of its document."""
    page: Page = ()
    for head, members in _sections(one.plan, verdicts):
        page += (Heading(head), _table(one, members, arrangement, one_agency=one_agency))
    return page or _NOTHING


def _sorted_list(answer: TasksAnswer, shown: Sequence[Owed]) -> Page:
    """Return one table of all, in the order asked for; of several plans each row says which."""
    one_agency = len(agencies_asked(answer.asked)) == 1
    if not shown:
        return _NOTHING
    if len(answer.asked) == 1:
        return (_table(answer.asked[0], verdicts_of(shown), answer.arrangement, one_agency=one_agency),)
    telling = {
        column
        for one, verdicts in by_plan(answer.asked, shown)
        for column in _informative_columns(one.plan, verdicts, one_agency=one_agency)
    }
    columns = (column for column in _COLUMNS if column in telling)
    return (obligations_table(shown, answer.arrangement, (ObligationColumn.PLAN, *columns)),)


def _table(one: Asked, verdicts: Sequence[Verdict], arrangement: Arrangement, *, one_agency: bool) -> Table:
    columns = _informative_columns(one.plan, verdicts, one_agency=one_agency)
    own = roles_first(filled_columns(one.plan, verdicts), one.selection.roles)
    return obligations_table(owed_of(one, verdicts), arrangement, columns, own=own)


def _informative_columns(plan: Plan, verdicts: Sequence[Verdict], *, one_agency: bool) -> tuple[ObligationColumn, ...]:
    """Return the columns that tell something here: no agency in one agency's list, no cooperators of a duty.

    Where the plan has no column of cooperating agencies, neither has the list.
    """
    left_out = {ObligationColumn.AGENCY} if one_agency else set()
    if not names_cooperating(plan) or all(verdict.obligation.item.kind is ItemKind.DUTY for verdict in verdicts):
        left_out.add(ObligationColumn.COOPERATING)
    return tuple(column for column in _COLUMNS if column not in left_out)


def _sections(plan: Plan, verdicts: Sequence[Verdict]) -> list[tuple[str, Sequence[Verdict]]]:
    """Return the obligations under their headings, by part of the document."""
    duties = [verdict for verdict in verdicts if verdict.obligation.item.kind is ItemKind.DUTY]
    sections = [
        (duties_heading(plan), binding_only(duties)),
        (REQUESTED_HEADING, requested_only(duties)),
        *by_part(plan, verdicts, index_words=plan.words.index),
    ]
    return [(heading, members) for heading, members in sections if members]
