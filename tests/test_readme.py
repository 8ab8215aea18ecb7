"""The pages of the repository against the program: their lists are complete, and their links lead somewhere."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from papi_cli.cli.program.door import main
from papi_cli.cli.program.program import COMMANDS
from papi_cli.log.events import encode_log
from papi_cli.log.kinds import KIND_SPECS, EventKind
from papi_cli.problems import ExitCode
from papi_cli.states import Flag, State
from papi_cli.views.words import STATE_WORDS
from tests.repositories import git
from tests.sample import seeded_log, shipped_plan
from tests.tree import CHECKOUT, planted

HOUSE = CHECKOUT / "papi_cli"
CONTRACT = (HOUSE / "README.md").read_text(encoding="utf-8")
PAGES = (
    "README.md",
    "papi_cli/README.md",
    "plan/README.md",
    "tests/README.md",
    ".github/CHANGELOG.md",
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
)


def section(heading: str) -> str:
    """Return the text of the contract page below a heading of the second level."""
    (text,) = (part for part in CONTRACT.split("\n## ") if part.startswith(f"{heading}\n"))
    return text


def table_rows(heading: str, head: str) -> list[list[str]]:
    """Return the cells of the table of that section whose head row begins with `head`."""
    _, _, rest = section(heading).partition(f"| {head} |")
    assert rest, (heading, head)
    lines = rest.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def coded(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# What the contract page lists


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_on_the_page(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    help_page = capsys.readouterr().out.partition("Ví dụ:")[0]
    text = section("Command line")
    assert f"`papi {command}" in text
    options = set(re.findall(r"--[a-z][a-z-]+", help_page))
    assert not sorted(option for option in options if f"`{option}`" not in text)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_missing_from_its_help_page(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CHECKOUT)  # whose plan has all that options speak of
    assert main([command, "--help"]) == 0
    page = capsys.readouterr().out.partition("Ví dụ:")[0]
    params = import_module(f"papi_cli.cli.commands.{command}").command.params
    assert not [name for param in params for name in param.opts if name.startswith("--") and name not in page]


def test_every_event_state_flag_and_exit_code_is_on_the_page() -> None:
    needs = {coded(row[0])[0]: set(coded(row[2])) for row in table_rows("Events", "event")}
    assert list(needs) == [kind.value for kind in EventKind]
    for kind, spec in KIND_SPECS.items():
        assert needs[kind.value] == {field for need in spec.needs for field in need.words}
    states = {coded(row[0])[0]: row[2] for row in table_rows("States", "state")}
    assert states.keys() == {state.value for state in State}
    for state in State:
        assert STATE_WORDS[state].label.startswith(states[state.value])
    assert {coded(row[0])[0] for row in table_rows("States", "flag")} == {flag.value for flag in Flag}
    assert [int(row[0]) for row in table_rows("Exit codes", "code")] == [code.value for code in ExitCode]


def test_each_question_leads_to_a_name_in_a_file() -> None:
    rows = table_rows("Rooms", "question")
    assert rows
    for question, file, name in rows:
        tree = ast.parse((HOUSE / coded(file)[0]).read_text(encoding="utf-8"))
        assert coded(name)[0] in set(defined_names(tree)), question


def defined_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


# The keys of the JSON answers

ANSWERS = (
    ["status"],
    ["status", "--agency", "STP"],
    ["overdue"],
    ["upcoming"],
    ["tasks"],
    ["matrix"],
    ["agencies"],
    ["log"],
    ["show", "II.5"],
    ["show", "I.1/ke-hoach"],
    ["show", "so-ban-nganh"],
    ["show", "annex-1"],
    ["show", "annex-2"],
    ["explain", "I.1/ke-hoach"],
    ["explain", "trước ngày 10/6/2026"],
    ["diff", "{before}"],
    ["verify", "{document}"],
    ["check"],
    *([command, "--plan", "{before}"] for command in ("status", "overdue", "upcoming", "tasks", "matrix", "agencies")),
    ["status", "--agency", "STP", "--plan", "{before}"],
    ["verify", "{letter}", "--plan", "{other}"],
    ["verify", "{stripped}"],
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Return every JSON answer about a plan with a log and, for comparisons, an older plan without one."""
    folder = tmp_path_factory.mktemp("answers")
    before = planted(folder / "before")
    edits = ("duties.yaml", "due: báo cáo 06 tháng đầu năm trước ngày 10/6/2026", "due: trước ngày 12/6/2026")
    after = planted(folder / "after", edits)
    other = planted(folder / "other", ("plan.yaml", "title: Kế hoạch cải thiện, nâng cao", "title: Kế hoạch nâng cao"))
    document, letter, output = folder / "report.md", folder / "letter.md", folder / "answer.json"
    words = ["report", "semiannual", "--plan", str(after), "--as-of", "2026-06-10", "--provenance-line", "-o"]
    assert main([*words, str(document)]) == 0
    stripped = folder / "report.txt"
    stripped.write_text(document.read_text(encoding="utf-8").partition("<!-- papi.")[0], encoding="utf-8")
    plans = ["--plan", str(after), "--plan", str(other)]
    assert main(["remind", *plans, "--agency", "STP", "--as-of", "2026-06-10", "-o", str(letter)]) == 0
    (after / "plan" / "status").mkdir()
    (after / "plan" / "status" / "sample.jsonl").write_bytes(encode_log(seeded_log(7, shipped_plan())))
    parsed_answers = []
    for command, *arguments in ANSWERS:
        files = {"before": before, "document": document, "letter": letter, "other": other, "stripped": stripped}
        named = [word.format(**files) for word in arguments]
        day = [] if command in {"check", "verify"} else ["--as-of", "2026-06-10"]
        main([command, *named, "--plan", str(after), *day, "--format", "json", "-o", str(output)])
        parsed_answers.append(json.loads(output.read_bytes()))
        output.unlink()
    return parsed_answers


def test_every_key_of_every_answer_is_on_the_page(answers: list[dict[str, object]]) -> None:
    rows = {coded(row[0])[0]: set(coded(row[1])) for row in table_rows("JSON", "schema")}
    parts = {key for row in table_rows("JSON", "part") for key in coded(row[1])}
    values = {*State, *EventKind, *shipped_plan().items}
    for answer in answers:
        schema = str(answer["schema"])
        assert not set(keys_in(answer)) - rows[schema] - parts - values, schema


def keys_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


def test_every_contract_is_on_the_page(answers: list[dict[str, object]]) -> None:
    sources = (path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py"))
    named = {schema for text in sources for schema in re.findall(r"papi\.[a-z]+/\d+", text)}
    assert {coded(row[0])[0] for row in table_rows("JSON", "schema")} == named
    # What documents carry is no answer.
    assert {answer["schema"] for answer in answers} == named - {"papi.document/1", "papi.document/2", "papi.document/3"}


# The other pages


def test_the_recipes_name_files_and_tables_that_exist() -> None:
    recipes = (CHECKOUT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Recipe")[2]
    files = {name for name in coded(recipes) if re.fullmatch(r"(papi_cli|tests)/[\w/]+\.(py|md)", name)}
    sources = "".join((CHECKOUT / name).read_text(encoding="utf-8") for name in sorted(files))
    tables = {name for name in coded(recipes) if re.fullmatch(r"_?[A-Z_]{3,}|[A-Z][a-z]+[A-Z]\w+", name)}
    assert {"papi_cli/log/kinds.py", "tests/sample.py"} <= files
    assert {"KIND_SPECS", "COLUMN_SPECS", "RULES", "WEIGHTS"} <= tables
    assert not [name for name in tables if not re.search(rf"\b{name}\b", sources)]


def test_ci_runs_the_readmes_test_command() -> None:
    fenced = re.findall(r"```sh\n(.*?)```", (CHECKOUT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (command,) = (block.strip() for block in fenced if "pytest" in block)
    assert command in (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_first_half_hour_goes_as_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(planted(tmp_path / "papi"))
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T08:00:00+07:00")
    _, _, text = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Nửa giờ đầu tiên")
    blocks = re.findall(r"```sh\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 8
    for commands, shown in blocks:
        answer = ""
        for command in re.split(r"\n| && ", commands.strip()):
            program, *words = shlex.split(command)
            if program == "cd":
                monkeypatch.chdir(words[0])
            elif program.rpartition("/")[2] == "papi":
                assert main(words) == 0, command
                answer += "".join(capsys.readouterr())
        lines = (re.escape(line).replace("…", ".*") for line in shown.splitlines(keepends=True))
        pattern = "".join(r"(?:.*\n)*" if line == ".*\\\n" else line for line in lines)
        assert re.fullmatch(pattern, answer), (shown, answer)


PAGES_OF_OFFICES = ("README.md", "plan/README.md", "templates/README.md", "templates/new/README.md")


def test_on_windows_the_first_block_is_the_same_in_its_words() -> None:
    page = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)[:2]
    assert second.startswith("source .venv/bin/activate\n")
    (windows,) = re.findall(r"```powershell\n(.*?)```", page, re.DOTALL)
    same = first.strip().replace("python3", "py").replace(".venv/bin/", ".venv\\Scripts\\").split(" && ")
    path = '$env:Path = "$PWD\\.venv\\Scripts;$env:Path"'
    assert windows.splitlines() == [*same, path]
    founded = (CHECKOUT / "templates/new/README.md").read_text(encoding="utf-8")
    assert f"    py -m venv .venv\n    .venv\\Scripts\\pip install GÓI_PAPI\n    {path}\n" in founded


@pytest.mark.parametrize("page", PAGES_OF_OFFICES)
def test_no_command_needs_a_shell_of_posix(page: str) -> None:
    """PowerShell 5.1 knows no `&&`, and its `>` turns a text into UTF-16."""
    text = (CHECKOUT / page).read_text(encoding="utf-8").partition("## Developing")[0].partition("## Chạy tự động")[0]
    fenced = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    commands = [*fenced.splitlines()[1:], *re.findall(r"^    (papi .*)", text, re.MULTILINE), *coded(text)]
    assert not [line for line in commands if line.startswith("papi ") and re.search(r" (&&|>|\||;) ", line)]


def test_the_readme_of_a_founded_repository_is_gone_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "kho")]) == 0
    git(tmp_path, "init", "-q", "--bare", "chung.git")
    git(tmp_path / "kho", "remote", "add", "origin", str(tmp_path / "chung.git"))
    monkeypatch.chdir(tmp_path / "kho")
    monkeypatch.setenv("PAPI_NOW", "2026-06-10T08:00:00+07:00")
    words = {
        "MÃ_VIỆC": "II.2/bao-cao",
        "TÊN CƠ QUAN": "STP",
        "NGÀY": "12/3/2026",
        "SỐ": "45/BC-STP",
        "MÃ_KỲ": "semiannual",
    }
    page = Path("README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    (papi .*)", page.partition("## Chạy tự động")[0], re.MULTILINE)
    assert {line.split()[1] for line in lines} >= {"status", "record", "sheet", "sync", "log", "report", "verify"}
    for line in lines:
        command = shlex.split(line, comments=True)[1:]
        if command[:2] == ["record", "--from"]:
            returned(Path("bang-gui"), Path("bang-nhan"))
        assert main([words.get(word, word) for word in command]) == 0, line
    capsys.readouterr()
    assert main(["log", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["events"]) == 2
    shared = git(tmp_path / "chung.git", "ls-tree", "-r", "--name-only", "main")
    assert shared.count(".jsonl") == 2


def returned(sent: Path, back: Path) -> None:
    """Fill in one row of one of the sheets that were sent, and put it where those that came back are."""
    book = openpyxl.load_workbook(next(sent.glob("so-y-te*.xlsx")))
    grid = book.worksheets[0]
    rows = [[str(value) for value in row] for row in grid.iter_rows(values_only=True)]
    (number,) = (number for number, row in enumerate(rows, 1) if "Kết quả" in row)
    answers = {"Kết quả": "đang thực hiện", "Ngày": "9/6/2026", "Ghi chú": "đã họp"}
    for head, answer in answers.items():
        grid.cell(number + 1, rows[number - 1].index(head) + 1).value = answer
    back.mkdir()
    book.save(back / "y-te.xlsx")


def test_every_file_of_the_plan_is_in_its_readme() -> None:
    page = (CHECKOUT / "plan" / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in (CHECKOUT / "plan").glob("*.yaml")}
    assert "plan.yaml" in names
    for name in names:
        assert f"`{name}`" in page


def links(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]


def test_links_are_found_in_a_page() -> None:
    assert links("[a](b.md#c), [d](https://e.vn), [f](g/h.md)") == ["b.md", "g/h.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    path = CHECKOUT / page
    for link in links(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link
