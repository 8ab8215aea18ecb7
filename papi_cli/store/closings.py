"""Closed periods on disk: the files that say what was frozen, and plan and log as they were then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from papi_cli.log.events import Event, contradict, deduplicated, log_fingerprint
from papi_cli.log.files import content_digest
from papi_cli.log.reading import read_log
from papi_cli.plan.closings import Closing, FrozenFile, closing_text, read_closing
from papi_cli.problems import BrokenFiles, Failure, Problem, errors_of
from papi_cli.store.git import run_git
from papi_cli.store.locations import CLOSED_FOLDER, LOG_FOLDER, LOG_SUFFIX, PLAN_FOLDER, is_shipped, work_tree_of
from papi_cli.store.plans import PlanVersions, open_plan
from papi_cli.store.reading import contradictory_log, read_plan_files
from papi_cli.store.sources import RevisionSource, Source, folder_of
from papi_cli.store.writing import write_own_files
from papi_cli.text import day_text

_SUFFIX = ".yaml"
# As ids of periods are; a copy such as `semiannual (1).yaml` is none of them, and `papi check` names it.
_NAME = re.compile(r"[a-z0-9-]+\.yaml", re.ASCII)
_MOST_REVISIONS = 500  # a plan changes some ten times a year


def closing_path(period: str) -> str:
    """Return the path of the file that closes the period with this id."""
    return f"{CLOSED_FOLDER}/{period}{_SUFFIX}"


class Closings(NamedTuple):
    """What closed periods say, by the last day of each, and what is wrong with files that cannot be read as closings."""

    closings: tuple[Closing, ...]
    problems: tuple[Problem, ...]

    def of(self, period: str) -> Closing | None:
        """Return the closing of a period (id), None if it is open; raises Failure for a file that cannot be read as one."""
        broken = [problem for problem in self.problems if problem.file == closing_path(period)]
        if broken:
            raise BrokenFiles(broken, None)
        return next((one for one in self.closings if one.period == period), None)


def read_closings(source: Source) -> Closings:
    """Read the closings of a folder or revision; a file of another name is none."""
    read = [
        read_closing(path, raw)
        for path, raw in source.read(CLOSED_FOLDER, _SUFFIX, deep=False)
        if _NAME.fullmatch(path.rpartition("/")[2])
    ]
    closings = (one for one in read if isinstance(one, Closing))
    problems = (one for one in read if isinstance(one, Problem))
    return Closings(tuple(sorted(closings, key=lambda one: (one.as_of, one.period))), tuple(problems))


def write_closing(folder: Path, closing: Closing, *, name: str) -> str:
    """Write the file of a closing, whose period is called `name`, and return its path; raises as `write_own_files` does."""
    content = closing_text(closing, name=name).encode()
    write_own_files(folder, CLOSED_FOLDER, {f"{closing.period}{_SUFFIX}": content})
    return closing_path(closing.period)


class LogToFreeze(NamedTuple):
    """The files of the log, in the order of their paths, and their events, each once."""

    files: tuple[FrozenFile, ...]
    events: tuple[Event, ...]


def log_to_freeze(source: Source) -> LogToFreeze:
    """Read the whole log with the digests of its files; raises as `read_events` does."""
    raw = dict(source.read(LOG_FOLDER, LOG_SUFFIX, deep=True))
    files = (FrozenFile(path.removeprefix(f"{LOG_FOLDER}/"), content_digest(content)) for path, content in raw.items())
    return LogToFreeze(tuple(files), _events(raw.items(), source))


def _events(files: Iterable[tuple[str, bytes]], source: Source) -> tuple[Event, ...]:
    """Return the events of these files, each once; raises BrokenFiles for bad lines and an id with two contents."""
    events: list[Event] = []
    problems: list[Problem] = []
    for path, raw in files:
        file_events, file_problems = read_log(path, raw)
        events += file_events
        problems += file_problems
    if errors := errors_of(problems):
        raise BrokenFiles(errors, folder_of(source))
    if contradict(events):
        raise contradictory_log(source)
    return deduplicated(events)


def frozen_ids(source: Source, closing: Closing) -> frozenset[str]:
    """Return the ids of the events in those of the closing's files that are there; others are no part of it."""
    raw = _frozen_files(source, closing)
    return frozenset(event.id for path, content in raw.items() for event in read_log(path, content)[0])


def _frozen_files(source: Source, closing: Closing) -> dict[str, bytes]:
    """Return by path the files that the closing names and that still have the content of then."""
    digests = {f"{LOG_FOLDER}/{file.path}": file.digest for file in closing.files}
    return {
        path: raw
        for path, raw in source.read(LOG_FOLDER, LOG_SUFFIX, deep=True)
        if path in digests and content_digest(raw) == digests[path]
    }


def closed_log(folder: Path, source: Source, closing: Closing) -> tuple[Event, ...]:
    """Return the events that count in a closed period, from exactly the files that its closing names.

    Files that the source has no more, or changed, are taken from git: from the last commit, from the one with the tag or
    from the one that has the closing. Raises Failure where one cannot be had, or where the events are not those of then.
    """
    raw = _frozen_files(source, closing)
    for revision in _revisions_with_log(folder, closing):
        if len(raw) == len(closing.files):
            break
        raw = {**_frozen_files(revision, closing), **raw}
    missing = [file.path for file in closing.files if f"{LOG_FOLDER}/{file.path}" not in raw]
    if missing:
        more = f" và {len(missing) - 1} tệp nữa" if len(missing) > 1 else ""
        raise Failure(
            f"{_closed_words(closing)} dựa trên tệp {LOG_FOLDER}/{missing[0]}{more}, nay không còn hoặc đã bị sửa, và không có "
            "trong git. Lấy lại từ bản sao lưu rồi chạy lại; xem từng tệp: papi check --all."
        )
    events = _events(sorted(raw.items()), source)
    if log_fingerprint(events) != closing.log:
        raise Failure(
            f"{_closed_words(closing)}: các tệp nêu trong {closing_path(closing.period)} không cho mã sổ theo dõi ghi ở đó. Tệp "
            "ấy đã bị sửa: khôi phục từ git hoặc bản sao lưu."
        )
    return events


def closed_plan(folder: Path, source: Source, closing: Closing) -> PlanVersions:
    """Return the plan as it was when a period was closed.

    It is that of the source if that is still the same, else that of the revision with the closing's tag or of another one
    in the history of HEAD. Raises Failure where none of them has it, and what `open_plan` raises.
    """
    unreachable = ""
    if read_plan_files(source).fingerprint == closing.plan:
        return open_plan(source)
    try:
        for revision in _revisions_with_plan(folder, closing):
            if read_plan_files(revision).fingerprint == closing.plan:
                return open_plan(revision)
    except Failure as failure:
        unreachable = f" {failure}"
    where = (
        f"không có trong lịch sử git (nhãn {closing.tag})" if closing.tag else "không còn, vì khi chốt không dùng git"
    )
    help_ = (
        "Lấy lịch sử và nhãn về bằng git fetch --tags rồi chạy lại."
        if closing.tag
        else "Chép các tệp kế hoạch lúc ấy từ bản sao lưu vào một thư mục cùng plan/status, plan/closed rồi ghi --plan."
    )
    raise Failure(
        f"{_closed_words(closing)} theo bản kế hoạch nay đã sửa, mà bản lúc chốt {where}.{unreachable} {help_}"
    )


def _closed_words(closing: Closing) -> str:
    return f"Kỳ báo cáo mang mã «{closing.period}» chốt ngày {day_text(closing.closed_at.date())}"


def _revisions_with_log(folder: Path, closing: Closing) -> Iterator[RevisionSource]:
    if not _has_history(folder):
        return
    yield from _existing(folder, "HEAD", *_tag_of(closing))
    yield from _existing(folder, *_commits(folder, 1, closing_path(closing.period)))


def _revisions_with_plan(folder: Path, closing: Closing) -> Iterator[RevisionSource]:
    """Yield the revision with the tag, then those of HEAD's history in which the plan's files changed, the newest first."""
    if not _has_history(folder):
        return
    yield from _existing(folder, *_tag_of(closing))
    paths = (PLAN_FOLDER, f":(exclude){LOG_FOLDER}", f":(exclude){PLAN_FOLDER}/narrative")
    yield from _existing(folder, *_commits(folder, _MOST_REVISIONS, *paths))


def _has_history(folder: Path) -> bool:
    return not is_shipped(folder) and work_tree_of(folder) is not None


def _tag_of(closing: Closing) -> tuple[str, ...]:
    return (f"refs/tags/{closing.tag}",) if closing.tag else ()


def _existing(folder: Path, *names: str) -> Iterator[RevisionSource]:
    """Yield those of the named revisions that are there; a tag may not have come along with a clone."""
    for name in names:
        words = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        answer = run_git(folder, "rev-parse", *words, purpose=_PURPOSE)
        if not answer.exit_code:
            yield RevisionSource(folder.resolve(), answer.output.decode().strip())


_PURPOSE = "để đọc kế hoạch, sổ theo dõi lúc chốt kỳ"


def _commits(folder: Path, most: int, *paths: str) -> tuple[str, ...]:
    """Return the names of the newest commits that changed one of the paths, at most so many."""
    answer = run_git(folder, "rev-list", f"--max-count={most}", "HEAD", "--", *paths, purpose=_PURPOSE)
    return tuple(answer.output.decode().split())
