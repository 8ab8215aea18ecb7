"""Zip archives in memory, such as workbooks and Word files: unpacked within bounds, and packed again without surprises.

The libraries that read such files take the sizes an archive declares for true, unpack whole parts at once, and fail in
as many ways as there are damaged bytes. They are given the archive that `repack` makes of the parts that `unpack` has
read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

# Office files have some dozens of parts, one for each picture included.
_MOST_PARTS = 1_000
_LONGEST_NAME = 255
# Office files use these two methods only. For others, zipfile unpacks more than it is asked to read.
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
# What zipfile raises for damaged bytes: RuntimeError for a part with a password (and, as NotImplementedError, for an
# unknown method), the others out of the tables of the archive and the streams in it.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
    RuntimeError,
)


class DamagedArchive(ValueError):
    """The bytes are no zip archive that can be read whole."""


class OversizedArchive(ValueError):
    """The archive unpacks to more bytes or parts than allowed."""


def unpack(raw: bytes, *, most_bytes: int) -> dict[str, bytes]:
    """Return the parts of an archive by name.

    Raises OversizedArchive for parts of more than `most_bytes` in all, whatever sizes the archive declares, or for too
    many parts; DamagedArchive for anything that is not an archive, has a password, or does not match its checksums.
    """
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return _read_parts(archive, most_bytes)
    except OversizedArchive:
        raise
    except _DAMAGE as error:
        raise DamagedArchive from error


def _read_parts(archive: ZipFile, most_bytes: int) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > most_bytes:
        raise OversizedArchive
    parts: dict[str, bytes] = {}
    left = most_bytes
    for entry in entries:
        name = entry.filename
        if name in parts or len(name) > _LONGEST_NAME or entry.compress_type not in _METHODS:
            raise DamagedArchive(name)
        with archive.open(entry) as part:
            # A read without a limit would unpack all there is before it looks at the declared size.
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise OversizedArchive
        parts[name] = content
    return parts


def repack(parts: Mapping[str, bytes]) -> bytes:
    """Return an uncompressed archive of the parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content)
    return out.getvalue()
