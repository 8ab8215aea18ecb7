"""Which part of a text as it was written is which part of it as it is: in order, the alike first, then the similar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

# Of one gap: pairs of parts compared word by word. More are no reader's edit.
_MOST_SIMILAR_PAIRS = 10_000
# Less alike are two parts of which one went and one came.
_LEAST_LIKENESS = 0.35


class TooMuchAlike(ValueError):
    """So many parts say the same that nobody can tell in reasonable time which is which."""


@dataclass(slots=True)
class Allowance:
    """What work is left for a whole comparison, which documents stay far below, however many gaps and tables they have.

    `equal` counts pairs of equal parts (the time grows with the power of 1.5 of them), `similar` those compared word by
    word.
    """

    equal: int = 200_000
    similar: int = 100_000


class Pair(NamedTuple):
    """The place of a part among those written and among those found; None where it is not."""

    written: int | None
    found: int | None


def align(
    written: Sequence[Hashable],
    found: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    allowance: Allowance,
) -> Iterator[Pair]:
    """Yield every part of both in order; parts with equal keys belong together, of the others those that are most alike.

    `likeness` of two places is between 0 and 1. Where `allowance`, which this uses up, no longer allows to compare them,
    the others belong together as they follow each other. Raises TooMuchAlike for keys that repeat each other without end.
    """
    shorter = min(len(written), len(found))
    start = next((place for place in range(shorter) if written[place] != found[place]), shorter)
    end = next((step for step in range(shorter - start) if written[-1 - step] != found[-1 - step]), shorter - start)
    yield from (Pair(place, place) for place in range(start))
    middle = range(start, len(written) - end), range(start, len(found) - end)
    yield from _align_middle((written, found), middle, likeness, allowance)
    yield from (Pair(len(written) - step, len(found) - step) for step in range(end, 0, -1))


def _align_middle(
    keys: tuple[Sequence[Hashable], Sequence[Hashable]],
    middle: tuple[range, range],
    likeness: Callable[[int, int], float],
    allowance: Allowance,
) -> Iterator[Pair]:
    """Yield the parts in the middle of both; around it they are equal."""
    one, other = ([of[place] for place in places] for of, places in zip(keys, middle, strict=True))
    in_other = Counter(other)
    allowance.equal -= sum(count * in_other[key] for key, count in Counter(one).items())
    if allowance.equal < 0:
        raise TooMuchAlike
    written, found = middle
    for kind, left, right, top, bottom in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from map(Pair, written[left:right], found[top:bottom])
        else:
            yield from _pair(written[left:right], found[top:bottom], likeness, allowance)


def _pair(written: range, found: range, likeness: Callable[[int, int], float], allowance: Allowance) -> Iterator[Pair]:
    """Yield the parts in order, paired so that the sum of the likenesses of all pairs is largest."""
    pairs = len(written) * len(found)
    if pairs > min(_MOST_SIMILAR_PAIRS, allowance.similar):
        yield from (Pair(one, other) for one, other in zip_longest(written, found))
        return
    allowance.similar -= pairs
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
