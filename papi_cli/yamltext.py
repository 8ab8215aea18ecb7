"""YAML text to plain text, lists and mappings, with the place of every value.

Only what a plan needs is taken: one document, no anchors, aliases or tags, every scalar read as text
(YAML's own guesses about ``03664`` or ``4.2`` never apply). Whatever else is found is a problem.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from papi_cli.problems import Code, Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 32

Tree = str | list["Tree"] | dict[str, "Tree"]
Keys = tuple[str | int, ...]

_CONFLICT = re.compile(r"^(<{7}|>{7}|={7})( |$)", re.MULTILINE)

# What the parser says, in the words of somebody who edits the file.
_SYNTAX = (
    (
        "cannot start any token",
        Code.TAB,
        "có ký tự không đặt được ở đây (thường là dấu Tab).",
        "Thụt dòng bằng dấu cách.",
    ),
    (
        "mapping values are not allowed",
        Code.SYNTAX,
        "dấu hai chấm không đặt được ở đây.",
        "Đặt cả giá trị trong dấu nháy kép, hoặc kiểm tra thụt dòng.",
    ),
    ("could not find expected ':'", Code.SYNTAX, "dòng này thiếu dấu hai chấm sau tên khóa.", "Viết «khóa: giá trị»."),
    ("unexpected end of stream", Code.SYNTAX, "dấu nháy mở ra mà không đóng lại.", "Thêm dấu nháy đóng."),
    (
        "did not find expected key",
        Code.SYNTAX,
        "chỗ này phải là một khóa.",
        "Kiểm tra thụt dòng và dấu nháy của các dòng ngay trên.",
    ),
    (
        "did not find expected '-' indicator",
        Code.SYNTAX,
        "chỗ này phải là một mục bắt đầu bằng dấu gạch ngang.",
        "Kiểm tra thụt dòng.",
    ),
    (
        "did not find expected ',' or",
        Code.SYNTAX,
        "danh sách hoặc khối trong ngoặc chưa đóng.",
        "Thêm dấu phẩy hoặc dấu đóng ngoặc.",
    ),
    ("control characters are not allowed", Code.ENCODING, "có ký tự điều khiển.", "Xóa ký tự đó."),
    (
        "undefined alias",
        Code.ANCHOR,
        "có bí danh (*) của YAML.",
        "Viết lại nội dung đầy đủ, hoặc đặt giá trị trong dấu nháy.",
    ),
)


class Document(NamedTuple):
    """One YAML file: its name for messages, its text, and what it says."""

    file: str
    text: str
    tree: Tree

    def problem(self, keys: Keys, code: Code, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """Return a problem at the value (or its key) that `keys` lead to, or at the nearest place above it.

        Places are looked up by reading the text once more: they are wanted only when something is wrong.
        """
        places = _Places()
        _Reader(self.file, self.text, places).document()
        table = places.keys if at_key else places.values
        while keys and keys not in table:
            keys = keys[:-1]
        line, column = table.get(keys, (0, 0))
        return Problem(self.file, line + 1, column + 1, code, message, hint)


class _Places:
    """Line and column (from 0) of every value and of every key, by the keys that lead there."""

    def __init__(self) -> None:
        self.values: dict[Keys, tuple[int, int]] = {}
        self.keys: dict[Keys, tuple[int, int]] = {}


class _Refused(Exception):
    """Something in the text that is not taken; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class _Reader:
    """Builds the tree out of the parser's events; keeps the places only where they are wanted."""

    def __init__(self, file: str, text: str, places: _Places | None = None) -> None:
        self._file = file
        self._parser = CParser(text)
        self._event = self._parser.get_event
        self._places = places

    def document(self) -> Tree:
        """Return the one document of the text."""
        self._event()  # the start of the stream
        event = self._event()
        if isinstance(event, StreamEndEvent):
            raise self._refused(event, Code.EMPTY_FILE, "tệp trống.")
        tree = self._node(self._event(), (), 0)
        self._event()  # the end of the document
        event = self._event()
        if isinstance(event, DocumentStartEvent):
            raise self._refused(event, Code.DOCUMENTS, "tệp có nhiều tài liệu YAML («---»).", "Giữ lại một tài liệu.")
        return tree

    def _node(self, event: NodeEvent, keys: Keys, depth: int) -> Tree:
        if self._places is not None:
            self._places.values[keys] = _mark(event)
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            raise self._not_plain(event)
        if isinstance(event, ScalarEvent):
            return str(event.value)
        if depth == MAX_DEPTH:
            message = f"nội dung lồng nhau quá {MAX_DEPTH} tầng."
            raise self._refused(event, Code.TOO_DEEP, message, "Bớt tầng lồng nhau.")
        if isinstance(event, SequenceStartEvent):
            return self._sequence(keys, depth + 1)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(keys, depth + 1)

    def _sequence(self, keys: Keys, depth: int) -> Tree:
        items: list[Tree] = []
        while not isinstance(event := self._event(), SequenceEndEvent):
            items.append(self._node(event, self._below(keys, len(items)), depth))
        return items

    def _mapping(self, keys: Keys, depth: int) -> Tree:
        mapping: dict[str, Tree] = {}
        while not isinstance(event := self._event(), MappingEndEvent):
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                raise self._not_plain(event)
            if not isinstance(event, ScalarEvent):
                raise self._refused(event, Code.KEY_KIND, "tên khóa phải là một từ đơn giản.", "Viết «khóa: giá trị».")
            key = str(event.value)
            if key in mapping:
                message = f"khóa «{key}» đã có ở trên trong cùng khối."
                raise self._refused(event, Code.DUPLICATE_KEY, message, "Giữ lại một khóa.")
            below = self._below(keys, key)
            if self._places is not None:
                self._places.keys[below] = _mark(event)
            mapping[key] = self._node(self._event(), below, depth)
        return mapping

    def _below(self, keys: Keys, key: str | int) -> Keys:
        return keys if self._places is None else (*keys, key)

    def _not_plain(self, event: NodeEvent) -> _Refused:
        """Return the refusal of an anchor, an alias or a tag (every node but an alias has one)."""
        if event.anchor is not None:
            hint = "Viết lại nội dung đầy đủ, hoặc đặt giá trị trong dấu nháy."
            return self._refused(event, Code.ANCHOR, "có neo (&) hoặc bí danh (*) của YAML.", hint)
        tag = getattr(event, "tag", None)
        hint = "Bỏ nhãn, hoặc đặt giá trị trong dấu nháy."
        return self._refused(event, Code.TAG, f"có nhãn kiểu của YAML («{tag}»).", hint)

    def _refused(self, event: Event, code: Code, message: str, hint: str = "") -> _Refused:
        line, column = _mark(event)
        return _Refused(Problem(self._file, line + 1, column + 1, code, message, hint))


def _mark(event: Event) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def read_yaml(file: str, raw: bytes) -> Document | Problem:
    """Read one YAML file.

    `file` is the name that messages show, `raw` its bytes (UTF-8, with or without a BOM). Returns the document with
    text in NFC, or the first problem; raises nothing.
    """
    if len(raw) > MAX_BYTES:
        return Problem(file, 1, 1, Code.TOO_LARGE, f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB.", "Chia nhỏ nội dung.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(
            file, line, 1, Code.ENCODING, "tệp không phải là văn bản UTF-8.", "Lưu lại tệp với bảng mã UTF-8."
        )
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        return Problem(
            file,
            line,
            1,
            Code.CONFLICT_MARKER,
            "còn dấu xung đột của git («<<<<<<<», «=======», «>>>>>>>»).",
            "Chọn một bên rồi xóa các dòng đánh dấu.",
        )
    try:
        return Document(file, text, _Reader(file, text).document())
    except _Refused as refused:
        return refused.problem
    except MarkedYAMLError as error:
        return _syntax_problem(file, error)
    except YAMLError as error:
        return _reader_problem(file, text, error)


def _syntax_problem(file: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    said = str(error.problem)
    for words, code, message, hint in _SYNTAX:
        if words in said:
            return Problem(file, line, column, code, message, hint)
    return Problem(
        file,
        line,
        column,
        Code.SYNTAX,
        "nội dung không đúng cú pháp YAML.",
        "Kiểm tra thụt dòng, dấu hai chấm và dấu nháy ở dòng này và dòng ngay trên.",
    )


def _reader_problem(file: str, text: str, error: YAMLError) -> Problem:
    position = getattr(error, "position", 0)
    line = text.count("\n", 0, position) + 1
    return Problem(file, line, 1, Code.ENCODING, "có ký tự điều khiển hoặc ký tự không đọc được.", "Xóa ký tự đó.")
