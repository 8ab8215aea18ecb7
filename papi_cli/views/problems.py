"""The problems of `papi check`: with their lines quoted, counted, and as JSON."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from papi_cli.plan.model import Plan
from papi_cli.problems import Problem, ProblemCode, Severity
from papi_cli.text import number_text
from papi_cli.views.grouping import group_by
from papi_cli.views.json_parts import plan_json

_WIDTH = 100  # of a quoted line; of a longer line the part around the place is shown
_MARGIN = 8  # for its indent and the ellipses on either side


# The log has a file for each recording: a rule that many of them break is one thing to tell.
_LOG = "plan/status/"
# As many places of a rule as are named beside the first.
_MOST_NAMED = 12

# Warnings are told in this order, those of the codes in neither list between the two: first what may make a state
# wrong, then what only the office can answer; last what is amiss in form and changes nothing computed.
_FIRST = (
    ProblemCode.REFUSED_EVENT,
    ProblemCode.EVENT_ITEM_UNKNOWN,
    ProblemCode.EVENT_AGENCY_UNKNOWN,
    ProblemCode.UNTIMELY_EVENT,
    ProblemCode.CONTRADICTING_EVENT,
    ProblemCode.DOUBTFUL_EVENT,
    ProblemCode.STRAY_FILE,
    ProblemCode.RECORDED_IN_FUTURE,
    ProblemCode.EVIDENCE_MISSING,
    ProblemCode.EVIDENCE_CHANGED,
    ProblemCode.ODD_EVENT,
    ProblemCode.AMENDMENT_DAY,
    ProblemCode.RESTS_ON_LATER,
    ProblemCode.DUE_NOT_QUOTED,
    ProblemCode.DUE_OUTSIDE_SPAN,
    ProblemCode.ANOTHER_YEAR,
    ProblemCode.CALENDAR_OF_ANOTHER_YEAR,
    ProblemCode.DOCUMENT_INCOMPLETE,
    ProblemCode.EMPTY_GROUP,
    ProblemCode.UNCONFIRMED_INTERPRETATION,
)
_LAST = (
    ProblemCode.DUPLICATE_TASKS,
    ProblemCode.COMPONENT_WITHOUT_TASK,
    ProblemCode.STALE_ERRATUM,
    ProblemCode.SPELLING_VARIANT,
    ProblemCode.UNQUOTED_SCALAR,
    ProblemCode.FORBIDDEN_CHARACTER,
    ProblemCode.MISLEADING_CHARACTER,
    ProblemCode.LINE_ENDS_TURNED,
    ProblemCode.NOT_NFC,
    ProblemCode.BOM,
)
_RANKS = {code: rank for rank, code in enumerate(_FIRST, -len(_FIRST))} | {
    code: rank for rank, code in enumerate(_LAST, 1)
}


class Finding(NamedTuple):
    """A rule that a file breaks, by the first place of it; `places` are all, with the first."""

    problem: Problem
    places: tuple[Problem, ...]


def findings(problems: Iterable[Problem], *, every: bool) -> tuple[Finding, ...]:
    """Return what a person is told, by what matters: errors first, then the warnings in their order, each by place.

    A rule is told once for each file, and once for the whole log; `every` tells each place. A hint that stood before
    is not said again.
    """
    ordered = sorted(problems, key=lambda problem: (_rank(problem), problem))
    by_rule = group_by(ordered, lambda problem: problem if every else (problem.severity, problem.code, _whole(problem)))
    said: set[tuple[ProblemCode, str]] = set()
    told = []
    for problem, *others in by_rule.values():
        is_new = (problem.code, problem.hint) not in said
        said.add((problem.code, problem.hint))
        told.append(Finding(problem if is_new else problem._replace(hint=""), (problem, *others)))
    return tuple(told)


def _rank(problem: Problem) -> tuple[bool, int]:
    is_warning = problem.severity is Severity.WARNING
    return is_warning, _RANKS.get(problem.code, 0) if is_warning else 0


def _whole(problem: Problem) -> str:
    return _LOG if problem.file.startswith(_LOG) else problem.file


def places_words(finding: Finding, way: PurePath) -> str:
    """Return how often a rule is broken and where: «13 chỗ trong tệp này: dòng 12, 20, …»; "" for one place.

    `way` leads from where the reader opens files to the plan's folder.
    """
    count = len(finding.places)
    if count == 1:
        return ""
    in_log = len({place.file for place in finding.places}) > 1
    named = [
        f"{(way / place.file).as_posix()}:{place.line}" if in_log else str(place.line)
        for place in finding.places[:_MOST_NAMED]
    ]
    where = "sổ theo dõi: " if in_log else "tệp này: dòng "
    return f"{number_text(count)} chỗ trong {where}{', '.join(named)}{', …' if count > _MOST_NAMED else ''}"


ALL_PLACES_LINE = "Xem từng chỗ: papi check --all"


class QuotedProblem(NamedTuple):
    """A problem, the line of the file that it is about ("" past the end), and a mark to print under the place.

    `places` says where else the same rule is broken, "" for nowhere.
    """

    problem: Problem
    line: str
    marker: str
    places: str = ""


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
    """Return the JSON contract `papi.check/2`; `plan` is None where the files could not be resolved."""
    return {
        "schema": "papi.check/2",
        "plan": plan_json(plan) if plan else {"title": None, "span": None, "fingerprint": fingerprint},
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
