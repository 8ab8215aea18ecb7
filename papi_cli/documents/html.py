"""Renders documents as a single HTML file, which prints like the Word file and is readable on a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from papi_cli.documents.bars import bar_svg, swatch_svg
from papi_cli.documents.html_links import AnnexLinks, annex_id
from papi_cli.documents.measures import column_widths, row_lines
from papi_cli.documents.metadata import DocumentMetadata, html_metadata
from papi_cli.documents.stylesheet import LABEL, css_string, stylesheet
from papi_cli.documents.tree import (
    MOTTO,
    NATION,
    AnnexPart,
    Block,
    Boxed,
    Bullet,
    DataTable,
    DocumentTree,
    FrontMatter,
    Heading,
    Layout,
    Paragraph,
    Run,
    Runs,
    TableNote,
    runs_text,
)


class _Area(NamedTuple):
    """The room between the margins of a page, in twips."""

    width: int
    height: int


_UPRIGHT, _LANDSCAPE = _Area(9_354, 14_570), _Area(14_286, 9_638)
# In twips, of the type of tables.
_TABLE_TYPE_SIZE, _TABLE_LINE = 220, 275
_CONTENTS = "Mục lục"
_HEADING_ROW, _LONG_ROW = ' class="heading"', ' class="long"'


def render(document: DocumentTree, metadata: DocumentMetadata) -> bytes:
    """Return a self-contained HTML file, in UTF-8, with embedded metadata."""
    front = document.front
    language = front.language.partition("-")[0]
    writer = _Writer(document)
    pages = "".join(writer.pages())
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(front.description)}</title>\n<style>\n{stylesheet(writer.columns)}</style>\n"
        f"{html_metadata(metadata)}</head>\n"
    )
    return f"{head}<body>\n{writer.contents()}{pages}</body>\n</html>\n".encode()


class _Writer:
    """Writes a document from top to bottom, and keeps what stands in the list of contents."""

    def __init__(self, document: DocumentTree) -> None:
        self._document = document
        self._links = AnnexLinks(document.annexes)
        self._above = 1  # the level of the last heading; the first is that of the title
        self._entries: list[str] = []
        self._area = _UPRIGHT
        self.columns = 0  # of the widest table

    def pages(self) -> Iterator[str]:
        """Yield the sheet of the text, then one per annex; the last one ends with the provenance."""
        document = self._document
        lines = "".join(f"<p>{_inline(line)}</p>" for line in document.provenance)
        end = f'<footer class="provenance">{lines}</footer>\n' if lines else ""
        front = document.front
        text = f"{_letterhead(front)}{_title(front)}{self._blocks(document.body, 1)}{_signature(front)}"
        yield f'<main class="sheet">\n{text}{"" if document.annexes else end}</main>\n'
        for number, annex in enumerate(document.annexes, 1):
            yield self._annex(annex, number, end if number == len(document.annexes) else "")

    def contents(self) -> str:
        """Return links to the sections of the text and to the annexes, for the screen; "" where there are less than two."""
        if len(self._entries) < 2:
            return ""
        lines = _elements("li", self._entries)
        return f'<nav class="contents" aria-label="{_CONTENTS}">\n<p>{_CONTENTS}</p>\n<ul>{lines}</ul>\n</nav>\n'

    def _annex(self, annex: AnnexPart, number: int, end: str) -> str:
        line = f'<p class="line">{_inline(annex.attachment_line)}</p>\n' if annex.attachment_line else ""
        name = annex_id(number)
        self._above, self._area = 2, _LANDSCAPE if annex.landscape else _UPRIGHT
        self._enter(name, f"{runs_text(annex.label)}. {runs_text(annex.title)}")
        return (
            f'<section class="sheet annex{" landscape" if annex.landscape else ""}" aria-labelledby="{name}">\n'
            f'<h2 id="{name}">{_inline(annex.label)}<br><span>{_inline(annex.title)}</span></h2>\n'
            f"{line}{self._blocks(annex.blocks, 2, name)}{end}</section>\n"
        )

    def _enter(self, name: str, words: str) -> None:
        self._entries.append(f'<a href="#{name}">{escape(" ".join(words.split()))}</a>')

    def _blocks(self, blocks: Sequence[Block], level: int, name: str = "") -> str:
        """Return the blocks, headings below `level`; `name` is the id of the heading that labels tables, "" for none."""
        return "".join(self._group(kind, list(group), level, name) for kind, group in groupby(blocks, key=type))

    def _group(self, kind: type[Block], blocks: Sequence[Block], level: int, name: str) -> str:
        """Return consecutive blocks of one kind; list items together are one list, paragraphs in a frame share it."""
        elements = "".join(self._block(block, level, name) for block in blocks)
        if kind is Boxed:
            return f'<div class="box">\n{elements}</div>\n'
        return f'<ul class="items">\n{elements}</ul>\n' if kind is Bullet else elements

    def _block(self, block: Block, level: int, name: str) -> str:
        match block:
            case Heading():
                return self._heading(block, level)
            case Paragraph() | Boxed():
                return f"<p>{self._linked(block.text)}</p>\n"
            case Bullet():
                return f"<li>{self._linked(block.text)}</li>\n"
            case TableNote():
                return f'<p class="note">{self._linked(block.text)}</p>\n'
            case DataTable():
                self.columns = max(self.columns, len(block.columns))
                return _table(block, name, self._area)

    def _heading(self, heading: Heading, level: int) -> str:
        """Return a heading; a text that leaves a level out does not leave one out in the element's name."""
        self._above = min(max(heading.level, level), self._above) + 1
        name = ""
        if heading.level == level == 1:
            target = f"section-{len(self._entries) + 1}"
            self._enter(target, runs_text(heading.text))
            name = f' id="{target}"'
        return f'<h{self._above}{name} class="level-{heading.level}">{_inline(heading.text)}</h{self._above}>\n'

    def _linked(self, text: Runs) -> str:
        """Return a text in which mentions of the document's own annexes lead to them."""
        return "".join(
            f'<a href="#{target}">{_run(run._replace(text=words))}</a>' if target else _run(run._replace(text=words))
            for run in text
            for words, target in self._links.pieces(run.text)
        )


def _letterhead(front: FrontMatter) -> str:
    superior = f"<p>{_inline(front.superior)}</p>" if front.superior else ""
    issuer = "<br>".join(map(_inline, front.issuer))
    subject = f"<h1>{_inline(front.subject)}</h1>" if front.layout is Layout.LETTER else ""
    return (
        f'<header class="letterhead">\n<div>{superior}<p class="issuer"><span>{issuer}</span></p></div>\n'
        f'<div class="nation"><p>{NATION}</p><p class="motto"><span>{MOTTO}</span></p></div>\n'
        f'<div class="number"><p>{_inline(front.number)}</p>{subject}</div>\n'
        f'<p class="dateline">{_inline(front.dateline)}</p>\n</header>\n'
    )


def _title(front: FrontMatter) -> str:
    title = ""
    if front.layout is Layout.REPORT:
        title = f'<h1 class="title">{_inline(front.title)}<br><span>{_inline(front.subject)}</span></h1>\n'
    if not front.salutation:
        return title
    head, *addressees = map(_inline, front.salutation)
    lines = f"<ul>{_elements('li', addressees)}</ul>" if addressees else ""
    return f'{title}<div class="salutation{" several" if addressees else ""}"><p>{head}</p>{lines}</div>\n'


def _signature(front: FrontMatter) -> str:
    signer = "<br>".join(map(_inline, front.signer))
    return (
        f'<footer class="signature">\n<div class="recipients"><p>Nơi nhận:</p><ul>{_elements("li", map(_inline, front.recipients))}'
        f'</ul></div>\n<div class="signer"><p>{signer}</p><p class="name">{_inline(front.signer_name)}</p></div>\n</footer>\n'
    )


def _table(table: DataTable, name: str, area: _Area) -> str:
    widths = column_widths(table, area.width, size=_TABLE_TYPE_SIZE)
    grid = "".join(f'<col style="width:{width * 100 / area.width:.2f}%">' for width in widths)
    heads = "".join(
        f'<th scope="col">{_swatch(table, index)}{_inline(column.head)}</th>'
        for index, column in enumerate(table.columns)
    )
    # A row that is longer than a third of a page may be split, or what it leaves free before it is as long.
    most = area.height // 3 // _TABLE_LINE
    lines = row_lines(table, widths, size=_TABLE_TYPE_SIZE)
    rows = "".join(_row(table, number, is_long=count > most) for number, count in enumerate(lines))
    caption = f"<caption>{_inline(table.caption)}</caption>\n" if table.caption else ""
    label = f' aria-labelledby="{name}"' if name and not caption else ""
    chart = ' class="chart"' if table.bars else ""
    return (
        f'<div class="wide" tabindex="0"><table{chart}{label}{_labels(table)}>\n{caption}<colgroup>{grid}</colgroup>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _labels(table: DataTable) -> str:
    """Return the heads as the attribute from which the stylesheet labels each cell on a telephone."""
    heads = (" ".join(runs_text(column.head).split()) for column in table.columns)
    named = (f"{LABEL}{number}:{css_string(head)}" for number, head in enumerate(heads, 1) if head)
    return f' style="{escape(";".join(named))}"'


def _row(table: DataTable, number: int, *, is_long: bool) -> str:
    """Return a row; the last cell of a heading goes over all columns that are left."""
    row = table.cells_of(number)
    kind = _HEADING_ROW if number in table.headings else _LONG_ROW if is_long else ""
    left = len(table.columns) - len(row) + 1
    spans = [*[""] * (len(row) - 1), f' colspan="{left}"' if left > 1 else ""]
    bars = [*[""] * (len(row) - 1), _bar(table, number)]
    cells = "".join(
        f'<td class="{column.align}"{span}>{_inline(cell)}{bar}</td>'
        for column, cell, span, bar in zip(table.columns, row, spans, bars, strict=False)
    )
    return f"<tr{kind}>{cells}</tr>\n"


def _bar(table: DataTable, number: int) -> str:
    """Return the bar of a chart's row; "" in any other table."""
    return bar_svg(table.bars[number], escape(table.bar_words(number))) if table.bars else ""


def _swatch(table: DataTable, index: int) -> str:
    """Return the fill of the parts that a chart's column counts, "" for a column without."""
    return swatch_svg(index - 1) if table.bars and 0 < index < len(table.columns) - 1 else ""


def _elements(tag: str, lines: Iterable[str]) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _inline(text: Runs) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    for tag, applies in (("strong", run.bold), ("em", run.italic), ("mark", run.is_placeholder)):
        if applies:
            text = f"<{tag}>{text}</{tag}>"
    return text
