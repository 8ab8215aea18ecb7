"""What people write or paste for a report, line by line → Markdown of the dialect in which it stays as it was typed.

Each line is a paragraph, a dash begins an item, and what Markdown would make of a sign by accident stays a sign: `(*)`,
`3*4`, `+ …`. What is meant as markup stays markup: headings, `**bold**`, `*italic*`, tables, notes, links and
backslashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from papi_cli.documents.dialect import DialectError, read_blocks
from papi_cli.text import code_point, day_text, forbidden_signs, printable

# Reading a long text again for each mistake would take minutes; this many letters are read in some seconds.
_MOST_LETTERS_READ = 3_000_000
_MOST_FAULTS = 50


class TextFault(NamedTuple):
    """What keeps a text out of documents: its line, from 1, and a sentence."""

    line: int
    sentence: str


class Narrative(NamedTuple):
    """A text as Markdown of the dialect, and what is wrong with it, in the order of its lines."""

    markdown: str
    faults: tuple[TextFault, ...]


def read_narrative_text(text: str) -> Narrative:
    """Return a text that people wrote as Markdown; a comment in its first line (`source_line`) is none of the text."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _COMMENT.fullmatch(lines[0]):
        lines[0] = ""
    faults = {number: sentence for number, line in enumerate(lines, 1) if (sentence := _fault_of(line))}
    kept = ["" if number in faults else line for number, line in enumerate(lines, 1)]
    faults |= _faults_of_the_dialect(kept, most=_MOST_FAULTS - len(faults))
    in_order = (TextFault(number, faults[number]) for number in range(1, len(lines) + 1) if number in faults)
    return Narrative(
        "" if faults else "\n".join(line for _, line in _markdown_lines(lines)),
        tuple(islice(in_order, _MOST_FAULTS)),
    )


def as_typed(text: str) -> str:
    """Return text of another program so that, put into a file of narrative, each of its lines is read as it stands.

    A dash still begins an item, and a placeholder is still one.
    """
    # Markdown drops any white space around a paragraph; a line of nothing else, as Word leaves them, is none.
    return "\n".join(_typed_line(line.strip()) for line in text.split("\n") if line.strip())


_MARKUP = re.compile(r"[\\`*<&|]|(?<=\])\(")


def _typed_line(line: str) -> str:
    escaped = _MARKUP.sub(lambda found: f"\\{found[0]}", line)
    begins_block = _NUMBERED.match(line) or re.match(r"#{1,6}(?=[ \t]|$)|>|~{3}|:::|-{2,}[ \t]*$|-[ \t]*$", line)
    if not begins_block:
        return escaped
    place = line.index(line.lstrip("0123456789")[0])
    return f"{escaped[:place]}\\{escaped[place:]}"


_COMMENT = re.compile(r"\s*<!--.*-->\s*")
# What would end a comment.
_DASHES = re.compile(r"[-<>]{2,}|[<>]")


def source_line(name: str, checksum: str, by: str, day: date) -> str:
    """Return the first line of a text that was taken from a file `name`: a comment, which documents do not show."""
    words = f"Lấy từ {PurePath(name).name}, SHA-256 {checksum}, ngày {day_text(day)}, người lấy: {by}"
    return f"<!-- {_DASHES.sub(' ', ' '.join(printable(words).split()))} -->"


def without_source(text: str) -> str:
    """Return a text without its first line, if that is a comment."""
    first, _, rest = text.partition("\n")
    return rest if _COMMENT.fullmatch(first) else text


_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def _fault_of(line: str) -> str:
    """Return what is wrong with a line whatever stands around it, "" for nothing."""
    if signs := dict.fromkeys(code_point(sign) for _, sign in forbidden_signs(line)):
        return f"có ký tự điều khiển không in được ({', '.join(signs)}), thường theo vào khi chép từ nơi khác. Xóa ký tự ấy."
    if number := _NUMBERED.match(line.strip()):
        return (
            f"«{number[0]}» mở một danh sách đánh số, văn bản không nhận. Viết thành đề mục (#, ##, ###), hoặc "
            f"«{number[1]}\\{number[2]}» nếu là chữ của đoạn văn."
        )
    return ""


def _faults_of_the_dialect(lines: Sequence[str], *, most: int) -> dict[int, str]:
    """Return what the dialect refuses by line, each found with those before it left out."""
    faults: dict[int, str] = {}
    read = 0
    while len(faults) < most and read < _MOST_LETTERS_READ:
        numbered = list(_markdown_lines(["" if number in faults else line for number, line in enumerate(lines, 1)]))
        text = "\n".join(line for _, line in numbered)
        read += len(text) + 1
        try:
            read_blocks(text)
        except DialectError as error:
            line = numbered[error.line - 1][0]
            if line in faults:
                break
            faults[line] = error.sentence
            if lines[line - 1].strip().startswith(_DIV):
                break  # of its other end it would be said that it ends nothing
        else:
            break
    return faults


_DIV = ":::"
_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")


def _markdown_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of the Markdown, each with the number of the line that it comes from."""
    in_table = False
    for number, line in enumerate(lines, 1):
        typed = line.strip(" \t")
        following = lines[number].strip(" \t") if number < len(lines) else ""
        in_table = "|" in typed and (in_table or _are_head_and_delimiters(typed, following))
        if not typed:
            continue
        yield number, _row(typed) if in_table else _line(typed)
        if not (in_table and "|" in following):
            yield number, ""


def _are_head_and_delimiters(head: str, delimiters: str) -> bool:
    return (
        "|" in delimiters
        and _DELIMITERS.fullmatch(delimiters) is not None
        and len(_cells(head)) == len(_cells(delimiters))
    )


def _cells(line: str) -> Sequence[str]:
    return _PIPE.split(line.removeprefix("|").removesuffix("|"))


def _row(typed: str) -> str:
    return "|".join(map(_inline, _PIPE.split(typed)))


_BULLET = re.compile(r"-[ \t]+(?=\S)")
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
# What would begin an item, a list or a rule where nobody means one.
_BLOCK_SIGN = re.compile(r"[-+*](?=[ \t]|$)")
# Within an item a heading, a quotation or a number would begin another block.
_BLOCK_SIGN_IN_ITEM = re.compile(r"[-+*#>](?=[-+*#> \t]|$)|\d{1,9}[.)](?=\s|$)|>|(?=-{3,})-")


def _line(typed: str) -> str:
    """Return a line that is a block of its own."""
    if typed.startswith(_DIV):
        return typed
    if heading := _HEADING.match(typed):
        return heading[0] + _inline(typed[heading.end() :])
    if bullet := _BULLET.match(typed):
        return f"- {_escaped_start(_BLOCK_SIGN_IN_ITEM, typed[bullet.end() :])}"
    return _escaped_start(_BLOCK_SIGN, typed)


def _escaped_start(block_sign: re.Pattern[str], text: str) -> str:
    """Return a text whose first signs begin no block; in a number it is the sign behind it that would."""
    if found := block_sign.match(text):
        sign = found.end() - 1
        return f"{text[:sign]}\\{text[sign]}{_inline(text[sign + 1 :], before=text[sign])}"
    return _inline(text)


# Backslashes and addresses stay as they are; of signs of emphasis those of no pair get a backslash.
_SIGNS = re.compile(r"\\.|<https?://[^<>\s]*>|\*+|_")
_OPENS_NOTHING = re.compile(r"[\s)\]}.,;:!?»”’…*]|$")


_MOST_OPENERS = 20


class _Stars(NamedTuple):
    """A run of asterisks at a place."""

    start: int
    length: int


def _inline(text: str, before: str = "") -> str:
    """Return text within a line, `before` which a sign may stand, with a backslash for what is no emphasis."""
    if "*" not in text and "_" not in text:
        return text
    emphasis = set(_paired(text, before))
    return _SIGNS.sub(lambda found: found[0] if found.start() in emphasis else _literal(found[0]), text)


def _literal(signs: str) -> str:
    return "".join(f"\\{sign}" for sign in signs) if signs[0] in "*_" else signs


def _paired(text: str, before: str) -> Iterator[int]:
    """Yield the places of the asterisks that stand around words, as `*…*`, `**…**` and `***…***` do."""
    openers: list[_Stars] = []
    for found in _SIGNS.finditer(text):
        if found[0][0] != "*":
            continue
        stars = _Stars(found.start(), len(found[0]))
        left = text[stars.start - 1 : stars.start] if stars.start else before
        right = text[found.end() : found.end() + 1]
        if closed := _closed_by(stars, openers) if _may_close(left, right) else ():
            del openers[openers.index(closed[0]) :]
            yield from (stars.start, *(opener.start for opener in closed))
        elif stars.length <= 3 and not left.isalnum() and not _OPENS_NOTHING.match(right):
            openers.append(stars)
            del openers[:-_MOST_OPENERS]


def _may_close(left: str, right: str) -> bool:
    return bool(left) and not left.isspace() and left not in "([{«“‘" and not right.isalnum()


def _closed_by(stars: _Stars, openers: Sequence[_Stars]) -> Sequence[_Stars]:
    """Return the innermost openers that have together as many asterisks; () where some would be left over.

    Those that stand within and are closed by nothing are asterisks as typed.
    """
    for last in range(len(openers), 0, -1):
        total = 0
        for first in range(last - 1, -1, -1):
            total += openers[first].length
            if total == stars.length:
                return openers[first:]
            if total > stars.length:
                break
    return ()
