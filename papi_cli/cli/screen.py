"""The width of the terminal, and sentences on stderr wrapped to it."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from papi_cli.text import screen_text, wrap_line

_NARROWEST, _WIDEST = 60, 200


def terminal_width(stream: TextIO) -> int | None:
    """Return the width in columns, between 60 and 200, of the terminal behind `stream`; None if it is no terminal."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) if stream.isatty() else None


def wrap_for_terminal(text: str, stream: TextIO) -> str:
    """Return the text wrapped between words to the terminal behind `stream`; unchanged if it is no terminal."""
    width = terminal_width(stream)
    if width is None:
        return text
    return "\n".join(part for line in text.split("\n") for part in wrap_line(line, width) or [""])


def print_stderr(message: object) -> None:
    """Print a remark or an error to stderr, as `screen_text` makes it safe."""
    print(screen_text(wrap_for_terminal(str(message), sys.stderr)), file=sys.stderr)
