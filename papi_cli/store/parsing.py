"""The documents that the plan's files hold. Who needs no YAML, because the plan is kept, goes without this module."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.problems import Problem, ProblemCode
from papi_cli.store.locations import PLAN_FOLDER
from papi_cli.store.reading import PlanFiles


class ParsedFiles(NamedTuple):
    """Documents by file name, as far as there are any, and what is wrong with the text of the files."""

    by_name: Mapping[str, YamlDocument]
    problems: tuple[Problem, ...]


def parse_files(files: PlanFiles, names: Collection[str], *, optional: Collection[str] = ()) -> ParsedFiles:
    """Return the documents of those of `files` that are called so.

    Each of `names` has a document or a problem; those of them that are `optional` may be absent.
    """
    documents: dict[str, YamlDocument] = {}
    problems: list[Problem] = []
    for name in names:
        path = f"{PLAN_FOLDER}/{name}"
        if path in files.raw:
            document, found = read_yaml(path, files.raw[path])
            problems.extend(found)
            if document is not None:
                documents[name] = document
        elif name not in optional:
            hint = "Khôi phục tệp từ git, hoặc đặt lại đúng tên ấy."
            problems.append(Problem(path, 1, 1, ProblemCode.MISSING_FILE, "kế hoạch thiếu tệp này.", hint))
    return ParsedFiles(documents, tuple(problems))
