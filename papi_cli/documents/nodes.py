"""Markdown as nested nodes: what markdown-it yields as a flat list of tokens, with fenced divs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from papi_cli.documents.inline import inline_runs
from papi_cli.documents.tree import DialectError, Runs

_FENCE = ":::"


class Node(NamedTuple):
    """A block, or a row or cell of a table.

    `kind` is markdown-it's (`paragraph`, `bullet_list`, …), `tag` the HTML element, `line` counts from 1, `tokens` are
    those between the opening and the closing one.
    """

    kind: str
    tag: str
    line: int
    tokens: Sequence[Token]

    @property
    def children(self) -> list[Node]:
        """Return the nodes directly inside."""
        return list(_nodes(self.tokens, self.line))

    @property
    def text(self) -> Runs:
        """Return the text of a paragraph, heading or cell; raises DialectError for markup outside the dialect."""
        return tuple(run for token in self.tokens for run in inline_runs(token.children or (), self.line))


class Div(NamedTuple):
    """A fenced div; `classes` are the words behind its colons (`::: annex landscape`)."""

    classes: tuple[str, ...]
    line: int
    children: list[Node | Div]


def read_nodes(body: str) -> list[Node | Div]:
    """Return the nodes of a Markdown text; raises DialectError for a fence that opens or closes no div."""
    top: list[Node | Div] = []
    open_divs: list[Div] = []
    for node in _nodes(_markdown().parse(body), 1):
        inside = open_divs[-1].children if open_divs else top
        if node.kind != "div":
            inside.append(node)
        elif node.tag:
            div = Div(tuple(node.tag.split()), node.line, [])
            inside.append(div)
            open_divs.append(div)
        elif open_divs:
            open_divs.pop()
        else:
            raise DialectError(node.line, "dòng «:::» này không đóng khối nào.")
    if open_divs:
        raise DialectError(open_divs[-1].line, "khối mở ở dòng này không có dòng «:::» đóng lại.")
    return top


def _nodes(tokens: Sequence[Token], line: int) -> Iterator[Node]:
    """Yield the topmost nodes of the tokens; `line` is for cells, whose tokens have no line of their own."""
    starts = [index for index, token in enumerate(tokens) if token.level == tokens[0].level and token.nesting >= 0]
    for start, stop in pairwise([*starts, len(tokens)]):
        first = tokens[start]
        kind = first.type.removesuffix("_open")
        # Where the first token opens a node (nesting 1), the last one closes it.
        inside = tokens[start + 1 : stop - first.nesting]
        yield Node(kind, first.tag, first.map[0] + 1 if first.map else line, inside)


@cache
def _markdown() -> MarkdownIt:
    """Return the parser: CommonMark with tables and fenced divs, without syntax that plain text matches by accident.

    That is a line of dashes that turns the paragraph above into a heading, and `[a]: b`, a link reference.
    """
    parser = MarkdownIt("commonmark").enable("table")
    # HTML stays enabled so that it can be refused. Without text_join escaped characters remain tokens of their own: an
    # escaped bracket opens no placeholder.
    parser.disable(["lheading", "reference", "text_join"])
    parser.block.ruler.before("fence", "div", _div_rule, {"alt": ["paragraph", "list", "blockquote"]})
    return parser


def _div_rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's own signature
    """Emit each `:::` line as one token.

    `read_nodes` nests the divs: the container plugin takes the first closing fence for that of the outer div.
    """
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(_FENCE):
        return False
    if not silent:
        token = state.push("div", line.strip(": \t"), 0)
        token.map = [start, start + 1]
        state.line = start + 1
    return True
