"""Measures: the width of a line in Times New Roman, the line breaks of headings, the widths of columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil, sqrt

from papi_cli.documents.tree import DataTable, Runs, runs_text
from papi_cli.documents.whole_words import whole_words

# Advance widths in thousandths of the font size, for bold (True) and regular (False). Marks above and below a letter do
# not widen it; ơ and ư are wider than o and u by less than a twelfth.
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
# The twips that a cell keeps free beside its text, and the error of the widths above.
_PADDING = 140
_TOLERANCE = 1.02
# What a line of a cell leaves free on the average: the padding, and half of a word that goes to the next line.
_UNUSED = _PADDING + 150
# After so many, widths by need hardly change any more.
_ROUNDS = 12
# Wider than most, for characters that are not in the tables.
_UNKNOWN = 722


def line_width(line: str, *, size: float, bold: bool) -> float:
    """Return the width of a line in the unit of `size`, its font size; accurate to a few hundredths."""
    widths = _WIDTHS[bold]
    letters = (sign for sign in unicodedata.normalize("NFD", line) if not unicodedata.combining(sign))
    return sum(widths.get(sign, _UNKNOWN) for sign in letters) * size / 1000


def longest_word_width(texts: Iterable[str], *, size: float, bold: bool) -> float:
    """Return the width of the longest word in the texts, 0 for no word."""
    words = {word for text in texts for word in text.split()}
    return max((line_width(word, size=size, bold=bold) for word in words), default=0)


def share_width(shares: Sequence[int], room: int, least: Sequence[float] = ()) -> list[int]:
    """Return widths in proportion to `shares`, none below its minimum in `least`; they add up to `room` exactly.

    Where the minima together do not fit, each counts up to an even part of the room: a column that needs more breaks
    words. share_width([1, 1], 100, [0, 20]) is [50, 50]; share_width([9, 1], 100, [0, 20]) is [80, 20];
    share_width([1, 1], 100, [0, 60]) is [40, 60]; share_width([1, 1], 100, [50, 60]) is [50, 50].
    """
    # Columns that their share would leave too narrow get their minimum; the others divide the rest, which may leave
    # further columns too narrow, until no more are.
    needs = list(least) if sum(least) <= room else [min(need, room / len(shares)) for need in least]
    held: dict[int, float] = {}
    while True:
        rest = room - sum(held.values())
        among = sum(share for index, share in enumerate(shares) if index not in held)
        narrow = {
            index: need for index, need in enumerate(needs) if index not in held and shares[index] * rest < need * among
        }
        if not narrow:
            break
        held |= narrow
    ends = accumulate(held.get(index, share * rest / among if among else 0) for index, share in enumerate(shares))
    # Only the ends are rounded, so that rounding errors do not add up.
    return [right - start for start, right in pairwise([0, *map(round, ends)])]


def column_widths(table: DataTable, room: int, *, size: float, head_size: float | None = None) -> list[int]:
    """Return the widths of a table's columns: by their shares, or where that makes it shorter by what stands in them.

    Those of a chart, and of a table with a column to fill in, are by their shares.

    No word is broken. Lengths are twips; `size` is the font size of the table, `head_size` that of its heads if it differs.
    """
    texts = [[runs_text(column.head) for column in table.columns]]
    texts += [[*map(runs_text, row)] for number, row in enumerate(table.rows) if number not in table.headings]
    lengths = _cell_widths(texts, size)
    heads = [longest_word_width([head], size=head_size or size, bold=True) for head in texts[0]]
    cells = [longest_word_width(column, size=size, bold=False) for column in zip(*texts[1:], strict=True)] or heads
    # The number of a heading stands in the first column too, if its words stand in the second.
    numbers = (
        runs_text(row[0]) for row in map(table.rows.__getitem__, table.headings) if any(map(runs_text, row[1:2]))
    )
    cells[0] = max(cells[0], longest_word_width(numbers, size=size, bold=False))
    least = [max(head, cell) * _TOLERANCE + _PADDING for head, cell in zip(heads, cells, strict=True)]
    widths = share_width([column.share for column in table.columns], room, least)
    if table.bars or _has_column_to_fill_in(table):
        # Bars and what is still to be written are no text yet: they need the room that the template gives them.
        return widths
    best, fewest = widths, _lines_of(lengths, widths)
    for _ in range(_ROUNDS):
        widths = share_width(_shares_by_need(lengths, widths), room, least)
        if (lines := _lines_of(lengths, widths)) < fewest:
            best, fewest = widths, lines
    return best


def _has_column_to_fill_in(table: DataTable) -> bool:
    """Return whether a whole column waits for a person to write in it."""
    rows = [row for number, row in enumerate(table.rows) if number not in table.headings]
    return any(
        all(cell and all(run.is_placeholder for run in cell) for cell in cells) for cells in zip(*rows, strict=True)
    )


def row_lines(table: DataTable, widths: Sequence[int], *, size: float) -> list[int]:
    """Return about how many lines each row has in columns of these widths."""
    lines = []
    for number in range(len(table.rows)):
        cells = table.cells_of(number)
        (lengths,) = _cell_widths([[*map(runs_text, cells)]], size)
        lines.append(_lines(lengths, cell_spans(cells, widths)))
    return lines


def cell_spans(cells: Sequence[Runs], widths: Sequence[int]) -> Sequence[int]:
    """Return the widths of the cells of a row; the last one goes over all columns that are left."""
    before = len(cells) - 1
    return (*widths[:before], sum(widths[before:]))


def _cell_widths(texts: Iterable[Sequence[str]], size: float) -> list[list[float]]:
    """Return the width of each cell on one line."""
    return [[line_width(text, size=size, bold=False) for text in row] for row in texts]


def _lines(lengths: Sequence[float], widths: Sequence[int]) -> int:
    """Return the lines of the cell that has most."""
    return max((ceil(_fullness(length, width)) for length, width in zip(lengths, widths, strict=True)), default=1)


def _fullness(length: float, width: int) -> float:
    """Return how many lines a text fills in a column, part of a line for what fits into one."""
    # Only a line that goes on leaves room for half of a word free.
    room = width - _PADDING
    return length / room if length <= room else max(length / max(width - _UNUSED, 1), 1.01)


def _lines_of(lengths: Sequence[Sequence[float]], widths: Sequence[int]) -> int:
    return sum(_lines(row, widths) for row in lengths)


def _shares_by_need(lengths: Sequence[Sequence[float]], widths: Sequence[int]) -> list[int]:
    """Return shares half-way from `widths` to where widening any column would save as many lines.

    A row is as high as its fullest cell: of a column only those cells count. Their lengths together, L, come to L / x
    lines in a column of the width x, so where no column would gain from another, x is as the root of L.
    """
    needs = [0.0] * len(widths)
    for row in lengths:
        fullness = [_fullness(length, width) for length, width in zip(row, widths, strict=True)]
        fullest = max(fullness)
        if fullest > 1:
            place = fullness.index(fullest)
            needs[place] += row[place]
    roots = [sqrt(need) for need in needs]
    among, room = sum(roots) or 1.0, sum(widths)
    return [round((width + root * room / among) / 2) or 1 for width, root in zip(widths, roots, strict=True)]


def balance_lines(text: str, room: float, *, size: float, bold: bool) -> str:
    """Return the text with some spaces replaced by LF, so that its lines are about equally long and fit into `room`.

    A centred title looks careless if it fills its first line and leaves one word for the second. Texts of more than
    four lines are only filled: they are no titles. Known words of several syllables stay whole where they fit.
    """
    space = line_width(" ", size=size, bold=bold)
    words = [(word, line_width(word, size=size, bold=bold)) for word in _split_words(text, room, size=size, bold=bold)]
    lines = _fill_lines(words, space, room)
    # Each round makes the longest line a little shorter, until one more line would be needed.
    while len(lines) <= _TITLE_LINES:
        tighter = _fill_lines(words, space, max(length for _, length in lines) - 0.001)
        if len(tighter) > len(lines) or tighter == lines:
            break
        lines = tighter
    return "\n".join(line for line, _ in lines)


def _split_words(text: str, room: float, *, size: float, bold: bool) -> Iterator[str]:
    """Yield what may stand at the ends of lines: a syllable, or a word of several that fits into `room`."""
    for word in whole_words(text):
        if line_width(word, size=size, bold=bold) <= room:
            yield word
        else:
            yield from word.split(" ")


def _fill_lines(words: Sequence[tuple[str, float]], space: float, room: float) -> list[tuple[str, float]]:
    """Fill lines with words up to the length `room`; words and lines come with their lengths."""
    lines = [words[0]]
    for word, length in words[1:]:
        line, taken = lines[-1]
        if taken + space + length <= room:
            lines[-1] = (f"{line} {word}", taken + space + length)
        else:
            lines.append((word, length))
    return lines
