"""Completion: the words that are suggested, and real bash, zsh and fish that ask for them."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from papi_cli.cli.completion import VARIABLE, shells, values
from papi_cli.cli.completion.shells import Shell
from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.states import State
from papi_cli.views.columns import COLUMN_SPECS
from papi_cli.views.words import STATE_WORDS
from tests.tree import CHECKOUT, planted, shipped_plan


def completions(*argv: str) -> list[str]:
    """Return the completions of the last word of `argv`."""
    return [line.split("\t")[1] for line in shells.completion_lines(argv)]


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(CHECKOUT))


def test_commands() -> None:
    assert completions("") == list(COMMANDS)
    assert completions("st") == ["status"]
    assert shells.completion_lines(["st"]) == [f"word\tstatus\t{COMMANDS['status']}"]
    assert completions("--v") == ["--version"]
    assert completions("khong-co", "") == list(COMMANDS)


def test_options() -> None:
    assert completions("status", "--ag") == ["--agency"]
    assert {"--agency", "--as-of", "--format", "--help"} <= set(completions("overdue", ""))
    assert "--as-of" not in completions("overdue", "--as-of", "2026-06-10", "--")  # takes one value, which it has
    assert "--agency" in completions("overdue", "--agency", "so-noi-vu", "--")  # takes several values
    assert completions("--version", "") == list(COMMANDS)  # and does not print the version


def test_agencies_are_those_of_the_plan() -> None:
    plan = shipped_plan()
    assert set(completions("status", "--agency", "")) == set(plan.agencies)
    assert completions("status", "--agency", "so-t") == ["so-tai-chinh", "so-tu-phap"]
    assert shells.completion_lines(["tasks", "--cooperating", "so-tu"]) == ["word\tso-tu-phap\tSở Tư pháp"]
    assert completions("status", "--agency", "so-noi-vu", "--agency", "phuong-to") == ["phuong-to-hieu"]


def test_groups_are_those_with_members() -> None:
    assert completions("status", "--group", "") == [
        group.id for group in shipped_plan().groups.values() if group.members
    ]


def test_indices_are_those_of_the_plan() -> None:
    assert completions("status", "--index", "") == [index.code for index in shipped_plan().indices]


def test_items_are_the_tasks_and_duties_then_the_milestones_of_a_task() -> None:
    plan = shipped_plan()
    duties = [code for code in plan.items if "/" not in code]
    assert sorted(completions("status", "--item", "")) == sorted([*plan.tasks, *duties])
    for task in plan.tasks:
        milestones = [code for code in plan.items if code.startswith(f"{task}/")]
        assert completions("status", "--item", f"{task}/") == milestones
        assert set(milestones) <= set(completions("status", "--item", task))
    assert completions("explain", "bao-cao-n") == completions("record", "bao-cao-n") == ["bao-cao-nam"]
    assert completions("record", "bao-cao-nam", "--agency", "so-tu") == ["so-tu-phap"]
    assert completions("explain", "Quý", "IV") == completions("status", "--item", "IV")


def test_states_and_columns_are_those_of_the_views() -> None:
    assert values.suggest_states("") == [(state.value, STATE_WORDS[state].label) for state in State]
    assert values.suggest_columns("") == [(column.value, spec.column.head) for column, spec in COLUMN_SPECS.items()]
    assert completions("tasks", "--columns", "item,pro") == ["item,product"]
    assert completions("tasks", "--sort", "agency,-days_l") == ["agency,-days_left", "agency,-days_late"]
    assert "item,item" not in completions("tasks", "--columns", "item,")


def test_reports_are_those_of_the_plans_periods(tmp_path: Path) -> None:
    assert shells.completion_lines(["report", ""]) == [
        "word\tsemiannual\tbáo cáo 06 tháng đầu năm",
        "word\tannual\tbáo cáo năm",
        "word\tdue\tbáo cáo kỳ đến hạn",
        "word\ttasks\tdanh mục công việc của một cơ quan",
    ]
    planted(tmp_path, ("plan.yaml", "- id: semiannual", "- id: quy-2"))
    assert completions("report", "--plan", str(tmp_path), "") == ["quy-2", "annual", "due", "tasks"]


def test_completions_of_formats_shells_and_files() -> None:
    assert completions("status", "--format", "") == ["table", "json", "csv", "markdown"]
    assert completions("report", "--format", "") == ["markdown", "word", "html"]
    assert completions("check", "--format", "git") == ["github", "gitlab"]
    assert completions("completion", "") == ["bash", "zsh", "fish"]
    assert shells.completion_lines(["status", "-o", ""]) == ["file"]
    assert shells.completion_lines(["status", "--plan", "pl"]) == ["folder"]
    assert shells.completion_lines(["init", ""]) == ["folder"]
    assert shells.completion_lines(["sheet", ""]) == shells.completion_lines(["record", "--evidence", ""]) == ["file"]
    assert completions("status", "--as-of", "") == []


@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_open_quote_or_an_equals_sign_is_not_part_of_the_word(quote: str) -> None:
    assert completions("status", "--agency", f"{quote}so-tu") == ["so-tu-phap"]
    assert completions("status", "--agency", f"{quote}Sở Tư pháp{quote}", "--state", "ov") == ["overdue"]
    assert completions("status", "--agency", "=", "so-tu") == ["so-tu-phap"]  # as bash splits it
    assert completions("status", "--agency", "=") == completions("status", "--agency", "")
    assert completions("status", "--agency=so-tu") == ["--agency=so-tu-phap"]  # as zsh and fish leave it


def test_the_plan_is_that_of_the_option(tmp_path: Path) -> None:
    planted(tmp_path, ("agencies.yaml", "id: so-noi-vu", "id: so-khac"))
    assert completions("status", "--plan", str(tmp_path), "--agency", "so-kha") == ["so-khac"]


@pytest.mark.parametrize("broken", ["departments: [", "departments:\n  - so-noi-vu\n", "- a\n", ""])
def test_with_a_broken_plan_nothing_is_printed(
    broken: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (planted(tmp_path) / "plan" / "agencies.yaml").write_text(broken, encoding="utf-8")
    shells.print_completions(["status", "--plan", str(tmp_path), "--agency", ""])
    shells.print_completions(["status", "--plan", str(tmp_path / "nowhere"), "--agency", ""])
    assert capfdbinary.readouterr() == (b"", b"")


ENTRY = "from papi_cli.cli import entry; entry()"


# Codes of a plan that bash would run or take apart, zsh or fish expand, or papi take for an option.
SHELL_WORDS = (
    "x$(touch hit)", "x`touch hit`", "x;touch hit", "x&touch hit", "x|touch hit", "x>hit", "x<(touch hit)", "x\ntouch hit",
    "x$HOME", "x${IFS}", "x y", "x'y", 'x"y', "x\\y", "x*", "x?", "x[a]", "x{a,b}", "x!y", "x#y", "x^y", "x(y)", "x\ty",
    "x\x1b]0;y\x07", "x\u202ey", "x\u200by", "~x", "=x", "#x", "-x", "--output=x",
)  # fmt: skip


def plan_with_codes(root: Path, codes: Iterable[str]) -> Path:
    """Write files of a plan in which agencies, groups, indices, tasks, duties and periods have these codes."""
    (root / "plan").mkdir(parents=True)
    entries = [{"id": code, "code": code, "name": code, "product": code, "every": "x"} for code in codes]
    tasks = [{"code": "T", "milestones": entries}, *entries]
    for name, content in {
        "plan": {"periods": entries},
        "agencies": {"departments": entries, "groups": entries},
        "indices": {"indices": entries},
        "tasks": {"sections": [{"tasks": tasks}]},
        "duties": {"duties": entries},
    }.items():
        (root / "plan" / f"{name}.yaml").write_text(json.dumps(content))
    return root


@pytest.mark.parametrize(
    "argv",
    [("status", "--agency"), ("status", "--group"), ("status", "--index"), ("status", "--item"), ("report",)],
    ids=" ".join,
)
@pytest.mark.parametrize("beginning", ["", "x", "~", "-", "--"])
def test_no_word_is_more_than_a_word_to_a_shell(
    beginning: str, argv: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(plan_with_codes(tmp_path, [*SHELL_WORDS, "x.1", "xấ/b-c"])))
    offered = set(completions(*argv, beginning)) - {"due", "tasks", "T"}
    if beginning.startswith("-"):
        assert offered <= {"-h", "-o", *completions(argv[0], "--")}
    else:
        assert offered == {word for word in ("x.1", "xấ/b-c") if word.startswith(beginning)}


def test_milestones_and_meanings_are_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPI_PLAN", str(plan_with_codes(tmp_path, [*SHELL_WORDS, "x1"])))
    assert completions("status", "--item", "T/") == ["T/=x", "T/-x", "T/--output=x", "T/x1"]
    plan = plan_with_codes(tmp_path / "b", ["a"])
    tree = {"departments": [{"id": "a", "name": "b\x1b]0;c\x07\u202e\n\td"}]}
    (plan / "plan" / "agencies.yaml").write_text(json.dumps(tree))
    monkeypatch.setenv("PAPI_PLAN", str(plan))
    assert shells.completion_lines(["status", "--agency", ""]) == ["word\ta\tb�]0;c�� d"]


def test_what_was_typed_in_quotes_is_not_offered_without_them() -> None:
    assert completions("tasks", "--columns", "agency,-days_l") == ["agency,-days_left", "agency,-days_late"]
    assert completions("tasks", "--columns", "'$(touch hit),agen") == []


def run(code: str, *argv: str, asked: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process with `argv` as its arguments, asked by a shell unless `asked` is false."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(CHECKOUT), **({VARIABLE: "bash"} if asked else {})}
    command = [sys.executable, "-c", code, *argv]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)


@pytest.mark.parametrize(
    "argv",
    [
        ("status", "--ag"),
        ("tasks", "--agency", "so-"),
        ("upcoming", "--item", "II.5"),
        ("explain", "II"),
        ("matrix", "--state", "o"),
        ("overdue", "--columns", "a"),
        ("calendar", "--group", ""),
        ("agencies", "--format", ""),
    ],
    ids=" ".join,
)
def test_pydantic_is_not_imported(argv: tuple[str, ...]) -> None:
    imported_at_end = "finally: import sys; print('pydantic' in sys.modules, file=sys.stderr)"
    completed = run(f"from papi_cli.cli import entry\ntry: entry()\n{imported_at_end}", *argv)
    assert completed.stdout.startswith("word\t")
    assert (completed.returncode, completed.stderr) == (0, "False\n")


def test_the_variable_alone_turns_a_command_into_a_question() -> None:
    status = ("status", "--as-of", "2026-06-10")
    assert run(ENTRY, *status, asked=False).stdout.startswith("Tình trạng thực hiện")
    assert run(ENTRY, *status).stdout == ""


def test_a_slow_machine_answers_late_but_whole() -> None:
    slowly = run(f"import time; time.sleep(1); {ENTRY}", "status", "--agency", "")
    assert [line.split("\t")[1] for line in slowly.stdout.splitlines()] == list(shipped_plan().agencies)
    assert (slowly.returncode, slowly.stderr) == (0, "")


def test_the_order_of_the_answer_does_not_depend_on_the_hash_seed() -> None:
    answers = {run(ENTRY, "overdue", "-", PYTHONHASHSEED=str(seed)).stdout for seed in range(8)}
    (answer,) = answers
    assert [line.split("\t")[1] for line in answer.splitlines()][-2:] == ["-h", "--help"]


def test_there_is_no_script_for_other_shells(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["completion", "tcsh"]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, err.decode()) == (b"", "Không có tập lệnh cho «tcsh». Các shell: bash, zsh, fish.\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder whose bin/papi runs this checkout."""
    program = tmp_path / "bin" / "papi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={CHECKOUT} exec {sys.executable} -c "{ENTRY}" "$@"\n')
    program.chmod(0o755)
    return tmp_path


def settings(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PAPI_PLAN": str(CHECKOUT),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }


def installed(shell: Shell) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed here")
    return path


def bash_completions(home: Path, *words: str) -> list[str]:
    """Return what bash puts into COMPREPLY for the command line `words` with the cursor at its end."""
    script = (
        'source <(papi completion bash); complete -p papi >&2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_papi_completion papi; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    command = [installed(Shell.BASH), "--norc", "-c", script, "bash", *words]
    completed = subprocess.run(command, capture_output=True, text=True, check=True, env=settings(home))
    assert completed.stderr == "complete -o nosort -F _papi_completion papi\n"
    return completed.stdout.split()


def test_bash_completes(home: Path) -> None:
    assert bash_completions(home, "papi", "st") == ["status"]
    assert bash_completions(home, "papi", "status", "--ag") == ["--agency"]
    assert bash_completions(home, "papi", "status", "--agency", "=", "so-t") == ["so-tai-chinh", "so-tu-phap"]
    assert bash_completions(home, "papi", "status", "--agency", '"Sở Tư pháp"', "--state", "ov") == ["overdue"]
    assert bash_completions(home, "papi", "status", "--agency", "khong-co") == []


def test_fish_completes(home: Path) -> None:
    def fish_completions(line: str) -> list[str]:
        script = "papi completion fish | source; complete --do-complete $argv[1]"
        command = [installed(Shell.FISH), "--no-config", "-c", script, line]
        completed = subprocess.run(command, capture_output=True, text=True, check=True, env=settings(home))
        assert completed.stderr == ""
        return completed.stdout.splitlines()

    assert fish_completions("papi st") == [f"status\t{COMMANDS['status']}"]
    assert fish_completions("papi status --agency so-t") == ["so-tai-chinh\tSở Tài chính", "so-tu-phap\tSở Tư pháp"]
    assert fish_completions('papi status --agency "Sở Tư pháp" --state ov') == ["overdue\tchưa hoàn thành, quá hạn"]
    assert len(fish_completions("papi status --format ")) == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "options", "setting_up"),
    [
        (Shell.BASH, ["--norc", "--noprofile", "-i"], "source <(papi completion bash)"),
        (Shell.ZSH, ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(papi completion zsh)"),
    ],
)
def test_tab_at_a_terminal(shell: Shell, options: list[str], setting_up: str, home: Path) -> None:
    """Type half of each word, press Tab after it, and run the command line that the shell completed."""
    screen, keyboard = pty.openpty()
    with subprocess.Popen(
        [installed(shell), *options],
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
        cwd=home,
        env=settings(home),
        start_new_session=True,
    ) as process:
        os.close(keyboard)
        try:
            os.write(screen, f"{setting_up}; echo set-$((40 + 2))\n".encode())
            assert "set-42" in screen_until(screen, "set-42")
            os.write(screen, b"papi stat\t--agen\tso-tu\t--form\tjso\t-o answer.json && echo run-$((40 + 2))\n")
            assert "run-42" in screen_until(screen, "run-42")
        finally:
            process.kill()
            os.close(screen)
    assert json.loads((home / "answer.json").read_text())["filters"]["agencies"] == ["so-tu-phap"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "options", "setting_up"),
    [
        (Shell.BASH, ["--norc", "--noprofile", "-i"], "source <(papi completion bash)"),
        (Shell.ZSH, ["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source <(papi completion zsh)"),
    ],
)
def test_tab_runs_nothing_that_a_plan_brings(shell: Shell, options: list[str], setting_up: str, home: Path) -> None:
    """Complete the one code of a plan that fits, which names a command, and run the line."""
    codes = ("a$(touch hit-a)", "b`touch hit-b`", "c;touch hit-c;", "d&touch hit-d;", "e|touch hit-e;", "f>hit-f")
    plan = plan_with_codes(home / "hostile", codes)
    environment = {**settings(home), "PAPI_PLAN": str(plan)}
    # The names and the list of what could follow are shown; no part of a name steers the terminal.
    names = [{"id": f"g{number}", "name": "n\x1b]0;title\x07$(touch hit-g)"} for number in (1, 2)]
    (plan / "plan" / "agencies.yaml").write_text(
        json.dumps({"departments": [*names, *({"id": code} for code in codes)]})
    )
    screen, keyboard = pty.openpty()
    with subprocess.Popen(
        [installed(shell), *options],
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
        cwd=home,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(keyboard)
        try:
            os.write(screen, f"{setting_up}; echo set-$((40 + 2))\n".encode())
            assert "set-42" in screen_until(screen, "set-42")
            for letter in "abcdef":
                os.write(screen, f"papi status --agency {letter}\t\n".encode())
            os.write(screen, b"papi status --agency g\t\t\necho run-$((40 + 2))\n")
            shown = screen_until(screen, "run-42")
        finally:
            process.kill()
            os.close(screen)
    assert "run-42" in shown
    assert "g1" in shown
    assert "\x1b]0;title" not in shown
    assert not list(home.glob("hit-*"))


def screen_until(screen: int, expected: str) -> str:
    """Return what appears on the screen up to `expected`, for five minutes at most."""
    return "".join(new_output(screen, expected))


def new_output(screen: int, expected: str) -> Iterator[str]:
    end = time.monotonic() + 300
    output = ""
    while expected not in output and time.monotonic() < end:
        if select.select([screen], [], [], 1)[0]:
            new = os.read(screen, 65536).decode(errors="replace")
            output += new
            yield new
