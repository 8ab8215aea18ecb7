"""The documents that the plan's files hold. Who needs no YAML, because the plan is kept, goes without this module."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from papi_cli.plan.files.yamltext import Document, read_yaml
from papi_cli.problems import Code, Problem
from papi_cli.store.places import PLAN
from papi_cli.store.reading import PlanFiles


class Documents(NamedTuple):
    """Documents by file name, as far as there are any, and what is wrong with the text of the files."""

    by_name: Mapping[str, Document]
    problems: tuple[Problem, ...]


def documents_of(files: PlanFiles, names: Collection[str], *, optional: Collection[str] = ()) -> Documents:
    """Return the documents of those of `files` that are called so.

    Each of `names` has a document or a problem; those of them that are `optional` may be absent.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name in names:
        path = f"{PLAN}/{name}"
        if path in files.raw:
            document, found = read_yaml(path, files.raw[path])
            problems.extend(found)
            if document is not None:
                documents[name] = document
        elif name not in optional:
            hint = "Khôi phục tệp từ git, hoặc đặt lại đúng tên ấy."
            problems.append(Problem(path, 1, 1, Code.MISSING_FILE, "kế hoạch thiếu tệp này.", hint))
    return Documents(documents, tuple(problems))
