"""Files of the log: the names that tell when they were written and what is in them, and the way back to the bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC

from papi_cli.log.events import Event
from papi_cli.log.names import STEM
from papi_cli.problems import GIT_CHECKOUT, Problem, ProblemCode, Severity
from papi_cli.text import with_lf

_NAME = re.compile(rf"{STEM}\.jsonl", re.ASCII)
_IN_A_MONTH = re.compile(r"(?:^|/)\d{4}-\d{2}$", re.ASCII)


def log_file_place(first: Event, content: bytes) -> tuple[str, str]:
    """Return folder and name of the file of the log that holds `content` and begins with the event `first`.

    They are `<yyyy-mm>` and `<yyyymmdd>T<hhmmss>.<ffffff>Z-<digest>.jsonl`: the UTC instant at which the event was
    recorded, and the first 16 hex digits of the SHA-256 of the bytes, with CRLF taken as LF since git may check files out
    so. Files of one name are thus the same file, and a name tells whether the bytes are still those that were written.
    """
    instant = first.recorded.astimezone(UTC)
    return f"{instant:%Y-%m}", f"{instant:%Y%m%dT%H%M%S.%fZ}-{content_digest(content)}.jsonl"


def names_its_bytes(file: str, raw: bytes) -> bool:
    """Return whether the digits at the end of the file's name are those of its bytes: then these were not altered."""
    return file.endswith(f"-{content_digest(raw)}.jsonl")


def content_digest(content: bytes) -> str:
    """Return the 16 hex digits that a file of the log with this content carries in its name."""
    return hashlib.sha256(with_lf(content)).hexdigest()[:16]


def file_problems(file: str, raw: bytes, first: Event | None) -> list[Problem]:
    """Return what is wrong with a file of the log as a whole; `first` is its first event, None if that is not known.

    A file is altered if its name has the form of `log_file_place` and its digits are neither those of the bytes nor, as
    older versions wrote them, the id of the first event. It was renamed or moved if they are those of the bytes, but the
    instant is not that of the first event, or the folder is another month. Names of another form promise nothing.
    """
    folder, _, own_name = file.rpartition("/")
    form = _NAME.fullmatch(own_name)
    if not raw.strip():
        return [_altered(file, "tệp sổ theo dõi đã bị xóa hết nội dung.")] if form else [_empty(file)]
    if form is None or (first is not None and form["digits"] == first.id):
        return []
    if form["digits"] != content_digest(raw):
        return [_altered(file, "nội dung tệp không khớp với 16 chữ số ở cuối tên tệp: tệp đã bị sửa hoặc đổi tên.")]
    if first is None:
        return []
    month, name = log_file_place(first, raw)
    if name == own_name and (folder.endswith(month) or not _IN_A_MONTH.search(folder)):
        return []
    message = f"tệp đã bị đổi tên hoặc chuyển thư mục: theo sự kiện đầu tiên thì tệp là «{month}/{name}»."
    return [_altered(file, message)]


def _altered(file: str, message: str) -> Problem:
    return Problem(file, 1, 1, ProblemCode.ALTERED_FILE, message, way_back(file))


def _empty(file: str) -> Problem:
    return Problem(file, 1, 1, ProblemCode.EMPTY_FILE, "tệp sổ theo dõi trống.", way_back(file), Severity.WARNING)


def way_back(*files: str) -> str:
    """Return the advice on how to get files of the log back as they were written."""
    return f"Khôi phục tệp: {restoring_command(*files)}; không dùng git thì lấy lại từ bản sao lưu."


def restoring_command(*files: str, revision: str = "") -> str:
    """Return the command that gets files back as they were last added to git, or as a revision has them."""
    import shlex  # only where something is wrong

    return " ".join(filter(None, (GIT_CHECKOUT, revision, "--", *map(shlex.quote, files))))
