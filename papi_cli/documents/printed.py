"""The words of a document as every format prints them, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papi_cli.documents.tree import (
    MOTTO,
    NATION,
    AnnexPart,
    Block,
    DataTable,
    DocumentTree,
    FrontMatter,
    Heading,
    Layout,
    Runs,
    runs_text,
)
from papi_cli.views.reports.printed import Grid, Line, PrintedBlock

RECIPIENTS = "Nơi nhận:"


def printed_blocks(document: DocumentTree) -> tuple[PrintedBlock, ...]:
    """Return all that the document says, in printed order, without blank lines; what sets its parts apart is left out."""
    return tuple(
        block for block in _blocks_of(document) if isinstance(block, Grid) or (block.text and not block.text.isspace())
    )


def _blocks_of(document: DocumentTree) -> Iterator[PrintedBlock]:
    yield from _head(document.front)
    yield from _blocks(document.body)
    yield from _foot(document.front)
    for annex in document.annexes:
        yield from _annex(annex)
    yield from _lines(document.provenance)


def _head(front: FrontMatter) -> Iterator[PrintedBlock]:
    yield from _lines((front.superior, *front.issuer))
    yield from (Line(NATION), Line(MOTTO))
    yield from _lines((front.number, *([front.subject] if front.layout is Layout.LETTER else []), front.dateline))
    yield from _lines((front.title, front.subject) if front.layout is Layout.REPORT else ())
    yield from _lines(front.salutation)


def _foot(front: FrontMatter) -> Iterator[PrintedBlock]:
    # What stands beside and below it is named by it.
    yield Line(RECIPIENTS, is_heading=True)
    yield from _lines((*front.recipients, *front.signer, front.signer_name))


def _annex(annex: AnnexPart) -> Iterator[PrintedBlock]:
    yield Line(runs_text(annex.label), is_heading=True, is_annex=True)
    yield from _lines((annex.title, annex.attachment_line))
    yield from _blocks(annex.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[PrintedBlock]:
    for block in blocks:
        match block:
            case DataTable():
                yield Line(runs_text(block.caption))
                yield Grid((_cells(column.head for column in block.columns), *map(_cells, block.rows)))
            case Heading():
                yield Line(runs_text(block.text), is_heading=True)
            case _:
                yield Line(runs_text(block.text))


def _lines(lines: Iterable[Runs]) -> Iterator[Line]:
    return (Line(runs_text(line)) for line in lines)


def _cells(row: Iterable[Runs]) -> tuple[str, ...]:
    return tuple(map(runs_text, row))
