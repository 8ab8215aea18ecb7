"""List what lies in the folders of the plan, read or not."""

from __future__ import annotations

import os
from pathlib import Path

from papi_cli.store.locations import LOG_FOLDER, PLAN_FOLDER, TEMPLATE_FOLDER
from papi_cli.store.log_files import is_writers_name


def files_of_plan_folders(folder: Path) -> tuple[str, ...]:
    """Return the path below `folder` of every file in plan/ and templates/, sorted.

    Those that writers of the log work with are left out. A sign of a name that is not UTF-8 becomes "?". A folder that
    cannot be listed is passed over, as are links to folders: whatever reads there says so.
    """
    paths: list[str] = []
    for top in (PLAN_FOLDER, TEMPLATE_FOLDER):
        for parent, _, names in os.walk(folder / top):
            place = Path(parent).relative_to(folder).as_posix()
            paths += [f"{place}/{name}" for name in names if place != LOG_FOLDER or not is_writers_name(name)]
    return tuple(sorted(path.encode(errors="replace").decode() for path in paths))
