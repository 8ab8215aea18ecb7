"""Where a document mentions its own annexes: there HTML leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papi_cli.documents.tree import AnnexPart, runs_text


class Piece(NamedTuple):
    """A piece of a text; `target` is the id of the annex that it mentions, "" for none."""

    text: str
    target: str


def annex_id(number: int) -> str:
    """Return the id of the heading of an annex, counted from 1."""
    return f"annex-{number}"


class AnnexLinks:
    """The annexes of a document, found where a text names them.

    Plans have annexes too, often under the same label. Its own a document calls «Phụ lục … kèm theo Báo cáo này», or
    «Phụ lục kèm theo» at the end of a clause; anything else may be another's.
    """

    def __init__(self, annexes: Sequence[AnnexPart]) -> None:
        """Take the labels; of annexes under one label neither is found."""
        labels = [" ".join(runs_text(annex.label).split()) for annex in annexes]
        twice = {label for number, label in enumerate(labels) if label in labels[:number]}
        targets = {label: annex_id(number) for number, label in enumerate(labels, 1)}
        self._targets = {label: target for label, target in targets.items() if label and label not in twice}
        named = "|".join(map(re.escape, self._targets)) or "(?!)"
        self._mention = re.compile(rf"\b({named})(?= kèm theo(?:(?: \w+){{1,2}} này\b|\s*(?:[.,;:)]|$)))")

    def pieces(self, text: str) -> Iterator[Piece]:
        """Yield the text in pieces, in order."""
        for number, piece in enumerate(self._mention.split(text)):
            if piece:
                yield Piece(piece, self._targets[piece] if number % 2 else "")
