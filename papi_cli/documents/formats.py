"""The formats that a document can be rendered in, and the suffixes of their files."""

from __future__ import annotations

from enum import StrEnum


class DocumentFormat(StrEnum):
    """A format that a document can be rendered in."""

    MARKDOWN = "markdown"
    WORD = "word"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """The suffix of such files, with its dot."""
        return _SUFFIXES[self]


_SUFFIXES = {DocumentFormat.MARKDOWN: ".md", DocumentFormat.WORD: ".docx", DocumentFormat.HTML: ".html"}
