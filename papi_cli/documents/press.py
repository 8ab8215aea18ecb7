"""From a document's specification to the bytes of its file: the template filled in and rendered in a format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papi_cli.documents.dialect import DialectError, read_blocks, read_document
from papi_cli.documents.formats import DocumentFormat
from papi_cli.documents.metadata import DocumentMetadata, markdown_with_metadata
from papi_cli.documents.narrative import read_narrative_text
from papi_cli.documents.printed import printed_blocks
from papi_cli.documents.sent import AgencyTexts
from papi_cli.documents.template import NarrativeSection, TemplateFillError, Templates
from papi_cli.documents.tree import Paragraph, runs_text
from papi_cli.documents.vocabulary import placeholder
from papi_cli.problems import UnusableText
from papi_cli.store.document_inputs import (
    narrative_folder,
    read_narrative,
    read_narrative_of_all,
    read_template_files,
)
from papi_cli.store.locations import TEMPLATE_FOLDER
from papi_cli.store.sources import Source
from papi_cli.views.reports.context import reporting_agencies
from papi_cli.views.reports.document_specs import DocumentSpec
from papi_cli.views.reports.printed import SECTIONS_KEY, TEXT_KEY, pack_blocks
from papi_cli.views.reports.provenance import provenance_data, provenance_properties
from papi_cli.views.reports.snapshot import ReportBasis


class Filling(NamedTuple):
    """A filled-in document as Markdown.

    `narrative_sections` are the sections that people write, as files in `narrative_folder` ("" for a document without a
    period, which has none). `unused_sections` are those with a file there but no place in the template, `blanks` the
    marked places, as printed, of those that are not written yet.
    """

    document: DocumentSpec
    text: str
    narrative_sections: tuple[NarrativeSection, ...]
    narrative_folder: str
    unused_sections: tuple[str, ...]
    blanks: Mapping[str, str]


class Press:
    """Renders the documents of one source; its templates are read and compiled once."""

    def __init__(self, source: Source, basis: ReportBasis, *, provenance_line: bool = False) -> None:
        """Read the templates; raises Failure for an unreadable file, UnusableText for one that is not UTF-8.

        `provenance_line`: the last line of the text says what the document rests on, as its properties do.
        """
        self._source, self._basis = source, basis
        self._always = {"provenance": provenance_line}
        self._files = read_template_files(source)
        self._texts = self._files.texts()
        self._templates = Templates(self._texts)
        self._fingerprint = self._files.fingerprint

    def fill_template(self, document: DocumentSpec) -> Filling:
        """Fill in the document's template and the sections that people wrote.

        Raises UnusableText for a mistake in the template or in a section, with file and line.
        """
        if len(document.parts) > 1 and "plans" not in self._texts.get(document.template, ""):
            raise UnusableText(
                f"{TEMPLATE_FOLDER}/{document.template}: mẫu chưa viết cho công văn về nhiều kế hoạch (không dùng tên «plans»). "
                "Sửa theo mẫu đi kèm chương trình, hoặc làm công văn cho từng kế hoạch."
            )
        folder = self._narrative_folder(document)
        texts = self._read_texts(document)
        narrative = texts.get(document.agency.id, {})
        try:
            context = {**document.context, **self._always}
            told = self._agency_texts(texts) if document.kind == _SUMMARY else None
            text, sections, blanks = self._templates.fill(document.template, context, narrative, told)
        except TemplateFillError as error:
            raise UnusableText(f"{TEMPLATE_FOLDER}/{error}") from error
        used = {section.name for section in sections}
        unused = tuple(name for name in narrative if name not in used)
        return Filling(document, text, sections, folder, unused, dict(_printed(blanks)))

    def _agency_texts(self, texts: Mapping[str, Mapping[str, str]]) -> AgencyTexts:
        return AgencyTexts(self._basis.plan, texts, reporting=reporting_agencies(self._basis))

    def render_document(self, filling: Filling, format_: DocumentFormat) -> bytes:
        """Return the bytes of the document's file.

        Raises UnusableText for a template whose text is not in the dialect, Failure for an unusable Word base document.
        """
        document, text = filling.document, filling.text
        try:
            tree = read_document(text)
        except DialectError as error:
            where = f"văn bản lập từ {TEMPLATE_FOLDER}/{document.template}, dòng {error.line}"
            raise UnusableText(f"{where}: {error.sentence}") from error
        metadata = DocumentMetadata(
            provenance_properties(self._basis, document, templates=self._fingerprint),
            {
                **provenance_data(self._basis, document, templates=self._fingerprint),
                **({SECTIONS_KEY: filling.blanks} if filling.blanks else {}),
                TEXT_KEY: pack_blocks(printed_blocks(tree)),
            },
        )
        match format_:
            case DocumentFormat.MARKDOWN:
                return markdown_with_metadata(text, metadata)
            case DocumentFormat.WORD:
                from papi_cli.documents import word

                return word.render(tree, self._files.word_base, metadata)
            case DocumentFormat.HTML:
                from papi_cli.documents import html

                return html.render(tree, metadata)

    def _read_texts(self, document: DocumentSpec) -> Mapping[str, Mapping[str, str]]:
        """Return the Markdown that people wrote, by agency and section: for the summary all of the period.

        Raises UnusableText with all that is not in the dialect, each with file and line.
        """
        period = self._basis.period
        if period is None:
            return {}
        if document.kind == _SUMMARY:
            typed = read_narrative_of_all(self._source, period.id)
        else:
            typed = {document.agency.id: read_narrative(self._source, self._narrative_folder(document))}
        texts: dict[str, dict[str, str]] = {}
        faults: list[str] = []
        for agency, sections in typed.items():
            for section, text in sections.items():
                narrative = read_narrative_text(text)
                path = f"{narrative_folder(period.id, agency)}/{section}.md"
                faults += (f"{path}:{fault.line}: {fault.sentence}" for fault in narrative.faults)
                texts.setdefault(agency, {})[section] = narrative.markdown
        if faults:
            raise UnusableText("\n".join(faults))
        return texts

    def _narrative_folder(self, document: DocumentSpec) -> str:
        """Return the folder of the sections that people write for the document, "" without a period."""
        period = self._basis.period
        return narrative_folder(period.id, document.agency.id) if period else ""


# The kind of document that tells what all agencies wrote.
_SUMMARY = "summary"


def _printed(blanks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the marked places as they are printed, without those of several lines."""
    for section, text in blanks.items():
        match read_blocks(text):
            case (Paragraph(text=runs),):
                yield section, runs_text(runs)


def narrative_stubs(filling: Filling) -> Mapping[str, bytes]:
    """Return by file name the content of a file for each section: a placeholder that hints at what belongs there."""
    return {f"{section.name}.md": f"{placeholder(section.hint)}\n".encode() for section in filling.narrative_sections}
