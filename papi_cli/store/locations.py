"""Where a plan is: named, found upwards, in the package's own checkout, or the copy inside the wheel."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from papi_cli.problems import Failure
from papi_cli.store.os_errors import os_reason

PLAN_FOLDER = "plan"
SCHEMA_FOLDER = "plan/schema"
LOG_FOLDER = "plan/status"
TEMPLATE_FOLDER = "templates"

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped"


def find_plan_folder(given: str | None, *, environment: Mapping[str, str], here: Path) -> Path:
    """Return the folder that holds `plan/`.

    Looks at `given` (--plan), PAPI_PLAN, upward from `here`, the package's own checkout, the copy inside the wheel;
    raises Failure when a named folder holds no plan.
    """
    for name, origin in ((given, "--plan"), (environment.get("PAPI_PLAN"), "PAPI_PLAN")):
        if name:
            folder = Path(name)
            if not holds_plan(folder):
                raise Failure(f"Thư mục {name} ({origin}) không chứa kế hoạch: thiếu tệp {PLAN_FOLDER}/plan.yaml.")
            return folder
    for folder in (here, *here.parents, _PACKAGE.parent, _SHIPPED):
        if holds_plan(folder):
            return folder
    raise Failure("Không tìm thấy kế hoạch: chỉ ra thư mục chứa «plan» bằng --plan.")


def packaged_files() -> Mapping[str, bytes]:
    """Return the files below plan/ and templates/ of the package's own checkout, else of the copy inside the wheel."""
    root = packaged_root()
    found = (
        path for top in (PLAN_FOLDER, TEMPLATE_FOLDER) for path in sorted((root / top).rglob("*")) if path.is_file()
    )
    try:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
    except OSError as error:
        raise Failure(f"Không đọc được kế hoạch đi kèm chương trình: {os_reason(error)}.") from error


def module_sources(rooms: Iterable[str]) -> Iterator[bytes]:
    """Yield the source of each module of these rooms of the package, in a fixed order.

    Raises OSError where a room has no source, as in a package of byte code only.
    """
    for room in rooms:
        path = os.path.join(_PACKAGE, room)  # noqa: PTH118  # every command asks: a Path for each takes five times as long
        for source in _sources(path) if os.path.isdir(path) else [f"{path}.py"]:  # noqa: PTH112  # the same
            with open(source, "rb") as file:  # noqa: PTH123  # the same
                yield file.read()


def _sources(folder: str) -> list[str]:
    return sorted(
        os.path.join(path, name)  # noqa: PTH118  # the same
        for path, _, names in os.walk(folder)
        for name in names
        if name.endswith(".py")
    )


def packaged_root() -> Path:
    """Return the folder that holds the package's own plan/ and templates/."""
    return _PACKAGE.parent if holds_plan(_PACKAGE.parent) else _SHIPPED


def is_shipped(folder: Path) -> bool:
    """Whether `folder` is the copy inside the wheel, which is never written to."""
    return folder.resolve() == _SHIPPED


def holds_plan(folder: Path) -> bool:
    """Whether `folder` holds a plan."""
    return (folder / PLAN_FOLDER / "plan.yaml").is_file()
