"""Problems as people and CI see them: the line quoted, the place marked, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, Severity
from papi_cli.views.contract import plan_json

_WIDTH = 100  # of a quoted line; a longer one is shown around the place
_MARGIN = 8  # its indent, and what says on either side that it goes on


class QuotedProblem(NamedTuple):
    """A problem, its line as it stands in the file ("" past the end), and a mark under the place."""

    problem: Problem
    quoted: str
    marker: str


def quote_problems(
    problems: Sequence[Problem], lines_of: Callable[[str], Sequence[str]], screen: int | None = None
) -> tuple[QuotedProblem, ...]:
    """Return each problem with its line, short enough for a `screen` of so many columns (None: no screen).

    `lines_of` gives the lines of a file, none for one that is not there.
    """
    width = _WIDTH if screen is None else min(_WIDTH, screen - _MARGIN)
    lines = {file: lines_of(file) for file in {problem.file for problem in problems}}
    return tuple(_quote_problem(problem, lines[problem.file], width) for problem in problems)


def _quote_problem(problem: Problem, lines: Sequence[str], width: int) -> QuotedProblem:
    line = lines[problem.line - 1].replace("\t", " ") if problem.line <= len(lines) else ""
    place = min(problem.column - 1, len(line))
    start = max(0, place - width // 2) if len(line) > width else 0
    before = "… " if start else ""
    after = " …" if start + width < len(line) else ""
    quoted = f"{before}{line[start : start + width]}{after}"
    printable = "".join(char if char.isprintable() else "�" for char in quoted)
    return QuotedProblem(problem, printable, " " * (len(before) + place - start) + "^")


def severity_counts(problems: Sequence[Problem]) -> dict[str, int]:
    """Return the count of each severity, both named."""
    return {severity.value: sum(one.severity is severity for one in problems) for severity in Severity}


def check_summary(problems: Sequence[Problem], *, plan_files: int, log_files: int, whole: bool) -> str:
    """Return the one line about what was checked and what was found; not `whole` where no plan could be made of it."""
    found = severity_counts(problems)
    rest = "" if whole else " Kế hoạch còn lỗi nên chưa xét nội dung kế hoạch và các sự kiện đã ghi."
    return (
        f"Đã kiểm tra {plan_files} tệp kế hoạch, {log_files} tệp sổ theo dõi: "
        f"{found['error']} lỗi, {found['warning']} cảnh báo.{rest}"
    )


def check_json(problems: Sequence[Problem], plan: Plan | None, fingerprint: str) -> Mapping[str, Any]:
    """Return the JSON contract `papi.check/1`; title and year are null where there is no plan to compute with."""
    return {
        "schema": "papi.check/1",
        "plan": plan_json(plan) if plan else {"title": None, "year": None, "fingerprint": fingerprint},
        "summary": severity_counts(problems),
        "problems": [
            {
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "code": one.code.value,
                "severity": one.severity.value,
                "message": one.message,
                "hint": one.hint or None,
            }
            for one in problems
        ],
    }
