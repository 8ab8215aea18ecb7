"""Reads the text of a document, Markdown with front matter, fenced divs and pipe tables, as a document tree.

The dialect is a small subset of pandoc's Markdown. Everything else is an error with its line; nothing is dropped
silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from papi_cli.documents.bars import FILLS
from papi_cli.documents.front_matter import read_front_matter, split_front_matter
from papi_cli.documents.nodes import Div, Node, read_nodes
from papi_cli.documents.tree import (
    Align,
    AnnexPart,
    Block,
    Boxed,
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
    heading_length,
    runs_text,
)

__all__ = ["DialectError", "DocumentTree", "read_document"]

_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_PIPE = re.compile(r"(?<!\\)\|")
# Of a count in a chart; Python itself refuses to read a number of thousands.
_MOST_DIGITS = 9
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
    """Read a document; lines may end in LF, CRLF or CR, and a BOM may precede the first.

    Raises DialectError, with the line and a sentence, for a text that is not in the dialect.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body = split_front_matter(text)
    return _DocumentReader(body).document(read_front_matter(front))


def read_blocks(text: str) -> tuple[Block, ...]:
    """Read what may stand in the body of a document; raises DialectError as `read_document` does."""
    return _DocumentReader(text).body()


class _DocumentReader:
    """Reads the nodes of one text; its lines keep what markdown-it drops: delimiter rows, and the cells of each row."""

    def __init__(self, body: str) -> None:
        self._nodes = read_nodes(body)
        self._lines = body.split("\n")

    def document(self, front: FrontMatter) -> DocumentTree:
        """Return the tree; raises DialectError unless body, annexes and provenance follow in this order."""
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
        return DocumentTree(front, _captioned(body), tuple(annexes), tuple(provenance))

    def body(self) -> tuple[Block, ...]:
        """Return the blocks of a text that is all body."""
        return _captioned([block for node in self._nodes for block in self._blocks(node)])

    def _annex(self, div: Div) -> AnnexPart:
        if div.classes not in {("annex",), ("annex", "landscape")}:
            raise DialectError(
                div.line, f"không có khối «{' '.join(div.classes)}», chỉ có «annex» và «annex landscape»."
            )
        blocks = [block for node in div.children for block in self._blocks(node)]
        match blocks:
            case [Heading(level=1, text=label), Heading(level=2, text=title), *rest]:
                line = _attachment_line(rest)
                return AnnexPart(len(div.classes) > 1, label, title, line, _captioned(rest[1:] if line else rest))
            case _:
                raise DialectError(div.line, "phụ lục phải mở đầu bằng nhãn (# Phụ lục …) rồi tên phụ lục (## …).")

    def _blocks(self, node: Node | Div) -> Iterator[Block]:
        """Yield the blocks of a node of the body or of an annex."""
        match node:
            case Div(classes=("note",)):
                yield from map(TableNote, _paragraphs(node))
            case Div(classes=("box",)):
                yield from map(Boxed, _paragraphs(node))
            case Div(classes=("chart" | "grouped",)):
                yield self._marked_table(node)
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
        # The delimiter row sets alignment and width: `|:--:|--------|` is a centred column and one four times as wide.
        delimiters = self._cells(node.line + 1)
        columns = tuple(
            DataColumn(cell.text, _align(delimiter), delimiter.count("-"))
            for cell, delimiter in zip(heads.children, delimiters, strict=True)
        )
        return DataTable(columns, tuple(self._row(row, len(columns)) for body in bodies for row in body.children))

    def _marked_table(self, div: Div) -> DataTable:
        """Return the table of a div that says what its rows are: those of a chart, or some of them headings."""
        match div.children:
            case [Node(kind="table") as node]:
                table = self._table(node)
            case _:
                raise DialectError(div.line, f"khối «{div.classes[0]}» chứa đúng một bảng.")
        return _chart(table, div.line) if div.classes == ("chart",) else _grouped(table)

    def _row(self, row: Node, columns: int) -> tuple[Runs, ...]:
        """Return the cells of a row; markdown-it would silently add or drop cells of a row of the wrong length."""
        count = len(self._cells(row.line))
        if count != columns:
            raise DialectError(row.line, f"hàng này có {count} ô, bảng có {columns} cột.")
        return tuple(cell.text for cell in row.children)

    def _cells(self, line: int) -> Sequence[str]:
        """Return the source of the cells in a line, split where Markdown splits them."""
        return _PIPE.split(self._lines[line - 1].strip().removeprefix("|").removesuffix("|"))


def _item(node: Node) -> Bullet:
    children = node.children
    if [child.kind for child in children] != ["paragraph"]:
        raise DialectError(node.line, "mỗi dòng của danh sách phải là một đoạn văn, không có danh sách con.")
    return Bullet(children[0].text)


def _paragraphs(div: Div) -> Iterator[Runs]:
    for node in div.children:
        if isinstance(node, Div) or node.kind != "paragraph":
            raise DialectError(node.line, f"khối «{div.classes[0]}» chỉ chứa đoạn văn.")
        yield node.text


def _chart(table: DataTable, line: int) -> DataTable:
    """Return a table as a chart: names, up to five columns of counts, and an empty column for the bars."""
    if not 4 <= len(table.columns) <= len(FILLS) + 2:
        raise DialectError(line, "bảng của khối «chart» có cột tên, từ hai đến năm cột số đếm, và cột trống để vẽ.")
    return replace(table, bars=tuple(_counts(row, line) for row in table.rows))


def _grouped(table: DataTable) -> DataTable:
    """Return a table whose headings are the rows with words in the first or the second cell, and nothing behind."""
    return replace(table, headings=frozenset(n for n, row in enumerate(table.rows) if heading_length(row)))


def _counts(row: Sequence[Runs], line: int) -> tuple[int, ...]:
    *cells, bar = map(runs_text, row[1:])
    counts = [cell.replace(".", "") for cell in cells]
    if bar or not all(count.isascii() and count.isdigit() and len(count) <= _MOST_DIGITS for count in counts):
        raise DialectError(line, "hàng của khối «chart» phải là tên, các số đếm, và ô cuối để trống.")
    return tuple(map(int, counts))


def _align(delimiter: str) -> Align:
    match delimiter.strip().startswith(":"), delimiter.strip().endswith(":"):
        case True, True:
            return Align.CENTER
        case False, True:
            return Align.RIGHT
        case _:
            return Align.LEFT


def _captioned(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks, each table with its caption: a paragraph right above it that is all in italics or all bold."""
    captioned: list[Block] = []
    for block in blocks:
        match block, captioned[-1:]:
            case DataTable(), [Paragraph(text=text)] if all(run.italic for run in text) or all(
                run.bold for run in text
            ):
                captioned[-1] = replace(block, caption=text)
            case _:
                captioned.append(block)
    return tuple(captioned)


def _attachment_line(blocks: Sequence[Block]) -> Runs:
    """Return the line `(Kèm theo …)`, () for none: a paragraph in brackets and italics right below an annex's title."""
    match blocks:
        case [Paragraph(text=text), *_] if runs_text(text).startswith("(") and all(run.italic for run in text):
            return tuple(run._replace(italic=False) for run in text)
        case _:
            return ()
