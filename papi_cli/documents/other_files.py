"""What can still be read of a document that another program has saved, converted or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum, auto
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from papi_cli.documents.metadata import DAMAGE_ERRORS, parse_part, read_metadata
from papi_cli.documents.reading_back import UnreadableText, read_html, read_word
from papi_cli.views.reports.printed import PrintedBlock, block_text

_LARGEST_TEXT = 20_000_000
_OPEN_DOCUMENT = "content.xml"
_PROPERTIES = "meta.xml"
_PREFIX = "papi."
_HTML = re.compile(r"\s*<(!doctype html|html\b)", re.IGNORECASE)


class FileKind(StrEnum):
    """What a file is, told by its bytes."""

    TEXT = auto()
    PDF = auto()
    OLD_WORD = auto()
    OTHER = auto()


# How files begin that are none of ours.
_BEGINNINGS = {b"%PDF": FileKind.PDF, b"\xd0\xcf\x11\xe0": FileKind.OLD_WORD, b"{\\rtf": FileKind.OLD_WORD}


class SeenFile(NamedTuple):
    """A file by its kind; properties that papi gave it, and its words, of TEXT only."""

    kind: FileKind
    properties: Mapping[str, str]
    text: str = ""


def look_into(raw: bytes) -> SeenFile:
    """Return what is left in a file of any program; of damaged and unknown ones the kind alone."""
    for beginning, kind in _BEGINNINGS.items():
        if raw.startswith(beginning):
            return SeenFile(kind, {})
    metadata = read_metadata(raw)
    properties = dict(metadata.properties) if metadata else {}
    try:
        if not raw.startswith(b"PK"):
            return SeenFile(FileKind.TEXT, properties, _text(raw))
        with ZipFile(BytesIO(raw)) as archive:
            if _OPEN_DOCUMENT in archive.namelist():
                return SeenFile(FileKind.TEXT, _open_properties(archive), _open_text(archive))
        return SeenFile(FileKind.TEXT, properties, _joined(read_word(raw)))
    except (*DAMAGE_ERRORS, UnreadableText):
        return SeenFile(FileKind.OTHER, properties)


def _text(raw: bytes) -> str:
    """Return the words of a text or an HTML file; raises UnicodeDecodeError, a ValueError, for other bytes."""
    text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    if "\0" in text:
        raise UnreadableText
    return _joined(read_html(text)) if _HTML.match(text) else text


def _joined(blocks: Iterator[PrintedBlock]) -> str:
    return "\n".join(map(block_text, blocks))


def _open_text(archive: ZipFile) -> str:
    """Return the words of an OpenDocument text, paragraph by paragraph."""
    root = parse_part(archive, _OPEN_DOCUMENT, _LARGEST_TEXT)
    return "\n".join("".join(_open_pieces(paragraph)) for paragraph in root.iter("{*}p", "{*}h"))


def _open_pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iter():
        if child is not element:
            # A run of spaces, a tab or a line break is an element.
            yield " " if not len(child) and not child.text else child.text or ""
            yield child.tail or ""


def _open_properties(archive: ZipFile) -> Mapping[str, str]:
    if _PROPERTIES not in archive.namelist():
        return {}
    found = (
        (_attribute(one, "name"), one.text or "") for one in parse_part(archive, _PROPERTIES).iter("{*}user-defined")
    )
    return {name: value for name, value in found if name.startswith(_PREFIX)}


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
