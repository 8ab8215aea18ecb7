"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from papi_cli.problems import Failure
from papi_cli.store.os_errors import os_reason


def write_output(path: Path, content: bytes) -> None:
    """Write `content` to `path`, replacing what is there, whole or not at all; raises Failure if the system refuses."""
    temporary = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, into `folder`, created if needed; raises Failure if the system refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"Không tạo được thư mục {folder}: {os_reason(error)}.") from error
    for name, content in files.items():
        write_output(folder / name, content)


def write_missing(root: Path, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write those of `files` (by name) that `folder` of `root` does not hold yet; return their paths within `root`.

    Existing files are left alone. Raises Failure if the system refuses.
    """
    target = root / folder
    new = {name: content for name, content in files.items() if not (target / name).exists()}
    write_files(target, new)
    return tuple(f"{folder}/{name}" for name in new)
