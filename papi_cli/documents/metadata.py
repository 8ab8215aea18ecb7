"""Metadata of documents, written into files of all three formats and read back from them.

A file has a few properties, which other programs keep and show, and the data that the document rests on: one JSON text,
written so that it needs no escape in XML, in a script element or in a comment.
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

from papi_cli.documents.characters import replace_forbidden
from papi_cli.text import FORBIDDEN_SIGNS, json_escape

# What reading a damaged archive or its XML raises; lxml's errors are SyntaxErrors, that for encryption is a
# RuntimeError.
DAMAGE_ERRORS = (BadZipFile, zlib.error, LookupError, ValueError, SyntaxError, OSError, EOFError, RuntimeError)

PROPERTIES_PART = "docProps/custom.xml"

# Limits in bytes and counts; documents stay far below them, even with pictures put in later.
MAX_BYTES = 50_000_000
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
# Identifies the data part in its file.
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
# Escaped in the strings of a JSON text: what would end an element, a script or a comment, what XML cannot hold, and what
# begins a command of a CI system.
_UNSAFE = re.compile(f"[<>&{FORBIDDEN_SIGNS}]|-(?=-)|#(?=#)|:(?=:)")
_FRONT_AND_BODY = re.compile(r"(?s)(---[^\S\n]*\n.*?\n---[^\S\n]*(?=\n))?(.*)")
# The first sign of a command such as `##[error]`.
_COMMAND = re.compile(r"#(?=#\w*\[)")


class DocumentMetadata(NamedTuple):
    """Properties as pairs of a name, such as `papi.as_of`, and a value; and data that JSON can hold."""

    properties: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]


def markdown_with_metadata(text: str, metadata: DocumentMetadata) -> bytes:
    """Return the text with the metadata below it, in comments, which Markdown does not show."""
    lines = [f"<!-- {name} {_json(value)} -->" for name, value in metadata.properties]
    body = _without_commands(replace_forbidden(text.replace("\r\n", "\n"))).rstrip("\n")
    return "\n".join([body, "", *lines, f"<!-- papi {_indented_json(metadata.data)} -->", ""]).encode()


def _without_commands(text: str) -> str:
    """Return a document as Markdown in which no line is a command of a CI system (`text.screen_text`).

    The body reads the same. In the front matter, where a backslash is no escape, a comment of the template gets a space.
    """
    front, body = _FRONT_AND_BODY.findall(text)[0]
    body = re.sub(r"(?m)^([^\S\n]*)(?=::(?!:))", r"\1\\", re.sub(_COMMAND, r"#\\", body))
    return re.sub(_COMMAND, "# ", front) + body


def html_metadata(metadata: DocumentMetadata) -> str:
    """Return the metadata as elements for the head of an HTML file."""
    metas = [
        f'<meta name="{name}" content="{html.escape(replace_forbidden(value))}">\n'
        for name, value in metadata.properties
    ]
    return f"{''.join(metas)}{_SCRIPT}{_indented_json(metadata.data)}{_SCRIPT_END}\n"


def custom_properties(metadata: DocumentMetadata) -> bytes:
    """Return the part docProps/custom.xml of a Word file, which holds the properties."""
    properties = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{html.escape(replace_forbidden(value), quote=False)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(metadata.properties, 2)
    )
    return f'{_XML}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{properties}</Properties>'.encode()


def custom_xml(metadata: DocumentMetadata) -> bytes:
    """Return the custom XML part of a Word file that holds the data."""
    return f'{_XML}<carried xmlns="{_NAMESPACE}">{_indented_json(metadata.data)}</carried>'.encode()


def custom_xml_properties() -> bytes:
    """Return the part that declares the custom XML part and its namespace; Word drops undeclared ones."""
    return (
        f'{_XML}<ds:datastoreItem xmlns:ds="{_ITEM_PROPERTIES}" ds:itemID="{_ITEM_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _indented_json(value: object, levels: int = 2) -> str:
    """Return the value as JSON with a line per entry in the topmost `levels`, for readable diffs."""
    if levels and isinstance(value, Mapping) and value:
        entries = ",\n".join(f"{_json(key)}: {_indented_json(entry, levels - 1)}" for key, entry in value.items())
        return f"{{\n{entries}\n}}"
    if levels and isinstance(value, list | tuple) and value:
        entries = ",\n".join(_indented_json(entry, levels - 1) for entry in value)
        return f"[\n{entries}\n]"
    return _json(value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda match: json_escape(match[0]), text)


def read_metadata(raw: bytes) -> DocumentMetadata | None:
    """Read the metadata of a Word, HTML or Markdown file (told apart by content); None for a file without any.

    The data are empty where a program that saved the file has kept the properties only.
    """
    if len(raw) > MAX_BYTES:
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
    return _read_html(text) if is_html(text) else _read_markdown(text)


def _read_word(raw: bytes) -> DocumentMetadata | None:
    with ZipFile(BytesIO(raw)) as archive:
        names = archive.namelist()
        properties = tuple(_word_properties(archive)) if PROPERTIES_PART in names else ()
        parts = [name for name in names if _CUSTOM_XML.fullmatch(name)]
        for name in parts[:_MOST_PARTS]:
            root = parse_part(archive, name)
            if root.tag == f"{{{_NAMESPACE}}}carried":
                return _metadata(properties, root.text or "")
    return _metadata(properties, "")


def _word_properties(archive: ZipFile) -> Iterator[tuple[str, str]]:
    for element in parse_part(archive, PROPERTIES_PART):
        name = element.get("name") or ""
        if name.startswith(_PREFIX):
            yield name, "".join(element.itertext())


def parse_part(archive: ZipFile, name: str, most_bytes: int = _LARGEST_PART) -> etree._Element:
    """Return the root element of an XML part; raises one of DAMAGE_ERRORS for invalid XML or more than `most_bytes`."""
    # Word files use these two methods only. For others, zipfile unpacks more than it is asked to read.
    if archive.getinfo(name).compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ValueError(name)
    with archive.open(name) as part:
        content = part.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ValueError(name)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _read_html(text: str) -> DocumentMetadata | None:
    above, _, below = text.partition(_SCRIPT)
    metas = islice(_META.finditer(above), _MOST_PROPERTIES)
    properties = tuple((meta[1], html.unescape(meta[2])) for meta in metas)
    return _metadata(properties, _until(_SCRIPT_END, below))


def _read_markdown(text: str) -> DocumentMetadata | None:
    # Only the last comment and the lines right above it are metadata; a similar comment in the text is not.
    above, comment, below = text.rpartition(_COMMENT)
    properties = tuple(_properties_at_the_end(above))[::-1]
    return _metadata(properties, "{" + _until(_COMMENT_END, below)) if comment else None


def markdown_body(text: str) -> str:
    """Return a document as Markdown without the comments that hold its metadata."""
    above, comment, _ = text.rpartition(_COMMENT)
    lines = above.rstrip().split("\n")
    while lines and _LINE.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines) + "\n" if comment else text


def is_html(text: str) -> bool:
    """Return whether a text is an HTML file."""
    return bool(_DOCTYPE.match(text))


def _properties_at_the_end(text: str) -> Iterator[tuple[str, str]]:
    """Yield the properties at the end of the text, the last one first."""
    for line in reversed(text.rstrip().rsplit("\n", _MOST_PROPERTIES)):
        match = _LINE.fullmatch(line)
        if match is None:
            return
        if isinstance(value := _from_json(match[2]), str):
            yield match[1], value


def _until(end: str, text: str) -> str:
    """Return the text before `end`, "" where that is missing."""
    before, separator, _ = text.partition(end)
    return before if separator else ""


def _metadata(properties: tuple[tuple[str, str], ...], text: str) -> DocumentMetadata | None:
    """Return the properties and the data of a JSON text; None where there are neither."""
    data = _from_json(text)
    metadata = DocumentMetadata(properties, data if isinstance(data, dict) else {})
    return metadata if metadata.properties or metadata.data else None


def _from_json(text: str) -> object:
    """Parse a JSON text; None for invalid, too deeply nested or too long text."""
    if len(text) > _LARGEST_PART:
        return None
    try:
        value: object = json.loads(text)
        # Escapes can stand for lone surrogates, which cannot be printed: such a text is not ours.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value
