"""The document that issues a plan: any kind of it, for any time, with nothing invented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.deadlines.model import Span
from papi_cli.plan.choices import Does
from papi_cli.plan.model import Plan
from papi_cli.problems import ProblemCode
from papi_cli.views.citations import find_citable
from papi_cli.views.sheet import years_of
from tests import plain_plan
from tests.plain_plan import plain
from tests.tree import plan_in, planted, problems_of, shipped_plan

Answer = Callable[..., str]


@pytest.fixture
def answer(capfdbinary: pytest.CaptureFixture[bytes]) -> Answer:
    def run(root: Path, *argv: str, code: int = 0) -> str:
        assert main([*argv, "--plan", str(root)]) == code
        return capfdbinary.readouterr().out.decode()

    return run


def load(root: Path) -> Plan:
    return plan_in(root)


def test_a_plan_says_no_more_than_its_document(tmp_path: Path) -> None:
    plan = load(plain(tmp_path))
    assert plan.span == Span(date(2026, 3, 1), date(2030, 12, 31))
    assert (plan.short_name, plan.words.plan) == (plan.title, "Kế hoạch")
    assert (plan.document.month, plan.document.proposal, plan.document.quote) == ("", "", ())
    assert {*plan.cited} == {()}
    assert (plan.periods, plan.provisions, plan.scores) == ((), {}, ())


def test_a_duty_may_rest_on_no_provision(tmp_path: Path, answer: Answer) -> None:
    root = plain(tmp_path, plan=plain_plan.PLAN + plain_plan.PERIODS, duties=plain_plan.DUTIES)
    duty = load(root).items["bao-cao-nam-2026"]
    assert (duty.does, duty.source, duty.period) == (Does.REPORT, (), "nam-2026")
    # Nothing is quoted beside the phrase that it could differ from, and the report of 2026 is not the last one.
    assert json.loads(answer(root, "check", "--format", "json"))["problems"] == []
    for argv in (["show", duty.code], ["explain", duty.code], ["calendar"], ["tasks", "--agency", "so-tai-chinh"]):
        lines = [line.strip() for line in answer(root, *argv).splitlines()]
        assert not [line for line in lines if line[:1] in {".", ":"} or re.search(r"\(\)|«»|None", line)]


@pytest.mark.parametrize(
    ("span", "dues", "first_days"),
    [
        # After what was told of the year before, within the year from the same day on, in whatever order.
        (
            "2026-03-01..2030-12-31",
            ("trước ngày 10/12/2028", "trước ngày 10/6/2027", "trước ngày 10/12/2027", "2026-11-30"),
            ("2027-12-10", "2026-12-01", "2026-12-01", "2026-03-01"),
        ),
        # After none: from New Year, if it is in the plan's time.
        ("2026-03-01..2030-12-31", ("trước ngày 10/12/2026",), ("2026-03-01",)),
        ("2026-03-01..2030-12-31", ("trước ngày 10/12/2027", "trước ngày 10/6/2027"), ("2027-01-01", "2027-01-01")),
        # In January it is told of the year before.
        (
            "2026-03-01..2030-12-31",
            ("trước ngày 15/01/2027", "trước ngày 15/01/2028"),
            ("2026-03-01", "2027-01-15"),
        ),
        ("2026-03-01..2026-12-31", ("trước ngày 10/6/2026", "trước ngày 10/12/2026"), ("2026-03-01", "2026-03-01")),
        ("2026-03-01..2026-12-31", ("trước ngày 15/02/2027",), ("2026-03-01",)),
    ],
)
def test_a_period_without_data_begins_after_those_of_earlier_years(
    tmp_path: Path, span: str, dues: Sequence[str], first_days: Sequence[str]
) -> None:
    first, last = span.split("..")
    text = re.sub("^span: .*$", f"span: {{first: {first}, last: {last}}}", plain_plan.PLAN, flags=re.MULTILINE)
    entries = (
        f"  - {{id: p{at}, name: năm, due: {due}}}\n"
        if "/" in due
        else f"  - {{id: p{at}, name: năm, due: trước ngày 10/12/2026, data: {{first: 2026-03-01, last: {due}}}}}\n"
        for at, due in enumerate(dues)
    )
    plan = load(plain(tmp_path, plan=f"{text}periods:\n{''.join(entries)}"))
    assert tuple(period.first.isoformat() for period in plan.periods) == first_days


@pytest.mark.parametrize(
    ("span", "identity"),
    [
        (Span.of_year(2026), "2026"),
        (Span(date(2026, 1, 1), date(2026, 11, 30)), "2026"),
        (Span(date(2025, 12, 1), date(2030, 12, 31)), "2025-2030"),
    ],
)
def test_the_years_tell_a_plan_from_another(span: Span, identity: str) -> None:
    plan = shipped_plan()
    assert replace(plan, span=span).identity == (*plan.identity[:2], identity, plan.identity[3])


def test_answers_have_the_span_in_place_of_the_year(tmp_path: Path, answer: Answer) -> None:
    root = plain(tmp_path)
    for command in ("status", "tasks", "overdue", "check"):
        contract = json.loads(answer(root, command, "--format", "json"))
        assert contract["schema"] == f"papi.{command}/2"
        assert contract["plan"]["span"] == {"first": "2026-03-01", "last": "2030-12-31"}
        assert "year" not in contract["plan"]


def test_titles_have_the_years_of_the_span(tmp_path: Path, answer: Answer) -> None:
    assert "Danh mục công việc giai đoạn 2026 - 2030, tính đến ngày" in answer(plain(tmp_path), "tasks")


def test_a_sheet_takes_days_from_the_first_to_two_years_after_the_last(tmp_path: Path) -> None:
    assert years_of(load(plain(tmp_path))) == (2026, 2032)
    assert years_of(shipped_plan()) == (2025, 2028)


# `papi show`


@pytest.mark.parametrize(
    ("typed", "code"), [("document", "document"), ("quyết định", "document"), ("Điều 2", "article-2")]
)
def test_the_document_and_its_parts_are_shown(typed: str, code: str) -> None:
    citable = find_citable(shipped_plan(), typed)
    assert citable is not None
    assert citable.code == code


def test_a_flaw_of_a_part_stands_below_the_part(answer: Answer, tmp_path: Path) -> None:
    root = planted(tmp_path)
    for code in ("article-2", "document"):
        assert "article-2: «Ủy ban nhân dân tỉnh tỉnh đôn đốc» đọc là" in answer(root, "show", code)
    assert "Sai sót" not in answer(root, "show", "article-1")


# Problems


def test_an_earlier_plan_is_one_problem_that_says_what_to_write(tmp_path: Path) -> None:
    root = planted(tmp_path)
    plan, duties = root / "plan" / "plan.yaml", root / "plan" / "duties.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("\ndocument:\n", "\ndecision:\n"), encoding="utf-8")
    duties.write_text(re.sub("    does: .*\n", "", duties.read_text(encoding="utf-8")), encoding="utf-8")
    (problem,) = problems_of(root)
    line = plan.read_text(encoding="utf-8").splitlines().index("decision:") + 1
    assert (problem.file, problem.line, problem.code) == ("plan/plan.yaml", line, ProblemCode.UNKNOWN_KEY)
    assert "«decision» nay là «document»" in problem.message
    for key in ("kind", "number", "symbol", "day", "issuer", "title", "quote", "name", "lines", "does"):
        assert key in problem.hint


@pytest.mark.parametrize("blank", ['number: "99"', "day: 2026-02-20"])
def test_a_blank_of_the_document_is_told_by_its_kind(tmp_path: Path, answer: Answer, blank: str) -> None:
    key = blank.partition(":")[0]
    root = plain(tmp_path, plan=plain_plan.PLAN.replace(blank, f"{key}:"))
    (found,) = json.loads(answer(root, "check", "--format", "json"))["problems"]
    assert (found["code"], found["file"]) == ("P308", "plan/plan.yaml")
    assert found["message"].startswith("Kế hoạch chưa có ")
    assert f"({key})" in found["message"]


def test_a_plan_without_optional_files_is_checked(tmp_path: Path, answer: Answer) -> None:
    assert json.loads(answer(plain(tmp_path), "check", "--format", "json"))["problems"] == []
