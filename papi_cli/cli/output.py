"""Printing: which format, by which renderer, to where."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from papi_cli.problems import Misuse
from papi_cli.store import write_output
from papi_cli.text import nfc
from papi_cli.views.layout import Page, Table

_NARROWEST, _WIDEST = 60, 200

# Each renderer is imported where it is used: a command pays for one of them (Rich alone costs five bare interpreters).


class Format(StrEnum):
    """The formats of lists."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def find_format(word: str) -> Format:
    """Return the format called `word`; raises Misuse for any other word."""
    try:
        return Format(word.lower())
    except ValueError as error:
        raise Misuse(f"Không có dạng «{nfc(word)}». Các dạng: {', '.join(Format)}.") from error


def formatted(
    shape: Format,
    *,
    page: Callable[[], Page],
    rows: Callable[[], Table],
    contract: Callable[[], Mapping[str, Any]],
    to_file: bool,
) -> bytes:
    """Return an answer in the format `shape`; only the view that it needs is built.

    `page` is for readers, `rows` for spreadsheets, `contract` for programs.
    """
    match shape:
        case Format.TABLE:
            return _fitted(page(), to_file=to_file).encode()
        case Format.MARKDOWN:
            from papi_cli.render import markdown

            return markdown.render(page()).encode()
        case Format.CSV:
            from papi_cli.render import csvtext

            return csvtext.render(rows())
        case Format.JSON:
            from papi_cli.render import jsontext

            return jsontext.render(contract()).encode()


def _fitted(page: Page, *, to_file: bool) -> str:
    """Return the page for whoever reads it: fitted to a terminal, else plain aligned text."""
    if to_file or not sys.stdout.isatty():
        from papi_cli.render import plain

        return plain.render(page)
    from papi_cli.render import terminal

    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return terminal.render(page, width=width, color=color)


def put(content: bytes, output: str | None) -> None:
    """Print `content`, or write it whole to the file `output`."""
    if output is not None:
        write_output(Path(output), content)
        print(f"Đã ghi {output}.", file=sys.stderr)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
