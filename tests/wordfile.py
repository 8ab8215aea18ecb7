"""Reads .docx files for the tests: paragraphs with the effective formatting of their styles and runs.

It is independent of python-docx, which writes the files: archive, XML and the inheritance of styles only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = {"w": W.strip("{}")}
MM = 1440 / 25.4


def attribute(element: etree._Element | None, name: str) -> str:
    return "" if element is None else element.get(f"{W}{name}") or ""


@dataclass(frozen=True)
class Look:
    """The effective formatting of a paragraph: font size in points, lengths in twips."""

    text: str
    style: str
    size: float
    bold: bool
    italic: bool
    caps: bool
    align: str
    before: int
    after: int
    line: int
    line_rule: str
    first: int
    left: int
    right: int
    keep_next: bool
    outline: str
    element: etree._Element


class WordFile:
    """A .docx file, unpacked."""

    def __init__(self, raw: bytes) -> None:
        with ZipFile(BytesIO(raw)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = self.xml("word/document.xml")
        self.base = self.xml("word/styles.xml")
        self.styles = {attribute(style, "styleId"): style for style in self.base.iter(f"{W}style")}

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def style_name(self, style: str) -> str:
        return attribute(self.styles[style].find("w:name", NAMES), "val")

    @cached_property
    def looks(self) -> list[Look]:
        return [self.look(paragraph) for paragraph in self.document.iter(f"{W}p")]

    def look(self, paragraph: etree._Element) -> Look:
        style = attribute(paragraph.find("w:pPr/w:pStyle", NAMES), "val")
        runs = paragraph.findall("w:r", NAMES)
        first = runs[0] if runs else None
        spacing, indent = "w:pPr/w:spacing", "w:pPr/w:ind"
        text = text_of(paragraph)
        return Look(
            text=text,
            style=self.style_name(style),
            size=int(self._value(style, first, "w:rPr/w:sz", "val")) / 2,
            bold=self._on(style, first, "w:rPr/w:b"),
            italic=self._on(style, first, "w:rPr/w:i"),
            caps=text.isupper() or self._on(style, first, "w:rPr/w:caps"),
            align=self._value(style, paragraph, "w:pPr/w:jc", "val"),
            before=int(self._value(style, paragraph, spacing, "before") or 0),
            after=int(self._value(style, paragraph, spacing, "after") or 0),
            line=int(self._value(style, paragraph, spacing, "line") or 240),
            line_rule=self._value(style, paragraph, spacing, "lineRule"),
            first=int(self._value(style, paragraph, indent, "firstLine") or 0),
            left=int(self._value(style, paragraph, indent, "left") or 0),
            right=int(self._value(style, paragraph, indent, "right") or 0),
            keep_next=self._on(style, paragraph, "w:pPr/w:keepNext"),
            outline=self._value(style, paragraph, "w:pPr/w:outlineLvl", "val"),
            element=paragraph,
        )

    def _settings(self, style: str, element: etree._Element | None, path: str) -> Iterator[etree._Element]:
        """Yield the settings at `path` in the element, its style, the styles that one is based on, and the defaults."""
        if element is not None and (direct := element.find(path, NAMES)) is not None:
            yield direct
        while style:
            if (setting := self.styles[style].find(path, NAMES)) is not None:
                yield setting
            style = attribute(self.styles[style].find("w:basedOn", NAMES), "val")
        defaults = self.base.find(f"w:docDefaults/{path.split('/', maxsplit=1)[0]}Default/{path}", NAMES)
        if defaults is not None:
            yield defaults

    def _value(self, style: str, element: etree._Element | None, path: str, name: str) -> str:
        values = (attribute(setting, name) for setting in self._settings(style, element, path))
        return next((value for value in values if value), "")

    def _on(self, style: str, element: etree._Element | None, path: str) -> bool:
        setting = next(self._settings(style, element, path), None)
        return setting is not None and attribute(setting, "val") not in {"0", "false"}

    def paragraph(self, text: str) -> Look:
        """Return the only paragraph that starts with `text`."""
        (look,) = (look for look in self.looks if look.text.replace("\n", " ").startswith(text))
        return look

    @property
    def sections(self) -> list[etree._Element]:
        return list(self.document.iter(f"{W}sectPr"))

    @property
    def tables(self) -> list[etree._Element]:
        return list(self.document.iter(f"{W}tbl"))

    @property
    def data_tables(self) -> list[etree._Element]:
        return [table for table in self.tables if table.find(".//w:tblHeader", NAMES) is not None]


def text_of(element: etree._Element) -> str:
    """Return the text inside an element, LF for a forced line break."""
    return "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in element.iter(f"{W}t", f"{W}br"))


def cells(row: etree._Element) -> list[etree._Element]:
    return row.findall("w:tc", NAMES)


def room(section: etree._Element) -> int:
    """Return the width between the margins of a section, in twips."""
    size, margins = section.find("w:pgSz", NAMES), section.find("w:pgMar", NAMES)
    return int(attribute(size, "w")) - int(attribute(margins, "left")) - int(attribute(margins, "right"))


def relationships(file: WordFile, part: str) -> dict[str, str]:
    """Return the targets of a part's relationships by id."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    if rels not in file.parts:
        return {}
    links = [dict(element.attrib) for element in file.xml(rels)]
    assert len({link["Id"] for link in links}) == len(links)
    assert not [link for link in links if "TargetMode" in link]
    return {
        str(link["Id"]): (
            str(link["Target"])[1:] if link["Target"].startswith("/") else normpath(join(folder, str(link["Target"])))
        )
        for link in links
    }
