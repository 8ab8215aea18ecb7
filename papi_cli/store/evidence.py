"""Evidence that a user names: an address, or a file below the plan's folder with its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path

from papi_cli.log.drafts import BadEvidence, EvidenceFault
from papi_cli.log.events import Evidence
from papi_cli.problems import Failure
from papi_cli.store.os_errors import os_reason
from papi_cli.text import nfc


def find_evidence(words: str, *, root: Path, here: Path) -> Evidence | BadEvidence:
    """Return the evidence that `words` name: an http(s) address, kept as it is and never fetched, or a file.

    A path is relative to the folder `here`, or else to the plan's `root`. It must lead to a file inside `root`, of
    which the answer has the SHA-256. A path with `..`, out of the root, through a link or to no file is BadEvidence,
    and so is any other address. Raises Failure for a file that cannot be read.
    """
    text = nfc(words.strip())
    if text.lower().startswith(("http://", "https://")):
        return Evidence(url=text, path="", sha256="")
    if "://" in text:
        return BadEvidence(text, EvidenceFault.OTHER_SCHEME)
    if ".." in Path(words).parts:
        return BadEvidence(text, EvidenceFault.PARENT_FOLDER)
    top = root.resolve()
    candidates = [
        path for path in (_relative_inside(base / words.strip(), top, root) for base in (here.resolve(), top)) if path
    ]
    if not candidates:
        return BadEvidence(text, EvidenceFault.OUTSIDE_PLAN)
    try:
        evidence_path = next((path for path in candidates if (top / path).is_file()), None)
        if evidence_path is None:
            return BadEvidence(text, EvidenceFault.NO_FILE)
        if any((top / part).is_symlink() for part in (evidence_path, *evidence_path.parents)):
            return BadEvidence(text, EvidenceFault.THROUGH_LINK)
        with (top / evidence_path).open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Failure(f"Không đọc được minh chứng {text}: {os_reason(error)}.") from error
    return Evidence(url="", path=evidence_path.as_posix(), sha256=checksum)


def _relative_inside(path: Path, *tops: Path) -> Path | None:
    """Return the path relative to the first of `tops` that holds it; None if none does, and for a path into .git."""
    for top in tops:
        if path.is_relative_to(top):
            relative = path.relative_to(top)
            return None if ".git" in relative.parts else relative
    return None
