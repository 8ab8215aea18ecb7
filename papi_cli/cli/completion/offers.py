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

from papi_cli.store.places import PLAN_FOLDER, find_plan_folder
from papi_cli.store.sources import FolderSource

if TYPE_CHECKING:
    from papi_cli.plan.files.yamltext import YamlValue

# What is offered: the word, and what it stands for (zsh and fish show it beside the word).
Offer = tuple[str, str]

_LONGEST = 60

# The states and columns with their words. They stand in views/, which would bring half of the program with it; a test
# holds these tables against them.
_STATES = {
    "done_on_time": "đã hoàn thành đúng hạn",
    "done_late": "đã hoàn thành quá hạn",
    "done_undated": "đã hoàn thành (không ghi thời hạn)",
    "in_time": "chưa hoàn thành, trong hạn",
    "overdue": "chưa hoàn thành, quá hạn",
    "undated": "chưa hoàn thành, không ghi thời hạn",
    "ongoing": "thực hiện thường xuyên",
    "waived": "đưa ra khỏi danh mục theo dõi",
}
_COLUMNS = {
    "id": "Mã trách nhiệm",
    "item": "Mã",
    "agency_id": "Mã cơ quan",
    "agency": "Cơ quan",
    "index": "Chỉ số",
    "title": "Nhiệm vụ",
    "product": "Sản phẩm",
    "due": "Thời hạn (nguyên văn)",
    "last": "Hạn cuối",
    "weekday": "Thứ",
    "state": "Tình trạng",
    "remarks": "Ghi chú",
    "days_left": "Còn lại (ngày)",
    "days_late": "Quá hạn (ngày)",
    "done_on": "Ngày hoàn thành",
    "document": "Văn bản",
    "within": "Lồng ghép trong",
    "evidence": "Minh chứng",
    "cooperating": "Phối hợp",
}


_REPORTS = {
    "semiannual": "báo cáo 06 tháng đầu năm",
    "annual": "báo cáo năm",
    "tasks": "danh mục công việc của một cơ quan",
}


def reports(incomplete: str) -> list[Offer]:
    """Return the kinds of reports that begin with `incomplete`."""
    return [(name, about) for name, about in _REPORTS.items() if name.startswith(incomplete.lower())]


_PAPERS = {"markdown": "văn bản Markdown", "word": "tệp Word", "html": "trang HTML, in được"}


def papers(incomplete: str) -> list[Offer]:
    """Return the formats of documents that begin with `incomplete`."""
    return [(name, about) for name, about in _PAPERS.items() if name.startswith(incomplete.lower())]


def agencies(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Return the ids of agencies that begin with `incomplete`, each with the name."""
    tree = _read(ctx, "agencies.yaml")
    entries = [
        *_entries(tree, "departments"),
        *_entries(tree, "bodies"),
        *_entries(tree, "communes", "list"),
    ]
    return _beginning(incomplete, [(_said(entry, "id"), _said(entry, "name")) for entry in entries])


def groups(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Return the ids of groups that have members, each with the name."""
    closed = [entry for entry in _entries(_read(ctx, "agencies.yaml"), "groups") if _members(entry)]
    return _beginning(incomplete, [(_said(entry, "id"), _said(entry, "name")) for entry in closed])


def indices(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Return the codes of the indices, each with its name."""
    entries = _entries(_read(ctx, "indices.yaml"), "indices")
    return _beginning(incomplete, [(_said(entry, "code"), _said(entry, "quote", "name")) for entry in entries])


def items(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Return the codes of duties and tasks; once a task is named, those of its milestones."""
    task_of, slash, _ = incomplete.partition("/")
    offered: list[Offer] = []
    for section in _entries(_read(ctx, "tasks.yaml"), "sections"):
        for task in _entries(section, "tasks"):
            code = _said(task, "code")
            offered.append((code, _said(task, "quote", "task")))
            if code == task_of:
                offered += [
                    (f"{code}/{_said(milestone, 'code')}", _said(milestone, "product"))
                    for milestone in _entries(task, "milestones")
                ]
    if not slash:
        duties = _entries(_read(ctx, "duties.yaml"), "duties")
        offered += [(_said(duty, "code"), _said(duty, "product")) for duty in duties]
    return _beginning(incomplete, offered)


def states(incomplete: str) -> list[Offer]:
    """Return the states, each with its words."""
    return _beginning(incomplete, list(_STATES.items()))


def columns(incomplete: str) -> list[Offer]:
    """Return a list of columns, by commas, whose last word is a column not yet named."""
    before, comma, word = incomplete.rpartition(",")
    minus = "-" if word.startswith("-") else ""
    taken = {one.strip().removeprefix("-") for one in before.split(",")}
    offered = [(f"{before}{comma}{minus}{column}", head) for column, head in _COLUMNS.items() if column not in taken]
    return _beginning(incomplete, offered)


def formats(incomplete: str) -> list[Offer]:
    """Return the formats of lists."""
    from papi_cli.cli.formats import Format

    about = {
        Format.TABLE: "bảng",
        Format.JSON: "cho chương trình khác đọc",
        Format.CSV: "cho bảng tính",
        Format.MARKDOWN: "bảng Markdown",
    }
    return _beginning(incomplete, [(shape.value, about[shape]) for shape in Format])


def _beginning(incomplete: str, offered: list[Offer]) -> list[Offer]:
    """Return what begins with `incomplete`, its meaning in one short line."""
    return [
        (word, textwrap.shorten(about, _LONGEST, placeholder=" …"))
        for word, about in offered
        if word and word.startswith(incomplete)
    ]


def _read(ctx: typer.Context, name: str) -> YamlValue:
    """Return what a file of the plan says; nothing for a file that is not there or cannot be taken."""
    from papi_cli.plan.files.yamltext import read_yaml

    folder = find_plan_folder(ctx.params.get("plan"), environment=os.environ, here=Path.cwd())
    for path, raw in FolderSource(folder).read(PLAN_FOLDER, name, deep=False):
        document, _ = read_yaml(path, raw)
        if document is not None:
            return document.tree
    return {}


def _at(tree: YamlValue, *keys: str) -> YamlValue:
    for key in keys:
        tree = tree.get(key, "") if isinstance(tree, dict) else ""
    return tree


def _said(tree: YamlValue, *keys: str) -> str:
    found = _at(tree, *keys)
    return found if isinstance(found, str) else ""


def _entries(tree: YamlValue, *keys: str) -> Iterator[YamlValue]:
    found = _at(tree, *keys)
    return iter(found if isinstance(found, list) else ())


def _members(group: YamlValue) -> bool:
    return bool(_at(group, "every") or _at(group, "members"))
