"""The files below the plan's folder: listed and read where they lie, and through no link.

A link could put any file of the machine into a message or a document, and have the program write there. It is refused
wherever it leads, as is another repository inside the plan: a git revision holds neither's files, so that a folder that
showed them would answer otherwise than its own commit. Only what lies below the folder counts; the way to it may lead
through links. The copy in the wheel is the exception: some installers lay out each file as a link, and nothing is
written there.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from papi_cli.plan.files.names import MAX_BYTES
from papi_cli.problems import Failure
from papi_cli.store.locations import LOG_SUFFIX, is_shipped
from papi_cli.store.os_errors import ON_WINDOWS, os_reason
from papi_cli.store.sharing import despite_sharing, is_taken

# No link is followed, and a named pipe or a device does not keep the program waiting. Windows knows neither flag, and
# without O_BINARY turns line ends.
_UNFOLLOWED: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 20
_JUNCTION: Final = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT, which the module `stat` has on Windows alone

_EDITING = ".#"  # Emacs puts a link of such a name, which leads nowhere, beside a file that it has open
_MODULES = ".gitmodules"
_MODULE_PATH = r'^\s*path\s*=\s*"?(.*?)"?\s*$'

_MAX_LOG_FILE = 256_000_000  # a recording of 100,000 events has 25 MB
_MAX_DOCUMENT_INPUT = 20_000_000  # templates, texts, the Word file with the styles


def link_refusal(path: str) -> Failure:
    """Return the Failure for a link at `path`."""
    return Failure(
        f"{path} là một liên kết; papi không đọc, không ghi qua liên kết trong thư mục kế hoạch. Thay liên kết bằng "
        "chính tệp hoặc thư mục ấy."
    )


def repository_refusal(path: str) -> Failure:
    """Return the Failure for the folder `path` that is a repository of its own, as a submodule is."""
    return Failure(
        f"{path} là một kho git riêng (submodule); papi không đọc, không ghi kho khác nằm trong thư mục kế hoạch. Đưa "
        "các tệp ấy vào chính kho của kế hoạch."
    )


def _is_link(status: os.stat_result) -> bool:
    """Return whether it is a link, or a junction, as Windows calls one that is made for folders alone."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def find_folder(root: Path, folder: str) -> bool:
    """Return whether `folder`, relative to `root`, is there.

    Raises Failure if it or a folder above it (below `root`) is a link, a repository of its own, no folder at all, or
    cannot be looked at: what is unreadable must not pass for absent.
    """
    parts = folder.split("/")
    for path in ("/".join(parts[: count + 1]) for count in range(len(parts))):
        try:
            status = os.lstat(root / path)
            if _is_link(status):
                raise link_refusal(path)
            if not stat.S_ISDIR(status.st_mode):
                raise not_a_folder(path)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unreadable_folder(path, error) from error
        _refuse_repository(root, path)
    return True


def list_files(root: Path, folder: str, suffix: str | tuple[str, ...]) -> list[str]:
    """Return the paths within `root` of what lies in `folder` and ends with `suffix`, or one of them.

    It is empty if the folder does not exist. Raises Failure as `find_folder` does, and for a link among them.
    """
    paths = [path for path, _ in _scan(root, folder, suffix)] if find_folder(root, folder) else []
    if not paths:
        _refuse_submodule(root, folder)
    return paths


def walk_files(root: Path, top: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the path within `root` of `top` and of each folder below it, with the names of its files.

    Nothing is yielded if `top` does not exist. Raises Failure as `find_folder` does, for `top` and all below it; there,
    every link is refused, since it may lead to a folder.
    """
    pending = [top] if find_folder(root, top) else []
    while pending:
        folder = pending.pop()
        entries = _scan(root, folder, "")
        if not entries:
            _refuse_submodule(root, folder)
        start = len(folder) + 1
        yield folder, [path[start:] for path, is_folder in entries if not is_folder]
        folders = [path for path, is_folder in entries if is_folder]
        for path in folders:
            _refuse_repository(root, path)
        pending += folders


def is_hidden(path: str) -> bool:
    """Return whether the file is hidden or marks that another one is open.

    macOS lays the first beside others on a shared disk (`._x.jsonl`), office programs the second (`~$x.jsonl`).
    """
    return path.rpartition("/")[2].startswith((".", "~$"))


def is_log_name(name: str) -> bool:
    """Return whether a file of this name is one of the log, if it lies in LOG_FOLDER or below."""
    return name.endswith(LOG_SUFFIX) and not is_hidden(name)


def _scan(root: Path, folder: str, suffix: str | tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return the paths in `folder` that end with `suffix`, each with whether it is a folder; refuse links."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if path.endswith(suffix) and not entry.name.startswith(_EDITING):
                    is_link = _is_link(entry.stat(follow_symlinks=False)) if ON_WINDOWS else entry.is_symlink()
                    if is_link and not is_shipped(root):
                        raise link_refusal(path)
                    found.append((path, entry.is_dir(follow_symlinks=False)))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable_folder(folder, error) from error
    return found


def _refuse_repository(root: Path, path: str) -> None:
    if os.path.lexists(root / path / ".git"):
        raise repository_refusal(path)


def _refuse_submodule(root: Path, path: str) -> None:
    """Raise Failure if git knows `path` as a submodule: one that is not checked out is an empty folder like any other.

    What is written there would be in no commit, and what was committed is not there.
    """
    place = Path(os.path.realpath(root)) / path
    for folder in place.parents:
        if os.path.lexists(folder / _MODULES):
            modules = read_file(folder, _MODULES).decode(errors="replace")
            if place.relative_to(folder).as_posix() in re.findall(_MODULE_PATH, modules, re.MULTILINE):
                raise repository_refusal(path)
        if os.path.lexists(folder / ".git"):
            return


def _unreadable_folder(path: str, error: OSError) -> Failure:
    return Failure(f"Không đọc được thư mục {path}: {os_reason(error)}.")


def read_file(root: Path, path: str) -> bytes:
    """Return the bytes of the regular file at `path`, whose folder is one that was listed.

    Raises Failure for a link, a folder, a device, a pipe or a socket, for a file that cannot be read, and for one that
    is too large (`refuse_large`); of that, only what tells so is read.
    """
    try:
        descriptor = open_file(root, path, os.O_RDONLY)
        try:
            size = os.fstat(descriptor).st_size
            refuse_large(path, size)
            raw = _read_bounded(descriptor, size, _most_bytes(path) + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Failure(f"Không đọc được tệp {path}: {os_reason(error)}.") from error
    refuse_large(path, len(raw))
    return raw


def refuse_large(path: str, size: int) -> None:
    """Raise Failure for more bytes than the file may have, except of YAML: there it is a problem of its own (P002)."""
    limit = _most_bytes(path)
    if size > limit and not path.endswith(".yaml"):
        raise Failure(f"Tệp {path} lớn hơn {limit // 1_000_000} MB: nhiều hơn mức papi nhận đọc.")


def _most_bytes(path: str) -> int:
    if path.endswith(".yaml"):
        return MAX_BYTES
    return _MAX_LOG_FILE if path.endswith(LOG_SUFFIX) else _MAX_DOCUMENT_INPUT


def find_file(root: Path, path: str) -> int | None:
    """Return the mode of the file at `path`, None if there is none.

    Raises Failure for a link and for what is no regular file, OSError if the system refuses.
    """
    try:
        mode = os.lstat(root / path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise link_refusal(path)
    if not stat.S_ISREG(mode):
        raise not_a_file(path, mode)
    return mode


def open_file(root: Path, path: str, flags: int) -> int:
    """Open the file at `path` and return its descriptor.

    Raises Failure for a link and for what is no regular file, OSError if the system refuses.
    """
    try:
        # Joined as text: the paths of a log of many small files take longer to make than to open.
        descriptor = os.open(f"{root}/{path}", flags | _UNFOLLOWED, 0o666)
    except OSError as error:
        if flags == os.O_RDONLY and is_shipped(root):
            descriptor = os.open(f"{root}/{path}", flags)
        else:
            find_file(root, path)  # a link or a socket, if that is the reason
            if not is_taken(error):
                raise
            descriptor = despite_sharing(lambda: os.open(f"{root}/{path}", flags | _UNFOLLOWED, 0o666))
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise not_a_file(path, mode)
    return descriptor


def not_a_folder(path: str) -> Failure:
    """Return the Failure for a file where a folder belongs."""
    return Failure(f"{path} không phải là thư mục. Đổi tên tệp ấy hoặc chuyển đi nơi khác rồi chạy lại.")


def not_a_file(path: str, mode: int) -> Failure:
    """Return the Failure for a folder, a device, a pipe or a socket where a file belongs."""
    what = "một thư mục" if stat.S_ISDIR(mode) else "thiết bị, ống dẫn hoặc ổ cắm (socket)"
    return Failure(f"{path} không phải là tệp thường mà là {what}. Chuyển đi nơi khác rồi chạy lại.")


def _read_bounded(descriptor: int, size: int, most: int) -> bytes:
    """Return the first `most` bytes of an open file that has, or had just now, `size` bytes."""
    content = os.read(descriptor, min(size + 1, most))
    while len(content) < most and (chunk := os.read(descriptor, min(_CHUNK, most - len(content)))):
        content += chunk
    return content
