"""Signs that steer a terminal, a spreadsheet or a CI system, or make a text look like another: none gets out."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import unicodedata
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_cli.cli.program.door import main
from papi_cli.log.drafts import clean_line, clean_note
from papi_cli.problems import Problem, ProblemCode
from papi_cli.render import csvtext, diagnostics, jsontext, markdown, plain, terminal
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.text import (
    code_point,
    forbidden_signs,
    guard_formula,
    json_escape,
    printable,
    screen_text,
    without_formula_guard,
)
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.problems import QuotedProblem
from tests.sample import keys_of, line_of
from tests.tree import planted

ALL_SIGNS = [chr(number) for number in range(sys.maxunicode + 1)]
FORBIDDEN = frozenset(sign for sign in ALL_SIGNS if any(forbidden_signs(sign)))
BIDI_CLASSES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

# A title for the terminal, colours by C0 and by C1, a text turned round, hidden tags, a return to the line's start.
HOSTILE = (
    "a\x1b]0;title\x07\x1b[31mb\x9b31mc\u202edcba\u202c\U000e0041\u200e\ufeff\r\nd\re\u2028f\x85g\x00\uffff\ufff9h"
)
COMMAND = "\n::error::x\n  ::set-output name=a::b\n##[error]x ##vso[task.setvariable]y"


def leaked(text: str) -> set[str]:
    """Return the forbidden signs in the text, CRLF taken as LF."""
    return set(text.replace("\r\n", "\n")) & FORBIDDEN


def commands(text: str) -> list[str]:
    """Return the lines that the runners of GitHub and Azure would take for a command."""
    return [line for line in text.splitlines() if re.match(r"\s*::[^:]", line) or re.search(r"##\w*\[", line)]


# The list


def test_the_list_has_what_unicode_calls_control_separator_surrogate_and_noncharacter() -> None:
    of_category = {sign for sign in ALL_SIGNS if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}} - {"\n", "\t"}
    noncharacters = {sign for sign in ALL_SIGNS if ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF}
    bidi_controls = {sign for sign in ALL_SIGNS if unicodedata.bidirectional(sign) in BIDI_CLASSES}
    marks_of_direction = {"\u061c", "\u200e", "\u200f"}
    tags = set(ALL_SIGNS[0xE0000:0xE0080])
    others = {"\ufeff", "\ufff9", "\ufffa", "\ufffb", *ALL_SIGNS[0x206A:0x2070]}
    assert (of_category | noncharacters | bidi_controls | marks_of_direction | tags | others) == FORBIDDEN


def test_every_sign_of_the_list_is_unprintable_to_python() -> None:
    assert not [sign for sign in ALL_SIGNS if sign.isprintable() and any(forbidden_signs(f"\n{sign}"))]


@pytest.mark.parametrize("text", ["Sở Tư pháp", "a\tb\nc", "1\u00a0tháng", "👨\u200d👩\u200d👧", "e\u0302\u0301", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert printable(text) == text
    assert screen_text(text) == text


def test_a_sign_becomes_a_visible_one() -> None:
    assert printable("a\x1b[31mb\r\nc\u202e") == "a�[31mb\nc�"
    assert [place for place, _ in forbidden_signs("ấ\x1b\nb\u202e")] == [1, 4]
    assert [code_point(sign) for sign in "\x1b\u202e\U000e0041"] == ["U+001B", "U+202E", "U+E0041"]


@pytest.mark.parametrize(
    "sign", sorted(FORBIDDEN - {"\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"})[::7]
)
def test_no_forbidden_sign_is_recorded(sign: str) -> None:
    assert clean_note(f"a{sign}b") is None
    assert clean_line(f"a{sign}b") is None


@given(st.sampled_from(sorted(FORBIDDEN | {"#", "\t", "ắ"})))
def test_an_escape_of_json_is_the_sign(sign: str) -> None:
    assert json.loads(f'"{json_escape(sign)}"') == sign


# Commands of CI systems


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("a\n \t::error::x", "a\n \t: :error::x"),
        ("a ::error::x", "a ::error::x"),
        ("a##[error]x", "a# #[error]x"),
        ("##vso[task.complete]", "# #vso[task.complete]"),
        ("###[x]", "## #[x]"),
        ("## a [b]", "## a [b]"),
        ("a::b", "a::b"),
    ],
)
def test_a_line_of_text_is_no_command(text: str, shown: str) -> None:
    assert screen_text(text) == shown
    assert not commands(shown)


# Pages and tables in each format

TABLE = Table(
    (Column(f"head{HOSTILE}", wraps=True), Column("b")),
    (Row((HOSTILE + COMMAND, HOSTILE)), Row((COMMAND.strip(), "x"))),
)
PAGE: Page = (
    Heading(HOSTILE + COMMAND),
    Paragraph(COMMAND.strip() + HOSTILE),
    Bullets((HOSTILE + COMMAND, COMMAND.strip())),
    TABLE,
    TABLE._replace(prose=True),
)


@pytest.mark.parametrize("render", [plain.render, markdown.render])
def test_a_page_as_text_has_no_forbidden_sign_and_no_command(render: object) -> None:
    assert callable(render)
    text = render(PAGE)
    assert not leaked(text)
    assert "�]0;title" in text.replace("\\", "")
    assert not commands(text)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("color", [True, False])
def test_a_page_at_a_terminal_has_only_the_codes_of_rich(width: int, *, color: bool) -> None:
    text = terminal.render(PAGE, width=width, color=color)
    assert ("\x1b[" in text) == color
    without_codes = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not leaked(without_codes)
    # The colours of the data would have been taken away by the expression above.
    assert "�[31mb" in without_codes


def test_csv_has_no_forbidden_sign() -> None:
    text = csvtext.render(TABLE, separator=";").decode("utf-8-sig")
    assert not leaked(text)
    assert "�]0;title" in text


def test_json_escapes_what_a_terminal_or_a_ci_system_would_obey() -> None:
    answer = {"a": HOSTILE + COMMAND, f"b{HOSTILE}": ["đ"]}
    text = jsontext.render(answer)
    assert json.loads(text) == answer
    assert not leaked(text)
    assert not commands(text)
    assert "\\u202e" in text
    assert "đ" in text


# Problems

PROBLEM = Problem(f"plan/{HOSTILE}::,%.yaml", 1, 2, ProblemCode.UNKNOWN_KEY, f"«{HOSTILE}{COMMAND}»", f"{COMMAND}")


def test_a_problem_is_one_line() -> None:
    assert len(str(PROBLEM).splitlines()) == 1


@pytest.mark.parametrize("width", [None, 60])
def test_problems_as_text_have_no_forbidden_sign_and_no_command(width: int | None) -> None:
    text = diagnostics.text([QuotedProblem(PROBLEM, "::error::x", "^"), QuotedProblem(PROBLEM, HOSTILE, "^")], width)
    assert not leaked(text)
    assert not commands(text)
    assert "    : :error::x\n" in text


def test_a_problem_is_one_command_to_github() -> None:
    text = diagnostics.github([QuotedProblem(PROBLEM, "", "")])
    assert not leaked(text)
    assert len(commands(text)) == 1
    properties = re.fullmatch(r"::error file=([^:,\n]*),line=1,col=2,title=P101::([^\r\n]*)\n", text)
    assert properties
    assert "%3A%3A%2C%25.yaml" in properties[1]
    assert "%0A::error::x" in properties[2]


def test_a_report_for_gitlab_has_no_forbidden_sign() -> None:
    text = diagnostics.gitlab([QuotedProblem(PROBLEM, "", "")])
    assert not leaked(text)
    assert not commands(text)
    assert json.loads(text)[0]["location"]["path"] == PROBLEM.file


# Formulas


@pytest.mark.parametrize(
    "cell",
    [
        *("=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a"),
        *("\n=1", " =1", "\u00a0=1", "\u200b=1", "\u2060＝1", "\u00ad@a", "\ufeff=1", "�=1"),
        *("'=1", "''=1", "'\t", "' ＝1"),
    ],
)
def test_a_formula_is_guarded_and_read_back_as_it_was(cell: str) -> None:
    assert guard_formula(cell) == f"'{cell}"
    assert without_formula_guard(guard_formula(cell)) == cell


@pytest.mark.parametrize("cell", ["", "45/KH-UBND", "a=1", "'", "'a'", "10/6/2026", "«=1»", " a"])
def test_other_cells_are_not_guarded(cell: str) -> None:
    assert guard_formula(cell) == cell
    assert without_formula_guard(cell) == cell


@given(st.text(st.sampled_from("'=+-@＝\t\r\n \u200ba1") | st.characters(), max_size=6))
def test_reading_removes_exactly_what_writing_added(text: str) -> None:
    assert without_formula_guard(guard_formula(text)) == text


def test_a_text_that_begins_with_an_apostrophe_survives_csv() -> None:
    table = Table((Column("a"),), (Row(("'=1",)), Row(("=1",)), Row(("\n＝1",))))
    rows = list(csv.reader(StringIO(csvtext.render(table, separator=",").decode("utf-8-sig"), newline="")))
    assert rows == [["a"], ["''=1"], ["'=1"], ["'\n＝1"]]
    assert [without_formula_guard(cell) for (cell,) in rows[1:]] == ["'=1", "=1", "\n＝1"]


# The log


def planted_log(root: Path, name: str, *lines: bytes) -> Path:
    """Write a file of the log beside the shipped plan, and return the folder of both."""
    status = planted(root) / "plan" / "status" / "2026-03"
    status.mkdir(parents=True)
    (status / name).write_bytes(b"".join(lines))
    return root


def problems_of_check(root: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> list[dict[str, Any]]:
    main(["check", "--format", "json", "--plan", str(root)])
    out, _ = capfdbinary.readouterr()
    assert not leaked(out.decode())
    return [problem for problem in json.loads(out)["problems"] if problem["code"] == "P017"]


@pytest.mark.parametrize(
    "others",
    [
        *({key: HOSTILE} for key in ("note", "document", "within", "by", "target", "item", "agency")),
        {"evidence": [{"url": f"https://a/{HOSTILE}"}]},
        {"evidence": [{"path": f"a{HOSTILE}.pdf", "sha256": "0" * 64}]},
        {HOSTILE: "x"},
        {"later": {"a": [[HOSTILE]]}},
    ],
    ids=str,
)
def test_a_recorded_sign_stays_readable_and_is_told_at_its_line(
    others: dict[str, Any], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = [line_of(keys_of("done", "2026-03-01")), line_of(keys_of("progress", "2026-03-02", **others))]
    root = planted_log(tmp_path, "a.jsonl", *lines)
    assert len(read_events(FolderSource(root))) == 2
    (problem,) = problems_of_check(root, capfdbinary)
    assert (problem["file"], problem["line"]) == ("plan/status/2026-03/a.jsonl", 2)
    assert problem["severity"] == "warning"
    assert "U+001B" in problem["message"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_sign_in_the_name_of_a_file_of_the_log_is_told_once(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = [line_of(keys_of("done", "2026-03-01")), line_of(keys_of("progress", "2026-03-02"))]
    root = planted_log(tmp_path, "a\x1b]0;x\x07\n::error::.jsonl", *lines)
    (problem,) = problems_of_check(root, capfdbinary)
    assert problem["line"] == 1
    assert problem["message"].startswith("tên tệp có ký tự điều khiển hoặc ký tự ẩn U+001B")
    for format_ in ("table", "github", "gitlab"):
        main(["check", "--format", format_, "--plan", str(root)])
        out, err = capfdbinary.readouterr()
        assert not leaked(out.decode() + err.decode())
        assert format_ == "github" or not commands(out.decode())
