"""The formats of lists, and which names of files go with them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from papi_cli.problems import Misuse


class ListFormat(StrEnum):
    """The formats of lists."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


_LIST_SUFFIXES = {
    ListFormat.TABLE: ".txt",
    ListFormat.JSON: ".json",
    ListFormat.CSV: ".csv",
    ListFormat.MARKDOWN: ".md",
}


# Endings of file names by which other programs take a file for something.
KNOWN_SUFFIXES = frozenset(
    {".csv", ".doc", ".docx", ".htm", ".html", ".json", ".md", ".odt", ".pdf", ".rtf", ".txt", ".xls", ".xlsx"}
)


def suffix_of(output: str | None) -> str:
    """Return how the name of the output ends, with its dot and in small letters; "" for no ending and no output."""
    return PurePath(output).suffix.lower() if output is not None else ""


def check_suffix(shape: str, ending: str, own: str) -> None:
    """Raise Misuse where a file of the format `shape`, whose ending is `own`, would be taken for another."""
    if ending in KNOWN_SUFFIXES - {own, ".txt"}:
        raise Misuse(f"--format {shape} không hợp với tệp «{ending}». Đặt tên tệp kết thúc bằng {own}.")
