"""The same thing twice: tasks of one text, an agency in two spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.problems import ProblemCode
from papi_cli.text import match_key

# Of all the words of two tasks, how many are shared where they are taken for one.
_DUPLICATE_SHARE = 0.9


def duplicate_tasks(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a task whose text is (nearly) that of an earlier one: two agencies may be asked for one thing."""
    earlier: list[tuple[str, frozenset[str]]] = []
    for keys, task in subject.tasks():
        words = frozenset(re.findall(r"\w+", match_key(task.quote.task)))
        for code, others in earlier:
            if words and len(words & others) >= _DUPLICATE_SHARE * len(words | others):
                message = f"nhiệm vụ {task.code} gần như cùng nội dung với nhiệm vụ {code}."
                said = (ProblemCode.DUPLICATE_TASKS, message, "Kiểm tra xem có phải là một nhiệm vụ ghi hai lần.")
                yield subject.warning_at("tasks.yaml", (*keys, "quote", "task"), (code, task.code), said)
        earlier.append((task.code, words))


def spelling_variants(subject: CheckContext) -> Iterator[CheckWarning]:
    """Warn of a quoted cell that writes an agency otherwise than agencies.yaml names it."""
    spellings = _spellings(subject.plan)
    anyhow = re.compile("|".join(map(re.escape, sorted(spellings, key=len, reverse=True))))
    for file, keys, place, cell in _agency_cells(subject):
        for found in anyhow.finditer(cell):
            owner = spellings[found[0]]
            if found[0] in (owner.name, _short(owner)):
                continue
            message = f"{place}: «{found[0]}» là một cách viết khác của «{owner.name}»."
            said = (
                ProblemCode.SPELLING_VARIANT,
                message,
                "Đối chiếu với bản gốc; nếu đúng nguyên văn thì ghi vào errata.yaml.",
            )
            yield subject.warning_at(file, keys, (place,), said)._replace(quote=found[0])


def _short(owner: Agency | Group) -> str:
    return owner.short_name if isinstance(owner, Group) else owner.name


def _spellings(plan: Plan) -> dict[str, Agency | Group]:
    """Return the owner of each way to write a name; abbreviations of capitals alone are no other spelling."""
    owners: list[Agency | Group] = [*plan.agencies.values(), *plan.groups.values()]
    return {
        name: owner
        for owner in owners
        for name in (owner.name, _short(owner), *owner.aliases)
        if not name.isupper() and len(name) > len("STP")
    }


def _agency_cells(subject: CheckContext) -> Iterator[tuple[str, KeyPath, str, str]]:
    """Yield file, keys, place and text of the cells of both annexes that name agencies."""
    for keys, row in subject.component_records():
        for cell, text in (("lead", row.quote.lead), ("cooperating", row.quote.cooperating)):
            yield "indices.yaml", (*keys, "quote", cell), row.code, text
    for keys, task in subject.tasks():
        for cell, text in (("lead", task.quote.lead), ("cooperating", task.quote.cooperating)):
            yield "tasks.yaml", (*keys, "quote", cell), task.code, text
