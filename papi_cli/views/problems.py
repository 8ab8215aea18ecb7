"""The problems of `papi check`: with their lines quoted, counted, and as JSON."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, Severity
from papi_cli.views.json_parts import plan_json

_WIDTH = 100  # of a quoted line; of a longer line the part around the place is shown
_MARGIN = 8  # for its indent and the ellipses on either side


class QuotedProblem(NamedTuple):
    """A problem, the line of the file that it is about ("" past the end), and a mark to print under the place."""

    problem: Problem
    line: str
    marker: str


def quote_problems(
    problems: Sequence[Problem], lines_of: Callable[[str], Sequence[str]], screen: int | None = None
) -> tuple[QuotedProblem, ...]:
    """Return each problem with its line, cut to a `screen` of so many columns, or to a usual width for None.

    `lines_of` returns the lines of the file of that name, none for a missing file.
    """
    width = _WIDTH if screen is None else min(_WIDTH, screen - _MARGIN)
    lines = {file: lines_of(file) for file in {problem.file for problem in problems}}
    return tuple(_quote_problem(problem, lines[problem.file], width) for problem in problems)


def _quote_problem(problem: Problem, lines: Sequence[str], width: int) -> QuotedProblem:
    line = lines[problem.line - 1].replace("\t", " ") if problem.line <= len(lines) else ""
    marked = min(problem.column - 1, len(line))
    start = max(0, marked - width // 2) if len(line) > width else 0
    before = "… " if start else ""
    after = " …" if start + width < len(line) else ""
    excerpt = f"{before}{line[start : start + width]}{after}"
    printable = "".join(char if char.isprintable() else "�" for char in excerpt)
    return QuotedProblem(problem, printable, " " * (len(before) + marked - start) + "^")


def fingerprints(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield for each problem, sorted by place, the hex digits by which a CI service knows it again in another commit.

    The service takes problems of one fingerprint for one, and those whose fingerprint only one of two branches has for
    new or mended. So a line, which moves when others above it come or go, says nothing, and equal problems of a file are
    told apart by their number: one more of them, wherever it stands, is one fingerprint more and leaves the others.
    """
    seen: Counter[str] = Counter()
    for problem in problems:
        identity = f"{problem.file}\0{problem.code}\0{problem.message}"
        seen[identity] += 1
        # The first has no number, as when none had one.
        number = f"\0{seen[identity]}" if seen[identity] > 1 else ""
        yield hashlib.sha256(f"{identity}{number}".encode(errors="backslashreplace")).hexdigest()


def severity_counts(problems: Sequence[Problem]) -> dict[str, int]:
    """Return the count of each severity by its name."""
    return {severity.value: sum(problem.severity is severity for problem in problems) for severity in Severity}


def check_summary(problems: Sequence[Problem], *, plan_files: int, log_files: int, whole: bool) -> str:
    """Return the line that says what was checked and how many problems there are.

    `whole` is whether the plan could be resolved, so that its content and the events were checked too.
    """
    counts = severity_counts(problems)
    rest = "" if whole else " Kế hoạch còn lỗi nên chưa xét nội dung kế hoạch và các sự kiện đã ghi."
    return (
        f"Đã kiểm tra {plan_files} tệp kế hoạch, {log_files} tệp sổ theo dõi: "
        f"{counts['error']} lỗi, {counts['warning']} cảnh báo.{rest}"
    )


def check_json(problems: Sequence[Problem], plan: Plan | None, fingerprint: str) -> Mapping[str, Any]:
    """Return the JSON contract `papi.check/1`; `plan` is None where the files could not be resolved."""
    return {
        "schema": "papi.check/1",
        "plan": plan_json(plan) if plan else {"title": None, "year": None, "fingerprint": fingerprint},
        "summary": severity_counts(problems),
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "code": problem.code.value,
                "severity": problem.severity.value,
                "message": problem.message,
                "hint": problem.hint or None,
            }
            for problem in problems
        ],
    }
