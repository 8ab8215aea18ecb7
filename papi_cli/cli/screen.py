"""The width of the terminal, sentences on stderr wrapped to it, and streams that are full or closed."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from typing import TextIO

from papi_cli.store.os_errors import ON_WINDOWS
from papi_cli.text import screen_text, wrap_line

_NARROWEST, _WIDEST = 60, 200

# Of the functions of Windows: the numbers of the streams, and the flag of a console.
_STD_OUTPUT, _STD_ERROR = -11, -12
_HEED_CODES = 4


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


def is_reader_gone(error: BaseException) -> bool:
    """Return whether the error is that of a pipe whose reader closed it: on Windows EINVAL, and of no file."""
    if isinstance(error, BrokenPipeError):
        return True
    return (
        ON_WINDOWS
        and isinstance(error, OSError)
        and error.errno == errno.EINVAL
        and error.filename is None
        and getattr(error, "winerror", None) is None
    )


def takes_colours(stream: TextIO) -> bool:
    """Return whether the terminal behind `stream` may be sent codes for colours, as far as the user wants any."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return not ON_WINDOWS or _console_heeds_codes(_STD_ERROR if stream is sys.stderr else _STD_OUTPUT)


def _console_heeds_codes(number: int) -> bool:
    """Ask the console of Windows to heed escape codes; one that does not would show them as signs.

    https://learn.microsoft.com/windows/console/setconsolemode, ENABLE_VIRTUAL_TERMINAL_PROCESSING
    """
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]  # mypy runs on another system
    kernel.GetStdHandle.restype = ctypes.c_void_p
    handle, mode = ctypes.c_void_p(kernel.GetStdHandle(number)), ctypes.c_uint32()
    return bool(
        kernel.GetConsoleMode(handle, ctypes.byref(mode)) and kernel.SetConsoleMode(handle, mode.value | _HEED_CODES)
    )


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
