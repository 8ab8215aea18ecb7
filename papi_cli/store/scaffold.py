"""Choose the files of a new plan repository from those that the program carries. Pure: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.founding.new_plan import NewPlan, plan_files

_SCAFFOLD = "templates/new/"
_OWN_PLAN = f"{_SCAFFOLD}own/"
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


def scaffold_files(packaged: Mapping[str, bytes], *, new: NewPlan | None) -> Mapping[str, bytes]:
    """Return the files of a new repository, by path with slashes.

    `packaged` are the files below plan/ and templates/ that the program carries. The plan among them is taken without
    its log, for None; else that of `new` takes its place. The schemas for editors and the guide to the plan's files go
    with either.
    """
    files = {_LOG_KEEPER: b""}
    for path, content in packaged.items():
        if path in _DESTINATIONS:
            files[_DESTINATIONS[path]] = content
        elif path.startswith(_SCAFFOLD):
            continue
        elif path.startswith(("templates/", _SCHEMAS, _GUIDE)) or (new is None and not path.startswith(_LOG)):
            files[path] = content
    if new is not None:
        scaffolds = {
            path.removeprefix(_OWN_PLAN): raw.decode() for path, raw in packaged.items() if path.startswith(_OWN_PLAN)
        }
        calendar = packaged["plan/calendar.yaml"].decode()
        files |= {f"plan/{name}": text.encode() for name, text in plan_files(new, scaffolds, calendar).items()}
    return dict(sorted(files.items()))
