"""What a document says of itself, written into all three formats and read back from any of them.

It stands twice: as a few properties, which every program keeps and shows, and as the data that the document rests on,
as one JSON text that needs no escape in XML, in a script element or in a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile, BadZipFile, ZipInfo
from zlib import error as ZlibError

# Documents are far smaller, also when a person put pictures in.
_LARGEST = 50_000_000
_LARGEST_PART = 5_000_000

PROPERTY = "papi."
NAMESPACE = "urn:papi:carried:1"
CUSTOM_PROPERTIES = "docProps/custom.xml"


class Carried(NamedTuple):
    """The properties, each name starting with `papi.` (`papi.as_of`), and the data, as JSON can hold them."""

    properties: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]
