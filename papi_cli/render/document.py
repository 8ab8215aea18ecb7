"""The text of a document (Markdown with front matter, fenced divs and pipe tables) to the parts that it is made of.

The dialect is a small part of what pandoc reads, too. What it has no form for is an error with its line; nothing is
left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from papi_cli.render.front import read_front, split_front
from papi_cli.render.inline import inline_text
from papi_cli.render.parts import (
    Align,
    Annex,
    Block,
    Column,
    DataTable,
    DialectError,
    Document,
    Front,
    Heading,
    Item,
    Note,
    Paragraph,
    Text,
    plain,
)

__all__ = ["DialectError", "Document", "read_document"]

_FENCE = ":::"
_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_REFUSED = {
    "blockquote": "mẫu văn bản không nhận khối trích dẫn (>). Viết «\\>» nếu là dấu lớn hơn.",
    "code_block": "dòng này thụt vào từ bốn dấu cách nên thành khối mã lệnh. Bỏ các dấu cách ở đầu dòng.",
    "fence": "mẫu văn bản không nhận khối mã lệnh (```).",
    "html_block": "mẫu văn bản không nhận HTML. Viết «\\<» nếu là dấu nhỏ hơn.",
    "hr": "mẫu văn bản không nhận đường kẻ ngang (---).",
    "ordered_list": "danh sách đánh số phải viết thành đề mục (#, ##, ###), hoặc «1\\.» nếu là chữ của đoạn văn.",
}


def read_document(text: str) -> Document:
    """Return the parts of a document's text; lines may end in either way, a BOM may stand before the first.

    Raises DialectError, with the line and a sentence, for all that documents have no form for.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, above = split_front(text)
    return _Reader(body, above).document(read_front(front))


class _Div(NamedTuple):
    """A fenced div: its words (`annex landscape`), its line, what stands in it."""

    words: tuple[str, ...]
    line: int
    inside: list[SyntaxTreeNode | _Div]


_Node = SyntaxTreeNode | _Div


@cache
def _markdown() -> MarkdownIt:
    """Return the parser: CommonMark with tables, without what plain lines could be taken for by mistake."""
    parser = MarkdownIt("commonmark").enable("table")
    # HTML is read so that it can be refused; escaped characters stay apart, for they open no marked place.
    parser.disable(["lheading", "reference", "text_join"])
    parser.block.ruler.before("fence", "div", _fence, {"alt": ["paragraph", "list", "blockquote"]})
    return parser


def _fence(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's own signature
    """Take a line that starts with `:::`; divs are nested later, which the container plugin cannot do."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(_FENCE):
        return False
    if not silent:
        token = state.push("div", "", 0)
        token.info = line.lstrip(":").strip()
        token.map = [start, start + 1]
        state.line = start + 1
    return True


class _Reader:
    """Reads one body; `above` is the number of lines that stand above it."""

    def __init__(self, body: str, above: int) -> None:
        self._body = body
        self._lines = body.split("\n")
        self._above = above

    def document(self, front: Front) -> Document:
        """Return the document: body, then annexes, then the provenance, each in its place."""
        body: list[Block] = []
        annexes: list[Annex] = []
        provenance: list[Text] = []
        for node in self._nested():
            if provenance:
                raise DialectError(self._line(node), "sau khối «::: provenance» không còn nội dung nào nữa.")
            match node:
                case _Div(words=("annex", *_)):
                    annexes.append(self._annex(node))
                case _Div(words=("provenance",)):
                    provenance += self._paragraphs(node)
                case _ if annexes:
                    raise DialectError(self._line(node), "nội dung chính phải đứng trước các phụ lục.")
                case _:
                    body += self._blocks(node)
        return Document(front, tuple(body), tuple(annexes), tuple(provenance))

    def _line(self, node: _Node) -> int:
        return node.line if isinstance(node, _Div) else self._above + 1 + (node.map or (0, 0))[0]

    def _nested(self) -> list[_Node]:
        """Return the nodes at the top, each div with what stands between its two fences."""
        top: list[_Node] = []
        open_divs: list[_Div] = []
        for node in SyntaxTreeNode(_markdown().parse(self._body)).children:
            inside = open_divs[-1].inside if open_divs else top
            if node.type != "div":
                inside.append(node)
            elif node.info:
                div = _Div(tuple(node.info.split()), self._line(node), [])
                inside.append(div)
                open_divs.append(div)
            elif open_divs:
                open_divs.pop()
            else:
                raise DialectError(self._line(node), "dòng «:::» này không đóng khối nào.")
        if open_divs:
            raise DialectError(open_divs[-1].line, "khối mở ở dòng này không có dòng «:::» đóng lại.")
        return top

    def _annex(self, div: _Div) -> Annex:
        if div.words not in {("annex",), ("annex", "landscape")}:
            raise DialectError(div.line, f"không có khối «{' '.join(div.words)}»; viết «annex» hoặc «annex landscape».")
        blocks = [block for node in div.inside for block in self._blocks(node)]
        match blocks:
            case [Heading(level=1, text=label), Heading(level=2, text=title), *rest]:
                line = _line_below(rest)
                return Annex(len(div.words) > 1, label, title, line, tuple(rest[1:] if line else rest))
            case _:
                raise DialectError(div.line, "phụ lục phải mở đầu bằng nhãn (# Phụ lục …) rồi tên phụ lục (## …).")

    def _blocks(self, node: _Node) -> Iterator[Block]:
        """Yield what a node that may stand in the body or in an annex is."""
        if isinstance(node, _Div):
            if node.words != ("note",):
                raise DialectError(
                    node.line, f"không có khối «{' '.join(node.words)}», hoặc khối ấy không đặt ở đây được."
                )
            yield from map(Note, self._paragraphs(node))
            return
        match node.type:
            case "paragraph":
                yield Paragraph(self._text(node))
            case "heading" if node.tag in _LEVELS:
                yield Heading(_LEVELS[node.tag], self._text(node))
            case "heading":
                raise DialectError(self._line(node), "đề mục chỉ có ba cấp (#, ##, ###).")
            case "bullet_list":
                yield from map(self._item, node.children)
            case "table":
                yield self._table(node)
            case kind:
                raise DialectError(self._line(node), _REFUSED.get(kind, f"mẫu văn bản không nhận «{kind}»."))

    def _paragraphs(self, div: _Div) -> Iterator[Text]:
        for node in div.inside:
            if isinstance(node, _Div) or node.type != "paragraph":
                raise DialectError(self._line(node), f"khối «{div.words[0]}» chỉ chứa đoạn văn.")
            yield self._text(node)

    def _item(self, node: SyntaxTreeNode) -> Item:
        if [child.type for child in node.children] != ["paragraph"]:
            raise DialectError(self._line(node), "mỗi dòng của danh sách phải là một đoạn văn, không có danh sách con.")
        return Item(self._text(node.children[0]))

    def _text(self, node: SyntaxTreeNode) -> Text:
        """Return the runs of a node whose one child holds inline tokens (of an empty heading, none)."""
        inline = [child.token for child in node.children if child.token is not None]
        return tuple(run for token in inline for run in inline_text(token.children or (), self._line(node)))

    def _table(self, node: SyntaxTreeNode) -> DataTable:
        head, *bodies = node.children
        (heads,) = head.children
        dashes = self._cells(self._line(node) + 1)
        columns = tuple(
            Column(self._text(cell), _align(rule), rule.count("-"))
            for cell, rule in zip(heads.children, dashes, strict=True)
        )
        return DataTable(columns, tuple(self._row(row, len(columns)) for body in bodies for row in body.children))

    def _row(self, node: SyntaxTreeNode, columns: int) -> tuple[Text, ...]:
        """Return the cells of a row; Markdown itself would add or drop cells without a word."""
        line = self._line(node)
        if len(self._cells(line)) != columns:
            raise DialectError(line, f"hàng này có {len(self._cells(line))} ô, bảng có {columns} cột.")
        return tuple(self._text(cell) for cell in node.children)

    def _cells(self, line: int) -> Sequence[str]:
        """Return the cells of a table's line as Markdown splits it."""
        cells = escapedSplit(self._lines[line - self._above - 1].strip())
        return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]


def _align(rule: str) -> Align:
    match rule.strip().startswith(":"), rule.strip().endswith(":"):
        case True, True:
            return Align.CENTER
        case False, True:
            return Align.RIGHT
        case _:
            return Align.LEFT


def _line_below(blocks: Sequence[Block]) -> Text:
    """Return the line `(Kèm theo …)` that may follow an annex's title: a paragraph in italics and brackets."""
    match blocks:
        case [Paragraph(text=text), *_] if plain(text).startswith("(") and all(run.italic for run in text):
            return tuple(run._replace(italic=False) for run in text)
        case _:
            return ()
