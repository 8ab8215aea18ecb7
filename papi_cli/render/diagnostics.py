"""Problems as text, each with its line quoted below, and as the reports that CI systems read."""

from __future__ import annotations

from collections.abc import Sequence

from papi_cli.render import jsontext
from papi_cli.text import printable, screen_text, wrap_line
from papi_cli.views.problems import QuotedProblem, fingerprints

_INDENT = "    "


def text(problems: Sequence[QuotedProblem], width: int | None = None, *, last: str = "") -> str:
    """Return each problem followed by its quoted line, the mark under the place and the other places, then a last line.

    A problem takes one line of any length, or lines of at most `width` columns.
    """
    return screen_text("".join(_block(quoted, width) for quoted in problems) + (f"{last}\n" if last else ""))


def _block(quoted: QuotedProblem, width: int | None) -> str:
    lines = [str(quoted.problem)] if width is None else wrap_line(str(quoted.problem), width)
    if quoted.line.strip():
        lines += [f"{_INDENT}{quoted.line}", f"{_INDENT}{quoted.marker}"]
    if quoted.places:
        places = [quoted.places] if width is None else wrap_line(quoted.places, width - len(_INDENT))
        lines += [f"{_INDENT}{part}" for part in places]
    return "".join(f"{line}\n" for line in lines)


def github(problems: Sequence[QuotedProblem], *, hidden: str = "") -> str:
    """Return a GitHub workflow command for each problem, one per line, then the line about hidden ones.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    commands = "".join(
        f"::{problem.severity.value} file={_escape_property(problem.file)},line={problem.line},col={problem.column},"
        f"title={problem.code.value}::{_escape_data(f'{problem.message} {problem.hint}'.strip())}\n"
        for problem in (quoted.problem for quoted in problems)
    )
    return commands + (f"{hidden}\n" if hidden else "")


def _escape_data(message: str) -> str:
    return printable(message).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: str) -> str:
    return _escape_data(value).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Sequence[QuotedProblem]) -> str:
    """Return the problems, sorted by place, as GitLab's code quality report (JSON).

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    names = fingerprints(quoted.problem for quoted in problems)
    return jsontext.render(list(map(_code_quality_issue, problems, names)))


def _code_quality_issue(quoted: QuotedProblem, fingerprint: str) -> dict[str, object]:
    problem = quoted.problem
    return {
        "description": f"{problem.message} {problem.hint}".strip(),
        "check_name": problem.code.value,
        "fingerprint": fingerprint,
        "severity": "major" if problem.severity.value == "error" else "minor",
        "location": {"path": problem.file, "lines": {"begin": problem.line}},
    }
