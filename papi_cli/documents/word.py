"""Renders documents as Word files (Office Open XML), on a base document with the styles and page set-up.

The layout follows Nghị định 30/2020/NĐ-CP, Annex I; the look of its parts is in the styles of the base document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Package
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.section import CT_SectPr
from lxml import etree

from papi_cli.archives import OversizedArchive, repack, unpack
from papi_cli.documents.metadata import (
    DAMAGE_ERRORS,
    PROPERTIES_PART,
    DocumentMetadata,
    custom_properties,
    custom_xml,
    custom_xml_properties,
)
from papi_cli.documents.pictures import Pictures
from papi_cli.documents.tree import DocumentTree, runs_text
from papi_cli.documents.wordxml import BaseStyles, WordWriter
from papi_cli.problems import Failure

# The elements that the schema puts after w:pgNumType in a section.
_AFTER_NUMBERING = [
    f"w:{name}"
    for name in (
        *("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection"),
        *("bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange"),
    )
]
_AS_OF = "papi.as_of"
# The packaged base unpacks to some 50 kB; pictures in headers take more.
_MOST_BASE_BYTES = 50_000_000
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The longest text that a core property can hold.
_LONGEST_PROPERTY = 255


def render(document: DocumentTree, base: bytes, metadata: DocumentMetadata) -> bytes:
    """Return a .docx file with embedded metadata; the same input gives the same bytes.

    `base` is the .docx file whose styles, page set-up and headers it takes. Raises Failure for a base that is not a
    Word file, lacks a style, or has no room for text on its page.
    """
    package = _open_base(base)
    pictures = Pictures(lambda png: package.part.get_or_add_image(BytesIO(png))[0])
    pages = "".join(_pages(document, BaseStyles(package), package.element.body.get_or_add_sectPr(), pictures))
    content = f"{_XML}<w:document {nsdecls('w', 'r', 'wp', 'a', 'pic')}><w:body>{pages}</w:body></w:document>"
    _set_core_properties(package, document, metadata)
    _add_metadata(package, metadata)
    return _pack(package, content)


def _open_base(base: bytes) -> Package:
    try:
        return docx.Document(BytesIO(_unpacked(base)))
    except OversizedArchive as error:
        raise Failure(
            "Tệp Word gốc giải nén ra quá lớn. Bỏ bớt hình ảnh, hoặc lấy lại tệp đi kèm chương trình."
        ) from error
    except (*DAMAGE_ERRORS, OpcError) as error:
        raise Failure("Tệp Word gốc không phải là tệp .docx đọc được. Lưu lại trong Word theo dạng .docx.") from error


@lru_cache(maxsize=1)
def _unpacked(base: bytes) -> bytes:
    """Return the base as an archive that was read within bounds, once for all documents of a batch."""
    return repack(unpack(base, most_bytes=_MOST_BASE_BYTES))


def _pages(document: DocumentTree, styles: BaseStyles, page: CT_SectPr, pictures: Pictures) -> Iterator[str]:
    """Yield the XML of the body: text and signature in one section, then each annex in a section of its own."""
    front = document.front
    section = _section(page, landscape=False)
    writer = WordWriter(styles, *_text_area(section), pictures)
    # A section is declared by its last paragraph, the last one by the end of the body.
    yield writer.letterhead(front)
    yield writer.blocks(document.body, kept=True)
    yield writer.signature(front)
    for annex in document.annexes:
        yield writer.section_end(_section_xml(section))
        section = _section(page, landscape=annex.landscape)
        writer = WordWriter(styles, *_text_area(section), pictures)
        yield writer.annex_head(annex)
        yield writer.blocks(annex.blocks, kept=False, title=annex.title)
    yield writer.provenance(document.provenance)
    yield _section_xml(section)


def _section(page: CT_SectPr, *, landscape: bool) -> CT_SectPr:
    """Return the base's section with pages numbered from 1; in landscape the sheet turns and the margins stay."""
    section = page.clone()
    section.remove_all("w:pgNumType")
    numbering = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    section.insert_element_before(numbering, *_AFTER_NUMBERING)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    return section


def _text_area(section: CT_SectPr) -> tuple[int, int]:
    """Return width and height between the margins, in twips; raises Failure where there is no room for text."""
    sides = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    ends = (section.page_height, section.top_margin, section.bottom_margin)
    wide, left, right, gutter = (side.twips if side is not None else 0 for side in sides)
    high, top, bottom = (end.twips if end is not None else 0 for end in ends)
    room, height = wide - left - right - gutter, high - top - bottom
    if room <= 0 or height <= 0:
        raise Failure("Tệp Word gốc không có khổ giấy, hoặc lề không chừa chỗ cho chữ. Chỉnh lại trang trong Word.")
    return room, height


def _section_xml(section: CT_SectPr) -> str:
    return etree.tostring(section, encoding="unicode")


def _set_core_properties(package: Package, document: DocumentTree, metadata: DocumentMetadata) -> None:
    """Set the properties that Word shows; the day of the file is the day as of which the document was computed."""
    about = package.core_properties
    about.title = document.front.description[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = " ".join(map(runs_text, document.front.issuer))[:_LONGEST_PROPERTY]
    about.language = document.front.language
    about.revision = 1
    if (as_of := dict(metadata.properties).get(_AS_OF)) is not None:
        about.created = about.modified = datetime.fromisoformat(as_of)


def _add_metadata(package: Package, metadata: DocumentMetadata) -> None:
    """Add the parts of the metadata; custom properties of the base are replaced."""
    main, whole = package.part, package.part.package
    for name, relationship in list(whole.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            del whole.rels[name]
    properties = custom_properties(metadata)
    part = Part(PackURI(f"/{PROPERTIES_PART}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, properties, whole)
    whole.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    data = Part(whole.next_partname("/customXml/item%d.xml"), CONTENT_TYPE.XML, custom_xml(metadata), whole)
    about = Part(
        whole.next_partname("/customXml/itemProps%d.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        custom_xml_properties(),
        whole,
    )
    data.relate_to(about, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(data, RELATIONSHIP_TYPE.CUSTOM_XML)


def _pack(package: Package, content: str) -> bytes:
    """Return the package as an archive with `content` as its main part; all entries have the same time, the earliest.

    The content is put in as text here: a tree of it would have to be parsed, copied and serialized.
    """
    saved, out = BytesIO(), BytesIO()
    package.save(saved)
    with ZipFile(saved) as source, ZipFile(out, "w") as archive:
        for name in source.namelist():
            entry = ZipInfo(name)
            # By default the operating system; the bytes must not depend on it.
            entry.create_system = 0
            main = name == package.part.partname.membername
            archive.writestr(entry, content.encode() if main else source.read(name), ZIP_DEFLATED)
    return out.getvalue()
