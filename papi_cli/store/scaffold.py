"""Choose the files of a new plan repository from those that the program carries. Pure: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping

from papi_cli.plan.founding.new_plan import NewPlan, plan_files

_SCAFFOLD = "templates/new/"
_OWN_PLAN = f"{_SCAFFOLD}own/"
_NEXT_PLAN = f"{_SCAFFOLD}next/"
_LOG = "plan/status/"
_CLOSED = "plan/closed/"
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
# What the document of each year says anew, if it is not taken from the one before.
_BEGUN_ANEW = frozenset({"tasks.yaml", "duties.yaml", "calendar.yaml"})
_LOG_KEEPER = f"{_LOG}.gitkeep"


def scaffold_files(packaged: Mapping[str, bytes], *, new: NewPlan | None) -> Mapping[str, bytes]:
    """Return the files of a new repository, by path with slashes.

    `packaged` are the files below plan/ and templates/ that the program carries. The plan among them is taken without
    its log and closed periods, for None; else that of `new` takes its place. The schemas for editors and the guide to the plan's files go
    with either.
    """
    files = {_LOG_KEEPER: b""}
    for path, content in packaged.items():
        if path in _DESTINATIONS:
            files[_DESTINATIONS[path]] = content
        elif path.startswith(_SCAFFOLD):
            continue
        elif path.startswith(("templates/", _SCHEMAS, _GUIDE)) or (
            new is None and not path.startswith((_LOG, _CLOSED))
        ):
            files[path] = content
    if new is not None:
        calendar = packaged["plan/calendar.yaml"].decode()
        texts = plan_files(new, _texts_below(_OWN_PLAN, packaged), calendar)
        files |= {f"plan/{name}": text.encode() for name, text in texts.items()}
    return dict(sorted(files.items()))


def next_scaffolds(packaged: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the texts of the files of a plan that begin anew in the one that follows another, by name."""
    texts = {**_texts_below(_OWN_PLAN, packaged), **_texts_below(_NEXT_PLAN, packaged)}
    return {name: text for name, text in texts.items() if name in _BEGUN_ANEW}


def following_files(
    packaged: Mapping[str, bytes], plan: Mapping[str, bytes], templates: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """Return the files of the repository of a plan that follows another: those of the `plan`, by path, in place of any other.

    `templates` are those that the earlier one has of its own, by name; they stand in place of packaged ones.
    """
    around = {
        path: raw
        for path, raw in scaffold_files(packaged, new=None).items()
        if not path.startswith("plan/") or path.startswith((_GUIDE, _LOG))
    }
    own = {f"templates/{name}": raw for name, raw in templates.items()}
    return dict(sorted({**around, **own, **plan}.items()))


def _texts_below(folder: str, packaged: Mapping[str, bytes]) -> dict[str, str]:
    return {path.removeprefix(folder): raw.decode() for path, raw in packaged.items() if path.startswith(folder)}
