"""Reads back what a Word, HTML or Markdown file says, block by block, whoever saved it last.

Read is what a reader sees of the text itself, the frame of page one with it: neither what tracked changes have deleted,
nor notes, comments, headers, text boxes and pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from papi_cli.documents.dialect import read_document
from papi_cli.documents.metadata import DAMAGE_ERRORS, is_html, markdown_body, parse_part
from papi_cli.documents.printed import printed_blocks
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock

# The text of some hundred pages, as Word writes it after many edits, has 10 MB.
_LARGEST_TEXT = 20_000_000
# Of Markdown, as much as a template may write: each line may be a paragraph, which takes thousands of times its bytes.
_LONGEST_MARKDOWN = 5_000_000
_MOST_LINES = 200_000
_MAIN_PART = "word/document.xml"
_RELATIONSHIPS = "_rels/.rels"
_MAIN_RELATIONSHIP = "/officeDocument"


class UnreadableText(ValueError):
    """The text of a file cannot be read back: damaged, in another encoding, or far too long."""


def read_blocks(raw: bytes) -> tuple[PrintedBlock, ...]:
    """Return what a file says without its blank lines; raises UnreadableText, and DialectError for edited Markdown."""
    if raw.startswith(b"PK"):
        return _filled(read_word(raw))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableText from error
    return _filled(read_html(text)) if is_html(text) else _read_markdown(text)


def _read_markdown(text: str) -> tuple[PrintedBlock, ...]:
    body = markdown_body(text)
    lines = body.count("\n") + body.count("\r") - body.count("\r\n")
    if len(body) > _LONGEST_MARKDOWN or lines > _MOST_LINES:
        raise UnreadableText
    return printed_blocks(read_document(body))


def _filled(blocks: Iterable[PrintedBlock]) -> tuple[PrintedBlock, ...]:
    return tuple(block for block in blocks if isinstance(block, Grid) or block.text.strip())


def _name(element: etree._Element) -> str:
    """Return the name without its namespace, which differs between the two kinds of Word files; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: etree._Element, name: str, wrappers: frozenset[str]) -> Iterator[etree._Element]:
    """Yield the children called `name`, also those that wrappers hold."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in wrappers:
            yield from _children(child, name, wrappers)


# Word

# What stands around blocks, rows and cells and says nothing itself: fields, tracked insertions, moved text.
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
# What is not there any more; boxes; what only older programs show; boxes once more for them.
_UNSEEN = frozenset({"del", "moveFrom", "txbxContent", "Fallback", "pPr", "rPr", "pict", "object", "drawing"})
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def read_word(raw: bytes) -> Iterator[PrintedBlock]:
    """Yield what a Word file says, blank lines included; raises UnreadableText."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            root = parse_part(archive, _main_part(archive), _LARGEST_TEXT)
    except DAMAGE_ERRORS as error:
        raise UnreadableText from error
    for body in root:
        yield from _word_blocks(body)


def _main_part(archive: ZipFile) -> str:
    """Return the name of the part with the text, which some programs give another number."""
    for relationship in parse_part(archive, _RELATIONSHIPS):
        if (relationship.get("Type") or "").endswith(_MAIN_RELATIONSHIP):
            return (relationship.get("Target") or _MAIN_PART).lstrip("/")
    return _MAIN_PART


def _word_blocks(element: etree._Element) -> Iterator[PrintedBlock]:
    for child in element:
        match _name(child):
            case "p":
                yield Line(_word_text(child))
            case "tbl":
                yield from _word_table(child)
            case name if name in _WRAPPERS:
                yield from _word_blocks(child)


def _word_table(table: etree._Element) -> Iterator[PrintedBlock]:
    """Yield a table of data, or the paragraphs of one that only sets them side by side: it has no row of heads."""
    rows = [row for row in _children(table, "tr", _WRAPPERS) if not _has(row, "trPr", "del")]
    if rows and _has(rows[0], "trPr", "tblHeader"):
        cells = (
            [" ".join(map(_word_text, _paragraphs(cell))) for cell in _children(row, "tc", _WRAPPERS)] for row in rows
        )
        yield Grid(tuple(map(tuple, cells)))
        return
    for row in rows:
        for cell in _children(row, "tc", _WRAPPERS):
            yield from _word_blocks(cell)


def _has(element: etree._Element, properties: str, name: str) -> bool:
    return any(_name(entry) == name for group in element if _name(group) == properties for entry in group)


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    return (element for element in cell.iter() if _name(element) == "p")


def _word_text(paragraph: etree._Element) -> str:
    return "".join(_word_pieces(paragraph))


def _word_pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _UNSEEN:
            yield from _word_pieces(child)


# HTML

_HTML_LINES = frozenset({"p", "li", "caption", "h1", "h2", "h3", "h4", "h5", "h6"})
_HTML_UNSEEN = frozenset({"head", "script", "style", "svg", "nav", "template"})
_HTML_WRAPPERS = frozenset({"thead", "tbody", "tfoot"})
# Where each line of the head or the foot is one of its own: the element, and the class of what it stands in.
_TITLES = frozenset({"h1", "h2"})
_LINES_APART = frozenset({"issuer", "signer"})


def read_html(text: str) -> Iterator[PrintedBlock]:
    """Yield what an HTML file says, blank lines included; raises UnreadableText."""
    if len(text) > _LARGEST_TEXT:
        raise UnreadableText
    try:
        root = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", no_network=True))
    except DAMAGE_ERRORS as error:
        raise UnreadableText from error
    if root is None:
        # Only a doctype or comments, as of a file that was not written to its end.
        raise UnreadableText
    yield from _html_blocks(root)


def _html_blocks(element: etree._Element) -> Iterator[PrintedBlock]:
    name = _name(element)
    if name in _HTML_LINES:
        yield from map(Line, _html_lines(element))
    elif name == "table":
        yield from (Line(_html_text(caption)) for caption in _children(element, "caption", _HTML_WRAPPERS))
        rows = _children(element, "tr", _HTML_WRAPPERS)
        yield Grid(tuple(tuple(_html_text(cell) for cell in row if _name(cell) in {"td", "th"}) for row in rows))
    elif name and name not in _HTML_UNSEEN:
        yield Line(element.text or "")
        for child in element:
            yield from _html_blocks(child)
            yield Line(child.tail or "")


def _html_lines(element: etree._Element) -> Iterator[str]:
    parent = element.getparent()
    classes = {
        *(element.get("class") or "").split(),
        *((parent.get("class") or "").split() if parent is not None else ()),
    }
    text = "".join(_html_pieces(element, apart=_name(element) in _TITLES or bool(classes & _LINES_APART)))
    return iter(text.split(_APART))


# Ends a line of its own; no HTML file can hold it.
_APART = "\0"


def _html_text(element: etree._Element) -> str:
    return "".join(_html_pieces(element, apart=False))


def _html_pieces(element: etree._Element, *, apart: bool) -> Iterator[str]:
    """Yield the pieces of a text; where lines are `apart`, each break that no title encloses ends one."""
    yield element.text or ""
    for child in element:
        name = _name(child)
        if name == "br":
            yield _APART if apart else " "
        elif name and name not in _HTML_UNSEEN:
            # The title of an annex or report stands in a span below its label, and may have breaks of its own.
            yield from _html_pieces(child, apart=apart and _name(element) not in _TITLES)
        yield child.tail or ""
