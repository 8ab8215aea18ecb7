"""Characters that must not get into a document."""

from __future__ import annotations

import re

# They change the reading direction of the text after them, up to the end of the line.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"

# The others cannot be written in XML, or are discouraged there.
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{BIDI_CONTROLS}]")
_SPACES = re.compile("[\t\r\x85\u2028\u2029]")


def replace_forbidden(text: str) -> str:
    """Return the text with U+FFFD for each forbidden character, and a space for each tab or line separator but LF."""
    return _SPACES.sub(" ", _FORBIDDEN.sub("\ufffd", text))
