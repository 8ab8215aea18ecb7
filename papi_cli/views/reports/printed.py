"""What a document says, block by block: carried in its file as it was written, and read back from it as it is."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import NamedTuple

# Under which the data of a document hold what it says.
TEXT_KEY = "text"
# And the marked places of its sections, by name, in printed order.
SECTIONS_KEY = "sections"
# Some thousand pages.
_MOST_BYTES = 5_000_000


class Line(NamedTuple):
    """A paragraph, a heading, a line of the letterhead; `is_annex` is the label with which an annex begins."""

    text: str
    is_heading: bool = False
    is_annex: bool = False


class Grid(NamedTuple):
    """A table of data: the text of each cell, the heads in the first row."""

    rows: tuple[tuple[str, ...], ...]


PrintedBlock = Line | Grid


def block_text(block: PrintedBlock) -> str:
    """Return the words of a block, a row to a line."""
    return block.text if isinstance(block, Line) else "\n".join(map(" ".join, block.rows))


def pack_blocks(blocks: Iterable[PrintedBlock]) -> str:
    """Return the blocks as one word of Base64, compressed, for the data of a document; "" for more than is read back."""
    text = json.dumps([_entry(block) for block in blocks], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(text, 9)).decode() if len(text) <= _MOST_BYTES else ""


def unpack_blocks(word: object) -> tuple[PrintedBlock, ...] | None:
    """Return the blocks of which `pack_blocks` made this word; None for anything else."""
    if not isinstance(word, str) or not word:
        return None
    try:
        reader = zlib.decompressobj()
        raw = reader.decompress(base64.b64decode(word, validate=True), _MOST_BYTES)
        entries = json.loads(raw) if reader.eof else None
        return tuple(map(_block, entries)) if isinstance(entries, list) else None
    except (ValueError, TypeError, zlib.error, RecursionError):
        return None


_HEADING, _ANNEX = "heading", "annex"


def _entry(block: PrintedBlock) -> object:
    match block:
        case Grid(rows):
            return rows
        case Line(text, is_heading=True) | Line(text, is_annex=True):
            return {_ANNEX if block.is_annex else _HEADING: text}
        case Line(text):
            return text


def _block(entry: object) -> PrintedBlock:
    match entry:
        case str():
            return Line(_sound(entry))
        case {"annex": str(text)}:
            return Line(_sound(text), is_heading=True, is_annex=True)
        case {"heading": str(text)}:
            return Line(_sound(text), is_heading=True)
        case [[*_], *_]:
            return Grid(tuple(map(_row, entry)))
        case _:
            raise ValueError(entry)


def _row(row: object) -> tuple[str, ...]:
    if not isinstance(row, list):
        raise TypeError(row)
    return tuple(map(_sound, row))


def _sound(text: object) -> str:
    """Return a text that can be printed; raises TypeError or ValueError for anything else, such as a lone surrogate."""
    if not isinstance(text, str):
        raise TypeError(text)
    text.encode()
    return text
