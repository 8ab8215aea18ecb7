"""Reading YAML: every refusal has a position, and every scalar is a string."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.error import MarkedYAMLError

from papi_cli.plan.files.names import MAX_BYTES
from papi_cli.plan.files.yamltext import (
    MAX_DEPTH,
    KeyPath,
    YamlDocument,
    YamlValue,
    _Positions,
    _StopReading,
    _TreeBuilder,
    read_yaml,
)
from papi_cli.problems import Problem, ProblemCode
from papi_cli.text import code_point, forbidden_signs


def read(raw: str | bytes) -> YamlValue:
    document, _ = read_yaml("plan/a.yaml", raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(document, YamlDocument), document
    return document.tree


def nested(depth: int) -> YamlValue:
    """Return the text x in nested lists."""
    return [nested(depth - 1)] if depth else "x"


def refused(raw: str | bytes) -> Problem:
    _, problems = read_yaml("plan/a.yaml", raw.encode() if isinstance(raw, str) else raw)
    problem = problems[0]
    assert problem.file == "plan/a.yaml"
    return problem


REFUSALS: dict[str | bytes, tuple[ProblemCode, int, int]] = {
    # The text
    b"a: 1\nb: \xff\n": (ProblemCode.ENCODING, 2, 1),
    "a: tiếng\n".encode("cp1258", "replace") + b"\xc3": (ProblemCode.ENCODING, 2, 1),
    "a: 1\n".encode("utf-16"): (ProblemCode.ENCODING, 1, 1),
    b"\xed\xa0\x80": (ProblemCode.ENCODING, 1, 1),
    "a: 1\nb: \x07\n": (ProblemCode.FORBIDDEN_CHARACTER, 2, 4),
    "a: \x00\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 4),
    "a: \ufffe\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 4),
    "a: một\u202ehai\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 7),
    "a\ufeffb: 1\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 2),
    "a: 1 # b\u2066\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 9),
    "a: |\n  b\n  c\u200e\n": (ProblemCode.FORBIDDEN_CHARACTER, 3, 4),
    "a: x\u2028b: y\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 5),
    "a: x\x85b: y\n": (ProblemCode.FORBIDDEN_CHARACTER, 1, 5),
    'a: "x\\e]0;y\\a"\n': (ProblemCode.FORBIDDEN_CHARACTER, 1, 6),
    'a: "ắ\\\\e\\x1b"\n': (ProblemCode.FORBIDDEN_CHARACTER, 1, 9),
    'a: "x\n  y\\u202E"\n': (ProblemCode.FORBIDDEN_CHARACTER, 2, 4),
    'a: ["\\t\\_", "\\U000E0041"]\n': (ProblemCode.FORBIDDEN_CHARACTER, 1, 14),
    '"a\\r": 1\n': (ProblemCode.FORBIDDEN_CHARACTER, 1, 3),
    'a: 1\n"b\\P": 1\n': (ProblemCode.FORBIDDEN_CHARACTER, 2, 3),
    b"#" * (MAX_BYTES + 1): (ProblemCode.TOO_LARGE, 1, 1),
    "a: 1\n<<<<<<< HEAD\nb: 1\n": (ProblemCode.CONFLICT_MARKER, 2, 1),
    "a: 1\n=======\nb: 1\n": (ProblemCode.CONFLICT_MARKER, 2, 1),
    "a: 1\n>>>>>>> nhánh\n": (ProblemCode.CONFLICT_MARKER, 2, 1),
    "a: |\n  thơ\n======= \n": (ProblemCode.CONFLICT_MARKER, 3, 1),
    "": (ProblemCode.EMPTY_FILE, 1, 1),
    "# chỉ có chú thích\n": (ProblemCode.EMPTY_FILE, 1, 1),
    # Its syntax
    "a:\n\t- b\n": (ProblemCode.TAB, 2, 1),
    "a: b: c\n": (ProblemCode.SYNTAX, 1, 5),
    "a: 1\n   b: 2\n": (ProblemCode.SYNTAX, 2, 5),
    "- a\nb: 1\n": (ProblemCode.SYNTAX, 2, 1),
    "a: 1\n- b\n": (ProblemCode.SYNTAX, 2, 1),
    "a:\n  b: 1\n c: 2\n": (ProblemCode.SYNTAX, 3, 2),
    "a: [1 2\nb: 3\n": (ProblemCode.SYNTAX, 2, 2),
    "a: 'x' y\n": (ProblemCode.SYNTAX, 1, 8),
    "a: ]\n": (ProblemCode.SYNTAX, 1, 4),
    "a: 1\n...\nb: 2\n": (ProblemCode.SYNTAX, 3, 1),
    'a: "\\q"\n': (ProblemCode.SYNTAX, 1, 5),
    "%YAML 9.9\n---\na: 1\n": (ProblemCode.SYNTAX, 1, 1),
    # Features of YAML that plans do not need
    "a: 1\nb: 2\na: 3\n": (ProblemCode.DUPLICATE_KEY, 3, 1),
    "x: {a: 1, a: 2}\n": (ProblemCode.DUPLICATE_KEY, 1, 11),
    "a: &neo 1\n": (ProblemCode.ANCHOR, 1, 4),
    "a: &neo [1]\n": (ProblemCode.ANCHOR, 1, 4),
    "a:\n  b: *neo\n": (ProblemCode.ANCHOR, 2, 6),
    "- *neo\n": (ProblemCode.ANCHOR, 1, 3),
    "a: !!int 3\n": (ProblemCode.TAG, 1, 4),
    "a: ! 3\n": (ProblemCode.TAG, 1, 4),
    "!!map\na: 1\n": (ProblemCode.TAG, 1, 1),
    "a: !vùng [1]\n".replace("vùng", "vung"): (ProblemCode.TAG, 1, 4),
    "a: 1\n---\nb: 2\n": (ProblemCode.MULTIPLE_DOCUMENTS, 2, 1),
    "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH: (ProblemCode.TOO_DEEP, 1, 3 + MAX_DEPTH),
    "a:\n" + "".join(f"{'  ' * depth}- \n" for depth in range(1, MAX_DEPTH)) + "  " * MAX_DEPTH + "- {}\n": (
        ProblemCode.TOO_DEEP,
        MAX_DEPTH + 1,
        2 * MAX_DEPTH + 1,
    ),
    "[1]: 2\n": (ProblemCode.KEY_NOT_SCALAR, 1, 1),
    "a: {b: 1}\n{c: 1}: 2\n": (ProblemCode.KEY_NOT_SCALAR, 2, 1),
    "? [a]\n: 2\n": (ProblemCode.KEY_NOT_SCALAR, 1, 3),
    "&neo a: 2\n": (ProblemCode.ANCHOR, 1, 1),
    "!!str a: 2\n": (ProblemCode.TAG, 1, 1),
    "a: 1\n*neo : 2\n": (ProblemCode.ANCHOR, 2, 1),
}


@pytest.mark.parametrize("raw", REFUSALS, ids=lambda raw: repr(raw[:24]))
def test_refused(raw: str | bytes) -> None:
    problem = refused(raw)
    assert (problem.code, problem.line, problem.column) == REFUSALS[raw]
    assert problem.message.endswith(".")
    assert problem.code is ProblemCode.EMPTY_FILE or problem.hint.endswith(".")


def test_every_code_of_the_text_is_in_the_table() -> None:
    # A missing file has no text, and names and closed periods are no matter of it; the others are warnings, which do
    # not keep a file from being read.
    elsewhere = {ProblemCode.MISSING_FILE, ProblemCode.BOM, ProblemCode.NOT_NFC, ProblemCode.STRAY_FILE}
    elsewhere |= {ProblemCode.MISLEADING_CHARACTER, ProblemCode.LINE_ENDS_TURNED, ProblemCode.AMENDMENT_NAME}
    elsewhere |= {ProblemCode.FROZEN_FILE_MISSING, ProblemCode.FROZEN_FILE_CHANGED}
    assert {code for code in ProblemCode if code.startswith("P0")} - elsewhere == {
        code for code, _, _ in REFUSALS.values()
    }


# The text, and the place and message of its problem.
PLACES = {
    "a: ạạạ\nb: x\x07\nc: d\n": (2, 5, "ký tự điều khiển hoặc ký tự ẩn U+0007."),
    "a:\n  due:Tháng 1\n  b: c\n": (2, 3, "không có dấu hai chấm và dấu cách"),
    "a:\n  due:\u00a0Tháng 1\n  b: c\n": (2, 3, "không có dấu hai chấm và dấu cách"),
    "a:\n  due：Tháng 1\n  b: c\n": (2, 3, "không có dấu hai chấm và dấu cách"),
    "a: 1\nindices\n  - code: x\n": (2, 1, "không có dấu hai chấm và dấu cách"),
    "a: 1\nindices\nb: c\n": (2, 1, "không có dấu hai chấm và dấu cách"),
    "a: 1\nghi chu\n": (2, 1, "không có dấu hai chấm và dấu cách"),
    "a: x: y\n": (1, 5, "dấu hai chấm không đặt được ở đây"),
    "a: b\n c: d\n": (2, 3, "dấu hai chấm không đặt được ở đây"),
    "a: b\nc: @x\n": (2, 4, "giá trị không bắt đầu bằng «@» được"),
    "c: %x\n": (1, 4, "giá trị không bắt đầu bằng «%» được"),
    "a: ]\n": (1, 4, "giá trị không bắt đầu bằng «]» được"),
    "b: 1\na: 'x\nb: c\n": (2, 4, "dấu nháy mở ở đây mà không đóng lại"),
    "# ghi chú\n\n": (1, 1, "tệp trống"),
    "a: [x\n": (1, 6, "chưa đóng"),
}


@pytest.mark.parametrize("raw", PLACES, ids=repr)
def test_a_syntax_error_is_placed_at_the_slip(raw: str) -> None:
    line, column, message = PLACES[raw]
    problem = refused(raw)
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message


@pytest.mark.parametrize(
    "raw",
    [
        "a: 1\nkhóa\n",  # no colon
        'a: "mở\nb: 1\n',  # an open quote
        "a: 'mở\n",
        "a: [1, 2\n",  # an open list
        "a: {b: 1\nc: 2\n",
    ],
)
def test_unclosed_quotes_and_brackets_are_refused(raw: str) -> None:
    assert refused(raw).code is ProblemCode.SYNTAX


def test_messages_never_quote_the_parser() -> None:
    for raw in REFUSALS:
        message = str(refused(raw)).casefold()
        assert not [word for word in ("expected", "found", "cannot", "while", "parser", "token") if word in message]


@pytest.mark.parametrize(
    "scalar",
    [
        "03664",
        "4.2",
        "2026-06-31",
        "2026-06-10",
        "true",
        "no",
        "NULL",
        "null",
        "~",
        "0x1F",
        "1e3",
        ".inf",
        "1_000",
        "12:30:45",
        "<<",
    ],
)
def test_a_scalar_is_text(scalar: str) -> None:
    assert read(f"a: {scalar}\n") == {"a": scalar}
    assert read(f"a: '{scalar}'\n") == {"a": scalar}
    assert read(f"- {scalar}\n") == [scalar]
    assert read(f"{scalar}: 1\n") == {scalar: "1"}


@pytest.mark.parametrize(
    ("raw", "tree"),
    [
        ("a:\nb: ''\n", {"a": "", "b": ""}),
        ("a: |\n  một\n  hai\n", {"a": "một\nhai\n"}),
        ("a: >-\n  một\n  hai\n", {"a": "một hai"}),
        ("a: [x, {b: y}]\n", {"a": ["x", {"b": "y"}]}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("\ufeffa: 1\n", {"a": "1"}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("a: |\n  =======\n", {"a": "=======\n"}),  # no marker: it does not stand at the start of its line
        ("a: " + "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1), {"a": nested(MAX_DEPTH - 1)}),
        ("hello\n", "hello"),
    ],
)
def test_read(raw: str, tree: YamlValue | None) -> None:
    assert read(raw) == tree


def test_text_and_keys_are_composed() -> None:
    raw = "khóa: Ủy ban nhân dân\n"
    assert read(unicodedata.normalize("NFD", raw)) == read(raw) == {"khóa": "Ủy ban nhân dân"}


PLACED = """\
title: Kế hoạch
tasks:
  - code: II.5
    lead: [so-noi-vu, so-tu-phap]
  - code: >-
      II.6
"""


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        ((), (1, 1), None),
        (("title",), (1, 8), (1, 1)),
        (("tasks",), (3, 3), (2, 1)),
        (("tasks", 0), (3, 5), None),
        (("tasks", 0, "code"), (3, 11), (3, 5)),
        (("tasks", 0, "lead"), (4, 11), (4, 5)),
        (("tasks", 0, "lead", 1), (4, 23), None),
        (("tasks", 1, "code"), (5, 11), (5, 5)),
        # A missing value has the position of the nearest one above it.
        (("tasks", 1, "due"), (5, 5), None),
        (("tasks", 7, "due", "text"), (3, 3), (2, 1)),
        (("nothing",), (1, 1), None),
    ],
)
def test_places(keys: KeyPath, value: tuple[int, int], key: tuple[int, int] | None) -> None:
    document, _ = read_yaml("a.yaml", PLACED.encode())
    assert isinstance(document, YamlDocument)
    problem = document.problem(keys, ProblemCode.WRONG_VALUE, "sai.", "Sửa.")
    assert (problem.line, problem.column) == value
    assert str(problem) == f"a.yaml:{value[0]}:{value[1]}: lỗi [P104]: sai. Sửa."
    if key is not None:
        at_key = document.problem(keys, ProblemCode.UNKNOWN_KEY, "sai.", at_key=True)
        assert (at_key.line, at_key.column) == key


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a: x{}y\nb: [1\n", 'a: "x{}y"\nb: [1\n', "a: |\n  x{}y\nb: [1\n"])
def test_any_sign_is_read_or_refused_at_its_place_and_what_follows_is_read(text: str) -> None:
    for sign in map(chr, [*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0100), 0x1F600, 0x10FFFF]):
        if sign in "\n\r" or not unicodedata.is_normalized("NFC", f"x{sign}y"):
            continue
        _, problems = read_yaml("a.yaml", text.format(sign).encode())
        signs = [problem for problem in problems if problem.code is ProblemCode.FORBIDDEN_CHARACTER]
        assert bool(signs) == any(forbidden_signs(sign)), hex(ord(sign))
        assert all(code_point(sign) in problem.message for problem in signs)
        if signs or sign.isalnum():
            assert problems[-1].code is ProblemCode.SYNTAX, "the list that is not closed"


def test_a_forbidden_sign_gets_into_no_value() -> None:
    assert read('a: "x\\e"\n"b\\u202e": y\u200e\n') == {"a": "x�", "b�": "y�"}


@given(st.binary())
def test_bytes_at_random_never_raise(raw: bytes) -> None:
    document, problems = read_yaml("a.yaml", raw)
    assert document is not None or problems


@given(st.text(alphabet="ab:-[]{}'\"&*!|>?%@`#,.\n\t \\~<=à\u0301\x85\u2028"))
def test_characters_at_random_never_raise(text: str) -> None:
    document, problems = read_yaml("a.yaml", text.encode())
    assert document is not None or problems
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + text.count("\x85") + text.count("\u2028") + 2


# Quoted text comes back unchanged, whatever it looks like.
_QUOTABLE = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]).filter(
        lambda sign: not any(forbidden_signs(sign))
    )
)


@given(_QUOTABLE)
def test_quoted_text_comes_back(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    quoted = composed.replace("'", "''")
    assert read(f"a: '{quoted}'\n") == {"a": composed}


_PIECES = [
    "5",
    "true",
    "1.5",
    "-3",
    "~",
    "'5'",
    "a",
    "- ",
    ": ",
    "? ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "!!int ",
    " #c",
    "\n",
    "\n  ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=9))
def test_scalars_that_others_read_as_numbers_are_found_wherever_they_stand(pieces: list[str]) -> None:
    """A text is only read a second time for them if one may be there: that must miss none."""
    text = "".join(pieces)
    builder = _TreeBuilder("", text, positions := _Positions())
    try:
        builder.read_document()
    except (MarkedYAMLError, _StopReading):
        return
    assert YamlDocument("", text, "").non_string_scalars == tuple(positions.non_string_scalars)


def test_scalars_that_others_read_as_numbers_are_those_without_quotes() -> None:
    text = 'a: 2026\nb: "2026"\nc: [x, 7, Điều 1. Mục 2]\nd: {e: true}\nf:\n  - .5\n  - 2026-01-05\n'
    found = YamlDocument("", text, "").non_string_scalars
    assert found == (("a",), ("c", 1), ("d", "e"), ("f", 0))
