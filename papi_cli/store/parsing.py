"""Parse the plan's YAML files. A run that finds its plan in the cache never imports this module."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from papi_cli.plan.files.names import AMENDMENTS, MAX_FILE_ID, amendment_of, is_amendment_code
from papi_cli.plan.files.yamltext import YamlDocument, read_yaml
from papi_cli.problems import Problem, ProblemCode
from papi_cli.store.locations import AMENDMENT_FOLDER, PLAN_FOLDER
from papi_cli.store.reading import PlanFiles
from papi_cli.text import slug


class ParsedFiles(NamedTuple):
    """Documents by file name, for the files that could be parsed, and the problems in the text of the files."""

    by_name: Mapping[str, YamlDocument]
    problems: tuple[Problem, ...]


def parse_files(files: PlanFiles, names: Collection[str], *, optional: Collection[str] = ()) -> ParsedFiles:
    """Parse the files called `names`, for example `tasks.yaml`, and all amendments; other files are left alone.

    Each name comes back as a document or at least one problem, as `amendments/<code>.yaml` that of an amendment. An
    `optional` file that is absent is an empty document, as is an amendment that cannot be read, beside its problem.
    """
    documents: dict[str, YamlDocument] = {}
    problems: list[Problem] = []
    amendments = [path for path in files.raw if path.startswith(f"{AMENDMENT_FOLDER}/")]
    problems += [_name_problem(path) for path in amendments if not _is_well_named(path)]
    for name in (*names, *(_name_of(path) for path in amendments if _is_well_named(path))):
        path = f"{PLAN_FOLDER}/{name}"
        if path in files.raw:
            document, text_problems = read_yaml(path, files.raw[path])
            problems.extend(text_problems)
            if document is not None:
                documents[name] = document
            elif name.startswith(AMENDMENTS):
                documents[name] = YamlDocument(path, "", {})  # what others change may rest on it
        elif name in optional:
            documents[name] = YamlDocument(path, "", {})
        else:
            hint = "Khôi phục tệp từ git, hoặc đặt lại đúng tên ấy."
            problems.append(Problem(path, 1, 1, ProblemCode.MISSING_FILE, "kế hoạch thiếu tệp này.", hint))
    return ParsedFiles(documents, tuple(problems))


def _name_of(path: str) -> str:
    return path.removeprefix(f"{PLAN_FOLDER}/")


def _is_well_named(path: str) -> bool:
    return is_amendment_code(amendment_of(_name_of(path)))


def _name_problem(path: str) -> Problem:
    """Return the problem of an amendment whose file has a name that some systems do not have, or lies in a further folder."""
    message = (
        f"tệp văn bản sửa đổi phải nằm ngay trong «{AMENDMENT_FOLDER}», tên chỉ gồm chữ thường không dấu, chữ số và dấu gạch "
        f"nối, không quá {MAX_FILE_ID} ký tự."
    )
    code = slug(path.rpartition("/")[2].removesuffix(".yaml"))
    better = f"{AMENDMENT_FOLDER}/{code}.yaml"
    hint = f"Đổi thành «{better}»." if is_amendment_code(code) else "Đặt tên khác, ví dụ theo số văn bản: qd-1234.yaml."
    return Problem(path, 1, 1, ProblemCode.AMENDMENT_NAME, message, hint)
