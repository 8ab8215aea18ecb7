"""`papi record --from` several files and folders: each is recorded whole or not at all, and all are told about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from papi_cli.cli.clock import now
from papi_cli.cli.committing import tell_of_waiting
from papi_cli.cli.output import reason_not_printed, render_page, render_workbook
from papi_cli.cli.recording.session import Session, commit_recorded, tell_of_closed_periods
from papi_cli.cli.screen import print_stderr
from papi_cli.log.deciding import BatchOutcome
from papi_cli.log.drafts import Draft
from papi_cli.log.events import Event
from papi_cli.log.index import LogIndex
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent
from papi_cli.problems import ExitCode, Failure
from papi_cli.sheets.places import FilledRow
from papi_cli.states import judge
from papi_cli.store.writing import write_new_output
from papi_cli.views.gathering import (
    FileResult,
    gathering_page,
    held_back_sentence,
    interrupted_sentence,
    missing_sentence,
)
from papi_cli.views.grouping import group_by
from papi_cli.views.page import Page
from papi_cli.views.put_aside import RowToCorrect, build_sheet_to_correct, row_to_correct
from papi_cli.views.recording import CONFIRM_ADVICE, confirmed_text, recording_effect_lines, remark_lines


class Fault(NamedTuple):
    """What keeps a row of a file from being recorded: which row, the line that says so, whether it may be confirmed.

    Of a sheet, `filled` is the row as it stands there, and `column` that of the bad cell, from 0.
    """

    row: tuple[int, ...]
    line: str
    is_doubt: bool
    filled: FilledRow | None = None
    column: int = -1


def _count_rows(faults: Iterable[Fault]) -> int:
    return len({fault.row for fault in faults})


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.row, fault.column))


def _no_fault(_position: int, _finding: RefusedEvent | OddEvent) -> Fault:
    raise AssertionError


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file asks to record: drafts, and faults of the rows that are none.

    `fault_of` makes a fault of what the rules find against the draft at a position. `agencies` are those whose rows stand
    in the file, answered or not. `refusal` says why the file cannot be taken at all, "" if it can.
    """

    name: str
    drafts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_of: Callable[[int, RefusedEvent | OddEvent], Fault] = _no_fault
    agencies: frozenset[str] = frozenset()
    refusal: str = ""


class FromOptions(NamedTuple):
    """How files are recorded: only shown; doubtful ones too; bad rows left out and copied into the new file `put_aside`."""

    dry_run: bool
    confirm: bool
    put_aside: str | None

    def aside(self, faults: Sequence[Fault]) -> Sequence[Fault]:
        """Return those of the faults whose rows are copied: all, or none."""
        return () if self.put_aside is None else faults


class _Examined(NamedTuple):
    """A file with the positions of those of its drafts that may be recorded, their outcome, and the faults of the rest."""

    file: ReadFile
    positions: Sequence[int]
    outcome: BatchOutcome
    faults: Sequence[Fault]

    @property
    def drafts(self) -> list[Draft]:
        """The drafts that may be recorded."""
        return [self.file.drafts[position] for position in self.positions]

    def faults_of(self, findings: Iterable[tuple[int, RefusedEvent | OddEvent]]) -> list[Fault]:
        """Return the faults of what was found against some of `drafts`."""
        return [self.file.fault_of(self.positions[place], finding) for place, finding in findings]

    def result(self, outcome: BatchOutcome, faults: Sequence[Fault], *, aside: Sequence[Fault]) -> FileResult:
        """Return what becomes of the file with an outcome and faults; the rows of those `aside` are kept in a sheet."""
        return FileResult(
            self.file.name,
            recorded=len(outcome.events),
            already_recorded=len(outcome.already_recorded),
            faults=tuple(fault.line for fault in _in_order(faults)),
            bad_rows=_count_rows(faults),
            refusal=self.file.refusal,
            set_aside=_count_rows(aside),
        )


def record_files(session: Session, files: Iterable[ReadFile], options: FromOptions, *, asks_who: bool) -> ExitCode:
    """Record each file, or in a dry run show what would be, and print the answer; FOUND if anything was left out.

    `asks_who`: those who have sent nothing are named, as can be said of a folder. All is examined, and bad rows are put
    aside, before the first file is written. What fails after that is raised once it was said how far it came.
    """
    examined = _examine_all(session, files, options)
    changes, missing = _changes_and_missing(session, examined, asks_who=asks_who)
    expected = results = [
        entry.result(entry.outcome, entry.faults, aside=options.aside(entry.faults)) for entry in examined
    ]
    put_aside = options.put_aside or "" if any(entry.faults for entry in examined) else ""
    if not options.dry_run:
        if put_aside:
            _put_rows_aside(session, put_aside, examined)
        results = _record_all(session, examined, options)
    for remark in dict.fromkeys(line for entry in examined for line in remark_lines(session.plan, entry.outcome)):
        print_stderr(remark)
    tell_of_closed_periods(session, [event for entry in examined for event in entry.outcome.events])
    if results != expected:
        changes = ()  # others have recorded meanwhile
    page = gathering_page(results, changes, missing=missing, put_aside=put_aside, dry_run=options.dry_run)
    _answer(page, dry_run=options.dry_run)
    if sentence := held_back_sentence(results, put_aside, dry_run=options.dry_run):
        print_stderr(sentence)
    if any(fault.is_doubt for entry in examined for fault in entry.faults):
        print_stderr(CONFIRM_ADVICE)
    return ExitCode.FOUND if any(result.is_bad for result in results) else ExitCode.OK


def _answer(page: Page, *, dry_run: bool) -> None:
    """Print the answer; that it cannot be printed is a failure only as long as nothing was recorded."""
    if reason := reason_not_printed(render_page(page, to_file=False).encode()):
        if dry_run:
            raise Failure(f"Không in được kết quả: {reason}.")
        print_stderr(f"Đã ghi, nhưng không in được kết quả: {reason}.")


def _examine_all(session: Session, files: Iterable[ReadFile], options: FromOptions) -> list[_Examined]:
    """Return each file as it would be recorded after those before it: whole or not at all, or without its bad rows."""
    examined: list[_Examined] = []
    before = session.recorder.index_to_extend()
    for file in files:
        entry = _without_bad_rows(session, file, before, options)
        if options.put_aside is None and entry.faults:
            entry = entry._replace(positions=(), outcome=_NOTHING)
        examined.append(entry)
        before.add(entry.outcome.events)
    return examined


def _without_bad_rows(session: Session, file: ReadFile, before: LogIndex, options: FromOptions) -> _Examined:
    """Return the file without the drafts that the rules refuse, or doubt without being told not to."""
    entry = _Examined(file, range(len(file.drafts)), _NOTHING, file.faults)
    while True:
        outcome = session.recorder.preview(entry.drafts, now=session.now, after=before)
        findings = _findings(outcome, options)
        if not findings:
            return entry._replace(outcome=outcome)
        # Once more: what is left out may have been what made another one right, or wrong.
        bad = {place for place, _ in findings}
        entry = entry._replace(
            positions=[position for place, position in enumerate(entry.positions) if place not in bad],
            faults=(*entry.faults, *entry.faults_of(findings)),
        )


_NOTHING = BatchOutcome((), (), (), (), ())


def _findings(outcome: BatchOutcome, options: FromOptions) -> list[tuple[int, RefusedEvent | OddEvent]]:
    """Return what keeps drafts from being recorded, with the place of each."""
    return [*outcome.refusals, *(() if options.confirm else outcome.doubtful)]


def _changes_and_missing(
    session: Session, examined: Sequence[_Examined], *, asks_who: bool
) -> tuple[tuple[str, ...], str]:
    """Return what the events to be recorded change as of today, and who has sent nothing."""
    events = tuple(event for entry in examined for event in entry.outcome.events)
    recorded = session.recorder.journal.events()
    before = judge(session.plan, recorded, as_of=session.today, known_at=None)
    after = judge(session.plan, (*recorded, *events), as_of=session.today, known_at=None)
    seen = {agency for entry in examined for agency in _agencies_of(session, entry.file)}
    return recording_effect_lines(before, after, events), missing_sentence(after, seen) if asks_who else ""


def _agencies_of(session: Session, file: ReadFile) -> set[str]:
    """Return the agencies whose rows stand in the file, and the one that it is named after, whatever it holds."""
    named = session.plan.find_agency_or_group(PurePath(file.name).stem)
    # A name that may be that of two agencies is no word of either.
    return {*file.agencies, *(id_ for id_ in named if id_ in session.plan.agencies and len(named) == 1)}


def _put_rows_aside(session: Session, name: str, examined: Sequence[_Examined]) -> None:
    """Write the rows with a fault, each with all its reasons, into the new file `name`; raises Failure if it is there."""
    rows: list[RowToCorrect] = []
    for entry in examined:
        for faults in group_by(_in_order(entry.faults), lambda fault: fault.row).values():
            reasons = [f"{entry.file.name}, {fault.line}" for fault in faults]
            assert faults[0].filled is not None  # rows are put aside of sheets only
            columns = frozenset(fault.column for fault in faults)
            only_doubts = all(fault.is_doubt for fault in faults)
            rows.append(
                row_to_correct(faults[0].filled, reasons, columns, only_doubts=only_doubts, today=session.today)
            )
    sheet = build_sheet_to_correct(session.plan, rows, day=session.today)
    write_new_output(Path(name), render_workbook(sheet))


def _record_all(session: Session, examined: Sequence[_Examined], options: FromOptions) -> list[FileResult]:
    """Record the files that have no fault, each as one recording, and return what became of every file."""
    results: list[FileResult] = []
    lacking: dict[str, None] = {}
    written = ""
    batches: dict[str, Sequence[Event]] = {}

    def note_path(outcome: BatchOutcome, path: str) -> None:
        nonlocal written
        written = path
        if doubts := [odd for _, odd in outcome.doubtful]:
            print_stderr(confirmed_text(session.plan, doubts))
        batches[path] = outcome.events

    try:
        for entry in examined:
            outcome, faults, written = entry.outcome, entry.faults, ""
            if entry.drafts:
                outcome, _, sentences = session.recorder.record(
                    entry.drafts,
                    now=now(os.environ),
                    is_confirmed=lambda _position, _odd: options.confirm,
                    before_writing=note_path,
                    while_waiting=tell_of_waiting,
                )
                lacking |= dict.fromkeys(sentences)
                if findings := _findings(outcome, options):
                    faults, outcome = (*entry.faults, *entry.faults_of(findings)), _NOTHING
            results.append(entry.result(outcome, faults, aside=options.aside(entry.faults)))
    finally:
        if len(results) < len(examined):
            is_last_written = session.recorder.journal.holds(written)
            put_aside = options.put_aside or "" if any(entry.faults for entry in examined) else ""
            _say_how_far(examined, results, put_aside, is_last_written=is_last_written)
        for sentence in lacking:
            print_stderr(sentence)
        journal = session.recorder.journal
        commit_recorded(session, {path: batch for path, batch in batches.items() if journal.holds(path)})
    return results


def _say_how_far(
    examined: Sequence[_Examined], results: Sequence[FileResult], put_aside: str, *, is_last_written: bool
) -> None:
    """Say on stderr which files were recorded and which were not, when the recording ends before its end.

    `is_last_written`: the file after those with a result is in the log.
    """
    recorded = [result.name for result in results if result.recorded]
    remaining = [entry.file.name for entry in examined[len(results) :] if entry.drafts]
    if is_last_written:
        recorded.append(remaining.pop(0))
    print_stderr(interrupted_sentence(recorded, remaining, put_aside))
