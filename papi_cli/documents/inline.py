"""Inline text: Markdown's inline tokens as runs, cut at placeholders, without forbidden characters."""

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
# Takes the place of an escaped character, which neither opens nor closes a placeholder.
_ESCAPED = "\0"

_REFUSED = {
    "code_inline": "văn bản hành chính không có chữ kiểu mã lệnh (dấu `). Bỏ dấu ấy, hoặc viết «\\`».",
    "image": "mẫu văn bản không nhận hình. Chèn hình sau, trong Word.",
    "html_inline": "mẫu văn bản không nhận thẻ HTML (ngoài <br>). Viết «\\<» nếu là dấu nhỏ hơn.",
}


def literal_runs(text: str) -> Runs:
    """Return the runs of a text in which only placeholders are markup."""
    text = replace_forbidden(text)
    return tuple(_split_at_placeholders(Run(text), text, 0, _placeholder_bounds(text))) if text else ()


def inline_runs(tokens: Iterable[Token], line: int) -> Runs:
    """Return the runs of Markdown's inline tokens, which stand in `line`.

    A link becomes its text with the address in brackets, unless that is its text. Raises DialectError for an image,
    code or an HTML tag other than `<br>`.

    A placeholder may span several tokens («[… **tên** cơ quan]»), so placeholders are found in the text of the whole
    line. That text, the shape, is as long as the runs and has NUL for each escaped character.
    """
    tokens = list(tokens)
    # The fast path: nearly every cell of a table.
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
    """Yield each run with its shape."""
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
    """Return the text of a token, and its shape."""
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
    """Yield neighbouring pieces of one style together, with an empty run of that style."""
    for style, alike in groupby(pieces, key=lambda piece: piece[0]._replace(text="")):
        yield style, list(alike)


def _split_at_placeholders(run: Run, shape: str, start: int, bounds: Sequence[int]) -> Iterator[Run]:
    """Split a run, which starts at `start` in its line, at the placeholder bounds that fall inside it.

    An odd number of bounds up to a piece's start means that the piece is inside a placeholder.
    """
    end = start + len(shape)
    cuts = [start, *(bound for bound in bounds if start < bound < end), end]
    for left, right in pairwise(cuts):
        marked = bisect_right(bounds, left) % 2 == 1
        yield run._replace(text=run.text[left - start : right - start], is_placeholder=marked)


def _placeholder_bounds(shape: str) -> Sequence[int]:
    """Return alternately where a placeholder starts (at `[…`) and ends (behind its closing bracket).

    A placeholder inside another one is part of the outer one; brackets inside it are matched.
    """
    open_brackets: list[int] = []
    placeholders: list[tuple[int, int]] = []
    for bracket in re.finditer(r"[\[\]]", shape):
        if bracket[0] == "[":
            open_brackets.append(bracket.start())
        elif open_brackets:
            start = open_brackets.pop()
            if shape.startswith(_PLACEHOLDER_START, start):
                while placeholders and placeholders[-1][0] > start:
                    placeholders.pop()
                placeholders.append((start, bracket.end()))
    return [bound for placeholder in placeholders for bound in placeholder]
