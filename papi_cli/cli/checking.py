"""Check the plan and the log of a folder, for `papi check` and after a merge."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from papi_cli.cli.clock import local_day, now
from papi_cli.cli.screen import print_stderr
from papi_cli.problems import Failure, Problem
from papi_cli.text import nfc

if TYPE_CHECKING:
    from papi_cli.plan.files.yamltext import YamlDocument
    from papi_cli.plan.model import Plan


class FolderCheck(NamedTuple):
    """The problems of a plan and its log, with the files that they quote, by path; `plan` is None if it is broken."""

    problems: tuple[Problem, ...]
    plan: Plan | None
    plan_fingerprint: str
    raw: Mapping[str, bytes]
    log_files: int


def check_folder(folder: Path, since: str | None) -> FolderCheck:
    """Read plan and log in `folder` and return all their problems, sorted by file and line.

    The log is compared with the last commit, and with the revision `since` if one is named.
    """
    from papi_cli.checks import all_problems
    from papi_cli.checks.closings import closing_warnings
    from papi_cli.checks.signs import file_name_warnings
    from papi_cli.checks.strays import stray_warnings
    from papi_cli.plan.files.names import OPTIONAL_FILES, PLAN_FILES
    from papi_cli.plan.resolve.resolver import resolve_leniently
    from papi_cli.store.closings import read_closings
    from papi_cli.store.evidence import read_evidence_files
    from papi_cli.store.locations import CLOSED_FOLDER, LOG_FOLDER
    from papi_cli.store.parsing import parse_files
    from papi_cli.store.reading import read_log_files, read_plan_files
    from papi_cli.store.sources import FolderSource
    from papi_cli.store.steady import read_steadily
    from papi_cli.store.strays import files_of_plan_folders

    source = FolderSource(folder)
    files, log = read_steadily(source, lambda: (read_plan_files(source), read_log_files(source)))
    documents = parse_files(files, PLAN_FILES, optional=OPTIONAL_FILES)
    today = local_day(now(os.environ), _zone_of(documents.by_name))
    resolution = resolve_leniently(documents.by_name, fingerprint=files.fingerprint, day=today, known_at=None)
    evidence = read_evidence_files(folder, (proof for line in log.lines for proof in line.event.evidence))
    rule_problems = all_problems(resolution, documents.by_name, log.lines, evidence, now=now(os.environ))
    history = _compare_history(folder, log.raw, since)
    present = files_of_plan_folders(folder)
    closed = read_closings(source)
    frozen = closing_warnings(closed.closings, log.raw, closed_folder=CLOSED_FOLDER, log_folder=LOG_FOLDER)
    beside = (*stray_warnings(present, evidence.paths, resolution.plan), *file_name_warnings(present))
    problems = tuple(
        sorted({*documents.problems, *log.problems, *rule_problems, *history, *closed.problems, *frozen, *beside})
    )
    return FolderCheck(problems, resolution.plan, files.fingerprint, {**files.raw, **log.raw}, len(log.raw))


def _zone_of(documents: Mapping[str, YamlDocument]) -> tzinfo:
    """Return the time zone that plan.yaml names; without a zone that is one, UTC, and there is no plan to ask about."""
    words = documents["plan.yaml"].value(("time_zone",)) if "plan.yaml" in documents else None
    try:
        return ZoneInfo(words) if isinstance(words, str) else UTC
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return UTC


def _compare_history(folder: Path, log: Mapping[str, bytes], since: str | None) -> tuple[Problem, ...]:
    """Return the problems of the log against its commits, one for a file: the older commit has what was recorded.

    Raises Misuse or Failure if the log cannot be compared with the revision `since`. That it cannot be compared with
    the last commit is told on stderr: the files themselves have been checked.
    """
    from papi_cli.checks.history import history_problems
    from papi_cli.store.history import log_of_last_commit, logs_since

    problems: dict[str, Problem] = {}
    if since is not None:
        for old in logs_since(folder, since):
            words = f"phiên bản {old.revision} (--since «{nfc(since)}»)"
            found = history_problems(log, old.blobs, revision=old.revision, words=words)
            problems |= {problem.file: problem for problem in found}
    try:
        last = log_of_last_commit(folder)
    except Failure as failure:
        print_stderr(f"Chưa so sổ theo dõi với lần lưu (commit) gần nhất. {failure}")
        last = None
    if last is not None:
        found = history_problems(log, last.blobs, revision=last.revision, words="lần lưu (commit) gần nhất")
        problems = {problem.file: problem for problem in found} | problems
    return tuple(problems.values())
