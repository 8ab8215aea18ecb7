"""Parse the plan's YAML files. A run that finds its plan in the cache never imports this module."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.problems import Problem, ProblemCode
from papi_cli.store.locations import PLAN_FOLDER
from papi_cli.store.reading import PlanFiles


class ParsedFiles(NamedTuple):
    """Documents by file name, for the files that could be parsed, and the problems in the text of the files."""

    by_name: Mapping[str, YamlDocument]
    problems: tuple[Problem, ...]


def parse_files(files: PlanFiles, names: Collection[str], *, optional: Collection[str] = ()) -> ParsedFiles:
    """Parse the files called `names`, for example `tasks.yaml`; other files of the plan's folder are left alone.

    Each name comes back as a document or at least one problem. An `optional` file that is absent is an empty document.
    """
    documents: dict[str, YamlDocument] = {}
    problems: list[Problem] = []
    for name in names:
        path = f"{PLAN_FOLDER}/{name}"
        if path in files.raw:
            document, text_problems = read_yaml(path, files.raw[path])
            problems.extend(text_problems)
            if document is not None:
                documents[name] = document
        elif name in optional:
            documents[name] = YamlDocument(path, "", {})
        else:
            hint = "Khôi phục tệp từ git, hoặc đặt lại đúng tên ấy."
            problems.append(Problem(path, 1, 1, ProblemCode.MISSING_FILE, "kế hoạch thiếu tệp này.", hint))
    return ParsedFiles(documents, tuple(problems))
