"""Long texts and long lists of codes, shortened to fit in a line."""

from __future__ import annotations

from collections.abc import Sequence

from papi_cli.text import number_text

_PLACES_SHOWN = 8
_CONTEXT_WORDS = 4  # words around what changed in a quotation
_LONGEST = 160


def shorten_codes(places: Sequence[str]) -> str:
    """Return the codes in a line, once each; of more than 8 the first ones and the count."""
    unique = list(dict.fromkeys(places))
    if len(unique) <= _PLACES_SHOWN:
        return ", ".join(unique)
    return f"{', '.join(unique[:_PLACES_SHOWN])} … (tất cả {number_text(len(unique))})"


def shorten_change(old: str, new: str) -> str:
    """Return «old» → «new», each cut to the words from the first to the last that differ, with a few around them."""
    before, after = old.split(), new.split()
    if before == after:
        return "chỉ khoảng trắng hoặc chỗ xuống dòng thay đổi"
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = min(len(before), len(after)) - start
    tails = zip(reversed(before), reversed(after), strict=False)
    end = next((n for n, (a, b) in enumerate(tails) if a != b or n >= rest), rest)
    return f"{_excerpt(before, start, end)} → {_excerpt(after, start, end)}"


def _excerpt(words: Sequence[str], start: int, end: int) -> str:
    """Return the words without the first `start` and the last `end`, but with a few of those for context."""
    first, last = max(0, start - _CONTEXT_WORDS), min(len(words), len(words) - end + _CONTEXT_WORDS)
    kept_words = " ".join(words[first:last])
    if not kept_words:
        return "(để trống)"
    cut = f"{kept_words[:_LONGEST].rstrip()} …" if len(kept_words) > _LONGEST else kept_words
    return f"«{'… ' if first else ''}{cut}{' …' if last < len(words) else ''}»"


def shorten_text(text: str) -> str:
    """Return the beginning of a text, quoted, in one line."""
    return _excerpt(text.split(), 0, 0)
