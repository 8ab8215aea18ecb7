"""No English of Typer reaches a user: all help pages, and all kinds of usage errors."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.core import TyperArgument, TyperOption

from papi_cli import __version__
from papi_cli.cli.program.door import main
from papi_cli.cli.program.help_pages import PapiCommand
from papi_cli.cli.program.program import COMMANDS
from papi_cli.cli.program.typer_internals import Command, UsageError
from papi_cli.cli.program.usage_errors import usage_sentence
from papi_cli.text import nfc
from tests.tree import CHECKOUT

# Words of Typer's sentences; without `no`, `to` and `do`, which are Vietnamese words too, and `completion`, a command.
_ENGLISH = re.compile(
    r"(?<![\w./«-])(usage|options?|arguments?|commands?|help|show|shows|exit|exits|message|default|dynamic|required|"
    r"requires|error|invalid|value|values|missing|parameter|such|try|got|unexpected|extra|does|not|take|takes|possible|"
    r"did|you|mean|aborted|for|the|this|and|is|of|or|from|choose|env|var|range|deprecated|install|file|"
    r"directory|path|string|text|integer|boolean|list|str|int|bool|float)(?![\w./»-])",
    re.IGNORECASE,
)

# A command's name: after `papi`, and at the start of a row on the program's help page.
_COMMAND_NAME = re.compile(r"papi [a-z]+|^  [a-z]+(?=  )")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def call(*argv: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def _commands() -> Mapping[str, Command]:
    assert COMMANDS
    return {name: import_module(f"papi_cli.cli.commands.{name}").command for name in COMMANDS}


def _options(command: Command) -> Iterator[TyperOption]:
    return (param for param in command.params if isinstance(param, TyperOption) and param.name != "help")


def _assert_vietnamese(text: str) -> None:
    leaked = [line for line in text.splitlines() if _ENGLISH.search(_COMMAND_NAME.sub("", line))]
    assert not leaked
    assert text == nfc(text)


def test_the_list_of_words_recognizes_the_sentences_of_typer() -> None:
    assert _ENGLISH.search("Got unexpected extra argument (x)")
    assert _ENGLISH.search("Tên. [default: table]")
    assert _ENGLISH.search("Tên. [required]")
    assert _ENGLISH.search("Missing command.")
    assert _ENGLISH.search("Aborted!")


def test_every_help_page(run: Run) -> None:
    for argv in ([], ["--help"], *([name, "--help"] for name in _commands())):
        code, out, err = run(*argv)
        assert (code, err) == (0, ""), argv
        assert out.startswith("Cách dùng: papi "), argv
        _assert_vietnamese(out.partition("\nVí dụ:\n")[0])
        for line in out.splitlines():
            assert len(line) <= 80, (argv, line)


def test_no_code_or_option_breaks_on_a_help_page(run: Run) -> None:
    for name in _commands():
        _, out, _ = run(name, "--help")
        assert not [line for line in out.splitlines() if line.endswith("-")], name
        assert f"Cách dùng: papi {name} [TÙY CHỌN]" in out
        assert "[[" not in out


def test_every_command_ends_its_help_with_examples_of_itself(run: Run) -> None:
    for name in _commands():
        _, out, _ = run(name, "--help")
        examples = out.partition("\nVí dụ:\n")[2].splitlines()
        assert examples, name
        assert any(line.split()[:2] == ["papi", name] for line in examples), name


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["statu"], "Không có lệnh «statu». Có phải là «status»?"),
        ([""], "Không có lệnh «»."),
        (["a'b"], "Không có lệnh «a'b»."),
        (["--", "--x"], "Không có lệnh «--x»."),
        (["--"], "Thiếu tên lệnh."),
        (["--bogus"], "Không có tùy chọn «--bogus»."),
        (["--bogus", "status", "--neither"], "Không có tùy chọn «--bogus»."),
        (["--as-of", "2026-01-01", "status"], "Tùy chọn «--as-of» viết sau tên lệnh, ví dụ: papi status --as-of …"),
        (["--version=1"], "Tùy chọn «--version» không nhận giá trị đi kèm."),
        (["status", "--agenc", "STP"], "Không có tùy chọn «--agenc». Có phải là «--agency»?"),
        (["status", "--agenc=STP"], "Không có tùy chọn «--agenc». Có phải là «--agency»?"),
        (["status", "-agency", "STP"], "Không có tùy chọn «-agency». Có phải là «--agency»?"),
        (["status", "--Agency", "STP"], "Không có tùy chọn «--Agency». Có phải là «--agency»?"),
        (["status", "-x"], "Không có tùy chọn «-x»."),
        (
            ["status", "–agency", "STP"],
            "«–agency» bắt đầu bằng dấu gạch dài; tên tùy chọn bắt đầu bằng hai dấu trừ: --agency.",
        ),
        (["status", "--agency"], "Tùy chọn «--agency» cần một giá trị đi kèm."),
        (["status", "-o"], "Tùy chọn «-o» cần một giá trị đi kèm."),
        (
            ["status", "--agency", "--index", "4"],
            "Tùy chọn «--agency» cần một giá trị đi kèm, nhưng ngay sau đó là «--index».",
        ),
        (["status", "--all=yes"], "Tùy chọn «--all» không nhận giá trị đi kèm."),
        (["status", "--agency", ""], "Tùy chọn «--agency» để trống: ghi một giá trị, hoặc bỏ hẳn đi."),
        (["status", "--output= "], "Tùy chọn «--output / -o» để trống: ghi một giá trị, hoặc bỏ hẳn đi."),
        (["status", "--at", "HEAD", "--at", "HEAD"], "Tùy chọn «--at» ghi nhiều lần, nhưng chỉ nhận một giá trị."),
        (
            ["status", "--agency", "Sở", "Tư", "pháp"],
            'Thừa tham số: «Tư», «pháp». Giá trị có dấu cách phải đặt trong dấu nháy kép thẳng (").',
        ),
        (
            ["status", 'it\'s (a) "b")'],
            'Thừa tham số: «it\'s (a) "b")». Muốn chọn cơ quan thì ghi --agency trước tên.',
        ),
        (
            ["status", "--note", "x"],
            "Không có tùy chọn «--note». Tùy chọn này có ở: papi record, papi retract, papi correct.",
        ),
        (
            ["schema", "x y", "z"],
            'Thừa tham số: «x y», «z». Giá trị có dấu cách phải đặt trong dấu nháy kép thẳng (").',
        ),
    ],
)
def test_misuse(run: Run, argv: list[str], sentence: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    error, hint = err.splitlines()
    assert error == sentence
    assert hint == (f"Xem: papi {argv[0]} --help" if argv[0] in ("status", "schema") else "Xem: papi --help")


@pytest.mark.slow
def test_every_option_of_every_command_refuses_misuse(run: Run) -> None:
    for name, command in _commands().items():
        lines = [[name, "--khong-co"], [name, "-?"]]
        if not any(isinstance(param, TyperArgument) and param.nargs == -1 for param in command.params):
            lines.append([name, *(["thừa"] * 9)])
        for option in _options(command):
            spelled = option.opts[0]
            lines.append([name, spelled[:-1] + "zz"])
            if option.is_flag:
                lines.append([name, f"{spelled}=có"])
            else:
                lines += [[name, spelled], [name, spelled, ""], [name, spelled, "--help"]]
                if not option.multiple:
                    lines.append([name, spelled, "1", spelled, "2"])
        for argv in lines:
            code, out, err = run(*argv)
            if argv[-1] == "--help" and code == 0:
                continue  # --help wins wherever it stands
            assert (code, out) == (2, ""), (argv, err)
            _assert_vietnamese(err)
            assert err.endswith(f"Xem: papi {name} --help\n"), argv


def test_a_value_of_the_wrong_type_and_a_required_argument_are_vietnamese() -> None:
    probe = typer.Typer(rich_markup_mode=None, add_completion=False)

    @probe.command(cls=PapiCommand)
    def command(
        days: int = typer.Option(30, "--within", help="Số ngày.", envvar="PAPI_X"),
        name: str = typer.Argument(metavar="TÊN", help="Tên."),
    ) -> None:
        raise AssertionError(days, name)

    program = typer.main.get_command(probe)
    with pytest.raises(UsageError) as caught:
        program.main(["--within", "x", "tên"], prog_name="papi", standalone_mode=False)
    assert usage_sentence(caught.value).startswith("Giá trị của tùy chọn «--within» không dùng được.\n")
    page = program.get_help(program.make_context("papi", ["tên"]))
    assert "Cách dùng: papi [TÙY CHỌN] TÊN\n" in page
    assert "TÊN  Tên.  [bắt buộc]\n" in page
    assert "--within  Số ngày.\n" in page
    _assert_vietnamese(page)


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"papi {__version__}\n", "")


def test_arguments_that_are_not_utf8() -> None:
    for argv in ([b"\xff"], [b"status", b"\xff"], [b"status", b"--agency", b"\xff"], [b"status", b"--\xff"]):
        completed = subprocess.run([sys.executable, "-m", "papi_cli", *argv], capture_output=True, check=False)
        assert (completed.returncode, completed.stdout) == (2, b""), completed.stderr
        _assert_vietnamese(completed.stderr.decode())


@pytest.mark.parametrize("folder", [".", "/", "..", "plan"])
def test_an_answer_is_not_written_over_a_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan").mkdir()
    code, out, err = run("status", "--plan", str(CHECKOUT), "-o", folder)
    assert (code, out, err) == (3, "", f"Không ghi được tệp {folder}: đây là một thư mục.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]
