"""Characters that must not get into a document."""

from __future__ import annotations

import re

from papi_cli.text import printable

_SPACES = re.compile("[\t\r\x85\u2028\u2029]")


def replace_forbidden(text: str) -> str:
    """Return the text with a space for each tab or line separator but LF, and U+FFFD for other forbidden signs."""
    return printable(_SPACES.sub(" ", text))
