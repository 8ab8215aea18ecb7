"""The width of the terminal, sentences on stderr wrapped to it, and streams that are full or closed."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
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


def print_stderr(message: object, *, wrapped: bool = True) -> None:
    """Print a remark or an error to stderr, as `screen_text` makes it safe; where nothing can be said, say nothing."""
    text = str(message)
    try:
        print(screen_text(wrap_for_terminal(text, sys.stderr) if wrapped else text), file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let what `stream` still holds, and what follows, go nowhere: the interpreter would complain of it at its end."""
    with suppress(OSError):  # without a descriptor for the null device, or behind a stream of a test
        os.dup2(_null_device(os.O_WRONLY), stream.fileno())


def open_missing_streams() -> None:
    """Put a stream in the place of each standard one that was closed before the program began.

    Their descriptors would else go to the next files that are opened. Stdin is at its end, writing to stdout fails, as
    it does for other programs, and what is written to stderr goes nowhere.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(_null_device(os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(_null_device(os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(_null_device(os.O_WRONLY), "w")


def _null_device(flags: int) -> int:
    return os.open(os.devnull, flags)
