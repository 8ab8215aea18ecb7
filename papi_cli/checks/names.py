"""The same thing twice: tasks of one text, an agency in two spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.checks.subject import Remark, Subject
from papi_cli.plan.files.yamltext import Keys
from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.problems import Code
from papi_cli.text import fold

# Of all the words of two tasks, how many are shared where they are taken for one.
_EQUAL = 0.9


def equal_tasks(subject: Subject) -> Iterator[Remark]:
    """Warn of a task whose text is (nearly) that of an earlier one: two agencies may be asked for one thing."""
    earlier: list[tuple[str, frozenset[str]]] = []
    for keys, task in subject.tasks():
        words = frozenset(re.findall(r"\w+", fold(task.quote.task)))
        for code, others in earlier:
            if words and len(words & others) >= _EQUAL * len(words | others):
                message = f"nhiệm vụ {task.code} gần như cùng nội dung với nhiệm vụ {code}."
                said = (Code.EQUAL_TASKS, message, "Kiểm tra xem có phải là một nhiệm vụ ghi hai lần.")
                yield subject.remark("tasks.yaml", (*keys, "quote", "task"), (code, task.code), said)
        earlier.append((task.code, words))


def other_spelling(subject: Subject) -> Iterator[Remark]:
    """Warn of a quoted cell that writes an agency otherwise than agencies.yaml names it."""
    spellings = _spellings(subject.plan)
    anyhow = re.compile("|".join(map(re.escape, sorted(spellings, key=len, reverse=True))))
    for file, keys, place, cell in _cells(subject):
        for found in anyhow.finditer(cell):
            owner = spellings[found[0]]
            if found[0] in (owner.name, _short(owner)):
                continue
            message = f"{place}: «{found[0]}» là một cách viết khác của «{owner.name}»."
            said = (Code.OTHER_SPELLING, message, "Đối chiếu với bản gốc; nếu đúng nguyên văn thì ghi vào errata.yaml.")
            yield subject.remark(file, keys, (place,), said)._replace(quote=found[0])


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


def _cells(subject: Subject) -> Iterator[tuple[str, Keys, str, str]]:
    """Yield file, keys, place and text of the cells of both annexes that name agencies."""
    for keys, row in subject.followed():
        for cell, text in (("lead", row.quote.lead), ("cooperating", row.quote.cooperating)):
            yield "indices.yaml", (*keys, "quote", cell), row.code, text
    for keys, task in subject.tasks():
        for cell, text in (("lead", task.quote.lead), ("cooperating", task.quote.cooperating)):
            yield "tasks.yaml", (*keys, "quote", cell), task.code, text
