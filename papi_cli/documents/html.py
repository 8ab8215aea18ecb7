"""Renders documents as a single HTML file, which prints like the Word file and is readable on a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from papi_cli.documents.bars import bar_svg, swatch_svg
from papi_cli.documents.measures import column_widths
from papi_cli.documents.metadata import DocumentMetadata, html_metadata
from papi_cli.documents.stylesheet import STYLESHEET
from papi_cli.documents.tree import (
    MOTTO,
    NATION,
    AnnexPart,
    Block,
    Boxed,
    Bullet,
    DataColumn,
    DataTable,
    DocumentTree,
    FrontMatter,
    Heading,
    Layout,
    Paragraph,
    Run,
    Runs,
    TableNote,
    is_heading_row,
)

# In twips: the width between the margins of a portrait page, and the font size of a table.
_TEXT_WIDTH = 9_354
_TABLE_TYPE_SIZE = 220


def render(document: DocumentTree, metadata: DocumentMetadata) -> bytes:
    """Return a self-contained HTML file, in UTF-8, with embedded metadata."""
    front = document.front
    language = front.language.partition("-")[0]
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(front.description)}</title>\n<style>\n{STYLESHEET}</style>\n{html_metadata(metadata)}</head>\n"
    )
    return f"{head}<body>\n{''.join(_pages(document))}</body>\n</html>\n".encode()


def _pages(document: DocumentTree) -> Iterator[str]:
    """Yield the sheet of the text, then one per annex; the last one ends with the provenance."""
    lines = "".join(f"<p>{_inline(line)}</p>" for line in document.provenance)
    end = f'<footer class="provenance">{lines}</footer>\n' if lines else ""
    front = document.front
    text = f"{_letterhead(front)}{_title(front)}{_blocks(document.body, 1)}{_signature(front)}"
    yield f'<main class="sheet">\n{text}{"" if document.annexes else end}</main>\n'
    for number, annex in enumerate(document.annexes, 1):
        yield _annex(annex, number, end if number == len(document.annexes) else "")


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


def _annex(annex: AnnexPart, number: int, end: str) -> str:
    line = f'<p class="line">{_inline(annex.attachment_line)}</p>\n' if annex.attachment_line else ""
    return (
        f'<section class="sheet annex{" landscape" if annex.landscape else ""}" aria-labelledby="annex-{number}">\n'
        f'<h2 id="annex-{number}">{_inline(annex.label)}<br><span>{_inline(annex.title)}</span></h2>\n'
        f"{line}{_blocks(annex.blocks, 2, f'annex-{number}')}{end}</section>\n"
    )


def _blocks(blocks: Sequence[Block], level: int, name: str = "") -> str:
    """Return the blocks, headings below `level`; `name` is the id of the heading that labels tables, "" for none."""
    return "".join(_group(kind, list(group), level, name) for kind, group in groupby(blocks, key=type))


def _group(kind: type[Block], blocks: Sequence[Block], level: int, name: str) -> str:
    """Return consecutive blocks of one kind; list items together are one list, paragraphs in a frame share it."""
    elements = "".join(_block(block, level, name) for block in blocks)
    if kind is Boxed:
        return f'<div class="box">\n{elements}</div>\n'
    return f'<ul class="items">\n{elements}</ul>\n' if kind is Bullet else elements


def _block(block: Block, level: int, name: str) -> str:
    match block:
        case Heading():
            below = max(block.level, level) + 1
            return f'<h{below} class="level-{block.level}">{_inline(block.text)}</h{below}>\n'
        case Paragraph() | Boxed():
            return f"<p>{_inline(block.text)}</p>\n"
        case Bullet():
            return f"<li>{_inline(block.text)}</li>\n"
        case TableNote():
            return f'<p class="note">{_inline(block.text)}</p>\n'
        case DataTable():
            return _table(block, name)


def _table(table: DataTable, name: str) -> str:
    widths = column_widths(table, _TEXT_WIDTH, size=_TABLE_TYPE_SIZE)
    grid = "".join(f'<col style="width:{width * 100 / _TEXT_WIDTH:.2f}%">' for width in widths)
    heads = "".join(
        f'<th scope="col">{_swatch(table, index)}{_inline(column.head)}</th>'
        for index, column in enumerate(table.columns)
    )
    rows = "".join(
        f"<tr>{_row(table.columns, row).removesuffix('</td>')}{_bar(table, number)}</td></tr>\n"
        for number, row in enumerate(table.rows)
    )
    caption = f"<caption>{_inline(table.caption)}</caption>\n" if table.caption else ""
    label = f' aria-labelledby="{name}"' if name and not caption else ""
    return (
        f'<div class="wide" tabindex="0"><table{label}>\n{caption}<colgroup>{grid}</colgroup>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _row(columns: Sequence[DataColumn], row: Sequence[Runs]) -> str:
    """Return the cells of a row; those of a heading are two, the second over all columns behind the first."""
    spans = ["", f' colspan="{len(row) - 1}"'] if is_heading_row(row) else [""] * len(row)
    return "".join(
        f'<td class="{column.align}"{span}>{_inline(cell)}</td>'
        for column, cell, span in zip(columns, row, spans, strict=False)
    )


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
