"""A cache of byte strings by key, in a folder of the user's own, kept from one run to the next for speed alone.

Nothing here raises or prints: an entry that cannot be read or fails its checksum counts as absent, and one that cannot
be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# A plan with turns has an entry of its own and one for each version that was asked about; several plans may be asked at
# once. Where one more than is kept is asked about in turn, each is read anew every time.
MAX_ENTRIES = 64
MAX_BYTES = 64_000_000
_SUFFIX = ".papi-cache"
_CHECKSUM_SIZE = 4
_WRITABLE_BY_OTHERS = 0o022


class CacheEntry(NamedTuple):
    """The file that holds the content of one key; without a path nothing is kept."""

    path: Path | None

    def load(self) -> bytes | None:
        """Return the content; None if there is none or it is damaged."""
        if self.path is None:
            return None
        try:
            stored = self.path.read_bytes()
        except OSError:
            return None
        content = stored[_CHECKSUM_SIZE:]
        if stored[:_CHECKSUM_SIZE] != _checksum(content):
            return None
        # The time of the file is that of its last use, for _evict_oldest.
        with suppress(OSError):
            os.utime(self.path)
        return content

    def save(self, content: bytes) -> None:
        """Write `content` whole or not at all, then evict the least recently used of more than 64 entries or 64 MB."""
        if self.path is None:
            return
        # On a full or read-only disk the next run simply does without.
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.path, _checksum(content) + content)
            _evict_oldest(self.path.parent)


def cache_entry(key: Iterable[bytes], environment: Mapping[str, str]) -> CacheEntry:
    """Return the entry for a key of several parts, in the folder named by PAPI_CACHE, else in the user's cache folder.

    The entry keeps nothing if PAPI_CACHE is blank or not an absolute path, if the user has no home, or if the folder
    belongs to somebody else or others may write to it: they could plant an answer there.
    """
    folder = _cache_folder(environment)
    if folder is None or not folder.is_absolute() or not _is_private(folder):
        return CacheEntry(None)
    return CacheEntry(folder / f"{checksum_of(key).hex()}{_SUFFIX}")


def checksum_of(parts: Iterable[bytes]) -> bytes:
    """Return a checksum that tells apart any two sequences of parts."""
    checksum = hashlib.sha256()
    for part in parts:
        # With its length in front of each part, ("ab", "c") and ("a", "bc") are different keys.
        checksum.update(b"%d:" % len(part) + part)
    return checksum.digest()


def _cache_folder(environment: Mapping[str, str]) -> Path | None:
    configured = environment.get("PAPI_CACHE")
    if configured is not None:
        return Path(configured)
    from platformdirs import user_cache_path

    try:
        return user_cache_path("papi", appauthor=False)
    except RuntimeError:
        # The user has no home folder.
        return None


def _is_private(folder: Path) -> bool:
    """Return whether only the user can write to the folder. One that does not exist yet will be created that way.

    On Windows, where modes say nothing, every folder passes.
    """
    try:
        status = folder.stat()
    except OSError:
        return True
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & _WRITABLE_BY_OTHERS)


def _write(path: Path, content: bytes) -> None:
    from tempfile import mkstemp

    descriptor, temporary = mkstemp(dir=path.parent, suffix=_SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _evict_oldest(folder: Path) -> None:
    ages: list[tuple[int, Path, int]] = []
    for path in folder.glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            found = path.lstat()
            ages.append((found.st_mtime_ns, path, found.st_size))
    total = 0
    for number, (_, path, size) in enumerate(sorted(ages, reverse=True)):
        total += size
        if number >= MAX_ENTRIES or (number and total > MAX_BYTES):
            # A file that cannot be removed must not stop the removal of the others.
            with suppress(OSError):
                path.unlink()


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_SIZE, "big")
