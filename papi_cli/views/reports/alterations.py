"""What a document says otherwise than papi wrote it: cell by cell and paragraph by paragraph, filled blanks apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from papi_cli.text import nfc
from papi_cli.views.reports.alignment import Allowance, align
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock

# A marked place, or the gap that is left for a number or a day: whatever a person puts there is expected.
_BLANK = re.compile(r"\[…(?:[^\[\]]|\[[^\[\]]*\])*\]|[ \N{NO-BREAK SPACE}]{4,}")
# Signs that nobody sees, and the dash of an item, which some formats draw and others write.
_UNSEEN = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}]")
_DASH = re.compile(r"^[-–•+] ")
# Looked at of a text of many words when it is compared with others; its alterations are found in all of it.
_MOST_WORDS = 400


class AlterationKind(StrEnum):
    """What happened to a part of a text."""

    CHANGED = "changed"
    GONE = "gone"
    ADDED = "added"


class Place(NamedTuple):
    """Where in a document a part stands: what is not there is "" or 0.

    `heading` is the nearest one above, `table` counts the tables of the body or of the annex, `row` the rows below the
    heads (0 is that of the heads), `column` is the head.
    """

    annex: str = ""
    heading: str = ""
    table: int = 0
    row: int = 0
    column: str = ""


class Alteration(NamedTuple):
    """A paragraph, a row or a cell that says something else than was written; "" for what is not there."""

    kind: AlterationKind
    place: Place
    written: str
    found: str


def find_alterations(written: Sequence[PrintedBlock], found: Sequence[PrintedBlock]) -> tuple[Alteration, ...]:
    """Return what differs, in printed order; raises TooMuchAlike for texts that repeat themselves without end.

    A blank that was filled in, left or removed does not differ, nor do paragraphs or rows put below one that ends with a
    blank. White space, hyphenation and Unicode's composed and decomposed letters are the same.
    """
    return tuple(_of_blocks(written, found, Allowance()))


def _of_blocks(
    written: Sequence[PrintedBlock], found: Sequence[PrintedBlock], allowance: Allowance
) -> Iterator[Alteration]:
    def likeness(one: int, other: int) -> float:
        before, now = written[one], found[other]
        if isinstance(before, Line) and isinstance(now, Line):
            return _likeness(before.text, now.text)
        if isinstance(before, Grid) and isinstance(now, Grid):
            return _likeness(_joined(before.rows[0]), _joined(now.rows[0] if now.rows else ()))
        return 0.0

    place, may_grow = Place(), False
    for pair in align(list(map(_key, written)), list(map(_key, found)), likeness, allowance):
        before = None if pair.written is None else written[pair.written]
        now = None if pair.found is None else found[pair.found]
        if before is not None:
            place = _moved_on(place, before)
            may_grow = isinstance(before, Line) and _ends_blank(before.text)
        if isinstance(before, Grid) and isinstance(now, Grid):
            yield from _of_rows(place, before, now, allowance)
        elif before is None:
            if not may_grow:
                yield from _alteration(place._replace(table=0), "", _text(now))
        else:
            yield from _alteration(
                place if isinstance(before, Grid) else place._replace(table=0), _text(before), _text(now)
            )


def _moved_on(place: Place, block: PrintedBlock) -> Place:
    """Return the place of a block that comes after `place`."""
    match block:
        case Line(text, is_annex=True):
            return Place(annex=_plain(text))
        case Line(text, is_heading=True):
            return place._replace(heading=_plain(text))
        case Grid():
            return place._replace(table=place.table + 1)
        case _:
            return place


def _of_rows(place: Place, before: Grid, now: Grid, allowance: Allowance) -> Iterator[Alteration]:
    def likeness(one: int, other: int) -> float:
        return _likeness(_joined(before.rows[one]), _joined(now.rows[other]))

    number, may_grow = 0, False
    for pair in align(list(map(_row_key, before.rows)), list(map(_row_key, now.rows)), likeness, allowance):
        row = () if pair.written is None else before.rows[pair.written]
        other = () if pair.found is None else now.rows[pair.found]
        if pair.written is not None:
            number, may_grow = pair.written, any(map(_ends_blank, row))
        here = place._replace(row=number)
        if row and len(row) == len(other):
            for head, cell, cell_now in zip(before.rows[0], row, other, strict=False):
                yield from _alteration(here._replace(column=_plain(head)), cell, cell_now)
        elif row or not may_grow:
            yield from _alteration(here, _joined(row), _joined(other))


def _alteration(place: Place, written: str, found: str) -> Iterator[Alteration]:
    """Yield what differs between the texts of one part, of which "" is not there; nothing if they agree."""
    now = _plain(found)
    if not _agrees(written, now):
        kind = AlterationKind.GONE if not now else AlterationKind.CHANGED if _plain(written) else AlterationKind.ADDED
        yield Alteration(kind, place, _plain(written), now)


def _agrees(written: str, now: str) -> bool:
    """Return whether a plain text is what was written, with anything in the blanks."""
    first, *others = _segments(written)
    if not others:
        return now == first
    if not any((first, *others)):
        return True
    *middle, last = others
    if not now.startswith(first) or not now.endswith(last) or len(now) < len(first) + len(last):
        return False
    start, end = len(first), len(now) - len(last)
    for segment in middle:
        found = now.find(segment, start, end)
        if found < 0:
            return False
        start = found + len(segment)
    return True


@lru_cache(maxsize=4096)
def _segments(written: str) -> tuple[str, ...]:
    """Return what stands around the blanks of a text, plain; one segment for a text without blanks."""
    return tuple(_plain(segment) for segment in _BLANK.split(_DASH.sub("", written)))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return a text as it is compared: what differs between formats and programs is the same."""
    return _DASH.sub("", " ".join(nfc(_UNSEEN.sub("", text)).split()))


def _ends_blank(written: str) -> bool:
    segments = _segments(written)
    return len(segments) > 1 and not segments[-1].strip(" .;,")


@lru_cache(maxsize=4096)
def _likeness(written: str, found: str) -> float:
    """Return how much two texts have in common, from 0 to 1: their words, and that all fits around the blanks."""
    if len(_segments(written)) > 1 and any(_segments(written)) and _agrees(written, _plain(found)):
        return 1.0
    one, other = _words(written), _words(found)
    if not one:
        # A blank may hold anything, but what fits better goes elsewhere.
        return 0.5
    return 2 * (one & other).total() / (one.total() + other.total())


@lru_cache(maxsize=4096)
def _words(text: str) -> Counter[str]:
    """Return how often each word occurs outside of blanks."""
    return Counter(_plain(_BLANK.sub(" ", text)).split()[:_MOST_WORDS])


def _key(block: PrintedBlock) -> tuple[str, ...]:
    return (_plain(block.text),) if isinstance(block, Line) else ("", *map(_plain, block.rows[0] if block.rows else ()))


def _row_key(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_plain, row))


def _joined(row: Sequence[str]) -> str:
    return " | ".join(filter(None, map(_plain, row)))


def _text(block: PrintedBlock | None) -> str:
    match block:
        case None:
            return ""
        case Line(text):
            return text
        case Grid(rows):
            return "; ".join(map(_joined, rows[:1]))
