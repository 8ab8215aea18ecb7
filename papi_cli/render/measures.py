"""How wide a line of Times New Roman is, how a heading breaks, how wide columns become: nothing a reader is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

# Advance widths in thousandths of the type size. Marks above and below a letter do not widen it; ơ and ư are within
# a twelfth of o and u.
_WIDTHS = {
    True: {
        **dict.fromkeys(" ,./\\|", 250),
        **dict.fromkeys("il'", 278),
        **dict.fromkeys("fjt()[]-:;!", 333),
        **dict.fromkeys("sI{}", 389),
        **dict.fromkeys("cer", 444),
        **dict.fromkeys("agovxyJ0123456789?–#$_", 500),
        **dict.fromkeys('bdđhknpquS"+=<>', 556),
        **dict.fromkeys("FP", 611),
        **dict.fromkeys("BELTZ", 667),
        **dict.fromkeys("wACDĐNRUVXY", 722),
        **dict.fromkeys("GHKOQm&", 778),
        **dict.fromkeys("MW@%…", 1000),
    },
    False: {
        **dict.fromkeys(" ,./\\|'", 250),
        **dict.fromkeys("ijlt:;", 278),
        **dict.fromkeys("frI()[]-!", 333),
        **dict.fromkeys('sJ"', 389),
        **dict.fromkeys("acez?{}", 444),
        **dict.fromkeys("bdđghknopquvxy0123456789–#$_", 500),
        **dict.fromkeys("FPS+=<>", 556),
        **dict.fromkeys("ELTZ", 611),
        **dict.fromkeys("BCR", 667),
        **dict.fromkeys("wADĐGHKNOQUVXY", 722),
        **dict.fromkeys("m&%", 778),
        **dict.fromkeys("MW@…", 1000),
    },
}
_TITLE_LINES = 4
# Wider than most: of a sign that is not in the table nothing is known.
_UNKNOWN = 722


def width(line: str, *, size: float, bold: bool) -> float:
    """Return the width of a line in the unit of `size`, the size of its type; right to a few hundredths."""
    widths = _WIDTHS[bold]
    letters = (sign for sign in unicodedata.normalize("NFD", line) if not unicodedata.combining(sign))
    return sum(widths.get(sign, _UNKNOWN) for sign in letters) * size / 1000


def columns(shares: Iterable[int], room: int) -> list[int]:
    """Return a width for each share, in proportion; together they are `room`, to the unit."""
    passed = list(accumulate(shares))
    bounds = [0, *(room * part // passed[-1] for part in passed)]
    return [right - left for left, right in pairwise(bounds)]


def broken(text: str, room: float, *, size: float, bold: bool) -> str:
    """Return the text with line ends in place of some spaces, so that lines of about one length fit into `room`.

    A title in the middle of the page that fills its first line and leaves a word for the second looks careless.
    """
    space = width(" ", size=size, bold=bold)
    words = [(word, width(word, size=size, bold=bold)) for word in text.split(" ")]
    lines = _filled(words, space, room)
    # Longer ones are no titles.
    while len(lines) <= _TITLE_LINES:
        tighter = _filled(words, space, max(length for _, length in lines) - 0.001)
        if len(tighter) > len(lines) or tighter == lines:
            break
        lines = tighter
    return "\n".join(line for line, _ in lines)


def _filled(words: Sequence[tuple[str, float]], space: float, room: float) -> list[tuple[str, float]]:
    """Return lines, each with its length, that take as many of the words (with their lengths) as `room` has place for."""
    lines = [words[0]]
    for word, length in words[1:]:
        line, taken = lines[-1]
        if taken + space + length <= room:
            lines[-1] = (f"{line} {word}", taken + space + length)
        else:
            lines.append((word, length))
    return lines
