"""The columns of annexes that are the plan's own: what they cost, who answers for it, remarks, other roles.

Of what stands in them the program takes nothing but the roles of agencies; lists and documents show it word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from papi_cli.plan.model import ItemKind, Plan, Task
from papi_cli.states import Verdict


class OwnColumn(NamedTuple):
    """A column of one or more annexes under one head: `ids` gives its id in each, by the code of the annex."""

    head: str
    ids: Mapping[str, str]

    def words(self, task: Task | None) -> str:
        """Return the cell of a task, "" where its annex has no such column and for what is no task."""
        return task.cells.get(self.ids.get(task.section.annex, ""), "") if task else ""


def own_columns(plan: Plan) -> tuple[OwnColumn, ...]:
    """Return the plan's own columns, in the order of its annexes; those of equal heads are one, if each annex has one.

    Example: one annex has «Kinh phí» and «Ghi chú», the next «Ghi chú» twice: there are three columns, and the first
    «Ghi chú» has cells of both annexes.
    """
    merged: dict[tuple[str, int], dict[str, str]] = {}
    for annex in plan.task_annexes.values():
        seen: Counter[str] = Counter()
        for column in annex.own_columns:
            seen[column.head] += 1
            merged.setdefault((column.head, seen[column.head]), {})[annex.code] = column.id
    return tuple(OwnColumn(head, ids) for (head, _), ids in merged.items())


def filled_columns(plan: Plan, verdicts: Sequence[Verdict]) -> tuple[OwnColumn, ...]:
    """Return those of the plan's own columns in which something stands for one of the obligations."""
    tasks = {verdict.obligation.item.source[0]: task for verdict in verdicts if (task := task_of(plan, verdict))}
    return tuple(column for column in own_columns(plan) if any(map(column.words, tasks.values())))


def roles_first(columns: Iterable[OwnColumn], roles: Collection[str]) -> tuple[OwnColumn, ...]:
    """Return the columns with those of the roles asked for (ids) in front: a narrow screen leaves out the last ones."""
    return tuple(sorted(columns, key=lambda column: not any(id_ in roles for id_ in column.ids.values())))


def task_of(plan: Plan, verdict: Verdict) -> Task | None:
    """Return the row that an obligation comes from, None for a duty."""
    item = verdict.obligation.item
    return plan.tasks[item.source[0]] if item.kind is ItemKind.TASK else None


def numbered_by_head(columns: Iterable[OwnColumn]) -> dict[tuple[str, int], OwnColumn]:
    """Return the columns by their heads, each with the number of the column among those of its head, from 1."""
    seen: Counter[str] = Counter()
    numbered: dict[tuple[str, int], OwnColumn] = {}
    for column in columns:
        seen[column.head] += 1
        numbered[column.head, seen[column.head]] = column
    return numbered


def heads_beside(columns: Iterable[OwnColumn], others: Collection[str]) -> list[str]:
    """Return the heads of own columns beside columns of the program with the heads `others`, from which they differ."""
    return [f"{column.head} (trong văn bản)" if column.head in others else column.head for column in columns]
