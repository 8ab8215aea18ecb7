"""The log as git has it: the names of its files' contents at the last commit and at a revision.

Names are enough to tell which files were changed or removed, so that no content is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from papi_cli.problems import Failure
from papi_cli.store.locations import LOG_FOLDER, LOG_SUFFIX, is_shipped, work_tree_of
from papi_cli.store.sources import RevisionSource


class CommittedLog(NamedTuple):
    """git's name for the content of each file of the log, by path, and the revision that git restores them from."""

    revision: str
    blobs: Mapping[str, str]


def log_of_last_commit(folder: Path) -> CommittedLog | None:
    """Return the log of the plan in `folder` as last committed; None outside a repository and before a first commit.

    A folder that git ignores has no committed log: nothing is in it. Raises Failure if the repository cannot be read,
    also for want of git.
    """
    # Without a repository nobody needs git, and nothing is said of it.
    if is_shipped(folder) or work_tree_of(folder) is None:
        return None
    source = RevisionSource(folder.resolve(), "HEAD")
    commit = source.find("commit")
    return _committed_log(source, commit, called="HEAD") if commit else None


def logs_since(folder: Path, revision: str) -> tuple[CommittedLog, ...]:
    """Return the log as it was wherever HEAD left the history of `revision` (see `RevisionSource.fork_points`).

    Raises Misuse for an unknown revision, Failure if the repository cannot be read or lacks a part of the history.
    """
    if is_shipped(folder):
        raise Failure("Kế hoạch đi kèm chương trình không có lịch sử git: vào thư mục kế hoạch của mình, bỏ --since.")
    source = RevisionSource(folder.resolve(), revision)
    return tuple(_committed_log(source, point, called=point[:_SHORT_NAME]) for point in source.fork_points())


_SHORT_NAME = 12  # hex digits, which git still understands in a repository of many millions of objects


def _committed_log(source: RevisionSource, tree: str, *, called: str) -> CommittedLog:
    return CommittedLog(called, source.blob_names(tree, LOG_FOLDER, LOG_SUFFIX, deep=True))
