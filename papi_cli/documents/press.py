"""From a document to the bytes that are given out: its template filled in, in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from papi_cli.documents.dialect import DialectError, read_document
from papi_cli.documents.formats import DocumentFormat
from papi_cli.documents.metadata import DocumentMetadata, markdown_with_metadata
from papi_cli.documents.template import NarrativeSection, TemplateFillError, Templates, placeholder
from papi_cli.problems import UnusableText
from papi_cli.store.document_inputs import narrative_folder, read_narrative, read_templates, read_word_base
from papi_cli.store.locations import TEMPLATE_FOLDER
from papi_cli.store.sources import Source
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.provenance import provenance_data, provenance_properties
from papi_cli.views.reports.snapshot import ReportBasis


class Filling(NamedTuple):
    """A document in words: its Markdown, the sections that people write, and the files of theirs that it has no place for.

    `folder` is where those files are, "" for a document that nobody writes for.
    """

    document: DocumentSpec
    text: str
    places: tuple[NarrativeSection, ...]
    folder: str
    unused: tuple[str, ...]


class Press:
    """Makes documents of one source: its templates are read and compiled once."""

    def __init__(self, source: Source, standing: ReportBasis) -> None:
        """Read the templates; raises Failure and BrokenText for those that cannot be read."""
        self._source, self._standing = source, standing
        self._templates = Templates(read_templates(source))

    @cached_property
    def _word_base(self) -> bytes:
        return read_word_base(self._source)

    def fill_template(self, document: DocumentSpec) -> Filling:
        """Return the words of the document, with what people wrote for it; raises BrokenText."""
        folder = self._narrative_folder(document)
        written = self._narrative(folder)
        try:
            text, places = self._templates.fill(document.template, document.context, written)
        except TemplateFillError as fault:
            raise UnusableText(f"{TEMPLATE_FOLDER}/{fault}") from fault
        used = {one.name for one in places}
        unused = tuple(section for section in written if section not in used)
        return Filling(document, text, places, folder, unused)

    def render_document(self, filling: Filling, paper: DocumentFormat) -> bytes:
        """Return the document in the format asked for; raises BrokenText for a template or text that gives none."""
        document, text = filling.document, filling.text
        carried = DocumentMetadata(
            provenance_properties(self._standing, document), provenance_data(self._standing, document)
        )
        try:
            parts = read_document(text)
        except DialectError as error:
            where = f"văn bản lập từ {TEMPLATE_FOLDER}/{document.template}, dòng {error.line}"
            raise UnusableText(f"{where}: {error.sentence}") from error
        match paper:
            case DocumentFormat.MARKDOWN:
                return markdown_with_metadata(text, carried)
            case DocumentFormat.WORD:
                from papi_cli.documents import word

                return word.render(parts, self._word_base, carried)
            case DocumentFormat.HTML:
                from papi_cli.documents import html

                return html.render(parts, carried)

    def _narrative(self, folder: str) -> Mapping[str, str]:
        """Return what people wrote for a document by section; raises BrokenText that names file and line."""
        found = read_narrative(self._source, folder) if folder else {}
        for section, text in found.items():
            try:
                read_document(f"{_MINIMAL_FRONT_MATTER}{text}\n")
            except DialectError as error:
                line = max(1, error.line - _MINIMAL_FRONT_MATTER.count("\n"))
                raise UnusableText(f"{folder}/{section}.md:{line}: {error.sentence}") from error
        return found

    def _narrative_folder(self, document: DocumentSpec) -> str:
        """Return the folder of what people write for the document, "" where nobody does."""
        period = self._standing.period
        return narrative_folder(period.id, document.agency.id) if period else ""


# The least that may stand above a text, so that it can be read by itself.
_MINIMAL_FRONT_MATTER = """---
layout: letter
issuer: ""
number: ""
dateline: ""
subject: ""
recipients: []
signer: []
signer_name: ""
---
"""


def narrative_stubs(filling: Filling) -> Mapping[str, bytes]:
    """Return a file for each section that people write, by file name: what belongs there, as a marked place."""
    return {f"{one.name}.md": f"{placeholder(one.hint)}\n".encode() for one in filling.places}
