"""Completion in PowerShell: what its script is answered, and what of the script can be told without a PowerShell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable

import pytest
from ruamel.yaml import YAML

from papi_cli.cli.completion import VARIABLE, powershell, shells
from papi_cli.cli.completion.question import Shell
from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from tests.tree import CHECKOUT


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(CHECKOUT))


def inserted(*words: str) -> dict[str, str]:
    """Return what is inserted for each word that completes the last of `words`."""
    answer = powershell.answer_of(shells.completion_lines(words, Shell.POWERSHELL))
    return {offer["word"]: offer["insert"] for offer in json.loads(answer or "[]")}


@pytest.mark.parametrize(
    ("words", "insert"),
    [
        (("st",), "status"),
        (("status", "--agency", "Sở Tư"), "so-tu-phap"),
        (("status", "--agency", "stp"), "so-tu-phap"),
        (("status", "--agency=so-tu"), "--agency=so-tu-phap"),
        (("tasks", "--columns", "item,pro"), "'item,product'"),
        (("tasks", "--sort", "agency,-days_la"), "'agency,-days_late'"),
        (("tasks", "--sort", "-days_la"), "-days_late"),
        (("show", "điểm đ khoản 1 Mục IV"), "'part-4/1.đ'"),
        (("show", "4.2.1"), "4.2.1"),
        (("show", "D:\\x"), None),  # a backslash is no escape: nothing is called Dx
    ],
)
def test_what_is_inserted_is_one_word_to_powershell(words: tuple[str, ...], insert: str | None) -> None:
    assert list(inserted(*words).values()) == ([insert] if insert else [])


@pytest.mark.parametrize(
    ("word", "insert"),
    [
        ("--as-of", "--as-of"),
        ("-h", "-h"),
        ("-a.b", "'-a.b'"),
        ("Sở Tư pháp", "'Sở Tư pháp'"),
        ("a b", "'a b'"),
        ("$HOME", "'$HOME'"),
        ("a`b", "'a`b'"),
        ("@x", "'@x'"),
        ("(1)", "'(1)'"),
        ("#x", "'#x'"),
        ("it's", "'it''s'"),
        ("it\u2019s \u2018x\u201b \u201a", "'it\u2019\u2019s \u2018\u2018x\u201b\u201b \u201a\u201a'"),
        ("\u2013x", "'\u2013x'"),
        ("", "''"),
    ],
)
def test_a_word_that_means_more_is_quoted(word: str, insert: str) -> None:
    assert powershell.quoted(word) == insert


def test_the_program_is_asked_and_answers_in_ascii() -> None:
    words = {VARIABLE: Shell.POWERSHELL.value, powershell.WORDS: "status\n--agency\nSở Tư"}
    answer = asked({**os.environ, **words})
    assert json.loads(answer.decode("ascii")) == [{"insert": "so-tu-phap", "word": "so-tu-phap", "about": "Sở Tư pháp"}]
    # PowerShell removes a variable that it is told to empty: nothing was typed after the name.
    offers = json.loads(asked({**os.environ, VARIABLE: Shell.POWERSHELL.value}))
    assert [offer["word"] for offer in offers] == list(COMMANDS)
    assert all(offer["about"] for offer in offers)


def asked(environment: dict[str, str]) -> bytes:
    command = [sys.executable, "-c", "from papi_cli.cli import entry; entry()"]
    return subprocess.run(command, env=environment, check=True, capture_output=True, cwd=CHECKOUT).stdout


def test_paths_are_left_to_powershell() -> None:
    assert inserted("init", "") == inserted("status", "-o", "") == {}


def code_of_script() -> str:
    """Return the script without comments, and strings in which nothing is expanded emptied."""
    lines = [line for line in powershell.SCRIPT.splitlines() if not line.startswith("#")]
    return re.sub(r"'[^']*'", "''", "\n".join(lines))


def test_the_code_of_the_script_is_read_alike_in_every_code_page_and_version() -> None:
    code = code_of_script()
    assert code.isascii()
    assert not re.search(r"&&|\|\||\?\?|\?\.|::new|#", code)  # not in 5.1, or a comment within a line


def test_brackets_and_quotes_of_the_script_are_closed() -> None:
    closing = {"(": ")", "{": "}", "[": "]"}
    pending: list[str] = []
    code = re.sub(r'"[^"]*"', '""', code_of_script())
    assert code.count('"') % 2 == 0
    assert "'" not in code.replace("''", "")
    for sign in code:
        if sign in closing:
            pending.append(closing[sign])
        elif sign in closing.values():
            assert pending.pop() == sign
    assert not pending


def test_every_variable_of_the_script_is_set_there_or_by_powershell() -> None:
    code = code_of_script()
    (parameters,) = re.findall(r"param\((.*?)\)", code)
    known = {*names(parameters), *re.findall(r"foreach \(\$(\w+)", code), *re.findall(r"\$((?:\w+:)?\w+) \+?= ", code)}
    assert set(names(code)) <= {*known, "null", "global:LASTEXITCODE"}
    assert {f"env:{VARIABLE}", f"env:{powershell.WORDS}"} <= known
    assert f"Remove-Item -Path 'Env:{VARIABLE}', 'Env:{powershell.WORDS}'" in powershell.SCRIPT


def names(code: str) -> Iterable[str]:
    return re.findall(r"\$((?:\w+:)?\w+)", code)


def test_the_script_goes_into_a_file_without_a_redirection(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["completion", "powershell"]) == 0
    out, _ = capfdbinary.readouterr()
    assert out.decode() == powershell.SCRIPT
    assert 'papi completion powershell -o "$HOME\\papi-completion.ps1"' in powershell.SCRIPT


def test_ci_asks_both_powershells() -> None:
    job = YAML(typ="safe", pure=True).load((CHECKOUT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    asking = {step["shell"]: step["run"] for step in job["windows"]["steps"] if "TabExpansion2" in step.get("run", "")}
    assert set(asking) == {"pwsh", "powershell"}
    (line,) = {re.findall(r"papi (status .*)'", script)[0] for script in asking.values()}
    words = [word if word != "ke-hoach" else str(CHECKOUT) for word in line.split()]
    assert all(f"-ne '{answer}'" in script for script in asking.values() for answer in inserted(*words).values())
    assert len(inserted(*words)) == 1
