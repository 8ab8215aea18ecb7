"""The formats of lists, and which names of files go with them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from papi_cli.problems import Misuse


class Format(StrEnum):
    """The formats of lists."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


_ENDINGS = {Format.TABLE: ".txt", Format.JSON: ".json", Format.CSV: ".csv", Format.MARKDOWN: ".md"}


# Endings of file names by which other programs take a file for something.
PROMISES = frozenset(
    {".csv", ".doc", ".docx", ".htm", ".html", ".json", ".md", ".odt", ".pdf", ".rtf", ".txt", ".xls", ".xlsx"}
)


def ending_of(output: str | None) -> str:
    """Return how the name of the output ends, with its dot and in small letters; "" for no ending and no output."""
    return PurePath(output).suffix.lower() if output is not None else ""


def check_ending(shape: str, ending: str, own: str) -> None:
    """Raise Misuse where a file of the format `shape`, whose ending is `own`, would be taken for another."""
    if ending in PROMISES - {own, ".txt"}:
        raise Misuse(f"--format {shape} không hợp với tệp «{ending}». Đặt tên tệp kết thúc bằng {own}.")
