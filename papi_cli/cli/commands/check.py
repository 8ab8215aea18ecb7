"""papi check."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.options import shared
from papi_cli.cli.output import put
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import columns, folded, tell
from papi_cli.problems import ExitCode, Misuse, Problem, errors_of
from papi_cli.text import nfc

StrictOption = Annotated[bool, typer.Option("--strict", help="Cảnh báo cũng làm thoát với mã 1.")]
ExplainOption = Annotated[
    str | None, typer.Option("--explain", metavar="MÃ", help="Giải thích một mã lỗi, ví dụ P104, rồi thoát.")
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="DẠNG",
        show_default=False,
        help="Dạng kết quả: table (mặc định), json, github (chú thích trên GitHub), gitlab (báo cáo chất lượng mã).",
    ),
]

_EXAMPLES = """
papi check
papi check --strict
papi check --format gitlab -o check.json
papi check --explain P205
"""


class Shape(StrEnum):
    """The formats of problems."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


@papi_command("check", examples=_EXAMPLES)
def command(
    plan: shared.PlanOption = None,
    format_: FormatOption = "table",
    output: shared.OutputOption = None,
    strict: StrictOption = False,
    explain_: ExplainOption = None,
) -> int:
    """Kiểm tra mọi tệp của kế hoạch và sổ theo dõi, báo tất cả lỗi và cảnh báo cùng lúc."""
    from papi_cli.store.places import find_plan

    if explain_ is not None:
        from papi_cli.views.catalogue import explain, find_code

        page = explain(find_code(explain_))
        put((page if output is not None else folded(page, sys.stdout)).encode(), output)
        return ExitCode.FINE
    shape = _shape(format_)
    folder = find_plan(plan, environment=os.environ, here=Path.cwd())
    found, content, counts = _checked(folder, shape, columns(sys.stdout) if output is None else None)
    if content or output is not None:
        put(content.encode(), output)
    tell(counts)
    return ExitCode.FOUND if errors_of(found) or (strict and found) else ExitCode.FINE


def _shape(word: str) -> Shape:
    try:
        return Shape(word.lower())
    except ValueError as error:
        raise Misuse(f"Không có dạng «{nfc(word)}». Các dạng: {', '.join(Shape)}.") from error


def _checked(folder: Path, shape: Shape, screen: int | None) -> tuple[Sequence[Problem], str, str]:
    """Return the problems of plan and log in `folder`, what to print of them (on a `screen`), and the line of counts."""
    from papi_cli.checks import inspect
    from papi_cli.plan.files.records import FILES, OPTIONAL_FILES
    from papi_cli.plan.files.yamltext import lines_of
    from papi_cli.plan.resolve.resolver import read_documents
    from papi_cli.render import diagnostics
    from papi_cli.store.documents import documents_of
    from papi_cli.store.places import PLAN
    from papi_cli.store.reading import checksums, load_log, read_plan
    from papi_cli.store.sources import Folder
    from papi_cli.views import problems as view

    source = Folder(folder)
    files, log = read_plan(source), load_log(source)
    documents = documents_of(files, FILES, optional=OPTIONAL_FILES)
    resolved = read_documents(documents.by_name, fingerprint=files.fingerprint)
    evidence = checksums(folder, (one.path for line in log.lines for one in line.event.evidence if one.path))
    found = tuple(
        sorted({*documents.problems, *log.problems, *inspect(resolved, documents.by_name, log.lines, evidence)})
    )
    raw = {**files.raw, **log.raw}
    whole = resolved.plan is not None
    counts = view.counted(
        found, plan_files=sum(f"{PLAN}/{name}" in raw for name in FILES), log_files=len(log.raw), whole=whole
    )
    shown = view.show(found, lambda file: lines_of(raw.get(file, b"")), screen)
    match shape:
        case Shape.TABLE:
            content = diagnostics.text(shown, screen)
        case Shape.JSON:
            from papi_cli.render import jsontext

            content = jsontext.render(view.check_json(found, resolved.plan, files.fingerprint))
        case Shape.GITHUB:
            content = diagnostics.github(shown)
        case Shape.GITLAB:
            content = diagnostics.gitlab(shown)
    return found, content, counts
