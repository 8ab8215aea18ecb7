"""How wide a line of Times New Roman is, how a heading breaks, how wide columns become: nothing a reader is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from papi_cli.documents.tree import DataTable, runs_text

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
# What a cell keeps free beside its text, and how far our widths may be off.
_PADDING = 140
_TOLERANCE = 1.02
# Wider than most: of a sign that is not in the table nothing is known.
_UNKNOWN = 722


def line_width(line: str, *, size: float, bold: bool) -> float:
    """Return the width of a line in the unit of `size`, the size of its type; right to a few hundredths."""
    widths = _WIDTHS[bold]
    letters = (sign for sign in unicodedata.normalize("NFD", line) if not unicodedata.combining(sign))
    return sum(widths.get(sign, _UNKNOWN) for sign in letters) * size / 1000


def longest_word_width(texts: Iterable[str], *, size: float, bold: bool) -> float:
    """Return the width of the longest word of the texts, 0 for none."""
    words = {word for text in texts for word in text.split()}
    return max((line_width(word, size=size, bold=bold) for word in words), default=0)


def share_width(shares: Sequence[int], room: int, least: Sequence[float] = ()) -> list[int]:
    """Return a width for each share, in proportion, but none below its `least`; together they are `room`, to the unit.

    What a column needs counts up to an even part of the room: whoever needs more must break its words.
    """
    needs = [min(need, room / len(shares)) for need in least]
    held: dict[int, float] = {}
    while True:
        left = room - sum(held.values())
        among = sum(share for place, share in enumerate(shares) if place not in held)
        narrow = {
            place: need for place, need in enumerate(needs) if place not in held and shares[place] * left < need * among
        }
        if not narrow:
            break
        held |= narrow
    ends = accumulate(held.get(place, share * left / among if among else 0) for place, share in enumerate(shares))
    return [right - start for start, right in pairwise([0, *map(round, ends)])]


def column_widths(table: DataTable, room: int, *, size: float) -> list[int]:
    """Return the widths of a table's columns: their shares, as far as no short word need be broken.

    Lengths are twips; `size` is that of the table's type.
    """
    heads = [longest_word_width([runs_text(column.head)], size=size, bold=True) for column in table.columns]
    cells = [
        longest_word_width((runs_text(row[place]) for row in table.rows), size=size, bold=False)
        for place in range(len(table.columns))
    ]
    least = [max(head, cell) * _TOLERANCE + _PADDING for head, cell in zip(heads, cells, strict=True)]
    return share_width([column.share for column in table.columns], room, least)


def balance_lines(text: str, room: float, *, size: float, bold: bool) -> str:
    """Return the text with line ends in place of some spaces, so that lines of about one length fit into `room`.

    A title in the middle of the page that fills its first line and leaves a word for the second looks careless.
    """
    space = line_width(" ", size=size, bold=bold)
    words = [(word, line_width(word, size=size, bold=bold)) for word in text.split(" ")]
    lines = _fill_lines(words, space, room)
    # Longer ones are no titles.
    while len(lines) <= _TITLE_LINES:
        tighter = _fill_lines(words, space, max(length for _, length in lines) - 0.001)
        if len(tighter) > len(lines) or tighter == lines:
            break
        lines = tighter
    return "\n".join(line for line, _ in lines)


def _fill_lines(words: Sequence[tuple[str, float]], space: float, room: float) -> list[tuple[str, float]]:
    """Return lines, each with its length, that take as many of the words (with their lengths) as `room` has place for."""
    lines = [words[0]]
    for word, length in words[1:]:
        line, taken = lines[-1]
        if taken + space + length <= room:
            lines[-1] = (f"{line} {word}", taken + space + length)
        else:
            lines.append((word, length))
    return lines
