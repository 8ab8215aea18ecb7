"""Signs that steer a terminal, a spreadsheet or a CI system, or make a text look like another: none gets out."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
import unicodedata
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from papi_cli.checks.signs import LOOK_ALIKES, misleading_sign_warnings
from papi_cli.cli import prompts
from papi_cli.cli.program.door import main
from papi_cli.documents.dialect import read_document
from papi_cli.log.drafts import clean_line, clean_note
from papi_cli.plan.files.yamltext import read_yaml
from papi_cli.problems import Problem, ProblemCode
from papi_cli.render import csvtext, diagnostics, ics, jsontext, markdown, plain, terminal, xlsx
from papi_cli.store.reading import read_events
from papi_cli.store.sources import FolderSource
from papi_cli.text import (
    FORBIDDEN_SIGNS,
    INVISIBLE_SIGNS,
    code_point,
    forbidden_signs,
    guard_formula,
    json_escape,
    parse_day,
    printable,
    screen_text,
    without_formula_guard,
)
from papi_cli.views.calendar import CalendarEntry
from papi_cli.views.page import Bullets, Column, Heading, Page, Paragraph, Row, Table
from papi_cli.views.problems import QuotedProblem
from papi_cli.views.sheet import Choice, Sheet, SheetColumn, Signature
from tests.children import at_a_terminal
from tests.sample import keys_of, line_of
from tests.tree import Edit, planted

ALL_SIGNS = [chr(number) for number in range(sys.maxunicode + 1)]
FORBIDDEN = frozenset(re.findall(f"[{FORBIDDEN_SIGNS}]", "".join(ALL_SIGNS)))
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
    assert not [sign for sign in FORBIDDEN if sign.isprintable()]


@pytest.mark.parametrize("text", ["Sở Tư pháp", "a\tb\nc", "1\u00a0tháng", "👨\u200d👩\u200d👧", "e\u0302\u0301", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert printable(text) == text
    assert screen_text(text) == text


def test_a_sign_becomes_a_visible_one() -> None:
    assert printable("a\x1b[31mb\r\nc\u202e") == "a�[31mb\nc�"
    assert [place for place, _ in forbidden_signs("ấ\x1b\nb\u202e")] == [1, 4]
    assert [code_point(sign) for sign in "\x1b\u202e\U000e0041"] == ["U+001B", "U+202E", "U+E0041"]


LINE_ENDS = {"\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"}
HARMLESS = {"\u200e", "\ufeff"}


@pytest.mark.parametrize("sign", sorted(FORBIDDEN - LINE_ENDS - HARMLESS)[::7])
def test_no_forbidden_sign_is_recorded(sign: str) -> None:
    assert clean_note(f"a{sign}b") is None
    assert clean_line(f"a{sign}b") is None


INVISIBLE = re.findall(f"[{INVISIBLE_SIGNS}]", "".join(ALL_SIGNS))


@pytest.mark.parametrize("sign", sorted({*INVISIBLE[::400], "\xad", "\u200b", "\u200d", "\u2060", *HARMLESS}))
def test_a_sign_that_shows_and_changes_nothing_is_not_recorded(sign: str) -> None:
    assert clean_note(f"{sign}1{sign}\n{sign} 2{sign}3{sign}") == "1\n23"
    assert clean_line(f"{sign}45{sign}/KH{sign}") == "45/KH"
    assert parse_day(f"{sign}10/{sign}6/{sign}2026", today=date(2026, 6, 21)) == date(2026, 6, 10)


@pytest.mark.parametrize("around", [("\u202a", ""), ("\u202a", "\u202c"), ("\u200f", "\u200f"), ("\u2068", "\u2069")])
def test_what_windows_puts_around_a_copied_text_is_not_recorded(around: tuple[str, str]) -> None:
    assert clean_line(r"D:\Bao cao\12.pdf".join(around)) == r"D:\Bao cao\12.pdf"
    assert clean_note("a" + r"D:\12.pdf".join(around) + "b") is None  # inside, it may change what is seen


def test_spaces_of_all_kinds_are_recorded_as_one() -> None:
    assert clean_line("5\u00a0/KH\u3000-\u202fSTP") == "5 /KH - STP"
    assert clean_note(" 1\u00a0tháng \n  2\u2009ngày\u00a0") == "1 tháng\n  2 ngày"


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


@pytest.mark.parametrize("separator", [",", ";", "tab"])
def test_what_was_recorded_comes_back_from_its_csv(separator: str, tmp_path: Path) -> None:
    texts = ("'=1", "=1", "''=1", "'a'", "＝1", "@a", "-1", "'＝1", "'-", "a")
    events = [
        keys_of("progress", "2026-03-02", note=text, document=text, recorded=f"2026-03-02T17:00:{number:02}+07:00")
        for number, text in enumerate(texts)
    ]
    root = planted_log(tmp_path / "a", "a.jsonl", *map(line_of, events))
    file = str(tmp_path / "a.csv")
    assert main(["log", "--plan", str(root), "--format", "csv", "--csv-separator", separator, "-o", file]) == 0
    other = planted(tmp_path / "b")
    assert main(["record", "--from", file, "--plan", str(other)]) == 0
    recorded = read_events(FolderSource(other))
    assert sorted((event.note, event.document) for event in recorded) == sorted((text, text) for text in texts)


def test_a_calendar_and_a_workbook_have_no_forbidden_sign() -> None:
    revised = datetime(2026, 6, 1, tzinfo=UTC)
    entry = CalendarEntry((HOSTILE,), date(2026, 6, 10), HOSTILE, HOSTILE, 0, revised, reminders=(7, 1))
    calendar = ics.render([entry], title=HOSTILE)
    assert not leaked(calendar.decode())
    assert "�" in calendar.decode()
    texts = (HOSTILE, f"={HOSTILE}")
    columns = (SheetColumn(HOSTILE, 200), SheetColumn("b", 200, is_answer=True, is_choice=True, hint=HOSTILE))
    sheet = Sheet(
        title=HOSTILE,
        remarks=(HOSTILE,),
        columns=columns,
        rows=(texts,),
        choices_title=HOSTILE,
        choices=(Choice(HOSTILE, HOSTILE),),
        signature=Signature((HOSTILE, "c"), (HOSTILE, "d", HOSTILE)),
        first_year=2026,
        last_year=2026,
        author=HOSTILE,
        day=date(2026, 6, 21),
    )
    book = openpyxl.load_workbook(BytesIO(xlsx.render(sheet)))
    assert not leaked(f"{book.properties.creator}{book.properties.title}")
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 14
    assert not leaked("".join(str(cell.value) for cell in cells))
    assert {cell.data_type for cell in cells} == {"s"}


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
    assert problem["file"].endswith("::.jsonl")
    assert problem["line"] == 1
    assert problem["message"].startswith("tên tệp có ký tự điều khiển hoặc ký tự ẩn U+001B")
    for format_ in ("table", "github", "gitlab"):
        main(["check", "--format", format_, "--plan", str(root)])
        out, err = capfdbinary.readouterr()
        assert not leaked(out.decode() + err.decode())
        assert format_ == "github" or not commands(out.decode())


# Every command, over a plan and a log with hostile texts

HOSTILE_DAY = ("--as-of", "2026-06-10")
# No sign of the list can stand in a plan, but line breaks can, and whatever a reader's program may take for its own.
EDITS: tuple[Edit, ...] = tuple(
    (file, old, old.replace(text, json.dumps(f"{text}{COMMAND}=", ensure_ascii=False)))
    for file, old, text in (
        ("plan.yaml", "province: Sơn La", "Sơn La"),
        ("agencies.yaml", "name: Sở Tư pháp", "Sở Tư pháp"),
        ("tasks.yaml", "product: Kế hoạch tập huấn", "Kế hoạch tập huấn"),
        ("tasks.yaml", "task: Xây dựng Kế hoạch thực hiện dân vận, dân chủ năm 2026", "Xây dựng Kế hoạch thực hiện dân vận, dân chủ năm 2026"),
        ("indices.yaml", "name: Tham gia của người dân ở cấp cơ sở", "Tham gia của người dân ở cấp cơ sở"),
        ("calendar.yaml", "name: Quốc khánh", "Quốc khánh"),
    )
)  # fmt: skip
TEXT = f"=1+1{HOSTILE}{COMMAND}"
FIELDS: dict[str, Any] = {
    "document": TEXT,
    "within": TEXT,
    "note": TEXT,
    "by": TEXT,
    "evidence": [{"url": f"https://a/{TEXT}"}, {"path": f"a{TEXT}.pdf", "sha256": "0" * 64}],
}
EVENTS = (
    keys_of("done", "2026-03-01", item="II.2/ke-hoach", **FIELDS),
    keys_of("submitted", "2026-03-02", item="II.2/bao-cao", **FIELDS),
    keys_of("extended", "2026-03-03", item="bao-cao-nam", until="2027-01-20", **FIELDS),
    keys_of("reminded", "2026-03-04", item="bao-cao-nam", **FIELDS),
    keys_of("retracted", "2026-03-05", target=TEXT, note=TEXT),
    keys_of("progress", "2026-03-06", item=TEXT, **FIELDS),
    keys_of("progress", "2026-03-07", agency=TEXT, **FIELDS),
    keys_of("done", "2026-03-08", item="V.1/ke-hoach", **FIELDS),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a hostile plan and log."""
    root = planted(tmp_path_factory.mktemp("hostile"), *EDITS)
    status = root / "plan" / "status" / "2026-03"
    status.mkdir(parents=True)
    (status / "a.jsonl").write_bytes(b"".join(map(line_of, EVENTS)))
    return root


LISTS = (
    ("status", *HOSTILE_DAY),
    ("status", "--agency", "STP", *HOSTILE_DAY),
    ("overdue", *HOSTILE_DAY),
    ("upcoming", "--within", "300", *HOSTILE_DAY),
    ("tasks", "--agency", "STP", *HOSTILE_DAY),
    ("matrix", *HOSTILE_DAY),
    ("agencies",),
    ("log",),
    ("show", "II.2/ke-hoach", *HOSTILE_DAY),
    ("show", "bao-cao-nam", *HOSTILE_DAY),
    ("show", "II.2", *HOSTILE_DAY),
    ("explain", "II.2/ke-hoach"),
)


def assert_harmless(output: bytes, *, may_command: bool = False) -> str:
    text = output.decode("utf-8-sig")
    assert not leaked(text)
    assert may_command or not commands(text)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("argv", LISTS, ids=" ".join)
@pytest.mark.parametrize("format_", ["table", "markdown", "csv", "json"])
def test_no_list_lets_a_sign_out(
    argv: tuple[str, ...], format_: str, hostile: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([*argv, "--plan", str(hostile), "--format", format_]) == 0
    out, err = capfdbinary.readouterr()
    text = assert_harmless(out, may_command=format_ == "csv")
    assert_harmless(err)
    if format_ == "csv":
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝")]


# Signs that look like others, in the plan


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: 45/QĐ-UBND đ Đ\n", []),
        ("a: 45/QÐ-UBND\n", [(1, 8, "U+00D0")]),
        ("a: 1\nb: một\n  ðiều\n", [(3, 3, "U+00F0")]),
        ("a: Ɖ\nb: ɖ # Ð\n", [(1, 4, "U+0189"), (2, 4, "U+0256")]),
        (
            "a: x\u200by\nb: x\u200c\nc: \u200dx\nd: x\u2060\n",
            [(n, 4 + (n != 3), s) for n, s in enumerate(("U+200B", "U+200C", "U+200D", "U+2060"), 1)],
        ),
        ("# so\u00adft\na: x\ufe0f\n", [(1, 5, "U+00AD"), (2, 5, "U+FE0F")]),
        ("a\u200b: 1\n", [(1, 2, "U+200B")]),
        # Escapes count, what looks like one after a backslash does not, and no number is too large.
        ('a: "x\\u200b"\nb: "\\xD0"\nc: "\\U000000F0"\n', [(1, 6, "U+200B"), (2, 5, "U+00D0"), (3, 5, "U+00F0")]),
        ('a: "x\\\\u200b"\nb: "\\u0110 \\UFFFFFFFF"\n', []),
        # A Russian letter in a Latin word or alone, a Russian word, a Greek sign of measure.
        ("a: K\u0435 ho\u1ea1ch\nb: Ph\u1ee5 l\u1ee5c \u0406\n", [(1, 5, "U+0435"), (2, 12, "U+0406")]),
        ("a: \u041c\u043e\u0441\u043a\u0432\u0430\nb: 5 \u03bcm\n", []),
        ("a: \u039d\u1ed9i v\u1ee5\n", [(1, 4, "U+039D")]),
    ],
)
def test_what_looks_like_another_letter_or_like_nothing_is_told_at_its_place(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    document, _ = read_yaml("plan/a.yaml", text.encode())
    found = list(misleading_sign_warnings([document] if document else []))
    assert [(problem.line, problem.column, *re.findall(r"U\+\w+", problem.message)) for problem in found] == places
    assert {(problem.severity, problem.code.value) for problem in found} <= {("warning", "P018")}


def test_the_letters_that_look_alike_are_no_vietnamese_ones() -> None:
    assert not set(LOOK_ALIKES) & set(unicodedata.normalize("NFC", VIETNAMESE))
    assert set("".join(LOOK_ALIKES.values())) <= set(VIETNAMESE)
    assert all(sign != letter for sign, letter in LOOK_ALIKES.items())
    for sign, letter in LOOK_ALIKES.items():
        kinds = {unicodedata.name(sign).split()[1], unicodedata.name(letter).split()[1]}
        assert kinds in ({"CAPITAL"}, {"SMALL"}), sign


VIETNAMESE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyzAĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ"


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["table", "json", "github", "gitlab"])
def test_no_answer_of_check_lets_a_sign_out(
    format_: str, hostile: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["check", "--plan", str(hostile), "--format", format_])
    out, err = capfdbinary.readouterr()
    text = assert_harmless(out, may_command=format_ == "github")
    assert "P017" in text
    assert_harmless(err)
    if format_ == "github":
        assert all(
            re.match(r"::(error|warning) file=plan/[\w./-]+,line=\d+,col=\d+,title=P\d+::", line)
            for line in text.splitlines()
        )


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
@pytest.mark.parametrize(
    "argv",
    [
        ("report", "semiannual"),
        ("report", "semiannual", "--agency", "STP"),
        ("report", "tasks", "--agency", "STP"),
        ("remind",),
    ],
    ids=" ".join,
)
def test_no_document_lets_a_sign_out(argv: tuple[str, ...], suffix: str, hostile: Path, tmp_path: Path) -> None:
    file = tmp_path / f"a{suffix}"
    assert main([*argv, *HOSTILE_DAY, "--plan", str(hostile), "-o", str(file)]) == 0
    if suffix == ".docx":
        with ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    etree.fromstring(archive.read(name))
                    assert not leaked(archive.read(name).decode())
    else:
        assert_harmless(file.read_bytes(), may_command=suffix == ".html")


@pytest.mark.slow
def test_narrative_cannot_command_and_lets_no_sign_out(
    hostile: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    root = Path(shutil.copytree(hostile, tmp_path / "a"))
    report = ["report", "semiannual", "--agency", "STP", *HOSTILE_DAY, "--plan", str(root)]
    assert main([*report, "--narrative"]) == 0
    files = list((root / "plan" / "narrative").rglob("*.md"))
    assert files
    for file in files:
        file.write_text("::error::một\n\n  ::error::hai ##[error]ba\n\nbốn ##vso[task.complete]\n", encoding="utf-8")
    capfdbinary.readouterr()
    assert main(report) == 0
    out, _ = capfdbinary.readouterr()
    text = assert_harmless(out)
    assert "\\::error::một" in text
    read_document(text.partition("\n<!-- papi")[0])
    files[0].write_text("năm\u202e\x1b[31m\n", encoding="utf-8")
    assert main(report) == 1
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert "U+202E, U+001B" in assert_harmless(err)


@pytest.mark.slow
def test_no_calendar_lets_a_sign_out(hostile: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["calendar", "--plan", str(hostile)]) == 0
    assert_harmless(capfdbinary.readouterr()[0], may_command=True)


@pytest.mark.slow
def test_a_sheet_of_a_hostile_plan_is_a_workbook(hostile: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert main(["sheet", str(file), "--plan", str(hostile), "--agency", "STP"]) == 0
    book = openpyxl.load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert cells
    assert not leaked("".join(str(cell.value) for cell in cells))
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
@pytest.mark.parametrize("argv", [*LISTS[:3], *LISTS[7:10], ("check",)], ids=" ".join)
def test_a_terminal_gets_no_code_but_those_of_rich(argv: tuple[str, ...], hostile: Path) -> None:
    _, output = at_a_terminal(*argv, "--plan", str(hostile))
    without_codes = re.sub(r"\x1b\[[0-9;]*m", "", output)
    assert not leaked(without_codes)
    assert "\x1b[31m" not in output, "a colour of the data"
    assert "�" in output or argv[0] != "log"


# What is said on stderr


@pytest.mark.parametrize(
    "argv",
    [
        (f"x{HOSTILE}{COMMAND}",),
        ("status", f"--x{HOSTILE}"),
        ("status", "--agency", f"x{HOSTILE}{COMMAND}"),
        ("status", "--as-of", TEXT),
        ("show", TEXT),
        ("status", "--at", TEXT.replace("\0", "")),
        ("status", "--plan", f"/x{TEXT}".replace("\0", "")),
        ("verify", f"x{TEXT}".replace("\0", "")),
        ("record", "x", TEXT),
        ("check", "--explain", TEXT),
        ("completion", TEXT),
        ("overdue", "-o", f"/x{TEXT}/a.csv".replace("\0", "")),
    ],
    ids=lambda argv: " ".join(argv)[:24].encode("unicode_escape").decode(),
)
def test_no_sentence_on_stderr_lets_a_sign_out(
    argv: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(argv) in {2, 3}
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert_harmless(err)
    assert err


def test_a_traceback_lets_no_sign_out(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def broken(_argv: object) -> int:
        raise ValueError(TEXT)

    monkeypatch.setattr("papi_cli.cli.program.door._run_command", broken)
    assert main(["status"]) == 70
    _, err = capfdbinary.readouterr()
    assert "ValueError: =1+1" in assert_harmless(err)


def test_a_question_lets_no_sign_out(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("\n1\n"))
    assert prompts.ask(f"a{TEXT}", TEXT) == TEXT
    assert prompts.ask_choice(TEXT, [TEXT, "b"]) == 0
    _, err = capfdbinary.readouterr()
    assert_harmless(err)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("folder", ["plan/narrative/semiannual/so-tu-phap", "templates", "plan/minh-chung", "plan"])
def test_a_sign_in_the_name_of_any_file_of_ours_is_told(
    folder: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    root = planted(tmp_path)
    (root / folder).mkdir(parents=True, exist_ok=True)
    for name in ("a\x1b]0;x\x07.md", "b\u202e.md", "c\n::error::d.md", "e\t.md", "ế f.md"):
        (root / folder / name).touch()
    told = problems_of_check(root, capfdbinary)
    signs = [code for problem in told for code in re.findall(r"U\+\w+", problem["message"])]
    assert signs == ["U+001B", "U+202E", "U+000A", "U+0009"]
    for format_ in ("table", "github", "gitlab"):
        main(["check", "--format", format_, "--plan", str(root)])
        out, err = capfdbinary.readouterr()
        assert_harmless(out, may_command=format_ == "github")
        assert_harmless(err)


def test_a_key_with_a_line_break_is_no_command(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    root = planted(tmp_path, ("calendar.yaml", "holidays:", '"x\\n::error::y": 1\nholidays:'))
    for argv in (["check"], ["check", "--format", "gitlab"], ["status"]):
        assert main([*argv, "--plan", str(root)]) == 1
        out, err = capfdbinary.readouterr()
        assert "::error::y» không có trong quy định" in assert_harmless(out) + assert_harmless(err)


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["table", "markdown", "csv", "json"])
def test_no_comparison_lets_a_sign_out(
    format_: str, hostile: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = planted(tmp_path)
    letter = tmp_path / "a.md"
    assert main(["report", "semiannual", *HOSTILE_DAY, "--plan", str(before), "-o", str(letter)]) == 0
    capfdbinary.readouterr()
    assert main(["diff", str(before), str(hostile), *HOSTILE_DAY, "--format", format_]) == 0
    assert main(["verify", str(letter), "--plan", str(hostile), "--format", format_]) == 1
    out, err = capfdbinary.readouterr()
    answer = out.decode().replace("\ufeff", "", 2).encode()  # each CSV begins with the mark that Excel needs
    assert_harmless(answer, may_command=format_ == "csv")
    assert_harmless(err)
