"""What one run leaves to the next for speed alone: content by key, in a folder of the user's own.

Nothing here fails or says a word: what cannot be read or believed was never kept, and what cannot be written is not.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from papi_cli.store.places import program_files

_KEPT = 16
_SUFFIX = ".papi-cache"
_SUM = 4


class Cache(NamedTuple):
    """A folder of kept contents; without one nothing is kept.

    A key holds for one state of the program's own files: what another version made of the same words is not believed.
    """

    folder: Path | None

    def recall(self, key: str) -> bytes | None:
        """Return what was kept under `key`; None when nothing was, or not whole."""
        if self.folder is None:
            return None
        try:
            whole = self._path(self.folder, key).read_bytes()
        except OSError:
            return None
        content = whole[_SUM:]
        return content if whole[:_SUM] == _checksum(content) else None

    def keep(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, whole or not at all, and let go of the oldest of many."""
        if self.folder is None:
            return
        try:
            path = self._path(self.folder, key)
            temporary = path.with_suffix(f".{os.getpid()}{_SUFFIX}")
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                temporary.write_bytes(_checksum(content) + content)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            for old in sorted(self.folder.glob(f"*{_SUFFIX}"), key=_written)[:-_KEPT]:
                old.unlink()
        except OSError:
            # A disk that is full or only to be read, a folder of somebody else: the next run takes the long way too.
            return

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        name = hashlib.sha256("\n".join((key, *_program())).encode())
        return folder / f"{name.hexdigest()}{_SUFFIX}"


def cache_of(environment: Mapping[str, str]) -> Cache:
    """Return the cache in the folder that PAPI_CACHE names (blank: none), else in the user's folder of caches."""
    given = environment.get("PAPI_CACHE")
    if given is not None:
        return Cache(Path(given) if given.strip() else None)
    from platformdirs import user_cache_path

    try:
        found = user_cache_path("papi", appauthor=False)
    except RuntimeError:
        # Somebody without a home.
        return Cache(None)
    return Cache(found)


def _program() -> Iterator[str]:
    """Yield what tells the program's own files from those of another version: where they are, their times and sizes."""
    return (f"{path} {seen.st_mtime_ns} {seen.st_size}" for path, seen in program_files())


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_SUM, "big")


def _written(path: Path) -> float:
    return path.stat().st_mtime
