"""The formats of documents."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """The formats of documents."""

    MARKDOWN = "markdown"
    WORD = "word"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return _SUFFIXES[self]


_SUFFIXES = {Paper.MARKDOWN: ".md", Paper.WORD: ".docx", Paper.HTML: ".html"}
