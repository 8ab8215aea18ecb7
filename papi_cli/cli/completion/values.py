"""The values that completion suggests for options and arguments.

Codes and names come straight from the plan's YAML, without its models: a shell asks at every press of Tab, and
importing pydantic takes as long as the whole answer.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from papi_cli.cli.formats import LIST_FORMATS, PROBLEM_FORMATS
from papi_cli.documents.formats import DocumentFormat
from papi_cli.store.locations import PLAN_FOLDER, current_folder, find_plan_folder
from papi_cli.store.sources import FolderSource

if TYPE_CHECKING:
    from papi_cli.plan.files.yamltext import YamlValue

# A value, and what it means (zsh and fish show that beside it).
Suggestion = tuple[str, str]

_MAX_MEANING_LENGTH = 60


def suggest_reports(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the kinds of reports: each reporting period, the one that is due, and the list of an agency's tasks."""
    periods = _list_at(_read_tree(ctx, "plan.yaml"), "periods")
    reports = [(_text_at(period, "id"), f"báo cáo {_text_at(period, 'name')}") for period in periods]
    others = [("due", "báo cáo kỳ đến hạn"), ("tasks", "danh mục công việc của một cơ quan")]
    return _matching_in_plan(incomplete.lower(), [*reports, *others])


def suggest_document_formats(incomplete: str) -> list[Suggestion]:
    """Return the formats of documents."""
    return _matching(incomplete.lower(), [(format_.value, format_.meaning) for format_ in DocumentFormat])


def suggest_agencies(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the ids of the agencies, each with its name."""
    tree = _read_tree(ctx, "agencies.yaml")
    entries = [
        *_list_at(tree, "departments"),
        *_list_at(tree, "bodies"),
        *_list_at(tree, "communes", "list"),
    ]
    return _matching_in_plan(incomplete, [(_text_at(entry, "id"), _text_at(entry, "name")) for entry in entries])


def suggest_groups(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the ids of the groups that have members, each with its name."""
    closed = [entry for entry in _list_at(_read_tree(ctx, "agencies.yaml"), "groups") if _has_members(entry)]
    return _matching_in_plan(incomplete, [(_text_at(entry, "id"), _text_at(entry, "name")) for entry in closed])


def suggest_indices(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the codes of the indices, each with its name."""
    entries = _list_at(_read_tree(ctx, "indices.yaml"), "indices")
    return _matching_in_plan(
        incomplete, [(_text_at(entry, "code"), _text_at(entry, "quote", "name")) for entry in entries]
    )


def suggest_items(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the codes of tasks and duties; once `incomplete` begins with a whole task code, its milestones too.

    `II` gives the tasks of section II, `II.5` that task and its milestones (II.5/ke-hoach), `II.5/` the milestones
    alone.
    """
    task_code, slash, _ = incomplete.partition("/")
    items: list[Suggestion] = []
    for section in _list_at(_read_tree(ctx, "tasks.yaml"), "sections"):
        for task in _list_at(section, "tasks"):
            code = _text_at(task, "code")
            items.append((code, _text_at(task, "quote", "task")))
            if code == task_code:
                items += [
                    (f"{code}/{_text_at(milestone, 'code')}", _text_at(milestone, "product"))
                    for milestone in _list_at(task, "milestones")
                ]
    if not slash:
        duties = _list_at(_read_tree(ctx, "duties.yaml"), "duties")
        items += [(_text_at(duty, "code"), _text_at(duty, "product")) for duty in duties]
    return _matching_in_plan(incomplete, items)


def suggest_states(incomplete: str) -> list[Suggestion]:
    """Return the states, each with its label."""
    from papi_cli.views.words import STATE_WORDS

    return _matching(incomplete, [(state.value, words.label) for state, words in STATE_WORDS.items()])


def suggest_columns(incomplete: str) -> list[Suggestion]:
    """Return `incomplete`, a list separated by commas, with its last word completed to a column not yet in it.

    `agency,-days_l` gives `agency,-days_left` and `agency,-days_late`; the minus is that of `--sort`.
    """
    from papi_cli.views.columns import COLUMN_SPECS

    before, comma, word = incomplete.rpartition(",")
    minus = "-" if word.startswith("-") else ""
    columns_before = {name.strip().removeprefix("-") for name in before.split(",")}
    suggestions = [
        (f"{before}{comma}{minus}{column.value}", spec.column.head)
        for column, spec in COLUMN_SPECS.items()
        if column not in columns_before
    ]
    return _matching(incomplete, suggestions)


def suggest_list_formats(incomplete: str) -> list[Suggestion]:
    """Return the formats of lists."""
    return _matching(incomplete, [(format_.value, spec.meaning) for format_, spec in LIST_FORMATS.items()])


def suggest_problem_formats(incomplete: str) -> list[Suggestion]:
    """Return the formats of problems."""
    return _matching(incomplete, [(format_.value, spec.meaning) for format_, spec in PROBLEM_FORMATS.items()])


def _matching(incomplete: str, suggestions: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions whose value begins with `incomplete`, each meaning shortened to one line."""
    return [
        (value, textwrap.shorten(meaning, _MAX_MEANING_LENGTH, placeholder=" …"))
        for value, meaning in suggestions
        if value and value.startswith(incomplete)
    ]


def _matching_in_plan(incomplete: str, suggestions: list[Suggestion]) -> list[Suggestion]:
    """Return what `_matching` does, without codes that begin with a hyphen: the program would take them for options."""
    return _matching(incomplete, [suggestion for suggestion in suggestions if not suggestion[0].startswith("-")])


def _read_tree(ctx: typer.Context, name: str) -> YamlValue:
    """Return the content of a file of the plan; an empty mapping if the file is missing or not readable as YAML."""
    from papi_cli.plan.files.yamltext import read_yaml

    folder = find_plan_folder(ctx.params.get("plan"), environment=os.environ, here=current_folder()).folder
    for path, raw in FolderSource(folder).read(PLAN_FOLDER, name, deep=False):
        document, _ = read_yaml(path, raw)
        if document is not None:
            return document.tree
    return {}


def _node_at(tree: YamlValue, *keys: str) -> YamlValue:
    """Return the value below `keys`, "" if there is none: a half-edited file has any shape."""
    for key in keys:
        tree = tree.get(key, "") if isinstance(tree, dict) else ""
    return tree


def _text_at(tree: YamlValue, *keys: str) -> str:
    node = _node_at(tree, *keys)
    return node if isinstance(node, str) else ""


def _list_at(tree: YamlValue, *keys: str) -> Iterator[YamlValue]:
    node = _node_at(tree, *keys)
    return iter(node if isinstance(node, list) else ())


def _has_members(group: YamlValue) -> bool:
    return bool(_node_at(group, "every") or _node_at(group, "members"))
