"""papi check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.checking import FolderCheck, check_folder
from papi_cli.cli.completion import values
from papi_cli.cli.formats import ProblemFormat, find_problem_format
from papi_cli.cli.options import shared
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.cli.screen import print_stderr, terminal_width, wrap_for_terminal
from papi_cli.problems import ExitCode, Misuse, Problem, errors_of, hidden_problems_line, shown_problems

if TYPE_CHECKING:
    from papi_cli.views.problems import QuotedProblem

StrictOption = Annotated[bool, typer.Option("--strict", help="Coi cảnh báo như lỗi: thoát với mã 1.")]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="PHIÊN_BẢN",
        autocompletion=values.suggest_revisions,
        help="So sổ theo dõi cả với phiên bản git này: tệp đã sửa hoặc xóa từ đó đến nay là lỗi, dù đã lưu (commit). Nhánh "
        "đã tách khỏi phiên bản ấy thì so với chỗ tách; «PHIÊN_BẢN^{tree}» là so với đúng bản ấy.",
    ),
]
ExplainOption = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="MÃ",
        autocompletion=values.suggest_problem_codes,
        help="Giải thích một mã lỗi, ví dụ P104, rồi thoát.",
    ),
]
EveryPlaceOption = Annotated[
    bool, typer.Option("--all", help="Nêu từng chỗ; không ghi thì mỗi quy tắc chỉ nêu một lần cho mỗi tệp, kèm số chỗ.")
]
ProblemFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="DẠNG",
        autocompletion=values.suggest_problem_formats,
        help="Dạng kết quả: table (mặc định), json, github (chú thích trên GitHub), gitlab (báo cáo chất lượng mã); "
        "không ghi thì theo đuôi tên tệp của --output.",
    ),
]

_EXAMPLES = """
papi check
papi check --all
papi check --strict
papi check --since origin/main
papi check --format gitlab -o check.json
papi check --explain P205
"""


@papi_command("check", examples=_EXAMPLES)
def command(
    plan: shared.PlanOption = None,
    format_: ProblemFormatOption = None,
    output: shared.OutputOption = None,
    every: EveryPlaceOption = False,
    strict: StrictOption = False,
    since: SinceOption = None,
    explain_: ExplainOption = None,
) -> int:
    """Kiểm tra mọi tệp của kế hoạch và sổ theo dõi, báo tất cả lỗi và cảnh báo cùng lúc.

    Kế hoạch ở trong kho git thì tệp của sổ theo dõi đã sửa hoặc xóa sau lần lưu (commit) gần nhất là lỗi.
    """
    from papi_cli.cli.inputs import find_plan_to_read

    problem_format = find_problem_format(format_, output)
    if explain_ is not None:
        if problem_format is not ProblemFormat.TABLE:
            raise Misuse("--explain chỉ giải thích bằng lời: bỏ --format, hoặc đặt tên tệp kết thúc bằng .txt.")
        _print_explanation(explain_, output)
        return ExitCode.OK
    folder = find_plan_to_read(plan).folder
    check = check_folder(folder, since)
    way = _way_for(problem_format, folder)
    if problem_format is ProblemFormat.TABLE:
        content = _text(check, way, every=every, width=terminal_width(sys.stdout) if output is None else None)
    else:
        content = _render(check, problem_format, way, every=every)
    if content or output is not None:
        print_or_write(content.encode(), output)
    print_stderr(_summary(check))
    return ExitCode.FOUND if errors_of(check.problems) or (strict and check.problems) else ExitCode.OK


def _print_explanation(code: str, output: str | None) -> None:
    from papi_cli.views.catalogue import explain_code, find_code

    page = explain_code(find_code(code))
    print_or_write((page if output is not None else wrap_for_terminal(page, sys.stdout)).encode(), output)


def _way_for(problem_format: ProblemFormat, folder: Path) -> Path:
    """Return the way to the plan's folder from where the reader of a format opens files.

    For people that is the current folder, where the names work at a terminal and in an editor. CI services have the
    work tree of git, of which the plan may be a part; outside of any, and for programs that read JSON, it is the plan's
    own folder.
    """
    from papi_cli.store.locations import current_folder, way_to, work_tree_of

    match problem_format:
        case ProblemFormat.TABLE:
            return way_to(folder, current_folder())
        case ProblemFormat.JSON:
            return Path()
        case ProblemFormat.GITHUB | ProblemFormat.GITLAB:
            top = work_tree_of(folder)
            return Path() if top is None else folder.resolve().relative_to(top)


def _text(check: FolderCheck, way: Path, *, every: bool, width: int | None) -> str:
    """Return what people are told of the problems; it fits a terminal of `width` columns, None for a file.

    `way` leads from where the reader opens files to the plan's folder.
    """
    from papi_cli.render import diagnostics
    from papi_cli.views.problems import ALL_PLACES_LINE, findings, places_words, quote_problems

    told = findings(check.problems, every=every)
    quoted = quote_problems([finding.problem for finding in told], _lines_of(check), width)
    seen = [
        entry._replace(problem=entry.problem.seen_from(way), places=places_words(finding, way))
        for entry, finding in zip(quoted, told, strict=True)
    ]
    folded = any(entry.places for entry in seen)
    return diagnostics.text(seen, width, last=ALL_PLACES_LINE if folded else "")


def _lines_of(check: FolderCheck) -> Callable[[str], Sequence[str]]:
    from papi_cli.plan.files.yamltext import split_lines

    return lambda path: split_lines(check.raw.get(path, b""))


def _render(check: FolderCheck, problem_format: ProblemFormat, way: Path, *, every: bool) -> str:
    """Return all problems for a program or a CI service; `way` leads from where it opens files to the plan's folder."""
    from papi_cli.render import diagnostics
    from papi_cli.views.problems import check_json, quote_problems

    def seen(problems: Sequence[Problem]) -> list[QuotedProblem]:
        quoted = quote_problems(problems, _lines_of(check))
        return [entry._replace(problem=entry.problem.seen_from(way)) for entry in quoted]

    if problem_format is ProblemFormat.JSON:
        from papi_cli.render import jsontext

        return jsontext.render(check_json(check.problems, check.plan, check.plan_fingerprint))
    if problem_format is ProblemFormat.GITLAB:
        return diagnostics.gitlab(seen(check.problems))
    # People read annotations too: the first ones, unless all are asked for.
    hidden = "" if every else hidden_problems_line(len(check.problems))
    return diagnostics.github(seen(check.problems if every else shown_problems(check.problems)), hidden=hidden)


def _summary(check: FolderCheck) -> str:
    """Return the line that counts problems and files read."""
    from papi_cli.views.problems import check_summary

    plan_files = len(check.raw) - check.log_files
    return check_summary(check.problems, plan_files=plan_files, log_files=check.log_files, whole=check.plan is not None)
