"""Markdown text to nodes: what markdown-it reads line by line, nested, with fenced divs around."""

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
    """A block, a table's row or its cell: its kind (`paragraph`, `bullet_list`, …), its line, the tokens inside it."""

    kind: str
    tag: str
    line: int
    tokens: Sequence[Token]

    @property
    def children(self) -> list[Node]:
        """Return the nodes one level below."""
        return list(_nodes(self.tokens, self.line))

    @property
    def text(self) -> Runs:
        """Return the runs of a paragraph, a heading or a cell; raises DialectError for what a line cannot hold."""
        return tuple(run for token in self.tokens for run in inline_runs(token.children or (), self.line))


class Div(NamedTuple):
    """A fenced div: its words (`annex landscape`), its line, what stands in it."""

    classes: tuple[str, ...]
    line: int
    children: list[Node | Div]


def read_nodes(body: str) -> list[Node | Div]:
    """Return the nodes of a Markdown text, their lines counted from 1; raises DialectError for a fence on its own."""
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
    """Yield the nodes on the uppermost level of the tokens; cells, which have no line of their own, stand in `line`."""
    starts = [place for place, token in enumerate(tokens) if token.level == tokens[0].level and token.nesting >= 0]
    for start, stop in pairwise([*starts, len(tokens)]):
        first = tokens[start]
        kind = first.type.removesuffix("_open")
        # The last one closes what the first one opens.
        inside = tokens[start + 1 : stop - first.nesting]
        yield Node(kind, first.tag, first.map[0] + 1 if first.map else line, inside)


@cache
def _markdown() -> MarkdownIt:
    """Return the parser: CommonMark with tables, without what plain lines could be taken for by mistake."""
    parser = MarkdownIt("commonmark").enable("table")
    # HTML is read so that it can be refused; escaped characters stay apart, for they open no marked place.
    parser.disable(["lheading", "reference", "text_join"])
    parser.block.ruler.before("fence", "div", _div_rule, {"alt": ["paragraph", "list", "blockquote"]})
    return parser


def _div_rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's own signature
    """Take a line that starts with `:::`; divs are nested later, which the container plugin cannot do."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(_FENCE):
        return False
    if not silent:
        token = state.push("div", line.strip(": \t"), 0)
        token.map = [start, start + 1]
        state.line = start + 1
    return True
