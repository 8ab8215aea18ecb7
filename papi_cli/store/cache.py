"""What one run leaves to the next for speed alone: contents by key, in a folder of the user's own.

Nothing here fails or says a word: what cannot be read or believed was never kept, and what cannot be written is not.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_MAX_ENTRIES = 16
_SUFFIX = ".papi-cache"
_CHECKSUM_SIZE = 4
_WRITABLE_BY_OTHERS = 0o022


class CacheEntry(NamedTuple):
    """Where something is kept under its key; without a path nothing is."""

    path: Path | None

    def load(self) -> bytes | None:
        """Return what was kept here; None when nothing was, or not whole."""
        if self.path is None:
            return None
        try:
            whole = self.path.read_bytes()
        except OSError:
            return None
        content = whole[_CHECKSUM_SIZE:]
        if whole[:_CHECKSUM_SIZE] != _checksum(content):
            return None
        # What is asked for stays longest.
        with suppress(OSError):
            os.utime(self.path)
        return content

    def save(self, content: bytes) -> None:
        """Keep `content` here, whole or not at all, and let go of what of many was not asked for longest."""
        if self.path is None:
            return
        # A disk that is full or only to be read: the next run takes the long way too.
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.path, _checksum(content) + content)
            _evict_oldest(self.path.parent)


def cache_entry(key: Iterable[bytes], environment: Mapping[str, str]) -> CacheEntry:
    """Return where a content is kept whose `key` are these parts: in the folder that PAPI_CACHE names, else the user's.

    There is none where PAPI_CACHE is blank or no absolute path, where the user has no home, and in a folder of somebody
    else or that others may write to: they could put an answer there.
    """
    folder = _cache_folder(environment)
    if folder is None or not folder.is_absolute() or not _is_private(folder):
        return CacheEntry(None)
    checksum = hashlib.sha256()
    for part in key:
        checksum.update(b"%d:" % len(part) + part)
    return CacheEntry(folder / f"{checksum.hexdigest()}{_SUFFIX}")


def _cache_folder(environment: Mapping[str, str]) -> Path | None:
    given = environment.get("PAPI_CACHE")
    if given is not None:
        return Path(given)
    from platformdirs import user_cache_path

    try:
        return user_cache_path("papi", appauthor=False)
    except RuntimeError:
        # Somebody without a home.
        return None


def _is_private(folder: Path) -> bool:
    """Whether nobody else can write to the folder, as far as the system has users; one that is not there is made so."""
    try:
        found = folder.stat()
    except OSError:
        return True
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & _WRITABLE_BY_OTHERS)


def _write(path: Path, content: bytes) -> None:
    from tempfile import mkstemp

    number, temporary = mkstemp(dir=path.parent, suffix=_SUFFIX)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _evict_oldest(folder: Path) -> None:
    ages: list[tuple[int, Path]] = []
    for path in folder.glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            ages.append((path.lstat().st_mtime_ns, path))
    for _, path in sorted(ages)[:-_MAX_ENTRIES]:
        # One that cannot be removed must not keep the others.
        with suppress(OSError):
            path.unlink()


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_SIZE, "big")
