"""What stands inside a line: runs of text out of Markdown's inline tokens, places to fill in, characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from papi_cli.documents.characters import replace_forbidden
from papi_cli.documents.tree import DialectError, Run, Runs

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PLACEHOLDER_START = "[…"
# Stands for a character that was escaped, and therefore opens or closes no marked place.
_ESCAPED = "\0"

_REFUSED = {
    "code_inline": "văn bản hành chính không có chữ kiểu mã lệnh (dấu `). Bỏ dấu ấy, hoặc viết «\\`».",
    "image": "mẫu văn bản không nhận hình. Chèn hình sau, trong Word.",
    "html_inline": "mẫu văn bản không nhận thẻ HTML (ngoài <br>). Viết «\\<» nếu là dấu nhỏ hơn.",
}


def literal_runs(text: str) -> Runs:
    """Return runs for a text in which nothing is markup but the marked places."""
    fitting = replace_forbidden(text)
    return tuple(_split_at_placeholders(Run(fitting), fitting, 0, _placeholder_bounds(fitting))) if fitting else ()


def inline_runs(tokens: Iterable[Token], line: int) -> Runs:
    """Return the runs that Markdown's inline tokens make; `line` is where they stand.

    A link becomes its text with the address in brackets. Raises DialectError for an image, code or an HTML tag.
    """
    tokens = list(tokens)
    # Nearly every cell of a table.
    if [token.type for token in tokens] == ["text"]:
        return literal_runs(tokens[0].content)
    pieces = [
        (run._replace(text="".join(piece.text for piece, _ in alike)), "".join(shape for _, shape in alike))
        for run, alike in _group_alike(_pieces(tokens, line))
    ]
    bounds = _placeholder_bounds("".join(shape for _, shape in pieces))
    runs: list[Run] = []
    start = 0
    for run, shape in pieces:
        runs += _split_at_placeholders(run, shape, start, bounds)
        start += len(shape)
    return tuple(runs)


def _pieces(tokens: Iterable[Token], line: int) -> Iterator[tuple[Run, str]]:
    """Yield each run with its shape: the same characters, but none where an escaped one stands."""
    bold = italic = 0
    address = linked = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                address = (
                    "" if token.markup == "autolink" else replace_forbidden(normalizeLinkText(str(token.attrs["href"])))
                )
                linked = ""
            case "link_close":
                if address not in {"", linked}:
                    yield Run(f" ({address})", bold > 0, italic > 0), _ESCAPED * (len(address) + 3)
                address = ""
            case _:
                text, shape = _characters(token, line)
                linked += text if address else ""
                if text:
                    yield Run(text, bold > 0, italic > 0), shape


def _characters(token: Token, line: int) -> tuple[str, str]:
    """Return the characters of a token, and their shape."""
    match token.type:
        case "text":
            return replace_forbidden(token.content), replace_forbidden(token.content)
        case "text_special":
            return replace_forbidden(token.content), _ESCAPED * len(token.content)
        case "softbreak":
            return " ", " "
        case "hardbreak":
            return "\n", "\n"
        case "html_inline" if _BREAK.fullmatch(token.content):
            return "\n", "\n"
        case kind:
            raise DialectError(line, _REFUSED.get(kind, f"mẫu văn bản không nhận «{kind}»."))


def _group_alike(pieces: Iterable[tuple[Run, str]]) -> Iterator[tuple[Run, list[tuple[Run, str]]]]:
    """Yield neighbours that look alike together, under the look that they share."""
    for look, alike in groupby(pieces, key=lambda piece: piece[0]._replace(text="")):
        yield look, list(alike)


def _split_at_placeholders(run: Run, shape: str, start: int, bounds: Sequence[int]) -> Iterator[Run]:
    """Yield the run, which starts at `start` of its line, cut where marked places begin and end."""
    end = start + len(shape)
    cuts = [start, *(bound for bound in bounds if start < bound < end), end]
    for left, right in pairwise(cuts):
        marked = bisect_right(bounds, left) % 2 == 1
        yield run._replace(text=run.text[left - start : right - start], is_placeholder=marked)


def _placeholder_bounds(shape: str) -> Sequence[int]:
    """Return where marked places begin and end, in turn: at `[…`, and behind the bracket that closes it."""
    open_brackets: list[int] = []
    places: list[tuple[int, int]] = []
    for bracket in re.finditer(r"[\[\]]", shape):
        if bracket[0] == "[":
            open_brackets.append(bracket.start())
        elif open_brackets:
            start = open_brackets.pop()
            if shape.startswith(_PLACEHOLDER_START, start):
                while places and places[-1][0] > start:
                    places.pop()
                places.append((start, bracket.end()))
    return [bound for place in places for bound in place]
