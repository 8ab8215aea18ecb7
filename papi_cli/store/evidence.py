"""Evidence: an address, or a file below the plan's folder with its SHA-256; found by what the user names, and later."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import Evidence
from papi_cli.log.evidence import EvidenceFiles
from papi_cli.problems import Failure
from papi_cli.store.file_names import FolderNames, is_git_name
from papi_cli.store.os_errors import os_reason
from papi_cli.text import forbidden_signs, nfc, with_lf, without_unseen

# EINVAL: on Windows a name with one of the signs that no name may have there.
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})

_MOST_TEXT = 20_000_000  # bytes of a file of which it is asked whether only its line ends differ


def find_evidence(words: str, *, root: Path, here: Path) -> Evidence | BadEvidence:
    """Return the evidence that `words` name: an http(s) address, never fetched, or a file.

    Signs that show nothing are no part of an address, and of a path only if there is a file with them in its name.
    A path is relative to the folder `here`, or else to the plan's `root`. It must lead to a file inside `root`, of
    which the answer has the SHA-256. A path with `..`, out of the root, through a link or to no file is BadEvidence,
    and so is any other address. Raises Failure for a file that cannot be read.

    Spaces are part of a path; around it they count only if there is such a file. So is a backslash; without such a file
    it stands between folders, as on Windows. The answer has the names as the disk spells them (`own_name`), and in NFC,
    as git keeps those of macOS: `read_evidence_files` finds either form on every system.
    """
    seen = without_unseen(words)
    text = nfc(" ".join(seen.split()))
    if text.lower().startswith(("http://", "https://")):
        return Evidence(url=text, path="", sha256="")
    if "://" in text:
        return BadEvidence(text, EvidenceFault.OTHER_SCHEME)
    spellings = tuple(_spellings(words, seen))
    if any(".." in Path(spelling).parts for spelling in spellings):
        return BadEvidence(text, EvidenceFault.PARENT_FOLDER)
    top, names = root.resolve(), FolderNames()
    inside = [
        path
        for spelling in spellings
        if not any(forbidden_signs(spelling))
        for base in (here.resolve(), top)
        if (path := _relative_inside(base / spelling, top))
    ]
    candidates = [path for path in inside if not any(map(is_git_name, path.parts))]
    try:
        places = (names.find_as_spelled(top, path) for path in candidates)
        place = next((place for place in places if place is not None and _is_file(place)), None)
        if place is None:
            is_none = inside and candidates == inside
            return BadEvidence(text, EvidenceFault.NO_FILE if is_none else EvidenceFault.OUTSIDE_PLAN)
        evidence_path = place.relative_to(top)
        if any(map(is_git_name, evidence_path.parts)):
            return BadEvidence(text, EvidenceFault.OUTSIDE_PLAN)
        if _is_through_link(top, evidence_path):
            return BadEvidence(text, EvidenceFault.THROUGH_LINK)
        checksum = _checksum_of(place)
    except OSError as error:
        raise Failure(f"Không đọc được minh chứng {text}: {os_reason(error)}.") from error
    return Evidence(url="", path=nfc(evidence_path.as_posix()), sha256=checksum)


def _spellings(words: str, seen: str) -> Iterator[str]:
    """Yield the paths that the words may be, the likeliest first; `seen` are the words without signs that show nothing."""
    paths = dict.fromkeys((words, words.strip(), seen))
    yield from paths
    yield from (path.replace("\\", "/") for path in paths if "\\" in path)


def _is_through_link(top: Path, path: PurePath) -> bool:
    """Return whether the way from `top` leads over a link, or, over whatever the system has (a junction), elsewhere."""
    if any((top / part).is_symlink() for part in (path, *path.parents)):
        return True
    return not Path(os.path.realpath(top / path)).is_relative_to(top)


def _is_file(place: Path) -> bool:
    """Return whether a file is there; not for a name that no disk can hold, such as a whole sentence."""
    try:
        return place.is_file()
    except OSError as error:
        if error.errno in _NOT_THERE:
            return False
        raise


def read_evidence_files(folder: Path, evidence: Iterable[Evidence]) -> EvidenceFiles:
    """Read the files below `folder` that `evidence` names; one that lies outside counts as missing.

    Where there is no file of exactly that name, it is the one whose name is the same text, composed or not.
    """
    top, names = folder.resolve(), FolderNames()
    checksums: dict[str, str | None] = {}
    unreadable: dict[str, str] = {}
    turned: set[Evidence] = set()
    for proof in dict.fromkeys(proof for proof in evidence if proof.path):
        if proof.path in unreadable:
            continue
        try:
            place = _file_inside(top, proof.path, names)
            if proof.path not in checksums:
                checksums[proof.path] = _checksum_of(place) if place else None
            if place and checksums[proof.path] != proof.sha256 and proof.sha256 in _checksums_turned(place):
                turned.add(proof)
        except OSError as error:
            unreadable[proof.path] = os_reason(error)
    return EvidenceFiles(checksums, unreadable, frozenset(turned))


def _file_inside(top: Path, path: str, names: FolderNames) -> Path | None:
    try:
        target = Path(os.path.realpath(names.find(top, PurePath(path))))
        if not target.is_relative_to(top) or not stat.S_ISREG(target.stat().st_mode):
            return None
    except (OSError, ValueError) as error:
        # ValueError: the path has a NUL, which none on disk has.
        if isinstance(error, ValueError) or error.errno in _NOT_THERE:
            return None
        raise
    return target


def _checksum_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checksums_turned(file: Path) -> tuple[str, ...]:
    """Return the checksums of the file with all its line ends LF, and with all CRLF; () for what is no text of an office."""
    if file.stat().st_size > _MOST_TEXT:
        return ()
    unix = with_lf(file.read_bytes())
    return tuple(hashlib.sha256(raw).hexdigest() for raw in (unix, unix.replace(b"\n", b"\r\n")))


def _relative_inside(path: Path, top: Path) -> PurePath | None:
    """Return the path relative to `top`, however the way to `top` is spelled; None if it lies elsewhere."""
    if path.is_relative_to(top):
        return path.relative_to(top)
    for parent in path.parents:
        with suppress(OSError):
            if parent.samefile(top):
                return path.relative_to(parent)
    return None
