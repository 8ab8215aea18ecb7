"""Names of files as a disk has them; whoever names a file may spell it otherwise, and the system take it for the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path, PurePath

from papi_cli.text import nfc, without_unseen


def is_git_name(name: str) -> bool:
    """Return whether some system takes the name for that of git's own folder, so that git keeps nothing of this name.

    Windows drops dots and spaces at the end, what follows a colon (a stream of the file) and all but the short name,
    macOS signs that show nothing, and neither tells case apart (`core.protectNTFS`, `core.protectHFS`).
    """
    return without_unseen(name).partition(":")[0].rstrip(". ").casefold() in {".git", "git~1"}


def own_name(name: str, names: Collection[str], is_same: Callable[[str], bool]) -> str | None:
    """Return which of the `names` in a folder `name` stands for, None for none.

    It is that name, or the same text, composed or not; or else the only one that differs in case, or in dots and spaces
    at the end, as Windows takes them for one and people type them: so a sheet is read alike on every system. The last
    way is what the system says, by `is_same`: Windows has a short name for a file (`BAO-CA~1.PDF`). With a colon it
    would be a stream of the file, which is not in its checksum.
    """
    if name in names:
        return name
    for key_of in (nfc, _windows_key):
        alike = [own for own in names if key_of(own) == key_of(name)]
        if len(alike) == 1:
            return alike[0]
    return None if ":" in name else next(filter(is_same, names), None)


def _windows_key(name: str) -> str:
    return nfc(name).casefold().rstrip(". ")


class FolderNames:
    """The names in folders, each folder listed once, and only where a name is asked about."""

    def __init__(self) -> None:
        self._listed: dict[Path, tuple[str, ...]] = {}
        self._closed: set[Path] = set()
        self._by_nfc: dict[Path, dict[str, str]] = {}

    def find(self, top: Path, path: PurePath) -> Path:
        """Return the place of `path` below `top`, found composed or not; as `path` spells it where there is nothing."""
        place = top
        for name in path.parts:
            place /= name if os.path.lexists(place / name) else self._composed_names(place).get(nfc(name), name)
        return place

    def find_as_spelled(self, top: Path, path: PurePath) -> Path | None:
        """Return the place of what `path` names below `top`, each name as the disk has it (`own_name`); None for nothing.

        In a folder that cannot be listed, a name is taken as it is: who opens the file learns why.
        """
        place = top
        for name in path.parts:
            names = self._names_in(place)
            own = own_name(name, names, partial(_are_same, place, name))
            if own is None and place not in self._closed:
                return None
            place /= own or name
        return place

    def _names_in(self, folder: Path) -> tuple[str, ...]:
        if folder not in self._listed:
            try:
                self._listed[folder] = tuple(sorted(entry.name for entry in folder.iterdir()))
            except OSError:
                self._listed[folder] = ()
                self._closed.add(folder)
        return self._listed[folder]

    def _composed_names(self, folder: Path) -> dict[str, str]:
        if folder not in self._by_nfc:
            self._by_nfc[folder] = {nfc(name): name for name in self._names_in(folder)}
        return self._by_nfc[folder]


def _are_same(folder: Path, one: str, other: str) -> bool:
    try:
        return (folder / one).samefile(folder / other)
    except OSError:
        return False
