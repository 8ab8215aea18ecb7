"""The text of a document (Markdown with front matter, fenced divs and pipe tables) to the parts that it is made of.

The dialect is a small part of what pandoc reads, too. What it has no form for is an error with its line; nothing is
left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from papi_cli.documents.front_matter import read_front_matter, split_front_matter
from papi_cli.documents.nodes import Div, Node, read_nodes
from papi_cli.documents.tree import (
    Align,
    AnnexPart,
    Block,
    Bullet,
    DataColumn,
    DataTable,
    DialectError,
    DocumentTree,
    FrontMatter,
    Heading,
    Paragraph,
    Runs,
    TableNote,
    runs_text,
)

__all__ = ["DialectError", "DocumentTree", "read_document"]

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


def read_document(text: str) -> DocumentTree:
    """Return the parts of a document's text; lines may end in either way, a BOM may stand before the first.

    Raises DialectError, with the line and a sentence, for all that documents have no form for.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body = split_front_matter(text)
    return _DocumentReader(body).document(read_front_matter(front))


class _DocumentReader:
    """Reads the nodes of one text, whose lines say of tables what Markdown does not keep."""

    def __init__(self, body: str) -> None:
        self._nodes = read_nodes(body)
        self._lines = body.split("\n")

    def document(self, front: FrontMatter) -> DocumentTree:
        """Return the document: body, then annexes, then the provenance, each in its place."""
        body: list[Block] = []
        annexes: list[AnnexPart] = []
        provenance: list[Runs] = []
        for node in self._nodes:
            if provenance:
                raise DialectError(node.line, "sau khối «provenance» không còn nội dung nào nữa.")
            match node:
                case Div(classes=("annex", *_)):
                    annexes.append(self._annex(node))
                case Div(classes=("provenance",)):
                    provenance += _paragraphs(node)
                case _ if annexes:
                    raise DialectError(node.line, "nội dung chính phải đứng trước các phụ lục.")
                case _:
                    body += self._blocks(node)
        return DocumentTree(front, tuple(body), tuple(annexes), tuple(provenance))

    def _annex(self, div: Div) -> AnnexPart:
        if div.classes not in {("annex",), ("annex", "landscape")}:
            raise DialectError(
                div.line, f"không có khối «{' '.join(div.classes)}», chỉ có «annex» và «annex landscape»."
            )
        blocks = [block for node in div.children for block in self._blocks(node)]
        match blocks:
            case [Heading(level=1, text=label), Heading(level=2, text=title), *rest]:
                line = _attachment_line(rest)
                return AnnexPart(len(div.classes) > 1, label, title, line, tuple(rest[1:] if line else rest))
            case _:
                raise DialectError(div.line, "phụ lục phải mở đầu bằng nhãn (# Phụ lục …) rồi tên phụ lục (## …).")

    def _blocks(self, node: Node | Div) -> Iterator[Block]:
        """Yield what a node that may stand in the body or in an annex is."""
        match node:
            case Div(classes=("note",)):
                yield from map(TableNote, _paragraphs(node))
            case Div():
                raise DialectError(node.line, f"khối «{' '.join(node.classes)}» không có, hoặc không đặt ở đây được.")
            case Node(kind="paragraph"):
                yield Paragraph(node.text)
            case Node(kind="heading") if node.tag in _LEVELS:
                yield Heading(_LEVELS[node.tag], node.text)
            case Node(kind="bullet_list"):
                yield from map(_item, node.children)
            case Node(kind="table"):
                yield self._table(node)
            case Node():
                raise DialectError(node.line, _REFUSED.get(node.kind, f"mẫu văn bản không nhận «{node.kind}»."))

    def _table(self, node: Node) -> DataTable:
        head, *bodies = node.children
        (heads,) = head.children
        rules = self._cells(node.line + 1)
        columns = tuple(
            DataColumn(cell.text, _align(rule), rule.count("-"))
            for cell, rule in zip(heads.children, rules, strict=True)
        )
        return DataTable(columns, tuple(self._row(row, len(columns)) for body in bodies for row in body.children))

    def _row(self, row: Node, columns: int) -> tuple[Runs, ...]:
        """Return the cells of a row; Markdown itself would add or drop some without a word."""
        written = len(self._cells(row.line))
        if written != columns:
            raise DialectError(row.line, f"hàng này có {written} ô, bảng có {columns} cột.")
        return tuple(cell.text for cell in row.children)

    def _cells(self, line: int) -> Sequence[str]:
        """Return the cells of a table's line, parted where Markdown parts them."""
        return _PIPE.split(self._lines[line - 1].strip().removeprefix("|").removesuffix("|"))


def _item(node: Node) -> Bullet:
    inside = node.children
    if [child.kind for child in inside] != ["paragraph"]:
        raise DialectError(node.line, "mỗi dòng của danh sách phải là một đoạn văn, không có danh sách con.")
    return Bullet(inside[0].text)


def _paragraphs(div: Div) -> Iterator[Runs]:
    for node in div.children:
        if isinstance(node, Div) or node.kind != "paragraph":
            raise DialectError(node.line, f"khối «{div.classes[0]}» chỉ chứa đoạn văn.")
        yield node.text


def _align(rule: str) -> Align:
    match rule.strip().startswith(":"), rule.strip().endswith(":"):
        case True, True:
            return Align.CENTER
        case False, True:
            return Align.RIGHT
        case _:
            return Align.LEFT


def _attachment_line(blocks: Sequence[Block]) -> Runs:
    """Return the line `(Kèm theo …)` that may follow an annex's title: a paragraph in italics and brackets."""
    match blocks:
        case [Paragraph(text=text), *_] if runs_text(text).startswith("(") and all(run.italic for run in text):
            return tuple(run._replace(italic=False) for run in text)
        case _:
            return ()
