"""What help pages take from the plan at hand, and what they say without one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.cli.program.samples import NEUTRAL, values_of
from tests.sample import shipped_plan
from tests.tree import PLAN, planted


def _help(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([command, "--help"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_examples_name_what_the_plan_has() -> None:
    plan = shipped_plan()
    values = values_of(plan)
    assert (values["agency"], values["agency_id"], values["agency_words"]) == ("Sở Y tế", "SYT", "y te")
    assert "so-y-te" in plan.items[values["item"]].agencies
    assert values["task"] in plan.tasks
    assert set(plan.groups[values["group"]].members) <= set(plan.items[values["group_item"]].agencies)
    assert (values["period"], values["symbol"], values["index_word"]) == ("semiannual", "SNV", "chỉ số nội dung")
    # The day after the reports of the first period were due.
    assert (values["day"], values["iso_day"], values["later_day"]) == ("10/6/2026", "2026-06-10", "12/6/2026")


def test_what_a_plan_has_not_is_neutral_or_left_out() -> None:
    plan = replace(shipped_plan(), components=(), periods=(), groups={}, items={}, tasks={}, provisions={})
    values = values_of(plan)
    assert values.keys() < {*NEUTRAL, "annex"}
    assert all(values[name] == word for name, word in NEUTRAL.items() if name not in {"index_word", "symbol"})


def test_help_speaks_of_indices_where_the_plan_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PLAN)
    assert "--index SỐ Mã chỉ số nội dung của kế hoạch" in _help("tasks", capsys)
    assert "papi tasks --index 1" in _help("tasks", capsys)
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        assert "chỉ số" not in _help(command, capsys).lower()
    assert "papi status --agency MÃ_CƠ_QUAN" in _help("status", capsys)
    assert "papi tasks --index" not in _help("tasks", capsys)


def test_no_example_stands_twice_in_the_help_of_a_plan_without_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        examples = [
            line for line in capsys.readouterr().out.splitlines() if line.strip().startswith(f"papi {command} ")
        ]
        assert len(examples) == len(set(examples)), command


def test_help_is_there_for_a_plan_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(planted(tmp_path, ("tasks.yaml", "lead:", "led:")))
    assert "papi status --agency MÃ_CƠ_QUAN" in _help("status", capsys)
