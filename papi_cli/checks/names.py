"""Rules on names: duplicate tasks; agencies spelled in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papi_cli.checks.context import CheckContext, CheckWarning
from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.plan.model import Agency, Group, Plan
from papi_cli.plan.quotation import Meaning
from papi_cli.problems import ProblemCode
from papi_cli.text import match_key

# Two tasks are duplicates if they share at least this part of all their words.
_DUPLICATE_SHARE = 0.9
# In letters; a longer name may be written in two ways.
_LONGEST_ABBREVIATION = 3


def duplicate_tasks(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a task that (nearly) repeats an earlier one: two agencies may be asked for the same thing."""
    earlier: list[tuple[str, frozenset[str]]] = []
    for keys, task in context.tasks():
        words = frozenset(re.findall(r"\w+", match_key(task.quote[Meaning.TASK])))
        for code, earlier_words in earlier:
            if words and len(words & earlier_words) >= _DUPLICATE_SHARE * len(words | earlier_words):
                message = f"nhiệm vụ {task.code} gần như cùng nội dung với nhiệm vụ {code}."
                finding = (ProblemCode.DUPLICATE_TASKS, message, "Kiểm tra xem có phải là một nhiệm vụ ghi hai lần.")
                yield context.warning_at("tasks.yaml", (*keys, "quote", "task"), (code, task.code), finding)
        earlier.append((task.code, words))


def spelling_variants(context: CheckContext) -> Iterator[CheckWarning]:
    """Warn about a quoted cell that spells the name of an agency in another way than agencies.yaml."""
    spellings = _spellings(context.plan)
    any_spelling = re.compile("|".join(map(re.escape, sorted(spellings, key=len, reverse=True))))
    for file, keys, code, cell in _agency_cells(context):
        for match in any_spelling.finditer(cell):
            owner = spellings[match[0]]
            if match[0] in (owner.name, _short(owner)):
                continue
            message = f"{code}: «{match[0]}» là một cách viết khác của «{owner.name}»."
            finding = (
                ProblemCode.SPELLING_VARIANT,
                message,
                "Đối chiếu với bản gốc; nếu đúng nguyên văn thì ghi vào errata.yaml.",
            )
            yield context.warning_at(file, keys, (code,), finding)._replace(quote=match[0])


def _short(owner: Agency | Group) -> str:
    return owner.short_name if isinstance(owner, Group) else owner.name


def _spellings(plan: Plan) -> dict[str, Agency | Group]:
    """Return the owner of each spelling of a name: name, short name and aliases, but no abbreviations."""
    owners: list[Agency | Group] = [*plan.agencies.values(), *plan.groups.values()]
    return {
        name: owner
        for owner in owners
        for name in (owner.name, _short(owner), *owner.aliases)
        if len(name) > _LONGEST_ABBREVIATION and not _abbreviates(name, owner.name)
    }


def _abbreviates(alias: str, name: str) -> bool:
    """Return whether an alias shortens words of the name to their letters (`STP`, `Sở KH&CN`, `VP UBND tỉnh`).

    Plans say so what they name often; a name that is written out in two ways is a slip.
    """
    letters = {word for word in re.findall(r"[^\W\d_]+", alias) if len(word) > 1 and word.isupper()}
    return alias != name and not letters <= set(re.findall(r"[^\W\d_]+", name))


def _agency_cells(context: CheckContext) -> Iterator[tuple[str, KeyPath, str, str]]:
    """Yield the cells that name agencies: file, key path, code of the row, text."""
    for keys, row in context.component_records():
        for cell, text in (("lead", row.quote.lead), ("cooperating", row.quote.cooperating)):
            yield "indices.yaml", (*keys, "quote", cell), row.code, text
    for keys, task in context.tasks():
        for cell, text in ((id_, task.quote.get(id_, "")) for id_ in (Meaning.LEAD, Meaning.COOPERATING)):
            yield "tasks.yaml", (*keys, "quote", cell), task.code, text
