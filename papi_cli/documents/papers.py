"""The formats of documents."""

from __future__ import annotations

from enum import StrEnum


class DocumentFormat(StrEnum):
    """The formats of documents."""

    MARKDOWN = "markdown"
    WORD = "word"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return _SUFFIXES[self]


_SUFFIXES = {DocumentFormat.MARKDOWN: ".md", DocumentFormat.WORD: ".docx", DocumentFormat.HTML: ".html"}
