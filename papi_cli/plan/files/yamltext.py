"""Read YAML as strings, lists and mappings, with the position of every value.

Every scalar is a string, so YAML's guesses about `03664` or `4.2` never apply. Several documents in a file, anchors,
aliases and tags are problems; reading goes on after a problem as far as the parser can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
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

from papi_cli.plan.files.names import MAX_BYTES
from papi_cli.plan.files.syntax import LINE_BREAK, syntax_problem
from papi_cli.problems import CONFLICT_MARKER, CONFLICT_MESSAGE, Problem, ProblemCode, Severity
from papi_cli.text import code_point, forbidden_signs, printable

MAX_DEPTH = 32

YamlValue = str | list["YamlValue"] | dict[str, "YamlValue"]
KeyPath = tuple[str | int, ...]

_CONFLICT = re.compile(f"^{CONFLICT_MARKER}", re.MULTILINE)
# Plain scalars that the core schema of YAML 1.2 reads as a number, a boolean or null, the empty scalar excepted. It
# stays a string, which `re` compiles on first use, mostly when something is wrong.
_NON_STRING_SCALAR = (
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|true|True|TRUE|false|False|FALSE|null|Null|NULL|~"
)
# What looks like one that is the whole value of a key, or a whole entry of a list, maybe behind an anchor or tag.
_NON_STRING_VALUE = rf"(?m)(?:^|[-:?]\s|[\[{{,])\s*(?:[&!]\S*\s+)*(?:{_NON_STRING_SCALAR})\s*(?:$|[,\]}}#])"
# An escape in a double-quoted scalar: the number of the character, or its letter.
_ESCAPE = r"(?s)\\(?:x(?P<x>..)|u(?P<u>....)|U(?P<U>.{8})|(?P<letter>[^xuU]))"
_SIGNS_BY_LETTER = dict(zip("0abefrvNLP", "\0\a\b\x1b\f\r\v\x85\u2028\u2029", strict=True))


class YamlDocument(NamedTuple):
    """One YAML file: its name for messages, its text, and the tree of its values.

    `duplicate_values` are the values of repeated keys, which are not in the tree. `kept_entries` is empty unless faulty
    parts were cut out of the tree: then it gives, for each list by its key path in the file, the positions of the
    entries that are left.
    """

    file: str
    text: str
    tree: YamlValue
    duplicate_values: tuple[YamlValue, ...] = ()
    kept_entries: Mapping[KeyPath, tuple[int, ...]] = MappingProxyType({})

    def problem(
        self, keys: KeyPath, code: ProblemCode, message: str, hint: str = "", *, at_key: bool = False
    ) -> Problem:
        """Return a problem at the value (or its key) that `keys` lead to, else at the nearest one above it."""
        return Problem(self.file, *self.position(keys, at_key=at_key), code, message, hint)

    def position(self, keys: KeyPath, *, at_key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of the value (or its key) that `keys` lead to, else of the nearest above it.

        The text is read a second time for this: places are needed only when something is wrong.
        """
        keys = self._original_path(keys)
        positions = _positions(self.text)
        table = positions.keys if at_key else positions.values
        while keys and keys not in table:
            keys = keys[:-1]
        line, column = table.get(keys, (0, 0))
        return line + 1, column + 1

    @property
    def non_string_scalars(self) -> tuple[KeyPath, ...]:
        """The key paths of the plain scalars that YAML 1.2 reads as numbers, booleans or null."""
        if not re.search(_NON_STRING_VALUE, self.text):
            return ()  # most files have none, and need not be read a second time
        return tuple(_positions(self.text).non_string_scalars)

    def value(self, keys: KeyPath) -> YamlValue | None:
        """Return the value that `keys` lead to, None if there is none."""
        tree: YamlValue | None = self.tree
        for key in keys:
            if isinstance(tree, dict):
                tree = tree.get(str(key))
            elif isinstance(tree, list) and isinstance(key, int):
                tree = tree[key] if key < len(tree) else None
            else:
                return None
        return tree

    def _original_path(self, keys: KeyPath) -> KeyPath:
        """Return the key path in the file of what `keys` lead to in the tree."""
        if not self.kept_entries:
            return keys
        original: KeyPath = ()
        for key in keys:
            kept_positions = self.kept_entries.get(original)
            if isinstance(key, int) and kept_positions is not None and key < len(kept_positions):
                key = kept_positions[key]  # noqa: PLW2901  # the same step, in the whole tree
            original = (*original, key)
        return original


class _Positions:
    """Line and column (from 0) of every value and every key, by key path.

    `non_string_scalars` are the paths of plain scalars that YAML 1.2 reads as numbers, booleans or null.
    """

    def __init__(self) -> None:
        self.values: dict[KeyPath, tuple[int, int]] = {}
        self.keys: dict[KeyPath, tuple[int, int]] = {}
        self.non_string_scalars: list[KeyPath] = []


@lru_cache(maxsize=8)
def _positions(text: str) -> _Positions:
    """Return the positions in a text that can be read, none in that of an absent file; those of a plan are cached."""
    positions = _Positions()
    if text:
        _TreeBuilder("", text, positions).read_document()
    return positions


class _StopReading(Exception):
    """Raised where reading must end; the problem has been noted."""


class _TreeBuilder:
    """Builds the tree from the events of the parser; collects what is refused in `problems`."""

    def __init__(self, file: str, text: str, positions: _Positions | None = None) -> None:
        self._file, self._text = file, text
        self._parser = CParser(text)
        self._event = self._parser.get_event
        self._positions = positions
        self.problems: list[Problem] = []
        self.duplicate_values: list[YamlValue] = []

    def read_document(self) -> YamlValue:
        """Return the tree of the one document; raises _StopReading or MarkedYAMLError where reading must end."""
        self._event()  # the start of the stream
        event = self._event()
        if isinstance(event, StreamEndEvent):
            self.problems.append(
                Problem(self._file, 1, 1, ProblemCode.EMPTY_FILE, "tệp trống.", "Khôi phục tệp từ git.")
            )
            raise _StopReading
        tree = self._node(self._event(), (), 0)
        self._event()
        event = self._event()
        if isinstance(event, DocumentStartEvent):
            self._refuse(
                event, ProblemCode.MULTIPLE_DOCUMENTS, "tệp có nhiều tài liệu YAML («---»).", "Giữ lại một tài liệu."
            )
        return tree

    def _node(self, event: NodeEvent, keys: KeyPath, depth: int) -> YamlValue:
        if self._positions is not None:
            self._positions.values[keys] = _start_of(event)
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            self._refuse_anchor_or_tag(event)
            if isinstance(event, AliasEvent):
                return ""
        if isinstance(event, ScalarEvent):
            # The style of a plain scalar is "" or None, of any other the sign that opens it: ' " | or >.
            if self._positions is not None and not event.style and re.fullmatch(_NON_STRING_SCALAR, event.value):
                self._positions.non_string_scalars.append(keys)
            return self._scalar(event)
        if depth == MAX_DEPTH:
            self._refuse(
                event, ProblemCode.TOO_DEEP, f"nội dung lồng nhau quá {MAX_DEPTH} tầng.", "Bớt tầng lồng nhau."
            )
            raise _StopReading
        if isinstance(event, SequenceStartEvent):
            return self._sequence(keys, depth + 1)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(keys, depth + 1)

    def _scalar(self, event: ScalarEvent) -> str:
        """Return the text of a scalar; a forbidden sign in it, which only an escape can have brought, is a problem."""
        text = str(event.value)
        for _, sign in forbidden_signs(text):
            place = event.start_mark.index
            escapes = re.finditer(_ESCAPE, self._text[place : event.end_mark.index])
            place += next((escape.start() for escape in escapes if _escaped_sign(escape) == sign), 0)
            line_start = self._text.rfind("\n", 0, place) + 1
            line = self._text.count("\n", 0, place)
            self.problems.append(_forbidden_sign_problem(self._file, line, place - line_start, sign))
            break
        return printable(text)

    def _refuse_anchor_or_tag(self, event: NodeEvent) -> None:
        """Note a problem for the anchor, alias or tag of a node."""
        if isinstance(event, AliasEvent) or event.anchor is not None:
            message = "có neo (&) hoặc bí danh (*) của YAML."
            self._refuse(
                event, ProblemCode.ANCHOR, message, "Viết lại nội dung đầy đủ, hoặc đặt giá trị trong dấu nháy."
            )
        # Every node but an alias has a tag; the types of the library do not say so.
        elif tag := getattr(event, "tag", None):
            message = f"có nhãn kiểu của YAML («{tag}»)."
            self._refuse(event, ProblemCode.TAG, message, "Bỏ nhãn, hoặc đặt giá trị trong dấu nháy.")

    def _sequence(self, keys: KeyPath, depth: int) -> YamlValue:
        items: list[YamlValue] = []
        while not isinstance(event := self._event(), SequenceEndEvent):
            items.append(self._node(event, self._child_path(keys, len(items)), depth))
        return items

    def _mapping(self, keys: KeyPath, depth: int) -> YamlValue:
        mapping: dict[str, YamlValue] = {}
        first_lines: dict[str, int] = {}
        while not isinstance(event := self._event(), MappingEndEvent):
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                self._refuse_anchor_or_tag(event)
            if not isinstance(event, ScalarEvent):
                self._refuse(
                    event, ProblemCode.KEY_NOT_SCALAR, "tên khóa phải là một từ đơn giản.", "Viết «khóa: giá trị»."
                )
                raise _StopReading
            key = self._scalar(event)
            if key in mapping:
                message = f"khóa «{key}» đã có ở dòng {first_lines[key]} trong cùng khối."
                self._refuse(event, ProblemCode.DUPLICATE_KEY, message, "Giữ lại một khóa.")
                # Read the value of a repeated key for the problems in it, but do not use it.
                self.duplicate_values.append(self._node(self._event(), (*keys, key, 1), depth))
                continue
            first_lines[key] = event.start_mark.line + 1
            below = self._child_path(keys, key)
            if self._positions is not None:
                self._positions.keys[below] = _start_of(event)
            mapping[key] = self._node(self._event(), below, depth)
        return mapping

    def _child_path(self, keys: KeyPath, key: str | int) -> KeyPath:
        return keys if self._positions is None else (*keys, key)

    def _refuse(self, event: Event, code: ProblemCode, message: str, hint: str) -> None:
        line, column = _start_of(event)
        self.problems.append(Problem(self._file, line + 1, column + 1, code, message, hint))


def _escaped_sign(escape: re.Match[str]) -> str | None:
    if letter := escape["letter"]:
        return _SIGNS_BY_LETTER.get(letter)
    return chr(int(escape["x"] or escape["u"] or escape["U"], 16))


def _start_of(event: Event) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def read_yaml(file: str, raw: bytes) -> tuple[YamlDocument | None, tuple[Problem, ...]]:
    """Return the document in a YAML file, None if it cannot be read to its end, with all problems; never raises.

    `file` is the name for messages, `raw` the content: UTF-8, with or without a BOM. The text of the document is in
    NFC, its lines end in LF, and U+FFFD stands for each forbidden sign. A problem inside it, such as an anchor or a
    repeated key, does not keep the rest from being read.
    """
    if len(raw) > MAX_BYTES:
        message, hint = f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB.", "Chia nhỏ nội dung."
        return None, (Problem(file, 1, 1, ProblemCode.TOO_LARGE, message, hint),)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message, hint = "tệp không phải là văn bản UTF-8.", "Lưu lại tệp với bảng mã UTF-8."
        return None, (Problem(file, line, 1, ProblemCode.ENCODING, message, hint),)
    text, remarks = _normalized(file, text)
    if conflicts := tuple(_conflict_problems(file, text)):
        return None, conflicts
    signs = tuple(_forbidden_sign_problems(file, text))
    document, problems = _parse(file, printable(text) if signs else text)
    return document, (*remarks, *signs, *problems)


def _forbidden_sign_problems(file: str, text: str) -> Iterator[Problem]:
    """Yield a problem for the first forbidden sign of each line."""
    for number, line in enumerate(text.split("\n")):
        for column, sign in forbidden_signs(line):
            yield _forbidden_sign_problem(file, number, column, sign)
            break


def _forbidden_sign_problem(file: str, line: int, column: int, sign: str) -> Problem:
    """Return the problem of a sign at line and column, from 0."""
    message = f"có ký tự điều khiển hoặc ký tự ẩn {code_point(sign)}."
    return Problem(file, line + 1, column + 1, ProblemCode.FORBIDDEN_CHARACTER, message, "Xóa ký tự đó.")


def _normalized(file: str, text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text without BOM, in NFC, with lines that end in LF, and warnings of a BOM and of what is not NFC."""
    warnings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        message, hint = "đầu tệp có dấu BOM.", "Lưu lại tệp dạng UTF-8 không có BOM."
        warnings.append(Problem(file, 1, 1, ProblemCode.BOM, message, hint, Severity.WARNING))
    if not unicodedata.is_normalized("NFC", text):
        lines = re.split(LINE_BREAK, text)
        line = next(
            (number for number, written in enumerate(lines) if not unicodedata.is_normalized("NFC", written)), 0
        )
        pairs = zip(lines[line], unicodedata.normalize("NFC", lines[line]), strict=False)
        column = next((number for number, (old, new) in enumerate(pairs) if old != new), 0)
        message, hint = "chữ có dấu viết ở dạng tổ hợp (NFD).", "Lưu lại tệp ở dạng dựng sẵn (NFC)."
        warnings.append(Problem(file, line + 1, column + 1, ProblemCode.NOT_NFC, message, hint, Severity.WARNING))
        text = unicodedata.normalize("NFC", text)
    return re.sub(LINE_BREAK, "\n", text) if "\r" in text else text, tuple(warnings)


def _conflict_problems(file: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each git conflict marker."""
    for marker in _CONFLICT.finditer(text):
        line = text.count("\n", 0, marker.start()) + 1
        hint = "Chọn một bên rồi xóa các dòng đánh dấu."
        yield Problem(file, line, 1, ProblemCode.CONFLICT_MARKER, CONFLICT_MESSAGE, hint)


def _parse(file: str, text: str) -> tuple[YamlDocument | None, tuple[Problem, ...]]:
    """Return the document that `text` is, None if reading had to stop, and the problems."""
    builder = _TreeBuilder(file, text)
    try:
        tree = builder.read_document()
    except _StopReading:
        return None, tuple(builder.problems)
    except MarkedYAMLError as error:
        return None, (*builder.problems, syntax_problem(file, text, error))
    return YamlDocument(file, text, tree, tuple(builder.duplicate_values)), tuple(builder.problems)


def split_lines(raw: bytes) -> list[str]:
    """Return the lines of a file as messages number them, in NFC; bytes that are not UTF-8 are replaced."""
    text = raw.decode(errors="replace").removeprefix("\ufeff")
    return re.split(LINE_BREAK, unicodedata.normalize("NFC", text))
