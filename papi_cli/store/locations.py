"""Find the plan: named, above the current folder, in the program's own checkout, or the copy inside the wheel."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from papi_cli.problems import Failure, Misuse
from papi_cli.store.os_errors import os_reason
from papi_cli.text import join_words, number_text

PLAN_FOLDER = "plan"
SCHEMA_FOLDER = "plan/schema"
AMENDMENT_FOLDER = "plan/amendments"
LOG_FOLDER = "plan/status"
LOG_SUFFIX = ".jsonl"
CLOSED_FOLDER = "plan/closed"
TEMPLATE_FOLDER = "templates"

# Through links to the folder, as to a checkout, but not through one of this file: an installer may lay out each file as a
# link to a place where no other lies beside it.
_PACKAGE = Path(os.path.realpath(Path(__file__).parent)).parent
_SHIPPED = _PACKAGE / "shipped"


class FoundPlan(NamedTuple):
    """The folder that holds `plan/`; a plan out of reach was not named and does not lie at or above where one stands."""

    folder: Path
    is_out_of_reach: bool

    def refuse_writing(self, *, instead: str = " rồi ghi vào đó") -> None:
        """Raise Failure for a plan that is only read: one out of reach, and the copy inside the wheel.

        `instead` ends the advice.
        """
        if self.is_out_of_reach or is_shipped(self.folder):
            raise Failure(
                f"Kế hoạch đi kèm chương trình chỉ để đọc. Chạy «papi init THƯ_MỤC» để có bản của mình{instead}."
            )


def current_folder() -> Path:
    """Return the current folder of the process; raises Failure if it is not there any more."""
    try:
        return Path.cwd()
    except OSError as error:
        raise Failure(f"Không vào được thư mục hiện tại: {os_reason(error)}. Chuyển sang thư mục khác.") from error


def way_to(folder: Path, here: Path) -> Path:
    """Return how to name `folder` from the current folder `here`: relative if one lies in the other, else as it is."""
    if folder.is_relative_to(here):
        return folder.relative_to(here)
    if here.is_relative_to(folder):
        return Path(*[".."] * len(here.relative_to(folder).parts))
    return folder


def work_tree_of(folder: Path) -> Path | None:
    """Return the top of the work tree of git that `folder` lies in, None outside of any; raises Failure if nobody may look.

    That is where `.git` is, a folder for a repository, a file for a worktree or a submodule. git is not asked: it need
    not be installed, and refuses a repository of another user, as those of CI often are.
    """
    top = folder.resolve()
    try:
        return next((parent for parent in (top, *top.parents) if (parent / ".git").exists()), None)
    except PermissionError as error:
        raise Failure(f"Không đọc được các thư mục bên trên {top}: {os_reason(error)}.") from error


def find_plan_folder(option: str | None, *, environment: Mapping[str, str], here: Path) -> FoundPlan:
    """Return the folder that holds `plan/`, as `find_plan_folders` does for what is about one plan.

    Raises Misuse besides if PAPI_PLAN names several.
    """
    found = find_plan_folders([option] if option else [], environment=environment, here=here)
    if len(found) > 1:
        folders = join_words([str(plan.folder) for plan in found])
        raise Misuse(
            f"PAPI_PLAN nêu {number_text(len(found))} kế hoạch ({folders}); lệnh này chỉ làm với một kế hoạch. Thêm --plan với "
            "một trong các thư mục ấy."
        )
    return found[0]


def find_plan_folders(options: Sequence[str], *, environment: Mapping[str, str], here: Path) -> tuple[FoundPlan, ...]:
    """Return the folders that hold a `plan/` each, at least one, and none twice, however it is spelled.

    They are the first of: `options` (--plan), PAPI_PLAN, `here` or the nearest folder above it that holds a plan; or else
    the plan that comes with the program, in its own checkout or inside the wheel.
    Raises Failure if a folder that --plan or PAPI_PLAN names holds no plan; the search does not go on past it.
    """
    in_environment = [name for name in environment.get("PAPI_PLAN", "").split(os.pathsep) if name]
    for names, origin in ((options, "--plan"), (in_environment, "PAPI_PLAN")):
        folders: dict[str, Path] = {}
        for name in names:
            folders.setdefault(_real_folder(name, origin), Path(name))
        if folders:
            return tuple(FoundPlan(folder, is_out_of_reach=False) for folder in folders.values())
    for folder in (here, *here.parents):
        if holds_plan(folder):
            return (FoundPlan(folder, is_out_of_reach=False),)
    if holds_plan(packaged_root()):
        return (FoundPlan(packaged_root(), is_out_of_reach=True),)
    raise Failure("Không tìm thấy kế hoạch: chỉ ra thư mục chứa «plan» bằng --plan.")


def _real_folder(name: str, origin: str) -> str:
    """Return what a folder that holds a plan is, whatever leads to it; raises Failure if it holds none."""
    if not holds_plan(Path(name)):
        raise Failure(f"Thư mục {name} ({origin}) không chứa kế hoạch: thiếu tệp {PLAN_FOLDER}/plan.yaml.")
    return os.path.normcase(os.path.realpath(name))


def packaged_files() -> Mapping[str, bytes]:
    """Return the files below plan/ and templates/ that the program carries, by path with slashes."""
    root = packaged_root()
    files: dict[str, bytes] = {}
    try:
        for top in (PLAN_FOLDER, TEMPLATE_FOLDER):
            for folder, _, names in os.walk(root / top, onerror=_raise):
                files |= {
                    (Path(folder) / name).relative_to(root).as_posix(): (Path(folder) / name).read_bytes()
                    for name in names
                }
    except OSError as error:
        raise Failure(f"Không đọc được kế hoạch đi kèm chương trình: {os_reason(error)}.") from error
    return dict(sorted(files.items()))


def _raise(error: OSError) -> None:
    raise error


def module_sources(rooms: Iterable[str]) -> Iterator[bytes]:
    """Yield the source of each module of these rooms, in a fixed order.

    Raises OSError if a room that is a single module has no source, as in a package of byte code only.
    """
    for room in rooms:
        path = os.path.join(_PACKAGE, room)  # noqa: PTH118  # every command does this, and Path takes five times as long
        for source in _source_paths(path) if os.path.isdir(path) else [f"{path}.py"]:  # noqa: PTH112  # the same
            with open(source, "rb") as file:  # noqa: PTH123  # the same
                yield file.read()


def _source_paths(folder: str) -> list[str]:
    return sorted(
        os.path.join(path, name)  # noqa: PTH118  # the same
        for path, _, names in os.walk(folder)
        for name in names
        if name.endswith(".py")
    )


def installation_time() -> int:
    """Return when the installed program was written to disk, in nanoseconds since 1970.

    Raises OSError if the program does not lie on disk, as in a zip file.
    """
    return os.stat(__file__).st_mtime_ns  # noqa: PTH116  # the same


def is_checkout() -> bool:
    """Return whether the program runs from a checkout, where `plan/` lies beside the package, not an installation."""
    return holds_plan(_PACKAGE.parent)


def packaged_root() -> Path:
    """Return the folder that holds the plan/ and templates/ that the program carries."""
    return _PACKAGE.parent if is_checkout() else _SHIPPED


def is_shipped(folder: Path) -> bool:
    """Return whether `folder` is the read-only copy inside the wheel."""
    return folder.resolve() == _SHIPPED


def holds_plan(folder: Path) -> bool:
    """Return whether `folder` holds a plan; raises Failure if that cannot be seen."""
    try:
        return (folder / PLAN_FOLDER / "plan.yaml").is_file()
    except OSError as error:
        raise Failure(f"Không đọc được thư mục {folder / PLAN_FOLDER}: {os_reason(error)}.") from error
