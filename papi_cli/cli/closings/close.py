"""`papi close`: what a closing freezes is shown, then written, then kept in git."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from papi_cli.cli.checking import check_folder
from papi_cli.cli.closings.closed import find_named_period
from papi_cli.cli.committing import commands_to_commit, commit_written, tell_of_waiting
from papi_cli.cli.inputs import parse_optional_day
from papi_cli.cli.recording.session import parse_line_option
from papi_cli.cli.screen import print_stderr
from papi_cli.log.events import log_fingerprint, newest_recorded
from papi_cli.plan.closings import Closing
from papi_cli.plan.model import Period
from papi_cli.problems import BrokenFiles, Failure, RecordingRefusal, errors_of
from papi_cli.states import judge
from papi_cli.store.closings import LogToFreeze, closing_path, log_to_freeze, read_closings, write_closing
from papi_cli.store.document_inputs import read_template_files
from papi_cli.store.locations import LOG_FOLDER, PLAN_FOLDER, TEMPLATE_FOLDER
from papi_cli.store.log_lock import locked_log
from papi_cli.store.plans import open_plan
from papi_cli.store.reading import read_plan_files
from papi_cli.store.repositories import writer_name
from papi_cli.store.sources import FolderSource
from papi_cli.store.steady import read_steadily
from papi_cli.store.tags import free_tag, is_versioned, last_commit, set_tag, unsaved_files
from papi_cli.views.closings import (
    ClosingSurvey,
    already_closed_sentence,
    closing_message,
    removed_sentence,
    unsaved_sentence,
)
from papi_cli.views.reports.wording import period_words


class ClosingWish(NamedTuple):
    """What the options say: which period, up to which day, who closes it."""

    period: str
    as_of: str | None
    by: str | None


def survey_closing(
    folder: Path, wish: ClosingWish, *, present: datetime, saves: bool, dry_run: bool = False
) -> ClosingSurvey:
    """Return what closing the period freezes at the instant `present`.

    Raises Misuse for an unknown period or day, RecordingRefusal for a closed one, BrokenFiles for errors of plan and log,
    Failure if git lacks files that count, unless it `saves` them or is only shown.
    """
    source = FolderSource(folder)
    versions, log = read_steadily(source, lambda: (open_plan(source), log_to_freeze(source)))
    today = present.astimezone(versions.zone).date()
    period = find_named_period(versions.on(today), wish.period)
    _refuse_closed(source, period)
    as_of = parse_optional_day(wish.as_of, today, "--as-of") or max(today, period.last)
    problems = check_folder(folder, None).problems
    if errors := errors_of(problems):
        raise BrokenFiles(errors, folder)
    closed_at = _closing_instant(present, log, versions.zone)
    plan = versions.on(as_of, closed_at)
    versioned = is_versioned(folder)
    unsaved = _unsaved(folder, may_lack=saves or dry_run) if versioned else ()
    closing = Closing(
        period=period.id,
        as_of=as_of,
        closed_at=closed_at,
        closed_by=parse_line_option(wish.by or writer_name(folder, environment=os.environ), "--by"),
        tag=free_tag(folder, _tag_name(period)) if versioned else "",
        plan=plan.fingerprint,
        log=log_fingerprint(log.events),
        templates=read_template_files(source).fingerprint,
        files=log.files,
    )
    states = judge(plan, log.events, as_of=as_of, known_at=closed_at, period=period)
    return ClosingSurvey(period, closing, states, len(log.events), problems, today, versioned, unsaved, saves)


def _refuse_closed(source: FolderSource, period: Period) -> None:
    if closing := read_closings(source).of(period.id):
        raise RecordingRefusal(already_closed_sentence(period, closing, closing_path(period.id)))


def _closing_instant(present: datetime, log: LogToFreeze, zone: tzinfo) -> datetime:
    """Return the present, or the newest recording if another machine's clock is ahead, in whole seconds: people read it."""
    instant = max(filter(None, (present, newest_recorded(log.events)))).astimezone(zone)
    return instant.replace(microsecond=0) + timedelta(seconds=1 if instant.microsecond else 0)


def _tag_name(period: Period) -> str:
    year = str(_year_of(period.last))
    return f"chot/{period.id}" if year in period.id else f"chot/{period.id}-{year}"


def _year_of(day: date) -> int:
    """Return the year that a period tells whose last day this is: what ends in January is about the year before."""
    return day.year - 1 if day.month == 1 else day.year


def _unsaved(folder: Path, *, may_lack: bool) -> tuple[str, ...]:
    """Return the files that git does not have yet as they are; raises Failure for them unless it may lack some."""
    unsaved = unsaved_files(folder)
    if unsaved.removed:
        raise Failure(removed_sentence(unsaved.removed))
    if unsaved.changed and not may_lack:
        others = [path for path in unsaved.changed if not path.startswith(f"{LOG_FOLDER}/")]
        recordings = [LOG_FOLDER] if len(others) < len(unsaved.changed) else []
        command_line = commands_to_commit(folder, [*others, *recordings], "Lưu trước khi chốt kỳ báo cáo")
        raise Failure(unsaved_sentence(unsaved.changed, command_line))
    return unsaved.changed


def close_period(folder: Path, survey: ClosingSurvey, *, commits: bool) -> None:
    """Write the file of the closing and keep it in git; what fails once it is written is told and undoes nothing.

    Raises RecordingRefusal or Failure, and writes nothing, if somebody else closed the period meanwhile, if plan, log or
    templates are not as they were shown, and if the folder cannot be written.
    """
    path, is_written = closing_path(survey.closing.period), False
    try:
        with locked_log(folder, tell_of_waiting, undone="Chưa chốt"):
            _refuse_changes(folder, survey)
            write_closing(folder, survey.closing, name=period_words(survey.period))
            is_written = True
        _keep_in_git(folder, survey, path, commits=commits)
    except KeyboardInterrupt:
        if is_written:
            print_stderr(f"Bị ngắt, nhưng đã chốt: {path}.{_by_hand(folder, survey)}")
        raise


def _refuse_changes(folder: Path, survey: ClosingSurvey) -> None:
    source, closing = FolderSource(folder), survey.closing
    _refuse_closed(source, survey.period)
    now = log_to_freeze(source).files, read_plan_files(source).fingerprint, read_template_files(source).fingerprint
    if now != (closing.files, closing.plan, closing.templates):
        raise Failure(
            "Kế hoạch, sổ theo dõi hoặc mẫu văn bản vừa thay đổi, khác với những gì đã hiện ở trên: chưa chốt. Chạy lại lệnh này."
        )


def _keep_in_git(folder: Path, survey: ClosingSurvey, path: str, *, commits: bool) -> None:
    """Commit the closing with what it rests on if asked to, and set the tag; whatever keeps git from it is told."""
    if not survey.is_versioned:
        if commits:
            print_stderr("Đã chốt, nhưng không lưu vào git được: kế hoạch này không nằm trong kho git.")
        return
    if commits:
        commit_written(folder, (path, *survey.unsaved), closing_message(survey.period))
    if reason := _reason_not_tagged(folder, survey.closing.tag):
        print_stderr(f"Đã chốt, nhưng chưa đặt được nhãn. {reason}{_by_hand(folder, survey)}")
    elif not commits:
        print_stderr(f"Lưu tệp chốt vào git: {commands_to_commit(folder, [path], closing_message(survey.period))}")


def _reason_not_tagged(folder: Path, tag: str) -> str:
    """Let the tag name the last commit if that has all that is frozen; return why it cannot, "" if it does."""
    try:
        if any(unsaved_files(folder)):
            return "Lần lưu gần nhất chưa có đủ kế hoạch, sổ theo dõi và mẫu văn bản như lúc chốt."
        set_tag(folder, tag, last_commit(folder))
    except Failure as failure:
        return str(failure)
    return ""


def _by_hand(folder: Path, survey: ClosingSurvey) -> str:
    """Return the commands that save the closing and set its tag; "" without a tag."""
    closing = survey.closing
    if not closing.tag:
        return ""
    unsaved = any(path.startswith(f"{TEMPLATE_FOLDER}/") for path in survey.unsaved)
    save = commands_to_commit(
        folder, [PLAN_FOLDER, *([TEMPLATE_FOLDER] if unsaved else [])], f"Chốt kỳ báo cáo {closing.period}"
    )
    return f" Làm bằng tay: {save}, rồi git tag {closing.tag}"
