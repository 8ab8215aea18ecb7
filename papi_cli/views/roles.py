"""The roles that agencies have in the tasks of others: to cooperate, and those of the plan's own columns."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.model import Plan, Task
from papi_cli.plan.quotation import COLUMN_HEADS, Meaning
from papi_cli.text import slug


def roles_of(plan: Plan) -> dict[str, str]:
    """Return the roles beside lead that tasks of the plan give, in the order of the columns: the head of each by its id.

    The id is that of the column. Columns of one id in several annexes are one role, under the head of the first.
    """
    roles: dict[str, str] = {}
    for annex in plan.task_annexes.values():
        for column in annex.columns:
            if column.is_role or column.id == Meaning.COOPERATING:
                roles.setdefault(column.id, column.head)
    if any(task.cooperating for task in plan.tasks.values()):
        roles.setdefault(Meaning.COOPERATING.value, COLUMN_HEADS[Meaning.COOPERATING])
    return roles


def names_cooperating(plan: Plan) -> bool:
    """Whether the plan has cooperating agencies: a column of them, or a task that gives some."""
    others = any(task.references.others for task in plan.tasks.values())
    return Meaning.COOPERATING in roles_of(plan) or others


def find_roles(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the ids of the roles called `words`, whatever their case and marks: by id or head, else by a part of a head.

    «thẩm tra» is the role under the head «Cơ quan thẩm tra» if no other head has these words; several roles are returned
    only where their heads are the same, in different annexes. Nothing is returned for words that name none or many.
    """
    key = slug(words)
    heads = {role: slug(head) for role, head in roles_of(plan).items()}
    if exact := [role for role, head in heads.items() if key in (role, head)]:
        return tuple(exact)
    parts = [role for role, head in heads.items() if key and f"-{key}-" in f"-{head}-"]
    return tuple(parts) if len({heads[role] for role in parts}) == 1 else ()


def agencies_in_role(task: Task, role: str) -> tuple[str, ...]:
    """Return the ids of the agencies that have the role in the task, groups spread."""
    return task.cooperating if role == Meaning.COOPERATING else task.roles.get(role, ())


def roles_of_agency(plan: Plan, agency: str) -> Mapping[str, int]:
    """Return in how many tasks the agency (an id) has each role that it has at all, by the id of the role."""
    counts = {
        role: sum(agency in agencies_in_role(task, role) for task in plan.tasks.values()) for role in roles_of(plan)
    }
    return {role: count for role, count in counts.items() if count}
