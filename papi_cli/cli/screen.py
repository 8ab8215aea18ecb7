"""The terminal that a stream goes to: how wide it is, and sentences for whoever sits before it."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from papi_cli.text import wrapped

_NARROWEST, _WIDEST = 60, 200


def columns(stream: TextIO) -> int | None:
    """Return how wide the terminal is to which `stream` goes, None where it goes elsewhere."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) if stream.isatty() else None


def tell(sentences: object) -> None:
    """Print a remark, or what is wrong, to stderr; at a terminal no word breaks at its edge."""
    width = columns(sys.stderr)
    lines = str(sentences).splitlines()
    print(
        "\n".join(lines if width is None else (part for line in lines for part in wrapped(line, width))),
        file=sys.stderr,
    )
