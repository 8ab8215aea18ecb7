"""Which part of a text as it was written is which part of it as it is: in order, the alike first, then the similar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

# Limits of work, which documents stay far below: pairs of equal parts (the time grows with the power of 1.5 of them), and
# pairs of parts compared word by word.
_MOST_EQUAL_PAIRS = 200_000
_MOST_SIMILAR_PAIRS = 10_000
# Less alike are two parts of which one went and one came.
_LEAST_LIKENESS = 0.35


class TooMuchAlike(ValueError):
    """So many parts say the same that nobody can tell in reasonable time which is which."""


class Pair(NamedTuple):
    """The place of a part among those written and among those found; None where it is not."""

    written: int | None
    found: int | None


def align(
    written: Sequence[Hashable], found: Sequence[Hashable], likeness: Callable[[int, int], float]
) -> Iterator[Pair]:
    """Yield every part of both in order; parts with equal keys belong together, of the others those that are most alike.

    `likeness` of two places is between 0 and 1. Raises TooMuchAlike for keys that repeat each other without end.
    """
    shorter = min(len(written), len(found))
    start = next((place for place in range(shorter) if written[place] != found[place]), shorter)
    end = next((step for step in range(shorter - start) if written[-1 - step] != found[-1 - step]), shorter - start)
    yield from (Pair(place, place) for place in range(start))
    yield from _align_middle(written, found, likeness, start, end)
    yield from (Pair(len(written) - step, len(found) - step) for step in range(end, 0, -1))


def _align_middle(
    written: Sequence[Hashable], found: Sequence[Hashable], likeness: Callable[[int, int], float], start: int, end: int
) -> Iterator[Pair]:
    """Yield the parts between the first `start` and the last `end`, which are equal in both."""
    one, other = written[start : len(written) - end], found[start : len(found) - end]
    in_other = Counter(other)
    if sum(count * in_other[key] for key, count in Counter(one).items()) > _MOST_EQUAL_PAIRS:
        raise TooMuchAlike
    for kind, left, right, top, bottom in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Pair(start + left + step, start + top + step) for step in range(right - left))
        else:
            yield from _pair(range(start + left, start + right), range(start + top, start + bottom), likeness)


def _pair(written: range, found: range, likeness: Callable[[int, int], float]) -> Iterator[Pair]:
    """Yield the parts in order, paired so that the sum of the likenesses of all pairs is largest."""
    if len(written) * len(found) > _MOST_SIMILAR_PAIRS:
        yield from (Pair(one, other) for one, other in zip_longest(written, found))
        return
    scores = [[likeness(one, other) for other in found] for one in written]
    best = _best_sums(scores, len(found))
    row = column = 0
    while row < len(written) and column < len(found):
        if (
            scores[row][column] >= _LEAST_LIKENESS
            and best[row][column] == scores[row][column] + best[row + 1][column + 1]
        ):
            yield Pair(written[row], found[column])
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            yield Pair(written[row], None)
            row += 1
        else:
            yield Pair(None, found[column])
            column += 1
    yield from (Pair(one, None) for one in written[row:])
    yield from (Pair(None, other) for other in found[column:])


def _best_sums(scores: Sequence[Sequence[float]], width: int) -> Sequence[Sequence[float]]:
    """Return for each pair of places the largest sum of likenesses that can be had from there on."""
    best = [[0.0] * (width + 1) for _ in range(len(scores) + 1)]
    for row in range(len(scores) - 1, -1, -1):
        for column in range(width - 1, -1, -1):
            score = scores[row][column]
            together = score + best[row + 1][column + 1] if score >= _LEAST_LIKENESS else 0.0
            best[row][column] = max(together, best[row + 1][column], best[row][column + 1])
    return best
