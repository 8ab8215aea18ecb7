"""The report of `papi check` for GitLab: its form, and fingerprints that last.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.problems import Problem, ProblemCode
from papi_cli.views.problems import fingerprints
from tests.tree import planted

Capture = pytest.CaptureFixture[str]


def report_of(root: Path, lines: Sequence[str], capfd: Capture) -> list[dict[str, object]]:
    """Return the report on a plan whose log has a file of these lines."""
    path = root / "plan" / "status" / "a.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert main(["check", "--plan", str(root), "--format", "gitlab"]) == 1
    out = capfd.readouterr().out
    assert not out.startswith("\ufeff"), "GitLab does not read a byte order mark"
    report = json.loads(out)
    assert isinstance(report, list)
    for issue in report:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not issue["location"]["path"].startswith(("/", "./"))
        assert issue["location"]["lines"]["begin"] >= 1
    return report


def prints(report: Sequence[dict[str, object]]) -> set[str]:
    return {str(issue["fingerprint"]) for issue in report}


def test_equal_problems_are_told_apart_for_gitlab(tmp_path: Path, capfd: Capture) -> None:
    root = planted(tmp_path)
    equal = [issue for issue in report_of(root, ["{}"] * 8, capfd) if issue["check_name"] == "P401"]
    assert len({str(issue["description"]) for issue in equal}) == 1
    assert len(equal) == len(prints(equal)) == 8


@pytest.mark.slow
def test_one_more_problem_is_one_fingerprint_more(tmp_path: Path, capfd: Capture) -> None:
    root = planted(tmp_path)
    before = prints(report_of(root, ["{}"] * 8, capfd))
    for at in range(9):
        lines = ["{}"] * 8
        lines.insert(at, "{}")
        assert len(prints(report_of(root, lines, capfd)) - before) == 1
        assert prints(report_of(root, lines, capfd)) > before


def test_lines_that_move_change_no_fingerprint(tmp_path: Path, capfd: Capture) -> None:
    root = planted(tmp_path)
    lines = ["{}", "[]", "{}", "", "{}"]
    before = prints(report_of(root, lines, capfd))
    assert prints(report_of(root, ["", "", *lines], capfd)) == before
    assert prints(report_of(root, [*lines[:2], "", *lines[2:]], capfd)) == before


def test_what_differs_has_another_fingerprint() -> None:
    def problem(file: str = "a", line: int = 1, code: str = "P104", message: str = "m") -> Problem:
        return Problem(file, line, 1, ProblemCode(code), message)

    others = (problem(), problem(file="b"), problem(code="P105"), problem(message="n"))
    assert len(set(fingerprints(others))) == 4
    assert list(fingerprints([problem(line=7)])) == list(fingerprints([problem(line=1)]))
