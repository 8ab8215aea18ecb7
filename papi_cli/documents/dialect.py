"""The text of a document (Markdown with front matter, fenced divs and pipe tables) to the parts that it is made of.

The dialect is a small part of what pandoc reads, too. What it has no form for is an error with its line; nothing is
left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from papi_cli.documents.front import read_front, split_front
from papi_cli.documents.nodes import Div, Node, read_nodes
from papi_cli.documents.parts import (
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

_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_PIPE = re.compile(r"(?<!\\)\|")
_REFUSED = {
    "blockquote": "mẫu văn bản không nhận khối trích dẫn (>). Viết «\\>» nếu là dấu lớn hơn.",
    "code_block": "dòng này thụt vào từ bốn dấu cách nên thành khối mã lệnh. Bỏ các dấu cách ở đầu dòng.",
    "fence": "mẫu văn bản không nhận khối mã lệnh (```).",
    "html_block": "mẫu văn bản không nhận HTML. Viết «\\<» nếu là dấu nhỏ hơn.",
    "heading": "đề mục chỉ có ba cấp (#, ##, ###).",
    "hr": "mẫu văn bản không nhận đường kẻ ngang (---).",
    "ordered_list": "danh sách đánh số phải viết thành đề mục (#, ##, ###), hoặc «1\\.» nếu là chữ của đoạn văn.",
}


def read_document(text: str) -> Document:
    """Return the parts of a document's text; lines may end in either way, a BOM may stand before the first.

    Raises DialectError, with the line and a sentence, for all that documents have no form for.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body = split_front(text)
    return _Reader(body).document(read_front(front))


class _Reader:
    """Reads the nodes of one text, whose lines say of tables what Markdown does not keep."""

    def __init__(self, body: str) -> None:
        self._nodes = read_nodes(body)
        self._lines = body.split("\n")

    def document(self, front: Front) -> Document:
        """Return the document: body, then annexes, then the provenance, each in its place."""
        body: list[Block] = []
        annexes: list[Annex] = []
        provenance: list[Text] = []
        for node in self._nodes:
            if provenance:
                raise DialectError(node.line, "sau khối «provenance» không còn nội dung nào nữa.")
            match node:
                case Div(words=("annex", *_)):
                    annexes.append(self._annex(node))
                case Div(words=("provenance",)):
                    provenance += _paragraphs(node)
                case _ if annexes:
                    raise DialectError(node.line, "nội dung chính phải đứng trước các phụ lục.")
                case _:
                    body += self._blocks(node)
        return Document(front, tuple(body), tuple(annexes), tuple(provenance))

    def _annex(self, div: Div) -> Annex:
        if div.words not in {("annex",), ("annex", "landscape")}:
            raise DialectError(div.line, f"không có khối «{' '.join(div.words)}», chỉ có «annex» và «annex landscape».")
        blocks = [block for node in div.inside for block in self._blocks(node)]
        match blocks:
            case [Heading(level=1, text=label), Heading(level=2, text=title), *rest]:
                line = _line_below(rest)
                return Annex(len(div.words) > 1, label, title, line, tuple(rest[1:] if line else rest))
            case _:
                raise DialectError(div.line, "phụ lục phải mở đầu bằng nhãn (# Phụ lục …) rồi tên phụ lục (## …).")

    def _blocks(self, node: Node | Div) -> Iterator[Block]:
        """Yield what a node that may stand in the body or in an annex is."""
        match node:
            case Div(words=("note",)):
                yield from map(Note, _paragraphs(node))
            case Div():
                raise DialectError(node.line, f"khối «{' '.join(node.words)}» không có, hoặc không đặt ở đây được.")
            case Node(kind="paragraph"):
                yield Paragraph(node.text)
            case Node(kind="heading") if node.tag in _LEVELS:
                yield Heading(_LEVELS[node.tag], node.text)
            case Node(kind="bullet_list"):
                yield from map(_item, node.inside)
            case Node(kind="table"):
                yield self._table(node)
            case Node():
                raise DialectError(node.line, _REFUSED.get(node.kind, f"mẫu văn bản không nhận «{node.kind}»."))

    def _table(self, node: Node) -> DataTable:
        head, *bodies = node.inside
        (heads,) = head.inside
        rules = self._cells(node.line + 1)
        columns = tuple(
            Column(cell.text, _align(rule), rule.count("-")) for cell, rule in zip(heads.inside, rules, strict=True)
        )
        return DataTable(columns, tuple(self._row(row, len(columns)) for body in bodies for row in body.inside))

    def _row(self, row: Node, columns: int) -> tuple[Text, ...]:
        """Return the cells of a row; Markdown itself would add or drop some without a word."""
        written = len(self._cells(row.line))
        if written != columns:
            raise DialectError(row.line, f"hàng này có {written} ô, bảng có {columns} cột.")
        return tuple(cell.text for cell in row.inside)

    def _cells(self, line: int) -> Sequence[str]:
        """Return the cells of a table's line, parted where Markdown parts them."""
        return _PIPE.split(self._lines[line - 1].strip().removeprefix("|").removesuffix("|"))


def _item(node: Node) -> Item:
    inside = node.inside
    if [child.kind for child in inside] != ["paragraph"]:
        raise DialectError(node.line, "mỗi dòng của danh sách phải là một đoạn văn, không có danh sách con.")
    return Item(inside[0].text)


def _paragraphs(div: Div) -> Iterator[Text]:
    for node in div.inside:
        if isinstance(node, Div) or node.kind != "paragraph":
            raise DialectError(node.line, f"khối «{div.words[0]}» chỉ chứa đoạn văn.")
        yield node.text


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
