"""What git must hold before a period is closed, and the tag that keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from papi_cli.store.branches import refusal_of
from papi_cli.store.document_inputs import own_templates
from papi_cli.store.git import has_git, run_git
from papi_cli.store.locations import LOG_FOLDER, LOG_SUFFIX, PLAN_FOLDER, is_shipped, work_tree_of
from papi_cli.store.reading import read_plan_files
from papi_cli.store.repositories import reference_names
from papi_cli.store.sources import FolderSource, RevisionSource, Source
from papi_cli.text import with_lf

_PURPOSE = "để giữ phiên bản lúc chốt kỳ"
_TAGS = "refs/tags/"


def is_versioned(folder: Path) -> bool:
    """Return whether git can keep the plan in `folder`: it is installed, and the plan lies in a repository and is not ignored."""
    if is_shipped(folder) or work_tree_of(folder) is None or not has_git():
        return False
    return bool(run_git(folder, "check-ignore", "--quiet", f"{PLAN_FOLDER}/plan.yaml", purpose=_PURPOSE).exit_code)


class Unsaved(NamedTuple):
    """Files of plan, log and templates that are not in the last commit as they are, and those that are there and here no more."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def unsaved_files(folder: Path) -> Unsaved:
    """Return what the last commit does not hold of plan, log and templates as they are in `folder`; line ends do not count.

    Raises Failure for a repository that cannot be read.
    """
    here = _what_counts(FolderSource(folder))
    revision = RevisionSource(folder.resolve(), "HEAD")
    there = _what_counts(revision) if revision.find("commit") else {}
    changed = (path for path, content in here.items() if there.get(path) != content)
    return Unsaved(tuple(changed), tuple(path for path in there if path not in here))


def _what_counts(source: Source) -> dict[str, bytes]:
    log = dict(source.read(LOG_FOLDER, LOG_SUFFIX, deep=True))
    files = {**read_plan_files(source).raw, **log, **own_templates(source)}
    return {path: with_lf(raw) for path, raw in files.items()}


def free_tag(folder: Path, name: str) -> str:
    """Return `name`, or with a number behind it if the repository has a tag of that name."""
    taken = {short for kind, short in reference_names(folder) if kind == "tags"}
    return next(tag for tag in (name, *(f"{name}-lan-{n}" for n in range(2, len(taken) + 3))) if tag not in taken)


def last_commit(folder: Path) -> str:
    """Return the full name of the last commit, "" before the first; raises Failure for a repository that cannot be read."""
    return RevisionSource(folder.resolve(), "HEAD").find("commit")


def set_tag(folder: Path, tag: str, commit: str) -> None:
    """Let a new tag name a commit; raises Failure if there is a tag of that name, or git cannot write."""
    answer = run_git(folder, "update-ref", f"{_TAGS}{tag}", commit, "0" * len(commit), purpose=_PURPOSE)
    if answer.exit_code:
        raise refusal_of(answer, folder)
