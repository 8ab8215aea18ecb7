"""YAML text to plain text, lists and mappings, with the place of every value.

Only what a plan needs is taken: one document, no anchors, aliases or tags, every scalar read as text
(YAML's own guesses about ``03664`` or ``4.2`` never apply). Whatever else is found is a problem, and reading goes on
after it as far as the parser can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
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

from papi_cli.plan.files.syntax import LINE_BREAK, misspelt, unreadable
from papi_cli.problems import CONFLICT_MARKER, CONFLICT_MESSAGE, Code, Problem, Severity

MAX_BYTES = 5_000_000
MAX_DEPTH = 32

Tree = str | list["Tree"] | dict[str, "Tree"]
Keys = tuple[str | int, ...]

_CONFLICT = re.compile(f"^{CONFLICT_MARKER}", re.MULTILINE)
# Plain scalars that YAML 1.2 (core schema) reads as a number or a truth value; empty ones and ~ are nothing at all.
# It stays a string, which `re` compiles when it is first needed: mostly when something is wrong.
_NOT_TEXT = (
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|true|True|TRUE|false|False|FALSE|null|Null|NULL|~"
)


class Document(NamedTuple):
    """One YAML file: its name for messages, its text, and what it says.

    `dropped` are the values of keys that were there already. `kept` is empty unless faulty parts were cut out of the
    tree: then it tells, for each list, which of its entries are left.
    """

    file: str
    text: str
    tree: Tree
    dropped: tuple[Tree, ...] = ()
    kept: Mapping[Keys, tuple[int, ...]] = MappingProxyType({})

    def problem(self, keys: Keys, code: Code, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """Return a problem at the value (or its key) that `keys` lead to, or at the nearest place above it."""
        return Problem(self.file, *self.place(keys, at_key=at_key), code, message, hint)

    def place(self, keys: Keys, *, at_key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of the value or its key that `keys` lead to, or of the nearest above it.

        Places are looked up by reading the text once more: they are wanted only when something is wrong.
        """
        keys = self._original(keys)
        places = _places(self.text)
        table = places.keys if at_key else places.values
        while keys and keys not in table:
            keys = keys[:-1]
        line, column = table.get(keys, (0, 0))
        return line + 1, column + 1

    @property
    def untexted(self) -> tuple[Keys, ...]:
        """Return the ways to the plain scalars that other YAML readers take for numbers or truth values."""
        return tuple(_places(self.text).untexted)

    def value(self, keys: Keys) -> Tree | None:
        """Return the value that `keys` lead to, None where they lead nowhere."""
        tree: Tree | None = self.tree
        for key in keys:
            if isinstance(tree, dict):
                tree = tree.get(str(key))
            elif isinstance(tree, list) and isinstance(key, int):
                tree = tree[key] if key < len(tree) else None
            else:
                return None
        return tree

    def _original(self, keys: Keys) -> Keys:
        """Return what `keys` were before anything was cut out."""
        if not self.kept:
            return keys
        original: Keys = ()
        for key in keys:
            left = self.kept.get(original)
            if isinstance(key, int) and left is not None and key < len(left):
                key = left[key]  # noqa: PLW2901  # the same step, in the whole tree
            original = (*original, key)
        return original


class _Places:
    """Line and column (from 0) of every value and of every key, by the keys that lead there.

    `untexted` leads to the plain scalars that other YAML readers take for numbers or truth values.
    """

    def __init__(self) -> None:
        self.values: dict[Keys, tuple[int, int]] = {}
        self.keys: dict[Keys, tuple[int, int]] = {}
        self.untexted: list[Keys] = []


@lru_cache(maxsize=8)
def _places(text: str) -> _Places:
    """Return the places of a text that can be read; the files of one plan are kept."""
    places = _Places()
    _Reader("", text, places).document()
    return places


class _Stop(Exception):
    """Nothing after this place can be read; the problem has been noted."""


class _Reader:
    """Builds the tree out of the parser's events; what is refused goes to `problems`."""

    def __init__(self, file: str, text: str, places: _Places | None = None) -> None:
        self._file = file
        self._parser = CParser(text)
        self._event = self._parser.get_event
        self._places = places
        self.problems: list[Problem] = []
        self.dropped: list[Tree] = []

    def document(self) -> Tree:
        """Return the one document of the text; raises _Stop and the library's errors where reading ends."""
        self._event()  # the start of the stream
        event = self._event()
        if isinstance(event, StreamEndEvent):
            self.problems.append(Problem(self._file, 1, 1, Code.EMPTY_FILE, "tệp trống.", "Khôi phục tệp từ git."))
            raise _Stop
        tree = self._node(self._event(), (), 0)
        self._event()
        event = self._event()
        if isinstance(event, DocumentStartEvent):
            self._refuse(event, Code.DOCUMENTS, "tệp có nhiều tài liệu YAML («---»).", "Giữ lại một tài liệu.")
        return tree

    def _node(self, event: NodeEvent, keys: Keys, depth: int) -> Tree:
        if self._places is not None:
            self._places.values[keys] = _mark(event)
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            self._not_plain(event)
            if isinstance(event, AliasEvent):
                return ""
        if isinstance(event, ScalarEvent):
            # Style is "" or None for a plain scalar, the sign of the quotes or of the block otherwise.
            if self._places is not None and not event.style and re.fullmatch(_NOT_TEXT, event.value):
                self._places.untexted.append(keys)
            return str(event.value)
        if depth == MAX_DEPTH:
            self._refuse(event, Code.TOO_DEEP, f"nội dung lồng nhau quá {MAX_DEPTH} tầng.", "Bớt tầng lồng nhau.")
            raise _Stop
        if isinstance(event, SequenceStartEvent):
            return self._sequence(keys, depth + 1)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(keys, depth + 1)

    def _not_plain(self, event: NodeEvent) -> None:
        """Note an anchor, an alias or a tag."""
        if isinstance(event, AliasEvent) or event.anchor is not None:
            message = "có neo (&) hoặc bí danh (*) của YAML."
            self._refuse(event, Code.ANCHOR, message, "Viết lại nội dung đầy đủ, hoặc đặt giá trị trong dấu nháy.")
        # Every node but an alias has a tag, which the library's types do not say.
        elif tag := getattr(event, "tag", None):
            message = f"có nhãn kiểu của YAML («{tag}»)."
            self._refuse(event, Code.TAG, message, "Bỏ nhãn, hoặc đặt giá trị trong dấu nháy.")

    def _sequence(self, keys: Keys, depth: int) -> Tree:
        items: list[Tree] = []
        while not isinstance(event := self._event(), SequenceEndEvent):
            items.append(self._node(event, self._below(keys, len(items)), depth))
        return items

    def _mapping(self, keys: Keys, depth: int) -> Tree:
        mapping: dict[str, Tree] = {}
        while not isinstance(event := self._event(), MappingEndEvent):
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                self._not_plain(event)
            if not isinstance(event, ScalarEvent):
                self._refuse(event, Code.KEY_KIND, "tên khóa phải là một từ đơn giản.", "Viết «khóa: giá trị».")
                raise _Stop
            key = str(event.value)
            if key in mapping:
                message = f"khóa «{key}» đã có ở trên trong cùng khối."
                self._refuse(event, Code.DUPLICATE_KEY, message, "Giữ lại một khóa.")
                # What stands twice is read for what is wrong in it, and not taken.
                self.dropped.append(self._node(self._event(), (*keys, key, 1), depth))
                continue
            below = self._below(keys, key)
            if self._places is not None:
                self._places.keys[below] = _mark(event)
            mapping[key] = self._node(self._event(), below, depth)
        return mapping

    def _below(self, keys: Keys, key: str | int) -> Keys:
        return keys if self._places is None else (*keys, key)

    def _refuse(self, event: Event, code: Code, message: str, hint: str) -> None:
        line, column = _mark(event)
        self.problems.append(Problem(self._file, line + 1, column + 1, code, message, hint))


def _mark(event: Event) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def read_yaml(file: str, raw: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one YAML file.

    `file` is the name that messages show, `raw` its bytes (UTF-8, with or without a BOM). Returns the document with
    text in NFC (None where it could not be read to its end), and every problem on the way; raises nothing. What is
    refused inside a document (an anchor, a key twice) leaves the rest of it to be looked at.
    """
    if len(raw) > MAX_BYTES:
        message, hint = f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB.", "Chia nhỏ nội dung."
        return None, (Problem(file, 1, 1, Code.TOO_LARGE, message, hint),)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message, hint = "tệp không phải là văn bản UTF-8.", "Lưu lại tệp với bảng mã UTF-8."
        return None, (Problem(file, line, 1, Code.ENCODING, message, hint),)
    text, remarks = _plain_text(file, text)
    if conflicts := tuple(_conflicts(file, text)):
        return None, conflicts
    document, problems = _parsed(file, text)
    return document, (*remarks, *problems)


def _plain_text(file: str, text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text without a BOM and in NFC, and a warning for each that was there."""
    warnings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        message, hint = "đầu tệp có dấu BOM.", "Lưu lại tệp dạng UTF-8 không có BOM."
        warnings.append(Problem(file, 1, 1, Code.BOM, message, hint, Severity.WARNING))
    if not unicodedata.is_normalized("NFC", text):
        lines = re.split(LINE_BREAK, text)
        line = next((place for place, said in enumerate(lines) if not unicodedata.is_normalized("NFC", said)), 0)
        pairs = zip(lines[line], unicodedata.normalize("NFC", lines[line]), strict=False)
        column = next((place for place, (was, now) in enumerate(pairs) if was != now), 0)
        message, hint = "chữ có dấu viết ở dạng tổ hợp (NFD).", "Lưu lại tệp ở dạng dựng sẵn (NFC)."
        warnings.append(Problem(file, line + 1, column + 1, Code.NOT_COMPOSED, message, hint, Severity.WARNING))
        text = unicodedata.normalize("NFC", text)
    return text, tuple(warnings)


def _conflicts(file: str, text: str) -> Iterator[Problem]:
    """Yield a problem a line that git left when it could not merge."""
    for marker in _CONFLICT.finditer(text):
        line = text.count("\n", 0, marker.start()) + 1
        hint = "Chọn một bên rồi xóa các dòng đánh dấu."
        yield Problem(file, line, 1, Code.CONFLICT_MARKER, CONFLICT_MESSAGE, hint)


def _parsed(file: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return the document that `text` is, None where reading had to stop, and what was refused."""
    try:
        reader = _Reader(file, text)
    except YAMLError as error:
        return None, (unreadable(file, text, error),)
    try:
        tree = reader.document()
    except _Stop:
        return None, tuple(reader.problems)
    except MarkedYAMLError as error:
        return None, (*reader.problems, misspelt(file, text, error))
    except YAMLError as error:
        return None, (*reader.problems, unreadable(file, text, error))
    return Document(file, text, tree, tuple(reader.dropped)), tuple(reader.problems)


def lines_of(raw: bytes) -> list[str]:
    """Return the lines of a file as messages count them, in NFC; what is not UTF-8 is replaced."""
    text = raw.decode(errors="replace").removeprefix("\ufeff")
    return re.split(LINE_BREAK, unicodedata.normalize("NFC", text))
