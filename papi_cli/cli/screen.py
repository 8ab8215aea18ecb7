"""The terminal that a stream goes to: how wide it is, and sentences for whoever sits before it."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from papi_cli.text import wrap_line

_NARROWEST, _WIDEST = 60, 200


def terminal_width(stream: TextIO) -> int | None:
    """Return how wide the terminal is to which `stream` goes, None where it goes elsewhere."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) if stream.isatty() else None


def wrap_for_terminal(text: str, stream: TextIO) -> str:
    """Return the text in lines that fit the terminal to which `stream` goes, no word broken; elsewhere as it is."""
    width = terminal_width(stream)
    if width is None:
        return text
    return "\n".join(part for line in text.split("\n") for part in wrap_line(line, width) or [""])


def print_stderr(sentences: object) -> None:
    """Print a remark, or what is wrong, to stderr."""
    print(wrap_for_terminal(str(sentences), sys.stderr), file=sys.stderr)
