"""Bars of a chart: the counts of a row, side by side in proportion, as SVG for HTML and as PNG for Word.

Fills are told apart without colour too: every other one is striped. A bar has no letters, so it needs no font and its
bytes are the same on every machine; the numbers stand in the cells beside it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from struct import pack
from typing import NamedTuple

# Units of a bar; a PNG has so many pixels for each of them that the edges stay sharp on paper.
WIDTH, HEIGHT = 160, 10
_SWATCH = 10
_PIXELS = 4
# The stripes and the gaps between them.
_STRIPE = 2


class Fill(NamedTuple):
    """How a part of a bar is filled: its colour (RRGGBB), and whether white stripes run through it."""

    colour: str
    striped: bool


FILLS = (
    Fill("1B6E3C", striped=False),
    Fill("1B6E3C", striped=True),
    Fill("B3261E", striped=False),
    Fill("5F5F5F", striped=True),
    Fill("D0D0D0", striped=False),
)
_WHITE = "FFFFFF"
_EDGE = "5F5F5F"


class _Stripe(NamedTuple):
    """A part of a bar in one colour, from `start` to before `end`."""

    start: int
    end: int
    colour: str


def bar_svg(counts: Sequence[int], words: str) -> str:
    """Return the bar of a row as an SVG element with the text alternative `words`, escaped by the caller; "" for no count.

    `counts` are one for each of the first of `FILLS`.
    """
    return _svg(_bar(counts), WIDTH, f' role="img" aria-label="{words}"') if any(counts) else ""


def bar_png(counts: Sequence[int]) -> bytes:
    """Return the bar of a row as a PNG file; b"" for no count."""
    return _png(_bar(counts), WIDTH) if any(counts) else b""


def swatch_svg(number: int) -> str:
    """Return the fill with that index as a small square, for the head of a column; screen readers pass over it."""
    return _svg(_striped(0, _SWATCH, FILLS[number]), _SWATCH, ' aria-hidden="true"')


def swatch_png(number: int) -> bytes:
    """Return the fill with that index as a small square."""
    return _png(_striped(0, _SWATCH, FILLS[number]), _SWATCH)


def _bar(counts: Sequence[int]) -> Iterator[_Stripe]:
    # Only the ends are rounded, so that the parts fill the bar exactly.
    running = list(accumulate(counts))
    ends = [round(end * WIDTH / running[-1]) for end in running]
    for (start, end), fill in zip(pairwise([0, *ends]), FILLS, strict=False):
        yield from _striped(start, end, fill)


def _striped(start: int, end: int, fill: Fill) -> Iterator[_Stripe]:
    if not fill.striped:
        yield _Stripe(start, end, fill.colour)
        return
    for number, left in enumerate(range(start, end, _STRIPE)):
        yield _Stripe(left, min(left + _STRIPE, end), _WHITE if number % 2 else fill.colour)


def _svg(stripes: Iterator[_Stripe], width: int, about: str) -> str:
    parts = "".join(
        f'<rect x="{stripe.start}" width="{stripe.end - stripe.start}" height="{HEIGHT}" fill="#{stripe.colour}"/>'
        for stripe in stripes
        if stripe.end > stripe.start
    )
    edge = f'<rect width="{width}" height="{HEIGHT}" fill="none" stroke="#{_EDGE}"/>'
    return (
        f'<svg class="bar" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}"'
        f' preserveAspectRatio="none"{about}>{parts}{edge}</svg>'
    )


def _png(stripes: Iterator[_Stripe], width: int) -> bytes:
    """Return a picture (ISO/IEC 15948) in true colour: every line is the same but for the edge above and below."""
    edge = bytes.fromhex(_EDGE)
    inside = b"".join(bytes.fromhex(stripe.colour) * ((stripe.end - stripe.start) * _PIXELS) for stripe in stripes)
    line = b"\0" + edge + inside[3:-3] + edge
    border = b"\0" + edge * (width * _PIXELS)
    rows = border + line * (HEIGHT * _PIXELS - 2) + border
    head = pack(">IIBBBBB", width * _PIXELS, HEIGHT * _PIXELS, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
