"""The marks of what a new plan leaves to its readers: places to fill in, and proposals in square brackets to confirm."""

from __future__ import annotations

import re

from papi_cli.plan.files.yamltext import KeyPath
from papi_cli.text import PLACEHOLDER, is_proposed

_PROPOSED_YEAR = re.compile(r"\[20\d\d\]")
# Where the whole of the words may be a proposal; elsewhere brackets around them may be the document's own.
_PROPOSED_WHOLE = frozenset({"due", "source"})


def with_plain_years(words: str) -> str:
    """Return words with the years that are proposed in them as they read once they are confirmed."""
    return _PROPOSED_YEAR.sub(lambda year: year[0][1:-1], words)


def open_mark(keys: KeyPath, words: str) -> str:
    """Return the first mark in the words that stand at `keys` of a file, "" for words that nobody has to look at.

    It is a place to fill in, a due phrase or the source of a day off that is proposed, or a year that is.
    """
    if PLACEHOLDER in words:
        return PLACEHOLDER
    if keys[-1:] and keys[-1] in _PROPOSED_WHOLE and is_proposed(words):
        return " ".join(words.split())
    year = _PROPOSED_YEAR.search(words)
    return year[0] if year else ""
