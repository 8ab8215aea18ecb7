"""What a document says of itself, written into all three formats and read back from any of them.

It stands there twice: as a few properties, which other programs keep and show, and as the data that the document rests
on, one JSON text written so that it needs no escape in XML, in a script element or in a comment.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from papi_cli.documents.characters import BIDI_CONTROLS, replace_forbidden

# What a damaged archive or its XML raises: lxml's errors are SyntaxErrors, zipfile's for encryption a RuntimeError.
DAMAGE_ERRORS = (BadZipFile, zlib.error, LookupError, ValueError, SyntaxError, OSError, EOFError, RuntimeError)

PROPERTIES_PART = "docProps/custom.xml"

# Documents are far smaller, also after somebody put pictures in.
_LARGEST = 50_000_000
_LARGEST_PART = 5_000_000
_MOST_PARTS = 20
_MOST_PROPERTIES = 100

_PREFIX = "papi."
_NAMESPACE = "urn:papi:carried:1"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CUSTOM_XML = re.compile(r"customXml/item[0-9]+\.xml")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ITEM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# Names the data part within its file.
_ITEM_ID = "{6B5D2F0E-6A55-4B0B-9C39-2D1F70A70B9E}"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_SCRIPT = '<script type="application/json" id="papi">'
_SCRIPT_END = "</script>"
_COMMENT = "<!-- papi {"
_COMMENT_END = "-->"
_DOCTYPE = re.compile(r"\s*<!doctype html", re.IGNORECASE)
# Bounded, so that a hostile file costs no more than its length.
_META = re.compile(r'<meta name="(papi\.[\w.-]{1,100})" content="([^"]{0,2000})">')
_LINE = re.compile(r'<!-- (papi\.[\w.-]{1,100}) ("[^\n]{0,2000}") -->[ \r]*')
# Within the strings of a JSON text: what would end an element, a script or a comment, and what XML has no form for.
_UNSAFE = re.compile(f"[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{BIDI_CONTROLS}]|-(?=-)")


class DocumentMetadata(NamedTuple):
    """The properties, each name starting with `papi.` (`papi.as_of`), and the data, as JSON can hold it."""

    properties: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]


def markdown_with_metadata(text: str, carried: DocumentMetadata) -> bytes:
    """Return the text with what it carries below it, in comments that no reader of Markdown shows."""
    lines = [f"<!-- {name} {_json(value)} -->" for name, value in carried.properties]
    said = replace_forbidden(text.replace("\r\n", "\n")).rstrip("\n")
    return "\n".join([said, "", *lines, f"<!-- papi {_indented_json(carried.data)} -->", ""]).encode()


def html_metadata(carried: DocumentMetadata) -> str:
    """Return the elements for the head of an HTML file."""
    metas = [
        f'<meta name="{name}" content="{html.escape(replace_forbidden(value))}">\n'
        for name, value in carried.properties
    ]
    return f"{''.join(metas)}{_SCRIPT}{_indented_json(carried.data)}{_SCRIPT_END}\n"


def custom_properties(carried: DocumentMetadata) -> bytes:
    """Return the part docProps/custom.xml of a Word file."""
    found = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{html.escape(replace_forbidden(value), quote=False)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(carried.properties, 2)
    )
    return f'{_XML}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{found}</Properties>'.encode()


def custom_xml(carried: DocumentMetadata) -> bytes:
    """Return the custom XML part of a Word file that holds the data."""
    return f'{_XML}<carried xmlns="{_NAMESPACE}">{_indented_json(carried.data)}</carried>'.encode()


def custom_xml_properties() -> bytes:
    """Return the part that names that custom XML part and its namespace; without it, Word drops the other."""
    return (
        f'{_XML}<ds:datastoreItem xmlns:ds="{_ITEM_PROPERTIES}" ds:itemID="{_ITEM_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _indented_json(value: object, levels: int = 2) -> str:
    """Return the value as JSON with a line for each entry of the upper levels, so that diffs can be read."""
    if levels and isinstance(value, Mapping) and value:
        entries = ",\n".join(f"{_json(key)}: {_indented_json(entry, levels - 1)}" for key, entry in value.items())
        return f"{{\n{entries}\n}}"
    if levels and isinstance(value, list | tuple) and value:
        entries = ",\n".join(_indented_json(entry, levels - 1) for entry in value)
        return f"[\n{entries}\n]"
    return _json(value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_metadata(raw: bytes) -> DocumentMetadata | None:
    """Return what a Word, HTML or Markdown file carries, told apart by their content; None for any other file.

    Data that got lost on the way (a program that keeps the properties alone) is empty.
    """
    if len(raw) > _LARGEST:
        return None
    if raw.startswith(b"PK"):
        try:
            return _read_word(raw)
        except DAMAGE_ERRORS:
            return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return _read_html(text) if _DOCTYPE.match(text) else _read_markdown(text)


def _read_word(raw: bytes) -> DocumentMetadata | None:
    with ZipFile(BytesIO(raw)) as archive:
        names = archive.namelist()
        properties = tuple(_word_properties(archive)) if PROPERTIES_PART in names else ()
        parts = [name for name in names if _CUSTOM_XML.fullmatch(name)]
        for name in parts[:_MOST_PARTS]:
            root = _element(archive, name)
            if root.tag == f"{{{_NAMESPACE}}}carried":
                return _metadata(properties, root.text or "")
    return _metadata(properties, "")


def _word_properties(archive: ZipFile) -> Iterator[tuple[str, str]]:
    for found in _element(archive, PROPERTIES_PART):
        name = found.get("name") or ""
        if name.startswith(_PREFIX):
            yield name, "".join(found.itertext())


def _element(archive: ZipFile, name: str) -> etree._Element:
    """Return the root of an XML part; raises one of DAMAGED for what is none, or is larger than any of ours."""
    # Word files know no other method, and of the others zipfile unpacks more than it is asked for.
    if archive.getinfo(name).compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ValueError(name)
    with archive.open(name) as part:
        content = part.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise ValueError(name)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _read_html(text: str) -> DocumentMetadata | None:
    above, _, below = text.partition(_SCRIPT)
    metas = islice(_META.finditer(above), _MOST_PROPERTIES)
    properties = tuple((meta[1], html.unescape(meta[2])) for meta in metas)
    return _metadata(properties, _until(_SCRIPT_END, below))


def _read_markdown(text: str) -> DocumentMetadata | None:
    # The last one, and the lines right above it: what stands in the text is the text's own.
    above, found, below = text.rpartition(_COMMENT)
    properties = tuple(_properties_at_the_end(above))[::-1]
    return _metadata(properties, "{" + _until(_COMMENT_END, below)) if found else None


def _properties_at_the_end(text: str) -> Iterator[tuple[str, str]]:
    """Yield the properties that the text ends with, the last one first."""
    for line in reversed(text.rstrip().rsplit("\n", _MOST_PROPERTIES)):
        found = _LINE.fullmatch(line)
        if found is None:
            return
        if isinstance(value := _from_json(found[2]), str):
            yield found[1], value


def _until(end: str, text: str) -> str:
    """Return what stands before `end`; empty where it is missing."""
    before, found, _ = text.partition(end)
    return before if found else ""


def _metadata(properties: tuple[tuple[str, str], ...], text: str) -> DocumentMetadata | None:
    """Return what was found; None for no property and no data."""
    data = _from_json(text)
    found = DocumentMetadata(properties, data if isinstance(data, dict) else {})
    return found if found.properties or found.data else None


def _from_json(text: str) -> object:
    """Return what a JSON text says, None for what is none (nested without end, too), or is larger than any of ours."""
    if len(text) > _LARGEST_PART:
        return None
    try:
        value: object = json.loads(text)
        # JSON can name halves of characters, which nothing can print; ours never does.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value
