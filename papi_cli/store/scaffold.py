"""What a new plan repository starts with, made of the files that the program carries. Pure: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping

_SCAFFOLD = "templates/new/"
_EMPTY = f"{_SCAFFOLD}empty/"
_LOG = "plan/status/"
_SCHEMAS = "plan/schema/"

# Where the files of templates/new go, and the folder of the log, which git keeps only with a file in it.
_DESTINATIONS = {
    f"{_SCAFFOLD}README.md": "README.md",
    f"{_SCAFFOLD}gitignore": ".gitignore",
    f"{_SCAFFOLD}github.yml": ".github/workflows/papi.yml",
    f"{_SCAFFOLD}gitlab-ci.yml": ".gitlab-ci.yml",
}
_LOG_KEEPER = f"{_LOG}.gitkeep"


def scaffold_files(packaged: Mapping[str, bytes], *, empty: bool) -> Mapping[str, bytes]:
    """Return the files of a new repository, by path with slashes.

    `packaged` are the files below plan/ and templates/ that the program carries. The plan is theirs without its log, or
    for `empty` the smallest plan there is: one index, one task, two agencies. The schemas for editors go with either.
    """
    files = {_LOG_KEEPER: b""}
    for path, content in packaged.items():
        if path in _DESTINATIONS:
            files[_DESTINATIONS[path]] = content
        elif path.startswith(_EMPTY):
            if empty:
                files["plan/" + path.removeprefix(_EMPTY)] = content
        elif path.startswith(("templates/", _SCHEMAS)) or (not empty and not path.startswith(_LOG)):
            files[path] = content
    return dict(sorted(files.items()))
