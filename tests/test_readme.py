"""The README against the program: every command and option is in it, and its commands are those that CI runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_in_the_readme(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out.partition("Ví dụ:")[0]
    assert f"papi {command}" in README
    missing = sorted(option for option in set(re.findall(r"--[a-z][a-z-]+", shown)) if f"`{option}" not in README)
    assert not missing


def test_ci_runs_the_readmes_test_command() -> None:
    fenced = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    (command,) = (block.strip() for block in fenced if "pytest" in block)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_file_of_the_plan_is_in_the_readme() -> None:
    for path in (ROOT / "plan").glob("*.yaml"):
        assert f"plan/{path.name}" in README
