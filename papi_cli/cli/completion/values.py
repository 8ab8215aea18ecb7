"""The words that shell completion offers for the values of options and arguments.

Codes and names come straight from the plan's YAML: a shell asks at every press of Tab, and the schema alone costs as
much as the whole answer.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from papi_cli.store.locations import PLAN_FOLDER, find_plan_folder
from papi_cli.store.sources import FolderSource

if TYPE_CHECKING:
    from papi_cli.plan.files.yamltext import YamlValue

# What is offered: the word, and what it stands for (zsh and fish show it beside the word).
Suggestion = tuple[str, str]

_MAX_ABOUT_LENGTH = 60

_REPORTS = {
    "semiannual": "báo cáo 06 tháng đầu năm",
    "annual": "báo cáo năm",
    "tasks": "danh mục công việc của một cơ quan",
}


def suggest_reports(incomplete: str) -> list[Suggestion]:
    """Return the kinds of reports that begin with `incomplete`."""
    return [(name, about) for name, about in _REPORTS.items() if name.startswith(incomplete.lower())]


_PAPERS = {"markdown": "văn bản Markdown", "word": "tệp Word", "html": "trang HTML, in được"}


def suggest_document_formats(incomplete: str) -> list[Suggestion]:
    """Return the formats of documents that begin with `incomplete`."""
    return [(name, about) for name, about in _PAPERS.items() if name.startswith(incomplete.lower())]


def suggest_agencies(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the ids of agencies that begin with `incomplete`, each with the name."""
    tree = _read_tree(ctx, "agencies.yaml")
    entries = [
        *_list_at(tree, "departments"),
        *_list_at(tree, "bodies"),
        *_list_at(tree, "communes", "list"),
    ]
    return _starting_with(incomplete, [(_text_at(entry, "id"), _text_at(entry, "name")) for entry in entries])


def suggest_groups(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the ids of groups that have members, each with the name."""
    closed = [entry for entry in _list_at(_read_tree(ctx, "agencies.yaml"), "groups") if _has_members(entry)]
    return _starting_with(incomplete, [(_text_at(entry, "id"), _text_at(entry, "name")) for entry in closed])


def suggest_indices(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the codes of the indices, each with its name."""
    entries = _list_at(_read_tree(ctx, "indices.yaml"), "indices")
    return _starting_with(
        incomplete, [(_text_at(entry, "code"), _text_at(entry, "quote", "name")) for entry in entries]
    )


def suggest_items(ctx: typer.Context, incomplete: str) -> list[Suggestion]:
    """Return the codes of duties and tasks; once a task is named, those of its milestones."""
    task_of, slash, _ = incomplete.partition("/")
    offered: list[Suggestion] = []
    for section in _list_at(_read_tree(ctx, "tasks.yaml"), "sections"):
        for task in _list_at(section, "tasks"):
            code = _text_at(task, "code")
            offered.append((code, _text_at(task, "quote", "task")))
            if code == task_of:
                offered += [
                    (f"{code}/{_text_at(milestone, 'code')}", _text_at(milestone, "product"))
                    for milestone in _list_at(task, "milestones")
                ]
    if not slash:
        duties = _list_at(_read_tree(ctx, "duties.yaml"), "duties")
        offered += [(_text_at(duty, "code"), _text_at(duty, "product")) for duty in duties]
    return _starting_with(incomplete, offered)


def suggest_states(incomplete: str) -> list[Suggestion]:
    """Return the states, each with its words."""
    from papi_cli.views.words import STATE_WORDS

    return _starting_with(incomplete, [(state.value, words.label) for state, words in STATE_WORDS.items()])


def suggest_columns(incomplete: str) -> list[Suggestion]:
    """Return a list of columns, by commas, whose last word is a column not yet named."""
    from papi_cli.views.columns import COLUMN_SPECS

    before, comma, word = incomplete.rpartition(",")
    minus = "-" if word.startswith("-") else ""
    taken = {name.strip().removeprefix("-") for name in before.split(",")}
    offered = [
        (f"{before}{comma}{minus}{column.value}", spec.column.head)
        for column, spec in COLUMN_SPECS.items()
        if column not in taken
    ]
    return _starting_with(incomplete, offered)


def suggest_list_formats(incomplete: str) -> list[Suggestion]:
    """Return the formats of lists."""
    from papi_cli.cli.formats import ListFormat

    about = {
        ListFormat.TABLE: "bảng",
        ListFormat.JSON: "cho chương trình khác đọc",
        ListFormat.CSV: "cho bảng tính",
        ListFormat.MARKDOWN: "bảng Markdown",
    }
    return _starting_with(incomplete, [(shape.value, about[shape]) for shape in ListFormat])


def _starting_with(incomplete: str, offered: list[Suggestion]) -> list[Suggestion]:
    """Return what begins with `incomplete`, its meaning in one short line."""
    return [
        (word, textwrap.shorten(about, _MAX_ABOUT_LENGTH, placeholder=" …"))
        for word, about in offered
        if word and word.startswith(incomplete)
    ]


def _read_tree(ctx: typer.Context, name: str) -> YamlValue:
    """Return what a file of the plan says; nothing for a file that is not there or cannot be taken."""
    from papi_cli.plan.files.yamltext import read_yaml

    folder = find_plan_folder(ctx.params.get("plan"), environment=os.environ, here=Path.cwd())
    for path, raw in FolderSource(folder).read(PLAN_FOLDER, name, deep=False):
        document, _ = read_yaml(path, raw)
        if document is not None:
            return document.tree
    return {}


def _node_at(tree: YamlValue, *keys: str) -> YamlValue:
    for key in keys:
        tree = tree.get(key, "") if isinstance(tree, dict) else ""
    return tree


def _text_at(tree: YamlValue, *keys: str) -> str:
    found = _node_at(tree, *keys)
    return found if isinstance(found, str) else ""


def _list_at(tree: YamlValue, *keys: str) -> Iterator[YamlValue]:
    found = _node_at(tree, *keys)
    return iter(found if isinstance(found, list) else ())


def _has_members(group: YamlValue) -> bool:
    return bool(_node_at(group, "every") or _node_at(group, "members"))
