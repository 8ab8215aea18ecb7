"""The formats that a document can be rendered in, and the suffixes of their files."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class DocumentFormat(StrEnum):
    """A format that a document can be rendered in."""

    MARKDOWN = "markdown"
    WORD = "word"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """The suffix of such files, with its dot."""
        return _SPECS[self].suffix

    @property
    def meaning(self) -> str:
        """What completion says of the format."""
        return _SPECS[self].meaning


class _FormatSpec(NamedTuple):
    suffix: str
    meaning: str


_SPECS: Mapping[DocumentFormat, _FormatSpec] = {
    DocumentFormat.MARKDOWN: _FormatSpec(".md", "văn bản Markdown"),
    DocumentFormat.WORD: _FormatSpec(".docx", "tệp Word"),
    DocumentFormat.HTML: _FormatSpec(".html", "trang HTML, in được"),
}
