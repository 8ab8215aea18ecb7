"""Write files whole or not at all: answers where the user wants them, and the plan's own files in their places."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from papi_cli.problems import Failure, Misuse
from papi_cli.store.files import find_file, find_folder, list_files
from papi_cli.store.locations import PLAN_FOLDER, TEMPLATE_FOLDER, current_folder, holds_plan
from papi_cli.store.os_errors import ON_WINDOWS, os_reason
from papi_cli.store.sharing import despite_sharing, is_taken

# The answers to a change of permissions where files have none, as on exFAT and some shares.
_NO_PERMISSIONS = {errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}

_GIT_FOLDER = ".git"
# The folders into which no answer is written, and whose they are.
_OWNERS = {
    PLAN_FOLDER: "kế hoạch và sổ theo dõi",
    TEMPLATE_FOLDER: "các mẫu văn bản của kế hoạch",
    _GIT_FOLDER: "git",
}


def write_output(path: Path, content: bytes) -> None:
    """Write `content` to `path`, replacing the file that is there, whole or not at all; its permissions stay.

    A link is followed. A device or a named pipe is written into: `-o /dev/null` must not turn it into a file. Raises
    Misuse for a place that belongs to a plan and a name that Windows forbids, Failure if the system refuses.
    """
    refuse_places_of_plans(path)
    try:
        target = Path(os.path.realpath(path))  # unlike Path.resolve, never stopped by a link that leads to itself
        mode = target.stat().st_mode if target.exists() else None
        if mode is None or stat.S_ISREG(mode):
            _replace(target, content, permissions=None if mode is None else stat.S_IMODE(mode))
        elif stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "")  # Windows speaks of a missing right
        else:
            target.write_bytes(content)
    except OSError as error:
        raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error


def write_new_output(path: Path, content: bytes) -> None:
    """Write `content` to a new file, whole or not at all; raises as `refuse_old_output` and `write_output` do."""
    if not write_if_new(path, content):
        raise _old_output(path)


def write_if_new(path: Path, content: bytes) -> bool:
    """Write `content` to a new file, whole or not at all; return False, and change nothing, if something is there.

    Raises as `write_output` does.
    """
    refuse_places_of_plans(path)
    if os.path.lexists(path):
        return False
    try:
        # Taken before it is written, so that nobody else's file of this name is replaced.
        path.open("xb").close()
    except FileExistsError:
        return False
    except OSError as error:
        raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error
    try:
        write_output(path, content)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def refuse_old_output(path: Path) -> None:
    """Raise Failure if `path` is there, whatever it is, and Misuse for a place that belongs to a plan."""
    refuse_places_of_plans(path)
    if os.path.lexists(path):
        raise _old_output(path)


def _old_output(path: Path) -> Failure:
    return Failure(f"Đã có tệp {path}. Đặt tên khác hoặc chuyển tệp ấy đi.")


def _replace(path: Path, content: bytes, *, permissions: int | None) -> None:
    """Write a regular file by way of a new one beside it, which nobody else writes to."""
    temporary = path.parent / f".{path.name}.{os.urandom(4).hex()}.tmp"
    try:
        with temporary.open("xb") as file:
            file.write(content)
        if permissions is not None and not ON_WINDOWS:
            _set_permissions(temporary, permissions)
        _move(temporary, path)
    finally:
        with suppress(OSError):
            despite_sharing(lambda: temporary.unlink(missing_ok=True))


def _move(temporary: Path, path: Path) -> None:
    try:
        despite_sharing(lambda: temporary.replace(path))
    except OSError as error:
        # The folder has just taken another file, so that it is no right that is missing but a program that has this one.
        if is_taken(error) and os.access(path, os.W_OK):
            raise OSError(errno.ETXTBSY, "") from error
        raise


def _set_permissions(path: Path, permissions: int) -> None:
    try:
        path.chmod(permissions)
    except OSError as error:
        if error.errno not in _NO_PERMISSIONS:
            raise


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, into `folder`, created if needed; raises as `write_output` does."""
    make_output_folder(folder)
    for name, content in files.items():
        write_output(folder / name, content)


def make_output_folder(folder: Path) -> None:
    """Make the folder if it is not there; raises as `write_output` does."""
    refuse_places_of_plans(folder)
    _make_folder(folder, str(folder))


def refuse_places_of_plans(path: Path) -> None:
    """Raise Misuse if `path` lies in `plan/` or `templates/` of any plan, or in a `.git` folder; for Windows, by its name.

    What counts is where the system would write, whatever the path looks like: through links, `..`, and in another
    spelling where the file system makes no difference.
    """
    if ON_WINDOWS:
        _refuse_windows_name(path)
    for target in (
        Path(os.path.normpath(current_folder() / path)),
        Path(os.path.realpath(path)),
    ):  # the first keeps links
        for place in (target, *target.parents):
            for name, owner in _OWNERS.items():
                if _is_same(place, place.parent / name) and (name == _GIT_FOLDER or holds_plan(place.parent)):
                    raise Misuse(f"Không ghi vào {path}: thư mục {name} là của {owner}. Chọn một nơi khác.")


def _refuse_windows_name(path: Path) -> None:
    from papi_cli.store.windows_names import name_fault

    if fault := name_fault(str(path)):
        raise Misuse(f"Không ghi vào {path}: {fault}. Chọn một tên khác.")


def _is_same(place: Path, other: Path) -> bool:
    """Return whether both are the same folder, or would be on a file system that ignores case."""
    try:
        return place.samefile(other)
    except OSError:
        return place.name.lower() == other.name


def write_own_files(root: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, into `folder` of the plan in `root`, created if needed.

    Raises Failure if a link leads there or the system refuses.
    """
    find_folder(root, folder)
    _make_folder(root / folder, folder)
    for name, content in files.items():
        path = f"{folder}/{name}"
        try:
            mode = find_file(root, path)
            _replace(root / path, content, permissions=None if mode is None else stat.S_IMODE(mode))
        except OSError as error:
            raise Failure(f"Không ghi được tệp {path}: {os_reason(error)}.") from error


def write_missing(root: Path, folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write those of `files` (by name) that `folder` of the plan does not hold yet; return their paths within `root`.

    Existing files are left alone. Raises as `write_own_files` does.
    """
    there = {path.rpartition("/")[2] for path in list_files(root, folder, "")}
    new = {name: content for name, content in files.items() if name not in there}
    write_own_files(root, folder, new)
    return tuple(f"{folder}/{name}" for name in new)


def _make_folder(folder: Path, name: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"Không tạo được thư mục {name}: {os_reason(error)}.") from error
