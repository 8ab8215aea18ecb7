"""Syntax errors of the YAML parser, in words for the people who edit the files, at the place of the slip.

libyaml gives its errors no codes, so they are told apart by its messages, which the tests pin down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ruamel.yaml.error import MarkedYAMLError

from papi_cli.problems import Problem, ProblemCode

# What ends a line of YAML. The parser knows three more (U+0085, U+2028, U+2029), which are forbidden signs.
LINE_BREAK = "\r\n|[\n\r]"

_MISSING_COLON_MESSAGE = "sau tên khóa ở dòng này không có dấu hai chấm và dấu cách."
_MISSING_COLON_HINT = "Viết «khóa: giá trị», sau dấu hai chấm là một dấu cách thường."
# A part of the parser's message, with the code, message and hint of the problem.
_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        ProblemCode.SYNTAX,
        "dấu hai chấm không đặt được ở đây.",
        "Đặt cả giá trị trong dấu nháy kép, hoặc kiểm tra thụt dòng.",
    ),
    ("could not find expected ':'", ProblemCode.SYNTAX, _MISSING_COLON_MESSAGE, _MISSING_COLON_HINT),
    ("unexpected end of stream", ProblemCode.SYNTAX, "dấu nháy mở ở đây mà không đóng lại.", "Thêm dấu nháy đóng."),
    (
        "did not find expected key",
        ProblemCode.SYNTAX,
        "chỗ này phải là một khóa.",
        "Kiểm tra thụt dòng và dấu nháy của các dòng ngay trên.",
    ),
    (
        "did not find expected '-' indicator",
        ProblemCode.SYNTAX,
        "chỗ này phải là một mục bắt đầu bằng dấu gạch ngang.",
        "Kiểm tra thụt dòng.",
    ),
    (
        "did not find expected ',' or",
        ProblemCode.SYNTAX,
        "danh sách hoặc khối trong ngoặc chưa đóng.",
        "Thêm dấu phẩy hoặc dấu đóng ngoặc.",
    ),
    (
        "undefined alias",
        ProblemCode.ANCHOR,
        "có bí danh (*) của YAML.",
        "Viết lại nội dung đầy đủ, hoặc đặt giá trị trong dấu nháy.",
    ),
)

_BAD_FIRST_CHARACTER = ("cannot start any token", "did not find expected node content")
# For these the context mark is at the slip; the problem mark is where the parser gave up.
_ERRORS_AT_CONTEXT_MARK = ("could not find expected ':'", "unexpected end of stream")
# A key without a colon and an ASCII space after it, which the parser takes for text that continues on the next line.
_KEY_WITHOUT_COLON = r" *(?:- )?[a-z_]+(?::(?![ ]).+|：.*|)"


def syntax_problem(file: str, text: str, error: MarkedYAMLError) -> Problem:
    """Return the problem behind an error of the parser, at the place where the writer slipped."""
    lines = re.split(LINE_BREAK, text)
    line, column = _position(lines, error)
    return Problem(file, line + 1, column + 1, *_explain(lines[line], column, str(error.problem)))


def _explain(line: str, column: int, parser_message: str) -> tuple[ProblemCode, str, str]:
    """Return code, message and hint for an error at a column (from 0) of a line."""
    if line.lstrip(" ").startswith("\t"):
        return ProblemCode.TAB, "dòng này thụt vào bằng dấu Tab.", "Thụt dòng bằng dấu cách."
    if re.fullmatch(_KEY_WITHOUT_COLON, line):
        return ProblemCode.SYNTAX, _MISSING_COLON_MESSAGE, _MISSING_COLON_HINT
    for words, code, message, hint in _EXPLANATIONS:
        if words in parser_message:
            return code, message, hint
    if any(words in parser_message for words in _BAD_FIRST_CHARACTER) and line[column : column + 1].strip():
        return (
            ProblemCode.SYNTAX,
            f"giá trị không bắt đầu bằng «{line[column]}» được.",
            "Đặt cả giá trị trong dấu nháy kép.",
        )
    hint = "Kiểm tra thụt dòng, dấu hai chấm và dấu nháy ở dòng này và dòng ngay trên."
    return ProblemCode.SYNTAX, "nội dung không đúng cú pháp YAML.", hint


def _position(lines: Sequence[str], error: MarkedYAMLError) -> tuple[int, int]:
    """Return line and column (from 0) at which to report an error: always within the text, never after its end."""
    parser_message = str(error.problem)
    at_context = any(words in parser_message for words in _ERRORS_AT_CONTEXT_MARK)
    mark = (error.context_mark if at_context else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    above = lines[line - 1] if line else ""
    if "mapping values are not allowed" in parser_message and re.fullmatch(_KEY_WITHOUT_COLON, above):
        return line - 1, len(above) - len(above.lstrip(" "))
    last = max(number for number, text in enumerate(lines) if text or not number)
    return (line, column) if line <= last else (last, len(lines[last]))
