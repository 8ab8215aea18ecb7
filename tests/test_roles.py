"""Roles of agencies in the tasks of others: `--role` of lists, and what an agency's own page says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from papi_cli.cli.completion import shells
from papi_cli.cli.inputs import resolve_filters
from papi_cli.cli.options.shared import Filters
from papi_cli.cli.program.door import main
from papi_cli.plan.model import Plan
from papi_cli.problems import Misuse
from papi_cli.states import judge
from papi_cli.views.asked import Asked
from papi_cli.views.lists import Arrangement
from papi_cli.views.obligations import select_verdicts
from papi_cli.views.page import Heading
from papi_cli.views.roles import find_roles, roles_of
from papi_cli.views.status import find_status
from papi_cli.views.tasks import find_tasks
from tests.test_annexes import TASKS, folder_of, plan_of

ONE = "      - {id: tham-tra, head: Cơ quan thẩm tra, role: true}\n"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan_of(folder_of(tmp_path_factory.mktemp("roles")))


def owed(plan: Plan, **filters: list[str]) -> list[str]:
    states = judge(plan, [], as_of=date(2026, 3, 1), known_at=None)
    return [verdict.obligation.id for verdict in select_verdicts(states, resolve_filters(plan, Filters(**filters)))]


def test_a_role_selects_what_others_owe_in_its_tasks(plan: Plan) -> None:
    assert owed(plan, agency=["ubnd-tinh"]) == []
    assert owed(plan, agency=["ubnd-tinh"], role=["tham-tra"]) == ["mo-dau@so-noi-vu"]
    assert owed(plan, agency=["ubnd-tinh"], role=["cooperating"]) == ["A-I-1@so-noi-vu"]
    assert owed(plan, agency=["ubnd-tinh"], role=["cooperating", "tham-tra"]) == ["mo-dau@so-noi-vu", "A-I-1@so-noi-vu"]
    assert owed(plan, role=["tham-tra"]) == ["mo-dau@so-noi-vu"], "any agency in the role"
    assert owed(plan, agency=["so-noi-vu"], role=["tham-tra"]) == []
    assert owed(plan, agency=["ubnd-tinh"], role=["tham-tra"], item=["B-1"]) == []


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("tham-tra", "tham-tra"),
        ("Cơ quan thẩm tra", "tham-tra"),
        ("CO QUAN THAM TRA", "tham-tra"),
        ("thẩm tra", "tham-tra"),
        ("tham tra", "tham-tra"),
        ("phối hợp", "cooperating"),
        ("cooperating", "cooperating"),
    ],
)
def test_a_role_is_called_by_id_or_head(plan: Plan, words: str, role: str) -> None:
    assert find_roles(plan, words) == (role,)


@pytest.mark.parametrize("words", ["ky-ten", "lead", "", "th", "kinh-phi"])
def test_an_unknown_role_is_refused_with_those_of_the_plan(plan: Plan, words: str) -> None:
    with pytest.raises(Misuse) as refused:
        resolve_filters(plan, Filters(role=[words]))
    assert f"không có vai trò «{words}»" in str(refused.value)
    assert str(refused.value).endswith("\n  Phối hợp (cooperating)\n  Cơ quan thẩm tra (tham-tra)")


def test_part_of_two_heads_names_neither(tmp_path: Path) -> None:
    text = TASKS.replace(ONE, f"{ONE}      - {{id: hai, head: Tổ thẩm tra, role: true}}\n")
    text = re.sub(r"(?m)^( +)(kinh-phi:)", r"\1hai:\n\1\2", text)
    plan = plan_of(folder_of(tmp_path, text))
    assert list(roles_of(plan)) == ["cooperating", "tham-tra", "hai"]
    assert find_roles(plan, "tổ thẩm tra") == ("hai",)
    assert find_roles(plan, "tham-tra") == ("tham-tra",), "an id is exact"
    assert find_roles(plan, "thẩm") == ()


def test_a_plan_without_roles_says_so(tmp_path: Path) -> None:
    plan = plan_of(folder_of(tmp_path, BARE))
    assert roles_of(plan) == {}
    with pytest.raises(Misuse, match="không có cột nào ghi vai trò của cơ quan ngoài chủ trì"):
        resolve_filters(plan, Filters(role=["tham-tra"]))
    states = judge(plan, [], as_of=date(2026, 3, 1), known_at=None)
    page = find_status([Asked(states, resolve_filters(plan, Filters(agency=["so-noi-vu"])))], Arrangement()).page()
    assert "Phối hợp" not in [block.text for block in page if isinstance(block, Heading)]


BARE = """\
annexes:
  - code: bang-1
    columns:
      - {id: task, head: Việc}
      - {id: lead, head: Chủ trì}
    tasks:
      - {code: a, quote: {task: Làm, lead: Sở Nội vụ}, lead: [so-noi-vu]}
"""

Answer = Callable[..., str]


@pytest.fixture
def answer(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Answer:
    root = folder_of(tmp_path)

    def run(*argv: str) -> str:
        assert main([*argv, "--as-of", "2026-07-10", "--plan", str(root)]) == 0
        return capfdbinary.readouterr().out.decode()

    return run


@pytest.mark.parametrize("command", ["tasks", "status", "overdue", "upcoming"])
def test_lists_say_that_others_owe_it(answer: Answer, command: str) -> None:
    asked = (command, "--agency", "ubnd-tinh", "--role", "tham tra")
    page = answer(*asked)
    title = page.splitlines()[0]
    assert "có UBND tỉnh ở cột «Cơ quan thẩm tra» (đầu việc của cơ quan chủ trì)" in title
    assert "lọc theo: UBND tỉnh, cột «Cơ quan thẩm tra»" in page
    if command in ("tasks", "overdue"):
        assert [line.split()[0] for line in page.splitlines() if "Sở Nội vụ" in line] == ["30/6/2026"]
    found = json.loads(answer(*asked, "--format", "json"))
    assert found["filters"]["roles"] == ["tham-tra"]
    assert "agency" not in found
    assert [entry["agency"] for entry in found["obligations"]] == ([] if command == "upcoming" else ["so-noi-vu"])


def test_an_agencys_page_lists_its_roles(answer: Answer) -> None:
    page = answer("status", "--agency", "ubnd-tinh")
    assert "Vai trò khác\n\n- Cơ quan thẩm tra: 1 nhiệm vụ (--role tham-tra)\n" in page
    assert "Phối hợp\n\n1 nhiệm vụ tại Phụ lục.\n" in page
    found = json.loads(answer("status", "--agency", "ubnd-tinh", "--format", "json"))["agency"]
    assert found["cooperating"] == {"tasks": 1, "components": 0}
    assert found["roles"] == [
        {"role": "cooperating", "column": "Phối hợp", "tasks": 1},
        {"role": "tham-tra", "column": "Cơ quan thẩm tra", "tasks": 1},
    ]
    assert "Vai trò khác" not in answer("status", "--agency", "so-noi-vu")


def test_a_title_names_all_that_was_asked_for(plan: Plan) -> None:
    states = judge(plan, [], as_of=date(2026, 3, 1), known_at=None)
    both = resolve_filters(plan, Filters(agency=["ubnd-tinh", "so-noi-vu"], role=["tham-tra", "cooperating"]))
    (title, *_) = find_tasks([Asked(states, both)], Arrangement()).page()
    assert isinstance(title, Heading)
    assert "có UBND tỉnh hoặc Sở Nội vụ ở cột «Cơ quan thẩm tra» hoặc «Phối hợp»" in title.text
    anyone = find_tasks([Asked(states, resolve_filters(plan, Filters(role=["tham-tra"])))], Arrangement()).page()[0]
    assert isinstance(anyone, Heading)
    assert "có cơ quan ở cột «Cơ quan thẩm tra»" in anyone.text


def test_tab_completes_a_role(tmp_path: Path) -> None:
    root = folder_of(tmp_path)
    offered = shells.completion_lines(["tasks", "--plan", str(root), "--role", ""])
    assert offered == ["word\tcooperating\tPhối hợp", "word\ttham-tra\tCơ quan thẩm tra"]
    assert shells.completion_lines(["tasks", "--plan", str(root), "--role", "tham"]) == [offered[1]]


def test_a_column_of_the_programs_own_is_no_role(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    root = folder_of(tmp_path, TASKS.replace("{id: lead, head: Chủ trì}", "{id: lead, head: Chủ trì, role: true}"))
    assert main(["status", "--plan", str(root)]) == 1
    err = capfdbinary.readouterr().err.decode()
    assert "tasks.yaml:9:" in err
    assert "cột «lead» đã có ý nghĩa riêng, không phải một vai trò khác." in err
