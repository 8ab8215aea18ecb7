"""`papi record --from` sheets: the rows of one are recorded here, all or none; those of several only read, for `gathering`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from papi_cli.cli.recording.gathering import Fault, ReadFile
from papi_cli.cli.recording.session import Session, owing_today, record_drafts
from papi_cli.cli.screen import print_stderr
from papi_cli.log.oddities import OddEvent
from papi_cli.log.rules import RefusedEvent
from papi_cli.plan.succession import standing_in
from papi_cli.problems import Failure, RecordingRefusal
from papi_cli.sheets.files import MAX_BYTES, read_tabs
from papi_cli.sheets.grid import FileFault
from papi_cli.sheets.header import BadHeader
from papi_cli.sheets.owners import under_owners
from papi_cli.sheets.places import FilledRow
from papi_cli.sheets.rows import ParsedRows, parse_rows, refused_cell, said_for_others
from papi_cli.sheets.words import split_off_words
from papi_cli.store.os_errors import os_reason
from papi_cli.store.reading import read_input_file
from papi_cli.text import number_text
from papi_cli.views.bad_cells import (
    BadCellWords,
    bad_cell_words,
    bad_file_sentence,
    bad_header_sentence,
    in_order,
    place_words,
    remarks_on_rows,
    said_for_others_sentence,
)
from papi_cli.views.oddities import oddity_words
from papi_cli.views.recording import CONFIRM_ADVICE, limit_lines
from papi_cli.views.refusals import cell_refusal_sentence
from papi_cli.views.shown_cells import remarks_on_followed, remarks_on_shown

if TYPE_CHECKING:
    from papi_cli.cli.recording.words import SentWords


def import_rows(session: Session, name: str, *, dry_run: bool, confirm: bool) -> None:
    """Record every answered row of the file `name` (`-` is stdin); doubtful ones only if `confirm`.

    A dry run is refused as the recording would be. Raises RecordingRefusal that names every bad cell, or the bad header, and without any answered row; Failure for a
    file that cannot be read, or is no sheet.
    """
    rows, sent = _parse_file(session, name)
    unasked = _said_for_others(session, rows)
    if confirm:
        for words, _ in unasked:
            print_stderr(f"Lưu ý: {words}")
    outcome = session.recorder.preview(rows.drafts, now=session.now)
    cells = [bad_cell_words(cell, rows) for cell in rows.bad_cells]
    cells += [_finding_words(session, rows, *refused) for refused in outcome.refusals]
    doubtful = [_finding_words(session, rows, *doubt) for doubt in outcome.doubtful]
    doubtful = [] if confirm else [*doubtful, *(words for words, _ in unasked)]
    faults, others = (sent.faults, sent.others(session, confirm=confirm)) if sent else ((), ())
    if cells or doubtful or faults or others:
        bad_rows = len({cell.place.row for cell in (*cells, *doubtful)}) + len(faults) + len(others)
        what = " hoặc ".join((["sửa"] if cells or faults else []) + (["xác nhận"] if doubtful or others else []))
        head = f"Không ghi gì: {number_text(bad_rows)} dòng cần {what}."
        lines = limit_lines([head, *map(str, in_order([*cells, *doubtful])), *faults, *others])
        raise RecordingRefusal("\n".join([lines, *([CONFIRM_ADVICE] if doubtful else [])]))
    if not rows.drafts and not (sent and sent.words):
        raise RecordingRefusal("Không có dòng nào được điền kết quả. Không ghi gì.")
    if rows.drafts:
        record_drafts(session, rows.drafts, dry_run=dry_run, confirm=confirm, may_ask=False)
    if sent:
        sent.take(session, dry_run=dry_run, confirm=confirm)


def read_sheet(
    session: Session, name: str, *, confirm: bool = False, take_words: Callable[[SentWords], None] = lambda _: None
) -> ReadFile:
    """Return what one of several files asks to record, or why it cannot be taken; remarks on it go to stderr.

    `take_words` gets the words that stand in it.

    What an agency's own sheet says that is not for the agency to say is no draft unless `confirm`.
    """
    try:
        rows, sent = _parse_file(session, name, named=True)
    except Failure as refused:
        return ReadFile(name, refusal=str(refused))
    if sent:
        take_words(sent)

    unasked, all_rows = _said_for_others(session, rows), rows.rows
    if confirm:
        for cell, _ in unasked:
            print_stderr(f"Lưu ý: {name}: {cell}")
    else:
        rows = _without(rows, {position for _, position in unasked})

    def fault_of(position: int, finding: RefusedEvent | OddEvent) -> Fault:
        words = _finding_words(session, rows, position, finding)
        return _fault(words, rows.rows[position], is_doubt=isinstance(finding, OddEvent))

    words = ((bad_cell_words(cell, rows), cell.row) for cell in rows.bad_cells)
    faults = tuple(_fault(cell, row) for cell, row in words)
    if not confirm:
        faults += tuple(_fault(cell, all_rows[position], is_doubt=True) for cell, position in unasked)
    listed = (id_ for words in rows.listed for id_ in session.plan.find_agency_or_group(words))
    agencies = (there for id_ in listed for there in (id_, *standing_in(session.plan, id_)))
    return ReadFile(name, rows.drafts, faults, fault_of, frozenset(agencies))


def _said_for_others(session: Session, rows: ParsedRows) -> list[tuple[BadCellWords, int]]:
    """Return, with the position of its draft, each row not recorded yet that says what is not for an agency to say."""
    found: list[tuple[BadCellWords, int]] = []
    for position in said_for_others(rows):
        draft = rows.drafts[position]
        if session.recorder.preview([draft], now=session.now).already_recorded:
            continue
        place = rows.rows[position].place_of("event")
        found.append((BadCellWords(place, place_words(place, rows), said_for_others_sentence(draft.kind)), position))
    return found


def _without(rows: ParsedRows, positions: Container[int]) -> ParsedRows:
    """Return the rows without the drafts at these positions."""
    kept = [position for position in range(len(rows.drafts)) if position not in positions]
    return replace(
        rows,
        drafts=tuple(rows.drafts[position] for position in kept),
        rows=tuple(rows.rows[position] for position in kept),
    )


def _fault(cell: BadCellWords, row: FilledRow, *, is_doubt: bool = False) -> Fault:
    return Fault((row.place.tab, row.place.number), str(cell), is_doubt, row, cell.place.column)


def _read_stdin() -> bytes:
    """Return what stands on stdin, of too much the beginning; raises Failure if it cannot be read."""
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise Failure(f"Không đọc được đầu vào: {os_reason(error)}.") from error


def _parse_file(session: Session, name: str, *, named: bool = False) -> tuple[ParsedRows, SentWords | None]:
    """Return what the rows of a file say, and the words in it, None where it has none; remarks on it, which name it if `named`, go to stderr."""
    raw = _read_stdin() if name == "-" else read_input_file(Path(name), most_bytes=MAX_BYTES)
    tabs = read_tabs(raw)
    if isinstance(tabs, FileFault):
        raise Failure(bad_file_sentence("đầu vào" if name == "-" else name, tabs))
    tabs, written = split_off_words(tabs)
    rows = parse_rows(session.plan, tabs, today=session.today, by=session.by, find_evidence=session.find_evidence)
    if isinstance(rows, BadHeader):
        raise RecordingRefusal(bad_header_sentence(rows))
    rows, followed = under_owners(session.plan, rows, owing_today(session))
    remarks = (*remarks_on_rows(rows), *remarks_on_shown(session.plan, rows))
    for sentence in (*remarks, *remarks_on_followed(session.plan, rows, followed)):
        print_stderr(f"{name}: {sentence}" if named else sentence)
    if not written:
        return rows, None
    from papi_cli.cli.recording.words import words_of_rows

    return rows, words_of_rows(session, written, name, raw)


def _finding_words(session: Session, rows: ParsedRows, position: int, finding: RefusedEvent | OddEvent) -> BadCellWords:
    """Return what the rules find against the draft at `position`, at the cell that it is about."""
    place = refused_cell(rows, position, finding)
    if isinstance(finding, RefusedEvent):
        sentence = cell_refusal_sentence(session.plan, finding)
    else:
        sentence = f"cần xác nhận: {oddity_words(session.plan, finding)}"
    return BadCellWords(place, place_words(place, rows), sentence)
