"""Choose the files of a new plan repository from those that the program carries. Pure: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping

_SCAFFOLD = "templates/new/"
_EMPTY = f"{_SCAFFOLD}empty/"
_LOG = "plan/status/"
_SCHEMAS = "plan/schema/"
_GUIDE = "plan/README.md"

# Where the files of templates/new go. Git keeps the empty folder of the log only if it holds a file.
_DESTINATIONS = {
    f"{_SCAFFOLD}README.md": "README.md",
    f"{_SCAFFOLD}gitattributes": ".gitattributes",
    f"{_SCAFFOLD}gitignore": ".gitignore",
    f"{_SCAFFOLD}github.yml": ".github/workflows/papi.yml",
    f"{_SCAFFOLD}gitlab-ci.yml": ".gitlab-ci.yml",
}
_LOG_KEEPER = f"{_LOG}.gitkeep"


def scaffold_files(packaged: Mapping[str, bytes], *, empty: bool) -> Mapping[str, bytes]:
    """Return the files of a new repository, by path with slashes.

    `packaged` are the files below plan/ and templates/ that the program carries. The plan among them is taken without
    its log; if `empty`, the minimal plan (one index, one task, two agencies) takes its place. The schemas for editors
    and the guide to the plan's files go with either.
    """
    files = {_LOG_KEEPER: b""}
    for path, content in packaged.items():
        if path in _DESTINATIONS:
            files[_DESTINATIONS[path]] = content
        elif path.startswith(_EMPTY):
            if empty:
                files["plan/" + path.removeprefix(_EMPTY)] = content
        elif path.startswith(("templates/", _SCHEMAS, _GUIDE)) or (not empty and not path.startswith(_LOG)):
            files[path] = content
    return dict(sorted(files.items()))
