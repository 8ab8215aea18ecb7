"""Change values in the text of a YAML file and leave the rest, comments included, as somebody wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from _ruamel_yaml import CParser
from ruamel.yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.text import wrap_line

_WIDTH = 120


def scalar(text: str) -> str:
    """Return a text of one line as a scalar of YAML, in quotes unless it consists of plain words."""
    is_plain = text == text.rstrip() and re.fullmatch(r"[^\W\d_](?:[^\W_]|[ .’/()-])*", text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def plain(text: str) -> str:
    """Return a text of one line as a scalar outside of brackets, where commas and quotation marks need no quotes."""
    is_plain = text == text.rstrip() and re.fullmatch(r"[^\W\d_](?:[^\W_]|[ .,;’/()“”«»-])*", text)
    return text if is_plain else scalar(text)


class _Place(NamedTuple):
    """Where a value stands in the text: `begin` is the place of its key or dash, `start` to `end` the value itself.

    `depth` counts the flow collections ({…}, […]) around it; `is_flow` says that it is one.
    """

    begin: int
    start: int
    end: int
    depth: int
    is_flow: bool
    value: str


class YamlEdits:
    """Edits of a text that can be read as YAML (`yamltext.read_yaml`), by key path; `text` is what they come to.

    Each path is that in the text as it was. What is edited inside an entry that is taken out goes with it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = _places(text)
        self._below: dict[KeyPath, list[KeyPath]] = {}
        for path in self._places:
            if path:
                self._below.setdefault(path[:-1], []).append(path)
        self._edits: dict[tuple[int, int], str] = {}
        self._out_of_flow: set[KeyPath] = set()

    @property
    def text(self) -> str:
        """The text with all edits made."""
        pieces, reached = [], 0
        edits = {**self._edits, **dict.fromkeys(self._cuts_in_flow(), "")}
        for (start, end), new in sorted(edits.items(), key=_order):
            if start < reached >= end:
                continue  # within what is taken out
            pieces += [self._text[reached : max(start, reached)], new]
            reached = end
        return "".join([*pieces, self._text[reached:]])

    @property
    def paths(self) -> tuple[KeyPath, ...]:
        """The key paths of all values, in the order of the text."""
        return tuple(self._places)

    def __contains__(self, keys: KeyPath) -> bool:
        return keys in self._places

    def value(self, keys: KeyPath) -> str:
        """Return the scalar at `keys`; "" for a collection and for a blank."""
        return self._places[keys].value

    def entries(self, keys: KeyPath) -> tuple[KeyPath, ...]:
        """Return the paths of the values right below `keys`, in order."""
        return tuple(self._below.get(keys, ()))

    def line(self, keys: KeyPath) -> int:
        """Return the line, from 1, on which the value at `keys` begins."""
        return self._text.count("\n", 0, self._places[keys].begin) + 1

    def replace(self, keys: KeyPath, written: str) -> None:
        """Put `written`, a value as YAML writes it, in place of that at `keys`."""
        place = self._places[keys]
        gap = "" if place.start == 0 or self._text[place.start - 1].isspace() or place.start != place.end else " "
        self._edits[place.start, place.end] = gap + written

    def replace_text(self, keys: KeyPath, text: str) -> None:
        """Put a text in place of the value at `keys`, in several lines where it has them or is too long for one."""
        place = self._places[keys]
        column = self._column(keys)
        written = scalar(text) if place.depth else plain(text)
        lines = text.split("\n")
        if len(lines) > 1 and not place.depth and all(line and line == line.strip() for line in lines):
            self.replace(keys, "\n".join(["|-", *(" " * (column + 2) + line for line in lines)]))
            return
        if not place.depth and place.start - place.begin + column + len(written) > _WIDTH:
            indent = " " * (column + 2)
            written = "\n".join([">-", *(indent + line for line in wrap_line(text, _WIDTH - column - 4))])
        self.replace(keys, written)

    def rewrite(self, keys: KeyPath, change: Callable[[str], str]) -> None:
        """Put what `change` makes of the words at `keys` in their place, in the form and the lines in which they are written.

        `change` is given the lines as they stand; it adds signs that need no escape, and no line end.
        """
        place = self._places[keys]
        written = self._text[place.start : place.end]
        if not place.value.strip():
            return
        head, words, tail = "", written, ""
        if block := re.match(r"[|>][^\n]*\n\s*", written):
            head, words = block[0], written[block.end() :]
        elif written[0] in "\"'":
            head, words, tail = written[0], written[1:-1], written[-1]
        changed = change(words)
        if not head and changed != words and (place.depth or changed.startswith("[")):
            changed = json.dumps(change(place.value), ensure_ascii=False)
        if changed != words:
            self.replace(keys, f"{head}{changed}{tail}")

    def replace_entry(self, keys: KeyPath, written: str) -> None:
        """Put `written` in place of the value at `keys` and its key."""
        place = self._places[keys]
        self._edits[place.begin, place.end] = written

    def clear(self, keys: KeyPath, remark: str = "") -> None:
        """Leave the value at `keys` blank, with the remark as a comment behind its line, where none stands yet.

        In a flow mapping its key goes with it.
        """
        place = self._places[keys]
        line_end = self._line_end(place.end)
        if place.depth:
            self.remove(keys)
        else:
            start = len(self._text[: place.start].rstrip(" "))
            if self._text[start - 1] == "\n":
                start = place.start
            self._edits[start, place.end] = ""
        if remark and "#" not in self._text[place.end : line_end]:
            self._edits[line_end, line_end] = f"  # {remark}"

    def remove(self, keys: KeyPath) -> None:
        """Take the entry at `keys` out, with its key or dash, and with its line where nothing else stands there."""
        place = self._places[keys]
        if place.depth:
            self._out_of_flow.add(keys)
            return
        start = self._text.rfind("\n", 0, place.begin) + 1
        if self._text[start : place.begin].strip():
            self._remove_first_of_entry(keys, place)
            return
        end = self._line_end(place.end) + 1
        end = min(end, len(self._text))
        # One blank line is enough where two would meet, and none below the key of a list or at the end.
        if self._text[:start].endswith(("\n\n", ":\n")) and self._text[end : end + 1] == "\n":
            self._edits[end, end + 1] = ""
        elif self._text[:start].endswith("\n\n") and end == len(self._text):
            start -= 1
        self._edits[start, end] = ""

    def _remove_first_of_entry(self, keys: KeyPath, place: _Place) -> None:
        """Take out a key that stands right behind the dash of its mapping: the next key takes its place."""
        siblings = self.entries(keys[:-1])
        following = self._places[siblings[1]] if len(siblings) > 1 else None
        end = following.begin if following is not None else place.end
        self._edits[place.begin, end] = "" if following is not None else "{}"

    def add(self, keys: KeyPath, lines: Sequence[str], before: Collection[str] = ()) -> None:
        """Add a key to the mapping at `keys`, with its value, before the first of the keys `before` that it has, else at its end.

        The `lines` have no margin of their own; in a flow mapping there is one.
        """
        siblings = self.entries(keys)
        following = next((path for path in siblings if path[-1] in before), None)
        if self._places[siblings[0]].depth:
            at = self._places[siblings[-1]].end
            self._insert(at, f", {lines[0]}")
            return
        margin = " " * self._column(siblings[0])
        written = "".join(f"{margin}{line}\n" for line in lines)
        if following is None:
            self._insert_behind(siblings[-1], written)
        elif self._text[self._line_start(following) : self._places[following].begin].strip():  # right behind a dash
            self._insert(self._places[following].begin, written[len(margin) :] + margin)
        else:
            self._insert(self._line_start(following), written)

    def add_entries(self, keys: KeyPath, behind: int, entries: Iterable[Sequence[str]]) -> None:
        """Add entries, each by its lines, to the block list at `keys`, behind the one at this position, -1 for the first ones.

        They keep the distance that the entries of the list have.
        """
        siblings = self.entries(keys)
        margin = " " * self._column(siblings[0])
        gap = "\n" if len(siblings) > 1 and self._text[: self._line_start(siblings[1])].endswith("\n\n") else ""
        texts = ["".join(f"{margin}{line}\n" for line in lines) for lines in entries]
        if behind < 0:
            self._insert(self._line_start(siblings[0]), "".join(text + gap for text in texts))
        else:
            self._insert_behind(siblings[behind], "".join(gap + text for text in texts))

    def is_in_flow(self, keys: KeyPath) -> bool:
        """Return whether the value at `keys` is a flow collection or stands in one."""
        place = self._places[keys]
        return bool(place.depth or place.is_flow)

    def keep_entries(self, keys: KeyPath, kept: Iterable[str]) -> None:
        """Put the scalars `kept` in place of the list of scalars at `keys`, in its form, unless it has just these."""
        wanted = list(kept)
        place = self._places[keys]
        if [self.value(path) for path in self.entries(keys)] == wanted:
            return
        column = place.start - (self._text.rfind("\n", 0, place.start) + 1)
        if place.is_flow or not wanted:
            self._edits[place.start, place.end] = _flow_list(wanted, column)
        else:
            self._edits[place.start, place.end] = f"\n{' ' * column}".join(f"- {entry}" for entry in wanted)

    def comment(self, keys: KeyPath, remark: str) -> None:
        """Put the remark as a comment on lines of its own above the entry at `keys`."""
        place = self._places[keys]
        start = self._text.rfind("\n", 0, place.begin) + 1
        indent = self._text[start : place.begin].replace("- ", "  ")
        if indent.strip():
            return
        lines = wrap_line(remark, _WIDTH - len(indent) - 2)
        self._insert(start, "".join(f"{indent}# {line}\n" for line in lines))

    def _cuts_in_flow(self) -> Iterator[tuple[int, int]]:
        """Yield the places of the entries that are taken out of flow collections, each run with the comma that it leaves."""
        for above in {keys[:-1] for keys in self._out_of_flow}:
            siblings = self.entries(above)
            for is_out, run in groupby(range(len(siblings)), key=lambda n: siblings[n] in self._out_of_flow):
                if not is_out:
                    continue
                numbers = list(run)
                yield self._cut(siblings, numbers[0], numbers[-1])

    def _cut(self, siblings: Sequence[KeyPath], first: int, last: int) -> tuple[int, int]:
        places = [self._places[keys] for keys in siblings]
        if last + 1 < len(places):
            return places[first].begin, places[last + 1].begin
        return places[first - 1].end if first else places[first].begin, places[last].end

    def _insert_behind(self, keys: KeyPath, lines: str) -> None:
        """Put lines below the last one of the value at `keys`, outside of all that is taken out of it."""
        end = self._line_end(self._places[keys].end)
        if end == len(self._text):
            self._insert(end, f"\n{lines.removesuffix(chr(10))}")
        else:
            self._insert(end + 1, lines)

    def _insert(self, at: int, text: str) -> None:
        self._edits[at, at] = self._edits.get((at, at), "") + text

    def _column(self, keys: KeyPath) -> int:
        """Return the column of the key, or of the dash, at which a value begins."""
        return self._places[keys].begin - (self._text.rfind("\n", 0, self._places[keys].begin) + 1)

    def _line_start(self, keys: KeyPath) -> int:
        return self._text.rfind("\n", 0, self._places[keys].begin) + 1

    def _line_end(self, index: int) -> int:
        end = self._text.find("\n", index)
        return len(self._text) if end < 0 else end


def _order(edit: tuple[tuple[int, int], str]) -> tuple[int, bool, int]:
    """Return the rank of an edit: by its place, there what comes in first, then the longest that goes."""
    start, end = edit[0]
    return start, end > start, -end


def _flow_list(entries: Iterable[str], column: int) -> str:
    """Return the entries as a list in brackets, in lines of the usual width, the further ones below the first entry."""
    lines, line = [], "["
    for entry in entries:
        word = entry if line.endswith("[") else f", {entry}"
        if column + len(line) + len(word) + 1 > _WIDTH and line != "[":
            lines.append(f"{line},")
            line = " " * (column + 1) + entry
        else:
            line += word
    return "\n".join([*lines, f"{line}]"])


def _places(text: str) -> dict[KeyPath, _Place]:
    parser = CParser(text)
    parser.get_event()  # the start of the stream
    parser.get_event()  # that of the document
    found: dict[KeyPath, _Place] = {}
    _Walk(text, parser, found).node((), parser.get_event(), begin=None, depth=0)
    return found


class _Walk:
    """One pass over the events of a document, which is sound; outer values come before those inside."""

    def __init__(self, text: str, parser: CParser, found: dict[KeyPath, _Place]) -> None:
        self._text, self._parser, self._found = text, parser, found

    def node(self, keys: KeyPath, event: Event, *, begin: int | None, depth: int) -> int:
        """Note the value that begins with `event`, and all below it; return where it ends."""
        start: int = event.start_mark.index
        own_begin = self._dash(start) if begin is None else begin
        if isinstance(event, ScalarEvent):
            end = start + len(self._text[start : event.end_mark.index].rstrip())
            self._found[keys] = _Place(own_begin, start, end, depth, is_flow=False, value=str(event.value))
            return end
        assert isinstance(event, (SequenceStartEvent, MappingStartEvent))
        is_flow = bool(event.flow_style)
        self._found[keys] = _Place(own_begin, start, start, depth, is_flow, "")
        last = self._below(keys, event, depth + is_flow)
        self._found[keys] = self._found[keys]._replace(end=last)
        return last

    def _below(self, keys: KeyPath, opened: Event, depth: int) -> int:
        last: int = opened.start_mark.index
        position = 0
        while not isinstance(event := self._parser.get_event(), (SequenceEndEvent, MappingEndEvent)):
            if isinstance(opened, MappingStartEvent):
                assert isinstance(event, ScalarEvent)
                key = str(event.value)
                last = self.node((*keys, key), self._parser.get_event(), begin=event.start_mark.index, depth=depth)
            else:
                last = self.node((*keys, position), event, begin=None, depth=depth)
                position += 1
        end: int = event.end_mark.index
        return end if getattr(opened, "flow_style", False) else last

    def _dash(self, start: int) -> int:
        """Return the place of the dash before an entry of a block list, `start` where there is none."""
        match = re.search(r"-[ \n]+$", self._text[max(0, start - 200) : start])
        return start - len(match[0]) if match else start
