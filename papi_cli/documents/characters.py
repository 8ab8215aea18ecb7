"""Characters that no page can carry."""

from __future__ import annotations

import re

# These turn the reading direction of all that follows them in the line.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"

# XML has no form for the others, or advises against them.
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{BIDI_CONTROLS}]")
_SPACES = re.compile("[\t\r\x85\u2028\u2029]")


def replace_forbidden(text: str) -> str:
    """Return the text with U+FFFD for every control character, and every one that would turn the line round."""
    return _SPACES.sub(" ", _FORBIDDEN.sub("\ufffd", text))
