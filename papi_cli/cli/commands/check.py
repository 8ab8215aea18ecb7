"""papi check."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from papi_cli.cli.formats import find_format
from papi_cli.cli.options import shared
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr, terminal_width, wrap_for_terminal
from papi_cli.problems import ExitCode, Misuse, Problem, errors_of

StrictOption = Annotated[bool, typer.Option("--strict", help="Cảnh báo cũng làm thoát với mã 1.")]
ExplainOption = Annotated[
    str | None, typer.Option("--explain", metavar="MÃ", help="Giải thích một mã lỗi, ví dụ P104, rồi thoát.")
]
ProblemFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="DẠNG",
        help="Dạng kết quả: table (mặc định), json, github (chú thích trên GitHub), gitlab (báo cáo chất lượng mã); "
        "không ghi thì theo đuôi tên tệp của --output.",
    ),
]

_EXAMPLES = """
papi check
papi check --strict
papi check --format gitlab -o check.json
papi check --explain P205
"""


class ProblemFormat(StrEnum):
    """The formats of problems."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


_SUFFIXES = {
    ProblemFormat.TABLE: ".txt",
    ProblemFormat.JSON: ".json",
    ProblemFormat.GITHUB: ".txt",
    ProblemFormat.GITLAB: ".json",
}
_REFUSAL = "Không ghi được kết quả kiểm tra vào tệp «{}». Đặt tên tệp kết thúc bằng .json hoặc .txt."


@papi_command("check", examples=_EXAMPLES)
def command(
    plan: shared.PlanOption = None,
    format_: ProblemFormatOption = None,
    output: shared.OutputOption = None,
    strict: StrictOption = False,
    explain_: ExplainOption = None,
) -> int:
    """Kiểm tra mọi tệp của kế hoạch và sổ theo dõi, báo tất cả lỗi và cảnh báo cùng lúc."""
    from papi_cli.store.locations import find_plan_folder

    shape = find_format(_SUFFIXES, format_, output, refusal=_REFUSAL)
    if explain_ is not None:
        if shape is not ProblemFormat.TABLE:
            raise Misuse("--explain chỉ giải thích bằng lời: bỏ --format, hoặc đặt tên tệp kết thúc bằng .txt.")
        from papi_cli.views.catalogue import explain_code, find_code

        page = explain_code(find_code(explain_))
        print_or_write((page if output is not None else wrap_for_terminal(page, sys.stdout)).encode(), output)
        return ExitCode.OK
    folder = find_plan_folder(plan, environment=os.environ, here=Path.cwd())
    found, content, counts = _check_folder(folder, shape, terminal_width(sys.stdout) if output is None else None)
    if content or output is not None:
        print_or_write(content.encode(), output)
    print_stderr(counts)
    return ExitCode.FOUND if errors_of(found) or (strict and found) else ExitCode.OK


def _check_folder(folder: Path, shape: ProblemFormat, screen: int | None) -> tuple[Sequence[Problem], str, str]:
    """Return the problems of plan and log in `folder`, what to print of them (on a `screen`), and the line of counts."""
    from papi_cli.checks import all_problems
    from papi_cli.plan.files.records import FILE_MODELS, OPTIONAL_FILES
    from papi_cli.plan.files.yamltext import split_lines
    from papi_cli.plan.resolve.resolver import resolve_leniently
    from papi_cli.render import diagnostics
    from papi_cli.store.locations import PLAN_FOLDER
    from papi_cli.store.parsing import parse_files
    from papi_cli.store.reading import file_checksums, read_log_files, read_plan_files
    from papi_cli.store.sources import FolderSource
    from papi_cli.views import problems as view

    source = FolderSource(folder)
    files, log = read_plan_files(source), read_log_files(source)
    documents = parse_files(files, FILE_MODELS, optional=OPTIONAL_FILES)
    resolved = resolve_leniently(documents.by_name, fingerprint=files.fingerprint)
    evidence = file_checksums(folder, (one.path for line in log.lines for one in line.event.evidence if one.path))
    found = tuple(
        sorted({*documents.problems, *log.problems, *all_problems(resolved, documents.by_name, log.lines, evidence)})
    )
    raw = {**files.raw, **log.raw}
    whole = resolved.plan is not None
    counts = view.check_summary(
        found,
        plan_files=sum(f"{PLAN_FOLDER}/{name}" in raw for name in FILE_MODELS),
        log_files=len(log.raw),
        whole=whole,
    )
    shown = view.quote_problems(found, lambda file: split_lines(raw.get(file, b"")), screen)
    match shape:
        case ProblemFormat.TABLE:
            content = diagnostics.text(shown, screen)
        case ProblemFormat.JSON:
            from papi_cli.render import jsontext

            content = jsontext.render(view.check_json(found, resolved.plan, files.fingerprint))
        case ProblemFormat.GITHUB:
            content = diagnostics.github(shown)
        case ProblemFormat.GITLAB:
            content = diagnostics.gitlab(shown)
    return found, content, counts
